//! A passage with all of its words, and the conditions between them as an author writes them.
//!
//! A page shows what holds; here every branch stands, parted by `{if ..}`, `{elif ..}`, `{else}` and `{end}`. The story
//! holds jumps in their place, from which they are read back. It must not know any state.

use crate::engine::{Block, BlockKind, Run};
use crate::story::{Mark, PassageId, Story};

/// An `{if}` that is open.
struct Open {
    /// The mark its `{end}` stands before.
    end: usize,
    /// The mark its next branch begins with, if there is one.
    next: Option<usize>,
}

/// The blocks of a text as they grow.
struct Pen {
    blocks: Vec<Block<'static>>,
    kind: BlockKind,
    /// Whether the next words begin a block, or a line.
    block: bool,
    line: bool,
    emphasis: bool,
}

impl Pen {
    fn words(&mut self, words: &str, emphasis: bool) {
        if self.block {
            self.blocks.push(Block { kind: self.kind, lines: vec![Vec::new()] });
        } else if self.line
            && let Some(block) = self.blocks.last_mut()
        {
            block.lines.push(Vec::new());
        }
        (self.block, self.line) = (false, false);
        let line = self.blocks.last_mut().and_then(|block| block.lines.last_mut());
        if let Some(line) = line {
            match line.last_mut() {
                Some(run) if run.emphasis == emphasis => run.text.to_mut().push_str(words),
                _ => line.push(Run { text: words.to_owned().into(), emphasis }),
            }
        }
    }

    /// A space, but for the beginning of a line.
    fn space(&mut self) {
        if !self.block && !self.line {
            self.words(" ", false);
        }
    }
}

/// Where the `{end}` of the `{if}` or `{elif}` at a mark stands, and where its next branch begins, if there is one.
fn extent(marks: &[Mark], skip: usize) -> Open {
    // A branch with another behind it ends in a jump to the end; one to the very next mark jumps over nothing.
    match skip.checked_sub(1).and_then(|last| marks.get(last)) {
        Some(Mark::Goto { to }) if *to as usize > skip => Open { end: *to as usize, next: Some(skip) },
        _ => Open { end: skip, next: None },
    }
}

/// The text of a passage, every branch of it.
pub fn prose(story: &Story, passage: PassageId) -> Vec<Block<'static>> {
    let range = &story.passage(passage).marks;
    let marks = &story.marks[range.start as usize..range.end as usize];
    let mut pen = Pen { blocks: Vec::new(), kind: BlockKind::Prose, block: true, line: false, emphasis: false };
    let mut open: Vec<Open> = Vec::new();
    for (at, mark) in marks.iter().map(Some).chain([None]).enumerate() {
        while open.pop_if(|top| top.end <= at).is_some() {
            pen.words("{end}", false);
        }
        // What opens the next branch: a condition that ends where this `{if}` does is an `{elif}`.
        let mut chained = false;
        if let Some(top) = open.last_mut().filter(|top| top.next == Some(at)) {
            top.next = None;
            match mark {
                Some(Mark::Unless { cond, to }) if extent(marks, *to as usize).end == top.end => {
                    top.next = extent(marks, *to as usize).next;
                    let words = story.cond_words(&story.conds[cond.index()]);
                    pen.words(&format!("{{elif {words}}}"), false);
                    chained = true;
                }
                _ => pen.words("{else}", false),
            }
        }
        match mark {
            _ if chained => {}
            Some(Mark::Text(words)) => {
                let emphasis = pen.emphasis;
                pen.words(story.str(*words), emphasis);
            }
            Some(Mark::Space) => pen.space(),
            Some(Mark::Paragraph) => (pen.block, pen.kind) = (true, BlockKind::Prose),
            Some(Mark::DocumentLine) => {
                pen.block |= pen.kind != BlockKind::Document;
                pen.line = true;
                pen.kind = BlockKind::Document;
            }
            Some(Mark::Emphasis(on)) => pen.emphasis = *on,
            Some(Mark::Words { slot, .. } | Mark::Number(slot)) => {
                pen.words(&format!("{{{}}}", story.slot_words(*slot)), false);
            }
            Some(Mark::Tell) => pen.words("{tell}", false),
            Some(Mark::Unless { cond, to }) => {
                let words = story.cond_words(&story.conds[cond.index()]);
                pen.words(&format!("{{if {words}}}"), false);
                open.push(extent(marks, *to as usize));
            }
            Some(Mark::Goto { .. }) | None => {}
        }
    }
    pen.blocks
}
