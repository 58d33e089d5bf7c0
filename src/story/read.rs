//! Files to raw values: each row parsed by itself, each fault at its place.
//!
//! It knows the names of the files and what shape each has. It must not know what names in them refer to.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use serde::Deserialize;

use super::report::Report;
use super::scan::{self, Slips, Step};
use super::{quick, raw, refused};
use crate::diagnostic::{Code, Diagnostic, FileId, Span};

/// Where story tests stand.
pub const TESTS: &str = "tests/";

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
    pub fn span(&self, report: &Report<'_>, path: &[Step<'_>]) -> Span {
        report.span(self.file, &self.at, path)
    }

    /// The spans of parts of the string `value` that `path` leads to. The string itself is looked for once, and only
    /// when a part of it is asked for.
    pub fn parts<'s>(
        &'s self,
        report: &'s Report<'_>,
        path: &'s [Step<'s>],
        value: &'s str,
    ) -> impl Fn(Range<usize>) -> Span + 's {
        let whole = OnceCell::new();
        move |part| report.part(*whole.get_or_init(|| self.span(report, path)), part, value)
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
pub struct Raw<'a> {
    pub story: Found<raw::Story>,
    /// Passages, with the index of their chapter.
    pub passages: Table<raw::Passage<'a>>,
    /// For each chapter of `story.ron`, the rows of `passages` that are its own.
    pub chapters: Vec<Range<usize>>,
    /// The chapters whose first row could not be read.
    pub headless: HashSet<usize>,
    pub endings: Table<raw::Ending<'a>>,
    pub people: Table<raw::Person>,
    pub places: Table<raw::Place>,
    pub sources: Table<raw::Source>,
    pub glossary: Table<raw::Term>,
    pub timeline: Table<raw::Event>,
    pub tells: Table<raw::Tell>,
    pub departures: Table<raw::Departure>,
    pub inventions: Table<raw::Invention>,
    pub policies: Table<raw::Policy>,
    pub assertions: Table<raw::Assertion>,
    pub episodes: Table<raw::Episode>,
    pub style: Option<Found<raw::Style>>,
    /// Story tests, where those are among the files.
    pub tests: Vec<Found<raw::Test>>,
}

/// Reads all files. `None` when `story.ron` could not be read: nothing else means anything without it.
pub fn read<'a>(report: &Report<'a>) -> Option<Raw<'a>> {
    let reader = Reader { report, names: index(report) };
    let story = reader.story();
    let style = reader.value("style.ron");
    let tests = report.files.iter().map(|file| file.name.as_str());
    let tests = tests.filter(|name| name.starts_with(TESTS) && name.ends_with(".ron"));
    let tests = tests.filter_map(|name| reader.value(name)).collect();
    let mut passages = Table::default();
    let (mut chapters, mut headless) = (Vec::new(), HashSet::new());
    match &story {
        Some(story) => reader.chapters(story, &mut passages, &mut chapters, &mut headless),
        // Without `story.ron` the chapters have no order, but their faults can be told.
        None => {
            for file in report.files.iter().filter(|file| file.name.starts_with("chapters/")) {
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
        assertions: reader.table("assertions.ron"),
        episodes: reader.table("episodes.ron"),
        story: story?,
        passages,
        chapters,
        headless,
        style,
        tests,
    };
    Some(raw)
}

/// The files by their names.
fn index<'a>(report: &Report<'a>) -> HashMap<&'a str, FileId> {
    let names = report.files.iter().map(|file| file.name.as_str());
    // The first of a name counts; there are never two.
    names.enumerate().rev().filter_map(|(n, name)| Some((name, FileId(u16::try_from(n).ok()?)))).collect()
}

struct Reader<'r, 'a> {
    report: &'r Report<'a>,
    names: HashMap<&'a str, FileId>,
}

