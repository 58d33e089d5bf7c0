//! The reading room: a model drawn on a frame. It changes nothing.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::theme::Theme;
use crate::app::layout::{cells, lay};
use crate::app::{GaugeView, LEAST, Line, MOST, Model, ParaKind, View};

/// The mark before what is in focus.
const FOCUS: &str = ">";
/// The columns left of the text: a bar, the mark of focus, and air.
const MARGIN: u16 = 2;

/// Draws the model's screen.
pub fn view(model: &Model, theme: &Theme, frame: &mut Frame<'_>) {
    let whole = frame.area();
    let area = Rect { width: whole.width.min(MOST.0), height: whole.height.min(MOST.1), ..whole };
    frame.buffer_mut().set_style(whole, theme.body);
    if model.is_too_small() {
        too_small(model, theme, area, frame.buffer_mut());
        return;
    }
    let view = model.view();
    if model.aside_columns() > 0 {
        let (x, width) = (area.x + model.columns(), model.aside_columns());
        aside(&view, theme, Rect { x, width, ..area }, frame.buffer_mut());
    }
    let area = Rect { width: model.columns().min(area.width), ..area };
    header(model, &view, theme, area, frame.buffer_mut());
    if let Some(cursor) = text(model, theme, area, frame.buffer_mut()) {
        frame.set_cursor_position(cursor);
    }
    footer(model, &view, theme, area, frame.buffer_mut());
}

fn too_small(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let need = [("columns", LEAST.0), ("rows", LEAST.1)].map(|(name, n)| (name, n.to_string()));
    let words = model.words.fill("too-small", &[(need[0].0, &need[0].1), (need[1].0, &need[1].1)]);
    for (row, line) in
        textwrap::wrap(&words, usize::from(area.width.max(1))).iter().take(usize::from(area.height)).enumerate()
    {
        put(buffer, area, 0, row as u16, line, theme.body);
    }
}

/// Writes words, cut at the area's right edge; gives the column behind them.
fn put(buffer: &mut Buffer, area: Rect, column: u16, row: u16, words: &str, style: Style) -> u16 {
    if row >= area.height || column >= area.width {
        return column;
    }
    let room = usize::from(area.width - column);
    buffer.set_stringn(area.x + column, area.y + row, words, room, style).0 - area.x
}

/// Title and meters.
fn header(model: &Model, view: &View, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let rows = model.header_rows();
    let ruled = model.has_rule();
    let left = left_of(model, area);
    if model.is_wide() {
        put(buffer, area, left, 0, &view.title, theme.accent);
        let wide: u16 = view.gauges.iter().map(|gauge| gauge_cells(gauge) + 3).sum();
        // The meters end where the text ends, or at the edge where the text is narrower than they are.
        let end = (left + model.text_width()).max(left + cells(&view.title) as u16 + wide).min(area.width);
        let mut column = end.saturating_sub(wide.saturating_sub(3));
        for gauge in &view.gauges {
            draw_gauge(gauge, theme, area, column, 0, buffer);
            column += gauge_cells(gauge) + 3;
        }
    } else if view.gauges.is_empty() {
        put(buffer, area, left, 0, &view.title, theme.accent);
    } else {
        for (row, gauge) in view.gauges.iter().enumerate() {
            draw_gauge(gauge, theme, area, left, row as u16, buffer);
        }
    }
    if ruled && !view.title.is_empty() {
        let rule = "\u{2500}".repeat(usize::from(model.text_width()));
        put(buffer, area, left, rows - 1, &rule, theme.border);
    }
}

/// A gauge's cells: the same whatever its band.
fn gauge_cells(gauge: &GaugeView) -> u16 {
    (cells(&gauge.word) + 1 + gauge.bands + 1 + gauge.widest) as u16
}

/// Word, one notch a band, and the band's word: never a number.
fn draw_gauge(gauge: &GaugeView, theme: &Theme, area: Rect, column: u16, row: u16, buffer: &mut Buffer) {
    let column = put(buffer, area, column, row, &gauge.word, theme.dim);
    let notches: String = (0..gauge.bands).map(|n| if n <= gauge.band { '\u{25a0}' } else { '\u{25a1}' }).collect();
    let column = put(buffer, area, column + 1, row, &notches, theme.mark);
    put(buffer, area, column + 1, row, &gauge.band_word, theme.body);
}

/// The column where text begins: the column of text stands in the middle.
fn left_of(model: &Model, area: Rect) -> u16 {
    (area.width.saturating_sub(model.text_width()) / 2).max(MARGIN)
}

