//! Checking stories: everything that can be said of one that has been read. `benches/README.md` has the figures.
#![allow(clippy::unwrap_used)]

mod common;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use krivitsky::explore::proof::Proof;
use krivitsky::lint::{self, LINTS, prose::Prose};
use krivitsky::store::content;
use krivitsky::story::{PassageId, draft};

fn main() {
    divan::main();
}

/// A story that has been read: all checks together.
#[divan::bench(args = [1_000, 10_000], sample_count = 10)]
fn generated(bencher: Bencher, passages: usize) {
    let files = common::files(passages);
    let draft = draft(&files).0.unwrap();
    bencher.counter(ItemsCount::new(passages)).bench_local(|| lint::check(black_box(&draft)));
}

/// The same for the story inside the program.
#[divan::bench]
fn shipped(bencher: Bencher) {
    let files = content::shipped();
    let draft = draft(&files).0.unwrap();
    bencher.bench_local(|| lint::check(black_box(&draft)));
}

/// Each check by itself on 10,000 passages, with what it needs of the rest.
#[divan::bench(args = LINTS.iter().map(|lint| lint.code.number()), sample_count = 3)]
fn alone(bencher: Bencher, number: &str) {
    let files = common::files(10_000);
    let draft = draft(&files).0.unwrap();
    let lint = LINTS.iter().find(|lint| lint.code.number() == number).unwrap();
    bencher.bench_local(|| lint::check_with(black_box(&draft), &[*lint]));
}

/// What several of them rest on: the proof, of which `check` asks only up to a thousand passages.
#[divan::bench(args = [1_000, 10_000], sample_count = 1)]
fn proof(bencher: Bencher, passages: usize) {
    let files = common::files(passages);
    let draft = draft(&files).0.unwrap();
    bencher.bench_local(|| Proof::of(black_box(&draft.story)));
}

/// And the words of all passages.
#[divan::bench(sample_count = 3)]
fn words(bencher: Bencher) {
    let files = common::files(10_000);
    let draft = draft(&files).0.unwrap();
    let passages = draft.story.passages.len() as u32;
    bencher.bench_local(|| (0..passages).map(|n| Prose::of(draft.text(PassageId(n))).words).sum::<usize>());
}
