//! Raw values to a `Story`: every name looked up, every condition and effect compiled to numbers.
//!
//! A name that does not resolve is a fault at its place, with the nearest name that would. Resolution goes on past every
//! fault, so that one pass reports them all; the story built along the way is thrown away if any was an error.

mod claim;
mod code;
mod declare;
mod episode;
mod name;
mod passage;
mod table;
mod target;
mod text;

use std::collections::HashMap;

use super::model::*;
use super::read::{Found, Raw};
use super::report::Report;
use super::scan::Step;
use super::{fingerprint, raw};
use crate::diagnostic::{Code, Diagnostic, FileId, Span, is_control};
use name::Names;

/// The most rows of a table: they are numbered with two bytes.
const MOST_ROWS: usize = 10_000;

/// Builds the story. `None` only when so little could be read that there is nothing to build.
pub fn resolve<'a>(report: &'a Report<'a>, raw: &'a Raw) -> Option<Story> {
    let mut resolver = Resolver {
        report,
        raw,
        names: Names::default(),
        story: empty(&raw.story.value),
        initial: Vec::new(),
        shown: HashMap::new(),
        controls: false,
    };
    // The words of a story are most of its files; what is too much is given back at the end.
    resolver.story.arena.reserve(report.files.iter().map(|file| file.text.len()).sum());
    resolver.story.names.reserve(raw.passages.rows.len());
    resolver.story.passages.reserve(raw.passages.rows.len());
    resolver.declarations();
    resolver.tables();
    resolver.outline();
    resolver.deeds();
    resolver.passages();
    resolver.endings();
    resolver.wording();
    resolver.tests();
    // Behind all that asks: what is kept of a playthrough is known only then.
    resolver.episodes();
    resolver.finish()
}

struct Resolver<'a> {
    report: &'a Report<'a>,
    raw: &'a Raw<'a>,
    names: Names,
    story: Story,
    initial: Vec<i16>,
    /// Where the words for a slot's values begin in `Story::shown`.
    shown: HashMap<Slot, u32>,
    /// Whether a control character was met in the story's words.
    controls: bool,
}

