//! Lines: the paragraphs of a view broken to a width.
//!
//! It is here and not in a renderer because scrolling, clicking and "has this label been on screen" depend on it, and
//! those are decided by `update`. It must not know colours or terminals.

use textwrap::WrapAlgorithm;
use textwrap::core::{Word, break_words, display_width};
use textwrap::wrap_algorithms::{Penalties, wrap_optimal_fit};
use unicode_width::UnicodeWidthStr;

use super::view::{Para, ParaKind};

/// A place in the text that outlives a change of width: a paragraph, and a byte in its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Anchor {
    /// The paragraph, by index.
    pub para: usize,
    /// The byte.
    pub byte: usize,
}

/// A stretch of a line in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Whether they are emphasised.
    pub emphasis: bool,
}

/// One line as it stands on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Where it begins.
    pub at: Anchor,
    /// What kind of paragraph it belongs to.
    pub kind: ParaKind,
    /// Cells before its first.
    pub indent: u16,
    /// What stands in the indent of a first line, such as `1. `.
    pub mark: String,
    /// Its words.
    pub pieces: Vec<Piece>,
}

/// A view, broken into lines.
#[derive(Debug, Clone, Default)]
pub struct Laid {
    /// The lines, blank ones between paragraphs included.
    pub lines: Vec<Line>,
    /// For each item, its first and last line.
    pub items: Vec<(usize, usize)>,
    /// The first line of the part to be read now.
    pub start: usize,
}

impl Laid {
    /// The line an anchor stands on: the last that does not begin behind it.
    pub fn line_of(&self, anchor: Anchor) -> usize {
        self.lines.partition_point(|line| line.at <= anchor).saturating_sub(1)
    }
}

/// What makes a line a bad one. The default weighs a line one cell too long against a ragged one; here nothing may stick
/// out. And it leaves a word alone on the last line; here that costs more than some raggedness above it.
const PENALTIES: Penalties = Penalties {
    nline_penalty: 1000,
    overflow_penalty: 100_000_000,
    short_last_line_fraction: 6,
    short_last_line_penalty: 600,
    hyphen_penalty: 25,
};

/// Breaks paragraphs to `width` cells. `indent` sets the first lines of paragraphs in, in place of blank lines between them.
/// `start` is the paragraph where the part to be read now begins.
pub fn lay(paras: &[Para], width: u16, indent: bool, start: usize) -> Laid {
    let width = width.max(8);
    let mut laid = Laid::default();
    for (n, para) in paras.iter().enumerate() {
        if n > 0 && blank_between(&paras[n - 1].kind, &para.kind, indent) {
            // It belongs to the end of the paragraph above, so that each line has a place of its own.
            let at = Anchor { para: n - 1, byte: usize::MAX };
            laid.lines.push(Line { at, kind: ParaKind::Blank, indent: 0, mark: String::new(), pieces: Vec::new() });
        }
        if n == start {
            laid.start = laid.lines.len();
        }
        let first = laid.lines.len();
        let set_in = indent && n > 0 && para.kind == ParaKind::Prose && paras[n - 1].kind == ParaKind::Prose;
        break_para(para, n, width, set_in, &mut laid.lines);
        if let ParaKind::Item { .. } = para.kind {
            laid.items.push((first, laid.lines.len().saturating_sub(1).max(first)));
        }
    }
    laid
}

/// Whether a blank line parts two paragraphs.
fn blank_between(above: &ParaKind, below: &ParaKind, indent: bool) -> bool {
    use ParaKind::{Art, Code, Heading, Item, Line, Notice, Prose, Scene};
    match (above, below) {
        (Item { .. }, Item { .. }) | (Art, Art) | (Line, Line) | (Heading, Scene | Line) | (Notice, Code) => false,
        (Prose, Prose) => !indent,
        _ => true,
    }
}

fn break_para(para: &Para, n: usize, width: u16, set_in: bool, lines: &mut Vec<Line>) {
    let mark = para.mark.clone();
    let hang = match para.kind {
        ParaKind::Document => 4,
        ParaKind::Item { .. } | ParaKind::Chosen | ParaKind::Point | ParaKind::Line => mark.width() as u16,
        _ => 0,
    };
    let mut base = 0;
    for (row, runs) in para.lines.iter().enumerate() {
        let text: String = runs.iter().map(|run| run.text.as_str()).collect();
        let first_in = if set_in && row == 0 { 2 } else { 0 };
        // A line of a document that is broken goes on further in, so that its own lines can be told.
        let rest_in = if para.kind == ParaKind::Document { 2 } else { 0 };
        let cells = width.saturating_sub(hang).max(4);
        let room = |inset: u16| usize::from(cells.saturating_sub(inset).max(2));
        let broken = match para.kind {
            ParaKind::Art => vec![(0, text.len())],
            ParaKind::Code if self::cells(&text) <= usize::from(width) => vec![(0, text.len())],
            _ => wrap(&text, room(first_in), room(rest_in)),
        };
        for (i, (from, to)) in broken.into_iter().enumerate() {
            let first = row == 0 && i == 0;
            lines.push(Line {
                at: Anchor { para: n, byte: base + from },
                kind: para.kind,
                indent: hang + if i == 0 { first_in } else { rest_in },
                mark: if first { mark.clone() } else { String::new() },
                pieces: cut(runs, from, to),
            });
        }
        base += text.len() + 1;
    }
}

