//! The screens of the program itself: title, notes, help, settings, saves, and what it has to ask.

use super::super::action::TABLE;
use super::super::layout::cells;
use super::super::map::start;
use super::super::model::{Kind, Model};
use super::{Does, Item, Para, ParaKind, Run, Setting, View, hints};
use crate::engine;
use crate::playthrough::{Misfit, date_words, label_words};
use crate::store::{Slot, Spacing};
use crate::story::Says;
use crate::words::Words;

/// The picture on the title screen: one row a line.
const ART: &str = include_str!("../../../assets/title.txt");

/// The widest column of keys on the help screen.
const LONGEST_KEYS: usize = 16;

pub(super) fn sheet(model: &Model, title: &str) -> View {
    View { title: model.words.get(title).to_owned(), hints: hints(model, &["back", "help", "quit"]), ..View::default() }
}

/// The title.
pub fn title(model: &Model) -> View {
    let words = &model.words;
    let mut view = View { hints: hints(model, &["confirm", "help", "quit"]), ..View::default() };
    let entry = |key: &str, does| Item::new(words.get(key), does);
    let on = model.session.is_some() || model.can_continue;
    if on {
        view.items.push(entry("title.continue", Does::Continue));
    }
    view.items.push(entry("title.new", Does::New));
    if !model.story.episodes.is_empty() {
        view.items.push(entry("title.episodes", Does::Open(Kind::Episodes)));
    }
    if model.author {
        view.items.push(entry("title.map", Does::Open(Kind::Map(start(model)))));
    }
    view.items.push(entry("title.saves", Does::Open(Kind::Saves)));
    view.items.push(entry("title.how-to", Does::Open(Kind::HowTo)));
    view.items.push(entry("title.settings", Does::Open(Kind::Settings)));
    view.items.push(entry("title.quit", Does::Quit));
    // A narrow or low screen has room for the name or for the picture: below it stand a blank line, two lines of title,
    // another blank and the entries, six of them with a game to continue.
    let widest = ART.lines().map(cells).max().unwrap_or(0);
    if usize::from(model.text_width()) >= widest
        && usize::from(model.text_rows()) >= ART.lines().count() + 4 + view.items.len().max(6)
    {
        view.paras.extend(ART.lines().map(|line| Para::new(ParaKind::Art, line)));
    }
    view.paras.push(Para::new(ParaKind::Heading, model.story.title.as_str()));
    let under = model.story.under.as_deref().unwrap_or_else(|| words.get("title.under"));
    view.paras.push(Para::new(ParaKind::Scene, under));
    view
}

/// A label of the record in words.
fn says_words(model: &Model, says: Says) -> &str {
    model.words.get(match says {
        Says::Documented => "says.documented",
        Says::Disputed => "says.disputed",
        Says::OneSource => "says.one-source",
        Says::Reconstructed => "says.reconstructed",
        Says::Invented => "says.invented",
    })
}

/// What the record says of the passage, with its sources.
pub fn notes(model: &Model) -> View {
    let mut view = sheet(model, "notes.title");
    let Some(session) = &model.session else { return view };
    let story = &model.story;
    let page = session.page(story);
    let mut cited = Vec::new();
    for note in page.notes() {
        let tags: Vec<&str> = note.sources.iter().map(|source| story.str(story.sources[source.index()].id)).collect();
        let sources = if tags.is_empty() {
            String::new()
        } else {
            model.words.fill("notes.by", &[("sources", &tags.join(", "))])
        };
        let text = model.words.fill(
            "notes.line",
            &[("says", says_words(model, note.says)), ("text", story.str(note.text)), ("sources", &sources)],
        );
        view.paras.push(Para::new(ParaKind::Point, text.trim_end()));
        cited.extend(note.sources.iter().copied());
    }
    if page.notes().is_empty() {
        view.paras.push(Para::new(ParaKind::Prose, model.words.get("notes.none")));
    }
    if let Some(text) = page.place().and_then(|place| place.text) {
        view.paras.push(Para::new(ParaKind::Point, story.str(text)));
    }
    people(model, &page, &mut view);
    cited.sort_unstable();
    cited.dedup();
    if !cited.is_empty() {
        view.paras.push(Para::new(ParaKind::Heading, model.words.get("notes.sources")));
    }
    for source in cited {
        view.paras.push(Para::new(ParaKind::Point, source_words(model, source.index())));
    }
    view
}

