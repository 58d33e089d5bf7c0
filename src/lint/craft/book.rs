//! All words of a story, numbered: what the checks of craft count and compare.
//!
//! Each word has one number wherever it stands, capitals aside, so that phrases are compared as numbers. Sentences and
//! words that several readings of a text share are known to be the same. It must not know what is looked for.

use std::collections::HashMap;
use std::collections::HashSet;
use std::hash::BuildHasherDefault;
use std::hash::Hasher;
use std::ops::Range;

use super::gram::Shared;
use crate::diagnostic::Span;
use crate::lint::Context;
use crate::lint::prose::Prose;
use crate::lint::prose::Reading;
use crate::lint::prose::words;
use crate::story::At;
use crate::story::ChoiceId;
use crate::story::FNV_BASIS;
use crate::story::PassageId;
use crate::story::Table;
use crate::story::fnv1a;

/// The number of a word.
pub type Id = u32;

/// FNV-1a for the words of a text: they are short, and there are millions of them.
#[derive(Debug)]
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(FNV_BASIS)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = fnv1a(bytes.iter().copied(), self.0);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The words of a story and their numbers.
#[derive(Debug, Default)]
pub struct Lexicon {
    ids: HashMap<Box<str>, Id, BuildHasherDefault<Fnv>>,
    words: Vec<Box<str>>,
    /// For each word, whether it stands somewhere in small letters, and whether with a capital inside a sentence.
    cases: Vec<(bool, bool)>,
}

impl Lexicon {
    fn add(&mut self, word: &str) -> Id {
        let plain = plain(word);
        if let Some(id) = self.ids.get(plain.as_ref()) {
            return *id;
        }
        let id = self.words.len() as Id;
        self.words.push(plain.clone().into());
        self.cases.push((false, false));
        self.ids.insert(plain.into(), id);
        id
    }

    /// Whether a word is a name: inside sentences it has a capital, always.
    pub fn is_name(&self, id: Id) -> bool {
        self.cases.get(id as usize) == Some(&(false, true))
    }

    /// The number of a word, if it stands anywhere in the story.
    pub fn id(&self, word: &str) -> Option<Id> {
        self.ids.get(plain(word).as_ref()).copied()
    }

    /// The word of a number, in small letters.
    pub fn word(&self, id: Id) -> &str {
        self.words.get(id as usize).map_or("", |word| word)
    }

    /// How many words there are; their numbers are all below it.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// The numbers of all words that begin so.
    pub fn beginning(&self, head: &str) -> Vec<Id> {
        let head = plain(head);
        let all = self.words.iter().enumerate();
        all.filter(|(_, word)| word.starts_with(head.as_ref())).map(|(id, _)| id as Id).collect()
    }

    /// For each number, whether its word is in a list of single words.
    pub fn marked<'w>(&self, list: impl IntoIterator<Item = &'w String>) -> Vec<bool> {
        let mut marked = vec![false; self.len()];
        for word in list {
            match word.strip_suffix('*') {
                Some(head) => self.beginning(head).into_iter().for_each(|id| marked[id as usize] = true),
                None => self.id(word).into_iter().for_each(|id| marked[id as usize] = true),
            }
        }
        marked
    }
}

/// A word as it is compared: in small letters, with a straight apostrophe.
fn plain(word: &str) -> std::borrow::Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return word.into();
    }
    word.replace('\u{2019}', "'").to_lowercase().into()
}

/// Whose voice a sentence is in, by its first word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// The story's.
    Told,
    /// Somebody's.
    Spoken,
    /// A document's.
    Written,
}

/// A sentence: a run of words of one reading.
#[derive(Debug, Clone)]
pub struct Line {
    /// Which reading.
    pub reading: usize,
    /// Its words there.
    pub words: Range<usize>,
    /// Whose it is.
    pub voice: Voice,
    /// Whether no reading before has it.
    pub fresh: bool,
}

/// One text: of a passage, or of a tell.
#[derive(Debug, Default)]
pub struct Page {
    /// The number of each word, reading by reading.
    pub ids: Vec<Vec<Id>>,
    /// For each word, whether no reading before has it.
    pub fresh: Vec<Vec<bool>>,
    /// The sentences of all readings, in order.
    pub lines: Vec<Line>,
}