/// The stretches of `text` that make lines: the first of at most `first` cells, the others of `rest`.
fn wrap(text: &str, first: usize, rest: usize) -> Vec<(usize, usize)> {
    let words: Vec<Word<'_>> = textwrap::WordSeparator::AsciiSpace.find_words(text).flat_map(part_at_dashes).collect();
    let words = break_words(words, first.min(rest));
    let narrower = [first.min(rest)];
    let rows: Vec<&[Word<'_>]> = match wrap_optimal_fit(&words, &[first as f64, rest as f64], &PENALTIES) {
        Ok(rows) => rows,
        Err(_) => WrapAlgorithm::FirstFit.wrap(&words, &narrower),
    };
    let mut at = 0;
    let mut out = Vec::new();
    for row in rows {
        let len: usize = row.iter().map(|word| word.word.len() + word.whitespace.len()).sum();
        let tail = row.last().map_or(0, |word| word.whitespace.len());
        out.push((at, at + len - tail));
        at += len;
    }
    if out.is_empty() {
        out.push((0, 0));
    }
    out
}

/// A word with dashes in it may be broken behind each.
fn part_at_dashes(word: Word<'_>) -> Vec<Word<'_>> {
    let mut parts: Vec<Word<'_>> = word.word.split_inclusive('\u{2014}').map(Word::from).collect();
    match parts.last_mut() {
        Some(last) => {
            last.whitespace = word.whitespace;
            parts
        }
        None => vec![word],
    }
}

/// The pieces of a line between two bytes of its runs' joined text.
fn cut(runs: &[super::view::Run], from: usize, to: usize) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    for run in runs {
        let (start, end) = (from.max(at), to.min(at + run.text.len()));
        if start < end {
            pieces.push(Piece { text: run.text[start - at..end - at].to_owned(), emphasis: run.emphasis });
        }
        at += run.text.len();
    }
    pieces
}

/// How many cells a text takes.
pub fn cells(text: &str) -> usize {
    display_width(text)
}

#[cfg(test)]
mod tests {
    use super::super::view::Run;
    use super::*;

    fn para(text: &str) -> Para {
        Para {
            kind: ParaKind::Prose,
            mark: String::new(),
            lines: vec![vec![Run { text: text.into(), emphasis: false }]],
        }
    }

    fn words(laid: &Laid) -> Vec<String> {
        laid.lines.iter().map(|line| line.pieces.iter().map(|piece| piece.text.as_str()).collect()).collect()
    }

    #[test]
    fn a_label_has_the_cells_that_the_checks_count_with() {
        let narrow = crate::app::model::LEAST.0 - 4;
        let item = Para { kind: ParaKind::Item { n: 0, open: true }, mark: "1. ".into(), ..para(&"a".repeat(200)) };
        let laid = lay(&[item], narrow, false, 0);
        assert_eq!(cells(&words(&laid)[0]), crate::lint::LABEL_CELLS);
    }

    #[test]
    fn nothing_is_cut_off_at_any_width() {
        let text = "Ein Donaudampfschifffahrtsgesellschaftskapitän sagt nichts\u{2014}gar nichts\u{2014}und 漢字漢字漢字漢字漢字 bleibt.";
        for width in 8..80 {
            let laid = lay(&[para(text)], width, false, 0);
            let joined: String = words(&laid).concat().split_whitespace().collect();
            assert_eq!(joined, text.split_whitespace().collect::<String>(), "width {width}");
            assert!(
                words(&laid).iter().all(|line| cells(line) <= usize::from(width)),
                "width {width}: {:?}",
                words(&laid)
            );
        }
    }

    #[test]
    fn an_anchor_keeps_its_place_when_the_width_changes() {
        let text = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen".repeat(4);
        let paras = [para(&text), para(&text)];
        let wide = lay(&paras, 60, false, 0);
        let narrow = lay(&paras, 20, false, 0);
        for line in &wide.lines {
            let there = &narrow.lines[narrow.line_of(line.at)];
            assert_eq!(there.at.para, line.at.para);
            assert!(there.at.byte <= line.at.byte && line.at.byte - there.at.byte <= 20);
        }
    }
}
