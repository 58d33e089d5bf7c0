//! Source text and places in it. Offsets are bytes; what people are shown is a line and a column, both from 1.

use std::ops::Range;

/// Which of the files handed to `story::parse` a span lies in: its index there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FileId(pub u16);

impl FileId {
    /// None of the files: for a fault that is about the folder.
    pub const NONE: Self = Self(u16::MAX);
}

/// A stretch of bytes in one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The bytes `range` of `file`. Files are at most 16 MiB, so offsets fit 32 bits.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let fit = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { file, start: fit(range.start), end: fit(range.end) }
    }

    /// A file as a whole, where no place in it can be shown.
    pub fn whole_file(file: FileId) -> Self {
        Self { file, start: 0, end: 0 }
    }

    /// Whether this is no place in its file.
    pub fn is_whole_file(self) -> bool {
        self.start == 0 && self.end == 0
    }

    /// The bytes as a range.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A line and a column, both counted from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// One file of a story: the name people know it by, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Path inside the story folder, with `/` between its parts: `chapters/03-weber.ron`.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// Set when the text is not what the file holds, since it is too large or not text. Then a diagnostic says so, and
    /// nothing else is said of it.
    pub unread: bool,
}

impl SourceFile {
    /// A file called `name` that holds `text`. A byte order mark at its head is dropped.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text: String = text.into();
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        Self { name: name.into(), text, unread: false }
    }

    /// A file called `name` that could not be read as text; `shown` is as much of it as can be shown.
    pub fn unread(name: impl Into<String>, shown: impl Into<String>) -> Self {
        Self { name: name.into(), text: shown.into(), unread: true }
    }

    /// The line and column of byte `offset`, which is pulled back to the end of the text and to a character's start.
    pub fn place(&self, offset: usize) -> Place {
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &self.text[..end];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Place { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
    }

    /// The byte of a 1-based line and column counted in characters; past the end gives the end.
    pub fn offset(text: &str, line: usize, column: usize) -> usize {
        let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let rest = text.get(start..).unwrap_or("");
        start + rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>()
    }
}

/// Whether `c` could change what a terminal does or the order in which it shows text: the control characters of
/// Unicode, and those that turn the direction of writing.
pub fn is_control(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
