//! A story with every name resolved: what the engine runs and the renderers show.
//!
//! All words lie in one arena and all names are indices, so a step costs no allocation but the new state. Nothing in a
//! `Story` dangles: `resolve` builds one only when no fault stands in the way. It must not know about playthroughs,
//! renderers or files.

use std::collections::HashMap;
use std::ops::Range;

pub use super::raw::{Each, Good, Likely, Says, Style};

macro_rules! ids {
    ($($(#[doc = $doc:literal])+ $name:ident($inner:ty);)+) => {
        $($(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub $inner);

        impl $name {
            /// The index in the story's list of these.
            pub fn index(self) -> usize { self.0 as usize }
        })+
    };
}

ids! {
    /// A passage: its index in `Story::passages`.
    PassageId(u32);
    /// A choice: its index in `Story::choices`.
    ChoiceId(u32);
    /// A meter: its index in `Story::meters`.
    MeterId(u8);
    /// An act: its index in `Story::acts`.
    ActId(u16);
    /// A tell: its index in `Story::tells`.
    TellId(u16);
    /// A place: its index in `Story::places`.
    PlaceId(u16);
    /// A person: its index in `Story::people`.
    PersonId(u16);
    /// A source: its index in `Story::sources`.
    SourceId(u16);
    /// A departure: its index in `Story::departures`.
    DepartureId(u16);
    /// An ending: its index in `Story::endings`.
    EndingId(u16);
    /// A chapter: its index in `Story::chapters`.
    ChapterId(u16);
    /// A condition kept for the text: its index in `Story::conds`.
    CondId(u32);
    /// One number of the state: its index there.
    Slot(u16);
}

/// Words in the story's arena; `Story::str` gives them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Str {
    /// First byte.
    pub start: u32,
    /// Length in bytes.
    pub len: u32,
}

/// How a number of the state is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// Equal.
    Is,
    /// Not equal.
    IsNot,
    /// Equal or more.
    AtLeast,
    /// Equal or less.
    AtMost,
    /// More.
    Above,
    /// Less.
    Below,
}

/// A condition over the numbers of the state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cond {
    /// Always true.
    Always,
    /// A number compared with a constant.
    Test {
        /// Which number.
        slot: Slot,
        /// How.
        compare: Compare,
        /// With what.
        value: i16,
    },
    /// The other way round.
    Not(Box<Cond>),
    /// All of these.
    All(Box<[Cond]>),
    /// Any of these.
    Any(Box<[Cond]>),
}

/// One change of the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// A number becomes a value.
    Set {
        /// Which number.
        slot: Slot,
        /// The value.
        value: i16,
    },
    /// A number grows or shrinks within its range.
    Add {
        /// Which number.
        slot: Slot,
        /// By how much.
        by: i16,
        /// The least it can be.
        from: i16,
        /// The most it can be.
        to: i16,
    },
    /// A meter moves by a size, scaled by the room left.
    Move {
        /// Which meter.
        meter: MeterId,
        /// Upward or downward.
        up: bool,
        /// 4, 9 or 16.
        base: i16,
    },
    /// A meter moves by a plain number.
    Shift {
        /// Which meter.
        meter: MeterId,
        /// By how much.
        by: i16,
    },
    /// A meter cannot fall below, or rise above, a value.
    Bound {
        /// Which meter.
        meter: MeterId,
        /// A floor, or a ceiling.
        floor: bool,
        /// The value.
        value: i16,
        /// Whether it is never lifted.
        for_good: bool,
    },
    /// An act is done.
    Act(ActId),
}

