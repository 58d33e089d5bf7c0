//! The pages of `check --explain`: each is made of a folder of `assets/faults`, and what it shows is what the program finds.
//!
//! `KNNN/faulty` and `KNNN/mended` hold the files that are not as in `base`. The place of a fault is written in the faulty
//! file, in a comment under the line: `// ^ K022`, with the `^` under the column. These lines are left out of what is
//! checked, so they may stand in the midst of a text. Where no comment can stand, `KNNN/expected.txt` has a line for it.
#![allow(clippy::unwrap_used)]

#[path = "faults/marked.rs"]
mod marked;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use krivitsky::diagnostic::{Code, Diagnostic, Line, SourceFile, difference, sort, to_text};
use krivitsky::explore;
use krivitsky::explore::story_test::story_tests;
use krivitsky::explore::survey::{Scope, Survey};
use krivitsky::explore::verdict::verdicts;
use krivitsky::lint::look;
use krivitsky::store::content;
use krivitsky::store::example::{Example, example};
use krivitsky::story::draft;
use marked::{found, wanted};

/// Those whose story would be too large to be an example: their pages quote what is said.
const QUOTED: &[Code] = &[Code::FileTooLarge, Code::MoreFaults];

fn pages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/faults")
}

/// Every code there is.
fn codes() -> impl Iterator<Item = Code> {
    Code::ALL.iter().copied()
}

/// The same without those that are quoted.
fn shown() -> impl Iterator<Item = (Code, Example)> {
    codes().filter(|code| !QUOTED.contains(code)).filter_map(|code| Some((code, example(code)?)))
}

/// A story, and all that is said of it by those who read it and check it; of what is found by playing, by those who play
/// it too.
fn said(code: Code, (files, unread): (Vec<SourceFile>, Vec<Diagnostic>)) -> (Vec<SourceFile>, Vec<Diagnostic>) {
    let mut faults = look(&files, unread).faults;
    if let Some(draft) = draft(&files).0.filter(|_| code >= Code::AssertionFails) {
        let scope = Scope { walks: 500, seed: 0, threads: 2, policy: None, states: 0, bytes: 0 };
        let survey = Survey::make(&draft.story, scope, &|_| false, &|_| {});
        faults.extend(explore::fault::faults(&draft, &survey, &verdicts(&draft.story, &survey), None));
        faults.extend(story_tests(&files).1);
    }
    sort(&mut faults);
    (files, faults)
}

fn explain(asked: &str) -> (i32, String, String) {
    let told = Command::new(env!("CARGO_BIN_EXE_krivitsky")).args(["check", "--explain", asked]).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (told.status.code().unwrap(), text(told.stdout), text(told.stderr))
}

#[test]
fn of_the_story_they_are_made_from_nothing_is_said() {
    let (files, faults) = said(Code::AssertionFails, content::read(&pages().join("base")).unwrap());
    assert!(faults.is_empty(), "{}", to_text(&files, &faults, "", false));
}

#[test]
fn every_fault_has_its_page() {
    for code in codes() {
        let example =
            example(code).unwrap_or_else(|| panic!("no folder in assets/faults for {code}: {}", code.summary()));
        assert_eq!(example.is_shown(), !QUOTED.contains(&code), "{code}");
    }
    for entry in fs::read_dir(pages()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(name == "base" || Code::numbered(&name).is_some(), "there is no fault {name}");
    }
}

#[test]
fn each_faulty_story_gives_its_fault_at_its_place_and_no_other() {
    for (code, example) in shown() {
        let (files, faults) = said(code, example.faulty());
        let wanted = wanted(&pages().join(code.number()));
        let text = to_text(&files, &faults, "", false);
        assert_eq!(found(&files, &faults), wanted, "{code}\n{text}");
        assert!(!wanted.is_empty() && wanted.iter().all(|(found, _)| found == code.number()), "{code}\n{text}");
    }
}

#[test]
fn of_each_mended_story_nothing_is_said() {
    for (code, example) in shown() {
        let (files, faults) = said(code, example.mended());
        assert!(faults.is_empty(), "{code}\n{}", to_text(&files, &faults, "", false));
    }
}

