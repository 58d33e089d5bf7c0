//! One breadth-first search, level by level, over states in which only what matters for some goals is told apart.
//!
//! A level is expanded in batches, a batch in chunks: threads take chunks and read the shelves, then take shelves and write
//! them, each shelf in the order of the chunks. Chunks and shelves do not hang on the number of threads, so neither does
//! the number that a state gets, nor the run that is found first. It must not know why these goals were chosen.

use std::collections::HashMap;

use super::goal::Bits;
use super::layout::Layout;
use super::look::Look;
use super::look::Pending;
use super::look::With;
use super::many::each;
use super::many::each_of;
use super::shelf;
use super::shelf::NOWHERE;
use super::shelf::SHELVES;
use super::shelf::Shelf;
use super::trail::Trail;
use crate::engine;
use crate::engine::Fate;
use crate::engine::State;
use crate::explore::run::fates;
use crate::story::ChoiceId;
use crate::story::PassageId;
use crate::story::Story;
use crate::story::Way;

/// States that a thread takes at a time.
const CHUNK: usize = 512;

/// The most chunks of a batch.
const BATCH: usize = 128;

/// What a search is to keep to.
pub struct Bounds<'a> {
    /// States, at most.
    pub states: usize,
    /// Bytes, at most.
    pub bytes: usize,
    /// Threads.
    pub threads: usize,
    /// Asked now and then, with how far it has come and what it has found; true ends it.
    pub stop: &'a mut dyn FnMut(Count, &[First]) -> bool,
}

/// A goal with the state where it was first reached and, when it was reached by a turn from there, the step.
pub type First = (u32, u32, Option<u32>);

/// How far a search has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// States met.
    pub states: usize,
    /// Turns taken.
    pub turns: u64,
    /// Choices taken to come to the deepest state.
    pub depth: usize,
    /// Bytes held.
    pub bytes: usize,
}

/// What ended a search before it had seen everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cut {
    /// As many states as there may be.
    States,
    /// As much memory as there may be.
    Memory,
    /// It was told to stop.
    Stopped,
}

/// What a search found: goals, by number, each with the run that reaches it.
pub struct Slice {
    /// How far it came.
    pub count: Count,
    /// What ended it; `None` when it has seen everything.
    pub cut: Option<Cut>,
    /// What it reached, in the order in which it did: goals and nodes of the trail.
    pub found: Vec<(u32, u32)>,
}

/// What came of a chunk.
struct Harvest {
    turns: u64,
    /// Goals, with the state and, for those of a turn, the step.
    goals: Vec<First>,
    /// The states come to, with their hashes, and where they came from.
    states: Vec<(u64, u32, u32)>,
    keys: Vec<u64>,
    /// The states by shelf, and where those of each shelf begin.
    order: Vec<u32>,
    begins: Vec<usize>,
}

impl Harvest {
    /// Puts the states in the order of their shelves. To look there for each as it is met would be to wait for memory
    /// every time; all of one shelf together find it near.
    fn sort(&mut self) {
        self.begins = vec![0; SHELVES + 1];
        self.states.iter().for_each(|(hash, ..)| self.begins[shelf::shelf_of(*hash) + 1] += 1);
        (0..SHELVES).for_each(|n| self.begins[n + 1] += self.begins[n]);
        let mut next = self.begins.clone();
        self.order = vec![0; self.states.len()];
        for (n, (hash, ..)) in self.states.iter().enumerate() {
            let at = &mut next[shelf::shelf_of(*hash)];
            self.order[*at] = n as u32;
            *at += 1;
        }
    }
}

struct Search<'a> {
    with: &'a With<'a>,
    story: &'a Story,
    layout: &'a Layout,
    shelves: Vec<Shelf>,
    /// By passage, what is still to be found on its page; perhaps a little behind.
    pending: Vec<Pending>,
}

