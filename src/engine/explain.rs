//! Why a choice stands as it does, and what a turn changed: the state in the words of the format, for authors.
//!
//! It only looks. Whoever shows this to a reader shows them numbers that are not for them.

use super::event::{Event, apply};
use super::state::State;
use super::turn::{Refusal, allowed, draws, odds};
use crate::story::{ChoiceId, Cond, MeterId, MeterPart, Odds, Slot, Story};

/// A condition as it stands in a state, part by part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// What it asks.
    pub asks: Asks,
    /// Whether that is so.
    pub holds: bool,
}

/// What a clause asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asks {
    /// Nothing.
    Nothing,
    /// How a number of the state compares.
    Test {
        /// The comparison, as an author writes it.
        words: String,
        /// What the number is now.
        now: String,
    },
    /// That the other does not hold.
    Not(Box<Clause>),
    /// That all hold.
    All(Vec<Clause>),
    /// That any holds.
    Any(Vec<Clause>),
}

/// A condition with all its parts, and whether each holds.
pub fn explain(story: &Story, state: &State, cond: &Cond) -> Clause {
    let each = |parts: &[Cond]| parts.iter().map(|part| explain(story, state, part)).collect();
    let test = |slot: Slot, words: String| Asks::Test { words, now: story.value_words(slot, state.get(slot)) };
    let asks = match cond {
        Cond::Always => Asks::Nothing,
        Cond::Test { slot, .. } => test(*slot, story.cond_words(cond)),
        Cond::Not(inner) => match &**inner {
            // One comparison turned round is one comparison.
            Cond::Test { slot, .. } => test(*slot, story.cond_words(cond)),
            inner => Asks::Not(Box::new(explain(story, state, inner))),
        },
        Cond::All(all) => Asks::All(each(all)),
        Cond::Any(any) => Asks::Any(each(any)),
    };
    Clause { asks, holds: state.holds(cond) }
}

/// A choice of the page as it stands.
#[derive(Debug, Clone)]
pub struct Look<'s> {
    /// Which.
    pub id: ChoiceId,
    /// Whether it can be taken, or why not.
    pub allowed: Result<(), Refusal>,
    /// What it takes to be shown.
    pub when: Clause,
    /// What closes it.
    pub locked: Option<Clause>,
    /// The chance it takes.
    pub chance: Option<Chance<'s>>,
}

/// The odds of a choice as they stand.
#[derive(Debug, Clone)]
pub struct Chance<'s> {
    /// The odds that are offered.
    pub odds: &'s Odds,
    /// How often in a hundred it goes well, the better of two draws counted where there are two; rounded down.
    pub of_100: u16,
    /// What moves the odds: to the next better (more than 0) or worse word.
    pub shift: Vec<(Clause, i8)>,
}

/// All choices of the page a state stands at, those that are hidden too, in the author's order.
pub fn looks<'s>(story: &'s Story, state: &State) -> Vec<Look<'s>> {
    let look = |id| {
        let choice = story.choice(id);
        let chance = choice.risk.as_ref().map(|risk| {
            let odds = odds(story, state, risk);
            let ill = u16::from(100 - odds.of_100);
            let of_100 = if draws(story, state) == 2 { 100 - (ill * ill).div_ceil(100) } else { 100 - ill };
            let shift = risk.shift.iter().map(|(when, by)| (explain(story, state, when), *by)).collect();
            Chance { odds, of_100, shift }
        });
        Look {
            id,
            allowed: allowed(story, state, id),
            when: explain(story, state, &choice.when),
            locked: choice.locked.as_ref().map(|(by, _)| explain(story, state, by)),
            chance,
        }
    };
    story.choices_of(state.at).map(look).collect()
}

/// What a turn did, event by event. `before` is the state it was taken in; none for the turn that begins a playthrough.
pub fn changes(story: &Story, seed: u64, before: Option<&State>, events: &[Event]) -> Vec<String> {
    let mut state = before.cloned().unwrap_or_else(|| State::new(story, seed));
    let mut said = Vec::new();
    for event in events {
        let before = state.clone();
        apply(story, &mut state, *event);
        said.push(event_words(story, &before, &state, *event));
    }
    said
}

fn event_words(story: &Story, before: &State, after: &State, event: Event) -> String {
    let moved = |slot: Slot| {
        let value = |state: &State| story.value_words(slot, state.get(slot));
        format!("{}: {} -> {}", story.slot_words(slot), value(before), value(after))
    };
    let meter = |id: MeterId, part| story.meters[id.index()].slot(part);
    match event {
        Event::Took(choice) => format!("took {}", story.choice_path(choice)),
        Event::Set { slot, .. } => moved(slot),
        Event::Moved { meter: id, .. } => moved(meter(id, MeterPart::Value)),
        Event::Banded { meter: id, .. } => moved(meter(id, MeterPart::Band)),
        Event::Bounded { meter, floor, value, for_good } => {
            let (name, bound) = (story.str(story.meters[meter.index()].id), if floor { "floor" } else { "ceiling" });
            format!("{name} {bound} {value}{}", if for_good { " for good" } else { "" })
        }
        Event::Acted(act) => format!("act {}", story.str(story.acts[act.index()].id)),
        Event::Rolled { well } => format!("the risk went {}", if well { "well" } else { "ill" }),
        Event::Arrived(passage) => format!("arrived at {}", story.passage_id(passage)),
        Event::Told(tell) => format!("tell {}", story.str(story.tells[tell.index()].id)),
    }
}