impl<'a> Reader<'_, 'a> {
    /// A file and its text; `None` when there is none, or none that could be read.
    fn file(&self, name: &str) -> Option<(FileId, &'a str)> {
        let file = *self.names.get(name)?;
        (!self.report.files[usize::from(file.0)].unread).then(|| (file, self.report.text(file)))
    }

    fn story(&self) -> Option<Found<raw::Story>> {
        if !self.names.contains_key("story.ron") {
            let none = Span::whole_file(FileId::NONE);
            self.report.push(
                Diagnostic::new(Code::FileMissing, none, "there is no file `story.ron`")
                    .help("a story is a folder with `story.ron`, a folder `chapters`, and tables beside them"),
            );
        }
        let (file, text) = self.file("story.ron")?;
        // The format is asked for first: a newer story may hold fields that this program does not know.
        if let Some((at, number)) = newer_format(text) {
            let known = raw::FORMAT;
            let message = format!("this story is written in format {number}; this program reads formats up to {known}");
            self.report.push(
                Diagnostic::new(Code::NewerFormat, Span::new(file, at), message)
                    .label("a newer format")
                    .help("get a newer version of the program, or ask the author for a story in an older format"),
            );
            return None;
        }
        self.value("story.ron")
    }

    fn chapters(
        &self,
        story: &Found<raw::Story>,
        passages: &mut Table<raw::Passage<'a>>,
        chapters: &mut Vec<Range<usize>>,
        headless: &mut HashSet<usize>,
    ) {
        let mut listed = HashSet::new();
        let mut missing = false;
        for (n, chapter) in story.value.chapters.iter().enumerate() {
            let start = passages.rows.len();
            let name = format!("chapters/{}.ron", chapter.file);
            let path = [Step::Field("chapters"), Step::Row(n), Step::Field("file")];
            if !listed.insert(chapter.file.as_str()) {
                let span = story.span(self.report, &path);
                let message = format!("the file `{}` is named by two chapters", chapter.file);
                self.report.push(
                    Diagnostic::new(Code::Repeated, span, message)
                        .label("for the second time")
                        .help("each chapter is a file of its own"),
                );
            } else if !self.names.contains_key(name.as_str()) {
                let span = story.span(self.report, &path);
                let known = self.names.keys().filter_map(|name| name.strip_prefix("chapters/")?.strip_suffix(".ron"));
                self.report.push(
                    Diagnostic::new(Code::FileMissing, span, format!("there is no file `{name}`"))
                        .label("named here")
                        .help("a chapter names its file without `.ron`; the file lies in the folder `chapters`")
                        .did_you_mean(&chapter.file, known),
                );
                (passages.blind, missing) = (true, true);
            } else if !self.rows_into(&name, passages) {
                headless.insert(n);
            }
            chapters.push(start..passages.rows.len());
        }
        if !missing {
            self.unlisted(&listed);
        }
    }

    /// Reports chapters that lie in the folder and are not part of the story. One whose name is misspelt in
    /// `story.ron` is a missing file, and that is said already.
    fn unlisted(&self, listed: &HashSet<&str>) {
        for (n, file) in self.report.files.iter().enumerate() {
            let name = file.name.strip_prefix("chapters/").and_then(|name| name.strip_suffix(".ron"));
            if let Some(name) = name.filter(|name| !listed.contains(name)) {
                let span = Span::whole_file(FileId(u16::try_from(n).unwrap_or(u16::MAX)));
                let message = format!("no chapter of `story.ron` names `{name}`, so nobody will read it");
                self.report.push(
                    Diagnostic::new(Code::UnlistedChapter, span, message)
                        .help(format!("add `(file: \"{name}\", title: \"..\")` to `chapters`, or move the file away")),
                );
            }
        }
    }

    /// The one value of a file; `None` when the file is not there or not sound.
    fn value<T: Deserialize<'a>>(&self, name: &str) -> Option<Found<T>> {
        let (file, text) = self.file(name)?;
        let slips = scan::value(text);
        if !slips.is_empty() {
            self.slips(file, slips);
            return None;
        }
        let at = 0..text.len();
        match raw::options().from_str::<T>(text) {
            Ok(value) => Some(Found { value, file, at }),
            Err(error) => {
                self.report.push(refused::fault(file, text, at, &error));
                None
            }
        }
    }

    fn table<T: Deserialize<'a>>(&self, name: &str) -> Table<T> {
        let mut table = Table::default();
        if self.names.contains_key(name) {
            self.rows_into(name, &mut table);
        }
        table
    }

    /// Adds the rows of a file that is there to `table`. False when the first of them could not be read.
    fn rows_into<T: Deserialize<'a>>(&self, name: &str, table: &mut Table<T>) -> bool {
        let Some((file, text)) = self.file(name) else {
            table.blind = true;
            return false;
        };
        let before = table.rows.len();
        if scan::is_clean(text) && quick::rows(text, |at, value| table.rows.push(Found { value, file, at })) {
            return true;
        }
        table.rows.truncate(before);
        let (rows, slips) = scan::rows(text);
        let mut whole = true;
        table.blind |=
            slips.found.iter().any(|slip| slip.code == Code::TooDeep) || (rows.is_empty() && !slips.is_empty());
        self.slips(file, slips);
        for (n, row) in rows.into_iter().enumerate() {
            let read = if row.broken { None } else { Some(raw::options().from_str::<T>(&text[row.at.clone()])) };
            match read {
                Some(Ok(value)) => table.rows.push(Found { value, file, at: row.at }),
                other => {
                    whole &= n > 0;
                    match other {
                        Some(Err(error)) if self.report.room(file) => {
                            self.report.push(refused::fault(file, text, row.at.clone(), &error));
                        }
                        Some(_) => self.report.and_more(file, 1),
                        None => {}
                    }
                    let ids = lost_ids(text, row.at);
                    table.blind |= ids.is_empty();
                    table.lost.extend(ids);
                }
            }
        }
        whole
    }

    fn slips(&self, file: FileId, slips: Slips) {
        for slip in slips.found {
            let mut fault = Diagnostic::new(slip.code, Span::new(file, slip.at), slip.message).help(slip.help);
            fault.label = slip.label.to_owned();
            if let Some((at, words)) = slip.also {
                fault = fault.also(Span::new(file, at), words);
            }
            self.report.push(fault);
        }
        self.report.and_more(file, slips.more);
    }
}

