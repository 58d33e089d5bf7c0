//! `krivitsky check` as its user meets it: what is printed, and the exit code.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn krivitsky(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_krivitsky"));
    command.args(args).current_dir(stories()).env_remove("NO_COLOR");
    command
}

fn stories() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories")
}

fn run(args: &[&str]) -> (i32, String, String) {
    said(krivitsky(args).output().unwrap())
}

fn said(output: Output) -> (i32, String, String) {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// A story of which nothing is said.
const SOUND: &str = "../../assets/faults/base";

#[test]
fn of_a_sound_story_only_its_size_is_told() {
    let size = "3 passages (1 ending), 4 choices, 180 words: 1 minute for all of it at 200 words a minute\n";
    assert_eq!(run(&["check", SOUND, "--strict", "--hints"]), (0, size.to_owned(), String::new()));
    assert_eq!(run(&["check", SOUND, "--format", "short"]), (0, String::new(), String::new()));
    assert_eq!(run(&["check", SOUND, "--format=json"]), (0, "[]\n".to_owned(), String::new()));
    // The one inside the program, from anywhere.
    let (code, out, err) = run(&["check"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains(" passages (") && out.contains(" words a minute\n"), "{out}");
}

/// The sound story with edits of its files.
fn edited(edits: &[(&str, &str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("chapters")).unwrap();
    let from = stories().join(SOUND);
    for entry in fs::read_dir(&from).unwrap().chain(fs::read_dir(from.join("chapters")).unwrap()) {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, folder.path().join(path.strip_prefix(&from).unwrap())).unwrap();
        }
    }
    for (name, old, new) in edits {
        let path = folder.path().join(name);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "{old}");
        fs::write(path, text.replacen(old, new, 1)).unwrap();
    }
    folder
}

const LIGHT: &str = "chapters/01-light.ron";
const BOY: &str = "notes: [(says: invented, text: \"The boy and the oar are made up.\")],";

#[test]
fn a_warning_fails_only_whoever_is_strict() {
    let folder = edited(&[(LIGHT, BOY, "")]);
    let path = folder.path().to_str().unwrap();
    for (args, code) in [(&[][..], 0), (&["--strict"], 1), (&["--strict", "--format=json"], 1), (&["--hints"], 0)] {
        let (found, out, _) = run(&[&["check", path], args].concat());
        assert_eq!(found, code, "{args:?}");
        assert!(out.contains("`gallery-rail` has no notes"), "{out}");
    }
    // The story may weigh it otherwise.
    let weighed = |weight: &str| {
        let declared = format!("format: 1, severity: {{\"K113\": {weight}}},");
        edited(&[(LIGHT, BOY, ""), ("story.ron", "format: 1,", &declared)])
    };
    for (weight, args, code) in [
        ("error", &[][..], 1),
        ("warning", &["--strict"], 1),
        ("hint", &["--strict"], 0),
        ("off", &["--strict", "--hints"], 0),
    ] {
        let folder = weighed(weight);
        let (found, out, _) = run(&[&["check", folder.path().to_str().unwrap()], args].concat());
        assert_eq!(found, code, "{weight}: {out}");
        assert_eq!(out.contains("[K113]"), matches!(weight, "error" | "warning"), "{weight}: {out}");
    }
}

#[test]
fn hints_are_counted_and_listed_when_asked_for() {
    let folder = edited(&[(LIGHT, BOY, ""), ("story.ron", "format: 1,", "format: 1, severity: {\"K113\": hint},")]);
    let path = folder.path().to_str().unwrap();
    let (_, out, _) = run(&["check", path]);
    assert!(out.ends_with("a minute\n1 hint; `--hints` lists them\n") && !out.contains("gallery-rail"), "{out}");
    let (_, out, _) = run(&["check", path, "--hints"]);
    assert!(
        out.starts_with("hint[K113]: `gallery-rail` has no notes") && out.ends_with("\n1 hint in 1 file\n"),
        "{out}"
    );
    for format in ["short", "json"] {
        let listed = |args: &[&str]| run(&[&["check", path, "--format", format], args].concat()).1;
        assert!(!listed(&[]).contains("K113") && listed(&["--hints"]).contains("K113"), "{format}");
    }
}

