//! `krivitsky check`: every fault of a story, at its place, and what the story comes to.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use clap::Args;

use super::{CheckFormat, FAULTS, explain, files};
use crate::diagnostic::{Code, Diagnostic, MAX_SHOWN, Severity, SourceFile, any_error};
use crate::diagnostic::{to_json, to_short, to_text};
use crate::lint::{self, Look, Size, look};

/// How a story is looked at, and what is printed of it.
#[derive(Debug, Clone, Args)]
pub struct Checking {
    /// Fail on warnings too
    #[arg(long)]
    strict: bool,
    /// List hints, which are otherwise only counted
    #[arg(long)]
    hints: bool,
    /// Say what a check looks for, why, and how it is mended; `all` lists the checks
    #[arg(long, value_name = "CODE", conflicts_with_all = ["dir", "strict", "hints", "format"])]
    pub explain: Option<String>,
    /// How to print the faults
    #[arg(long, value_enum, default_value = "text")]
    format: CheckFormat,
}

/// Prints the faults of the story in `dir`, or of the one inside the program, and as text what the story comes to.
///
/// # Errors
/// The folder cannot be read, or the output not written.
pub fn run(dir: Option<&Path>, how: &Checking) -> anyhow::Result<u8> {
    if let Some(code) = &how.explain {
        return explain::run(code);
    }
    let (files, unread) = files(dir)?;
    let Look { size, mut faults, allowed } = look(&files, unread);
    let failed = any_error(&faults) || (how.strict && faults.iter().any(|fault| fault.severity() == Severity::Warning));
    let hints = faults.iter().filter(|fault| fault.severity() == Severity::Hint).count();
    if !how.hints {
        faults.retain(|fault| fault.severity() != Severity::Hint);
    }
    let root = dir.map_or("story".into(), super::shown);
    let mut out = io::stdout().lock();
    match how.format {
        CheckFormat::Json => writeln!(out, "{}", to_json(&files, &faults, &root))?,
        CheckFormat::Short => write!(out, "{}", to_short(&files, &faults, &root))?,
        CheckFormat::Text => {
            let (listed, unlisted) = listed(&faults);
            write!(out, "{}", to_text(&files, &listed, &root, is_coloured()))?;
            let hints = if how.hints { 0 } else { hints };
            write!(out, "{}", summary(&files, &faults, size, Beside { unlisted, hints, allowed }))?;
        }
    }
    out.flush()?;
    Ok(if failed { FAULTS } else { 0 })
}

/// Whether what is printed may have colours: a person looks at it, and has not said otherwise.
pub fn is_coloured() -> bool {
    io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// The faults that people are shown, at most `MAX_SHOWN` of a file, and how many there are beside them.
fn listed(faults: &[Diagnostic]) -> (Vec<Diagnostic>, usize) {
    let mut counts = BTreeMap::new();
    let mut room = |fault: &&Diagnostic| {
        let count = counts.entry(fault.span.file).or_insert(0);
        *count += 1;
        *count <= MAX_SHOWN || fault.severity() == Severity::Error || fault.code == Code::MoreFaults
    };
    let listed: Vec<_> = faults.iter().filter(|fault| room(fault)).cloned().collect();
    let unlisted = faults.len() - listed.len();
    (listed, unlisted)
}

/// What is counted and not listed.
struct Beside {
    /// Faults beyond those that a file shows.
    unlisted: usize,
    /// Hints.
    hints: usize,
    /// Faults that the author allows.
    allowed: usize,
}

/// What stands below the faults: what the story comes to, how often each fault was found, and how many in all.
fn summary(files: &[SourceFile], faults: &[Diagnostic], size: Option<Size>, beside: Beside) -> String {
    let mut text = size.map(|size| size.sentence() + "\n").unwrap_or_default();
    if size.is_some_and(|size| size.passages > lint::MOST_PROVED) {
        let most = lint::grouped(lint::MOST_PROVED);
        text += &format!(
            "of more than {most} passages only where choices lead was followed, not what conditions rule out\n"
        );
    }
    let told = || faults.iter().filter(|fault| fault.code != Code::MoreFaults);
    let mut codes: BTreeMap<&str, (usize, Code)> = BTreeMap::new();
    told().for_each(|fault| codes.entry(fault.code.number()).or_insert((0, fault.code)).0 += 1);
    // Of one fault all has been said.
    if told().count() > 1 {
        let width = codes.values().map(|(n, _)| lint::grouped(*n).len()).max().unwrap_or(0);
        for (number, (n, code)) in codes {
            text += &format!("{:>width$}  {number}  {}\n", lint::grouped(n), code.summary());
        }
    }
    if let Some(fault) = told().next() {
        text += &format!("`krivitsky check --explain {}` says more\n", fault.code);
    }
    let kinds = [Severity::Error, Severity::Warning, Severity::Hint].map(|weight| {
        let n = told().filter(|fault| fault.severity() == weight).count();
        (n > 0).then(|| lint::counted(n, weight.word()))
    });
    let mut line = kinds.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let places: BTreeSet<_> =
        told().map(|fault| fault.span.file).filter(|id| usize::from(id.0) < files.len()).collect();
    if !places.is_empty() {
        line += &format!(" in {}", lint::counted(places.len(), "file"));
    }
    if beside.unlisted > 0 || told().count() < faults.len() {
        line += ", and more that are not shown";
    }
    if beside.hints > 0 {
        let hints = lint::counted(beside.hints, "hint");
        line += &format!("{}{hints}; `--hints` lists them", if line.is_empty() { "" } else { "; " });
    }
    if beside.allowed > 0 {
        line += &format!("{}{} allowed by the author", if line.is_empty() { "" } else { "; " }, beside.allowed);
    }
    if !line.is_empty() {
        text += &line;
        text.push('\n');
    }
    text
}
