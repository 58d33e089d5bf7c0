//! What explore finds, each part in a file of its own.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "explore/run.rs"]
mod run;
mod small;
#[path = "explore/walk.rs"]
mod walk;
