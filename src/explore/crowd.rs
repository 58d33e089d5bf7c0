//! Many walks by one policy, on as many threads as are wanted.
//!
//! Which walks there are, and what each of them does, hangs on the policy and the first seed alone; the threads take them
//! two by two from a counter, and their tallies are put together. It must not know what time it is: it is told to stop.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::thread;

use super::diary::Diary;
use super::policy::Policy;
use super::policy::any;
use super::run::Run;
use super::tally::Tally;
use super::walk::luck;
use super::walk::walk;
use super::wording;
use super::wording::Wordings;
use crate::story::ChoiceId;
use crate::story::PassageId;
use crate::story::Story;

/// The most pairs of walks for which a contrasting second one is walked as well.
const CONTRASTS: u64 = 1_000;

/// How often whoever waits is told how far it is, in pairs of walks.
const BEAT: u64 = 64;

/// Which walks are walked.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Who walks.
    pub policy: Policy,
    /// How many walks; the n-th has the seed `seed + n`.
    pub walks: u64,
    /// The first seed.
    pub seed: u64,
    /// How many threads; at least one.
    pub threads: usize,
}

/// Walks as planned, until `stop` says so. `progress` is told now and then, from any thread, how many walks are over and
/// how many choices were taken in any of them.
pub fn crowd(
    story: &Story,
    plan: &Plan,
    stop: &(dyn Fn() -> bool + Sync),
    progress: &(dyn Fn(u64, usize) + Sync),
) -> Tally {
    let pairs = plan.walks.div_ceil(2);
    let next = AtomicU64::new(0);
    let covered = Covered::new(story.choices.len());
    let written = wording::written(story);
    let work = || {
        let mut walker = Walker { story, plan, written, tally: Tally::new(story), wordings: Wordings::default() };
        loop {
            let pair = next.fetch_add(1, Ordering::Relaxed);
            if pair >= pairs || stop() {
                return walker.tally;
            }
            walker.pair(pair);
            if pair.is_multiple_of(BEAT) {
                progress((2 * pair).min(plan.walks), covered.with(&walker.tally.taken));
            }
        }
    };
    let mut tally = Tally::new(story);
    thread::scope(|scope| {
        let threads: Vec<_> = (1..plan.threads.max(1)).map(|_| scope.spawn(work)).collect();
        tally.merge(work());
        for thread in threads {
            match thread.join() {
                Ok(other) => tally.merge(other),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    tally
}

/// Which choices any thread has seen taken.
struct Covered {
    taken: Vec<AtomicUsize>,
}

impl Covered {
    fn new(choices: usize) -> Self {
        Self { taken: (0..choices).map(|_| AtomicUsize::new(0)).collect() }
    }

    /// Adds what one thread has seen, and counts.
    fn with(&self, taken: &[u64]) -> usize {
        for (own, taken) in self.taken.iter().zip(taken) {
            own.fetch_max(usize::from(*taken > 0), Ordering::Relaxed);
        }
        self.taken.iter().map(|taken| taken.load(Ordering::Relaxed)).sum()
    }
}

struct Walker<'a> {
    story: &'a Story,
    plan: &'a Plan,
    /// All words of the story.
    written: u32,
    tally: Tally,
    wordings: Wordings,
}

impl Walker<'_> {
    /// Two walks, the second compared with the first; and for the first pairs a contrasting second one.
    fn pair(&mut self, pair: u64) {
        let (first, run) = self.walk(2 * pair);
        if 2 * pair + 1 < self.plan.walks {
            let (second, _) = self.walk(2 * pair + 1);
            self.tally.new_words.add(second.new_beside(&first));
            if pair < CONTRASTS {
                let contrast = self.contrast(2 * pair + 1, &run);
                self.tally.new_words_contrasting.add(contrast.new_beside(&first));
            }
        }
    }

    /// One walk by the policy, written into the tally.
    fn walk(&mut self, index: u64) -> (Diary, Run) {
        let (story, policy) = (self.story, self.plan.policy);
        let seed = self.plan.seed.wrapping_add(index);
        let mut luck = luck(seed);
        let mut diary = Diary::default();
        let (tally, wordings) = (&mut self.tally, &mut self.wordings);
        let walk = walk(
            story,
            seed,
            |state, open| policy.pick(story, state, open, &mut luck),
            |seen| diary.page(story, seen, (seed, index), wordings, tally),
        );
        diary.close();
        tally.finish(&walk, &diary, self.written, (seed, index));
        (diary, walk.run)
    }

    /// A walk that takes another choice than `first` took wherever it meets a page of it and can; elsewhere any. It
    /// stands in no tally but that of new words.
    fn contrast(&mut self, index: u64, first: &Run) -> Diary {
        let story = self.story;
        let seed = self.plan.seed.wrapping_add(index);
        let mut taken: BTreeMap<PassageId, Vec<ChoiceId>> = BTreeMap::new();
        for (choice, _) in &first.steps {
            taken.entry(story.choice(*choice).passage).or_default().push(*choice);
        }
        let mut luck = luck(seed);
        let (mut diary, mut aside) = (Diary::default(), Tally::new(story));
        let wordings = &mut self.wordings;
        walk(
            story,
            seed,
            |state, open| {
                let known = taken.get(&state.at).map_or(&[][..], Vec::as_slice);
                let others: Vec<ChoiceId> = open.iter().copied().filter(|choice| !known.contains(choice)).collect();
                any(if others.is_empty() { open } else { &others }, &mut luck)
            },
            |seen| diary.page(story, seen, (seed, u64::MAX), wordings, &mut aside),
        );
        diary.close();
        diary
    }
}
