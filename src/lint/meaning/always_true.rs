//! K104: a condition always holds where it is asked.
//!
//! The last of several that exhaust what can be (`{if lamp is lit}..{elif lamp is dark}`) is no fault: it says to whoever
//! reads the file what is the case.

use super::never_true::{Reasons, is_asked};
use crate::diagnostic::{Code, Diagnostic};
use crate::explore::site::{Site, sites};
use crate::lint::place::Places;
use crate::lint::{Context, Lint};
use crate::story::{Compare, Cond, PassageId, Slot};

/// A condition always holds.
pub const LINT: Lint = Lint { code: Code::AlwaysTrue, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let (story, sure) = (context.story, context.sure());
    let (mut places, mut reasons) = (Places::new(context.draft), Reasons::default());
    for site in sites(story) {
        if sure.outcomes(site).1 || !is_asked(context, site) {
            continue;
        }
        let behind = match site {
            Site::Arm(_, _, n) => n > 0,
            _ => places.is_elif(site),
        };
        if behind && site.passage(story).is_some_and(|at| may_fail(context, at, site.cond(story))) {
            continue;
        }
        let Some(span) = places.span(site) else { continue };
        let reason = reasons.give(context, site, false);
        let why = match site {
            Site::Text(..) | Site::TellText(..) => "what else could stand there is never shown",
            Site::When(_) => "the choice is always there",
            Site::Locked(_) => "the choice is always locked",
            Site::Shift(..) => "the odds are always moved",
            Site::Arm(..) => "the choice never leads anywhere behind it",
            Site::Cause(..) => "the cause is always told",
            Site::Rule(_) => "it happens every time",
            Site::Needs(..) => "the band needs nothing",
            Site::Tell(_) => "nothing hangs on it",
        };
        let message = format!("{} always holds, so {why}{reason}", site.name(story));
        faults.push(
            Diagnostic::new(Code::AlwaysTrue, span, message)
                .label("always so here")
                .help("delete the condition, or ask for what may be otherwise"),
        );
    }
}

/// Whether a condition may be false in a passage, as far as each number by itself is known, whatever was asked before it.
fn may_fail(context: &Context<'_>, at: PassageId, cond: &Cond) -> bool {
    may_be(cond, false, &|slot, compare, value, wanted| {
        // Numbers of a story are small; the values beside the one compared with are those that matter.
        let near = (0..=100).chain([value.saturating_sub(1), value, value.saturating_add(1)]);
        near.into_iter().any(|number| compare.holds(number, value) == wanted && context.sure().allows(at, slot, number))
    })
}

fn may_be(cond: &Cond, wanted: bool, test: &impl Fn(Slot, Compare, i16, bool) -> bool) -> bool {
    match cond {
        Cond::Always => wanted,
        Cond::Test { slot, compare, value } => test(*slot, *compare, *value, wanted),
        Cond::Not(inner) => may_be(inner, !wanted, test),
        Cond::All(list) if wanted => list.iter().all(|one| may_be(one, wanted, test)),
        Cond::All(list) => list.iter().any(|one| may_be(one, wanted, test)),
        Cond::Any(list) if wanted => list.iter().any(|one| may_be(one, wanted, test)),
        Cond::Any(list) => list.iter().all(|one| may_be(one, wanted, test)),
    }
}
