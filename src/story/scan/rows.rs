//! The scan itself: brackets opened and closed, rows cut, mistakes named.

use std::ops::Range;

use super::MAX_DEPTH;
use super::slip::{self, Slip, Slips};
use super::token::{Kind, Token, Tokens};

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
pub(super) struct Open {
    pub(super) bracket: u8,
    pub(super) at: usize,
    /// Whether a colon has come since the last comma.
    pub(super) colon: bool,
    /// Whether a colon has come at all: the values here have names.
    pub(super) named: bool,
}

pub(super) struct Scan<'a> {
    pub(super) src: &'a str,
    pub(super) tokens: Tokens<'a>,
    /// Whether the file is a list of rows, not one value.
    pub(super) list: bool,
    /// Whether to go on past a slip, finding rows by their look.
    pub(super) look: bool,
    pub(super) rows: Vec<Row>,
    pub(super) slips: Slips,
    pub(super) depth: Vec<Open>,
    pub(super) previous: Option<Token>,
    /// The closing bracket just before `previous`, when that is a comma.
    pub(super) before: Option<Token>,
    /// The column of the first row.
    pub(super) column: Option<usize>,
    /// The row under way, and whether it is broken.
    pub(super) row: Option<usize>,
    pub(super) broken: bool,
    /// Whether quotation marks in this row do not pair: nothing more can be said about it.
    pub(super) tangled: bool,
    /// Whether the end of the list is not to be trusted, since more follows.
    pub(super) reopened: bool,
    /// The start of the line on which the last token begins, and the byte up to which line ends were looked for.
    pub(super) line: usize,
    pub(super) seen: usize,
    /// The last line on which values clashed, and the string it leaves open.
    pub(super) judged: Range<usize>,
    pub(super) open: Option<Token>,
    /// The end of the last token that runs over the end of a line.
    pub(super) long_end: usize,
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
            if self.outside(token) || self.comment(token) || self.between(token) || self.value(token) {
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
    pub(super) fn slip(&mut self, slip: Slip) {
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

    pub(super) fn peek(&mut self) -> Option<Token> {
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
        let at = token.start..token.end;
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
                    Kind::Close(_) if !self.list && !named => return false,
                    kind if !self.list && !matches!(kind, Kind::Close(_)) => return false,
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
            Kind::Colon => self.slip(slip::colon_between_rows(token.start)),
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
                        self.slip(slip::unclosed_bracket(b'[', top.at, Some(token.start..token.end)));
                    }
                }
            }
            // `(id: "a", (`, or `{"a": (id: "a", "b": (`: values here have names, so the bracket was left open.
            Kind::Open(b'(') | Kind::Text if self.left_open(token, top) => {
                self.depth.pop();
                self.slip(slip::unclosed_bracket(b'(', top.at, Some(token.start..token.end)));
            }
            _ => {}
        }
        matches!(token.kind, Kind::Open(_) | Kind::Text | Kind::Word) && self.clash(token)
    }

    /// Goes on at the end of a line.
    pub(super) fn resume(&mut self, at: usize) {
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

    /// A line that another language would take for a comment. True when it is dealt with.
    fn comment(&mut self, token: Token) -> bool {
        let first = self.src[self.line..token.start].trim().is_empty();
        let word = &self.src[token.start..token.end];
        let found = token.kind == Kind::Word && first && (word.starts_with('#') || word == "--");
        if found {
            self.slip(slip::foreign_comment(token.start..token.end));
            self.give_up_line(token);
        }
        found
    }

    fn odd(&mut self, token: Token) {
        self.slip(slip::odd(self.src, token.start..token.end));
        self.give_up_line(token);
    }

    /// What else stands on this line cannot be judged.
    fn give_up_line(&mut self, token: Token) {
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
            self.slip(slip::unclosed_bracket(open.bracket, open.at, Some(at..at + 1)));
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
                Some(n) if self.one_too_many(top, self.depth[n]) => {
                    self.slip(slip::stray(close, at));
                    return;
                }
                Some(n) if !self.goes_on(self.depth[n].bracket) => {
                    self.slip(slip::unclosed_bracket(top.bracket, top.at, Some(at..at + 1)));
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

    /// Whether a closing bracket that does not fit `top` was written twice: `[ .. (id: "a")), (id: "b") ]`.
    fn one_too_many(&mut self, top: Open, outer: Open) -> bool {
        let twice = self.previous.is_some_and(|last| matches!(last.kind, Kind::Close(_)) && last.start >= self.line);
        let next = self.following();
        twice
            && top.bracket == b'['
            && outer.at < self.line
            && matches!(
                next.as_slice(),
                [Kind::Close(b']'), ..] | [Kind::Comma, Kind::Close(b']') | Kind::Open(b'('), ..]
            )
    }

    /// The kinds of the next three tokens.
    fn following(&mut self) -> Vec<Kind> {
        let at = self.tokens.at;
        let next = (0..3).map_while(|_| self.tokens.next()).map(|token| token.kind).collect();
        self.tokens.at = at;
        next
    }

    /// Whether what follows a closing bracket still belongs into `bracket`, so that something inside was meant to close.
    fn goes_on(&mut self, bracket: u8) -> bool {
        match (bracket, self.following().as_slice()) {
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
