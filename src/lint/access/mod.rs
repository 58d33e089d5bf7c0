//! Who can read a story: with a screen reader, on a narrow screen, in a class that is read to.
//!
//! What is not plain text is shown to some and not to others. What a line looks like says nothing to those who hear it.

mod not_plain;
mod symbol_alone;
mod too_long_aloud;
mod wide_label;

pub use wide_label::LABEL_CELLS;

use super::Lint;

/// The checks of this group, in the order of their codes.
pub const LINTS: &[Lint] = &[not_plain::LINT, symbol_alone::LINT, wide_label::LINT, too_long_aloud::LINT];
