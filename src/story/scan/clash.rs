//! Values that stand side by side: what was forgotten between them.

use std::ops::Range;

use super::quote::{self, Clash};
use super::rows::{Open, Scan};
use super::slip;
use super::token::{Kind, Token};

impl Scan<'_> {
    /// Whether `top`, a bracket of values with names, should have been closed before `token`.
    pub(super) fn left_open(&mut self, token: Token, top: Open) -> bool {
        if top.bracket != b'(' || !top.named || top.colon || self.previous.is_none_or(|last| last.kind != Kind::Comma) {
            return false;
        }
        let outer = self.depth.iter().rev().nth(1).map(|outer| outer.bracket);
        match token.kind {
            Kind::Text => outer == Some(b'{') && self.peek().is_some_and(|next| next.kind == Kind::Colon),
            _ => outer == Some(b'[') && !(self.list && self.depth.len() == 2),
        }
    }

    /// Two values side by side: a comma was forgotten, a colon, or a quotation mark.
    pub(super) fn clash(&mut self, token: Token) -> bool {
        let (Some(previous), Some(top)) = (self.previous, self.depth.last().copied()) else { return false };
        if self.tangled || !matches!(previous.kind, Kind::Text | Kind::Word | Kind::Close(_)) {
            return false;
        }
        let call = previous.kind == Kind::Word && token.kind == Kind::Open(b'(');
        if call && (top.colon || top.bracket == b'[') {
            return false;
        }
        let named = token.kind == Kind::Word && self.peek().is_some_and(|next| next.kind == Kind::Colon);
        let value = top.colon || top.bracket == b'[';
        let line = self.line_of(previous.start);
        let clash = Clash { previous, token, named, value, line: line.clone(), open: self.open };
        let name = matches!((top.bracket, previous.kind), (b'(', Kind::Word) | (b'{', Kind::Text | Kind::Word));
        if let Some(slip) = quote::explain(self.src, &clash) {
            self.slip(slip);
            self.tangled = true;
            self.resume(line.end);
            return true;
        }
        let letter = self.src.as_bytes()[previous.start].is_ascii_alphabetic() || top.bracket == b'{';
        let colon = name && letter && !top.colon;
        self.slip(match colon {
            true => slip::missing_colon(self.src, previous),
            false => slip::missing_comma(self.src, previous, token),
        });
        if let Some(top) = self.depth.last_mut() {
            (top.colon, top.named) = (colon, top.named || colon);
        }
        false
    }

    /// The line on which a token begins, without what belongs to an earlier string.
    fn line_of(&mut self, at: usize) -> Range<usize> {
        // Kept, so that many clashes on one endless line do not look at all of it each time.
        if !self.judged.contains(&at) {
            let start = self.src[..at].rfind('\n').map_or(0, |end| end + 1);
            let end = self.src[at..].find('\n').map_or(self.src.len(), |end| at + end);
            let clean = if self.long_end <= at { self.long_end } else { start };
            self.judged = start.max(clean)..end;
            self.open = quote::left_open(self.src, self.judged.clone());
        }
        self.judged.clone()
    }
}
