//! The report: all that exploring found, in names and numbers, to be read as text, Markdown or JSON.
//!
//! `Report` is the one value; `text` sets it for a terminal of eighty columns or as Markdown, and `serde` writes it as
//! JSON. It must not know about files or screens.

mod gather;
mod set;
mod sheet;

use std::collections::BTreeMap;

use serde::Serialize;

use super::run::Run;
use super::spread::Spread;
use crate::diagnostic::typed;
use crate::engine::Fate;
use crate::story::Story;

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For a terminal, eighty columns wide.
    Text,
    /// Markdown.
    Markdown,
}

/// A thing and how often it was met.
#[derive(Debug, Clone, Serialize)]
pub struct Count {
    /// Its name.
    pub name: String,
    /// How often.
    pub count: u64,
}

/// How numbers are spread.
#[derive(Debug, Clone, Serialize)]
pub struct Range {
    /// The least.
    pub least: u32,
    /// One in ten is at most so much.
    pub tenth: u32,
    /// Half are at most so much.
    pub median: u32,
    /// The mean, rounded.
    pub mean: u32,
    /// Nine in ten are at most so much.
    pub ninetieth: u32,
    /// The most.
    pub most: u32,
}

impl Range {
    fn of(spread: &Spread) -> Self {
        Self {
            least: spread.least(),
            tenth: spread.percentile(10),
            median: spread.percentile(50),
            mean: spread.mean(),
            ninetieth: spread.percentile(90),
            most: spread.most(),
        }
    }
}

/// A run by names.
#[derive(Debug, Clone, Serialize)]
pub struct Route {
    /// A seed under which every chance in it comes out so; none if none was found.
    pub seed: Option<u64>,
    /// Its choices: `passage.choice`.
    pub choices: Vec<String>,
}

impl Route {
    /// A run with a seed of which it is known that it plays.
    pub fn with_seed(story: &Story, run: &Run, seed: u64) -> Self {
        Self { seed: Some(seed), choices: run.steps.iter().map(|(choice, _)| story.choice_path(*choice)).collect() }
    }

    /// A run, for which a seed is looked for. One without chances plays with any.
    pub fn of(story: &Story, run: &Run) -> Self {
        let chance = run.steps.iter().any(|(_, fate)| *fate != Fate::Drawn);
        let seed = if chance { run.seed(story) } else { Some(0) };
        Self { seed, ..Self::with_seed(story, run, 0) }
    }

    /// What `krivitsky play --replay` takes: a seed and the choices.
    pub fn line(&self) -> String {
        let seed = self.seed.map(|seed| format!("seed={seed}"));
        seed.into_iter().chain(self.choices.iter().cloned()).collect::<Vec<_>>().join(" ")
    }
}

/// The command that plays a run, up to the run. `place` is the story's folder as `--story` takes it; none for the story
/// inside the program.
pub fn replay(place: Option<&str>) -> String {
    let story = place.map(|place| format!(" --story {}", typed(place))).unwrap_or_default();
    format!("krivitsky play{story} --replay")
}

/// An assertion and what became of it.
#[derive(Debug, Clone, Serialize)]
pub struct Asserted {
    /// Its name.
    pub id: String,
    /// The claim.
    pub that: String,
    /// Why it must be so.
    pub why: Option<String>,
    /// `holds` in every playthrough there is, `held` in all that were played, `not shown` by what was played, or `fails`.
    pub outcome: &'static str,
    /// In how many walks it was broken, or what it calls reachable was met.
    pub walks: u64,
    /// The measured share in tenths of a percent, where it claims one.
    pub share_per_mille: Option<u32>,
    /// The shortest run that shows it.
    pub run: Option<Route>,
}

/// An ending and how it was met.
#[derive(Debug, Clone, Serialize)]
pub struct Ended {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Walks at random that came to it.
    pub walks: u64,
    /// The same in tenths of a percent of all.
    pub per_mille: u32,
    /// Walks of each other policy that came to it.
    pub policies: BTreeMap<String, u64>,
    /// The shortest run to it that was met.
    pub run: Option<Route>,
}

/// How much of something was met.
#[derive(Debug, Clone, Serialize)]
pub struct Covered {
    /// What.
    pub what: &'static str,
    /// How many were met.
    pub met: usize,
    /// How many there are.
    pub all: usize,
    /// The names of those that were not.
    pub missing: Vec<String>,
}

