//! A bracket scan of RON that knows strings and comments.
//!
//! It does three things that a parser of values cannot: it cuts a file into its rows, so that each is parsed by itself
//! and one broken row hides no other; it names lexical mistakes as what they are; and it finds the place of a value
//! again by its path, so that parsed values need carry no spans. It must not know what the rows mean.

use std::ops::Range;

use crate::diagnostic::{Code, is_control};

/// Brackets deeper than this are refused. A passage needs seven.
pub const MAX_DEPTH: usize = 64;

/// A lexical mistake: what, where, and the words for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// Which mistake.
    pub code: Code,
    /// Bytes in the file.
    pub at: Range<usize>,
    /// One sentence.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The place where it was noticed, when that is another.
    pub noticed: Option<Range<usize>>,
}

/// One row of a file: its bytes, and whether a slip lies in it (then it is not worth parsing).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The bytes of `( .. )`.
    pub at: Range<usize>,
    /// Whether the scan found a slip inside.
    pub broken: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Open(u8),
    Close(u8),
    Comma,
    Colon,
    Text,
    Word,
    Odd,
}

#[derive(Debug, Clone, Copy)]
struct Token {
    kind: Kind,
    start: usize,
    end: usize,
    closed: bool,
}

/// The tokens of `src` from byte `at`, comments and white space left out.
struct Tokens<'a> {
    src: &'a str,
    at: usize,
    end: usize,
}

impl<'a> Tokens<'a> {
    fn new(src: &'a str, range: Range<usize>) -> Self {
        Self { src, at: range.start, end: range.end }
    }

    fn skip_blank(&mut self) {
        let bytes = self.src.as_bytes();
        while self.at < self.end {
            let rest = &bytes[self.at..self.end];
            if rest[0].is_ascii_whitespace() {
                self.at += 1;
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
                self.at += i;
            } else {
                break;
            }
        }
    }

    /// The end of a string that starts at `self.at`, and whether it was closed; `None` when none starts there.
    fn string(&self) -> Option<(usize, bool)> {
        let rest = &self.src.as_bytes()[self.at..self.end];
        if rest.first() == Some(&b'"') {
            let mut i = 1;
            while i < rest.len() {
                match rest[i] {
                    b'\\' => i += 2,
                    b'"' => return Some((self.at + i + 1, true)),
                    _ => i += 1,
                }
            }
            return Some((self.end, false));
        }
        if rest.first() == Some(&b'r') {
            let hashes = rest[1..].iter().take_while(|b| **b == b'#').count();
            if rest.get(1 + hashes) == Some(&b'"') {
                let open = 2 + hashes;
                let mut i = open;
                while let Some(found) = rest[i..].iter().position(|b| *b == b'"') {
                    let after = i + found + 1;
                    if rest[after..].iter().take(hashes).filter(|b| **b == b'#').count() == hashes {
                        return Some((self.at + after + hashes, true));
                    }
                    i = after;
                }
                return Some((self.end, false));
            }
        }
        None
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
            let byte = self.src.as_bytes()[start];
            match byte {
                b'(' | b'[' | b'{' => token(Kind::Open(byte), start + 1),
                b')' | b']' | b'}' => token(Kind::Close(byte), start + 1),
                b',' => token(Kind::Comma, start + 1),
                b':' => token(Kind::Colon, start + 1),
                b if b.is_ascii_alphanumeric() || b"_-+.#!'".contains(&b) => {
                    let word = self.src.as_bytes()[start..self.end]
                        .iter()
                        .take_while(|b| b.is_ascii_alphanumeric() || b"_-+.#!'".contains(b))
                        .count();
                    token(Kind::Word, start + word)
                }
                _ => {
                    let odd = self.src[start..].chars().next().map_or(1, char::len_utf8);
                    token(Kind::Odd, start + odd)
                }
            }
        };
        self.at = token.end;
        Some(token)
    }
}

