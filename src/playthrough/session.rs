//! A playthrough being played: every state on every branch, and the one the reader stands at.

use super::divergence::{Divergence, Misfit};
use super::{Origin, Playthrough, Step, fingerprint_words};
use crate::engine::{self, Event, Page, Refusal, State, Turn};
use crate::story::{ChoiceId, Episode, PassageId, Story};

/// One place in the tree.
#[derive(Debug, Clone)]
struct Node {
    /// The node before it; the root's is itself.
    before: usize,
    /// The choice that led here; the root has none.
    choice: Option<ChoiceId>,
    state: State,
    events: Vec<Event>,
    /// The nodes that follow it, oldest first; no two by the same choice.
    children: Vec<usize>,
    /// The node that was gone on to last, for redo.
    onward: Option<usize>,
}

impl Node {
    fn new(before: usize, choice: Option<ChoiceId>, turn: Turn) -> Self {
        Self { before, choice, state: turn.state, events: turn.events, children: Vec::new(), onward: None }
    }
}

/// A playthrough being played.
#[derive(Debug, Clone)]
pub struct Session {
    seed: u64,
    /// Where it began, when not at the story's start.
    origin: Option<Origin>,
    nodes: Vec<Node>,
    current: usize,
    /// Steps of abandoned branches that an edited story no longer has room for.
    pub dropped: usize,
    /// Whether the story's structure has changed since the playthrough was saved.
    pub edited: bool,
}

impl Session {
    /// A new playthrough of `story`.
    pub fn new(story: &Story, seed: u64) -> Self {
        Self::of(seed, None, engine::begin(story, seed))
    }

    /// A new playthrough that begins in the middle of `story`.
    ///
    /// # Errors
    /// The story has no such place; one sentence says what is wrong.
    pub fn begin_at(story: &Story, seed: u64, origin: Origin) -> Result<Self, String> {
        let at = if origin.at.is_empty() { story.passage_id(story.start) } else { &origin.at };
        let opening = match &origin.episode {
            Some(id) => story.episode(id)?.opening.clone(),
            None => story.opening(at, &origin.sets)?,
        };
        Ok(Self::of(seed, Some(origin), engine::begin_at(story, seed, &opening)))
    }

    fn of(seed: u64, origin: Option<Origin>, first: Turn) -> Self {
        Self { seed, origin, nodes: vec![Node::new(0, None, first)], current: 0, dropped: 0, edited: false }
    }

