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
    /// A click on a column and row of the screen.
    Click(u16, u16),
    /// The wheel, in lines.
    Wheel(i16),
    /// The screen has these columns and rows now.
    Resize(u16, u16),
    /// Nothing came in, and the time to wait for it has run out.
    Tick,
    /// The program is to end with this code.
    End(u8),
}

/// Where input comes from: the terminal, or a test.
pub trait Source {
    /// Waits for the next input: for as long as it takes, or until a time, where one is given.
    ///
    /// # Errors
    /// The terminal cannot be read.
    fn next(&mut self, until: Option<Instant>) -> io::Result<Input>;

    /// The next input if there is one already.
    ///
    /// # Errors
    /// The terminal cannot be read.
    fn waiting(&mut self) -> io::Result<Option<Input>>;

    /// The time, by which a key held down is told from one pressed again.
    fn now(&self) -> Instant {
        Instant::now()
    }
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
    fn next(&mut self, until: Option<Instant>) -> io::Result<Input> {
        loop {
            if let Some(input) = self.waiting()? {
                return Ok(input);
            }
            match self.waiter.wait(until.map(|until| until.saturating_duration_since(self.now())))? {
                Woken::Ready => {}
                Woken::Late => return Ok(Input::Tick),
                Woken::Resized => {
                    let (columns, rows) = crossterm::terminal::size()?;
                    return Ok(Input::Resize(columns, rows));
                }
                Woken::Terminated(code) => return Ok(Input::End(code)),
                Woken::HungUp => return Ok(Input::End(crate::platform::HUNG_UP)),
            }
        }
    }

    fn waiting(&mut self) -> io::Result<Option<Input>> {
        // What is not for us, such as a mouse button let go, is passed over; it must not keep what came before it waiting.
        while !self.waiter.is_gone() && event::poll(Duration::ZERO)? {
            if let Some(input) = translate(&event::read()?) {
                return Ok(Some(input));
            }
        }
        Ok(None)
    }
}

/// What an event of the terminal means; nothing for one that is not for us.
pub fn translate(event: &Event) -> Option<Input> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => {
            Some(Input::Key(key_of(key)?, key.kind == KeyEventKind::Repeat))
        }
        Event::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => Some(Input::Click(mouse.column, mouse.row)),
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
/// A held key comes again once after a while, and then many times a second. So after a key has turned a page, its next
/// coming may be the same press; those behind it are, as long as they come fast.
#[derive(Debug, Default)]
pub struct Held {
    /// The key that turned the page, when it came last, and whether it has come again.
    turned: Option<(Key, Instant, bool)>,
}

/// The longest that a keyboard waits before it repeats a key.
const BEFORE: Duration = Duration::from_millis(700);
/// The longest between two repeats.
const BETWEEN: Duration = Duration::from_millis(150);

impl Held {
    /// Whether `key`, coming `now`, only repeats the press that turned the page. With `first`, also the one coming that
    /// could as well be a second press is taken for a repeat: for keys that cannot be undone by another.
    pub fn repeats(&mut self, key: Key, now: Instant, first: bool) -> bool {
        let Some((turner, last, again)) = &mut self.turned else { return false };
        let quiet = now.saturating_duration_since(*last);
        let held = *turner == key && quiet < if *again || !first { BETWEEN } else { BEFORE };
        if held {
            (*last, *again) = (now, true);
        } else {
            self.turned = None;
        }
        held
    }

    /// `key` turned a page.
    pub fn turned(&mut self, key: Key, now: Instant) {
        self.turned = Some((key, now, false));
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
        assert!([660, 700, 740, 860].map(|ms| held.repeats(one, at(ms), true)).iter().all(|repeats| *repeats));
        assert!(!held.repeats(one, at(1600), true), "let go and pressed again");
        held.turned(one, at(2000));
        assert!(!held.repeats(two, at(2010), true), "another key is another press");
    }

    #[test]
    fn whoever_presses_twice_a_second_is_not_shut_out() {
        let one = Key::plain(Code::Char('1'));
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut held = Held::default();
        held.turned(one, at(0));
        let repeats = [500, 1000].map(|ms| held.repeats(one, at(ms), true));
        assert_eq!(repeats, [true, false], "one press may be taken for a repeat, not each");
        held.turned(one, at(2000));
        assert!(!held.repeats(one, at(2200), false), "going back by quick presses");
        assert!(!held.repeats(one, at(2240), false), "not after a turn, so nothing to repeat");
    }
}
