//! K146: a phrase stands in too many passages. It must not know what it says.

use std::collections::BTreeMap;

use super::gram::Gram;
use super::measure::names;
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint};

/// A phrase stands in too many passages.
pub const LINT: Lint = Lint { code: Code::WornPhrase, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let Some(limit) = context.story.style.overlap.phrase_in else { return };
    let (book, own) = (context.book(), context.own());
    let mut worn: BTreeMap<Gram, &[(Gram, u32)]> = BTreeMap::new();
    for group in context.repeated_phrases().groups().filter(|group| group.len() > limit as usize) {
        worn.insert(group[0].0, group);
    }
    for id in context.passages() {
        // Most stories have none, and then nothing need be looked for.
        if worn.is_empty() {
            break;
        }
        let mut last: Option<(usize, usize)> = None;
        for place in own.phrases(book, &book.pages[id.index()]) {
            let Some(group) = worn.remove(&place.gram) else { continue };
            // Of a longer phrase, its first four words say it all.
            let goes_on = last.is_some_and(|(reading, end)| reading == place.reading && place.words.start < end);
            last = Some((place.reading, place.words.end));
            if goes_on {
                continue;
            }
            let where_else: Vec<String> = group
                .iter()
                .map(|(_, n)| context.story.str(context.story.passages[*n as usize].id).to_owned())
                .collect();
            let shown = context.words_shown(id, place.reading, &place.words);
            let message = format!("\"{shown}\" stands in {} passages", group.len());
            let (span, limits) = context.limit(&["overlap", "phrase_in"]);
            faults.push(
                Diagnostic::new(Code::WornPhrase, context.words_span(id, place.reading, &place.words), message)
                    .label("the first time")
                    .help(format!("at most {limit} are wanted: {}", names(&where_else)))
                    .also(span, limits),
            );
        }
    }
}