/// What the search found.
#[derive(Debug, Clone, Serialize)]
pub struct Searched {
    /// Whether everything that can happen was seen.
    pub exhaustive: bool,
    /// What ended it before that.
    pub cut: Option<&'static str>,
    /// States met, in all searches together.
    pub states: usize,
    /// Turns taken.
    pub turns: u64,
    /// The most choices by which the shortest run to a state is long.
    pub depth: usize,
    /// How many searches it took.
    pub searches: usize,
    /// Passages reached.
    pub passages: usize,
    /// Choices taken.
    pub choices: usize,
}

/// How much is known of things of one kind.
#[derive(Debug, Clone, Serialize)]
pub struct Known {
    /// What they are.
    pub what: &'static str,
    /// How many somebody came to.
    pub reached: usize,
    /// How many nobody can come to.
    pub impossible: usize,
    /// Of how many neither is known.
    pub unknown: usize,
}

/// An answer to a condition that nobody came to.
#[derive(Debug, Clone, Serialize)]
pub struct OneWay {
    /// Where it stands.
    pub site: String,
    /// The answer.
    pub answer: bool,
    /// `impossible` or `unknown`.
    pub standing: &'static str,
    /// Why it is impossible, where there is a proof.
    pub reason: Option<String>,
}

/// A passage and how it was met.
#[derive(Debug, Clone, Serialize)]
pub struct PassageRow {
    /// Its id.
    pub id: String,
    /// Whether anything came to it.
    pub reached: bool,
    /// `reached`, `impossible` or `unknown`.
    pub standing: &'static str,
    /// Why it is impossible, where there is a proof.
    pub reason: Option<String>,
    /// Walks at random that came to it.
    pub walks: u64,
}

/// A choice and how it was met.
#[derive(Debug, Clone, Serialize)]
pub struct ChoiceRow {
    /// Its name: `passage.choice`.
    pub id: String,
    /// Whether anything took it.
    pub reached: bool,
    /// `reached`, `impossible` or `unknown`.
    pub standing: &'static str,
    /// Why it is impossible, where there is a proof.
    pub reason: Option<String>,
    /// How often it was open to walks at random.
    pub open: u64,
    /// How often they took it.
    pub taken: u64,
}

/// How a meter stood when a chapter was left.
#[derive(Debug, Clone, Serialize)]
pub struct Stood {
    /// The chapter's title; none for the ending.
    pub chapter: Option<String>,
    /// The meter's word.
    pub meter: String,
    /// Walks at random that left the chapter.
    pub walks: u64,
    /// By band, lowest first.
    pub bands: Vec<Count>,
    /// By value: 0 to 9, 10 to 19, and so on; the last is 90 to 100.
    pub tens: Vec<u64>,
}

/// The walks of one policy.
#[derive(Debug, Clone, Serialize)]
pub struct Played {
    /// Its name.
    pub policy: String,
    /// How many walks.
    pub walks: u64,
    /// The endings they met, and how often.
    pub endings: Vec<Count>,
    /// How each meter stood at the end: its word and the median of its values.
    pub meters: Vec<Count>,
    /// How many people of the ledger stood in each state at the end, in tenths of a person, on average.
    pub ledger_tenths: Vec<Count>,
}

/// Which good the best choice for a meter serves.
#[derive(Debug, Clone, Serialize)]
pub struct Best {
    /// The meter's word.
    pub meter: String,
    /// Pages with a decision that were met.
    pub pages: u64,
    /// On how many of them the choice after which the meter stands best mostly serves which good.
    pub goods: Vec<Count>,
    /// On how many several goods are served equally well.
    pub several: u64,
    /// On how many that choice serves none.
    pub none: u64,
}

/// A page and a run to it.
#[derive(Debug, Clone, Serialize)]
pub struct Spot {
    /// How much was measured there; of a fault the choices that lead to it.
    pub length: u32,
    /// The passage.
    pub passage: String,
    /// The run.
    pub run: Route,
}

