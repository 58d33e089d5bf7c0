//! K110: passages lead only to one another, and none of them to an ending.

use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint};

/// A loop of passages has no way out.
pub const LINT: Lint = Lint { code: Code::EndlessLoop, run };

/// How many passages are named.
const MOST_NAMED: usize = 6;

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let (story, ways) = (context.story, context.ways());
    // A story without any ending has been told so.
    if story.endings.is_empty() {
        return;
    }
    let ends = ways.leading_to(story.endings.iter().map(|ending| ending.passage));
    for group in ways.loops() {
        let out = |id: &crate::story::PassageId| ways.from(*id).iter().any(|to| group.binary_search(to).is_err());
        let first = group[0];
        if ends[first.index()] || group.iter().any(out) || !context.sure().may_reach(first) {
            continue;
        }
        let names: Vec<String> =
            group.iter().take(MOST_NAMED).map(|id| format!("`{}`", story.passage_id(*id))).collect();
        let more = if group.len() > names.len() { " and others" } else { "" };
        let message = match group.len() {
            1 => format!("{} leads only to itself, so whoever comes here never gets to an ending", names[0]),
            _ => format!(
                "{}{more} lead only to one another, so whoever comes here never gets to an ending",
                names.join(", ")
            ),
        };
        faults.push(
            Diagnostic::new(Code::EndlessLoop, context.draft.id_span(first), message)
                .label("the loop begins here")
                .help("lead one of its choices to a passage from which an ending can be reached"),
        );
    }
}
