//! K152: a label is too short or too long. It must not know what it says.

use super::measure::{outside, wanted};
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint, counted};
use crate::story::{At, ChoiceId};

/// A label is too short or too long.
pub const LINT: Lint = Lint { code: Code::LabelLength, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let style = &context.story.style.labels;
    if style.words.is_none() && style.characters.is_none() {
        return;
    }
    for (n, choice) in context.story.choices.iter().enumerate() {
        let Some(label) = choice.label.map(|label| context.story.str(label)) else { continue };
        let (words, characters) = (context.book().labels[n].len(), label.chars().count());
        let mut say = |found: String, label: &str, help: String, field: &'static str| {
            let path = format!("`{}`", context.story.choice_path(ChoiceId(n as u32)));
            let (span, limits) = context.limit(&["labels", field]);
            let place = context.draft.choice_span(ChoiceId(n as u32), &[At::Field("label")]);
            faults.push(
                Diagnostic::new(Code::LabelLength, place, format!("the label of {path} has {found}"))
                    .label(label)
                    .help(help)
                    .also(span, limits),
            );
        };
        if let Some((limit, label)) = style.words.and_then(|limit| Some((limit, outside(words, limit)?))) {
            let help = format!("{} are wanted: the act and its object", wanted(limit, "word"));
            say(counted(words, "word"), label, help, "words");
        }
        if let Some(limit) = style.characters.filter(|limit| characters > *limit as usize) {
            let help = format!("at most {} are wanted", counted(limit as usize, "character"));
            say(counted(characters, "character"), "too long", help, "characters");
        }
    }
}
