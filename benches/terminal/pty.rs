//! A program on a terminal of its own: keys go in, what it sends is counted, timed and shown on a grid.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::rc::Rc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

/// Nothing sent for so long means that a program has drawn what it will draw.
const QUIET: Duration = Duration::from_millis(60);

/// The end of an update, as the game marks it.
const END: &[u8] = b"\x1b[?2026l";

/// What to start.
pub struct Program(Vec<OsString>);

impl Program {
    /// The game, with more arguments.
    pub fn game(more: &[&str]) -> Self {
        Self(std::iter::once(super::game().into()).chain(more.iter().map(OsString::from)).collect())
    }

    /// The bare program.
    pub fn bare() -> Self {
        Self(vec![std::env::current_exe().unwrap().into(), "bare".into()])
    }
}

/// A running program.
pub struct Pty {
    /// When it was started.
    pub started: Instant,
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    heard: Receiver<(Instant, Vec<u8>)>,
    grid: vt100::Parser,
    _master: Box<dyn MasterPty + Send>,
    _data: Rc<TempDir>,
}

/// What a program sent.
#[derive(Default)]
pub struct Answer {
    /// How many bytes.
    pub bytes: usize,
    /// How many frames the game marked.
    pub frames: usize,
    /// When the last came.
    pub last: Option<Instant>,
}

impl Pty {
    /// Starts a program on a terminal of `size` columns and rows, with saves in a folder that goes away.
    pub fn open(program: &Program, size: (u16, u16)) -> Self {
        Self::open_in(program, size, Rc::new(tempfile::tempdir().unwrap()))
    }

    /// Starts a program with saves in a folder that others have been in, perhaps.
    pub fn open_in(program: &Program, (cols, rows): (u16, u16), data: Rc<TempDir>) -> Self {
        let pair = native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
        let mut command = CommandBuilder::from_argv(program.0.clone());
        command.env("TERM", "xterm-256color");
        command.env_remove("NO_COLOR");
        command.env("XDG_DATA_HOME", data.path());
        command.env("XDG_STATE_HOME", data.path());
        command.env("XDG_CONFIG_HOME", data.path());
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (tell, heard) = channel();
        std::thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                if tell.send((Instant::now(), buffer[..n].to_vec())).is_err() {
                    break;
                }
            }
        });
        let cells = |n| NonZeroU16::new(n).unwrap();
        let grid = vt100::Parser::new(cells(rows), cells(cols), 0);
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).unwrap();
        let writer = pair.master.take_writer().unwrap();
        Self { started, child, writer, heard, grid, _master: pair.master, _data: data }
    }

    /// The process.
    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Sends keys.
    pub fn send(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// What is sent until the program is quiet.
    pub fn settle(&mut self) -> Answer {
        let mut answer = Answer::default();
        // The first byte may be long in coming, on a machine with other work.
        let mut patience = Duration::from_millis(400);
        loop {
            match self.heard.recv_timeout(patience) {
                Ok(heard) => self.take(heard, &mut answer),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return answer,
            }
            patience = QUIET;
        }
    }

    /// What is sent in answer to one key: the first bytes and what follows at once.
    pub fn answer(&mut self) -> Answer {
        let mut answer = Answer::default();
        if let Ok(heard) = self.heard.recv_timeout(Duration::from_secs(1)) {
            self.take(heard, &mut answer);
        }
        while let Ok(heard) = self.heard.recv_timeout(Duration::from_millis(3)) {
            self.take(heard, &mut answer);
        }
        answer
    }

    fn take(&mut self, (when, bytes): (Instant, Vec<u8>), answer: &mut Answer) {
        self.grid.process(&bytes);
        answer.bytes += bytes.len();
        answer.frames += bytes.windows(END.len()).filter(|window| *window == END).count();
        answer.last = Some(when);
    }

    /// What the terminal shows.
    pub fn screen(&self) -> vt100::Screen {
        self.grid.screen().clone()
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How many cells differ between two screens.
pub fn changed(before: &vt100::Screen, after: &vt100::Screen) -> usize {
    let (rows, cols) = after.size();
    let cells = (0..rows.get()).flat_map(|row| (0..cols.get()).map(move |col| (row, col)));
    // A cell never written to shows what a space does.
    let shown = |screen: &vt100::Screen, (row, col)| {
        screen.cell(row, col).map(|cell| {
            let text = if cell.contents().is_empty() { " " } else { cell.contents() };
            let weights = (cell.bold(), cell.dim(), cell.italic(), cell.underline(), cell.inverse());
            (text.to_owned(), cell.fgcolor(), cell.bgcolor(), weights)
        })
    };
    cells.filter(|at| shown(before, *at) != shown(after, *at)).count()
}
