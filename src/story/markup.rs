//! The light markup of a passage's text: paragraphs, documents, emphasis, values, conditions and the place of the tell.
//!
//! Text is cut into pieces that keep their bytes; names and conditions inside braces are `resolve`'s business.

use std::ops::Range;

use crate::diagnostic::Code;

/// One piece of a text. `&str`s are slices of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words, without white space at their ends.
    Text(&'a str),
    /// White space between words.
    Space,
    /// A blank line.
    Paragraph,
    /// A line that begins with `> `.
    DocumentLine,
    /// A star.
    Emphasis(bool),
    /// `{name}`, with its bytes.
    Insert(&'a str, Range<usize>),
    /// `{tell}`.
    Tell(Range<usize>),
    /// `{if C}`: the condition, its bytes, the bytes of the whole tag.
    If(&'a str, Range<usize>, Range<usize>),
    /// `{elif C}`.
    Elif(&'a str, Range<usize>, Range<usize>),
    /// `{else}`.
    Else(Range<usize>),
    /// `{end}`.
    End(Range<usize>),
}

/// A mark that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Which fault.
    pub code: Code,
    /// Its bytes in the text.
    pub at: Range<usize>,
    /// One sentence.
    pub message: &'static str,
    /// What to write instead.
    pub help: &'static str,
}

/// The pieces of a text, and what cannot be read in it.
pub fn pieces(text: &str) -> (Vec<Piece<'_>>, Vec<Mistake>) {
    let mut cut = Cut {
        text,
        at: 0,
        from: 0,
        pieces: Vec::with_capacity(32),
        mistakes: Vec::new(),
        star: None,
        branches: Vec::new(),
        next_branch: 0,
        in_document: false,
    };
    cut.run();
    (cut.pieces, cut.mistakes)
}

struct Cut<'a> {
    text: &'a str,
    at: usize,
    from: usize,
    pieces: Vec<Piece<'a>>,
    mistakes: Vec<Mistake>,
    /// The star that is open: its byte, and the innermost branch it stands in.
    star: Option<(usize, Option<u32>)>,
    /// The branches of `{if}` that are open here, each with a number of its own.
    branches: Vec<u32>,
    next_branch: u32,
    in_document: bool,
}

impl<'a> Cut<'a> {
    fn run(&mut self) {
        self.line_start();
        while self.at < self.text.len() {
            let rest = &self.text.as_bytes()[self.at..];
            // Most of a text is words.
            self.at += rest.iter().take_while(|byte| !matches!(byte, b'\n' | b'\\' | b'*' | b'{')).count();
            let Some(sign) = self.text.as_bytes().get(self.at) else { break };
            match sign {
                b'\n' => {
                    self.flush();
                    self.at += 1;
                    self.from = self.at;
                    self.line_start();
                }
                b'\\' if matches!(self.text.as_bytes().get(self.at + 1), Some(b'{' | b'*' | b'>')) => {
                    self.flush();
                    self.from = self.at + 1;
                    self.at += 2;
                }
                b'*' => {
                    self.flush();
                    self.emphasis();
                    self.at += 1;
                    self.from = self.at;
                }
                b'{' => self.brace(),
                _ => self.at += 1,
            }
        }
        self.flush();
        self.close_star();
    }

    /// Looks at the line that begins here: blank, part of a document, or going on.
    fn line_start(&mut self) {
        let rest = &self.text[self.at..];
        let line = rest.lines().next().unwrap_or("");
        let words = line.trim_start();
        if words.trim_end().is_empty() {
            self.close_star();
            self.in_document = false;
            self.push(Piece::Paragraph);
        } else if words.starts_with("> ") || words.trim_end() == ">" {
            self.close_star();
            self.in_document = true;
            self.push(Piece::DocumentLine);
            self.at += line.len() - words.len() + 1;
            // One space belongs to the mark; those behind it are the line's own.
            let indent = self.text[self.at..]
                .strip_prefix(' ')
                .map_or("", |rest| &rest[..rest.len() - rest.trim_start_matches(' ').len()]);
            if !indent.is_empty() && words.trim_end() != ">" {
                self.at += 1 + indent.len();
                self.pieces.push(Piece::Text(indent));
            }
            self.from = self.at;
        } else if self.in_document && !is_tag(words) {
            self.in_document = false;
            self.push(Piece::Paragraph);
        } else if !is_tag(words) || !self.in_document {
            self.push(Piece::Space);
        }
    }

    /// Adds a piece; white space adds nothing to white space.
    fn push(&mut self, piece: Piece<'a>) {
        let blank = |piece: &Piece<'_>| matches!(piece, Piece::Space | Piece::Paragraph);
        match (self.pieces.last(), &piece) {
            (Some(Piece::Paragraph), piece) if blank(piece) => {}
            (Some(Piece::Space), Piece::Space) => {}
            _ => self.pieces.push(piece),
        }
    }

    /// Adds the words read since the last piece.
    fn flush(&mut self) {
        let words = &self.text[self.from..self.at.max(self.from)];
        let trimmed = words.trim();
        if words.starts_with(char::is_whitespace) {
            self.push(Piece::Space);
        }
        if !trimmed.is_empty() {
            self.pieces.push(Piece::Text(trimmed));
            if words.ends_with(char::is_whitespace) {
                self.push(Piece::Space);
            }
        }
        self.from = self.at;
    }

    fn emphasis(&mut self) {
        match self.star.take() {
            None => {
                self.star = Some((self.at, self.branches.last().copied()));
                self.pieces.push(Piece::Emphasis(true));
            }
            Some((open, branch)) => {
                self.pieces.push(Piece::Emphasis(false));
                if branch != self.branches.last().copied() {
                    self.mistakes.push(Mistake {
                        code: Code::UnclosedMark,
                        at: open..open + 1,
                        message: "this `*` and its partner do not stand in the same branch of an `{if}`",
                        help: "close the emphasis before `{else}` or `{end}`, and open it again behind",
                    });
                }
            }
        }
    }

    fn close_star(&mut self) {
        if let Some((at, _)) = self.star.take() {
            self.pieces.push(Piece::Emphasis(false));
            self.mistakes.push(Mistake {
                code: Code::UnclosedMark,
                at: at..at + 1,
                message: "this `*` has no partner in its paragraph",
                help: "write `*words*` for emphasis, or `\\*` for a star",
            });
        }
    }

    /// Keeps count of the branches that are open.
    fn branch(&mut self, piece: &Piece<'_>) {
        if matches!(piece, Piece::Elif(..) | Piece::Else(_) | Piece::End(_)) {
            self.branches.pop();
        }
        if matches!(piece, Piece::If(..) | Piece::Elif(..) | Piece::Else(_)) {
            self.next_branch += 1;
            self.branches.push(self.next_branch);
        }
    }

    /// The `}` of a tag whose words begin at `from`. It may run over a line's end, but not over a blank line or another
    /// brace.
    fn closing(&self, from: usize) -> Option<usize> {
        let mut blank = false;
        for (n, byte) in self.text.as_bytes()[from..].iter().enumerate() {
            match byte {
                b'}' => return Some(from + n),
                b'{' => return None,
                b'\n' if blank => return None,
                b'\n' => blank = true,
                byte => blank &= byte.is_ascii_whitespace(),
            }
        }
        None
    }

    fn brace(&mut self) {
        self.flush();
        let open = self.at;
        let Some(close) = self.closing(open + 1) else {
            self.mistakes.push(Mistake {
                code: Code::UnclosedMark,
                at: open..open + 1,
                message: "this `{` has no `}`",
                help: "write `{name}` or `{if ..}`, or `\\{` for a brace",
            });
            self.at += 1;
            self.from = self.at;
            return;
        };
        let inner = &self.text[open + 1..close];
        let words = inner.trim();
        let start = open + 1 + (inner.len() - inner.trim_start().len());
        let tag = open..close + 1;
        let rest = |word: &str| {
            let condition = words[word.len()..].trim();
            let from = start + words.len() - words[word.len()..].trim_start().len();
            (condition, from..from + condition.len())
        };
        let piece = match words.split_whitespace().next().unwrap_or("") {
            "if" => {
                let (condition, at) = rest("if");
                Piece::If(condition, at, tag)
            }
            "elif" => {
                let (condition, at) = rest("elif");
                Piece::Elif(condition, at, tag)
            }
            "else" if words == "else" => Piece::Else(tag),
            "end" if words == "end" => Piece::End(tag),
            "tell" if words == "tell" => Piece::Tell(tag),
            _ => Piece::Insert(words, start..start + words.len()),
        };
        self.branch(&piece);
        self.pieces.push(piece);
        self.at = close + 1;
        self.from = self.at;
    }
}

/// Whether a line holds nothing but a tag, which then neither opens nor closes a document.
fn is_tag(line: &str) -> bool {
    let line = line.trim_end();
    line.starts_with('{') && line.find('}') == Some(line.len() - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_into_pieces() {
        let (pieces, mistakes) = pieces("\nOne *two*.\nThree {name}\n\n> FOUR\n> FIVE\n{if a}six{end}\n");
        assert_eq!(mistakes, []);
        use Piece::*;
        assert_eq!(
            pieces,
            [
                Paragraph,
                Text("One"),
                Space,
                Emphasis(true),
                Text("two"),
                Emphasis(false),
                Text("."),
                Space,
                Text("Three"),
                Space,
                Insert("name", 19..23),
                Paragraph,
                DocumentLine,
                Space,
                Text("FOUR"),
                DocumentLine,
                Space,
                Text("FIVE"),
                Paragraph,
                If("a", 44..45, 40..46),
                Text("six"),
                End(49..54),
                Paragraph,
            ]
        );
    }

    #[test]
    fn escapes_are_themselves_and_open_marks_are_named() {
        let (found, _) = pieces(r"a \{b} \*c \> d");
        let text: String = found.iter().map(|p| if let Piece::Text(t) = p { t } else { " " }).collect();
        assert_eq!(text, " a {b} *c > d");
        let (_, mistakes) = pieces("a *b\n\nc {d\n\ne}");
        assert_eq!(mistakes.iter().map(|m| m.at.clone()).collect::<Vec<_>>(), [2..3, 8..9]);
    }
}
