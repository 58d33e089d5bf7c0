//! Sites have names and an order; runs can be played again, and shrink.

use std::collections::BTreeSet;

use krivitsky::engine::Fate;
use krivitsky::explore::run::Run;
use krivitsky::explore::site::sites;
use krivitsky::playthrough::replay;
use krivitsky::story::{Cond, Story};

use super::small;

/// A run by names: `passage.choice`, with `+` or `-` before it for how a chance comes out.
fn run(story: &Story, steps: &[&str]) -> Run {
    let step = |step: &&str| {
        let (fate, name) = match step.split_at(1) {
            ("+", rest) => (Fate::Well, rest),
            ("-", rest) => (Fate::Ill, rest),
            _ => (Fate::Drawn, *step),
        };
        let (passage, choice) = name.split_once('.').unwrap();
        (story.find_choice(story.find_passage(passage).unwrap(), choice).unwrap(), fate)
    };
    Run { steps: steps.iter().map(step).collect() }
}

#[test]
fn every_condition_of_the_story_is_a_site_with_a_name() {
    let story = small::edited(&[]);
    let names: Vec<String> = sites(&story).iter().map(|site| site.name(&story)).collect();
    assert_eq!(
        names,
        ["the 1st `{if}` of `weber-call`", "the 1st `{if}` of `weber-stairs`", "the `when` of `weber-street.home`"]
    );
    let story = krivitsky::story::parse(&krivitsky::store::content::shipped()).0.unwrap();
    let sites = sites(&story);
    assert!(sites.iter().all(|site| *site.cond(&story) != Cond::Always));
    let names: BTreeSet<String> = sites.iter().map(|site| site.name(&story)).collect();
    assert_eq!(names.len(), sites.len(), "no two have one name");
}

#[test]
fn a_run_with_chances_becomes_a_playthrough_in_which_they_come_out_so() {
    let story = small::edited(&[]);
    let steps = ["weber-terrace.inside", "+weber-call.chance", "weber-stairs.next", "weber-street.back"];
    let run = run(
        &story,
        &[&steps[..], &["+weber-call.chance", "weber-stairs.next", "weber-street.back", "-weber-call.chance"]].concat(),
    );
    let save = run.playthrough(&story).unwrap();
    let session = replay(&story, &save).unwrap();
    assert_eq!(story.passage_id(session.state().at), "ending-gone");
    assert_eq!(session.choices().count(), 8);
}

#[test]
fn a_run_that_cannot_be_played_is_none() {
    let story = small::edited(&[]);
    let run = run(&story, &["weber-terrace.inside", "weber-street.walk"]);
    assert!(run.end(&story).is_none() && run.playthrough(&story).is_none());
}

#[test]
fn a_run_shrinks_to_what_is_needed() {
    let story = small::edited(&[]);
    let long = run(
        &story,
        &[
            "weber-terrace.outside",
            "weber-call.wait",
            "weber-stairs.next",
            "weber-street.back",
            "weber-call.ring",
            "weber-stairs.next",
            "weber-street.back",
            "-weber-call.chance",
        ],
    );
    let gone = story.find_passage("ending-gone").unwrap();
    assert_eq!(long.shrunk(&story, |state| state.at == gone), run(&story, &["weber-terrace.leave"]));
    let warned = story.facts[0].slot;
    let short = long.shrunk(&story, |state| state.at == gone && state.get(warned) == 1);
    let wanted = ["weber-terrace.inside", "weber-call.ring", "weber-stairs.next", "weber-street.walk"];
    assert_eq!(short, run(&story, &wanted));
}

#[test]
fn a_run_is_made_shorter_in_a_bounded_number_of_tries() {
    let story = small::edited(&[]);
    let once = ["weber-call.wait", "weber-stairs.next", "weber-street.back"];
    let steps: Vec<&str> = std::iter::once("weber-terrace.outside").chain(once.repeat(300)).collect();
    let long = run(&story, &steps);
    let asked = std::cell::Cell::new(0);
    // Nothing shorter shows it, so every try is in vain.
    let full = long.end(&story).unwrap();
    let short = long.shrunk(&story, |state| {
        asked.set(asked.get() + 1);
        *state == full && asked.get() == 1
    });
    assert_eq!(short, long);
    assert!(asked.get() <= 20_000, "{}", asked.get());
}
