//! The words of a text as a reader meets them: markup aside, the branches of every `{if}` kept apart.
//!
//! A text with conditions is many texts. `Prose` holds a few *readings* of it that together show every branch: the
//! first takes the first branch of each `{if}`, the next those not yet shown. What is counted or looked for in prose
//! is looked for in the readings; each knows which bytes of the author's text its words come from. Facts shown by
//! `{name}` stand as one word, `VALUE`; the tell is no part of it. It must not know what is good prose.

mod outline;

use std::ops::Range;

use outline::Outline;

/// What stands where a value of the state is shown. No author writes this character.
pub const VALUE: char = '\u{fffc}';

/// The most readings made of one text. No text that a person wrote needs more.
const MOST_READINGS: usize = 32;

/// A text, read.
#[derive(Debug, Clone, Default)]
pub struct Prose {
    /// Readings that together show every branch; at least one. Bytes of branches in common stand in several of them:
    /// whoever reports places reports each once.
    pub readings: Vec<Reading>,
    /// The words of all branches, each counted once.
    pub words: usize,
    /// The words of the shortest way through it.
    pub least: usize,
    /// The words of the longest way through it.
    pub most: usize,
}

/// One way through a text.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// What is read: paragraphs and documents parted by a blank line, the lines of a document by a line's end.
    pub shown: String,
    /// Its paragraphs and documents.
    pub blocks: Vec<Block>,
    /// Its sentences, in order. None runs over the end of a block; a line of a document is a sentence of its own.
    pub sentences: Vec<Sentence>,
    /// Its words, in order.
    pub words: Vec<Word>,
    /// From which byte of `shown` on which bytes of the text stand there, piece by piece.
    origin: Vec<(usize, Range<usize>)>,
}

/// A paragraph or a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Bytes of `Reading::shown`.
    pub at: Range<usize>,
    /// Whether its lines begin with `> `.
    pub document: bool,
    /// Its words, as indices in `Reading::words`.
    pub words: Range<usize>,
    /// Its sentences, as indices in `Reading::sentences`.
    pub sentences: Range<usize>,
}

/// A sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Bytes of `Reading::shown`, with its closing marks.
    pub at: Range<usize>,
    /// Its words, as indices in `Reading::words`. There is at least one.
    pub words: Range<usize>,
}

/// A word: letters and digits, with an apostrophe or a hyphen inside, or a point or comma between digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Bytes of `Reading::shown`.
    pub at: Range<usize>,
    /// Whether it stands between quotation marks.
    pub speech: bool,
    /// Whether it stands in a document.
    pub document: bool,
}

impl Prose {
    /// Reads the text of a passage, a tell or an ending, which must be sound.
    pub fn of(text: &str) -> Self {
        let outline = Outline::of(text);
        let mut readings = Vec::new();
        let mut shown = outline.nothing_shown();
        let mut room = 4 * text.len() + 65_536;
        loop {
            let (reading, whole) = outline.reading(&mut shown);
            let long = reading.shown.len() >= room;
            room = room.saturating_sub(reading.shown.len());
            readings.push(reading);
            if whole || long || readings.len() >= MOST_READINGS {
                break;
            }
        }
        let (words, least, most) = outline.lengths();
        Self { readings, words, least, most }
    }
}

impl Reading {
    /// The words of a word, sentence or block.
    pub fn str(&self, at: &Range<usize>) -> &str {
        self.shown.get(at.clone()).unwrap_or_default()
    }

    /// The bytes of the author's text from which the bytes `at` of `shown` come, what stands between them included.
    pub fn origin(&self, at: &Range<usize>) -> Range<usize> {
        let piece = |byte: usize| {
            let n = self.origin.partition_point(|(from, _)| *from <= byte);
            self.origin.get(n.wrapping_sub(1)).map_or((0, 0..0), Clone::clone)
        };
        let (from, first) = piece(at.start);
        // The end belongs to the last byte, lest a tag behind it be taken in.
        let (until, last) = piece(at.end.saturating_sub(1));
        let start = if self.is_value(from) { first.start } else { (first.start + (at.start - from)).min(first.end) };
        let end =
            if self.is_value(until) { last.end } else { (last.start + at.end.saturating_sub(until)).min(last.end) };
        start..end.max(start)
    }

    /// The bytes of the author's text from which some words come, as indices in `words`.
    pub fn origin_of(&self, words: &Range<usize>) -> Range<usize> {
        match (self.words.get(words.start), words.end.checked_sub(1).and_then(|last| self.words.get(last))) {
            (Some(first), Some(last)) => self.origin(&(first.at.start..last.at.end.max(first.at.start))),
            _ => 0..0,
        }
    }

