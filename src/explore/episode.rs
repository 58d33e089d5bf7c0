//! Episodes, played: the longest way through each, and the ways that come to none of its last passages.
//!
//! Every way is taken, from where the episode begins, by every open choice and both ends of every chance, and what is
//! counted is what a reader would see. It must not know any limit that a story sets.

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::collections::HashSet;
use std::collections::VecDeque;

use super::policy;
use super::run::fates;
use super::wording::Wordings;
use crate::engine;
use crate::engine::State;
use crate::story::ChoiceId;
use crate::story::Episode;
use crate::story::EpisodeStyle;
use crate::story::PassageId;
use crate::story::Story;

/// The most passages on a way: who has read so many has lost the episode, or goes in a circle.
pub const MOST_PASSAGES: usize = 100;

/// The most states of all episodes of a story together.
pub const MOST_STATES: usize = 150_000;

/// The most states among which a shorter way is looked for.
const MOST_NEAR: usize = 20_000;

/// How many words are read aloud to a class in a minute, if the story does not say.
const WORDS_A_MINUTE: u32 = 130;

/// How many seconds a vote takes, if the story does not say.
const VOTE_SECONDS: u32 = 45;

/// The seconds of a day: no vote takes longer.
const DAY: u32 = 86_400;

/// The most of each that a way through an episode has: of several ways, each of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Longest {
    /// Passages.
    pub passages: u32,
    /// Words of their texts.
    pub words: u32,
    /// Pages on which more than one choice is open.
    pub votes: u32,
    /// Seconds, times the words that are read in a minute: so it is whole.
    time: u64,
}

impl Longest {
    /// Minutes of reading aloud and voting, a begun one as a whole.
    pub fn minutes(&self, style: &EpisodeStyle) -> u32 {
        self.time.div_ceil(60 * pace(style)) as u32
    }

    fn most(self, other: Self) -> Self {
        Self {
            passages: self.passages.max(other.passages),
            words: self.words.max(other.words),
            votes: self.votes.max(other.votes),
            time: self.time.max(other.time),
        }
    }

    fn and(self, then: Self) -> Self {
        Self {
            passages: self.passages + then.passages,
            words: self.words + then.words,
            votes: self.votes + then.votes,
            time: self.time + then.time,
        }
    }
}

/// How a way missed the last passages of an episode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Miss {
    /// It came to an ending.
    Ending,
    /// It came to a page on which nothing is open.
    NoWayOn,
    /// It went on for `MOST_PASSAGES`.
    Lost,
}

/// A way that missed the last passages of an episode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Astray {
    /// How.
    pub miss: Miss,
    /// Where it was by then.
    pub at: PassageId,
    /// The choices that led there.
    pub choices: Vec<ChoiceId>,
}

/// An episode, played in every way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Played {
    /// The longest way through it that was found.
    pub longest: Longest,
    /// Whether every way was taken. Otherwise there may be longer ones and more passages: one goes astray, or there were
    /// too many states.
    pub is_whole: bool,
    /// The passages that somebody comes to.
    pub met: BTreeSet<PassageId>,
    /// A way that misses its last passages: the shortest to an ending or a page without a way on, if there is one.
    pub astray: Option<Astray>,
}

/// Plays all episodes of a story, in their order.
pub fn episodes(story: &Story) -> Vec<Played> {
    let mut left = MOST_STATES;
    let each = story.episodes.iter().map(|episode| {
        let mut player = Player {
            story,
            episode,
            left,
            known: HashMap::new(),
            wordings: Wordings::default(),
            met: BTreeSet::new(),
            way: Vec::new(),
            longest: Longest::default(),
            astray: None,
        };
        let first = engine::begin_at(story, 0, &episode.opening).state;
        let is_whole = player.from(&first, Longest::default()).is_some();
        left = player.left;
        let astray = player.astray.take().map(|astray| player.sooner(first).unwrap_or(astray));
        Played { longest: player.longest, is_whole, met: player.met, astray }
    });
    each.collect()
}

