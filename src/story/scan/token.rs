//! The tokens of RON: brackets, commas, colons, strings, words. Comments and white space are left out.
//!
//! It must not know what stands where; it cuts bytes, and never looks at one byte more than a few times.

use std::ops::Range;

use crate::diagnostic::is_control;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `(`, `[` or `{`.
    Open(u8),
    /// `)`, `]` or `}`.
    Close(u8),
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// A string of either kind.
    Text,
    /// Letters, digits and the signs of numbers.
    Word,
    /// Anything else: one character.
    Odd,
}

/// A token and its bytes.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Its first byte.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// False for a string that runs to the end of the text.
    pub closed: bool,
}

/// Where a string ends: from any start inside it, the same end would be found again. Kept because a broken file makes
/// the scan go back to the end of a line, and looking for one end from many starts would take the square of its length.
#[derive(Debug, Clone, Copy)]
struct End {
    hashes: Option<usize>,
    from: usize,
    at: Option<usize>,
}

/// The tokens of a text from byte `at`.
pub struct Tokens<'a> {
    src: &'a str,
    /// The next byte to be looked at.
    pub at: usize,
    end: usize,
    /// The opening of a comment that is never closed.
    pub open_comment: Option<usize>,
    ends: Vec<End>,
}

impl<'a> Tokens<'a> {
    /// The tokens of the bytes `range` of `src`.
    pub fn new(src: &'a str, range: Range<usize>) -> Self {
        Self { src, at: range.start, end: range.end, open_comment: None, ends: Vec::new() }
    }

    fn skip_blank(&mut self) {
        let bytes = self.src.as_bytes();
        while self.at < self.end {
            let rest = &bytes[self.at..self.end];
            // Control characters are named as what they are, wherever they stand; here they stand for nothing.
            let unseen = self.src[self.at..].chars().next().filter(|c| c.is_ascii_whitespace() || is_control(*c));
            if let Some(c) = unseen {
                self.at += c.len_utf8();
            } else if rest.starts_with(b"//") {
                self.at += rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
            } else if rest.starts_with(b"/*") {
                let (mut depth, mut i) = (1, 2);
                while i < rest.len() && depth > 0 {
                    match &rest[i..] {
                        [b'*', b'/', ..] => (depth, i) = (depth - 1, i + 2),
                        [b'/', b'*', ..] => (depth, i) = (depth + 1, i + 2),
                        _ => i += 1,
                    }
                }
                if depth > 0 {
                    self.open_comment = Some(self.at);
                }
                self.at += i;
            } else {
                break;
            }
        }
    }

    /// The end of a string that starts at `self.at`, and whether it was closed; `None` when none starts there.
    fn string(&mut self) -> Option<(usize, bool)> {
        let rest = &self.src.as_bytes()[self.at..self.end];
        let (hashes, open) = match rest {
            [b'"', ..] => (None, 1),
            [b'r', behind @ ..] => {
                let hashes = behind.iter().take_while(|b| **b == b'#').count();
                if behind.get(hashes) != Some(&b'"') {
                    return None;
                }
                (Some(hashes), 2 + hashes)
            }
            _ => return None,
        };
        let from = self.at + open;
        let known = self.ends.iter_mut().find(|end| end.hashes == hashes);
        let at = match known {
            Some(end) if end.from <= from && end.at.is_none_or(|at| from <= at) => end.at,
            known => {
                let at = closing(&self.src.as_bytes()[..self.end], from, hashes);
                let new = End { hashes, from, at };
                match known {
                    Some(old) => *old = new,
                    None => self.ends.push(new),
                }
                at
            }
        };
        Some(at.map_or((self.end, false), |at| (at + 1 + hashes.unwrap_or(0), true)))
    }
}

/// The quotation mark that closes a string whose words begin at `from`.
fn closing(bytes: &[u8], from: usize, hashes: Option<usize>) -> Option<usize> {
    let mut i = from;
    match hashes {
        None => {
            while i < bytes.len() {
                match bytes[i] {
                    b'\\' => i += 2,
                    b'"' => return Some(i),
                    _ => i += 1,
                }
            }
            None
        }
        Some(hashes) => loop {
            let found = i + bytes.get(i..)?.iter().position(|b| *b == b'"')?;
            let behind = &bytes[found + 1..];
            if behind.len() >= hashes && behind[..hashes].iter().all(|b| *b == b'#') {
                return Some(found);
            }
            i = found + 1;
        },
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        self.skip_blank();
        if self.at >= self.end {
            return None;
        }
        let start = self.at;
        let token = |kind, end| Token { kind, start, end, closed: true };
        let token = if let Some((end, closed)) = self.string() {
            Token { kind: Kind::Text, start, end, closed }
        } else {
            let in_word = |c: char| c.is_alphanumeric() || "_-+.#!'".contains(c);
            match self.src.as_bytes()[start] {
                byte @ (b'(' | b'[' | b'{') => token(Kind::Open(byte), start + 1),
                byte @ (b')' | b']' | b'}') => token(Kind::Close(byte), start + 1),
                b',' => token(Kind::Comma, start + 1),
                b':' => token(Kind::Colon, start + 1),
                _ => {
                    let rest = &self.src[start..self.end];
                    match rest.find(|c| !in_word(c)).unwrap_or(rest.len()) {
                        0 => token(Kind::Odd, start + rest.chars().next().map_or(1, char::len_utf8)),
                        word => token(Kind::Word, start + word),
                    }
                }
            }
        };
        self.at = token.end;
        Some(token)
    }
}
