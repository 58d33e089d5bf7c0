//! Rooms Are Heated: interactive fiction for the terminal. ARCHITECTURE.md is the way in.
//!
//! The modules stand in the order of the layers: each imports only what stands above it.

pub mod diagnostic;
pub mod story;

pub mod engine;

pub mod words;

pub mod playthrough;

pub mod explore;

pub mod lint;

pub mod trial;

pub mod graph;

pub mod platform;

pub mod store;

pub mod app;

pub mod plain;
pub mod tui;

pub mod cli;