#[test]
fn editors_get_a_line_a_fault() {
    let (code, out, err) = run(&["check", "invalid/K022-misspelt-target", "--format", "short"]);
    let place = "invalid/K022-misspelt-target/chapters/01-cafe.ron:8:73";
    assert_eq!(
        (code, out, err),
        (1, format!("{place}: error[K022]: there is no passage `cafe-tabel`\n"), String::new())
    );
}

#[test]
fn more_faults_than_anybody_reads_are_counted() {
    let room = |n| format!("    (id: \"room-{n}\", text: \"You wait.\", next: \"morning-boat\"),\n");
    let rows: String = (0..300).map(room).collect();
    let before = "    (\n        id: \"gallery-rail\"";
    let folder = edited(&[(LIGHT, before, &format!("{rows}{before}"))]);
    let (_, out, _) = run(&["check", folder.path().to_str().unwrap()]);
    let told = out.matches("` has no notes").count();
    assert!((1..=200).contains(&told), "{told}");
    assert!(out.contains("\n300  K113  A passage has no notes.\n") && out.contains("more that are not shown"), "{out}");
}

#[test]
fn a_broken_story_is_told_with_place_excerpt_and_count() {
    let (code, out, err) = run(&["check", "invalid/K022-misspelt-target"]);
    assert_eq!((code, err.as_str()), (1, ""));
    insta::assert_snapshot!("printed", out);
    // The place can be clicked, with or without a `/` at the end of the folder.
    let (_, slash, _) = run(&["check", "invalid/K022-misspelt-target/"]);
    assert_eq!(out, slash);
}

#[test]
fn a_warning_is_told_and_is_no_failure() {
    let (code, out, _) = run(&["check", "invalid/K045-meter-and-number"]);
    assert_eq!(code, 0);
    assert!(out.contains("\nwarning[K045]: `suspicion` is compared with a number\n"), "{out}");
}

#[test]
fn several_faults_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    fs::create_dir(folder.path().join("chapters")).unwrap();
    for name in ["story.ron", "chapters/01-cafe.ron", "places.ron", "endings.ron"] {
        let text = fs::read_to_string(stories().join("small").join(name)).unwrap();
        fs::write(folder.path().join(name), text.replace("label:", "lable:").replace("lat:", "lat")).unwrap();
    }
    fs::write(folder.path().join("chapters/02-later.ron"), "[]").unwrap();
    let (code, out, _) = run(&["check", path]);
    assert_eq!(code, 1);
    assert!(out.contains("\n1  K011  A field has a name that does not exist.\n"), "{out}");
    assert!(out.ends_with("\n2 errors, 1 warning in 3 files\n"), "{out}");
}

#[test]
fn editors_get_json() {
    let (code, out, err) = run(&["check", "invalid/K022-misspelt-target", "--format", "json"]);
    assert_eq!((code, err.as_str()), (1, ""));
    let rows: serde_json::Value = serde_json::from_str(&out).unwrap();
    let row = &rows.as_array().unwrap()[0];
    assert_eq!(row["file"], "invalid/K022-misspelt-target/chapters/01-cafe.ron");
    assert_eq!((&row["code"], &row["severity"]), (&"K022".into(), &"error".into()));
    assert_eq!([&row["line"], &row["column"], &row["end_line"], &row["end_column"]], [8, 73, 8, 85]);
    assert_eq!(row["message"], "there is no passage `cafe-tabel`");
    assert_eq!(row["help"], "did you mean `cafe-table`?");
}

#[test]
fn what_cannot_be_read_says_what_to_do() {
    let (code, out, err) = run(&["check", "no-such-folder"]);
    assert_eq!((code, out.as_str()), (3, ""));
    assert!(err.contains("no-such-folder") && err.contains("story.ron") && err.lines().count() <= 2, "{err}");
    let (code, _, err) = run(&["check", "small/story.ron"]);
    assert_eq!(code, 3, "{err}");
    // A folder that is no story is a story without its first file.
    let folder = tempfile::tempdir().unwrap();
    let (code, out, _) = run(&["check", folder.path().to_str().unwrap()]);
    assert_eq!(code, 1);
    assert!(out.contains("there is no file `story.ron`") && out.ends_with("\n1 error\n"), "{out}");
}