impl Page {
    fn of(text: &str, prose: &Prose, lexicon: &mut Lexicon, abbreviations: &HashSet<Id>) -> Self {
        let mut page = Page::default();
        // By the byte where a word begins, whether a reading before has it, and its number if it stands there whole.
        let mut known: Vec<(bool, Option<Id>)> =
            vec![(false, None); if prose.readings.len() > 1 { text.len() + 1 } else { 0 }];
        let mut known_lines = HashSet::new();
        for (n, reading) in prose.readings.iter().enumerate() {
            let mut ids: Vec<Id> = Vec::with_capacity(reading.words.len());
            let mut fresh = Vec::with_capacity(reading.words.len());
            for (word, (start, whole)) in reading.words.iter().zip(reading.starts()) {
                let met = known.get(start).copied().unwrap_or_default();
                let id = met.1.filter(|_| whole).unwrap_or_else(|| lexicon.add(reading.str(&word.at)));
                if let Some(met) = known.get_mut(start) {
                    *met = (true, met.1.or(Some(id).filter(|_| whole)));
                }
                fresh.push(!met.0);
                ids.push(id);
            }
            page.lines((n, reading), &ids, lexicon, abbreviations, &mut known_lines);
            page.ids.push(ids);
            page.fresh.push(fresh);
        }
        page
    }

    /// Adds the sentences of a reading. One that ends with an abbreviation goes on.
    fn lines(
        &mut self,
        (n, reading): (usize, &Reading),
        ids: &[Id],
        lexicon: &mut Lexicon,
        abbreviations: &HashSet<Id>,
        known: &mut HashSet<Range<usize>>,
    ) {
        for block in &reading.blocks {
            let mut from = block.words.start;
            for sentence in &reading.sentences[block.sentences.clone()] {
                let cut = ids.get(sentence.words.end - 1).is_some_and(|id| abbreviations.contains(id));
                let pointed = reading.str(&sentence.at).ends_with('.');
                if cut && pointed && !block.document && sentence.words.end < block.words.end {
                    continue;
                }
                let words = from..sentence.words.end;
                let voice = match reading.words.get(words.start) {
                    Some(word) if word.document => Voice::Written,
                    Some(word) if word.speech => Voice::Spoken,
                    _ => Voice::Told,
                };
                if voice != Voice::Written {
                    for word in words.clone() {
                        let case = &mut lexicon.cases[ids[word] as usize];
                        let small = !reading.str(&reading.words[word].at).starts_with(char::is_uppercase);
                        (case.0, case.1) = (case.0 || small, case.1 || !small && word > words.start);
                    }
                }
                let fresh = known.insert(reading.origin_of(&words));
                self.lines.push(Line { reading: n, words, voice, fresh });
                from = sentence.words.end;
            }
        }
    }

    /// The numbers of the words of a sentence.
    pub fn ids_of(&self, line: &Line) -> &[Id] {
        &self.ids[line.reading][line.words.clone()]
    }

    /// The sentences of the story's voice and of people, each once.
    pub fn prose_lines(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.fresh && line.voice != Voice::Written)
    }

    /// For each reading, its sentences.
    pub fn by_reading(&self) -> impl Iterator<Item = &[Line]> {
        self.lines.chunk_by(|a, b| a.reading == b.reading)
    }
}

/// The words of a story.
#[derive(Debug, Default)]
pub struct Book {
    /// All of them.
    pub lexicon: Lexicon,
    /// The passages, by their ids.
    pub pages: Vec<Page>,
    /// The tells, in the order of `Story::tells`, and their texts.
    pub tells: Vec<(Prose, Page)>,
    /// The labels, by the ids of their choices: where each word stands, and its number. Ways on have none.
    pub labels: Vec<Vec<(Range<usize>, Id)>>,
    /// What is asked of all passages at once.
    pub shared: Shared,
}

