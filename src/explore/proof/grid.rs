//! How the numbers of a state are laid out as sets: every number has some bits, and every bit stands for one value or a
//! few that lie together.
//!
//! It must not know what can happen.

use crate::story::Compare;
use crate::story::Cond;
use crate::story::Effect;
use crate::story::FactKind;
use crate::story::MeterPart;
use crate::story::Slot;
use crate::story::SlotKind;
use crate::story::Story;

/// The most values that are told apart in one number.
pub const MOST_CELLS: usize = 128;

/// A tracked number: its index in `Grid::vars`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Var(pub u16);

/// Where the set of a number's values lies in a frame, and what its bits stand for.
#[derive(Debug, Clone)]
pub struct Place {
    /// The number of the state; none for what is only kept during a turn.
    pub slot: Option<Slot>,
    /// The first of its words.
    word: u32,
    /// The first of its bits in that word.
    shift: u32,
    /// The least and greatest value of each bit, in order.
    pub cells: Box<[(i16, i16)]>,
    /// Whether frames are told apart by it.
    pub keyed: bool,
}

impl Place {
    /// All of its bits.
    pub fn all(&self) -> u128 {
        ones(self.cells.len())
    }

    /// The bit in which a value lies; none for a value that it never has.
    pub fn bit(&self, value: i16) -> u128 {
        let n = self.cells.partition_point(|(_, last)| *last < value);
        if self.cells.get(n).is_some_and(|(first, _)| *first <= value) { 1 << n } else { 0 }
    }

    /// The set of one value; of a value for which there is no bit nothing is known.
    pub fn only(&self, value: i16) -> u128 {
        let bit = self.bit(value);
        if bit == 0 { self.all() } else { bit }
    }

    /// The bits whose values, from the least to the greatest, may be as is asked.
    pub fn bits(&self, may_be: impl Fn((i16, i16)) -> bool) -> u128 {
        self.cells.iter().enumerate().filter(|(_, cell)| may_be(**cell)).fold(0, |bits, (n, _)| bits | 1 << n)
    }

    /// The bits that a run of values touches.
    fn span(&self, first: i16, last: i16) -> u128 {
        let from = self.cells.partition_point(|(_, end)| *end < first);
        let to = self.cells.partition_point(|(start, _)| *start <= last);
        ones(to) & !ones(from)
    }

    /// For each bit, the bits that its values can lie in once something was added.
    pub fn added(&self, by: i16, from: i16, to: i16) -> Box<[u128]> {
        let end = |value: i16| value.saturating_add(by).clamp(from, to);
        self.cells.iter().map(|(first, last)| self.span(end(*first), end(*last))).collect()
    }
}

/// The lowest `n` bits.
pub fn ones(n: usize) -> u128 {
    if n >= 128 { u128::MAX } else { (1 << n) - 1 }
}

/// The bits of a set, one by one.
pub fn each(mut bits: u128) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let n = bits.trailing_zeros() as usize;
        bits &= bits.wrapping_sub(1);
        (n < 128).then_some(n)
    })
}

/// What may be the case: for every number a set of values.
pub type Frame = Box<[u64]>;

/// The layout of all numbers.
#[derive(Debug, Clone)]
pub struct Grid {
    /// The numbers.
    pub vars: Vec<Place>,
    /// The number of each slot of the state, where it is tracked.
    pub of_slot: Vec<Option<Var>>,
    /// For each meter, whether its band has moved in this turn.
    pub moved: Vec<Var>,
    /// How many words a frame has.
    pub words: usize,
}

