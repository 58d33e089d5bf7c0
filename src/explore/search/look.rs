//! Looking: which goals a page reaches, and a turn. It must not know where the state came from.

use super::Watch;
use super::goal::Bits;
use super::goal::Goal;
use super::goal::Goals;
use super::goal::NONE;
use crate::engine::Event;
use crate::engine::Question;
use crate::engine::State;
use crate::engine::Witness;
use crate::explore::site::Site;
use crate::explore::site::conds_of;
use crate::story::Choice;
use crate::story::ChoiceId;
use crate::story::Cond;
use crate::story::EndingId;
use crate::story::Mark;
use crate::story::PassageId;
use crate::story::Story;
use crate::story::Way;

/// What is looked at, and for what.
#[derive(Debug)]
pub struct With<'a> {
    /// The story.
    pub story: &'a Story,
    /// Its goals.
    pub goals: &'a Goals,
    /// What is to hold.
    pub watches: &'a [Watch],
}

/// Which parts of a page have something on them that is still to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pending {
    text: bool,
    choices: bool,
    causes: bool,
}

impl Pending {
    /// All of them.
    pub const ALL: Self = Self { text: true, choices: true, causes: true };
}

/// Notes goals that are reached for the first time.
#[derive(Debug)]
pub struct Look<'a> {
    story: &'a Story,
    goals: &'a Goals,
    watches: &'a [Watch],
    /// What was reached before, or is not looked for.
    pub known: Bits,
    /// What is new since it was last emptied.
    pub new: Vec<u32>,
}

impl<'a> Look<'a> {
    /// Looks for everything that is not `known`.
    pub fn new(with: &With<'a>, known: Bits) -> Self {
        Self { story: with.story, goals: with.goals, watches: with.watches, known, new: Vec::new() }
    }

    fn reach(&mut self, number: u32) {
        if self.known.add(number) {
            self.new.push(number);
        }
    }

    fn answer(&mut self, number: u32, holds: bool) {
        if number != NONE {
            self.reach(number + u32::from(holds));
        }
    }

    fn ask(&mut self, state: &State, site: Site, cond: &Cond) -> bool {
        let holds = state.holds(cond);
        self.answer(self.goals.site(site), holds);
        holds
    }

    fn goal(&mut self, goal: Goal) {
        if let Some(number) = self.goals.number(goal) {
            self.reach(number);
        }
    }

    /// Looks at a page, for what is `pending` there.
    pub fn page(&mut self, state: &State, pending: Pending) {
        let story = self.story;
        self.goal(Goal::Passage(state.at));
        if pending.text {
            self.text(state);
        }
        if pending.choices {
            story.choices_of(state.at).for_each(|id| self.choice(state, id, story.choice(id)));
        }
        let ending = story.passage(state.at).ending.filter(|_| pending.causes);
        if let Some((id, ending)) = ending.and_then(|id| Some((id, story.endings.get(id.index())?))) {
            for (n, (when, ..)) in ending.causes.iter().enumerate() {
                self.ask(state, Site::Cause(id, n as u16), when);
            }
        }
        for (n, watch) in self.watches.iter().enumerate() {
            let goal = self.goals.first_watch() + n as u32;
            if !self.known.has(goal) && watch.place.holds_at(story, state.at) && !state.holds(&watch.cond) {
                self.reach(goal);
            }
        }
    }

    /// No choice is open on a page.
    pub fn stuck(&mut self, state: &State) {
        if self.story.passage(state.at).ending.is_none() {
            self.goal(Goal::DeadEnd(state.at));
        }
    }

    /// What is still to be found on the page of a passage.
    pub fn pending(&self, at: PassageId) -> Pending {
        let story = self.story;
        let open = |site: Site| match self.goals.site(site) {
            NONE => false,
            goal => !(self.known.has(goal) && self.known.has(goal + 1)),
        };
        let of = |id: ChoiceId| {
            let shifts = story.choice(id).risk.as_ref().map_or(0, |risk| risk.shift.len());
            open(Site::When(id)) || open(Site::Locked(id)) || (0..shifts).any(|n| open(Site::Shift(id, n as u16)))
        };
        let passage = story.passage(at);
        let causes = |id: EndingId| story.endings.get(id.index()).map_or(0, |ending| ending.causes.len());
        Pending {
            text: conds_of(story, &passage.marks).any(|cond| open(Site::Text(at, cond))),
            choices: story.choices_of(at).any(of),
            causes: passage.ending.is_some_and(|id| (0..causes(id)).any(|n| open(Site::Cause(id, n as u16)))),
        }
    }

    fn choice(&mut self, state: &State, id: ChoiceId, choice: &Choice) {
        if !self.ask(state, Site::When(id), &choice.when) {
            return;
        }
        if let Some((by, _)) = &choice.locked {
            self.ask(state, Site::Locked(id), by);
        }
        for (n, (when, _)) in choice.risk.iter().flat_map(|risk| risk.shift.iter()).enumerate() {
            self.ask(state, Site::Shift(id, n as u16), when);
        }
    }

    /// Asks the conditions of the text as it is read: one that is passed over is not asked.
    fn text(&mut self, state: &State) {
        let marks = self.story.passage(state.at).marks.clone();
        let marks = self.story.marks.get(marks.start as usize..marks.end as usize).unwrap_or_default();
        let mut at = 0;
        while let Some(mark) = marks.get(at) {
            let (goes, to) = match mark {
                Mark::Unless { cond, to } => {
                    let holds = self.ask(state, Site::Text(state.at, *cond), &self.story.conds[cond.index()]);
                    (!holds, *to as usize)
                }
                Mark::Goto { to } => (true, *to as usize),
                _ => (false, at),
            };
            at = if goes { to } else { at + 1 };
        }
    }

    /// Notes a choice that is taken.
    pub fn takes(&mut self, choice: ChoiceId, way: Way) {
        self.goal(Goal::Choice(choice));
        self.goal(Goal::Outcome(choice, way));
    }
}

impl Witness for Look<'_> {
    fn event(&mut self, _: Event) {}

    fn asked(&mut self, question: Question, holds: bool) {
        self.answer(self.goals.question(question), holds);
    }

    fn reads(&self) -> bool {
        false
    }
}
