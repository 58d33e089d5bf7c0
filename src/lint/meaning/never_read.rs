//! K105: a fact is written and never read. A fact that is neither is a row never used, K118.

use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint};
use crate::story::At;

/// A fact is written and never read.
pub const LINT: Lint = Lint { code: Code::NeverRead, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let (story, usage) = (context.story, context.usage());
    for (n, fact) in story.facts.iter().enumerate().filter(|(_, fact)| !usage.readers.contains(&fact.slot)) {
        let Some(writer) = usage.writers.get(&fact.slot) else { continue };
        let name = story.str(fact.id);
        let message = format!("`{name}` is set and never asked about, so nobody can tell that it was");
        faults.push(
            Diagnostic::new(Code::NeverRead, context.draft.story_span(&[At::Field("facts"), At::Key(n)]), message)
                .label(format!("set by {}", writer.name(story)))
                .help(format!(
                    "ask about `{name}` in a `when` or an `{{if}}`, show it with `{{{name}}}`, or delete it and what sets it"
                )),
        );
    }
}
