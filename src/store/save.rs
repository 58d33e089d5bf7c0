//! A save as text: written, read again, and every way in which it can fail to be one.
//!
//! A save holds a playthrough and a check number over it; nothing is believed that does not add up. It must not know
//! where the file lies or which of several it is.

use std::io;

use serde::{Deserialize, Serialize};

use super::disk::visible;
use crate::diagnostic::{SourceFile, is_control};
use crate::playthrough::{Origin, Playthrough, Step};
use crate::story::{FNV_BASIS, entries, fnv1a};
use crate::words::Words;

/// The format of saves this program writes, and the newest it reads.
pub const FORMAT: u32 = 1;

/// The largest save, in bytes.
pub const MAX_SAVE: u64 = 16 * 1024 * 1024;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename = "save")]
struct Save {
    format: u32,
    /// Missing when a person wrote the file.
    #[serde(default)]
    check: String,
    playthrough: Playthrough,
}

#[derive(Serialize)]
struct SaveRef<'p> {
    format: u32,
    check: &'p str,
    playthrough: &'p Playthrough,
}

/// A save that cannot be read: which file, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The file, as people know it: its name inside the folder of saves.
    pub file: String,
    /// Why.
    pub why: Why,
}

/// Why a save cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The system would not let us.
    Io(String),
    /// Larger than 16 MiB.
    TooLarge,
    /// Not UTF-8.
    NotText {
        /// The first line that is not.
        line: usize,
    },
    /// Cut short, or not the RON of a save.
    Corrupt {
        /// The line.
        line: usize,
        /// The column, in characters.
        column: usize,
        /// What was said about it.
        said: String,
    },
    /// Written by a newer version of this program.
    Newer {
        /// Its format.
        format: u64,
    },
    /// It reads well, but is not what was written: the check number does not fit.
    Altered,
    /// It reads well, but its steps do not hang together.
    Unsound,
    /// The save of another story.
    Foreign {
        /// The story it belongs to.
        theirs: String,
        /// The story being played.
        ours: String,
    },
}

impl Unreadable {
    /// One or two sentences for the player: what is wrong with which file, and that it is kept.
    pub fn sentence(&self, words: &Words) -> String {
        let file = ("file", self.file.as_str());
        let number = |n: usize| n.to_string();
        match &self.why {
            Why::Io(said) => words.fill("save.io", &[file, ("said", said)]),
            Why::TooLarge => words.fill("save.too-large", &[file, ("size", &(MAX_SAVE / 1024 / 1024).to_string())]),
            Why::NotText { line } => words.fill("save.not-text", &[file, ("line", &number(*line))]),
            Why::Corrupt { line, column, said } => words
                .fill("save.corrupt", &[file, ("line", &number(*line)), ("column", &number(*column)), ("said", said)]),
            Why::Newer { format } => {
                words.fill("save.newer", &[file, ("format", &format.to_string()), ("known", &number(FORMAT as usize))])
            }
            Why::Altered => words.fill("save.altered", &[file]),
            Why::Unsound => words.fill("save.unsound", &[file]),
            Why::Foreign { theirs, ours } => words.fill("save.foreign", &[file, ("theirs", theirs), ("ours", ours)]),
        }
    }
}

/// The text of a save.
///
/// # Errors
/// It would be larger than what is read again.
pub fn to_text(playthrough: &Playthrough) -> io::Result<String> {
    let check = check(playthrough);
    let save = SaveRef { format: FORMAT, check: &check, playthrough };
    // Two levels are laid out; a step stands on one line.
    let pretty = ron::ser::PrettyConfig::new().depth_limit(3).indentor("  ").new_line("\n");
    let mut text = ron::ser::to_string_pretty(&save, pretty).map_err(io::Error::other)?;
    text.push('\n');
    if text.len() as u64 > MAX_SAVE {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(text)
}

/// The playthrough in the bytes of a save of the story called `story`.
///
/// # Errors
/// Why they are none.
pub fn from_bytes(bytes: &[u8], story: &str) -> Result<Playthrough, Why> {
    if bytes.len() as u64 > MAX_SAVE {
        return Err(Why::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| Why::NotText {
        line: bytes.iter().take(error.valid_up_to()).filter(|byte| **byte == b'\n').count() + 1,
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // The format is asked for first: a newer save may hold fields that this program does not know.
    if let Some(format) = format_of(text).filter(|format| *format > u64::from(FORMAT)) {
        return Err(Why::Newer { format });
    }
    let save: Save = ron::from_str(text).map_err(|error| Why::Corrupt {
        line: error.span.start.line,
        column: error.span.start.col,
        said: visible(&error.code.to_string()),
    })?;
    if save.format != FORMAT {
        let place = SourceFile::new("", text).place(text.find("format").unwrap_or(0));
        let said = format!("there is no format {}", save.format);
        return Err(Why::Corrupt { line: place.line, column: place.column, said });
    }
    let playthrough = save.playthrough;
    if !save.check.is_empty() && save.check != check(&playthrough) {
        return Err(Why::Altered);
    }
    let words = [&playthrough.story, &playthrough.edition, &playthrough.fingerprint];
    let names = playthrough.steps.iter().flat_map(|step| [&step.passage, &step.choice, &step.to]);
    let names = names.chain(playthrough.from.iter().flat_map(Origin::names));
    if !playthrough.is_sound() || words.into_iter().chain(names).any(|name| name.contains(is_control)) {
        return Err(Why::Unsound);
    }
    if playthrough.story != story {
        return Err(Why::Foreign { theirs: visible(&playthrough.story), ours: visible(story) });
    }
    Ok(playthrough)
}

/// The number behind `format:`, however broken the rest is.
fn format_of(text: &str) -> Option<u64> {
    let start = text.find('(')?;
    let (_, value) = entries(text, start..text.len())
        .into_iter()
        .find(|(key, _)| key.as_ref().is_some_and(|key| text.get(key.clone()) == Some("format")))?;
    text.get(value)?.parse().ok()
}

/// A number over steps: equal steps give equal numbers.
pub(super) fn print(steps: &[Step], seed: u64) -> u64 {
    let word = |hash, word: &str| fnv1a(word.bytes().chain([0xff]), hash);
    steps.iter().fold(fnv1a(seed.to_le_bytes(), FNV_BASIS), |hash, step| {
        let hash = fnv1a((step.after as u64).to_le_bytes(), hash);
        word(word(word(hash, &step.passage), &step.choice), &step.to)
    })
}

/// The check number: over everything a playthrough holds.
fn check(playthrough: &Playthrough) -> String {
    let hash = print(&playthrough.steps, playthrough.seed);
    let hash = fnv1a((playthrough.current as u64).to_le_bytes(), hash);
    let words = [&playthrough.story, &playthrough.edition, &playthrough.fingerprint];
    let from = playthrough.from.iter().flat_map(Origin::names);
    let hash = words.into_iter().chain(from).fold(hash, |hash, word| fnv1a(word.bytes().chain([0xff]), hash));
    format!("{hash:016x}")
}
