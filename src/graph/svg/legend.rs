//! What the signs of a picture mean: those that are in it.

use super::super::layout::Laid;
use super::super::shape::{Kind, Mark, Shape};
use super::{Sheet, line, sans};

/// How high a row is.
const ROW: i64 = 26;
/// How wide a sample is, and how far the words stand from it.
const SAMPLE: (i64, i64) = (40, 8);
/// Between two entries.
const BETWEEN: i64 = 28;

/// What a sample shows.
enum Sample {
    Box(Mark),
    Missed,
    Line(Kind),
    Shared,
    Back,
    Sometimes,
    Stump,
}

/// The entries of a picture.
pub struct Legend {
    entries: Vec<(Sample, &'static str)>,
}

impl Legend {
    /// The entries that a shape needs as it is laid out.
    pub fn of(shape: &Shape, laid: &Laid) -> Self {
        let exits = || shape.nodes.iter().filter(|node| !node.outside).flat_map(|node| &node.choices);
        let kind = |kind| shape.ways.iter().any(|way| way.kind == kind);
        let entries = [
            (shape.has(Mark::Start), Sample::Box(Mark::Start), "the story begins"),
            (shape.has(Mark::Hinge), Sample::Box(Mark::Hinge), "hinge: the story parts"),
            (shape.has(Mark::Ending), Sample::Box(Mark::Ending), "ending"),
            (shape.has(Mark::Unreachable), Sample::Box(Mark::Unreachable), "nothing leads here"),
            (shape.has(Mark::Uncovered), Sample::Box(Mark::Uncovered), "no run came here"),
            (exits().any(|exit| exit.uncovered && exit.label.is_some()), Sample::Missed, "choice no run has taken"),
            (exits().any(|exit| exit.sometimes), Sample::Sometimes, "choice that is not always open"),
            (kind(Kind::Choice), Sample::Line(Kind::Choice), "by a choice"),
            (kind(Kind::On), Sample::Line(Kind::On), "the one way on"),
            (kind(Kind::If), Sample::Line(Kind::If), "under a condition"),
            (kind(Kind::Well), Sample::Line(Kind::Well), "a risk that goes well"),
            (kind(Kind::Ill), Sample::Line(Kind::Ill), "a risk that goes ill"),
            (
                laid.lines.iter().any(|line| line.thread.is_none()),
                Sample::Shared,
                "several ways to one passage, joined",
            ),
            (laid.lines.iter().any(|line| line.back), Sample::Back, "back to an earlier passage"),
            (
                shape.nodes.iter().any(|node| node.more_before) || exits().any(|exit| exit.more_behind),
                Sample::Stump,
                "goes on outside this picture",
            ),
        ];
        Self { entries: entries.into_iter().filter(|(needed, ..)| *needed).map(|(_, s, words)| (s, words)).collect() }
    }

    /// Where each entry stands in a width: left and row.
    fn places(&self, width: i64) -> Vec<(i64, i64)> {
        let (mut x, mut row) = (0, 0);
        self.entries
            .iter()
            .map(|(_, words)| {
                let wide = SAMPLE.0 + SAMPLE.1 + sans(words, 12);
                if x > 0 && x + wide > width {
                    (x, row) = (0, row + 1);
                }
                let at = (x, row);
                x += wide + BETWEEN;
                at
            })
            .collect()
    }

    /// How high it is in a width.
    pub fn height(&self, width: i64) -> i64 {
        self.places(width).last().map_or(0, |(_, row)| (row + 1) * ROW)
    }

    /// Draws it.
    pub fn draw(&self, sheet: &mut Sheet, left: i64, top: i64, width: i64) {
        sheet.add(format_args!(r#"<g class="legend">"#));
        for ((sample, words), (x, row)) in self.entries.iter().zip(self.places(width)) {
            let (x, y) = (left + x, top + row * ROW);
            self.sample(sheet, sample, x, y);
            sheet.words("count", x + SAMPLE.0 + SAMPLE.1, y + 16, words);
        }
        sheet.add(format_args!("</g>"));
    }

    fn sample(&self, sheet: &mut Sheet, sample: &Sample, x: i64, y: i64) {
        let (wide, middle) = (SAMPLE.0, y + 12);
        let rect = |sheet: &mut Sheet, class: &str, round: i64| {
            sheet.add(format_args!(
                r#"<rect class="{class}" x="{x}" y="{}" width="{wide}" height="16" rx="{round}"/>"#,
                y + 4
            ));
        };
        let path = |sheet: &mut Sheet, class: &str| {
            sheet.add(format_args!(r#"<path class="{class}" d="M{x},{middle}h{wide}"/>"#));
        };
        match sample {
            Sample::Box(Mark::Hinge) => sheet.add(format_args!(
                r#"<path class="box hinge" d="M{},{}h{}l7,8l-7,8h-{}l-7,-8z"/>"#,
                x + 7,
                y + 4,
                wide - 14,
                wide - 14
            )),
            Sample::Box(Mark::Start) => rect(sheet, "box start", 3),
            Sample::Box(Mark::Ending) => rect(sheet, "box ending", 8),
            Sample::Box(Mark::Unreachable) => rect(sheet, "box unreachable", 3),
            Sample::Box(Mark::Uncovered) => rect(sheet, "box uncovered", 3),
            Sample::Missed => rect(sheet, "missed", 0),
            Sample::Sometimes => sheet.words("cell", x + wide / 2, y + 16, "name?"),
            Sample::Line(kind) => {
                path(sheet, line::class(*kind));
                line::sign(sheet, *kind, (x + 6, y + 7));
            }
            Sample::Shared => path(sheet, "way shared"),
            Sample::Back => path(sheet, "way back"),
            Sample::Stump => path(sheet, "stump"),
        }
    }
}
