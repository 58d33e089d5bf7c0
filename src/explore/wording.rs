//! What was read: the words of a page as it was shown, sentence by sentence.
//!
//! Two runs are compared by their sentences: one that stands there letter for letter as it did before is not new, and
//! one in which a word is another is. A word is whatever stands between white space and has a letter or a digit in it.
//! It must not know why a page was shown.

use std::collections::HashMap;
use std::sync::Arc;

use crate::engine;
use crate::engine::State;
use crate::story::FNV_BASIS;
use crate::story::Mark;
use crate::story::Story;
use crate::story::fnv1a;

/// A sentence as it was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sentence {
    /// A number made of its letters.
    pub key: u64,
    /// Its words.
    pub words: u32,
}

/// The words of one page.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    /// Its sentences, in their order.
    pub sentences: Vec<Sentence>,
    /// All its words.
    pub words: u32,
}

/// The most bytes of text that are kept with what they were cut into; at that all are let go.
const MOST_KEPT: usize = 16 << 20;

/// Pages cut into sentences, each wording once as long as it is kept.
#[derive(Debug, Default)]
pub struct Wordings {
    known: HashMap<Box<str>, Arc<Shown>>,
    /// The bytes of text in `known`.
    kept: usize,
    text: String,
}

impl Wordings {
    /// The page of a state.
    pub fn page(&mut self, story: &Story, state: &State) -> Arc<Shown> {
        self.text.clear();
        engine::page(story, state).write_text(&mut self.text);
        if let Some(known) = self.known.get(self.text.as_str()) {
            return Arc::clone(known);
        }
        let shown = Arc::new(cut(&self.text));
        if self.kept + self.text.len() > MOST_KEPT {
            self.known.clear();
            self.kept = 0;
        }
        self.kept += self.text.len();
        self.known.insert(self.text.as_str().into(), Arc::clone(&shown));
        shown
    }
}

/// How many words a text has.
pub fn words(text: &str) -> u32 {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count() as u32
}

/// How many words all passages and tells of a story have, each text in all its forms.
pub fn written(story: &Story) -> u32 {
    let runs = story.passages.iter().map(|passage| &passage.marks).chain(story.tells.iter().map(|tell| &tell.marks));
    let marks = runs.flat_map(|run| story.marks.get(run.start as usize..run.end as usize).unwrap_or_default());
    marks.map(|mark| if let Mark::Text(text) = mark { words(story.str(*text)) } else { 0 }).sum()
}

fn cut(text: &str) -> Shown {
    let mut shown = Shown::default();
    for sentence in sentences(text) {
        let words = words(sentence);
        if words > 0 {
            shown.sentences.push(Sentence { key: fnv1a(sentence.bytes(), FNV_BASIS), words });
            shown.words += words;
        }
    }
    shown
}

/// The sentences of a text: each ends at the end of a line, or behind a full stop or one of its like, and the quotation
/// marks and brackets that close there.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| {
        let mut rest = line;
        std::iter::from_fn(move || {
            rest = rest.trim_start();
            if rest.is_empty() {
                return None;
            }
            let end = end_of_sentence(rest);
            let (sentence, behind) = rest.split_at(end);
            rest = behind;
            Some(sentence.trim_end())
        })
    })
}

fn end_of_sentence(text: &str) -> usize {
    let closes = |c: char| matches!(c, '"' | '\'' | '”' | '’' | ')' | ']' | '.' | '?' | '!' | '…');
    for (at, stop) in text.char_indices().filter(|(_, c)| matches!(c, '.' | '?' | '!' | '…')) {
        let behind = text[at + stop.len_utf8()..].trim_start_matches(closes);
        if behind.starts_with(char::is_whitespace) {
            return text.len() - behind.len();
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_where_a_reader_would_stop() {
        let cut: Vec<&str> =
            sentences("\"Late,\" he says. \"Why?\" You do (not.) answer\n\nCOPY FOR KR.\nLINE 9").collect();
        assert_eq!(cut, ["\"Late,\" he says.", "\"Why?\"", "You do (not.)", "answer", "COPY FOR KR.", "LINE 9"]);
        assert_eq!(words("It is -- 38.2 - \u{2014} twice."), 4);
        assert_eq!(super::cut("One two. Three.").words, 3);
    }
}
