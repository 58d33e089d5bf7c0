//! `krivitsky explore` and `krivitsky play --replay` as their user meets them.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::walk::{CLAIMS, yard};

/// A folder with the yard in it; of the claims only those that hold, unless all are asked for.
fn folder(all: bool) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("yard/chapters")).unwrap();
    let claims = if all { CLAIMS } else { "[(id: \"dry\", that: \"on(ending-home, not wet)\")]" };
    // A way past the door for whoever keeps to the record, and one to the third choice.
    let edits = [(
        "serves: \"mercy\", departs: \"stayed-out\", to: \"ending-bench\"",
        "serves: \"mercy\", to: \"ending-bench\"",
    )];
    let own = if all { &[][..] } else { &[edits[0], ("when: \"wet\", ", "")] };
    for file in yard(&[("assertions.ron", claims)], own) {
        fs::write(folder.path().join("yard").join(file.name), file.text).unwrap();
    }
    folder
}

fn krivitsky(folder: &Path, args: &[&str], input: &str) -> (i32, String, String) {
    use std::io::Write;
    let mut command = Command::new(env!("CARGO_BIN_EXE_krivitsky"));
    command.args(args).current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A program that has left already reads nothing.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// What is shown of a game that is opened by `--replay` and left at once.
fn replay(folder: &Path, given: &str) -> (i32, String) {
    let args = ["play", "--plain", "--story", "yard", "--data", "data", "--replay", given];
    let (code, out, err) = krivitsky(folder, &args, "quit\n");
    (code, out + &err)
}

#[test]
fn a_story_that_keeps_its_word_ends_in_0_and_another_in_1() {
    let good = folder(false);
    let (code, out, err) = krivitsky(good.path(), &["explore", "yard", "--runs", "200"], "");
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.starts_with("The Yard, edition 1\n") && out.ends_with("nothing to be said against it\n"), "{out}");
    // Five fail, and whoever keeps to the record has no way past the door.
    let bad = folder(true);
    let (code, out, _) = krivitsky(bad.path(), &["explore", "yard", "--runs", "200"], "");
    assert_eq!(code, 1);
    assert!(out.contains("error[K180]: `never-wet` does not hold\n --> yard/assertions.ron:3:29"), "{out}");
    assert!(out.contains("krivitsky play --story yard --replay \"seed=0 yard-gate.out\""), "{out}");
    // The help of a fault plays the same story, too.
    assert!(out.contains("see it: `krivitsky play --story yard --replay \"seed=0 yard-gate.out\"`"), "{out}");
    assert!(out.ends_with("6 errors\n"), "{out}");
}

#[test]
fn a_warning_fails_where_it_is_asked_for() {
    let folder = folder(false);
    fs::write(folder.path().join("yard/style.ron"), "(explore: (ending_share: 5))").unwrap();
    let (code, out, _) = krivitsky(folder.path(), &["explore", "yard", "--runs", "200"], "");
    assert!(code == 0 && out.contains("warning[K184]") && out.ends_with("3 warnings\n"), "{out}");
    assert_eq!(krivitsky(folder.path(), &["explore", "yard", "--runs", "200", "--strict"], "").0, 1);
    // Unless the story thinks nothing of it.
    let story = folder.path().join("yard/story.ron");
    let text = fs::read_to_string(&story).unwrap();
    fs::write(&story, text.replace("goods:", "severity: {\"K184\": off}, goods:")).unwrap();
    assert_eq!(krivitsky(folder.path(), &["explore", "yard", "--runs", "200", "--strict"], "").0, 0);
}

#[test]
fn the_report_goes_where_it_is_sent() {
    let folder = folder(true);
    let args = ["explore", "yard", "--runs", "100", "--format", "json", "--out", "report.json"];
    let (code, out, err) = krivitsky(folder.path(), &args, "");
    assert_eq!((code, out.as_str(), err.as_str()), (1, "", ""));
    let report: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("report.json")).unwrap()).unwrap();
    assert_eq!((&report["walks"], &report["faults"][0]["code"]), (&100.into(), &"K180".into()));
    let (_, markdown, _) = krivitsky(folder.path(), &["explore", "yard", "--runs", "100", "--format", "markdown"], "");
    assert!(markdown.starts_with("# The Yard, edition 1\n") && markdown.contains("| The Bench |"), "{markdown}");
    // A drawing can be made of it.
    let (code, drawn, _) = krivitsky(folder.path(), &["graph", "yard", "--coverage", "report.json"], "");
    assert!(code == 0 && drawn.contains("yard-door"), "{drawn}");
}

