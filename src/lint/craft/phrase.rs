//! Phrases of a list, found in texts. A phrase is looked for within a sentence, capitals and marks aside. It must not
//! know which list it is.

use std::ops::Range;

use super::book::{Book, Id, Lexicon, Page};

/// The most places of one text that are reported: whoever has so many mends some of them first.
pub const MOST: usize = 50;

/// A list of phrases, made ready for one story.
#[derive(Debug)]
pub struct Phrases {
    /// For each phrase, which words may stand at each of its places.
    list: Vec<Vec<Vec<Id>>>,
    /// For each word, the phrases that begin with it.
    by_first: Vec<Vec<u32>>,
}

/// A phrase that was found: which of the list, and its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its index in the list.
    pub phrase: usize,
    /// In which reading.
    pub reading: usize,
    /// Its words there.
    pub words: Range<usize>,
    /// Its sentence, as an index in `Page::lines`.
    pub line: usize,
}

impl Phrases {
    /// Phrases as an author writes them: words, of which an asterisk stands for any ending.
    pub fn new<'p>(lexicon: &Lexicon, phrases: impl IntoIterator<Item = &'p String>) -> Self {
        let list: Vec<Vec<Vec<Id>>> = phrases.into_iter().map(|phrase| places(lexicon, phrase)).collect();
        let mut by_first = vec![Vec::new(); lexicon.len()];
        for (n, phrase) in list.iter().enumerate() {
            for id in phrase.first().into_iter().flatten() {
                by_first[*id as usize].push(n as u32);
            }
        }
        Self { list, by_first }
    }

    /// The phrases that `ids` begins with: index in the list, and how many words.
    pub fn at<'s>(&'s self, ids: &'s [Id]) -> impl Iterator<Item = (usize, usize)> + 's {
        let starts = ids.first().and_then(|id| self.by_first.get(*id as usize)).into_iter().flatten();
        starts.map(|n| (*n as usize, &self.list[*n as usize])).filter_map(move |(n, phrase)| {
            let stands =
                ids.len() >= phrase.len() && phrase.iter().zip(ids).all(|(may, id)| may.binary_search(id).is_ok());
            stands.then_some((n, phrase.len()))
        })
    }

    /// Where phrases stand in a text, each once however many readings have it, in the order of the readings.
    pub fn find(&self, page: &Page) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (n, line) in page.lines.iter().enumerate() {
            let ids = page.ids_of(line);
            for from in 0..ids.len() {
                let first = line.words.start + from;
                for (phrase, len) in self.at(&ids[from..]) {
                    let words = first..first + len;
                    // Its last word may differ where its first does not.
                    if words.clone().any(|word| page.fresh[line.reading][word]) {
                        hits.push(Hit { phrase, reading: line.reading, words, line: n });
                    }
                }
            }
        }
        hits
    }

    /// Where phrases stand in a label: index in the list, and the bytes.
    pub fn in_label(&self, label: &[(Range<usize>, Id)]) -> Vec<(usize, Range<usize>)> {
        let ids: Vec<Id> = label.iter().map(|(_, id)| *id).collect();
        let starts = (0..ids.len()).flat_map(|from| self.at(&ids[from..]).map(move |hit| (from, hit)));
        starts.map(|(from, (n, len))| (n, label[from].0.start..label[from + len - 1].0.end)).collect()
    }
}

/// Which words may stand at each place of a phrase; a word that stands nowhere in the story leaves a place that nothing
/// fills.
fn places(lexicon: &Lexicon, phrase: &str) -> Vec<Vec<Id>> {
    crate::lint::prose::words(phrase)
        .map(|at| match phrase[at.end..].starts_with('*') {
            true => lexicon.beginning(&phrase[at]),
            false => lexicon.id(&phrase[at]).into_iter().collect(),
        })
        .collect()
}

impl Book {
    /// A list of phrases, made ready for this story.
    pub fn phrases<'p>(&self, phrases: impl IntoIterator<Item = &'p String>) -> Phrases {
        Phrases::new(&self.lexicon, phrases)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::prose::Prose;

    #[test]
    fn phrases_are_found_within_sentences_and_once() {
        let text = "A *heavy* Heart {if a}sinks{else}stretches{end}. Heavy. Heart, and silence, stretching.";
        let book = Book::of_text(text);
        let phrases: Vec<String> =
            ["heavy heart", "heart stretch*", "silence stretch*", "no such"].map(String::from).into();
        let found = book.phrases(&phrases).find(&book.pages[0]);
        let prose = Prose::of(text);
        let shown: Vec<(usize, &str)> =
            found.iter().map(|hit| (hit.phrase, &text[prose.readings[hit.reading].origin_of(&hit.words)])).collect();
        assert_eq!(shown, [(0, "heavy* Heart"), (2, "silence, stretching"), (1, "Heart {if a}sinks{else}stretches")]);
    }
}
