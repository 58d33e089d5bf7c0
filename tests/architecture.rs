//! The rules of ARCHITECTURE.md that a compiler does not see, read from the source itself.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use krivitsky::app::action::TABLE;
use krivitsky::store::content;
use krivitsky::story::{Story, parse};

/// The layers: each imports only what stands before it. `tui` and `plain` stand side by side.
const LAYERS: &[&[&str]] = &[
    &["diagnostic"],
    &["story"],
    &["engine"],
    &["words"],
    &["playthrough"],
    &["explore"],
    &["lint"],
    &["trial"],
    &["graph", "classroom"],
    &["platform"],
    &["store"],
    &["app"],
    &["tui", "plain"],
    &["cli"],
];

/// Who may ask which system this is.
const ON_THE_PLATFORM: &[&str] = &["store", "tui", "plain", "cli"];

/// The most lines of a file.
const MOST: usize = 500;

/// A file of `src`.
struct File {
    /// Its path below `src`, with `/`.
    name: String,
    layer: String,
    lines: usize,
    first: String,
    /// The code without comments, strings and its own tests.
    code: String,
    /// The strings in it, its own tests aside.
    strings: Vec<String>,
}

fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    gather(&root, &mut paths);
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            let text = fs::read_to_string(path).unwrap();
            let (code, strings) = read(text.split("#[cfg(test)]").next().unwrap());
            let layer = name.split(['/', '.']).next().unwrap().to_owned();
            let first = text.lines().next().unwrap_or_default().to_owned();
            File { name, layer, lines: text.lines().count(), first, code, strings }
        })
        .collect()
}

fn gather(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => gather(&path, paths),
            false if path.extension().is_some_and(|end| end == "rs") => paths.push(path),
            false => {}
        }
    }
}