#[test]
fn runs_that_were_found_can_be_played() {
    let folder = folder(true);
    krivitsky(folder.path(), &["explore", "yard", "--runs", "100", "--runs-to", "runs"], "");
    for (run, words) in [
        ("runs/ending-home.run", "Home."),
        ("runs/ending-rain.run", "You are wet."),
        ("runs/fails-never-wet.run", "It rains, and it rains."),
        ("runs/departs-yard-door.run", "You have the key."),
        ("seed=0 yard-gate.in yard-door.sit", "You sit."),
        ("yard-gate.out, yard-rain.next", "It still rains."),
    ] {
        let (code, said) = replay(folder.path(), run);
        assert!(code == 0 && said.contains(words), "{run}: {said}");
        assert!(said.contains("not saved by itself"), "{said}");
    }
}

#[test]
fn a_save_can_be_played_again_and_stays_as_it_is() {
    let folder = folder(false);
    let play = ["play", "--plain", "--story", "yard", "--data", "data", "--seed", "3"];
    let (_, said, _) = krivitsky(folder.path(), &play, "new\n1\nsave door\nquit\n");
    assert!(said.contains("You have the key."), "{said}");
    let find = |folder: &Path| -> Option<std::path::PathBuf> {
        let mut open = vec![folder.to_owned()];
        while let Some(next) = open.pop() {
            for entry in fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()) {
                if entry.is_dir() {
                    open.push(entry);
                } else if entry.file_name().is_some_and(|name| name == "autosave.ron") {
                    return Some(entry);
                }
            }
        }
        None
    };
    let save = find(&folder.path().join("data")).unwrap();
    let before = fs::read(&save).unwrap();
    let (code, said) = replay(folder.path(), save.to_str().unwrap());
    assert!(code == 0 && said.contains("You have the key."), "{said}");
    let args = ["play", "--plain", "--story", "yard", "--data", "data", "--replay", save.to_str().unwrap()];
    krivitsky(folder.path(), &args, "2\nquit\n");
    assert_eq!(fs::read(&save).unwrap(), before);
}

#[test]
fn what_cannot_be_played_is_said_with_its_place_in_the_list() {
    let folder = folder(true);
    fs::write(folder.path().join("list.run"), "// Out, and in.\nyard-gate.out\nyard-door.sit\n").unwrap();
    for (given, words) in [
        ("list.run", "\"list.run\": choice 2, `yard-door.sit`: the reader stands at `yard-rain` by then"),
        (
            "yard-gate.ot yard-rain.next",
            "choice 1, `yard-gate.ot`: `yard-gate` has no choice `ot`; did you mean `out`?",
        ),
        (
            "yard-gate.in yard-dor.sit",
            "choice 2, `yard-dor.sit`: there is no passage `yard-dor`; did you mean `yard-door`?",
        ),
        (
            "yard-gate.in yard-door.shut",
            "choice 2, `yard-door.shut`: it is not there by then, for its `when` does not hold",
        ),
        ("seed=x yard-gate.in", "`seed=x` is no seed: it is a whole number, as in `seed=17`"),
        ("yard-gate.in sit", "`sit`, the 2. of the list, is no choice: it is written `passage.choice`"),
        ("lost.run", "there is no file \"lost.run\", and it is no list of choices such as `passage.choice`"),
    ] {
        let (code, said) = replay(folder.path(), given);
        assert_eq!((code, said.trim_end()), (2, &*format!("krivitsky: {words}")));
    }
}

#[test]
fn what_is_not_understood_is_said() {
    let folder = folder(false);
    let (code, _, err) = krivitsky(folder.path(), &["explore", "yard", "--policy", "historic"], "");
    assert_eq!((code, err.trim_end()), (2, "krivitsky: there is no policy `historic`; did you mean `historical`?"));
    assert_eq!(krivitsky(folder.path(), &["explore", "yard", "--runs", "0"], "").0, 2);
    assert_eq!(krivitsky(folder.path(), &["explore", "nowhere"], "").0, 3);
    let story = folder.path().join("yard/story.ron");
    fs::write(&story, fs::read_to_string(&story).unwrap().replace("yard-gate", "yard-gat")).unwrap();
    let (code, out, err) = krivitsky(folder.path(), &["explore", "yard"], "");
    assert!(code == 1 && out.is_empty() && err.contains("error[K062]"), "{err}");
}