/// The number behind `format:` and its bytes, when it is larger than this program reads.
fn newer_format(text: &str) -> Option<(Range<usize>, u64)> {
    let mut end = text.len().min(4096);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = scan::entries(text, 0..end);
    let (_, value) =
        head.into_iter().find(|(key, _)| key.as_ref().is_some_and(|key| &text[key.clone()] == "format"))?;
    let number: u64 = text[value.clone()].parse().ok()?;
    (number > u64::from(raw::FORMAT)).then_some((value, number))
}

/// The ids, present and former, of a row that could not be parsed; none when its own cannot be made out. Those of its
/// choices are among them, and of rows that stand in it because it was left open: better to say too little of names.
fn lost_ids(text: &str, at: Range<usize>) -> Vec<String> {
    let row = &text[at];
    let quoted = |rest: &str| -> Option<String> {
        let rest = rest.trim_start().strip_prefix('"').unwrap_or(rest.trim_start());
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).unwrap_or(rest.len());
        let id =
            (rest.starts_with(char::is_alphabetic) && !rest[end..].starts_with(' ')).then(|| rest[..end].to_owned());
        id.filter(|_| rest[end..].starts_with(['"', ',', '\n', '\r', ']']))
    };
    let named = |name: &'static str| {
        row.match_indices(name).filter_map(move |(at, _)| row[at + name.len()..].trim_start().strip_prefix(':'))
    };
    let own = ["id", "term"].iter().find_map(|name| named(name).next());
    if own.and_then(quoted).is_none() {
        return Vec::new();
    }
    let former = named("was").filter_map(|rest| rest.trim_start().strip_prefix('[')).flat_map(|list| {
        let end = list.find(']').unwrap_or(list.len().min(1000));
        list.get(..end).unwrap_or("").split(',').filter_map(quoted)
    });
    named("id").filter_map(quoted).chain(named("term").filter_map(quoted)).chain(former).collect()
}
