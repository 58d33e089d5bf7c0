//! What a player has set: one small file in the folder of the profile, written by the program and by hand.
//!
//! It is read field by field, so that a mistake in one costs no other. It must not know which themes or actions there
//! are; those who use a setting say what they make of it.

mod edit;
mod read;

use std::io;
use std::path::{Path, PathBuf};

use indexmap::IndexMap;

use super::disk::{self, Fuse};
use crate::diagnostic::{Code, Diagnostic, SourceFile, Span};
use crate::words::Words;

/// The name of the file.
pub const FILE: &str = "settings.ron";

/// The largest file of settings, in bytes.
const MAX_SETTINGS: u64 = 1024 * 1024;

/// How paragraphs are set apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spacing {
    /// By a blank line.
    Blank,
    /// By an indented first line.
    Indent,
}

/// The settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The theme's name, or `auto`.
    pub theme: String,
    /// The longest line of text, in cells: 45 to 75.
    pub width: u16,
    /// How paragraphs are set apart.
    pub spacing: Spacing,
    /// Whether the mouse is listened to.
    pub mouse: bool,
    /// Whether the game is lines of text instead of a screen.
    pub plain: bool,
    /// Keys for actions, by the action's name.
    pub keys: IndexMap<String, Vec<String>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: "auto".to_owned(),
            width: 66,
            spacing: Spacing::Blank,
            mouse: false,
            plain: false,
            keys: IndexMap::new(),
        }
    }
}

/// Settings as they were found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The settings; the default for each that could not be read.
    pub settings: Settings,
    /// What could not be read.
    pub faults: Vec<Diagnostic>,
    /// The file, for showing the faults in it.
    pub source: SourceFile,
}

/// Why the settings were not saved. The file is as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unsaved {
    /// The file holds a mistake, which writing it anew would lose: the line.
    Faulty(usize),
    /// The system would not let us.
    Disk(String),
}

impl Unsaved {
    /// One or two sentences for the player.
    pub fn sentence(&self, words: &Words) -> String {
        match self {
            Self::Faulty(line) => words.fill("settings.faulty", &[("file", FILE), ("line", &line.to_string())]),
            Self::Disk(said) => words.fill("save.unwritten", &[("file", FILE), ("said", said)]),
        }
    }
}

impl Settings {
    /// Reads settings. What cannot be read is the default, and a fault says so; nothing else is lost by it.
    pub fn parse(text: &str) -> (Self, Vec<Diagnostic>) {
        read::parse(text)
    }

    /// Reads the settings of a profile's folder. Where there are none, the defaults.
    pub fn load(folder: &Path) -> Found {
        let path = path(folder);
        let fault = |code, message: String| Found {
            settings: Self::default(),
            faults: vec![Diagnostic::new(code, Span::default(), message)],
            source: SourceFile::new(FILE, ""),
        };
        let bytes = match disk::read(&path, MAX_SETTINGS) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return fault(Code::FileTooLarge, format!("{FILE} is too large")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Found { settings: Self::default(), faults: Vec::new(), source: SourceFile::new(FILE, "") };
            }
            Err(error) => return fault(Code::FileMissing, format!("{FILE} cannot be read: {error}")),
        };
        match String::from_utf8(bytes) {
            Ok(text) => {
                let source = SourceFile::new(FILE, text);
                let (settings, faults) = Self::parse(&source.text);
                Found { settings, faults, source }
            }
            Err(_) => fault(Code::NotText, format!("{FILE} is not text")),
        }
    }

    /// Saves the settings. In a file that is there only the values that changed are written, so that its comments and
    /// order stay.
    ///
    /// # Errors
    /// The file has a mistake in it that would be lost, or cannot be written; it is as it was.
    pub fn save(&self, folder: &Path) -> Result<(), Unsaved> {
        let path = path(folder);
        let text = if std::fs::symlink_metadata(&path).is_ok() {
            let found = Self::load(folder);
            if let Some(fault) = found.faults.first() {
                return Err(Unsaved::Faulty(found.source.place(fault.span.start as usize).line));
            }
            edit::amend(&found.source.text, &found.settings, self)
        } else {
            edit::fresh(self)
        };
        let disk = |error: io::Error| Unsaved::Disk(error.to_string());
        super::folder::make(folder).map_err(disk)?;
        disk::sweep(folder, 0);
        disk::replace(&path, &text, None, 0, Fuse(None)).map_err(disk)?;
        Ok(())
    }
}

/// Where the settings of a profile's folder are.
pub fn path(folder: &Path) -> PathBuf {
    folder.join(FILE)
}
