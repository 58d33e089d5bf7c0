//! Broken stories: each folder of `stories/invalid` gives exactly its fault at exactly its place, and the text a teacher
//! reads about it is plain. They are further cases of faults that `assets/faults` has one example of each.
//!
//! The place is written in the faulty file, in a comment under the line: `// ^ K022`, with the `^` under the column.
//! Where no comment can stand, `expected.txt` has a line for it: `K006 chapters/01-cafe.ron:4:15`, or the code alone for
//! a fault that is about the whole folder.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use krivitsky::diagnostic::{Code, Diagnostic, SourceFile, any_error, sort, to_json, to_text};
use krivitsky::store::content;
use krivitsky::story::{MAX_FILE, parse};

/// A code, and a file with line and column; none for a fault that is about the folder.
type Fault = (String, Option<(String, usize, usize)>);

fn stories() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories")
}

fn invalid() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> =
        fs::read_dir(stories().join("invalid")).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    folders
}

fn name(folder: &Path) -> &str {
    folder.file_name().unwrap().to_str().unwrap()
}

/// The files of a folder and all that is said of them.
fn check(folder: &Path) -> (Vec<SourceFile>, Vec<Diagnostic>) {
    let (files, mut faults) = content::read(folder).unwrap();
    faults.extend(parse(&files).1);
    sort(&mut faults);
    (files, faults)
}

/// What a folder says about itself.
fn expected(folder: &Path, files: &[SourceFile]) -> BTreeSet<Fault> {
    let mut wanted = BTreeSet::new();
    for file in files {
        for (n, line) in file.text.lines().enumerate().filter(|(_, line)| line.trim_start().starts_with("//")) {
            if let Some((before, code)) = line.split_once("^ K") {
                let column = before.chars().count() + 1;
                wanted.insert((format!("K{}", code.trim()), Some((file.name.clone(), n, column))));
            }
        }
    }
    for line in fs::read_to_string(folder.join("expected.txt")).unwrap_or_default().lines() {
        let place = line.split_once(' ').map(|(_, place)| {
            let mut parts = place.rsplitn(3, ':');
            let (column, line) = (parts.next().unwrap().parse().unwrap(), parts.next().unwrap().parse().unwrap());
            (parts.next().unwrap().to_owned(), line, column)
        });
        wanted.insert((line.split(' ').next().unwrap().to_owned(), place));
    }
    wanted
}

fn found(files: &[SourceFile], faults: &[Diagnostic]) -> BTreeSet<Fault> {
    let place = |fault: &Diagnostic| {
        let file = files.get(usize::from(fault.span.file.0))?;
        let place = file.place(fault.span.start as usize);
        Some((file.name.clone(), place.line, place.column))
    };
    faults.iter().map(|fault| (fault.code.number().to_owned(), place(fault))).collect()
}

fn text(files: &[SourceFile], faults: &[Diagnostic]) -> String {
    to_text(files, faults, "", false)
}

#[test]
fn the_story_they_are_made_from_is_sound() {
    let (files, faults) = check(&stories().join("small"));
    assert!(faults.is_empty(), "{}", text(&files, &faults));
}

#[test]
fn each_broken_story_gives_its_fault_at_its_place_and_no_other() {
    for folder in invalid() {
        let (files, faults) = check(&folder);
        let wanted = expected(&folder, &files);
        assert_eq!(found(&files, &faults), wanted, "{}\n{}", name(&folder), text(&files, &faults));
        let own = name(&folder).split('-').next().unwrap();
        assert!(!wanted.is_empty() && wanted.iter().all(|(code, _)| code == own), "{}", name(&folder));
    }
}

#[test]
fn each_is_told_in_plain_words_with_file_line_and_column() {
    for folder in invalid() {
        let (files, faults) = check(&folder);
        let text = text(&files, &faults);
        for (code, place) in expected(&folder, &files) {
            assert!(text.contains(&format!("[{code}]: ")), "{}\n{text}", name(&folder));
            if let Some((file, line, column)) = place.filter(|place| place.2 > 1) {
                assert!(text.contains(&format!("{file}:{line}:{column}\n")), "{}\n{text}", name(&folder));
            }
        }
        for fault in &faults {
            assert!(!fault.message.is_empty() && fault.help.is_some(), "{} has no help\n{text}", name(&folder));
            let said = format!("{} {} {}", fault.message, fault.label, fault.help.as_deref().unwrap_or(""));
            for word in ["serde", "struct", "enum", "variant", "identifier", "expected", "Expected", "token", "parse"] {
                assert!(!said.contains(word), "{} says `{word}`\n{text}", name(&folder));
            }
            assert!(!said.chars().any(char::is_control), "{}", name(&folder));
        }
        // Editors get the same.
        let rows: serde_json::Value = serde_json::from_str(&to_json(&files, &faults, "")).unwrap();
        assert_eq!(rows.as_array().unwrap().len(), faults.len());
    }
}

