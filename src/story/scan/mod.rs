//! A bracket scan of RON that knows strings and comments.
//!
//! It does three things that a parser of values cannot: it cuts a file into its rows, so that each is parsed by itself
//! and one broken row hides no other; it names lexical mistakes as what they are; and it finds the place of a value
//! again by its path, so that parsed values need carry no spans. It must not know what the rows mean.

mod clash;
mod locate;
mod quote;
mod rows;
mod slip;
mod token;

pub use locate::{Outlines, Step, entries, inside};
pub use rows::{rows, value};
pub use slip::Slips;

/// The slips of a text that is one value, without a count of those that were not kept.
pub fn slips(src: &str) -> Vec<slip::Slip> {
    value(src).found
}

/// Whether a text is free of control characters.
pub fn is_clean(src: &str) -> bool {
    let mut slips = Slips::default();
    slip::controls(src, &mut slips);
    slips.is_empty()
}

/// Brackets deeper than this are refused. A passage needs seven.
pub const MAX_DEPTH: usize = 64;

#[cfg(test)]
mod tests;
