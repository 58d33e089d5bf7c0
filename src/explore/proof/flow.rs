//! What may be the case in each passage: frames flow along the choices until nothing new comes.
//!
//! A passage keeps several frames, told apart by the facts that are still to be asked about from there on: so it is known
//! that the one who took the key is the one who was seen. Where there would be too many, the facts that are asked about
//! last are told apart no more. It must not know what is concluded from the frames.

use super::circle;
use super::code::Asked;
use super::code::Clause;
use super::code::Code;
use super::code::join;
use super::grid::Frame;
use super::grid::Var;
use super::grid::each;
use super::grid::ones;
use super::turn::Met;
use super::turn::Turning;
use crate::story::Cond;
use crate::story::Mark;
use crate::story::MeterPart;
use crate::story::PassageId;
use crate::story::Slot;
use crate::story::Story;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::collections::VecDeque;

/// How many frames all passages together may have, roughly, and how many one may have.
const ALL_FRAMES: usize = 20_000;
const MOST_FRAMES: usize = 256;

/// How often a frame may grow before what a meter may be is guessed.
const PATIENCE: u32 = 12;

/// So few frames of a passage are not worth to be told apart by what is asked soonest; they become one.
const FEW: usize = 2;

/// How many arrivals more there may be for each choice of a story.
const TURNS: usize = 10;

/// How far ahead it is looked for what will be asked.
const AHEAD: usize = 2_000;

/// What may be the case in a passage.
#[derive(Debug, Default)]
pub struct Room {
    /// The frames; none where nobody ever comes.
    pub frames: Vec<Frame>,
    /// For each a number made of what it is told apart by.
    prints: Vec<u64>,
    /// Whether it has not been followed yet.
    fresh: Vec<bool>,
    /// How often it has grown.
    grown: Vec<u32>,
    /// What frames are told apart by: a mask of their words.
    key: Box<[u64]>,
}

/// The frames of every passage, and what was met on the way. After so many arrivals as `effort` says, and some more for
/// each choice, frames are told apart by less, until nothing new comes.
pub fn flow(story: &Story, code: &Code, effort: usize) -> (Vec<Room>, Met) {
    let order = order(story);
    let mut flow = Flow::new(story, code, &order, effort);
    let mut turning = Turning::new(story, code, Met::new(code));
    let mut arrived: Vec<(PassageId, Frame)> = Vec::new();
    turning.begin(&mut |to, frame| arrived.push((to, frame)));
    loop {
        flow.tire(arrived.len());
        for (to, frame) in arrived.drain(..) {
            flow.add(to, frame);
        }
        // The first first: what goes round in a circle comes to rest before it is followed further.
        let Some(at) = flow.next.pop_first().map(|n| order[n]) else { return (flow.rooms, turning.met) };
        for frame in &flow.take_fresh(at) {
            for choice in story.choices_of(at) {
                turning.choose(frame, choice, &mut |to, frame| arrived.push((to, frame)));
            }
        }
    }
}

struct Flow<'a> {
    story: &'a Story,
    code: &'a Code,
    rooms: Vec<Room>,
    /// For each passage where it stands in the order in which they are followed.
    ranks: Vec<usize>,
    /// The passages that have something to be followed, by rank.
    next: BTreeSet<usize>,
    /// The circle in which each passage lies.
    circles: Vec<Option<usize>>,
    /// What is written in each circle.
    written: Vec<Option<Frame>>,
    /// What is asked in each passage.
    reads: Vec<Vec<Var>>,
    /// What is asked everywhere.
    everywhere: Vec<Var>,
    /// How many frames a passage may have.
    most: usize,
    /// How many arrivals there may be before it is fewer.
    effort: usize,
    /// How many are left.
    turns: usize,
}

