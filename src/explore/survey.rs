//! A survey: everything that was found out about a story by playing it. It must not know how it is shown.

use super::crowd::Plan;
use super::crowd::crowd;
use super::policy::Policy;
use super::proof::Proof;
use super::reaction::Reaction;
use super::reaction::reactions;
use super::run::Run;
use super::search;
use super::search::Found;
use super::search::Goal;
use super::search::Limits;
use super::search::Place;
use super::search::Search;
use super::search::Watch;
use super::standing::Standings;
use super::tally::Met;
use super::tally::Tally;
use super::walk::End;
use crate::story;
use crate::story::ChoiceId;
use crate::story::Claim;
use crate::story::PassageId;
use crate::story::Story;

/// How a survey is made.
#[derive(Debug, Clone, Copy)]
pub struct Scope {
    /// Walks at random.
    pub walks: u64,
    /// The first seed.
    pub seed: u64,
    /// Threads; at least one.
    pub threads: usize,
    /// Only this policy besides walks at random.
    pub policy: Option<Policy>,
    /// States that the search may meet; with 0 there is none.
    pub states: usize,
    /// Bytes it may hold at one time.
    pub bytes: usize,
}

/// What a survey is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It searches.
    Search,
    /// It walks.
    Walks,
}

/// How far a survey is.
#[derive(Debug, Clone, Copy)]
pub enum Progress<'a> {
    /// It searches.
    Search(search::Progress),
    /// It walks.
    Walks {
        /// Who walks.
        policy: &'a str,
        /// Walks that are over.
        walks: u64,
        /// Walks that are wanted.
        of: u64,
        /// Choices taken in any of them.
        choices: usize,
    },
}

/// What was found out.
#[derive(Debug)]
pub struct Survey {
    /// How it was made.
    pub scope: Scope,
    /// Whether it was told to stop before it was done.
    pub stopped: bool,
    /// What the search found, where there was one.
    pub found: Option<Found>,
    /// The walks at random.
    pub random: Tally,
    /// The walks of every other policy.
    pub policies: Vec<(Policy, Tally)>,
    /// Where each choice is read, by index.
    pub reactions: Vec<Reaction>,
    /// What is known of everything.
    pub standings: Standings,
}

/// Each policy but `random` has one walk for so many at random.
const WALKS_PER_WALK: u64 = 10;