    /// For each word, the byte of the author's text where it begins, and whether it stands there in one piece: one walk for
    /// all of them.
    pub fn starts(&self) -> impl Iterator<Item = (usize, bool)> {
        let mut piece = 0;
        self.words.iter().map(move |word| {
            while self.origin.get(piece + 1).is_some_and(|(from, _)| *from <= word.at.start) {
                piece += 1;
            }
            let (from, own) = self.origin.get(piece).map_or((0, 0..0), Clone::clone);
            let whole = self.origin.get(piece + 1).is_none_or(|(next, _)| word.at.end <= *next);
            let start = if self.is_value(from) { own.start } else { (own.start + (word.at.start - from)).min(own.end) };
            (start, whole)
        })
    }

    /// What stands between a word and the next, or the end.
    pub fn behind(&self, word: usize) -> &str {
        let from = self.words.get(word).map_or(self.shown.len(), |word| word.at.end);
        let to = self.words.get(word + 1).map_or(self.shown.len(), |next| next.at.start);
        self.shown.get(from..to).unwrap_or_default()
    }

    fn is_value(&self, byte: usize) -> bool {
        self.shown[byte..].starts_with(VALUE)
    }
}

/// The words of one line, such as a label, as bytes of it.
pub fn words(line: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + line[at..].find(|c: char| c.is_alphanumeric() || c == VALUE)?;
        let mut end = start;
        let mut rest = line[start..].char_indices().peekable();
        let mut before = ' ';
        while let Some((n, c)) = rest.next() {
            let next = rest.peek().map_or(' ', |(_, next)| *next);
            let joins = match c {
                '\'' | '’' | '-' | '\u{2011}' => next.is_alphanumeric() || next == VALUE,
                '.' | ',' | ':' => before.is_ascii_digit() && next.is_ascii_digit(),
                _ => c.is_alphanumeric() || c == VALUE,
            };
            if !joins {
                break;
            }
            (end, before) = (start + n + c.len_utf8(), c);
        }
        at = end;
        Some(start..end)
    })
}

/// How many words a line has.
pub fn count(line: &str) -> usize {
    words(line).count()
}

impl Reading {
    /// Finds the words and the sentences of a block.
    fn divide(&mut self, block: &Block) {
        let shown = &self.shown[block.at.clone()];
        let mut speech = false;
        let mut seen = 0;
        let mut first = self.words.len();
        let mut start = block.at.start;
        let mut all = words(shown).peekable();
        while let Some(at) = all.next() {
            for c in shown[seen..at.start].chars() {
                speech = speaks(speech, c);
            }
            let document = block.document;
            let own = block.at.start + at.start..block.at.start + at.end;
            if first == self.words.len() {
                start = own.start;
            }
            self.words.push(Word { at: own, speech: speech && !document, document });
            seen = at.end;
            let behind = &shown[at.end..all.peek().map_or(shown.len(), |next| next.start)];
            if all.peek().is_none()
                || ends_sentence(&shown[at.clone()], behind, &shown[at.end + behind.len()..], document)
            {
                let closing = behind.trim_end().trim_end_matches(OPENING).trim_end();
                // A straight mark behind a space opens what comes next.
                let opened = closing.strip_suffix('"').filter(|head| head.ends_with(char::is_whitespace));
                let closing = opened.map_or(closing, str::trim_end);
                let end = block.at.start + at.end + closing.len();
                self.sentences.push(Sentence { at: start..end, words: first..self.words.len() });
                first = self.words.len();
            }
        }
    }
}

/// Marks that open what comes behind them.
const OPENING: &[char] = &['“', '‘', '(', '[', '«'];

/// Whether words are spoken behind `c`, when they are before it or not.
fn speaks(speech: bool, c: char) -> bool {
    match c {
        '"' => !speech,
        '“' | '«' => true,
        '”' | '»' => false,
        _ => speech,
    }
}

