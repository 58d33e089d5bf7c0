//! K131: a document is too short or too long. It must not know what it says.

use std::collections::BTreeMap;

use super::measure::{outside, wanted};
use super::phrase::MOST;
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint, counted};

/// A document is too short or too long.
pub const LINT: Lint = Lint { code: Code::DocumentLength, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let Some(limit) = context.story.style.documents.words else { return };
    for id in context.passages() {
        // A document that differs from reading to reading begins at one place.
        let mut said = BTreeMap::new();
        for (n, reading) in context.prose(id).readings.iter().enumerate() {
            for block in reading.blocks.iter().filter(|block| block.document && !block.words.is_empty()) {
                let words = block.words.len();
                if let Some(label) = outside(words, limit) {
                    let start = reading.origin_of(&block.words).start;
                    said.entry(start).or_insert((n, block.words.clone(), words, label));
                }
            }
        }
        for (reading, block, words, label) in said.into_values().take(MOST) {
            let message = format!("this document has {}", counted(words, "word"));
            let (span, limits) = context.limit(&["documents", "words"]);
            let span_of_words = context.words_span(id, reading, &block);
            faults.push(
                Diagnostic::new(Code::DocumentLength, span_of_words, message)
                    .label(label)
                    .help(format!("{} are wanted", wanted(limit, "word")))
                    .also(span, limits),
            );
        }
    }
}
