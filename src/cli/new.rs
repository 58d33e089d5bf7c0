//! `krivitsky new`: a story to begin with.

use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, bail};

use super::shown;
use crate::diagnostic::typed;
use crate::store::{NotBegun, begin};

/// Writes a small story into `dir` and says what to do next.
///
/// # Errors
/// The folder is not empty, or cannot be written, or the output not.
pub fn run(dir: &Path) -> anyhow::Result<u8> {
    let name = shown(dir);
    match begin(dir) {
        Ok(()) => {}
        Err(NotBegun::Full) => bail!("{name} is not empty; nothing was written. Name a folder that is not there yet"),
        Err(NotBegun::File) => bail!("{name} is a file; nothing was written. Name a folder that is not there yet"),
        Err(NotBegun::Unwritten(error)) => {
            return Err(error).with_context(|| format!("no story could be written into {name}"));
        }
    }
    let mut out = io::stdout().lock();
    writeln!(out, "There is a small whole story now; {name}/README.md says what is in it.")?;
    let typed = typed(&name);
    writeln!(out, "`krivitsky --story {typed}` plays it, `krivitsky check {typed}` looks for faults.")?;
    out.flush()?;
    Ok(0)
}
