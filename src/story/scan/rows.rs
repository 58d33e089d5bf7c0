//! The scan itself: brackets opened and closed, rows cut, mistakes named.

use std::ops::Range;

use super::quote::{self, Clash};
use super::slip::{self, Slip, Slips};
use super::token::{Kind, Token, Tokens};
use super::MAX_DEPTH;

/// One row of a file: its bytes, and whether a slip lies in it (then it is not worth parsing).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The bytes of `( .. )`.
    pub at: Range<usize>,
    /// Whether the scan found a slip inside.
    pub broken: bool,
}

/// The rows of a file that is a list of rows, `[(..), (..)]`, and every slip in it.
///
/// When a bracket or string is left open, the next row is found by its look: a `(` that stands first on its line, no
/// further right than the first row's, with `id` behind it. So a mistake in one row is reported there, and the rows
/// behind it are still read. Where brackets pair, they are believed and not the looks; but a string that holds what
/// looks like a row was left open, even if it ends in some later string.
pub fn rows(src: &str) -> (Vec<Row>, Slips) {
    let mut scan = Scan::new(src, true, false);
    scan.run();
    if !scan.slips.is_empty() {
        scan = Scan::new(src, true, true);
        scan.run();
    }
    let (mut rows, mut slips) = (scan.rows, Slips::default());
    slip::controls(src, &mut slips);
    for control in &slips.found {
        let row = rows.partition_point(|row| row.at.end <= control.at.start);
        if let Some(row) = rows.get_mut(row).filter(|row| row.at.start <= control.at.start) {
            row.broken = true;
        }
    }
    slips.more += scan.slips.more;
    scan.slips.found.into_iter().for_each(|slip| slips.push(slip));
    (rows, slips)
}

/// Every slip in a file that is one value. When there are none the value is worth parsing.
pub fn value(src: &str) -> Slips {
    let mut scan = Scan::new(src, false, true);
    slip::controls(src, &mut scan.slips);
    scan.run();
    scan.slips
}

/// A bracket that is open.
#[derive(Debug, Clone, Copy)]
struct Open {
    bracket: u8,
    at: usize,
    /// Whether a colon has come since the last comma.
    colon: bool,
    /// Whether a colon has come at all: the values here have names.
    named: bool,
}

struct Scan<'a> {
    src: &'a str,
    tokens: Tokens<'a>,
    /// Whether the file is a list of rows, not one value.
    list: bool,
    /// Whether to go on past a slip, finding rows by their look.
    look: bool,
    rows: Vec<Row>,
    slips: Slips,
    depth: Vec<Open>,
    previous: Option<Token>,
    /// The closing bracket just before `previous`, when that is a comma.
    before: Option<Token>,
    /// The column of the first row.
    column: Option<usize>,
    /// The row under way, and whether it is broken.
    row: Option<usize>,
    broken: bool,
    /// Whether quotation marks in this row do not pair: nothing more can be said about it.
    tangled: bool,
    /// Whether the end of the list is not to be trusted, since more follows.
    reopened: bool,
    /// The start of the line on which the last token begins, and the byte up to which line ends were looked for.
    line: usize,
    seen: usize,
    /// The last line on which values clashed, and the string it leaves open.
    judged: Range<usize>,
    open: Option<Token>,
    /// The end of the last token that runs over the end of a line.
    long_end: usize,
}

impl<'a> Scan<'a> {
    fn new(src: &'a str, list: bool, look: bool) -> Self {
        Self {
            src,
            tokens: Tokens::new(src, 0..src.len()),
            list,
            look,
            rows: Vec::new(),
            slips: Slips::default(),
            depth: Vec::new(),
            previous: None,
            before: None,
            column: None,
            row: None,
            broken: false,
            tangled: false,
            reopened: false,
            line: 0,
            seen: 0,
            judged: 0..0,
            open: None,
            long_end: 0,
        }
    }

