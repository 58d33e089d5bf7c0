//! What a story says that cannot be meant: what nobody reaches, what nothing asks, what no reader is told.
//!
//! A warning of this group is true of every playthrough. Where that cannot be known, nothing is said.

mod all_shut;
mod always_true;
mod bare_departure;
mod care_in_episode;
mod dead_end;
mod endless_loop;
mod episode_sources;
mod never_read;
mod never_true;
mod never_written;
mod no_accounts;
mod no_difference;
mod no_notes;
mod off_the_map;
mod only_risks;
mod same_choice;
mod stray_episode;
mod taken_over;
mod uncited_source;
mod unglossed;
mod unreachable;
mod unshown;
mod unused_row;
mod unused_tell;
mod value_never_set;

use super::Lint;

/// The checks of this group, in the order of their codes.
pub const LINTS: &[Lint] = &[
    unreachable::LINT,
    dead_end::LINT,
    all_shut::LINT,
    never_true::LINT,
    always_true::LINT,
    never_read::LINT,
    never_written::LINT,
    value_never_set::LINT,
    no_difference::LINT,
    same_choice::LINT,
    endless_loop::LINT,
    only_risks::LINT,
    no_accounts::LINT,
    no_notes::LINT,
    uncited_source::LINT,
    bare_departure::LINT,
    off_the_map::LINT,
    unglossed::LINT,
    unused_row::LINT,
    unused_tell::LINT,
    stray_episode::LINT,
    episode_sources::LINT,
    care_in_episode::LINT,
    taken_over::LINT,
    unshown::LINT,
];