/// One mark of a passage's text. A page is these, read from the first to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Words.
    Text(Str),
    /// White space between words.
    Space,
    /// A blank line: a new paragraph.
    Paragraph,
    /// A new line of a document.
    DocumentLine,
    /// Emphasis begins or ends.
    Emphasis(bool),
    /// A number of the state, shown by its words: `Story::shown[from + value]`.
    Words {
        /// Which number.
        slot: Slot,
        /// Where its words begin in `Story::shown`, less the least value.
        from: u32,
    },
    /// A number of the state, in digits.
    Number(Slot),
    /// Where the tell stands.
    Tell,
    /// Goes on at `to` unless the condition holds.
    Unless {
        /// The condition.
        cond: CondId,
        /// A mark of the same passage, counted from its first.
        to: u32,
    },
    /// Goes on at mark `to` of the same passage.
    Goto {
        /// A mark of the same passage, counted from its first.
        to: u32,
    },
}

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
    /// Its chapter; an ending has that of the passage before it.
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
    /// Its choices: a run of `Story::choices`.
    pub choices: Range<u32>,
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

/// A choice, or the single way on of a passage that has none.
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
    /// The words the reader sees; none for a way on.
    pub label: Option<Str>,
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

/// The numbers a meter keeps in the state, from its first slot on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeterPart {
    /// 0 to 100.
    Value = 0,
    /// The band, from 0.
    Band = 1,
    /// The value it cannot fall below.
    Floor = 2,
    /// The value it cannot rise above.
    Ceiling = 3,
    /// The part of the floor that is never lifted.
    LastFloor = 4,
    /// The part of the ceiling that is never lifted.
    LastCeiling = 5,
    /// The day the band was entered, or -1.
    Day = 6,
    /// The chapter in which the band last moved, or -1.
    Chapter = 7,
}

/// How many slots a meter takes.
pub const METER_SLOTS: u16 = 8;

/// A meter.
#[derive(Debug, Clone)]
pub struct Meter {
    /// Its name.
    pub id: Str,
    /// The word people see.
    pub word: Str,
    /// Which end is good.
    pub good: Good,
    /// Its first slot.
    pub first: Slot,
    /// Its bands, lowest first.
    pub bands: Box<[Band]>,
}

impl Meter {
    /// The slot of one of its numbers.
    pub fn slot(&self, part: MeterPart) -> Slot {
        Slot(self.first.0.saturating_add(part as u16))
    }
}

/// A band.
#[derive(Debug, Clone)]
pub struct Band {
    /// Its name.
    pub id: Str,
    /// The word people see.
    pub word: Str,
    /// Entered from below at this value.
    pub up: i16,
    /// Left downward at this value; below 0 for never.
    pub down: i16,
    /// Without this it is not entered, and is lost.
    pub needs: Cond,
}

/// What a fact holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactKind {
    /// 0 or 1.
    Flag,
    /// A number in a range.
    Number {
        /// The least.
        from: i16,
        /// The most.
        to: i16,
    },
    /// The index of one of these names.
    OneOf(Box<[Str]>),
}

/// A fact.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Its name.
    pub id: Str,
    /// What it holds.
    pub kind: FactKind,
    /// Where.
    pub slot: Slot,
}

/// An odds word.
#[derive(Debug, Clone)]
pub struct Odds {
    /// Its name.
    pub id: Str,
    /// The words people see.
    pub word: Str,
    /// How often in a hundred it goes well.
    pub of_100: u8,
}

/// An act.
#[derive(Debug, Clone)]
pub struct Act {
    /// Its name.
    pub id: Str,
    /// The first time in a chapter.
    pub effects: Box<[Effect]>,
    /// The second time, when not half of the first.
    pub again: Option<Box<[Effect]>>,
    /// Where it is counted.
    pub count: Slot,
}

/// What happens of itself.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its name.
    pub id: Str,
    /// When it is asked.
    pub each: Each,
    /// Under which condition.
    pub when: Cond,
    /// What happens.
    pub effects: Box<[Effect]>,
}

/// A person of the ledger.
#[derive(Debug, Clone)]
pub struct Account {
    /// Its name.
    pub id: Str,
    /// Where its state is kept.
    pub slot: Slot,
    /// A line for each state.
    pub lines: Box<[Str]>,
}

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

