//! K145: too many passages end on a short sentence. It must not know what it says.

use super::book::Voice;
use super::measure::{above, share};
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint};

/// Too many passages end on a short sentence.
pub const LINT: Lint = Lint { code: Code::ShortEnding, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let Some(style) = &context.story.style.closings.short else { return };
    let book = context.book();
    let mut found = Vec::new();
    for id in context.passages() {
        let last = book.pages[id.index()].by_reading().filter_map(|lines| lines.last());
        let short = last.filter(|line| line.voice == Voice::Told && line.words.len() <= style.words as usize);
        found.extend(short.take(1).map(|line| (id, line)));
    }
    let passages = context.story.passages.len();
    if !above(found.len(), passages, style.share, 100) {
        return;
    }
    for (id, line) in &found {
        let shown = context.words_shown(*id, line.reading, &line.words);
        let message = format!("`{}` ends on a short sentence: \"{shown}\"", context.story.passage_id(*id));
        let (span, limits) = context.limit(&["closings", "short"]);
        faults.push(
            Diagnostic::new(Code::ShortEnding, context.words_span(*id, line.reading, &line.words), message)
                .label("short, and nobody says it")
                .help(format!(
                    "{} in a hundred passages do, and at most {} are wanted: a drum that is struck at every door is not heard",
                    share(found.len(), passages, 100),
                    style.share
                ))
                .also(span, limits),
        );
    }
}