/// The lines in sight; gives where the cursor stands.
fn text(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let laid = model.laid();
    let (top, rows) = (model.top_line(), model.text_rows());
    let (first_row, left) = (model.header_rows(), left_of(model, area));
    let focus = model.screen().focus;
    let mut cursor = None;
    let last = laid.lines.len().saturating_sub(1);
    for (n, line) in laid.lines.iter().skip(top).take(usize::from(rows)).enumerate() {
        let row = first_row + n as u16;
        let past = top + n < laid.start;
        let focused = matches!(line.kind, ParaKind::Item { n, .. } if focus == Some(n));
        let style = style_of(line, past, theme);
        if line.kind == ParaKind::Document {
            put(buffer, area, left + 1, row, "\u{2502}", theme.border);
        }
        if !line.mark.is_empty() {
            let mark = line.mark.trim_end();
            if focused {
                put(buffer, area, left - MARGIN, row, FOCUS, theme.mark);
                cursor = Some(Position::new(area.x + left, area.y + row));
            }
            let look = if focused {
                theme.focus
            } else if matches!(line.kind, ParaKind::Item { .. } | ParaKind::Line) {
                theme.mark
            } else {
                style
            };
            put(buffer, area, left, row, mark, look);
        }
        let mut column = left + line.indent;
        for piece in &line.pieces {
            let look = if piece.emphasis { theme.emphasis } else { style };
            column = put(buffer, area, column, row, &piece.text, look);
        }
        if line.kind == ParaKind::Field && top + n == last {
            cursor = Some(Position::new(area.x + column.min(area.width - 1), area.y + row));
        }
    }
    // What lies out of sight is said, so that nothing is missed.
    let below = laid.lines.len() > top + usize::from(rows);
    if below && area.width > left + model.text_width() + 1 {
        put(buffer, area, left + model.text_width() + 1, first_row + rows - 1, "\u{2193}", theme.dim);
    }
    if top > 0 && area.width > left + model.text_width() + 1 {
        put(buffer, area, left + model.text_width() + 1, first_row, "\u{2191}", theme.dim);
    }
    cursor
}

/// What stands beside the text, behind a rule, as far as there is room.
fn aside(view: &View, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let laid = lay(&view.aside, area.width.saturating_sub(3), false, 0);
    for row in 0..area.height {
        put(buffer, area, 0, row, "\u{2502}", theme.border);
    }
    for (row, line) in (0..area.height).zip(&laid.lines) {
        put(buffer, area, 2, row, line.mark.trim_end(), theme.mark);
        let mut column = 2 + line.indent;
        for piece in &line.pieces {
            column = put(buffer, area, column, row, &piece.text, style_of(line, false, theme));
        }
    }
    if laid.lines.len() > usize::from(area.height) {
        put(buffer, area, area.width.saturating_sub(1), area.height - 1, "\u{2193}", theme.dim);
    }
}

fn style_of(line: &Line, past: bool, theme: &Theme) -> Style {
    match line.kind {
        ParaKind::Heading | ParaKind::Field => theme.accent,
        ParaKind::Scene | ParaKind::Past | ParaKind::Chosen | ParaKind::Art => theme.dim,
        ParaKind::Document if past => theme.dim,
        ParaKind::Document => theme.document,
        ParaKind::Notice => theme.notice,
        ParaKind::Item { open: false, .. } => theme.dim,
        ParaKind::Item { .. }
        | ParaKind::Prose
        | ParaKind::Point
        | ParaKind::Line
        | ParaKind::Code
        | ParaKind::Blank => theme.body,
    }
}

/// What was said last, or the keys at hand as far as they have room.
fn footer(model: &Model, view: &View, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let (row, left) = (area.height - 1, left_of(model, area));
    let lines = model.toast_lines();
    if !lines.is_empty() {
        // A long line is broken, and stands over the lowest of the text.
        let first = area.height.saturating_sub(lines.len() as u16).max(model.header_rows());
        for (n, line) in lines.iter().enumerate() {
            let row = first + n as u16;
            if row < area.height {
                buffer.set_style(Rect { y: area.y + row, height: 1, ..area }, theme.body);
                put(buffer, area, 0, row, &" ".repeat(usize::from(area.width)), theme.body);
                put(buffer, area, left, row, line, theme.notice);
            }
        }
        return;
    }
    let mut column = left;
    for (key, words) in &view.hints {
        let wide = (cells(key) + 1 + cells(words)) as u16;
        if column + wide > area.width {
            break;
        }
        let behind = put(buffer, area, column, row, key, theme.mark);
        column = put(buffer, area, behind + 1, row, words, theme.dim) + 3;
    }
}
