//! K138: too many sentences begin with the same pronoun. It must not know which.
//!
//! Only sentences in the story's own voice count: what people say and what documents hold begin as they do.

use super::book::{Line, Page, Voice};
use super::measure::{above, share};
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint};

/// Too many sentences begin with the same pronoun.
pub const LINT: Lint = Lint { code: Code::SamePronoun, run };

/// In fewer sentences, one in two is no habit.
const FEWEST: usize = 4;

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let Some(style) = &context.story.style.sentences.same_start else { return };
    let book = context.book();
    let marked = book.lexicon.marked(&style.words);
    let begins = |page: &Page, line: &Line| page.ids_of(line).first().is_some_and(|id| marked[*id as usize]);
    let first = style.words.first().map_or("", |word| word);
    for chapter in context.chapters() {
        let (mut all, mut own) = (0, 0);
        for id in &chapter.passages {
            let page = &book.pages[id.index()];
            let told = page.lines.iter().filter(|line| line.fresh && line.voice == Voice::Told);
            let (count, begun) =
                told.fold((0, 0), |(count, begun), line| (count + 1, begun + usize::from(begins(page, line))));
            (all, own) = (all + count, own + begun);
            let name = context.story.passage_id(*id);
            if count >= FEWEST && above(begun, count, style.passage, 100) {
                let (span, limits) = context.limit(&["sentences", "same_start", "passage"]);
                let message = format!("in `{name}`, {begun} of {count} sentences begin with \"{first}\"");
                faults.push(
                    Diagnostic::new(Code::SamePronoun, context.draft.id_span(*id), message)
                        .label(format!("at most {} in a hundred", style.passage))
                        .help("let somebody else, or a thing, be the subject")
                        .also(span, limits),
                );
            }
            running(context, *id, page, style.running as usize, &|line| begins(page, line), faults);
        }
        if all >= FEWEST && above(own, all, style.chapter, 100) {
            let (span, limits) = context.limit(&["sentences", "same_start", "chapter"]);
            let found = share(own, all, 100);
            let message = format!("in {}, {found} in a hundred sentences begin with \"{first}\"", chapter.name);
            faults.push(
                Diagnostic::new(Code::SamePronoun, chapter.span, message)
                    .label(format!("at most {}", style.chapter))
                    .help("let somebody else, or a thing, be the subject")
                    .also(span, limits),
            );
        }
    }
}

/// Reports runs of sentences that all begin so; what somebody says in between ends a run.
fn running(
    context: &Context<'_>,
    id: crate::story::PassageId,
    page: &Page,
    most: usize,
    begins: &dyn Fn(&Line) -> bool,
    faults: &mut Vec<Diagnostic>,
) {
    for lines in page.by_reading() {
        let mut run = 0;
        for line in lines {
            run = if line.voice == Voice::Told && begins(line) { run + 1 } else { 0 };
            // The one too many, and only where it is new: the same run may stand in several readings.
            if run == most + 1 && line.fresh {
                let (span, limits) = context.limit(&["sentences", "same_start", "running"]);
                let first = line.words.start..line.words.start + 1;
                let word = context.words_shown(id, line.reading, &first);
                let message = format!("{run} sentences running begin with \"{word}\"");
                faults.push(
                    Diagnostic::new(Code::SamePronoun, context.words_span(id, line.reading, &first), message)
                        .label("once more")
                        .help("let somebody else, or a thing, be the subject")
                        .also(span, limits),
                );
            }
        }
    }
}
