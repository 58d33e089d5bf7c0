//! Assertions, policies and story tests: what they name, looked up.

use super::super::expr;
use super::super::model::*;
use super::super::raw;
use super::super::read::Found;
use super::super::scan::Step;
use super::Resolver;
use super::code::Place;
use super::name::{Named, keys, listed};
use crate::diagnostic::{Code, Diagnostic};

impl Resolver<'_> {
    pub(super) fn assertion(&mut self, found: &Found<raw::Assertion>) {
        let row = &found.value;
        self.check_id(found, &[Step::Field("id")], &row.id, 1);
        let place = |part| found.parts(self.report, &[Step::Field("that")], &row.that)(part);
        let claim = match expr::claim(&row.that) {
            Ok(claim) => self.claim(&claim, &place),
            Err(unread) => {
                self.unread(Code::BadAssertion, &row.that, unread, &place);
                None
            }
        };
        let (id, text) = (self.str(&row.id), self.str(&row.that));
        let why = row.why.as_ref().map(|why| self.str(why));
        self.story.assertions.extend(claim.map(|claim| Assertion { id, text, claim, why }));
    }

    fn claim(&mut self, claim: &expr::Claim<'_>, place: Place<'_>) -> Option<Claim> {
        Some(match claim {
            expr::Claim::Always(cond, yes) => {
                let cond = self.compile(cond, place);
                Claim::Always(if *yes { cond } else { Cond::Not(Box::new(cond)) })
            }
            expr::Claim::AtEnd(cond) => Claim::AtEnd(self.compile(cond, place)),
            expr::Claim::On(passage, cond) => {
                let on = self.passage_named(passage, place);
                let cond = self.compile(cond, place);
                Claim::On(on?, cond)
            }
            expr::Claim::Reachable(passage, choice, can) => {
                let id = self.passage_named(passage, place)?;
                let goal = match choice {
                    Some(choice) => Goal::Choice(self.choice_named(id, passage, choice, place)?),
                    None => Goal::Passage(id),
                };
                Claim::Reachable { goal, can: *can }
            }
            expr::Claim::Share(name, compare, percent) => {
                let ending = self.passage_named(name, place)?;
                if self.story.passage(ending).ending.is_none() {
                    let message = format!("`{}` is a passage, not an ending", name.text);
                    let endings = self.story.endings.iter().map(|ending| self.story.passage_id(ending.passage));
                    self.fault(
                        Diagnostic::new(Code::BadAssertion, place(name.at.clone()), message).label("no ending").help(
                            match listed("the endings are", endings) {
                                list if list.is_empty() => "endings stand in `endings.ron`".to_owned(),
                                list => list,
                            },
                        ),
                    );
                    return None;
                }
                Claim::Share { ending, compare: *compare, percent: *percent }
            }
        })
    }

    pub(super) fn policy(&mut self, found: &Found<raw::Policy>) {
        let row = &found.value;
        self.check_id(found, &[Step::Field("id")], &row.id, 1);
        if OWN_POLICIES.contains(&row.id.as_str()) {
            let span = found.span(self.report, &[Step::Field("id")]);
            let message = format!("the policy `{}` is there without a row for it", row.id);
            self.fault(
                Diagnostic::new(Code::BadPreference, span, message)
                    .label("taken by the program")
                    .help("give this one another id"),
            );
        }
        let mut prefers = Vec::with_capacity(row.prefers.len());
        for (n, text) in row.prefers.iter().enumerate() {
            let place = |part| found.parts(self.report, &[Step::Field("prefers"), Step::Row(n)], text)(part);
            match expr::preference(text) {
                Ok(prefer) => prefers.extend(self.preference(&prefer, &place)),
                Err(unread) => self.unread(Code::BadPreference, text, unread, &place),
            }
        }
        let id = self.str(&row.id);
        self.story.policies.push(Policy { id, prefers: prefers.into() });
    }

    fn preference(&mut self, prefer: &expr::Prefer<'_>, place: Place<'_>) -> Option<Preference> {
        Some(match prefer {
            expr::Prefer::Departs(yes) => Preference::Departs(*yes),
            expr::Prefer::Took(passage, choice, yes) => {
                let id = self.passage_named(passage, place)?;
                Preference::Took { choice: self.choice_named(id, passage, choice, place)?, yes: *yes }
            }
            expr::Prefer::Serves(good, yes) => match self.names.goods.get(good.text) {
                Some(found) => Preference::Serves { good: *found, yes: *yes },
                None => {
                    let message = format!("`{}` is not one of the story's goods", good.text);
                    let fault = Diagnostic::new(Code::UnknownGood, place(good.at.clone()), message)
                        .label("no such good")
                        .help(listed("they are", keys(&self.names.goods)))
                        .did_you_mean(good.text, keys(&self.names.goods));
                    self.fault(fault);
                    return None;
                }
            },
            expr::Prefer::Meters(meters) => {
                let mut own = Vec::with_capacity(meters.len());
                for (name, up) in meters {
                    own.push((self.meter_named(name, place)?, *up));
                }
                Preference::Meters(own.into())
            }
        })
    }

    /// What story tests ask of the state.
    pub(super) fn tests(&mut self) {
        let raw = self.raw;
        for found in &raw.tests {
            let mut steps = Vec::with_capacity(found.value.steps.len());
            for (n, step) in found.value.steps.iter().enumerate() {
                let mut conds = Vec::with_capacity(step.state.len());
                for (m, text) in step.state.iter().enumerate() {
                    let path = [Step::Field("steps"), Step::Row(n), Step::Field("state"), Step::Row(m)];
                    conds.push(self.when(found, &path, Some(text)));
                }
                steps.push(conds.into());
            }
            self.story.tests.push(steps.into());
        }
    }

    fn meter_named(&mut self, name: &expr::Word<'_>, place: Place<'_>) -> Option<MeterId> {
        if let Some(Named::Meter(meter)) = self.names.values.get(name.text) {
            return Some(*meter);
        }
        let own: Vec<&str> = self.story.meters.iter().map(|meter| self.story.str(meter.id)).collect();
        let fault =
            Diagnostic::new(Code::UnknownBand, place(name.at.clone()), format!("there is no meter `{}`", name.text))
                .label("no such meter")
                .help(match listed("the meters are", own.iter().copied()) {
                    list if list.is_empty() => "meters are declared in `story.ron`".to_owned(),
                    list => list,
                })
                .did_you_mean(name.text, own.iter().copied());
        self.fault(fault);
        None
    }
}
