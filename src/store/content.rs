//! Where a story's files come from: a folder, or the story inside the program.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::diagnostic::{Code, Diagnostic, FileId, SourceFile, Span};
use crate::story::MAX_FILE;

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
    "style.ron",
];

/// The files of the story inside the program.
pub fn shipped() -> Vec<SourceFile> {
    SHIPPED.iter().map(|(name, text)| SourceFile::new(*name, *text)).collect()
}

/// The files of the story in `folder`, and a diagnostic for each that could not be used: too large, or not text.
/// Such a file takes part with an empty text, so that nothing else is said of it.
///
/// # Errors
/// The folder cannot be read.
pub fn read(folder: &Path) -> io::Result<(Vec<SourceFile>, Vec<Diagnostic>)> {
    let mut names: Vec<String> =
        TABLES.iter().filter(|name| folder.join(name).exists()).map(|name| (*name).to_owned()).collect();
    std::fs::read_dir(folder)?;
    if let Ok(entries) = std::fs::read_dir(folder.join("chapters")) {
        let mut chapters: Vec<String> = entries
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| name.ends_with(".ron"))
            .map(|name| format!("chapters/{name}"))
            .collect();
        chapters.sort();
        names.extend(chapters);
    }
    let (mut files, mut faults) = (Vec::new(), Vec::new());
    for (n, name) in names.into_iter().enumerate() {
        let span = Span::new(FileId(u16::try_from(n).unwrap_or(u16::MAX)), 0..0);
        let text = match read_file(&folder.join(&name))? {
            Ok(text) => text,
            Err((code, message)) => {
                faults.push(Diagnostic::new(code, span, format!("`{name}` {message}")));
                String::new()
            }
        };
        files.push(SourceFile::new(name, text));
    }
    Ok((files, faults))
}

/// The text of a file, or why it is none.
fn read_file(path: &Path) -> io::Result<Result<String, (Code, String)>> {
    let mut bytes = Vec::new();
    // One byte more than is allowed is enough to know that there are too many, however large the file is.
    File::open(path)?.take(MAX_FILE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_FILE {
        return Ok(Err((Code::FileTooLarge, format!("is larger than {} MiB", MAX_FILE / 1024 / 1024))));
    }
    Ok(String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        (Code::NotText, format!("is not UTF-8 text: see line {line}"))
    }))
}
