//! K102: nothing keeps all choices of a passage from being closed at once.

use super::dead_end::is_dead_end;
use crate::diagnostic::{Code, Diagnostic, MAX_SHOWN};
use crate::lint::{Context, Lint};
use crate::story::PassageId;

/// Every choice of a passage can be closed at once.
pub const LINT: Lint = Lint { code: Code::AllShut, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let (story, sure) = (context.story, context.sure());
    let mut told = 0;
    for id in (0..story.passages.len()).map(|n| PassageId(n as u32)) {
        if told >= MAX_SHOWN || is_dead_end(story, sure, id) {
            continue;
        }
        let Some(case) = sure.shut(id) else { continue };
        told += 1;
        let case: Vec<String> = case.iter().map(|(name, values)| format!("`{name}` is {values}")).collect();
        let message = format!(
            "nothing keeps all choices of `{}` from being closed at once, and then the reader is stuck",
            story.passage_id(id)
        );
        faults.push(
            Diagnostic::new(
                Code::AllShut,
                context.draft.passage_span(id, &[crate::story::At::Field("choices")]),
                message,
            )
            .label(format!("so it would be where {}", case.join(" and ")))
            .help("leave one choice without `when` and `locked`, or add one for this case"),
        );
    }
}
