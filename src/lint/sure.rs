//! What can never be, as the checks ask for it: a proof where the story is small enough for one in a moment, and else
//! only where choices lead. What is said is true either way; of a large story less is said. It must not know who asks.

use crate::explore::proof::{Proof, Reason};
use crate::explore::site::Site;
use crate::story::{ChoiceId, PassageId, Slot, Story, TellId, Way};

/// The most passages of a story about which everything is proved. Beyond that a proof takes longer than an author waits.
pub const MOST_PROVED: usize = 1_000;

/// What is known of a story.
#[derive(Debug)]
pub struct Sure<'s> {
    /// What can never be.
    proof: Option<Proof<'s>>,
    /// For each passage, whether choices lead there, whatever they ask.
    led_to: Vec<bool>,
}

impl<'s> Sure<'s> {
    /// Of a story.
    pub fn of(story: &'s Story) -> Self {
        let proof = (story.passages.len() <= MOST_PROVED).then(|| Proof::of(story));
        let mut led_to = vec![false; story.passages.len()];
        let mut open = vec![story.start];
        while let Some(at) = open.pop() {
            if !std::mem::replace(&mut led_to[at.index()], true) {
                open.extend(story.choices_of(at).flat_map(|id| targets(story, id)));
            }
        }
        Self { proof, led_to }
    }

    /// Whether anybody may ever come to a passage.
    pub fn may_reach(&self, at: PassageId) -> bool {
        self.led_to[at.index()] && self.proof.as_ref().is_none_or(|proof| proof.may_reach(at))
    }

    /// Whether a choice may ever be taken.
    pub fn may_take(&self, id: ChoiceId) -> bool {
        self.proof.as_ref().is_none_or(|proof| proof.may_take(id))
    }

    /// Whether one of the places to which a choice may lead, counted from 0, may ever be gone to.
    pub fn arm(&self, id: ChoiceId, way: Way, n: usize) -> bool {
        self.proof.as_ref().is_none_or(|proof| proof.arm(id, way, n))
    }

    /// Whether a condition may come out true where it is asked, and whether it may come out false.
    pub fn outcomes(&self, site: Site) -> (bool, bool) {
        self.proof.as_ref().map_or((true, true), |proof| proof.outcomes(site))
    }

    /// Whether a tell may ever be shown.
    pub fn tell(&self, id: TellId) -> bool {
        self.proof.as_ref().is_none_or(|proof| proof.tell(id))
    }

    /// Whether a number of the state may have a value in a passage.
    pub fn allows(&self, at: PassageId, slot: Slot, value: i16) -> bool {
        self.proof.as_ref().is_none_or(|proof| proof.allows(at, slot, value))
    }

    /// Why nobody ever comes to a passage, where there is more to say than that no choice leads there.
    pub fn passage(&self, at: PassageId) -> Option<Reason> {
        self.proof.as_ref()?.passage(at)
    }

    /// Why a choice can never be taken.
    pub fn choice(&self, id: ChoiceId) -> Option<Reason> {
        self.proof.as_ref()?.choice(id)
    }

    /// Why a condition never comes out so.
    pub fn site(&self, site: Site, wanted: bool) -> Option<Reason> {
        self.proof.as_ref()?.site(site, wanted)
    }

    /// What may be the case where all choices of a passage are shut at once, when that is not ruled out.
    pub fn shut(&self, at: PassageId) -> Option<Vec<(String, String)>> {
        self.proof.as_ref()?.shut(at)
    }
}

/// Where a choice may lead, whatever is the case.
pub fn targets(story: &Story, id: ChoiceId) -> impl Iterator<Item = PassageId> {
    let outcomes = [Way::Sure, Way::Well, Way::Ill].into_iter().filter_map(move |way| story.choice(id).outcome_of(way));
    outcomes.flat_map(|outcome| outcome.arms.iter().map(|arm| arm.to))
}
