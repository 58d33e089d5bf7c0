//! What a lexical mistake is, and the words for each.

use std::ops::Range;

use super::MAX_DEPTH;
use super::token::Token;
use crate::diagnostic::{Code, MAX_SHOWN, is_control};

/// A lexical mistake: what, where, and the words for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// Which mistake.
    pub code: Code,
    /// Bytes in the file.
    pub at: Range<usize>,
    /// One sentence.
    pub message: String,
    /// A few words beside the caret.
    pub label: &'static str,
    /// What to do.
    pub help: String,
    /// Another place that explains this one, and a few words for it.
    pub also: Option<(Range<usize>, &'static str)>,
}

/// The mistakes of a file: the first of them, and how many more there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Slips {
    /// The first, in the order in which they were met.
    pub found: Vec<Slip>,
    /// How many were not kept.
    pub more: usize,
}

impl Slips {
    /// Adds one, or counts it when there are already as many as anybody will be shown.
    pub fn push(&mut self, slip: Slip) {
        if self.found.len() < MAX_SHOWN { self.found.push(slip) } else { self.more += 1 }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }
}

impl Slip {
    pub(super) fn new(code: Code, at: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { code, at, message: message.into(), label: "", help: help.into(), also: None }
    }

    fn also(mut self, at: Range<usize>, words: &'static str) -> Self {
        self.also = Some((at, words));
        self
    }

    pub(super) fn label(mut self, words: &'static str) -> Self {
        self.label = words;
        self
    }
}

/// The bracket that closes `open`.
pub fn partner(open: u8) -> char {
    match open {
        b'(' => ')',
        b'[' => ']',
        _ => '}',
    }
}

pub fn unclosed_bracket(open: u8, at: usize, noticed: Option<Range<usize>>) -> Slip {
    let slip = Slip::new(
        Code::UnclosedBracket,
        at..at + 1,
        format!("this `{}` is never closed", open as char),
        format!("write `{}` where it should end", partner(open)),
    )
    .label("opened here");
    match noticed {
        Some(at) => slip.also(at, "it should have been closed before this"),
        None => slip,
    }
}

pub fn unclosed_comment(at: usize) -> Slip {
    Slip::new(Code::UnclosedBracket, at..at + 2, "this comment is never closed", "write `*/` where it should end")
        .label("opened here")
}

pub fn stray(close: u8, at: usize) -> Slip {
    let message = format!("this `{}` is one too many", close as char);
    Slip::new(Code::StrayBracket, at..at + 1, message, "delete it, or look for a bracket closed too early above")
        .label("closes nothing")
}

pub fn wrong_bracket(close: u8, at: usize, open: u8, opened: usize) -> Slip {
    Slip::new(
        Code::StrayBracket,
        at..at + 1,
        format!("`{}` stands here, and what is open is `{}`", close as char, open as char),
        format!("write `{}` instead", partner(open)),
    )
    .also(opened..opened + 1, "opened here")
}

pub fn closed_too_early(close: u8, at: usize, next: Range<usize>) -> Slip {
    Slip::new(
        Code::StrayBracket,
        at..at + 1,
        format!("this `{}` comes too early: more fields follow it", close as char),
        "delete it, if the fields behind it still belong inside",
    )
    .label("closed here")
    .also(next, "this still belongs inside")
}

pub fn list_closed_too_early(at: usize, next: Range<usize>) -> Slip {
    Slip::new(
        Code::StrayBracket,
        at..at + 1,
        "the file's list ends here, but more follows",
        "delete this bracket and close the list behind the last row",
    )
    .label("closed here")
    .also(next, "this is outside of the list")
}

pub fn not_a_list(at: Range<usize>) -> Slip {
    Slip::new(
        Code::WrongKind,
        at,
        "this file should be a list: `[`, then rows in `( .. )`, then `]`",
        "write `[` before the first row and `]` behind the last",
    )
    .label("a `[` should stand before this")
}

pub fn not_a_row(open: u8, at: usize) -> Slip {
    let message = format!("a row stands in `( .. )`, not in `{} .. {}`", open as char, partner(open));
    Slip::new(Code::WrongKind, at..at + 1, message, "write `(` here and `)` at its end")
}

pub fn between_rows(at: Range<usize>) -> Slip {
    Slip::new(
        Code::Syntax,
        at,
        "this stands between two rows, and belongs to none",
        "a row is `( .. )`; a comment begins with `//`",
    )
}

pub fn colon_between_rows(at: usize) -> Slip {
    Slip::new(Code::Syntax, at..at + 1, "`:` stands where `,` should", "rows are parted by commas")
}

pub fn too_deep(at: usize) -> Slip {
    Slip::new(
        Code::TooDeep,
        at..at + 1,
        format!("brackets lie more than {MAX_DEPTH} deep in one another here"),
        "a passage needs seven; look for one opened by mistake",
    )
}

pub fn key_in_list(at: usize) -> Slip {
    Slip::new(
        Code::Syntax,
        at..at + 1,
        "a colon stands inside a list, where there are no names",
        "a list is `[\"one\", \"two\"]`; values with names stand in `( .. )` or `{ .. }`",
    )
}

