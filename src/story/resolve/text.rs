//! Texts compiled to marks: inserts to slots, `{if}` to jumps.

use std::ops::Range;

use super::super::markup::{self, Piece};
use super::super::model::*;
use super::super::read::Found;
use super::super::scan::Step;
use super::Resolver;
use super::name::{Named, keys};
use crate::diagnostic::{Code, Diagnostic, Span};

/// An `{if}` whose `{end}` has not come yet.
struct Open {
    /// The bytes of its tag.
    tag: Range<usize>,
    /// The jump over the branch under way, to be told where it leads.
    skip: Option<usize>,
    /// The jumps from the end of each branch to the `{end}`.
    exits: Vec<usize>,
    /// Whether `{else}` has come.
    other: bool,
}

impl Resolver<'_> {
    /// Compiles a text and puts its marks at the end of the story's. Says whether `{tell}` stands in it.
    pub(super) fn text<T>(
        &mut self,
        found: &Found<T>,
        path: &[Step<'_>],
        text: &str,
        may_tell: bool,
    ) -> (Range<u32>, bool) {
        let report = self.report;
        let span = found.parts(report, path, text);
        let (pieces, mistakes) = markup::pieces(text);
        for mistake in mistakes {
            self.fault(Diagnostic::new(mistake.code, span(mistake.at), mistake.message).help(mistake.help));
        }
        if !pieces.iter().any(|piece| matches!(piece, Piece::Text(_) | Piece::Insert(..))) {
            self.fault(
                Diagnostic::new(Code::EmptyText, found.span(report, path), "there are no words in this text")
                    .help("write what the reader is to read"),
            );
        }
        let start = self.story.marks.len();
        let mut open: Vec<Open> = Vec::new();
        let mut tells = false;
        // From where on words may be joined to those before them: no jump leads between.
        let mut joined = start;
        for piece in pieces {
            let here = self.story.marks.len() - start;
            match piece {
                Piece::Text(words) => self.words(words, joined),
                Piece::Space => self.story.marks.push(Mark::Space),
                Piece::Paragraph => self.story.marks.push(Mark::Paragraph),
                Piece::DocumentLine => self.story.marks.push(Mark::DocumentLine),
                Piece::Emphasis(on) => self.story.marks.push(Mark::Emphasis(on)),
                Piece::Insert(name, at) => {
                    let sound = self.insert(name, &|part| span(at.start + part.start..at.start + part.end));
                    // A misspelt tag is one fault; what it was to open or close is no second. No story comes of it, so
                    // the jumps need lead nowhere.
                    match meant(name) {
                        Some("if") if !sound => {
                            open.push(Open { tag: at, skip: None, exits: Vec::new(), other: false })
                        }
                        Some("end") if !sound => _ = open.pop(),
                        _ => {}
                    }
                }
                Piece::Tell(at) => {
                    let problem = match (may_tell, tells, open.is_empty()) {
                        (false, ..) => Some("a tell cannot hold another"),
                        (_, true, _) => Some("`{tell}` stands twice in this passage"),
                        (.., false) => Some("`{tell}` stands inside an `{if}`"),
                        _ => None,
                    };
                    if let Some(problem) = problem {
                        let help = "put one `{tell}` outside every `{if}`: the tell is picked on arrival, before the text is read";
                        self.fault(Diagnostic::new(Code::TellPlace, span(at), problem).help(help));
                    }
                    tells = true;
                    self.story.marks.push(Mark::Tell);
                }
                Piece::If(condition, at, tag) => {
                    let skip = self.branch(condition, at, &span);
                    open.push(Open { tag, skip: Some(skip), exits: Vec::new(), other: false });
                }
                Piece::Elif(condition, at, tag) => match open.last_mut() {
                    Some(top) if !top.other => {
                        self.end_branch(start, top);
                        top.skip = Some(self.branch(condition, at, &span));
                    }
                    top => self.stray("elif", top.is_some(), span(tag)),
                },
                Piece::Else(tag) => match open.last_mut() {
                    Some(top) if !top.other => {
                        self.end_branch(start, top);
                        top.other = true;
                    }
                    top => self.stray("else", top.is_some(), span(tag)),
                },
                Piece::End(tag) => match open.pop() {
                    Some(top) => {
                        for jump in top.skip.into_iter().chain(top.exits) {
                            self.aim(jump, here);
                        }
                        joined = start + here;
                    }
                    None => self.stray("end", false, span(tag)),
                },
            }
        }
        for left in open {
            let jumps = left.skip.into_iter().chain(left.exits);
            jumps.for_each(|jump| self.aim(jump, self.story.marks.len() - start));
            self.fault(
                Diagnostic::new(Code::UnclosedIf, span(left.tag), "this `{if}` has no `{end}`")
                    .label("begins here")
                    .help("write `{end}` where it should end"),
            );
        }
        (start as u32..self.story.marks.len() as u32, tells)
    }

    /// Adds words; to words with a space behind them they are joined, if those stand at mark `joined` or behind it.
    fn words(&mut self, words: &str, joined: usize) {
        if let [.., Mark::Text(before), Mark::Space] = self.story.marks[joined..]
            && (before.start + before.len) as usize == self.story.arena.len()
        {
            self.story.arena.push(' ');
            self.str(words);
            let len = self.story.arena.len() as u32 - before.start;
            self.story.marks.truncate(self.story.marks.len() - 2);
            self.story.marks.push(Mark::Text(Str { start: before.start, len }));
        } else {
            let words = self.str(words);
            self.story.marks.push(Mark::Text(words));
        }
    }

    /// Opens a branch: the jump that skips it, as an index in `Story::marks`.
    fn branch(&mut self, condition: &str, at: Range<usize>, span: &dyn Fn(Range<usize>) -> Span) -> usize {
        let cond = self.cond(condition, &|part| span(at.start + part.start..at.start + part.end));
        let id = CondId(self.story.conds.len() as u32);
        self.story.conds.push(cond);
        self.story.marks.push(Mark::Unless { cond: id, to: 0 });
        self.story.marks.len() - 1
    }

    /// Ends the branch under way: it jumps to the `{end}`, and the one that skips it lands behind that jump.
    fn end_branch(&mut self, start: usize, top: &mut Open) {
        top.exits.push(self.story.marks.len());
        self.story.marks.push(Mark::Goto { to: 0 });
        let behind = self.story.marks.len() - start;
        if let Some(skip) = top.skip.take() {
            self.aim(skip, behind);
        }
    }

    fn aim(&mut self, jump: usize, target: usize) {
        match &mut self.story.marks[jump] {
            Mark::Unless { to, .. } | Mark::Goto { to } => *to = target as u32,
            _ => {}
        }
    }

    /// A tag that belongs to no `{if}`, or comes behind the `{else}` of its `{if}`.
    fn stray(&self, word: &str, open: bool, span: Span) {
        self.fault(match open {
            true => Diagnostic::new(Code::StrayBranch, span, format!("this `{{{word}}}` comes behind an `{{else}}`"))
                .help("`{if ..}` and every `{elif ..}` come first, then one `{else}`, then `{end}`"),
            false => Diagnostic::new(Code::StrayBranch, span, format!("this `{{{word}}}` has no `{{if}}`"))
                .help("write `{if ..}` before it, or delete it"),
        });
    }

    /// Adds the mark of a value. False when there is no such value.
    fn insert(&mut self, name: &str, span: &dyn Fn(Range<usize>) -> Span) -> bool {
        let mark = match self.names.values.get(name) {
            Some(Named::Fact(fact)) => {
                let slot = self.story.facts[*fact].slot;
                self.shown.get(&slot).map_or(Mark::Number(slot), |from| Mark::Words { slot, from: *from })
            }
            Some(Named::Meter(meter)) => {
                let slot = self.story.meters[meter.index()].slot(MeterPart::Band);
                Mark::Words { slot, from: self.shown.get(&slot).copied().unwrap_or(0) }
            }
            None => {
                let place = span(0..name.len());
                let fault = match name.split_once(char::is_whitespace) {
                    None => Diagnostic::new(Code::UnknownInsert, place, format!("`{{{name}}}` is not declared"))
                        .label("no such fact or meter")
                        .help("a brace shows a value; write `\\{` for a brace")
                        .did_you_mean(name, keys(&self.names.values).chain(["if", "elif", "else", "end", "tell"])),
                    Some((_, rest)) => {
                        let rest = rest.trim_start();
                        Diagnostic::new(Code::UnknownInsert, place, format!("`{{{name}}}` means nothing")).help(
                            match meant(name) {
                                Some("end") => "did you mean `{end}`?".to_owned(),
                                Some("elif") => {
                                    let condition = rest.strip_prefix("if").map_or(rest, str::trim_start);
                                    format!("did you mean `{{elif {condition}}}`?")
                                }
                                Some("if") => format!("did you mean `{{if {rest}}}`?"),
                                _ => "between braces stands a value, `if ..`, `elif ..`, `else`, `end` or `tell`; write `\\{` for a brace"
                                    .to_owned(),
                            },
                        )
                    }
                };
                self.fault(fault);
                return false;
            }
        };
        self.story.marks.push(mark);
        true
    }
}

/// The tag that was probably meant by one that does not exist.
fn meant(name: &str) -> Option<&'static str> {
    let (first, rest) = name.split_once(char::is_whitespace).unwrap_or((name, ""));
    match (first, rest.trim_start()) {
        ("endif" | "fi" | "/if" | "/" | "End" | "END", "") | ("end", "if") => Some("end"),
        ("elseif" | "elsif" | "elsei" | "elfi" | "Elif", _) => Some("elif"),
        ("else", rest) if rest.starts_with("if") => Some("elif"),
        ("fi" | "If" | "IF" | "iff" | "f" | "when", condition) if !condition.is_empty() => Some("if"),
        _ => None,
    }
}
