//! `chapters/*.ron` and `endings.ron`: passages, choices, notes. It must not know what they name.

use std::fmt;

use serde::Deserialize;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{Deserializer, SeqAccess, Visitor};

use super::Rows;

/// A passage: the unit of reading.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "passage")]
pub struct Passage {
    /// Its name, two words or more: `weber-terrace`.
    pub id: String,
    /// Older names, oldest first.
    #[serde(default)]
    pub was: Vec<String>,
    /// The day, `1937-07-17`. Carries over from the passage above.
    #[serde(default)]
    pub date: Option<String>,
    /// The hour, in words. Carries over while the date does.
    #[serde(default)]
    pub hour: Option<String>,
    /// The place, from `places.ron`. Carries over from the passage above.
    #[serde(default)]
    pub place: Option<String>,
    /// Who is in the room, from `people.ron`.
    #[serde(default)]
    pub people: Vec<String>,
    /// The text.
    pub text: String,
    /// What happens on arrival.
    #[serde(default)]
    pub enter: Vec<String>,
    /// The choices. Either these or `next`.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// Where the passage leads when there is nothing to choose.
    #[serde(default)]
    pub next: Option<Target>,
    /// What the record says.
    #[serde(default)]
    pub notes: Vec<Note>,
    /// For the author; not read by the program.
    #[serde(default)]
    pub comment: Option<String>,
}

/// One thing the reader can do.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "choice")]
pub struct Choice {
    /// Its name within the passage.
    pub id: String,
    /// Older names, oldest first.
    #[serde(default)]
    pub was: Vec<String>,
    /// The words the reader sees.
    pub label: String,
    /// What it serves. Never shown.
    #[serde(default)]
    pub serves: Option<String>,
    /// The condition under which it is there at all.
    #[serde(default)]
    pub when: Option<String>,
    /// The condition under which it is there but closed.
    #[serde(default)]
    pub locked: Option<Locked>,
    /// What it changes.
    #[serde(default)]
    pub effects: Vec<String>,
    /// Where it leads.
    #[serde(default)]
    pub to: Option<Target>,
    /// A chance taken, in place of `to`.
    #[serde(default)]
    pub risk: Option<Box<Risk>>,
    /// Where it leaves the historical record, from `departures.ron`.
    #[serde(default)]
    pub departs: Option<String>,
}

/// A closed choice.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "locked")]
pub struct Locked {
    /// The condition under which it is closed.
    pub by: String,
    /// The past act that closed it, said to the reader.
    pub says: String,
}

/// A chance taken.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "risk")]
pub struct Risk {
    /// An odds word.
    pub odds: String,
    /// What moves the odds: a condition, and `better` or `worse` by one word.
    #[serde(default)]
    pub shift: Vec<(String, String)>,
    /// When it goes well.
    pub well: Outcome,
    /// When it does not.
    pub ill: Outcome,
}

/// What a chance leads to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "outcome")]
pub struct Outcome {
    /// What it changes.
    #[serde(default)]
    pub effects: Vec<String>,
    /// Where it leads.
    pub to: Target,
}

/// Where a choice leads: one passage, or the first arm whose condition holds.
#[derive(Debug, Clone)]
pub enum Target {
    /// A passage.
    One(String),
    /// Arms in order; the last has no `when`.
    First(Vec<Arm>),
}

/// One arm of a target.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "target")]
pub struct Arm {
    /// The condition; the last arm has none.
    #[serde(default)]
    pub when: Option<String>,
    /// The passage.
    pub to: String,
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Target;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a passage id, or a list of `(when: .., to: ..)`")
            }
            fn visit_str<E>(self, id: &str) -> Result<Target, E> {
                Ok(Target::One(id.to_owned()))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Target, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(seq)).map(Target::First)
            }
        }
        deserializer.deserialize_any(Read)
    }
}

/// What the record says of a passage.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "note")]
pub struct Note {
    /// How sure the record is.
    pub says: Says,
    /// A plain sentence.
    pub text: String,
    /// Who says so, from `sources.ron`.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// How sure the record is.
#[derive(Debug, Clone, Copy, Deserialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "snake_case", rename = "says")]
pub enum Says {
    /// Several independent sources agree.
    Documented,
    /// Sources contradict one another.
    Disputed,
    /// One witness says so.
    OneSource,
    /// Put together from what is known.
    Reconstructed,
    /// Made up for the story.
    Invented,
}

/// A passage that ends the playthrough.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "ending")]
pub struct Ending {
    /// Its name, as a passage's.
    pub id: String,
    /// Older names, oldest first.
    #[serde(default)]
    pub was: Vec<String>,
    /// The title people see.
    pub title: String,
    /// The day.
    pub date: String,
    /// The hour, in words.
    #[serde(default)]
    pub hour: Option<String>,
    /// The place.
    pub place: String,
    /// Who is in the room.
    #[serde(default)]
    pub people: Vec<String>,
    /// The text.
    pub text: String,
    /// What happens on arrival.
    #[serde(default)]
    pub enter: Vec<String>,
    /// What it came of.
    #[serde(default)]
    pub causes: Vec<Cause>,
    /// Own lines for people of the ledger.
    #[serde(default)]
    pub accounts: Rows<String>,
    /// What the record says.
    #[serde(default)]
    pub notes: Vec<Note>,
    /// For the author; not read by the program.
    #[serde(default)]
    pub comment: Option<String>,
}

/// What an ending came of.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "cause")]
pub struct Cause {
    /// The condition under which it did.
    #[serde(default)]
    pub when: Option<String>,
    /// The thing it turned on.
    pub object: String,
    /// The sentence.
    pub text: String,
}
