//! Which values each number of a state can ever have, whatever is played. It must not know where it has them.

use crate::story::Cond;
use crate::story::Effect;
use crate::story::MeterPart;
use crate::story::Slot;
use crate::story::Story;

/// The values of one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Domain {
    /// The least.
    pub from: i16,
    /// The most. A count that only grows stands for all above it, where nothing tells them apart any more.
    pub to: i16,
}

impl Domain {
    /// How many values there are.
    pub fn len(self) -> usize {
        usize::try_from(i32::from(self.to) - i32::from(self.from) + 1).unwrap_or(1)
    }

    /// The index of a value.
    pub fn index(self, value: i16) -> usize {
        (i32::from(value.clamp(self.from, self.to)) - i32::from(self.from)) as usize
    }

    /// The value at an index.
    pub fn value(self, index: usize) -> i16 {
        (i32::from(self.from) + index as i32) as i16
    }

    fn take_in(&mut self, value: i16) {
        self.from = self.from.min(value);
        self.to = self.to.max(value);
    }
}

/// The domains of all numbers that decide what can happen. `asked` are conditions from outside the story.
pub fn domains<'c>(story: &'c Story, asked: impl Iterator<Item = &'c Cond>) -> Vec<Domain> {
    let plot = usize::from(story.voice.0);
    let initial = story.initial.iter().take(plot);
    let mut domains: Vec<Domain> = initial.map(|value| Domain { from: *value, to: *value }).collect();
    let mut at = |slot: Slot, value: i16| {
        if let Some(domain) = domains.get_mut(slot.0 as usize) {
            domain.take_in(value);
        }
    };
    let (last_day, last_chapter) = (
        story.passages.iter().map(|passage| passage.day).max().unwrap_or(0),
        story.chapters.len().saturating_sub(1) as i16,
    );
    for meter in &story.meters {
        let last_band = meter.bands.len().saturating_sub(1) as i16;
        for (part, from, to) in [
            (MeterPart::Value, 0, 100),
            (MeterPart::Band, 0, last_band),
            (MeterPart::Day, -1, last_day),
            (MeterPart::Chapter, -1, last_chapter),
        ] {
            at(meter.slot(part), from);
            at(meter.slot(part), to);
        }
    }
    for act in &story.acts {
        // Done once, done twice; after that it counts for nothing.
        at(act.count, 2);
        at(act.chapter, -1);
        at(act.chapter, last_chapter);
    }
    for effect in effects(story) {
        match *effect {
            Effect::Set { slot, value } => at(slot, value),
            Effect::Add { slot, from, to, .. } => {
                at(slot, from);
                at(slot, to);
            }
            Effect::Bound { meter, floor, value, .. } => {
                let meter = &story.meters[meter.index()];
                let (bound, last) = match floor {
                    true => (MeterPart::Floor, MeterPart::LastFloor),
                    false => (MeterPart::Ceiling, MeterPart::LastCeiling),
                };
                [bound, last, MeterPart::Value].into_iter().for_each(|part| at(meter.slot(part), value));
            }
            Effect::Move { .. } | Effect::Shift { .. } | Effect::Act(_) => {}
        }
    }
    story.choices.iter().filter_map(|choice| choice.took).for_each(|slot| at(slot, 1));
    let visits: Vec<Slot> = story.passages.iter().filter_map(|passage| passage.visits).collect();
    // One more than any value it is compared with: from there on every comparison says the same.
    visits.iter().for_each(|slot| at(*slot, 1));
    let mut constants = Vec::new();
    super::relevance::conds(story).chain(asked).for_each(|cond| {
        tests(cond, &mut |slot, value| {
            constants.push((slot, value));
        })
    });
    let counted: std::collections::HashSet<Slot> = visits.into_iter().collect();
    for (slot, value) in constants {
        if counted.contains(&slot) {
            at(slot, value.max(0).saturating_add(1));
        }
    }
    domains
}

/// Every comparison in a condition: which number, with what.
pub fn tests(cond: &Cond, each: &mut impl FnMut(Slot, i16)) {
    match cond {
        Cond::Always => {}
        Cond::Test { slot, value, .. } => each(*slot, *value),
        Cond::Not(inner) => tests(inner, each),
        Cond::All(all) | Cond::Any(all) => all.iter().for_each(|one| tests(one, each)),
    }
}

/// Every effect of a story.
pub fn effects(story: &Story) -> impl Iterator<Item = &Effect> {
    let choices = story.choices.iter().flat_map(|choice| {
        let risk = choice.risk.as_ref().map(|risk| [&risk.well, &risk.ill]);
        [&choice.outcome].into_iter().chain(risk.into_iter().flatten()).flat_map(|outcome| outcome.effects.iter())
    });
    let passages = story.passages.iter().flat_map(|passage| passage.enter.iter());
    let rules = story.rules.iter().flat_map(|rule| rule.effects.iter());
    let acts = story.acts.iter().flat_map(|act| act.effects.iter().chain(act.again.iter().flatten()));
    choices.chain(passages).chain(rules).chain(acts)
}