/// Who the people in the room were.
fn people(model: &Model, page: &engine::Page<'_>, view: &mut View) {
    let story = &model.story;
    let in_room = &page.passage().people;
    if !in_room.is_empty() {
        view.paras.push(Para::new(ParaKind::Heading, model.words.get("notes.people")));
    }
    for person in in_room {
        let person = &story.people[person.index()];
        let says = person.says.map_or("", |says| says_words(model, says));
        let text = model.words.fill(
            "notes.person",
            &[("name", story.str(person.name)), ("text", story.str(person.text)), ("says", says)],
        );
        view.paras.push(Para::new(ParaKind::Point, text));
    }
}

fn source_words(model: &Model, source: usize) -> String {
    let story = &model.story;
    let source = &story.sources[source];
    model.words.fill(
        "notes.source",
        &[
            ("tag", story.str(source.id)),
            ("title", story.str(source.title)),
            ("year", story.str(source.year)),
            ("kind", story.str(source.kind)),
            ("reliable", story.str(source.reliable)),
        ],
    )
}

/// The ends of all branches.
pub fn branches(model: &Model) -> View {
    let mut view = sheet(model, "branches.title");
    view.paras.push(Para::new(ParaKind::Prose, model.words.get("branches.about")));
    let Some(session) = &model.session else { return view };
    for node in session.branches() {
        let Some(state) = session.state_at(node) else { continue };
        let page = engine::page(&model.story, state);
        let place = page.place().map_or("", |place| model.story.str(place.name));
        let last = match session.choice_at(node) {
            Some(choice) => label_words(&model.story, choice, &model.words),
            None => model.words.get("branches.start"),
        };
        let steps = model.words.steps(session.path_to(node).len() - 1);
        let date = date_words(&model.words, page.date());
        let label =
            model.words.fill("branches.line", &[("steps", &steps), ("date", &date), ("place", place), ("last", last)]);
        let mut item = Item::new(label, Does::Node(node));
        if node == session.current() {
            item.detail = Some(model.words.get("branches.here").to_owned());
        }
        view.items.push(item);
    }
    view
}

/// Words of the time explained.
pub fn glossary(model: &Model) -> View {
    let mut view = sheet(model, "glossary.title");
    let story = &model.story;
    for (term, text) in &story.glossary {
        view.paras.push(Para::new(
            ParaKind::Point,
            model.words.fill("glossary.line", &[("term", story.str(*term)), ("text", story.str(*text))]),
        ));
    }
    view
}

/// What was invented, and the sources.
pub fn about(model: &Model) -> View {
    let mut view = sheet(model, "about.title");
    let story = &model.story;
    let edition = model.words.fill("about.edition", &[("title", &story.title), ("edition", &story.edition)]);
    view.paras.push(Para::new(ParaKind::Prose, edition));
    view.paras.push(Para::new(ParaKind::Heading, model.words.get("about.invented")));
    view.paras.extend(story.inventions.iter().map(|(_, text)| Para::new(ParaKind::Point, story.str(*text))));
    view.paras.push(Para::new(ParaKind::Heading, model.words.get("about.timeline")));
    for row in &story.timeline {
        let text = model.words.fill(
            "about.dated",
            &[("date", story.str(row.date)), ("text", story.str(row.text)), ("says", says_words(model, row.says))],
        );
        view.paras.push(Para::new(ParaKind::Point, text));
    }
    view.paras.push(Para::new(ParaKind::Heading, model.words.get("notes.sources")));
    view.paras.extend((0..story.sources.len()).map(|source| Para::new(ParaKind::Point, source_words(model, source))));
    view
}

