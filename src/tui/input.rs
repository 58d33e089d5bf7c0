//! Keys, mouse and signals, as the app names them.

use std::io;
use std::time::{Duration, Instant};

use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};

use crate::app::key::{Code, Key};
use crate::platform::{Waiter, Woken};

/// Something that came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// A key, and whether the terminal says that it repeats one held down.
    Key(Key, bool),
    /// A click on a row of the screen.
    Click(u16),
    /// The wheel, in lines.
    Wheel(i16),
    /// The screen has these columns and rows now.
    Resize(u16, u16),
    /// The program is to end with this code.
    End(u8),
}

/// Where input comes from: the terminal, or a test.
pub trait Source {
    /// Waits for the next input.
    ///
    /// # Errors
    /// The terminal cannot be read.
    fn next(&mut self) -> io::Result<Input>;

    /// Whether input is waiting already.
    ///
    /// # Errors
    /// The terminal cannot be read.
    fn waiting(&mut self) -> io::Result<bool>;
}

/// The terminal.
pub struct Keys {
    waiter: Waiter,
}

impl Keys {
    /// Begins to listen.
    ///
    /// # Errors
    /// The system would not let us.
    pub fn new() -> io::Result<Self> {
        Ok(Self { waiter: Waiter::new()? })
    }
}

impl Source for Keys {
    fn next(&mut self) -> io::Result<Input> {
        loop {
            while event::poll(Duration::ZERO)? {
                if let Some(input) = translate(&event::read()?) {
                    return Ok(input);
                }
            }
            match self.waiter.wait()? {
                Woken::Ready => {}
                Woken::Resized => {
                    let (columns, rows) = crossterm::terminal::size()?;
                    return Ok(Input::Resize(columns, rows));
                }
                Woken::Terminated(code) => return Ok(Input::End(code)),
                Woken::HungUp => return Ok(Input::End(crate::platform::HUNG_UP)),
            }
        }
    }

    fn waiting(&mut self) -> io::Result<bool> {
        event::poll(Duration::ZERO)
    }
}

/// What an event of the terminal means; nothing for one that is not for us.
pub fn translate(event: &Event) -> Option<Input> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => {
            Some(Input::Key(key_of(key)?, key.kind == KeyEventKind::Repeat))
        }
        Event::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => Some(Input::Click(mouse.row)),
            MouseEventKind::ScrollDown => Some(Input::Wheel(3)),
            MouseEventKind::ScrollUp => Some(Input::Wheel(-3)),
            _ => None,
        },
        Event::Resize(columns, rows) => Some(Input::Resize(*columns, *rows)),
        _ => None,
    }
}

fn key_of(key: &KeyEvent) -> Option<Key> {
    let code = match key.code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Tab => Code::Tab,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::F(n) => Code::F(n),
        _ => return None,
    };
    let held = |which| key.modifiers.contains(which);
    Some(Key { code, ctrl: held(KeyModifiers::CONTROL), alt: held(KeyModifiers::ALT) })
}

/// Tells a key held down from one pressed again, on terminals that do not say.
///
/// The key that turned a page, coming again before it has been let go for a while, is the same press: a held key comes
/// again after at most half a second, then many times a second.
#[derive(Debug, Default)]
pub struct Held {
    turned: Option<(Key, Instant)>,
}

/// How long a key must have been quiet to count as pressed again.
const QUIET: Duration = Duration::from_millis(550);

impl Held {
    /// Whether `key`, coming `now`, only repeats the press that turned the page.
    pub fn repeats(&mut self, key: Key, now: Instant) -> bool {
        match &mut self.turned {
            Some((turner, last)) if *turner == key && now.saturating_duration_since(*last) < QUIET => {
                *last = now;
                true
            }
            _ => {
                self.turned = None;
                false
            }
        }
    }

    /// `key` turned a page.
    pub fn turned(&mut self, key: Key, now: Instant) {
        self.turned = Some((key, now));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_held_key_is_one_press() {
        let (one, two) = (Key::plain(Code::Char('1')), Key::plain(Code::Char('2')));
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut held = Held::default();
        held.turned(one, at(0));
        assert!([500, 533, 566, 1000].map(|ms| held.repeats(one, at(ms))).iter().all(|repeats| *repeats));
        assert!(!held.repeats(one, at(1600)), "let go and pressed again");
        held.turned(one, at(2000));
        assert!(!held.repeats(two, at(2010)), "another key is another press");
    }
}
