//! What explore finds, each part in a file of its own.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "explore/command.rs"]
mod command;
#[path = "explore/cover.rs"]
mod cover;
#[path = "explore/made.rs"]
mod made;
#[path = "explore/planted.rs"]
mod planted;
#[path = "explore/proof.rs"]
mod proof;
#[path = "explore/reaction.rs"]
mod reaction;
#[path = "explore/run.rs"]
mod run;
#[path = "explore/search.rs"]
mod search;
mod small;
#[path = "explore/story_test.rs"]
mod story_test;
#[path = "explore/trial.rs"]
mod trial;
#[path = "explore/walk.rs"]
mod walk;
