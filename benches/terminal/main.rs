//! The program as it is, on a real terminal: starting, keys, page turns, a key held down, and doing nothing.
//!
//! Processor time is what the kernel says the process had (`/proc/PID/schedstat`), so that other work on the machine does
//! not count; wall time is printed where it is what matters, and other work makes it longer. Linux only. The bare ratatui
//! program it is compared with is this same file, started with `bare`.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod bare;
#[path = "../common/mod.rs"]
mod common;
mod pty;

use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use krivitsky::app::{Action, Model, Msg, update};
use krivitsky::store::Settings;
use krivitsky::story::parse;
use krivitsky::tui::theme::{Depth, Theme};
use krivitsky::tui::view;
use krivitsky::words::Words;
use pty::{Program, Pty};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("bare") => bare::run().expect("a terminal"),
        // `cargo bench` says `--bench`; `cargo test` does not, and has nothing to measure.
        _ if std::env::args().any(|word| word == "--bench") => measure(),
        _ => {}
    }
}

fn measure() {
    let size = std::fs::metadata(game()).unwrap().len();
    println!("binary: {:.2} MiB", size as f64 / 1_048_576.0);
    start();
    for size in [(80, 24), (100, 30), (200, 60)] {
        keys(size);
        page_turns(size);
    }
    held_down();
    idle();
    memory();
}

fn game() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_krivitsky"))
}

fn new_game(size: (u16, u16)) -> Pty {
    let mut pty = Pty::open(&Program::game(&[]), size);
    pty.settle();
    pty.send("1");
    pty
}

fn the_bare(size: (u16, u16)) -> Pty {
    let mut pty = Pty::open(&Program::bare(), size);
    pty.settle();
    pty
}

/// The n-th of a hundred.
fn percentile(values: &mut [u64], n: usize) -> f64 {
    values.sort_unstable();
    values[(values.len() - 1) * n / 100] as f64
}

fn print(what: &str, values: &mut [u64], unit: &str, per: f64) {
    let mut at = |n| percentile(values, n) / per;
    println!("{what}: least {:.2}, p50 {:.2}, p90 {:.2} {unit}", at(0), at(50), at(90));
}

/// From before the process is made to the last byte of its first frame, where the game has been played before.
fn start() {
    let programs = [("game", Program::game(&[])), ("bare ratatui", Program::bare())];
    let data = Rc::new(tempfile::tempdir().unwrap());
    let mut first = Pty::open_in(&programs[0].1, (100, 30), Rc::clone(&data));
    for key in ["1", "\x1b[F", "1", "\x1b[F", "j", "1"] {
        first.settle();
        first.send(key);
    }
    first.settle();
    drop(first);
    let mut seen = [(Vec::new(), Vec::new()), (Vec::new(), Vec::new())];
    for _ in 0..40 {
        for ((_, program), (wall, cpu)) in programs.iter().zip(&mut seen) {
            let mut pty = Pty::open_in(program, (100, 30), Rc::clone(&data));
            let frame = pty.settle().last.expect("a first frame");
            wall.push((frame - pty.started).as_nanos() as u64);
            cpu.push(common::cpu(pty.pid()));
        }
    }
    for ((name, _), (wall, cpu)) in programs.iter().zip(&mut seen) {
        print(&format!("start to first full frame, {name}, wall"), wall, "ms", 1e6);
        print(&format!("start to first full frame, {name}, processor"), cpu, "ms", 1e6);
    }
}

/// A highlight moved up and down: processor time and bytes of each key.
fn keys(size: (u16, u16)) {
    let mut game = new_game(size);
    game.settle();
    game.send("\x1b[F");
    game.settle();
    for (name, pty) in [("game", &mut game), ("bare ratatui", &mut the_bare(size))] {
        pty.send("jj");
        pty.settle();
        let (mut cpu, mut bytes) = (Vec::new(), Vec::new());
        for n in 0..300 {
            let before = common::cpu(pty.pid());
            pty.send(if n % 2 == 0 { "k" } else { "j" });
            bytes.push(pty.answer().bytes as u64);
            cpu.push(common::cpu(pty.pid()) - before);
        }
        let what = format!("{}x{}, a moved highlight, {name}", size.0, size.1);
        print(&format!("{what}, processor"), &mut cpu, "ms", 1e6);
        println!("{what}: {} bytes at most", bytes.iter().max().unwrap());
    }
}

