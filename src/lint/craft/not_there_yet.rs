//! K160: a word was not there yet. It must not know history: the story says from which day a word may stand.

use super::phrase::MOST;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::lint::{Context, Lint};
use crate::story::{ChoiceId, Date};

/// A word was not there yet.
pub const LINT: Lint = Lint { code: Code::NotThereYet, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let rows = &context.story.style.dates;
    if rows.is_empty() {
        return;
    }
    let book = context.book();
    // Each word with the day from which it may stand; a day that is none was reported when the story was read.
    let from: Vec<(Date, &str)> = rows
        .iter()
        .flat_map(|row| row.words.iter().map(move |_| (Date::read(&row.from), row.from.as_str())))
        .map(|(date, text)| (date.unwrap_or(Date { year: 0, month: 1, day: 1 }), text))
        .collect();
    let phrases = book.phrases(rows.iter().flat_map(|row| &row.words));
    let mut say = |span: Span, shown: &str, today: Date, from: &str| {
        let shown: Vec<&str> = shown.split_whitespace().collect();
        let message = format!("\"{}\" was not there yet on {}", shown.join(" "), written(today));
        faults.push(
            Diagnostic::new(Code::NotThereYet, span, message)
                .label("too early")
                .help(format!("`dates` in `style.ron` lets it stand from {from} on; say it as they did then")),
        );
    };
    for id in context.passages() {
        let today = context.story.passage(id).date;
        for hit in phrases.find(&book.pages[id.index()]).into_iter().take(MOST) {
            let (date, text) = from[hit.phrase];
            if today < date {
                let shown = context.words_shown(id, hit.reading, &hit.words);
                say(context.words_span(id, hit.reading, &hit.words), shown, today, text);
            }
        }
        for choice in context.story.choices_of(id) {
            for (phrase, at) in phrases.in_label(&book.labels[choice.0 as usize]) {
                let (date, text) = from[phrase];
                if today < date {
                    let label = context.story.choice(choice).label.map_or("", |label| context.story.str(label));
                    say(context.label_span(ChoiceId(choice.0), at.clone()), &label[at], today, text);
                }
            }
        }
    }
    // A tell may come on the first day of the story.
    let dated = context.story.passages.iter().filter(|passage| {
        !passage
            .chapter
            .and_then(|chapter| context.story.chapters.get(chapter.index()))
            .is_some_and(|chapter| chapter.remembered)
    });
    let Some(first) = dated.map(|passage| passage.date).min() else { return };
    for (n, (prose, page)) in book.tells.iter().enumerate() {
        for hit in phrases.find(page).into_iter().take(MOST) {
            let (date, text) = from[hit.phrase];
            let reading = &prose.readings[hit.reading];
            let at = reading.words[hit.words.start].at.start..reading.words[hit.words.end - 1].at.end;
            if first < date {
                say(context.tell_span(n, reading.origin_of(&hit.words)), reading.str(&at), first, text);
            }
        }
    }
}

fn written(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}
