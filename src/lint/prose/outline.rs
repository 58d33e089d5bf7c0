//! The branches of a text: which lead where, the readings that show them all, and how long they are.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Block, Reading, VALUE, count};
use crate::story::{Piece, pieces};

/// Least and most words.
type Span = (usize, usize);

/// Whether what stands beside `c`, with no space between, may belong to the same word.
fn holds_on(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '\u{2011}')
}

/// The pieces of a text, and where its branches lead. Nothing here calls itself: how deep an author nests is no matter.
pub(super) struct Outline<'t> {
    text: &'t str,
    pieces: Vec<Piece<'t>>,
    /// For each `{if}`, by the index of its piece: the first pieces of its branches, and behind them its `{end}`. An
    /// `{if}` without `{else}` has an empty last branch.
    branches: BTreeMap<usize, Vec<usize>>,
    /// For each `{elif}`, `{else}` and `{end}`, the index of the `{if}` it belongs to.
    opened: BTreeMap<usize, usize>,
}

impl<'t> Outline<'t> {
    /// Cuts a text into pieces and joins the branches of each `{if}`.
    pub(super) fn of(text: &'t str) -> Self {
        let (pieces, _) = pieces(text);
        let (mut branches, mut opened) = (BTreeMap::new(), BTreeMap::new());
        let mut open: Vec<(usize, Vec<usize>, bool)> = Vec::new();
        for (n, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::If(..) => open.push((n, vec![n + 1], false)),
                Piece::Elif(..) | Piece::Else(_) => {
                    if let Some((first, starts, other)) = open.last_mut() {
                        starts.push(n + 1);
                        *other |= matches!(piece, Piece::Else(_));
                        opened.insert(n, *first);
                    }
                }
                Piece::End(_) => {
                    if let Some((first, mut starts, other)) = open.pop() {
                        if !other {
                            starts.push(n);
                        }
                        starts.push(n);
                        branches.insert(first, starts);
                        opened.insert(n, first);
                    }
                }
                _ => {}
            }
        }
        Self { text, pieces, branches, opened }
    }

    /// How many branches of each `{if}` were shown whole before the first reading.
    pub(super) fn nothing_shown(&self) -> Vec<usize> {
        vec![0; self.pieces.len()]
    }

    /// The next reading, and whether with it every branch has been shown. `shown` counts, for each `{if}` by its piece,
    /// how many of its branches were shown whole; the count moves on here.
    pub(super) fn reading(&self, shown: &mut [usize]) -> (Reading, bool) {
        let mut flow = Flow::default();
        // The `{if}`s that are open, and whether all that was met inside has been shown whole.
        let mut open: Vec<(usize, bool)> = vec![(usize::MAX, true)];
        let mut at = 0;
        while let Some(piece) = self.pieces.get(at) {
            match piece {
                Piece::If(..) => {
                    let Some(starts) = self.branches.get(&at) else { break };
                    open.push((at, true));
                    // One that has been shown whole is shown by its first branch again.
                    at = starts[if shown[at] < starts.len() - 1 { shown[at] } else { 0 }];
                    continue;
                }
                Piece::Elif(..) | Piece::Else(_) | Piece::End(_) => {
                    let Some(first) = self.opened.get(&at) else { break };
                    let starts = &self.branches[first];
                    let branches = starts.len() - 1;
                    let whole = open.pop().is_none_or(|(_, whole)| whole);
                    if whole && shown[*first] < branches {
                        shown[*first] += 1;
                    }
                    if let Some((_, outer)) = open.last_mut() {
                        *outer &= shown[*first] >= branches;
                    }
                    at = starts[branches] + 1;
                    continue;
                }
                piece => flow.take(self.text, piece),
            }
            at += 1;
        }
        (flow.finish(), open.first().is_none_or(|(_, whole)| *whole))
    }

    /// The words of all branches, of the shortest way and of the longest.
    pub(super) fn lengths(&self) -> (usize, usize, usize) {
        let mut all = 0;
        // For each `{if}` that is open: the least and most words of the branches done, and of the one under way.
        let mut open: Vec<(Option<Span>, Span)> = vec![(None, (0, 0))];
        let done = |branches: Option<Span>, (least, most): Span| match branches {
            Some((a, b)) => (a.min(least), b.max(most)),
            None => (least, most),
        };
        // Whether the words before end without a space, so that those behind them go on with the same word.
        let mut joined = false;
        for (n, piece) in self.pieces.iter().enumerate() {
            let own = match piece {
                Piece::Text(words) => {
                    let goes_on = joined && words.starts_with(holds_on);
                    joined = words.ends_with(holds_on);
                    count(words).saturating_sub(usize::from(goes_on))
                }
                Piece::Insert(..) => usize::from(!std::mem::replace(&mut joined, true)),
                Piece::Space | Piece::Paragraph | Piece::DocumentLine => {
                    joined = false;
                    0
                }
                Piece::If(..) => {
                    open.push((None, (0, 0)));
                    0
                }
                Piece::Elif(..) | Piece::Else(_) => {
                    if let Some((branches, own)) = open.last_mut() {
                        *branches = Some(done(*branches, std::mem::take(own)));
                    }
                    joined = false;
                    0
                }
                Piece::End(_) => {
                    if let Some((branches, own)) = open.pop() {
                        let (mut least, most) = done(branches, own);
                        let other = self.opened.get(&n).and_then(|first| self.branches.get(first));
                        // The last branch of one without `{else}` has no words.
                        if other.is_none_or(|starts| starts[starts.len() - 2] == n) {
                            least = 0;
                        }
                        if let Some((_, outer)) = open.last_mut() {
                            (outer.0, outer.1) = (outer.0 + least, outer.1 + most);
                        }
                    }
                    0
                }
                Piece::Emphasis(_) | Piece::Tell(_) => 0,
            };
            all += own;
            if let Some((_, under_way)) = open.last_mut() {
                (under_way.0, under_way.1) = (under_way.0 + own, under_way.1 + own);
            }
        }
        let (least, most) = open.first().map_or((0, 0), |(_, own)| *own);
        (all, least, most)
    }
}

