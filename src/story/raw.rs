//! The RON of a story as its author writes it: field for field, names still strings, nothing yet checked.
//!
//! These types are the format. Their field docs are what an author reads. They must not know what a name refers to;
//! `resolve` turns them into a `Story`.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor, value::SeqAccessDeserializer};

/// The newest format this program reads.
pub const FORMAT: u32 = 1;

/// RON as stories use it: optional fields are written plain, without `Some(..)`.
pub fn options() -> ron::Options {
    use ron::extensions::Extensions;
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME | Extensions::UNWRAP_NEWTYPES)
}

/// A map in the author's order, repeats kept so that they can be reported.
#[derive(Debug, Clone)]
pub struct Rows<V>(pub Vec<(String, V)>);

impl<V> Default for Rows<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Rows<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read<V>(PhantomData<V>);
        impl<'de, V: Deserialize<'de>> Visitor<'de> for Read<V> {
            type Value = Rows<V>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map `{ \"name\": value }`")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Rows<V>, A::Error> {
                let mut rows = Vec::new();
                while let Some(row) = map.next_entry()? {
                    rows.push(row);
                }
                Ok(Rows(rows))
            }
        }
        deserializer.deserialize_any(Read(PhantomData))
    }
}

/// `story.ron`: everything that the program must not know.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "story")]
pub struct Story {
    /// The format's version: 1.
    pub format: u32,
    /// The story's own name for itself; saves belong to it. Never changes.
    pub id: String,
    /// The title people see.
    pub title: String,
    /// The edition people see; changes as you like.
    pub edition: String,
    /// The passage a new playthrough begins with.
    pub start: String,
    /// The chapters, in the order of the story.
    pub chapters: Vec<Chapter>,
    /// What a choice can serve.
    #[serde(default)]
    pub goods: Vec<String>,
    /// The meters.
    #[serde(default)]
    pub meters: Rows<Meter>,
    /// The words a risk is offered in, worst first.
    #[serde(default)]
    pub odds: Vec<Odds>,
    /// The facts.
    #[serde(default)]
    pub facts: Rows<Fact>,
    /// The words in which a fact's values are shown by `{name}`.
    #[serde(default)]
    pub shows: Rows<Rows<String>>,
    /// Older names of facts: `"new": ["old"]`.
    #[serde(default)]
    pub was: Rows<Vec<String>>,
    /// Named kinds of deed.
    #[serde(default)]
    pub acts: Rows<Act>,
    /// What happens of itself, by scene or chapter.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// People and what became of them.
    #[serde(default)]
    pub ledger: Ledger,
}

/// One file of passages.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "chapter")]
pub struct Chapter {
    /// The file's name in `chapters/`, without `.ron`.
    pub file: String,
    /// The title people see.
    pub title: String,
    /// Whether it tells of years past: its dates move no band.
    #[serde(default)]
    pub remembered: bool,
}

/// Which end of a meter is good for the one it measures.
#[derive(Debug, Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case", rename = "good")]
pub enum Good {
    /// Low values.
    Low,
    /// High values.
    High,
}

/// A meter, 0 to 100, and its bands from the lowest to the highest.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "meter")]
pub struct Meter {
    /// The word people see.
    pub word: String,
    /// The value at the start, 0 to 100.
    pub start: i16,
    /// Which end is good.
    pub good: Good,
    /// The bands, lowest first.
    pub bands: Vec<Band>,
}

/// One band of a meter.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "band")]
pub struct Band {
    /// Its name in conditions.
    pub id: String,
    /// The word people see.
    pub word: String,
    /// The value at which it is entered from below. The lowest band has none.
    #[serde(default)]
    pub up: Option<i16>,
    /// The value at which it is left downward, or `never`.
    #[serde(default)]
    pub down: Option<Down>,
    /// A condition without which it is not entered, and is lost.
    #[serde(default)]
    pub needs: Option<String>,
}

/// Where a band is left downward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Down {
    /// At this value or below.
    At(i16),
    /// Not at all.
    Never,
}

impl<'de> Deserialize<'de> for Down {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&ron::value::RawValue>::deserialize(deserializer)?.trim().get_ron();
        match raw {
            "never" => Ok(Down::Never),
            number => number
                .parse()
                .map(Down::At)
                .map_err(|_| serde::de::Error::custom(format!("`down` is a number or `never`, not `{number}`"))),
        }
    }
}

/// A word for a chance.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "odds")]
pub struct Odds {
    /// Its name in `risk: (odds: ..)`.
    pub id: String,
    /// The words people see.
    pub word: String,
    /// How often in a hundred it goes well, 1 to 99.
    pub of_100: u8,
}

/// What a fact can hold.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case", rename = "fact", deny_unknown_fields)]
pub enum Fact {
    /// True or false; false at the start.
    Flag,
    /// A number from `from` to `to`; `from` at the start.
    Number {
        /// The least it can be.
        from: i16,
        /// The most it can be.
        to: i16,
    },
    /// One of these names; the first at the start.
    OneOf(Vec<String>),
}