/// Keys and words, from the one table.
pub fn help(model: &Model) -> View {
    let words = &model.words;
    let mut view = sheet(model, "help.title");
    view.paras.push(Para::new(ParaKind::Prose, words.get("help.about")));
    let mut rows = vec![("1-9".to_owned(), "1-9", words.get("action.choose"))];
    let names: Vec<(String, String)> =
        TABLE.iter().map(|row| (format!("typed.{}", row.name), format!("action.{}", row.name))).collect();
    for (row, (typed, does)) in TABLE.iter().zip(&names).filter(|(row, _)| !row.action.is_for_authors() || model.author)
    {
        rows.push((model.keymap.keys_of(row.action).join(", "), words.get(typed), words.get(does)));
    }
    let column = rows.iter().map(|(keys, ..)| cells(keys)).max().unwrap_or(0).min(LONGEST_KEYS) + 2;
    for (keys, typed, does) in &rows {
        let mark = format!("{keys}{}", " ".repeat(column.saturating_sub(cells(keys)).max(1)));
        let text = words.fill("help.line", &[("typed", typed), ("does", does)]);
        view.paras.push(Para::new(ParaKind::Line, text).marked(mark));
    }
    view
}

/// What the story knows, for its author.
pub fn inspect(model: &Model) -> View {
    let mut view = sheet(model, "inspect.title");
    view.paras = super::inspect::paras(model);
    view
}

/// How to play.
pub fn how_to(model: &Model) -> View {
    let mut view = sheet(model, "how-to.title");
    let own = model.story.how_to.iter().map(String::as_str);
    view.paras
        .extend(own.chain(model.words.get("how-to.text").split("\n\n")).map(|text| Para::new(ParaKind::Prose, text)));
    view
}

/// The settings.
pub fn settings(model: &Model) -> View {
    let words = &model.words;
    let settings = &model.settings;
    let mut view = sheet(model, "settings.title");
    view.paras.push(Para::new(ParaKind::Prose, words.get("settings.about")));
    let yes = |on: bool| words.get(if on { "yes" } else { "no" }).to_owned();
    let rows = [
        (Setting::Theme, "settings.theme", settings.theme.clone()),
        (Setting::Width, "settings.width", settings.width.to_string()),
        (
            Setting::Spacing,
            "settings.spacing",
            words
                .get(match settings.spacing {
                    Spacing::Blank => "spacing.blank",
                    Spacing::Indent => "spacing.indent",
                })
                .to_owned(),
        ),
        (Setting::Mouse, "settings.mouse", yes(settings.mouse)),
        (Setting::Plain, "settings.plain", yes(settings.plain)),
    ];
    for (setting, key, value) in rows {
        view.items.push(Item::new(
            words.fill("settings.line", &[("name", words.get(key)), ("value", &value)]),
            Does::Setting(setting),
        ));
    }
    view
}

/// The saves.
pub fn saves(model: &Model) -> View {
    let words = &model.words;
    let mut view = sheet(model, "saves.title");
    view.paras
        .push(Para::new(ParaKind::Prose, words.get(if model.saves.is_empty() { "saves.none" } else { "saves.about" })));
    for save in &model.saves {
        let name = slot_words(words, &save.slot);
        match &save.found {
            Ok(glance) => {
                let place = glance.passage.as_ref().and_then(|id| model.story.find_passage(id)).map(|id| {
                    let passage = model.story.passage(id);
                    let place =
                        model.story.places.get(passage.place.index()).map_or("", |place| model.story.str(place.name));
                    words.fill("scene", &[("date", &date_words(words, passage.date)), ("place", place)])
                });
                let there = place.or_else(|| glance.passage.clone());
                let there = there.as_deref().unwrap_or_else(|| words.get("branches.start"));
                let label = words
                    .fill("saves.line", &[("name", &name), ("steps", &words.steps(glance.steps)), ("where", there)]);
                view.items.push(Item::new(label, Does::Load(save.slot.clone())));
            }
            Err(unreadable) => {
                let mut item = Item::new(name, Does::Open(Kind::Trouble(unreadable.sentence(words))));
                item.detail = Some(words.get("saves.unreadable").to_owned());
                view.items.push(item);
            }
        }
    }
    view
}

