//! K100: nobody ever comes to a passage. Of passages that lead only to one another the first is named, and with it how
//! many are out of reach.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, MAX_SHOWN};
use crate::lint::{Context, Lint, sure};
use crate::story::PassageId;

/// No way leads to a passage.
pub const LINT: Lint = Lint { code: Code::Unreachable, run };

/// How many of those behind are named.
const MOST_NAMED: usize = 6;

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let (story, known) = (context.story, context.sure());
    let lost: Vec<PassageId> =
        (0..story.passages.len()).map(|n| PassageId(n as u32)).filter(|id| !known.may_reach(*id)).collect();
    if lost.is_empty() {
        return;
    }
    // Where the choices of what is lost would lead, and who is led to from there and from nowhere else.
    let is_lost: BTreeSet<PassageId> = lost.iter().copied().collect();
    let leads =
        |from: PassageId| -> Vec<PassageId> { targets(context, from).filter(|to| is_lost.contains(to)).collect() };
    let (mut near, mut behind) = (BTreeSet::new(), BTreeSet::new());
    for n in 0..story.passages.len() {
        let from = PassageId(n as u32);
        match is_lost.contains(&from) {
            true => behind.extend(leads(from).into_iter().filter(|to| *to != from)),
            false => near.extend(leads(from)),
        }
    }
    let mut told = BTreeSet::new();
    let first = lost.iter().filter(|id| near.contains(id) || !behind.contains(id));
    for (n, root) in first.chain(&lost).enumerate() {
        if !told.insert(*root) {
            continue;
        }
        let (mut others, mut open) = (Vec::new(), leads(*root));
        while let Some(next) = open.pop() {
            if !near.contains(&next) && told.insert(next) {
                others.push(next);
                open.extend(leads(next));
            }
        }
        others.sort_unstable();
        let reason = match near.contains(root) && n < MAX_SHOWN {
            true => known.passage(*root).map(|reason| reason.to_string()),
            false => None,
        };
        let reason = reason.unwrap_or_else(|| match behind.contains(root) {
            true => "only passages lead here to which nobody comes".to_owned(),
            false => "no choice leads here".to_owned(),
        });
        let name = story.passage_id(*root);
        let mut help = format!("lead to it: `to: \"{name}\"`; or open what leads to it, or delete it");
        if !others.is_empty() {
            let names: Vec<String> =
                others.iter().take(MOST_NAMED).map(|id| format!("`{}`", story.passage_id(*id))).collect();
            let more = others.len() - names.len();
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            help += &format!("; with it nobody comes to {}{more}", names.join(", "));
        }
        let message = format!("nobody ever comes to `{name}`: {reason}");
        faults.push(
            Diagnostic::new(Code::Unreachable, context.draft.id_span(*root), message)
                .label("written, and never read")
                .help(help),
        );
    }
}

/// Where the choices of a passage would lead.
fn targets<'c>(context: &'c Context<'_>, from: PassageId) -> impl Iterator<Item = PassageId> + 'c {
    context.story.choices_of(from).flat_map(|id| sure::targets(context.story, id))
}