    /// Where it began, when not at the story's start.
    pub fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }

    /// The episode that it is, if the story still has it.
    pub fn episode<'s>(&self, story: &'s Story) -> Option<&'s Episode> {
        story.episode(self.origin.as_ref()?.episode.as_ref()?).ok()
    }

    /// The episode that is over with the page where the reader stands: nothing more can be taken there.
    pub fn over<'s>(&self, story: &'s Story) -> Option<&'s Episode> {
        self.over_at(story, self.current)
    }

    fn over_at<'s>(&self, story: &'s Story, node: usize) -> Option<&'s Episode> {
        self.episode(story).filter(|episode| episode.last.contains(&self.nodes[node].state.at))
    }

    /// What the draws are made from.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The state the reader stands at.
    pub fn state(&self) -> &State {
        &self.nodes[self.current].state
    }

    /// The page the reader stands at.
    pub fn page<'s>(&'s self, story: &'s Story) -> Page<'s> {
        engine::page(story, self.state())
    }

    /// What happened on the way to this page.
    pub fn events(&self) -> &[Event] {
        &self.nodes[self.current].events
    }

    /// The number of the node the reader stands at; 0 is the start.
    pub fn current(&self) -> usize {
        self.current
    }

    /// The state at a node.
    pub fn state_at(&self, node: usize) -> Option<&State> {
        self.nodes.get(node).map(|node| &node.state)
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Never: a session has its start.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// Takes a choice and one step. A choice taken before from here leads to where it led.
    pub fn choose(&mut self, story: &Story, choice: ChoiceId) -> Result<(), Refusal> {
        if self.over(story).is_some() {
            return Err(Refusal::Elsewhere);
        }
        let next = match self.child(self.current, choice) {
            Some(node) => {
                engine::allowed(story, self.state(), choice)?;
                node
            }
            None => self.grow(story, self.current, choice)?,
        };
        self.nodes[self.current].onward = Some(next);
        self.current = next;
        Ok(())
    }

    fn grow(&mut self, story: &Story, before: usize, choice: ChoiceId) -> Result<usize, Refusal> {
        let turn = engine::choose(story, &self.nodes[before].state, choice)?;
        Ok(self.add(before, choice, turn))
    }

    fn add(&mut self, before: usize, choice: ChoiceId, turn: Turn) -> usize {
        let node = self.nodes.len();
        self.nodes.push(Node::new(before, Some(choice), turn));
        self.nodes[before].children.push(node);
        node
    }

    /// The node that `choice` led to from `before`, if it was taken there.
    fn child(&self, before: usize, choice: ChoiceId) -> Option<usize> {
        self.nodes[before].children.iter().copied().find(|node| self.nodes[*node].choice == Some(choice))
    }

    /// Goes back one step. False at the start.
    pub fn rewind(&mut self) -> bool {
        let before = self.nodes[self.current].before;
        if before == self.current {
            return false;
        }
        self.nodes[before].onward = Some(self.current);
        self.current = before;
        true
    }

    /// Goes forward again along the branch last left. False where nothing was left.
    pub fn redo(&mut self) -> bool {
        match self.nodes[self.current].onward {
            Some(next) => {
                self.current = next;
                true
            }
            None => false,
        }
    }

    /// Goes to any node of the tree; redo then leads along its own branch. False when there is no such node.
    pub fn go(&mut self, node: usize) -> bool {
        if node >= self.nodes.len() {
            return false;
        }
        self.current = node;
        let mut here = node;
        while here != 0 {
            let before = self.nodes[here].before;
            self.nodes[before].onward = Some(here);
            here = before;
        }
        true
    }

    /// The nodes from the start to where the reader stands.
    pub fn path(&self) -> Vec<usize> {
        self.path_to(self.current)
    }

    /// The nodes from the start to `node`.
    pub fn path_to(&self, node: usize) -> Vec<usize> {
        let mut path = vec![node];
        let mut here = node;
        while here != 0 {
            here = self.nodes[here].before;
            path.push(here);
        }
        path.reverse();
        path
    }

    /// The ends of all branches, oldest first.
    pub fn branches(&self) -> Vec<usize> {
        (0..self.nodes.len()).filter(|node| self.nodes[*node].children.is_empty()).collect()
    }

    /// The choice that led to a node.
    pub fn choice_at(&self, node: usize) -> Option<ChoiceId> {
        self.nodes.get(node).and_then(|node| node.choice)
    }

    /// The choices from the start to where the reader stands.
    pub fn choices(&self) -> impl Iterator<Item = ChoiceId> + '_ {
        self.path().into_iter().filter_map(|node| self.nodes[node].choice)
    }

    /// What a save holds of this.
    pub fn playthrough(&self, story: &Story) -> Playthrough {
        let steps = self
            .nodes
            .iter()
            .skip(1)
            .filter_map(|node| {
                let choice = node.choice?;
                Some(Step {
                    after: node.before,
                    passage: story.passage_id(story.choice(choice).passage).to_owned(),
                    choice: story.choice_id(choice).to_owned(),
                    to: story.passage_id(node.state.at).to_owned(),
                })
            })
            .collect();
        Playthrough {
            story: story.id.clone(),
            edition: story.edition.clone(),
            fingerprint: fingerprint_words(story.fingerprint),
            seed: self.seed,
            from: self.origin.clone(),
            steps,
            current: self.current,
        }
    }
}

impl Playthrough {
    /// The way from the start to the current step: 0, then numbers of steps from 1. It ends early at a step that is not
    /// there, in a tree that does not hang together.
    pub fn way(&self) -> Vec<usize> {
        let mut way = vec![self.current];
        while let Some(&last) = way.last()
            && let Some(step) = last.checked_sub(1).and_then(|n| self.steps.get(n))
            && step.after < last
        {
            way.push(step.after);
        }
        way.reverse();
        way
    }
}

