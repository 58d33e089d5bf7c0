//! Words that come too often in a chapter: what K139, K140 and K141 have in common. It must not know which words.

use std::collections::BTreeMap;
use std::ops::Range;

use super::measure::{Section, share, tenths};
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, counted};
use crate::story::At;
use crate::story::PassageId;
use crate::story::raw::Rate;

/// Words found: where, and by which name they are counted.
pub struct Found {
    /// The passage.
    pub passage: PassageId,
    /// The reading.
    pub reading: usize,
    /// The words.
    pub words: Range<usize>,
}

/// What is weighed.
pub struct Weighed<'w> {
    /// The check.
    pub code: Code,
    /// What the words are called, after a number: `words of mood`.
    pub what: &'w str,
    /// In ten thousand words, so many at most.
    pub per_10000: u32,
    /// Where the limit is set.
    pub path: Vec<At<'w>>,
    /// What to do about it.
    pub help: &'w str,
}

/// Looks for the words of a list in every chapter and in the endings.
pub fn check(context: &Context<'_>, rate: &Rate, weighed: &Weighed<'_>, faults: &mut Vec<Diagnostic>) {
    let book = context.book();
    let phrases = book.phrases(&rate.words);
    for section in context.sections() {
        let mut found = Vec::new();
        for passage in &section.passages {
            let hits = phrases.find(&book.pages[passage.index()]);
            found.extend(hits.into_iter().map(|hit| Found {
                passage: *passage,
                reading: hit.reading,
                words: hit.words,
            }));
        }
        weigh(context, &section, found, weighed, faults);
    }
}

/// Reports, at the first of them, words that come too often for a section. Less than a thousand words count as so many.
pub fn weigh(
    context: &Context<'_>,
    section: &Section,
    found: Vec<Found>,
    weighed: &Weighed<'_>,
    faults: &mut Vec<Diagnostic>,
) {
    let words: usize = section.passages.iter().map(|id| context.prose(*id).words).sum();
    if found.len() * 10_000 <= weighed.per_10000 as usize * words.max(1000) {
        return;
    }
    let Some(first) = found.first() else { return };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for one in &found {
        let shown = context.words_shown(one.passage, one.reading, &one.words).to_lowercase();
        *counts.entry(shown.split_whitespace().collect::<Vec<_>>().join(" ")).or_default() += 1;
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let most: Vec<String> = counts.iter().take(6).map(|(word, n)| format!("\"{word}\" {n}")).collect();
    let message = format!("{} has {} {} in {}", section.name, found.len(), weighed.what, counted(words, "word"));
    let rate = tenths(share(found.len(), words.max(1000), 10_000));
    let help = format!(
        "{rate} in a thousand words, where at most {} are wanted ({}): {}",
        tenths(weighed.per_10000 as usize),
        most.join(", "),
        weighed.help
    );
    let span = context.words_span(first.passage, first.reading, &first.words);
    faults.push(
        Diagnostic::new(weighed.code, span, message)
            .label("the first of them")
            .help(help)
            .also(context.draft.style_span(&weighed.path), "the limit is set here"),
    );
}
