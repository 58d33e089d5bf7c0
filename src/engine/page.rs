//! The page: what a renderer shows of a state. It borrows the story's words and builds nothing until asked.

use std::borrow::Cow;

use super::state::State;
use super::turn::{Refusal, allowed, odds};
use crate::story::{Chapter, ChoiceId, Date, Ending, Good, Mark, MeterPart, Note, Passage, Place, Story};

/// What is on the page.
#[derive(Debug, Clone, Copy)]
pub struct Page<'s> {
    story: &'s Story,
    state: &'s State,
    passage: &'s Passage,
}

/// What a block of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph.
    Prose,
    /// A telegram, a form, a letter: its lines stand as written.
    Document,
}

/// Words in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run<'s> {
    /// The words.
    pub text: Cow<'s, str>,
    /// Whether they are emphasised.
    pub emphasis: bool,
}

/// A paragraph or a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block<'s> {
    /// Which.
    pub kind: BlockKind,
    /// Its lines; a paragraph has one.
    pub lines: Vec<Vec<Run<'s>>>,
}

/// A choice as it is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer<'s> {
    /// Which choice.
    pub id: ChoiceId,
    /// Its words; none for the way on of a passage without choices, and for the way to a short version.
    pub label: Option<&'s str>,
    /// The odds in words, when it is a chance.
    pub odds: Option<&'s str>,
    /// Why it is closed, when it is.
    pub locked: Option<&'s str>,
}

/// A meter as it is shown: no number of it ever is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gauge<'s> {
    /// The meter's word.
    pub word: &'s str,
    /// The band, from 0.
    pub band: usize,
    /// How many bands there are.
    pub bands: usize,
    /// The band's word.
    pub band_word: &'s str,
    /// The longest word of any band, so that the gauge can keep one width.
    pub widest: &'s str,
    /// Which end is good.
    pub good: Good,
}

/// The page of a state.
pub fn page<'s>(story: &'s Story, state: &'s State) -> Page<'s> {
    Page { story, state, passage: story.passage(state.at) }
}

/// Takes the words of a page as they come.
trait Sink<'s> {
    fn block(&mut self, kind: BlockKind);
    fn line(&mut self);
    fn words(&mut self, words: &'s str, emphasis: bool);
    fn number(&mut self, number: i16);
}

/// What stands between the last words and the next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Space,
    Lines(u8),
    Block(BlockKind),
}

struct Flow<'a, 's, S> {
    story: &'s Story,
    state: &'s State,
    sink: &'a mut S,
    gap: Gap,
    kind: BlockKind,
    emphasis: bool,
}

impl<'s, S: Sink<'s>> Flow<'_, 's, S> {
    fn run(&mut self, marks: &'s [Mark]) {
        let mut at = 0;
        while let Some(mark) = marks.get(at) {
            at += 1;
            match mark {
                Mark::Text(words) => {
                    self.close_gap();
                    self.sink.words(self.story.str(*words), self.emphasis);
                }
                Mark::Space => {
                    if self.gap == Gap::None {
                        self.gap = Gap::Space;
                    }
                }
                Mark::Paragraph => self.gap = Gap::Block(BlockKind::Prose),
                Mark::DocumentLine => {
                    let new = matches!(self.gap, Gap::Block(_)) || self.kind != BlockKind::Document;
                    self.gap = match self.gap {
                        _ if new => Gap::Block(BlockKind::Document),
                        Gap::Lines(n) => Gap::Lines(n.saturating_add(1)),
                        _ => Gap::Lines(1),
                    };
                }
                Mark::Emphasis(on) => self.emphasis = *on,
                Mark::Words { slot, from } => {
                    let index = from.wrapping_add_signed(i32::from(self.state.get(*slot)));
                    if let Some(words) = self.story.shown.get(index as usize) {
                        self.close_gap();
                        self.sink.words(self.story.str(*words), self.emphasis);
                    }
                }
                Mark::Number(slot) => {
                    self.close_gap();
                    self.sink.number(self.state.get(*slot));
                }
                Mark::Tell => {
                    if let Some(tell) = self.state.tell(self.story).and_then(|id| self.story.tells.get(id.index())) {
                        self.run(&self.story.marks[tell.marks.start as usize..tell.marks.end as usize]);
                    }
                }
                Mark::Unless { cond, to } => {
                    if !self.state.holds(&self.story.conds[cond.index()]) {
                        at = *to as usize;
                    }
                }
                Mark::Goto { to } => at = *to as usize,
            }
        }
    }

    fn close_gap(&mut self) {
        match self.gap {
            Gap::None => {}
            Gap::Space => self.sink.words(" ", false),
            Gap::Lines(n) => (0..n).for_each(|_| self.sink.line()),
            Gap::Block(kind) => {
                self.kind = kind;
                self.sink.block(kind);
            }
        }
        self.gap = Gap::None;
    }
}

#[derive(Default)]
struct Blocks<'s> {
    blocks: Vec<Block<'s>>,
}

impl<'s> Blocks<'s> {
    fn push(&mut self, text: Cow<'s, str>, emphasis: bool) {
        if let Some(line) = self.blocks.last_mut().and_then(|block| block.lines.last_mut()) {
            line.push(Run { text, emphasis });
        }
    }
}

impl<'s> Sink<'s> for Blocks<'s> {
    fn block(&mut self, kind: BlockKind) {
        self.blocks.push(Block { kind, lines: vec![Vec::new()] });
    }
    fn line(&mut self) {
        if let Some(block) = self.blocks.last_mut() {
            block.lines.push(Vec::new());
        }
    }
    fn words(&mut self, words: &'s str, emphasis: bool) {
        self.push(Cow::Borrowed(words), emphasis);
    }
    fn number(&mut self, number: i16) {
        self.push(Cow::Owned(number.to_string()), false);
    }
}

