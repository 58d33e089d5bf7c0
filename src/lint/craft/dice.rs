//! K158: there is too much chance. It must not know what is risked.

use super::measure::{above, share};
use super::route::{groups, targets};
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint, counted};
use crate::story::{At, ChoiceId, PassageId};

/// There is too much chance.
pub const LINT: Lint = Lint { code: Code::TooManyDice, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let (story, style) = (context.story, &context.story.style.dice);
    let labelled = story.choices.iter().filter(|choice| choice.label.is_some());
    let (all, risks) =
        labelled.fold((0, 0), |(all, risks), choice| (all + 1, risks + usize::from(choice.risk.is_some())));
    if let Some(limit) = style.share.filter(|limit| above(risks, all, *limit, 100)) {
        let (span, _) = context.limit(&["dice", "share"]);
        let message = format!("of {}, {} are risks", counted(all, "choice"), risks);
        faults.push(
            Diagnostic::new(Code::TooManyDice, span, message)
                .label("the limit")
                .help(format!("that is {} in a hundred, and at most {limit} are wanted", share(risks, all, 100))),
        );
    }
    let Some(limit) = style.route else { return };
    let before = before(context);
    for (n, choice) in story.choices.iter().enumerate().filter(|(_, choice)| choice.risk.is_some()) {
        let before = before[choice.passage.index()];
        if before >= limit as usize {
            let id = ChoiceId(n as u32);
            let message = format!("`{}` can be risk number {} of a playthrough", story.choice_path(id), before + 1);
            let (span, limits) = context.limit(&["dice", "route"]);
            faults.push(
                Diagnostic::new(Code::TooManyDice, context.draft.choice_span(id, &[At::Field("risk")]), message)
                    .label("one too many")
                    .help(format!(
                        "at most {} are wanted on any way through the story",
                        counted(limit as usize, "risk")
                    ))
                    .also(span, limits),
            );
        }
    }
}

/// For each passage, the most risks on a way to it, whatever the conditions. A risk within a loop is counted once.
fn before(context: &Context<'_>) -> Vec<usize> {
    let story = context.story;
    // The edges of the story, each with whether it is a risk.
    let mut next: Vec<Vec<(PassageId, bool)>> = vec![Vec::new(); story.passages.len()];
    for (n, choice) in story.choices.iter().enumerate() {
        let risk = choice.risk.is_some();
        next[choice.passage.index()].extend(targets(story, ChoiceId(n as u32)).into_iter().map(|to| (to, risk)));
    }
    let group = groups(&next.iter().map(|next| next.iter().map(|(to, _)| *to).collect()).collect::<Vec<_>>());
    let count = group.iter().max().map_or(0, |most| most + 1);
    // What a group adds by itself, then the most on the way to each, from the first group down.
    let mut inside = vec![0; count];
    for choice in story.choices.iter().enumerate().filter(|(_, choice)| choice.risk.is_some()) {
        let own = group[choice.1.passage.index()];
        let stays = targets(story, ChoiceId(choice.0 as u32)).iter().any(|to| group[to.index()] == own);
        inside[own] += usize::from(stays);
    }
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); count];
    (0..group.len()).for_each(|n| members[group[n]].push(n));
    let mut most = vec![0; count];
    for own in (0..count).rev() {
        for (to, risk) in members[own].iter().flat_map(|n| &next[*n]) {
            let to = group[to.index()];
            if to != own {
                most[to] = most[to].max(most[own] + inside[own] + usize::from(*risk));
            }
        }
    }
    group.iter().map(|own| most[*own]).collect()
}
