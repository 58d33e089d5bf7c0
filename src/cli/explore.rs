//! `krivitsky explore`: what can happen to a player, found by playing.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::{Args, ValueEnum};

use super::{FAULTS, MISUNDERSTOOD, files, files_with_tests, shown};
use crate::diagnostic::{self, Code, Diagnostic, Severity, SourceFile, any_error, nearest, to_json, to_text};
use crate::explore::fault::faults;
use crate::explore::policy::Policy;
use crate::explore::report::{Form, Report, Route};
use crate::explore::survey::{Progress, Scope, Stage, Survey};
use crate::explore::verdict::verdicts;
use crate::store::{make_folder, write_text};
use crate::story::{Story, draft};
use crate::trial::{Plan, Trial};

/// How a story is explored, and how that is told.
#[derive(Debug, Clone, Args)]
pub struct Exploring {
    /// How many playthroughs at random
    #[arg(long, value_name = "N", default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    runs: u64,
    /// How many states the search may meet; with 0 there is no search
    #[arg(long, value_name = "N", default_value_t = 20_000_000)]
    states: usize,
    /// How many MiB the search may hold
    #[arg(long, value_name = "MB", default_value_t = 1024, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    memory: u64,
    /// Stop after so many seconds; what was found by then is told
    #[arg(long, value_name = "N")]
    seconds: Option<u64>,
    /// Follow this policy only, besides playing at random
    #[arg(long, value_name = "NAME")]
    policy: Option<String>,
    /// How many threads to use; without it, as many as the machine has cores
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Make all chance from this number
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// How to write the report
    #[arg(long, value_enum, default_value = "text")]
    format: ReportFormat,
    /// Fail on warnings too
    #[arg(long)]
    strict: bool,
    /// Plant so many faults of one token in the story's text, one at a time, and tell which of them the tools find: a
    /// measure of the tools and of the story's own tests, not of the story
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=100_000), conflicts_with_all = ["policy", "runs_to", "strict", "seconds"])]
    faults: Option<u64>,
    /// Write the report into this file
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write the runs that were found into this folder, for `play --replay`: to each ending, and to each fault
    #[arg(long, value_name = "DIR")]
    runs_to: Option<PathBuf>,
}

/// How many walks at random explore makes for each planted fault.
const TRIAL_WALKS: u64 = 1_000;

/// How a report is written.
#[derive(Debug, Clone, Copy, ValueEnum, PartialEq, Eq)]
enum ReportFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// For a page
    Markdown,
}

