//! A cover: a few runs that together meet all that playing at random meets, with what happens in each of them.
//!
//! It is kept in `tests/cover.txt` beside a story, a line a step. Of a page it holds which branches were shown and which
//! choices were open, and of a turn what changed, but no wording: mending a sentence breaks nothing, changing what happens
//! does. It must not know where files are.

use std::collections::BTreeSet;
use std::collections::HashSet;
use std::fmt::Write;

use super::run::fates;
use super::site::Site;
use super::walk::MOST_STEPS;
use crate::diagnostic::Code;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::FileId;
use crate::diagnostic::SourceFile;
use crate::diagnostic::Span;
use crate::engine;
use crate::engine::Event;
use crate::engine::Fate;
use crate::engine::Question;
use crate::engine::State;
use crate::engine::Witness;
use crate::engine::allowed;
use crate::engine::below;
use crate::engine::page;
use crate::engine::stream;
use crate::story::ChoiceId;
use crate::story::CondId;
use crate::story::Mark;
use crate::story::MeterPart;
use crate::story::Slot;
use crate::story::Story;

/// The file in which a cover is kept.
pub const COVER: &str = "tests/cover.txt";

/// How many walks at random a cover is picked from.
const WALKS: u64 = 4_000;

/// How many things are said of a cover that no longer holds.
const MOST_SAID: usize = 3;

/// What is met, as a number: that a condition was asked with these values, that a choice came out so.
type Met = u64;

/// A turn as it happens.
struct Watching<'s> {
    story: &'s Story,
    /// What changed, in words.
    happened: Vec<String>,
    /// The conditions that were asked on the way.
    asked: Vec<(Site, bool)>,
}

impl<'s> Watching<'s> {
    fn new(story: &'s Story) -> Self {
        Self { story, happened: Vec::new(), asked: Vec::new() }
    }
}

impl Witness for Watching<'_> {
    fn event(&mut self, event: Event) {
        let story = self.story;
        let meter = |meter: crate::story::MeterId| &story.meters[meter.index()];
        let name = |id| story.str(meter(id).id);
        self.happened.push(match event {
            Event::Set { slot, value } => format!("{} = {}", story.slot_words(slot), story.value_words(slot, value)),
            Event::Moved { meter, value } => format!("{} {value}", name(meter)),
            Event::Bounded { meter, floor, value, for_good } => {
                let (what, end) = (if floor { "floor" } else { "ceiling" }, if for_good { " for good" } else { "" });
                format!("{} {what} {value}{end}", name(meter))
            }
            Event::Banded { meter: id, band } => {
                format!("{} is {}", name(id), story.value_words(meter(id).slot(MeterPart::Band), band))
            }
            Event::Acted(act) => format!("act {}", story.str(story.acts[act.index()].id)),
            Event::Told(tell) => format!("tell {}", story.str(story.tells[tell.index()].id)),
            Event::Took(_) | Event::Rolled { .. } | Event::Arrived(_) => return,
        });
    }

    fn asked(&mut self, question: Question, holds: bool) {
        let site = match question {
            Question::Arm(choice, way, n) => Site::Arm(choice, way, n),
            Question::Rule(n) => Site::Rule(n),
            Question::Needs(meter, band) => Site::Needs(meter, band),
            Question::Tell(tell) => Site::Tell(tell),
        };
        self.asked.push((site, holds));
    }
}

/// A run being played, a line a step.
struct Play<'s> {
    story: &'s Story,
    state: State,
    line: String,
    met: Vec<Met>,
}

impl<'s> Play<'s> {
    /// On the first page.
    fn new(story: &'s Story) -> Self {
        let mut watching = Watching::new(story);
        let state = engine::begin_with(story, 0, &mut watching);
        let mut play = Self { story, state, line: String::new(), met: Vec::new() };
        play.write("begin", &watching);
        play
    }

    /// Takes a choice; false when it is not open.
    fn take(&mut self, choice: ChoiceId, fate: Fate) -> bool {
        let mut watching = Watching::new(self.story);
        if engine::choose_into(self.story, &mut self.state, choice, fate, &mut watching).is_err() {
            return false;
        }
        let name = step(self.story, choice, fate);
        self.met.push(number(&(choice, fate), &[]));
        self.write(&name, &watching);
        true
    }

