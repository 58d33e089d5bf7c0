//! Reactions: on which page behind a choice there first stands something that would not stand there without it.
//!
//! Wherever choices of a page lead to one passage, what is behind the one is laid beside what is behind each of the others.
//! While both pages read alike, both are followed by the same choices. What a tell says does not count, for which of them is
//! told hangs on everything; nor does what the other has and this one has not: whoever took this one does not know of it.
//! It must not know who asks, or what any sentence means.

use rand::Rng;

use super::policy::any;
use super::policy::open;
use super::walk::MOST_STEPS;
use super::walk::luck;
use super::wording::Wordings;
use crate::engine;
use crate::engine::State;
use crate::story::ChoiceId;
use crate::story::Story;

/// How often a choice is looked at.
const MOST_LOOKS: u32 = 8;

/// How many pages behind a choice are soon; the report says it in words.
const SOON: u32 = 3;

/// After so many walks on which nothing was left to be looked at there are no more.
const IDLE_WALKS: u32 = 100;

/// Where a choice was read, each time that it was looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reaction {
    /// How often on the page behind it; or it alone led there.
    pub next: u32,
    /// How often on one of the two pages after that.
    pub soon: u32,
    /// How often later.
    pub later: u32,
    /// How often nowhere, to the end.
    pub never: u32,
    /// Beside which other choice it was last read nowhere.
    pub beside: Option<ChoiceId>,
}

impl Reaction {
    /// How often it was looked at.
    pub fn looks(&self) -> u32 {
        self.next + self.soon + self.later + self.never
    }
}

/// The reactions to each choice of the story, by index.
pub fn reactions(story: &Story, walks: u64, seed: u64, stop: &dyn Fn() -> bool) -> Vec<Reaction> {
    let mut looker =
        Looker { story, wordings: Wordings::default(), rows: vec![Reaction::default(); story.choices.len()] };
    let mut idle = 0;
    for walk in 0..walks {
        if stop() || idle >= IDLE_WALKS {
            break;
        }
        idle = if looker.walk(seed.wrapping_add(walk)) { 0 } else { idle + 1 };
    }
    looker.rows
}

struct Looker<'s> {
    story: &'s Story,
    wordings: Wordings,
    rows: Vec<Reaction>,
}

impl Looker<'_> {
    /// Walks once, where it can by a choice that was looked at least, and looks at every page on the way. Whether there was
    /// anything left to be looked at.
    fn walk(&mut self, seed: u64) -> bool {
        let story = self.story;
        let (mut luck, mut looked) = (luck(seed), false);
        let mut state = engine::begin(story, seed).state;
        for _ in 0..MOST_STEPS {
            let mut choices = open(story, &state);
            if choices.len() > 1 {
                looked |= self.look(&state, &choices, &mut luck);
            }
            let looks = |choice: &ChoiceId| self.rows[choice.index()].looks();
            let least = choices.iter().map(looks).min();
            choices.retain(|choice| Some(looks(choice)) == least);
            let Some(turn) = any(&choices, &mut luck).and_then(|choice| engine::choose(story, &state, choice).ok())
            else {
                break;
            };
            state = turn.state;
        }
        looked
    }

    /// Looks at the choices of a page that are still to be looked at; whether there were any.
    fn look(&mut self, state: &State, choices: &[ChoiceId], luck: &mut impl Rng) -> bool {
        let is_wanted = |rows: &[Reaction], choice: ChoiceId| rows[choice.index()].looks() < MOST_LOOKS;
        if !choices.iter().any(|choice| is_wanted(&self.rows, *choice)) {
            return false;
        }
        let behind = |choice: &ChoiceId| Some((*choice, engine::choose(self.story, state, *choice).ok()?.state));
        let behind: Vec<(ChoiceId, State)> = choices.iter().filter_map(behind).collect();
        for (choice, own) in &behind {
            if !is_wanted(&self.rows, *choice) {
                continue;
            }
            let others = behind.iter().filter(|(other, state)| other != choice && state.at == own.at);
            // It is read when it is told from each of the others; of none at once.
            let mut last = (Some(1), None);
            for (other, state) in others {
                let pages = self.apart(own, state, luck);
                if last.0.is_some_and(|known| pages.is_none_or(|pages| pages > known)) {
                    last = (pages, Some(*other));
                }
            }
            let row = &mut self.rows[choice.index()];
            match last {
                (Some(1), _) => row.next += 1,
                (Some(pages), _) if pages <= SOON => row.soon += 1,
                (Some(_), _) => row.later += 1,
                (None, other) => {
                    row.never += 1;
                    row.beside = other;
                }
            }
        }
        true
    }

    /// On which page, counted from 1, the one state first shows what the other does not; none if on none to the end.
    fn apart(&mut self, own: &State, other: &State, luck: &mut impl Rng) -> Option<u32> {
        let (mut own, mut other) = (own.clone(), other.clone());
        for page in 1..=MOST_STEPS as u32 {
            if own.at != other.at || self.shows(&own, &other) {
                return Some(page);
            }
            let choice = any(&open(self.story, &own), luck)?;
            own = engine::choose(self.story, &own, choice).ok()?.state;
            match engine::choose(self.story, &other, choice) {
                Ok(turn) => other = turn.state,
                // The page offers what it would not have offered.
                Err(_) => return Some(page),
            }
        }
        None
    }

    /// Whether the page of the one has a sentence, or at an ending a cause, that the page of the other has not.
    fn shows(&mut self, own: &State, other: &State) -> bool {
        let story = self.story;
        let (own, other) = (untold(story, own), untold(story, other));
        let (has, has_not) = (self.wordings.page(story, &own), self.wordings.page(story, &other));
        let new = has.sentences.iter().any(|sentence| !has_not.sentences.contains(sentence));
        let page = |state| engine::page(story, state);
        new || page(&own).causes().any(|cause| page(&other).causes().all(|known| known != cause))
    }
}

/// The state with no tell on its page.
fn untold(story: &Story, state: &State) -> State {
    let mut state = state.clone();
    let numbers: Vec<i16> = state.plot(story).iter().copied().chain([-1]).collect();
    state.recall(state.at, &numbers);
    state
}
