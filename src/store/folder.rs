//! Where things are kept: the platform's data folder or the one the player named, and the profile in it.
//!
//! It must not know what is kept there.

use std::io;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use crate::platform::sync_folder;
use crate::words::Words;

/// The name of our folder in the platform's data folder.
const APP: &str = "krivitsky";

/// The longest name of a profile.
const LONGEST: usize = 40;

/// The folder of a profile, made if need be: `data`, or the platform's own; in it `profiles/NAME` when one is named.
///
/// # Errors
/// The profile's name has other signs than letters, digits, `-` and `_`, or the folder cannot be found or made.
pub fn profile_folder(data: Option<&Path>, profile: Option<&str>) -> io::Result<PathBuf> {
    let folder = profile_path(data, profile)?;
    make(&folder)?;
    Ok(folder)
}

/// Where the folder of a profile is or would be; nothing is made.
///
/// # Errors
/// As for `profile_folder`, but for the making.
pub fn profile_path(data: Option<&Path>, profile: Option<&str>) -> io::Result<PathBuf> {
    let words = Words::english();
    let mut folder = match data {
        Some(data) => data.to_owned(),
        None => etcetera::choose_base_strategy()
            .map(|base| base.data_dir().join(APP))
            .map_err(|_| io::Error::new(io::ErrorKind::NotFound, words.get("save.no-folder").to_owned()))?,
    };
    if let Some(name) = profile {
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        if name.is_empty() || name.chars().count() > LONGEST || !name.chars().all(plain) {
            let shown = super::disk::visible(name);
            let said = words.fill("save.profile", &[("name", &shown), ("longest", &LONGEST.to_string())]);
            return Err(io::Error::new(io::ErrorKind::InvalidInput, said));
        }
        folder = folder.join("profiles").join(name);
    }
    Ok(folder)
}

/// Makes a folder and all above it, lastingly.
pub(super) fn make(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(above) = folder.parent().filter(|above| !above.as_os_str().is_empty()) {
        make(above)?;
    }
    match std::fs::create_dir(folder) {
        Err(_) if folder.is_dir() => {}
        done => done.map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", folder.display())))?,
    }
    // A folder that is lost with the power is made again; what is in it says so itself when it cannot be written.
    let _ = folder.parent().map(sync_folder);
    Ok(())
}
