//! Sites: every place of a story where a condition stands, by kind and place, with a name an author would know it by.
//!
//! A site is *met* where its condition is asked, so an arm behind one that always holds is never met. Conditions that
//! always hold because none was written are no sites. It must not know how a story is explored.

use crate::story::Arm;
use crate::story::ChoiceId;
use crate::story::Cond;
use crate::story::CondId;
use crate::story::EndingId;
use crate::story::Mark;
use crate::story::MeterId;
use crate::story::PassageId;
use crate::story::Story;
use crate::story::TellId;
use crate::story::Way;

/// A place where a condition stands. The order is the order of `sites`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Site {
    /// An `{if}` or `{elif}` in the text of a passage.
    Text(PassageId, CondId),
    /// The `when` of a choice.
    When(ChoiceId),
    /// What locks a choice.
    Locked(ChoiceId),
    /// What moves the odds of a chance; counted from 0.
    Shift(ChoiceId, u16),
    /// The `when` of one of the places a choice may lead to; counted from 0.
    Arm(ChoiceId, Way, u16),
    /// The `when` of a cause of an ending; counted from 0.
    Cause(EndingId, u16),
    /// The `when` of a rule: its index in `Story::rules`.
    Rule(u16),
    /// What a band needs; counted from 0.
    Needs(MeterId, u16),
    /// The `when` of a tell.
    Tell(TellId),
    /// An `{if}` or `{elif}` in the text of a tell.
    TellText(TellId, CondId),
}

/// Every site of a story, in a stable order.
pub fn sites(story: &Story) -> Vec<Site> {
    let mut sites = Vec::new();
    for (n, passage) in story.passages.iter().enumerate() {
        let id = PassageId(n as u32);
        sites.extend(conds_of(story, &passage.marks).map(|cond| Site::Text(id, cond)));
    }
    for (n, choice) in story.choices.iter().enumerate() {
        let id = ChoiceId(n as u32);
        sites.extend([Site::When(id), Site::Locked(id)]);
        if let Some(risk) = &choice.risk {
            sites.extend((0..risk.shift.len()).map(|n| Site::Shift(id, n as u16)));
        }
        for way in [Way::Sure, Way::Well, Way::Ill] {
            let arms = choice.outcome_of(way).map_or(&[][..], |outcome| &outcome.arms);
            sites.extend((0..arms.len()).map(|n| Site::Arm(id, way, n as u16)));
        }
    }
    for (n, ending) in story.endings.iter().enumerate() {
        sites.extend((0..ending.causes.len()).map(|cause| Site::Cause(EndingId(n as u16), cause as u16)));
    }
    sites.extend((0..story.rules.len()).map(|n| Site::Rule(n as u16)));
    for (n, meter) in story.meters.iter().enumerate() {
        sites.extend((0..meter.bands.len()).map(|band| Site::Needs(MeterId(n as u8), band as u16)));
    }
    sites.extend((0..story.tells.len()).map(|n| Site::Tell(TellId(n as u16))));
    for (n, tell) in story.tells.iter().enumerate() {
        let id = TellId(n as u16);
        sites.extend(conds_of(story, &tell.marks).map(|cond| Site::TellText(id, cond)));
    }
    sites.retain(|site| *site.cond(story) != Cond::Always);
    sites.sort_unstable();
    sites
}

/// The conditions in a run of marks, in their order.
pub fn conds_of(story: &Story, marks: &std::ops::Range<u32>) -> impl Iterator<Item = CondId> {
    let marks = story.marks.get(marks.start as usize..marks.end as usize).unwrap_or_default();
    marks.iter().filter_map(|mark| match mark {
        Mark::Unless { cond, .. } => Some(*cond),
        _ => None,
    })
}

