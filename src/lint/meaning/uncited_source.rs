//! K114: a source is never cited.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint};
use crate::story::{At, SourceId, Table};

/// A source is never cited.
pub const LINT: Lint = Lint { code: Code::UncitedSource, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let story = context.story;
    let notes = story.passages.iter().flat_map(|passage| &passage.notes).flat_map(|note| &note.sources);
    let people = story.people.iter().flat_map(|person| &person.sources);
    let departures = story.departures.iter().flat_map(|departure| &departure.sources);
    let dates = story.timeline.iter().flat_map(|dated| &dated.sources);
    let episodes = story.episodes.iter().flat_map(|episode| &episode.tellings).flat_map(|(_, sources)| sources);
    let cited: BTreeSet<SourceId> =
        notes.chain(people).chain(departures).chain(dates).chain(episodes).copied().collect();
    for (n, source) in story.sources.iter().enumerate().filter(|(n, _)| !cited.contains(&SourceId(*n as u16))) {
        let message = format!("nothing cites `{}`, so no reader learns what was taken from it", story.str(source.id));
        faults.push(
            Diagnostic::new(
                Code::UncitedSource,
                context.draft.row_span(Table::Sources, n, &[At::Field("id")]),
                message,
            )
            .label("no note, person, date or departure names it")
            .help("name it in the `sources` of what rests on it, or delete the row"),
        );
    }
}
