//! `krivitsky saves` as its reader sees it.
#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::process::{Command, Stdio};

#[test]
fn a_save_is_listed_with_its_choices_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str], typed: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_krivitsky"));
        command.args(arguments).arg("--data").arg(folder.path());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
        String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
    };
    run(&["play", "--plain", "--seed", "1"], "new\n1\nquit\n");
    assert!(run(&["saves"], "").contains("Autosave: 1 choice, "), "{}", run(&["saves"], ""));
}
