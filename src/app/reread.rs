//! A story that is read again while it is played: the reader stands where they stood, in the new words.
//!
//! What was taken is played again by names. As long as the story cannot be read, or parts from what was taken, nothing
//! is lost: the playthrough is kept whole until the reader goes on by themselves. It must not know where a story comes
//! from or when it is looked for.

use std::sync::Arc;

use super::action::Action;
use super::game::begin;
use super::model::{Kind, Model, Screen};
use super::update::{Cmd, begin_at_first, touch, turn};
use super::view::Does;
use crate::diagnostic::{self, Diagnostic, Severity, SourceFile, any_error};
use crate::playthrough::{Playthrough, replay};
use crate::story::{Story, parse};

/// What came of reading a story again.
#[derive(Debug, Clone)]
pub enum Reread {
    /// It can be played; and whether there is a game of it to continue.
    Sound(Arc<Story>, bool),
    /// It cannot.
    Broken(Arc<Broken>),
}

/// A story that cannot be played as it is.
#[derive(Debug)]
pub struct Broken {
    /// Its files.
    pub files: Vec<SourceFile>,
    /// Their faults, in order.
    pub faults: Vec<Diagnostic>,
    /// The folder, as the author typed it.
    pub root: String,
    /// What the system said, when the folder itself could not be read.
    pub said: Option<String>,
}

impl Broken {
    /// A story whose folder cannot be read.
    pub fn unread(root: &str, error: &std::io::Error) -> Self {
        let said = diagnostic::visible(&format!("{root}: {error}")).replace('\n', " ");
        Self { files: Vec::new(), faults: Vec::new(), root: root.to_owned(), said: Some(said) }
    }

    /// The faults as `check` prints them, in lines of at most `width` cells; one text each.
    pub fn texts(&self, width: u16) -> Vec<String> {
        let text = diagnostic::to_text_within(&self.files, &self.faults, &self.root, usize::from(width));
        text.split("\n\n").map(|fault| fault.trim_matches('\n').to_owned()).filter(|fault| !fault.is_empty()).collect()
    }
}

/// The story in some files, or what keeps it from being played. `faults` are those of reading the files.
///
/// # Errors
/// The story is broken.
pub fn read(files: Vec<SourceFile>, mut faults: Vec<Diagnostic>, root: &str) -> Result<Arc<Story>, Arc<Broken>> {
    let (story, more) = parse(&files);
    faults.extend(more);
    match story.filter(|_| !any_error(&faults)) {
        Some(story) => Ok(Arc::new(story)),
        None => {
            diagnostic::sort(&mut faults);
            faults.retain(|fault| fault.severity() != Severity::Hint);
            Err(Arc::new(Broken { files, faults, root: root.to_owned(), said: None }))
        }
    }
}

/// Whether something may be done while the story is broken: reading what is wrong with it, and leaving.
pub(super) fn may(action: Action) -> bool {
    use Action::{Bottom, Confirm, Down, PageDown, PageUp, Quit, Top, Up};
    matches!(action, Up | Down | PageUp | PageDown | Top | Bottom | Confirm | Quit)
}

/// Takes in what came of reading the story again.
pub(super) fn reread(model: &mut Model, reread: Reread) -> Vec<Cmd> {
    match reread {
        Reread::Broken(broken) => {
            model.broken = Some(broken);
            match model.screen_mut() {
                // Scrolled where the reader left it: most faults of the last look are those of this one.
                screen if screen.kind == Kind::Faults => {}
                _ => model.screens.push(Screen::new(Kind::Faults)),
            }
            model.toast = None;
            touch(model);
            Vec::new()
        }
        Reread::Sound(story, can_continue) => sound(model, story, can_continue),
    }
}

fn sound(model: &mut Model, story: Arc<Story>, can_continue: bool) -> Vec<Cmd> {
    let focus = focused(model);
    let running = model.session.as_ref().map(|session| session.playthrough(&model.story));
    let taken = model.whole.take().or(running);
    // A save that was being asked about is asked about again.
    let asked = model.diverged.take().and_then(|(_, slot)| slot);
    model.broken = None;
    model.story = story;
    model.can_continue = can_continue;
    model.screens.retain(|screen| !matches!(screen.kind, Kind::Faults | Kind::Diverged));
    // Labels may have changed, and have to be seen again.
    model.screens.iter_mut().for_each(|screen| screen.seen.clear());
    model.toast = Some(model.words.get("toast.reread").to_owned());
    if let Some(taken) = taken {
        again(model, taken);
    }
    touch(model);
    refocus(model, focus);
    let begun = model.begins.take().map(|origin| begin(model, origin));
    asked.map(Cmd::Load).into_iter().chain(begun.into_iter().flatten()).collect()
}

/// Plays what was taken again.
fn again(model: &mut Model, taken: Playthrough) {
    match replay(&model.story, &taken) {
        Ok(session) => {
            if session.dropped > 0 {
                let steps = model.words.steps(session.dropped);
                model.toast = Some(model.words.fill("toast.reread-dropped", &[("steps", &steps)]));
                model.whole = Some(taken);
            } else if session.edited {
                model.toast = Some(model.words.get("toast.reread-edited").to_owned());
            }
            model.session = Some(session);
        }
        Err(divergence) => {
            let in_game = model.screens.iter().any(|screen| screen.kind == Kind::Reading);
            model.session = Some(divergence.session.clone());
            model.diverged = Some((divergence, None));
            model.whole = Some(taken);
            model.toast = None;
            if in_game {
                turn(model);
            }
            model.screens.push(Screen::new(Kind::Diverged));
            touch(model);
            begin_at_first(model);
        }
    }
}

/// The name of the choice in focus on the page.
fn focused(model: &Model) -> Option<String> {
    if model.screen().kind != Kind::Reading {
        return None;
    }
    let view = model.view();
    match view.items.get(model.screen().focus?)?.does {
        Does::Choose(choice) => Some(model.story.choice_id(choice).to_owned()),
        _ => None,
    }
}

/// Brings the focus back to the choice it was on; where that is gone, to none.
fn refocus(model: &mut Model, name: Option<String>) {
    let view = model.view();
    let same = |does: &Does| match (does, &name) {
        (Does::Choose(choice), Some(name)) => model.story.choice_id(*choice) == name,
        _ => false,
    };
    let focus = match &name {
        Some(_) => view.items.iter().position(|item| same(&item.does)),
        None => model.screen().focus.filter(|n| *n < view.items.len()),
    };
    model.screen_mut().focus = focus;
}