pub fn missing_comma(src: &str, previous: Token, token: Token) -> Slip {
    // The last character of what comes before.
    let last = src[..previous.end].chars().next_back().map_or(0, char::len_utf8);
    let slip = Slip::new(
        Code::MissingComma,
        previous.end - last..previous.end,
        "a comma is missing after this",
        "fields and rows are parted by commas",
    )
    .label("write `,` behind this");
    match src[previous.end..token.start].contains('\n') {
        true => slip.also(token.start..token.end, "the next one begins here"),
        false => slip,
    }
}

pub fn missing_colon(src: &str, previous: Token) -> Slip {
    let name = &src[previous.start..previous.end];
    Slip::new(
        Code::Syntax,
        previous.start..previous.end,
        format!("a colon is missing after `{name}`"),
        format!("a field is written `{name}: ..`"),
    )
}

pub fn missing_value(at: usize) -> Slip {
    Slip::new(
        Code::Syntax,
        at..at + 1,
        "nothing stands behind this colon",
        "write the value, or leave the field out with its name",
    )
}

pub fn empty_comma(at: usize) -> Slip {
    Slip::new(Code::Syntax, at..at + 1, "nothing stands before this comma", "delete it")
}

/// A comment as other languages write it.
pub fn foreign_comment(at: Range<usize>) -> Slip {
    Slip::new(Code::Syntax, at, "this is neither a value nor a comment", "a comment begins with `//`")
}

/// A character that is neither bracket, string nor word.
pub fn odd(src: &str, at: Range<usize>) -> Slip {
    if let Some(mark) = ["<<<<<<<", "=======", ">>>>>>>"].iter().find(|mark| src[at.start..].starts_with(**mark)) {
        let message = "two versions of this file were put together, and nobody has chosen between them";
        let help = "keep what you want of the lines between `<<<<<<<` and `>>>>>>>`, and delete these marks";
        return Slip::new(Code::Syntax, at.start..at.start + mark.len(), message, help);
    }
    let found = src[at.clone()].chars().next().unwrap_or(' ');
    let (message, help) = match found {
        _ if is_curly(found) => return curly(src, at),
        '=' => ("`=` stands where `:` should".to_owned(), "a field is written `id: ..`"),
        ';' => ("`;` stands where `,` should".to_owned(), "fields and rows are parted by commas"),
        '/' => ("`/` has no meaning here".to_owned(), "a comment begins with `//`"),
        c if c.is_whitespace() || !c.is_ascii() => (
            format!("{} (U+{:04X}) has no meaning here", name(c), u32::from(c)),
            "delete it, or put it in quotation marks if it belongs to a text",
        ),
        c => (format!("`{c}` has no meaning here"), "words of the story stand in quotation marks"),
    };
    Slip::new(Code::Syntax, at, message, help)
}

fn name(c: char) -> String {
    if c.is_whitespace() { "a special space".to_owned() } else { format!("`{c}`") }
}

/// Whether `c` is a quotation mark as books print it.
pub fn is_curly(c: char) -> bool {
    matches!(c, '\u{2018}'..='\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{ff02}' | '\u{2033}')
}

pub fn curly(src: &str, at: Range<usize>) -> Slip {
    let message = format!("a curly quotation mark {} stands where a straight one is needed", &src[at.clone()]);
    Slip::new(Code::CurlyQuote, at, message, "write \" instead; a word processor may have changed it")
}

/// A string that runs to the end of the file, or into the rows behind it.
pub fn unclosed_string(src: &str, token: Token) -> Slip {
    let open = src[token.start..].find('"').map_or(1, |at| at + 1);
    let close = format!("\"{}", "#".repeat(open.saturating_sub(2)));
    let what = if src.as_bytes()[token.start] == b'r' { "text" } else { "string" };
    Slip::new(
        Code::UnclosedString,
        token.start..token.start + open,
        format!("this {what} is never closed"),
        format!("write {close} where it should end"),
    )
    .label("opened here")
}

/// The control characters of a text, with the words for each.
pub fn controls(src: &str, slips: &mut Slips) {
    // The bytes that a control character can begin with are few, and looked for many at a time.
    let may_begin = |b: &u8| (*b < b' ') & (*b != b'\n') & (*b != b'\t') | (*b == 0x7f) | (*b == 0xc2) | (*b == 0xe2);
    let chunks = src.as_bytes().chunks(64).enumerate();
    let suspect = chunks.filter(|(_, chunk)| chunk.iter().fold(false, |any, b| any | may_begin(b)));
    let bytes = suspect.flat_map(|(n, chunk)| (64 * n..).zip(chunk)).filter(|(_, b)| may_begin(b)).map(|(at, _)| at);
    let character = |at: usize| Some((at, src.get(at..)?.chars().next()?));
    let allowed = |at: usize, c: char| (c == '\r' && src.as_bytes().get(at + 1) == Some(&b'\n')) || !is_control(c);
    for (at, c) in bytes.filter_map(character).filter(|(at, c)| !allowed(*at, *c)) {
        if slips.found.len() == MAX_SHOWN {
            slips.more += 1;
            continue;
        }
        slips.push(Slip::new(
            Code::ControlCharacter,
            at..at + c.len_utf8(),
            format!("a control character (U+{:04X}), which cannot be seen, stands here", u32::from(c)),
            "delete it; it could change what a terminal does",
        ));
    }
}
