//! A real terminal: the program runs in one, and gives it back whatever ends it.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::fs::{self, File};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{JoinHandle, spawn};
use std::time::{Duration, Instant};

use common::stair_folder;
use krivitsky::playthrough::{Playthrough, Session};
use krivitsky::store::{Library, content};
use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{LocalModes, tcgetattr};
use tempfile::TempDir;

/// Nothing here takes as long; whatever does has hung.
const DEADLINE: Duration = Duration::from_secs(30);

/// The end of a frame.
const FRAME: &[u8] = b"\x1b[?2026l";

struct Seen {
    parser: vt100::Parser,
    bytes: Vec<u8>,
    /// Words at which nobody looks any longer.
    until: Option<&'static str>,
}

/// A terminal with the program in it.
struct Pty {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    reader: JoinHandle<()>,
    ended: Receiver<u32>,
    pid: u32,
    /// The terminal itself, to ask which modes it is in.
    tty: Option<File>,
    before: LocalModes,
    folder: TempDir,
}

fn size((columns, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap()
}

impl Pty {
    fn open() -> Self {
        Self::open_with(tempfile::tempdir().unwrap(), &[], (100, 40))
    }

    fn open_with(folder: TempDir, env: &[(&str, &str)], at: (u16, u16)) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_krivitsky"));
        for arg in ["--seed", "7", "--story", &stair_folder().display().to_string()] {
            command.arg(arg);
        }
        command.args(["--data", &folder.path().display().to_string()]);
        Self::start(command, folder, env, at)
    }

    fn start(mut command: CommandBuilder, folder: TempDir, env: &[(&str, &str)], at: (u16, u16)) -> Self {
        let pair = native_pty_system().openpty(size(at)).unwrap();
        command.cwd(folder.path());
        command.env("TERM", "xterm-256color");
        command.env("RUST_BACKTRACE", "0");
        for unset in ["ACCESSIBLE", "NO_COLOR", "COLORTERM", "KRIVITSKY_PANIC"] {
            command.env_remove(unset);
        }
        env.iter().for_each(|(name, value)| command.env(name, value));
        let no_ctty = rustix::fs::OFlags::NOCTTY.bits().cast_signed();
        let tty = File::options().read(true).custom_flags(no_ctty).open(pair.master.tty_name().unwrap()).unwrap();
        let before = tcgetattr(&tty).unwrap().local_modes;
        let mut child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let pid = child.process_id().unwrap();
        let (tell, ended) = channel();
        spawn(move || tell.send(child.wait().unwrap().exit_code()));
        let parser = vt100::Parser::new(cells(at.1), cells(at.0), 0);
        let seen = Arc::new((Mutex::new(Seen { parser, bytes: Vec::new(), until: None }), Condvar::new()));
        let reader = watch(pair.master.try_clone_reader().unwrap(), Arc::clone(&seen));
        let writer = pair.master.take_writer().unwrap();
        Self { master: pair.master, writer, seen, reader, ended, pid, tty: Some(tty), before, folder }
    }

    /// Types.
    fn keys(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Waits until the screen is as it should be.
    #[track_caller]
    fn wait(&self, what: &str, is: impl Fn(&Seen) -> bool) {
        let end = Instant::now() + DEADLINE;
        let mut seen = self.seen.0.lock().unwrap();
        while !is(&seen) {
            let left = end.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "waited in vain for {what}; the screen:\n{}", seen.parser.screen().contents());
            seen = self.seen.1.wait_timeout(seen, left).unwrap().0;
        }
    }

    #[track_caller]
    fn wait_text(&self, words: &str) {
        self.wait(words, |seen| seen.parser.screen().contents().contains(words));
    }

    /// How many frames have been drawn.
    fn frames(&self) -> usize {
        self.look(|seen| seen.bytes.windows(FRAME.len()).filter(|bytes| *bytes == FRAME).count())
    }

    fn look<T>(&self, at: impl Fn(&Seen) -> T) -> T {
        at(&self.seen.0.lock().unwrap())
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_raw(self.pid.cast_signed()).unwrap(), signal).unwrap();
    }

    fn modes(&self) -> LocalModes {
        tcgetattr(self.tty.as_ref().unwrap()).unwrap().local_modes
    }

    /// The code the program ended with.
    #[track_caller]
    fn code(&self) -> u32 {
        self.ended.recv_timeout(DEADLINE).expect("the program did not end")
    }

    /// The program ends with a code, and the terminal is as it was.
    #[track_caller]
    fn gives_back(&self, code: u32) {
        assert_eq!(self.code(), code);
        self.wait("the usual screen", |seen| !seen.parser.screen().alternate_screen());
        self.wait("the cursor", |seen| !seen.parser.screen().hide_cursor());
        self.look(|seen| {
            let screen = seen.parser.screen();
            assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
            assert!(!screen.bracketed_paste() && !screen.application_cursor() && !screen.application_keypad());
        });
        assert_eq!(self.modes(), self.before, "the terminal's modes");
        assert!(self.before.contains(LocalModes::ICANON | LocalModes::ECHO));
    }

    /// The autosave.
    fn saved(&self) -> Playthrough {
        saved(&self.folder)
    }
}

