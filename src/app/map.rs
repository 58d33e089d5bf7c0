//! The map: walking about in a story from passage to passage, for authors.
//!
//! The way that was walked is the stack of screens, so leaving one comes back to the passage before. It must not know how
//! a map is drawn.

use super::game::begin;
use super::model::{Kind, Model, Screen};
use super::scroll::reveal;
use super::update::{Cmd, choose_item, open, turn};
use super::view::Does;
use crate::playthrough::Origin;

/// The name of the passage where the story begins; none while there is no story.
pub(super) fn start(model: &Model) -> String {
    let story = &model.story;
    story.passages.get(story.start.index()).map_or(String::new(), |passage| story.str(passage.id).to_owned())
}

/// Opens the map at a passage, for an author; with none named, at the start.
pub(super) fn show(model: &mut Model, at: String) {
    model.author = true;
    if model.broken.is_some() {
        // It waits beneath the faults of a story that has to be mended first.
        let top = model.screens.len() - 1;
        model.screens.insert(top, Screen::new(Kind::Map(at)));
    } else {
        let at = if at.is_empty() { start(model) } else { at };
        open(model, Kind::Map(at));
    }
}

/// From a page to its passage on the map; from the map to the page: of the running game when it stands there, otherwise of
/// a game that begins there.
pub(super) fn turn_over(model: &mut Model) -> Vec<Cmd> {
    let here = model.session.as_ref().map(|session| session.page(&model.story).id().to_owned());
    match model.screen().kind.clone() {
        Kind::Map(at) if here.as_ref() == Some(&at) => {
            turn(model);
            Vec::new()
        }
        Kind::Map(at) => begin(model, Origin { at, ..Origin::default() }),
        _ => {
            let at = here.unwrap_or_else(|| start(model));
            open(model, Kind::Map(at));
            Vec::new()
        }
    }
}

/// Along what leads onward, or back along what leads here: first it is brought into focus, then gone.
pub(super) fn along(model: &mut Model, onward: bool, repeat: bool) -> Vec<Cmd> {
    let view = model.view();
    let leads = |does: &Does| matches!(does, Does::Walk { onward: its, .. } if *its == onward);
    let focus = model.screen().focus;
    if let Some(n) = focus.filter(|n| view.items.get(*n).is_some_and(|item| leads(&item.does))) {
        return choose_item(model, n, repeat);
    }
    match view.items.iter().position(|item| leads(&item.does)) {
        Some(n) => {
            model.screen_mut().focus = Some(n);
            reveal(model, n);
        }
        None => {
            let key = if onward { "toast.no-way-out" } else { "toast.no-way-in" };
            model.toast = Some(model.words.get(key).to_owned());
        }
    }
    Vec::new()
}
