//! The tables beside the chapters, a row each. It must not know who names them.

use serde::Deserialize;

use super::Says;

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
    /// Preferences, first to last: `serves GOOD`, `lowers METER`, `raises METER`, `took(..)`, `departs`. Each leaves the
    /// choices that fit it best; among those that are left at the end the seed decides.
    pub prefers: Vec<String>,
}

/// A row of `assertions.ron`: what must be so, whoever plays and however.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "assertion")]
pub struct Assertion {
    /// Its name.
    pub id: String,
    /// The claim: `always(C)`, `never(C)`, `at_end(C)`, `on(passage, C)`, `reachable(passage)`, `unreachable(passage)`,
    /// `share(ending) at most 20`.
    pub that: String,
    /// Why it must be so; printed when it is not.
    #[serde(default)]
    pub why: Option<String>,
}

/// A row of `episodes.ron`: a part of the story that a class plays alone.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "episode")]
pub struct Episode {
    /// Its name: `krivitsky play --episode NAME` begins it.
    pub id: String,
    /// The title people see.
    pub title: String,
    /// The passage with which it begins.
    pub start: String,
    /// What is so by then, as in `krivitsky play --set`: `"warned = words"`, `"suspicion = noted"`,
    /// `"ledger.elsa = spared"`, `"seen(cafe-door)"`, `"took(cafe-door.knock)"`. Of two that contradict each other the
    /// later counts.
    #[serde(default)]
    pub so: Vec<String>,
    /// What went before, read before the first page.
    pub recap: String,
    /// What is asked behind the last page, for all to talk about.
    pub question: String,
    /// The passages that end it. They are read; in place of their choices stands the way to the question.
    pub last: Vec<String>,
    /// What a teacher may wish to know before it; shown with the recap.
    #[serde(default)]
    pub care: Option<String>,
    /// Two notes on what is asked that do not agree, shown with the question.
    pub sources: Vec<Telling>,
}

/// What a source says, where another says otherwise.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "telling")]
pub struct Telling {
    /// What it says, in a plain sentence.
    pub text: String,
    /// Which source says so.
    pub sources: Vec<String>,
}
