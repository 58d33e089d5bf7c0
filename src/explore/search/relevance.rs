//! What can still matter: for each passage, which values of each number need be told apart on its page.
//!
//! It is liveness, carried further. A number that is surely written before anything asks for it does not matter at all;
//! one that is only ever asked "is it 3?" matters as far as being 3. Worked out backward: what a page asks, and what
//! the pages after it ask, seen through what the choices between do. Two states of one passage in which every number
//! stands in the same class have the same choices open, come by the same choice to the same passage, and there their
//! numbers again stand in the same classes. So one of them is enough.
//!
//! Every step here must only ever tell *more* apart than is needed, never less. It must not know which states there are.

use std::collections::VecDeque;

use super::Watch;
use super::back::Back;
use super::domain::Domain;
use super::part::Part;
use super::part::Parts;
use crate::explore::site::Site;
use crate::story::Cond;
use crate::story::Mark;
use crate::story::PassageId;
use crate::story::Story;
use crate::story::Way;

/// The most numbers, over all passages, for which it is worked out; above that every number counts as it is.
const MOST: usize = 40_000_000;

/// After so many passages it is asked whether to stop.
const OFTEN: usize = 64;

/// What can still matter at each passage.
#[derive(Debug)]
pub struct Relevance {
    /// The partitions.
    pub parts: Parts,
    /// The values of each number.
    pub domains: Vec<Domain>,
    /// By passage, then by number.
    pub at: Vec<Box<[Part]>>,
}

/// Every condition of a story, tells aside.
pub fn conds(story: &Story) -> impl Iterator<Item = &Cond> {
    let arms = story.choices.iter().flat_map(|choice| {
        let outcomes = [Way::Sure, Way::Well, Way::Ill].into_iter().filter_map(|way| choice.outcome_of(way));
        outcomes.flat_map(|outcome| outcome.arms.iter().map(|arm| &arm.when))
    });
    let choices = story.choices.iter().flat_map(|choice| {
        let shifts = choice.risk.iter().flat_map(|risk| risk.shift.iter().map(|(when, _)| when));
        [&choice.when].into_iter().chain(choice.locked.iter().map(|(by, _)| by)).chain(shifts)
    });
    let causes = story.endings.iter().flat_map(|ending| ending.causes.iter().map(|(when, ..)| when));
    let needs = story.meters.iter().flat_map(|meter| meter.bands.iter().map(|band| &band.needs));
    let rules = story.rules.iter().map(|rule| &rule.when);
    story.conds.iter().chain(arms).chain(choices).chain(causes).chain(needs).chain(rules)
}

impl Relevance {
    /// With nothing left out: every number counts as it is.
    pub fn all(story: &Story, domains: Vec<Domain>) -> Self {
        let whole: Box<[Part]> = domains.iter().map(|domain| Parts::whole(*domain)).collect();
        let mut at = vec![whole; story.passages.len()];
        at.iter_mut().for_each(|parts| parts[usize::from(story.ill_rolls.0)] = Part::DEAD);
        Self { parts: Parts::new(), domains, at }
    }

    /// What matters for which choices are open and where they lead; and for what is asked at the sites that are `wanted`
    /// and by `asked`. `None` when it was told to `stop` before it was done.
    pub fn of(
        story: &Story,
        domains: Vec<Domain>,
        wanted: &dyn Fn(Site) -> bool,
        asked: &[&Watch],
        stop: &dyn Fn() -> bool,
    ) -> Option<Self> {
        if story.passages.len().saturating_mul(domains.len()) > MOST {
            return Some(Self::all(story, domains));
        }
        let dead: Box<[Part]> = vec![Part::DEAD; domains.len()].into();
        let mut at = vec![dead; story.passages.len()];
        let mut back = Back::new(story, &domains, wanted);
        let into = sources(story);
        // A passage is looked at again when one that it leads to has changed. Classes only ever split, so it ends.
        let mut waiting: VecDeque<usize> = (0..story.passages.len()).rev().collect();
        let mut waits = vec![true; story.passages.len()];
        for turn in 1usize.. {
            let Some(n) = waiting.pop_front() else { break };
            if turn.is_multiple_of(OFTEN) && stop() {
                return None;
            }
            waits[n] = false;
            let mut page = back.page(PassageId(n as u32), &at);
            for one in asked.iter().filter(|one| one.place.holds_at(story, PassageId(n as u32))) {
                back.ask(&mut page, &one.cond);
            }
            if *page != *at[n] {
                at[n] = page.into();
                for from in &into[n] {
                    if !std::mem::replace(&mut waits[*from], true) {
                        waiting.push_back(*from);
                    }
                }
            }
        }
        let parts = back.parts;
        Some(Self { parts, domains, at })
    }
}

/// The passages that lead to each passage.
pub fn sources(story: &Story) -> Vec<Vec<usize>> {
    let mut into = vec![Vec::new(); story.passages.len()];
    for choice in &story.choices {
        for outcome in [Way::Sure, Way::Well, Way::Ill].into_iter().filter_map(|way| choice.outcome_of(way)) {
            outcome.arms.iter().for_each(|arm| into[arm.to.index()].push(choice.passage.index()));
        }
    }
    into.iter_mut().for_each(|from| {
        from.sort_unstable();
        from.dedup();
    });
    into
}

/// The conditions in a passage's text, each with those that decide whether it is read at all.
pub fn texts(story: &Story, at: PassageId) -> Vec<(Site, &Cond, Vec<&Cond>)> {
    let marks = story.passage(at).marks.clone();
    let marks = story.marks.get(marks.start as usize..marks.end as usize).unwrap_or_default();
    let conds: Vec<(usize, usize, &Cond, Site)> = marks
        .iter()
        .enumerate()
        .filter_map(|(n, mark)| match mark {
            Mark::Unless { cond, to } => Some((n, *to as usize, &story.conds[cond.index()], Site::Text(at, *cond))),
            _ => None,
        })
        .collect();
    let guards = |n: usize| {
        let before = conds.iter().take_while(move |(other, ..)| *other < n);
        before.filter(move |(_, to, ..)| {
            // Inside its branch, or behind a branch from whose end one jumps past.
            let past = to.checked_sub(1).and_then(|last| marks.get(last));
            *to > n || matches!(past, Some(Mark::Goto { to }) if *to as usize > n)
        })
    };
    conds.iter().map(|(n, _, cond, site)| (*site, *cond, guards(*n).map(|(_, _, cond, _)| *cond).collect())).collect()
}
