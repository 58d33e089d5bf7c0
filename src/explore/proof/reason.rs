//! Why something can never be, in words an author can act on.
//!
//! It must not know how it was proved.

use super::Proof;
use super::code::Clause;
use super::flow;
use super::grid::Frame;
use crate::explore::site::Site;
use crate::story::ChoiceId;
use crate::story::Compare;
use crate::story::Cond;
use crate::story::FactKind;
use crate::story::PassageId;
use crate::story::Slot;
use crate::story::SlotKind;
use std::fmt;

/// How many values are listed.
const MOST_LISTED: usize = 6;

/// Why something is impossible: a clause or two without a full stop.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reason(pub String);

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A part of a condition that has to hold, or not to.
type Part<'c> = (&'c Cond, bool);

impl Proof<'_> {
    /// Why nobody comes to a passage.
    pub(super) fn why_no_passage(&self, at: PassageId) -> String {
        let story = self.story;
        let mut ways = Vec::new();
        for n in 0..story.choices.len() {
            let id = ChoiceId(n as u32);
            for fork in &self.code.choices[n].ways {
                ways.extend(fork.arms.iter().filter(|(_, to, _)| *to == at).map(|(when, ..)| (id, when)));
            }
        }
        if ways.is_empty() {
            return "no choice leads here".to_owned();
        }
        // The way that is nearest to being open says most.
        let here = |id: ChoiceId| !self.rooms[story.choice(id).passage.index()].frames.is_empty();
        let Some((id, when)) = ways.iter().find(|(id, _)| here(*id)) else {
            let from = story.choice(ways[0].0).passage;
            return match from == at {
                true => "no choice leads here but its own".to_owned(),
                false => {
                    format!("no choice leads here that can be taken: nobody comes to `{}`", story.passage_id(from))
                }
            };
        };
        let name = story.choice_path(*id);
        if !self.met.open[id.index()] {
            return format!(
                "no choice leads here that can be taken: `{name}` never is, for {}",
                self.why_no_choice(*id)
            );
        }
        match when.site.map(|site| self.code.sites[site as usize]) {
            Some(site) => format!("`{name}` never leads here: {}", self.why_not(site, true)),
            None => format!("`{name}` never leads here: one of the places above always goes first"),
        }
    }

    /// Why a choice can never be taken.
    pub(super) fn why_no_choice(&self, id: ChoiceId) -> String {
        let choice = self.story.choice(id);
        let room = &self.rooms[choice.passage.index()];
        if room.frames.is_empty() {
            return format!("nobody comes to `{}`", self.story.passage_id(choice.passage));
        }
        let mut parts = Vec::new();
        cut(&choice.when, true, &mut parts);
        if let Some((by, _)) = &choice.locked {
            cut(by, false, &mut parts);
        }
        self.blame(&parts, &room.frames)
    }

    /// Why a condition never comes out so.
    pub(super) fn why_not(&self, site: Site, wanted: bool) -> String {
        let frames = self.asked_at(site);
        if frames.is_empty() {
            return self.why_never_asked(site);
        }
        let mut parts = Vec::new();
        cut(site.cond(self.story), wanted, &mut parts);
        self.blame(&parts, &frames)
    }

    fn why_never_asked(&self, site: Site) -> String {
        if let Some(at) = site.passage(self.story)
            && self.rooms[at.index()].frames.is_empty()
        {
            return format!("nobody comes to `{}`", self.story.passage_id(at));
        }
        match site {
            Site::Text(..) | Site::TellText(..) => "it stands in words that are never shown",
            Site::Shift(..) | Site::Locked(..) => "the choice is never shown",
            Site::Arm(choice, ..) if !self.met.open[choice.index()] => "the choice can never be taken",
            Site::Arm(..) => "one of the places above always goes first",
            Site::Rule(_) => "nothing begins where this rule would be asked",
            Site::Needs(..) => "the meter never comes so far",
            Site::Tell(_) => "no page with `{tell}` has its band, place and person",
            Site::When(_) | Site::Cause(..) => "nobody comes there",
        }
        .to_owned()
    }

    /// Which parts can never be so, alone or together, in any of some frames.
    fn blame(&self, parts: &[Part<'_>], frames: &[Frame]) -> String {
        let clauses: Vec<Clause> = parts.iter().map(|(cond, wanted)| self.code.clause(cond, *wanted)).collect();
        let never = |chosen: &[usize]| {
            let chosen: Vec<&Clause> = chosen.iter().map(|n| &clauses[*n]).collect();
            let mut tries = 10_000;
            !frames.iter().any(|frame| self.code.find(frame, &chosen, &mut tries).is_some())
        };
        let count = parts.len();
        if let Some(n) = (0..count).find(|n| never(&[*n])) {
            return self.say_never(parts[n], frames);
        }
        let pairs = (0..count).flat_map(|a| (a + 1..count).map(move |b| [a, b]));
        let words = |n: usize| format!("`{}`", self.words(parts[n]));
        match pairs.into_iter().find(|pair| never(pair)) {
            Some([a, b]) => format!("{} and {} are never so together here", words(a), words(b)),
            None => {
                let all: Vec<String> = (0..count).map(words).collect();
                format!("{} are never so together here", all.join(", "))
            }
        }
    }

    /// A part in the words of an author.
    fn words(&self, (cond, wanted): Part<'_>) -> String {
        match (cond, wanted) {
            (_, true) => self.story.cond_words(cond),
            (Cond::Test { slot, compare, value }, false) => {
                self.story.test_words(*slot, super::code::other_way(*compare), *value)
            }
            (_, false) => self.story.cond_words(&Cond::Not(Box::new(cond.clone()))),
        }
    }

    fn say_never(&self, part: Part<'_>, frames: &[Frame]) -> String {
        let (Cond::Test { slot, compare, value }, wanted) = part else {
            return format!("`{}` is never so here", self.words(part));
        };
        let compare = if wanted { *compare } else { super::code::other_way(*compare) };
        let name = self.story.slot_words(*slot);
        let yes_or_no = match self.story.slot_kind(*slot) {
            SlotKind::Seen(_) | SlotKind::Took(_) => true,
            SlotKind::Fact(n) => self.story.facts[n].kind == FactKind::Flag,
            _ => false,
        };
        let (number, wants) = (*value, |number: i16| compare.holds(number, *value));
        if yes_or_no {
            return match wants(1) {
                true => format!("`{name}` is never so here"),
                false => format!("`{name}` is always so here"),
            };
        }
        let shown = format!("`{}`", self.story.value_words(*slot, number));
        let can = self.can_be(*slot, frames);
        match compare {
            Compare::Is => format!("`{name}` is never {shown} here: it can only be {can}"),
            Compare::IsNot => format!("`{name}` is always {shown} here"),
            Compare::AtLeast => format!("`{name}` is never at least {shown} here: it can only be {can}"),
            Compare::AtMost => format!("`{name}` is never at most {shown} here: it can only be {can}"),
            Compare::Above => format!("`{name}` is never above {shown} here: it can only be {can}"),
            Compare::Below => format!("`{name}` is never below {shown} here: it can only be {can}"),
        }
    }

    /// The values that a number may have in some frames: `pocket`, `tin` or `river`.
    pub(super) fn can_be(&self, slot: Slot, frames: &[Frame]) -> String {
        let Some(var) = self.code.grid.var(slot) else { return "anything".to_owned() };
        let bits = frames.iter().fold(0, |bits, frame| bits | self.code.grid.get(frame, var));
        let cells = flow::listed(&self.code, var, bits);
        let word = |value: i16| match self.story.slot_kind(slot) {
            SlotKind::Seen(_) => if value == 0 { "false" } else { "true" }.to_owned(),
            _ => format!("`{}`", self.story.value_words(slot, value)),
        };
        let runs = runs(&cells);
        let mut words: Vec<String> = Vec::new();
        for (first, last) in runs.iter().take(MOST_LISTED) {
            match i32::from(*last) - i32::from(*first) {
                0 => words.push(word(*first)),
                _ if matches!(self.story.slot_kind(slot), SlotKind::Seen(_)) => words.push(word(*last)),
                1 => words.extend([word(*first), word(*last)]),
                _ => words.push(format!("{} to {}", word(*first), word(*last))),
            }
        }
        if runs.len() > MOST_LISTED {
            words.push("others".to_owned());
        }
        match words.split_last() {
            None => "nothing".to_owned(),
            Some((last, [])) => last.clone(),
            Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        }
    }
}

/// Joins values that follow on each other.
fn runs(cells: &[(i16, i16)]) -> Vec<(i16, i16)> {
    let mut runs: Vec<(i16, i16)> = Vec::new();
    for (first, last) in cells {
        match runs.last_mut() {
            Some(run) if i32::from(run.1) + 1 == i32::from(*first) => run.1 = *last,
            _ => runs.push((*first, *last)),
        }
    }
    runs
}

/// Cuts a condition into the parts that must all be so.
fn cut<'c>(cond: &'c Cond, wanted: bool, parts: &mut Vec<Part<'c>>) {
    match (cond, wanted) {
        (Cond::Always, true) => {}
        (Cond::Not(inner), _) => cut(inner, !wanted, parts),
        (Cond::All(list), true) | (Cond::Any(list), false) => list.iter().for_each(|one| cut(one, wanted, parts)),
        _ => parts.push((cond, wanted)),
    }
}