impl Resolver<'_> {
    /// Puts words into the arena. The end of a line and a tab are white space like any other: a run of it with one of
    /// them becomes one space, for what is shown is broken into lines again.
    fn str(&mut self, text: &str) -> Str {
        let start = self.story.arena.len();
        // Without an early end, so that many bytes are looked at together.
        if text.bytes().fold(false, |any, byte| any | !(b' '..0x7f).contains(&byte)) {
            self.push_folded(text);
        } else {
            self.story.arena.push_str(text);
        }
        Str { start: start as u32, len: (self.story.arena.len() - start) as u32 }
    }

    fn push_folded(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find(['\n', '\t', '\r']) {
            let before = rest[..at].trim_end_matches(' ');
            self.story.arena.push_str(before);
            self.story.arena.push(' ');
            rest = rest[at..].trim_start();
        }
        self.story.arena.push_str(rest);
        self.controls |= text.chars().any(is_odd);
    }

    /// Control characters that stand in the source as escapes, such as `\u{1b}`: found by what they became, and then
    /// looked for, since hardly a story has any.
    fn escaped_controls(&mut self) {
        let story = &self.raw.story;
        for (field, text) in [("id", &story.value.id), ("title", &story.value.title), ("edition", &story.value.edition)]
        {
            if text.chars().any(is_control) {
                let span = story.span(self.report, &[Step::Field(field)]);
                self.report.push(control(span));
            }
        }
        let said = self.story.how_to.iter().chain(&self.story.under);
        self.controls |= said.flat_map(|text| text.chars()).any(is_odd);
        if !self.controls {
            return;
        }
        for (n, file) in self.report.files.iter().enumerate() {
            for (at, _) in file.text.match_indices('\\') {
                if let Some(len) = escape(&file.text[at + 1..]) {
                    let id = FileId(u16::try_from(n).unwrap_or(u16::MAX));
                    self.report.push(control(Span::new(id, at..at + 1 + len)));
                }
            }
        }
    }

    /// A new number of the state that starts at `value`.
    fn slot(&mut self, value: i16) -> Slot {
        let slot = Slot(u16::try_from(self.initial.len()).unwrap_or(u16::MAX));
        self.initial.push(value);
        slot
    }

    /// Where a passage's visits are counted; made when first asked for.
    fn visits(&mut self, passage: PassageId) -> Slot {
        match self.story.passages[passage.index()].visits {
            Some(slot) => slot,
            None => {
                let slot = self.slot(0);
                self.story.passages[passage.index()].visits = Some(slot);
                slot
            }
        }
    }

    /// Where it is kept that a choice was taken; made when first asked for.
    fn took(&mut self, choice: ChoiceId) -> Slot {
        match self.story.choices[choice.index()].took {
            Some(slot) => slot,
            None => {
                let slot = self.slot(0);
                self.story.choices[choice.index()].took = Some(slot);
                slot
            }
        }
    }

    fn fault(&self, fault: Diagnostic) {
        self.report.push(fault);
    }

    /// Reports an id that is not written as ids are.
    fn check_id<T>(&mut self, found: &Found<T>, path: &[Step<'_>], id: &str, least_words: usize) {
        let words: Vec<&str> = id.split('-').collect();
        let sound =
            |word: &&str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if words.iter().all(sound) && words.len() >= least_words {
            return;
        }
        let span = found.span(self.report, path);
        let wanted = match least_words {
            2 => "two or more small words joined by `-`, such as `back-door`",
            _ => "small words joined by `-`, such as `terrace`",
        };
        self.fault(
            Diagnostic::new(Code::BadId, span, format!("`{id}` is not written as ids are"))
                .label("this id")
                .help(format!("an id is {wanted}")),
        );
    }

    /// Reports rows of a table that have one id.
    fn check_repeats<T>(&self, rows: &[Found<T>], id: impl Fn(&T) -> (&str, &'static str)) {
        if let Some(row) = rows.get(MOST_ROWS) {
            let span = row.span(self.report, &[]);
            let message = format!("this table has {} rows; there can be {MOST_ROWS}", rows.len());
            self.fault(Diagnostic::new(Code::BadDeclaration, span, message).label("one too many"));
        }
        let mut seen: HashMap<&str, &Found<T>> = HashMap::new();
        for row in rows {
            let (name, field) = id(&row.value);
            let span = |row: &Found<T>| row.span(self.report, &[Step::Field(field)]);
            if let Some(first) = seen.get(name) {
                self.report.push(
                    Diagnostic::new(Code::DuplicateRow, span(row), format!("`{name}` stands twice in this table"))
                        .label("for the second time")
                        .help("give one of them another id, or delete it")
                        .also(span(first), "first here"),
                );
            } else {
                seen.insert(name, row);
            }
        }
    }

    fn finish(mut self) -> Option<Story> {
        self.escaped_controls();
        let raw = &self.raw.story;
        let start = self.story.names.get(raw.value.start.as_str()).copied();
        if start.is_none() && !self.raw.passages.may_hold(&raw.value.start) {
            let span = raw.span(self.report, &[Step::Field("start")]);
            let fault = Diagnostic::new(
                Code::NoStart,
                span,
                format!("the story starts at `{}`, which is no passage", raw.value.start),
            )
            .label("no such passage")
            .help("write the id of the passage with which the story begins")
            .did_you_mean(&raw.value.start, name::keys(&self.story.names));
            self.fault(fault);
        }
        if self.story.endings.is_empty() && self.raw.endings.lost.is_empty() && !self.raw.endings.blind {
            let span = raw.span(self.report, &[Step::Field("id")]);
            self.fault(
                Diagnostic::new(Code::NoEnding, span, "this story has no ending")
                    .help("write one in `endings.ron`: a passage with `title` and `causes`, and no choices"),
            );
        }
        self.story.start = start?;
        self.story.voice = self.slot(-1);
        let used = self.story.tells.len().div_ceil(16);
        self.initial.extend(std::iter::repeat_n(0, used));
        if self.initial.len() > usize::from(u16::MAX) {
            let span = raw.span(self.report, &[Step::Field("facts")]);
            self.fault(Diagnostic::new(Code::BadDeclaration, span, "this story keeps more than 65,535 numbers"));
            return None;
        }
        self.story.arena.shrink_to_fit();
        self.story.initial = std::mem::take(&mut self.initial).into_boxed_slice();
        self.story.fingerprint = fingerprint::of(self.raw);
        Some(self.story)
    }
}

/// A text with its white space as single spaces.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A control character that is not white space.
fn is_odd(c: char) -> bool {
    is_control(c) && !matches!(c, '\n' | '\t' | '\r')
}

fn control(span: Span) -> Diagnostic {
    Diagnostic::new(Code::ControlCharacter, span, "a control character is written here")
        .help("take it out; it cannot be seen, and it could change what a terminal does")
}

/// The length of an escape that stands for a control character, without its backslash.
fn escape(rest: &str) -> Option<usize> {
    let (len, number) = if let Some(hex) = rest.strip_prefix("u{") {
        let end = hex.find('}').filter(|end| *end <= 6)?;
        (end + 3, u32::from_str_radix(&hex[..end], 16).ok()?)
    } else if let Some(hex) = rest.strip_prefix('x') {
        (3, u32::from_str_radix(hex.get(..2)?, 16).ok()?)
    } else {
        (rest.strip_prefix('0').map(|_| 1)?, 0)
    };
    char::from_u32(number).filter(|c| is_odd(*c)).map(|_| len)
}

/// A story with nothing in it yet.
fn empty(raw: &raw::Story) -> Story {
    Story {
        id: raw.id.clone(),
        title: raw.title.clone(),
        edition: raw.edition.clone(),
        under: raw.under.as_deref().map(one_line),
        how_to: raw
            .how_to
            .iter()
            .flat_map(|text| text.split("\n\n"))
            .map(one_line)
            .filter(|text| !text.is_empty())
            .collect(),
        ..Story::blank()
    }
}
