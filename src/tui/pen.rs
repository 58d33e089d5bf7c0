//! What is drawn, as bytes for a terminal: gathered, so that a frame is one write, and joined, so that a line of new words
//! is one run.
//!
//! ratatui sends the cells that differ. Between two words the space is the same as before, so that nearly every word of a
//! new page would be jumped to, at eight bytes a jump; writing the space again costs one. It must not know where the
//! bytes go.

use std::io;

use crossterm::{Command, queue};
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use unicode_width::UnicodeWidthStr;

/// The longest stretch of unchanged cells that is written again; a jump takes six to eight bytes.
const GAP: u16 = 6;

/// Bytes for a terminal, and what it shows once it has them.
#[derive(Debug, Default)]
pub struct Pen {
    bytes: Vec<u8>,
    shown: Vec<Vec<Cell>>,
}

impl Pen {
    /// Gathers a command of crossterm's.
    pub fn add(&mut self, command: impl Command) {
        // Writing to a list of bytes cannot fail.
        let _ = queue!(self.bytes, command);
    }

    /// What has been gathered; then there is nothing gathered.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }

    fn crossterm(&mut self) -> CrosstermBackend<&mut Vec<u8>> {
        CrosstermBackend::new(&mut self.bytes)
    }

    /// The cells between columns `from` and `to` of a row, when there are few and they go on as `last` began.
    fn gap(&self, row: u16, from: u16, to: u16, last: &Cell) -> Vec<(u16, u16, Cell)> {
        if to.saturating_sub(from) > GAP {
            return Vec::new();
        }
        let shown = self.shown.get(usize::from(row));
        // Where nothing has been drawn there are blanks.
        let cell = |column| shown.and_then(|row| row.get(usize::from(column))).cloned().unwrap_or(Cell::EMPTY);
        let gap: Vec<_> = (from..to).map(|column| (column, row, cell(column))).collect();
        let goes_on = |cell: &Cell| cell.style() == last.style() && cell.symbol().width() == 1;
        if gap.iter().all(|(.., cell)| goes_on(cell)) { gap } else { Vec::new() }
    }

    fn show(&mut self, column: usize, row: u16, cell: &Cell) {
        let row = usize::from(row);
        if self.shown.len() <= row {
            self.shown.resize_with(row + 1, Vec::new);
        }
        let row = &mut self.shown[row];
        if row.len() <= column {
            row.resize(column + 1, Cell::EMPTY);
        }
        row[column] = cell.clone();
    }
}

impl Backend for Pen {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, content: I) -> io::Result<()> {
        let mut cells: Vec<(u16, u16, Cell)> = Vec::new();
        for (column, row, cell) in content {
            if let Some((before, _, last)) = cells.last().filter(|(_, last, _)| *last == row) {
                let from = *before + last.symbol().width() as u16;
                let gap = self.gap(row, from, column, last);
                cells.extend(gap);
            }
            self.show(usize::from(column), row, cell);
            cells.push((column, row, cell.clone()));
        }
        self.crossterm().draw(cells.iter().map(|(column, row, cell)| (*column, *row, cell)))
    }

    fn clear_region(&mut self, which: ClearType) -> io::Result<()> {
        self.shown.clear();
        self.crossterm().clear_region(which)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.crossterm().hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.crossterm().show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.crossterm().get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.crossterm().set_cursor_position(position)
    }

    fn size(&self) -> io::Result<Size> {
        CrosstermBackend::new(io::empty()).size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.crossterm().window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::{Terminal, TerminalOptions, Viewport};

    use super::*;

    /// What is sent when a screen of one line comes to show each text in turn.
    fn sent(texts: &[&str]) -> Vec<String> {
        let viewport = Viewport::Fixed(Rect::new(0, 0, 40, 1));
        let mut terminal = Terminal::with_options(Pen::default(), TerminalOptions { viewport }).unwrap();
        let mut sent = Vec::new();
        for text in texts {
            terminal.draw(|frame| frame.render_widget(*text, frame.area())).unwrap();
            let bytes = terminal.backend_mut().take();
            sent.push(String::from_utf8(bytes).unwrap());
        }
        sent
    }

    #[test]
    fn words_are_joined_over_short_gaps_and_jumped_to_over_long_ones() {
        let sent = sent(&["one two            ten", "six may            six"]);
        assert!(sent[1].contains("six may") && !sent[1].contains("may      "), "{sent:?}");
        assert_eq!(sent[1].matches('H').count(), 2, "{sent:?}");
    }

    #[test]
    fn no_wide_character_is_written_over_its_half() {
        let sent = sent(&["a\u{6f22}b c", "x\u{6f22}y z", "\u{6f22}wy z"]);
        assert!(sent[1].contains("y z") && !sent[1].contains('\u{6f22}'), "{sent:?}");
        assert!(sent[2].contains('w') && !sent[2].contains('y'), "{sent:?}");
    }
}
