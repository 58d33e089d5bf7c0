//! `krivitsky check`: every fault of a story, at its place.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use super::{CheckFormat, FAULTS, files};
use crate::diagnostic::{self, Code, Diagnostic, Severity, SourceFile, any_error, to_json, to_text};
use crate::story::parse;

/// Prints the faults of the story in `dir`, or of the one inside the program. A sound story prints nothing.
///
/// # Errors
/// The folder cannot be read, or the output not written.
pub fn run(dir: Option<&Path>, format: CheckFormat) -> anyhow::Result<u8> {
    let (files, mut faults) = files(dir)?;
    let (_, more) = parse(&files);
    faults.extend(more);
    diagnostic::sort(&mut faults);
    let root = dir.map_or("story".into(), super::shown);
    let mut out = io::stdout().lock();
    if format == CheckFormat::Json {
        writeln!(out, "{}", to_json(&files, &faults, &root))?;
    } else if !faults.is_empty() {
        let colour = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        write!(out, "{}", to_text(&files, &faults, &root, colour))?;
        writeln!(out, "{}", summary(&files, &faults))?;
    }
    out.flush()?;
    Ok(if any_error(&faults) { FAULTS } else { 0 })
}

/// The last line: how much was found, in how many files.
fn summary(files: &[SourceFile], faults: &[Diagnostic]) -> String {
    let counted = |n: usize, word: &str| match n {
        1 => format!("1 {word}"),
        n => format!("{n} {word}s"),
    };
    let shown = || faults.iter().filter(|fault| fault.code != Code::MoreFaults);
    let kinds = [Severity::Error, Severity::Warning, Severity::Hint].map(|weight| {
        let n = shown().filter(|fault| fault.severity() == weight).count();
        (n > 0).then(|| counted(n, weight.word()))
    });
    let mut line = kinds.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let places: BTreeSet<_> =
        shown().map(|fault| fault.span.file).filter(|id| usize::from(id.0) < files.len()).collect();
    if !places.is_empty() {
        line = format!("{line} in {}", counted(places.len(), "file"));
    }
    if shown().count() < faults.len() {
        line.push_str(", and more that are not shown");
    }
    line
}
