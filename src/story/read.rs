//! Files to raw values: each row parsed by itself, each fault at its place.
//!
//! It knows the names of the files and what shape each has. It must not know what names in them refer to.

use std::collections::HashSet;
use std::ops::Range;

use serde::de::DeserializeOwned;

use super::raw;
use super::scan::{self, Slip, Step};
use crate::diagnostic::{Code, Diagnostic, FileId, SourceFile, Span};

/// A value read from a file, and where it stands.
#[derive(Debug, Clone)]
pub struct Found<T> {
    /// The value.
    pub value: T,
    /// Its file.
    pub file: FileId,
    /// Its bytes there.
    pub at: Range<usize>,
}

impl<T> Found<T> {
    /// The span of the value that `path` leads to inside this one.
    pub fn span(&self, files: &[SourceFile], path: &[Step<'_>]) -> Span {
        let text = &files[self.file.0 as usize].text;
        Span::new(self.file, scan::locate(text, self.at.clone(), path))
    }

    /// The span of `part` of the string that `path` leads to.
    pub fn span_in(&self, files: &[SourceFile], path: &[Step<'_>], part: Range<usize>, value: &str) -> Span {
        let text = &files[self.file.0 as usize].text;
        let whole = scan::locate(text, self.at.clone(), path);
        Span::new(self.file, scan::inside(text, whole, part, value))
    }
}

/// The rows of one kind, and the ids of rows that could not be read (so that naming one is not a second fault).
#[derive(Debug, Clone)]
pub struct Table<T> {
    /// Those that could be read.
    pub rows: Vec<Found<T>>,
    /// The ids of those that could not.
    pub lost: HashSet<String>,
    /// Whether a row was lost whose id could not be made out either.
    pub blind: bool,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), lost: HashSet::new(), blind: false }
    }
}

impl<T> Table<T> {
    /// Whether a name that is not found may belong to a row that could not be read.
    pub fn may_hold(&self, id: &str) -> bool {
        self.blind || self.lost.contains(id)
    }
}

/// A story's files, read.
#[derive(Debug)]
pub struct Raw {
    pub story: Found<raw::Story>,
    /// Passages, with the index of their chapter.
    pub passages: Table<raw::Passage>,
    /// For each chapter of `story.ron`, the rows of `passages` that are its own.
    pub chapters: Vec<Range<usize>>,
    pub endings: Table<raw::Ending>,
    pub people: Table<raw::Person>,
    pub places: Table<raw::Place>,
    pub sources: Table<raw::Source>,
    pub glossary: Table<raw::Term>,
    pub timeline: Table<raw::Event>,
    pub tells: Table<raw::Tell>,
    pub departures: Table<raw::Departure>,
    pub inventions: Table<raw::Invention>,
    pub policies: Table<raw::Policy>,
    pub style: raw::Style,
}

/// Reads all files. `None` when `story.ron` could not be read: nothing else means anything without it.
pub fn read(files: &[SourceFile], faults: &mut Vec<Diagnostic>) -> Option<Raw> {
    let mut reader = Reader { files, faults };
    let story = reader.story();
    let style = reader.value::<raw::Style>("style.ron").map(|found| found.value).unwrap_or_default();
    let mut passages = Table::default();
    let mut chapters = Vec::new();
    match &story {
        Some(story) => {
            for (n, chapter) in story.value.chapters.iter().enumerate() {
                let start = passages.rows.len();
                let name = format!("chapters/{}.ron", chapter.file);
                if !reader.rows_into(&name, &mut passages) {
                    let span = story.span(files, &[Step::Field("chapters"), Step::Row(n), Step::Field("file")]);
                    let known = files.iter().filter_map(|f| f.name.strip_prefix("chapters/")?.strip_suffix(".ron"));
                    reader.faults.push(
                        Diagnostic::new(Code::FileMissing, span, format!("there is no file `{name}`"))
                            .label("named here")
                            .did_you_mean(&chapter.file, known),
                    );
                    passages.blind = true;
                }
                chapters.push(start..passages.rows.len());
            }
            reader.unlisted(&story.value);
        }
        None => {
            for file in files.iter().filter(|file| file.name.starts_with("chapters/")) {
                reader.rows_into(&file.name, &mut passages);
            }
        }
    }
    let raw = Raw {
        endings: reader.table("endings.ron"),
        people: reader.table("people.ron"),
        places: reader.table("places.ron"),
        sources: reader.table("sources.ron"),
        glossary: reader.table("glossary.ron"),
        timeline: reader.table("timeline.ron"),
        tells: reader.table("tells.ron"),
        departures: reader.table("departures.ron"),
        inventions: reader.table("inventions.ron"),
        policies: reader.table("policies.ron"),
        story: story?,
        passages,
        chapters,
        style,
    };
    Some(raw)
}