fn partner(open: u8) -> char {
    match open {
        b'(' => ')',
        b'[' => ']',
        _ => '}',
    }
}

/// The rows of a file that is a list of rows, `[(..), (..)]`, and every slip in it.
///
/// When a bracket or string is left open, the next row is found by its look: a `(` at the column of the first row, with
/// `id` behind it. So a mistake in one row is reported there, and the rows behind it are still read. A file without a
/// slip, and without a string that such a row stands in, is not judged by its looks: it need not be indented.
pub fn rows(src: &str) -> (Vec<Row>, Vec<Slip>) {
    let mut scan = Scan::new(src, false);
    scan.run();
    if scan.runaways || !scan.slips.is_empty() {
        scan = Scan::new(src, true);
        scan.run();
    }
    scan.slips.splice(0..0, controls(src));
    for row in &mut scan.rows {
        row.broken = scan.slips.iter().any(|slip| row.at.start <= slip.at.start && slip.at.start < row.at.end);
    }
    (scan.rows, scan.slips)
}

/// Every slip in a file that is one value. When there are none the value is worth parsing.
pub fn slips(src: &str) -> Vec<Slip> {
    let mut scan = Scan::new(src, false);
    scan.run();
    scan.slips.splice(0..0, controls(src));
    scan.slips
}

fn controls(src: &str) -> Vec<Slip> {
    // Most files are plain; look for the few bytes that can begin a control character before looking at characters.
    let plain = |b: u8| b >= b' ' && b != 0x7f && b != 0xc2 && b != 0xe2;
    if src.bytes().all(|b| plain(b) || matches!(b, b'\n' | b'\t' | b'\r')) {
        return Vec::new();
    }
    src.char_indices()
        .filter(|(at, c)| {
            is_control(*c) && !matches!(c, '\n' | '\t') && !(*c == '\r' && src.as_bytes().get(at + 1) == Some(&b'\n'))
        })
        .take(20)
        .map(|(at, c)| Slip {
            code: Code::ControlCharacter,
            at: at..at + c.len_utf8(),
            message: format!("a control character (U+{:04X}) stands in the file", u32::from(c)),
            help: "delete it; it cannot be seen, and it could change what a terminal does".into(),
            noticed: None,
        })
        .collect()
}

struct Scan<'a> {
    src: &'a str,
    rows: Vec<Row>,
    slips: Vec<Slip>,
    depth: Vec<(u8, usize)>,
    /// Whether rows are also known by their look, and the column they stand at.
    looks: bool,
    /// Whether a row was seen inside a string.
    runaways: bool,
    column: Option<usize>,
    row: Option<usize>,
}

impl<'a> Scan<'a> {
    fn new(src: &'a str, looks: bool) -> Self {
        Self {
            src,
            rows: Vec::new(),
            slips: Vec::new(),
            depth: Vec::new(),
            looks,
            runaways: false,
            column: None,
            row: None,
        }
    }

    fn run(&mut self) {
        let mut tokens = Tokens::new(self.src, 0..self.src.len());
        let mut previous: Option<Token> = None;
        while let Some(token) = tokens.next() {
            let mut token = token;
            if token.kind == Kind::Text
                && let Some(end) = self.runaway(&token)
            {
                if self.looks || !token.closed {
                    self.unclosed_string(&token);
                    (token.end, tokens.at) = (end, end);
                }
                self.runaways = true;
            }
            match token.kind {
                Kind::Open(open) => {
                    if open == b'(' && self.starts_row(token.start) {
                        self.begin_row(token.start);
                    }
                    self.missing_comma(previous, token);
                    self.depth.push((open, token.start));
                    if self.depth.len() > MAX_DEPTH {
                        self.too_deep(token.start);
                        return;
                    }
                }
                Kind::Close(close) => self.close(close, token.start),
                Kind::Text | Kind::Word => self.missing_comma(previous, token),
                Kind::Odd => self.odd(token),
                Kind::Comma | Kind::Colon => {}
            }
            previous = Some(token);
        }
        self.finish(self.src.len());
        for (open, at) in std::mem::take(&mut self.depth).into_iter().rev() {
            self.unclosed_bracket(open, at, None);
        }
    }

