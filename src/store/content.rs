//! Where a story's files come from: a folder, or the story inside the program.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::diagnostic::{Code, Diagnostic, FileId, SourceFile, Span};
use crate::story::{MAX_FILE, TESTS};

/// The shipped story: name and text of each file, put here when the program was built.
const SHIPPED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/story.rs"));

/// The tables a story may have beside its chapters.
const TABLES: &[&str] = &[
    "story.ron",
    "people.ron",
    "places.ron",
    "sources.ron",
    "glossary.ron",
    "timeline.ron",
    "tells.ron",
    "endings.ron",
    "departures.ron",
    "inventions.ron",
    "policies.ron",
    "assertions.ron",
    "episodes.ron",
    "style.ron",
];

/// The files of the story inside the program.
pub fn shipped() -> Vec<SourceFile> {
    SHIPPED.iter().map(|(name, text)| SourceFile::new(*name, *text)).collect()
}

/// The files of the story in `folder`, and a diagnostic for each that could not be used: too large, or not text.
/// Such a file takes part as unread, so that nothing else is said of it.
///
/// # Errors
/// The folder cannot be read.
pub fn read(folder: &Path) -> io::Result<(Vec<SourceFile>, Vec<Diagnostic>)> {
    let names = names(folder)?;
    let (mut files, mut faults) = (Vec::new(), Vec::new());
    for name in names {
        let content = read_file(&folder.join(&name)).map_err(|error| named(&name, &error))?;
        add(&mut files, &mut faults, name, content);
    }
    Ok((files, faults))
}

/// The files of the story in `folder`, by their names in it: the tables that are there, then the chapters.
///
/// # Errors
/// The folder cannot be read.
pub(super) fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names: Vec<String> =
        TABLES.iter().filter(|name| folder.join(name).exists()).map(|name| (*name).to_owned()).collect();
    std::fs::read_dir(folder)?;
    if let Ok(entries) = std::fs::read_dir(folder.join("chapters")) {
        let mut chapters: Vec<String> = entries
            .filter_map(|entry| entry.ok().filter(|entry| entry.path().is_file())?.file_name().into_string().ok())
            .filter(|name| name.ends_with(".ron"))
            .map(|name| format!("chapters/{name}"))
            .collect();
        chapters.sort();
        names.extend(chapters);
    }
    Ok(names)
}

/// The same with the story tests in its folder `tests`, and what is kept of what was read in them.
///
/// # Errors
/// The folder cannot be read.
pub fn read_with_tests(folder: &Path) -> io::Result<(Vec<SourceFile>, Vec<Diagnostic>)> {
    let (mut files, mut faults) = read(folder)?;
    let mut names: Vec<String> = match std::fs::read_dir(folder.join(TESTS)) {
        Ok(entries) => entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect(),
        Err(_) => Vec::new(),
    };
    names.retain(|name| name.ends_with(".ron") || name.ends_with(".txt"));
    names.sort();
    for name in names.into_iter().map(|name| format!("{TESTS}{name}")) {
        let content = read_file(&folder.join(&name)).map_err(|error| named(&name, &error))?;
        add(&mut files, &mut faults, name, content);
    }
    Ok((files, faults))
}

/// The same of files that are held in memory.
pub(super) fn from_bytes(held: impl IntoIterator<Item = (String, Vec<u8>)>) -> (Vec<SourceFile>, Vec<Diagnostic>) {
    let (mut files, mut faults) = (Vec::new(), Vec::new());
    for (name, bytes) in held {
        add(&mut files, &mut faults, name, content_of(bytes));
    }
    (files, faults)
}

/// Adds a file to those of its story, and what is to be said if it cannot be used.
fn add(files: &mut Vec<SourceFile>, faults: &mut Vec<Diagnostic>, name: String, content: Content) {
    let id = FileId(u16::try_from(files.len()).unwrap_or(u16::MAX));
    match content {
        Content::Text(text) => files.push(SourceFile::new(name, text)),
        Content::Large => {
            let message = format!("`{name}` is larger than {} MiB", MAX_FILE / 1024 / 1024);
            faults.push(
                Diagnostic::new(Code::FileTooLarge, Span::whole_file(id), message)
                    .help("a chapter is some fifty thousand letters; look for what does not belong here"),
            );
            files.push(SourceFile::unread(name, ""));
        }
        Content::Foreign(bytes, at) => {
            // All before `at` is text, so `at` is the same place in what is shown, where `?` stands for the byte.
            let shown = String::from_utf8_lossy(&bytes).replace('\u{fffd}', "?");
            faults.push(
                Diagnostic::new(Code::NotText, Span::new(id, at..at + 1), format!("`{name}` is not UTF-8 text"))
                    .label("this letter cannot be read")
                    .help("save the file again as UTF-8; every editor has this under \"Save as\" or \"Encoding\""),
            );
            files.push(SourceFile::unread(name, shown));
        }
    }
}

fn named(name: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("`{name}`: {error}"))
}

/// What a file holds.
enum Content {
    Text(String),
    Large,
    /// Bytes that are not text, and the first of them.
    Foreign(Vec<u8>, usize),
}

fn read_file(path: &Path) -> io::Result<Content> {
    let mut bytes = Vec::new();
    // One byte more than is allowed is enough to know that there are too many, however large the file is.
    File::open(path)?.take(MAX_FILE + 1).read_to_end(&mut bytes)?;
    Ok(content_of(bytes))
}

fn content_of(bytes: Vec<u8>) -> Content {
    if bytes.len() as u64 > MAX_FILE {
        return Content::Large;
    }
    String::from_utf8(bytes).map_or_else(
        |error| {
            let at = error.utf8_error().valid_up_to();
            Content::Foreign(error.into_bytes(), at)
        },
        Content::Text,
    )
}
