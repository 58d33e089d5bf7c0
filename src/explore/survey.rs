//! A survey: everything that was found out about a story by playing it. It must not know how it is shown.

use super::crowd::Plan;
use super::crowd::crowd;
use super::policy::Policy;
use super::run::Run;
use super::tally::Met;
use super::tally::Tally;
use super::walk::End;
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
}

/// How far a survey is.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'a> {
    /// Who walks.
    pub policy: &'a str,
    /// Walks that are over.
    pub walks: u64,
    /// Walks that are wanted.
    pub of: u64,
    /// Choices taken in any of them.
    pub choices: usize,
}

/// What was found out.
#[derive(Debug, Clone)]
pub struct Survey {
    /// How it was made.
    pub scope: Scope,
    /// Whether it was told to stop before it was done.
    pub stopped: bool,
    /// The walks at random.
    pub random: Tally,
    /// The walks of every other policy.
    pub policies: Vec<(Policy, Tally)>,
}

/// Each policy but `random` has one walk for so many at random.
const WALKS_PER_WALK: u64 = 10;

impl Survey {
    /// Walks through a story. `stop` ends it early; `progress` is told how far it is.
    pub fn make(
        story: &Story,
        scope: Scope,
        stop: &(dyn Fn() -> bool + Sync),
        progress: &(dyn Fn(Progress<'_>) + Sync),
    ) -> Self {
        let walked = |policy: Policy, walks: u64| {
            let plan = Plan { policy, walks, seed: scope.seed, threads: scope.threads };
            let name = policy.name(story);
            crowd(story, &plan, stop, &|done, choices| {
                progress(Progress { policy: name, walks: done, of: walks, choices });
            })
        };
        let random = walked(Policy::Random, scope.walks);
        let others = Policy::all(story).into_iter().filter(|policy| *policy != Policy::Random);
        let wanted = others.filter(|policy| scope.policy.is_none_or(|only| only == *policy));
        let each = if scope.policy.is_some() { scope.walks } else { scope.walks.div_ceil(WALKS_PER_WALK) };
        let policies: Vec<_> = wanted.map(|policy| (policy, walked(policy, each))).collect();
        Self { scope, stopped: stop(), random, policies }
    }

    /// All tallies, that of the walks at random first.
    pub fn tallies(&self) -> impl Iterator<Item = &Tally> + Clone {
        std::iter::once(&self.random).chain(self.policies.iter().map(|(_, tally)| tally))
    }

    /// Whether everything that can happen was played.
    pub fn exhaustive(&self) -> bool {
        false
    }

    /// The shortest run that a search found to break an assertion, or to reach what it calls reachable.
    pub fn shown(&self, _assertion: usize) -> Option<&Run> {
        None
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

/// Of two runs that show the same the shorter is better.
fn rank(met: &Met) -> (usize, &Run) {
    (met.sample.run.steps.len(), &met.sample.run)
}