/// Plays a saved playthrough again. Steps are found by their names, present or former, so an edited story is played as
/// far as it goes.
///
/// # Errors
/// A step on the way to the current page that no longer fits: the divergence says which, and carries the session up to
/// the last good place. Steps of other branches that do not fit are left out and counted in `Session::dropped`.
pub fn replay(story: &Story, playthrough: &Playthrough) -> Result<Session, Box<Divergence>> {
    let mut session = match &playthrough.from {
        None => Session::new(story, playthrough.seed),
        Some(origin) => match Session::begin_at(story, playthrough.seed, origin.clone()) {
            Ok(session) => session,
            Err(why) => return Err(Box::new(from_the_start(story, playthrough, why))),
        },
    };
    session.edited = playthrough.fingerprint != fingerprint_words(story.fingerprint);
    // Where each saved step came to stand; `None` for one that did not fit.
    let mut stands: Vec<Option<usize>> = vec![Some(0)];
    let mut misfits: Vec<Option<Misfit>> = vec![None];
    for step in &playthrough.steps {
        let played = match stands.get(step.after).copied().flatten() {
            None => Err(None),
            Some(before) => play(story, &mut session, before, step).map_err(Some),
        };
        match played {
            Ok(node) => {
                stands.push(Some(node));
                misfits.push(None);
            }
            Err(misfit) => {
                stands.push(None);
                misfits.push(misfit);
            }
        }
    }
    let lost = stands.iter().filter(|stand| stand.is_none()).count();
    // The way to the current page, as far as it fits.
    let way = playthrough.way();
    let good = way.iter().take_while(|step| stands.get(**step).is_some_and(Option::is_some)).count();
    let stand = good.checked_sub(1).and_then(|n| stands[way[n]]).unwrap_or(0);
    session.dropped = lost;
    // Which branch was left last is not saved; redo follows the newest.
    session.nodes.iter_mut().for_each(|node| node.onward = node.children.last().copied());
    session.go(stand);
    let Some(broken) = way.get(good) else { return Ok(session) };
    session.nodes[stand].onward = None;
    let misfit = misfits.get(*broken).cloned().flatten();
    let step = broken.checked_sub(1).and_then(|n| playthrough.steps.get(n));
    Err(Box::new(Divergence::new(story, session, good, step, misfit)))
}

/// Of a playthrough that can no longer begin where it did nothing fits. What is offered is the story's start; it stays a
/// playthrough that was begun by hand.
fn from_the_start(story: &Story, playthrough: &Playthrough, why: String) -> Divergence {
    let mut session = Session::new(story, playthrough.seed);
    session.origin = Some(Origin::default());
    session.dropped = playthrough.steps.len();
    Divergence::new(story, session, 1, playthrough.steps.first(), Some(Misfit::StartGone(why)))
}

/// Plays one saved step from `before`; the node it leads to.
fn play(story: &Story, session: &mut Session, before: usize, step: &Step) -> Result<usize, Misfit> {
    let at = session.nodes[before].state.at;
    if story.find_passage(&step.passage) != Some(at) {
        return Err(Misfit::PassageGone);
    }
    let choice = story.find_choice(at, &step.choice).ok_or(Misfit::ChoiceGone)?;
    if session.over_at(story, before).is_some() {
        return Err(Misfit::ChoiceClosed);
    }
    // The same choice saved twice from one place is one step, if it also led to one place.
    if let Some(node) = session.child(before, choice) {
        return arrived(story, session.nodes[node].state.at, step).map(|()| node);
    }
    let turn = engine::choose(story, &session.nodes[before].state, choice).map_err(|_| Misfit::ChoiceClosed)?;
    arrived(story, turn.state.at, step)?;
    Ok(session.add(before, choice, turn))
}

/// Whether a step leads where it led.
fn arrived(story: &Story, reached: PassageId, step: &Step) -> Result<(), Misfit> {
    match story.find_passage(&step.to) {
        Some(to) if to == reached => Ok(()),
        Some(_) => Err(Misfit::LeadsElsewhere(story.passage_id(reached).to_owned())),
        None => Err(Misfit::ArrivalGone),
    }
}