/// How long walks are.
#[derive(Debug, Clone, Serialize)]
pub struct Lengths {
    /// Words read.
    pub words: Range,
    /// Minutes, at two hundred words a minute.
    pub minutes: Range,
    /// Pages turned.
    pub pages: Range,
    /// Pages on which more than one choice was open.
    pub decisions: Range,
    /// Chances taken.
    pub chances: Range,
    /// Words from one decision to the next.
    pub between: Range,
    /// The most words from one decision to the next.
    pub most_between: Option<Spot>,
    /// The most pages in a row with a single open choice, by walk.
    pub forced: Range,
    /// The longest such stretch.
    pub most_forced: Option<Spot>,
    /// Times that a tell stood on a page with words it had had before in the walk.
    pub tells_repeated: u64,
}

/// What there is to read again.
#[derive(Debug, Clone, Serialize)]
pub struct Again {
    /// Words written in all passages and tells.
    pub written: u32,
    /// Percent of them that a walk at random reads.
    pub read: Range,
    /// Percent of a second walk at random that were not read in the first.
    pub new_words: Range,
    /// The same where the second takes another choice wherever it meets a page of the first.
    pub new_words_contrasting: Range,
}

/// Where choices are read.
#[derive(Debug, Clone, Serialize)]
pub struct Reacted {
    /// How many choices were looked at.
    pub choices: usize,
    /// How many of them were read on the page behind each time.
    pub next: usize,
    /// How many within three pages each time, and not always on the first.
    pub soon: usize,
    /// How many each time, and at least once later than that.
    pub later: usize,
    /// Those that were not read each time.
    pub not_always: Vec<NotRead>,
}

/// A choice that was not read each time.
#[derive(Debug, Clone, Serialize)]
pub struct NotRead {
    /// The choice: `passage.choice`.
    pub choice: String,
    /// Another that reads just so.
    pub beside: String,
    /// How often it was not read.
    pub never: u32,
    /// Of how many times.
    pub looks: u32,
}

/// All that exploring found.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The story's own name.
    pub story: String,
    /// Its title.
    pub title: String,
    /// Its edition.
    pub edition: String,
    /// Its structural fingerprint, sixteen hexadecimal digits.
    pub fingerprint: String,
    /// The first seed.
    pub seed: u64,
    /// Walks at random.
    pub walks: u64,
    /// Walks of all other policies.
    pub other_walks: u64,
    /// Whether it was told to stop before it was done.
    pub stopped: bool,
    /// The search, where there was one.
    pub search: Option<Searched>,
    /// What is known, by kind; empty where nothing was searched.
    pub known: Vec<Known>,
    /// Passages that nobody comes to but by reading the short version of another.
    pub aside: Vec<String>,
    /// Answers to conditions that nobody came to.
    pub one_way: Vec<OneWay>,
    /// Where a player can be stuck, with the shortest run known to it.
    pub dead_ends: Vec<Spot>,
    /// Where somebody who keeps to the record finds only choices that depart, with the shortest run known to it.
    pub only_departures: Vec<Spot>,
    /// Passages of which it is not known whether a player can be stuck there.
    pub unknown_dead_ends: Vec<String>,
    /// Limits of the story's own, in `style.ron`, that were not judged, for too little was walked.
    pub unmeasured: Vec<&'static str>,
    /// The assertions.
    pub assertions: Vec<Asserted>,
    /// The endings, in the author's order.
    pub endings: Vec<Ended>,
    /// What was met of passages, choices and tells.
    pub coverage: Vec<Covered>,
    /// Every passage, in the author's order.
    pub passages: Vec<PassageRow>,
    /// Every choice, in the author's order.
    pub choices: Vec<ChoiceRow>,
    /// Choices that were open and that walks at random never took.
    pub never_taken: Vec<String>,
    /// The meters, chapter by chapter.
    pub meters: Vec<Stood>,
    /// How long walks are.
    pub lengths: Lengths,
    /// Where choices are read.
    pub reactions: Reacted,
    /// What there is to read again.
    pub again: Again,
    /// Which goods the best choices serve.
    pub best: Vec<Best>,
    /// The policies.
    pub policies: Vec<Played>,
}

impl Report {
    /// The report as text or Markdown. `place` is put into the lines that play a run: the story's folder, as `--story`
    /// takes it; none for the story inside the program.
    pub fn written(&self, form: Form, place: Option<&str>) -> String {
        set::set(self, form, place)
    }

    /// The report as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}