impl Book {
    /// Numbers the words of a story.
    pub fn of(context: &Context<'_>) -> Self {
        let story = context.story;
        let mut lexicon = Lexicon::default();
        let cut = story.style.sentences.abbreviations.iter().map(|word| lexicon.add(word)).collect();
        let pages = (0..story.passages.len())
            .map(|n| {
                Page::of(
                    context.draft.text(PassageId(n as u32)),
                    context.prose(PassageId(n as u32)),
                    &mut lexicon,
                    &cut,
                )
            })
            .collect();
        let tells = context.draft.written_tells().map(|tell| {
            let prose = Prose::of(&tell.text);
            let page = Page::of(&tell.text, &prose, &mut lexicon, &cut);
            (prose, page)
        });
        let tells = tells.collect();
        let labels = story.choices.iter().map(|choice| {
            let label = choice.label.map_or("", |label| story.str(label));
            words(label).map(|at| (at.clone(), lexicon.add(&label[at]))).collect()
        });
        let labels = labels.collect();
        Self { lexicon, pages, tells, labels, shared: Shared::default() }
    }
}

impl Context<'_> {
    /// The place of some words of a reading of a passage.
    pub fn words_span(&self, passage: PassageId, reading: usize, words: &Range<usize>) -> Span {
        let origin = self.prose(passage).readings.get(reading).map_or(0..0, |reading| reading.origin_of(words));
        self.draft.text_span(passage, origin)
    }

    /// Some words of a reading of a passage, as they are shown.
    pub fn words_shown(&self, passage: PassageId, reading: usize, words: &Range<usize>) -> &str {
        let Some(reading) = self.prose(passage).readings.get(reading) else { return "" };
        match (reading.words.get(words.start), reading.words.get(words.end.wrapping_sub(1))) {
            (Some(first), Some(last)) => reading.str(&(first.at.start..last.at.end)),
            _ => "",
        }
    }

    /// The place of bytes of a tell's text.
    pub fn tell_span(&self, tell: usize, part: Range<usize>) -> Span {
        let whole = self.draft.row_span(Table::Tells, tell, &[At::Field("text")]);
        let text = self.draft.written_tells().nth(tell).map_or("", |tell| &tell.text);
        self.draft.part(whole, part, text)
    }

    /// The place of bytes of a label.
    pub fn label_span(&self, choice: ChoiceId, part: Range<usize>) -> Span {
        let whole = self.draft.choice_span(choice, &[At::Field("label")]);
        let label = self.story.choice(choice).label.map_or("", |label| self.story.str(label));
        self.draft.part(whole, part, label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Book {
        /// A book of one text.
        pub fn of_text(text: &str) -> Self {
            let mut lexicon = Lexicon::default();
            let pages = vec![Page::of(text, &Prose::of(text), &mut lexicon, &HashSet::new())];
            Self { lexicon, pages, ..Self::default() }
        }
    }

    fn page(text: &str, cut: &[&str]) -> (Lexicon, Page) {
        let mut lexicon = Lexicon::default();
        let cut = cut.iter().map(|word| lexicon.add(word)).collect();
        let page = Page::of(text, &Prose::of(text), &mut lexicon, &cut);
        (lexicon, page)
    }

    fn lengths(page: &Page) -> Vec<(usize, Voice)> {
        page.prose_lines().map(|line| (line.words.len(), line.voice)).collect()
    }

    #[test]
    fn an_abbreviation_ends_no_sentence_but_a_paragraph() {
        let (_, cut) = page("He asks Dr. Weber in. He asks the Dr.\n\n\"Ask Dr. Weber,\" she says.", &["Dr"]);
        assert_eq!(lengths(&cut), [(5, Voice::Told), (4, Voice::Told), (5, Voice::Spoken)]);
        let (_, uncut) = page("He asks Dr. Weber in.", &[]);
        assert_eq!(lengths(&uncut), [(3, Voice::Told), (2, Voice::Told)]);
    }

    #[test]
    fn what_readings_share_is_counted_once() {
        let (_, page) = page("One two. {if a}Three.{else}Four five.{end} Six.\n\n> SEVEN", &[]);
        assert_eq!(lengths(&page), [(2, Voice::Told), (1, Voice::Told), (1, Voice::Told), (2, Voice::Told)]);
        assert_eq!(page.fresh.iter().flatten().filter(|fresh| **fresh).count(), 7);
        assert_eq!(page.by_reading().count(), 2);
    }

    #[test]
    fn a_name_has_its_capital_inside_sentences_too() {
        let (lexicon, _) = page("Weber sits. Then Weber and the porter go. Porter, sit. You see Weber’s hat.", &[]);
        let name = |word: &str| lexicon.is_name(lexicon.id(word).unwrap());
        assert!(name("Weber") && name("weber's") && !name("Porter") && !name("then"));
    }
}
