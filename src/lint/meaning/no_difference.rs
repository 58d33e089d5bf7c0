//! K108: a choice changes nothing: it leads back to its own page and leaves no trace there.
//!
//! One that leads where its siblings lead and leaves no trace is told from them by theirs; if they leave none either, K109
//! speaks.

use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint};
use crate::story::{At, Choice, ChoiceId};

/// A choice changes nothing.
pub const LINT: Lint = Lint { code: Code::NoDifference, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let story = context.story;
    for (n, choice) in story.choices.iter().enumerate() {
        let id = ChoiceId(n as u32);
        let here = story.passage(choice.passage);
        let back = choice.outcome.arms.iter().all(|arm| arm.to == choice.passage);
        // Coming back may count for something.
        let counts = !here.enter.is_empty() || here.visits.is_some() || !story.rules.is_empty();
        if choice.label.is_none() || !back || counts || leaves_trace(choice) {
            continue;
        }
        let name = story.choice_path(id);
        let message = format!("`{name}` leads back to its own page and changes nothing, so it is no choice");
        faults.push(
            Diagnostic::new(Code::NoDifference, context.draft.choice_span(id, &[At::Field("id")]), message)
                .label("a choice without a consequence")
                .help("give it `effects`, or lead it to a page of its own"),
        );
    }
}

/// Whether a choice changes a number of the state, or leaves the record.
fn leaves_trace(choice: &Choice) -> bool {
    !choice.outcome.effects.is_empty() || choice.risk.is_some() || choice.took.is_some() || choice.departs.is_some()
}
