//! Runs: lists of choices with how the chances in them come out, found by exploring and meant to be played again.
//!
//! A run is what a report shows as proof. It can be made shorter while it still shows the same, and it becomes a
//! `Playthrough` by looking for a seed under which every chance in it comes out so. It must not know what it is to show.

use std::cell::Cell;

use crate::engine;
use crate::engine::Event;
use crate::engine::Fate;
use crate::engine::State;
use crate::playthrough::Playthrough;
use crate::playthrough::Session;
use crate::story::ChoiceId;
use crate::story::PassageId;
use crate::story::Story;

/// How many seeds are tried before a run is given up as too unlikely.
const MOST_SEEDS: u64 = 200_000;

/// How many runs are tried to make one shorter.
const MOST_TRIED: usize = 20_000;

/// A list of choices, each with how a chance in it comes out: `Fate::Drawn` for a choice that takes none.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Run {
    /// The choices, in the order in which they are taken.
    pub steps: Vec<(ChoiceId, Fate)>,
}

impl Run {
    /// The states on the way, the first page first; `None` when a choice cannot be taken.
    pub fn states(&self, story: &Story) -> Option<Vec<State>> {
        let mut states = vec![engine::begin(story, 0).state];
        for (choice, fate) in &self.steps {
            let turn = engine::choose_with(story, states.last()?, *choice, *fate).ok()?;
            states.push(turn.state);
        }
        Some(states)
    }

    /// The state at its end; `None` when a choice cannot be taken.
    pub fn end(&self, story: &Story) -> Option<State> {
        let mut state = engine::begin(story, 0).state;
        for (choice, fate) in &self.steps {
            state = engine::choose_with(story, &state, *choice, *fate).ok()?.state;
        }
        Some(state)
    }

    /// The least seed under which every chance in it comes out so; `None` when it cannot be played, or when none of the
    /// first two hundred thousand does.
    pub fn seed(&self, story: &Story) -> Option<u64> {
        let states = self.states(story)?;
        // What else happens does not hang on the seed, so only the chances need be drawn again.
        let mut chances: Vec<(State, ChoiceId, bool)> = Vec::new();
        for (state, (choice, fate)) in states.into_iter().zip(&self.steps) {
            if *fate != Fate::Drawn && story.choice(*choice).risk.is_some() {
                chances.push((state, *choice, *fate == Fate::Well));
            }
        }
        (0..MOST_SEEDS).find(|seed| {
            chances.iter_mut().all(|(state, choice, well)| {
                state.seed = *seed;
                engine::choose(story, state, *choice)
                    .is_ok_and(|turn| turn.events.contains(&Event::Rolled { well: *well }))
            })
        })
    }

    /// A playthrough that `playthrough::replay` plays to the same end.
    pub fn playthrough(&self, story: &Story) -> Option<Playthrough> {
        let mut session = Session::new(story, self.seed(story)?);
        for (choice, _) in &self.steps {
            session.choose(story, *choice).ok()?;
        }
        Some(session.playthrough(story))
    }

    /// The same with steps dropped, and others made plainer, as long as `holds` is true of its end: no stretch of it can
    /// be left out, and no choice can give way to one above it in its passage. Of a long run it is the best of the first
    /// twenty thousand that were tried.
    pub fn shrunk(&self, story: &Story, holds: impl Fn(&State) -> bool) -> Run {
        let tried = Cell::new(0);
        let shows = |run: &Run| {
            tried.set(tried.get() + 1);
            run.end(story).is_some_and(|state| holds(&state))
        };
        let first =
            |runs: &mut dyn Iterator<Item = Run>| runs.take_while(|_| tried.get() < MOST_TRIED).find(|run| shows(run));
        let mut best = self.clone();
        if !shows(&best) {
            return best;
        }
        loop {
            let shorter = first(&mut best.sooner(story).chain(best.shorter(story)));
            let better = shorter.or_else(|| first(&mut best.plainer(story).into_iter()));
            match better {
                Some(better) => best = better,
                None => return best,
            }
        }
    }

    /// Its first steps and then another, shortest first.
    fn sooner<'a>(&'a self, story: &'a Story) -> impl Iterator<Item = Run> + 'a {
        let most = self.steps.len().saturating_sub(1);
        self.steps[..most].iter().enumerate().flat_map(move |(at, (choice, _))| {
            let last = steps_from(story, story.choice(*choice).passage);
            last.map(move |step| Run { steps: [&self.steps[..at], &[step]].concat() })
        })
    }

    /// Itself without one stretch of its steps, the longest stretches first.
    fn shorter<'a>(&'a self, story: &'a Story) -> impl Iterator<Item = Run> + 'a {
        let len = self.steps.len();
        let passage = move |at: usize| self.steps.get(at).map(|(choice, _)| story.choice(*choice).passage);
        (1..=len).rev().flat_map(move |gap| {
            // What follows a stretch can only be taken where the stretch began.
            let fits = move |at: &usize| at + gap == len || passage(*at) == passage(at + gap);
            let without = move |at: usize| [&self.steps[..at], &self.steps[at + gap..]].concat();
            (0..=len - gap).filter(fits).map(move |at| Run { steps: without(at) })
        })
    }

    /// Itself with one step changed for a plainer one: a choice above it, or a chance that goes well.
    fn plainer(&self, story: &Story) -> Vec<Run> {
        let mut runs = Vec::new();
        for (at, step) in self.steps.iter().enumerate() {
            let all = steps_from(story, story.choice(step.0).passage);
            for other in all.take_while(|other| other != step) {
                let mut run = self.clone();
                run.steps[at] = other;
                runs.push(run);
            }
        }
        runs
    }
}

/// Every step that could be taken in a passage, plainest first.
fn steps_from(story: &Story, passage: PassageId) -> impl Iterator<Item = (ChoiceId, Fate)> + use<'_> {
    let choices = story.choices_of(passage);
    choices.flat_map(move |choice| fates(story, choice).iter().map(move |fate| (choice, *fate)))
}

/// How a choice may come out: both ways when it takes a chance.
pub fn fates(story: &Story, choice: ChoiceId) -> &'static [Fate] {
    match story.choice(choice).risk {
        Some(_) => &[Fate::Well, Fate::Ill],
        None => &[Fate::Drawn],
    }
}
