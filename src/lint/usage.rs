//! Which numbers of the state a story writes and reads, anywhere in it. It must not know in what order.

use std::collections::{BTreeMap, BTreeSet};

use crate::story::{ActId, Choice, ChoiceId, Claim, Compare, Cond, Effect, FactKind, Mark, PassageId, Slot, Story};

/// Who writes and who reads each number.
#[derive(Debug, Default)]
pub struct Usage {
    /// What each number is set to somewhere.
    pub sets: BTreeSet<(Slot, i16)>,
    /// Who writes each number first, in the order of the story.
    pub writers: BTreeMap<Slot, Doer>,
    /// The numbers that something asks about or shows.
    pub readers: BTreeSet<Slot>,
    /// Facts and lines of the ledger; of those that are one of several values, the first.
    declared: BTreeMap<Slot, Option<i16>>,
    /// The acts that are done somewhere.
    pub acts: BTreeSet<ActId>,
}

/// What has effects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doer {
    /// A choice.
    Choice(ChoiceId),
    /// Arriving at a passage.
    Arrival(PassageId),
    /// A rule, by its index.
    Rule(usize),
    /// An act.
    Act(ActId),
}

impl Doer {
    /// What an author calls it.
    pub fn name(self, story: &Story) -> String {
        match self {
            Doer::Choice(id) => format!("choice `{}`", story.choice_path(id)),
            Doer::Arrival(id) => format!("the `enter` of `{}`", story.passage_id(id)),
            Doer::Rule(n) => format!("rule `{}`", story.rules.get(n).map_or("", |rule| story.str(rule.id))),
            Doer::Act(id) => format!("act `{}`", story.str(story.acts[id.index()].id)),
        }
    }
}

impl Usage {
    /// Looks through a story.
    pub fn of(story: &Story) -> Self {
        let mut usage = Self::default();
        for fact in &story.facts {
            let start = story.initial.get(usize::from(fact.slot.0)).copied();
            usage.declared.insert(fact.slot, start.filter(|_| matches!(fact.kind, FactKind::OneOf(_))));
        }
        usage.declared.extend(story.ledger.iter().map(|account| (account.slot, None)));
        for (n, passage) in story.passages.iter().enumerate() {
            usage.writes(&passage.enter, Doer::Arrival(PassageId(n as u32)));
        }
        for (n, choice) in story.choices.iter().enumerate() {
            for effects in all_effects(choice) {
                usage.writes(effects, Doer::Choice(ChoiceId(n as u32)));
            }
            usage.reads_choice(choice);
        }
        for (n, rule) in story.rules.iter().enumerate() {
            usage.writes(&rule.effects, Doer::Rule(n));
            usage.reads(&rule.when);
        }
        for (n, act) in story.acts.iter().enumerate() {
            for effects in [Some(&act.effects), act.again.as_ref()].into_iter().flatten() {
                usage.writes(effects, Doer::Act(ActId(n as u16)));
            }
        }
        story.conds.iter().for_each(|cond| usage.reads(cond));
        story.tells.iter().for_each(|tell| usage.reads(&tell.when));
        story.meters.iter().flat_map(|meter| &meter.bands).for_each(|band| usage.reads(&band.needs));
        story.endings.iter().flat_map(|ending| &ending.causes).for_each(|(when, ..)| usage.reads(when));
        for assertion in &story.assertions {
            if let Claim::Always(cond) | Claim::AtEnd(cond) | Claim::On(_, cond) = &assertion.claim {
                usage.reads(cond);
            }
        }
        usage.readers.extend(story.marks.iter().filter_map(|mark| match mark {
            Mark::Words { slot, .. } | Mark::Number(slot) => Some(*slot),
            _ => None,
        }));
        usage
    }

    fn writes(&mut self, effects: &[Effect], doer: Doer) {
        for effect in effects {
            match *effect {
                Effect::Set { slot, value } => {
                    self.sets.insert((slot, value));
                    self.writers.entry(slot).or_insert(doer);
                }
                Effect::Add { slot, .. } => _ = self.writers.entry(slot).or_insert(doer),
                Effect::Act(act) => _ = self.acts.insert(act),
                Effect::Move { .. } | Effect::Shift { .. } | Effect::Bound { .. } => {}
            }
        }
    }

    fn reads_choice(&mut self, choice: &Choice) {
        self.reads(&choice.when);
        if let Some((by, _)) = &choice.locked {
            self.reads(by);
        }
        choice.outcome.arms.iter().for_each(|arm| self.reads(&arm.when));
        if let Some(risk) = &choice.risk {
            risk.shift.iter().for_each(|(when, _)| self.reads(when));
            risk.well.arms.iter().chain(&risk.ill.arms).for_each(|arm| self.reads(&arm.when));
        }
    }

    fn reads(&mut self, cond: &Cond) {
        tests(cond, &mut |slot, _, _| _ = self.readers.insert(slot));
    }

    /// Whether a condition asks for what nothing in the story ever brings about, so that the declaration is at fault and
    /// not the condition: a number that is never written, or a value to which it is never set.
    pub fn asks_in_vain(&self, cond: &Cond) -> bool {
        let mut vain = false;
        tests(cond, &mut |slot, compare, value| {
            let Some(start) = self.declared.get(&slot) else { return };
            vain |= !self.writers.contains_key(&slot);
            // Numbers are counted up and down; what is one of several has to be set.
            let equal = matches!(compare, Compare::Is | Compare::IsNot);
            vain |= equal && start.is_some_and(|start| value != start) && !self.sets.contains(&(slot, value));
        });
        vain
    }
}

/// Every list of effects that a choice has.
pub fn all_effects(choice: &Choice) -> impl Iterator<Item = &[Effect]> {
    let risk = choice.risk.iter().flat_map(|risk| [&*risk.well.effects, &*risk.ill.effects]);
    [&*choice.outcome.effects].into_iter().chain(risk)
}

/// Calls `each` for every comparison in a condition.
pub fn tests(cond: &Cond, each: &mut impl FnMut(Slot, Compare, i16)) {
    match cond {
        Cond::Always => {}
        Cond::Test { slot, compare, value } => each(*slot, *compare, *value),
        Cond::Not(inner) => tests(inner, each),
        Cond::All(list) | Cond::Any(list) => list.iter().for_each(|one| tests(one, each)),
    }
}