impl Survey {
    /// Searches a story and walks through it. `stop` ends a stage of it early; `progress` is told how far it is.
    pub fn make(
        story: &Story,
        scope: Scope,
        stop: &(dyn Fn(Stage) -> bool + Sync),
        progress: &(dyn Fn(Progress<'_>) + Sync),
    ) -> Self {
        let found = (scope.states > 0).then(|| searched(story, scope, stop, progress));
        let walked = |policy: Policy, walks: u64| {
            let plan = Plan { policy, walks, seed: scope.seed, threads: scope.threads };
            let name = policy.name(story);
            crowd(story, &plan, &|| stop(Stage::Walks), &|done, choices| {
                progress(Progress::Walks { policy: name, walks: done, of: walks, choices });
            })
        };
        let random = walked(Policy::Random, scope.walks);
        let others = Policy::all(story).into_iter().filter(|policy| *policy != Policy::Random);
        let wanted = others.filter(|policy| scope.policy.is_none_or(|only| only == *policy));
        let each = if scope.policy.is_some() { scope.walks } else { scope.walks.div_ceil(WALKS_PER_WALK) };
        let policies: Vec<_> = wanted.map(|policy| (policy, walked(policy, each))).collect();
        let reactions = reactions(story, scope.walks, scope.seed, &|| stop(Stage::Walks));
        let stopped = stop(Stage::Walks);
        let mut survey = Self { scope, stopped, found, random, policies, reactions, standings: Standings::default() };
        // Where there is no search a proof would make as little difference: what was not met is unknown.
        let proof = survey.found.as_ref().map(|_| Proof::of(story));
        survey.standings = Standings::of(story, &survey, proof.as_ref());
        survey
    }

    /// All tallies, that of the walks at random first.
    pub fn tallies(&self) -> impl Iterator<Item = &Tally> + Clone {
        std::iter::once(&self.random).chain(self.policies.iter().map(|(_, tally)| tally))
    }

    /// Whether it is certain what becomes of something: it was reached, or it can never be.
    pub fn settled(&self, goal: Goal) -> bool {
        self.found.as_ref().is_some_and(|found| found.settled(goal))
    }

    /// Whether a search saw everything that can happen.
    pub fn is_exhaustive(&self) -> bool {
        self.found.as_ref().is_some_and(|found| found.exhaustive)
    }

    /// Whether the search reached something.
    fn found(&self, goal: Goal) -> bool {
        self.found.as_ref().is_some_and(|found| found.reached(goal))
    }

    /// Whether anything came to a passage.
    pub fn reached(&self, passage: PassageId) -> bool {
        self.met(passage) > 0 || self.found(Goal::Passage(passage))
    }

    /// Whether a walk found no choice open on the page of a passage.
    pub fn stuck(&self, passage: PassageId) -> bool {
        self.tallies().any(|tally| tally.ends.contains_key(&(End::NoWayOn, passage)))
    }

    /// Whether anything took a choice.
    pub fn took(&self, choice: ChoiceId) -> bool {
        self.tallies().any(|tally| tally.taken[choice.index()] > 0) || self.found(Goal::Choice(choice))
    }

    /// What the search looked for to judge an assertion: that it fails, or that its goal is reached. None for shares.
    pub fn goal(story: &Story, assertion: usize) -> Option<Goal> {
        let claim = |n: usize| story.assertions.get(n).map(|assertion| &assertion.claim);
        match claim(assertion)? {
            Claim::Reachable { goal: story::Goal::Passage(passage), .. } => Some(Goal::Passage(*passage)),
            Claim::Reachable { goal: story::Goal::Choice(choice), .. } => Some(Goal::Choice(*choice)),
            Claim::Share { .. } => None,
            // Watches are numbered in the order of the assertions that need one.
            _ => Some(Goal::Watch((0..assertion).filter(|n| claim(*n).and_then(watch).is_some()).count())),
        }
    }

    /// The shortest run that the search found to something.
    pub fn run_to(&self, goal: Goal) -> Option<Run> {
        self.found.as_ref().and_then(|found| found.run_to(goal))
    }

    /// In how many walks a passage was met.
    pub fn met(&self, passage: PassageId) -> u64 {
        self.tallies().map(|tally| tally.passages[passage.index()]).sum()
    }

    /// Walks that ended so, by where: how many, and the shortest of them.
    pub fn ends(&self, how: End) -> Vec<(PassageId, u64, &Met)> {
        let mut ends: Vec<(PassageId, u64, &Met)> = Vec::new();
        for (&(_, at), met) in self.tallies().flat_map(|tally| &tally.ends).filter(|((end, _), _)| *end == how) {
            match ends.iter_mut().find(|(known, ..)| *known == at) {
                Some((_, times, best)) => {
                    *times += met.times;
                    if rank(met) < rank(best) {
                        *best = met;
                    }
                }
                None => ends.push((at, met.times, met)),
            }
        }
        ends.sort_by_key(|(at, ..)| *at);
        ends
    }
}

/// What is to hold wherever a reader stands, for an assertion that says so.
fn watch(claim: &Claim) -> Option<Watch> {
    let (place, cond) = match claim {
        Claim::Always(cond) => (Place::Everywhere, cond),
        Claim::AtEnd(cond) => (Place::Endings, cond),
        Claim::On(passage, cond) => (Place::Passage(*passage), cond),
        Claim::Reachable { .. } | Claim::Share { .. } => return None,
    };
    Some(Watch { place, cond: cond.clone() })
}

fn searched(
    story: &Story,
    scope: Scope,
    stop: &(dyn Fn(Stage) -> bool + Sync),
    progress: &(dyn Fn(Progress<'_>) + Sync),
) -> Found {
    let stop = || stop(Stage::Search);
    let limits =
        Limits { states: scope.states, bytes: scope.bytes, threads: scope.threads, stop: &stop, ..Limits::default() };
    let told = |far| progress(Progress::Search(far));
    let watches = story.assertions.iter().filter_map(|assertion| watch(&assertion.claim));
    watches.fold(Search::new(story), Search::watch).limits(limits).progress(&told).run()
}

/// Of two runs that show the same the shorter is better.
fn rank(met: &Met) -> (usize, &Run) {
    (met.sample.run.steps.len(), &met.sample.run)
}
