//! Which passage leads to which, as far as nothing is known against it. It must not know under what conditions.

use super::sure::Sure;
use crate::story::{ChoiceId, PassageId, Story, Way};

/// The passages as a graph.
#[derive(Debug)]
pub struct Ways {
    /// Where the list of each passage begins in `to`; one more at the end.
    starts: Vec<usize>,
    to: Vec<PassageId>,
}

impl Ways {
    /// Every arm of every choice that may ever be gone.
    pub fn of(story: &Story, sure: &Sure<'_>) -> Self {
        let (mut starts, mut to) = (vec![0], Vec::with_capacity(story.choices.len()));
        for passage in &story.passages {
            let from = to.len();
            for id in passage.choices.clone().map(ChoiceId).filter(|id| sure.may_take(*id)) {
                for way in [Way::Sure, Way::Well, Way::Ill] {
                    let arms = story.choice(id).outcome_of(way).map_or(&[][..], |outcome| &outcome.arms);
                    to.extend(arms.iter().enumerate().filter(|(n, _)| sure.arm(id, way, *n)).map(|(_, arm)| arm.to));
                }
            }
            to[from..].sort_unstable();
            let mut kept = from;
            for n in from..to.len() {
                if n == from || to[n] != to[kept - 1] {
                    to[kept] = to[n];
                    kept += 1;
                }
            }
            to.truncate(kept);
            starts.push(to.len());
        }
        Self { starts, to }
    }

    /// Where a passage may lead, each place once, in order.
    pub fn from(&self, passage: PassageId) -> &[PassageId] {
        &self.to[self.starts[passage.index()]..self.starts[passage.index() + 1]]
    }

    /// How many passages there are.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// For each passage, whether one of `goals` can be come to from it.
    pub fn leading_to(&self, goals: impl Iterator<Item = PassageId>) -> Vec<bool> {
        let mut into: Vec<Vec<u32>> = vec![Vec::new(); self.len()];
        for n in 0..self.len() as u32 {
            self.from(PassageId(n)).iter().for_each(|to| into[to.index()].push(n));
        }
        let mut leads = vec![false; self.len()];
        let mut open: Vec<u32> = goals.map(|goal| goal.0).collect();
        while let Some(n) = open.pop() {
            if !std::mem::replace(&mut leads[n as usize], true) {
                open.extend(&into[n as usize]);
            }
        }
        leads
    }

    /// The groups of passages that all lead to one another, without one that is alone and does not lead to itself.
    /// Each in order, and the groups by their first. This is Tarjan's algorithm, with a list for the stack of calls.
    pub fn loops(&self) -> Vec<Vec<PassageId>> {
        const NEW: usize = usize::MAX;
        let count = self.len();
        let (mut number, mut low, mut on_stack) = (vec![NEW; count], vec![0; count], vec![false; count]);
        let (mut stack, mut found, mut next) = (Vec::new(), Vec::new(), 0);
        for root in 0..count {
            if number[root] != NEW {
                continue;
            }
            let mut calls = vec![(root, 0)];
            while let Some((at, done)) = calls.last_mut() {
                let at = *at;
                if *done == 0 {
                    (number[at], low[at], on_stack[at]) = (next, next, true);
                    next += 1;
                    stack.push(at);
                }
                if let Some(to) = self.from(PassageId(at as u32)).get(*done) {
                    let to = to.index();
                    *done += 1;
                    if number[to] == NEW {
                        calls.push((to, 0));
                    } else if on_stack[to] {
                        low[at] = low[at].min(number[to]);
                    }
                    continue;
                }
                calls.pop();
                if let Some((caller, _)) = calls.last() {
                    low[*caller] = low[*caller].min(low[at]);
                }
                if low[at] == number[at] {
                    let from = stack.iter().rposition(|one| *one == at).unwrap_or(0);
                    let mut group: Vec<PassageId> = stack.drain(from..).map(|n| PassageId(n as u32)).collect();
                    group.iter().for_each(|one| on_stack[one.index()] = false);
                    group.sort_unstable();
                    if group.len() > 1 || self.from(group[0]).contains(&group[0]) {
                        found.push(group);
                    }
                }
            }
        }
        found.sort_unstable();
        found
    }
}
