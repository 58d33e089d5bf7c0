//! Walks: one playthrough after another, from the first page until nothing leads on.
//!
//! A walk has a seed, which decides the chances in it, and somebody who picks. It must not know who picks or what is made
//! of what is seen on the way.

use rand::Rng;

use super::policy;
use super::run::Run;
use crate::engine;
use crate::engine::Event;
use crate::engine::Fate;
use crate::engine::State;
use crate::story::ChoiceId;
use crate::story::PassageId;
use crate::story::Story;

/// The most steps of a walk: whoever has taken so many walks in a circle.
pub const MOST_STEPS: usize = 2_000;

/// How a walk ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// On the page of an ending.
    Ending,
    /// On a page that is no ending, where no choice was open.
    NoWayOn,
    /// Not at all: it was given up after `MOST_STEPS`.
    Endless,
}

/// A page, as somebody came to it on a walk.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// The state on it.
    pub state: &'a State,
    /// What happened on the way to it from the page before.
    pub events: &'a [Event],
    /// The choices that are open on it, in the author's order.
    pub open: &'a [ChoiceId],
    /// The steps that led to it.
    pub run: &'a Run,
}

/// A walk that is over.
#[derive(Debug, Clone)]
pub struct Walk {
    /// How it ended.
    pub end: End,
    /// Where.
    pub at: PassageId,
    /// All its steps.
    pub run: Run,
}

/// Walks once. `see` is shown every page, and then `pick` is asked for one of its open choices.
pub fn walk(
    story: &Story,
    seed: u64,
    mut pick: impl FnMut(&State, &[ChoiceId]) -> Option<ChoiceId>,
    mut see: impl FnMut(&Seen<'_>),
) -> Walk {
    let mut turn = engine::begin(story, seed);
    let mut run = Run::default();
    let end = loop {
        let open = policy::open(story, &turn.state);
        see(&Seen { state: &turn.state, events: &turn.events, open: &open, run: &run });
        if story.passage(turn.state.at).ending.is_some() {
            break End::Ending;
        }
        if run.steps.len() >= MOST_STEPS {
            break End::Endless;
        }
        let next = pick(&turn.state, &open)
            .and_then(|choice| engine::choose(story, &turn.state, choice).ok().map(|turn| (choice, turn)));
        let Some((choice, next)) = next else { break End::NoWayOn };
        run.steps.push((choice, fate(&next.events)));
        turn = next;
    };
    Walk { end, at: turn.state.at, run }
}

/// How the chance in a turn came out.
fn fate(events: &[Event]) -> Fate {
    let rolled = events.iter().find_map(|event| match event {
        Event::Rolled { well } => Some(*well),
        _ => None,
    });
    match rolled {
        None => Fate::Drawn,
        Some(true) => Fate::Well,
        Some(false) => Fate::Ill,
    }
}

/// What decides where whoever picks does not mind: apart from the chances of the playthrough, and made of its seed.
pub fn luck(seed: u64) -> impl Rng {
    engine::stream(seed, 0, 0, u32::MAX, u8::MAX)
}
