//! K106: a fact is read and never written, or a line of the ledger. One that is neither is a row never used, K118.

use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint};
use crate::story::{At, FactKind, Slot};

/// A fact is read and never written.
pub const LINT: Lint = Lint { code: Code::NeverWritten, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let (story, usage) = (context.story, context.usage());
    let in_vain = |slot: &Slot| usage.readers.contains(slot) && !usage.writers.contains_key(slot);
    for (n, fact) in story.facts.iter().enumerate().filter(|(_, fact)| in_vain(&fact.slot)) {
        let name = story.str(fact.id);
        let start = story.initial.get(usize::from(fact.slot.0)).copied().unwrap_or(0);
        let start = story.value_words(fact.slot, start);
        let set = match &fact.kind {
            FactKind::Flag => format!("{name} = true"),
            FactKind::Number { .. } => format!("{name} + 1"),
            FactKind::OneOf(values) => format!("{name} = {}", values.last().map_or("..", |value| story.str(*value))),
        };
        let message = format!("`{name}` is asked about and never set, so it is `{start}` for ever");
        faults.push(
            Diagnostic::new(Code::NeverWritten, context.draft.story_span(&[At::Field("facts"), At::Key(n)]), message)
                .label("nothing changes it")
                .help(format!("give a choice `effects: [\"{set}\"]`, or delete the fact and what asks about it")),
        );
    }
    for account in story.ledger.iter().filter(|account| in_vain(&account.slot)) {
        let name = story.str(account.id);
        let state = story.ledger_states.last().map_or("..", |state| story.str(*state));
        let path = [At::Field("ledger"), At::Field("people"), At::Field(name)];
        let message =
            format!("the ledger asks about `{name}` and no choice touches them, so the answer is always the same");
        faults.push(
            Diagnostic::new(Code::NeverWritten, context.draft.story_span(&path), message)
                .label("nothing changes this line")
                .help(format!("give a choice `effects: [\"ledger.{name} = {state}\"]`, or take `ledger.{name}` out of the conditions")),
        );
    }
}
