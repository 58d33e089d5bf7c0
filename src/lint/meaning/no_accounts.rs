//! K112: an ending has no causes, or no line for anybody.

use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint};

/// An ending has no accounts.
pub const LINT: Lint = Lint { code: Code::NoAccounts, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let story = context.story;
    for ending in &story.endings {
        let id = story.passage_id(ending.passage);
        let lines = !story.ledger.is_empty() || !ending.accounts.is_empty();
        let (message, help) = match (ending.causes.is_empty(), lines) {
            (false, true) => continue,
            (true, true) => (
                format!("`{id}` has no causes, so the reader is not told what it came of"),
                "write two or three `causes: [(when: \"..\", object: \"..\", text: \"..\")]`, each with the thing it turned on",
            ),
            (false, false) => (
                format!("`{id}` has no accounts, so the reader is not told who paid"),
                "declare people under `ledger` in `story.ron`, with a line for each state",
            ),
            (true, false) => (
                format!("`{id}` has neither causes nor accounts, so nothing follows its last words"),
                "write two or three `causes`, and declare people under `ledger` in `story.ron`",
            ),
        };
        faults.push(
            Diagnostic::new(Code::NoAccounts, context.draft.id_span(ending.passage), message)
                .label("this ending")
                .help(help),
        );
    }
}
