//! K101: a passage that is no ending, and none of its choices can ever be taken.

use crate::diagnostic::{Code, Diagnostic, MAX_SHOWN};
use crate::lint::sure::Sure;
use crate::lint::{Context, Lint};
use crate::story::{PassageId, Story};

/// A passage that is no ending has no choice that can ever be taken.
pub const LINT: Lint = Lint { code: Code::DeadEnd, run };

/// Of how many choices it is said why they are closed.
const MOST_REASONS: usize = 3;

/// Whether somebody may come to a passage, and nobody can go on from it.
pub(super) fn is_dead_end(story: &Story, sure: &Sure<'_>, at: PassageId) -> bool {
    let passage = story.passage(at);
    passage.ending.is_none() && sure.may_reach(at) && !story.own_choices(at).any(|id| sure.may_take(id))
}

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let (story, sure) = (context.story, context.sure());
    let ends = (0..story.passages.len()).map(|n| PassageId(n as u32)).filter(|id| is_dead_end(story, sure, *id));
    for id in ends.take(MAX_SHOWN) {
        let mut reasons: Vec<String> = Vec::new();
        for choice in story.own_choices(id).take(MOST_REASONS) {
            reasons.extend(sure.choice(choice).map(|reason| format!("`{}`: {reason}", story.choice_id(choice))));
        }
        let message = format!("`{}` is a dead end: none of its choices can ever be taken", story.passage_id(id));
        faults.push(
            Diagnostic::new(Code::DeadEnd, context.draft.id_span(id), message)
                .label(reasons.join("; "))
                .help("open one of its choices; a passage that ends the story belongs in `endings.ron`"),
        );
    }
}
