//! Policies: which of the open choices somebody takes who plays in a certain way.
//!
//! Two are here, the others are rows of `policies.ron`. It must not know what a walk looks for.

use rand::Rng;

use crate::engine;
use crate::engine::Fate;
use crate::engine::State;
use crate::engine::below;
use crate::engine::chance;
use crate::engine::choose_with;
use crate::story::ChoiceId;
use crate::story::MeterId;
use crate::story::MeterPart;
use crate::story::OWN_POLICIES;
use crate::story::Preference;
use crate::story::Story;

/// A way to play.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// Any open choice, each as likely as the other.
    Random,
    /// Any open choice that does not leave the record; any, where all do.
    Historical,
    /// A row of `policies.ron`: its index in `Story::policies`.
    Row(usize),
}

impl Policy {
    /// Every policy of a story, the two that need no row first.
    pub fn all(story: &Story) -> Vec<Policy> {
        [Policy::Random, Policy::Historical].into_iter().chain((0..story.policies.len()).map(Policy::Row)).collect()
    }

    /// Its name.
    pub fn name(self, story: &Story) -> &str {
        match self {
            Policy::Random => OWN_POLICIES[0],
            Policy::Historical => OWN_POLICIES[1],
            Policy::Row(n) => story.policies.get(n).map_or("", |policy| story.str(policy.id)),
        }
    }

    /// Leaves of `open` the choices it would take from `state`: at least one, if there was one.
    pub fn narrow(self, story: &Story, state: &State, open: &mut Vec<ChoiceId>) {
        match self {
            Policy::Random => {}
            Policy::Historical => keep(open, |choice| story.choice(choice).departs.is_none()),
            Policy::Row(n) => {
                for preference in story.policies.get(n).map_or(&[][..], |policy| &policy.prefers) {
                    if open.len() < 2 {
                        return;
                    }
                    fit(story, state, preference, open);
                }
            }
        }
    }

    /// The choice it takes of `open`; `None` where none is open. What it does not mind, `luck` decides.
    pub fn pick(self, story: &Story, state: &State, open: &[ChoiceId], luck: &mut impl Rng) -> Option<ChoiceId> {
        let mut left = open.to_vec();
        self.narrow(story, state, &mut left);
        any(&left, luck)
    }
}

/// One of these, each as likely as the other.
pub(super) fn any(of: &[ChoiceId], luck: &mut impl Rng) -> Option<ChoiceId> {
    match of {
        [] => None,
        [only] => Some(*only),
        _ => of.get(below(luck, of.len() as u64) as usize).copied(),
    }
}

fn fit(story: &Story, state: &State, preference: &Preference, open: &mut Vec<ChoiceId>) {
    match preference {
        Preference::Serves { good, yes } => keep(open, |choice| (story.choice(choice).serves == Some(*good)) == *yes),
        Preference::Took { choice, yes } => keep(open, |other| (other == *choice) == *yes),
        Preference::Departs(yes) => keep(open, |choice| story.choice(choice).departs.is_some() == *yes),
        Preference::Meters(meters) => {
            let score = |choice: &ChoiceId| -> i64 {
                let signed = |(meter, up): &(MeterId, bool)| {
                    let value = after(story, state, *choice, *meter);
                    if *up { value } else { -value }
                };
                meters.iter().map(signed).sum()
            };
            if let Some(best) = open.iter().map(score).max() {
                open.retain(|choice| score(choice) == best);
            }
        }
    }
}

/// Keeps those that fit, if any does.
fn keep(open: &mut Vec<ChoiceId>, fits: impl Fn(ChoiceId) -> bool) {
    if open.iter().any(|choice| fits(*choice)) {
        open.retain(|choice| fits(*choice));
    }
}

/// Where a meter stands after a choice, in ten-thousandths of a point. Of a chance that is the mean of both its
/// outcomes, weighed by the odds that are offered: nobody who chooses knows the seed.
pub fn after(story: &Story, state: &State, choice: ChoiceId, meter: MeterId) -> i64 {
    let slot = story.meters[meter.index()].slot(MeterPart::Value);
    let value = |fate| {
        let turn = choose_with(story, state, choice, fate);
        i64::from(turn.map_or_else(|_| state.get(slot), |turn| turn.state.get(slot)))
    };
    match chance(story, state, choice) {
        None => 10_000 * value(Fate::Drawn),
        Some(well) => i64::from(well) * value(Fate::Well) + i64::from(10_000 - well) * value(Fate::Ill),
    }
}

/// The choices that can be taken in a state, in the author's order. Nobody who plays leaves a passage for its short version.
pub fn open(story: &Story, state: &State) -> Vec<ChoiceId> {
    story.own_choices(state.at).filter(|choice| engine::allowed(story, state, *choice).is_ok()).collect()
}
