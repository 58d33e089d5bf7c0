//! K134: a dash stands where speech is not broken off. It must not know what is said.

use std::collections::BTreeSet;
use std::ops::Range;

use super::phrase::MOST;
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::prose::Reading;
use crate::lint::{Context, Lint};

/// A dash stands where speech is not broken off.
pub const LINT: Lint = Lint { code: Code::StrayDash, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let Some(limit) = context.story.style.speech.broken_off else { return };
    for id in context.passages() {
        let mut said = BTreeSet::new();
        for reading in &context.prose(id).readings {
            let mut broken = 0;
            for (at, breaks_off) in dashes(reading).into_iter().take(MOST) {
                broken += u32::from(breaks_off);
                let origin = reading.origin(&at);
                if (breaks_off && broken <= limit) || !said.insert(origin.start) {
                    continue;
                }
                let message = match (breaks_off, limit) {
                    (true, 0) => "a speech of this story breaks off in no dash".to_owned(),
                    (true, _) => {
                        format!("`{}` has {broken} speeches that break off in a dash", context.story.passage_id(id))
                    }
                    (false, _) => "a dash stands where no speech is broken off".to_owned(),
                };
                let (span, limits) = context.limit(&["speech", "broken_off"]);
                faults.push(
                    Diagnostic::new(Code::StrayDash, context.draft.text_span(id, origin), message)
                        .label("this dash")
                        .help("write a full stop, a comma or a colon; a dash is for somebody who is interrupted: `\"the—\"`")
                        .also(span, limits),
                );
            }
        }
    }
}

/// The dashes of a reading, and whether each breaks off a speech: a closing quotation mark stands behind it. A short dash
/// between digits is none, nor is a hyphen within a word.
fn dashes(reading: &Reading) -> Vec<(Range<usize>, bool)> {
    let mut found: Vec<(Range<usize>, bool)> = Vec::new();
    let shown = &reading.shown;
    for (at, sign) in shown.match_indices(['—', '–', '―', '-']) {
        if found.last().is_some_and(|(last, _)| at < last.end) {
            continue;
        }
        let head = &shown[..at];
        let run = shown[at..].len() - shown[at..].trim_start_matches(['—', '–', '―', '-']).len();
        let tail = &shown[at + run..];
        let free = head.ends_with(char::is_whitespace) && tail.starts_with(char::is_whitespace);
        let digits = head.ends_with(|c: char| c.is_numeric()) && tail.starts_with(|c: char| c.is_numeric());
        let dash = match sign {
            "-" => run > 1 || free,
            "–" => !digits,
            _ => true,
        };
        if dash {
            let spoken = reading.words.partition_point(|word| word.at.end <= at).checked_sub(1);
            let spoken = spoken.and_then(|n| reading.words.get(n)).is_some_and(|word| word.speech);
            found.push((at..at + run, spoken && tail.starts_with(['"', '”', '»'])));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::prose::Prose;

    #[test]
    fn a_dash_is_told_from_a_hyphen_and_an_end_of_speech() {
        let found = |text: &str| {
            let prose = Prose::of(text);
            dashes(&prose.readings[0]).into_iter().map(|(_, breaks)| breaks).collect::<Vec<_>>()
        };
        assert_eq!(found("\"Your train is the—\" and she stops."), [true]);
        assert_eq!(found("He knows—he has known—that."), [false, false]);
        assert!(found("A post-box, 1936–37, for-get-me-not.").is_empty());
        assert_eq!(found("He knows -- she said - no. — Yes–no."), [false, false, false, false]);
        assert_eq!(found("No speech here—\" he wrote."), [false]);
    }
}