/// Explores the story in `dir`, or the one inside the program, and prints what was found.
///
/// # Errors
/// The folder cannot be read, or the report not written.
pub fn run(dir: Option<&Path>, how: &Exploring) -> anyhow::Result<u8> {
    if let Some(faults) = how.faults {
        return trial(dir, how, faults);
    }
    let (files, mut found) = files(dir)?;
    let root = dir.map_or("story".into(), shown);
    let (draft, more) = draft(&files);
    found.extend(more);
    diagnostic::sort(&mut found);
    let Some(draft) = draft.filter(|_| !any_error(&found)) else {
        write!(io::stderr(), "{}", to_text(&files, &found, &root, false))?;
        writeln!(io::stderr(), "krivitsky: this story cannot be played until that is mended")?;
        return Ok(FAULTS);
    };
    let story = &draft.story;
    let policy = match how.policy.as_deref().map(|name| policy(story, name)).transpose() {
        Ok(policy) => policy,
        Err(why) => {
            writeln!(io::stderr(), "krivitsky: {why}")?;
            return Ok(MISUNDERSTOOD);
        }
    };
    let scope = Scope {
        walks: how.runs,
        seed: how.seed,
        threads: how.threads.map_or_else(|| thread::available_parallelism().map_or(1, usize::from), usize::from),
        policy,
        states: how.states,
        bytes: usize::try_from(how.memory << 20).unwrap_or(usize::MAX),
    };
    let line = Line::new(story.choices.len());
    // The search may take half of the time, so that something is left for walks.
    let deadline = |stage| {
        let seconds = Duration::from_secs(how.seconds?);
        line.began.checked_add(if stage == Stage::Search { seconds / 2 } else { seconds })
    };
    let stop = |stage| deadline(stage).is_some_and(|deadline| Instant::now() >= deadline);
    let survey = Survey::make(story, scope, &stop, &|progress| line.show(progress));
    line.clear();
    let verdicts = verdicts(story, &survey);
    let place = dir.map(shown);
    let mut faults = faults(&draft, &survey, &verdicts, place.as_deref());
    let allowed = diagnostic::sift(&files, &mut faults, Code::is_found_by_playing);
    diagnostic::sort(&mut faults);
    let report = Report::of(story, &survey, &verdicts);
    let text = match how.format {
        ReportFormat::Json => json(&report, &files, &faults, &root),
        ReportFormat::Text => {
            let told = told(&files, &faults, allowed, &root);
            format!("{}\n{told}", report.written(Form::Text, place.as_deref()))
        }
        ReportFormat::Markdown => {
            let report = report.written(Form::Markdown, place.as_deref());
            format!("{report}\n## Faults\n\n```text\n{}```\n", told(&files, &faults, allowed, &root))
        }
    };
    if let Some(folder) = &how.runs_to {
        write_runs(folder, &report).with_context(|| format!("the runs could not be written into {}", shown(folder)))?;
    }
    match &how.out {
        Some(file) => write_text(file, &text).with_context(|| format!("{} could not be written", shown(file)))?,
        None => {
            let mut out = io::stdout().lock();
            out.write_all(text.as_bytes())?;
            out.flush()?;
        }
    }
    let strict = how.strict && faults.iter().any(|fault| fault.severity() == Severity::Warning);
    Ok(if any_error(&faults) || strict { FAULTS } else { 0 })
}

/// Plants faults in the story in `dir`, and prints which of them are found.
fn trial(dir: Option<&Path>, how: &Exploring, faults: u64) -> anyhow::Result<u8> {
    let files = match dir {
        Some(dir) => files_with_tests(dir)?.0,
        None => files(None)?.0,
    };
    let threads = how.threads.map_or_else(|| thread::available_parallelism().map_or(1, usize::from), usize::from);
    let bytes = usize::try_from(how.memory << 20).unwrap_or(usize::MAX);
    let scope = Scope { walks: TRIAL_WALKS, seed: how.seed, threads: 1, policy: None, states: 0, bytes };
    let faults = usize::try_from(faults).unwrap_or(usize::MAX);
    let plan = Plan { faults, seed: how.seed, runs: how.runs, threads, scope };
    let is_terminal = io::stderr().is_terminal();
    let progress = |done: usize, of: usize| {
        if is_terminal {
            // A line of progress that cannot be written is no loss.
            let _ = write!(io::stderr(), "\r{done} of {of} faults");
        }
    };
    let trial = Trial::make(&files, plan, &progress);
    if is_terminal {
        writeln!(io::stderr())?;
    }
    let Some(trial) = trial else {
        let what = "faults are planted in a sound story; `krivitsky check` says what is wrong with this one";
        writeln!(io::stderr(), "krivitsky: {what}")?;
        return Ok(FAULTS);
    };
    let text = trial.written();
    match &how.out {
        Some(file) => write_text(file, &text).with_context(|| format!("{} could not be written", shown(file)))?,
        None => io::stdout().lock().write_all(text.as_bytes())?,
    }
    Ok(0)
}

/// The policy with this name, or a sentence that says there is none.
fn policy(story: &Story, name: &str) -> Result<Policy, String> {
    let all = Policy::all(story);
    if let Some(found) = all.iter().find(|policy| policy.name(story) == name) {
        return Ok(*found);
    }
    let names: Vec<&str> = all.iter().map(|policy| policy.name(story)).collect();
    Err(match nearest(name, names.iter().copied()) {
        Some(meant) => format!("there is no policy `{name}`; did you mean `{meant}`?"),
        None => format!("there is no policy `{name}`; there are {}", names.join(", ")),
    })
}

