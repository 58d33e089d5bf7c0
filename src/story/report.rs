//! The faults found so far, and how to find places: what reading and resolving hold in common.
//!
//! It keeps as many faults of a file as anybody will be shown and counts the rest, so that a file in which everything
//! is wrong costs no more than one in which much is. It must not know what the faults are about.

use std::cell::RefCell;
use std::ops::Range;

use super::scan::{Outlines, Step, inside};
use crate::diagnostic::{self, Code, Diagnostic, FileId, MAX_SHOWN, Severity, SourceFile, Span};

/// The faults of a file that are kept and those that are only counted.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    errors: usize,
    warnings: usize,
    more: usize,
}

/// The files of a story and their faults.
#[derive(Debug)]
pub struct Report<'a> {
    /// The files.
    pub files: &'a [SourceFile],
    faults: RefCell<Vec<Diagnostic>>,
    counts: RefCell<Vec<Count>>,
    outlines: Vec<Outlines>,
}

impl<'a> Report<'a> {
    /// Nothing found yet in `files`.
    pub fn new(files: &'a [SourceFile]) -> Self {
        Self {
            files,
            faults: RefCell::default(),
            // One more for faults that belong to no file.
            counts: RefCell::new(vec![Count::default(); files.len() + 1]),
            outlines: files.iter().map(|_| Outlines::default()).collect(),
        }
    }

    fn count<R>(&self, file: FileId, with: impl FnOnce(&mut Count) -> R) -> R {
        let n = usize::from(file.0).min(self.files.len());
        with(&mut self.counts.borrow_mut()[n])
    }

    /// Whether another error of this file would be shown. If not, its place and its help need not be looked for.
    pub fn room(&self, file: FileId) -> bool {
        self.count(file, |count| count.errors < MAX_SHOWN)
    }

    /// Adds a fault, or counts it.
    pub fn push(&self, fault: Diagnostic) {
        let keep = self.count(fault.span.file, |count| {
            let room = count.errors < MAX_SHOWN;
            let kind = match fault.severity() {
                Severity::Error => &mut count.errors,
                Severity::Warning | Severity::Hint => &mut count.warnings,
            };
            let keep = room && *kind < MAX_SHOWN;
            if keep {
                *kind += 1
            } else {
                count.more += 1
            }
            keep
        });
        if keep {
            self.faults.borrow_mut().push(fault);
        }
    }

    /// Counts faults that were found and not kept.
    pub fn and_more(&self, file: FileId, more: usize) {
        self.count(file, |count| count.more += more);
    }

    /// The text of a file.
    pub fn text(&self, file: FileId) -> &'a str {
        self.files.get(usize::from(file.0)).map_or("", |file| &file.text)
    }

    /// The place of the value that `path` leads to inside the value at `at`.
    pub fn span(&self, file: FileId, at: &Range<usize>, path: &[Step<'_>]) -> Span {
        match self.outlines.get(usize::from(file.0)) {
            Some(outlines) if self.room(file) => Span::new(file, outlines.locate(self.text(file), at.clone(), path)),
            _ => Span::whole_file(file),
        }
    }

    /// The place of `part` of the string `value` that is written at `whole`.
    pub fn part(&self, whole: Span, part: Range<usize>, value: &str) -> Span {
        if !self.room(whole.file) {
            return Span::whole_file(whole.file);
        }
        Span::new(whole.file, inside(self.text(whole.file), whole.range(), part, value))
    }

    /// The faults in the order of their places, at most `MAX_SHOWN` of a file, errors before warnings; and for each file
    /// that has more of them, how many.
    pub fn finish(&self) -> Vec<Diagnostic> {
        let mut faults = self.faults.take();
        diagnostic::sort(&mut faults);
        // What is asked from here on is asked of a story that has been read: there is room again.
        let mut counts = self.counts.replace(vec![Count::default(); self.files.len() + 1]);
        for (n, count) in counts.iter_mut().enumerate() {
            let mut warnings = MAX_SHOWN.saturating_sub(count.errors);
            if count.warnings <= warnings {
                continue;
            }
            faults.retain(|fault| {
                let own = usize::from(fault.span.file.0).min(self.files.len()) == n;
                if !own || fault.severity() == Severity::Error {
                    return true;
                }
                let keep = warnings > 0;
                (warnings, count.more) = (warnings.saturating_sub(1), count.more + usize::from(!keep));
                keep
            });
        }
        for (n, (count, file)) in counts.iter().zip(self.files).enumerate().filter(|(_, (count, _))| count.more > 0) {
            let span = Span::new(FileId(u16::try_from(n).unwrap_or(u16::MAX)), file.text.len()..file.text.len());
            let message = format!("`{}` has {} more faults, which are not shown", file.name, count.more);
            faults.push(Diagnostic::new(Code::MoreFaults, span, message).help("mend some of these first"));
        }
        diagnostic::sort(&mut faults);
        faults
    }
}