struct Reader<'a> {
    files: &'a [SourceFile],
    faults: &'a mut Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn file(&self, name: &str) -> Option<(FileId, &'a str)> {
        let files = self.files;
        let n = files.iter().position(|file| file.name == name)?;
        Some((FileId(u16::try_from(n).ok()?), &files[n].text))
    }

    fn story(&mut self) -> Option<Found<raw::Story>> {
        let Some((file, text)) = self.file("story.ron") else {
            self.faults.push(
                Diagnostic::new(Code::FileMissing, Span::default(), "there is no file `story.ron`")
                    .help("a story is a folder with `story.ron`, `chapters/` and tables beside them"),
            );
            return None;
        };
        // The format is asked for first: a newer story may hold fields that this program does not know.
        if let Some(newer) = newer_format(text) {
            let span = Span::new(file, newer.0);
            self.faults.push(
                Diagnostic::new(
                    Code::NewerFormat,
                    span,
                    format!(
                        "this story is written in format {}; this program reads formats up to {}",
                        newer.1,
                        raw::FORMAT
                    ),
                )
                .label("a newer format")
                .help("get a newer version of the program, or ask the author for a story in an older format"),
            );
            return None;
        }
        self.value("story.ron")
    }

    /// The one value of a file; `None` when the file is not there or not sound.
    fn value<T: DeserializeOwned>(&mut self, name: &str) -> Option<Found<T>> {
        let (file, text) = self.file(name)?;
        let slips = scan::slips(text);
        if !slips.is_empty() {
            self.slips(file, slips);
            return None;
        }
        let at = 0..text.len();
        match raw::options().from_str::<T>(text) {
            Ok(value) => Some(Found { value, file, at }),
            Err(error) => {
                self.faults.push(fault(file, text, at, &error));
                None
            }
        }
    }

    fn table<T: DeserializeOwned>(&mut self, name: &str) -> Table<T> {
        let mut table = Table::default();
        self.rows_into(name, &mut table);
        table
    }

    /// Adds the rows of a file to `table`. False when there is no such file.
    fn rows_into<T: DeserializeOwned>(&mut self, name: &str, table: &mut Table<T>) -> bool {
        let Some((file, text)) = self.file(name) else { return false };
        let (rows, slips) = scan::rows(text);
        if rows.is_empty() && slips.is_empty() && !matches!(without_comments(text), "" | "[]") {
            // Not a list at all: let the parser say so.
            if let Err(error) = raw::options().from_str::<Vec<T>>(text) {
                self.faults.push(fault(file, text, 0..text.len(), &error));
            }
        }
        table.blind |= slips.iter().any(|slip| slip.code == Code::TooDeep);
        self.slips(file, slips);
        for row in rows {
            let read = if row.broken { None } else { Some(raw::options().from_str::<T>(&text[row.at.clone()])) };
            match read {
                Some(Ok(value)) => table.rows.push(Found { value, file, at: row.at }),
                other => {
                    if let Some(Err(error)) = other {
                        self.faults.push(fault(file, text, row.at.clone(), &error));
                    }
                    match lost_id(text, row.at) {
                        Some(id) => _ = table.lost.insert(id),
                        None => table.blind = true,
                    }
                }
            }
        }
        true
    }

    fn slips(&mut self, file: FileId, slips: Vec<Slip>) {
        for slip in slips {
            let mut fault = Diagnostic::new(slip.code, Span::new(file, slip.at), slip.message).help(slip.help);
            if let Some(at) = slip.noticed {
                fault = fault.also(Span::new(file, at), "noticed here");
            }
            self.faults.push(fault);
        }
    }

    fn unlisted(&mut self, story: &raw::Story) {
        for (n, file) in self.files.iter().enumerate() {
            let Some(name) = file.name.strip_prefix("chapters/").and_then(|name| name.strip_suffix(".ron")) else {
                continue;
            };
            if !story.chapters.iter().any(|chapter| chapter.file == name) {
                let span = Span::new(FileId(u16::try_from(n).unwrap_or(u16::MAX)), 0..0);
                self.faults.push(
                    Diagnostic::new(Code::UnlistedChapter, span, format!("no chapter of `story.ron` names `{name}`"))
                        .help(format!("add `(file: \"{name}\", title: \"..\")` to `chapters`, or move the file away")),
                );
            }
        }
    }
}

/// The text without the comments and white space before its first value.
fn without_comments(text: &str) -> &str {
    let mut rest = text.trim();
    while let Some(comment) = rest.strip_prefix("//") {
        rest = comment.find('\n').map_or("", |at| &comment[at..]).trim_start();
    }
    rest
}

/// The number behind `format:` and its bytes, when it is larger than this program reads.
fn newer_format(text: &str) -> Option<(Range<usize>, u64)> {
    let start = text.find('(')?;
    let head = scan::entries(text, start..text.len().min(start + 4096));
    let (_, value) =
        head.into_iter().find(|(key, _)| key.as_ref().is_some_and(|key| &text[key.clone()] == "format"))?;
    let number: u64 = text[value.clone()].parse().ok()?;
    (number > u64::from(raw::FORMAT)).then_some((value, number))
}