fn saved(folder: &TempDir) -> Playthrough {
    let library = Library::open(Some(folder.path()), None, "the-stair").unwrap();
    library.read(&library.newest_autosave().unwrap().slot).unwrap().unwrap()
}

fn crash_file(folder: &TempDir) -> PathBuf {
    folder.path().join("the-stair").join("crash.txt")
}

/// Feeds what the program writes to a terminal that can be looked at.
fn watch(mut reader: Box<dyn Read + Send>, seen: Arc<(Mutex<Seen>, Condvar)>) -> JoinHandle<()> {
    spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(n @ 1..) = reader.read(&mut bytes) {
            let mut now = seen.0.lock().unwrap();
            now.parser.process(&bytes[..n]);
            now.bytes.extend_from_slice(&bytes[..n]);
            let enough = now.until.is_some_and(|words| now.parser.screen().contents().contains(words));
            drop(now);
            seen.1.notify_all();
            if enough {
                return;
            }
        }
    })
}

/// A game with one choice taken.
fn begun(folder: TempDir, env: &[(&str, &str)]) -> Pty {
    let mut pty = Pty::open_with(folder, env, (100, 40));
    pty.wait_text("1. New");
    pty.keys("1");
    pty.wait_text("4. Ring");
    pty.keys("2");
    pty.wait_text("3. Leave by the street door");
    pty
}

fn a_folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn the_room_opens_is_played_and_left() {
    let mut pty = begun(a_folder(), &[]);
    assert!(pty.look(|seen| seen.parser.screen().alternate_screen()));
    assert!(!pty.modes().intersects(LocalModes::ICANON | LocalModes::ECHO), "keys come one by one");
    // Arrows and Enter, as a terminal sends them; the cursor stands on the focused choice.
    pty.keys("\x1b[B\x1b[B");
    pty.wait("the cursor on the second choice", |seen| {
        let screen = seen.parser.screen();
        let (row, column) = screen.cursor_position();
        !screen.hide_cursor() && screen.contents_between(row, column, row, column + 8) == "2. Go up"
    });
    pty.keys("\r");
    pty.wait_text("The room behind the lit window is empty");
    pty.keys("q");
    pty.gives_back(0);
    assert_eq!(pty.saved().steps.len(), 2);
}

#[test]
fn another_size_is_drawn_at_once() {
    let pty = begun(a_folder(), &[]);
    for at in [(44, 16), (30, 8), (120, 50)] {
        let words = if at == (30, 8) { "40 columns and 12 rows" } else { "First the clock goes." };
        pty.seen.0.lock().unwrap().parser.screen_mut().set_size(cells(at.1), cells(at.0));
        let frames = pty.frames();
        pty.master.resize(size(at)).unwrap();
        pty.wait("a frame", |seen| {
            let drawn = seen.bytes.windows(FRAME.len()).filter(|bytes| *bytes == FRAME).count();
            drawn > frames && seen.parser.screen().contents().contains(words)
        });
    }
}

#[test]
fn when_it_is_terminated_the_terminal_is_given_back_and_nothing_is_lost() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        let pty = begun(a_folder(), &[]);
        pty.signal(signal);
        pty.gives_back(code);
        let saved = pty.saved();
        assert_eq!((saved.steps.len(), saved.steps[0].to.as_str()), (1, "stair-long"));
    }
}

#[test]
fn a_failure_gives_the_terminal_back_and_says_last_where_the_report_is() {
    // The program that people are given has no key that fails.
    let folder = a_folder();
    fs::write(folder.path().join("settings.ron"), "(mouse: true)").unwrap();
    let mut pty = begun(folder, &[("KRIVITSKY_PANIC", "1")]);
    pty.wait("the mouse", |seen| seen.parser.screen().mouse_protocol_mode() != vt100::MouseProtocolMode::None);
    pty.keys("\x10");
    pty.gives_back(101);
    pty.wait_text("crash.txt");
    let last = pty.look(|seen| seen.parser.screen().contents().trim_end().to_owned());
    assert!(last.ends_with("crash.txt."), "the report is named last:\n{last}");
    let report = fs::read_to_string(crash_file(&pty.folder)).unwrap();
    for words in
        ["terminal: 100 x 40, TERM=xterm-256color", "seed: 7", "stair-foot.wait -> stair-long", "it was asked for"]
    {
        assert!(report.contains(words), "{words} is not in\n{report}");
    }
    assert!(!report.contains(&pty.folder.path().display().to_string()), "{report}");
    assert_eq!(pty.saved().steps.len(), 1);
}

