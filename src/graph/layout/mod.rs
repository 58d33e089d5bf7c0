//! Where everything goes: boxes in layers from top to bottom, and lines between them that cut through no box.
//!
//! Bands (a story's chapters) stand one under another. Within a band each box stands a layer below all that lead to it;
//! a line that passes a layer has a place of its own there, between the boxes; and between two layers is a gap, in which
//! lines may go sideways. Lines to one box join on the way. Those that go far, or back, go along the right side.
//!
//! This is the way of Sugiyama, Tagawa and Toda, *Methods for Visual Understanding of Hierarchical System Structures*
//! (1981). Everything is counted in whole units, so that a drawing is the same on every machine. It must not know what
//! the boxes are.

mod layer;
mod order;
mod place;
mod route;

/// A box to be placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Its band, from the top.
    pub band: usize,
    /// How wide it is.
    pub width: i64,
    /// How high it is.
    pub height: i64,
}

/// A line to be drawn, from a box's lower side to the middle of another's upper side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thread {
    /// From which box.
    pub from: usize,
    /// Where on its lower side: units from its left.
    pub port: i64,
    /// To which box.
    pub to: usize,
}

/// What is to be laid out.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The boxes.
    pub blocks: Vec<Block>,
    /// The lines.
    pub threads: Vec<Thread>,
    /// The bands, each with its least height.
    pub bands: Vec<i64>,
    /// How much is left free at the left of each band, for its title.
    pub gutter: i64,
}

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Area {
    /// Its left side.
    pub x: i64,
    /// Its upper side.
    pub y: i64,
    /// How wide it is.
    pub width: i64,
    /// How high it is.
    pub height: i64,
}

/// A stretch of a line, from where the one before it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stretch {
    /// Straight, to this height.
    Straight(i64),
    /// A curve to `(x, y)`, which leaves and arrives upright and bends at the height of `by`.
    Curve {
        /// Where it ends.
        x: i64,
        /// Where it ends.
        y: i64,
        /// The height of both its handles.
        by: i64,
    },
}

/// A line, or the last part of several that have joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Which thread it begins; `None` for what several share.
    pub thread: Option<usize>,
    /// The box it leads to.
    pub to: usize,
    /// Whether it goes upward on its way.
    pub back: bool,
    /// Whether it comes to the box, or ends where it joins others.
    pub arrives: bool,
    /// Where it begins.
    pub start: (i64, i64),
    /// How it goes on.
    pub stretches: Vec<Stretch>,
}

/// Everything in its place.
#[derive(Debug, Clone, Default)]
pub struct Laid {
    /// The boxes, in the order of the plan.
    pub blocks: Vec<Area>,
    /// The bands.
    pub bands: Vec<Area>,
    /// The lines.
    pub lines: Vec<Line>,
    /// How wide it all is.
    pub width: i64,
    /// How high it all is.
    pub height: i64,
}

/// Lays a plan out. A thread that names no box is left out.
pub fn lay(plan: &Plan) -> Laid {
    let threads: Vec<(usize, Thread)> = plan
        .threads
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, thread)| thread.from.max(thread.to) < plan.blocks.len())
        .collect();
    let layers = layer::layers(plan, &threads);
    let mut net = order::Net::new(plan, &threads, &layers);
    net.untangle();
    let middles = place::middles(&net);
    route::route(plan, &threads, &layers, &net, &middles)
}
