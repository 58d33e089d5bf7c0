//! K118: a row of a table is never used: a person in no room, a place where nothing happens, a departure no choice makes,
//! a term no text has, a fact neither set nor asked about, an act never done, odds never offered, a good never served.

use std::collections::{BTreeSet, HashMap};

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::lint::prose::words;
use crate::lint::{Context, Lint};
use crate::story::{At, Mark, Story, Table};

/// A row of a table is never used.
pub const LINT: Lint = Lint { code: Code::UnusedRow, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    people_and_places(context, faults);
    choices(context, faults);
    declared(context, faults);
    glossary(context, faults);
}

fn unused(span: Span, message: String, help: String) -> Diagnostic {
    Diagnostic::new(Code::UnusedRow, span, message).label("never used").help(help)
}

fn people_and_places(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let (story, draft) = (context.story, context.draft);
    let people: BTreeSet<_> = story.passages.iter().flat_map(|passage| passage.people.iter().copied()).collect();
    for (n, person) in
        story.people.iter().enumerate().filter(|(n, _)| !people.contains(&crate::story::PersonId(*n as u16)))
    {
        let id = story.str(person.id);
        faults.push(unused(
            draft.row_span(Table::People, n, &[At::Field("id")]),
            format!("`{id}` is in no room, so no reader comes upon this row"),
            format!("write `people: [\"{id}\"]` in a passage, or delete the row"),
        ));
    }
    let places: BTreeSet<_> = story.passages.iter().map(|passage| passage.place).collect();
    for (n, place) in
        story.places.iter().enumerate().filter(|(n, _)| !places.contains(&crate::story::PlaceId(*n as u16)))
    {
        let id = story.str(place.id);
        faults.push(unused(
            draft.row_span(Table::Places, n, &[At::Field("id")]),
            format!("nothing happens in `{id}`, so no reader comes there"),
            format!("write `place: \"{id}\"` in a passage, or delete the row"),
        ));
    }
}

fn choices(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let (story, draft) = (context.story, context.draft);
    let departures: BTreeSet<_> = story.choices.iter().filter_map(|choice| choice.departs).collect();
    let made = |n: usize| departures.contains(&crate::story::DepartureId(n as u16));
    for (n, row) in story.departures.iter().enumerate().filter(|(n, _)| !made(*n)) {
        let id = story.str(row.id);
        faults.push(unused(
            draft.row_span(Table::Departures, n, &[At::Field("id")]),
            format!("no choice makes the departure `{id}`, so no reader is told of it"),
            format!("write `departs: \"{id}\"` in the choice that leaves the record so, or delete the row"),
        ));
    }
    let served: BTreeSet<_> = story.choices.iter().filter_map(|choice| choice.serves).collect();
    for (n, good) in story.goods.iter().enumerate().filter(|(n, _)| !served.contains(&(*n as u8))) {
        let id = story.str(*good);
        faults.push(unused(
            draft.story_span(&[At::Field("goods"), At::Row(n)]),
            format!("no choice serves `{id}`, so it is set against nothing"),
            format!("write `serves: \"{id}\"` in a choice, or delete it"),
        ));
    }
    // What moves odds may move them as far as there are conditions for it.
    let mut offered = vec![false; story.odds.len()];
    for risk in story.choices.iter().filter_map(|choice| choice.risk.as_ref()) {
        let moves = |way: i8| risk.shift.iter().filter(|(_, by)| *by == way).count();
        let odds = usize::from(risk.odds);
        let last = (odds + moves(1)).min(offered.len().saturating_sub(1));
        offered[odds.saturating_sub(moves(-1))..=last].fill(true);
    }
    for (n, odds) in story.odds.iter().enumerate().filter(|(n, _)| !offered[*n]) {
        let id = story.str(odds.id);
        faults.push(unused(
            draft.story_span(&[At::Field("odds"), At::Row(n), At::Field("id")]),
            format!("no risk is ever offered at `{id}`"),
            format!("write `odds: \"{id}\"` in a risk, or delete the row"),
        ));
    }
}