#[test]
fn without_being_asked_no_key_fails() {
    let mut pty = begun(a_folder(), &[]);
    pty.keys("\x10q");
    pty.gives_back(0);
    assert!(!crash_file(&pty.folder).exists());
}

#[test]
fn when_the_terminal_goes_the_program_ends() {
    // In a session of its own nobody sends it SIGHUP; it has to see for itself that the terminal has gone.
    let folder = a_folder();
    let code = folder.path().join("code");
    let play = format!(
        "trap '' HUP; setsid '{}' --story '{}' --data '{}'; echo $? > '{}'",
        env!("CARGO_BIN_EXE_krivitsky"),
        stair_folder().display(),
        folder.path().display(),
        code.display()
    );
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", &play]);
    let mut pty = Pty::start(command, folder, &[], (100, 40));
    pty.wait_text("1. New");
    pty.keys("1");
    pty.wait_text("4. Ring");
    pty.seen.0.lock().unwrap().until = Some("3. Leave by the street door");
    pty.keys("2");
    let Pty { master, writer, reader, ended, tty, folder, .. } = pty;
    reader.join().unwrap();
    drop((tty, writer, master));
    ended.recv_timeout(DEADLINE).expect("it goes on without a terminal");
    assert_eq!(fs::read_to_string(code).unwrap().trim(), "129");
    assert_eq!(saved(&folder).steps.len(), 1);
}

#[test]
fn idle_nothing_is_written() {
    let mut pty = Pty::open();
    pty.wait_text("5. Quit");
    pty.wait("the end of the frame", |seen| seen.bytes.ends_with(FRAME));
    assert_eq!(pty.frames(), 1, "one frame at the start");
    let before = pty.look(|seen| seen.bytes.len());
    // A key that does nothing, there and back: all that came in between came of it.
    pty.keys("z");
    pty.wait("an answer", |seen| seen.bytes.len() > before && seen.bytes.ends_with(FRAME));
    let after = pty.look(|seen| seen.bytes.len());
    assert_eq!(pty.frames(), 2);
    assert!(after - before <= 60, "a key that does nothing costs {} bytes", after - before);
    // A moved highlight is a mark and a label, not whole rows.
    pty.keys("\x1b[B");
    pty.wait("a focus", |seen| seen.bytes.len() > after && seen.bytes.ends_with(FRAME));
    let first = pty.look(|seen| seen.bytes.len());
    pty.keys("\x1b[B");
    pty.wait("a focus", |seen| seen.bytes.len() > first && seen.bytes.ends_with(FRAME));
    let moved = pty.look(|seen| seen.bytes.len()) - first;
    assert!(moved <= 120, "a moved highlight costs {moved} bytes");
    pty.keys("q");
    pty.gives_back(0);
}

#[test]
fn the_mouse_is_listened_to_and_given_back() {
    let mut pty = Pty::open();
    pty.wait_text("1. New");
    assert!(pty.look(|seen| seen.parser.screen().mouse_protocol_mode() == vt100::MouseProtocolMode::None));
    pty.keys("s");
    pty.wait_text("4. Mouse: no");
    pty.keys("4");
    pty.wait_text("4. Mouse: yes");
    pty.wait("the mouse", |seen| seen.parser.screen().mouse_protocol_mode() != vt100::MouseProtocolMode::None);
    pty.keys("\x1b");
    pty.wait_text("1. New");
    let row = pty.look(|seen| {
        let contents = seen.parser.screen().contents();
        contents.lines().position(|line| line.contains("1. New")).unwrap() + 1
    });
    // Pressed and let go in one breath, as a touchpad sends it: what is let go must not keep the page waiting.
    pty.keys(&format!("\x1b[<0;20;{row}M\x1b[<0;20;{row}m"));
    pty.wait_text("4. Ring");
    pty.keys("q");
    pty.gives_back(0);
}

/// A story being written, on the disk, and played on a terminal that watches it.
struct Desk {
    folder: TempDir,
    story: PathBuf,
}

impl Desk {
    /// A copy of the shipped story.
    fn new() -> Self {
        let folder = a_folder();
        let story = folder.path().join("mine");
        fs::create_dir_all(story.join("chapters")).unwrap();
        for file in content::shipped() {
            fs::write(story.join(&file.name), &file.text).unwrap();
        }
        Self { folder, story }
    }