/// Parts Rust into code and strings; comments are dropped.
fn read(text: &str) -> (String, Vec<String>) {
    let (mut code, mut strings) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let hashes = rest.strip_prefix('r').map_or(0, |rest| rest.bytes().take_while(|byte| *byte == b'#').count());
        let name = |c: char| c.is_alphanumeric() || c == '_';
        if rest.starts_with("//") {
            rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
        } else if c == 'r' && rest[1 + hashes..].starts_with('"') && !code.ends_with(name) {
            let inside = &rest[hashes + 2..];
            let end = format!("\"{}", "#".repeat(hashes));
            let len = inside.find(&end).unwrap();
            strings.push(inside[..len].to_owned());
            code.push_str("\"\"");
            rest = &inside[len + end.len()..];
        } else if c == '"' {
            let mut len = 1;
            while !rest[len..].starts_with('"') {
                len += if rest[len..].starts_with('\\') { 2 } else { rest[len..].chars().next().unwrap().len_utf8() };
            }
            strings.push(rest[1..len].to_owned());
            code.push_str("\"\"");
            rest = &rest[len + 1..];
        } else if rest.starts_with("'\"'") || rest.starts_with("b'\"'") {
            rest = &rest[if c == 'b' { 4 } else { 3 }..];
        } else {
            code.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    (code, strings)
}

fn rank(layer: &str) -> Option<usize> {
    LAYERS.iter().position(|layers| layers.contains(&layer))
}

#[test]
fn no_layer_looks_down() {
    let files = files();
    assert!(files.len() > 40, "the source was found");
    let mut faults = Vec::new();
    for file in files.iter().filter(|file| !["main", "lib"].contains(&&*file.layer)) {
        let Some(own) = rank(&file.layer) else {
            faults.push(format!("{} has no place among the layers", file.name));
            continue;
        };
        for (at, _) in file.code.match_indices("crate::").chain(file.code.match_indices("super::")) {
            let behind = &file.code[at + 7..];
            let behind = behind.trim_start_matches('{');
            let other: String = behind.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let from_root = file.code[at..].starts_with("crate::");
            if other == file.layer || (!from_root && rank(&other).is_none()) {
                continue;
            }
            // `super::` names a layer only from the top; deeper it names a module of one's own.
            let below = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(&file.layer);
            if !from_root && (below.join(format!("{other}.rs")).exists() || below.join(&other).exists()) {
                continue;
            }
            match rank(&other) {
                Some(_) if other == "platform" && !ON_THE_PLATFORM.contains(&&*file.layer) => {
                    faults.push(format!("{} asks which system this is", file.name));
                }
                Some(theirs) if theirs < own => {}
                _ => faults.push(format!("{} looks down at {other}", file.name)),
            }
        }
        assert!(!file.code.contains("crate::{"), "{}: one import a line, so that this test can read them", file.name);
    }
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn only_their_own_place_knows_the_terminal_the_disk_and_the_system() {
    for file in files() {
        let knows = |name: &str| file.code.contains(name);
        let at = &file.name;
        if file.layer != "tui" && file.layer != "platform" {
            assert!(!knows("ratatui") && !knows("crossterm"), "{at} knows the terminal's libraries");
        }
        if file.layer != "store" && file.layer != "platform" {
            assert!(!knows("std::fs") && !knows("fs::") && !knows("File::open"), "{at} touches the disk");
        }
        if file.layer != "platform" {
            for system in
                ["cfg(unix)", "cfg(not(unix))", "cfg(windows)", "target_os", "std::os::", "rustix", "signal_hook"]
            {
                assert!(!knows(system), "{at} asks which system this is: {system}");
            }
        }
        if ["story", "engine", "playthrough", "diagnostic", "words", "app"].contains(&&*file.layer) {
            for outside in ["std::env", "SystemTime", "Instant", "stdout()", "stdin()", "println!", "std::process"] {
                assert!(!knows(outside), "{at} is pure, and uses {outside}");
            }
        }
        assert!(!knows("unsafe "), "{at}");
    }
}

#[test]
fn files_are_short_and_say_what_they_are() {
    for file in files() {
        let most = if file.name == "main.rs" { 30 } else { MOST };
        assert!(file.lines <= most, "{} has {} lines, more than {most}", file.name, file.lines);
        assert!(file.first.starts_with("//! "), "{} does not say what it is", file.name);
    }
}

fn shipped() -> Story {
    parse(&content::shipped()).0.unwrap()
}

/// Words in lower case, one space between them.
fn plain(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_story_is_not_known_to_the_code() {
    let story = shipped();
    let text = |id| story.str(id).to_owned();
    let mut names: BTreeSet<String> = BTreeSet::new();
    names.extend(story.passages.iter().map(|passage| text(passage.id)));
    names.extend(story.choices.iter().filter_map(|choice| choice.label.map(text)));
    names.extend(story.facts.iter().map(|fact| text(fact.id)));
    names.extend(story.meters.iter().flat_map(|meter| [text(meter.id), text(meter.word)]));
    names.extend(
        story.meters.iter().flat_map(|meter| meter.bands.iter()).flat_map(|band| [text(band.id), text(band.word)]),
    );
    names.extend(story.places.iter().flat_map(|place| [text(place.id), text(place.name)]));
    names.extend(story.people.iter().flat_map(|person| [text(person.id), text(person.name)]));
    names.extend(story.acts.iter().map(|act| text(act.id)));
    names.extend(story.goods.iter().map(|good| text(*good)));
    names.extend(story.endings.iter().map(|ending| text(ending.title)));
    assert!(names.len() > 200, "the story was read");
    // Words that the format has as well.
    for shared in ["self", "cause"] {
        names.remove(shared);
    }
    let mut faults = Vec::new();
    for file in files() {
        for string in &file.strings {
            for name in &names {
                let one_word = !name.contains([' ', '-', '_']);
                let known = if one_word { string.eq_ignore_ascii_case(name) } else { string.contains(name.as_str()) };
                if known {
                    faults.push(format!("{} knows {name:?}: {string:?}", file.name));
                }
            }
        }
        let meters = story.meters.iter().map(|meter| text(meter.id));
        let identifiers: BTreeSet<&str> = file.code.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        faults.extend(
            meters
                .filter(|meter| identifiers.contains(meter.as_str()))
                .map(|meter| format!("{} has a {meter}", file.name)),
        );
    }
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn no_sentence_of_the_story_stands_in_the_code() {
    let mut sentences = BTreeSet::new();
    for file in content::shipped() {
        for (n, text) in file.text.split("r#\"").enumerate() {
            let text = text.split("\"#").next().unwrap_or_default();
            for sentence in text.split(['.', '?', '!', '{', '}', '\u{201c}', '"']).filter(|_| n > 0) {
                let sentence = plain(sentence);
                if sentence.split(' ').count() >= 5 {
                    sentences.insert(sentence);
                }
            }
        }
    }
    assert!(sentences.len() > 500, "the story was read");
    // A sentence can stand only where its first five words do: those are looked up, the few that are left are looked for.
    let mut by: BTreeMap<Vec<&str>, Vec<&String>> = BTreeMap::new();
    for sentence in &sentences {
        by.entry(sentence.split(' ').take(5).collect()).or_default().push(sentence);
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in files() {
        let code = plain(&fs::read_to_string(root.join(&file.name)).unwrap());
        let words: Vec<&str> = code.split(' ').collect();
        let alike = words.windows(5).filter_map(|five| by.get(five)).flatten();
        let found: BTreeSet<&&String> = alike.filter(|sentence| code.contains(sentence.as_str())).collect();
        assert!(found.is_empty(), "{} has {found:?}", file.name);
    }
}

#[test]
fn every_word_asked_for_is_there_and_every_word_there_is_asked_for() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/words/en.ron");
    let words: BTreeMap<String, String> = ron::from_str(&fs::read_to_string(root).unwrap()).unwrap();
    let families: BTreeSet<&str> = words.keys().filter_map(|key| Some(key.split_once('.')?.0)).collect();
    let mut asked: BTreeSet<String> = BTreeSet::new();
    for file in files().iter().filter(|file| !["story", "diagnostic"].contains(&&*file.layer)) {
        for string in &file.strings {
            let like_a_key = string.split_once('.').is_some_and(|(family, rest)| {
                families.contains(family)
                    && rest.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
                    && !["ron", "txt"].contains(&rest)
            });
            if words.contains_key(string) || like_a_key {
                asked.insert(string.clone());
            }
        }
        // The keys at hand are named by their actions.
        for (at, _) in file.code.match_indices("hints(model, &[") {
            let strings_before = file.code[..at].matches("\"\"").count();
            let len = file.code[at..].split(']').next().unwrap().matches("\"\"").count();
            asked.extend(file.strings[strings_before..strings_before + len].iter().map(|name| format!("hint.{name}")));
        }
    }
    asked.extend((1..=12).map(|month| format!("month.{month}")));
    asked.extend(TABLE.iter().flat_map(|row| [format!("action.{}", row.name), format!("typed.{}", row.name)]));
    let there: BTreeSet<String> = words.keys().cloned().collect();
    let missing: Vec<_> = asked.difference(&there).collect();
    let idle: Vec<_> = there.difference(&asked).collect();
    assert!(missing.is_empty(), "asked for and not there: {missing:?}");
    assert!(idle.is_empty(), "there and never asked for: {idle:?}");
}
