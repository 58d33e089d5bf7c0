//! K111: a passage offers a risk and no choice that is certain.

use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint};
use crate::story::At;

/// A risk stands without a choice that is certain.
pub const LINT: Lint = Lint { code: Code::OnlyRisks, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let story = context.story;
    for passage in context.passages() {
        // What can never be taken is neither a chance nor certain.
        let mut choices = story.own_choices(passage).filter(|id| context.sure().may_take(*id));
        let Some(first) = choices.clone().find(|id| story.choice(*id).risk.is_some()) else { continue };
        if choices.any(|id| story.choice(id).risk.is_none()) {
            continue;
        }
        let message = format!(
            "every choice of `{}` is a chance, so a reader who wants none has no way to go",
            story.passage_id(passage)
        );
        faults.push(
            Diagnostic::new(Code::OnlyRisks, context.draft.choice_span(first, &[At::Field("risk")]), message)
                .label("a chance, and nothing certain beside it")
                .help("add a choice with a plain `to`, at whatever price"),
        );
    }
}