#[test]
fn a_file_over_sixteen_mebibytes_is_named_and_hides_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    copy(&stories().join("small"), folder.path());
    let chapter = folder.path().join("chapters/01-cafe.ron");
    let mut text = fs::read_to_string(&chapter).unwrap();
    text.push_str(&" ".repeat(MAX_FILE as usize));
    fs::write(&chapter, text).unwrap();
    fs::write(folder.path().join("places.ron"), "[(id: \"paris\", name: \"Paris\", height: 35)]").unwrap();
    let (files, faults) = check(folder.path());
    // Of passages that may stand in it nothing is said; what else is wrong is told.
    let codes: Vec<_> = faults.iter().map(|fault| fault.code).collect();
    assert_eq!(codes, [Code::UnknownField, Code::FileTooLarge], "{}", to_text(&files, &faults, "", false));
    insta::assert_snapshot!("too_large", to_text(&files, &faults[1..], "story", false));
    // At the limit it is read.
    fs::write(&chapter, format!("[]{}", " ".repeat(MAX_FILE as usize - 2))).unwrap();
    assert!(check(folder.path()).1.iter().all(|fault| fault.code != Code::FileTooLarge));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() { copy(&entry.path(), &to) } else { _ = fs::copy(entry.path(), to).unwrap() }
    }
}

/// The small story with edits: a file, what stands there, what shall stand there.
fn edited(edits: &[(&str, &str, &str)]) -> (Vec<SourceFile>, Vec<Diagnostic>) {
    let (mut files, _) = content::read(&stories().join("small")).unwrap();
    for (name, old, new) in edits {
        let file = files.iter_mut().find(|file| file.name == *name).unwrap();
        assert!(file.text.contains(old), "{old}");
        file.text = file.text.replacen(old, new, 1);
    }
    let (story, faults) = parse(&files);
    assert_eq!(story.is_none(), any_error(&faults));
    (files, faults)
}

fn places(edits: &[(&str, &str, &str)]) -> Vec<String> {
    let (files, faults) = edited(edits);
    found(&files, &faults)
        .into_iter()
        .map(|(code, place)| {
            place.map_or(code.clone(), |(file, line, column)| format!("{code} {file}:{line}:{column}"))
        })
        .collect()
}

const CAFE: &str = "chapters/01-cafe.ron";

#[test]
fn two_broken_passages_of_one_file_are_both_told() {
    // Neither passage can be read, and nothing is said of the choice and the start that name them.
    let comma = (CAFE, "label: \"Go in\",", "label: \"Go in\"");
    let bracket = (CAFE, "next: \"left-alone\",\n    ),", "next: \"left-alone\",");
    assert_eq!(places(&[comma, bracket]), [format!("K005 {CAFE}:12:5"), format!("K008 {CAFE}:8:37")]);
    let text = (CAFE, "waiter.\n\"#", "waiter.\n");
    let curly = (CAFE, "next: \"left-alone\"", "next: “left-alone”");
    assert_eq!(places(&[text, curly]), [format!("K006 {CAFE}:4:15"), format!("K007 {CAFE}:15:15")]);
    let quote = (CAFE, "\"Walk on\"", "\"Walk on");
    let field = (CAFE, "next: \"left", "nxt: \"left");
    assert_eq!(places(&[quote, field]), [format!("K006 {CAFE}:9:33"), format!("K011 {CAFE}:15:9")]);
}

#[test]
fn two_broken_files_are_both_told() {
    let chapter = (CAFE, "label: \"Go in\",", "label: \"Go in\"");
    let places_ron = ("places.ron", "name: \"Paris\"", "name: Paris");
    let endings = ("endings.ron", "title: \"Alone\"", "titel: \"Alone\"");
    assert_eq!(
        places(&[chapter, places_ron, endings]),
        [format!("K008 {CAFE}:8:37"), "K011 endings.ron:2:24".to_owned(), "K013 places.ron:2:25".to_owned()]
    );
    // Without `story.ron` nothing means anything, but what cannot be read is told all the same.
    let story = ("story.ron", "facts: {", "facts: ");
    let codes = places(&[chapter, places_ron, story]);
    assert!(codes.contains(&format!("K008 {CAFE}:8:37")) && codes.contains(&"K013 places.ron:2:25".to_owned()));
    assert!(codes.iter().any(|place| place.contains("story.ron")), "{codes:?}");
}

