//! What many walks met: counts, spreads, and a run to show for each thing that should not be.
//!
//! A tally of some walks and a tally of others make the tally of all, whichever comes first; so it does not show on how
//! many threads they were walked. It must not know how it is shown.

use std::collections::BTreeMap;

use super::diary::Diary;
use super::run::Run;
use super::spread::Spread;
use super::spread::percent;
use super::walk::End;
use super::walk::Walk;
use crate::story::ChapterId;
use crate::story::MeterId;
use crate::story::PassageId;
use crate::story::Story;

/// A run to show: of all that show the same the shortest, and of those the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// Its seed.
    pub seed: u64,
    /// Its steps.
    pub run: Run,
    /// Which walk it was.
    pub index: u64,
}

/// How often something was met, and a run to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Met {
    /// In how many walks.
    pub times: u64,
    /// One of them.
    pub sample: Sample,
}

impl Met {
    /// Takes in another walk that met it.
    fn again(&mut self, times: u64, sample: impl FnOnce() -> Sample, len: usize, index: u64) {
        self.times += times;
        if (len, index) < (self.sample.run.steps.len(), self.sample.index) {
            self.sample = sample();
        }
    }
}

/// Things met, by what they are.
pub type Mets<K> = BTreeMap<K, Met>;

/// Takes in a walk that met `key`, having come there by `run`.
pub(super) fn meet<K: Ord>(mets: &mut Mets<K>, key: K, seed: u64, index: u64, run: &Run) {
    let sample = || Sample { seed, run: run.clone(), index };
    match mets.get_mut(&key) {
        Some(met) => met.again(1, sample, run.steps.len(), index),
        None => _ = mets.insert(key, Met { times: 1, sample: sample() }),
    }
}

fn merge<K: Ord + Copy>(mets: &mut Mets<K>, other: Mets<K>) {
    for (key, met) in other {
        match mets.get_mut(&key) {
            Some(known) => {
                let (len, index) = (met.sample.run.steps.len(), met.sample.index);
                known.again(met.times, || met.sample, len, index);
            }
            None => _ = mets.insert(key, met),
        }
    }
}

/// How a meter stood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// How often in each band, lowest first.
    pub bands: Vec<u64>,
    /// Its values, 0 to 100.
    pub values: Spread,
}

/// The greatest of its kind, and a run to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Longest {
    /// How much.
    pub length: u32,
    /// Where it ended.
    pub at: PassageId,
    /// A run to there.
    pub sample: Sample,
}

/// What walks met.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many walks there were.
    pub walks: u64,
    /// Where they ended, and how.
    pub ends: Mets<(End, PassageId)>,
    /// In how many walks each passage was met.
    pub passages: Vec<u64>,
    /// How often each choice was open.
    pub open: Vec<u64>,
    /// How often each choice was taken.
    pub taken: Vec<u64>,
    /// How often each tell was shown.
    pub tells: Vec<u64>,
    /// Where a walk that had not departed found only choices that depart.
    pub only_departures: Mets<PassageId>,
    /// What broke each claim of `Story::assertions`, or met what it calls reachable: by its index.
    pub claims: Mets<usize>,
    /// Words read in a walk.
    pub words: Spread,
    /// Pages turned in a walk.
    pub pages: Spread,
    /// Pages of a walk on which more than one choice was open.
    pub decisions: Spread,
    /// Chances taken in a walk.
    pub dice: Spread,
    /// Of a walk, the most pages one behind another on which a single choice was open.
    pub forced: Spread,
    /// The longest such stretch.
    pub longest_forced: Option<Longest>,
    /// Words read from one decision to the next, that page among them.
    pub between: Spread,
    /// The most of them.
    pub longest_between: Option<Longest>,
    /// Times that a tell stood on a page with words it had had before in the walk.
    pub tells_repeated: u64,
    /// How each meter stood on the last page of each chapter; `None` for the ending.
    pub meters: BTreeMap<(Option<ChapterId>, MeterId), Standing>,
    /// At the end, how many people of the ledger stood in each of its states, all walks together.
    pub ledger: Vec<u64>,
    /// For each page with a decision and each meter, how often which good was served by the choice after which the meter
    /// stood best: by index in `Story::goods`, then that several were, then that none was.
    pub best: BTreeMap<(PassageId, MeterId), Vec<u64>>,
    /// Words of a walk that were read for the first time in it, in percent of all that are written.
    pub share_read: Spread,
    /// In the second of two walks, words not read in the first, in percent.
    pub new_words: Spread,
    /// The same where the second takes another choice wherever it meets a page of the first.
    pub new_words_contrasting: Spread,
}

