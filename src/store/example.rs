//! The examples inside the program: for each fault a page that explains it, and a small story with the fault and without.
//!
//! They come from `assets/faults`. It must not know what is found in them.

use std::collections::BTreeMap;

use super::content;
use crate::diagnostic::{Code, Diagnostic, SourceFile};

/// The story that all examples are made from.
const BASE: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/base.rs"));

/// A file of an example: its name, how many bytes of the file of that name in `BASE` stand at its head and at its end,
/// and what stands between.
type Changed = (&'static str, usize, usize, &'static [u8]);

/// Number, page, faulty files, mended files; in the order of the numbers.
const EXAMPLES: &[(&str, &str, &[Changed], &[Changed])] = include!(concat!(env!("OUT_DIR"), "/faults.rs"));

/// What explains a fault.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// What it is, why it matters, and perhaps more: paragraphs with blank lines between them.
    pub about: &'static str,
    faulty: &'static [Changed],
    mended: &'static [Changed],
}

/// What explains `code`.
pub fn example(code: Code) -> Option<Example> {
    let (_, about, faulty, mended) = EXAMPLES.iter().find(|(number, ..)| *number == code.number())?;
    Some(Example { about, faulty, mended })
}

impl Example {
    /// Whether there is a story that shows it. Of a few faults it would be too large.
    pub fn is_shown(&self) -> bool {
        !self.faulty.is_empty()
    }

    /// The small story with the fault, and what is to be said of files that could not be used.
    pub fn faulty(&self) -> (Vec<SourceFile>, Vec<Diagnostic>) {
        story(self.faulty)
    }

    /// The same story, mended.
    pub fn mended(&self) -> (Vec<SourceFile>, Vec<Diagnostic>) {
        story(self.mended)
    }
}

fn story(changed: &[Changed]) -> (Vec<SourceFile>, Vec<Diagnostic>) {
    let base: BTreeMap<&str, &str> = BASE.iter().copied().collect();
    let mut files: BTreeMap<&str, Vec<u8>> =
        base.iter().map(|(name, text)| (*name, text.as_bytes().to_vec())).collect();
    for (name, head, end, between) in changed {
        let old = base.get(name).map_or(&[][..], |text| text.as_bytes());
        files.insert(*name, [&old[..*head], between, &old[old.len() - end..]].concat());
    }
    content::from_bytes(files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)))
}
