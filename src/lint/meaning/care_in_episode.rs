//! K121: somebody who plays an episode comes to a passage that not everybody wants to read.

use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint};
use crate::story::{At, Table};

/// An episode comes to a passage that not everybody wants to read.
pub const LINT: Lint = Lint { code: Code::CareInEpisode, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let (story, draft) = (context.story, context.draft);
    for (n, (episode, played)) in story.episodes.iter().zip(context.episodes()).enumerate() {
        for at in played.met.iter().filter(|at| story.passage(**at).care.is_some()) {
            let (id, passage) = (story.str(episode.id), story.passage_id(*at));
            let message =
                format!("`{id}` comes to `{passage}`, which asks for care: in a class nobody can leave it out");
            faults.push(
                Diagnostic::new(Code::CareInEpisode, draft.row_span(Table::Episodes, n, &[At::Field("id")]), message)
                    .label("this episode")
                    .help("end it before, begin it behind, or leave the way there closed")
                    .also(draft.passage_span(*at, &[At::Field("care")]), "what it says of itself"),
            );
        }
    }
}
