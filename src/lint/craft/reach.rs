//! What becomes of a number of the state: where texts and choices ask for it, and whether it moves a meter. What K157
//! rests on. It must not know who writes it.

use crate::story::{Cond, Effect, Mark, Story};

/// Where a number is asked for, by the order of chapters: the last of them. Endings stand behind all.
pub type Place = u16;

/// Behind all chapters: an ending, its accounts, a tell that may come anywhere.
pub const BEHIND: Place = u16::MAX;

/// For each number of the state, what comes of it.
#[derive(Debug)]
pub struct Reach {
    /// The last place where words depend on it.
    pub words: Vec<Option<Place>>,
    /// The last place where a choice, its odds or where it leads depend on it.
    pub choices: Vec<Option<Place>>,
    /// Whether a band or a rule that moves a meter asks for it.
    pub meters: Vec<bool>,
}

impl Reach {
    /// Reads a story.
    pub fn of(story: &Story) -> Self {
        let slots = story.initial.len();
        let mut reach = Self { words: vec![None; slots], choices: vec![None; slots], meters: vec![false; slots] };
        let place = |passage: &crate::story::Passage| passage.chapter.map_or(BEHIND, |chapter| chapter.0);
        for passage in &story.passages {
            for slot in asked_by_text(story, &passage.marks) {
                later(&mut reach.words[slot], place(passage));
            }
        }
        for tell in &story.tells {
            let asked = asked_by_text(story, &tell.marks);
            asked.into_iter().chain(slots_of(&tell.when)).for_each(|slot| later(&mut reach.words[slot], BEHIND));
        }
        for ending in &story.endings {
            let causes = ending.causes.iter().flat_map(|(when, ..)| slots_of(when));
            causes.for_each(|slot| later(&mut reach.words[slot], BEHIND));
        }
        // Every ending shows what became of the people.
        if !story.endings.is_empty() {
            story.ledger.iter().for_each(|account| later(&mut reach.words[usize::from(account.slot.0)], BEHIND));
        }
        for choice in &story.choices {
            let here = place(story.passage(choice.passage));
            let mut ask =
                |cond: &Cond| slots_of(cond).into_iter().for_each(|slot| later(&mut reach.choices[slot], here));
            ask(&choice.when);
            choice.locked.iter().for_each(|(by, _)| ask(by));
            choice.outcome.arms.iter().for_each(|arm| ask(&arm.when));
            for risk in choice.risk.iter() {
                risk.shift.iter().for_each(|(when, _)| ask(when));
                risk.well.arms.iter().chain(&risk.ill.arms).for_each(|arm| ask(&arm.when));
            }
        }
        for band in story.meters.iter().flat_map(|meter| &meter.bands) {
            slots_of(&band.needs).into_iter().for_each(|slot| reach.meters[slot] = true);
        }
        reach.through_rules(story);
        reach
    }

    /// What a rule asks for reaches as far as what the rule writes. Once for each rule is as far as a chain can be.
    fn through_rules(&mut self, story: &Story) {
        for _ in &story.rules {
            for rule in &story.rules {
                let written = writes(story, &rule.effects);
                for slot in slots_of(&rule.when) {
                    self.meters[slot] |= written.meter;
                    for to in &written.slots {
                        self.meters[slot] |= self.meters[*to];
                        self.words[slot] = self.words[slot].max(self.words[*to]);
                        self.choices[slot] = self.choices[slot].max(self.choices[*to]);
                    }
                }
            }
        }
    }
}

fn later(place: &mut Option<Place>, here: Place) {
    *place = Some(place.map_or(here, |there| there.max(here)));
}

/// What effects write: numbers, and whether a meter moves.
#[derive(Debug, Default)]
pub struct Writes {
    /// The numbers, by index.
    pub slots: Vec<usize>,
    /// Whether a meter moves.
    pub meter: bool,
}

/// What effects write, those of acts included.
pub fn writes(story: &Story, effects: &[Effect]) -> Writes {
    let mut all = Writes::default();
    for effect in effects {
        match effect {
            Effect::Set { slot, .. } | Effect::Add { slot, .. } => all.slots.push(usize::from(slot.0)),
            Effect::Move { .. } | Effect::Shift { .. } | Effect::Bound { .. } => all.meter = true,
            Effect::Act(act) => {
                let inner = story.acts.get(act.index()).map(|act| act.effects.iter()).into_iter().flatten();
                for effect in inner {
                    match effect {
                        Effect::Set { slot, .. } | Effect::Add { slot, .. } => all.slots.push(usize::from(slot.0)),
                        Effect::Act(_) => {}
                        _ => all.meter = true,
                    }
                }
            }
        }
    }
    all
}

/// The numbers a condition asks for, by index.
pub fn slots_of(cond: &Cond) -> Vec<usize> {
    let (mut slots, mut todo) = (Vec::new(), vec![cond]);
    while let Some(cond) = todo.pop() {
        match cond {
            Cond::Always => {}
            Cond::Test { slot, .. } => slots.push(usize::from(slot.0)),
            Cond::Not(inner) => todo.push(inner),
            Cond::All(all) | Cond::Any(all) => todo.extend(all.iter()),
        }
    }
    slots
}

/// The numbers that a text asks for or shows.
fn asked_by_text(story: &Story, marks: &std::ops::Range<u32>) -> Vec<usize> {
    let marks = story.marks.get(marks.start as usize..marks.end as usize).unwrap_or_default();
    let mut slots = Vec::new();
    for mark in marks {
        match mark {
            Mark::Unless { cond, .. } => {
                slots.extend(story.conds.get(cond.index()).map(slots_of).into_iter().flatten())
            }
            Mark::Words { slot, .. } | Mark::Number(slot) => slots.push(usize::from(slot.0)),
            _ => {}
        }
    }
    slots
}