    fn run(&mut self) {
        while let Some(mut token) = self.tokens.next() {
            self.advance(token.start);
            if token.kind == Kind::Text
                && let Some(end) = self.runaway(&token)
            {
                self.slip(slip::unclosed_string(self.src, token));
                self.tangled = true;
                (token.end, self.tokens.at) = (end, end);
            }
            if self.outside(token) || self.between(token) || self.value(token) {
                if !self.look && !self.slips.is_empty() {
                    return;
                }
                continue;
            }
            match token.kind {
                Kind::Open(_) if self.tangled && self.depth.len() == MAX_DEPTH => {}
                Kind::Open(bracket) => {
                    self.depth.push(Open { bracket, at: token.start, colon: false, named: false });
                    if self.depth.len() > MAX_DEPTH {
                        self.slip(slip::too_deep(token.start));
                        self.rows.clear();
                        return;
                    }
                }
                Kind::Close(close) => self.close(close, token.start),
                Kind::Comma | Kind::Colon => self.sign(token),
                Kind::Odd => self.odd(token),
                Kind::Text | Kind::Word => {}
            }
            if !self.look && !self.slips.is_empty() {
                return;
            }
            if token.kind == Kind::Text && self.src[token.start..token.end].contains('\n') {
                self.long_end = token.end;
            }
            self.before = self.previous.replace(token);
        }
        self.end();
    }

    fn end(&mut self) {
        if let Some(at) = self.tokens.open_comment {
            self.slip(slip::unclosed_comment(at));
        } else if let Some(open) = self.depth.last().filter(|_| self.depth.len() > 1 || !self.reopened).copied() {
            self.slip(slip::unclosed_bracket(open.bracket, open.at, None));
        }
        self.finish(self.src.len());
    }

    /// Adds a slip, unless the row is so tangled that it would be a consequence.
    fn slip(&mut self, slip: Slip) {
        if self.tangled {
            return;
        }
        self.broken |= self.row.is_some_and(|start| start <= slip.at.start);
        self.slips.push(slip);
    }

    /// Keeps the start of the line in which `at` lies; `at` only grows, but for `resume`.
    fn advance(&mut self, at: usize) {
        if let Some(end) = self.src.get(self.seen..at).and_then(|passed| passed.rfind('\n')) {
            self.line = self.seen + end + 1;
        }
        self.seen = self.seen.max(at);
    }

    fn peek(&mut self) -> Option<Token> {
        let at = self.tokens.at;
        let token = self.tokens.next();
        self.tokens.at = at;
        token
    }

    /// A token outside of every bracket. True when it is dealt with.
    fn outside(&mut self, token: Token) -> bool {
        if !self.depth.is_empty() {
            return false;
        }
        let at = token.start..token.end.min(token.start + 1);
        match (token.kind, self.previous) {
            (Kind::Comma, Some(_)) => return true,
            (Kind::Open(b'['), None) if self.list => return false,
            (_, None) if !self.list => return false,
            (Kind::Odd, None) | (Kind::Close(_), None) => return false,
            (_, None) => {
                self.slip(slip::not_a_list(at));
                self.tangled = !matches!(token.kind, Kind::Open(_));
                self.depth.push(Open { bracket: b'[', at: token.start, colon: false, named: false });
                self.reopened = true;
            }
            (Kind::Close(_), Some(_)) => return false,
            (_, Some(last)) => {
                let named = self.peek().is_some_and(|next| next.kind == Kind::Colon);
                match last.kind {
                    // One value, and something behind it that is no field: that is the parser's to say.
                    _ if !self.list && !(matches!(last.kind, Kind::Close(_)) && named) => return false,
                    _ if self.reopened => {}
                    _ if self.list => self.slip(slip::list_closed_too_early(last.start, at)),
                    _ => self.slip(slip::closed_too_early(b')', last.start, at)),
                }
                let bracket = if self.list { b'[' } else { b'(' };
                self.depth.push(Open { bracket, at: last.start, colon: false, named: true });
                self.reopened = true;
                self.previous = None;
            }
        }
        false
    }

