//! The names a story declares, and what each stands for.

use std::collections::HashMap;

use super::super::model::*;

/// What a bare name in a condition or effect stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A fact, by index.
    Fact(usize),
    /// A meter.
    Meter(MeterId),
}

/// Everything declared, by name.
#[derive(Debug, Default)]
pub struct Names {
    /// Facts (by present and former names) and meters.
    pub values: HashMap<String, Named>,
    /// Bands: meter and index.
    pub bands: HashMap<String, (MeterId, i16)>,
    /// Acts.
    pub acts: HashMap<String, ActId>,
    /// Goods.
    pub goods: HashMap<String, u8>,
    /// Odds words.
    pub odds: HashMap<String, u8>,
    /// States of the ledger.
    pub states: HashMap<String, i16>,
    /// People of the ledger, by index.
    pub ledger: HashMap<String, usize>,
    /// Places.
    pub places: HashMap<String, PlaceId>,
    /// People.
    pub people: HashMap<String, PersonId>,
    /// Sources.
    pub sources: HashMap<String, SourceId>,
    /// Departures.
    pub departures: HashMap<String, DepartureId>,
    /// Days, by their dates: the number of a day in this story.
    pub days: HashMap<Date, i16>,
    /// Scenes: chapter, day and place.
    pub scenes: HashMap<(Option<ChapterId>, i16, PlaceId), u32>,
}

impl Names {
    /// The number of a day, given out in the order in which days are met.
    pub fn day(&mut self, date: Date) -> i16 {
        let next = i16::try_from(self.days.len()).unwrap_or(i16::MAX);
        *self.days.entry(date).or_insert(next)
    }

    /// The number of a scene.
    pub fn scene(&mut self, chapter: Option<ChapterId>, day: i16, place: PlaceId) -> u32 {
        let next = self.scenes.len() as u32;
        *self.scenes.entry((chapter, day, place)).or_insert(next)
    }
}

/// `lead` and the names, when they are few enough to be read; else nothing.
pub fn listed<'a>(lead: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    let mut names: Vec<&str> = names.into_iter().take(9).collect();
    if names.is_empty() || names.len() > 8 {
        return String::new();
    }
    names.sort_unstable();
    format!("{lead} {}", names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))
}

/// Among more names than these none is looked for that is near to a misspelt one: that would take long.
const MOST_NAMES: usize = 5000;

/// The keys of a map, for `did you mean`, which among equally near names takes the first by the alphabet.
pub fn keys<K: AsRef<str>, V>(map: &HashMap<K, V>) -> impl Iterator<Item = &str> {
    let few = map.len() <= MOST_NAMES;
    map.keys().map(AsRef::as_ref).filter(move |_| few)
}