    /// Puts other words in the place of some, wherever they stand.
    fn edit(&self, old: &str, new: &str) {
        let mut found = false;
        for file in content::read(&self.story).unwrap().0.iter().filter(|file| file.text.contains(old)) {
            fs::write(self.story.join(&file.name), file.text.replace(old, new)).unwrap();
            found = true;
        }
        assert!(found, "{old} is nowhere");
    }

    fn play(self) -> Pty {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_krivitsky"));
        command.args(["--watch", "mine", "--seed", "7"]);
        command.args(["--data", &self.folder.path().display().to_string()]);
        Pty::start(command, self.folder, &[], (100, 40))
    }
}

#[test]
fn in_chapter_three_a_typo_a_renamed_passage_and_a_broken_bracket_are_shown_as_they_are_saved() {
    let desk = Desk::new();
    // A game that stands in the third chapter, as somebody left it yesterday.
    let story = common::shipped();
    let mut session = Session::new(&story, 7);
    while session.page(&story).chapter().is_none_or(|chapter| !story.str(chapter.file).starts_with("03-"))
        || session.page(&story).offers().count() < 2
    {
        let next = session.page(&story).offers().find(|offer| offer.locked.is_none()).unwrap().id;
        session.choose(&story, next).unwrap();
    }
    let mut library = Library::open(Some(desk.folder.path()), None, &story.id).unwrap();
    library.write(&library.autosave(), &session.playthrough(&story)).unwrap();
    let save = library.folder().join("autosave.ron");
    let saved = fs::read(&save).unwrap();
    drop(library);
    let (page, id) = (session.page(&story), session.page(&story).id().to_owned());
    let label = page.offers().filter_map(|offer| offer.label).min_by_key(|label| label.len()).unwrap();
    let mut text = String::new();
    page.write_text(&mut text);
    let first: String = text.split_whitespace().take(3).collect::<Vec<_>>().join(" ");

    let mut pty = Desk { folder: desk.folder, story: desk.story.clone() }.play();
    let desk = Desk { folder: a_folder(), story: desk.story };
    pty.wait_text("1. Continue");
    pty.keys("1");
    pty.wait_text(&first);
    // A typo, made and mended.
    desk.edit(&first, &format!("Zzyzx {first}"));
    pty.wait_text(&format!("Zzyzx {first}"));
    pty.wait_text("Read again.");
    desk.edit("Zzyzx ", "");
    pty.wait("the old words", |seen| {
        let screen = seen.parser.screen().contents();
        screen.contains(&first) && !screen.contains("Zzyzx")
    });
    // The passage under the reader gets a new name, everywhere it is named.
    let named = format!("\"{id}\"");
    desk.edit(&named, "\"elsewhere-now\"");
    pty.wait_text("The story has changed");
    pty.wait_text(&format!("led to `{id}`"));
    pty.wait_text("1. Go on from there");
    desk.edit("id: \"elsewhere-now\"", &format!("id: \"elsewhere-now\", was: [{named}]"));
    pty.wait_text(&first);
    pty.wait_text("Read again.");
    // A bracket is broken: the fault stands there with its place, and keys of the game do nothing.
    desk.edit(&format!("label: \"{label}\""), &format!("label: \"{label}"));
    pty.wait_text("The story has faults");
    pty.wait_text("mine/chapters/03-");
    pty.wait_text("^");
    pty.keys("1u");
    desk.edit(&format!("label: \"{label}"), &format!("label: \"{label}\""));
    pty.wait_text(&first);
    pty.wait_text(&format!(". {label}"));
    assert_eq!(fs::read(&save).unwrap(), saved, "nothing of it touched the save");
    pty.keys("q");
    pty.gives_back(0);
}

#[test]
fn a_story_that_is_broken_at_the_start_waits_too() {
    let desk = Desk::new();
    desk.edit("format: 1,", "format: 1;");
    let story = desk.story.clone();
    let mut pty = desk.play();
    pty.wait_text("The story has faults");
    pty.wait_text("mine/story.ron:");
    let desk = Desk { folder: a_folder(), story };
    desk.edit("format: 1;", "format: 1,");
    pty.wait_text("1. New");
    pty.keys("1");
    let shipped = common::shipped();
    let mut text = String::new();
    Session::new(&shipped, 7).page(&shipped).write_text(&mut text);
    pty.wait_text(&text.split_whitespace().take(3).collect::<Vec<_>>().join(" "));
    pty.keys("q");
    pty.gives_back(0);
    let library = Library::open(Some(pty.folder.path()), None, &shipped.id).unwrap();
    assert!(library.newest_autosave().is_some(), "the game has the saves of its own name");
}
