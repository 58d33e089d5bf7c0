//! Files that authors' tools read and write where they are told to: reports, drawings. It must not know what they hold.

use std::fs;
use std::io;
use std::path::Path;

use super::disk;

/// The longest report that is read, in bytes.
const MOST: u64 = 256 * 1024 * 1024;

/// The text of a file.
///
/// # Errors
/// It cannot be read, is larger than any report, or is not text.
pub fn read_text(path: &Path) -> io::Result<String> {
    let bytes = disk::read(path, MOST)?.ok_or_else(|| io::Error::other("it is too large"))?;
    String::from_utf8(bytes).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not text"))
}

/// Writes a text to a file, in place of what was there.
///
/// # Errors
/// It cannot be written.
pub fn write_text(path: &Path, text: &str) -> io::Result<()> {
    fs::write(path, text)
}

/// Makes a folder, and those it lies in, where they are not there yet.
///
/// # Errors
/// It cannot be made.
pub fn make_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}