impl Tally {
    /// Of no walks yet.
    pub fn new(story: &Story) -> Self {
        Self {
            passages: vec![0; story.passages.len()],
            open: vec![0; story.choices.len()],
            taken: vec![0; story.choices.len()],
            tells: vec![0; story.tells.len()],
            ledger: vec![0; story.ledger_states.len()],
            ..Self::default()
        }
    }

    /// Takes in other walks.
    pub fn merge(&mut self, other: Tally) {
        self.walks += other.walks;
        merge(&mut self.ends, other.ends);
        merge(&mut self.only_departures, other.only_departures);
        merge(&mut self.claims, other.claims);
        for (own, other) in [
            (&mut self.passages, &other.passages),
            (&mut self.open, &other.open),
            (&mut self.taken, &other.taken),
            (&mut self.tells, &other.tells),
            (&mut self.ledger, &other.ledger),
        ] {
            add(own, other);
        }
        for (own, other) in [
            (&mut self.words, &other.words),
            (&mut self.pages, &other.pages),
            (&mut self.decisions, &other.decisions),
            (&mut self.dice, &other.dice),
            (&mut self.forced, &other.forced),
            (&mut self.between, &other.between),
            (&mut self.share_read, &other.share_read),
            (&mut self.new_words, &other.new_words),
            (&mut self.new_words_contrasting, &other.new_words_contrasting),
        ] {
            own.merge(other);
        }
        self.tells_repeated += other.tells_repeated;
        longer(&mut self.longest_forced, other.longest_forced);
        longer(&mut self.longest_between, other.longest_between);
        for (key, standing) in other.meters {
            let own = self.meters.entry(key).or_default();
            add(&mut own.bands, &standing.bands);
            own.values.merge(&standing.values);
        }
        for (key, counts) in other.best {
            add(self.best.entry(key).or_default(), &counts);
        }
    }

    /// Takes in a walk that is over and what was written down on it.
    pub(super) fn finish(&mut self, walk: &Walk, diary: &Diary, written: u32, (seed, index): (u64, u64)) {
        self.walks += 1;
        meet(&mut self.ends, (walk.end, walk.at), seed, index, &walk.run);
        self.words.add(diary.words);
        self.pages.add(diary.pages);
        self.decisions.add(diary.decisions);
        self.dice.add(diary.dice);
        self.forced.add(diary.longest_forced.map_or(0, |(length, ..)| length));
        self.share_read.add(percent(u64::from(diary.new_words()), u64::from(written)));
        let longest = |found: Option<(u32, PassageId, usize)>| {
            found.map(|(length, at, steps)| {
                let run = Run { steps: walk.run.steps[..steps.min(walk.run.steps.len())].to_vec() };
                Longest { length, at, sample: Sample { seed, run, index } }
            })
        };
        longer(&mut self.longest_forced, longest(diary.longest_forced));
        longer(&mut self.longest_between, longest(diary.longest_between));
    }

    /// How many walks ended on a passage.
    pub fn ended(&self, at: PassageId) -> u64 {
        self.ends.get(&(End::Ending, at)).map_or(0, |met| met.times)
    }

    /// How many endings were met.
    pub fn endings(&self) -> usize {
        self.ends.keys().filter(|(end, _)| *end == End::Ending).count()
    }
}

fn add(own: &mut Vec<u64>, other: &[u64]) {
    own.resize(own.len().max(other.len()), 0);
    own.iter_mut().zip(other).for_each(|(own, other)| *own += other);
}

/// Keeps the longer of two; of equal ones the shorter run, then the earlier walk.
fn longer(own: &mut Option<Longest>, other: Option<Longest>) {
    let rank = |longest: &Longest| {
        (std::cmp::Reverse(longest.length), longest.sample.run.steps.len(), longest.sample.index, longest.at)
    };
    if let Some(other) = other
        && own.as_ref().is_none_or(|own| rank(&other) < rank(own))
    {
        *own = Some(other);
    }
}
