//! Runs of words that passages share: what K146 to K149 have in common.
//!
//! A run never crosses the end of a sentence, and nothing that is meant to come back is part of one. Runs are compared by a
//! number of 64 bits made of their words, so that a story of ten thousand passages is one sort. It must not know what is
//! too much.

use std::cell::OnceCell;
use std::ops::Range;

use super::book::{Book, Id, Page};
use crate::lint::Context;
use crate::lint::prose::VALUE;
use crate::story::PassageId;

/// A run of words, as a number.
pub type Gram = u64;

/// A run where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The run.
    pub gram: Gram,
    /// The reading.
    pub reading: usize,
    /// Its words there.
    pub words: Range<usize>,
}

/// What tells words of one's own from those everybody needs.
#[derive(Debug)]
pub struct Own {
    common: Vec<bool>,
    echoes: super::phrase::Phrases,
    value: Option<Id>,
}

impl Own {
    /// By the lists of the story.
    fn of(context: &Context<'_>) -> Self {
        let (book, style) = (context.book(), &context.story.style.overlap);
        let mut own = [0; 4];
        Self {
            common: book.lexicon.marked(&style.common),
            echoes: book.phrases(&style.echoes),
            value: book.lexicon.id(VALUE.encode_utf8(&mut own)),
        }
    }

    /// The runs of `len` words of a passage, each place once.
    pub fn grams(&self, page: &Page, len: usize) -> Vec<Place> {
        let mut places = Vec::new();
        let mut echoed = Vec::new();
        for line in &page.lines {
            let ids = page.ids_of(line);
            if ids.len() < len {
                continue;
            }
            echoed.clear();
            echoed.resize(ids.len(), false);
            for from in 0..ids.len() {
                self.echoes.at(&ids[from..]).for_each(|(_, words)| echoed[from..from + words].fill(true));
            }
            for (from, run) in ids.windows(len).enumerate() {
                let words = line.words.start + from..line.words.start + from + len;
                let fresh = page.fresh[line.reading][words.clone()].contains(&true);
                let meant = echoed[from..from + len].contains(&true);
                if fresh && !meant && self.value.is_none_or(|value| !run.contains(&value)) {
                    places.push(Place { gram: number(run), reading: line.reading, words });
                }
            }
        }
        places
    }

    /// Whether a run has two words of its own, names and small words aside.
    pub fn is_content(&self, book: &Book, run: &[Id]) -> bool {
        let own = |id: &&Id| !self.common[**id as usize] && !book.lexicon.is_name(**id);
        run.iter().filter(own).nth(1).is_some()
    }

    /// The runs of four words in which a passage says something, each place once.
    pub fn phrases(&self, book: &Book, page: &Page) -> Vec<Place> {
        let mut places = self.grams(page, 4);
        places.retain(|place| self.is_content(book, &page.ids[place.reading][place.words.clone()]));
        places
    }
}

/// Of the runs of all passages, those that stand in more than one, each with its passages in order.
#[derive(Debug)]
pub struct Repeated {
    /// Run and passage, sorted. A few runs of one passage may be among them.
    pub places: Vec<(Gram, u32)>,
    /// How many different runs there are in all.
    pub different: usize,
}

impl Repeated {
    /// Of lists of runs, one for each passage. Most runs stand in one passage only; two tables of bits tell
    /// nearly all of those from the others, so that few have to be sorted.
    pub fn of(lists: &[Vec<Gram>]) -> Self {
        let count: usize = lists.iter().map(Vec::len).sum();
        let bits = (16 * count).next_power_of_two().clamp(1 << 12, 1 << 27);
        let (mut once, mut twice) = (vec![0u64; bits / 64], vec![0u64; bits / 64]);
        let place = |gram: Gram| ((gram as usize & (bits - 1)) / 64, 1u64 << (gram & 63));
        for gram in lists.iter().flatten() {
            let (word, bit) = place(*gram);
            twice[word] |= once[word] & bit;
            once[word] |= bit;
        }
        let mut places: Vec<(Gram, u32)> = Vec::new();
        for (n, list) in lists.iter().enumerate() {
            let again = list.iter().filter(|gram| {
                let (word, bit) = place(**gram);
                twice[word] & bit != 0
            });
            places.extend(again.map(|gram| (*gram, n as u32)));
        }
        let singles = count - places.len();
        places.sort_unstable();
        places.dedup();
        let different = singles + places.chunk_by(|a, b| a.0 == b.0).count();
        Self { places, different }
    }

    /// The runs that stand in more than one passage, with their passages.
    pub fn groups(&self) -> impl Iterator<Item = &[(Gram, u32)]> {
        self.places.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1)
    }
}