/// What stands between the last words and the next.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Gap {
    #[default]
    None,
    Space,
    Line,
    Block,
}

/// Pieces set one behind the other, as on a page.
#[derive(Default)]
struct Flow {
    reading: Reading,
    gap: Gap,
    document: bool,
}

impl Flow {
    fn take(&mut self, text: &str, piece: &Piece<'_>) {
        match piece {
            Piece::Text(words) => {
                // A piece is a slice of the text, so the distance of their beginnings is its place there.
                let at = (words.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
                self.words(words, at..at + words.len());
            }
            Piece::Insert(_, at) => {
                let mut own = [0; 4];
                self.words(VALUE.encode_utf8(&mut own), at.start.saturating_sub(1)..at.end + 1);
            }
            Piece::Space if self.gap == Gap::None => self.gap = Gap::Space,
            Piece::Paragraph => (self.gap, self.document) = (Gap::Block, false),
            Piece::DocumentLine => {
                let new = self.gap == Gap::Block || !self.document;
                (self.gap, self.document) = (if new { Gap::Block } else { Gap::Line }, true);
            }
            _ => {}
        }
    }

    fn words(&mut self, words: &str, at: Range<usize>) {
        let reading = &mut self.reading;
        if reading.blocks.is_empty() || self.gap == Gap::Block {
            if !reading.blocks.is_empty() {
                reading.shown.push_str("\n\n");
            }
            let here = reading.shown.len();
            reading.blocks.push(Block { at: here..here, document: self.document, words: 0..0, sentences: 0..0 });
        } else if self.gap == Gap::Line {
            reading.shown.push('\n');
        } else if self.gap == Gap::Space {
            reading.shown.push(' ');
        }
        self.gap = Gap::None;
        reading.origin.push((reading.shown.len(), at));
        reading.shown.push_str(words);
        if let Some(block) = reading.blocks.last_mut() {
            block.at.end = reading.shown.len();
        }
    }

    fn finish(self) -> Reading {
        let mut reading = self.reading;
        let mut blocks = std::mem::take(&mut reading.blocks);
        for block in &mut blocks {
            let (words, sentences) = (reading.words.len(), reading.sentences.len());
            reading.divide(block);
            (block.words, block.sentences) = (words..reading.words.len(), sentences..reading.sentences.len());
        }
        reading.blocks = blocks;
        reading
    }
}