    fn write(&mut self, name: &str, watching: &Watching<'_>) {
        let (story, state) = (self.story, &self.state);
        self.line.clear();
        // Writing to a string cannot fail.
        let _ = write!(self.line, "{name} > {} ; {} ;", story.passage_id(state.at), watching.happened.join(", "));
        // What was asked on the way is told by what came of it; that it was, by the values it was asked with now.
        for (site, _) in &watching.asked {
            self.met.push(asked(story, state, *site));
        }
        let passage = story.passage(state.at);
        let mut branches = String::new();
        let mut sites: Vec<Site> = Vec::new();
        texts(story, state, &mut |cond, holds| {
            branches.push(if holds { '1' } else { '0' });
            sites.push(Site::Text(state.at, cond));
        });
        if let Some(ending) = passage.ending {
            for (n, (when, ..)) in story.endings[ending.index()].causes.iter().enumerate() {
                branches.push(if state.holds(when) { '1' } else { '0' });
                sites.push(Site::Cause(ending, n as u16));
            }
        }
        if !branches.is_empty() {
            let _ = write!(self.line, " {branches}");
        }
        for offer in page(story, state).offers() {
            let (closed, odds) =
                (if offer.locked.is_some() { "!" } else { "" }, offer.odds.map(|odds| format!("({odds})")));
            let _ = write!(self.line, " {closed}{}{}", story.choice_id(offer.id), odds.unwrap_or_default());
        }
        for id in story.choices_of(state.at) {
            sites.extend([Site::When(id), Site::Locked(id)]);
            let shift = story.choice(id).risk.as_ref().map_or(0, |risk| risk.shift.len());
            sites.extend((0..shift).map(|n| Site::Shift(id, n as u16)));
        }
        self.met.extend(sites.into_iter().map(|site| asked(story, state, site)));
        for meter in &story.meters {
            let part = |part| state.get(meter.slot(part));
            self.met.push(number(&"meter", &[meter.first.0 as i16, part(MeterPart::Band), part(MeterPart::Value)]));
        }
    }
}

/// Goes through the words of a page, and those of its tell.
fn texts(story: &Story, state: &State, met: &mut impl FnMut(CondId, bool)) {
    let tell = state.tell(story).and_then(|tell| story.tells.get(tell.index()));
    for marks in [Some(&story.passage(state.at).marks), tell.map(|tell| &tell.marks)].into_iter().flatten() {
        let marks = &story.marks[marks.start as usize..marks.end as usize];
        let mut at = 0;
        while let Some(mark) = marks.get(at) {
            at += 1;
            match mark {
                Mark::Unless { cond, to } => {
                    let holds = state.holds(&story.conds[cond.index()]);
                    met(*cond, holds);
                    at = if holds { at } else { *to as usize };
                }
                Mark::Goto { to } => at = *to as usize,
                _ => {}
            }
        }
    }
}

/// That a condition was asked with the values that it asks about.
fn asked(story: &Story, state: &State, site: Site) -> Met {
    let mut slots: Vec<Slot> = Vec::new();
    site.cond(story).slots(&mut slots);
    let values: Vec<i16> = slots.into_iter().map(|slot| state.get(slot)).collect();
    number(&site, &values)
}

