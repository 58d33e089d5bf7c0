//! Conditions, effects and texts as the engine runs them: comparisons, changes and marks over numbered slots.
//!
//! It must not know what a slot means.

use super::{ActId, CondId, MeterId, Slot, Str};

/// How a number of the state is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// Equal.
    Is,
    /// Not equal.
    IsNot,
    /// Equal or more.
    AtLeast,
    /// Equal or less.
    AtMost,
    /// More.
    Above,
    /// Less.
    Below,
}

impl Compare {
    /// Whether `number` compares so with `value`.
    pub fn holds<T: PartialOrd>(self, number: T, value: T) -> bool {
        match self {
            Compare::Is => number == value,
            Compare::IsNot => number != value,
            Compare::AtLeast => number >= value,
            Compare::AtMost => number <= value,
            Compare::Above => number > value,
            Compare::Below => number < value,
        }
    }
}

/// A condition over the numbers of the state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cond {
    /// Always true.
    Always,
    /// A number compared with a constant.
    Test {
        /// Which number.
        slot: Slot,
        /// How.
        compare: Compare,
        /// With what.
        value: i16,
    },
    /// The other way round.
    Not(Box<Cond>),
    /// All of these.
    All(Box<[Cond]>),
    /// Any of these.
    Any(Box<[Cond]>),
}

impl Cond {
    /// Adds every number that it asks about, as often as it does.
    pub fn slots(&self, found: &mut Vec<Slot>) {
        match self {
            Cond::Always => {}
            Cond::Test { slot, .. } => found.push(*slot),
            Cond::Not(inner) => inner.slots(found),
            Cond::All(list) | Cond::Any(list) => list.iter().for_each(|one| one.slots(found)),
        }
    }
}

/// One change of the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// A number becomes a value.
    Set {
        /// Which number.
        slot: Slot,
        /// The value.
        value: i16,
    },
    /// A number grows or shrinks within its range.
    Add {
        /// Which number.
        slot: Slot,
        /// By how much.
        by: i16,
        /// The least it can be.
        from: i16,
        /// The most it can be.
        to: i16,
    },
    /// A meter moves by a size, scaled by the room left.
    Move {
        /// Which meter.
        meter: MeterId,
        /// Upward or downward.
        up: bool,
        /// 4, 9 or 16.
        base: i16,
    },
    /// A meter moves by a plain number.
    Shift {
        /// Which meter.
        meter: MeterId,
        /// By how much.
        by: i16,
    },
    /// A meter cannot fall below, or rise above, a value.
    Bound {
        /// Which meter.
        meter: MeterId,
        /// A floor, or a ceiling.
        floor: bool,
        /// The value.
        value: i16,
        /// Whether it is never lifted.
        for_good: bool,
    },
    /// An act is done.
    Act(ActId),
}

/// One mark of a passage's text. A page is these, read from the first to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Words.
    Text(Str),
    /// White space between words.
    Space,
    /// A blank line: a new paragraph.
    Paragraph,
    /// A new line of a document.
    DocumentLine,
    /// Emphasis begins or ends.
    Emphasis(bool),
    /// A number of the state, shown by its words: `Story::shown[from + value]`.
    Words {
        /// Which number.
        slot: Slot,
        /// Where its words begin in `Story::shown`, less the least value.
        from: u32,
    },
    /// A number of the state, in digits.
    Number(Slot),
    /// Where the tell stands.
    Tell,
    /// Goes on at `to` unless the condition holds.
    Unless {
        /// The condition.
        cond: CondId,
        /// A mark of the same passage, counted from its first.
        to: u32,
    },
    /// Goes on at mark `to` of the same passage.
    Goto {
        /// A mark of the same passage, counted from its first.
        to: u32,
    },
}
