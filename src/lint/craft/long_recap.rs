//! K161: the recap of an episode is too long. It must not know what it says.

use crate::diagnostic::{Code, Diagnostic};
use crate::lint::prose::count;
use crate::lint::{Context, Lint, counted};
use crate::story::{At, Table};

/// The recap of an episode is too long.
pub const LINT: Lint = Lint { code: Code::LongRecap, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let Some(limit) = context.story.style.episodes.recap else { return };
    for (n, episode) in context.story.episodes.iter().enumerate() {
        let words = count(context.story.str(episode.recap));
        if words <= limit as usize {
            continue;
        }
        let message = format!("the recap of `{}` has {}", context.story.str(episode.id), counted(words, "word"));
        let (also, limits) = context.limit(&["episodes", "recap"]);
        faults.push(
            Diagnostic::new(
                Code::LongRecap,
                context.draft.row_span(Table::Episodes, n, &[At::Field("recap")]),
                message,
            )
            .label("too long to be heard before the first page")
            .help(format!("at most {}: say who you are, and what was done", counted(limit as usize, "word")))
            .also(also, limits),
        );
    }
}
