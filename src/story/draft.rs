//! A story together with the text it was read from: what those hold who speak to its author.
//!
//! The model has numbers and no places; the files have places and no meaning. A `Draft` joins them: the raw row behind a
//! passage, the place of any field of it, the place of a part of a text. It must not know what is said about them.

use std::ops::Range;

use super::model::*;
use super::raw;
use super::read::{self, Found, Raw};
use super::report::Report;
use super::resolve::resolve;
use super::scan::Step;
use crate::diagnostic::{self, Diagnostic, SourceFile, Span};

/// A sound story and its text.
#[derive(Debug)]
pub struct Draft<'a> {
    /// The story.
    pub story: Story,
    raw: Raw<'a>,
    report: Report<'a>,
}

/// A passage as its author wrote it.
#[derive(Debug, Clone, Copy)]
pub enum Written<'d, 'a> {
    /// A row of a chapter.
    Passage(&'d raw::Passage<'a>),
    /// A row of `endings.ron`.
    Ending(&'d raw::Ending<'a>),
}

/// The tables whose rows have places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// `people.ron`.
    People,
    /// `places.ron`.
    Places,
    /// `sources.ron`.
    Sources,
    /// `glossary.ron`.
    Glossary,
    /// `timeline.ron`.
    Timeline,
    /// `tells.ron`.
    Tells,
    /// `departures.ron`.
    Departures,
    /// `inventions.ron`.
    Inventions,
    /// `policies.ron`.
    Policies,
    /// `assertions.ron`.
    Assertions,
    /// `episodes.ron`.
    Episodes,
}

impl<'a> Draft<'a> {
    /// Reads a story as `parse` does.
    pub(super) fn read(files: &'a [SourceFile]) -> (Option<Self>, Vec<Diagnostic>) {
        let report = Report::new(files);
        let Some(raw) = read::read(&report) else { return (None, report.finish()) };
        let story = resolve(&report, &raw);
        let faults = report.finish();
        let story = story.filter(|_| !diagnostic::any_error(&faults));
        (story.map(|story| Draft { story, raw, report }), faults)
    }

    /// The files it was read from.
    pub fn files(&self) -> &'a [SourceFile] {
        self.report.files
    }

    /// A passage as it was written. Passages keep the order of their rows; endings stand behind them.
    pub fn written(&self, id: PassageId) -> Written<'_, 'a> {
        match self.raw.passages.rows.get(id.index()) {
            Some(found) => Written::Passage(&found.value),
            None => Written::Ending(&self.ending_row(id).value),
        }
    }

    fn ending_row(&self, id: PassageId) -> &Found<raw::Ending<'a>> {
        &self.raw.endings.rows[id.index() - self.raw.passages.rows.len()]
    }

    /// The text of a passage with its marks.
    pub fn text(&self, id: PassageId) -> &str {
        match self.written(id) {
            Written::Passage(passage) => &passage.text,
            Written::Ending(ending) => &ending.text,
        }
    }

    /// The place of what `path` leads to inside the row of a passage; the whole row when it is empty. Of a field that is
    /// not there, what would hold it.
    pub fn passage_span(&self, id: PassageId, path: &[Step<'_>]) -> Span {
        match self.raw.passages.rows.get(id.index()) {
            Some(found) => found.span(&self.report, path),
            None => self.ending_row(id).span(&self.report, path),
        }
    }

    /// The place of a passage's id.
    pub fn id_span(&self, id: PassageId) -> Span {
        self.passage_span(id, &[Step::Field("id")])
    }

    /// The place of what `path` leads to inside a choice; of a passage's `next` or `care`, inside that.
    pub fn choice_span(&self, id: ChoiceId, path: &[Step<'_>]) -> Span {
        let choice = self.story.choice(id);
        let passage = self.story.passage(choice.passage);
        if choice.label.is_none() {
            let field = Step::Field(if choice.instead { "care" } else { "next" });
            return self.passage_span(choice.passage, &[&[field], path].concat());
        }
        let row = (id.0 - passage.choices.start) as usize;
        self.passage_span(choice.passage, &[&[Step::Field("choices"), Step::Row(row)], path].concat())
    }

    /// The choice as it was written; none for a passage's `next`.
    pub fn written_choice(&self, id: ChoiceId) -> Option<&raw::Choice<'a>> {
        let choice = self.story.choice(id);
        let row = (id.0 - self.story.passage(choice.passage).choices.start) as usize;
        match self.written(choice.passage) {
            Written::Passage(passage) => passage.choices.get(row),
            Written::Ending(_) => None,
        }
    }

    /// The place of bytes `part` of a passage's text.
    pub fn text_span(&self, id: PassageId, part: Range<usize>) -> Span {
        self.part(self.passage_span(id, &[Step::Field("text")]), part, self.text(id))
    }

    /// The place of bytes `part` of the string `value` that is written at `whole`.
    pub fn part(&self, whole: Span, part: Range<usize>, value: &str) -> Span {
        self.report.part(whole, part, value)
    }

    /// The place of what `path` leads to inside `story.ron`.
    pub fn story_span(&self, path: &[Step<'_>]) -> Span {
        self.raw.story.span(&self.report, path)
    }

    /// `story.ron` as it was written.
    pub fn written_story(&self) -> &raw::Story {
        &self.raw.story.value
    }

    /// The place of what `path` leads to inside `style.ron`; of a limit that is not set, what would hold it.
    pub fn style_span(&self, path: &[Step<'_>]) -> Span {
        match &self.raw.style {
            Some(style) => style.span(&self.report, path),
            None => self.story_span(&[]),
        }
    }

    /// The tells as they were written, in the order of `Story::tells`.
    pub fn written_tells(&self) -> impl Iterator<Item = &raw::Tell> {
        self.raw.tells.rows.iter().map(|found| &found.value)
    }

    /// The story tests as they were written, each with the name of its file, in the order of `Story::tests`.
    pub fn written_tests(&self) -> impl Iterator<Item = (&'a str, &raw::Test)> {
        let files = self.report.files;
        self.raw.tests.iter().map(|found| (files[usize::from(found.file.0)].name.as_str(), &found.value))
    }

    /// The place of what `path` leads to inside the n-th story test.
    pub fn test_span(&self, n: usize, path: &[Step<'_>]) -> Span {
        self.raw.tests.get(n).map_or_else(|| self.story_span(&[]), |found| found.span(&self.report, path))
    }

    /// The place of what `path` leads to inside the n-th row of a table.
    pub fn row_span(&self, table: Table, n: usize, path: &[Step<'_>]) -> Span {
        fn of<T>(report: &Report<'_>, rows: &[Found<T>], n: usize, path: &[Step<'_>]) -> Option<Span> {
            rows.get(n).map(|found| found.span(report, path))
        }
        let (report, raw) = (&self.report, &self.raw);
        let span = match table {
            Table::People => of(report, &raw.people.rows, n, path),
            Table::Places => of(report, &raw.places.rows, n, path),
            Table::Sources => of(report, &raw.sources.rows, n, path),
            Table::Glossary => of(report, &raw.glossary.rows, n, path),
            Table::Timeline => of(report, &raw.timeline.rows, n, path),
            Table::Tells => of(report, &raw.tells.rows, n, path),
            Table::Departures => of(report, &raw.departures.rows, n, path),
            Table::Inventions => of(report, &raw.inventions.rows, n, path),
            Table::Policies => of(report, &raw.policies.rows, n, path),
            Table::Assertions => of(report, &raw.assertions.rows, n, path),
            Table::Episodes => of(report, &raw.episodes.rows, n, path),
        };
        span.unwrap_or_else(|| self.story_span(&[]))
    }
}
