//! K120: an episode asks a question, and has not two notes that answer it differently.

use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint, counted};
use crate::story::{At, Table};

/// An episode has not two notes that differ.
pub const LINT: Lint = Lint { code: Code::EpisodeSources, run };

/// Of one there is nothing to weigh, and of three there is no time.
const NOTES: usize = 2;

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    for (n, episode) in context.story.episodes.iter().enumerate() {
        let id = context.story.str(episode.id);
        let span = |path: &[At<'_>]| context.draft.row_span(Table::Episodes, n, path);
        let mut say = |path: &[At<'_>], message: String, help: &str| {
            faults
                .push(Diagnostic::new(Code::EpisodeSources, span(path), message).label("for the question").help(help));
        };
        if episode.tellings.len() != NOTES {
            let message =
                format!("`{id}` has {} on its question, where two stand", counted(episode.tellings.len(), "note"));
            let help = "give it two that do not agree: `sources: [(text: \"..\", sources: [\"..\"]), (..)]`";
            say(&[At::Field("sources")], message, help);
        }
        for (row, _) in episode.tellings.iter().enumerate().filter(|(_, (_, sources))| sources.is_empty()) {
            let message = format!("a note of `{id}` names no source, so nobody can ask how it is known");
            say(&[At::Field("sources"), At::Row(row), At::Field("sources")], message, "name who says so");
        }
    }
}
