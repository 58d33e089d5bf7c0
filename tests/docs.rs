//! The documents: what they say of keys, commands, files and the format is so.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::Command;

use clap::CommandFactory;
use krivitsky::app::action::TABLE;
use krivitsky::cli::Cli;
use krivitsky::diagnostic::{Diagnostic, SourceFile, to_text};
use krivitsky::explore::story_test::story_tests;
use krivitsky::store::{Settings, content};
use krivitsky::story::parse;
use krivitsky::words::Words;

const README: &str = include_str!("../README.md");
const ARCHITECTURE: &str = include_str!("../ARCHITECTURE.md");
const CONTRIBUTING: &str = include_str!("../CONTRIBUTING.md");
const CHANGELOG: &str = include_str!("../CHANGELOG.md");
const CI: &str = include_str!("../.ci/run");

const ALL: [(&str, &str); 4] = [
    ("README.md", README),
    ("ARCHITECTURE.md", ARCHITECTURE),
    ("CONTRIBUTING.md", CONTRIBUTING),
    ("CHANGELOG.md", CHANGELOG),
];

/// The examples of a language in a document.
fn examples(document: &'static str, language: &str) -> Vec<&'static str> {
    // Behind every other fence stands an example, its language first.
    let fenced = document.split("```").skip(1).step_by(2);
    fenced.filter_map(|example| example.strip_prefix(language)?.strip_prefix('\n')).collect()
}

/// The file that a RON example names in its first line, and what stands below.
fn named(example: &'static str) -> (&'static str, &'static str) {
    let (first, rest) = example.split_once('\n').unwrap();
    (first.strip_prefix("// ").unwrap_or_else(|| panic!("no file is named above {example}")), rest)
}

/// What stands in code marks outside examples.
fn marked(document: &str) -> Vec<&str> {
    let prose = document.split("```").step_by(2);
    prose.flat_map(|prose| prose.split('`').skip(1).step_by(2)).collect()
}

fn faults_of(files: &[SourceFile]) -> (Vec<Diagnostic>, String) {
    let (_, faults) = parse(files);
    let text = to_text(files, &faults, "mine", false);
    (faults, text)
}

#[test]
fn the_readme_has_the_keys_of_the_action_table() {
    let words = Words::english();
    let quoted = |keys: &[&str]| keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    let mut table = format!(
        "| Key | Word in plain mode | What it does |\n|---|---|---|\n| `1`-`9` | `1`-`9` | {} |\n",
        words.get("action.choose")
    );
    for row in TABLE {
        let typed = words.get(&format!("typed.{}", row.name)).to_owned();
        let does = words.get(&format!("action.{}", row.name)).to_owned();
        table.push_str(&format!("| {} | `{typed}` | {does} |\n", quoted(row.keys)));
    }
    assert!(README.contains(&format!("\n{table}\n")), "put this table of keys into README.md:\n\n{table}");
}

#[test]
fn the_readme_names_every_command_and_option() {
    let cli = Cli::command();
    for command in cli.get_subcommands() {
        let name = command.get_name();
        assert!(README.contains(&format!("`krivitsky {name}")), "README.md says nothing of `krivitsky {name}`");
    }
    let options = cli.get_subcommands().chain([&cli]).flat_map(|command| command.get_opts());
    for option in options.filter_map(|option| option.get_long()).filter(|name| !matches!(*name, "help" | "version")) {
        assert!(README.contains(&format!("--{option}")), "README.md says nothing of --{option}");
    }
}

#[test]
fn ci_runs_the_readmes_two_commands() {
    for command in examples(README, "sh").into_iter().take(2) {
        assert_eq!(command.lines().count(), 1, "one command, one line: {command}");
        let runs = |line: &str| line.trim() == command.trim() || line.starts_with(&format!("{} |", command.trim()));
        assert!(CI.lines().any(runs), ".ci/run does not run {command}");
    }
}

#[test]
fn the_settings_in_the_readme_are_sound() {
    let (file, text) = named(examples(README, "ron")[0]);
    assert_eq!(file, "settings.ron");
    let (settings, faults) = Settings::parse(text);
    assert!(faults.is_empty(), "{faults:?}");
    let known = |name: &String| TABLE.iter().any(|row| row.name == name);
    assert!(!settings.keys.is_empty() && settings.keys.keys().all(known), "{:?}", settings.keys);
    assert!(settings.keys.values().flatten().all(|key| krivitsky::app::Key::parse(key).is_some()));
}

#[test]
fn every_file_and_heading_that_is_named_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let slug = |heading: &str| -> String {
        let kept = heading.to_lowercase();
        kept.chars().filter(|c| c.is_alphanumeric() || "- ".contains(*c)).collect::<String>().replace(' ', "-")
    };
    let mut missing = Vec::new();
    for (name, document) in ALL {
        let links = document.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0));
        for link in links.filter(|link| !link.starts_with("https://")) {
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let there = file.is_empty() || root.join(file).exists();
            let target = match file {
                "" => (*document).to_owned(),
                file => fs::read_to_string(root.join(file)).unwrap_or_default(),
            };
            let mut headings = target.lines().filter(|line| line.starts_with('#'));
            if !there
                || (!heading.is_empty() && !headings.any(|line| slug(line.trim_start_matches(['#', ' '])) == heading))
            {
                missing.push(format!("{name}: {link}"));
            }
        }
        for path in marked(document) {
            let ours =
                ["src/", "story/", "assets/", "tests/", "benches/", ".ci/"].iter().any(|dir| path.starts_with(dir));
            let plain = path.split('*').next().unwrap_or_default();
            if ours && !path.contains(' ') && !root.join(plain).exists() {
                missing.push(format!("{name}: {path}"));
            }
        }
    }
    assert!(missing.is_empty(), "named, but not there: {missing:#?}");
}