    /// A token between two rows, or the beginning of one. True when it is dealt with.
    fn between(&mut self, token: Token) -> bool {
        if !self.list {
            return false;
        }
        if self.look && token.kind == Kind::Open(b'(') && self.looks_like_row(token.start) && self.row.is_some() {
            self.cut(token.start);
        }
        if self.depth.len() != 1 {
            return false;
        }
        let looks = token.kind == Kind::Open(b'(') && self.looks_like_row(token.start);
        if self.tangled && !looks {
            return true;
        }
        match token.kind {
            Kind::Open(bracket) => {
                if self.clash(token) {
                    return true;
                }
                self.begin_row(token.start);
                if bracket != b'(' {
                    self.slip(slip::not_a_row(bracket, token.start));
                }
            }
            Kind::Word | Kind::Text => {
                let colon = self.peek().is_some_and(|next| next.kind == Kind::Colon);
                let close = self.closed_just_before();
                match (close, self.rows.pop()) {
                    (Some(close), Some(row)) if colon => {
                        (self.row, self.broken) = (Some(row.at.start), row.broken);
                        self.depth.push(Open { bracket: b'(', at: row.at.start, colon: false, named: true });
                        self.slip(slip::closed_too_early(b')', close.start, token.start..token.end));
                        return false;
                    }
                    (_, row) => self.rows.extend(row),
                }
                self.slip(slip::between_rows(token.start..token.end));
                self.tangled = true;
                return true;
            }
            _ => {}
        }
        false
    }

    /// The closing bracket before this token, with or without a comma behind it.
    fn closed_just_before(&self) -> Option<Token> {
        let last = self.previous?;
        let close = if last.kind == Kind::Comma { self.before? } else { last };
        matches!(close.kind, Kind::Close(_)).then_some(close)
    }

    /// A token inside a row, as far as it shows that something before it is wrong. True when the rest of its line is
    /// given up.
    fn value(&mut self, token: Token) -> bool {
        let Some(top) = self.depth.last().copied() else { return false };
        if self.list && self.depth.len() < 2 {
            return false;
        }
        match token.kind {
            Kind::Word if top.bracket == b'[' && self.peek().is_some_and(|next| next.kind == Kind::Colon) => {
                match self.closed_just_before() {
                    // On one line: `(id: "a"), to: "b")`. The bracket came too early.
                    Some(close) if close.start >= self.line => {
                        let bracket = self.src.as_bytes()[close.start];
                        self.slip(slip::closed_too_early(bracket, close.start, token.start..token.end));
                        self.depth.push(Open { bracket: b'(', at: close.start, colon: false, named: true });
                    }
                    _ => {
                        self.depth.pop();
                        self.slip(slip::unclosed_bracket(b'[', top.at, Some(token.start)));
                    }
                }
            }
            // `(id: "a", (`, or `{"a": (id: "a", "b": (`: values here have names, so the bracket was left open.
            Kind::Open(b'(') | Kind::Text if self.left_open(token, top) => {
                self.depth.pop();
                self.slip(slip::unclosed_bracket(b'(', top.at, Some(token.start)));
            }
            _ => {}
        }
        matches!(token.kind, Kind::Open(_) | Kind::Text | Kind::Word) && self.clash(token)
    }

