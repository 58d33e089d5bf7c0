//! A place in the middle of a story to begin from: a passage, and what is so by then.
//!
//! An author names them on the command line, so what does not fit is said in one sentence. It must not know what beginning
//! there does.

use std::fmt;

use super::model::*;
use crate::diagnostic::nearest;

/// Something that is so from the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// A number of the state has a value.
    Value {
        /// Which number.
        slot: Slot,
        /// The value.
        value: i16,
    },
    /// A meter stands at a value, and in the band which that asks for.
    Meter {
        /// Which meter.
        meter: MeterId,
        /// 0 to 100.
        value: i16,
    },
}

/// A place to begin from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The passage.
    pub at: PassageId,
    /// What is so by then; of two that contradict each other the later counts.
    pub presets: Vec<Preset>,
}

/// Why something cannot be so from the beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unfit {
    /// It, in a sentence without a full stop.
    pub said: String,
    /// What was probably meant.
    pub meant: Option<String>,
    /// Of what kind it is.
    pub kind: UnfitKind,
}

/// What is wrong with something that should be so from the beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum UnfitKind {
    /// The story has no passage of this name.
    NoPassage(String),
    /// Nothing in the story asks for it.
    NeverAsked,
    /// Something else.
    Other,
}

impl Unfit {
    fn new(said: String) -> Self {
        Self { said, meant: None, kind: UnfitKind::Other }
    }

    fn near<'a>(mut self, found: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        self.meant = nearest(found, known).map(str::to_owned);
        self
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said)?;
        self.meant.iter().try_for_each(|name| write!(f, "; did you mean `{name}`?"))
    }
}

impl Story {
    /// The place to begin from that is called `at`, with what `sets` say: `fact=value`, `meter=60`, `meter=band`,
    /// `ledger.person=state`, `seen(passage)`, `took(passage.choice)`.
    ///
    /// # Errors
    /// One sentence about the first of them that does not fit, with what was probably meant.
    pub fn opening(&self, at: &str, sets: &[String]) -> Result<Opening, String> {
        let passage = self.named_passage(at).map_err(|unfit| unfit.to_string())?;
        let presets = sets.iter().map(|set| self.preset(set)).collect::<Result<_, _>>();
        Ok(Opening { at: passage, presets: presets.map_err(|unfit| unfit.to_string())? })
    }

    fn named_passage(&self, name: &str) -> Result<PassageId, Unfit> {
        self.find_passage(name).ok_or_else(|| {
            let known = self.passages.iter().map(|passage| self.str(passage.id));
            let unfit = Unfit::new(format!("there is no passage `{name}`")).near(name, known);
            Unfit { kind: UnfitKind::NoPassage(name.to_owned()), ..unfit }
        })
    }

    /// What `set` says that is so from the beginning.
    pub(super) fn preset(&self, set: &str) -> Result<Preset, Unfit> {
        let (name, value) = match set.split_once('=') {
            Some((name, value)) => (name.trim(), value.trim()),
            None => (set.trim(), "true"),
        };
        if let Some(inside) = inside(name, "seen") {
            return asked(self.passage(self.named_passage(inside)?).visits, name, value);
        }
        if let Some(inside) = inside(name, "took") {
            return asked(self.choice(self.named_choice(inside)?).took, name, value);
        }
        if !set.contains('=') {
            return Err(Unfit::new(format!("`{set}` says no value: write `{set}=` and what it is to be")));
        }
        if let Some(person) = name.strip_prefix("ledger.") {
            let Some(account) = self.ledger.iter().find(|account| self.str(account.id) == person) else {
                let known = self.ledger.iter().map(|account| self.str(account.id));
                return Err(Unfit::new(format!("`{person}` is not in the ledger")).near(person, known));
            };
            let number = self.named(name, value, &self.ledger_states)?;
            return Ok(Preset::Value { slot: account.slot, value: number });
        }
        if let Some(n) = self.meters.iter().position(|meter| self.str(meter.id) == name) {
            return Ok(Preset::Meter { meter: MeterId(n as u8), value: self.meter_value(&self.meters[n], value)? });
        }
        let Some(fact) = self.facts.iter().find(|fact| self.str(fact.id) == name) else {
            let facts = self.facts.iter().map(|fact| self.str(fact.id));
            let known = facts.chain(self.meters.iter().map(|meter| self.str(meter.id)));
            return Err(Unfit::new(format!("`{name}` is no fact and no meter of this story")).near(name, known));
        };
        let number = match &fact.kind {
            FactKind::Flag => match value {
                "true" => 1,
                "false" => 0,
                _ => return Err(Unfit::new(format!("`{name}` is a flag: `true` or `false`, not `{value}`"))),
            },
            FactKind::Number { from, to } => match value.parse::<i16>() {
                Ok(number) if (from..=to).contains(&&number) => number,
                _ => return Err(Unfit::new(format!("`{name}` is a number from {from} to {to}, not `{value}`"))),
            },
            FactKind::OneOf(values) => self.named(name, value, values)?,
        };
        Ok(Preset::Value { slot: fact.slot, value: number })
    }