impl<'a> Flow<'a> {
    fn new(story: &'a Story, code: &'a Code, order: &[PassageId], effort: usize) -> Self {
        let count = order.len().max(1);
        let reads = reads(story, code);
        let everywhere = everywhere(code);
        let rooms = live(story, code, order, &reads, &everywhere)
            .into_iter()
            .map(|key| Room { key, ..Room::default() })
            .collect();
        let most = (ALL_FRAMES / count).clamp(1, MOST_FRAMES);
        let effort = effort + TURNS * story.choices.len();
        let mut ranks = vec![0; story.passages.len()];
        order.iter().enumerate().for_each(|(rank, at)| ranks[at.index()] = rank);
        let next = BTreeSet::new();
        let circles = circle::circles(story.passages.len(), order, &ranks, |at| targets(story, at));
        let written = circle::sums(story, code, &circles);
        Self { story, code, rooms, ranks, next, circles, written, reads, everywhere, most, effort, turns: effort }
    }

    /// Counts arrivals. After too many, frames are told apart by less everywhere.
    fn tire(&mut self, turns: usize) {
        self.turns = self.turns.saturating_sub(turns);
        if self.turns > 0 || self.most == 1 {
            return;
        }
        self.most = (self.most / 4).max(1);
        self.turns = self.effort;
        for n in 0..self.rooms.len() {
            if self.rooms[n].frames.len() > self.most {
                self.coarsen(PassageId(n as u32));
            }
        }
    }

    fn take_fresh(&mut self, at: PassageId) -> Vec<Frame> {
        let room = &mut self.rooms[at.index()];
        let fresh = room.fresh.iter_mut().zip(&room.frames);
        fresh.filter_map(|(fresh, frame)| std::mem::take(fresh).then(|| frame.clone())).collect()
    }

    fn add(&mut self, to: PassageId, frame: Frame) {
        let room = &mut self.rooms[to.index()];
        let print = print(&frame, &room.key);
        if let Some(n) = room.prints.iter().position(|known| *known == print) {
            let own = &mut room.frames[n];
            if holds(own, &frame) {
                return;
            }
            let before = own.clone();
            join(own, &frame);
            // Only what was followed before and has to be again goes round in a circle.
            room.grown[n] += u32::from(!std::mem::replace(&mut room.fresh[n], true));
            let grown = room.grown[n];
            if grown > PATIENCE {
                guess(self.code, own, &before, grown > 2 * PATIENCE);
            }
            if self.most <= FEW && grown > 1 {
                let circle = self.circles[to.index()].and_then(|circle| self.written[circle].as_ref());
                circle.into_iter().for_each(|written| join(own, written));
            }
            self.next.insert(self.ranks[to.index()]);
            return;
        }
        if room.frames.iter().any(|own| holds(own, &frame)) {
            return;
        }
        room.frames.push(frame);
        room.prints.push(print);
        room.fresh.push(true);
        room.grown.push(0);
        self.next.insert(self.ranks[to.index()]);
        if room.frames.len() > self.most {
            self.coarsen(to);
        }
    }

    /// Tells the frames of a passage apart by less, so that half of the most are left.
    fn coarsen(&mut self, at: PassageId) {
        let ahead = if self.most <= FEW { Vec::new() } else { self.ahead(at) };
        self.next.insert(self.ranks[at.index()]);
        let grid = &self.code.grid;
        let room = &mut self.rooms[at.index()];
        let mut key: Box<[u64]> = vec![0; grid.words].into();
        let mut groups = vec![0u32; room.frames.len()];
        let most = (self.most / 2).max(1);
        let mut finer = Vec::with_capacity(groups.len());
        for var in ahead {
            let first = room.frames.first().map(|frame| grid.get(frame, var));
            // Of most that is asked all frames know the same: that tells none of them apart.
            if room.frames.iter().all(|frame| Some(grid.get(frame, var)) == first) {
                grid.cover(&mut key, var);
                continue;
            }
            let mut known: HashMap<(u32, u128), u32> = HashMap::new();
            finer.clear();
            for (frame, group) in room.frames.iter().zip(&groups) {
                let next = known.len() as u32;
                finer.push(*known.entry((*group, grid.get(frame, var))).or_insert(next));
                if known.len() > most {
                    break;
                }
            }
            if known.len() <= most {
                std::mem::swap(&mut groups, &mut finer);
                grid.cover(&mut key, var);
            }
        }
        let grown = std::mem::take(&mut room.grown);
        let frames = std::mem::take(&mut room.frames);
        (room.prints, room.fresh, room.key) = (Vec::new(), Vec::new(), key);
        for (frame, grown) in frames.into_iter().zip(grown) {
            let print = print(&frame, &room.key);
            match room.prints.iter().position(|known| *known == print) {
                Some(n) => {
                    join(&mut room.frames[n], &frame);
                    room.grown[n] = room.grown[n].max(grown);
                }
                None => {
                    room.frames.push(frame);
                    room.prints.push(print);
                    room.fresh.push(true);
                    room.grown.push(grown);
                }
            }
        }
    }

