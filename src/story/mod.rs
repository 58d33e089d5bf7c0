//! A story: its format as authors write it, and the indexed form in which it is run.
//!
//! `parse` is the door: files in, a `Story` and every fault out. The raw types (`raw`) are the format; the model
//! (`model`) is what the engine and the renderers hold. This layer must not know about playthroughs, files on disk or
//! terminals.

mod draft;
mod expr;
mod fingerprint;
mod markup;
mod model;
mod preset;
mod quick;
pub mod raw;
mod read;
mod refused;
mod report;
mod resolve;
mod scan;

pub use draft::{Draft, Table, Written};
pub(crate) use markup::{Piece, pieces};
pub use model::*;
pub use preset::{Opening, Preset};
pub use raw::FORMAT;
pub use read::TESTS;
pub use scan::Step as At;
pub(crate) use scan::{entries, slips};

use crate::diagnostic::{self, Diagnostic, SourceFile};

/// The largest file that is read, in bytes.
pub const MAX_FILE: u64 = 16 * 1024 * 1024;

/// Reads a whole story: `story.ron`, `chapters/*.ron` and the tables beside them, named as in the story folder.
///
/// Every fault of every file is found in one pass, in the order of the files. The story is there exactly when no fault
/// is an error.
pub fn parse(files: &[SourceFile]) -> (Option<Story>, Vec<Diagnostic>) {
    let report = report::Report::new(files);
    let story = read::read(&report).and_then(|raw| resolve::resolve(&report, &raw));
    let faults = report.finish();
    let story = story.filter(|_| !diagnostic::any_error(&faults));
    (story, faults)
}

/// The same for those who have more to say about the story: it is kept together with what its author wrote.
pub fn draft(files: &[SourceFile]) -> (Option<Draft<'_>>, Vec<Diagnostic>) {
    Draft::read(files)
}

/// FNV-1a, 64 bits (Fowler, Noll, Vo; offset basis and prime as published): a number that every machine and every
/// version of this program makes the same way, which `std::hash` does not promise.
pub(crate) fn fnv1a(bytes: impl IntoIterator<Item = u8>, seed: u64) -> u64 {
    bytes.into_iter().fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// The number an empty text hashes to.
pub(crate) const FNV_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
