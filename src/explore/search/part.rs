//! Partitions: which values of a number need not be told apart. Each is kept once and known by its number, so that
//! comparing and meeting them costs little. It must not know what the values mean.

use std::collections::HashMap;

use super::domain::Domain;

/// The most values of a number whose partitions are kept; a number with more is told apart wholly or not at all.
const MOST: usize = 1024;

/// A partition, by its number in `Parts`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Part(u32);

impl Part {
    /// All values are as one: the number does not matter.
    pub const DEAD: Part = Part(0);
    /// Every value by itself.
    pub const WHOLE: Part = Part(1);
}

/// All partitions met.
#[derive(Debug, Default)]
pub struct Parts {
    /// For each the class of each value; classes are numbered in the order in which they are met.
    list: Vec<Box<[u16]>>,
    index: HashMap<Box<[u16]>, Part>,
    meets: HashMap<(Part, Part), Part>,
}

impl Parts {
    /// With the two that need no list.
    pub fn new() -> Self {
        Self { list: vec![Box::default(), Box::default()], ..Self::default() }
    }

    /// The partition that tells all values apart; of a single value there is nothing to tell.
    pub fn whole(domain: Domain) -> Part {
        if domain.len() > 1 { Part::WHOLE } else { Part::DEAD }
    }

    /// The class of each value; `None` where each is its own.
    pub fn classes(&self, part: Part) -> Option<&[u16]> {
        if part == Part::WHOLE { None } else { self.list.get(part.0 as usize).map(AsRef::as_ref) }
    }

    /// Values belong together when `mark` gives the same for them.
    pub fn by<T: Eq + std::hash::Hash>(&mut self, domain: Domain, mark: impl Fn(i16) -> T) -> Part {
        let len = domain.len();
        if len <= 1 {
            return Part::DEAD;
        }
        if len > MOST {
            let first = mark(domain.from);
            let same = (1..len).all(|index| mark(domain.value(index)) == first);
            return if same { Part::DEAD } else { Part::WHOLE };
        }
        let mut numbers: HashMap<T, u16> = HashMap::new();
        let mut class = |value| {
            let next = numbers.len() as u16;
            *numbers.entry(mark(value)).or_insert(next)
        };
        let classes: Box<[u16]> = (0..len).map(|index| class(domain.value(index))).collect();
        match numbers.len() {
            1 => Part::DEAD,
            all if all == len => Part::WHOLE,
            _ => self.intern(classes),
        }
    }

    fn intern(&mut self, classes: Box<[u16]>) -> Part {
        let next = Part(self.list.len() as u32);
        *self.index.entry(classes).or_insert_with_key(|classes| {
            self.list.push(classes.clone());
            next
        })
    }

    /// What tells apart whatever either of the two does.
    pub fn meet(&mut self, domain: Domain, one: Part, other: Part) -> Part {
        match (one.min(other), one.max(other)) {
            (one, other) if one == other || one == Part::DEAD => other,
            (Part::WHOLE, _) => Part::WHOLE,
            (one, other) => match self.meets.get(&(one, other)) {
                Some(met) => *met,
                None => {
                    let (a, b) = (self.list[one.0 as usize].clone(), self.list[other.0 as usize].clone());
                    let met = self.by(domain, |value| (a[domain.index(value)], b[domain.index(value)]));
                    self.meets.insert((one, other), met);
                    met
                }
            },
        }
    }

    /// What must be told apart before the number becomes `then` of itself, so that `part` can be told apart after.
    pub fn before(&mut self, domain: Domain, part: Part, then: impl Fn(i16) -> i16) -> Part {
        match part {
            Part::DEAD => Part::DEAD,
            Part::WHOLE => self.by(domain, |value| domain.index(then(value))),
            Part(n) => {
                let classes = self.list[n as usize].clone();
                self.by(domain, |value| classes[domain.index(then(value))])
            }
        }
    }
}
