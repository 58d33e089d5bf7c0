//! `chapters/*.ron` and `endings.ron`: passages, choices, notes. It must not know what they name.

use std::fmt;

use serde::Deserialize;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{Deserializer, SeqAccess, Visitor};

use super::{Rows, Text};

/// A passage: the unit of reading.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "passage")]
pub struct Passage<'a> {
    /// Its name, two words or more: `weber-terrace`.
    #[serde(borrow)]
    pub id: Text<'a>,
    /// Older names, oldest first.
    #[serde(default)]
    pub was: Vec<Text<'a>>,
    /// The day, `1937-07-17`. Carries over from the passage above.
    #[serde(default)]
    pub date: Option<Text<'a>>,
    /// The hour, in words. Carries over while the date does.
    #[serde(default)]
    pub hour: Option<Text<'a>>,
    /// The place, from `places.ron`. Carries over from the passage above.
    #[serde(default)]
    pub place: Option<Text<'a>>,
    /// Who is in the room, from `people.ron`.
    #[serde(default)]
    pub people: Vec<Text<'a>>,
    /// The text.
    pub text: Text<'a>,
    /// What happens on arrival.
    #[serde(default)]
    pub enter: Vec<Text<'a>>,
    /// The choices. These, or `next`, or both.
    #[serde(default)]
    pub choices: Vec<Choice<'a>>,
    /// Where the passage leads when there is nothing to choose, or after every choice that has neither `to` nor `risk`.
    #[serde(default)]
    pub next: Option<Target<'a>>,
    /// What the record says.
    #[serde(default)]
    pub notes: Vec<Note<'a>>,
    /// What a reader may wish to know before it, and what can be read instead.
    #[serde(default)]
    pub care: Option<Care<'a>>,
    /// For the author; not read by the program.
    #[serde(default)]
    pub comment: Option<Text<'a>>,
}

/// A passage that not everybody wants to read.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "care")]
pub struct Care<'a> {
    /// What stands above its text: what happens in it, in a sentence.
    #[serde(borrow)]
    pub says: Text<'a>,
    /// The passage that tells the same in two sentences. The way to it stands below the choices and is called `instead`;
    /// `took(squad-yard.instead)` asks whether it was gone.
    pub to: Text<'a>,
}

/// One thing the reader can do.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "choice")]
pub struct Choice<'a> {
    /// Its name within the passage.
    #[serde(borrow)]
    pub id: Text<'a>,
    /// Older names, oldest first.
    #[serde(default)]
    pub was: Vec<Text<'a>>,
    /// The words the reader sees.
    pub label: Text<'a>,
    /// What it serves. Never shown.
    #[serde(default)]
    pub serves: Option<Text<'a>>,
    /// The condition under which it is there at all.
    #[serde(default)]
    pub when: Option<Text<'a>>,
    /// The condition under which it is there but closed.
    #[serde(default)]
    pub locked: Option<Locked<'a>>,
    /// What it changes.
    #[serde(default)]
    pub effects: Vec<Text<'a>>,
    /// Where it leads, if not where the passage says with `next`.
    #[serde(default)]
    pub to: Option<Target<'a>>,
    /// A chance taken, in place of `to`.
    #[serde(default)]
    pub risk: Option<Box<Risk<'a>>>,
    /// Where it leaves the historical record, from `departures.ron`.
    #[serde(default)]
    pub departs: Option<Text<'a>>,
}

/// A closed choice.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "locked")]
pub struct Locked<'a> {
    /// The condition under which it is closed.
    #[serde(borrow)]
    pub by: Text<'a>,
    /// The past act that closed it, said to the reader.
    pub says: Text<'a>,
}

/// A chance taken.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "risk")]
pub struct Risk<'a> {
    /// An odds word.
    #[serde(borrow)]
    pub odds: Text<'a>,
    /// What moves the odds: a condition, and `better` or `worse` by one word.
    #[serde(default)]
    pub shift: Vec<(Text<'a>, Text<'a>)>,
    /// When it goes well.
    pub well: Outcome<'a>,
    /// When it does not.
    pub ill: Outcome<'a>,
}

/// What a chance leads to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "outcome")]
pub struct Outcome<'a> {
    /// What it changes.
    #[serde(default)]
    #[serde(borrow)]
    pub effects: Vec<Text<'a>>,
    /// Where it leads.
    pub to: Target<'a>,
}

/// Where a choice leads: one passage, or the first arm whose condition holds.
#[derive(Debug, Clone)]
pub enum Target<'a> {
    /// A passage.
    One(Text<'a>),
    /// Arms in order; the last has no `when`.
    First(Vec<Arm<'a>>),
}

/// One arm of a target.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "target")]
pub struct Arm<'a> {
    /// The condition; the last arm has none.
    #[serde(default)]
    #[serde(borrow)]
    pub when: Option<Text<'a>>,
    /// The passage.
    pub to: Text<'a>,
}

impl<'de: 'a, 'a> Deserialize<'de> for Target<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Target<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a passage id, or a list of `(when: .., to: ..)`")
            }
            fn visit_borrowed_str<E>(self, id: &'de str) -> Result<Target<'de>, E> {
                Ok(Target::One(id.into()))
            }
            fn visit_str<E>(self, id: &str) -> Result<Target<'de>, E> {
                Ok(Target::One(id.to_owned().into()))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Target<'de>, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(seq)).map(Target::First)
            }
        }
        deserializer.deserialize_any(Read)
    }
}

/// What the record says of a passage.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "note")]
pub struct Note<'a> {
    /// How sure the record is.
    pub says: Says,
    /// A plain sentence.
    #[serde(borrow)]
    pub text: Text<'a>,
    /// Who says so, from `sources.ron`.
    #[serde(default)]
    pub sources: Vec<Text<'a>>,
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
pub struct Ending<'a> {
    /// Its name, as a passage's.
    #[serde(borrow)]
    pub id: Text<'a>,
    /// Older names, oldest first.
    #[serde(default)]
    pub was: Vec<Text<'a>>,
    /// The title people see.
    pub title: Text<'a>,
    /// The day.
    pub date: Text<'a>,
    /// The hour, in words.
    #[serde(default)]
    pub hour: Option<Text<'a>>,
    /// The place.
    pub place: Text<'a>,
    /// Who is in the room.
    #[serde(default)]
    pub people: Vec<Text<'a>>,
    /// The text.
    pub text: Text<'a>,
    /// What happens on arrival.
    #[serde(default)]
    pub enter: Vec<Text<'a>>,
    /// What it came of. At most three are told, the first that hold: what weighs most comes first.
    #[serde(default)]
    pub causes: Vec<Cause<'a>>,
    /// Own lines for people of the ledger.
    #[serde(default)]
    pub accounts: Rows<String>,
    /// What the record says.
    #[serde(default)]
    pub notes: Vec<Note<'a>>,
    /// For the author; not read by the program.
    #[serde(default)]
    pub comment: Option<Text<'a>>,
}

/// What an ending came of.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "cause")]
pub struct Cause<'a> {
    /// The condition under which it did.
    #[serde(default)]
    #[serde(borrow)]
    pub when: Option<Text<'a>>,
    /// The thing it turned on.
    pub object: Text<'a>,
    /// The sentence.
    pub text: Text<'a>,
}
