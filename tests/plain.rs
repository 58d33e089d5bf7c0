//! Plain mode as it is heard: through pipes, from the program itself, to each of the story's endings.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use common::{Lines, shipped, squeeze, stair, stair_folder};
use krivitsky::engine;
use krivitsky::playthrough::Playthrough;
use krivitsky::store::Library;
use krivitsky::story::Story;
use tempfile::TempDir;

/// Runs the program on some input. `setup` may change how.
fn run(data: &Path, args: &[&str], input: &[u8], setup: impl Fn(&mut Command)) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_krivitsky"));
    command.args(args).arg("--data").arg(data).env("TERM", "xterm").env_remove("ACCESSIBLE");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    setup(&mut command);
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A program that has read enough and left is no failure of ours.
    let _ = stdin.write_all(input);
    drop(stdin);
    child.wait_with_output().unwrap()
}

/// What is said, once it is certain that a teletype could print it.
#[track_caller]
fn said(output: &Output) -> String {
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "nothing is said aside");
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    printable(&text);
    text
}

#[track_caller]
fn printable(text: &str) {
    let unfit = |c: char| {
        (c.is_control() && c != '\n')
            || ('\u{2500}'..='\u{259f}').contains(&c)
            || ('\u{25a0}'..='\u{25ff}').contains(&c)
    };
    let found: Vec<char> = text.chars().filter(|c| unfit(*c)).collect();
    assert!(found.is_empty(), "{found:?} cannot be spoken:\n{text}");
}

fn saved(data: &Path, story: &str) -> Playthrough {
    let library = Library::open(Some(data), None, story).unwrap();
    library.read(&library.newest_autosave().unwrap().slot).unwrap().unwrap()
}

fn small(data: &Path, input: &[u8]) -> String {
    let story = stair_folder();
    said(&run(data, &["--plain", "--seed", "7", "--story", story.to_str().unwrap()], input, |_| ()))
}

#[test]
fn the_first_line_says_which_mode_and_why() {
    let first = |args: &[&str], settings: &str, setup: &dyn Fn(&mut Command)| {
        let data = TempDir::new().unwrap();
        fs::write(data.path().join("settings.ron"), settings).unwrap();
        said(&run(data.path(), args, b"", setup)).lines().next().unwrap().to_owned()
    };
    let accessible = |command: &mut Command| _ = command.env("ACCESSIBLE", "1");
    let dumb = |command: &mut Command| _ = command.env("TERM", "dumb");
    let all = |command: &mut Command| _ = command.env("ACCESSIBLE", "1").env("TERM", "dumb");
    assert_eq!(first(&["--plain"], "()", &all), "Plain mode, because --plain was given.");
    assert_eq!(first(&[], "(plain: true)", &all), "Plain mode, because ACCESSIBLE is set.");
    assert_eq!(first(&["play", "--plain"], "()", &|_| ()), "Plain mode, because --plain was given.");
    assert_eq!(first(&[], "()", &accessible), "Plain mode, because ACCESSIBLE is set.");
    assert_eq!(first(&[], "(plain: true)", &dumb), "Plain mode, because the settings ask for it.");
    assert_eq!(first(&[], "()", &dumb), "Plain mode, because the terminal is a plain one (TERM is dumb).");
    assert_eq!(first(&[], "()", &|_| ()), "Plain mode, because this is not a terminal.");
}

/// For each ending, the numbers of choices that lead to it: found by readers who take any choice.
fn ways(story: &Story, seed: u64) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for reader in 0..10_000 {
        let mut luck = engine::stream(reader, 0, 0, 0, 0);
        let mut state = engine::begin(story, seed).state;
        let mut way = Vec::new();
        loop {
            let page = engine::page(story, &state);
            if page.ending().is_some() {
                found.entry(page.id().to_owned()).or_insert(way);
                break;
            }
            let open: Vec<_> = page.offers().enumerate().filter(|(_, offer)| offer.locked.is_none()).collect();
            let (n, offer) = &open[engine::below(&mut luck, open.len() as u64) as usize];
            way.push(*n as u8 + 1);
            state = engine::choose(story, &state, offer.id).unwrap().state;
        }
        if found.len() == story.endings.len() {
            break;
        }
    }
    found
}

#[test]
fn each_ending_is_played_to_in_lines() {
    let story = shipped();
    let ways = ways(&story, 7);
    assert_eq!(ways.len(), story.endings.len(), "{:?}", ways.keys());
    for (ending, way) in ways {
        let data = TempDir::new().unwrap();
        let numbers: String = way.iter().map(|n| format!("{n}\n")).collect();
        let text = said(&run(data.path(), &["--plain", "--seed", "7"], format!("1\n{numbers}1\n").as_bytes(), |_| ()));
        assert!(text.contains("\nAccounts\n"), "{ending} has no accounts:\n{text}");
        assert!(text.ends_with("Saved. Goodbye.\n"), "{text}");
        assert!(text.lines().all(|line| !line.contains("no number or word")), "{text}");
        let save = saved(data.path(), &story.id);
        assert_eq!((save.steps.len(), save.steps.last().unwrap().to.as_str()), (way.len(), ending.as_str()));
        // Every word of the transcript has been said.
        let transcript = run(data.path(), &["transcript", "autosave"], b"", |_| ());
        let transcript = String::from_utf8(transcript.stdout).unwrap();
        let heard = squeeze(&text);
        for line in transcript.lines().skip(3).filter(|line| !line.starts_with(['=', '>', '-'])) {
            let line = line.trim_start_matches("    | ");
            assert!(heard.contains(&squeeze(line)), "{ending}: {line:?} was never said");
        }
    }
}