    /// The choice that is called `passage.choice`.
    fn named_choice(&self, path: &str) -> Result<ChoiceId, Unfit> {
        let (passage, choice) = path.split_once('.').unwrap_or((path, ""));
        let found = self.find_passage(passage.trim()).and_then(|passage| self.find_choice(passage, choice.trim()));
        found.ok_or_else(|| {
            let known: Vec<String> = (0..self.choices.len()).map(|n| self.choice_path(ChoiceId(n as u32))).collect();
            let unfit = Unfit::new(format!("there is no choice `{path}`")).near(path, known.iter().map(String::as_str));
            Unfit { kind: UnfitKind::NoPassage(passage.trim().to_owned()), ..unfit }
        })
    }

    /// The value of a meter that is said as a number, or as the band that begins there.
    fn meter_value(&self, meter: &Meter, value: &str) -> Result<i16, Unfit> {
        let name = self.str(meter.id);
        if let Ok(number) = value.parse::<i32>() {
            return match i16::try_from(number) {
                Ok(number @ 0..=100) => Ok(number),
                _ => Err(Unfit::new(format!("`{name}` runs from 0 to 100, not to `{value}`"))),
            };
        }
        match meter.bands.iter().position(|band| self.str(band.id) == value) {
            Some(0) => Ok(0),
            Some(n) => Ok(meter.bands[n].up),
            None => {
                let known = meter.bands.iter().map(|band| self.str(band.id));
                Err(Unfit::new(format!("`{name}` has no band `{value}`")).near(value, known))
            }
        }
    }

    /// The number of a value among those that a fact or a line of the ledger can have.
    fn named(&self, name: &str, value: &str, values: &[Str]) -> Result<i16, Unfit> {
        let words = || values.iter().map(|value| self.str(*value));
        words().position(|known| known == value).map(|n| n as i16).ok_or_else(|| {
            let known: Vec<String> = words().map(|word| format!("`{word}`")).collect();
            Unfit::new(format!("`{name}` is never `{value}`: it is one of {}", known.join(", "))).near(value, words())
        })
    }
}

/// What stands in the brackets of `seen(..)`.
fn inside<'a>(name: &'a str, word: &str) -> Option<&'a str> {
    Some(name.strip_prefix(word)?.trim_start().strip_prefix('(')?.strip_suffix(')')?.trim())
}

/// That something was seen or taken, if the story ever asks.
fn asked(slot: Option<Slot>, name: &str, value: &str) -> Result<Preset, Unfit> {
    let value = match value {
        "true" => 1,
        "false" => 0,
        _ => return Err(Unfit::new(format!("`{name}` is `true` or `false`, not `{value}`"))),
    };
    match slot {
        Some(slot) => Ok(Preset::Value { slot, value }),
        None => {
            let unfit = Unfit::new(format!("nothing in this story asks for `{name}`, so it changes nothing"));
            Err(Unfit { kind: UnfitKind::NeverAsked, ..unfit })
        }
    }
}
