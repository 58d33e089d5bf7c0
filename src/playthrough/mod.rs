//! A playthrough: a story, a seed and the choices taken. Everything else is derived by replay.
//!
//! `Playthrough` is what a save holds: names, so that it outlives edits. `Session` is the same, played: a tree of states
//! with one of them current. This layer is as pure as the engine; it must not know about files, screens or clocks.

mod closing;
mod divergence;
mod list;
mod session;
mod transcript;

pub use closing::{Closing, closing, label_words};
pub use divergence::{Divergence, Misfit};
pub use list::play_list;
pub use session::{Session, replay};
pub use transcript::{
    Format, care_words, date_words, departure_words, reading, scene_change, scene_words, scene_words_of, tellings,
    transcript,
};

use serde::{Deserialize, Serialize};

/// One choice taken, by names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename = "step")]
pub struct Step {
    /// Which step it follows: 0 is the start, 1 the first of the list. Steps stand behind what they follow.
    pub after: usize,
    /// The passage it was taken in.
    pub passage: String,
    /// The choice.
    pub choice: String,
    /// The passage arrived at.
    pub to: String,
}

/// Where a playthrough began that did not begin at the start, as its author said it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename = "origin")]
pub struct Origin {
    /// The passage; none named is the story's start.
    pub at: String,
    /// What was so by then: `fact=value`, as `Story::opening` reads it.
    #[serde(default)]
    pub sets: Vec<String>,
    /// The episode it is, by its name: that says where it began, and nothing else need be said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub episode: Option<String>,
}

/// A story, a seed and the choices taken: a tree, because a branch left by rewinding is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename = "playthrough")]
pub struct Playthrough {
    /// The story's own name.
    pub story: String,
    /// Its edition when this was saved, for people.
    pub edition: String,
    /// Its structural fingerprint then, sixteen hexadecimal digits.
    pub fingerprint: String,
    /// What the draws are made from.
    pub seed: u64,
    /// Where it began, when not at the story's start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Origin>,
    /// The steps.
    pub steps: Vec<Step>,
    /// The step after which the reader stands; 0 for the start.
    pub current: usize,
}

impl Origin {
    /// The beginning of an episode.
    pub fn episode(id: impl Into<String>) -> Self {
        Self { episode: Some(id.into()), ..Self::default() }
    }

    /// All that it names.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        self.sets.iter().chain([&self.at]).chain(&self.episode)
    }
}

impl Playthrough {
    /// Whether the tree hangs together: every step follows an earlier one, and the current one is there.
    pub fn is_sound(&self) -> bool {
        self.current <= self.steps.len() && self.steps.iter().enumerate().all(|(n, step)| step.after <= n)
    }
}

/// A fingerprint as it is written.
pub fn fingerprint_words(fingerprint: u64) -> String {
    format!("{fingerprint:016x}")
}