struct Player<'s> {
    story: &'s Story,
    episode: &'s Episode,
    /// How many states may still be met.
    left: usize,
    known: HashMap<State, Longest>,
    wordings: Wordings,
    met: BTreeSet<PassageId>,
    way: Vec<ChoiceId>,
    longest: Longest,
    astray: Option<Astray>,
}

impl Player<'_> {
    /// The longest way on from a state, behind a way that has come so far; none where there is no saying.
    fn from(&mut self, state: &State, before: Longest) -> Option<Longest> {
        if let Some(known) = self.known.get(state) {
            self.longest = self.longest.most(before.and(*known));
            return Some(*known);
        }
        self.left = self.left.checked_sub(1)?;
        self.met.insert(state.at);
        let open = policy::open(self.story, state);
        let is_last = self.is_last(state);
        let is_lost = !is_last && self.way.len() + 1 >= MOST_PASSAGES;
        if let Some(miss) = self.missed(state, &open).or(is_lost.then_some(Miss::Lost)) {
            self.astray = Some(Astray { miss, at: state.at, choices: self.way.clone() });
            return None;
        }
        let here = self.page(state, !is_last && open.len() > 1);
        if is_last {
            self.longest = self.longest.most(before.and(here));
        }
        let mut onward = Longest::default();
        for choice in open.iter().copied().filter(|_| !is_last) {
            for fate in fates(self.story, choice) {
                let Ok(turn) = engine::choose_with(self.story, state, choice, *fate) else { continue };
                self.way.push(choice);
                onward = onward.most(self.from(&turn.state, before.and(here))?);
                self.way.pop();
            }
        }
        let longest = here.and(onward);
        self.known.insert(state.clone(), longest);
        Some(longest)
    }

    fn is_last(&self, state: &State) -> bool {
        self.episode.last.contains(&state.at)
    }

    /// Whether a way that has come so far has missed what it should come to.
    fn missed(&self, state: &State, open: &[ChoiceId]) -> Option<Miss> {
        match self.story.passage(state.at).ending {
            _ if self.is_last(state) => None,
            Some(_) => Some(Miss::Ending),
            None => open.is_empty().then_some(Miss::NoWayOn),
        }
    }

    /// Of the ways that miss its last passages, the shortest that comes to an end, if it is near.
    fn sooner(&self, first: State) -> Option<Astray> {
        let mut met = HashSet::from([first.clone()]);
        let mut queue = VecDeque::from([(first, Vec::new())]);
        while let Some((state, choices)) = queue.pop_front().filter(|_| met.len() <= MOST_NEAR) {
            let open = policy::open(self.story, &state);
            if let Some(miss) = self.missed(&state, &open) {
                return Some(Astray { miss, at: state.at, choices });
            }
            for choice in open.into_iter().filter(|_| !self.is_last(&state)) {
                for fate in fates(self.story, choice) {
                    let Ok(turn) = engine::choose_with(self.story, &state, choice, *fate) else { continue };
                    if met.insert(turn.state.clone()) {
                        queue.push_back((turn.state, [&choices[..], &[choice]].concat()));
                    }
                }
            }
        }
        None
    }

    /// A page alone.
    fn page(&mut self, state: &State, is_vote: bool) -> Longest {
        let style = &self.story.style.episodes;
        let words = self.wordings.page(self.story, state).words;
        let seconds = u64::from(style.vote_seconds.unwrap_or(VOTE_SECONDS).min(DAY));
        let vote = if is_vote { seconds * pace(style) } else { 0 };
        Longest { passages: 1, words, votes: u32::from(is_vote), time: u64::from(words) * 60 + vote }
    }
}

/// Words a minute.
fn pace(style: &EpisodeStyle) -> u64 {
    u64::from(style.words_a_minute.unwrap_or(WORDS_A_MINUTE).max(1))
}
