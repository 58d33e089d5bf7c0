//! K148: two passages are too much alike. It must not know what either says.
//!
//! Pairs are found through the runs of three words they share, never by comparing all passages with one another. A run
//! that stands in very many passages belongs to the language and is left out, which also bounds the time.

use std::collections::BTreeSet;

use super::gram::{Gram, Repeated, longest_shared, overlap};
use super::measure::tenths;
use super::route::successors;
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint};
use crate::story::PassageId;

/// Two passages are too much alike.
pub const LINT: Lint = Lint { code: Code::AlikePassages, run };

/// A run in more passages belongs to the language.
const LANGUAGE: usize = 100;

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let Some(limit) = context.story.style.overlap.alike else { return };
    let found = pairs(context.threes(), limit as usize);
    if found.is_empty() {
        return;
    }
    let related = related(&successors(context));
    for (a, b, shared) in found {
        if related.contains(&(a.min(b), a.max(b))) {
            continue;
        }
        let (first, second) = (PassageId(a as u32), PassageId(b as u32));
        let run = longest_shared(context, second, first);
        let (name, other) = (context.story.passage_id(second), context.story.passage_id(first));
        faults.push(
            Diagnostic::new(
                Code::AlikePassages,
                context.draft.id_span(second),
                format!("`{name}` and `{other}` are too much alike"),
            )
            .label("much of it was read before")
            .help(format!(
                "{} in a hundred runs of three words are in both, and at most {} should be; the longest is \"{run}\"",
                tenths(shared),
                tenths(limit as usize)
            ))
            .also(context.draft.id_span(first), "the other one"),
        );
    }
}

/// The pairs of sets that share more than `limit` thousandths, with how much they do; in order.
fn pairs(sets: &[Vec<Gram>], limit: usize) -> Vec<(usize, usize, usize)> {
    let all = Repeated::of(sets).places;
    let mut sizes: Vec<usize> = sets.iter().map(Vec::len).collect();
    // For each passage, the runs that it is not the first to have: from where to where in `all`.
    let mut met: Vec<Vec<(u32, u32)>> = vec![Vec::new(); sets.len()];
    let mut from = 0;
    for group in all.chunk_by(|a, b| a.0 == b.0) {
        for (at, (_, n)) in group.iter().enumerate() {
            if group.len() > LANGUAGE {
                sizes[*n as usize] -= 1;
            } else if at > 0 {
                met[*n as usize].push((from as u32, (from + at) as u32));
            }
        }
        from += group.len();
    }
    let mut found = Vec::new();
    let mut counts = vec![0u32; sets.len()];
    for (n, runs) in met.iter().enumerate() {
        let mut touched = Vec::new();
        for (from, to) in runs {
            for (_, other) in &all[*from as usize..*to as usize] {
                if counts[*other as usize] == 0 {
                    touched.push(*other as usize);
                }
                counts[*other as usize] += 1;
            }
        }
        touched.sort_unstable();
        for other in touched {
            let both = std::mem::take(&mut counts[other]) as usize;
            // More than one run: two that overlap by chance are no likeness.
            if both > 1 && 1000 * both > limit * (sizes[n] + sizes[other] - both) {
                found.push((other, n, overlap(both, sizes[n], sizes[other])));
            }
        }
    }
    found
}

/// The pairs of passages that have to do with one another: one leads to the other, or a third leads to both.
fn related(successors: &[Vec<PassageId>]) -> BTreeSet<(usize, usize)> {
    let mut related = BTreeSet::new();
    for (n, next) in successors.iter().enumerate() {
        for (at, a) in next.iter().map(|id| id.index()).enumerate() {
            related.insert((n.min(a), n.max(a)));
            related.extend(next[..at].iter().map(|b| (b.index().min(a), b.index().max(a))));
        }
    }
    related
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_those_a_comparison_of_all_finds() {
        // Sets that share a little, much, and nothing.
        let sets: Vec<Vec<Gram>> = (0..60u64).map(|n| (0..30).map(|k| n * 7 % 40 * 11 + k).collect()).collect();
        let mut wanted = Vec::new();
        for b in 0..sets.len() {
            for a in 0..b {
                let both = super::super::gram::common(&sets[a], &sets[b]);
                if both > 1 && 1000 * both > 200 * (60 - both) {
                    wanted.push((a, b, overlap(both, 30, 30)));
                }
            }
        }
        assert!(wanted.len() > 10);
        assert_eq!(pairs(&sets, 200), wanted);
    }

    #[test]
    fn what_everybody_says_is_nobodys_likeness() {
        let sets = vec![vec![1, 2, 3]; LANGUAGE + 1];
        assert_eq!(pairs(&sets, 30), []);
    }
}
