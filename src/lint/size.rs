//! What a story comes to: passages, choices, words and the time to read them.

use super::prose::{self, Prose};
use crate::story::{Draft, PassageId};

/// How many words an unhurried reader reads in a minute. Silent readers of English fiction read about 260 on average
/// (Brysbaert 2019, "How many words do we read per minute?"); here there are decisions in between.
pub const WORDS_A_MINUTE: usize = 200;

/// A story, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Its passages, endings included.
    pub passages: usize,
    /// Its endings.
    pub endings: usize,
    /// What a reader can choose; the single way on of a passage is no choice.
    pub choices: usize,
    /// The words that its passages, tells and labels show, those of every branch counted once; markup aside.
    pub words: usize,
}

impl Size {
    /// Counts a story.
    pub fn of(draft: &Draft<'_>) -> Self {
        let story = &draft.story;
        let passages = story.passages.len();
        let texts: usize = (0..passages).map(|n| Prose::of(draft.text(PassageId(n as u32))).words).sum();
        let tells: usize = draft.written_tells().map(|tell| Prose::of(&tell.text).words).sum();
        let labels = || story.choices.iter().filter_map(|choice| choice.label);
        let said: usize = labels().map(|label| prose::count(story.str(label))).sum();
        Self { passages, endings: story.endings.len(), choices: labels().count(), words: texts + tells + said }
    }

    /// Whole minutes to read all of it, at `WORDS_A_MINUTE`; at least one.
    pub fn minutes(&self) -> usize {
        self.words.div_ceil(WORDS_A_MINUTE).max(1)
    }

    /// All of it in a line.
    pub fn sentence(&self) -> String {
        format!(
            "{} ({}), {}, {}: {} for all of it at {WORDS_A_MINUTE} words a minute",
            counted(self.passages, "passage"),
            counted(self.endings, "ending"),
            counted(self.choices, "choice"),
            counted(self.words, "word"),
            counted(self.minutes(), "minute"),
        )
    }
}

/// A number and what it counts: `1 word`, `12,040 words`.
pub fn counted(n: usize, word: &str) -> String {
    format!("{} {word}{}", grouped(n), if n == 1 { "" } else { "s" })
}

/// A number with a comma between every three digits.
pub fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let head = digits.len() % 3;
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && at % 3 == head {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
