//! Quotation marks that do not pair: which one is missing, and what was meant.
//!
//! A missing mark turns the rest of the file inside out, words to strings and strings to words. It shows where two
//! values stand side by side; the line on which the first of them begins is then the one to look at.

use std::ops::Range;

use super::slip::{Slip, curly, is_curly};
use super::token::{Kind, Token, Tokens};
use crate::diagnostic::Code;

/// Two values side by side, and what is known of the place.
pub struct Clash {
    /// The first.
    pub previous: Token,
    /// The second.
    pub token: Token,
    /// Whether a colon follows the second, so that it is the name of a field.
    pub named: bool,
    /// Whether the first can be a value (a colon stands before it, or it stands in a list).
    pub value: bool,
    /// The bytes of the line on which the first begins, as far as they are outside of earlier strings.
    pub line: Range<usize>,
    /// The string that the line leaves open.
    pub open: Option<Token>,
}

/// What is wrong with the quotation marks at a clash; `None` when nothing is, and a comma is missing.
pub fn explain(src: &str, clash: &Clash) -> Option<Slip> {
    let Clash { previous, token, named, value, ref line, open } = *clash;
    let (first, second) = (&src[previous.start..previous.end], &src[token.start..token.end]);
    let touching = previous.end == token.start;
    let plain = |text: &str| text.starts_with('"');
    if previous.kind == Kind::Text && plain(first) && second.starts_with('#') && touching {
        return Some(unopened(previous.start..previous.start + 1));
    }
    if let Some(open) = open {
        let mark = src[line.clone()].char_indices().rfind(|(_, c)| is_curly(*c));
        if let Some((at, c)) = mark {
            return Some(curly(src, line.start + at..line.start + at + c.len_utf8()));
        }
        let end = line.start + src[line.clone()].trim_end().len();
        if src[open.start + 1..end].trim().is_empty() && first.contains('\n') {
            return Some(several_lines(open.start));
        }
        return Some(if previous.kind == Kind::Text {
            unpaired(previous.start..previous.end.min(end))
        } else if previous.kind == Kind::Word && (token.kind == Kind::Word || touching) {
            unbegun(previous.start..end.min(token.end.max(previous.end)))
        } else {
            unpaired(open.start..end)
        });
    }
    match (previous.kind, token.kind) {
        (Kind::Text, Kind::Word) if value && !named => Some(inner(previous.end - 1)),
        (Kind::Text, Kind::Text) if touching => Some(inner(previous.end - 1)),
        (Kind::Word, Kind::Word) if value && !named && !is_number(first) => {
            let words = Tokens::new(src, previous.start..line.end).take_while(|word| word.kind == Kind::Word);
            Some(bare(previous.start..words.last().map_or(token.end, |word| word.end), src))
        }
        _ => None,
    }
}

fn is_number(word: &str) -> bool {
    word.trim_start_matches(['-', '+']).starts_with(|c: char| c.is_ascii_digit())
}

/// The last token of a line, when it is a string that the line does not close.
pub fn left_open(src: &str, line: Range<usize>) -> Option<Token> {
    Tokens::new(src, line).last().filter(|token| !token.closed && src.as_bytes()[token.start] == b'"')
}

fn unpaired(at: Range<usize>) -> Slip {
    let message = "on this line a quotation mark is missing, or one is too many";
    Slip::new(Code::UnclosedString, at, message, "a string begins with \" and ends with \"")
        .label("this string seems to end in the wrong place")
}

fn unbegun(at: Range<usize>) -> Slip {
    let message = "a quotation mark is missing before these words";
    Slip::new(Code::UnclosedString, at, message, "a string begins with \" and ends with \"")
        .label("write \" before this")
}

fn several_lines(at: usize) -> Slip {
    Slip::new(
        Code::UnclosedString,
        at..at + 1,
        "this text holds quotation marks, so a single one cannot begin and end it",
        "begin it with r#\" and end it with \"#; then quotation marks inside it are only words",
    )
    .label("write r#\" here")
}

fn unopened(at: Range<usize>) -> Slip {
    let message = "this text ends with \"# but does not begin with r#\"";
    Slip::new(Code::UnclosedString, at, message, "write r#\" here, or \" in place of \"#").label("begins here")
}

fn inner(at: usize) -> Slip {
    Slip::new(
        Code::UnclosedString,
        at..at + 1,
        "this quotation mark ends the string, but its words go on",
        "write \\\" for a quotation mark inside a string",
    )
    .label("the string ends here")
}

fn bare(at: Range<usize>, src: &str) -> Slip {
    let words = src[at.clone()].trim_matches('\'');
    let help = format!("write \"{words}\", with \" before the first word and behind the last");
    Slip::new(Code::WrongKind, at, "these words stand without quotation marks", help)
}