#[test]
fn the_code_map_has_every_module() {
    let library = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    for module in library.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')) {
        assert!(ARCHITECTURE.contains(&format!("| `{module}` |")), "ARCHITECTURE.md has no row for `{module}`");
    }
}

/// The chapter of the first steps in CONTRIBUTING.md, with the passage put behind its first one and led to as `to`.
fn first_steps(to: &str) -> Vec<SourceFile> {
    let (file, passage) = named(examples(CONTRIBUTING, "ron")[0]);
    let file = file.strip_prefix("story/").unwrap();
    let mut files = content::shipped();
    let chapter = files.iter_mut().find(|known| known.name == file).unwrap();
    let (first, rest) = chapter.text.split_once("\n    ),\n").unwrap();
    let old = "to: \"beloostrov-platform\"";
    assert!(first.contains("(id: \"met\"") && first.contains(old), "step 3 no longer fits the story");
    let first = first.replace(old, &format!("to: \"{to}\""));
    chapter.text = format!("{first}\n    ),\n{passage}{rest}");
    files
}

#[test]
fn the_first_passage_of_an_author_is_sound() {
    let (faults, text) = faults_of(&first_steps("beloostrov-corridor"));
    assert!(faults.is_empty(), "{text}");
}

#[test]
fn the_first_mistake_of_an_author_is_explained_as_printed() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("mine/chapters")).unwrap();
    for file in first_steps("beloostrov-coridor") {
        fs::write(folder.path().join("mine").join(file.name), file.text).unwrap();
    }
    let check =
        Command::new(env!("CARGO_BIN_EXE_krivitsky")).args(["check", "mine"]).current_dir(folder.path()).output();
    let said = String::from_utf8(check.unwrap().stdout).unwrap();
    // The line may move when the story is edited; the rest may not.
    let bare = |text: &str| -> Vec<String> {
        let text: String = text.chars().filter(|c| !c.is_ascii_digit()).collect();
        text.split_whitespace().map(str::to_owned).collect()
    };
    assert_eq!(bare(examples(CONTRIBUTING, "text")[0]), bare(&said), "print this in CONTRIBUTING.md:\n{said}");
}

#[test]
fn the_small_story_of_contributing_is_sound() {
    let examples = examples(CONTRIBUTING, "ron").into_iter().map(named);
    let files: Vec<SourceFile> = examples
        .filter(|(file, _)| !file.starts_with("story/"))
        .map(|(file, text)| SourceFile::new(file, text))
        .collect();
    let (faults, text) = faults_of(&files);
    assert!(files.len() > 4 && faults.is_empty(), "{text}");
    let (played, faults) = story_tests(&files);
    assert!(played.len() == 1 && faults.is_empty(), "{}", to_text(&files, &faults, "", false));
}
