//! K108: a choice changes nothing: it leads where all others of its page lead, or back to its own page, and leaves no
//! trace in the state.

use super::same_choice::are_twins;
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint};
use crate::story::{At, Choice, ChoiceId};

/// A choice changes nothing.
pub const LINT: Lint = Lint { code: Code::NoDifference, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let story = context.story;
    for (n, choice) in
        story.choices.iter().enumerate().filter(|(_, choice)| choice.label.is_some() && !leaves_trace(choice))
    {
        let id = ChoiceId(n as u32);
        let own = &choice.outcome.arms;
        let back = own.iter().all(|arm| arm.to == choice.passage) && {
            let here = story.passage(choice.passage);
            // Coming back may count for something.
            here.enter.is_empty() && here.visits.is_none() && story.rules.is_empty()
        };
        // Of two that do the same K109 speaks.
        if story.choices_of(choice.passage).any(|other| other != id && are_twins(story.choice(other), choice)) {
            continue;
        }
        let mut others = story.choices_of(choice.passage).filter(|other| *other != id).peekable();
        let alone = others.peek().is_none();
        // What a sibling leads to under conditions may be another page after its effects; only plain targets are sure.
        let [arm] = &own[..] else { continue };
        let same = !alone
            && others.all(|other| {
                let other = story.choice(other);
                other.risk.is_none() && matches!(&other.outcome.arms[..], [other] if other.to == arm.to)
            });
        if !same && !back {
            continue;
        }
        let (name, to) = (story.choice_path(id), story.passage_id(arm.to));
        let message = match back {
            true => format!("`{name}` leads back to its own page and changes nothing, so it is no choice"),
            false => {
                format!("`{name}` changes nothing: all choices here lead to `{to}`, and nothing remembers this one")
            }
        };
        faults.push(
            Diagnostic::new(Code::NoDifference, context.draft.choice_span(id, &[At::Field("id")]), message)
                .label("a choice without a consequence")
                .help(format!(
                    "give it `effects`, lead it to a page of its own, or ask `took({name})` in a later `when` or `{{if}}`"
                )),
        );
    }
}

/// Whether a choice changes a number of the state, or leaves the record.
fn leaves_trace(choice: &Choice) -> bool {
    !choice.outcome.effects.is_empty() || choice.risk.is_some() || choice.took.is_some() || choice.departs.is_some()
}
