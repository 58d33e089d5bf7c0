//! K143: a passage opens with the weather. It must not know what the weather is like.

use super::measure::{above, share};
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint};

/// A passage opens with the weather.
pub const LINT: Lint = Lint { code: Code::WeatherOpening, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let Some(style) = &context.story.style.openings.weather else { return };
    let book = context.book();
    let weather = book.lexicon.marked(&style.words);
    let mut found = Vec::new();
    for id in context.passages() {
        let page = &book.pages[id.index()];
        let first = page.by_reading().filter_map(|lines| lines.first());
        let word = |line: &super::book::Line| line.words.clone().find(|n| weather[page.ids[line.reading][*n] as usize]);
        found.extend(first.filter_map(|line| Some((id, line.reading, word(line)?))).take(1));
    }
    let passages = context.story.passages.len();
    if !above(found.len(), passages, style.share, 100) {
        return;
    }
    for (id, reading, word) in &found {
        let words = *word..word + 1;
        let shown = context.words_shown(*id, *reading, &words);
        let message = format!("`{}` opens with the weather: \"{shown}\"", context.story.passage_id(*id));
        let (span, limits) = context.limit(&["openings", "weather"]);
        faults.push(
            Diagnostic::new(Code::WeatherOpening, context.words_span(*id, *reading, &words), message)
                .label("in the first sentence")
                .help(format!(
                    "{} in a hundred passages do, and at most {} are wanted: begin with what somebody does",
                    share(found.len(), passages, 100),
                    style.share
                ))
                .also(span, limits),
        );
    }
}
