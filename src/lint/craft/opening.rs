//! K150: passages open in the same way. It must not know in which.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::book::Id;
use super::measure::{below, share};
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint};
use crate::story::PassageId;

/// Passages open in the same way.
pub const LINT: Lint = Lint { code: Code::SameOpening, run };

/// An opening: its words, and where it stands.
type Opening<'b> = (&'b [Id], PassageId, usize, Range<usize>);

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let style = &context.story.style.openings;
    if style.distinct.is_none() && style.in_chapter.is_none() {
        return;
    }
    let len = style.words.unwrap_or(2).max(1) as usize;
    let openings: Vec<Opening<'_>> = context.passages().flat_map(|id| openings(context, id, len)).collect();
    if let Some(limit) = style.in_chapter {
        in_chapter(context, &openings, limit, faults);
    }
    if let Some(limit) = style.distinct {
        let mut counts: BTreeMap<&[Id], usize> = BTreeMap::new();
        openings.iter().for_each(|(ids, ..)| *counts.entry(ids).or_default() += 1);
        if below(counts.len(), openings.len(), limit, 100) {
            let mut most: Vec<(usize, String)> = counts
                .iter()
                .map(|(ids, n)| {
                    (*n, ids.iter().map(|id| context.book().lexicon.word(*id)).collect::<Vec<_>>().join(" "))
                })
                .collect();
            most.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
            let most: Vec<String> = most.iter().take(5).map(|(n, words)| format!("\"{words}\" {n}")).collect();
            let (span, _) = context.limit(&["openings", "distinct"]);
            let message = format!("of a hundred openings, {} are unlike", share(counts.len(), openings.len(), 100));
            faults.push(
                Diagnostic::new(Code::SameOpening, span, message)
                    .label("the limit")
                    .help(format!("at least {limit} are wanted; most often {}", most.join(", "))),
            );
        }
    }
}

/// Reports openings that come too often in one chapter, at the one too many.
fn in_chapter(context: &Context<'_>, openings: &[Opening<'_>], limit: u32, faults: &mut Vec<Diagnostic>) {
    let mut met: BTreeMap<(u16, &[Id]), Vec<PassageId>> = BTreeMap::new();
    for (ids, id, reading, words) in openings {
        let Some(chapter) = context.story.passage(*id).chapter else { continue };
        let before = met.entry((chapter.0, ids)).or_default();
        if before.last() == Some(id) {
            continue;
        }
        before.push(*id);
        if before.len() == limit as usize + 1 {
            let shown = context.words_shown(*id, *reading, words);
            let message = format!(
                "`{}` opens as another passage of its chapter does: \"{shown}\"",
                context.story.passage_id(*id)
            );
            faults.push(
                Diagnostic::new(Code::SameOpening, context.words_span(*id, *reading, words), message)
                    .label("once more")
                    .help("begin with somebody else, or with a thing")
                    .also(context.draft.id_span(before[0]), "the first"),
            );
        }
    }
}

/// The first words of each reading of a passage, each opening once.
fn openings<'c>(context: &'c Context<'_>, id: PassageId, len: usize) -> Vec<Opening<'c>> {
    let page = &context.book().pages[id.index()];
    let mut met = BTreeSet::new();
    let each = page.ids.iter().enumerate().filter_map(|(n, ids)| Some((ids.get(..len)?, id, n, 0..len)));
    each.filter(|(ids, ..)| met.insert(*ids)).collect()
}
