//! The name a player gives a save, and the name of its file: any name, any file system, nothing lost between the two.
//!
//! It must not know what is in the file.

use std::fmt::Write as _;

use crate::diagnostic::is_control;
use crate::words::Words;

/// The longest name, in characters.
const LONGEST: usize = 60;

/// The longest file name, in bytes, so that room is left for what is put behind it.
const LONGEST_FILE: usize = 200;

/// A name that a save can have.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

/// Why a save cannot have a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadName {
    /// Nothing was typed.
    Empty,
    /// A control character, or one that turns the direction of writing.
    Control,
    /// `/` or `\`.
    Path,
    /// More than 60 characters.
    Long,
    /// Another save has this name but for its capitals; that save's name.
    Taken(String),
}

impl BadName {
    /// One sentence for the player.
    pub fn sentence(&self, words: &Words) -> String {
        match self {
            Self::Empty => words.get("save.name-empty").to_owned(),
            Self::Control => words.get("save.name-control").to_owned(),
            Self::Path => words.get("save.name-path").to_owned(),
            Self::Long => words.fill("save.name-long", &[("longest", &LONGEST.to_string())]),
            Self::Taken(name) => words.fill("save.name-taken", &[("name", name)]),
        }
    }
}

impl Name {
    /// The name a player typed; white space around it does not count.
    ///
    /// # Errors
    /// It cannot be one, and why.
    pub fn new(typed: &str) -> Result<Self, BadName> {
        let name = typed.trim();
        if name.is_empty() {
            return Err(BadName::Empty);
        }
        if name.contains(is_control) {
            return Err(BadName::Control);
        }
        if name.contains(['/', '\\']) {
            return Err(BadName::Path);
        }
        if name.chars().count() > LONGEST || encode(name).len() > LONGEST_FILE {
            return Err(BadName::Long);
        }
        Ok(Self(name.to_owned()))
    }

    /// The name as it was typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of the file, without its ending.
    pub(super) fn stem(&self) -> String {
        encode(&self.0)
    }

    /// The name whose file is called `stem`; `None` when no name's file is.
    pub(super) fn of_stem(stem: &str) -> Option<Self> {
        let name = Self::new(&decode(stem)?).ok()?;
        (name.stem() == stem).then_some(name)
    }
}

/// What file systems that do not tell capitals apart make of a name.
pub(super) fn folded(name: &str) -> String {
    name.chars().flat_map(char::to_lowercase).collect()
}

/// Names that a device has on some systems, whatever stands behind the first dot.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul", "com", "lpt", "conin$", "conout$"];

/// `name` with what some file system refuses written `%2e`. A dot is written so too: what stands behind a dot in the name
/// of a save's file is ours.
pub(super) fn encode(name: &str) -> String {
    let bare = folded(name);
    let device = DEVICES.contains(&bare.trim_end_matches(|c: char| c.is_numeric() || matches!(c, '¹' | '²' | '³')));
    let mut out = String::with_capacity(name.len());
    for (n, c) in name.chars().enumerate() {
        let refused = matches!(c, '.' | '%' | '<' | '>' | ':' | '"' | '|' | '?' | '*' | '/' | '\\') || is_control(c);
        if refused || (device && n == 0) {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                // Writing to a string cannot fail.
                let _ = write!(out, "%{byte:02x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

fn decode(stem: &str) -> Option<String> {
    let mut parts = stem.split('%');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(part.get(..2)?, 16).ok()?);
        bytes.extend(part.get(2..)?.bytes());
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_and_its_file_are_two_forms_of_one() {
        for name in ["before the café", "Ночь", "夜の部屋", "ch. 3: 100%", "CON", "com7", "..", "🚂", "a\u{301}"]
        {
            let name = Name::new(name).unwrap();
            let stem = name.stem();
            assert!(!stem.contains(['.', ':']) && !stem.eq_ignore_ascii_case("con"), "{stem}");
            assert_eq!(Name::of_stem(&stem), Some(name));
        }
        assert_eq!(Name::of_stem("anna.v2"), None, "a file put there by hand is not one of ours");
        assert_eq!(Name::of_stem("100%"), None);
    }

    #[test]
    fn a_bad_name_is_said_to_be_one() {
        let words = Words::english();
        for (name, why) in [
            ("  ", BadName::Empty),
            ("a\u{1b}[2J", BadName::Control),
            ("a\u{202e}b", BadName::Control),
            ("../x", BadName::Path),
            ("a\\b", BadName::Path),
            (&"x".repeat(61), BadName::Long),
            (&"🚂".repeat(60), BadName::Long),
        ] {
            assert_eq!(Name::new(name), Err(why.clone()));
            assert!(why.sentence(&words).ends_with('.'), "{}", why.sentence(&words));
        }
        assert!(Name::new(&"é".repeat(60)).is_ok());
    }
}
