//! Replay: what was played is played again, whatever the tree of steps looks like, and at once.
#![allow(clippy::unwrap_used)]

mod small;

use krivitsky::playthrough::{Misfit, Session, Step, replay};
use krivitsky::store::content;
use krivitsky::story::{Story, parse};
use proptest::prelude::*;
use small::{edited, play, saved, take};

#[test]
fn a_saved_step_that_leads_two_ways_at_once_is_not_taken_for_one() {
    // The same choice from the same place, saved twice with two arrivals, as no game writes it.
    let story = edited(&[]);
    let mut saved = play(&story, &["inside"]).playthrough(&story);
    saved.steps.push(Step { to: "weber-stairs".into(), ..saved.steps[0].clone() });
    saved.current = 2;
    let divergence = replay(&story, &saved).unwrap_err();
    assert_eq!(divergence.misfit, Misfit::LeadsElsewhere("weber-call".into()));
    // Twice the same is one.
    saved.steps[1] = saved.steps[0].clone();
    let session = replay(&story, &saved).unwrap();
    assert_eq!((session.current(), session.len()), (1, 2));
}

#[test]
fn a_tree_that_does_not_hang_together_asks_and_never_panics() {
    let story = edited(&[]);
    let sound = saved();
    for (step, after, current) in [(0, 9, 4), (0, usize::MAX, 1), (1, 2, 2), (0, 1, 1), (0, 0, 99), (0, 0, usize::MAX)]
    {
        let mut saved = sound.clone();
        saved.steps[step].after = after;
        saved.current = current;
        assert!(!saved.is_sound());
        match replay(&story, &saved) {
            Ok(session) => assert!(session.dropped > 0, "{step} {after} {current}"),
            Err(divergence) => assert_eq!(divergence.passage, "weber-terrace"),
        }
    }
}

#[test]
fn redo_goes_on_after_a_pause() {
    let story = edited(&[]);
    let mut session = play(&story, &["inside", "ring", "next"]);
    (0..3).for_each(|_| assert!(session.rewind()));
    let mut session = replay(&story, &session.playthrough(&story)).unwrap();
    (0..3).for_each(|_| assert!(session.redo()));
    assert_eq!(session.page(&story).id(), "weber-street");
    assert!(!session.redo());
}

#[test]
fn twenty_thousand_steps_are_played_again_at_once() {
    let story = edited(&[]);
    let mut session = Session::new(&story, 7);
    take(&story, &mut session, "inside");
    let start = std::time::Instant::now();
    while session.len() < 20_001 {
        for name in ["wait", "next", "back"] {
            take(&story, &mut session, name);
        }
    }
    let played = start.elapsed();
    let saved = session.playthrough(&story);
    let start = std::time::Instant::now();
    let again = replay(&story, &saved).unwrap();
    let replayed = start.elapsed();
    assert_eq!(again.playthrough(&story), saved);
    println!("{} steps: played in {played:?}, replayed in {replayed:?}", saved.steps.len());
    assert!(replayed.as_millis() < 900, "{replayed:?}");
}

/// One move of a random walk: a choice by number, one back, one forward, or a jump to a node.
fn walk(story: &Story, seed: u64, moves: &[(u8, prop::sample::Index)]) -> Session {
    let mut session = Session::new(story, seed);
    for (kind, index) in moves {
        match kind {
            0 => _ = session.rewind(),
            1 => _ = session.redo(),
            2 => _ = session.go(index.index(session.len())),
            _ => {
                let open: Vec<_> =
                    session.page(story).offers().filter(|offer| offer.locked.is_none()).map(|offer| offer.id).collect();
                if !open.is_empty() {
                    session.choose(story, open[index.index(open.len())]).unwrap();
                }
            }
        }
    }
    session
}

fn moves() -> impl Strategy<Value = Vec<(u8, prop::sample::Index)>> {
    prop::collection::vec((0u8..12, any::<prop::sample::Index>()), 0..120)
}

/// The shipped story and the small one, parsed once.
fn stories() -> &'static [Story] {
    static STORIES: std::sync::OnceLock<Vec<Story>> = std::sync::OnceLock::new();
    STORIES.get_or_init(|| vec![edited(&[]), parse(&content::shipped()).0.unwrap()])
}

proptest! {
    #[test]
    fn what_is_played_is_played_again(seed in any::<u64>(), moves in moves()) {
        for story in stories() {
            let session = walk(story, seed, &moves);
            let saved = session.playthrough(story);
            prop_assert!(saved.is_sound());
            let bytes = krivitsky::store::to_text(&saved).unwrap();
            let read = krivitsky::store::from_bytes(bytes.as_bytes(), &story.id).unwrap();
            let again = replay(story, &read).unwrap();
            prop_assert_eq!(&again.playthrough(story), &saved);
            prop_assert_eq!((again.edited, again.dropped), (false, 0));
            for node in 0..session.len() {
                prop_assert_eq!(again.state_at(node), session.state_at(node));
            }
        }
    }
}
