//! The terminal: taken at the start, given back on every way out.

use std::io::{self, BufWriter, Stdout, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::Show;
use crossterm::event::DisableMouseCapture;
use crossterm::style::Print;
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::backend::CrosstermBackend;

/// Bytes gathered before they are written: a full screen is one write, not nineteen.
const BUFFER: usize = 64 * 1024;

/// Whether the terminal is ours, so that it is given back once, by whoever comes first.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Buttons and wheel, reported by cell. Moving without a button is not listened to: it would wake us for nothing.
const LISTEN_TO_MOUSE: Print<&str> = Print("\x1b[?1000h\x1b[?1006h");

/// What ratatui draws on.
pub type Room = ratatui::Terminal<CrosstermBackend<BufWriter<Ours>>>;

/// Standard output as long as the terminal is ours. What is still in some buffer when it has been given back, as after a
/// panic in the middle of a frame, must not come out behind what is said last.
#[derive(Debug)]
pub struct Ours(Stdout);

impl Write for Ours {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if TAKEN.load(Ordering::SeqCst) { self.0.write(bytes) } else { Ok(bytes.len()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        // ratatui complains of a failure here on standard error, which panics when that has gone with the terminal.
        if TAKEN.load(Ordering::SeqCst) { self.0.flush() } else { Ok(()) }
    }
}

/// Takes the terminal. It is given back when the guard is dropped, or by `give_back`.
///
/// # Errors
/// The terminal would not be taken; it is as it was.
pub fn take(mouse: bool) -> io::Result<(Room, Guard)> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    let guard = Guard;
    let mut out = BufWriter::with_capacity(BUFFER, Ours(io::stdout()));
    queue!(out, EnterAlternateScreen)?;
    if mouse {
        queue!(out, LISTEN_TO_MOUSE)?;
    }
    Ok((ratatui::Terminal::new(CrosstermBackend::new(out))?, guard))
}

/// Listens to the mouse, or no longer.
///
/// # Errors
/// The terminal is gone.
pub fn listen_to_mouse(room: &mut Room, on: bool) -> io::Result<()> {
    let out = room.backend_mut();
    if on { execute!(out, LISTEN_TO_MOUSE) } else { execute!(out, DisableMouseCapture) }
}

/// Draws a frame as one update, so that a page turn does not tear.
///
/// # Errors
/// The terminal is gone.
pub fn draw(room: &mut Room, with: impl FnOnce(&mut ratatui::Frame<'_>)) -> io::Result<()> {
    queue!(room.backend_mut(), BeginSynchronizedUpdate)?;
    room.draw(with)?;
    queue!(room.backend_mut(), EndSynchronizedUpdate)?;
    room.backend_mut().flush()
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