/// The id of a row that could not be parsed, when it can be made out.
fn lost_id(text: &str, at: Range<usize>) -> Option<String> {
    let (_, value) = scan::entries(text, at)
        .into_iter()
        .find(|(key, _)| key.as_ref().is_some_and(|key| matches!(&text[key.clone()], "id" | "term")))?;
    Some(text[value].trim_matches('"').to_owned())
}

/// What serde's error means to the author of the row at `at`.
fn fault(file: FileId, text: &str, at: Range<usize>, error: &ron::error::SpannedError) -> Diagnostic {
    use ron::error::Error;
    let row = &text[at.clone()];
    let offset = |p: ron::error::Position| at.start + SourceFile::offset(row, p.line, p.col).min(row.len());
    let (start, end) = (offset(error.span.start), offset(error.span.end));
    let place = Span::new(file, start..end.max(start));
    let word = Span::new(file, word_at(text, start));
    let known = |expected: &[&'static str]| match expected {
        [] => String::new(),
        names => format!("the fields are {}", list(names)),
    };
    match &error.code {
        Error::NoSuchStructField { expected, found, outer } => {
            let fault = Diagnostic::new(Code::UnknownField, word, format!("{} has no field `{found}`", article(outer)))
                .label("no such field")
                .help(known(expected));
            fault.did_you_mean(found, expected.iter().copied())
        }
        Error::MissingStructField { field, outer } => {
            let open = opener(text, at.start..start.max(at.start + 1));
            Diagnostic::new(
                Code::MissingField,
                Span::new(file, open..open + 1),
                format!("{} needs `{field}`", article(outer)),
            )
            .label("begins here")
            .help(format!("add `{field}: ..`"))
        }
        Error::DuplicateStructField { field, .. } => {
            Diagnostic::new(Code::Repeated, word, format!("`{field}` stands twice")).label("for the second time")
        }
        Error::NoSuchEnumVariant { expected, found, outer } => {
            Diagnostic::new(Code::WrongKind, word, format!("`{found}` is not a value of {}", outer_name(outer)))
                .help(format!("it is one of {}", list(expected)))
                .did_you_mean(found, expected.iter().copied())
        }
        Error::ExceededRecursionLimit => {
            Diagnostic::new(Code::TooDeep, place, "values lie too deep in one another here")
        }
        Error::ExpectedString => kind(word, "text in quotation marks should stand here"),
        Error::ExpectedArray | Error::ExpectedArrayEnd => kind(word, "a list `[ .. ]` should stand here"),
        Error::ExpectedMap | Error::ExpectedMapEnd => kind(word, "a map `{ .. }` should stand here"),
        Error::ExpectedInteger | Error::IntegerOutOfBounds | Error::InvalidIntegerDigit { .. } => {
            kind(word, "a whole number should stand here")
        }
        Error::ExpectedFloat => kind(word, "a number should stand here"),
        Error::ExpectedBoolean => kind(word, "`true` or `false` should stand here"),
        Error::ExpectedStructLike | Error::ExpectedNamedStructLike(_) => kind(word, "`( .. )` should stand here"),
        Error::ExpectedIdentifier if text[start..].starts_with('"') => {
            kind(word, "one of the format's own words should stand here").help("write it without quotation marks")
        }
        Error::InvalidValueForType { expected, found } => {
            kind(word, &format!("{expected} should stand here, not {found}"))
        }
        Error::ExpectedDifferentLength { expected, found } => {
            kind(word, &format!("{expected} should stand here, not {found} values"))
        }
        Error::Message(message) => kind(word, message),
        other => Diagnostic::new(Code::Syntax, place, format!("this is not RON: {other}")),
    }
}

fn kind(span: Span, message: &str) -> Diagnostic {
    Diagnostic::new(Code::WrongKind, span, message.to_owned())
}

fn article(outer: &Option<String>) -> String {
    match outer_name(outer) {
        name if name.starts_with(['a', 'e', 'i', 'o', 'u']) => format!("an {name}"),
        name => format!("a {name}"),
    }
}

fn outer_name(outer: &Option<String>) -> &str {
    outer.as_deref().unwrap_or("row")
}

fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The word at or just before `at`.
fn word_at(text: &str, at: usize) -> Range<usize> {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '"' | '-' | '.');
    let before = text[..at].trim_end_matches(part).len();
    let after = at + text[at..].find(|c| !part(c)).unwrap_or(text.len() - at);
    if before < after {
        return before..after;
    }
    at..at + text[at..].chars().next().map_or(0, char::len_utf8)
}

/// The innermost bracket still open where `range` ends.
fn opener(text: &str, range: Range<usize>) -> usize {
    let end = range.end;
    let mut here = range.start;
    let mut inner = scan::entries(text, here..text.len());
    while let Some((_, value)) =
        inner.into_iter().find(|(_, value)| value.start < end && end <= value.end && value.len() > 1)
    {
        let Some(open) = text[value.clone()].find(['(', '[', '{']) else { break };
        here = value.start + open;
        inner = scan::entries(text, here..text.len());
    }
    here
}
