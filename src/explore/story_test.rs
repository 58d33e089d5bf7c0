//! Story tests: playthroughs that an author has written down, with what must be seen on the way.
//!
//! They stand in `tests/NAME.ron` beside the story; what was read on the way, in `tests/NAME.txt`. A test that does not
//! hold is told like any fault: where it is written, what it asks for, what is there. It must not know where files are.

use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::FileId;
use crate::diagnostic::SourceFile;
use crate::diagnostic::Span;
use crate::diagnostic::any_error;
use crate::diagnostic::nearest;
use crate::diagnostic::sort;
use crate::engine::Event;
use crate::engine::Fate;
use crate::engine::Page;
use crate::engine::Refusal;
use crate::engine::allowed;
use crate::engine::begin;
use crate::engine::choose_with;
use crate::explore::cover::covered;
use crate::explore::run::Run;
use crate::playthrough::Session;
use crate::playthrough::reading;
use crate::story::At;
use crate::story::ChoiceId;
use crate::story::Compare;
use crate::story::Cond;
use crate::story::Draft;
use crate::story::Slot;
use crate::story::Story;
use crate::story::TESTS;
use crate::story::draft;
use crate::story::raw::Goes;
use crate::story::raw::Stop;
use crate::story::raw::Test;
use crate::words::Words;

/// A story test, played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Played {
    /// Its file without folder and ending: `warned` for `tests/warned.ron`.
    pub name: String,
    /// The number its chances were made from.
    pub seed: u64,
    /// Whether all that it asks for was so. What was read is not looked at here.
    pub holds: bool,
    /// What was read on the way.
    pub reading: String,
    /// What is kept of an earlier reading, from `tests/NAME.txt`.
    pub kept: Option<String>,
}

/// Plays the tests among the files of a story, in the order of the files. What is said of the story is among the faults;
/// when it cannot be played, nothing else is.
pub fn story_tests(files: &[SourceFile]) -> (Vec<Played>, Vec<Diagnostic>) {
    let (draft, mut faults) = draft(files);
    let own = draft.iter().flat_map(|draft| &draft.story.severities);
    let weight = own.filter(|(code, _)| *code == Code::TestFails).map(|(_, weight)| *weight).next_back();
    let mut tests = Vec::new();
    if let Some(draft) = draft.filter(|_| !any_error(&faults)) {
        for (n, (file, test)) in draft.written_tests().enumerate() {
            let mut playing = Playing::new(&draft, n, test);
            playing.run();
            let name = file.trim_start_matches(TESTS).trim_end_matches(".ron").to_owned();
            let reading = reading(&draft.story, &playing.session, &Words::english());
            let text = format!("{TESTS}{name}.txt");
            let kept = files.iter().position(|file| file.name == text);
            let holds = playing.faults.is_empty();
            faults.append(&mut playing.faults);
            if let Some(kept) = kept.filter(|_| holds) {
                faults.extend(changed(files, kept, &reading));
            }
            let kept = kept.map(|kept| files[kept].text.clone());
            tests.push(Played { name, seed: playing.session.seed(), holds, reading, kept });
        }
        faults.extend(covered(&draft.story, files));
    }
    for fault in faults.iter_mut().filter(|fault| fault.code == Code::TestFails) {
        fault.severity = weight.flatten().unwrap_or(fault.severity);
    }
    faults.retain(|fault| fault.code != Code::TestFails || weight != Some(None));
    sort(&mut faults);
    (tests, faults)
}

/// The first line in which what was read is not what was kept of it.
fn changed(files: &[SourceFile], kept: usize, reading: &str) -> Option<Diagnostic> {
    let file = &files[kept];
    if file.text.lines().eq(reading.lines()) {
        return None;
    }
    let same = file.text.lines().zip(reading.lines()).take_while(|(was, is)| was == is).count();
    // Lines as they stand in the file, whatever ends them.
    let at: usize = file.text.split_inclusive('\n').take(same).map(str::len).sum();
    let end = at + file.text[at..].lines().next().unwrap_or_default().len();
    let now = reading.lines().nth(same).map(|words| format!("now: {words}"));
    let span = Span::new(FileId(u16::try_from(kept).unwrap_or(u16::MAX)), at..end);
    let message = format!("what is read is no longer what `{}` has", file.name);
    Some(
        Diagnostic::new(Code::TestFails, span, message)
            .label(now.unwrap_or_else(|| "no longer there".to_owned()))
            .help("if it is meant so, `krivitsky test DIR --update` shows all that changed, and keeps it"),
    )
}

