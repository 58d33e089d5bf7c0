//! What a number of the state is called, and conditions in the words an author writes them in.
//!
//! Everything else in the program knows slots by their index; whoever has to say to an author what a condition asks, or
//! what a state holds, asks here. It must not know any state.

use super::{ActId, ChoiceId, Compare, Cond, FactKind, METER_SLOTS, MeterId, MeterPart, PassageId, Slot, Story};

/// What a number of the state stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotKind {
    /// A fact, by its index in `Story::facts`.
    Fact(usize),
    /// A line of the ledger, by its index in `Story::ledger`.
    Ledger(usize),
    /// One of the numbers of a meter.
    Meter(MeterId, MeterPart),
    /// How often a passage was reached.
    Seen(PassageId),
    /// Whether a choice was taken.
    Took(ChoiceId),
    /// How often an act was done in the chapter that is kept beside it.
    Acts(ActId),
    /// The chapter for which an act is counted.
    ActChapter(ActId),
    /// How many risks went ill.
    IllRolls,
    /// A part that only wording reads: the tell on the page, the tells used.
    Voice,
}

/// The parts of a meter, in the order of their slots.
const PARTS: [MeterPart; METER_SLOTS as usize] = [
    MeterPart::Value,
    MeterPart::Band,
    MeterPart::Floor,
    MeterPart::Ceiling,
    MeterPart::LastFloor,
    MeterPart::LastCeiling,
    MeterPart::Day,
    MeterPart::Chapter,
];

/// How firmly the words of a condition hold together: what stands inside something firmer is put in brackets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Firm {
    Any,
    All,
    Not,
}

impl Story {
    /// What each number of the state stands for, by its slot.
    pub fn slot_kinds(&self) -> Vec<SlotKind> {
        let mut kinds = vec![SlotKind::Voice; self.initial.len()];
        let mut put = |slot: Slot, kind| {
            if let Some(place) = kinds.get_mut(usize::from(slot.0)) {
                *place = kind;
            }
        };
        put(self.ill_rolls, SlotKind::IllRolls);
        self.facts.iter().enumerate().for_each(|(n, fact)| put(fact.slot, SlotKind::Fact(n)));
        self.ledger.iter().enumerate().for_each(|(n, account)| put(account.slot, SlotKind::Ledger(n)));
        for (n, meter) in self.meters.iter().enumerate() {
            PARTS.iter().for_each(|part| put(meter.slot(*part), SlotKind::Meter(MeterId(n as u8), *part)));
        }
        for (n, act) in self.acts.iter().enumerate() {
            put(act.count, SlotKind::Acts(ActId(n as u16)));
            put(act.chapter, SlotKind::ActChapter(ActId(n as u16)));
        }
        for (n, passage) in self.passages.iter().enumerate() {
            passage.visits.into_iter().for_each(|slot| put(slot, SlotKind::Seen(PassageId(n as u32))));
        }
        for (n, choice) in self.choices.iter().enumerate() {
            choice.took.into_iter().for_each(|slot| put(slot, SlotKind::Took(ChoiceId(n as u32))));
        }
        kinds
    }

    /// What one number of the state stands for. It looks through the story; whoever asks often keeps `slot_kinds`.
    pub fn slot_kind(&self, slot: Slot) -> SlotKind {
        let here = |other: Slot| other == slot;
        if let Some(n) = self.facts.iter().position(|fact| here(fact.slot)) {
            return SlotKind::Fact(n);
        }
        for (n, meter) in self.meters.iter().enumerate() {
            if let Some(part) = PARTS.iter().find(|part| here(meter.slot(**part))) {
                return SlotKind::Meter(MeterId(n as u8), *part);
            }
        }
        if let Some(n) = self.ledger.iter().position(|account| here(account.slot)) {
            return SlotKind::Ledger(n);
        }
        if let Some(n) = self.passages.iter().position(|passage| passage.visits == Some(slot)) {
            return SlotKind::Seen(PassageId(n as u32));
        }
        if let Some(n) = self.choices.iter().position(|choice| choice.took == Some(slot)) {
            return SlotKind::Took(ChoiceId(n as u32));
        }
        for (n, act) in self.acts.iter().enumerate() {
            if here(act.count) {
                return SlotKind::Acts(ActId(n as u16));
            }
            if here(act.chapter) {
                return SlotKind::ActChapter(ActId(n as u16));
            }
        }
        if here(self.ill_rolls) { SlotKind::IllRolls } else { SlotKind::Voice }
    }