    fn column_of(&self, at: usize) -> usize {
        at - self.src[..at].rfind('\n').map_or(0, |n| n + 1)
    }

    /// Whether the `(` at `at` begins a row: at depth one, or (after something was left open) by its look.
    fn starts_row(&self, at: usize) -> bool {
        if self.depth.len() == 1 && self.depth[0].0 == b'[' {
            return true;
        }
        self.looks && self.row.is_some() && self.looks_like_row(at)
    }

    /// A `(` that stands first on its line, no further right than the first row's, and is followed by `id:`.
    fn looks_like_row(&self, at: usize) -> bool {
        let Some(column) = self.column else { return false };
        let here = self.column_of(at);
        if here > column || !self.src[at - here..at].bytes().all(|b| b == b' ' || b == b'\t') {
            return false;
        }
        self.src[at + 1..].trim_start().strip_prefix("id").is_some_and(|rest| rest.trim_start().starts_with(':'))
    }

    fn begin_row(&mut self, at: usize) {
        while self.depth.len() > 1
            && let Some((open, opened)) = self.depth.pop()
        {
            self.unclosed_bracket(open, opened, Some(at));
        }
        self.finish(at);
        if self.column.is_none() {
            let here = self.column_of(at);
            if self.src[at - here..at].bytes().all(|b| b == b' ' || b == b'\t') {
                self.column = Some(here);
            }
        }
        self.row = Some(at);
    }

    /// Ends the row under way, if any, before byte `end`.
    fn finish(&mut self, end: usize) {
        if let Some(start) = self.row.take() {
            self.rows.push(Row { at: start..end, broken: false });
        }
    }

    fn close(&mut self, close: u8, at: usize) {
        let matches = |open: u8| partner(open) == close as char;
        match self.depth.last().copied() {
            Some((open, _)) if matches(open) => {
                self.depth.pop();
            }
            Some((open, opened)) => {
                if self.depth.iter().rev().nth(1).is_some_and(|(outer, _)| matches(*outer)) {
                    // The bracket around it is closed here: the inner one was forgotten.
                    self.unclosed_bracket(open, opened, Some(at));
                    self.depth.pop();
                    self.depth.pop();
                } else {
                    self.stray(close, at, Some((open, opened)));
                }
            }
            None => self.stray(close, at, None),
        }
        if self.depth.len() == 1 && self.row.is_some() {
            self.finish(at + 1);
        }
    }

    fn stray(&mut self, close: u8, at: usize, open: Option<(u8, usize)>) {
        let help = match open {
            Some((open, _)) => {
                format!("the bracket open here is `{}`; close it with `{}`", open as char, partner(open))
            }
            None => "delete it, or look for a bracket closed too early above".into(),
        };
        self.slips.push(Slip {
            code: Code::StrayBracket,
            at: at..at + 1,
            message: format!("this `{}` closes nothing", close as char),
            help,
            noticed: open.map(|(_, at)| at..at + 1),
        });
    }

    fn unclosed_bracket(&mut self, open: u8, at: usize, noticed: Option<usize>) {
        self.slips.push(Slip {
            code: Code::UnclosedBracket,
            at: at..at + 1,
            message: format!("this `{}` is never closed", open as char),
            help: format!("write `{}` where it should end", partner(open)),
            noticed: noticed.map(|at| at..at + 1),
        });
    }

    fn too_deep(&mut self, at: usize) {
        self.slips.push(Slip {
            code: Code::TooDeep,
            at: at..at + 1,
            message: format!("brackets lie more than {MAX_DEPTH} deep in one another here"),
            help: "a passage needs seven; look for one opened by mistake".into(),
            noticed: None,
        });
        self.rows.clear();
    }