/// What several checks ask of all passages, worked out when the first asks.
#[derive(Debug, Default)]
pub struct Shared {
    own: OnceCell<Own>,
    threes: OnceCell<Vec<Vec<Gram>>>,
    phrases: OnceCell<Repeated>,
}

impl Context<'_> {
    /// What tells words of one's own from those everybody needs.
    pub fn own(&self) -> &Own {
        self.book().shared.own.get_or_init(|| Own::of(self))
    }

    /// The runs of three words of each passage, in order and each once.
    pub fn threes(&self) -> &[Vec<Gram>] {
        let book = self.book();
        book.shared.threes.get_or_init(|| book.pages.iter().map(|page| sorted(self.own().grams(page, 3))).collect())
    }

    /// The phrases that stand in more than one passage.
    pub fn repeated_phrases(&self) -> &Repeated {
        let book = self.book();
        let grams = |page: &Page| self.own().phrases(book, page).into_iter().map(|place| place.gram).collect();
        let all = || Repeated::of(&book.pages.iter().map(grams).collect::<Vec<_>>());
        book.shared.phrases.get_or_init(all)
    }
}

/// The runs of some places, in order and each once.
fn sorted(places: Vec<Place>) -> Vec<Gram> {
    let mut grams: Vec<Gram> = places.into_iter().map(|place| place.gram).collect();
    grams.sort_unstable();
    grams.dedup();
    grams
}

/// A number for a run of words: each word is mixed in by the finaliser of SplitMix64 (Steele, Lea and Flood 2014).
fn number(run: &[Id]) -> Gram {
    run.iter().fold(0, |hash: u64, id| {
        let mut z = hash.wrapping_add(u64::from(*id) + 1).wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    })
}

/// How many members two sorted lists have in common.
pub fn common(a: &[Gram], b: &[Gram]) -> usize {
    let (mut i, mut j, mut both) = (0, 0, 0);
    while let (Some(left), Some(right)) = (a.get(i), b.get(j)) {
        both += usize::from(left == right);
        (i, j) = (i + usize::from(left <= right), j + usize::from(right <= left));
    }
    both
}

/// What two passages share, in thousandths of what they have together (Jaccard 1901).
pub fn overlap(both: usize, a: usize, b: usize) -> usize {
    (1000 * both).checked_div((a + b).saturating_sub(both)).unwrap_or(0)
}

/// The longest run of words that two passages share, as it is shown in the first.
pub fn longest_shared<'c>(context: &'c Context<'_>, a: PassageId, b: PassageId) -> &'c str {
    let (book, own) = (context.book(), context.own());
    let there = &context.threes()[b.index()];
    let mut best: Option<(usize, Range<usize>)> = None;
    let mut here: Option<(usize, Range<usize>)> = None;
    for place in own.grams(&book.pages[a.index()], 3) {
        if there.binary_search(&place.gram).is_err() {
            continue;
        }
        here = match here {
            Some((reading, run)) if reading == place.reading && run.end + 1 == place.words.end => {
                Some((reading, run.start..place.words.end))
            }
            _ => Some((place.reading, place.words)),
        };
        if here.as_ref().map(|(_, run)| run.len()) > best.as_ref().map(|(_, run)| run.len()) {
            best.clone_from(&here);
        }
    }
    best.map_or("", |(reading, words)| context.words_shown(a, reading, &words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlap_is_what_is_shared_of_what_there_is() {
        assert_eq!(common(&[1, 3, 5, 7], &[2, 3, 7, 9]), 2);
        assert_eq!(overlap(2, 4, 4), 333);
        assert_eq!(overlap(0, 0, 0), 0);
    }

    #[test]
    fn what_is_repeated_is_found_among_much_that_is_not() {
        let lists: Vec<Vec<Gram>> = (0..50u32)
            .map(|n| {
                let mut list: Vec<Gram> =
                    (0..40).map(|k| number(&[n, k])).chain([number(&[n / 10]), number(&[n % 7])]).collect();
                list.sort_unstable();
                list.dedup();
                list
            })
            .collect();
        let repeated = Repeated::of(&lists);
        let mut all: Vec<Gram> = lists.concat();
        all.sort_unstable();
        let groups = all.chunk_by(|a, b| a == b).filter(|group| group.len() > 1).map(|group| (group[0], group.len()));
        assert_eq!(
            repeated.groups().map(|group| (group[0].0, group.len())).collect::<Vec<_>>(),
            groups.collect::<Vec<_>>()
        );
        all.dedup();
        assert_eq!(repeated.different, all.len());
    }

    #[test]
    fn runs_of_other_words_have_other_numbers() {
        let runs: std::collections::BTreeSet<Gram> =
            (0..40).flat_map(|a| (0..40).map(move |b| number(&[a, b, a]))).collect();
        assert_eq!(runs.len(), 1600);
        assert_ne!(number(&[1, 2]), number(&[2, 1]));
    }
}
