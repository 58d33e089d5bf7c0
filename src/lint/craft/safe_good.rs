//! K156: one good is too often the safe one. It must not know what is safe: a meter says which of its ends is good.
//!
//! A choice is as safe as what it does to the meters, at once and when the worst comes of a risk: the sum of its moves
//! toward the good ends, less those toward the bad. Where several goods have the safest choice, none is the safe one.

use std::collections::BTreeSet;

use super::measure::{above, share};
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint, counted};
use crate::story::{At, Choice, Effect, Good, PassageId, Story, Way};

/// One good is too often the safe one.
pub const LINT: Lint = Lint { code: Code::SafeGood, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let (story, Some(style)) = (context.story, &context.story.style.choices.safest) else { return };
    let safest: Vec<u8> = context.passages().filter_map(|id| safest(story, id)).collect();
    if safest.len() < style.from_passages as usize {
        return;
    }
    for (n, good) in story.goods.iter().enumerate() {
        let own = safest.iter().filter(|safe| usize::from(**safe) == n).count();
        if !above(own, safest.len(), style.share, 100) {
            continue;
        }
        let (span, limits) = context.limit(&["choices", "safest", "share"]);
        let found = share(own, safest.len(), 100);
        let message = format!("where one good is the safest, it is `{}` {found} times in a hundred", story.str(*good));
        let passages = counted(safest.len(), "passage");
        faults.push(
            Diagnostic::new(Code::SafeGood, context.draft.story_span(&[At::Field("goods"), At::Row(n)]), message)
                .label("the safe one too often")
                .help(format!("{own} of {passages}, and at most {} in a hundred are wanted: let it cost something, or let another be safe", style.share))
                .also(span, limits),
        );
    }
}

/// The good that alone has the safest choices of a passage.
fn safest(story: &Story, id: PassageId) -> Option<u8> {
    let choices: Vec<&Choice> =
        story.choices_of(id).map(|choice| story.choice(choice)).filter(|choice| choice.label.is_some()).collect();
    let best = choices.iter().map(|choice| gain(story, choice)).max()?;
    let goods: BTreeSet<Option<u8>> =
        choices.iter().filter(|choice| gain(story, choice) == best).map(|choice| choice.serves).collect();
    let all: BTreeSet<Option<u8>> = choices.iter().map(|choice| choice.serves).collect();
    (goods.len() == 1 && all.len() > 1).then(|| goods.into_iter().next().flatten()).flatten()
}

/// What a choice does to the meters, toward their good ends, when the worst comes of it.
fn gain(story: &Story, choice: &Choice) -> i32 {
    let before = sum(story, &choice.outcome.effects, true);
    let worst = [Way::Well, Way::Ill].into_iter().filter_map(|way| choice.outcome_of(way));
    let worst = worst.map(|outcome| sum(story, &outcome.effects, true)).min();
    before + worst.unwrap_or(0)
}

fn sum(story: &Story, effects: &[Effect], acts: bool) -> i32 {
    let of = |effect: &Effect| {
        let (meter, by) = match effect {
            Effect::Move { meter, up, base } => (*meter, if *up { i32::from(*base) } else { -i32::from(*base) }),
            Effect::Shift { meter, by } => (*meter, i32::from(*by)),
            // An act does what it does the first time, and no act does another.
            Effect::Act(act) if acts => {
                return story.acts.get(act.index()).map_or(0, |act| sum(story, &act.effects, false));
            }
            _ => return 0,
        };
        match story.meters.get(meter.index()).map(|meter| meter.good) {
            Some(Good::High) => by,
            Some(Good::Low) => -by,
            None => 0,
        }
    };
    effects.iter().map(of).sum()
}