struct Plain<'a>(&'a mut String);

impl<'s> Sink<'s> for Plain<'_> {
    fn block(&mut self, _: BlockKind) {
        if !self.0.is_empty() {
            self.0.push_str("\n\n");
        }
    }
    fn line(&mut self) {
        self.0.push('\n');
    }
    fn words(&mut self, words: &'s str, _: bool) {
        self.0.push_str(words);
    }
    fn number(&mut self, number: i16) {
        use std::fmt::Write;
        // Writing to a string cannot fail.
        let _ = write!(self.0, "{number}");
    }
}

impl<'s> Page<'s> {
    fn flow<S: Sink<'s>>(&self, sink: &mut S) {
        let gap = Gap::Block(BlockKind::Prose);
        let marks = &self.story.marks[self.passage.marks.start as usize..self.passage.marks.end as usize];
        Flow { story: self.story, state: self.state, sink, gap, kind: BlockKind::Prose, emphasis: false }.run(marks);
    }

    /// The text, block by block.
    pub fn blocks(&self) -> Vec<Block<'s>> {
        let mut blocks = Blocks::default();
        self.flow(&mut blocks);
        blocks.blocks
    }

    /// Adds the text to `out`: blocks parted by a blank line, no styles.
    pub fn write_text(&self, out: &mut String) {
        self.flow(&mut Plain(out));
    }

    /// The passage.
    pub fn passage(&self) -> &'s Passage {
        self.passage
    }

    /// The passage's name.
    pub fn id(&self) -> &'s str {
        self.story.str(self.passage.id)
    }

    /// The chapter; an ending has none.
    pub fn chapter(&self) -> Option<&'s Chapter> {
        self.passage.chapter.map(|chapter| &self.story.chapters[chapter.index()])
    }

    /// The chapter's title, or the ending's.
    pub fn title(&self) -> &'s str {
        match (self.ending(), self.chapter()) {
            (Some(ending), _) => self.story.str(ending.title),
            (None, Some(chapter)) => self.story.str(chapter.title),
            (None, None) => &self.story.title,
        }
    }

    /// The date.
    pub fn date(&self) -> Date {
        self.passage.date
    }

    /// The hour, in words.
    pub fn hour(&self) -> Option<&'s str> {
        self.passage.hour.map(|hour| self.story.str(hour))
    }

    /// The place.
    pub fn place(&self) -> Option<&'s Place> {
        self.story.places.get(self.passage.place.index())
    }

    /// What the record says of it.
    pub fn notes(&self) -> &'s [Note] {
        &self.passage.notes
    }

    /// The meters.
    pub fn gauges(&self) -> impl Iterator<Item = Gauge<'s>> + use<'s> {
        let (story, state) = (self.story, self.state);
        story.meters.iter().map(move |meter| {
            let band = usize::try_from(state.get(meter.slot(MeterPart::Band))).unwrap_or(0);
            let words = || meter.bands.iter().map(|band| story.str(band.word));
            Gauge {
                word: story.str(meter.word),
                band,
                bands: meter.bands.len(),
                band_word: words().nth(band).unwrap_or_default(),
                widest: words().max_by_key(|word| word.chars().count()).unwrap_or_default(),
                good: meter.good,
            }
        })
    }

    /// The choices that are shown, in the author's order.
    pub fn offers(&self) -> impl Iterator<Item = Offer<'s>> + use<'s> {
        let (story, state) = (self.story, self.state);
        story.choices_of(state.at).filter_map(move |id| {
            let locked = match allowed(story, state, id) {
                Ok(()) => None,
                Err(Refusal::Locked(says)) => Some(story.str(says)),
                Err(_) => return None,
            };
            let choice = story.choice(id);
            let odds = choice.risk.as_ref().map(|risk| story.str(odds(story, state, risk).word));
            Some(Offer { id, label: choice.label.map(|label| story.str(label)), odds, locked })
        })
    }

    /// The ending, when this page is one.
    pub fn ending(&self) -> Option<&'s Ending> {
        self.passage.ending.and_then(|id| self.story.endings.get(id.index()))
    }

    /// What the ending came of: the object and the sentence of each cause that holds, at most three and the first in
    /// the file. More is a list, and nobody remembers one; an author puts first what weighs most.
    pub fn causes(&self) -> impl Iterator<Item = (&'s str, &'s str)> + use<'s> {
        let (story, state) = (self.story, self.state);
        let causes = self.ending().map_or(&[][..], |ending| &ending.causes);
        causes
            .iter()
            .filter(|(when, ..)| state.holds(when))
            .take(3)
            .map(|(_, object, text)| (story.str(*object), story.str(*text)))
    }

    /// The accounts: a line for each person of the ledger, the ending's own where it has one.
    pub fn accounts(&self) -> impl Iterator<Item = &'s str> + use<'s> {
        let (story, state) = (self.story, self.state);
        let own = self.ending().map_or(&[][..], |ending| &ending.accounts);
        story.ledger.iter().enumerate().filter_map(move |(n, account)| {
            let line = match own.iter().find(|(row, _)| *row as usize == n) {
                Some((_, line)) => line,
                None => account.lines.get(usize::try_from(state.get(account.slot)).unwrap_or(0))?,
            };
            Some(story.str(*line))
        })
    }
}
