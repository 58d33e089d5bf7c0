//! Which layer each box stands in. It must not know how wide anything is.

use super::{Plan, Thread};

/// The layer of each box, and the first layer of each band.
#[derive(Debug, Clone)]
pub struct Layers {
    /// For each box, its layer; layers are numbered through all bands.
    pub of: Vec<usize>,
    /// For each band, its first layer; behind them, how many layers there are.
    pub first: Vec<usize>,
}

/// Each box a layer below all in its band that lead to it. Of a loop, the line that closes it is not counted.
pub fn layers(plan: &Plan, threads: &[(usize, Thread)]) -> Layers {
    let count = plan.blocks.len();
    let mut next = vec![Vec::new(); count];
    let mut entered = vec![false; count];
    for (_, thread) in threads.iter().filter(|(_, thread)| thread.from != thread.to) {
        entered[thread.to] = true;
        if plan.blocks[thread.from].band == plan.blocks[thread.to].band {
            next[thread.from].push(thread.to);
        }
    }
    let order = downward(&mut next);
    let mut depth = vec![0usize; count];
    for at in &order {
        for to in &next[*at] {
            depth[*to] = depth[*to].max(depth[*at] + 1);
        }
    }
    // What nothing leads to stands just above what it leads to, not at the top of everything.
    for at in order.iter().rev().filter(|at| !entered[**at]) {
        if let Some(below) = next[*at].iter().map(|to| depth[*to]).min() {
            depth[*at] = below.saturating_sub(1);
        }
    }
    let mut first = vec![0];
    for band in 0..plan.bands.len() {
        let own = (0..count).filter(|at| plan.blocks[*at].band == band);
        first.push(first[band] + own.map(|at| depth[at] + 1).max().unwrap_or(1));
    }
    let of =
        (0..count).map(|at| first[plan.blocks[at].band.min(plan.bands.len().saturating_sub(1))] + depth[at]).collect();
    Layers { of, first }
}

/// Takes the lines that close loops out of `next`, and gives all places, each before those it leads to.
fn downward(next: &mut [Vec<usize>]) -> Vec<usize> {
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        Not,
        Open,
        Done,
    }
    let mut seen = vec![Seen::Not; next.len()];
    let mut order = Vec::new();
    for root in 0..next.len() {
        if seen[root] != Seen::Not {
            continue;
        }
        seen[root] = Seen::Open;
        let mut stack = vec![(root, 0)];
        while let Some((at, way)) = stack.last_mut() {
            let Some(to) = next[*at].get(*way).copied() else {
                seen[*at] = Seen::Done;
                order.push(*at);
                stack.pop();
                continue;
            };
            match seen[to] {
                Seen::Open => _ = next[*at].remove(*way),
                Seen::Done => *way += 1,
                Seen::Not => {
                    *way += 1;
                    seen[to] = Seen::Open;
                    stack.push((to, 0));
                }
            }
        }
    }
    order.reverse();
    order
}
