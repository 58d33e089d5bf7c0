//! States as bits: for each passage, where on its page each number stands that still matters, and how wide. What does not
//! matter takes no bit, so two states that may count as one have the same bits. It must not know how they are kept.

use super::domain::Domain;
use super::part::Part;
use super::relevance::Relevance;
use crate::engine::State;
use crate::story::PassageId;
use crate::story::Slot;
use crate::story::Story;

/// A number on a page.
#[derive(Debug, Clone, Copy)]
struct Field {
    slot: Slot,
    from: i16,
    /// The index of the last value.
    last: u16,
    word: u16,
    shift: u8,
    width: u8,
    /// Where its classes begin in `Layout::classes`, and the value that stands for each in `Layout::values`; `None` where
    /// each value is its own class.
    table: Option<(u32, u32)>,
}

/// How states are packed.
#[derive(Debug)]
pub struct Layout {
    /// How many 64-bit words a state takes.
    pub words: usize,
    passage_bits: u32,
    fields: Vec<Field>,
    /// For each passage its run of `fields`.
    pages: Vec<std::ops::Range<usize>>,
    classes: Vec<u16>,
    values: Vec<i16>,
    /// What stands where a number does not matter.
    template: Box<[i16]>,
}

impl Layout {
    /// Room for what matters.
    pub fn new(story: &Story, relevance: &Relevance) -> Self {
        let passage_bits = bits(story.passages.len());
        let plot = usize::from(story.voice.0);
        let mut layout = Self {
            words: 1,
            passage_bits,
            fields: Vec::new(),
            pages: Vec::new(),
            classes: Vec::new(),
            values: Vec::new(),
            template: story.initial[..plot.min(story.initial.len())].into(),
        };
        let mut tables = std::collections::HashMap::new();
        for page in &relevance.at {
            let first = layout.fields.len();
            let (mut word, mut used) = (0u16, passage_bits);
            for (n, part) in page.iter().enumerate().filter(|(_, part)| **part != Part::DEAD) {
                let domain = relevance.domains[n];
                let table = relevance.parts.classes(*part).map(|classes| {
                    *tables.entry((*part, domain.from)).or_insert_with(|| layout.table(domain, classes))
                });
                let count = relevance
                    .parts
                    .classes(*part)
                    .map_or(domain.len(), |classes| classes.iter().max().map_or(0, |most| usize::from(*most)) + 1);
                let width = bits(count);
                if used + width > 64 {
                    (word, used) = (word + 1, 0);
                }
                let (slot, shift) = (Slot(n as u16), used as u8);
                layout.fields.push(Field {
                    slot,
                    from: domain.from,
                    last: (domain.len() - 1) as u16,
                    word,
                    shift,
                    width: width as u8,
                    table,
                });
                used += width;
            }
            layout.words = layout.words.max(usize::from(word) + 1);
            layout.pages.push(first..layout.fields.len());
        }
        layout
    }

    fn table(&mut self, domain: Domain, classes: &[u16]) -> (u32, u32) {
        let at = (self.classes.len() as u32, self.values.len() as u32);
        self.classes.extend(classes);
        let mut next = 0;
        // Classes are numbered as they are met, so the first value of each comes in its place.
        for (index, class) in classes.iter().enumerate() {
            if *class == next {
                self.values.push(domain.value(index));
                next += 1;
            }
        }
        at
    }

    /// Packs what matters of a state into `key`, which has `words` words.
    pub fn pack(&self, state: &State, key: &mut [u64]) {
        key.fill(0);
        key[0] = u64::from(state.at.0);
        for field in &self.fields[self.pages[state.at.index()].clone()] {
            let index = i32::from(state.get(field.slot)) - i32::from(field.from);
            let index = index.clamp(0, i32::from(field.last)) as usize;
            let class = match field.table {
                Some((classes, _)) => u64::from(self.classes[classes as usize + index]),
                None => index as u64,
            };
            key[usize::from(field.word)] |= class << field.shift;
        }
    }

    /// The passage of a packed state.
    pub fn passage(&self, key: &[u64]) -> PassageId {
        PassageId((key[0] & ((1 << self.passage_bits) - 1)) as u32)
    }

    /// Makes `state` one that packs to `key`. `numbers` is room to work in.
    pub fn unpack(&self, key: &[u64], numbers: &mut Vec<i16>, state: &mut State) {
        let at = self.passage(key);
        numbers.clear();
        numbers.extend_from_slice(&self.template);
        for field in &self.fields[self.pages[at.index()].clone()] {
            let class = (key[usize::from(field.word)] >> field.shift) & ((1u64 << field.width) - 1);
            numbers[usize::from(field.slot.0)] = match field.table {
                Some((_, values)) => self.values[values as usize + class as usize],
                None => (i32::from(field.from) + class as i32) as i16,
            };
        }
        state.recall(at, numbers);
    }
}

/// How many bits tell `count` things apart.
fn bits(count: usize) -> u32 {
    usize::BITS - count.saturating_sub(1).leading_zeros()
}
