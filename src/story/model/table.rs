//! People, places, sources, tells, endings, departures, dates. It must not know what is on the page.

use std::ops::Range;

use super::{Cond, Likely, PassageId, PersonId, PlaceId, Says, Slot, SourceId, Str};

/// A person.
#[derive(Debug, Clone)]
pub struct Person {
    /// Its name in the format.
    pub id: Str,
    /// The name people see.
    pub name: Str,
    /// Who it was.
    pub text: Str,
    /// How sure the record is.
    pub says: Option<Says>,
    /// Who says so.
    pub sources: Box<[SourceId]>,
}

/// A place.
#[derive(Debug, Clone)]
pub struct Place {
    /// Its name in the format.
    pub id: Str,
    /// The name people see.
    pub name: Str,
    /// Thousandths of a degree north and east.
    pub at: Option<(i32, i32)>,
    /// What is not certain about it.
    pub text: Option<Str>,
}

/// A source.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its tag.
    pub id: Str,
    /// Author and title.
    pub title: Str,
    /// When it was published.
    pub year: Str,
    /// What it is.
    pub kind: Str,
    /// How far to trust it.
    pub reliable: Str,
}

/// A tell.
#[derive(Debug, Clone)]
pub struct Tell {
    /// Its name.
    pub id: Str,
    /// Where the band it shows is kept, and which it is.
    pub band: (Slot, i16),
    /// Only in this place.
    pub place: Option<PlaceId>,
    /// Only with this person in the room.
    pub person: Option<PersonId>,
    /// Only under this condition.
    pub when: Cond,
    /// How many of place, person and condition it states.
    pub fields: u8,
    /// Its text: a run of `Story::marks`.
    pub marks: Range<u32>,
}

/// An ending.
#[derive(Debug, Clone)]
pub struct Ending {
    /// The title people see.
    pub title: Str,
    /// The passage it is.
    pub passage: PassageId,
    /// What it came of: condition, object, sentence.
    pub causes: Box<[(Cond, Str, Str)]>,
    /// Own lines for people of the ledger, by index in `Story::ledger`.
    pub accounts: Box<[(u16, Str)]>,
}

/// A departure.
#[derive(Debug, Clone)]
pub struct Departure {
    /// Its name.
    pub id: Str,
    /// What changed.
    pub changed: Str,
    /// What did not.
    pub unchanged: Box<[Str]>,
    /// How likely.
    pub likely: Likely,
    /// What the record has instead.
    pub record: Str,
    /// Who says so.
    pub sources: Box<[SourceId]>,
}

/// A dated line of the record.
#[derive(Debug, Clone)]
pub struct Dated {
    /// The day, month or year.
    pub date: Str,
    /// What happened.
    pub text: Str,
    /// How sure the record is.
    pub says: Says,
    /// Who says so.
    pub sources: Box<[SourceId]>,
}