    fn odd(&mut self, token: Token) {
        let found = &self.src[token.start..token.end];
        let (code, message, help) = match found {
            "\u{201c}" | "\u{201d}" | "\u{2018}" | "\u{2019}" | "\u{201e}" | "\u{00ab}" | "\u{00bb}" => (
                Code::CurlyQuote,
                format!("a curly quotation mark {found} stands where a straight one is needed"),
                "write \" instead; a word processor may have changed it".to_owned(),
            ),
            _ => (
                Code::Syntax,
                format!("`{found}` has no meaning here"),
                "words of the story stand in quotation marks".to_owned(),
            ),
        };
        if self.slips.last().is_some_and(|slip| slip.code == code && self.same_line(slip.at.start, token.start)) {
            return;
        }
        self.slips.push(Slip { code, at: token.start..token.end, message, help, noticed: None });
    }

    fn same_line(&self, a: usize, b: usize) -> bool {
        !self.src[a.min(b)..a.max(b)].contains('\n')
    }

    /// Where a string that ran into the rows behind it should be taken to end: before the next thing that looks like a row.
    fn runaway(&self, token: &Token) -> Option<usize> {
        if self.column.is_none() {
            return (!token.closed).then_some(token.end);
        }
        let text = &self.src[token.start..token.end];
        let next = text
            .match_indices('\n')
            .map(|(at, _)| token.start + at + 1)
            .map(|line| line + self.src[line..].bytes().take_while(|b| *b == b' ' || *b == b'\t').count())
            .find(|at| *at < token.end && self.src.as_bytes()[*at] == b'(' && self.looks_like_row(*at));
        next.or_else(|| (!token.closed).then_some(token.end))
    }

    fn unclosed_string(&mut self, token: &Token) {
        let open = self.src[token.start..].find('"').map_or(1, |at| at + 1);
        let raw = self.src.as_bytes()[token.start] == b'r';
        let close = format!("\"{}", "#".repeat(open.saturating_sub(2)));
        self.slips.push(Slip {
            code: Code::UnclosedString,
            at: token.start..token.start + open,
            message: if raw { "this text is never closed".into() } else { "this string is never closed".into() },
            help: format!("write `{close}` where it should end"),
            noticed: None,
        });
    }

    /// Two values side by side: a comma was forgotten, or a quotation mark.
    fn missing_comma(&mut self, previous: Option<Token>, token: Token) {
        let Some(previous) = previous else { return };
        let value = matches!(previous.kind, Kind::Text | Kind::Word | Kind::Close(_));
        let call = previous.kind == Kind::Word && matches!(token.kind, Kind::Open(_));
        if !value || call || self.depth.is_empty() {
            return;
        }
        if self
            .slips
            .last()
            .is_some_and(|slip| self.same_line(slip.at.start, token.start) || slip.at.start >= previous.start)
        {
            return;
        }
        if let Some(at) = self.unpaired(previous).or_else(|| self.unpaired(token)) {
            self.slips.push(Slip {
                code: Code::UnclosedString,
                at,
                message: "the quotation marks on this line do not pair".into(),
                help: "a string begins and ends with \"; write \\\" for one inside it".into(),
                noticed: None,
            });
        } else {
            self.slips.push(Slip {
                code: Code::MissingComma,
                at: previous.end.saturating_sub(1)..previous.end,
                message: "a comma is missing after this".into(),
                help: "fields and rows are parted by commas".into(),
                noticed: Some(token.start..token.end.min(token.start + 1)),
            });
        }
    }

    /// The line on which an ordinary string begins that runs over its end: its first quotation mark to its last.
    fn unpaired(&self, token: Token) -> Option<Range<usize>> {
        let text = &self.src[token.start..token.end];
        if token.kind != Kind::Text || !text.starts_with('"') || !text.contains('\n') {
            return None;
        }
        let line = token.start - self.column_of(token.start);
        let end = self.src[token.start..].find('\n').map_or(self.src.len(), |at| token.start + at);
        let first = self.src[line..end].find('"').map_or(token.start, |at| line + at);
        Some(first..end)
    }
}

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

