//! Where a story parts.
//!
//! Many choices lead to two passages that meet again in the next. A *hinge* is a passage behind which the story really
//! goes apart: at least two of its ways open an arm of their own. An arm begins with a passage that only the hinge leads
//! to, and is all that cannot be come to without that passage; it counts when it is at least two passages long, or ends the
//! story. Conditions are not asked: this is about the shape, and a way that is sometimes closed is a way.
//!
//! "Cannot be come to without" is dominance. Cooper, Harvey and Kennedy, *A Simple, Fast Dominance Algorithm* (2001), is what finds
//! it. It must not know what a passage is.

use std::collections::BTreeSet;

use super::shape::before;

/// The hinges of a graph, by index. `next` are the ways, `start` where all begins, `ends` says which places end the story.
pub fn hinges(next: &[Vec<usize>], start: usize, ends: &dyn Fn(usize) -> bool) -> BTreeSet<usize> {
    let Some(over) = dominators(next, start) else { return BTreeSet::new() };
    // How many passages each arm holds, itself included, and whether it ends the story. Children stand behind their
    // parents in this order, so one walk backward adds everything up.
    let mut arm: Vec<(usize, bool)> = (0..next.len()).map(|at| (1, ends(at))).collect();
    for at in over.order.iter().rev().filter(|at| **at != start) {
        let (size, ending) = arm[*at];
        let above = &mut arm[over.nearest[*at]];
        *above = (above.0 + size, above.1 || ending);
    }
    let before = before(next);
    let opens = |from: usize, to: usize| {
        let only = || before[to].iter().all(|other| *other == from || !over.knows(*other) || over.above(to, *other));
        to != start && from != to && over.nearest[to] == from && (arm[to].0 >= 2 || arm[to].1) && only()
    };
    let arms = |from: &usize| next[*from].iter().filter(|to| opens(*from, **to)).count();
    over.order.iter().filter(|at| arms(at) >= 2).copied().collect()
}

struct Dominators {
    /// What can be come to, each behind all that it cannot be come to without.
    order: Vec<usize>,
    /// For each, the nearest place that every way to it leads through.
    nearest: Vec<usize>,
}

impl Dominators {
    /// Whether a place can be come to at all.
    fn knows(&self, at: usize) -> bool {
        self.nearest[at] != UNKNOWN
    }

    /// Whether every way to `at` leads through `above`.
    fn above(&self, above: usize, at: usize) -> bool {
        let mut here = at;
        while here != above && self.nearest[here] != here {
            here = self.nearest[here];
        }
        here == above
    }
}

/// Stands for no place.
const UNKNOWN: usize = usize::MAX;

/// `None` when there is no start.
fn dominators(next: &[Vec<usize>], start: usize) -> Option<Dominators> {
    next.get(start)?;
    let order = forward(next, start);
    let mut rank = vec![UNKNOWN; next.len()];
    order.iter().enumerate().for_each(|(n, at)| rank[*at] = n);
    let before = before(next);
    let mut nearest = vec![UNKNOWN; next.len()];
    nearest[start] = start;
    loop {
        let mut settled = true;
        for at in order.iter().skip(1) {
            let mut known = before[*at].iter().copied().filter(|from| nearest[*from] != UNKNOWN);
            let Some(first) = known.next() else { continue };
            let meet = known.fold(first, |mut a, mut b| {
                while a != b {
                    if rank[a] > rank[b] { a = nearest[a] } else { b = nearest[b] }
                }
                a
            });
            if nearest[*at] != meet {
                nearest[*at] = meet;
                settled = false;
            }
        }
        if settled {
            return Some(Dominators { order, nearest });
        }
    }
}

/// What can be come to from the start, in reverse postorder: but for loops, each behind all that lead to it.
fn forward(next: &[Vec<usize>], start: usize) -> Vec<usize> {
    let mut seen = vec![false; next.len()];
    seen[start] = true;
    let mut order = Vec::new();
    // A stack of one's own: a story may be longer than the program's.
    let mut stack = vec![(start, 0)];
    while let Some((at, way)) = stack.last_mut() {
        match next[*at].get(*way) {
            Some(to) => {
                *way += 1;
                if !std::mem::replace(&mut seen[*to], true) {
                    stack.push((*to, 0));
                }
            }
            None => {
                order.push(*at);
                stack.pop();
            }
        }
    }
    order.reverse();
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(next: &[&[usize]]) -> Vec<usize> {
        let next: Vec<Vec<usize>> = next.iter().map(|to| to.to_vec()).collect();
        hinges(&next, 0, &|at| next[at].is_empty()).into_iter().collect()
    }

    #[test]
    fn a_choice_whose_ways_meet_again_at_once_is_no_hinge() {
        assert_eq!(found(&[&[1, 2], &[3], &[3], &[]]), Vec::<usize>::new());
    }

    #[test]
    fn two_arms_of_two_passages_make_a_hinge() {
        assert_eq!(found(&[&[1, 2], &[3], &[4], &[5], &[5], &[]]), [0]);
    }

    #[test]
    fn an_ending_of_its_own_is_an_arm() {
        assert_eq!(found(&[&[1, 2], &[], &[3], &[]]), [0]);
    }

    #[test]
    fn an_arm_that_can_be_come_to_from_elsewhere_is_none() {
        // Both arms of 0 are two long, but 2 is led to from 1 as well.
        assert_eq!(found(&[&[1, 2], &[3, 2], &[4], &[5], &[5], &[]]), Vec::<usize>::new());
    }

    #[test]
    fn where_arms_meet_is_no_arm() {
        // 0 leads to 1, and past it to where 1 leads.
        assert_eq!(found(&[&[1, 2], &[2], &[3], &[4], &[]]), Vec::<usize>::new());
    }

    #[test]
    fn a_loop_back_changes_nothing() {
        assert_eq!(found(&[&[1, 2], &[3], &[4], &[5, 0], &[5], &[1]]), Vec::<usize>::new());
        assert_eq!(found(&[&[1, 2], &[3], &[4], &[5, 0], &[5], &[]]), [0]);
        assert_eq!(found(&[&[1, 2], &[3], &[4], &[1, 5], &[5], &[]]), [0]);
        assert_eq!(found(&[&[0]]), Vec::<usize>::new());
    }
}
