//! What a search found. It must not know how.

use super::goal::Bits;
use super::goal::Goal;
use super::goal::Goals;
use super::slice::Cut;
use super::trail::Trail;
use crate::explore::run::Run;
use crate::explore::site::Site;
use crate::story::ChoiceId;
use crate::story::PassageId;

/// What a search found: what is reached, and the shortest run found to each.
#[derive(Debug)]
pub struct Found {
    /// Whether everything was seen: what is not reached can then never be.
    pub exhaustive: bool,
    /// What ended it before that.
    pub cut: Option<Cut>,
    /// States met. States that differ only in what can no longer matter are one; each of the searches that the answers
    /// needed counts its own.
    pub states: usize,
    /// Turns taken.
    pub transitions: u64,
    /// The most choices by which the shortest run to a state is long.
    pub depth: usize,
    /// States that had to be told apart to know what passages and choices can be reached.
    pub core: usize,
    /// How many searches it took.
    pub searches: usize,
    /// The most bytes held at one time for states.
    pub bytes: usize,
    pub(super) goals: Goals,
    pub(super) reached: Bits,
    /// Goals that were looked for to the end, whether or not they were reached.
    pub(super) settled: Bits,
    /// For each goal reached its node of the trail, by goal.
    pub(super) nodes: Vec<(u32, u32)>,
    pub(super) trail: Trail,
}

impl Found {
    /// Whether a goal was reached.
    pub fn reached(&self, goal: Goal) -> bool {
        self.goals.number(goal).is_some_and(|number| self.reached.has(number))
    }

    /// Whether it is certain that a goal is reached, or that it can never be.
    pub fn settled(&self, goal: Goal) -> bool {
        self.goals.number(goal).is_some_and(|number| self.reached.has(number) || self.settled.has(number))
    }

    /// The shortest run found to a goal.
    pub fn run_to(&self, goal: Goal) -> Option<Run> {
        let number = self.goals.number(goal)?;
        let at = self.nodes.binary_search_by_key(&number, |(goal, _)| *goal).ok()?;
        Some(self.trail.run(self.nodes[at].1))
    }

    /// The shortest run found to a passage.
    pub fn to_passage(&self, passage: PassageId) -> Option<Run> {
        self.run_to(Goal::Passage(passage))
    }

    /// The shortest run found that takes a choice last.
    pub fn to_choice(&self, choice: ChoiceId) -> Option<Run> {
        self.run_to(Goal::Choice(choice))
    }

    /// The shortest run found to where a condition is answered so: the page it stands on, or, when it is asked on the
    /// way from one page to the next, that next page.
    pub fn to_site(&self, site: Site, holds: bool) -> Option<Run> {
        self.run_to(Goal::Site(site, holds))
    }

    /// The passages at which a reader can be stuck, each with the shortest run found to such a page.
    pub fn dead_ends(&self) -> Vec<(PassageId, Run)> {
        let passages = (0..self.goals.passages()).map(PassageId);
        passages.filter_map(|passage| Some((passage, self.run_to(Goal::DeadEnd(passage))?))).collect()
    }

    /// The watches that do not always hold, by number, each with the shortest run found to a page where it does not.
    pub fn violations(&self) -> Vec<(usize, Run)> {
        (0..self.goals.watches()).filter_map(|n| Some((n, self.run_to(Goal::Watch(n))?))).collect()
    }

    /// The sites of the story, in their order.
    pub fn sites(&self) -> &[Site] {
        &self.goals.sites
    }
}
