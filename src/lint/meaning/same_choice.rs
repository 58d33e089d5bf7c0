//! K109: two choices of a passage that can be open together lead to the same places with the same effects, and nothing
//! remembers which was taken.

use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint};
use crate::story::{At, Choice, Cond, Outcome};

/// Two choices lead to one passage with no difference in the state.
pub const LINT: Lint = Lint { code: Code::SameChoice, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let story = context.story;
    for passage in context.passages() {
        for id in story.own_choices(passage) {
            let own = story.choice(id);
            let mut before = story.own_choices(passage).take_while(|other| *other != id);
            let Some(first) = before.find(|other| are_twins(story.choice(*other), own)) else { continue };
            let (name, other) = (story.choice_path(id), story.choice_id(first));
            let message = format!("`{name}` does just what `{other}` does, so the reader chooses between words");
            faults.push(
                Diagnostic::new(Code::SameChoice, context.draft.choice_span(id, &[At::Field("id")]), message)
                    .label("the same again")
                    .also(context.draft.choice_span(first, &[At::Field("id")]), "the first")
                    .help(format!(
                        "let one of them lead elsewhere or change something, ask `took({name})` later, or make them one choice"
                    )),
            );
        }
    }
}

/// Whether two choices do the same, and can be open together.
pub(super) fn are_twins(a: &Choice, b: &Choice) -> bool {
    let plain = |choice: &Choice| choice.when == Cond::Always && choice.locked.is_none();
    let locks = |choice: &Choice| choice.locked.as_ref().map(|(by, _)| by.clone());
    let together = plain(a) || plain(b) || (a.when == b.when && locks(a) == locks(b));
    let traced = [a, b].iter().any(|choice| choice.took.is_some());
    together && !traced && a.departs == b.departs && outcome(&a.outcome, &b.outcome) && risk(a, b)
}

fn outcome(a: &Outcome, b: &Outcome) -> bool {
    let arms = |outcome: &Outcome| outcome.arms.iter().map(|arm| (arm.when.clone(), arm.to)).collect::<Vec<_>>();
    a.effects == b.effects && arms(a) == arms(b)
}

fn risk(a: &Choice, b: &Choice) -> bool {
    match (&a.risk, &b.risk) {
        (None, None) => true,
        (Some(a), Some(b)) => {
            a.odds == b.odds && a.shift == b.shift && outcome(&a.well, &b.well) && outcome(&a.ill, &b.ill)
        }
        _ => false,
    }
}