#[test]
fn what_is_mended_is_little() {
    for (code, example) in shown() {
        let ((faulty, _), (mended, _)) = (example.faulty(), example.mended());
        let text = |files: &[SourceFile]| files.iter().map(|file| file.text.as_str()).collect::<Vec<_>>().join("\n");
        let (faulty, mended) = (text(&faulty), text(&mended));
        let changed = difference(&faulty, &mended).into_iter().filter(|line| !matches!(line, Line::Same(_))).count();
        assert!((1..60).contains(&changed), "{code}: {changed} lines differ");
    }
}

#[test]
fn every_page_says_in_plain_words_what_it_is_and_why_it_matters() {
    for code in codes() {
        let about = example(code).unwrap().about;
        assert!(about.trim().split("\n\n").count() >= 2, "{code} says what it is, or why it matters, but not both");
        assert!(about.lines().all(|line| line.chars().count() <= 125), "{code} has lines that are too long to edit");
        let page = format!("{} {about}", code.summary()).to_lowercase();
        let words: BTreeSet<&str> = page.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        for jargon in [
            "serde",
            "struct",
            "enum",
            "variant",
            "identifier",
            "expected",
            "token",
            "parse",
            "parser",
            "string",
            "strings",
            "boolean",
            "bool",
            "null",
            "integer",
            "syntax",
            "compile",
            "compiler",
            "regex",
            "invalid",
            "lint",
            "heuristic",
        ] {
            assert!(!words.contains(jargon), "{code} says `{jargon}`");
        }
    }
}

#[test]
fn explain_prints_the_page_what_is_found_and_how_it_is_mended() {
    for (code, example) in shown() {
        let (exit, out, err) = explain(code.number());
        assert_eq!((exit, err.as_str()), (0, ""), "{code}");
        assert!(out.starts_with(&format!("{code}: {}\n", code.summary())), "{out}");
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(one_line(&out).contains(&one_line(example.about)), "{out}");
        let (files, faults) = said(code, example.faulty());
        assert!(out.contains(&to_text(&files, &faults, "", false)), "{out}");
        let (_, mended) = out.split_once("\nMended\n\n").unwrap();
        assert!(mended.contains(" | "), "{out}");
        assert!(!out.contains("^ K"), "{out}");
    }
    insta::assert_snapshot!("explained", explain("K022").1);
}

#[test]
fn explain_knows_a_number_however_it_is_written() {
    let (_, page, _) = explain("K022");
    for asked in ["k022", "022", "22", "K22"] {
        assert_eq!(explain(asked), (0, page.clone(), String::new()), "{asked}");
    }
    let (exit, out, err) = explain("K0222");
    assert_eq!((exit, out.as_str()), (2, ""));
    assert!(err.contains("there is no check `K0222`; did you mean `K022`?") && err.contains("--explain all"), "{err}");
    let (exit, out, _) = explain("all");
    assert_eq!((exit, out.lines().count()), (0, Code::ALL.len()));
    assert!(out.contains("\nK022  A choice or condition names a passage that does not exist.\n"), "{out}");
}

#[test]
fn what_is_quoted_of_the_largest_stories_is_what_is_said_of_them() {
    let chapter = "chapters/01-light.ron";
    let folder = tempfile::tempdir().unwrap();
    marked::copy(&pages().join("base"), folder.path());
    let path = folder.path().join(chapter);
    let text = fs::read_to_string(&path).unwrap();
    let quoted = |code: Code| {
        let (files, mut faults) = said(code, content::read(folder.path()).unwrap());
        faults.retain(|fault| fault.code == code);
        let said = to_text(&files, &faults, "", false);
        let about = example(code).unwrap().about;
        assert!(about.contains(&format!("```text\n{}```", said.trim_end_matches('\n').to_owned() + "\n")), "{said}");
    };
    fs::write(&path, text.clone() + &" ".repeat(krivitsky::story::MAX_FILE as usize)).unwrap();
    quoted(Code::FileTooLarge);
    let rows: String =
        (0..1000).map(|n| format!("    (id: \"room-{n}\", text: \"Room.\", next: \"rom-{n}\"),\n")).collect();
    let end = text.rfind(']').unwrap();
    fs::write(&path, format!("{}{rows}]\n", &text[..end])).unwrap();
    quoted(Code::MoreFaults);
}
