//! States kept: packed, each once, with the step that led to it first. A table of four bytes a place finds them again.
//! Many shelves side by side, each with the states of some hashes, can be filled at the same time. It must not know what
//! the bits of a state mean.

/// How many shelves there are. Fixed, so that numbers of states are the same whatever the number of threads.
pub const SHELVES: usize = 64;
const SHELF_BITS: u32 = 6;
const INDEX_BITS: u32 = 32 - SHELF_BITS;
const INDEX: u32 = (1 << INDEX_BITS) - 1;

/// The most states of one shelf.
pub const MOST: usize = INDEX as usize - 1;

/// No state: what stands before the first.
pub const NOWHERE: u32 = u32::MAX;

/// One shelf.
#[derive(Debug)]
pub struct Shelf {
    words: usize,
    keys: Vec<u64>,
    /// Which state each came from, and by which step.
    from: Vec<(u32, u32)>,
    /// Places by hash: six bits of the hash above the index and one; 0 is free.
    table: Vec<u32>,
}

/// The hash of a packed state: each word folded in by a wide product, as in wyhash (Wang Yi, 2019).
pub fn hash(key: &[u64]) -> u64 {
    let mut hash = 0x9e37_79b9_7f4a_7c15;
    for word in key {
        let product = u128::from(hash ^ word) * 0xa076_1d64_78bd_642f_u128;
        hash = (product as u64) ^ ((product >> 64) as u64);
    }
    let product = u128::from(hash) * 0xe703_7ed1_a0b4_28db_u128;
    (product as u64) ^ ((product >> 64) as u64)
}

/// The shelf in which a hash belongs.
pub fn shelf_of(hash: u64) -> usize {
    (hash >> (64 - SHELF_BITS)) as usize
}

/// The number of a state: its shelf and its index there.
pub fn number(shelf: usize, index: usize) -> u32 {
    ((shelf as u32) << INDEX_BITS) | index as u32
}

/// The shelf and the index of a state's number.
pub fn place(number: u32) -> (usize, usize) {
    ((number >> INDEX_BITS) as usize, (number & INDEX) as usize)
}

impl Shelf {
    /// An empty shelf for states of so many words.
    pub fn new(words: usize) -> Self {
        Self { words, keys: Vec::new(), from: Vec::new(), table: vec![0; 16] }
    }

    /// How many states there are.
    pub fn len(&self) -> usize {
        self.from.len()
    }

    /// A state.
    pub fn key(&self, index: usize) -> &[u64] {
        &self.keys[index * self.words..(index + 1) * self.words]
    }

    /// Which state it came from, and by which step.
    pub fn from(&self, index: usize) -> (u32, u32) {
        self.from[index]
    }

    /// How many bytes the states take, and the table.
    pub fn bytes(&self) -> (usize, usize) {
        (self.from.len() * (self.words * 8 + 8), self.table.len() * 4)
    }

    fn tag(hash: u64) -> u32 {
        // Bits that choose neither the shelf nor, in tables of this size, the place.
        ((hash >> 52) as u32 & 0x3f) << INDEX_BITS
    }

    /// Where a state stands in the table, or where it would: `Ok` when it is there.
    fn find(&self, hash: u64, key: &[u64]) -> Result<usize, usize> {
        let mask = self.table.len() - 1;
        let tag = Self::tag(hash);
        let mut at = hash as usize & mask;
        loop {
            match self.table[at] {
                0 => return Err(at),
                entry if entry & !INDEX == tag && self.key((entry & INDEX) as usize - 1) == key => return Ok(at),
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// Takes a state in; whether it is new.
    pub fn add(&mut self, hash: u64, key: &[u64], from: (u32, u32)) -> bool {
        if self.len() >= MOST {
            return false;
        }
        match self.find(hash, key) {
            Ok(_) => false,
            Err(at) => {
                self.table[at] = Self::tag(hash) | (self.len() as u32 + 1);
                self.keys.extend_from_slice(key);
                self.from.push(from);
                if self.len() * 4 > self.table.len() * 3 {
                    self.grow();
                }
                true
            }
        }
    }

    fn grow(&mut self) {
        let mask = self.table.len() * 2 - 1;
        self.table = Vec::new();
        self.table.resize(mask + 1, 0);
        for index in 0..self.len() {
            let hash = hash(self.key(index));
            let mut at = hash as usize & mask;
            while self.table[at] != 0 {
                at = (at + 1) & mask;
            }
            self.table[at] = Self::tag(hash) | (index as u32 + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_is_kept_once() {
        let mut shelf = Shelf::new(2);
        let key = |n: u64| [n / 7, n % 7];
        for n in (0..5_000u64).chain(0..5_000) {
            let key = key(n);
            let new = shelf.len() < 5_000;
            assert_eq!(shelf.add(hash(&key), &key, (n as u32, 0)), new);
        }
        assert_eq!(shelf.len(), 5_000);
        assert_eq!((shelf.key(4_321), shelf.from(4_321)), (&key(4_321)[..], (4_321, 0)));
        assert!(shelf.find(hash(&[9_999, 0]), &[9_999, 0]).is_err());
    }

    #[test]
    fn a_number_is_a_shelf_and_an_index() {
        assert_eq!(place(number(63, 12_345)), (63, 12_345));
    }
}
