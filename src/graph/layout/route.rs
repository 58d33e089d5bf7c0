//! Where the lines run, and with them how far the layers stand apart.
//!
//! A line is sideways only in the gap between two layers, and upright where it passes one. So no line cuts through a box.
//! It must not move anything from left to right.

use std::collections::BTreeMap;

use super::layer::Layers;
use super::order::Net;
use super::{Area, Laid, Line, Plan, Stretch, Thread};

/// The least height of a gap.
const GAP: i64 = 44;
/// How much higher a gap may be where lines go far sideways in it.
const MORE: i64 = 64;
/// How much sideways makes a gap higher by one.
const SLOPE: i64 = 9;
/// Between a band's frame and what stands in it.
const PAD: i64 = 30;
/// Between two frames.
const BETWEEN: i64 = 40;
/// Around everything.
const MARGIN: i64 = 24;
/// Between two lines along the side.
const LANE: i64 = 14;

/// The heights of layers: where each begins, and where it ends. Between them are the gaps.
struct Rows {
    top: Vec<i64>,
    bottom: Vec<i64>,
    /// The end of the gap below the last layer.
    end: i64,
}

impl Rows {
    /// The gap above a layer: from where to where.
    fn gap(&self, layer: usize) -> (i64, i64) {
        let from = layer.checked_sub(1).map_or(MARGIN, |above| self.bottom[above]);
        (from, self.top.get(layer).copied().unwrap_or(self.end))
    }
}

/// Lines along the right side that lead to one box: from which layer to which, and in which lane.
struct Aside {
    to: usize,
    back: bool,
    threads: Vec<usize>,
    lane: usize,
}

/// Draws all lines of a plan whose items have their layers and places.
pub fn route(plan: &Plan, threads: &[(usize, Thread)], layers: &Layers, net: &Net, middles: &[i64]) -> Laid {
    let left = plan.blocks.iter().zip(middles).map(|(block, x)| x - block.width / 2);
    let knots = net.knots.values().map(|knot| middles[*knot]);
    let left = left.chain(knots).min().unwrap_or(0);
    // From here on the frames begin at the margin, with the gutter at their left.
    let x: Vec<i64> = middles.iter().map(|x| x - left + MARGIN + plan.gutter + PAD).collect();
    let right = plan.blocks.iter().zip(&x).map(|(block, x)| x + block.width / 2);
    let right = right.chain(net.knots.values().map(|knot| x[*knot])).max().unwrap_or(MARGIN + plan.gutter) + PAD;

    let (rows, bands) = heights(plan, layers, net, &x, right);
    let blocks: Vec<Area> = plan
        .blocks
        .iter()
        .enumerate()
        .map(|(n, block)| Area {
            x: x[n] - block.width / 2,
            y: rows.top[layers.of[n]],
            width: block.width,
            height: block.height,
        })
        .collect();
    let mut lines = Vec::new();
    near(threads, layers, net, &x, &rows, &blocks, &mut lines);
    let asides = asides(threads, layers, net);
    let lanes = asides.iter().map(|aside| aside.lane + 1).max().unwrap_or(0) as i64;
    for aside in &asides {
        let lane = right + LANE * (aside.lane as i64 + 1) + LANE;
        far(aside, lane, threads, layers, &rows, &blocks, &mut lines);
    }
    let width = right + LANE * if lanes > 0 { lanes + 2 } else { 0 } + MARGIN;
    Laid { blocks, bands, lines, width, height: rows.end }
}

/// How high each layer and gap is, and the frames of the bands.
fn heights(plan: &Plan, layers: &Layers, net: &Net, x: &[i64], right: i64) -> (Rows, Vec<Area>) {
    let count = net.rows.len();
    let mut high = vec![0; count];
    plan.blocks.iter().enumerate().for_each(|(n, block)| high[layers.of[n]] = high[layers.of[n]].max(block.height));
    let layer_of: BTreeMap<usize, usize> =
        net.rows.iter().enumerate().flat_map(|(row, items)| items.iter().map(move |item| (*item, row))).collect();
    let mut sideways = vec![0; count + 1];
    for tie in &net.ties {
        let by = (x[tie.upper] + tie.port - x[tie.lower]).abs();
        let gap = &mut sideways[layer_of[&tie.lower]];
        *gap = by.max(*gap);
    }
    let mut rows = Rows { top: Vec::new(), bottom: Vec::new(), end: 0 };
    let mut bands = Vec::new();
    let mut y = MARGIN;
    for (band, least) in plan.bands.iter().enumerate() {
        let from = y;
        y += PAD;
        for layer in layers.first[band]..layers.first[band + 1] {
            if layer > layers.first[band] {
                y += GAP + (sideways[layer] / SLOPE).min(MORE);
            }
            rows.top.push(y);
            y += high[layer];
            rows.bottom.push(y);
        }
        y = (y + PAD).max(from + least);
        bands.push(Area { x: MARGIN, y: from, width: right - MARGIN, height: y - from });
        y += if band + 1 < plan.bands.len() { BETWEEN } else { MARGIN };
    }
    rows.end = y;
    (rows, bands)
}

