//! K117: an abbreviation stands in the text, and the glossary does not explain it.
//!
//! A program cannot know which words are hard. What it can see is an abbreviation: two to five letters in capitals, in
//! running text. Left out are documents, words that stand in capitals side by side (an inscription), Roman numbers, what
//! the story also writes in small letters (a word, written large), and what `capitals` in `style.ron` lists. Every other
//! hard word is its author's to put into the glossary.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, MAX_SHOWN};
use crate::lint::prose::{Prose, Reading, words};
use crate::lint::{Context, Lint};
use crate::story::{At, PassageId, Table};

/// A term stands in the text that the glossary does not explain.
pub const LINT: Lint = Lint { code: Code::Unglossed, run };

/// Where a text stands.
#[derive(Clone, Copy)]
enum Stands {
    Passage(PassageId),
    Tell(usize),
}

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let story = context.story;
    let terms = story.glossary.iter().map(|(term, _)| story.str(*term));
    let mut known: BTreeSet<&str> = terms.flat_map(|term| words(term).map(|at| &term[at])).collect();
    known.extend(story.style.capitals.iter().map(String::as_str));
    let tells: Vec<Prose> = context.draft.written_tells().map(|tell| Prose::of(&tell.text)).collect();
    let texts = || {
        let passages = (0..story.passages.len()).map(|n| {
            let id = PassageId(n as u32);
            (Stands::Passage(id), context.prose(id))
        });
        passages.chain(tells.iter().enumerate().map(|(n, prose)| (Stands::Tell(n), prose)))
    };
    let mut found: BTreeMap<&str, (Stands, Range<usize>)> = BTreeMap::new();
    for (stands, prose) in texts() {
        for reading in &prose.readings {
            for (word, at) in abbreviations(reading) {
                if !known.contains(word) && !found.contains_key(word) && found.len() < MAX_SHOWN {
                    found.insert(word, (stands, reading.origin(&at)));
                }
            }
        }
    }
    if found.is_empty() {
        return;
    }
    let mut open: BTreeMap<String, &str> = found.keys().map(|word| (word.to_lowercase(), *word)).collect();
    for reading in texts().flat_map(|(_, prose)| &prose.readings) {
        for word in reading.words.iter().map(|word| bare(reading.str(&word.at))).filter(|word| word.len() <= MOST_BYTES)
        {
            if !open.is_empty() && !is_capitals(word) {
                open.remove(&word.to_lowercase());
            }
        }
    }
    for word in open.values() {
        let (stands, at) = &found[word];
        let span = match *stands {
            Stands::Passage(id) => context.draft.text_span(id, at.clone()),
            Stands::Tell(n) => {
                let whole = context.draft.row_span(Table::Tells, n, &[At::Field("text")]);
                let value = context.draft.written_tells().nth(n).map_or("", |tell| &tell.text);
                context.draft.part(whole, at.clone(), value)
            }
        };
        let message = format!("`{word}` is not in the glossary, and a reader who does not know it cannot look it up");
        faults.push(
            Diagnostic::new(Code::Unglossed, span, message).label("an abbreviation").help(format!(
                "write a row in `glossary.ron`, `(term: \"{word}\", text: \"..\")`; if it is no abbreviation, put it into `capitals` in `style.ron`"
            )),
        );
    }
}

/// The abbreviations of a reading, with their bytes in `shown`.
fn abbreviations(reading: &Reading) -> impl Iterator<Item = (&str, Range<usize>)> {
    let shown = |n: usize| reading.words.get(n).map_or("", |word| reading.str(&word.at));
    reading.words.iter().enumerate().filter_map(move |(n, word)| {
        let whole = reading.str(&word.at);
        if word.document || !is_capitals(bare(whole)) || bare(whole).chars().count() > MOST_LETTERS {
            return None;
        }
        let beside = [n.checked_sub(1).map_or("", shown), shown(n + 1)];
        // Capitals side by side are an inscription.
        if beside.into_iter().any(|other| is_capitals(bare(other))) || is_roman(bare(whole)) {
            return None;
        }
        Some((bare(whole), word.at.start..word.at.start + bare(whole).len()))
    })
}

/// A word without the ending of a genitive or plural.
fn bare(word: &str) -> &str {
    ["'s", "’s", "s"].into_iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word)
}

/// The most letters of an abbreviation. What is longer is a word or a name.
const MOST_LETTERS: usize = 5;
/// The most bytes that its letters have.
const MOST_BYTES: usize = 4 * MOST_LETTERS;

/// Whether a word is of capitals and digits, two capitals at least.
fn is_capitals(word: &str) -> bool {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    capitals >= 2 && word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit())
}

/// Whether a word is a number in Roman numerals.
fn is_roman(word: &str) -> bool {
    word.chars().all(|c| "IVXLCDM".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let prose = Prose::of(text);
        prose.readings.iter().flat_map(abbreviations).map(|(word, _)| word.to_owned()).collect()
    }

    #[test]
    fn abbreviations_are_told_from_what_only_looks_like_them() {
        assert_eq!(found("The NKVD's men and two GPUs, says I."), ["NKVD", "GPU"]);
        assert_eq!(found("Louis XIV saw NO ENTRY on the door.\n\n> TO THE OGPU\n"), [""; 0]);
    }
}
