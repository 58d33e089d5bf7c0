//! K171: a symbol alone carries the meaning. It must not know which.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::lint::prose::{Prose, VALUE, words};
use crate::lint::{Context, Lint};
use crate::story::{At, ChoiceId, PassageId, Table};

/// A symbol alone carries the meaning.
pub const LINT: Lint = Lint { code: Code::SymbolAlone, run };

/// The most places of one text that are reported.
const MOST: usize = 50;

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let mut say = |span: Span, what: &str, help: &str| {
        let message = format!("this {what} has neither a letter nor a digit");
        faults
            .push(Diagnostic::new(Code::SymbolAlone, span, message).label("whoever hears it hears nothing").help(help));
    };
    for n in 0..context.story.passages.len() {
        let id = PassageId(n as u32);
        for (at, what) in wordless(context.prose(id)) {
            say(context.draft.text_span(id, at), what, "say in words what it stands for, or leave it out");
        }
    }
    for (n, tell) in context.draft.written_tells().enumerate() {
        for (at, what) in wordless(&Prose::of(&tell.text)) {
            let whole = context.draft.row_span(Table::Tells, n, &[At::Field("text")]);
            say(context.draft.part(whole, at, &tell.text), what, "say in words what it stands for");
        }
    }
    for (n, choice) in context.story.choices.iter().enumerate() {
        if choice.label.is_some_and(|label| words(context.story.str(label)).next().is_none()) {
            let span = context.draft.choice_span(ChoiceId(n as u32), &[At::Field("label")]);
            say(span, "label", "say what is done, even if it is to say nothing");
        }
    }
}

/// The paragraphs, and the lines of documents, that have no word: their bytes in the text, and what they are.
fn wordless(prose: &Prose) -> Vec<(std::ops::Range<usize>, &'static str)> {
    let mut met = BTreeSet::new();
    let mut found = Vec::new();
    for reading in &prose.readings {
        for block in &reading.blocks {
            let what = if block.document { "line" } else { "paragraph" };
            let mut start = block.at.start;
            for line in reading.str(&block.at).split_inclusive('\n') {
                let shown = line.trim();
                let at = start + (line.len() - line.trim_start().len());
                start += line.len();
                if shown.is_empty() || shown.chars().any(|c| c.is_alphanumeric() || c == VALUE) {
                    continue;
                }
                let origin = reading.origin(&(at..at + shown.len()));
                if found.len() < MOST && met.insert(origin.start) {
                    found.push((origin, what));
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_word_is_found_once_in_all_readings() {
        let found = |text: &str| {
            wordless(&Prose::of(text)).into_iter().map(|(at, what)| (text[at].to_owned(), what)).collect::<Vec<_>>()
        };
        assert_eq!(
            found("One.\n\n\\*\\*\\*\n\nTwo{if a} three{else} four{end}.\n\n7"),
            [("*\\*\\*".into(), "paragraph")]
        );
        assert_eq!(found("> ONE\n> ------\n>\n> {calls}"), [("------".into(), "line")]);
        assert_eq!(found("\"...\"\n\n..."), [("\"...\"".into(), "paragraph"), ("...".into(), "paragraph")]);
    }
}