fn declared(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let (story, draft, usage) = (context.story, context.draft, context.usage());
    for (n, fact) in story.facts.iter().enumerate() {
        if usage.readers.contains(&fact.slot) || usage.writers.contains_key(&fact.slot) {
            continue;
        }
        let id = story.str(fact.id);
        faults.push(unused(
            draft.story_span(&[At::Field("facts"), At::Key(n)]),
            format!("the fact `{id}` is neither set nor asked about"),
            "set it in the `effects` of a choice and ask about it later, or delete it".to_owned(),
        ));
    }
    for (n, act) in story.acts.iter().enumerate().filter(|(n, _)| !usage.acts.contains(&crate::story::ActId(*n as u16)))
    {
        let id = story.str(act.id);
        faults.push(unused(
            draft.story_span(&[At::Field("acts"), At::Key(n)]),
            format!("nobody ever does the act `{id}`"),
            format!("write `effects: [\"act {id}\"]` in a choice, or delete it"),
        ));
    }
}

/// A term counts as used when each of its words, however it goes on, stands somewhere in what a reader can read.
fn glossary(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let (story, draft) = (context.story, context.draft);
    let mut wanted: HashMap<String, Vec<usize>> = HashMap::new();
    let mut missing = vec![0usize; story.glossary.len()];
    for (n, (term, _)) in story.glossary.iter().enumerate() {
        let term = story.str(*term).to_lowercase();
        let parts: BTreeSet<&str> = words(&term).map(|at| stem(&term[at])).collect();
        missing[n] = parts.len();
        for part in parts {
            wanted.entry(part.to_owned()).or_default().push(n);
        }
    }
    let lengths: BTreeSet<usize> = wanted.keys().map(String::len).collect();
    each_text(story, &mut |text| {
        for at in words(text) {
            if wanted.is_empty() {
                return;
            }
            let word = text[at].to_lowercase();
            for length in &lengths {
                let Some(found) = word.get(..*length).and_then(|begin| wanted.remove(begin)) else { continue };
                found.into_iter().for_each(|n| missing[n] -= 1);
            }
        }
    });
    for (n, (term, _)) in story.glossary.iter().enumerate().filter(|(n, _)| missing[*n] > 0) {
        let term = story.str(*term);
        faults.push(unused(
            draft.row_span(Table::Glossary, n, &[At::Field("term")]),
            format!("no text has `{term}`, so no reader needs to look it up"),
            "write the term as the text has it, or delete the row".to_owned(),
        ));
    }
}

/// A word without the ending of a plural.
fn stem(word: &str) -> &str {
    let short = word.strip_suffix("ies").or_else(|| word.strip_suffix('y')).or_else(|| word.strip_suffix('s'));
    short.filter(|short| short.len() > 2).unwrap_or(word)
}

/// All that a reader of the story can read, but the terms of the glossary themselves.
fn each_text(story: &Story, each: &mut impl FnMut(&str)) {
    story.how_to.iter().for_each(|text| each(text));
    for mark in &story.marks {
        if let Mark::Text(text) = mark {
            each(story.str(*text));
        }
    }
    let notes = story.passages.iter().flat_map(|passage| &passage.notes).map(|note| note.text);
    let labels = story.choices.iter().filter_map(|choice| choice.label);
    let locks = story.choices.iter().filter_map(|choice| choice.locked.as_ref()).map(|(_, says)| *says);
    let titles = story.chapters.iter().map(|chapter| chapter.title).chain(story.endings.iter().map(|own| own.title));
    let causes = story.endings.iter().flat_map(|ending| &ending.causes).flat_map(|(_, object, text)| [*object, *text]);
    let accounts = story.endings.iter().flat_map(|ending| &ending.accounts).map(|(_, text)| *text);
    let ledger = story.ledger.iter().flat_map(|account| account.lines.iter().copied());
    let departures =
        story.departures.iter().flat_map(|own| own.unchanged.iter().copied().chain([own.changed, own.record]));
    let people = story.people.iter().flat_map(|person| [person.name, person.text]);
    let places = story.places.iter().flat_map(|place| [Some(place.name), place.text]).flatten();
    let dates = story.timeline.iter().map(|dated| dated.text);
    let meanings = story.glossary.iter().map(|(_, text)| *text);
    let inventions = story.inventions.iter().map(|(_, text)| *text);
    let shown = story.shown.iter().copied();
    labels
        .chain(notes)
        .chain(locks)
        .chain(titles)
        .chain(causes)
        .chain(accounts)
        .chain(ledger)
        .chain(departures)
        .chain(people)
        .chain(places)
        .chain(dates)
        .chain(meanings)
        .chain(inventions)
        .chain(shown)
        .for_each(|text| each(story.str(text)));
}