#[test]
fn a_broken_row_makes_nothing_that_names_it_wrong() {
    let broken = [
        (CAFE, "id: \"cafe-table\",", "id: \"cafe-table\""),
        (CAFE, "id: \"cafe-table\",", "id \"cafe-table\","),
        (CAFE, "id: \"cafe-door\", date", "id: \"cafe-door\", dat"),
        (CAFE, "text: \"The table", "text: The table"),
        (CAFE, "\n    (\n        id: \"cafe-table\"", "\n    \n        id: \"cafe-table\""),
        ("places.ron", "id: \"paris\"", "id: paris"),
        ("places.ron", "id: \"paris\",", "id: \"paris\""),
        ("places.ron", "id: \"paris\",", ""),
        ("places.ron", "48.86", "\"48.86\""),
        ("places.ron", "(id: \"paris\"", "id: \"paris\""),
        ("places.ron", "[\n", "\n"),
        ("endings.ron", "text: \"You", "text: \"\" \"You"),
        ("endings.ron", "id: \"left-alone\",", "id: \"left-alone,"),
        ("endings.ron", "title", "title title"),
        ("endings.ron", "]", ""),
    ];
    for edit in broken {
        let (files, faults) = edited(&[edit]);
        let said: Vec<_> =
            faults.iter().map(|fault| (files[usize::from(fault.span.file.0)].name.as_str(), fault.code)).collect();
        assert!(
            !said.is_empty() && said.iter().all(|(name, _)| *name == edit.0),
            "{edit:?}\n{}",
            text(&files, &faults)
        );
        assert!(
            said.iter().all(|(_, code)| code.number() < "K020"),
            "{edit:?} is a fault of writing, not of names\n{}",
            text(&files, &faults)
        );
    }
}

#[test]
fn a_thousand_faults_are_two_hundred_and_a_number() {
    let rows: String =
        (0..1000).map(|n| format!("    (id: \"room-{n}\", text: \"Room.\", next: \"rom-{n}\"),\n")).collect();
    let (files, faults) =
        edited(&[(CAFE, "    (\n        id: \"cafe-table\"", &format!("{rows}    (\n        id: \"cafe-table\""))]);
    assert_eq!(faults.iter().filter(|fault| fault.code == Code::UnknownPassage).count(), 200);
    let last = faults.last().unwrap();
    assert_eq!((last.code, faults.len()), (Code::MoreFaults, 201));
    assert_eq!(last.message, format!("`{CAFE}` has 800 more faults, which are not shown"));
    assert!(text(&files, &faults).ends_with("help: mend some of these first\n\n"));
}

/// The text of one broken story, as it is printed.
fn told(folder: &str) -> String {
    let (files, faults) = check(&stories().join("invalid").join(folder));
    to_text(&files, &faults, "story", false)
}

macro_rules! told {
    ($($test:ident $folder:literal;)+) => {
        $(#[test] fn $test() { insta::assert_snapshot!(stringify!($test), told($folder)); })+
    };
}

told! {
    curly_quotes "K007-curly-quotes";
    curly_end "K007-curly-end";
    forgotten_comma "K008-between-fields";
    forgotten_comma_between_passages "K008-between-rows";
    unclosed_raw_string "K006-open-text";
    unclosed_label "K006-open-label";
    talk_in_a_plain_text "K006-plain-text-with-talk";
    unclosed_bracket "K005-open-choice";
    bracket_too_early "K009-closed-too-early";
    unknown_passage "K022-misspelt-target";
    unknown_field "K011-misspelt-field";
    field_of_nothing "K011-field-elsewhere";
    missing_field "K012-no-label";
    words_without_order "K041-words-have-no-order";
    fact_without_value "K041-fact-without-value";
    unclosed_if "K050-if-without-end";
    quoted_own_word "K013-quoted-own-word";
    unquoted_words "K013-bare-words";
    repeated_key "K016-fact-twice";
    chapter_not_there "K001-chapter-not-there";
}