    /// What will be asked from a passage on, soonest first.
    fn ahead(&self, at: PassageId) -> Vec<Var> {
        let grid = &self.code.grid;
        let room = &self.rooms[at.index()];
        let mut met = vec![false; grid.vars.len()];
        let mut found = Vec::new();
        let mut find = |vars: &[Var]| {
            for var in vars {
                let told = grid.get(&room.key, *var) != 0;
                if told && !std::mem::replace(&mut met[usize::from(var.0)], true) {
                    found.push(*var);
                }
            }
        };
        find(&self.reads[at.index()]);
        find(&self.everywhere);
        let mut seen = vec![false; self.story.passages.len()];
        let mut queue = VecDeque::from([at]);
        for _ in 0..AHEAD {
            let Some(here) = queue.pop_front() else { break };
            find(&self.reads[here.index()]);
            for to in targets(self.story, here) {
                if !std::mem::replace(&mut seen[to.index()], true) {
                    queue.push_back(to);
                }
            }
        }
        found
    }
}

/// A number made of the part of a frame that a mask covers.
fn print(frame: &[u64], key: &[u64]) -> u64 {
    frame.iter().zip(key).fold(0xcbf2_9ce4_8422_2325, |hash: u64, (word, mask)| {
        (hash.rotate_left(23) ^ (word & mask)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}

/// Whether a frame allows all that another does.
fn holds(frame: &[u64], other: &[u64]) -> bool {
    frame.iter().zip(other).all(|(own, other)| other & !own == 0)
}

/// Where a frame has grown again and again, lets a meter that still grows be anything between its ends, or anything.
fn guess(code: &Code, frame: &mut Frame, before: &Frame, wild: bool) {
    for gauge in &code.gauges {
        let var = gauge.var(MeterPart::Value);
        let (old, new) = (code.grid.get(before, var), code.grid.get(frame, var));
        if old != new && new != 0 {
            let ends = |bits: u128| (bits.trailing_zeros() as usize, 127 - bits.leading_zeros() as usize);
            let (first, last) = if wild {
                // Floor and ceiling hold whatever happens.
                let end = |part| {
                    let cells = listed(code, gauge.var(part), code.grid.get(frame, gauge.var(part)));
                    cells.into_iter().map(|(value, _)| value.clamp(0, 100) as usize)
                };
                let least = end(MeterPart::Floor).min().unwrap_or(0);
                let most = end(MeterPart::Ceiling).chain(end(MeterPart::Floor)).max().unwrap_or(100);
                (least, most)
            } else {
                ends(new)
            };
            code.grid.put(frame, var, new | ones(last + 1) & !ones(first));
        }
    }
}

/// The passages that choices of a passage lead to.
fn targets(story: &Story, at: PassageId) -> impl Iterator<Item = PassageId> + use<'_> {
    story.choices_of(at).flat_map(|choice| {
        let choice = story.choice(choice);
        let risk = choice.risk.iter().flat_map(|risk| [&risk.well, &risk.ill]);
        risk.chain([&choice.outcome]).flat_map(|outcome| outcome.arms.iter()).map(|arm| arm.to)
    })
}

/// The passages to which any choice leads, each before those behind it where there is no way back.
fn order(story: &Story) -> Vec<PassageId> {
    let mut seen = vec![false; story.passages.len()];
    let mut order = Vec::new();
    let mut stack = vec![(story.start, targets(story, story.start))];
    seen[story.start.index()] = true;
    while let Some((at, rest)) = stack.last_mut() {
        match rest.next() {
            Some(to) => {
                if !std::mem::replace(&mut seen[to.index()], true) {
                    stack.push((to, targets(story, to)));
                }
            }
            None => {
                order.push(*at);
                stack.pop();
            }
        }
    }
    order.reverse();
    order
}

/// The numbers that a clause asks about.
fn vars(clause: &Clause, found: &mut Vec<Var>) {
    match clause {
        Clause::Known(_) | Clause::Free => {}
        Clause::Test(var, _) => found.push(*var),
        Clause::All(list) | Clause::Any(list) => list.iter().for_each(|one| vars(one, found)),
    }
}

/// What is asked in every passage: by rules, and by what bands need.
fn everywhere(code: &Code) -> Vec<Var> {
    let needs = code.gauges.iter().flat_map(|gauge| &gauge.needs);
    let mut found = Vec::new();
    for asked in code.rules.iter().map(|(when, _)| when).chain(needs) {
        vars(&asked.yes, &mut found);
        vars(&asked.no, &mut found);
    }
    found.extend(code.gauges.iter().map(|gauge| gauge.var(MeterPart::Band)));
    found.sort_unstable();
    found.dedup();
    found
}

/// What is asked in each passage.
fn reads(story: &Story, code: &Code) -> Vec<Vec<Var>> {
    let tell = |slot: Slot, when: &Cond, found: &mut Vec<Var>| {
        found.extend(code.grid.var(slot));
        vars(&code.clause(when, true), found);
    };
    let mut all = Vec::with_capacity(story.passages.len());
    for passage in &story.passages {
        let mut found = Vec::new();
        for mark in &story.marks[passage.marks.start as usize..passage.marks.end as usize] {
            if let Mark::Unless { cond, .. } = mark {
                vars(&code.clause(&story.conds[cond.index()], true), &mut found);
            }
        }
        for choice in passage.choices.clone() {
            let pick = &code.choices[choice as usize];
            let arms = pick.ways.iter().flat_map(|way| way.arms.iter()).map(|(when, ..)| when);
            let asked = [&pick.when].into_iter().chain(&pick.locked).chain(&pick.shift).chain(arms);
            asked.for_each(|asked: &Asked| vars(&asked.yes, &mut found));
        }
        if passage.tells {
            for row in &story.tells {
                if row.place.is_none_or(|place| place == passage.place)
                    && row.person.is_none_or(|person| passage.people.contains(&person))
                {
                    tell(row.band.0, &row.when, &mut found);
                }
            }
        }
        if let Some(ending) = passage.ending {
            for (when, ..) in &story.endings[ending.index()].causes {
                vars(&code.clause(when, true), &mut found);
            }
        }
        found.sort_unstable();
        found.dedup();
        all.push(found);
    }
    all
}

/// For each passage a mask of what is asked there or later, of the numbers by which frames are told apart.
fn live(story: &Story, code: &Code, order: &[PassageId], reads: &[Vec<Var>], everywhere: &[Var]) -> Vec<Box<[u64]>> {
    let grid = &code.grid;
    let mask = |vars: &[Var]| {
        let mut mask: Box<[u64]> = vec![0; grid.words].into();
        vars.iter().filter(|var| grid.place(**var).keyed).for_each(|var| grid.cover(&mut mask, *var));
        mask
    };
    let always = mask(everywhere);
    let mut live: Vec<Frame> = reads.iter().map(|vars| mask(vars)).collect();
    live.iter_mut().for_each(|mask| join(mask, &always));
    loop {
        let mut same = true;
        for at in order.iter().rev() {
            let mut own = std::mem::take(&mut live[at.index()]);
            for to in targets(story, *at) {
                let other = &live[to.index()];
                if !other.is_empty() && !holds(&own, other) {
                    join(&mut own, other);
                    same = false;
                }
            }
            live[at.index()] = own;
        }
        if same {
            return live;
        }
    }
}

/// All frames of a passage together.
pub fn sum(code: &Code, room: &Room) -> Frame {
    let mut all: Frame = vec![0; code.grid.words].into();
    room.frames.iter().for_each(|frame| join(&mut all, frame));
    all
}

/// The values of a set, in order.
pub fn listed(code: &Code, var: Var, bits: u128) -> Vec<(i16, i16)> {
    let place = code.grid.place(var);
    each(bits).filter_map(|n| place.cells.get(n).copied()).collect()
}
