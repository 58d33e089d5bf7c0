//! Story tests: what they ask, how they fail, and what is kept of them.

use std::fs;
use std::path::Path;
use std::process::Command;

use krivitsky::diagnostic::{Code, SourceFile};
use krivitsky::explore::story_test::{Played, story_tests};
use krivitsky::store::content;
use krivitsky::story::parse;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The story that faults are explained with, and files beside it.
fn lamp(tests: &[(&str, &str)]) -> Vec<SourceFile> {
    let (mut files, _) = content::read(&root().join("assets/faults/base")).unwrap();
    files.extend(tests.iter().map(|(name, text)| SourceFile::new(*name, *text)));
    files
}

/// What is said of one test with these steps: line, message and help.
fn said(steps: &str) -> Vec<(usize, String, String)> {
    let files = lamp(&[("tests/one.ron", &format!("(steps: [\n{steps}\n])"))]);
    let (played, faults) = story_tests(&files);
    assert_eq!(played.len(), 1, "{faults:?}");
    assert_eq!(played[0].holds, faults.is_empty());
    let line = |fault: &krivitsky::diagnostic::Diagnostic| {
        assert_eq!(
            (fault.code, files[usize::from(fault.span.file.0)].name.as_str()),
            (Code::TestFails, "tests/one.ron")
        );
        files[usize::from(fault.span.file.0)].place(fault.span.start as usize).line - 1
    };
    faults.iter().map(|fault| (line(fault), fault.message.clone(), fault.help.clone().unwrap_or_default())).collect()
}

fn one(steps: &str) -> (usize, String, String) {
    let mut said = said(steps);
    assert_eq!(said.len(), 1, "{steps}\n{said:?}");
    said.remove(0)
}

const SOUND: &str = r#"(
    steps: [
        (at: "lamp-room", shows: ["Nobody has trimmed the wick", "Read the letter"], open: ["trim", "lamp-room.read"]),
        (take: "trim", at: "gallery-rail", shows: ["They steer by you. You have wiped"], not_shows: ["church"],
         state: ["care is sharp", "took(lamp-room.trim) and not letter"]),
        (take: "gallery-rail.row", goes: well, state: ["ledger.pilot is ashore"]),
        (ends: "morning-boat", shows: ["You had brought a second one.", "The Morning Boat", "two dates for him"]),
    ],
)"#;

fn play(files: &[SourceFile]) -> (Played, Vec<krivitsky::diagnostic::Diagnostic>) {
    let (mut played, faults) = story_tests(files);
    (played.remove(0), faults)
}

#[test]
fn a_test_that_holds_is_silent_and_gives_what_was_read() {
    let (played, faults) = play(&lamp(&[("tests/rowed.ron", SOUND)]));
    assert!(faults.is_empty() && played.holds, "{faults:?}");
    assert_eq!((played.name.as_str(), played.kept), ("rowed", None));
    assert!(
        played.reading.starts_with("== The Light ==\n") && played.reading.contains("> Row out to him with the boy")
    );
    // Its conditions are no part of the story: the same steps are the same playthrough.
    let plain = parse(&lamp(&[])).0.unwrap();
    let tested = parse(&lamp(&[("tests/rowed.ron", SOUND)])).0.unwrap();
    assert_eq!(plain.fingerprint, tested.fingerprint);
}

#[test]
fn a_chance_goes_as_the_step_says_under_the_first_number_that_does_it() {
    let goes = |goes: &str| SOUND.replace("goes: well, state: [\"ledger.pilot is ashore\"]", &format!("goes: {goes}"));
    let steps = |text: &str| {
        text.replace(", shows: [\"You had brought a second one.\", \"The Morning Boat\", \"two dates for him\"]", "")
    };
    let (well, faults) = play(&lamp(&[("tests/a.ron", SOUND)]));
    let (ill, more) = play(&lamp(&[("tests/a.ron", &steps(&goes("ill")))]));
    assert!(faults.is_empty() && more.is_empty(), "{more:?}");
    assert_ne!(well.seed, ill.seed);
    // A number that says otherwise is told.
    let pinned = SOUND.replace("steps: [", &format!("seed: {}, steps: [", ill.seed));
    let (_, faults) = play(&lamp(&[("tests/a.ron", &pinned)]));
    assert_eq!(faults[0].message, format!("this chance goes ill under seed {}", ill.seed));
}

