//! What is asked on a page, once it is known what may be the case there: the text, the tell, the causes of an ending.
//!
//! It must not know how anybody came there.

use super::code::Clause;
use super::code::Code;
use super::code::join;
use super::grid::Frame;
use super::turn::Turning;
use crate::explore::site::Site;
use crate::story::Cond;
use crate::story::CondId;
use crate::story::EndingId;
use crate::story::Mark;
use crate::story::PassageId;
use crate::story::Story;
use crate::story::TellId;
use std::collections::BTreeMap;
use std::ops::Range;

/// How many ways of an `or` are tried before a page on which every choice is shut is taken to be possible.
const TRIES: u32 = 4_096;

/// Asks everything that a page asks, in one of the frames of its passage. `told` is called for each tell it may show.
pub fn ask(turning: &mut Turning<'_>, at: PassageId, frame: &Frame, told: &mut impl FnMut(TellId)) {
    let story = turning.story;
    let passage = story.passage(at);
    text(turning, &passage.marks, frame.clone(), |cond| Site::Text(at, cond));
    if let Some(ending) = passage.ending {
        causes(turning, ending, frame);
    }
    if !passage.tells {
        return;
    }
    for (n, tell) in story.tells.iter().enumerate() {
        let id = TellId(n as u16);
        if tell.place.is_some_and(|place| place != passage.place)
            || tell.person.is_some_and(|person| !passage.people.contains(&person))
        {
            continue;
        }
        let mut own = frame.clone();
        let band = turning.code.grid.var(tell.band.0);
        let shows = band.map(|var| Clause::Test(var, turning.code.grid.place(var).only(tell.band.1)));
        if !shows.is_none_or(|shows| turning.code.narrow(&mut own, &shows)) {
            continue;
        }
        let asked = turning.code.asked(&tell.when, Site::Tell(id));
        if let (Some(own), _) = turning.ask(own, &asked) {
            told(id);
            text(turning, &tell.marks, own, |cond| Site::TellText(id, cond));
        }
    }
}

fn causes(turning: &mut Turning<'_>, ending: EndingId, frame: &Frame) {
    for (n, (when, ..)) in turning.story.endings[ending.index()].causes.iter().enumerate() {
        if *when != Cond::Always {
            let asked = turning.code.asked(when, Site::Cause(ending, n as u16));
            turning.ask(frame.clone(), &asked);
        }
    }
}

/// Goes through a text on all ways that a frame allows.
fn text(turning: &mut Turning<'_>, marks: &Range<u32>, frame: Frame, site: impl Fn(CondId) -> Site) {
    let marks = &turning.story.marks[marks.start as usize..marks.end as usize];
    if !marks.iter().any(|mark| matches!(mark, Mark::Unless { .. })) {
        return;
    }
    let mut later: BTreeMap<u32, Frame> = BTreeMap::new();
    let wait = |later: &mut BTreeMap<u32, Frame>, to: u32, frame: Frame| {
        later.entry(to).and_modify(|own| join(own, &frame)).or_insert(frame);
    };
    let mut here = Some(frame);
    for (n, mark) in marks.iter().enumerate() {
        if let Some(frame) = later.remove(&(n as u32)) {
            here = Some(match here {
                Some(own) => {
                    let mut joint = own;
                    join(&mut joint, &frame);
                    joint
                }
                None => frame,
            });
        }
        let Some(frame) = here.take() else { continue };
        match mark {
            Mark::Unless { cond, to } => {
                let asked = turning.code.asked(&turning.story.conds[cond.index()], site(*cond));
                let (yes, no) = turning.ask(frame, &asked);
                here = yes;
                if let Some(no) = no {
                    wait(&mut later, *to, no);
                }
            }
            Mark::Goto { to } => wait(&mut later, *to, frame),
            _ => here = Some(frame),
        }
    }
}

/// Narrow sets in which every choice of a passage is shut, if there may be any.
pub fn shut(story: &Story, code: &Code, at: PassageId, frames: &[Frame]) -> Option<Frame> {
    let mut closed = Vec::new();
    for choice in story.own_choices(at) {
        let pick = &code.choices[choice.index()];
        let ways: Vec<Clause> =
            [pick.when.no.clone()].into_iter().chain(pick.locked.iter().map(|own| own.yes.clone())).collect();
        if ways.iter().all(|way| matches!(way, Clause::Known(false))) {
            return None;
        }
        closed.push(Clause::Any(ways.into()));
    }
    let closed: Vec<&Clause> = closed.iter().collect();
    let mut tries = TRIES;
    match closed.is_empty() {
        true => None,
        false => frames.iter().find_map(|frame| code.find(frame, &closed, &mut tries)),
    }
}
