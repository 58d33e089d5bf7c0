//! What can be said against a sound story without playing it (but for its episodes, which are short): one file a diagnostic.
//!
//! Each file holds one `Lint`: a code and a function that looks at the whole story. What several of them need is worked
//! out once, in `Context`. They read a story and the text it was made from, and must not know about files on disk,
//! screens, or each other.

mod access;
mod craft;
mod look;
mod meaning;
mod place;
pub mod prose;
mod size;
mod stats;
mod sure;
mod usage;
mod ways;

use std::cell::OnceCell;
use std::sync::LazyLock;

use crate::diagnostic::{self, Code, Diagnostic};
use crate::explore::episode::Played;
use crate::explore::episode::episodes;
use crate::story::{Draft, PassageId, Story};
use craft::book::Book;
use prose::Prose;
use sure::Sure;
use usage::Usage;
use ways::Ways;

pub use access::LABEL_CELLS;
pub use look::{Look, look};
pub use size::{Size, WORDS_A_MINUTE, counted, grouped};
pub use stats::{Named, Part, Stats};
pub use sure::MOST_PROVED;

/// One check.
#[derive(Debug, Clone, Copy)]
pub struct Lint {
    /// What it says.
    pub code: Code,
    /// Looks at the story and reports what it finds.
    pub run: fn(&Context<'_>, &mut Vec<Diagnostic>),
}

/// All checks, group by group.
pub static LINTS: LazyLock<Vec<Lint>> = LazyLock::new(|| [meaning::LINTS, craft::LINTS, access::LINTS].concat());

/// What the checks look at.
#[derive(Debug)]
pub struct Context<'d> {
    /// The story and its text.
    pub draft: &'d Draft<'d>,
    /// The story.
    pub story: &'d Story,
    prose: OnceCell<Vec<Prose>>,
    book: OnceCell<Book>,
    usage: OnceCell<Usage>,
    ways: OnceCell<Ways>,
    sure: OnceCell<Sure<'d>>,
    episodes: OnceCell<Vec<Played>>,
}

impl<'d> Context<'d> {
    fn new(draft: &'d Draft<'d>) -> Self {
        Self {
            draft,
            story: &draft.story,
            prose: OnceCell::new(),
            book: OnceCell::new(),
            usage: OnceCell::new(),
            ways: OnceCell::new(),
            sure: OnceCell::new(),
            episodes: OnceCell::new(),
        }
    }

    /// The words of a passage. All are read when the first is asked for.
    pub fn prose(&self, passage: PassageId) -> &Prose {
        let all = || (0..self.story.passages.len()).map(|n| Prose::of(self.draft.text(PassageId(n as u32)))).collect();
        &self.prose.get_or_init(all)[passage.index()]
    }

    /// The words of the story, numbered.
    fn book(&self) -> &Book {
        self.book.get_or_init(|| Book::of(self))
    }

    /// What can never be.
    fn sure(&self) -> &Sure<'d> {
        self.sure.get_or_init(|| Sure::of(self.story))
    }

    /// Which passage leads to which, as far as it may.
    fn ways(&self) -> &Ways {
        self.ways.get_or_init(|| Ways::of(self.story, self.sure()))
    }

    /// The episodes, played.
    fn episodes(&self) -> &[Played] {
        self.episodes.get_or_init(|| episodes(self.story))
    }

    /// What the story writes and reads.
    fn usage(&self) -> &Usage {
        self.usage.get_or_init(|| Usage::of(self.story))
    }
}

/// All that the checks have to say, weighed as the story wants it, in the order of the files.
pub fn check(draft: &Draft<'_>) -> Vec<Diagnostic> {
    check_with(draft, &LINTS)
}

/// The same of some of the checks.
pub fn check_with(draft: &Draft<'_>, lints: &[Lint]) -> Vec<Diagnostic> {
    let context = Context::new(draft);
    let mut faults = Vec::new();
    for lint in lints {
        let own = draft.story.severities.iter().rfind(|(code, _)| *code == lint.code).map(|(_, severity)| *severity);
        let severity = match own {
            Some(None) => continue,
            Some(Some(severity)) => Some(severity),
            None => None,
        };
        let before = faults.len();
        (lint.run)(&context, &mut faults);
        if let Some(severity) = severity {
            faults[before..].iter_mut().for_each(|fault| fault.severity = severity);
        }
    }
    diagnostic::sort(&mut faults);
    faults
}
