//! K149: passages that lie side by side are too much alike. It must not know what is decided between them.
//!
//! Side by side are those to which one passage leads.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::gram::{Gram, common, longest_shared, overlap};
use super::measure::tenths;
use super::route::successors;
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint, counted};
use crate::story::PassageId;

/// Passages that lie side by side are too much alike.
pub const LINT: Lint = Lint { code: Code::AlikeSiblings, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let style = &context.story.style.overlap;
    if style.siblings.is_none() && style.own_words.is_none() {
        return;
    }
    let beside = beside(&successors(context));
    let sets = context.threes();
    for (id, others) in &beside {
        let name = context.story.passage_id(*id);
        let both: Vec<(usize, PassageId)> =
            others.iter().map(|other| (common(&sets[id.index()], &sets[other.index()]), *other)).collect();
        // Of two, the later is reported, with the one before that is most like it.
        let like = |(both, other): &(usize, PassageId)| {
            (overlap(*both, sets[id.index()].len(), sets[other.index()].len()), *other)
        };
        let worst = both.iter().filter(|(_, other)| other < id).map(like).max_by_key(|(shared, _)| *shared);
        if let (Some((shared, other)), Some(limit)) = (worst, style.siblings)
            && shared > limit as usize
        {
            let run = longest_shared(context, *id, other);
            let help = format!(
                "{} in a hundred runs of three words are in both, and at most {} should be; the longest is \"{run}\"",
                tenths(shared),
                tenths(limit as usize)
            );
            let other_name = context.story.passage_id(other);
            let message = format!("`{name}` and `{other_name}`, between which a choice decides, are too much alike");
            faults.push(
                Diagnostic::new(Code::AlikeSiblings, context.draft.id_span(*id), message)
                    .label("what was chosen should be told")
                    .help(help)
                    .also(context.draft.id_span(other), "the other one"),
            );
        }
        let Some(limit) = style.own_words else { continue };
        // A run takes three words at most, so most passages need not be looked through.
        let shared: usize = both.iter().map(|(both, _)| both).sum();
        if context.prose(*id).words >= limit as usize + 3 * shared {
            continue;
        }
        let words = own_words(context, sets, *id, others);
        if words < limit as usize {
            let (span, limits) = context.limit(&["overlap", "own_words"]);
            let message = format!("`{name}` has {} that no passage beside it has", counted(words, "word"));
            faults.push(
                Diagnostic::new(Code::AlikeSiblings, context.draft.id_span(*id), message)
                    .label("too little of its own")
                    .help(format!(
                        "at least {} are wanted, or let the choices lead to one passage",
                        counted(limit as usize, "word")
                    ))
                    .also(span, limits),
            );
        }
    }
}

/// How many words of a passage stand in no run of three that a passage beside it has.
fn own_words(context: &Context<'_>, sets: &[Vec<Gram>], id: PassageId, others: &BTreeSet<PassageId>) -> usize {
    let page = &context.book().pages[id.index()];
    let mut shared: Vec<Vec<bool>> = page.ids.iter().map(|ids| vec![false; ids.len()]).collect();
    for place in context.own().grams(page, 3) {
        if others.iter().any(|other| sets[other.index()].binary_search(&place.gram).is_ok()) {
            shared[place.reading][place.words].fill(true);
        }
    }
    let fresh = page.fresh.iter().flatten();
    fresh.zip(shared.iter().flatten()).filter(|(fresh, shared)| **fresh && !**shared).count()
}

/// For each passage that has any, those beside it.
fn beside(successors: &[Vec<PassageId>]) -> BTreeMap<PassageId, BTreeSet<PassageId>> {
    let mut beside: BTreeMap<PassageId, BTreeSet<PassageId>> = BTreeMap::new();
    for next in successors {
        for id in next {
            let others = next.iter().copied().filter(|other| other != id);
            beside.entry(*id).or_default().extend(others);
        }
    }
    beside.retain(|_, others| !others.is_empty());
    beside
}