/// A number made of a thing's description and of values.
fn number(thing: &impl std::fmt::Debug, values: &[i16]) -> Met {
    let words = format!("{thing:?} {values:?}");
    words.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A step as it is written: the choice, and how a chance in it comes out.
fn step(story: &Story, choice: ChoiceId, fate: Fate) -> String {
    let way = match fate {
        Fate::Drawn => "",
        Fate::Well => "+",
        Fate::Ill => "-",
    };
    format!("{}{way}", story.choice_path(choice))
}

/// A cover of a story by at most so many runs, as its file holds it.
pub fn cover(story: &Story, most: usize) -> String {
    let mut walks: Vec<Walked> = (0..WALKS).map(|seed| walked(story, seed)).collect();
    let mut text = String::new();
    for n in 0..most {
        let best = (0..walks.len()).max_by_key(|at| (walks[*at].1.len(), std::cmp::Reverse(*at)));
        let Some((steps, met)) = best.map(|at| walks.swap_remove(at)).filter(|(_, met)| !met.is_empty()) else { break };
        walks.iter_mut().for_each(|(_, own)| own.retain(|one| !met.contains(one)));
        let _ = writeln!(text, "# {}", n + 1);
        let mut play = Play::new(story);
        let _ = writeln!(text, "{}", play.line);
        for (choice, fate) in steps {
            play.take(choice, fate);
            let _ = writeln!(text, "{}", play.line);
        }
    }
    text
}

/// The steps of a walk, and all that it meets.
type Walked = (Vec<(ChoiceId, Fate)>, HashSet<Met>);

/// A walk at random.
fn walked(story: &Story, seed: u64) -> Walked {
    let mut luck = stream(seed, 0, 0, 0, 1);
    let mut play = Play::new(story);
    let mut steps = Vec::new();
    while steps.len() < MOST_STEPS {
        let open: Vec<ChoiceId> =
            story.own_choices(play.state.at).filter(|id| allowed(story, &play.state, *id).is_ok()).collect();
        if open.is_empty() {
            break;
        }
        let choice = open[below(&mut luck, open.len() as u64) as usize];
        let fates = fates(story, choice);
        let fate = fates[below(&mut luck, fates.len() as u64) as usize];
        play.take(choice, fate);
        steps.push((choice, fate));
    }
    (steps, play.met.into_iter().collect())
}

/// Plays the cover among the files of a story, where there is one, and says what no longer happens as it is written.
pub fn covered(story: &Story, files: &[SourceFile]) -> Vec<Diagnostic> {
    let Some(n) = files.iter().position(|file| file.name == COVER) else { return Vec::new() };
    let mut said: BTreeSet<String> = BTreeSet::new();
    let mut faults = Vec::new();
    let mut play: Option<Play<'_>> = None;
    let mut at = 0;
    for line in files[n].text.split_inclusive('\n') {
        let span = Span::new(FileId(n as u16), at..at + line.trim_end().len());
        at += line.len();
        let line = line.trim_end();
        let name = line.split(" > ").next().unwrap_or(line);
        if line.starts_with('#') || line.is_empty() {
            continue;
        }
        if name == "begin" {
            play = Some(Play::new(story));
        } else {
            let Some(own) = &mut play else { continue };
            if !taken(own, name) {
                let here = story.passage_id(own.state.at);
                let message =
                    format!("on `{here}` the choice `{}` is not open any more", name.trim_end_matches(['+', '-']));
                keep(&mut faults, &mut said, span, message, String::new());
                play = None;
                continue;
            }
        }
        let Some(own) = &play else { continue };
        if own.line != line {
            let (message, now) = difference(line, &own.line);
            keep(&mut faults, &mut said, span, message, now);
            // What follows follows from it.
            play = None;
        }
    }
    faults
}

fn keep(faults: &mut Vec<Diagnostic>, said: &mut BTreeSet<String>, span: Span, message: String, now: String) {
    if said.len() < MOST_SAID && said.insert(message.clone()) {
        faults.push(
            Diagnostic::new(Code::TestFails, span, message)
                .label(now)
                .help("if it is meant so, `krivitsky test DIR --cover` writes this file anew"),
        );
    }
}

/// Takes the choice of a line where the reader stands.
fn taken(play: &mut Play<'_>, name: &str) -> bool {
    let fate = match name.chars().last() {
        Some('+') => Fate::Well,
        Some('-') => Fate::Ill,
        _ => Fate::Drawn,
    };
    let story = play.story;
    let Some((passage, choice)) = name.trim_end_matches(['+', '-']).split_once('.') else { return false };
    let here = story.find_passage(passage).filter(|at| *at == play.state.at);
    let choice = here.and_then(|at| story.find_choice(at, choice));
    choice.is_some_and(|choice| play.take(choice, fate))
}

/// What is different in a line, and what there is now.
fn difference(old: &str, new: &str) -> (String, String) {
    fn parts(line: &str) -> [&str; 4] {
        let (name, rest) = line.split_once(" > ").unwrap_or((line, ""));
        let mut parts = rest.splitn(3, " ;");
        let mut next = || parts.next().unwrap_or("").trim();
        [name, next(), next(), next()]
    }
    let [name, was_at, did, read] = parts(old);
    let [_, is_at, does, reads] = parts(new);
    let name = name.trim_end_matches(['+', '-']);
    let behind = if name == "begin" { "at the beginning".to_owned() } else { format!("behind `{name}`") };
    if was_at != is_at {
        return (format!("{behind} stands `{is_at}`, not `{was_at}`"), "leads elsewhere".to_owned());
    }
    if did != does {
        let list = |text: &str| text.split(", ").map(str::to_owned).collect::<Vec<_>>();
        let (did, does) = (list(did), list(does));
        let gone: Vec<&String> = did.iter().filter(|one| !does.contains(one) && !one.is_empty()).collect();
        let come: Vec<&String> = does.iter().filter(|one| !did.contains(one) && !one.is_empty()).collect();
        let words = |list: &[&String]| list.iter().map(|one| format!("`{one}`")).collect::<Vec<_>>().join(", ");
        let message = match (gone.is_empty(), come.is_empty()) {
            (false, false) => format!("{behind} on `{is_at}`: {} where {} was", words(&come), words(&gone)),
            (false, true) => format!("{behind} on `{is_at}`: no longer {}", words(&gone)),
            (true, false) => format!("{behind} on `{is_at}`: now {} as well", words(&come)),
            (true, true) => format!("{behind} on `{is_at}` things happen in another order"),
        };
        return (message, "happens otherwise".to_owned());
    }
    (format!("`{is_at}` {behind} shows other words, or other choices"), format!("now: {reads}; before: {read}"))
}