impl Site {
    /// The condition that stands there; `Cond::Always` where there is none.
    pub fn cond<'s>(&self, story: &'s Story) -> &'s Cond {
        let found = match *self {
            Site::Text(_, cond) | Site::TellText(_, cond) => story.conds.get(cond.index()),
            Site::When(choice) => Some(&story.choice(choice).when),
            Site::Locked(choice) => story.choice(choice).locked.as_ref().map(|(by, _)| by),
            Site::Shift(choice, n) => {
                story.choice(choice).risk.as_ref().and_then(|risk| risk.shift.get(n as usize)).map(|(when, _)| when)
            }
            Site::Arm(choice, way, n) => arm(story, choice, way, n).map(|arm| &arm.when),
            Site::Cause(ending, n) => story.endings[ending.index()].causes.get(n as usize).map(|(when, ..)| when),
            Site::Rule(n) => story.rules.get(n as usize).map(|rule| &rule.when),
            Site::Needs(meter, band) => story.meters[meter.index()].bands.get(band as usize).map(|band| &band.needs),
            Site::Tell(tell) => story.tells.get(tell.index()).map(|tell| &tell.when),
        };
        found.unwrap_or(&Cond::Always)
    }

    /// The passage it belongs to; none for rules, bands and tells, which are asked in many.
    pub fn passage(&self, story: &Story) -> Option<PassageId> {
        match *self {
            Site::Text(passage, _) => Some(passage),
            Site::When(choice) | Site::Locked(choice) | Site::Shift(choice, _) | Site::Arm(choice, ..) => {
                Some(story.choice(choice).passage)
            }
            Site::Cause(ending, _) => Some(story.endings[ending.index()].passage),
            Site::Rule(_) | Site::Needs(..) | Site::Tell(_) | Site::TellText(..) => None,
        }
    }

    /// Whether only wording hangs on tells used: search leaves that out of its states, so such sites are met on walks.
    pub fn is_told(&self) -> bool {
        matches!(self, Site::Tell(_) | Site::TellText(..))
    }

    /// What an author would call it: "the `when` of `weber-terrace.wait`".
    pub fn name(&self, story: &Story) -> String {
        let choice = |id: ChoiceId| {
            let passage = story.passage_id(story.choice(id).passage);
            format!("`{passage}.{}`", story.choice_id(id))
        };
        match *self {
            Site::Text(passage, cond) => {
                let found = story.passage(passage);
                format!("the {} of `{}`", tag(story, &found.marks, cond), story.str(found.id))
            }
            Site::When(id) => format!("the `when` of {}", choice(id)),
            Site::Locked(id) => format!("the `locked` of {}", choice(id)),
            Site::Shift(id, n) => format!("the {} `shift` of {}", nth(n.into()), choice(id)),
            Site::Arm(id, way, n) => {
                let list = match way {
                    Way::Sure => "`to`",
                    Way::Well => "`to` under `well`",
                    Way::Ill => "`to` under `ill`",
                };
                format!("the {} `when` in the {list} of {}", nth(n.into()), choice(id))
            }
            Site::Cause(ending, n) => {
                let passage = story.endings[ending.index()].passage;
                format!("the {} cause of `{}`", nth(n.into()), story.passage_id(passage))
            }
            Site::Rule(n) => {
                let id = story.rules.get(n as usize).map_or("", |rule| story.str(rule.id));
                format!("the `when` of rule `{id}`")
            }
            Site::Needs(meter, band) => {
                let meter = &story.meters[meter.index()];
                let id = meter.bands.get(band as usize).map_or("", |band| story.str(band.id));
                format!("the `needs` of band `{id}`")
            }
            Site::Tell(tell) => format!("the `when` of tell `{}`", story.str(story.tells[tell.index()].id)),
            Site::TellText(tell, cond) => {
                let tell = &story.tells[tell.index()];
                format!("the {} of tell `{}`", tag(story, &tell.marks, cond), story.str(tell.id))
            }
        }
    }
}

fn arm(story: &Story, choice: ChoiceId, way: Way, n: u16) -> Option<&Arm> {
    story.choice(choice).outcome_of(way).and_then(|outcome| outcome.arms.get(n as usize))
}

/// Which condition of a text it is: "2nd `{if}`". An `{elif}` is counted with the rest.
fn tag(story: &Story, marks: &std::ops::Range<u32>, cond: CondId) -> String {
    let n = conds_of(story, marks).position(|one| one == cond).unwrap_or(0);
    format!("{} `{{if}}`", nth(n))
}

/// "1st" for 0.
fn nth(n: usize) -> String {
    let n = n + 1;
    let end = match (n % 10, n % 100) {
        (1, tens) if tens != 11 => "st",
        (2, tens) if tens != 12 => "nd",
        (3, tens) if tens != 13 => "rd",
        _ => "th",
    };
    format!("{n}{end}")
}