impl Grid {
    /// Lays out the numbers of a story.
    pub fn of(story: &Story) -> Self {
        let mut cuts = vec![Vec::new(); story.initial.len()];
        constants(story, &mut |slot, value| {
            if let Some(list) = cuts.get_mut(usize::from(slot.0)) {
                list.push(value);
            }
        });
        let mut grid = Self { vars: Vec::new(), of_slot: vec![None; story.initial.len()], moved: Vec::new(), words: 0 };
        let days: Vec<i16> = story.passages.iter().map(|passage| passage.day).collect();
        let chapters = story.chapters.len() as i16 - 1;
        let mut rows = Vec::new();
        for (n, kind) in story.slot_kinds().into_iter().enumerate() {
            let own = || with(&cuts[n], &[story.initial[n]]);
            let wide = |from: i16, to: i16| {
                if i32::from(to) - i32::from(from) < MOST_CELLS as i32 {
                    units(from, to)
                } else {
                    runs(from, to, &own())
                }
            };
            let (cells, keyed) = match kind {
                SlotKind::Fact(fact) => match &story.facts[fact].kind {
                    FactKind::Flag => (units(0, 1), true),
                    FactKind::Number { from, to } => (wide(*from, *to), true),
                    FactKind::OneOf(names) => (wide(0, names.len() as i16 - 1), true),
                },
                SlotKind::Ledger(_) => (wide(0, (story.ledger_states.len() as i16 - 1).max(0)), true),
                SlotKind::Meter(meter, part) => match part {
                    MeterPart::Value => (units(0, 100), false),
                    MeterPart::Band => (wide(0, (story.meters[meter.index()].bands.len() as i16 - 1).max(0)), true),
                    MeterPart::Floor | MeterPart::LastFloor => (points(with(&cuts[n], &[0])), false),
                    MeterPart::Ceiling | MeterPart::LastCeiling => (points(with(&cuts[n], &[100])), false),
                    MeterPart::Day => (points(with(&days, &[-1])), false),
                    MeterPart::Chapter => (points((-1..=chapters).collect()), false),
                },
                SlotKind::Seen(_) => (runs(0, i16::MAX, &with(&cuts[n], &[])), true),
                SlotKind::Took(_) => (units(0, 1), true),
                SlotKind::Acts(_) => (runs(0, i16::MAX, &[0, 1]), false),
                SlotKind::ActChapter(_) => (points((-2..=chapters.max(-1)).collect()), false),
                SlotKind::IllRolls | SlotKind::Voice => continue,
            };
            grid.of_slot[n] = Some(Var(rows.len() as u16));
            rows.push((Some(Slot(n as u16)), cells, keyed));
        }
        for _ in &story.meters {
            grid.moved.push(Var(rows.len() as u16));
            rows.push((None, units(0, 1), false));
        }
        let mut bits = 0;
        for (slot, cells, keyed) in rows {
            let (used, len) = (bits % 64, cells.len());
            if used + len > 64 {
                bits += (64 - used) % 64;
            }
            let keyed = keyed && len <= 64;
            grid.vars.push(Place { slot, word: (bits / 64) as u32, shift: (bits % 64) as u32, cells, keyed });
            bits += len;
        }
        // A set of more than 64 values reads two words.
        grid.words = bits.div_ceil(64) + 1;
        grid
    }

    /// The place of a number.
    pub fn place(&self, var: Var) -> &Place {
        &self.vars[usize::from(var.0)]
    }

    /// The number of a slot.
    pub fn var(&self, slot: Slot) -> Option<Var> {
        self.of_slot.get(usize::from(slot.0)).copied().flatten()
    }

    /// The set of a number's values.
    pub fn get(&self, frame: &[u64], var: Var) -> u128 {
        let place = self.place(var);
        let at = place.word as usize;
        let len = place.cells.len();
        if len > 64 {
            return (u128::from(frame[at]) | u128::from(frame[at + 1]) << 64) & ones(len);
        }
        u128::from(frame[at] >> place.shift) & ones(len)
    }

    /// Makes a number one of a set of values.
    pub fn put(&self, frame: &mut [u64], var: Var, bits: u128) {
        let place = self.place(var);
        let at = place.word as usize;
        let mask = place.all() << place.shift;
        let bits = bits << place.shift;
        frame[at] = frame[at] & !(mask as u64) | bits as u64;
        if place.cells.len() > 64 {
            frame[at + 1] = frame[at + 1] & !((mask >> 64) as u64) | (bits >> 64) as u64;
        }
    }

    /// Adds all bits of a number to a mask of words.
    pub fn cover(&self, mask: &mut [u64], var: Var) {
        let all = self.place(var).all();
        self.put(mask, var, all);
    }
}

