//! K163: a short version is not short. It must not know what it tells.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint, counted};
use crate::story::PassageId;

/// A short version is too long.
pub const LINT: Lint = Lint { code: Code::LongSummary, run };

impl Context<'_> {
    /// The passages that are short versions of others.
    pub fn summaries(&self) -> BTreeSet<PassageId> {
        let ways = self.story.choices.iter().filter(|choice| choice.instead);
        ways.flat_map(|choice| choice.outcome.arms.iter().map(|arm| arm.to)).collect()
    }
}

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let Some(limit) = context.story.style.passages.summary else { return };
    for id in context.summaries() {
        let words = context.prose(id).most;
        if words <= limit as usize {
            continue;
        }
        let message = format!("`{}`, a short version, has {}", context.story.passage_id(id), counted(words, "word"));
        let (span, limits) = context.limit(&["passages", "summary"]);
        faults.push(
            Diagnostic::new(Code::LongSummary, context.draft.id_span(id), message)
                .label("too long to be spared anything")
                .help(format!("at most {}: what happened, and nothing of how", counted(limit as usize, "word")))
                .also(span, limits),
        );
    }
}