/// A save's name for people.
pub fn slot_words(words: &Words, slot: &Slot) -> String {
    match slot {
        Slot::Auto(0 | 1) => words.get("slot.auto").to_owned(),
        Slot::Auto(n) => words.fill("slot.auto-n", &[("n", &n.to_string())]),
        Slot::Named(name) => name.as_str().to_owned(),
        Slot::Other(file) => words.fill("slot.other", &[("file", file)]),
    }
}

/// Asks for the name of a save.
pub fn name(model: &Model) -> View {
    let mut view = sheet(model, "name.title");
    view.hints = hints(model, &["confirm", "back"]);
    if let Some((_, does)) = view.hints.first_mut() {
        model.words.get("name.hint").clone_into(does);
    }
    view.paras.push(Para::new(ParaKind::Prose, model.words.get("name.about")));
    view.paras.push(Para::new(ParaKind::Field, model.words.fill("name.line", &[("name", &model.input)])));
    view
}

/// Says where an edited story parts from the save, and asks.
pub fn diverged(model: &Model) -> View {
    let words = &model.words;
    let mut view = sheet(model, "diverged.title");
    let Some((divergence, slot)) = &model.diverged else { return view };
    let wanted = divergence.wanted.as_ref();
    let (passage, choice, to) = wanted.map_or(("", "", ""), |step| (&step.passage, &step.choice, &step.to));
    let why = match &divergence.misfit {
        Misfit::StartGone(why) => words.fill("diverged.start", &[("why", why)]),
        Misfit::PassageGone => words.fill("diverged.passage", &[("passage", passage)]),
        Misfit::ChoiceGone => words.fill("diverged.choice", &[("passage", passage), ("choice", choice)]),
        Misfit::ChoiceClosed => words.fill("diverged.closed", &[("passage", passage), ("choice", choice)]),
        Misfit::LeadsElsewhere(now) => {
            words.fill("diverged.elsewhere", &[("choice", choice), ("to", to), ("now", now)])
        }
        Misfit::ArrivalGone => words.fill("diverged.arrival", &[("choice", choice), ("to", to)]),
    };
    // The story was edited under the running game, or after it was saved.
    let running = slot.is_none();
    let about = if running { "diverged.about-running" } else { "diverged.about" };
    let steps = words.steps(divergence.step);
    view.paras.push(Para::new(ParaKind::Prose, words.fill(about, &[("steps", &steps)])));
    view.paras.push(Para::new(ParaKind::Prose, why));
    let page = divergence.session.page(&model.story);
    let place = page.place().map_or("", |place| model.story.str(place.name));
    let last = words.fill("scene", &[("date", &date_words(words, page.date())), ("place", place)]);
    let offer = if running { "diverged.offer-running" } else { "diverged.offer" };
    view.paras.push(Para::new(ParaKind::Prose, words.fill(offer, &[("where", &last)])));
    view.items.push(Item::new(words.get("diverged.go-on"), Does::GoOn));
    let leave = if running { "diverged.look" } else { "diverged.leave" };
    view.items.push(Item::new(words.get(leave), Does::Back));
    view
}

/// Says what keeps the story from being played: the faults as `check` prints them.
pub fn faults(model: &Model) -> View {
    let mut view = sheet(model, "faults.title");
    view.hints = hints(model, &["page-down", "quit"]);
    let Some(broken) = &model.broken else { return view };
    view.paras.push(Para::new(ParaKind::Prose, model.words.get("faults.about")));
    view.paras.extend(broken.said.iter().map(|said| Para::new(ParaKind::Notice, said.as_str())));
    for text in broken.texts(model.text_width()) {
        let (message, excerpt) = text.split_once('\n').unwrap_or((&text, ""));
        view.paras.push(Para::new(ParaKind::Notice, message));
        let mut code = Para::new(ParaKind::Code, "");
        code.lines = excerpt.lines().map(|line| vec![Run { text: line.to_owned(), emphasis: false }]).collect();
        view.paras.extend(Some(code).filter(|code| !code.lines.is_empty()));
    }
    view
}

/// Says why a save could not be opened.
pub fn trouble(model: &Model, why: &str) -> View {
    let mut view = sheet(model, "trouble.title");
    view.paras.push(Para::new(ParaKind::Notice, why));
    view.items.push(Item::new(model.words.get("trouble.back"), Does::Back));
    view
}