/// Searches for what is not `known`, and adds to it.
/// The runs go into `trail`.
pub fn slice(with: &With<'_>, layout: &Layout, known: &mut Bits, trail: &mut Trail, bounds: Bounds<'_>) -> Slice {
    let story = with.story;
    let shelves = (0..SHELVES).map(|_| Shelf::new(layout.words)).collect();
    let mut search = Search { with, story, layout, shelves, pending: vec![Pending::ALL; story.passages.len()] };
    let mut firsts: Vec<First> = Vec::new();
    let mut count = Count { states: 1, ..Count::default() };
    // The first page, and what was asked on the way to it.
    let mut look = Look::new(with, known.clone());
    let state = engine::begin_with(story, 0, &mut look);
    let mut key = vec![0; layout.words];
    layout.pack(&state, &mut key);
    let hash = shelf::hash(&key);
    let first = shelf::shelf_of(hash);
    search.shelves[first].add(hash, &key, (NOWHERE, 0));
    firsts.extend(look.new.iter().map(|goal| (*goal, shelf::number(first, 0), None)));
    look.new.iter().for_each(|goal| _ = known.add(*goal));

    let mut begun = vec![0; SHELVES];
    let cut = 'all: loop {
        let level: Vec<std::ops::Range<usize>> =
            search.shelves.iter().zip(&begun).map(|(shelf, begun)| *begun..shelf.len()).collect();
        let frontier: usize = level.iter().map(|range| range.len()).sum();
        if frontier == 0 {
            break None;
        }
        begun = level.iter().map(|range| range.end).collect();
        let mut waiting = level
            .iter()
            .enumerate()
            .flat_map(|(shelf, range)| range.clone().map(move |index| shelf::number(shelf, index)));
        loop {
            // Small at first, so that a small limit is not overshot by much.
            let most = (count.states / 4).clamp(CHUNK, BATCH * CHUNK);
            let batch: Vec<u32> = waiting.by_ref().take(most).collect();
            if batch.is_empty() {
                break;
            }
            search.batch(&batch, known, &mut firsts, &mut count, bounds.threads);
            let (states, tables) =
                search.shelves.iter().map(Shelf::bytes).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
            count.bytes = states + tables;
            if (bounds.stop)(count, &firsts) {
                break 'all Some(Cut::Stopped);
            }
            let all_seen = || begun.iter().zip(&search.shelves).all(|(begun, shelf)| *begun == shelf.len());
            if count.states >= bounds.states || search.shelves.iter().any(|shelf| shelf.len() >= shelf::MOST) {
                // The last state of all may have been met just then.
                if !(waiting.next().is_none() && all_seen()) {
                    break 'all Some(Cut::States);
                }
                break;
            }
            // Tables grow to twice their size.
            if count.bytes + tables > bounds.bytes {
                break 'all Some(Cut::Memory);
            }
        }
        count.depth += usize::from(begun.iter().zip(&search.shelves).any(|(begun, shelf)| *begun < shelf.len()));
    };
    let mut nodes = HashMap::new();
    let found = firsts.into_iter().map(|(goal, state, step)| {
        let node = search.node(state, trail, &mut nodes);
        (goal, step.map_or(node, |step| trail.add(node, search.step(state, step))))
    });
    let found = found.collect();
    Slice { count, cut, found }
}

