//! K130: a passage is too short or too long. It must not know what stands in it.

use std::collections::BTreeSet;
use std::collections::HashMap;

use super::measure::{share, wanted};
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::prose::Prose;
use crate::lint::{Context, Lint, counted};

/// A passage is too short or too long.
pub const LINT: Lint = Lint { code: Code::PassageLength, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let style = &context.story.style.passages;
    // A short version is measured as one, where there is a limit for those.
    let summaries = if style.summary.is_some() { context.summaries() } else { BTreeSet::new() };
    for id in context.passages().filter(|id| !summaries.contains(id)) {
        let ending = context.story.passage(id).ending.is_some();
        let (limit, field) = if ending { (style.endings, "endings") } else { (style.words, "words") };
        let Some((least, mut most)) = limit else { continue };
        let prose = context.prose(id);
        let (shortest, longest) = (prose.least, prose.most);
        if let Some(varied) = style.varied.as_ref().filter(|_| !ending && longest > most as usize)
            && share(longest.saturating_sub(fixed(prose)), longest, 100) >= varied.share as usize
        {
            most = most.max(varied.most);
        }
        let (n, way, label) = if shortest < least as usize {
            (shortest, "shortest", "too short")
        } else if longest > most as usize {
            (longest, "longest", "too long")
        } else {
            continue;
        };
        let way = if shortest == longest { String::new() } else { format!(" on the {way} way through it") };
        let message = format!("`{}` has {}{way}", context.story.passage_id(id), counted(n, "word"));
        let (span, words) = context.limit(&["passages", field]);
        let help = match label {
            "too short" => {
                format!("{} are wanted: join it to the one before, or let more happen", wanted((least, most), "word"))
            }
            _ => format!("{} are wanted: cut it, or let a choice stand in the middle", wanted((least, most), "word")),
        };
        faults.push(
            Diagnostic::new(Code::PassageLength, context.draft.id_span(id), message)
                .label(label)
                .help(help)
                .also(span, words),
        );
    }
}

/// The words that every reading has.
fn fixed(prose: &Prose) -> usize {
    let mut met: HashMap<usize, usize> = HashMap::new();
    for reading in &prose.readings {
        for word in &reading.words {
            *met.entry(reading.origin(&word.at).start).or_default() += 1;
        }
    }
    met.values().filter(|count| **count == prose.readings.len()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_outside_every_if_are_fixed() {
        assert_eq!(fixed(&Prose::of("One two {if a}three{else}four five{end} six.")), 3);
        assert_eq!(fixed(&Prose::of("One {if a}two{if b} three{end}{end}.")), 1);
        assert_eq!(fixed(&Prose::of("One two.")), 2);
    }
}
