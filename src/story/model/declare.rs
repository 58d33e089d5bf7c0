//! What a story declares: meters, facts, odds, acts, rules, the ledger. It must not know their values in any playthrough.

use super::{Cond, Each, Effect, Good, Slot, Str};

/// The numbers a meter keeps in the state, from its first slot on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeterPart {
    /// 0 to 100.
    Value = 0,
    /// The band, from 0.
    Band = 1,
    /// The value it cannot fall below.
    Floor = 2,
    /// The value it cannot rise above.
    Ceiling = 3,
    /// The part of the floor that is never lifted.
    LastFloor = 4,
    /// The part of the ceiling that is never lifted.
    LastCeiling = 5,
    /// The day the band was entered, or -1.
    Day = 6,
    /// The chapter in which the band last moved, or -1.
    Chapter = 7,
}

/// How many slots a meter takes.
pub const METER_SLOTS: u16 = 8;

/// A meter.
#[derive(Debug, Clone)]
pub struct Meter {
    /// Its name.
    pub id: Str,
    /// The word people see.
    pub word: Str,
    /// Which end is good.
    pub good: Good,
    /// Its first slot.
    pub first: Slot,
    /// Its bands, lowest first.
    pub bands: Box<[Band]>,
}

impl Meter {
    /// The slot of one of its numbers.
    pub fn slot(&self, part: MeterPart) -> Slot {
        Slot(self.first.0.saturating_add(part as u16))
    }
}

/// A band.
#[derive(Debug, Clone)]
pub struct Band {
    /// Its name.
    pub id: Str,
    /// The word people see.
    pub word: Str,
    /// Entered from below at this value.
    pub up: i16,
    /// Left downward at this value; below 0 for never.
    pub down: i16,
    /// Without this it is not entered, and is lost.
    pub needs: Cond,
}

/// What a fact holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactKind {
    /// 0 or 1.
    Flag,
    /// A number in a range.
    Number {
        /// The least.
        from: i16,
        /// The most.
        to: i16,
    },
    /// The index of one of these names.
    OneOf(Box<[Str]>),
}

/// A fact.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Its name.
    pub id: Str,
    /// What it holds.
    pub kind: FactKind,
    /// Where.
    pub slot: Slot,
}

/// An odds word.
#[derive(Debug, Clone)]
pub struct Odds {
    /// Its name.
    pub id: Str,
    /// The words people see.
    pub word: Str,
    /// How often in a hundred it goes well.
    pub of_100: u8,
}

/// An act.
#[derive(Debug, Clone)]
pub struct Act {
    /// Its name.
    pub id: Str,
    /// The first time in a chapter.
    pub effects: Box<[Effect]>,
    /// The second time, when not half of the first.
    pub again: Option<Box<[Effect]>>,
    /// Where it is counted.
    pub count: Slot,
    /// Where the chapter is kept that the count is for.
    pub chapter: Slot,
}

/// What happens of itself.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its name.
    pub id: Str,
    /// When it is asked.
    pub each: Each,
    /// Under which condition.
    pub when: Cond,
    /// What happens.
    pub effects: Box<[Effect]>,
}

/// A person of the ledger.
#[derive(Debug, Clone)]
pub struct Account {
    /// Its name.
    pub id: Str,
    /// Where its state is kept.
    pub slot: Slot,
    /// A line for each state.
    pub lines: Box<[Str]>,
}
