//! K132: too many words stand between two decisions. It must not know what they decide.
//!
//! Measured on what leads where, whatever the conditions, by the longest way through each text. A passage that has the
//! decision itself is K130's matter, and so is an ending.

use super::route::{decides, groups, successors};
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint, counted};
use crate::story::PassageId;

/// Too many words stand between two decisions.
pub const LINT: Lint = Lint { code: Code::LongWayToDecision, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let (story, style) = (context.story, &context.story.style.passages);
    if style.first_decision.is_none() && style.between_decisions.is_none() {
        return;
    }
    let next = successors(context);
    let ways = ways(context, &next);
    let mut report = |at: PassageId, words: usize, limit: u32, field: &'static str, what: &str| {
        let message = format!("{} {what}, from `{}` on", counted(words, "word"), story.passage_id(at));
        let (span, limits) = context.limit(&["passages", field]);
        faults.push(
            Diagnostic::new(Code::LongWayToDecision, context.draft.id_span(at), message)
                .label("no choice for a long while")
                .help(format!(
                    "at most {}: cut, or let something be chosen on the way",
                    counted(limit as usize, "word")
                ))
                .also(span, limits),
        );
    };
    if let Some(limit) = style.first_decision.filter(|limit| ways[story.start.index()] > *limit as usize) {
        report(story.start, ways[story.start.index()], limit, "first_decision", "stand before the first decision");
    }
    let Some(limit) = style.between_decisions else { return };
    let mut entered = vec![false; next.len()];
    let deciding = context.passages().filter(|id| decides(story, *id));
    deciding.flat_map(|id| &next[id.index()]).for_each(|to| entered[to.index()] = true);
    for id in context.passages().filter(|id| entered[id.index()] && !decides(story, *id)) {
        if ways[id.index()] > limit as usize {
            report(id, ways[id.index()], limit, "between_decisions", "stand between one decision and the next");
        }
    }
}

/// For each passage, the most words from its beginning to the next decision. A loop without one is counted once; an
/// ending has none.
fn ways(context: &Context<'_>, next: &[Vec<PassageId>]) -> Vec<usize> {
    let groups = groups(next);
    let mut order: Vec<usize> = (0..next.len()).collect();
    order.sort_by_key(|n| groups[*n]);
    let mut ways = vec![0; next.len()];
    for n in order {
        let id = PassageId(n as u32);
        if context.story.passage(id).ending.is_some() {
            continue;
        }
        let own = context.prose(id).most;
        let on = next[n].iter().map(|to| ways[to.index()]).max().filter(|_| !decides(context.story, id));
        ways[n] = own + on.unwrap_or(0);
    }
    ways
}
