//! What can happen to a player, found by playing: searches, walks, proofs, and the report of them.
//!
//! It enters at `engine::choose_with`. It must not know about files, screens or saves.

pub mod run;
pub mod site;
