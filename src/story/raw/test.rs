//! `tests/*.ron`: playthroughs with what must be seen on the way. It must not know how they are played.

use serde::Deserialize;

/// A file of `tests/`: a playthrough, and what must be seen on the way.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "test")]
pub struct Test {
    /// What it is for; not read by the program.
    #[serde(default)]
    pub comment: Option<String>,
    /// The number that every chance is made from. Without one, the program looks for a number under which each chance goes
    /// as its step says.
    #[serde(default)]
    pub seed: Option<u64>,
    /// The pages in order, the first page of the story first.
    pub steps: Vec<Stop>,
}

/// A step of a story test: perhaps a choice, and what must be so on the page it leads to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "step")]
pub struct Stop {
    /// The choice to take: its id, or `passage.choice`. In a passage that leads on by itself it is `next`. Without one, the
    /// step speaks of the page where the reader stands.
    #[serde(default)]
    pub take: Option<String>,
    /// How the chance in it must go: `well` or `ill`.
    #[serde(default)]
    pub goes: Option<Goes>,
    /// The passage where the reader must stand.
    #[serde(default)]
    pub at: Option<String>,
    /// Words that must stand on the page.
    #[serde(default)]
    pub shows: Vec<String>,
    /// Words that must not stand on the page.
    #[serde(default)]
    pub not_shows: Vec<String>,
    /// Choices that must be open.
    #[serde(default)]
    pub open: Vec<String>,
    /// Choices that must be shown, and closed.
    #[serde(default)]
    pub locked: Vec<String>,
    /// Choices that must not be shown.
    #[serde(default)]
    pub hidden: Vec<String>,
    /// Conditions that must hold.
    #[serde(default)]
    pub state: Vec<String>,
    /// The ending that this page must be.
    #[serde(default)]
    pub ends: Option<String>,
}

/// How a chance goes.
#[derive(Debug, Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case", rename = "goes")]
pub enum Goes {
    /// Well.
    Well,
    /// Not well.
    Ill,
}
