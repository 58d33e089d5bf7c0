//! K107: a value of a fact is never set, or a state of the ledger is nobody's. Facts that are never written at all are
//! K106.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint};
use crate::story::{At, FactKind};

/// A value of a fact is never set.
pub const LINT: Lint = Lint { code: Code::ValueNeverSet, run };

/// The most of them that are told.
const MOST: usize = 1_000;

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let (story, usage) = (context.story, context.usage());
    let before = faults.len();
    for fact in story.facts.iter().filter(|fact| usage.writers.contains_key(&fact.slot)) {
        let FactKind::OneOf(values) = &fact.kind else { continue };
        let name = story.str(fact.id);
        // The first value is there at the start.
        let unset = values.iter().enumerate().skip(1).filter(|(n, _)| !usage.sets.contains(&(fact.slot, *n as i16)));
        for (n, value) in unset {
            // Its place is looked for by its name, among all facts.
            if faults.len() - before >= MOST {
                return;
            }
            let value = story.str(*value);
            let path = [At::Field("facts"), At::Field(name), At::Row(0), At::Row(n)];
            let message = format!("`{name}` is never set to `{value}`, so what waits for it never happens");
            faults.push(
                Diagnostic::new(Code::ValueNeverSet, context.draft.story_span(&path), message)
                    .label("no effect sets this")
                    .help(format!("give a choice `effects: [\"{name} = {value}\"]`, or delete the value")),
            );
        }
    }
    let given: BTreeSet<i16> = story
        .ledger
        .iter()
        .flat_map(|account| usage.sets.range((account.slot, i16::MIN)..=(account.slot, i16::MAX)))
        .map(|(_, state)| *state)
        .collect();
    if given.is_empty() {
        return;
    }
    for (n, state) in story.ledger_states.iter().enumerate().skip(1).filter(|(n, _)| !given.contains(&(*n as i16))) {
        let state = story.str(*state);
        let path = [At::Field("ledger"), At::Field("states"), At::Row(n)];
        let message = format!("nobody in the ledger ever becomes `{state}`, so no reader sees those lines");
        faults.push(
            Diagnostic::new(Code::ValueNeverSet, context.draft.story_span(&path), message)
                .label("no effect sets this")
                .help(format!("give a choice `effects: [\"ledger.somebody = {state}\"]`, or delete the state")),
        );
    }
}
