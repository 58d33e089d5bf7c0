//! Verdicts: what became of each assertion. It must not know how they are shown.

use super::limit::LEAST_WALKS;
use super::run::Run;
use super::spread::per_mille;
use super::standing::Standing;
use super::survey::Survey;
use crate::engine::State;
use crate::story::Assertion;
use crate::story::Claim;
use crate::story::Compare;
use crate::story::Goal;
use crate::story::Story;

/// What became of an assertion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It holds in every playthrough there is.
    Holds,
    /// It held in everything that was played, which is not everything.
    Held,
    /// It does not hold.
    Fails,
    /// Nothing showed it, and not everything was seen: what is called reachable was not met, and may still be; or too few
    /// walks were walked to measure a share.
    NotShown,
}

/// An assertion, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Which: its index in `Story::assertions`.
    pub index: usize,
    /// What became of it.
    pub outcome: Outcome,
    /// In how many walks it was broken, or what it calls reachable was met.
    pub walks: u64,
    /// The measured share in tenths of a percent, where it claims one.
    pub share: Option<u32>,
    /// The shortest run known that shows it: that it fails, or that a goal can be reached.
    pub run: Option<Run>,
}

/// Judges all assertions of a story.
pub fn verdicts(story: &Story, survey: &Survey) -> Vec<Verdict> {
    story.assertions.iter().enumerate().map(|(index, assertion)| judge(story, survey, index, assertion)).collect()
}

fn judge(story: &Story, survey: &Survey, index: usize, assertion: &Assertion) -> Verdict {
    let met = survey.tallies().filter_map(|tally| tally.claims.get(&index));
    let walks = met.clone().map(|met| met.times).sum();
    let goal = Survey::goal(story, index);
    // What a search to the end found is the shortest there is, where one that was cut short may have gone a longer way;
    // a run of a walk is made as short as it can be.
    let searched = goal.and_then(|goal| survey.run_to(goal));
    let walked = || met.map(|met| &met.sample.run).min_by_key(|run| (run.steps.len(), *run));
    let shrunk = || walked().map(|run| run.shrunk(story, |state| shows(story, assertion, state)));
    let run = match searched {
        Some(run) if survey.is_exhaustive() => Some(run),
        other => other.into_iter().chain(shrunk()).min_by_key(|run| run.steps.len()),
    };
    let broken = run.is_some();
    let standing = match &assertion.claim {
        Claim::Reachable { goal: Goal::Passage(id), .. } => survey.standings.passages.get(id.index()),
        Claim::Reachable { goal: Goal::Choice(id), .. } => survey.standings.choices.get(id.index()),
        _ => None,
    };
    let settled = goal.is_some_and(|goal| survey.settled(goal)) || matches!(standing, Some(Standing::Impossible(_)));
    let (outcome, share) = match &assertion.claim {
        Claim::Share { ending, compare, percent } => {
            let (part, whole) = (survey.random.ended(*ending), survey.random.walks);
            match keeps(part, whole, *compare, *percent) {
                _ if whole < LEAST_WALKS => (Outcome::NotShown, None),
                true => (Outcome::Held, Some(per_mille(part, whole))),
                false => (Outcome::Fails, Some(per_mille(part, whole))),
            }
        }
        // Here `broken` is that it was met; what was not met fails only where it is known that it never can be.
        Claim::Reachable { can: true, .. } if broken => (Outcome::Holds, None),
        Claim::Reachable { can: true, .. } => (if settled { Outcome::Fails } else { Outcome::NotShown }, None),
        _ if broken => (Outcome::Fails, None),
        _ if settled => (Outcome::Holds, None),
        _ => (Outcome::Held, None),
    };
    Verdict { index, outcome, walks, share, run }
}

/// Whether a state shows what the assertion is about: that it fails there, or that its goal is reached.
pub fn shows(story: &Story, assertion: &Assertion, state: &State) -> bool {
    match &assertion.claim {
        Claim::Always(cond) => !state.holds(cond),
        Claim::AtEnd(cond) => story.passage(state.at).ending.is_some() && !state.holds(cond),
        Claim::On(on, cond) => *on == state.at && !state.holds(cond),
        Claim::Reachable { goal: Goal::Passage(goal), .. } => *goal == state.at,
        // That a choice was taken does not show in the state behind it; where it was open it does.
        Claim::Reachable { goal: Goal::Choice(_), .. } | Claim::Share { .. } => false,
    }
}

/// Whether `part` of `whole` keeps to a claim of so many percent.
fn keeps(part: u64, whole: u64, compare: Compare, percent: u8) -> bool {
    let (part, limit) = (100 * part, u64::from(percent) * whole);
    compare.holds(part, limit)
}
