//! A trial of the tools themselves: faults of one token are planted in a story's text, one at a time, and it is seen
//! which of them the tools find.
//!
//! A fault that changes nothing of what anybody is shown is counted apart: there is nothing to be found. The trial must
//! not know any single check.

mod judge;
mod plant;
mod shown;
mod token;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::thread;

pub use judge::{Finding, Near, Tool};
pub use plant::Fault;

use crate::diagnostic::SourceFile;
use crate::diagnostic::any_error;
use crate::engine::below;
use crate::engine::stream;
use crate::explore::survey::Scope;
use crate::story::Story;
use crate::story::draft;
use judge::Sound;
use plant::Spot;
use plant::spots;
use shown::Reader;

/// How a trial is made.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// How many faults are planted.
    pub faults: usize,
    /// Where the chance comes from that picks them.
    pub seed: u64,
    /// In how many runs at random it is looked for what a fault changes.
    pub runs: u64,
    /// Threads; at least one.
    pub threads: usize,
    /// How `explore` is asked.
    pub scope: Scope,
}

/// What became of one fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// The fault.
    pub fault: Fault,
    /// The file and the line in which it was planted: `chapters/one.ron:12`.
    pub place: String,
    /// Whether it can be seen: the story cannot be played any more, or some run shows something else.
    pub seen: bool,
    /// The nearest finding.
    pub finding: Option<Finding>,
}

/// What became of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// Each fault, in the order in which they were picked.
    pub tried: Vec<Tried>,
}

impl Trial {
    /// Plants faults in a story and asks all tools about each. `files` hold the story tests too. None when the story is
    /// not sound. `progress` is told how many are done.
    pub fn make(files: &[SourceFile], plan: Plan, progress: &(dyn Fn(usize, usize) + Sync)) -> Option<Self> {
        let (draft, said) = draft(files);
        let draft = draft.filter(|_| !any_error(&said))?;
        let picked = picked(spots(&draft), plan);
        let mut reader = Reader::new(&draft.story);
        let runs: Vec<u64> = (0..plan.runs).map(|seed| reader.run(seed)).collect();
        let sound = Sound::new(files, &draft, Scope { threads: 1, ..plan.scope });
        let next = AtomicUsize::new(0);
        let tried: Mutex<Vec<(usize, Tried)>> = Mutex::new(Vec::new());
        thread::scope(|scope| {
            for _ in 0..plan.threads.max(1) {
                scope.spawn(|| {
                    loop {
                        let n = next.fetch_add(1, Ordering::Relaxed);
                        let Some(fault) = picked.get(n) else { break };
                        let one = tried_with(&sound, fault, &runs);
                        if let Ok(mut tried) = tried.lock() {
                            tried.push((n, one));
                            progress(tried.len(), picked.len());
                        }
                    }
                });
            }
        });
        let mut tried = tried.into_inner().unwrap_or_default();
        tried.sort_by_key(|(n, _)| *n);
        Some(Self { tried: tried.into_iter().map(|(_, one)| one).collect() })
    }

    /// The faults that can be seen.
    pub fn seen(&self) -> impl Iterator<Item = &Tried> {
        self.tried.iter().filter(|one| one.seen)
    }

    /// How many of the faults that can be seen were found so near or nearer.
    pub fn found(&self, near: Near) -> usize {
        self.seen().filter(|one| one.finding.as_ref().is_some_and(|finding| finding.near >= near)).count()
    }

    /// The report, as text.
    pub fn written(&self) -> String {
        let mut text = String::new();
        let all = self.seen().count();
        let share = |part: usize| (part * 1000 + all / 2).checked_div(all).unwrap_or(1000);
        let mut line = |words: &str, count: usize| {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{count:6}  {words}, {}.{} of 100", share(count) / 10, share(count) % 10);
        };
        line("can be seen: the story cannot be played, or some run shows something else", all);
        line("of these were found", self.found(Near::Elsewhere));
        line("were found and what is said leads to the row, or to a name in it", self.found(Near::Name));
        line("were found in the very row, or on its passage", self.found(Near::Row));
        for (tool, words) in
            [(Tool::Check, "were found best by check"), (Tool::Test, "by a story test"), (Tool::Explore, "by explore")]
        {
            let own = self.seen().filter(|one| one.finding.as_ref().is_some_and(|finding| finding.tool == tool));
            line(words, own.count());
        }
        let idle = self.tried.iter().filter(|one| !one.seen);
        let told = idle.clone().filter(|one| one.finding.is_some()).count();
        let _ = writeln!(
            text,
            "{:6}  change nothing that anybody is shown; {told} of them are told of all the same",
            idle.count()
        );
        for (title, near) in [("Missed", None), ("Found, and not led to", Some(Near::Elsewhere))] {
            let list: Vec<&Tried> =
                self.seen().filter(|one| one.finding.as_ref().map(|finding| finding.near) == near).collect();
            if !list.is_empty() {
                let _ = writeln!(text, "\n{title}:");
            }
            for one in list {
                let passage = one.fault.passage.as_deref().map_or(String::new(), |id| format!(" in `{id}`"));
                let says = one.finding.as_ref().map_or(String::new(), |finding| format!("; {}", finding.words));
                let _ = writeln!(text, "  {}: {}{passage}{says}", one.place, one.fault.what);
            }
        }
        text
    }
}

/// Faults picked by chance: a text first, then one of its faults, none twice.
fn picked(spots: Vec<Spot>, plan: Plan) -> Vec<Fault> {
    let mut luck = stream(plan.seed, 0, 0, 0, 0);
    let mut used: BTreeSet<(usize, usize)> = BTreeSet::new();
    let all: usize = spots.iter().map(Vec::len).sum();
    let mut picked = Vec::new();
    while picked.len() < plan.faults.min(all) {
        let spot = below(&mut luck, spots.len() as u64) as usize;
        let fault = below(&mut luck, spots[spot].len() as u64) as usize;
        if used.insert((spot, fault)) {
            picked.push(spots[spot][fault].clone());
        }
    }
    picked
}

fn tried_with(sound: &Sound<'_>, fault: &Fault, runs: &[u64]) -> Tried {
    let mut files = sound.files.to_vec();
    let file = &mut files[fault.file];
    let place = format!("{}:{}", file.name, file.place(fault.at.start).line);
    file.text.replace_range(fault.at.clone(), &fault.with);
    let finding = sound.judge(&files, fault);
    let seen = draft(&files).0.is_none_or(|draft| differs(&draft.story, runs));
    Tried { fault: fault.clone(), place, seen, finding }
}

/// Whether any run at random shows something else.
fn differs(story: &Story, runs: &[u64]) -> bool {
    let mut reader = Reader::new(story);
    runs.iter().enumerate().any(|(seed, run)| reader.run(seed as u64) != *run)
}
