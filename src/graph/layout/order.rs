//! In which order things stand in their layer, so that few lines cross. It must not know where anything is drawn.

use std::collections::BTreeMap;

use super::layer::Layers;
use super::{Plan, Thread};

/// How many layers a line may pass between the boxes; one that passes more goes along the side.
const FAR: usize = 12;
/// How often all layers are gone through.
const SWEEPS: usize = 24;
/// How often neighbours are tried the other way round.
const SWAPS: usize = 12;

/// Something that stands in a layer: a box, or the place where lines to a box pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A box.
    Block(usize),
    /// Where the lines to this box pass.
    Knot(usize),
}

/// What stands in a layer.
#[derive(Debug, Clone, Copy)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// How wide it is.
    pub width: i64,
}

/// A line from an item to one in the next layer.
#[derive(Debug, Clone, Copy)]
pub struct Tie {
    /// The upper item.
    pub upper: usize,
    /// Where the line leaves it, counted from its middle.
    pub port: i64,
    /// The lower item; lines come to its middle.
    pub lower: usize,
}

/// Everything in its layer, with the lines between neighbouring layers.
#[derive(Debug, Clone)]
pub struct Net {
    /// The items.
    pub items: Vec<Item>,
    /// The layers: items from left to right.
    pub rows: Vec<Vec<usize>>,
    /// The lines.
    pub ties: Vec<Tie>,
    /// For each item, the ties it is the lower end of.
    pub above: Vec<Vec<usize>>,
    /// For each item, the ties it is the upper end of.
    pub below: Vec<Vec<usize>>,
    /// The knot of a box's lines in a layer.
    pub knots: BTreeMap<(usize, usize), usize>,
    /// For each thread that was given, whether it goes along the side.
    pub aside: Vec<bool>,
}

impl Net {
    /// The items and ties of a plan; within a layer in the order in which threads come to them.
    pub fn new(plan: &Plan, threads: &[(usize, Thread)], layers: &Layers) -> Self {
        let items: Vec<Item> = (0..plan.blocks.len())
            .map(|block| Item { kind: Kind::Block(block), width: plan.blocks[block].width })
            .collect();
        let rows = vec![Vec::new(); layers.first.last().copied().unwrap_or(0)];
        let mut net = Self {
            items,
            rows,
            ties: Vec::new(),
            above: Vec::new(),
            below: Vec::new(),
            knots: BTreeMap::new(),
            aside: Vec::new(),
        };
        for (_, thread) in threads {
            let (top, bottom) = (layers.of[thread.from], layers.of[thread.to]);
            let bands = [thread.from, thread.to].map(|block| plan.blocks[block].band);
            let aside = bottom <= top || bottom - top > FAR || bands[1] > bands[0] + 1;
            net.aside.push(aside);
            if !aside {
                net.tie(plan, thread, top, bottom);
            }
        }
        net.begin(layers);
        net.above = vec![Vec::new(); net.items.len()];
        net.below = vec![Vec::new(); net.items.len()];
        for (n, tie) in net.ties.iter().enumerate() {
            net.above[tie.lower].push(n);
            net.below[tie.upper].push(n);
        }
        net
    }

    /// Ties a thread from layer to layer, along the knots of those that lead to the same box.
    fn tie(&mut self, plan: &Plan, thread: &Thread, top: usize, bottom: usize) {
        let mut upper = thread.from;
        let mut port = thread.port - plan.blocks[thread.from].width / 2;
        for layer in top + 1..bottom {
            let new = self.items.len();
            let knot = *self.knots.entry((thread.to, layer)).or_insert(new);
            if knot == new {
                self.items.push(Item { kind: Kind::Knot(thread.to), width: 0 });
            }
            // Where others have gone before, all is tied from here on.
            self.ties.push(Tie { upper, port, lower: knot });
            if knot != new {
                return;
            }
            (upper, port) = (knot, 0);
        }
        self.ties.push(Tie { upper, port, lower: thread.to });
    }

    /// The first order: depth first, as a reader who takes every first choice first.
    fn begin(&mut self, layers: &Layers) {
        let mut below = vec![Vec::new(); self.items.len()];
        for tie in &self.ties {
            below[tie.upper].push((tie.port, tie.lower));
        }
        below.iter_mut().for_each(|ties| ties.sort());
        let mut layer_of = layers.of.clone();
        layer_of.resize(self.items.len(), 0);
        self.knots.iter().for_each(|((_, layer), knot)| layer_of[*knot] = *layer);
        let mut seen = vec![false; self.items.len()];
        for root in 0..self.items.len() {
            let mut stack = vec![root];
            while let Some(at) = stack.pop() {
                if !std::mem::replace(&mut seen[at], true) {
                    self.rows[layer_of[at]].push(at);
                    stack.extend(below[at].iter().rev().map(|(_, lower)| *lower));
                }
            }
        }
    }