/// A named kind of deed. It counts full the first time in a chapter, half the second, then not at all.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "act")]
pub struct Act {
    /// Its effects.
    pub effects: Vec<String>,
    /// Its effects the second time, when they are not half of the first.
    #[serde(default)]
    pub again: Option<Vec<String>>,
}

/// When a rule is asked.
#[derive(Debug, Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case", rename = "each")]
pub enum Each {
    /// At the first passage of each scene.
    Scene,
    /// At the first passage of each chapter.
    Chapter,
}

/// What happens of itself.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "rule")]
pub struct Rule {
    /// Its name.
    pub id: String,
    /// When it is asked.
    pub each: Each,
    /// The condition under which it happens.
    #[serde(default)]
    pub when: Option<String>,
    /// What happens.
    pub effects: Vec<String>,
}

/// People and what became of them.
#[derive(Debug, Clone, Deserialize, Default)]
#[serde(deny_unknown_fields, rename = "ledger")]
pub struct Ledger {
    /// What can become of a person; the first holds at the start.
    pub states: Vec<String>,
    /// A line for each state of each person.
    pub people: Rows<Rows<String>>,
}

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
    pub risk: Option<Risk>,
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

/// A row of `people.ron`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "person")]
pub struct Person {
    /// The name in `people: [..]`.
    pub id: String,
    /// The name people see.
    pub name: String,
    /// Who it was.
    #[serde(default)]
    pub text: String,
    /// How sure the record is.
    #[serde(default)]
    pub says: Option<Says>,
    /// Who says so.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// A row of `places.ron`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "place")]
pub struct Place {
    /// The name in `place: ..`.
    pub id: String,
    /// The name people see.
    pub name: String,
    /// Degrees north, written as text is: never counted with.
    #[serde(default)]
    pub lat: Option<f64>,
    /// Degrees east.
    #[serde(default)]
    pub long: Option<f64>,
    /// What is not certain about it.
    #[serde(default)]
    pub text: Option<String>,
}

/// A row of `sources.ron`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "source")]
pub struct Source {
    /// The tag in `sources: [..]`.
    pub id: String,
    /// Author and title.
    pub title: String,
    /// When it was published.
    #[serde(default)]
    pub year: String,
    /// Memoir, letter, press, study.
    #[serde(default)]
    pub kind: String,
    /// How far to trust it.
    #[serde(default)]
    pub reliable: String,
}

/// A row of `glossary.ron`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "term")]
pub struct Term {
    /// The word.
    pub term: String,
    /// What it means.
    pub text: String,
}

/// A row of `timeline.ron`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "event")]
pub struct Event {
    /// The day, month or year.
    pub date: String,
    /// What happened.
    pub text: String,
    /// How sure the record is.
    pub says: Says,
    /// Who says so.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// A row of `tells.ron`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "tell")]
pub struct Tell {
    /// Its name.
    pub id: String,
    /// The band it shows.
    pub band: String,
    /// Only in this place.
    #[serde(default)]
    pub place: Option<String>,
    /// Only with this person in the room.
    #[serde(default)]
    pub person: Option<String>,
    /// Only under this condition.
    #[serde(default)]
    pub when: Option<String>,
    /// The words.
    pub text: String,
}

/// How likely a departure's outcome is.
#[derive(Debug, Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case", rename = "likely")]
pub enum Likely {
    /// More likely than not.
    Likely,
    /// It could have been.
    Possible,
    /// A guess.
    Speculative,
}

/// A row of `departures.ron`: where a choice leaves the record.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "departure")]
pub struct Departure {
    /// The name in `departs: ..`.
    pub id: String,
    /// What changed.
    pub changed: String,
    /// Two things that did not.
    #[serde(default)]
    pub unchanged: Vec<String>,
    /// How likely.
    pub likely: Likely,
    /// What the record has instead.
    pub record: String,
    /// Who says so.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// A row of `inventions.ron`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "invention")]
pub struct Invention {
    /// Its name.
    pub id: String,
    /// What was made up.
    pub text: String,
}

/// A row of `policies.ron`: a way to play that a tool can follow.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "policy")]
pub struct Policy {
    /// Its name.
    pub id: String,
    /// Preferences, first to last: `serves GOOD`, `lowers METER`, `raises METER`, `took(..)`.
    pub prefers: Vec<String>,
}

/// `style.ron`: the limits a story sets itself.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default, rename = "style")]
pub struct Style {
    /// Fewest and most words of a label.
    pub label_words: (u16, u16),
    /// Most characters of a label.
    pub label_characters: u16,
    /// Fewest and most words of a passage.
    pub passage_words: (u16, u16),
    /// Fewest and most choices of a passage.
    pub choices: (u16, u16),
}

impl Default for Style {
    fn default() -> Self {
        Self { label_words: (3, 12), label_characters: 64, passage_words: (40, 220), choices: (2, 4) }
    }
}
