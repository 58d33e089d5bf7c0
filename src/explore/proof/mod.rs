//! What can never be: a story gone through with sets of values in place of values.
//!
//! For every passage it is found out which values each number of the state may have there. The sets may hold more than
//! can happen, never less; so what they do not allow is impossible, and what they do allow is possible as far as is
//! known. It goes through `turn`, which follows the engine, and stops when nothing new comes. It must not know what was
//! found by playing.

mod band;
mod circle;
mod code;
mod flow;
mod grid;
mod page;
mod reason;
mod turn;

pub use reason::Reason;

use super::site::Site;
use crate::story::ChoiceId;
use crate::story::PassageId;
use crate::story::Slot;
use crate::story::Story;
use crate::story::TellId;
use crate::story::Way;
use code::Code;
use flow::Room;
use grid::Frame;
use turn::Met;
use turn::Turning;

/// How many arrivals are followed before less is told apart: a tenth of a second or two.
const EFFORT: usize = 150_000;

/// What may be the case in every passage of a story, and so what never can.
#[derive(Debug)]
pub struct Proof<'s> {
    story: &'s Story,
    code: Code,
    rooms: Vec<Room>,
    /// For each passage all of its frames together.
    sums: Vec<Frame>,
    met: Met,
    tells: Vec<bool>,
}

impl<'s> Proof<'s> {
    /// Goes through a story.
    pub fn of(story: &'s Story) -> Self {
        Self::within(story, EFFORT)
    }

    /// Goes through a story with more or less effort: about so many arrivals are followed before less is told apart.
    /// What it says is true with any effort; with less it says less.
    pub fn within(story: &'s Story, effort: usize) -> Self {
        let code = Code::of(story);
        let (rooms, met) = flow::flow(story, &code, effort);
        let mut turning = Turning::new(story, &code, met);
        let mut tells = vec![false; story.tells.len()];
        for (n, room) in rooms.iter().enumerate() {
            for frame in &room.frames {
                page::ask(&mut turning, PassageId(n as u32), frame, &mut |tell| tells[tell.index()] = true);
            }
        }
        let met = turning.met;
        let sums = rooms.iter().map(|room| flow::sum(&code, room)).collect();
        Self { story, code, rooms, sums, met, tells }
    }

    /// Whether anybody may ever come to a passage.
    pub fn may_reach(&self, at: PassageId) -> bool {
        !self.rooms[at.index()].frames.is_empty()
    }

    /// Whether a choice may ever be taken.
    pub fn may_take(&self, id: ChoiceId) -> bool {
        self.met.open[id.index()]
    }

    /// Why nobody ever comes to a passage; none when somebody may.
    pub fn passage(&self, at: PassageId) -> Option<Reason> {
        self.rooms[at.index()].frames.is_empty().then(|| Reason(self.why_no_passage(at)))
    }

    /// Why a choice can never be taken; none when it may.
    pub fn choice(&self, id: ChoiceId) -> Option<Reason> {
        (!self.met.open[id.index()]).then(|| Reason(self.why_no_choice(id)))
    }

    /// Why a condition never comes out so where it is asked, or is never asked; none when it may.
    pub fn site(&self, site: Site, wanted: bool) -> Option<Reason> {
        let n = self.code.sites.binary_search(&site).ok()?;
        let may_be = if wanted { self.met.yes[n] } else { self.met.no[n] };
        (!may_be).then(|| Reason(self.why_not(site, wanted)))
    }

    /// Whether a condition may come out true where it is asked, and whether it may come out false.
    pub fn outcomes(&self, site: Site) -> (bool, bool) {
        self.code.sites.binary_search(&site).map_or((true, true), |n| (self.met.yes[n], self.met.no[n]))
    }

    /// Whether one of the places to which a choice may lead, counted from 0, may ever be gone to.
    pub fn arm(&self, choice: ChoiceId, way: Way, n: usize) -> bool {
        let arms = self.story.choice(choice).outcome_of(way).map_or(0, |outcome| outcome.arms.len());
        // Ways stand in the order in which they were compiled: the only one, or well before ill.
        let fork = self.code.choices[choice.index()].ways.get(usize::from(way == Way::Ill));
        let arm = fork.filter(|_| n < arms).and_then(|fork| fork.arms.get(n));
        arm.is_none_or(|(_, _, n)| self.met.arms[*n as usize])
    }

    /// Whether a tell may ever be shown.
    pub fn tell(&self, id: TellId) -> bool {
        self.tells[id.index()]
    }

    /// Whether a number of the state may have a value in a passage.
    pub fn allows(&self, at: PassageId, slot: Slot, value: i16) -> bool {
        match self.code.grid.var(slot) {
            Some(var) => self.code.grid.get(&self.sums[at.index()], var) & self.code.grid.place(var).bit(value) != 0,
            None => !self.rooms[at.index()].frames.is_empty(),
        }
    }

    /// The values that a number of the state may have in a passage, in words: "`pocket` or `tin`".
    pub fn values(&self, at: PassageId, slot: Slot) -> String {
        self.can_be(slot, std::slice::from_ref(&self.sums[at.index()]))
    }

    /// Whether every choice of a passage may be shut at once: then what may be the case there, for each number that its
    /// choices ask about, in an author's words.
    pub fn shut(&self, at: PassageId) -> Option<Vec<(String, String)>> {
        let frame = page::shut(self.story, &self.code, at, &self.rooms[at.index()].frames)?;
        let mut slots = Vec::new();
        for choice in self.story.choices_of(at) {
            let choice = self.story.choice(choice);
            choice.when.slots(&mut slots);
            choice.locked.iter().for_each(|(by, _)| by.slots(&mut slots));
        }
        slots.sort_unstable();
        slots.dedup();
        let frame = [frame];
        Some(slots.into_iter().map(|slot| (self.story.slot_words(slot), self.can_be(slot, &frame))).collect())
    }

    /// What may be the case where a condition is asked.
    fn asked_at(&self, site: Site) -> Vec<Frame> {
        let Ok(n) = self.code.sites.binary_search(&site) else { return Vec::new() };
        let mut turning = Turning::new(self.story, &self.code, Met::new(&self.code));
        turning.watch(n as u32);
        let passage = site.passage(self.story);
        if passage.is_none() {
            turning.begin(&mut |_, _| {});
        }
        for (n, room) in self.rooms.iter().enumerate() {
            let at = PassageId(n as u32);
            if passage.is_some_and(|passage| passage != at) {
                continue;
            }
            for frame in &room.frames {
                page::ask(&mut turning, at, frame, &mut |_| {});
                self.story.choices_of(at).for_each(|choice| turning.choose(frame, choice, &mut |_, _| {}));
            }
        }
        turning.watched
    }
}