    /// Orders each layer by where its neighbours stand, down and up, and keeps the best that was seen.
    pub fn untangle(&mut self) {
        let mut best = (self.crossings(), self.rows.clone());
        for sweep in 0..SWEEPS {
            let down = sweep % 2 == 0;
            let count = self.rows.len();
            for n in 0..count {
                self.sort(if down { n } else { count - 1 - n }, down);
            }
            if sweep % 4 == 3 {
                self.swap();
            }
            let now = self.crossings();
            if now < best.0 {
                best = (now, self.rows.clone());
            }
        }
        self.rows = best.1;
        self.swap();
    }

    /// The places of a layer's items when they stand side by side around a common middle.
    fn packed(&self, row: usize) -> Vec<i64> {
        let wide = |at: &usize| self.items[*at].width + super::place::AIR;
        let mut x = -self.rows[row].iter().map(wide).sum::<i64>() / 2;
        let place = |at: &usize| {
            x += wide(at);
            x - wide(at) / 2
        };
        self.rows[row].iter().map(place).collect()
    }

    fn sort(&mut self, row: usize, down: bool) {
        let Some(other) = (if down { row.checked_sub(1) } else { Some(row + 1) }).filter(|n| *n < self.rows.len())
        else {
            return;
        };
        let mut at = BTreeMap::new();
        self.rows[other].iter().zip(self.packed(other)).for_each(|(item, x)| _ = at.insert(*item, x));
        let own = self.packed(row);
        let mut keyed: Vec<(i64, usize)> = self.rows[row]
            .iter()
            .zip(own)
            .map(|(item, x)| {
                let ties = if down { &self.above[*item] } else { &self.below[*item] };
                let places = ties.iter().map(|tie| {
                    let tie = &self.ties[*tie];
                    // What hangs on a port on the left stands on the left.
                    if down { at[&tie.upper] + tie.port } else { at[&tie.lower] - tie.port }
                });
                let sum: i64 = places.sum();
                (if ties.is_empty() { x } else { sum.div_euclid(ties.len() as i64) }, *item)
            })
            .collect();
        // Equal ones keep their order.
        keyed.sort_by_key(|(x, _)| *x);
        self.rows[row] = keyed.into_iter().map(|(_, item)| item).collect();
    }

    /// How many pairs of lines cross.
    pub fn crossings(&self) -> usize {
        (1..self.rows.len()).map(|row| self.crossings_above(row)).sum()
    }

    /// The crossings between a layer and the one above it.
    fn crossings_above(&self, row: usize) -> usize {
        let place: BTreeMap<usize, usize> = self.rows[row - 1].iter().enumerate().map(|(n, item)| (*item, n)).collect();
        let mut ends: Vec<((usize, i64), usize)> = Vec::new();
        for (n, item) in self.rows[row].iter().enumerate() {
            ends.extend(self.above[*item].iter().map(|tie| {
                let tie = &self.ties[*tie];
                ((place[&tie.upper], tie.port), n)
            }));
        }
        ends.sort_unstable();
        // Two lines cross when their lower ends stand the other way round: counted with a tree of sums (Fenwick).
        let width = self.rows[row].len();
        let mut sums = vec![0usize; width + 1];
        let mut crossings = 0;
        for (seen, (_, lower)) in ends.iter().enumerate() {
            let (mut at, mut up_to) = (lower + 1, 0);
            while at > 0 {
                up_to += sums[at];
                at &= at - 1;
            }
            crossings += seen - up_to;
            let mut at = lower + 1;
            while at <= width {
                sums[at] += 1;
                at += at & at.wrapping_neg();
            }
        }
        crossings
    }

    /// Turns neighbours round while that takes crossings away.
    fn swap(&mut self) {
        for _ in 0..SWAPS {
            let mut better = false;
            for row in 0..self.rows.len() {
                let mut place: BTreeMap<usize, usize> = BTreeMap::new();
                for near in [row.wrapping_sub(1), row + 1] {
                    place.extend(self.rows.get(near).into_iter().flatten().enumerate().map(|(n, item)| (*item, n)));
                }
                for n in 1..self.rows[row].len() {
                    let (a, b) = (self.rows[row][n - 1], self.rows[row][n]);
                    if self.crossed(b, a, &place) < self.crossed(a, b, &place) {
                        self.rows[row].swap(n - 1, n);
                        better = true;
                    }
                }
            }
            if !better {
                return;
            }
        }
    }

    /// The crossings between the lines of two neighbours when `left` stands left.
    fn crossed(&self, left: usize, right: usize, place: &BTreeMap<usize, usize>) -> usize {
        let above = |item: usize| {
            let tie = |n: &usize| (place[&self.ties[*n].upper], self.ties[*n].port);
            self.above[item].iter().map(tie).collect::<Vec<_>>()
        };
        let below = |item: usize| {
            let tie = |n: &usize| (place[&self.ties[*n].lower], 0);
            self.below[item].iter().map(tie).collect::<Vec<_>>()
        };
        let over = |lefts: &[(usize, i64)], rights: &[(usize, i64)]| {
            lefts.iter().map(|l| rights.iter().filter(|r| *r < l).count()).sum::<usize>()
        };
        over(&above(left), &above(right)) + over(&below(left), &below(right))
    }
}