    /// Whether `top`, a bracket of values with names, should have been closed before `token`.
    fn left_open(&mut self, token: Token, top: Open) -> bool {
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
    fn clash(&mut self, token: Token) -> bool {
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
            false => slip::missing_comma(previous, token),
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

    /// Goes on at the end of a line.
    fn resume(&mut self, at: usize) {
        (self.tokens.at, self.previous, self.before) = (at, None, None);
        (self.seen, self.line) = (at, at);
    }

    fn sign(&mut self, token: Token) {
        let inside = !self.list || self.depth.len() > 1;
        let Some(top) = self.depth.last_mut() else { return };
        let empty = matches!(self.previous.map(|last| last.kind), Some(Kind::Comma | Kind::Open(_)));
        let blank = self.previous.filter(|last| last.kind == Kind::Colon);
        if token.kind == Kind::Colon {
            (top.colon, top.named) = (true, true);
            if top.bracket == b'[' && inside {
                self.slip(slip::key_in_list(token.start));
            }
        } else {
            top.colon = false;
            if empty {
                self.slip(slip::empty_comma(token.start));
            } else if let Some(colon) = blank {
                self.slip(slip::missing_value(colon.start));
            }
        }
    }

    fn odd(&mut self, token: Token) {
        self.slip(slip::odd(self.src, token.start..token.end));
        // What else stands on this line cannot be judged.
        let end = self.src[token.start..].find('\n').map_or(self.src.len(), |end| token.start + end);
        self.tangled = true;
        self.resume(end);
    }

    /// A `(` that stands first on its line, no further right than the first row's, and begins as rows do.
    fn looks_like_row(&self, at: usize) -> bool {
        let Some(column) = self.column else { return false };
        let before = self.src.as_bytes()[..at].iter().rev();
        let blanks = before.clone().take(column + 1).take_while(|b| matches!(b, b' ' | b'\t')).count();
        if blanks > column || !matches!(self.src.as_bytes()[..at - blanks].last(), None | Some(b'\n')) {
            return false;
        }
        let rest = self.src[at + 1..].trim_start();
        let mut names = ["id", "term", "date"].iter();
        names.any(|name| rest.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with(':')))
    }

    /// Gives up what is open in the row under way, since another begins at `at`.
    fn cut(&mut self, at: usize) {
        if self.depth.len() > 1
            && let Some(open) = self.depth.last().copied()
        {
            self.slip(slip::unclosed_bracket(open.bracket, open.at, Some(at)));
            self.depth.truncate(1);
            self.previous = None;
        }
    }

    fn begin_row(&mut self, at: usize) {
        self.finish(at);
        self.column.get_or_insert(at - self.line);
        (self.row, self.broken, self.tangled) = (Some(at), false, false);
    }

    /// Ends the row under way, if any, before byte `end`.
    fn finish(&mut self, end: usize) {
        if let Some(start) = self.row.take() {
            self.rows.push(Row { at: start..end, broken: self.broken });
        }
    }

    fn close(&mut self, close: u8, at: usize) {
        let matches = |open: &Open| slip::partner(open.bracket) == close as char;
        let Some(top) = self.depth.last().copied() else {
            self.slip(slip::stray(close, at));
            return;
        };
        if let Some(colon) = self.previous.filter(|last| last.kind == Kind::Colon) {
            self.slip(slip::missing_value(colon.start));
        }
        if matches(&top) {
            self.depth.pop();
        } else if self.tangled {
            return;
        } else if self.list && self.depth.len() == 1 {
            self.slip(slip::stray(close, at));
        } else {
            let outer = self.depth.iter().rposition(matches).filter(|n| *n > 0 || !self.list || self.depth.len() == 2);
            match outer {
                Some(n) if !self.goes_on(self.depth[n].bracket) => {
                    self.slip(slip::unclosed_bracket(top.bracket, top.at, Some(at)));
                    self.depth.truncate(n);
                }
                _ => {
                    self.slip(slip::wrong_bracket(close, at, top.bracket, top.at));
                    self.depth.pop();
                }
            }
        }
        if self.depth.len() <= 1 && self.list {
            self.finish(at + 1);
        }
    }

    /// Whether what follows a closing bracket still belongs into `bracket`, so that something inside was meant to close.
    fn goes_on(&mut self, bracket: u8) -> bool {
        let at = self.tokens.at;
        let next: Vec<Kind> = (0..3).map_while(|_| self.tokens.next()).map(|token| token.kind).collect();
        self.tokens.at = at;
        match (bracket, next.as_slice()) {
            (b'[', [Kind::Comma, Kind::Open(b'('), ..]) => true,
            (b'[', [Kind::Comma, Kind::Text, third]) => *third != Kind::Colon,
            (b'(' | b'{', [Kind::Comma, Kind::Word | Kind::Text, Kind::Colon]) => true,
            _ => false,
        }
    }

    /// Where a string that ran into the rows behind it should be taken to end: before the next thing that looks like a
    /// row, or at the end of the file.
    fn runaway(&self, token: &Token) -> Option<usize> {
        let text = &self.src[token.start..token.end];
        let next = text
            .match_indices('\n')
            .map(|(at, _)| token.start + at + 1)
            .map(|line| line + self.src[line..].bytes().take_while(|b| *b == b' ' || *b == b'\t').count())
            .find(|at| *at < token.end && self.src.as_bytes()[*at] == b'(' && self.looks_like_row(*at));
        next.filter(|_| self.list).or_else(|| (!token.closed).then_some(token.end))
    }
}
