//! K139: there are too many adjectives of mood. It must not know what they describe.

use super::rate::{Weighed, check};
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint};
use crate::story::At;

/// There are too many adjectives of mood.
pub const LINT: Lint = Lint { code: Code::MoodWords, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let Some(rate) = &context.story.style.words.mood else { return };
    let weighed = Weighed {
        code: Code::MoodWords,
        what: "words of mood",
        per_10000: rate.per_10000,
        path: vec![At::Field("words"), At::Field("mood")],
        help: "replace a mood with what it costs somebody",
    };
    check(context, rate, &weighed, faults);
}