#[test]
fn meters_are_said_when_a_band_changes_and_when_asked() {
    let mut lines = Lines::open(&stair());
    let answers = lines.answers(&["1", "meters", "2", "2", "2", "meters"]);
    assert!(answers[1].contains("Heat: Cold.\n") && answers[1].contains("Light: Dim.\n"), "at first: {}", answers[1]);
    assert!(answers[2].contains("Heat: Cold. Light: Dim."), "when asked: {}", answers[2]);
    assert!(answers[3].contains("Heat is now Warm.") && !answers[3].contains("Light"), "a change: {}", answers[3]);
    assert!(!answers[4].contains("Heat"), "no change: {}", answers[4]);
    assert!(answers.iter().all(|answer| !answer.contains('\u{25a0}')));
}

#[test]
fn the_end_of_input_is_a_clean_saved_quit() {
    let data = TempDir::new().unwrap();
    // The last line has no end.
    let text = small(data.path(), b"1\n2");
    assert!(text.ends_with("Saved. Goodbye.\n"), "{text}");
    assert_eq!(saved(data.path(), "the-stair").steps.len(), 1);
    // And it goes on from there.
    let text = small(data.path(), b"1\n");
    assert!(text.contains("1. Continue") && text.contains("First the clock goes."), "{text}");
}

#[test]
fn a_prompt_that_nobody_sees_typed_at_ends_its_line() {
    let data = TempDir::new().unwrap();
    let text = small(data.path(), b"1\nmeters\n");
    assert!(text.contains("\n> \nHeat: Cold. Light: Dim.\n"), "{text}");
    assert!(!text.contains("> >"), "{text}");
}

#[test]
fn what_is_no_number_or_word_is_answered() {
    let mut lines = Lines::open(&stair());
    let answers = lines.answers(&["1", "0", "9", "256", "-1", "sing", ""]);
    for (n, typed) in [(2, "0"), (3, "9")] {
        assert!(answers[n].contains(&format!("There is no {typed} to take here.")), "{typed}: {}", answers[n]);
    }
    for answer in &answers[4..=6] {
        assert!(answer.contains("is no number or word known here"), "{answer}");
    }
    assert_eq!(lines.saved().steps.len(), 0, "and nothing was taken");
}

#[test]
fn no_input_does_harm() {
    let data = TempDir::new().unwrap();
    let mut long = vec![b'x'; 1 << 20];
    // Were the line cut into pieces, its end would be a choice.
    long.extend_from_slice(b"1\n");
    let mut pieces = vec![b'x'; 4096];
    pieces.extend_from_slice(b"1\n");
    for bytes in [
        &long[..],
        &pieces,
        b"\xff\xfe\x00\x80\n",
        b"\x1b[2J\x1b]0;title\x07\n",
        b"\r\n\x00\n\x08\n\x7f\n",
        b"save \x1b[31m\n",
        b"save a/b\nsave ..\nsave\n\n",
        "\u{202e}meters\n".as_bytes(),
    ] {
        let mut input = b"1\n".to_vec();
        input.extend_from_slice(bytes);
        let text = small(data.path(), &input);
        assert!(text.ends_with("Saved. Goodbye.\n"), "{text}");
        assert!(text.len() < 10_000, "{} bytes are said to {} typed", text.len(), bytes.len());
        assert_eq!(
            saved(data.path(), "the-stair").steps.len(),
            0,
            "a choice was taken by {:?}",
            &bytes[..bytes.len().min(40)]
        );
    }
}

#[test]
fn a_name_given_at_once_is_saved_and_the_page_is_not_said_again() {
    let mut lines = Lines::open(&stair());
    let answers = lines.answers(&["1", "save my own", "meters", "save", "other", "saves"]);
    assert_eq!(answers[2], "Saved.\n");
    assert_eq!(answers[3], "Heat: Cold. Light: Dim.\n");
    assert!(answers[4].contains("Type a name, then Enter."), "{}", answers[4]);
    assert!(answers[5].starts_with("Saved.\n") && answers[5].contains("The lamp on the first floor"), "{}", answers[5]);
    assert!(answers[6].contains("my own: 0 choices") && answers[6].contains("other: 0 choices"), "{}", answers[6]);
}

#[test]
fn a_control_character_in_the_settings_reaches_no_terminal() {
    let data = TempDir::new().unwrap();
    fs::write(data.path().join("settings.ron"), "(theme: \"\\u{1b}[31mred\")").unwrap();
    let text = small(data.path(), b"1\n");
    assert!(text.contains("There is no theme"), "{text}");
}

#[test]
fn lines_are_broken_where_they_are_read() {
    let mut lines = Lines::open(&stair());
    let text = lines.hear(b"1\n2\nbacklog\nnotes\nhelp\nabout\n", Some(50));
    printable(&text);
    assert!(text.lines().all(|line| line.chars().count() <= 50), "{text}");
    let mut whole = Lines::open(&stair());
    assert_eq!(squeeze(&whole.hear(b"1\n2\nbacklog\nnotes\nhelp\nabout\n", None)), squeeze(&text));
}

#[test]
fn what_stops_listening_ends_it() {
    let data = TempDir::new().unwrap();
    let story = stair_folder();
    let mut command = Command::new(env!("CARGO_BIN_EXE_krivitsky"));
    command.args(["--plain", "--story", story.to_str().unwrap(), "--data"]).arg(data.path());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    drop(child.stdout.take());
    let _ = stdin.write_all(b"1\n2\nhelp\nhelp\nhelp\n");
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}