/// A test on its way.
struct Playing<'d> {
    draft: &'d Draft<'d>,
    story: &'d Story,
    n: usize,
    test: &'d Test,
    session: Session,
    faults: Vec<Diagnostic>,
}

/// What a choice in a test is, as far as it can be made out.
enum Named {
    Choice(ChoiceId),
    /// Why it is none: message, label, and what was probably meant.
    Nothing(String, Option<String>),
}

impl<'d> Playing<'d> {
    fn new(draft: &'d Draft<'d>, n: usize, test: &'d Test) -> Self {
        let story = &draft.story;
        let mut playing = Self { draft, story, n, test, session: Session::new(story, 0), faults: Vec::new() };
        playing.session = Session::new(story, test.seed.or_else(|| playing.seed()).unwrap_or(0));
        playing
    }

    /// The least number under which every chance goes as its step says.
    fn seed(&self) -> Option<u64> {
        let mut state = begin(self.story, 0).state;
        let mut run = Run::default();
        for step in self.test.steps.iter().filter(|step| step.take.is_some()) {
            let Named::Choice(choice) = self.named(&state, step.take.as_deref()?) else { break };
            let fate = match step.goes {
                Some(Goes::Well) => Fate::Well,
                Some(Goes::Ill) => Fate::Ill,
                None => Fate::Drawn,
            };
            let Ok(turn) = choose_with(self.story, &state, choice, fate) else { break };
            // A chance of which nothing is said goes as it does under the first number.
            let well = turn.events.iter().find_map(|event| match event {
                Event::Rolled { well } => Some(*well),
                _ => None,
            });
            run.steps.push((choice, well.map_or(Fate::Drawn, |well| if well { Fate::Well } else { Fate::Ill })));
            state = turn.state;
        }
        run.seed(self.story)
    }

    /// Takes the steps one by one, as far as they can be taken.
    fn run(&mut self) {
        for (step, stop) in self.test.steps.iter().enumerate() {
            if let Some(take) = &stop.take
                && !self.take(step, stop, take)
            {
                return;
            }
            self.look(step, stop);
        }
    }

    fn span(&self, step: usize, field: &str, row: Option<usize>) -> Span {
        let path = [At::Field("steps"), At::Row(step), At::Field(field)];
        match row {
            Some(row) => self.draft.test_span(self.n, &[&path[..], &[At::Row(row)]].concat()),
            None => self.draft.test_span(self.n, &path),
        }
    }

    fn fault(&mut self, span: Span, message: String, label: &str, help: Option<String>) {
        let fault = Diagnostic::new(Code::TestFails, span, message).label(label).help(help.unwrap_or_default());
        self.faults.push(fault);
    }

