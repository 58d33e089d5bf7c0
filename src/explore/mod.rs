//! What can happen to a player, found by playing: searches, walks, proofs, and the report of them.
//!
//! It enters at `engine::choose_with`. It must not know about files, screens or saves.

mod aside;
pub mod cover;
pub mod crowd;
mod diary;
pub mod episode;
pub mod fault;
mod limit;
pub mod policy;
pub mod proof;
pub mod reaction;
pub mod report;
pub mod run;
pub mod search;
pub mod site;
pub mod spread;
pub mod standing;
pub mod story_test;
pub mod survey;
pub mod tally;
pub mod verdict;
pub mod walk;
pub mod wording;
