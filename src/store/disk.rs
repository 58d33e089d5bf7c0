//! A file replaced whole or not at all, and a file kept aside under another name.
//!
//! The new text is written beside the old file, made to last, and renamed over it, so that whoever reads sees the old
//! text or the new one. It must not know what is in the files.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::NamedTempFile;

use crate::diagnostic::is_control;
use crate::platform::sync_folder;

/// What the names of half-written files begin and end with.
const BEGIN: &str = ".save-";
const END: &str = ".tmp";

/// A half-written file of another game is left alone until it is this old: that game may be writing it.
const STALE: Duration = Duration::from_secs(60 * 60);

/// Where a write is cut short, as pulling the plug would; tests set it. It counts bytes, then one for each of the
/// operations behind them.
#[derive(Debug, Clone, Copy)]
pub struct Fuse(pub Option<usize>);

impl Fuse {
    /// How many of `wanted` may still be done.
    fn burn(&mut self, wanted: usize) -> usize {
        match &mut self.0 {
            None => wanted,
            Some(left) => {
                let done = wanted.min(*left);
                *left -= done;
                done
            }
        }
    }

    fn step(&mut self) -> io::Result<()> {
        if self.burn(1) == 1 { Ok(()) } else { Err(io::Error::other("cut short")) }
    }
}

/// Replaces `path` by `text`. When `aside` is given, the file that is replaced stays under the first free name made of
/// it and a number: `autosave.kept` gives `autosave.kept-1.ron`. `game` tells the half-written files of two games apart.
///
/// At every moment `path` is the old file or the new one, whole; the old one is gone only when `aside` is `None`.
pub fn replace(path: &Path, text: &str, aside: Option<&str>, game: u32, mut fuse: Fuse) -> io::Result<Option<PathBuf>> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(&format!("{BEGIN}{game}-")).suffix(END).tempfile_in(folder)?;
    file.disable_cleanup(fuse.0.is_some());
    let written = fuse.burn(text.len());
    file.write_all(&text.as_bytes()[..written])?;
    fuse.step()?;
    file.as_file().sync_all()?;
    fuse.step()?;
    let kept = match aside {
        Some(stem) => Some(keep(path, stem, game)?),
        None => None,
    };
    fuse.step()?;
    file.persist(path).map_err(|error| error.error)?;
    fuse.step()?;
    sync_folder(folder)?;
    Ok(kept)
}

/// Gives the file at `path` a second name: of `STEM-1.ron`, `STEM-2.ron` and so on the one behind all that are there. The
/// file also stays where it is, so that there is no moment without it.
pub fn keep(path: &Path, stem: &str, game: u32) -> io::Result<PathBuf> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let last = numbered(folder, stem).last().copied().unwrap_or(0);
    for n in (last.saturating_add(1)..=u32::MAX).chain(1..=last) {
        let aside = folder.join(format!("{stem}-{n}.ron"));
        match second_name(path, &aside, game) {
            Ok(()) => {
                sync_folder(folder)?;
                return Ok(aside);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::StorageFull.into())
}

/// The numbers behind `STEM-` of the files that are there, from the lowest.
fn numbered(folder: &Path, stem: &str) -> Vec<u32> {
    let number = |name: &str| {
        let digits = name.strip_prefix(stem)?.strip_prefix('-')?.strip_suffix(".ron")?;
        let n = digits.parse().ok()?;
        // `007` is none of ours.
        (n > 0 && format!("{n}") == digits).then_some(n)
    };
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut numbers: Vec<u32> = entries.filter_map(|entry| number(entry.ok()?.file_name().to_str()?)).collect();
    numbers.sort_unstable();
    numbers
}

/// Removes of the files `STEM-1.ron`, `STEM-2.ron` and so on all but those with the `most` highest numbers.
pub fn thin_out(folder: &Path, stem: &str, most: usize) {
    let numbers = numbered(folder, stem);
    for n in &numbers[..numbers.len().saturating_sub(most)] {
        // One that cannot be removed is tried again next time.
        let _ = fs::remove_file(folder.join(format!("{stem}-{n}.ron")));
    }
}

/// A hard link; a copy where the file system has none; and what is no file at all is moved.
fn second_name(path: &Path, aside: &Path, game: u32) -> io::Result<()> {
    if fs::symlink_metadata(aside).is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    if fs::metadata(path).is_ok_and(|about| about.is_dir()) {
        return fs::rename(path, aside);
    }
    match fs::hard_link(path, aside) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => copy(path, aside, game),
        done => done,
    }
}

fn copy(path: &Path, aside: &Path, game: u32) -> io::Result<()> {
    let folder = aside.parent().unwrap_or(Path::new("."));
    let mut copy: NamedTempFile =
        tempfile::Builder::new().prefix(&format!("{BEGIN}{game}-")).suffix(END).tempfile_in(folder)?;
    io::copy(&mut File::open(path)?, &mut copy)?;
    copy.as_file().sync_all()?;
    copy.persist_noclobber(aside).map(drop).map_err(|error| error.error)
}

/// Removes half-written files: those of `game` itself, which is this one, and of others those that are old.
pub fn sweep(folder: &Path, game: u32) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(rest) = name.to_str().and_then(|name| name.strip_prefix(BEGIN)?.strip_suffix(END)) else { continue };
        let own = rest.split_once('-').is_some_and(|(number, _)| number == game.to_string());
        let age = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
        if own || age().is_some_and(|age| age > STALE) {
            // One that cannot be removed is tried again next time.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The bytes of a file, or `None` when there are more than `most`; a file that is not there is an error like others.
pub fn read(path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    // One byte more than is allowed is enough to know that there are too many, however large the file is.
    file.take(most + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}

/// When a file was last changed, and how long it is.
pub fn stamp(path: &Path) -> Option<(SystemTime, u64)> {
    let about = fs::metadata(path).ok()?;
    Some((about.modified().unwrap_or(SystemTime::UNIX_EPOCH), about.len()))
}

/// `text` in one line without control characters, so that nothing a file holds reaches the terminal.
pub fn visible(text: &str) -> String {
    text.chars().take(200).map(|c| if is_control(c) { '?' } else { c }).collect()
}
