//! K162: an episode is too long for a lesson, by the longest way through it. It must not know what it says.

use crate::diagnostic::{Code, Diagnostic};
use crate::explore::episode::MOST_STATES;
use crate::lint::{Context, Lint, counted, grouped};
use crate::story::{At, Table};

/// An episode is too long.
pub const LINT: Lint = Lint { code: Code::LongEpisode, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let (story, style) = (context.story, &context.story.style.episodes);
    let limits = [
        ("passages", style.passages, "passage"),
        ("words", style.words, "word"),
        ("votes", style.votes, "vote"),
        ("minutes", style.minutes, "minute"),
    ];
    if limits.iter().all(|(_, limit, _)| limit.is_none()) {
        return;
    }
    for (n, (episode, played)) in story.episodes.iter().zip(context.episodes()).enumerate() {
        let id = story.str(episode.id);
        let fault = |message: String| {
            let span = context.draft.row_span(Table::Episodes, n, &[At::Field("id")]);
            Diagnostic::new(Code::LongEpisode, span, message)
        };
        // Of one that goes astray something else is said.
        if played.astray.is_some() {
            continue;
        }
        let longest = played.longest;
        let before = faults.len();
        let found = [longest.passages, longest.words, longest.votes, longest.minutes(style)];
        for ((field, limit, what), found) in limits.into_iter().zip(found) {
            let Some(limit) = limit.filter(|limit| found > *limit) else { continue };
            let (also, limits) = context.limit(&["episodes", field]);
            let message = format!("a way through `{id}` takes {}", counted(found as usize, what));
            faults.push(
                fault(message)
                    .label("too long for a lesson")
                    .help(format!("at most {}: begin it later, or end it sooner", counted(limit as usize, what)))
                    .also(also, limits),
            );
        }
        if !played.is_whole && faults.len() == before {
            let message =
                format!("`{id}` was not measured: the episodes have more than {} states", grouped(MOST_STATES));
            faults.push(fault(message).label("too many ways").help("begin it later, or end it sooner"));
        }
    }
}
