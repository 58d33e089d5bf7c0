//! `krivitsky check`: every fault of a story, at its place.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use super::{CheckFormat, FAULTS, files};
use crate::diagnostic::{self, Severity, any_error, to_json, to_text};
use crate::story::parse;

/// Prints the faults of the story in `dir`, or of the one inside the program. A sound story prints nothing.
///
/// # Errors
/// The folder cannot be read, or the output not written.
pub fn run(dir: Option<&Path>, format: CheckFormat) -> anyhow::Result<u8> {
    let (files, mut faults) = files(dir)?;
    let unread = !faults.is_empty();
    let (_, more) = parse(&files);
    // A file that could not be read took part empty; what is said of names it would have held is not the reader's fault.
    if !unread {
        faults.extend(more);
    }
    diagnostic::sort(&mut faults);
    let root = dir.map_or("story".into(), |dir| dir.display().to_string());
    let mut out = io::stdout().lock();
    if format == CheckFormat::Json {
        writeln!(out, "{}", to_json(&files, &faults, &root))?;
    } else if !faults.is_empty() {
        let colour = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        write!(out, "{}", to_text(&files, &faults, &root, colour))?;
        let count = |weight| faults.iter().filter(|fault| fault.severity() == weight).count();
        writeln!(out, "{} to mend, {} to look at", count(Severity::Error), count(Severity::Warning))?;
    }
    out.flush()?;
    Ok(if any_error(&faults) { FAULTS } else { 0 })
}
