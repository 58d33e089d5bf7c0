//! The diary of one walk: what is written down page by page and only made sense of at its end. It must not know of other
//! walks.

use std::collections::BTreeSet;

use super::policy::after;
use super::spread::percent;
use super::tally::Tally;
use super::tally::meet;
use super::walk::Seen;
use super::wording::Sentence;
use super::wording::Wordings;
use crate::engine::Event;
use crate::engine::State;
use crate::story::ChapterId;
use crate::story::ChoiceId;
use crate::story::Claim;
use crate::story::FNV_BASIS;
use crate::story::Goal;
use crate::story::Good;
use crate::story::Mark;
use crate::story::MeterId;
use crate::story::MeterPart;
use crate::story::PassageId;
use crate::story::Story;
use crate::story::fnv1a;

/// Of how many walks the best choices for each meter are looked for: it takes every open choice of every page.
const WALKS_WEIGHED: u64 = 1_000;

/// What was met on one walk.
#[derive(Debug, Default)]
pub struct Diary {
    /// Words read.
    pub words: u32,
    /// Pages turned.
    pub pages: u32,
    /// Pages on which more than one choice was open.
    pub decisions: u32,
    /// Chances taken.
    pub dice: u32,
    /// The most pages in a row with a single open choice: how many, the last of them, and the steps to it.
    pub longest_forced: Option<(u32, PassageId, usize)>,
    /// The most words from one decision to the next: how many, the page of that, and the steps to it.
    pub longest_between: Option<(u32, PassageId, usize)>,
    /// Every sentence read; in order once the walk is over.
    sentences: Vec<Sentence>,
    forced: u32,
    since: u32,
    departed: bool,
    met: BTreeSet<PassageId>,
    told: BTreeSet<Vec<u64>>,
    broken: BTreeSet<usize>,
    /// The chapter of the page before, and the state there.
    before: Option<(Option<ChapterId>, State)>,
}

impl Diary {
    /// Writes down a page.
    pub fn page(
        &mut self,
        story: &Story,
        seen: &Seen<'_>,
        (seed, index): (u64, u64),
        wordings: &mut Wordings,
        tally: &mut Tally,
    ) {
        let at = seen.state.at;
        let steps = seen.run.steps.len();
        let shown = wordings.page(story, seen.state);
        self.pages += 1;
        self.words += shown.words;
        self.sentences.extend_from_slice(&shown.sentences);
        if self.met.insert(at) {
            tally.passages[at.index()] += 1;
        }
        seen.open.iter().for_each(|choice| tally.open[choice.index()] += 1);
        for event in seen.events {
            match event {
                Event::Took(choice) => {
                    tally.taken[choice.index()] += 1;
                    self.departed |= story.choice(*choice).departs.is_some();
                }
                Event::Rolled { .. } => self.dice += 1,
                Event::Told(tell) => {
                    tally.tells[tell.index()] += 1;
                    let marks = &story.tells[tell.index()].marks;
                    // Two tells with the same words are one to a reader.
                    let words = story.marks[marks.start as usize..marks.end as usize].iter();
                    let words = words.filter_map(|mark| match mark {
                        Mark::Text(text) => Some(fnv1a(story.str(*text).bytes(), FNV_BASIS)),
                        _ => None,
                    });
                    tally.tells_repeated += u64::from(!self.told.insert(words.collect()));
                }
                _ => {}
            }
        }
        self.since += shown.words;
        match seen.open.len() {
            0 => {}
            1 => {
                self.forced += 1;
                if self.longest_forced.is_none_or(|(most, ..)| self.forced > most) {
                    self.longest_forced = Some((self.forced, at, steps));
                }
            }
            _ => {
                self.decisions += 1;
                self.forced = 0;
                tally.between.add(self.since);
                if self.longest_between.is_none_or(|(most, ..)| self.since > most) {
                    self.longest_between = Some((self.since, at, steps));
                }
                self.since = 0;
                if index < WALKS_WEIGHED {
                    weigh(story, seen, tally);
                }
            }
        }
        let departs = |choice: &ChoiceId| story.choice(*choice).departs.is_some();
        if !self.departed && !seen.open.is_empty() && seen.open.iter().all(departs) {
            meet(&mut tally.only_departures, at, seed, index, seen.run);
        }
        self.claims(story, seen, (seed, index), tally);
        self.meters(story, seen.state, tally);
    }

