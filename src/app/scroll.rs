//! Moving through a screen: scrolling, the focus, and which items have been in sight.

use super::layout::Anchor;
use super::model::Model;

/// The lines of a screenful.
pub(super) fn page_of(model: &Model) -> isize {
    // One line of the page before stays in sight.
    isize::try_from(model.text_rows().saturating_sub(1).max(1)).unwrap_or(1)
}

/// Scrolls by lines, as far as there are any.
pub(super) fn scroll(model: &mut Model, by: isize) {
    let laid = model.laid();
    let top = model.top_line().saturating_add_signed(by).min(model.last_top(&laid));
    let anchor = laid.lines.get(top).map_or(Anchor::default(), |line| line.at);
    model.screen_mut().top = Some(anchor);
}

/// Scrolls as little as brings an item into sight.
pub(super) fn reveal(model: &mut Model, item: usize) {
    let (top, rows) = (model.top_line(), model.clear_rows());
    let Some((first, last)) = lines_of(model, item) else { return };
    if first < top {
        scroll(model, isize::try_from(first).unwrap_or(0) - isize::try_from(top).unwrap_or(0));
    } else if last >= top + rows {
        scroll(model, isize::try_from(last + 1 - rows - top).unwrap_or(0));
    }
}

/// Whether the last line of the text is in sight.
pub(super) fn at_end(model: &Model) -> bool {
    model.top_line() + usize::from(model.text_rows()) >= model.laid().lines.len()
}

/// The focus moves, or where there is nothing to focus the text.
pub(super) fn step(model: &mut Model, by: isize) {
    let open = model.view().items.len();
    let focus = model.screen().focus;
    let next = match focus {
        _ if open == 0 => return scroll(model, by),
        None if by < 0 => return scroll(model, by),
        // Unread text comes before its choices; of a list longer than the screen, the first that is in sight.
        None => match (0..open).find(|n| item_in_sight(model, *n)) {
            Some(n) => n,
            None => return scroll(model, by),
        },
        Some(0) if by < 0 => {
            model.screen_mut().focus = None;
            return scroll(model, by);
        }
        Some(n) => n.saturating_add_signed(by).min(open - 1),
    };
    model.screen_mut().focus = Some(next);
    reveal(model, next);
}

/// The first and last line of an item; of one that is taller than the screen, the last lines that have room.
fn lines_of(model: &Model, item: usize) -> Option<(usize, usize)> {
    let (first, last) = model.laid().items.get(item).copied()?;
    Some((first.max((last + 1).saturating_sub(model.clear_rows())), last))
}

/// Whether an item is in sight as a whole; of one that is taller than the screen, its end.
pub(super) fn item_in_sight(model: &Model, item: usize) -> bool {
    let (top, rows) = (model.top_line(), model.clear_rows());
    let Some((first, last)) = model.laid().items.get(item).copied() else { return false };
    (first >= top || last - first >= rows) && (top..top + rows).contains(&last)
}

/// Marks the items that have been on screen.
pub(super) fn see(model: &mut Model, whole: bool) {
    if model.is_too_small() && !whole {
        return;
    }
    let items = model.view().items.len();
    if model.screen().seen.len() == items && model.screen().seen.iter().all(|seen| *seen) {
        return;
    }
    let seen: Vec<bool> = (0..items).map(|n| whole || item_in_sight(model, n)).collect();
    let screen = model.screen_mut();
    screen.seen.resize(items, false);
    screen.seen.iter_mut().zip(seen).for_each(|(was, is)| *was |= is);
}