#[test]
fn what_does_not_hold_is_told_at_its_place_with_what_is_there() {
    let (line, message, help) = one("(),\n(shows: [\"Nobody had trimmed the wick\"])");
    assert_eq!((line, message.as_str()), (2, "the page of `lamp-room` does not show these words"));
    assert_eq!(help, "it shows: Nobody has trimmed the wick since noon.");
    assert_eq!(one("(not_shows: [\"pilot\"])").1, "the page of `lamp-room` shows these words");
    assert_eq!(one("(take: \"tirm\")").1, "`lamp-room` has no choice `tirm`");
    assert_eq!(one("(take: \"tirm\")").2, "did you mean `trim`?");
    assert_eq!(one("(take: \"swim\")").2, "its choices are `trim`, `read`");
    assert_eq!(
        one("(take: \"gallery-rail.row\")").1,
        "`gallery-rail` is not where the reader stands; that is `lamp-room`"
    );
    assert_eq!(one("(at: \"lamp-rom\")").2, "did you mean `lamp-room`?");
    assert_eq!(one("(locked: [\"read\"])").1, "choice `read` of `lamp-room` is open, not locked");
    assert_eq!(one("(hidden: [\"read\"])").1, "choice `read` of `lamp-room` is open, not hidden");
    let (_, message, help) = one("(take: \"read\", state: [\"lamp is lit and oil at least 1\"])");
    assert_eq!(message, "`lamp is lit and oil at least 1` does not hold on `gallery-rail`");
    assert_eq!(help, "there `lamp is dark`, and `oil is 0`");
    assert_eq!(one("(ends: \"morning-boat\")").1, "the story has not ended: `lamp-room` is a passage like others");
    assert_eq!(one("(take: \"read\"), (take: \"burn\", ends: \"mornin-boat\")").2, "did you mean `morning-boat`?");
    assert_eq!(one("(take: \"read\", goes: well)").1, "`lamp-room.read` takes no chance");
}

#[test]
fn after_a_choice_that_cannot_be_taken_nothing_more_is_said() {
    let said = said("(take: \"swim\", ends: \"nowhere\", shows: [\"nothing\"]), (take: \"burn\")");
    assert_eq!(said.len(), 1, "{said:?}");
}

#[test]
fn closed_and_hidden_choices_say_why() {
    let mut files = lamp(&[(
        "tests/one.ron",
        "(steps: [(take: \"read\", locked: [\"burn\"], hidden: [\"row\"]), (take: \"row\")])",
    )]);
    let chapter = files.iter_mut().find(|file| file.name.starts_with("chapters/")).unwrap();
    chapter.text = chapter
        .text
        .replace("(id: \"row\",", "(id: \"row\", when: \"lamp is lit\",")
        .replace("(id: \"burn\",", "(id: \"burn\", locked: (by: \"oil is 0\", says: \"you lit no lamp\"),");
    let (_, faults) = story_tests(&files);
    let told: Vec<_> = faults.iter().map(|fault| (fault.message.as_str(), fault.help.as_deref().unwrap())).collect();
    assert_eq!(
        told,
        [("choice `row` is not shown on `gallery-rail`", "it asks that `lamp is lit`, and here `lamp is dark`")]
    );
    let test = files.iter_mut().find(|file| file.name == "tests/one.ron").unwrap();
    test.text = test.text.replace("(take: \"row\")", "(take: \"burn\")");
    let (_, faults) = story_tests(&files);
    assert_eq!(faults[0].message, "choice `burn` is closed on `gallery-rail`");
    assert_eq!(faults[0].help.as_deref(), Some("the page says: you lit no lamp"));
}

#[test]
fn a_test_that_cannot_be_read_is_told_like_any_file() {
    let files = lamp(&[
        ("tests/one.ron", "(steps: [(shws: [\"a\"])])"),
        ("tests/two.ron", "(steps: [(state: [\"lmap is lit\"])])"),
    ]);
    let (played, faults) = story_tests(&files);
    assert!(played.is_empty());
    let told: Vec<_> = faults.iter().map(|fault| (fault.code, fault.message.as_str())).collect();
    assert_eq!(
        told,
        [
            (Code::UnknownField, "a step has no field `shws`"),
            (Code::UnknownName, "`lmap` is not declared in `story.ron`")
        ]
    );
}