    /// Holds the story's claims against a page; each is met once a walk.
    fn claims(&mut self, story: &Story, seen: &Seen<'_>, (seed, index): (u64, u64), tally: &mut Tally) {
        let at = seen.state.at;
        for (n, assertion) in story.assertions.iter().enumerate() {
            let met = match &assertion.claim {
                Claim::Always(cond) => !seen.state.holds(cond),
                Claim::AtEnd(cond) => story.passage(at).ending.is_some() && !seen.state.holds(cond),
                Claim::On(on, cond) => *on == at && !seen.state.holds(cond),
                Claim::Reachable { goal: Goal::Passage(goal), .. } => *goal == at,
                Claim::Reachable { goal: Goal::Choice(goal), .. } => {
                    seen.run.steps.last().is_some_and(|(choice, _)| choice == goal)
                }
                Claim::Share { .. } => false,
            };
            if met && self.broken.insert(n) {
                meet(&mut tally.claims, n, seed, index, seen.run);
            }
        }
    }

    /// Notes how the meters stood when a chapter was left, and at the ending.
    fn meters(&mut self, story: &Story, state: &State, tally: &mut Tally) {
        let chapter = story.passage(state.at).chapter;
        if let Some((before, left)) = self.before.take()
            && before != chapter
        {
            stand(story, before, &left, tally);
        }
        if story.passage(state.at).ending.is_some() {
            stand(story, None, state, tally);
            for account in &story.ledger {
                let state = usize::try_from(state.get(account.slot)).unwrap_or(0);
                if let Some(count) = tally.ledger.get_mut(state) {
                    *count += 1;
                }
            }
        } else {
            self.before = Some((chapter, state.clone()));
        }
    }

    /// Ends the diary: its sentences in order, each once.
    pub fn close(&mut self) {
        self.sentences.sort_unstable();
        self.sentences.dedup();
    }

    /// Words read, each sentence once. The diary is closed.
    pub fn new_words(&self) -> u32 {
        self.sentences.iter().map(|sentence| sentence.words).sum()
    }

    /// How much of it was not in `first`, in percent, rounded half up. Both are closed.
    pub fn new_beside(&self, first: &Diary) -> u32 {
        let fresh = self.sentences.iter().filter(|sentence| first.sentences.binary_search(sentence).is_err());
        let fresh: u64 = fresh.map(|sentence| u64::from(sentence.words)).sum();
        percent(fresh, u64::from(self.new_words()))
    }
}

fn stand(story: &Story, chapter: Option<ChapterId>, state: &State, tally: &mut Tally) {
    for (n, meter) in story.meters.iter().enumerate() {
        let standing = tally.meters.entry((chapter, MeterId(n as u8))).or_default();
        standing.bands.resize(meter.bands.len(), 0);
        let number = |part| usize::try_from(state.get(meter.slot(part))).unwrap_or(0);
        if let Some(band) = standing.bands.get_mut(number(MeterPart::Band)) {
            *band += 1;
        }
        standing.values.add(number(MeterPart::Value) as u32);
    }
}

/// Looks which good the choice serves after which each meter stands best.
fn weigh(story: &Story, seen: &Seen<'_>, tally: &mut Tally) {
    if story.goods.is_empty() {
        return;
    }
    for (n, meter) in story.meters.iter().enumerate() {
        let id = MeterId(n as u8);
        let worth = |choice| {
            let value = after(story, seen.state, choice, id);
            if meter.good == Good::High { value } else { -value }
        };
        let worths: Vec<i64> = seen.open.iter().map(|choice| worth(*choice)).collect();
        let best = worths.iter().max().copied();
        let mut served: BTreeSet<Option<u8>> = BTreeSet::new();
        for (choice, _) in seen.open.iter().zip(&worths).filter(|(_, worth)| Some(**worth) == best) {
            served.insert(story.choice(*choice).serves);
        }
        let several = story.goods.len();
        let row = match (served.len(), served.first()) {
            (1, Some(Some(good))) => usize::from(*good),
            (1, _) => several + 1,
            _ => several,
        };
        let counts = tally.best.entry((seen.state.at, id)).or_insert_with(|| vec![0; several + 2]);
        counts[row] += 1;
    }
}
