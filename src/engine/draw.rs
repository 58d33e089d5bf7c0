//! Chance that can be repeated. Each draw is keyed by what it is for, not by how many came before it: rewinding cannot
//! roll it again, and an edit elsewhere in the story does not shift it.

use rand::Rng;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

/// The stream of random words for one draw: the seed of the playthrough, the keys of the passage (made of its first
/// name) and of the choice, the visit (from 1), and the number of the draw within the choice (from 0).
///
/// The key's 32 bytes are packed here and nowhere else: seed, passage and choice in eight little-endian bytes each,
/// visit in four, the number in one, and three bytes of tag. ChaCha8 is value-stable by its definition; a test pins it.
pub fn stream(seed: u64, passage: u64, choice: u64, visit: u32, nth: u8) -> ChaCha8Rng {
    let mut key = [0u8; 32];
    key[0..8].copy_from_slice(&seed.to_le_bytes());
    key[8..16].copy_from_slice(&passage.to_le_bytes());
    key[16..24].copy_from_slice(&choice.to_le_bytes());
    key[24..28].copy_from_slice(&visit.to_le_bytes());
    key[28] = nth;
    key[29..32].copy_from_slice(b"kr1");
    ChaCha8Rng::from_seed(key)
}

/// A number from 0 to `n - 1`, each as likely as the other (Lemire, "Fast Random Integer Generation in an Interval",
/// 2019, with rejection). Written here because `rand`'s own ranges may change between its versions. `n` is at least 1.
pub fn below(words: &mut impl Rng, n: u64) -> u64 {
    loop {
        let product = u128::from(words.next_u64()) * u128::from(n);
        let low = product as u64;
        if low >= n.wrapping_neg() % n {
            return (product >> 64) as u64;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_the_same_for_ever() {
        let words = |seed, visit, nth| stream(seed, 11, 22, visit, nth).next_u64();
        let seen = [words(1, 1, 0), words(1, 1, 1), words(1, 2, 0), words(2, 1, 0)];
        assert_eq!(
            seen.map(|word| format!("{word:016x}")),
            ["a07b1c3776e5d442", "783be988f906ac3f", "fb646c06784a0b4e", "f9f3da084821ed31"]
        );
        let hundred: Vec<u64> = (1..=8).map(|visit| below(&mut stream(7, 11, 22, visit, 0), 100)).collect();
        assert_eq!(hundred, [79, 38, 70, 81, 11, 3, 62, 6]);
    }

    #[test]
    fn every_number_below_is_drawn() {
        let mut words = stream(3, 0, 0, 0, 0);
        let mut seen = [0u32; 6];
        (0..6000).for_each(|_| seen[below(&mut words, 6) as usize] += 1);
        assert!(seen.iter().all(|n| (850..1150).contains(n)), "{seen:?}");
    }
}
