//! Choices with their text, and replay: one core, no screen.
#![allow(clippy::unwrap_used)]

mod common;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use krivitsky::playthrough::replay;
use krivitsky::story::{ChoiceId, Story};

fn main() {
    divan::main();
}

/// Walks of at most 1,000 steps, with the text of every page written out.
fn steps(bencher: Bencher<'_, '_>, story: &Story, walks: u64) {
    let walks: Vec<(u64, Vec<ChoiceId>)> = (0..walks).map(|seed| (seed, common::walk(story, seed, 1_000))).collect();
    let steps: usize = walks.iter().map(|(_, choices)| choices.len()).sum();
    let mut text = String::new();
    bencher.counter(ItemsCount::new(steps)).bench_local(|| {
        for (seed, choices) in &walks {
            black_box(common::follow(black_box(story), *seed, choices, &mut text));
        }
    });
}

/// Choices with text in a story of 100 passages.
#[divan::bench]
fn choices_of_100_passages(bencher: Bencher<'_, '_>) {
    steps(bencher, &common::generated(100), 1);
}

/// Choices with text in the story inside the program, from its start to an ending, many times.
#[divan::bench]
fn choices_of_the_shipped_story(bencher: Bencher<'_, '_>) {
    steps(bencher, &common::shipped(), 30);
}

/// A save of 1,000 steps, played again.
#[divan::bench]
fn replay_of_1000_steps(bencher: Bencher<'_, '_>) {
    let story = common::generated(100);
    let save = common::saved(&story, 1, &common::walk(&story, 1, 1_000));
    assert_eq!(save.steps.len(), 1_000);
    bencher.counter(ItemsCount::new(save.steps.len())).bench_local(|| replay(black_box(&story), &save).unwrap());
}
