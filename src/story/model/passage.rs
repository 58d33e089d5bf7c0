//! Chapters, passages, choices. It must not know what has been read of them.

use std::ops::Range;

use super::{ChapterId, Cond, DepartureId, Effect, EndingId, PassageId, PersonId, PlaceId, Says, Slot, SourceId, Str};

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// The year.
    pub year: u16,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day of the month, 1 to 31.
    pub day: u8,
}

impl Date {
    /// `1937-07-17`, a day that exists in the Gregorian calendar.
    pub fn read(text: &str) -> Option<Date> {
        let mut parts = text.split('-');
        let mut next =
            |len: usize| parts.next().filter(|part| part.len() == len && part.bytes().all(|b| b.is_ascii_digit()));
        let date = Date { year: next(4)?.parse().ok()?, month: next(2)?.parse().ok()?, day: next(2)?.parse().ok()? };
        let leap = date.year.is_multiple_of(4) && (!date.year.is_multiple_of(100) || date.year.is_multiple_of(400));
        let days = match date.month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 => 28 + u8::from(leap),
            _ => return None,
        };
        (parts.next().is_none() && (1..=days).contains(&date.day)).then_some(date)
    }
}

/// A chapter.
#[derive(Debug, Clone)]
pub struct Chapter {
    /// The file's name without `.ron`.
    pub file: Str,
    /// The title people see.
    pub title: Str,
    /// Whether it tells of years past.
    pub remembered: bool,
}

/// A passage.
#[derive(Debug, Clone)]
pub struct Passage {
    /// Its name.
    pub id: Str,
    /// A number made of its first name, for draws.
    pub key: u64,
    /// Its chapter; an ending has none.
    pub chapter: Option<ChapterId>,
    /// A run of passages with one chapter, date and place has one number.
    pub scene: u32,
    /// Its day, as the number of a day in this story.
    pub day: i16,
    /// Its date.
    pub date: Date,
    /// The hour, in words.
    pub hour: Option<Str>,
    /// Its place.
    pub place: PlaceId,
    /// Who is in the room.
    pub people: Box<[PersonId]>,
    /// Its text: a run of `Story::marks`.
    pub marks: Range<u32>,
    /// Whether `{tell}` stands in the text.
    pub tells: bool,
    /// What happens on arrival.
    pub enter: Box<[Effect]>,
    /// Its choices: a run of `Story::choices`. Where there is a short version, the way to it is the last of them.
    pub choices: Range<u32>,
    /// What a reader may wish to know before it.
    pub care: Option<Str>,
    /// Where its visits are counted, when something asks.
    pub visits: Option<Slot>,
    /// What the record says.
    pub notes: Box<[Note]>,
    /// The ending it is.
    pub ending: Option<EndingId>,
}

/// One arm of a target.
#[derive(Debug, Clone)]
pub struct Arm {
    /// The condition.
    pub when: Cond,
    /// The passage.
    pub to: PassageId,
}

/// Effects, then the first arm that holds. The last arm always does.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// What changes.
    pub effects: Box<[Effect]>,
    /// Where it leads.
    pub arms: Box<[Arm]>,
}

/// Which of its outcomes a choice came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// The only one of a choice that takes no chance.
    Sure,
    /// The chance went well.
    Well,
    /// It did not.
    Ill,
}

/// A chance taken.
#[derive(Debug, Clone)]
pub struct Risk {
    /// The odds: an index in `Story::odds`.
    pub odds: u8,
    /// What moves them: by one better (+1) or worse (-1) for each that holds.
    pub shift: Box<[(Cond, i8)]>,
    /// When it goes well.
    pub well: Outcome,
    /// When it does not.
    pub ill: Outcome,
}

/// A choice, the single way on of a passage that has none, or the way from a passage to its short version.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Its name within the passage.
    pub id: Str,
    /// A number made of its first name, for draws.
    pub key: u64,
    /// Older names.
    pub was: Box<[Str]>,
    /// Its passage.
    pub passage: PassageId,
    /// The words the reader sees; none for a way on and for one to a short version.
    pub label: Option<Str>,
    /// Whether it leads to a short version of its passage. Nobody who plays for the story's sake takes it: it is no
    /// choice of the story.
    pub instead: bool,
    /// What it serves: an index in `Story::goods`.
    pub serves: Option<u8>,
    /// When it is there at all.
    pub when: Cond,
    /// When it is closed, and the words that say why.
    pub locked: Option<(Cond, Str)>,
    /// What it changes, and where it leads when there is no risk.
    pub outcome: Outcome,
    /// The chance it takes.
    pub risk: Option<Box<Risk>>,
    /// Where that it was taken is kept, when something asks.
    pub took: Option<Slot>,
    /// Where it leaves the record.
    pub departs: Option<DepartureId>,
}

impl Choice {
    /// The outcome it has this way.
    pub fn outcome_of(&self, way: Way) -> Option<&Outcome> {
        match (way, &self.risk) {
            (Way::Sure, None) => Some(&self.outcome),
            (Way::Well, Some(risk)) => Some(&risk.well),
            (Way::Ill, Some(risk)) => Some(&risk.ill),
            _ => None,
        }
    }
}

/// What the record says.
#[derive(Debug, Clone)]
pub struct Note {
    /// How sure the record is.
    pub says: Says,
    /// A plain sentence.
    pub text: Str,
    /// Who says so.
    pub sources: Box<[SourceId]>,
}