    /// The id of the passage where the reader stands.
    fn here(&self) -> &'d str {
        self.story.passage_id(self.session.state().at)
    }

    /// The choice that `name` means in the passage of `state`.
    fn named(&self, state: &crate::engine::State, name: &str) -> Named {
        let story = self.story;
        let here = story.passage_id(state.at);
        let (passage, id) = name.split_once('.').unwrap_or((here, name));
        if story.find_passage(passage) != Some(state.at) {
            let message = format!("`{passage}` is not where the reader stands; that is `{here}`");
            let known = story.passages.iter().map(|passage| story.str(passage.id));
            let help = story.find_passage(passage).is_none().then(|| nearest(passage, known)).flatten();
            return Named::Nothing(message, help.map(meant));
        }
        match story.find_choice(state.at, id) {
            Some(choice) => Named::Choice(choice),
            None => {
                let known: Vec<&str> = story.choices_of(state.at).map(|choice| story.choice_id(choice)).collect();
                let help = match (nearest(id, known.iter().copied()), known.is_empty()) {
                    (Some(name), _) => meant(name),
                    (None, true) => "it is an ending; nothing follows".to_owned(),
                    (None, false) => format!("its choices are {}", listed(&known)),
                };
                Named::Nothing(format!("`{here}` has no choice `{id}`"), Some(help))
            }
        }
    }

    /// Takes the choice of a step. False when it cannot be taken: then nothing that follows means anything.
    fn take(&mut self, step: usize, stop: &Stop, take: &str) -> bool {
        let span = self.span(step, "take", None);
        let choice = match self.named(self.session.state(), take) {
            Named::Choice(choice) => choice,
            Named::Nothing(message, help) => {
                self.fault(span, message, "taken here", help);
                return false;
            }
        };
        let from = self.here();
        if let Err(refusal) = self.session.choose(self.story, choice) {
            let (message, help) = self.refused(from, choice, refusal);
            self.fault(span, message, "taken here", Some(help));
            return false;
        }
        let well = self.session.events().iter().find_map(|event| match event {
            Event::Rolled { well } => Some(*well),
            _ => None,
        });
        let Some(goes) = stop.goes else { return true };
        let span = self.span(step, "goes", None);
        match well {
            None => {
                let message = format!("`{}` takes no chance", self.story.choice_path(choice));
                self.fault(span, message, "said of its chance", Some("leave `goes` out".to_owned()));
                true
            }
            Some(well) if well != (goes == Goes::Well) => {
                let (other, seed) = (if well { "well" } else { "ill" }, self.session.seed());
                let message = format!("this chance goes {other} under seed {seed}");
                let help = match self.test.seed {
                    Some(_) => "leave `seed` out, and one is looked for under which it goes as it should",
                    None => "no seed was found under which all chances of this test go as they should",
                };
                self.fault(span, message, "should go otherwise", Some(help.to_owned()));
                false
            }
            Some(_) => true,
        }
    }

    /// Why a choice is not open, and more about it.
    fn refused(&self, passage: &str, choice: ChoiceId, refusal: Refusal) -> (String, String) {
        let id = self.story.choice_id(choice);
        match refusal {
            Refusal::Locked(says) => {
                let message = format!("choice `{id}` is closed on `{passage}`");
                (message, format!("the page says: {}", self.story.str(says)))
            }
            _ => {
                let when = &self.story.choice(choice).when;
                let message = format!("choice `{id}` is not shown on `{passage}`");
                (message, format!("it asks that `{}`{}", self.story.cond_words(when), self.but(when)))
            }
        }
    }

    /// Looks at the page where the reader stands.
    fn look(&mut self, step: usize, stop: &Stop) {
        let here = self.here();
        if let Some(at) = stop.at.as_deref().filter(|at| self.story.find_passage(at) != Some(self.session.state().at)) {
            let known = self.story.passages.iter().map(|passage| self.story.str(passage.id));
            let help = self.story.find_passage(at).is_none().then(|| nearest(at, known).map(meant)).flatten();
            let message = format!("the reader stands on `{here}`, not on `{at}`");
            self.fault(self.span(step, "at", None), message, "not here", help);
        }
        let page = shown(self.story, &self.session.page(self.story));
        for (n, words) in stop.shows.iter().enumerate().filter(|(_, words)| !page.contains(&one_line(words))) {
            let message = format!("the page of `{here}` does not show these words");
            let help = closest(&page, words).map(|line| format!("it shows: {line}"));
            self.fault(self.span(step, "shows", Some(n)), message, "not on the page", help);
        }
        for (n, _) in stop.not_shows.iter().enumerate().filter(|(_, words)| page.contains(&one_line(words))) {
            let message = format!("the page of `{here}` shows these words");
            self.fault(self.span(step, "not_shows", Some(n)), message, "on the page", None);
        }
        for (field, names) in [("open", &stop.open), ("locked", &stop.locked), ("hidden", &stop.hidden)] {
            for (n, name) in names.iter().enumerate() {
                self.offered(self.span(step, field, Some(n)), field, name);
            }
        }
        let conds: &[Cond] = self.story.tests.get(self.n).and_then(|steps| steps.get(step)).map_or(&[], |conds| conds);
        for (n, cond) in conds.iter().enumerate() {
            if !self.session.state().holds(cond) {
                let message = format!("`{}` does not hold on `{here}`", self.story.cond_words(cond));
                let help = format!("there {}", self.facts(cond).join(", and "));
                self.fault(self.span(step, "state", Some(n)), message, "not so", Some(help));
            }
        }
        if let Some(ends) = &stop.ends {
            self.ended(self.span(step, "ends", None), ends);
        }
    }

    /// Looks whether a choice is `open`, `locked` or `hidden`, as it should be.
    fn offered(&mut self, span: Span, wanted: &str, name: &str) {
        let choice = match self.named(self.session.state(), name) {
            Named::Choice(choice) => choice,
            Named::Nothing(message, help) => return self.fault(span, message, "named here", help),
        };
        let (found, help) = match allowed(self.story, self.session.state(), choice) {
            Ok(()) => ("open", None),
            Err(refusal) => {
                let found = if matches!(refusal, Refusal::Locked(_)) { "locked" } else { "hidden" };
                (found, Some(self.refused(self.here(), choice, refusal).1))
            }
        };
        if found != wanted {
            let id = self.story.choice_id(choice);
            let message = format!("choice `{id}` of `{}` is {found}, not {wanted}", self.here());
            self.fault(span, message, "not so", help);
        }
    }

    /// Looks whether this page is the ending it should be.
    fn ended(&mut self, span: Span, wanted: &str) {
        let (story, here) = (self.story, self.here());
        let endings: Vec<&str> = story.endings.iter().map(|ending| story.passage_id(ending.passage)).collect();
        let is_end = self.session.page(story).ending().is_some();
        if is_end && story.find_passage(wanted) == Some(self.session.state().at) {
            return;
        }
        let message = match is_end {
            true => format!("the story ends with `{here}`, not with `{wanted}`"),
            false => format!("the story has not ended: `{here}` is a passage like others"),
        };
        let help = match story.find_passage(wanted).filter(|id| story.passage(*id).ending.is_some()) {
            Some(_) => None,
            None => Some(nearest(wanted, endings.iter().copied()).map_or_else(|| listed(&endings), meant)),
        };
        self.fault(span, message, "asked for here", help);
    }

    /// What is so of each thing that a condition asks about: `lamp is dark`.
    fn facts(&self, cond: &Cond) -> Vec<String> {
        let mut slots = Vec::new();
        asked(cond, &mut slots);
        let words = |slot: &Slot| {
            let value = self.session.state().get(*slot);
            format!("`{}`", self.story.test_words(*slot, Compare::Is, value))
        };
        slots.iter().map(words).collect()
    }

    fn but(&self, cond: &Cond) -> String {
        match self.facts(cond) {
            facts if facts.is_empty() => String::new(),
            facts => format!(", and here {}", facts.join(", and ")),
        }
    }
}

