//! K157: too few choices have a consequence of the kind they should. It must not know what is decided.
//!
//! A choice has a consequence of four kinds. *A passage of its own*: it leads where no choice beside it does. *Words*: it
//! writes what some text asks for, or the accounts of an ending, or a tell. *A choice*: it writes what a choice, its odds
//! or where it leads asks for. *A meter*: it moves one, or writes what a band or a rule that moves one asks for. It writes
//! what its effects say and what the choices beside it do not write just so; that it was taken; that a passage of its own
//! was seen, and what that passage writes on arrival, up to the next decision. What a rule asks for reaches as far as what
//! the rule writes. A choice beside which every other is remembered is told from them by that.

use std::collections::BTreeSet;

use super::measure::{above, below, names, share};
use super::reach::{BEHIND, Place, Reach, writes};
use super::route::{decides, successors, targets};
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint, counted};
use crate::story::{Choice, ChoiceId, Effect, PassageId, Story, Way};

/// Too few choices have a consequence of the kind they should.
pub const LINT: Lint = Lint { code: Code::Consequences, run };

/// What comes of a choice.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Kinds {
    /// It leads to a passage of its own.
    way: bool,
    /// The last place where words depend on it.
    words: Option<Place>,
    /// The last place where a choice depends on it.
    choices: Option<Place>,
    /// It moves a meter.
    meter: bool,
}

impl Kinds {
    fn count(self) -> usize {
        [self.way, self.words.is_some(), self.choices.is_some(), self.meter].into_iter().filter(|kind| *kind).count()
    }
}

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let (story, style) = (context.story, &context.story.style.consequences);
    if style.later.is_none() && style.two_kinds.is_none() && style.meter_only.is_none() {
        return;
    }
    let (reach, next) = (Reach::of(story), successors(context));
    for chapter in context.chapters() {
        let (mut all, mut not_later, mut not_two, mut meter_only) = (0, Vec::new(), Vec::new(), Vec::new());
        for id in chapter.passages.iter().filter(|id| decides(story, **id)) {
            let here = story.passage(*id).chapter.map_or(BEHIND, |chapter| chapter.0);
            let choices: Vec<ChoiceId> = story.own_choices(*id).collect();
            let of_each = told_apart(choices.iter().map(|choice| kinds(story, &reach, &next, *choice)).collect());
            for (choice, kinds) in choices.into_iter().zip(of_each) {
                let name = story.choice_path(choice);
                all += 1;
                if kinds.words.max(kinds.choices).is_none_or(|place| place <= here) {
                    not_later.push(name.clone());
                }
                if kinds.count() < 2 {
                    not_two.push(name.clone());
                }
                if kinds.meter && kinds.count() == 1 {
                    meter_only.push(name);
                }
            }
        }
        let mut say = |found: usize, what: &str, help: String, field: &'static str| {
            let (span, limits) = context.limit(&["consequences", field]);
            let message = format!("of {} in {}, {found} in a hundred {what}", counted(all, "choice"), chapter.name);
            faults.push(
                Diagnostic::new(Code::Consequences, chapter.span, message)
                    .label("this chapter")
                    .help(help)
                    .also(span, limits),
            );
        };
        if let Some(limit) = style.later.filter(|limit| below(all - not_later.len(), all, *limit, 100)) {
            let help = format!("at least {limit} are wanted; those that do not: {}", names(&not_later));
            say(share(all - not_later.len(), all, 100), "change words or choices of a later chapter", help, "later");
        }
        if let Some(limit) = style.two_kinds.filter(|limit| below(all - not_two.len(), all, *limit, 100)) {
            let help = format!(
                "at least {limit} are wanted, of: a passage of their own, later words, a later choice, a meter; not {}",
                names(&not_two)
            );
            say(share(all - not_two.len(), all, 100), "have consequences of two kinds", help, "two_kinds");
        }
        if let Some(limit) = style.meter_only.filter(|limit| above(meter_only.len(), all, *limit, 100)) {
            let help = format!("at most {limit} are wanted: {}", names(&meter_only));
            say(share(meter_only.len(), all, 100), "move a meter and change nothing else", help, "meter_only");
        }
    }
}

/// The choice beside which every other is remembered is known by that: it is the `{else}` of what remembers them, as far
/// as all of them are remembered.
fn told_apart(mut all: Vec<Kinds>) -> Vec<Kinds> {
    let own = all.clone();
    for (n, kinds) in all.iter_mut().enumerate() {
        let beside = || own.iter().enumerate().filter(|(other, _)| *other != n).map(|(_, kinds)| kinds);
        kinds.words = kinds.words.max(beside().map(|other| other.words).min().flatten());
        kinds.choices = kinds.choices.max(beside().map(|other| other.choices).min().flatten());
    }
    all
}

/// What comes of a choice that the choices beside it do not do as well.
fn kinds(story: &Story, reach: &Reach, next: &[Vec<PassageId>], id: ChoiceId) -> Kinds {
    let choice = story.choice(id);
    let beside: Vec<ChoiceId> = story.own_choices(choice.passage).filter(|other| *other != id).collect();
    let mut kinds = Kinds::default();
    let mut slots = BTreeSet::new();
    let mut take = |effects: &[Effect]| {
        let written = writes(story, effects);
        slots.extend(written.slots);
        written.meter
    };
    for effect in effects(choice) {
        let everybody = beside.iter().all(|other| effects(story.choice(*other)).contains(&effect));
        kinds.meter |= !everybody && take(std::slice::from_ref(effect));
    }
    let elsewhere: BTreeSet<PassageId> = beside.iter().flat_map(|other| targets(story, *other)).collect();
    let mut own: Vec<PassageId> = targets(story, id).into_iter().filter(|to| !elsewhere.contains(to)).collect();
    kinds.way = !own.is_empty();
    let mut seen = BTreeSet::new();
    let mut visits = Vec::new();
    while let Some(to) = own.pop() {
        if elsewhere.contains(&to) || !seen.insert(to) {
            continue;
        }
        let passage = story.passage(to);
        kinds.meter |= take(&passage.enter);
        visits.extend(passage.visits);
        if !decides(story, to) {
            own.extend(&next[to.index()]);
        }
    }
    slots.extend(visits.into_iter().chain(choice.took).map(|slot| usize::from(slot.0)));
    for slot in slots {
        kinds.words = kinds.words.max(reach.words[slot]);
        kinds.choices = kinds.choices.max(reach.choices[slot]);
        kinds.meter |= reach.meters[slot];
    }
    kinds
}

/// The effects of a choice, whatever comes of it.
fn effects(choice: &Choice) -> Vec<&Effect> {
    let ways = [Way::Well, Way::Ill].into_iter().filter_map(|way| choice.outcome_of(way));
    choice.outcome.effects.iter().chain(ways.flat_map(|outcome| outcome.effects.iter())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_beside_which_all_others_are_remembered_is_told_from_them() {
        let of = |words: &[Option<Place>]| {
            let all = words.iter().map(|words| Kinds { words: *words, ..Kinds::default() }).collect();
            told_apart(all).into_iter().map(|kinds| kinds.words).collect::<Vec<_>>()
        };
        // As far as all others are.
        assert_eq!(of(&[Some(2), Some(5), None]), [Some(2), Some(5), Some(2)]);
        // Of two that nothing remembers nobody can say which it was.
        assert_eq!(of(&[Some(2), None, None]), [Some(2), None, None]);
        // Somebody who has no choice is not told from anybody.
        assert_eq!(of(&[None]), [None]);
    }
}
