//! The place of a value, found again by its path, so that parsed values need carry no spans.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::token::{Kind, Tokens};

/// One step of a path to a value: the field or key of that name, or the row of that number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// A field of `( .. )` or a key of `{ .. }`.
    Field(&'a str),
    /// The n-th value of `[ .. ]` or `( .. )`, from 0.
    Row(usize),
    /// The n-th key of `{ .. }`, from 0: the key itself, not its value.
    Key(usize),
}

/// A value between brackets, with its key if it has one.
pub type Entry = (Option<Range<usize>>, Range<usize>);

/// What was found between the brackets of one file so far, so that many faults in one long value cost one look at it.
#[derive(Debug, Default)]
pub struct Outlines(RefCell<HashMap<Range<usize>, Rc<[Entry]>>>);

impl Outlines {
    /// The bytes of the value that `path` leads to inside the value at `range`; as far along the path as there is
    /// anything.
    pub fn locate(&self, src: &str, range: Range<usize>, path: &[Step<'_>]) -> Range<usize> {
        let mut here = range;
        for step in path {
            let entries = self.entries(src, &here);
            let found = match step {
                Step::Field(name) => entries
                    .iter()
                    .find(|(key, _)| key.as_ref().is_some_and(|key| src[key.clone()].trim_matches('"') == *name))
                    .map(|(_, value)| value.clone()),
                Step::Row(n) => entries.get(*n).map(|(_, value)| value.clone()),
                Step::Key(n) => entries.get(*n).and_then(|(key, _)| key.clone()),
            };
            match found {
                Some(found) => here = found,
                None => break,
            }
        }
        here
    }

    fn entries(&self, src: &str, range: &Range<usize>) -> Rc<[Entry]> {
        let known = self.0.borrow().get(range).cloned();
        known.unwrap_or_else(|| {
            let new: Rc<[Entry]> = entries(src, range.clone()).into();
            self.0.borrow_mut().insert(range.clone(), Rc::clone(&new));
            new
        })
    }
}

/// The keys and values between the brackets of the value at `range`.
pub fn entries(src: &str, range: Range<usize>) -> Vec<Entry> {
    let mut found = Vec::new();
    let mut depth = 0usize;
    let mut key: Option<Range<usize>> = None;
    let mut value: Option<Range<usize>> = None;
    for token in Tokens::new(src, range) {
        let closes = matches!(token.kind, Kind::Close(_));
        if closes {
            depth = depth.saturating_sub(1);
        }
        if (closes && depth == 0) || (depth == 1 && token.kind == Kind::Comma) {
            if let Some(value) = value.take() {
                found.push((key.take(), value));
            }
            if closes {
                break;
            }
        } else if depth == 1 && token.kind == Kind::Colon && key.is_none() {
            key = value.take();
        } else if depth >= 1 {
            let start = value.as_ref().map_or(token.start, |value| value.start);
            value = Some(start..token.end);
        }
        if matches!(token.kind, Kind::Open(_)) {
            depth += 1;
        }
    }
    found
}

/// The bytes of `part` of the string `value` that is written at `range`; the whole of it when they cannot be told.
pub fn inside(src: &str, range: Range<usize>, part: Range<usize>, value: &str) -> Range<usize> {
    let written = &src[range.clone()];
    let Some(open) = written.find('"').map(|at| at + 1) else { return range };
    let words = &written[open..];
    if words.starts_with(value) {
        let at = |byte: usize| range.start + open + byte.min(value.len());
        return at(part.start)..at(part.end);
    }
    match (escaped(words, part.start), escaped(words, part.end)) {
        (Some(start), Some(end)) if end <= words.len() => range.start + open + start..range.start + open + end,
        _ => range,
    }
}

/// How many bytes of `written`, a string with escapes, make the first `wanted` bytes of its value.
fn escaped(written: &str, wanted: usize) -> Option<usize> {
    let (mut read, mut at) = (0, 0);
    while read < wanted {
        let rest = &written[at..];
        let first = rest.chars().next().filter(|c| *c != '"')?;
        let (bytes, means) = match (first, rest.chars().nth(1)) {
            ('\\', Some('u')) => {
                let end = rest.find('}')?;
                (end + 1, char::from_u32(u32::from_str_radix(rest.get(3..end)?, 16).ok()?)?.len_utf8())
            }
            ('\\', Some('x')) => (4, char::from(u8::from_str_radix(rest.get(2..4)?, 16).ok()?).len_utf8()),
            ('\\', Some(second)) => (1 + second.len_utf8(), 1),
            _ => (first.len_utf8(), first.len_utf8()),
        };
        (read, at) = (read + means, at + bytes);
    }
    (read == wanted).then_some(at)
}
