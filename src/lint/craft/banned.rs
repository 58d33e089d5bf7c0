//! K133: a phrase stands on the story's own list of those it does without. It must not know why they are on it.

use std::ops::Range;

use super::book::Page;
use super::phrase::{Hit, MOST, Phrases};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::lint::prose::Prose;
use crate::lint::{Context, Lint};
use crate::story::ChoiceId;

/// A phrase stands on the story's own list of those it does without.
pub const LINT: Lint = Lint { code: Code::BannedPhrase, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let style = &context.story.style;
    if style.banned.is_empty() && style.banned_in_speech.is_empty() {
        return;
    }
    let book = context.book();
    let (anywhere, spoken) = (book.phrases(&style.banned), book.phrases(&style.banned_in_speech));
    let mut say = |span: Span, shown: &str, phrase: usize, in_speech: bool| {
        let (list, which) = match in_speech {
            true => (&style.banned_in_speech, "is on this story's list of what nobody says"),
            false => (&style.banned, "is on this story's list of phrases it does without"),
        };
        let shown: Vec<&str> = shown.split_whitespace().collect();
        let help =
            format!("put the thing itself in its place; the list has \"{}\"", list.get(phrase).map_or("", |one| one));
        faults.push(
            Diagnostic::new(Code::BannedPhrase, span, format!("\"{}\" {which}", shown.join(" ")))
                .label("this one")
                .help(help),
        );
    };
    for id in context.passages() {
        for (hit, in_speech) in found(&anywhere, &spoken, &book.pages[id.index()], context.prose(id)) {
            let shown = context.words_shown(id, hit.reading, &hit.words);
            say(context.words_span(id, hit.reading, &hit.words), shown, hit.phrase, in_speech);
        }
    }
    for (n, (prose, page)) in book.tells.iter().enumerate() {
        for (hit, in_speech) in found(&anywhere, &spoken, page, prose) {
            let reading = &prose.readings[hit.reading];
            let at: Range<usize> = reading.words[hit.words.start].at.start..reading.words[hit.words.end - 1].at.end;
            say(context.tell_span(n, reading.origin_of(&hit.words)), reading.str(&at), hit.phrase, in_speech);
        }
    }
    for (n, label) in book.labels.iter().enumerate() {
        for (phrase, at) in anywhere.in_label(label) {
            let id = ChoiceId(n as u32);
            let shown = context.story.choice(id).label.map_or("", |label| &context.story.str(label)[at.clone()]);
            say(context.label_span(id, at), shown, phrase, false);
        }
    }
}

/// What stands in a text, and whether it is of the list of what nobody says.
fn found(anywhere: &Phrases, spoken: &Phrases, page: &Page, prose: &Prose) -> Vec<(Hit, bool)> {
    let mut hits: Vec<(Hit, bool)> = anywhere.find(page).into_iter().map(|hit| (hit, false)).collect();
    let said = |hit: &Hit| prose.readings[hit.reading].words[hit.words.start].speech;
    hits.extend(spoken.find(page).into_iter().filter(said).map(|hit| (hit, true)));
    hits.truncate(MOST);
    hits
}
