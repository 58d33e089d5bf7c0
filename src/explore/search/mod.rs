//! Search: every state that can be reached, breadth first, until there is none left or a limit is met.
//!
//! A story remembers far more than decides where it leads: what was said on a page a hundred choices ago may be asked
//! once more, in a line of an ending. Told apart together, such things multiply, and no search would end. So there are
//! many searches. The first tells apart only what decides which choices are open and where they lead; it finds every
//! passage, choice and dead end. Then, for each handful of conditions that ask the same numbers, another one tells these
//! apart as well, and finds how each can be answered. `relevance` works out what that takes. Each is complete for what it
//! looks for, and most are small.
//!
//! It must not know about clocks: who calls it says when to stop.

mod back;
mod domain;
mod found;
mod goal;
mod hunt;
mod layout;
mod look;
mod many;
mod part;
mod plan;
mod relevance;
mod shelf;
mod slice;
mod trail;

pub use found::Found;
pub use goal::Goal;
pub use slice::Cut;

use crate::story::Cond;
use crate::story::PassageId;
use crate::story::Story;

/// On which pages a condition is to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// On every page.
    Everywhere,
    /// At every ending.
    Endings,
    /// On the page of one passage.
    Passage(PassageId),
}

impl Place {
    /// Whether the page of a passage is one of them.
    pub fn holds_at(self, story: &Story, at: PassageId) -> bool {
        match self {
            Place::Everywhere => true,
            Place::Endings => story.passage(at).ending.is_some(),
            Place::Passage(passage) => passage == at,
        }
    }
}

/// A condition that is to hold wherever a reader stands in a place. It may ask anything but tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watch {
    /// Where.
    pub place: Place,
    /// What.
    pub cond: Cond,
}

/// What a search is to keep to.
pub struct Limits<'a> {
    /// States, in all searches together; a little more may be met.
    pub states: usize,
    /// Bytes for states at one time.
    pub bytes: usize,
    /// Turns that walks may take after a search that was cut.
    pub walks: u64,
    /// Threads; 0 for as many as there are cores.
    pub threads: usize,
    /// Asked several times a second; true ends it.
    pub stop: &'a dyn Fn() -> bool,
}

impl Default for Limits<'_> {
    /// Twenty million states, a gigabyte, five million turns of walks, all cores, no end before.
    fn default() -> Self {
        Self { states: 20_000_000, bytes: 1 << 30, walks: 5_000_000, threads: 0, stop: &|| false }
    }
}

/// How far a search has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// States met so far.
    pub states: usize,
    /// Turns taken so far.
    pub turns: u64,
    /// Passages reached, of how many.
    pub passages: (usize, usize),
    /// Choices taken, of how many.
    pub choices: (usize, usize),
    /// Answers to conditions met, of how many: two to each.
    pub answers: (usize, usize),
    /// Searches done, of how many are planned.
    pub searches: (usize, usize),
    /// Whether the searches were cut and walks go on.
    pub hunting: bool,
}

/// A search to be made.
pub struct Search<'a> {
    story: &'a Story,
    watches: Vec<Watch>,
    limits: Limits<'a>,
    progress: &'a dyn Fn(Progress),
    sites: bool,
    apart: Apart,
}

/// How much is told apart. All find the same where they come to an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Apart {
    /// In many searches, in each what its own questions need.
    Each,
    /// In one search, what all questions together need.
    Together,
    /// In one search, everything that is kept: what the others are checked against.
    All,
}

impl<'a> Search<'a> {
    /// A search through `story`, without watches and with the usual limits.
    pub fn new(story: &'a Story) -> Self {
        Self {
            story,
            watches: Vec::new(),
            limits: Limits::default(),
            progress: &|_| {},
            sites: true,
            apart: Apart::Each,
        }
    }

    /// Something that is to hold. Watches are numbered from 0 in the order in which they are given.
    #[must_use]
    pub fn watch(mut self, watch: Watch) -> Self {
        self.watches.push(watch);
        self
    }

    /// What it is to keep to.
    #[must_use]
    pub fn limits(mut self, limits: Limits<'a>) -> Self {
        self.limits = limits;
        self
    }

    /// Who is told how far it has come, several times a second.
    #[must_use]
    pub fn progress(mut self, progress: &'a dyn Fn(Progress)) -> Self {
        self.progress = progress;
        self
    }

    /// Whether it is to find how each condition can be answered; without that it is much shorter.
    #[must_use]
    pub fn sites(mut self, sites: bool) -> Self {
        self.sites = sites;
        self
    }

    /// How much it is to tell apart; `Apart::Each` unless said otherwise.
    #[must_use]
    pub fn apart(mut self, apart: Apart) -> Self {
        self.apart = apart;
        self
    }

    /// Searches.
    pub fn run(self) -> Found {
        plan::search(&self)
    }
}
