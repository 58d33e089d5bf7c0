//! The state of a playthrough at one passage: small integers in one flat array.

use crate::story::{Cond, PassageId, Slot, Story, TellId};

/// Where a playthrough stands. Equal states behave alike for ever.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct State {
    /// What the draws of this playthrough are made from.
    pub seed: u64,
    /// The passage on the page.
    pub at: PassageId,
    /// All numbers; `Story` says which is which.
    slots: Box<[i16]>,
}

impl State {
    /// The state before arriving anywhere.
    pub(super) fn new(story: &Story, seed: u64) -> Self {
        Self { seed, at: story.start, slots: story.initial.clone() }
    }

    /// One of the numbers.
    pub fn get(&self, slot: Slot) -> i16 {
        self.slots.get(slot.0 as usize).copied().unwrap_or(0)
    }

    pub(super) fn set(&mut self, slot: Slot, value: i16) {
        if let Some(number) = self.slots.get_mut(slot.0 as usize) {
            *number = value;
        }
    }

    /// The numbers that decide what can happen, without those that only wording reads.
    pub fn plot(&self, story: &Story) -> &[i16] {
        &self.slots[..(story.voice.0 as usize).min(self.slots.len())]
    }

    /// Becomes the state at a passage with these numbers: as many as are given, from the first slot on. For whoever
    /// keeps states in a form of its own; what they are must have come from a state.
    pub fn recall(&mut self, at: PassageId, numbers: &[i16]) {
        self.at = at;
        let len = numbers.len().min(self.slots.len());
        self.slots[..len].copy_from_slice(&numbers[..len]);
    }

    /// Whether a condition holds.
    pub fn holds(&self, cond: &Cond) -> bool {
        match cond {
            Cond::Always => true,
            Cond::Test { slot, compare, value } => compare.holds(self.get(*slot), *value),
            Cond::Not(inner) => !self.holds(inner),
            Cond::All(all) => all.iter().all(|one| self.holds(one)),
            Cond::Any(any) => any.iter().any(|one| self.holds(one)),
        }
    }

    /// The tell that stands on this page.
    pub fn tell(&self, story: &Story) -> Option<TellId> {
        u16::try_from(self.get(story.voice)).ok().map(TellId)
    }

    /// Whether a tell has been used in this playthrough.
    pub fn told(&self, story: &Story, tell: TellId) -> bool {
        let (slot, bit) = told_bit(story, tell);
        self.get(slot) & bit != 0
    }
}

/// Where it is kept that a tell was used.
pub(super) fn told_bit(story: &Story, tell: TellId) -> (Slot, i16) {
    (Slot(story.voice.0 + 1 + tell.0 / 16), 1i16 << (tell.0 % 16))
}
