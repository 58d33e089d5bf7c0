//! K136: the sentences of a passage are all of one length. It must not know what they say.

use super::measure::{below, hundredths, share};
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint, counted};

/// The sentences of a passage are all of one length.
pub const LINT: Lint = Lint { code: Code::EvenSentences, run };

/// As many lengths show how even they are.
const SHOWN: usize = 12;

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let Some(style) = &context.story.style.sentences.variation else { return };
    let book = context.book();
    let mut all = Vec::new();
    for id in context.passages() {
        let lengths: Vec<usize> = book.pages[id.index()].prose_lines().map(|line| line.words.len()).collect();
        if lengths.len() >= (style.from_sentences as usize).max(2) {
            all.push((variation(&lengths), lengths, id));
        }
    }
    let even = |(found, _, _): &&(usize, Vec<usize>, _)| *found < style.least as usize;
    let (flat, count) = (all.iter().filter(even).count(), all.len());
    if below(count - flat, count, style.of_passages, 100) {
        let (span, limits) = context.limit(&["sentences", "variation", "of_passages"]);
        for (found, lengths, id) in all.iter().filter(even) {
            let message = format!(
                "the sentences of `{}` are of much the same length: {}{} words",
                context.story.passage_id(*id),
                lengths.iter().take(SHOWN).map(usize::to_string).collect::<Vec<_>>().join(", "),
                if lengths.len() > SHOWN { " .." } else { "" }
            );
            let help = format!(
                "they vary by {}, and {} should be the least; {} of {} vary so little, and {} in a hundred may",
                hundredths(*found),
                hundredths(style.least as usize),
                flat,
                counted(count, "passage"),
                100u32.saturating_sub(style.of_passages),
            );
            faults.push(
                Diagnostic::new(Code::EvenSentences, context.draft.id_span(*id), message)
                    .label("set a long one beside a short one")
                    .help(help)
                    .also(span, limits),
            );
        }
    }
    let varied = all.iter().filter(|(found, ..)| *found >= style.median as usize).count();
    if below(varied, count, 50, 100) {
        let (span, _) = context.limit(&["sentences", "variation", "median"]);
        let message = format!(
            "the sentences of only {} in a hundred passages vary by {} or more",
            share(varied, count, 100),
            hundredths(style.median as usize)
        );
        faults.push(
            Diagnostic::new(Code::EvenSentences, span, message)
                .label("the limit")
                .help("half of the passages should: set long sentences beside short ones"),
        );
    }
}

/// The standard deviation of some lengths in hundredths of their mean, rounded down: 100 √(nΣx² - (Σx)²) / Σx.
fn variation(lengths: &[usize]) -> usize {
    let (n, sum) = (lengths.len() as u128, lengths.iter().sum::<usize>() as u128);
    let squares: u128 = lengths.iter().map(|length| (*length as u128).pow(2)).sum();
    let root = (10_000 * (n * squares).saturating_sub(sum * sum)).isqrt();
    root.checked_div(sum).unwrap_or(0) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variation_is_deviation_by_mean() {
        assert_eq!(variation(&[7, 7, 7]), 0);
        // Mean 10, deviations 5 and 5.
        assert_eq!(variation(&[5, 15]), 50);
        // Mean 5, variance (16 + 4 + 36) / 3.
        assert_eq!(variation(&[1, 3, 11]), 86);
        assert_eq!(variation(&[]), 0);
    }
}