/// Every constant that a number is compared with, set to, or bound by.
fn constants(story: &Story, found: &mut impl FnMut(Slot, i16)) {
    let mut conds: Vec<&Cond> = story.conds.iter().collect();
    let mut deeds: Vec<&[Effect]> = Vec::new();
    for choice in &story.choices {
        conds.push(&choice.when);
        conds.extend(choice.locked.iter().map(|(by, _)| by));
        let risk = choice.risk.as_deref();
        conds.extend(risk.iter().flat_map(|risk| &risk.shift).map(|(when, _)| when));
        for outcome in
            [Some(&choice.outcome), risk.map(|risk| &risk.well), risk.map(|risk| &risk.ill)].into_iter().flatten()
        {
            conds.extend(outcome.arms.iter().map(|arm| &arm.when));
            deeds.push(&outcome.effects);
        }
    }
    conds.extend(story.rules.iter().map(|rule| &rule.when));
    conds.extend(story.tells.iter().map(|tell| &tell.when));
    conds.extend(story.meters.iter().flat_map(|meter| &meter.bands).map(|band| &band.needs));
    conds.extend(story.endings.iter().flat_map(|ending| &ending.causes).map(|(when, ..)| when));
    deeds.extend(story.rules.iter().map(|rule| &*rule.effects));
    deeds.extend(story.passages.iter().map(|passage| &*passage.enter));
    deeds.extend(story.acts.iter().map(|act| &*act.effects));
    deeds.extend(story.acts.iter().filter_map(|act| act.again.as_deref()));
    while let Some(cond) = conds.pop() {
        match cond {
            Cond::Always => {}
            // A cut behind what is the last to hold, or the last not to.
            Cond::Test { slot, compare, value } => match compare {
                Compare::Is | Compare::IsNot => {
                    found(*slot, value.saturating_sub(1));
                    found(*slot, *value);
                }
                Compare::AtLeast | Compare::Below => found(*slot, value.saturating_sub(1)),
                Compare::AtMost | Compare::Above => found(*slot, *value),
            },
            Cond::Not(inner) => conds.push(inner),
            Cond::All(list) | Cond::Any(list) => conds.extend(list),
        }
    }
    for effect in deeds.into_iter().flatten() {
        match *effect {
            Effect::Set { slot, value } => {
                found(slot, value.saturating_sub(1));
                found(slot, value);
            }
            Effect::Bound { meter, floor, value, .. } => {
                let meter = &story.meters[meter.index()];
                let parts = match floor {
                    true => [MeterPart::Floor, MeterPart::LastFloor],
                    false => [MeterPart::Ceiling, MeterPart::LastCeiling],
                };
                parts.iter().for_each(|part| found(meter.slot(*part), value));
            }
            _ => {}
        }
    }
}

fn with(list: &[i16], more: &[i16]) -> Vec<i16> {
    let mut list: Vec<i16> = list.iter().chain(more).copied().collect();
    list.sort_unstable();
    list.dedup();
    list
}

/// A cell for every value.
fn units(from: i16, to: i16) -> Box<[(i16, i16)]> {
    (from..=to).map(|value| (value, value)).collect()
}

/// A cell for each of some values, which are all there are; values that lie together share one where they are too many.
fn points(values: Vec<i16>) -> Box<[(i16, i16)]> {
    let each = values.len().div_ceil(MOST_CELLS).max(1);
    values.chunks(each).map(|chunk| (chunk[0], chunk[chunk.len() - 1])).collect()
}

/// Cells that end with each of some values.
fn runs(from: i16, to: i16, ends: &[i16]) -> Box<[(i16, i16)]> {
    let mut ends: Vec<i16> = ends.iter().copied().filter(|end| (from..to).contains(end)).collect();
    if ends.len() >= MOST_CELLS {
        let each = ends.len().div_ceil(MOST_CELLS - 1);
        ends = ends.into_iter().step_by(each).collect();
    }
    ends.push(to);
    let mut first = from;
    let mut cells = Vec::new();
    for end in ends {
        cells.push((first, end));
        first = end.saturating_add(1);
    }
    cells.into()
}
