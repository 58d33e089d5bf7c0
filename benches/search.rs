//! Search: states a second on all cores, and bytes a state.
//!
//! The story of 100 passages has far more states than can be kept, so a search for everything at once is cut after a
//! million of them. Bytes are the most that the process held while such a search was made, less what it held before.
#![allow(clippy::unwrap_used)]

mod common;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use krivitsky::explore::search::{Apart, Found, Limits, Search};
use krivitsky::story::Story;

/// States after which a search is cut.
const STATES: usize = 1_000_000;

fn main() {
    let story = common::generated(100);
    let before = resident();
    let found = million(&story, 0);
    let (held, states) = (resident().saturating_sub(before), found.states as u64);
    println!(
        "{states} states of 100 passages: {} bytes each in tables, {} of the process's memory",
        found.bytes as u64 / states,
        held / states
    );
    divan::main();
}

/// The most memory this process has had, in bytes.
fn resident() -> u64 {
    common::proc(std::process::id(), "status", "VmHWM:") * 1024
}

fn million(story: &Story, threads: usize) -> Found {
    let limits = Limits { states: STATES, walks: 0, threads, ..Limits::default() };
    Search::new(story).apart(Apart::Together).limits(limits).run()
}

/// The first million states of the story of 100 passages, everything that matters told apart.
#[divan::bench(args = [1, 2], sample_count = 5)]
fn states_of_100_passages(bencher: Bencher<'_, '_>, threads: usize) {
    let story = common::generated(100);
    let states = million(&story, threads).states;
    bencher.counter(ItemsCount::new(states)).bench_local(|| million(black_box(&story), threads));
}

/// The first million states of the story inside the program, everything that matters told apart.
#[divan::bench(args = [1, 2], sample_count = 5)]
fn states_of_the_shipped_story(bencher: Bencher<'_, '_>, threads: usize) {
    let story = common::shipped();
    let states = million(&story, threads).states;
    bencher.counter(ItemsCount::new(states)).bench_local(|| million(black_box(&story), threads));
}

/// The same story searched as `.ci/run` does it: three million states, and walks for what they leave open.
#[divan::bench(sample_count = 3)]
fn the_shipped_story_as_it_is_checked(bencher: Bencher<'_, '_>) {
    let story = common::shipped();
    let limits = || Limits { states: 3_000_000, bytes: 512 << 20, ..Limits::default() };
    let found = Search::new(&story).limits(limits()).run();
    bencher
        .counter(ItemsCount::new(found.states))
        .bench_local(|| Search::new(black_box(&story)).limits(limits()).run());
}
