//! What authors ask of a story's playthroughs: assertions, and policies to play by. It must not know whether they hold.

use super::{ChoiceId, Compare, Cond, MeterId, PassageId, Str};

/// What must be so, whoever plays and however.
#[derive(Debug, Clone)]
pub struct Assertion {
    /// Its name.
    pub id: Str,
    /// The claim, as it is written.
    pub text: Str,
    /// The claim.
    pub claim: Claim,
    /// Why it must be so.
    pub why: Option<Str>,
}

/// A claim about playthroughs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// This holds on every page.
    Always(Cond),
    /// This holds on the page of every ending.
    AtEnd(Cond),
    /// This holds whenever the reader is on this page.
    On(PassageId, Cond),
    /// Some playthrough comes to this; or none does.
    Reachable {
        /// What is come to.
        goal: Goal,
        /// Whether it can be.
        can: bool,
    },
    /// So many in a hundred random playthroughs end here.
    Share {
        /// The ending's passage.
        ending: PassageId,
        /// `AtMost`, `AtLeast`, `Above` or `Below`.
        compare: Compare,
        /// Percent.
        percent: u8,
    },
}

/// What a playthrough can come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// A passage or an ending.
    Passage(PassageId),
    /// A choice, taken.
    Choice(ChoiceId),
}

/// A way to play that a tool can follow.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Its name.
    pub id: Str,
    /// Each leaves, of the open choices that are left, those that fit it best; if none fits, all.
    pub prefers: Box<[Preference]>,
}

/// The names of the ways to play that every story has.
pub const OWN_POLICIES: &[&str] = &["random", "historical"];

/// What a policy prefers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Preference {
    /// A choice that serves a good (its index in `Story::goods`), or one that does not.
    Serves {
        /// The good.
        good: u8,
        /// Whether it serves it.
        yes: bool,
    },
    /// The choice after which these meters together stand best: each with whether upward is better.
    Meters(Box<[(MeterId, bool)]>),
    /// This choice, or any but this.
    Took {
        /// The choice.
        choice: ChoiceId,
        /// Whether it is this one.
        yes: bool,
    },
    /// A choice that leaves the record, or one that does not.
    Departs(bool),
}
