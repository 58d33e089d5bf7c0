//! K147: passages share too many phrases. It must not know which passages.

use super::measure::{above, share, tenths};
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint};

/// Passages share too many phrases.
pub const LINT: Lint = Lint { code: Code::SharedPhrases, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let Some(limit) = context.story.style.overlap.shared else { return };
    let (own, repeated) = (context.own(), context.repeated_phrases());
    let (all, shared) = (repeated.different, repeated.groups().count());
    if !above(shared, all, limit, 1000) {
        return;
    }
    let mut most: Vec<(usize, u64, u32)> =
        repeated.groups().map(|group| (group.len(), group[0].0, group[0].1)).collect();
    most.sort_by(|a, b| b.0.cmp(&a.0).then(a.2.cmp(&b.2)).then(a.1.cmp(&b.1)));
    let said: Vec<String> = most
        .iter()
        .take(8)
        .filter_map(|(count, gram, n)| {
            let id = crate::story::PassageId(*n);
            let places = own.grams(&context.book().pages[id.index()], 4);
            let place = places.iter().find(|place| place.gram == *gram)?;
            Some(format!("\"{}\" {count}", context.words_shown(id, place.reading, &place.words)))
        })
        .collect();
    let (span, _) = context.limit(&["overlap", "shared"]);
    let message = format!(
        "of a hundred phrases of four words, {} stand in more than one passage",
        tenths(share(shared, all, 1000))
    );
    faults.push(Diagnostic::new(Code::SharedPhrases, span, message).label("the limit").help(format!(
        "at most {} are wanted; most often {}",
        tenths(limit as usize),
        said.join(", ")
    )));
}
