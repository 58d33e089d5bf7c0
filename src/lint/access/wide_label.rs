//! K172: a label is longer than the narrow screen. It must not know what it says.
//!
//! The narrowest screen has forty columns. A margin of four and the number before a label, `1. `, leave thirty-three. A
//! label that takes more lines than the story allows pushes the others off the screen, and is no longer taken in at a
//! glance.

use textwrap::{Options, WrapAlgorithm, wrap};

use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint, counted};
use crate::story::{At, ChoiceId};

/// A label is longer than the narrow screen.
pub const LINT: Lint = Lint { code: Code::WideLabel, run };

/// The cells that a label has on a line of the narrowest screen.
pub const LABEL_CELLS: usize = 33;

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let Some(limit) = context.story.style.access.label_lines else { return };
    for (n, choice) in context.story.choices.iter().enumerate() {
        let Some(label) = choice.label.map(|label| context.story.str(label)) else { continue };
        let lines = lines(label);
        if lines <= limit as usize {
            continue;
        }
        let id = ChoiceId(n as u32);
        let path = [At::Field("access"), At::Field("label_lines")];
        let message = format!(
            "the label of `{}` takes {} on a screen of forty columns",
            context.story.choice_path(id),
            counted(lines, "line")
        );
        faults.push(
            Diagnostic::new(Code::WideLabel, context.draft.choice_span(id, &[At::Field("label")]), message)
                .label("too long for a narrow screen")
                .help(format!("at most {}, of {LABEL_CELLS} columns each", counted(limit as usize, "line")))
                .also(context.draft.style_span(&path), "the limit is set here"),
        );
    }
}

/// How many lines a label takes there, at least.
fn lines(label: &str) -> usize {
    wrap(label, Options::new(LABEL_CELLS).wrap_algorithm(WrapAlgorithm::FirstFit)).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_in_cells() {
        assert_eq!(lines("Fold the form so that the number is inside"), 2);
        assert_eq!(lines(&"a ".repeat(17)), 1);
        assert_eq!(lines(&"漢".repeat(17)), 2);
    }
}
