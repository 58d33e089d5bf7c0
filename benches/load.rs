//! Loading and checking stories: time, and by way of the allocator the most memory held at once.
//!
//! The allocator counts; that costs a little. `benches/README.md` says what the figures are measured against.
#![allow(clippy::unwrap_used)]

mod common;

use divan::counter::ItemsCount;
use divan::{AllocProfiler, Bencher, black_box};
use krivitsky::store::content;
use krivitsky::story::parse;

#[global_allocator]
static ALLOC: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// A story in memory, parsed, resolved and checked.
#[divan::bench(args = [1_000, 10_000], sample_count = 20)]
fn generated(bencher: Bencher, passages: usize) {
    let files = common::files(passages);
    bencher.counter(ItemsCount::new(passages)).bench_local(|| parse(black_box(&files)));
}

/// The story inside the program, its files' texts included.
#[divan::bench]
fn shipped(bencher: Bencher) {
    bencher.bench_local(|| parse(&content::shipped()));
}
