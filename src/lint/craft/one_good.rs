//! K155: the choices of a passage serve too few goods. It must not know what the goods are.

use std::collections::BTreeSet;

use super::route::decides;
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint, counted};
use crate::story::At;

/// The choices of a passage serve too few goods.
pub const LINT: Lint = Lint { code: Code::OneGood, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let Some(limit) = context.story.style.choices.goods else { return };
    for id in context.passages().filter(|id| decides(context.story, *id)) {
        let goods: BTreeSet<u8> =
            context.story.choices_of(id).filter_map(|choice| context.story.choice(choice).serves).collect();
        if goods.len() >= limit as usize {
            continue;
        }
        let named: Vec<&str> = goods
            .iter()
            .filter_map(|good| context.story.goods.get(usize::from(*good)))
            .map(|good| context.story.str(*good))
            .collect();
        let message = match named.first() {
            None => format!("no choice of `{}` says what it serves", context.story.passage_id(id)),
            Some(good) if named.len() == 1 => {
                format!("all choices of `{}` serve `{good}`", context.story.passage_id(id))
            }
            Some(_) => format!("the choices of `{}` serve only {}", context.story.passage_id(id), named.join(" and ")),
        };
        let (span, limits) = context.limit(&["choices", "goods"]);
        let place = context.draft.passage_span(id, &[At::Field("id")]);
        faults.push(
            Diagnostic::new(Code::OneGood, place, message)
                .label("nothing is weighed against anything")
                .help(format!(
                    "set {} against each other with `serves`, or let the choice be made elsewhere",
                    counted(limit as usize, "good")
                ))
                .also(span, limits),
        );
    }
}
