//! Standings: whether a thing is reached, or impossible and why, or unknown; search, walks and proof taken together. It
//! must not know how they are shown.

use super::proof::Proof;
use super::search::Goal;
use super::site::Site;
use super::site::sites;
use super::survey::Survey;
use crate::story::ChoiceId;
use crate::story::PassageId;
use crate::story::Story;
use crate::story::TellId;

/// What is known of something that a player may come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Somebody came to it.
    Reached,
    /// Nobody can, with the reason where there is a proof; without one, because everything that can happen was seen.
    Impossible(Option<String>),
    /// Nobody came to it, and it is not known that nobody can.
    Unknown,
}

/// What is known of everything in a story.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standings {
    /// Of the passages.
    pub passages: Vec<Standing>,
    /// Of the choices, that they are taken.
    pub choices: Vec<Standing>,
    /// Of the conditions, that they are true, and that they are false.
    pub sites: Vec<(Site, [Standing; 2])>,
    /// Of the tells, that they are shown.
    pub tells: Vec<Standing>,
    /// Of the passages, that a player finds no choice open there.
    pub dead_ends: Vec<Standing>,
}

impl Standings {
    /// Of what a survey met; with a proof what it did not meet may be impossible.
    pub fn of(story: &Story, survey: &Survey, proof: Option<&Proof<'_>>) -> Self {
        let stand = |reached: bool, goal: Option<Goal>, why: &dyn Fn(&Proof<'_>) -> Option<String>| match reached {
            true => Standing::Reached,
            false => match (proof.and_then(why), goal.is_some_and(|goal| survey.settled(goal))) {
                (Some(reason), _) => Standing::Impossible(Some(reason)),
                (None, true) => Standing::Impossible(None),
                (None, false) => Standing::Unknown,
            },
        };
        let found = |goal| survey.found.as_ref().is_some_and(|found| found.reached(goal));
        let passages = (0..story.passages.len() as u32).map(PassageId);
        let choices = (0..story.choices.len() as u32).map(ChoiceId);
        let tells = (0..story.tells.len() as u16).map(TellId);
        let shown = |tell: TellId| survey.tallies().any(|tally| tally.tells[tell.index()] > 0);
        let answer = |site: Site, holds: bool| {
            let goal = Goal::Site(site, holds);
            // A tell that was shown was asked for, and its `when` was true.
            let met = found(goal) || matches!(site, Site::Tell(tell) if holds && shown(tell));
            stand(met, Some(goal), &|proof| proof.site(site, holds).map(|reason| reason.to_string()))
        };
        Self {
            passages: passages
                .clone()
                .map(|id| {
                    let why = |proof: &Proof<'_>| proof.passage(id).map(|reason| reason.to_string());
                    stand(survey.reached(id), Some(Goal::Passage(id)), &why)
                })
                .collect(),
            choices: choices
                .map(|id| {
                    let why = |proof: &Proof<'_>| proof.choice(id).map(|reason| reason.to_string());
                    stand(survey.took(id), Some(Goal::Choice(id)), &why)
                })
                .collect(),
            sites: sites(story)
                .into_iter()
                .map(|site| (site, [true, false].map(|holds| answer(site, holds))))
                .collect(),
            tells: tells
                .map(|id| {
                    let why = |proof: &Proof<'_>| {
                        (!proof.tell(id)).then(|| "it fits no page with its band as it can be there".to_owned())
                    };
                    stand(shown(id), None, &why)
                })
                .collect(),
            dead_ends: passages
                .map(|id| {
                    let goal = Goal::DeadEnd(id);
                    let met = found(goal) || survey.stuck(id);
                    let ending = story.passage(id).ending.is_some();
                    let never = |proof: &Proof<'_>| {
                        (ending || proof.shut(id).is_none()).then(|| "one of its choices is always open".to_owned())
                    };
                    stand(met, Some(goal), &never)
                })
                .collect(),
        }
    }
}