/// Pages turned to an ending: bytes against changed cells, and processor time, saving included.
fn page_turns(size: (u16, u16)) {
    let mut pty = new_game(size);
    let (mut cpu, mut over, mut share) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..25 {
        pty.settle();
        // To the choices, then the first of them; a key between two presses of `1`, so that they are two presses.
        pty.send("\x1b[F");
        pty.settle();
        let (before, had) = (pty.screen(), common::cpu(pty.pid()));
        pty.send("1");
        let bytes = pty.settle().bytes;
        cpu.push(common::cpu(pty.pid()) - had);
        let cells = pty::changed(&before, &pty.screen());
        if cells > 0 {
            over.push((bytes as f64 - 1.6 * cells as f64).max(0.0) as u64);
            share.push((1000.0 * bytes as f64 / cells as f64) as u64);
        }
    }
    let what = format!("{}x{}, a page turn", size.0, size.1);
    print(&format!("{what}, processor, saving included"), &mut cpu, "ms", 1e6);
    print(&format!("{what}, sent per changed cell"), &mut share, "bytes", 1e3);
    println!("{what}: at most 1.6 bytes a changed cell plus {}", over.iter().max().unwrap());
}

/// 4,000 presses in a second down a long text; then the screen must be the one that 4,000 presses lead to.
fn held_down() {
    const PRESSES: u32 = 4_000;
    let size = (100, 30);
    let mut files = common::files(100);
    let rows = (0..PRESSES).map(|n| format!("(date: \"{n}\", text: \"Row {n}.\", says: invented),\n"));
    files.push(krivitsky::diagnostic::SourceFile::new("timeline.ron", format!("[{}]", rows.collect::<String>())));
    let folder = written(&files);
    let mut pty = Pty::open(&Program::game(&["--story", folder.path().to_str().unwrap()]), size);
    pty.settle();
    pty.send("a");
    pty.settle();
    let (begun, had) = (Instant::now(), common::cpu(pty.pid()));
    for n in 0..PRESSES {
        // Sleeping is too coarse for a quarter of a millisecond, so several are sent at each waking.
        if begun.elapsed() < Duration::from_secs(1) * n / PRESSES {
            std::thread::sleep(Duration::from_millis(1));
        }
        pty.send("j");
    }
    let sent = Instant::now();
    let answer = pty.settle();
    let late = answer.last.map_or(Duration::ZERO, |last| last.saturating_duration_since(sent));
    let (story, _) = parse(&files);
    let mut model = Model::new(Arc::new(story.unwrap()), Arc::new(Words::english()), Settings::default(), 1);
    update(&mut model, Msg::Resize(size.0, size.1));
    update(&mut model, Msg::Act(Action::About));
    (0..PRESSES).for_each(|_| _ = update(&mut model, Msg::Act(Action::Down)));
    let mut wanted = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    wanted.draw(|frame| view(&model, &Theme::new("auto", Depth::Full), frame)).unwrap();
    let wanted: Vec<String> = wanted.backend().buffer().content.chunks(usize::from(size.0)).map(row).collect();
    let seen: Vec<String> = pty.screen().rows(0, size.0).map(|row| row.trim_end().to_owned()).collect();
    println!(
        "{PRESSES} presses in {:.2} s: {}, {} frames, processor {:.0} ms, last frame {:.1} ms after the last press",
        (sent - begun).as_secs_f64(),
        if seen == wanted { "none lost" } else { "SOME LOST" },
        answer.frames,
        (common::cpu(pty.pid()) - had) as f64 / 1e6,
        late.as_secs_f64() * 1e3
    );
}

fn row(cells: &[ratatui::buffer::Cell]) -> String {
    cells.iter().map(|cell| cell.symbol()).collect::<String>().trim_end().to_owned()
}

/// Three seconds without a key, on the title and on a page.
fn idle() {
    for (name, mut pty) in [("title", Pty::open(&Program::game(&[]), (100, 30))), ("page", new_game((100, 30)))] {
        pty.settle();
        let pid = pty.pid();
        let woken = || common::proc(pid, "status", "voluntary_ctxt_switches:");
        let (before, had) = (woken(), common::cpu(pid));
        std::thread::sleep(Duration::from_secs(3));
        println!(
            "idle 3 s, {name}: {} wake-ups, {} ns of processor, {} bytes",
            woken() - before,
            common::cpu(pid) - had,
            pty.settle().bytes
        );
    }
}

/// The whole process with a story from disk: processor time to the first frame, and the most memory it ever held.
fn memory() {
    for passages in [50, 1_000, 10_000] {
        let folder = written(&common::files(passages));
        let mut cpu: Vec<u64> = Vec::new();
        let mut most = 0;
        for _ in 0..5 {
            let mut pty = Pty::open(&Program::game(&["--story", folder.path().to_str().unwrap()]), (100, 30));
            pty.settle();
            cpu.push(common::cpu(pty.pid()));
            most = common::proc(pty.pid(), "status", "VmHWM:");
        }
        let what = format!("the program with {passages} passages from disk");
        print(&format!("{what}, start to first frame, processor"), &mut cpu, "ms", 1e6);
        println!("{what}: {:.1} MiB at most", most as f64 / 1024.0);
    }
}

fn written(files: &[krivitsky::diagnostic::SourceFile]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("chapters")).unwrap();
    for file in files {
        std::fs::write(Path::new(folder.path()).join(&file.name), &file.text).unwrap();
    }
    folder
}
