//! A story to begin with: a small whole one, written into an empty folder.
//!
//! It is made aside and moved there when all of it is written, so that there is the whole of it or nothing. It must not
//! know what stands in its files.

use std::path::Path;
use std::{fs, io};

/// Its files, put here when the program was built.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/new.rs"));

/// Why there is no story to begin with.
#[derive(Debug)]
pub enum NotBegun {
    /// Something is in the folder already.
    Full,
    /// There is a file of that name.
    File,
    /// It could not be written.
    Unwritten(io::Error),
}

impl From<io::Error> for NotBegun {
    fn from(error: io::Error) -> Self {
        Self::Unwritten(error)
    }
}

/// Writes it into `folder`, which is made, with those it lies in.
///
/// # Errors
/// There is something already, or it cannot be written; then nothing has been.
pub fn begin(folder: &Path) -> Result<(), NotBegun> {
    let there = match fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            Some(_) => return Err(NotBegun::Full),
            None => true,
        },
        Err(_) if folder.exists() => return Err(NotBegun::File),
        Err(_) => false,
    };
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent)?;
    let beside = if there { folder } else { parent };
    let aside = tempfile::Builder::new().prefix(".begun-").tempdir_in(beside)?;
    // One folder deeper, since the other is for nobody but its owner to read.
    let whole = aside.path().join("story");
    for (name, text) in FILES {
        let path = whole.join(name);
        fs::create_dir_all(path.parent().unwrap_or(&whole))?;
        fs::write(path, text)?;
    }
    match there {
        true => move_into(folder, &whole)?,
        false => fs::rename(&whole, folder)?,
    }
    Ok(())
}

/// Moves all that is in `from` into `to`. If one thing cannot be moved, the others are moved back.
fn move_into(to: &Path, from: &Path) -> io::Result<()> {
    let names: Vec<_> = fs::read_dir(from)?.map(|entry| Ok(entry?.file_name())).collect::<io::Result<_>>()?;
    for (n, name) in names.iter().enumerate() {
        if let Err(error) = fs::rename(from.join(name), to.join(name)) {
            for moved in &names[..n] {
                fs::rename(to.join(moved), from.join(moved))?;
            }
            return Err(error);
        }
    }
    Ok(())
}