/// The bytes of the value that `path` leads to inside the value at `range`; as far along the path as there is anything.
pub fn locate(src: &str, range: Range<usize>, path: &[Step<'_>]) -> Range<usize> {
    let mut here = range;
    for step in path {
        let entries = entries(src, here.clone());
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

/// The keys and values between the brackets of the value at `range`.
pub fn entries(src: &str, range: Range<usize>) -> Vec<(Option<Range<usize>>, Range<usize>)> {
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

/// The bytes of `part` inside the string value at `range`, when the text stands there as it is (without escapes);
/// else the whole value.
pub fn inside(src: &str, range: Range<usize>, part: Range<usize>, value: &str) -> Range<usize> {
    match src[range.clone()].find(value) {
        Some(open) if !value.is_empty() => {
            let start = range.start + open;
            start + part.start.min(value.len())..start + part.end.min(value.len())
        }
        _ => range,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(src: &str) -> Vec<(&'static str, String)> {
        rows(src).1.into_iter().map(|slip| (slip.code.number(), src[slip.at].to_owned())).collect()
    }

    #[test]
    fn rows_are_cut_and_strings_and_comments_do_not_count() {
        let src = "[ // (\n    (id: \"a)\", text: r#\"(\"\"#), /* ( */\n    (id: \"b\"),\n]";
        let (rows, slips) = rows(src);
        assert_eq!(slips, []);
        assert_eq!(
            rows.iter().map(|row| &src[row.at.clone()]).collect::<Vec<_>>(),
            ["(id: \"a)\", text: r#\"(\"\"#)", "(id: \"b\")"]
        );
    }

    #[test]
    fn sound_rows_need_no_indenting() {
        let src = "[\n(id: \"a\", choices: [\n(id: \"x\"),\n(id: \"y\"),\n], text: \"\n(as he: \"),\n(id: \"b\"),\n]";
        let (found, slips) = rows(src);
        assert_eq!(slips, []);
        assert_eq!(found.iter().map(|row| &src[row.at.clone()]).next_back(), Some("(id: \"b\")"));
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn an_open_bracket_is_named_and_the_next_row_still_found() {
        let src = "[\n    (\n        id: \"a\", choices: [(id: \"x\"),\n    ),\n    (\n        id: \"b\" text: \"t\",\n    ),\n]";
        assert_eq!(codes(src), [("K005", "[".to_owned()), ("K008", "\"".to_owned())]);
        assert_eq!(rows(src).0.len(), 2);
    }

    #[test]
    fn an_open_text_is_named_at_its_opening() {
        let src = "[\n    (\n        id: \"a\", text: r#\"\nwords\n    ),\n    (\n        id: \"b\", text: r#\"x\"#,\n    ),\n]";
        assert_eq!(codes(src)[0], ("K006", "r#\"".to_owned()));
        assert_eq!(rows(src).0.len(), 2);
    }

    #[test]
    fn a_path_leads_to_its_value() {
        let src = "(id: \"a\", choices: [(id: \"x\", when: \"p\"), (id: \"y\", when: \"q\")], map: {\"k\": one(2)})";
        let at = |path: &[Step<'_>]| &src[locate(src, 0..src.len(), path)];
        assert_eq!(at(&[Step::Field("choices"), Step::Row(1), Step::Field("when")]), "\"q\"");
        assert_eq!(at(&[Step::Field("map"), Step::Field("k"), Step::Row(0)]), "2");
        assert_eq!(at(&[Step::Field("map"), Step::Key(0)]), "\"k\"");
    }

    #[test]
    fn a_million_brackets_are_an_answer() {
        assert_eq!(codes(&"[".repeat(1_000_000))[0].0, "K014");
    }
}
