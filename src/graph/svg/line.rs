//! Ways as lines. It must not decide where they run.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::super::layout::{Laid, Line, Stretch};
use super::super::shape::{Kind, Shape, Way};
use super::{Sheet, xml};

/// How lines look. Each kind has its dashes as well as its colour.
pub const STYLE: &str = "\
    .way{fill:none;stroke:#55606e;stroke-width:1.4}\
    .on{stroke:#25252b;stroke-width:2.4}\
    .if{stroke:#1f5f8b;stroke-width:1.7;stroke-dasharray:1.5 3.5}\
    .well{stroke:#23702f;stroke-width:1.9}\
    .ill{stroke:#b3261e;stroke-width:1.7;stroke-dasharray:7 4}\
    .back{stroke:#8a4b12;stroke-width:1.5;stroke-dasharray:10 3 2 3}\
    .shared{stroke-width:2}\
    .tip{fill:#3a3f48}\
    .dot{fill:#23702f}\
    .cross{stroke:#b3261e;stroke-width:1.8;fill:none}";

/// The class of a kind of way.
pub fn class(kind: Kind) -> &'static str {
    match kind {
        Kind::On => "way on",
        Kind::Choice => "way",
        Kind::If => "way if",
        Kind::Well => "way well",
        Kind::Ill => "way ill",
    }
}

/// How far before the box a line ends: the tip covers the rest.
const TIP: i64 = 5;

/// The path of a line, as SVG writes it.
fn path(line: &Line) -> String {
    let (mut x, mut y) = line.start;
    let mut out = format!("M{x},{y}");
    for (n, stretch) in line.stretches.iter().enumerate() {
        let end = if line.arrives && n + 1 == line.stretches.len() { TIP } else { 0 };
        // Writing to a string cannot fail.
        match *stretch {
            Stretch::Straight(to) if to == y => {}
            Stretch::Straight(to) => {
                y = to;
                let _ = write!(out, "V{y}");
            }
            Stretch::Curve { x: to, y: down, by } => {
                let _ = write!(out, "C{x},{by} {to},{by} {to},{}", down - end);
                (x, y) = (to, down);
            }
        }
    }
    out
}

/// What is shown when the mouse rests on a way.
fn tip(shape: &Shape, way: &Way) -> String {
    let (from, to) = (&shape.nodes[way.from], &shape.nodes[way.to]);
    let exit = &from.choices[way.exit];
    let mut words = match &exit.label {
        Some(label) => format!("{}.{} to {}\n{label}", from.id, exit.id, to.id),
        None => format!("{} to {}", from.id, to.id),
    };
    match way.kind {
        Kind::Well => words.push_str("\nwhen it goes well"),
        Kind::Ill => words.push_str("\nwhen it goes ill"),
        _ => {}
    }
    if let Some(when) = &way.when {
        words = format!("{words}\n{when}");
    }
    words
}

/// Draws all lines, and a tip on each box that any comes to.
pub fn draw(sheet: &mut Sheet, shape: &Shape, laid: &Laid) {
    for line in &laid.lines {
        let to = &shape.nodes[line.to].id;
        let (class, words) = match line.thread {
            Some(thread) => {
                let way = &shape.ways[thread];
                let back = if line.back { " back" } else { "" };
                (format!("{}{back}", class(way.kind)), tip(shape, way))
            }
            None if line.back => ("way shared back".to_owned(), format!("back to {to}")),
            None => ("way shared".to_owned(), format!("to {to}")),
        };
        sheet.add(format_args!(r#"<path class="{class}" d="{}"><title>{}</title></path>"#, path(line), xml(&words)));
    }
    for line in &laid.lines {
        let Some(way) = line.thread.map(|thread| &shape.ways[thread]) else { continue };
        sign(sheet, way.kind, line.start);
    }
    let arrived: BTreeSet<usize> = laid.lines.iter().filter(|line| line.arrives).map(|line| line.to).collect();
    for to in arrived {
        let area = laid.blocks[to];
        let (x, y) = (area.x + area.width / 2, area.y);
        sheet.add(format_args!(r#"<path class="tip" d="M{},{}h9L{x},{y}z"/>"#, x - 5, y - 8));
    }
}

/// The sign at the beginning of a risk's two ways: a dot for well, a cross for ill.
pub fn sign(sheet: &mut Sheet, kind: Kind, (x, y): (i64, i64)) {
    match kind {
        Kind::Well => sheet.add(format_args!(r#"<circle class="dot" cx="{x}" cy="{}" r="3.5"/>"#, y + 5)),
        Kind::Ill => sheet.add(format_args!(r#"<path class="cross" d="M{},{}l7,7m0,-7l-7,7"/>"#, x - 3, y + 2)),
        _ => {}
    }
}
