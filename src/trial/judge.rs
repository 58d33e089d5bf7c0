//! What the tools say of a story with a fault in it that they did not say before, and whether it leads to the fault.
//!
//! It must not know how the fault was made.

use std::collections::BTreeMap;

use super::plant::Fault;
use super::shown::Reader;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::SourceFile;
use crate::diagnostic::any_error;
use crate::engine;
use crate::engine::Fate;
use crate::explore::fault::faults;
use crate::explore::story_test::story_tests;
use crate::explore::survey::Scope;
use crate::explore::survey::Survey;
use crate::explore::verdict::Outcome;
use crate::explore::verdict::shows;
use crate::explore::verdict::verdicts;
use crate::lint;
use crate::story::Draft;
use crate::story::PassageId;
use crate::story::Story;
use crate::story::draft;
use crate::story::raw::Test;

/// Who found a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tool {
    /// `check`.
    Check,
    /// A story test.
    Test,
    /// `explore`: its assertions, and what it says of itself.
    Explore,
}

/// How near what was said leads to the fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Near {
    /// It is about something else.
    Elsewhere,
    /// It names what the changed token names, or stands where that is asked about.
    Name,
    /// It stands in the row that was changed, or names its passage.
    Row,
}

/// That a fault was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// By whom.
    pub tool: Tool,
    /// How near.
    pub near: Near,
    /// What was said.
    pub words: String,
}

/// A story as it is without a fault: what the tools say of it anyway.
pub struct Sound<'a> {
    /// Its files, with its tests.
    pub files: &'a [SourceFile],
    /// The story.
    pub story: &'a Story,
    /// The seed and the choices of its tests.
    tests: Vec<(u64, Vec<String>)>,
    /// How `explore` is asked.
    pub scope: Scope,
    said: BTreeMap<(Tool, String), usize>,
}

impl<'a> Sound<'a> {
    /// Asks all tools of a sound story.
    pub fn new(files: &'a [SourceFile], draft: &'a Draft<'_>, scope: Scope) -> Self {
        let mut said = BTreeMap::new();
        let mut keep = |tool, list: &[Diagnostic]| {
            list.iter().for_each(|one| *said.entry((tool, key(one))).or_insert(0) += 1);
        };
        keep(Tool::Check, &lint::check(draft));
        let (played, told) = story_tests(files);
        keep(Tool::Test, &told);
        keep(Tool::Explore, &explored(draft, scope));
        let taken =
            |test: &Test| test.steps.iter().filter_map(|step| step.take.as_deref().map(str::to_owned)).collect();
        let seeds = played.iter().map(|played| played.seed);
        let tests = seeds.zip(draft.written_tests().map(|(_, test)| taken(test))).collect();
        Self { files, story: &draft.story, tests, scope, said }
    }

    /// What is said now and was not before.
    fn news(&self, tool: Tool, list: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let mut left = self.said.clone();
        let mut news = list;
        news.retain(|one| match left.get_mut(&(tool, key(one))).filter(|count| **count > 0) {
            Some(count) => {
                *count -= 1;
                false
            }
            None => true,
        });
        news
    }

    /// Asks one tool after another, until one leads to the row: the nearest finding, the first of those that are as near.
    pub fn judge(&self, files: &[SourceFile], fault: &Fault) -> Option<Finding> {
        let (draft, said) = draft(files);
        let mut best: Option<Finding> = None;
        let mut found = |tool: Tool, list: Vec<(Near, String)>| {
            for (near, words) in list {
                if best.as_ref().is_none_or(|best| best.near < near) {
                    best = Some(Finding { tool, near, words });
                }
            }
            best.as_ref().is_some_and(|best| best.near == Near::Row)
        };
        let told = |list: Vec<Diagnostic>| list.iter().map(|one| (near(one, fault), said_of(one))).collect();
        let Some(draft) = draft.filter(|_| !any_error(&said)) else {
            found(Tool::Check, told(said));
            return best;
        };
        let mut checked = said;
        checked.extend(lint::check(&draft));
        if found(Tool::Check, told(self.news(Tool::Check, checked)))
            || found(Tool::Test, self.tested(files, &draft, fault))
        {
            return best;
        }
        found(Tool::Explore, self.explored(&draft, fault));
        best
    }

    /// The story tests that no longer hold, each with how near the page is on which it first shows.
    fn tested(&self, files: &[SourceFile], draft: &Draft<'_>, fault: &Fault) -> Vec<(Near, String)> {
        let (_, said) = story_tests(files);
        let mut list: Vec<(Near, String)> =
            self.news(Tool::Test, said).iter().map(|one| (near(one, fault), said_of(one))).collect();
        if list.is_empty() {
            return list;
        }
        // What was read is kept as words; the page on which they first differ is where an author begins to look.
        for (seed, steps) in &self.tests {
            if let Some((at, before)) = parting(self.story, &draft.story, *seed, steps) {
                let row = |id: Option<PassageId>| {
                    id.is_some_and(|id| fault.passage.as_deref() == Some(self.story.passage_id(id)))
                };
                let near = match row(Some(at)) || row(before) {
                    true => Near::Row,
                    false if asks(self.story, draft.text(at), fault) => Near::Name,
                    false => Near::Elsewhere,
                };
                list.push((near, format!("a story test reads otherwise on `{}`", self.story.passage_id(at))));
            }
        }
        list
    }

