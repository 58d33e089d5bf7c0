//! A story with every name resolved: what the engine runs and the renderers show.
//!
//! All words lie in one arena and all names are indices, so a step costs no allocation but the new state. Nothing in a
//! `Story` dangles: `resolve` builds one only when no fault stands in the way. It must not know about playthroughs,
//! renderers or files.

mod claim;
mod code;
mod declare;
mod episode;
mod notation;
mod passage;
mod table;

pub use claim::*;
pub use code::*;
pub use declare::*;
pub use episode::*;
pub use notation::SlotKind;
pub use passage::*;
pub use table::*;

pub use super::raw::{Each, EpisodeStyle, Good, Likely, Says, Style};

use std::collections::HashMap;

use crate::diagnostic::{Code, Severity};

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

/// A story, resolved.
#[derive(Debug, Clone)]
pub struct Story {
    /// Its own name; saves belong to it.
    pub id: String,
    /// The title people see.
    pub title: String,
    /// The edition people see.
    pub edition: String,
    /// A line under the title.
    pub under: Option<String>,
    /// The paragraphs of what the reader should know before they begin.
    pub how_to: Vec<String>,
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
    /// Ways to play that a tool can follow.
    pub policies: Vec<Policy>,
    /// What must be so, whoever plays and however.
    pub assertions: Vec<Assertion>,
    /// Parts of it that a class plays alone.
    pub episodes: Vec<Episode>,
    /// Of each story test that was among the files, step by step, what must hold there.
    pub tests: Vec<Box<[Box<[Cond]>]>>,
    /// The limits it sets itself.
    pub style: Style,
    /// What it weighs otherwise than the program does; none for a check that is not asked.
    pub severities: Vec<(Code, Option<Severity>)>,
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
    /// A story with nothing in it: what one is built from, and what stands in for one that cannot be read yet.
    pub fn blank() -> Self {
        Self {
            id: String::new(),
            title: String::new(),
            edition: String::new(),
            under: None,
            how_to: Vec::new(),
            fingerprint: 0,
            arena: String::new(),
            start: PassageId(0),
            goods: Vec::new(),
            chapters: Vec::new(),
            passages: Vec::new(),
            choices: Vec::new(),
            marks: Vec::new(),
            conds: Vec::new(),
            shown: Vec::new(),
            meters: Vec::new(),
            facts: Vec::new(),
            odds: Vec::new(),
            acts: Vec::new(),
            rules: Vec::new(),
            ledger_states: Vec::new(),
            ledger: Vec::new(),
            people: Vec::new(),
            places: Vec::new(),
            sources: Vec::new(),
            glossary: Vec::new(),
            timeline: Vec::new(),
            tells: Vec::new(),
            endings: Vec::new(),
            departures: Vec::new(),
            inventions: Vec::new(),
            policies: Vec::new(),
            assertions: Vec::new(),
            episodes: Vec::new(),
            tests: Vec::new(),
            style: Style::default(),
            severities: Vec::new(),
            initial: Box::default(),
            voice: Slot(0),
            ill_rolls: Slot(0),
            names: HashMap::new(),
        }
    }

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

    /// The choices of a passage, in the author's order; the way to a short version is the last.
    pub fn choices_of(&self, passage: PassageId) -> impl Iterator<Item = ChoiceId> + use<> {
        self.passage(passage).choices.clone().map(ChoiceId)
    }

    /// The same without the way to a short version: what a reader decides who reads the passage.
    pub fn own_choices(&self, passage: PassageId) -> impl Iterator<Item = ChoiceId> + Clone + use<> {
        let own = self.passage(passage);
        let end = own.choices.end - u32::from(own.care.is_some());
        (own.choices.start..end).map(ChoiceId)
    }
}