fn curve(x: i64, (top, bottom): (i64, i64)) -> Stretch {
    Stretch::Curve { x, y: bottom, by: (top + bottom) / 2 }
}

/// The lines between the boxes.
fn near(
    threads: &[(usize, Thread)],
    layers: &Layers,
    net: &Net,
    x: &[i64],
    rows: &Rows,
    blocks: &[Area],
    lines: &mut Vec<Line>,
) {
    for ((n, thread), _) in threads.iter().zip(&net.aside).filter(|(_, aside)| !**aside) {
        let layer = layers.of[thread.from];
        let next = if layers.of[thread.to] == layer + 1 { thread.to } else { net.knots[&(thread.to, layer + 1)] };
        let start = (blocks[thread.from].x + thread.port, blocks[thread.from].y + blocks[thread.from].height);
        let gap = rows.gap(layer + 1);
        lines.push(Line {
            thread: Some(*n),
            to: thread.to,
            back: false,
            arrives: next == thread.to,
            start,
            stretches: vec![Stretch::Straight(gap.0), curve(x[next], gap)],
        });
    }
    // What several share, from the first knot on.
    let mut trunks: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    net.knots.iter().for_each(|((to, layer), knot)| trunks.entry(*to).or_default().push((*layer, *knot)));
    for (to, knots) in trunks {
        let (first, at) = knots[0];
        let mut stretches = vec![Stretch::Straight(rows.bottom[first])];
        for (layer, knot) in &knots[1..] {
            stretches.extend([curve(x[*knot], rows.gap(*layer)), Stretch::Straight(rows.bottom[*layer])]);
        }
        stretches.push(curve(x[to], rows.gap(layers.of[to])));
        let start = (x[at], rows.top[first]);
        lines.push(Line { thread: None, to, back: false, arrives: true, start, stretches });
    }
}

/// The lines along the side, those to one box together, each group in a lane that is free where it runs.
fn asides(threads: &[(usize, Thread)], layers: &Layers, net: &Net) -> Vec<Aside> {
    let mut by_box: BTreeMap<(usize, bool), Vec<usize>> = BTreeMap::new();
    for (n, (_, thread)) in threads.iter().enumerate().filter(|(n, _)| net.aside[*n]) {
        let back = layers.of[thread.to] <= layers.of[thread.from];
        by_box.entry((thread.to, back)).or_default().push(n);
    }
    let mut asides: Vec<(usize, usize, Aside)> = by_box
        .into_iter()
        .map(|((to, back), threads_here)| {
            let from = threads_here.iter().map(|n| layers.of[threads[*n].1.from]);
            let ends = from.chain([layers.of[to]]);
            let (low, high) = (ends.clone().max().unwrap_or(0), ends.min().unwrap_or(0));
            (high, low, Aside { to, back, threads: threads_here, lane: 0 })
        })
        .collect();
    // Short ones lie nearest.
    asides.sort_by_key(|(high, low, aside)| (low - high, *high, aside.to, aside.back));
    let mut taken: Vec<Vec<(usize, usize)>> = Vec::new();
    for (high, low, aside) in &mut asides {
        let free = taken.iter().position(|lane| lane.iter().all(|(h, l)| *low < *h || *l < *high));
        aside.lane = free.unwrap_or(taken.len());
        if free.is_none() {
            taken.push(Vec::new());
        }
        taken[aside.lane].push((*high, *low));
    }
    asides.into_iter().map(|(.., aside)| aside).collect()
}

/// The lines of one lane.
fn far(
    aside: &Aside,
    lane: i64,
    threads: &[(usize, Thread)],
    layers: &Layers,
    rows: &Rows,
    blocks: &[Area],
    lines: &mut Vec<Line>,
) {
    let target = blocks[aside.to];
    let into = rows.gap(layers.of[aside.to]);
    let mut begin: Option<i64> = None;
    for n in &aside.threads {
        let (number, thread) = threads[*n];
        let gap = rows.gap(layers.of[thread.from] + 1);
        let block = blocks[thread.from];
        // Down into the lane, or round and up it.
        let joins = if aside.back { gap.0 } else { gap.1 };
        let by = if aside.back { gap.0 + (gap.1 - gap.0) * 2 / 3 } else { (gap.0 + gap.1) / 2 };
        begin = Some(begin.map_or(joins, |begin| if aside.back { begin.max(joins) } else { begin.min(joins) }));
        lines.push(Line {
            thread: Some(number),
            to: aside.to,
            back: aside.back,
            arrives: false,
            start: (block.x + thread.port, block.y + block.height),
            stretches: vec![Stretch::Straight(gap.0), Stretch::Curve { x: lane, y: joins, by }],
        });
    }
    let Some(begin) = begin else { return };
    let x = target.x + target.width / 2;
    let end = match aside.back {
        false => [Stretch::Straight(into.0), curve(x, into)],
        true => [Stretch::Straight(into.1), Stretch::Curve { x, y: into.1, by: into.1 - (into.1 - into.0) * 2 / 3 }],
    };
    lines.push(Line {
        thread: None,
        to: aside.to,
        back: aside.back,
        arrives: true,
        start: (lane, begin),
        stretches: end.to_vec(),
    });
}
