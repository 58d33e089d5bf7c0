//! K153: a label does not begin with a verb of its own. It must not know verbs: the story lists what is none.

use std::collections::BTreeMap;

use super::book::Id;
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint};
use crate::story::ChoiceId;

/// A label does not begin with a verb of its own.
pub const LINT: Lint = Lint { code: Code::LabelVerb, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let style = &context.story.style.labels;
    let book = context.book();
    let (no_verbs, banned) = (book.lexicon.marked(&style.no_verbs), book.lexicon.marked(&style.banned));
    let verbs = book.lexicon.marked(&style.verbs);
    let ending = style.no_verb_ending.as_ref().map(|ending| ending.to_lowercase()).filter(|ending| !ending.is_empty());
    let ends = |id: Id| {
        let word = book.lexicon.word(id);
        ending.as_ref().is_some_and(|ending| word.len() > ending.len() && word.ends_with(ending)) && !verbs[id as usize]
    };
    for passage in context.passages() {
        let mut met: BTreeMap<Id, ChoiceId> = BTreeMap::new();
        for id in context.story.choices_of(passage) {
            let Some((at, word)) = book.labels[id.0 as usize].first() else { continue };
            let shown = context.story.choice(id).label.map_or("", |label| &context.story.str(label)[at.clone()]);
            let mut say = |message: String, label: &str, help: &str, other: Option<ChoiceId>| {
                let mut fault = Diagnostic::new(Code::LabelVerb, context.label_span(id, at.clone()), message)
                    .label(label)
                    .help(help);
                if let Some(other) = other {
                    fault =
                        fault.also(context.label_span(other, book.labels[other.0 as usize][0].0.clone()), "the first");
                }
                faults.push(fault);
            };
            if no_verbs[*word as usize] || ends(*word) {
                say(
                    format!("this label begins with \"{shown}\""),
                    "no verb",
                    "begin with the act: a verb, then its object",
                    None,
                );
            } else if banned[*word as usize] {
                let help = "say what is done; a story lists such words under `labels: (banned: [..])` in `style.ron`";
                say(format!("no label of this story begins with \"{shown}\""), "one of those words", help, None);
            }
            if style.own_verb == Some(true) {
                match met.get(word) {
                    Some(first) => say(
                        format!("two labels of `{}` begin with \"{shown}\"", context.story.passage_id(passage)),
                        "again",
                        "two acts that differ have two verbs",
                        Some(*first),
                    ),
                    None => {
                        met.insert(*word, id);
                    }
                }
            }
        }
    }
}
