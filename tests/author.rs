//! What somebody meets who begins a story: `new`, the reference of the format, the tutorial, `stats`.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "author/reference.rs"]
mod reference;
#[path = "author/tutorial.rs"]
mod tutorial;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use krivitsky::explore::story_test::story_tests;
use krivitsky::lint;
use krivitsky::store::content;
use krivitsky::story::draft;

/// Runs the program in `folder`: its code, what it said, what it complained of.
fn krivitsky(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let run: Output = Command::new(env!("CARGO_BIN_EXE_krivitsky")).args(args).current_dir(folder).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (run.status.code().unwrap(), text(run.stdout), text(run.stderr))
}

/// All files below a folder, by name.
fn listed(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        match entry.path().is_dir() {
            true => names.extend(listed(&entry.path()).into_iter().map(|inner| format!("{name}/{inner}"))),
            false => names.push(name),
        }
    }
    names.sort();
    names
}

#[test]
fn a_new_story_is_whole_sound_and_in_every_file_explained() {
    let folder = tempfile::tempdir().unwrap();
    let (code, said, _) = krivitsky(folder.path(), &["new", "stories/mine"]);
    assert_eq!(code, 0);
    assert!(said.contains("stories/mine/README.md") && said.contains("krivitsky --story stories/mine"), "{said}");
    let mine = folder.path().join("stories/mine");
    let names = listed(&mine);
    assert_eq!(names, listed(&Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/new")));
    for name in names.iter().filter(|name| name.ends_with(".ron")) {
        assert!(
            fs::read_to_string(mine.join(name)).unwrap().starts_with("// "),
            "{name} does not begin with what it is for"
        );
    }
    for args in [
        &["check", "stories/mine", "--strict", "--hints"][..],
        &["explore", "stories/mine", "--runs", "2000", "--strict"],
    ] {
        let (code, said, err) = krivitsky(folder.path(), args);
        assert_eq!((code, err.as_str()), (0, ""), "{said}");
        assert!(!said.contains("[K"), "{said}");
    }
    let (code, said, _) = krivitsky(folder.path(), &["test", "stories/mine"]);
    assert_eq!((code, said.as_str()), (0, "1 test, and it holds\n"));
}

#[test]
fn a_new_story_has_one_of_everything_that_is_worth_a_first_look() {
    let (files, _) = content::read_with_tests(&Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/new")).unwrap();
    let (draft, faults) = draft(&files);
    let draft = draft.unwrap();
    assert!(faults.is_empty() && lint::check(&draft).is_empty());
    let story = &draft.story;
    assert_eq!((story.passages.len() - story.endings.len(), story.endings.len()), (6, 2));
    let risky = story.choices.iter().filter(|choice| choice.risk.is_some());
    assert!(risky.clone().count() == 1);
    for choice in risky {
        let beside = story.choices_of(choice.passage).map(|id| story.choice(id));
        assert!(beside.filter(|choice| choice.risk.is_none()).count() > 0, "a risk stands beside something certain");
    }
    assert!(!story.tells.is_empty() && !story.sources.is_empty() && !story.assertions.is_empty());
    assert_eq!(story_tests(&files).1, []);
}

#[test]
fn new_writes_nothing_where_something_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::create_dir(path.join("mine")).unwrap();
    fs::write(path.join("mine/poem.txt"), "Roses").unwrap();
    fs::write(path.join("letter"), "Dear").unwrap();
    let (code, said, err) = krivitsky(path, &["new", "mine"]);
    assert_eq!((code, said.as_str()), (3, ""));
    assert_eq!(err, "krivitsky: mine is not empty; nothing was written. Name a folder that is not there yet\n");
    let (code, _, err) = krivitsky(path, &["new", "letter"]);
    assert_eq!(code, 3);
    assert!(err.contains("letter is a file; nothing was written"), "{err}");
    assert_eq!(listed(path), ["letter", "mine/poem.txt"]);
    // An empty folder will do, and it may be the one where somebody stands.
    fs::create_dir(path.join("empty")).unwrap();
    assert_eq!(krivitsky(&path.join("empty"), &["new", "."]).0, 0);
    assert_eq!(krivitsky(path, &["check", "empty", "--strict"]).0, 0);
    // What it says to type next can be typed.
    let (_, said, _) = krivitsky(path, &["new", "my story"]);
    assert!(said.contains("`krivitsky --story \"my story\"`") && said.contains("check \"my story\"`"), "{said}");
    assert!(listed(&path.join("empty")).iter().all(|name| !name.starts_with('.')), "nothing else is left there");
}

#[test]
fn stats_counts_what_is_there() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(krivitsky(folder.path(), &["new", "mine"]).0, 0);
    let (code, said, err) = krivitsky(folder.path(), &["stats", "mine", "--format", "json"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let stats: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(
        (stats["passages"].as_u64(), stats["endings"].as_u64(), stats["choices"].as_u64()),
        (Some(8), Some(2), Some(10))
    );
    let sum = |field: &str| {
        stats["chapters"].as_array().unwrap().iter().map(|part| part[field].as_u64().unwrap()).sum::<u64>()
    };
    assert_eq!((sum("passages"), sum("choices")), (8, 10));
    // Tells belong to no chapter.
    let tells = stats["words"].as_u64().unwrap() - sum("words");
    assert!((15..40).contains(&tells), "{said}");
    let played = &stats["playthroughs"];
    let [shortest, mean, longest] = ["shortest", "mean", "longest"].map(|name| played[name].as_u64().unwrap());
    assert!(shortest < mean && mean < longest && longest < stats["words"].as_u64().unwrap(), "{said}");
    assert_eq!(stats["people"][0], serde_json::json!({"name": "The midwife", "times": 4, "passages": 4}));
    // Whoever is named once more is counted once more; what stands in braces is no name.
    let chapter = folder.path().join("mine/chapters/01-crossing.ron");
    let text = fs::read_to_string(&chapter).unwrap();
    fs::write(
        &chapter,
        text.replace(
            "You are swabbing",
            "The midwife's gone. {if ledger.midwife is crossed}You are{else}You are{end} swabbing",
        ),
    )
    .unwrap();
    let (_, said, _) = krivitsky(folder.path(), &["stats", "mine"]);
    assert!(said.contains("\nThe midwife      5         5\n"), "{said}");
    // Longest first, shortest first, and the same whenever it is asked.
    let words = |name: &str| {
        stats[name].as_array().unwrap().iter().map(|row| row["words"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    assert!(words("longest").is_sorted_by(|a, b| a >= b) && words("shortest").is_sorted());
    assert_eq!(krivitsky(folder.path(), &["stats", "mine"]).1, said);
    // What cannot be read cannot be counted.
    fs::write(&chapter, "[").unwrap();
    let (code, said, err) = krivitsky(folder.path(), &["stats", "mine"]);
    assert_eq!((code, said.as_str()), (1, ""));
    assert!(err.contains("error[K005]"), "{err}");
}