#[test]
fn what_is_read_otherwise_than_before_is_told_and_with_update_shown_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::create_dir_all(path.join("chapters")).unwrap();
    fs::create_dir_all(path.join("tests")).unwrap();
    for file in lamp(&[("tests/rowed.ron", SOUND)]) {
        fs::write(path.join(&file.name), file.text).unwrap();
    }
    let test = |more: &[&str]| {
        let run =
            Command::new(env!("CARGO_BIN_EXE_krivitsky")).args(["test", "."]).args(more).current_dir(path).output();
        let run = run.unwrap();
        assert!(run.stderr.is_empty(), "{run:?}");
        (run.status.code().unwrap(), String::from_utf8(run.stdout).unwrap())
    };
    assert_eq!(test(&[]), (0, "1 test, and it holds\n".to_owned()));
    assert_eq!(test(&["--update"]), (0, "tests/rowed.txt is new\n1 test, and it holds\n".to_owned()));
    let kept = fs::read_to_string(path.join("tests/rowed.txt")).unwrap();
    assert!(kept.contains("With one oar."), "{kept}");
    // An edit that no step asks about.
    let chapter = path.join("chapters/01-light.ron");
    fs::write(&chapter, fs::read_to_string(&chapter).unwrap().replace("With one oar.", "With no oar.")).unwrap();
    let (code, said) = test(&[]);
    assert_eq!(code, 1);
    assert!(said.contains("error[K185]: what is read is no longer what `tests/rowed.txt` has"), "{said}");
    assert!(said.contains("now: \"He put out at ten,\" said the boy below. \"With no oar.\""), "{said}");
    assert!(said.ends_with("1 test, and what is read has changed\n"), "{said}");
    let (code, said) = test(&["--update"]);
    assert_eq!(code, 0);
    assert!(said.contains("\n  - \"He put out at ten,\" said the boy below. \"With one oar.\"\n  + "), "{said}");
    assert_eq!(test(&[]), (0, "1 test, and it holds\n".to_owned()));
    // What is read in a test that does not hold is not kept.
    fs::write(path.join("tests/rowed.ron"), SOUND.replace("goes: well", "goes: ill")).unwrap();
    let (code, said) = test(&["--update"]);
    assert_eq!(code, 1);
    assert!(said.ends_with("1 test, and 1 does not hold\n"), "{said}");
    assert_ne!(fs::read_to_string(path.join("tests/rowed.txt")).unwrap(), kept);
    // Neither `check` nor the game takes tests for the story.
    assert!(content::read(path).unwrap().0.iter().all(|file| !file.name.starts_with("tests/")));
    fs::remove_dir_all(path.join("tests")).unwrap();
    assert_eq!(test(&[]), (0, "there are no tests in ./tests/\n".to_owned()));
}

#[test]
fn the_shipped_story_comes_to_each_of_its_endings_as_it_did() {
    let (files, faults) = content::read_with_tests(&root().join("story")).unwrap();
    assert!(faults.is_empty());
    let story = parse(&files).0.unwrap();
    let (played, faults) = story_tests(&files);
    assert!(faults.is_empty(), "`krivitsky test story` says more: {faults:?}");
    for ending in &story.endings {
        let title = format!("== {} ==", story.str(ending.title));
        assert!(played.iter().any(|test| test.holds && test.reading.contains(&title)), "{title}");
    }
    assert!(content::shipped().iter().all(|file| !file.name.starts_with("tests/")), "tests are in the program");
    // One of them is the record, and departs from it nowhere.
    let record = files.iter().find(|file| file.name == "tests/record.ron").unwrap();
    let taken: Vec<&str> = record.text.split("take: \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(taken.len() > 50);
    for path in taken {
        let (passage, choice) = path.split_once('.').unwrap();
        let choice = story.find_choice(story.find_passage(passage).unwrap(), choice).unwrap();
        assert!(story.choice(choice).departs.is_none(), "{path} departs");
    }
}
