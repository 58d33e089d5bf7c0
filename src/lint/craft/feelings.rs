//! K142: a feeling is named. It must not know whose.

use super::phrase::MOST;
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint};

/// A feeling is named.
pub const LINT: Lint = Lint { code: Code::NamedFeeling, run };

/// How many words behind `you feel` the feeling may stand.
const NEAR: usize = 3;

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let Some(style) = &context.story.style.words.feelings else { return };
    let book = context.book();
    let (after, feelings) = (book.phrases(&style.after), book.lexicon.marked(&style.words));
    for id in context.passages() {
        let (page, prose) = (&book.pages[id.index()], context.prose(id));
        for hit in after.find(page).into_iter().take(MOST) {
            let (reading, line) = (&prose.readings[hit.reading], &page.lines[hit.line]);
            // What people say of one another is theirs.
            if reading.words[hit.words.start].speech {
                continue;
            }
            let near = hit.words.end..(hit.words.end + NEAR).min(line.words.end);
            let plain = |word: &usize| reading.behind(word - 1) == " ";
            let found = near.take_while(plain).find(|word| feelings[page.ids[hit.reading][*word] as usize]);
            if let Some(word) = found {
                let words = hit.words.start..word + 1;
                let shown = context.words_shown(id, hit.reading, &words);
                faults.push(
                    Diagnostic::new(
                        Code::NamedFeeling,
                        context.words_span(id, hit.reading, &words),
                        format!("\"{shown}\" names a feeling"),
                    )
                    .label("the feeling, named")
                    .help("show what a hand does to a thing, or what somebody goes on doing"),
                );
            }
        }
    }
}