#[test]
fn what_cannot_be_understood_is_usage() {
    for args in [&["check", "--format", "xml"][..], &["check", "a", "b"], &["chekc"], &["check", "--fast"]] {
        let (code, out, err) = run(args);
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}");
        assert!(err.contains("Usage") || err.contains("tip") || err.contains("possible values"), "{err}");
    }
}

#[test]
fn nothing_is_coloured_in_a_pipe() {
    for (name, value) in [("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1"), ("TERM", "xterm-256color")] {
        let output = krivitsky(&["check", "invalid/K004-escape-in-a-label"]).env(name, value).output().unwrap();
        assert!(!said(output).1.contains('\u{1b}'), "{name}");
    }
}

#[test]
#[cfg(unix)]
fn a_reader_who_leaves_is_no_fault() {
    // More is said than a pipe holds; its reader takes one byte and is gone.
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("chapters")).unwrap();
    fs::copy(stories().join("small/story.ron"), folder.path().join("story.ron")).unwrap();
    let rows: String =
        (0..300).map(|n| format!("    (id: \"room-{n}\", txt: \"{}\"),\n", "word ".repeat(60))).collect();
    fs::write(folder.path().join("chapters/01-cafe.ron"), format!("[\n{rows}]\n")).unwrap();
    for format in ["text", "json"] {
        let mut child = krivitsky(&["check", folder.path().to_str().unwrap(), "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = child.stdout.take().unwrap();
        out.read_exact(&mut [0]).unwrap();
        drop(out);
        let output = child.wait_with_output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(err, "", "{format}");
        assert!(matches!(output.status.code(), Some(0 | 1)), "{:?}", output.status);
    }
}

#[test]
#[cfg(unix)]
fn a_terminal_gets_colour_unless_it_wants_none() {
    use portable_pty::{CommandBuilder, PtySize, native_pty_system};
    for (no_color, coloured) in [(None, true), (Some(""), true), (Some("1"), false)] {
        let pty = native_pty_system().openpty(PtySize { rows: 40, cols: 120, ..PtySize::default() }).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_krivitsky"));
        command.args(["check", "invalid/K022-misspelt-target"]);
        command.cwd(stories());
        command.env_remove("NO_COLOR");
        if let Some(value) = no_color {
            command.env("NO_COLOR", value);
        }
        let mut child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let mut reader = pty.master.try_clone_reader().unwrap();
        let mut out = Vec::new();
        // On Linux the end of a terminal is an error, with all that was written read before it.
        _ = reader.read_to_end(&mut out);
        assert_eq!(child.wait().unwrap().exit_code(), 1);
        let out = String::from_utf8(out).unwrap();
        assert!(out.contains("cafe-tabel"), "{out}");
        assert_eq!(out.contains("\u{1b}["), coloured, "NO_COLOR={no_color:?}: {out:?}");
    }
}

#[test]
fn of_a_story_too_large_for_a_proof_it_is_said_what_was_left_out() {
    let room = |n| {
        let next = if n == 999 { "gallery-rail".to_owned() } else { format!("room-{}", n + 1) };
        format!("    (id: \"room-{n}\", text: \"You wait.\", next: \"{next}\"),\n")
    };
    let rows: String = (0..1000).map(room).collect();
    let before = "    (\n        id: \"gallery-rail\"";
    let folder = edited(&[
        (LIGHT, before, &format!("{rows}{before}")),
        (LIGHT, "effects: [\"letter = true\"], to: \"gallery-rail\"", "effects: [\"letter = true\"], to: \"room-1\""),
        (LIGHT, "{tell}", "{if lamp is lit and lamp is dark}Never.{end} {tell}"),
    ]);
    let (_, out, _) = run(&["check", folder.path().to_str().unwrap()]);
    // Nothing leads to the first of them: that is known of any story.
    assert!(out.contains("nobody ever comes to `room-0`: no choice leads here"), "{out}");
    assert!(out.contains("\nof more than 1,000 passages only where choices lead was followed"), "{out}");
    assert!(!out.contains("K103"), "{out}");
}