impl Search<'_> {
    fn batch(&mut self, batch: &[u32], known: &mut Bits, firsts: &mut Vec<First>, count: &mut Count, threads: usize) {
        if batch.len() >= CHUNK {
            let look = Look::new(self.with, known.clone());
            self.pending = (0..self.story.passages.len() as u32).map(|n| look.pending(PassageId(n))).collect();
        }
        let this = &*self;
        let chunks: Vec<&[u32]> = batch.chunks(CHUNK).collect();
        let harvests = each(threads, chunks.len(), |n| this.chunk(chunks[n], known));
        for harvest in &harvests {
            count.turns += harvest.turns;
            firsts.extend(harvest.goals.iter().filter(|(goal, ..)| known.add(*goal)));
        }
        let words = self.layout.words;
        let threads = if batch.len() <= CHUNK { 1 } else { threads };
        each_of(threads, &mut self.shelves, |n, shelf| {
            for harvest in &harvests {
                for i in &harvest.order[harvest.begins[n]..harvest.begins[n + 1]] {
                    let i = *i as usize;
                    let (hash, from, step) = harvest.states[i];
                    shelf.add(hash, &harvest.keys[i * words..(i + 1) * words], (from, step));
                }
            }
        });
        count.states = self.shelves.iter().map(Shelf::len).sum();
    }

    /// Looks at each state of a chunk and takes every step from it.
    fn chunk(&self, chunk: &[u32], known: &Bits) -> Harvest {
        let mut look = Look::new(self.with, known.clone());
        let mut harvest = Harvest {
            turns: 0,
            goals: Vec::new(),
            states: Vec::with_capacity(chunk.len() * 3),
            keys: Vec::with_capacity(chunk.len() * 3 * self.layout.words),
            order: Vec::new(),
            begins: Vec::new(),
        };
        let mut numbers = Vec::new();
        let mut here: State = engine::begin_with(self.story, 0, &mut look);
        look.new.clear();
        look.known = known.clone();
        let mut then = here.clone();
        let mut key = vec![0; self.layout.words];
        for number in chunk {
            let (shelf, index) = shelf::place(*number);
            self.layout.unpack(self.shelves[shelf].key(index), &mut numbers, &mut here);
            look.page(&here, self.pending[here.at.index()]);
            let mut stuck = true;
            harvest.goals.extend(look.new.drain(..).map(|goal| (goal, *number, None)));
            for (nth, choice) in self.story.choices_of(here.at).enumerate() {
                for fate in fates(self.story, choice) {
                    then.recall(here.at, &numbers);
                    if engine::choose_into(self.story, &mut then, choice, *fate, &mut look).is_err() {
                        break;
                    }
                    stuck &= self.story.choice(choice).instead;
                    let step = (nth as u32) << 2 | way(*fate) as u32;
                    look.takes(choice, way(*fate));
                    harvest.goals.extend(look.new.drain(..).map(|goal| (goal, *number, Some(step))));
                    harvest.turns += 1;
                    self.layout.pack(&then, &mut key);
                    let hash = shelf::hash(&key);
                    harvest.states.push((hash, *number, step));
                    harvest.keys.extend_from_slice(&key);
                }
            }
            if stuck {
                look.stuck(&here);
                harvest.goals.extend(look.new.drain(..).map(|goal| (goal, *number, None)));
            }
        }
        harvest.sort();
        harvest
    }

    /// The node of a state, which is added with those before it when it is not there.
    fn node(&self, state: u32, trail: &mut Trail, nodes: &mut HashMap<u32, u32>) -> u32 {
        let mut way = Vec::new();
        let mut here = state;
        let mut node = loop {
            if let Some(node) = nodes.get(&here) {
                break *node;
            }
            let (shelf, index) = shelf::place(here);
            let (from, step) = self.shelves[shelf].from(index);
            if from == NOWHERE {
                break Trail::START;
            }
            way.push((here, self.step(from, step)));
            here = from;
        };
        for (state, step) in way.into_iter().rev() {
            node = trail.add(node, step);
            nodes.insert(state, node);
        }
        node
    }

    fn step(&self, from: u32, step: u32) -> (ChoiceId, Fate) {
        let (shelf, index) = shelf::place(from);
        let passage: PassageId = self.layout.passage(self.shelves[shelf].key(index));
        let choice = ChoiceId(self.story.passage(passage).choices.start + (step >> 2));
        let fate = match step & 3 {
            1 => Fate::Well,
            2 => Fate::Ill,
            _ => Fate::Drawn,
        };
        (choice, fate)
    }
}

/// The outcome a choice has by a fate that was asked for.
pub fn way(fate: Fate) -> Way {
    match fate {
        Fate::Drawn => Way::Sure,
        Fate::Well => Way::Well,
        Fate::Ill => Way::Ill,
    }
}
