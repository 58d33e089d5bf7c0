//! K154: a passage has too few or too many choices. It must not know what they are.
//!
//! What can be there at once is found by trying the values that the conditions of the choices ask about, each with each.

use std::collections::{BTreeMap, BTreeSet};

use super::measure::{outside, share, tenths, wanted};
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint, counted};
use crate::story::{At, ChoiceId, Cond, FactKind, MeterPart, Slot, SlotKind, Story};

/// A passage has too few or too many choices.
pub const LINT: Lint = Lint { code: Code::ChoiceCount, run };

/// With more ways for the conditions to come out, all are taken to hold at once.
const MOST_WAYS: usize = 4096;

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let style = &context.story.style.choices;
    let (mut passages, mut choices) = (0, 0);
    for id in context.passages() {
        let labelled = |choice: &ChoiceId| context.story.choice(*choice).label.is_some();
        let own: Vec<ChoiceId> = context.story.choices_of(id).filter(labelled).collect();
        if own.is_empty() {
            continue;
        }
        let most = at_once(context.story, &own);
        (passages, choices) = (passages + 1, choices + most);
        let Some((limit, label)) = style.count.and_then(|limit| Some((limit, outside(most, limit)?))) else { continue };
        let message = match most == own.len() {
            true => format!("`{}` has {}", context.story.passage_id(id), counted(most, "choice")),
            false => format!("`{}` can have {} at once", context.story.passage_id(id), counted(most, "choice")),
        };
        // A single choice is shown; of too many, the first that is too many.
        let row = if label == "too few" { 0 } else { (limit.1 as usize).min(own.len() - 1) };
        let place = context.draft.choice_span(own[row], &[At::Field("label")]);
        let (span, limits) = context.limit(&["choices", "count"]);
        let help = match label {
            "too few" => format!("{} are wanted; for a single way on, write `next`", wanted(limit, "choice")),
            _ => format!("{} are wanted; a choice may have a `when`", wanted(limit, "choice")),
        };
        faults.push(Diagnostic::new(Code::ChoiceCount, place, message).label(label).help(help).also(span, limits));
    }
    let Some((least, most)) = style.mean.filter(|_| passages > 0) else { return };
    let outside = choices * 10 < least as usize * passages || choices * 10 > most as usize * passages;
    if outside {
        let (span, _) = context.limit(&["choices", "mean"]);
        let mean = tenths(share(choices, passages, 10));
        faults.push(
            Diagnostic::new(Code::ChoiceCount, span, format!("a passage with choices has {mean} on average"))
                .label("the limit")
                .help(format!("{} to {} are wanted", tenths(least as usize), tenths(most as usize))),
        );
    }
}

/// The most of some choices that are there at once.
fn at_once(story: &Story, choices: &[ChoiceId]) -> usize {
    let mut values: BTreeMap<Slot, BTreeSet<i16>> = BTreeMap::new();
    choices.iter().for_each(|choice| asked(story, &story.choice(*choice).when, &mut values));
    let ways = values.values().try_fold(1usize, |ways, values| ways.checked_mul(values.len()));
    if ways.is_none_or(|ways| ways > MOST_WAYS) {
        return choices.len();
    }
    let mut most = 0;
    for mut way in 0..ways.unwrap_or(1) {
        let mut state = BTreeMap::new();
        for (slot, values) in &values {
            state.extend(values.iter().nth(way % values.len()).map(|value| (*slot, *value)));
            way /= values.len();
        }
        most = most.max(choices.iter().filter(|choice| holds(&story.choice(**choice).when, &state)).count());
    }
    most
}

/// The values about which a condition asks, and those beside them, as far as there are such.
fn asked(story: &Story, cond: &Cond, values: &mut BTreeMap<Slot, BTreeSet<i16>>) {
    match cond {
        Cond::Always => {}
        Cond::Test { slot, value, .. } => {
            let (least, most) = range(story, *slot);
            let near = [value.saturating_sub(1), *value, value.saturating_add(1)];
            values.entry(*slot).or_default().extend(near.map(|value| value.clamp(least, most)));
        }
        Cond::Not(inner) => asked(story, inner, values),
        Cond::All(all) | Cond::Any(all) => all.iter().for_each(|inner| asked(story, inner, values)),
    }
}

/// The least and the most a number of the state can be.
fn range(story: &Story, slot: Slot) -> (i16, i16) {
    let last = |len: usize| i16::try_from(len).unwrap_or(i16::MAX).saturating_sub(1).max(0);
    match story.slot_kind(slot) {
        SlotKind::Fact(n) => match &story.facts[n].kind {
            FactKind::Flag => (0, 1),
            FactKind::Number { from, to } => (*from, *to),
            FactKind::OneOf(names) => (0, last(names.len())),
        },
        SlotKind::Ledger(_) => (0, last(story.ledger_states.len())),
        SlotKind::Meter(meter, MeterPart::Band) => (0, last(story.meters[meter.index()].bands.len())),
        SlotKind::Took(_) => (0, 1),
        _ => (0, i16::MAX),
    }
}

fn holds(cond: &Cond, state: &BTreeMap<Slot, i16>) -> bool {
    match cond {
        Cond::Always => true,
        Cond::Test { slot, compare, value } => compare.holds(state.get(slot).copied().unwrap_or_default(), *value),
        Cond::Not(inner) => !holds(inner, state),
        Cond::All(all) => all.iter().all(|inner| holds(inner, state)),
        Cond::Any(any) => any.iter().any(|inner| holds(inner, state)),
    }
}
