//! K141: words of seeing, hearing and seeming come too often. It must not know who sees.

use super::rate::{Weighed, check};
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint};
use crate::story::At;

/// Words of seeing, hearing and seeming come too often.
pub const LINT: Lint = Lint { code: Code::FilterWords, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    for (n, rate) in context.story.style.words.filters.iter().enumerate() {
        let weighed = Weighed {
            code: Code::FilterWords,
            what: "words that stand before the thing itself",
            per_10000: rate.per_10000,
            path: vec![At::Field("words"), At::Field("filters"), At::Row(n)],
            help: "say what is there, without the one who sees it",
        };
        check(context, rate, &weighed, faults);
    }
}