/// The faults as text, with a line that counts them.
fn told(files: &[SourceFile], faults: &[Diagnostic], allowed: usize, root: &str) -> String {
    let count = |weight: Severity| match faults.iter().filter(|fault| fault.severity() == weight).count() {
        0 => None,
        1 => Some(format!("1 {}", weight.word())),
        n => Some(format!("{n} {}s", weight.word())),
    };
    let mut counts: Vec<String> =
        [Severity::Error, Severity::Warning, Severity::Hint].into_iter().filter_map(count).collect();
    if allowed > 0 {
        counts.push(format!("{allowed} allowed by the author"));
    }
    let last = if counts.is_empty() { "nothing to be said against it".to_owned() } else { counts.join(", ") };
    format!("{}{last}\n", to_text(files, faults, root, false))
}

fn json(report: &Report, files: &[SourceFile], faults: &[Diagnostic], root: &str) -> String {
    let mut value = report.json();
    let faults = serde_json::from_str(&to_json(files, faults, root)).unwrap_or_default();
    if let Some(report) = value.as_object_mut() {
        report.insert("faults".to_owned(), faults);
    }
    format!("{value:#}\n")
}

/// Writes the runs of the report, a file each.
fn write_runs(folder: &Path, report: &Report) -> io::Result<()> {
    make_folder(folder)?;
    let write = |name: &str, what: &str, route: &Route| {
        let seed = route.seed.map(|seed| format!("seed={seed}\n")).unwrap_or_default();
        let text = format!("// {what}\n{seed}{}\n", route.choices.join("\n"));
        write_text(&folder.join(format!("{name}.run")), &text)
    };
    for ending in &report.endings {
        if let Some(run) = &ending.run {
            write(&ending.id, &format!("{}, the shortest way there that was met", ending.title), run)?;
        }
    }
    for asserted in report.assertions.iter().filter(|asserted| asserted.outcome == "fails") {
        if let Some(run) = &asserted.run {
            write(&format!("fails-{}", asserted.id), &format!("{} does not hold", asserted.that), run)?;
        }
    }
    for spot in &report.dead_ends {
        write(&format!("stuck-{}", spot.passage), &format!("No choice is open at {}", spot.passage), &spot.run)?;
    }
    for spot in &report.only_departures {
        let what = format!("Every open choice departs at {}", spot.passage);
        write(&format!("departs-{}", spot.passage), &what, &spot.run)?;
    }
    Ok(())
}

/// The line that says how far it is, on a terminal.
struct Line {
    on: bool,
    began: Instant,
    choices: usize,
    shown: Mutex<Option<Instant>>,
}

impl Line {
    /// How often it changes.
    const BEAT: Duration = Duration::from_millis(100);

    fn new(choices: usize) -> Self {
        Self { on: io::stderr().is_terminal(), began: Instant::now(), choices, shown: Mutex::new(None) }
    }

    fn show(&self, progress: Progress<'_>) {
        let Ok(mut shown) = self.shown.try_lock() else { return };
        let now = Instant::now();
        if !self.on || shown.is_some_and(|then| now - then < Self::BEAT) {
            return;
        }
        *shown = Some(now);
        let seconds = (now - self.began).as_secs();
        let line = match progress {
            Progress::Search(far) => {
                let (answers, all) = far.answers;
                let passages = far.passages.0;
                let bar = bar(answers as u64, all as u64);
                format!(
                    "{bar} search: {} states, {passages} passages, {answers} of {all} answers, {seconds}s",
                    far.states
                )
            }
            Progress::Walks { policy, walks, of, choices } => {
                let (bar, all) = (bar(walks, of), self.choices);
                format!("{bar} {policy}: {walks} of {of} walks, {choices} of {all} choices, {seconds}s")
            }
        };
        // Whether anybody sees it changes nothing.
        let _ = write!(io::stderr(), "\r\x1b[2K{line:.79}");
    }

    fn clear(&self) {
        if self.on {
            let _ = write!(io::stderr(), "\r\x1b[2K");
        }
    }
}

/// How much is done, in twenty marks.
fn bar(part: u64, whole: u64) -> String {
    let filled = usize::try_from(20 * part / whole.max(1)).unwrap_or(0).min(20);
    format!("[{}{}]", "#".repeat(filled), ".".repeat(20 - filled))
}
