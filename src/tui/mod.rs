//! The reading room: the renderer for a terminal. The only place that knows ratatui and crossterm.
//!
//! It draws a model and turns keys into messages; it decides nothing. It must not know plain mode.

mod draw;
pub mod input;
pub mod pen;
pub mod terminal;
pub mod theme;

use std::io;
use std::time::Instant;

use ratatui::backend::Backend;

use crate::app::shell::Shell;
use crate::app::{Action, Cmd, Key, Kind, Model, Msg, update};
use input::{Held, Input, Source};
use theme::{Depth, Theme};

pub use draw::view;

/// A screen that can be drawn on: the terminal, or a test's.
pub trait Screen {
    /// Draws the model.
    ///
    /// # Errors
    /// The terminal is gone.
    fn show(&mut self, model: &Model, theme: &Theme) -> io::Result<()>;

    /// Listens to the mouse, or no longer.
    ///
    /// # Errors
    /// The terminal is gone.
    fn mouse(&mut self, on: bool) -> io::Result<()>;
}

impl Screen for terminal::Room {
    fn show(&mut self, model: &Model, theme: &Theme) -> io::Result<()> {
        terminal::draw(self, |frame| view(model, theme, frame))
    }

    fn mouse(&mut self, on: bool) -> io::Result<()> {
        terminal::listen_to_mouse(on)
    }
}

/// Any other of ratatui's terminals, drawn as it comes.
pub struct Plainly<B: Backend>(pub ratatui::Terminal<B>);

impl<B: Backend> Screen for Plainly<B>
where
    B::Error: std::error::Error + Send + Sync + 'static,
{
    fn show(&mut self, model: &Model, theme: &Theme) -> io::Result<()> {
        self.0.draw(|frame| view(model, theme, frame)).map(|_| ()).map_err(io::Error::other)
    }

    fn mouse(&mut self, _: bool) -> io::Result<()> {
        Ok(())
    }
}

/// Runs the reading room until the reader leaves or the terminal does. Gives the code to end with.
///
/// # Errors
/// The terminal cannot be read or drawn on, for another reason than that it has gone.
pub fn run(
    model: &mut Model,
    shell: &mut Shell,
    screen: &mut impl Screen,
    source: &mut impl Source,
    depth: Depth,
) -> io::Result<u8> {
    let looked = source.now();
    let mut room = Room { model, shell, screen, held: Held::default(), depth, end: None, looked };
    match room.run(source) {
        Err(error) if crate::platform::is_gone(&error) => Ok(crate::platform::HUNG_UP),
        other => other,
    }
}

struct Room<'a, S> {
    model: &'a mut Model,
    shell: &'a mut Shell,
    screen: &'a mut S,
    held: Held,
    depth: Depth,
    end: Option<u8>,
    /// When the story's folder was last looked at, where it is watched.
    looked: Instant,
}

/// What page is shown: a page turn is a change of this.
type Shown = (usize, Option<usize>, Kind);

impl<S: Screen> Room<'_, S> {
    fn run(&mut self, source: &mut impl Source) -> io::Result<u8> {
        let mut theme = (self.model.settings.theme.clone(), Theme::new(&self.model.settings.theme, self.depth));
        loop {
            if theme.0 != self.model.settings.theme {
                theme = (self.model.settings.theme.clone(), Theme::new(&self.model.settings.theme, self.depth));
            }
            self.screen.show(self.model, &theme.1)?;
            update(self.model, Msg::Drawn { whole: false });
            let Some(input) = self.wait(source)? else { continue };
            let mut turned = self.take(input, source.now())?;
            // Everything that waits is taken before the next drawing; after a page turn, keys that waited are not meant
            // for the page that nobody has seen yet.
            while self.end.is_none()
                && !self.model.quitting
                && let Some(input) = source.waiting()?
            {
                if !turned || matches!(input, Input::Resize(..) | Input::End(_)) {
                    turned |= self.take(input, source.now())?;
                }
            }
            if let Some(code) = self.end {
                return Ok(code);
            }
            if self.model.quitting {
                return Ok(0);
            }
        }
    }

    /// Waits for the next input. Where the story is watched, its folder is looked at in between, and nothing is given
    /// when that has changed what is to be shown.
    fn wait(&mut self, source: &mut impl Source) -> io::Result<Option<Input>> {
        loop {
            let due = self.shell.tick().map(|tick| self.looked + tick);
            let now = source.now();
            if due.is_some_and(|due| now >= due) {
                self.looked = now;
                let news = self.shell.look();
                if !news.is_empty() {
                    self.hear(news)?;
                    return Ok(None);
                }
                continue;
            }
            match source.next(due)? {
                Input::Tick => {}
                input => return Ok(Some(input)),
            }
        }
    }

    fn shown(&self) -> Shown {
        let node = self.model.session.as_ref().map(crate::playthrough::Session::current);
        (self.model.screens.len(), node, self.model.screen().kind.clone())
    }

    /// Takes one input; says whether it turned the page.
    fn take(&mut self, input: Input, now: Instant) -> io::Result<bool> {
        let before = self.shown();
        let msg = match input {
            Input::Key(key, repeat) => {
                fail_if_asked(key);
                let undone = matches!(self.model.keymap.action(key), Some(Action::Rewind | Action::Redo));
                Msg::Key(key, self.held.repeats(key, now, !undone) || repeat)
            }
            // What stands beside the text is only to be looked at.
            Input::Click(column, _) if column >= self.model.columns() => return Ok(false),
            Input::Click(_, row) => match row.checked_sub(self.model.header_rows()) {
                Some(row) => Msg::Click { row },
                None => return Ok(false),
            },
            Input::Wheel(lines) => Msg::Wheel(lines),
            Input::Resize(columns, rows) => Msg::Resize(columns, rows),
            Input::Tick => return Ok(false),
            Input::End(code) => {
                self.end = Some(code);
                return Ok(false);
            }
        };
        let cmds = update(self.model, msg);
        self.perform(cmds)?;
        let turned = self.shown() != before;
        // Going back is pressed many times in a row, and is not a choice: those presses are all meant.
        if let Input::Key(key, _) = input
            && turned
            && !matches!(self.model.keymap.action(key), Some(Action::Rewind | Action::Redo))
        {
            self.held.turned(key, now);
        }
        Ok(turned)
    }

    fn perform(&mut self, cmds: Vec<Cmd>) -> io::Result<()> {
        for cmd in cmds {
            if let Cmd::Mouse(on) = cmd {
                self.screen.mouse(on)?;
            }
            let news = self.shell.perform(self.model, cmd);
            self.hear(news)?;
        }
        Ok(())
    }

    /// Tells the model what came in from outside.
    fn hear(&mut self, news: Vec<Msg>) -> io::Result<()> {
        for msg in news {
            let cmds = update(self.model, msg);
            self.perform(cmds)?;
        }
        Ok(())
    }
}

/// Fails on ctrl-p when the environment asks for it, so that a test can see what a failure leaves behind. Not in the
/// program that people are given.
fn fail_if_asked(key: Key) {
    let asked = || std::env::var_os("KRIVITSKY_PANIC").is_some();
    assert!(!(cfg!(debug_assertions) && Key::parse("ctrl-p") == Some(key) && asked()), "it was asked for");
}
