//! Playing: choices taken, going back and forth, and what is saved of it.

use super::model::{Kind, Model};
use super::update::{Cmd, open, touch, turn};
use crate::engine::Refusal;
use crate::playthrough::{Origin, Playthrough, Session, replay};
use crate::store::Slot;
use crate::story::ChoiceId;

/// Begins a game in the middle of the story, or where no passage is named at its start. The title stands beneath it, with the saves of real play untouched.
pub(super) fn begin(model: &mut Model, origin: Origin) -> Vec<Cmd> {
    if model.broken.is_some() {
        model.begins = Some(origin);
        return Vec::new();
    }
    if let Some(id) = origin.episode {
        // What went before is read first.
        open(model, Kind::Recap(id));
        return Vec::new();
    }
    match Session::begin_at(&model.story, model.next_seed, origin) {
        Ok(session) => {
            let place = session.page(&model.story).id().to_owned();
            model.session = Some(session);
            model.whole = None;
            turn(model);
            model.toast = Some(model.words.fill("toast.begun", &[("where", &place)]));
        }
        Err(why) => model.toast = Some(why),
    }
    Vec::new()
}

/// Begins an episode; each time with chances of its own.
pub(super) fn episode(model: &mut Model, id: &str) -> Vec<Cmd> {
    match Session::begin_at(&model.story, model.next_seed, Origin::episode(id)) {
        Ok(session) => {
            model.session = Some(session);
            model.whole = None;
            turn(model);
        }
        Err(why) => model.toast = Some(why),
    }
    vec![Cmd::Reseed]
}

/// Goes on with a game that a tool has played so far.
pub(super) fn replayed(model: &mut Model, session: Session) -> Vec<Cmd> {
    let place = session.page(&model.story).id().to_owned();
    model.session = Some(session);
    model.whole = None;
    turn(model);
    model.toast = Some(model.words.fill("toast.begun", &[("where", &place)]));
    Vec::new()
}

pub(super) fn choose(model: &mut Model, choice: ChoiceId) -> Vec<Cmd> {
    let Some(session) = &mut model.session else { return Vec::new() };
    match session.choose(&model.story, choice) {
        Ok(()) => {
            turn(model);
            save(model)
        }
        Err(Refusal::Locked(why)) => {
            model.toast = Some(model.words.fill("toast.locked", &[("why", model.story.str(why))]));
            Vec::new()
        }
        Err(_) => Vec::new(),
    }
}

/// The running game is to be saved: the reader has gone on, and what an edited story had no room for stays behind. The
/// store keeps it aside.
pub(super) fn save(model: &mut Model) -> Vec<Cmd> {
    model.whole = None;
    // The autosave is for what was played from the start.
    let real = model.session.iter().filter(|session| session.origin().is_none());
    real.map(|session| Cmd::Save(session.playthrough(&model.story))).collect()
}

pub(super) fn save_as(model: &mut Model, name: &str) -> Vec<Cmd> {
    let Some(session) = &model.session else {
        model.toast = Some(model.words.get("toast.no-game").to_owned());
        return Vec::new();
    };
    vec![Cmd::SaveAs(name.trim().to_owned(), session.playthrough(&model.story))]
}

pub(super) fn rewind(model: &mut Model, repeat: bool, onward: bool) -> Vec<Cmd> {
    if repeat {
        return Vec::new();
    }
    let moved = match &mut model.session {
        Some(session) if onward => session.redo(),
        Some(session) => session.rewind(),
        None => false,
    };
    if !moved {
        let key = match (&model.session, onward) {
            (None, _) => "toast.no-game",
            (_, true) => "toast.no-redo",
            (_, false) => "toast.no-rewind",
        };
        model.toast = Some(model.words.get(key).to_owned());
        return Vec::new();
    }
    turn(model);
    model.toast = Some(model.words.get(if onward { "toast.redo" } else { "toast.rewind" }).to_owned());
    save(model)
}

pub(super) fn loaded(model: &mut Model, slot: Slot, playthrough: &Playthrough) -> Vec<Cmd> {
    match replay(&model.story, playthrough) {
        Ok(session) => {
            let (dropped, edited) = (session.dropped, session.edited);
            model.whole = None;
            model.session = Some(session);
            model.can_continue = true;
            // What was just read is what is on the disk.
            model.saved = Some(true);
            turn(model);
            if dropped > 0 {
                model.toast = Some(model.words.fill("toast.dropped", &[("steps", &model.words.steps(dropped))]));
                let mut cmds = vec![Cmd::SetAside(slot)];
                cmds.extend(save(model));
                return cmds;
            }
            if edited {
                model.toast = Some(model.words.get("toast.edited").to_owned());
            }
            Vec::new()
        }
        Err(divergence) => {
            model.diverged = Some((divergence, Some(slot)));
            open(model, Kind::Diverged);
            touch(model);
            Vec::new()
        }
    }
}