/// Whether a sentence ends with `word`, when `behind` stands between it and the next word, with which `rest` begins.
fn ends_sentence(word: &str, behind: &str, rest: &str, document: bool) -> bool {
    if document && behind.contains('\n') {
        return true;
    }
    // Somebody is interrupted, and somebody else goes on: `"the—" She stops.`
    let broken = ["—\"", "—”"].into_iter().find_map(|end| behind.find(end));
    let Some(stop) = behind.find(['.', '!', '?', '…']).or(broken) else { return false };
    // A single capital with a point is a name cut short.
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    if initial && behind[stop..].starts_with('.') {
        return false;
    }
    let parted = behind[stop..].contains(char::is_whitespace);
    let opens = rest.chars().next().is_some_and(|c| !c.is_lowercase());
    parted && opens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        Prose::of(text).readings.into_iter().map(|reading| reading.shown).collect()
    }

    #[test]
    fn readings_show_every_branch_and_no_more_than_that_needs() {
        assert_eq!(shown("\nOne *two*\nthree.\n"), ["One two three."]);
        assert_eq!(shown("{if a}x{elif b}y{else}z{end} w {if c}u{end}"), ["x w u", "y w", "z w u"]);
        assert_eq!(shown("{if a}b{if c}d{else}e{end}{else}f{end}"), ["bd", "be", "f"]);
        // However they nest, and however many there are.
        let deep = format!("{}x{}", "{if a}".repeat(50_000), "{end}".repeat(50_000));
        assert_eq!(Prose::of(&deep).readings.len(), MOST_READINGS);
        let wide = format!("{{if a}}x{}{{end}}", "{elif a}x".repeat(50_000));
        assert_eq!(Prose::of(&wide).readings.len(), MOST_READINGS);
    }

    #[test]
    fn lengths_are_those_of_the_ways_through() {
        let prose = Prose::of("One two {if a}three four{elif b}five{end} six-{name} {if c}{else}it's 1.5{end}");
        assert_eq!((prose.words, prose.least, prose.most), (8, 3, 7));
    }

    #[test]
    fn blocks_sentences_and_speech_are_told_apart() {
        let prose =
            Prose::of("\"Late? No. Go!\" says he. I. Miller nods.\n\n> ROOM 19.\n> NO NAME\n{tell}\nShe \"goes\".");
        let reading = &prose.readings[0];
        let sentences: Vec<_> = reading.sentences.iter().map(|sentence| reading.str(&sentence.at)).collect();
        assert_eq!(
            sentences,
            ["Late?", "No.", "Go!\" says he.", "I. Miller nods.", "ROOM 19.", "NO NAME", "She \"goes\"."]
        );
        let kinds: Vec<_> = reading.blocks.iter().map(|block| (block.document, block.words.len())).collect();
        assert_eq!(kinds, [(false, 8), (true, 4), (false, 2)]);
        let spoken: Vec<_> =
            reading.words.iter().filter(|word| word.speech).map(|word| reading.str(&word.at)).collect();
        assert_eq!(spoken, ["Late", "No", "Go", "goes"]);
    }

    #[test]
    fn sentences_end_where_a_reader_stops() {
        let sentences = |text: &str| -> Vec<String> {
            let prose = Prose::of(text);
            let reading = &prose.readings[0];
            reading.sentences.iter().map(|sentence| reading.str(&sentence.at).to_owned()).collect()
        };
        assert_eq!(
            sentences("Wait ... He goes. It is 7.30, or 1,200 more."),
            ["Wait ...", "He goes.", "It is 7.30, or 1,200 more."]
        );
        assert_eq!(
            sentences("\"No—\" She stops. \"No—\" and she stops."),
            ["No—\"", "She stops.", "No—\" and she stops."]
        );
        assert_eq!(
            sentences("W. G. Krivets signs. \"Now?\" he asks. \"Now!\""),
            ["W. G. Krivets signs.", "Now?\" he asks.", "Now!\""]
        );
        assert_eq!(sentences("Élan vital. Ça va? …"), ["Élan vital.", "Ça va? …"]);
    }

    #[test]
    fn words_know_where_they_come_from() {
        let text = "\nTwenty-{if a}one{else}two{end} *men* wait, \\{so\\}.\n> {calls} CALLS";
        for reading in Prose::of(text).readings {
            let starts: Vec<usize> = reading.words.iter().map(|word| reading.origin(&word.at).start).collect();
            assert_eq!(reading.starts().map(|(start, _)| start).collect::<Vec<_>>(), starts);
            assert_eq!(reading.starts().next(), Some((1, false)), "Twenty-one and Twenty-two are not in one piece");
            for word in &reading.words {
                let (own, origin) = (reading.str(&word.at), reading.origin(&word.at));
                let written = &text[origin];
                assert!(
                    written.ends_with(own) || own.starts_with("Twenty") || written == "{calls}",
                    "{own}: {written}"
                );
            }
        }
        let reading = &Prose::of(text).readings[1];
        assert_eq!(reading.str(&reading.words[0].at), "Twenty-two");
        assert_eq!(&text[reading.origin(&reading.words[0].at)], "Twenty-{if a}one{else}two");
    }
}