/// The numbers that a condition asks about, each once.
fn asked(cond: &Cond, slots: &mut Vec<Slot>) {
    match cond {
        Cond::Always => {}
        Cond::Test { slot, .. } if slots.contains(slot) => {}
        Cond::Test { slot, .. } => slots.push(*slot),
        Cond::Not(inner) => asked(inner, slots),
        Cond::All(all) | Cond::Any(all) => all.iter().for_each(|cond| asked(cond, slots)),
    }
}

/// All words of a page, each paragraph, label and line on one line of its own.
fn shown(story: &Story, page: &Page<'_>) -> String {
    let care = page.passage().care.map(|says| one_line(story.str(says)));
    let mut lines: Vec<String> = care.into_iter().collect();
    for block in page.blocks() {
        let runs = block.lines.iter().map(|line| line.iter().map(|run| run.text.as_ref()).collect::<String>());
        lines.push(one_line(&runs.collect::<Vec<_>>().join(" ")));
    }
    for offer in page.offers() {
        lines.extend(offer.label.into_iter().chain(offer.locked).map(one_line));
    }
    if let Some(ending) = page.ending() {
        lines.push(one_line(story.str(ending.title)));
        for (object, text) in page.causes() {
            lines.extend([one_line(object), one_line(text)]);
        }
        lines.extend(page.accounts().map(one_line));
    }
    lines.join("\n")
}

/// The sentence of a page that shares most words with `wanted`; none when none shares half of them.
fn closest<'p>(page: &'p str, wanted: &str) -> Option<&'p str> {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let wanted: Vec<String> = wanted.split_whitespace().map(bare).collect();
    let shared = |sentence: &&str| {
        let words: Vec<String> = sentence.split_whitespace().map(bare).collect();
        wanted.iter().filter(|word| words.contains(word)).count()
    };
    let sentences = page.lines().flat_map(|line| line.split_inclusive(['.', '?', '!'])).map(str::trim);
    // Of equally near sentences the first.
    let best = sentences.rev().max_by_key(shared)?;
    (shared(&best) * 2 >= wanted.len()).then_some(best)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn meant(name: &str) -> String {
    format!("did you mean `{name}`?")
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
