//! What differs between platforms. It must not know what is being stored; nothing else in `store` asks which system
//! this is.

use std::io;
use std::path::Path;

/// Makes the names in a folder last: after a rename the folder itself has to reach the disk.
#[cfg(unix)]
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    match std::fs::File::open(folder)?.sync_all() {
        // Some file systems cannot do this for a folder; there the rename is as lasting as they make it.
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        done => done,
    }
}

/// Elsewhere a folder cannot be opened as a file, and the system writes renames out by itself.
#[cfg(not(unix))]
pub fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
