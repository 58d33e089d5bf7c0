//! What a reader is shown in runs at random, as a number for each run: two stories that show the same have the same.
//!
//! It must not know in what the stories differ.

use std::fmt::Write;

use crate::engine;
use crate::engine::Fate;
use crate::engine::State;
use crate::story::ChoiceId;
use crate::story::Story;

/// The most steps of a run.
const MOST_STEPS: usize = 400;

/// Plays runs at random and makes their numbers.
pub struct Reader<'s> {
    story: &'s Story,
    words: String,
    open: Vec<ChoiceId>,
}

impl<'s> Reader<'s> {
    /// A reader of a story.
    pub fn new(story: &'s Story) -> Self {
        Self { story, words: String::new(), open: Vec::new() }
    }

    /// The number of the run of a seed.
    pub fn run(&mut self, seed: u64) -> u64 {
        let mut events = Vec::new();
        let mut state = engine::begin_with(self.story, seed, &mut events);
        let (mut hash, mut luck) = (0, seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..MOST_STEPS {
            self.page(&state);
            hash = mixed(self.words.as_bytes(), hash);
            if self.open.is_empty() {
                break;
            }
            luck = step(luck);
            let choice = self.open[(luck >> 33) as usize % self.open.len()];
            events.clear();
            if engine::choose_into(self.story, &mut state, choice, Fate::Drawn, &mut events).is_err() {
                break;
            }
        }
        hash
    }

    /// Everything on a page, one behind the other.
    pub fn page(&mut self, state: &State) -> &str {
        let page = engine::page(self.story, state);
        self.words.clear();
        self.open.clear();
        let words = &mut self.words;
        page.write_text(words);
        // Writing to a string cannot fail.
        let date = page.date();
        let _ = write!(words, "\n{} {}-{}-{} {:?}", page.title(), date.year, date.month, date.day, page.hour());
        for gauge in page.gauges() {
            words.push_str(gauge.band_word);
        }
        for offer in page.offers() {
            let _ = write!(words, "\n{:?} {:?} {:?}", offer.label, offer.odds, offer.locked);
            if offer.locked.is_none() {
                self.open.push(offer.id);
            }
        }
        if page.ending().is_some() {
            page.causes().for_each(|(object, text)| words.extend([object, text]));
            page.accounts().for_each(|line| words.push_str(line));
        }
        words
    }
}

/// The next of a row of numbers that look like chance (Vigna, `xorshift64*`).
fn step(mut luck: u64) -> u64 {
    luck ^= luck >> 12;
    luck ^= luck << 25;
    luck ^= luck >> 27;
    luck.wrapping_mul(0x2545_f491_4f6c_dd1d)
}

/// A number made of bytes and of a number before.
fn mixed(bytes: &[u8], before: u64) -> u64 {
    let mut hash = before ^ (bytes.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for chunk in bytes.chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        hash = (hash.rotate_left(29) ^ u64::from_le_bytes(word)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    }
    hash ^ hash >> 32
}
