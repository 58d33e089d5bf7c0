//! Where choices lead: targets, and the two outcomes of a chance.

use super::super::model::*;
use super::super::raw;
use super::super::read::Found;
use super::super::scan::Step;
use super::Resolver;
use super::name::{keys, listed};
use crate::diagnostic::{Code, Diagnostic, Span};

impl Resolver<'_> {
    pub(super) fn risk(
        &mut self,
        found: &Found<raw::Passage<'_>>,
        base: [Step<'_>; 2],
        number: usize,
        risk: &raw::Risk<'_>,
    ) -> Option<Box<Risk>> {
        let base = [base[0], base[1], Step::Field("risk")];
        let at =
            |tail: &[Step<'static>]| -> Vec<Step<'_>> { base.iter().copied().chain(tail.iter().copied()).collect() };
        // A draw is keyed by the visit, so the visits of this passage are counted.
        self.visits(self.story.choices[number].passage);
        let mut shift = Vec::new();
        for (n, (when, way)) in risk.shift.iter().enumerate() {
            let when = self.when(found, &at(&[Step::Field("shift"), Step::Row(n), Step::Row(0)]), Some(when));
            let by = match &**way {
                "better" => 1,
                "worse" => -1,
                _ => {
                    let span = found.span(self.report, &at(&[Step::Field("shift"), Step::Row(n), Step::Row(1)]));
                    self.fault(
                        Diagnostic::new(
                            Code::UnknownOdds,
                            span,
                            format!("odds shift to `better` or to `worse`, not to `{way}`"),
                        )
                        .help("write `\"better\"` or `\"worse\"`")
                        .did_you_mean(way, ["better", "worse"]),
                    );
                    0
                }
            };
            shift.push((when, by));
        }
        let well = self.outcome(found, &at(&[Step::Field("well")]), &risk.well);
        let ill = self.outcome(found, &at(&[Step::Field("ill")]), &risk.ill);
        let Some(odds) = self.names.odds.get(&*risk.odds).copied() else {
            let span = found.span(self.report, &at(&[Step::Field("odds")]));
            let fault =
                Diagnostic::new(Code::UnknownOdds, span, format!("`{}` is not one of the story's odds", risk.odds))
                    .label("no such odds")
                    .help(listed("they are", keys(&self.names.odds)))
                    .did_you_mean(&risk.odds, keys(&self.names.odds));
            self.fault(fault);
            return None;
        };
        Some(Box::new(Risk { odds, shift: shift.into(), well, ill }))
    }

    fn outcome(&mut self, found: &Found<raw::Passage<'_>>, path: &[Step<'_>], outcome: &raw::Outcome<'_>) -> Outcome {
        let effects = self.effects(found, &[path, &[Step::Field("effects")]].concat(), &outcome.effects);
        let arms = self.arms(found, &[path, &[Step::Field("to")]].concat(), &outcome.to);
        Outcome { effects, arms }
    }

    pub(super) fn arms<T>(&mut self, found: &Found<T>, path: &[Step<'_>], target: &raw::Target<'_>) -> Box<[Arm]> {
        let report = self.report;
        let rows = match target {
            raw::Target::One(id) => {
                let to = self.passage_called(id, || found.span(report, path));
                return to.map(|to| Arm { when: Cond::Always, to }).into_iter().collect();
            }
            raw::Target::First(rows) => rows,
        };
        let mut arms = Vec::with_capacity(rows.len());
        for (n, arm) in rows.iter().enumerate() {
            let at = |field| [path, &[Step::Row(n), Step::Field(field)]].concat();
            let last = n + 1 == rows.len();
            if last == arm.when.is_some() {
                let span = found.span(report, &[path, &[Step::Row(n)]].concat());
                let message = if last {
                    "the last of these has a `when`, so it may be that none holds"
                } else {
                    "this one has no `when`, so those behind it are never asked"
                };
                self.fault(Diagnostic::new(Code::BadTarget, span, message).help(
                    "the first whose `when` holds is taken; the last has no `when`, and is taken when no other is",
                ));
            }
            let when = self.when(found, &at("when"), arm.when.as_deref());
            if let Some(to) = self.passage_called(&arm.to, || found.span(report, &at("to"))) {
                arms.push(Arm { when, to });
            }
        }
        if rows.is_empty() {
            self.fault(
                Diagnostic::new(Code::BadTarget, found.span(report, path), "this list is empty, and leads nowhere")
                    .help("write `to: \"..\"`"),
            );
        }
        arms.into()
    }

    /// The passage called `id`; a fault when there is none, unless it may be one that could not be read.
    pub(super) fn passage_called(&mut self, id: &str, span: impl FnOnce() -> Span) -> Option<PassageId> {
        let known = self.story.find_passage(id);
        if known.is_none() && !self.raw.passages.may_hold(id) && !self.raw.endings.may_hold(id) {
            let names = keys(&self.story.names);
            let fault = Diagnostic::new(Code::UnknownPassage, span(), format!("there is no passage `{id}`"))
                .label("no such passage")
                .help(format!("write it in a file of `chapters`, `(id: \"{id}\", ..)`, or name another"))
                .did_you_mean(id, names);
            self.fault(fault);
        }
        known
    }
}