    /// The name of a number of the state, as conditions write it: `moved`, `suspicion` (its band and its value alike),
    /// `ledger.elsa`, `seen(back-door)`, `took(back-door.knock)`. What no condition can ask is said in words.
    pub fn slot_words(&self, slot: Slot) -> String {
        match self.slot_kind(slot) {
            SlotKind::Fact(n) => self.str(self.facts[n].id).to_owned(),
            SlotKind::Ledger(n) => format!("ledger.{}", self.str(self.ledger[n].id)),
            SlotKind::Meter(meter, part) => {
                let name = self.str(self.meters[meter.index()].id);
                match part {
                    MeterPart::Value | MeterPart::Band => name.to_owned(),
                    MeterPart::Floor => format!("the floor of {name}"),
                    MeterPart::Ceiling => format!("the ceiling of {name}"),
                    MeterPart::LastFloor => format!("the floor for good of {name}"),
                    MeterPart::LastCeiling => format!("the ceiling for good of {name}"),
                    MeterPart::Day => format!("the day on which {name} entered its band"),
                    MeterPart::Chapter => format!("the chapter in which {name} last changed its band"),
                }
            }
            SlotKind::Seen(passage) => format!("seen({})", self.passage_id(passage)),
            SlotKind::Took(choice) => format!("took({})", self.choice_path(choice)),
            SlotKind::Acts(act) => format!("how often act {} was done", self.str(self.acts[act.index()].id)),
            SlotKind::ActChapter(act) => {
                format!("the chapter for which act {} is counted", self.str(self.acts[act.index()].id))
            }
            SlotKind::IllRolls => "how many risks went ill".to_owned(),
            SlotKind::Voice => "which tells were used".to_owned(),
        }
    }

    /// A choice as conditions name it: `back-door.knock`.
    pub fn choice_path(&self, choice: ChoiceId) -> String {
        format!("{}.{}", self.passage_id(self.choice(choice).passage), self.choice_id(choice))
    }

    /// A value of a number as it is written: `true`, `pocket`, `watched`, `spared`, or digits.
    pub fn value_words(&self, slot: Slot, value: i16) -> String {
        let index = usize::try_from(value).ok();
        let named = match self.slot_kind(slot) {
            SlotKind::Fact(n) => match &self.facts[n].kind {
                FactKind::Flag => Some(if value == 0 { "false" } else { "true" }),
                FactKind::Number { .. } => None,
                FactKind::OneOf(names) => index.and_then(|n| names.get(n)).map(|name| self.str(*name)),
            },
            SlotKind::Ledger(_) => index.and_then(|n| self.ledger_states.get(n)).map(|name| self.str(*name)),
            SlotKind::Meter(meter, MeterPart::Band) => {
                index.and_then(|n| self.meters[meter.index()].bands.get(n)).map(|band| self.str(band.id))
            }
            SlotKind::Took(_) => Some(if value == 0 { "false" } else { "true" }),
            _ => None,
        };
        named.map_or_else(|| value.to_string(), str::to_owned)
    }

    /// A comparison as an author writes it: `moved`, `calls at least 2`, `suspicion is watched`, `not seen(back-door)`.
    pub fn test_words(&self, slot: Slot, compare: Compare, value: i16) -> String {
        let name = self.slot_words(slot);
        let kind = self.slot_kind(slot);
        let yes_or_no = match kind {
            SlotKind::Seen(_) | SlotKind::Took(_) => true,
            SlotKind::Fact(n) => self.facts[n].kind == FactKind::Flag,
            _ => false,
        };
        match (yes_or_no, compare, value) {
            (true, Compare::Above | Compare::IsNot, 0) | (true, Compare::AtLeast, 1) => return name,
            (true, Compare::AtMost | Compare::Is, 0) | (true, Compare::Below, 1) => return format!("not {name}"),
            _ => {}
        }
        let name = match kind {
            SlotKind::Seen(passage) => format!("visits of {}", self.passage_id(passage)),
            _ => name,
        };
        let compare = match compare {
            Compare::Is => "is",
            Compare::IsNot => "is not",
            Compare::AtLeast => "at least",
            Compare::AtMost => "at most",
            Compare::Above => "above",
            Compare::Below => "below",
        };
        format!("{name} {compare} {}", self.value_words(slot, value))
    }

    /// A condition as an author writes it, brackets only where they are needed. What always holds is `always`, what
    /// never can `never`; neither can be written in a story.
    pub fn cond_words(&self, cond: &Cond) -> String {
        self.firm_words(cond).0
    }

    fn firm_words(&self, cond: &Cond) -> (String, Firm) {
        let joined = |list: &[Cond], by: &str, firm: Firm, none: &str| match list {
            [] => (none.to_owned(), Firm::Not),
            [one] => self.firm_words(one),
            _ => {
                let parts: Vec<String> = list.iter().map(|one| self.inside(one, firm)).collect();
                (parts.join(by), firm)
            }
        };
        match cond {
            Cond::Always => ("always".to_owned(), Firm::Not),
            Cond::Test { slot, compare, value } => (self.test_words(*slot, *compare, *value), Firm::Not),
            Cond::Not(inner) => (format!("not {}", self.inside(inner, Firm::Not)), Firm::Not),
            Cond::All(all) => joined(all, " and ", Firm::All, "always"),
            Cond::Any(any) => joined(any, " or ", Firm::Any, "never"),
        }
    }

    fn inside(&self, cond: &Cond, firm: Firm) -> String {
        let (words, own) = self.firm_words(cond);
        if own < firm { format!("({words})") } else { words }
    }
}
