//! K118: a row of a table is never used: a person in no room, a place where nothing happens, a departure no choice makes,
//! a term no text has, a fact neither set nor asked about, an act never done, odds never offered, a good never served.

use std::collections::{BTreeSet, HashMap};

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::lint::prose::words;
use crate::lint::{Context, Lint};
use crate::story::{At, Mark, PersonId, PlaceId, Story, Table};

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

/// A person or a place counts as used when a passage or a tell has it, or a text speaks of it by one word of its name.
fn people_and_places(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let (story, draft) = (context.story, context.draft);
    let met: BTreeSet<PersonId> = story
        .passages
        .iter()
        .flat_map(|own| own.people.iter().copied())
        .chain(story.tells.iter().filter_map(|own| own.person))
        .collect();
    let seen: BTreeSet<PlaceId> =
        story.passages.iter().map(|own| own.place).chain(story.tells.iter().filter_map(|own| own.place)).collect();
    let people = (0..story.people.len()).filter(|n| !met.contains(&PersonId(*n as u16)));
    let places = (0..story.places.len()).filter(|n| !seen.contains(&PlaceId(*n as u16)));
    let (people, places): (Vec<usize>, Vec<usize>) = (people.collect(), places.collect());
    let names = people.iter().map(|n| story.people[*n].name).chain(places.iter().map(|n| story.places[*n].name));
    let names: Vec<BTreeSet<String>> = names.map(|name| name_words(story.str(name))).collect();
    let missing = missing(&names, |each| told(story, each));
    let is_unspoken = |n: usize| missing[n] == names[n].len();
    for (_, n) in people.iter().enumerate().filter(|(at, _)| is_unspoken(*at)) {
        let id = story.str(story.people[*n].id);
        faults.push(unused(
            draft.row_span(Table::People, *n, &[At::Field("id")]),
            format!("`{id}` is in no room and no text, so no reader comes upon this row"),
            format!("write `people: [\"{id}\"]` in a passage, or delete the row"),
        ));
    }
    for (_, n) in places.iter().enumerate().filter(|(at, _)| is_unspoken(people.len() + at)) {
        let id = story.str(story.places[*n].id);
        faults.push(unused(
            draft.row_span(Table::Places, *n, &[At::Field("id")]),
            format!("nothing happens in `{id}` and no text speaks of it, so no reader comes there"),
            format!("write `place: \"{id}\"` in a passage, or delete the row"),
        ));
    }
}

/// The words by which a name is known: the long ones with a capital, or the long ones, or all; without what stands in
/// brackets.
fn name_words(name: &str) -> BTreeSet<String> {
    let name = name.split('(').next().unwrap_or(name);
    let own = |wanted: fn(&&str) -> bool| -> BTreeSet<String> {
        words(name).map(|at| &name[at]).filter(wanted).map(str::to_lowercase).collect()
    };
    let long = |word: &&str| word.chars().count() > 3;
    let capital = |word: &&str| word.chars().count() > 3 && word.starts_with(char::is_uppercase);
    [own(capital), own(long), own(|_| true)].into_iter().find(|own| !own.is_empty()).unwrap_or_default()
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

/// The longest word that is looked for, in bytes.
const MOST_BYTES: usize = 60;

/// A term counts as used when each of its words, however it goes on, stands somewhere in what a reader can read.
fn glossary(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let (story, draft) = (context.story, context.draft);
    let parts =
        |term: &str| words(term).filter(|at| at.len() <= MOST_BYTES).map(|at| stem(&term[at]).to_owned()).collect();
    let terms: Vec<BTreeSet<String>> =
        story.glossary.iter().map(|(term, _)| parts(&story.str(*term).to_lowercase())).collect();
    let missing = missing(&terms, |each| {
        told(story, each);
        rows(story, each);
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

/// Of each set of words, how many stand in none of the texts that `texts` hands over, as the beginning of a word.
fn missing(sets: &[BTreeSet<String>], texts: impl FnOnce(&mut dyn FnMut(&str))) -> Vec<usize> {
    let mut missing: Vec<usize> = sets.iter().map(BTreeSet::len).collect();
    let mut wanted: HashMap<&str, Vec<usize>> = HashMap::new();
    for (n, set) in sets.iter().enumerate() {
        set.iter().for_each(|part| wanted.entry(part).or_default().push(n));
    }
    let lengths: BTreeSet<usize> = wanted.keys().map(|part| part.len()).collect();
    texts(&mut |text| {
        for at in words(text).filter(|at| at.len() <= MOST_BYTES) {
            if wanted.is_empty() {
                return;
            }
            let word = text[at].to_lowercase();
            for length in lengths.range(..=word.len()) {
                let Some(found) = word.get(..*length).and_then(|begin| wanted.remove(begin)) else { continue };
                found.into_iter().for_each(|n| missing[n] -= 1);
            }
        }
    });
    missing
}

/// A word without the ending of a plural.
fn stem(word: &str) -> &str {
    let short = word.strip_suffix("ies").or_else(|| word.strip_suffix('y')).or_else(|| word.strip_suffix('s'));
    short.filter(|short| short.len() > 2).unwrap_or(word)
}

/// The story as it is told: its pages, choices, endings and notes.
fn told(story: &Story, each: &mut dyn FnMut(&str)) {
    for mark in &story.marks {
        if let Mark::Text(text) = mark {
            each(story.str(*text));
        }
    }
    let notes = story.passages.iter().flat_map(|passage| &passage.notes).map(|note| note.text);
    let labels = story.choices.iter().filter_map(|choice| choice.label);
    let locks = story.choices.iter().filter_map(|choice| choice.locked.as_ref()).map(|(_, says)| *says);
    let causes = story.endings.iter().flat_map(|ending| &ending.causes).flat_map(|(_, object, text)| [*object, *text]);
    let accounts = story.endings.iter().flat_map(|ending| &ending.accounts).map(|(_, text)| *text);
    let ledger = story.ledger.iter().flat_map(|account| account.lines.iter().copied());
    let shown = story.shown.iter().copied();
    let cares = story.passages.iter().filter_map(|passage| passage.care);
    let episodes = story.episodes.iter().flat_map(|own| {
        let said = [Some(own.recap), Some(own.question), own.care].into_iter().flatten();
        said.chain(own.tellings.iter().map(|(text, _)| *text))
    });
    let all = notes
        .chain(labels)
        .chain(locks)
        .chain(causes)
        .chain(accounts)
        .chain(ledger)
        .chain(shown)
        .chain(cares)
        .chain(episodes);
    all.for_each(|text| each(story.str(text)));
}

/// What stands beside it, but the terms of the glossary themselves.
fn rows(story: &Story, each: &mut dyn FnMut(&str)) {
    story.how_to.iter().for_each(|text| each(text));
    let titles = story.chapters.iter().map(|chapter| chapter.title).chain(story.endings.iter().map(|own| own.title));
    let departures =
        story.departures.iter().flat_map(|own| own.unchanged.iter().copied().chain([own.changed, own.record]));
    let people = story.people.iter().flat_map(|person| [person.name, person.text]);
    let places = story.places.iter().flat_map(|place| [Some(place.name), place.text]).flatten();
    let dates = story.timeline.iter().map(|dated| dated.text);
    let meanings = story.glossary.iter().map(|(_, text)| *text);
    let inventions = story.inventions.iter().map(|(_, text)| *text);
    let all = titles.chain(departures).chain(people).chain(places).chain(dates).chain(meanings).chain(inventions);
    all.for_each(|text| each(story.str(text)));
}