    /// What `explore` says anew; an assertion that fails is as near as the last page of its run.
    fn explored(&self, draft: &Draft<'_>, fault: &Fault) -> Vec<(Near, String)> {
        let story = &draft.story;
        let survey = surveyed(story, self.scope);
        let verdicts = verdicts(story, &survey);
        let said = self.news(Tool::Explore, faults(draft, &survey, &verdicts, None));
        let mut list: Vec<(Near, String)> = said.iter().map(|one| (near(one, fault), said_of(one))).collect();
        let failed = verdicts.iter().filter(|verdict| verdict.outcome == Outcome::Fails);
        for verdict in failed.take(if list.is_empty() { 0 } else { verdicts.len() }) {
            let Some(run) = &verdict.run else { continue };
            let assertion = &story.assertions[verdict.index];
            let states = run.states(story).unwrap_or_default();
            let last = states
                .iter()
                .rposition(|state| shows(story, assertion, state))
                .unwrap_or(states.len().saturating_sub(1));
            let row = |n: usize| {
                states.get(n).is_some_and(|state| fault.passage.as_deref() == Some(story.passage_id(state.at)))
            };
            let named = fault.names.iter().any(|name| story.str(assertion.text).contains(name.as_str()));
            let near = match row(last) || last > 0 && row(last - 1) {
                true => Near::Row,
                false if named => Near::Name,
                false => Near::Elsewhere,
            };
            list.push((near, format!("assertion `{}` fails", story.str(assertion.id))));
        }
        list
    }
}

fn surveyed(story: &Story, scope: Scope) -> Survey {
    Survey::make(story, scope, &|_| false, &|_| {})
}

fn explored(draft: &Draft<'_>, scope: Scope) -> Vec<Diagnostic> {
    let survey = surveyed(&draft.story, scope);
    faults(draft, &survey, &verdicts(&draft.story, &survey), None)
}

/// What makes two things said the same, wherever they stand: the code and the words, numbers aside.
fn key(one: &Diagnostic) -> String {
    let words: String = one.message.chars().filter(|c| !c.is_ascii_digit()).collect();
    format!("{} {words}", one.code)
}

fn said_of(one: &Diagnostic) -> String {
    format!("{}: {}", one.code, one.message)
}

/// How near what was said is to a fault.
fn near(one: &Diagnostic, fault: &Fault) -> Near {
    // The row has grown or shrunk by as much as was changed in it.
    let row = fault.row.start..(fault.row.end + fault.with.len()).saturating_sub(fault.at.len());
    let stands = |span: crate::diagnostic::Span| {
        usize::from(span.file.0) == fault.file
            && span.range().start < row.end
            && span.range().end > row.start
            && !span.is_whole_file()
    };
    let words = [&one.message, &one.label].into_iter().chain(&one.help).fold(String::new(), |all, one| all + " " + one);
    let says = |name: &str| {
        words
            .split(|c: char| !(c.is_alphanumeric() || "_-.".contains(c)))
            .any(|word| word.trim_matches('.') == name || word.split('.').next() == Some(name))
    };
    if stands(one.span)
        || one.also.as_ref().is_some_and(|(span, _)| stands(*span))
        || fault.passage.as_deref().is_some_and(says)
    {
        return Near::Row;
    }
    if fault.names.iter().any(|name| says(name)) { Near::Name } else { Near::Elsewhere }
}

/// Whether a text asks about something that a fault names.
fn asks(story: &Story, text: &str, fault: &Fault) -> bool {
    let known = |name: &&String| !story.passages.iter().any(|passage| story.str(passage.id) == name.as_str());
    fault.names.iter().filter(known).any(|name| {
        text.match_indices('{')
            .any(|(at, _)| text[at..].split('}').next().is_some_and(|tag| tag.contains(name.as_str())))
    })
}

/// The first page on which two stories show something else when the same choices are taken in both, and the page before.
fn parting(sound: &Story, other: &Story, seed: u64, steps: &[String]) -> Option<(PassageId, Option<PassageId>)> {
    let (mut own, mut theirs) = (engine::begin(sound, seed).state, engine::begin(other, seed).state);
    let (mut reader, mut second) = (Reader::new(sound), Reader::new(other));
    let mut before = None;
    for step in steps.iter().map(Some).chain([None]) {
        if own.at != theirs.at || reader.page(&own) != second.page(&theirs) {
            return Some((own.at, before));
        }
        let Some(step) = step else { break };
        let id = step.rsplit('.').next().unwrap_or(step);
        let (a, b) = (sound.find_choice(own.at, id)?, other.find_choice(theirs.at, id)?);
        before = Some(own.at);
        own = engine::choose_with(sound, &own, a, Fate::Drawn).ok()?.state;
        theirs = engine::choose_with(other, &theirs, b, Fate::Drawn).ok()?.state;
    }
    None
}