/// A story, resolved.
#[derive(Debug, Clone)]
pub struct Story {
    /// Its own name; saves belong to it.
    pub id: String,
    /// The title people see.
    pub title: String,
    /// The edition people see.
    pub edition: String,
    /// A number made of everything that decides what happens, and of no wording.
    pub fingerprint: u64,
    /// All words.
    pub arena: String,
    /// Where a playthrough begins.
    pub start: PassageId,
    /// What a choice can serve.
    pub goods: Vec<Str>,
    /// The chapters.
    pub chapters: Vec<Chapter>,
    /// The passages, endings last.
    pub passages: Vec<Passage>,
    /// The choices of all passages.
    pub choices: Vec<Choice>,
    /// The text of all passages and tells.
    pub marks: Vec<Mark>,
    /// The conditions of all texts.
    pub conds: Vec<Cond>,
    /// Words for values.
    pub shown: Vec<Str>,
    /// The meters.
    pub meters: Vec<Meter>,
    /// The facts.
    pub facts: Vec<Fact>,
    /// The odds words, worst first.
    pub odds: Vec<Odds>,
    /// The acts.
    pub acts: Vec<Act>,
    /// The rules.
    pub rules: Vec<Rule>,
    /// The names of what can become of a person.
    pub ledger_states: Vec<Str>,
    /// The people of the ledger.
    pub ledger: Vec<Account>,
    /// The people.
    pub people: Vec<Person>,
    /// The places.
    pub places: Vec<Place>,
    /// The sources.
    pub sources: Vec<Source>,
    /// Words explained: term and meaning.
    pub glossary: Vec<(Str, Str)>,
    /// The record by date.
    pub timeline: Vec<Dated>,
    /// The tells.
    pub tells: Vec<Tell>,
    /// The endings.
    pub endings: Vec<Ending>,
    /// The departures.
    pub departures: Vec<Departure>,
    /// What was made up: name and sentence.
    pub inventions: Vec<(Str, Str)>,
    /// Ways to play: name and preferences.
    pub policies: Vec<(Str, Box<[Str]>)>,
    /// The limits it sets itself.
    pub style: Style,
    /// The state at the start, before arriving anywhere.
    pub initial: Box<[i16]>,
    /// Where the part of the state begins that only wording reads: the tell on the page, then the tells used, sixteen
    /// to a slot. Search leaves it out.
    pub voice: Slot,
    /// Where bad rolls are counted.
    pub ill_rolls: Slot,
    pub(super) names: HashMap<Box<str>, PassageId>,
}

impl Story {
    /// The words at `at`.
    pub fn str(&self, at: Str) -> &str {
        self.arena.get(at.start as usize..(at.start + at.len) as usize).unwrap_or_default()
    }

    /// A passage.
    pub fn passage(&self, id: PassageId) -> &Passage {
        &self.passages[id.index()]
    }

    /// A choice.
    pub fn choice(&self, id: ChoiceId) -> &Choice {
        &self.choices[id.index()]
    }

    /// A passage's name.
    pub fn passage_id(&self, id: PassageId) -> &str {
        self.str(self.passage(id).id)
    }

    /// A choice's name within its passage.
    pub fn choice_id(&self, id: ChoiceId) -> &str {
        self.str(self.choice(id).id)
    }

    /// The passage with this name now, or formerly.
    pub fn find_passage(&self, name: &str) -> Option<PassageId> {
        self.names.get(name).copied()
    }

    /// The choice of `passage` with this name now, or formerly. A present name goes before a former one.
    pub fn find_choice(&self, passage: PassageId, name: &str) -> Option<ChoiceId> {
        let choices = || self.choices_of(passage);
        choices()
            .find(|id| self.choice_id(*id) == name)
            .or_else(|| choices().find(|id| self.choice(*id).was.iter().any(|was| self.str(*was) == name)))
    }

    /// The choices of a passage, in the author's order.
    pub fn choices_of(&self, passage: PassageId) -> impl Iterator<Item = ChoiceId> + use<> {
        self.passage(passage).choices.clone().map(ChoiceId)
    }
}
