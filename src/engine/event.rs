//! What happened, and the one function that makes it so.

use super::State;
use super::state::told_bit;
use crate::story::{ActId, ChoiceId, MeterId, MeterPart, PassageId, Slot, Story, TellId};

/// One thing that happened in a turn. Applying a turn's events in order to the state before it gives the state after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A choice was taken.
    Took(ChoiceId),
    /// A fact or a line of the ledger changed.
    Set {
        /// Which number of the state.
        slot: Slot,
        /// What it is now.
        value: i16,
    },
    /// A meter moved.
    Moved {
        /// Which meter.
        meter: MeterId,
        /// Its value now, 0 to 100.
        value: i16,
    },
    /// A meter got a floor or a ceiling.
    Bounded {
        /// Which meter.
        meter: MeterId,
        /// A floor, or a ceiling.
        floor: bool,
        /// The value.
        value: i16,
        /// Whether it is never lifted.
        for_good: bool,
    },
    /// A meter's band changed.
    Banded {
        /// Which meter.
        meter: MeterId,
        /// Its band now, from 0.
        band: i16,
    },
    /// An act was done, whether or not it still counted.
    Acted(ActId),
    /// A chance was taken.
    Rolled {
        /// Whether it went well.
        well: bool,
    },
    /// A passage was reached.
    Arrived(PassageId),
    /// A tell was picked for it.
    Told(TellId),
}

/// Makes an event so. The only function that changes a state.
pub fn apply(story: &Story, state: &mut State, event: Event) {
    match event {
        Event::Took(choice) => {
            if let Some(slot) = story.choice(choice).took {
                state.set(slot, 1);
            }
        }
        Event::Set { slot, value } => state.set(slot, value),
        Event::Moved { meter, value } => state.set(story.meters[meter.index()].slot(MeterPart::Value), value),
        Event::Bounded { meter, floor, value, for_good } => {
            let meter = &story.meters[meter.index()];
            let (bound, last) = match floor {
                true => (MeterPart::Floor, MeterPart::LastFloor),
                false => (MeterPart::Ceiling, MeterPart::LastCeiling),
            };
            let kept = state.get(meter.slot(last));
            let value = if floor { value.max(kept) } else { value.min(kept) };
            state.set(meter.slot(bound), value);
            if for_good {
                state.set(meter.slot(last), value);
            }
        }
        Event::Banded { meter, band } => {
            let meter = &story.meters[meter.index()];
            let passage = story.passage(state.at);
            state.set(meter.slot(MeterPart::Band), band);
            state.set(meter.slot(MeterPart::Day), passage.day);
            state.set(meter.slot(MeterPart::Chapter), chapter_number(story, state.at));
        }
        Event::Acted(act) => {
            let act = &story.acts[act.index()];
            let here = chapter_number(story, state.at);
            let before = if state.get(act.chapter) == here { state.get(act.count) } else { 0 };
            state.set(act.count, before.saturating_add(1));
            state.set(act.chapter, here);
        }
        Event::Rolled { well } => {
            if !well {
                state.set(story.ill_rolls, state.get(story.ill_rolls).saturating_add(1));
            }
        }
        Event::Arrived(to) => {
            state.at = to;
            if let Some(slot) = story.passage(to).visits {
                state.set(slot, state.get(slot).saturating_add(1));
            }
            state.set(story.voice, -1);
        }
        Event::Told(tell) => {
            let (slot, bit) = told_bit(story, tell);
            state.set(slot, state.get(slot) | bit);
            state.set(story.voice, tell.0 as i16);
        }
    }
}

/// The number of a passage's chapter as the state keeps it; -1 for an ending, which has none.
pub(super) fn chapter_number(story: &Story, at: PassageId) -> i16 {
    story.passage(at).chapter.map_or(-1, |chapter| chapter.0 as i16)
}
