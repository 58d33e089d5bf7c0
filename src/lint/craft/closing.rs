//! K144: a passage ends on an abstraction. It must not know what else the passage says.

use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint};

/// A passage ends on an abstraction.
pub const LINT: Lint = Lint { code: Code::ClosingWord, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let style = &context.story.style.closings;
    if style.abstractions.is_empty() {
        return;
    }
    let book = context.book();
    let (large, verbs) = (book.lexicon.marked(&style.abstractions), book.lexicon.marked(&style.verbs));
    for id in context.passages() {
        let page = &book.pages[id.index()];
        for line in page.by_reading().filter_map(|lines| lines.last()).filter(|line| line.fresh) {
            let ids = page.ids_of(line);
            let lesson = |pair: &[u32]| large[pair[0] as usize] && verbs[pair[1] as usize];
            if let Some(at) = ids.windows(2).position(lesson) {
                let words = line.words.start + at..line.words.start + at + 2;
                let shown = context.words_shown(id, line.reading, &words);
                let message = format!("`{}` ends on a lesson: \"{shown} ..\"", context.story.passage_id(id));
                faults.push(
                    Diagnostic::new(Code::ClosingWord, context.words_span(id, line.reading, &words), message)
                        .label("a large word in the last sentence")
                        .help("end on an act, on something said, or on a fact that opens the choice"),
                );
            }
        }
    }
}
