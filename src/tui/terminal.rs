//! The terminal: taken at the start, given back on every way out.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::Show;
use crossterm::event::DisableMouseCapture;
use crossterm::execute;
use crossterm::style::Print;
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};

use super::pen::Pen;

/// Whether the terminal is ours, so that it is given back once, by whoever comes first.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Buttons and wheel, reported by cell. Moving without a button is not listened to: it would wake us for nothing.
const LISTEN_TO_MOUSE: Print<&str> = Print("\x1b[?1000h\x1b[?1006h");

/// What ratatui draws on.
///
/// Nothing is written but whole frames: what a frame broken off by a panic had gathered never comes out behind what is
/// said last.
pub type Room = ratatui::Terminal<Pen>;

/// Takes the terminal. It is given back when the guard is dropped, or by `give_back`.
///
/// # Errors
/// The terminal would not be taken; it is as it was.
pub fn take(mouse: bool) -> io::Result<(Room, Guard)> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    let guard = Guard;
    // Sent with the first frame.
    let mut pen = Pen::default();
    pen.add(EnterAlternateScreen);
    if mouse {
        pen.add(LISTEN_TO_MOUSE);
    }
    Ok((ratatui::Terminal::new(pen)?, guard))
}

/// Listens to the mouse, or no longer.
///
/// # Errors
/// The terminal is gone.
pub fn listen_to_mouse(on: bool) -> io::Result<()> {
    let mut out = io::stdout();
    if on { execute!(out, LISTEN_TO_MOUSE) } else { execute!(out, DisableMouseCapture) }
}

/// Draws a frame as one update and one write, so that a page turn does not tear.
///
/// # Errors
/// The terminal is gone.
pub fn draw(room: &mut Room, with: impl FnOnce(&mut ratatui::Frame<'_>)) -> io::Result<()> {
    room.backend_mut().add(BeginSynchronizedUpdate);
    room.draw(with)?;
    room.backend_mut().add(EndSynchronizedUpdate);
    let mut out = io::stdout();
    out.write_all(&room.backend_mut().take())?;
    out.flush()
}

/// Gives the terminal back: every mode this program can have set is unset, in the order that works when it is half dead.
/// What fails is passed over, for there is nobody left to be told.
pub fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let mut out = io::stdout();
        let _ = execute!(out, EndSynchronizedUpdate, DisableMouseCapture, LeaveAlternateScreen, Show);
        let _ = disable_raw_mode();
    }
}

/// Gives the terminal back when dropped.
pub struct Guard;

impl Drop for Guard {
    fn drop(&mut self) {
        give_back();
    }
}
