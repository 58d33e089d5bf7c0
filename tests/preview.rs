//! An author at work: a story is edited while it is played, begun in the middle, and looked into.
#![allow(clippy::unwrap_used)]

#[path = "preview/begin.rs"]
mod begin;
#[path = "preview/care.rs"]
mod care;
mod common;
#[path = "preview/episode.rs"]
mod episode;
#[path = "preview/inspect.rs"]
mod inspect;
#[path = "preview/watch.rs"]
mod watch;

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use common::{Room, stair_folder, told};
use krivitsky::store::content;
use tempfile::TempDir;

const WIDE: (u16, u16) = (100, 40);
const FIRST: &str = "chapters/00-stair.ron";

/// A copy of the small story to be edited.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("chapters")).unwrap();
        for file in content::read(&stair_folder()).unwrap().0 {
            fs::write(folder.path().join(&file.name), &file.text).unwrap();
        }
        Self(folder)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Puts other words in the place of some.
    fn edit(&self, name: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.file(name)).unwrap();
        assert!(text.contains(old), "{old} is not in {name}");
        fs::write(self.file(name), text.replace(old, new)).unwrap();
    }

    /// Plays and watches it.
    fn room(&self, size: (u16, u16)) -> Room {
        let mut room = Room::open(&told(&content::read(self.0.path()).unwrap().0), size);
        room.watch(self.0.path());
        room
    }
}

/// Runs the program in plain mode on some lines; its code, and what it said.
fn program(desk: &Desk, args: &[&str], input: &str) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_krivitsky"));
    command.args(["play", "--plain", "--seed", "7"]).args(args).args(["--data", "data"]).current_dir(desk.0.path());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A program that has left already reads nothing.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    (output.status.code().unwrap(), said)
}
