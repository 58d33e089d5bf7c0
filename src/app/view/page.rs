//! The screens made of the story's own text: the page, the backlog, the accounts.

use super::super::model::{Kind, Model};
use super::{Does, Item, Para, ParaKind, Run, View, hints};
use crate::engine::{self, Block, BlockKind, Page, State};
use crate::playthrough::{care_words, closing, departure_words, label_words, scene_change, scene_words};

/// The page, with the page before above it.
pub fn reading(model: &Model) -> View {
    let Some(session) = &model.session else { return View::default() };
    let story = &model.story;
    let mut view = View { hints: hints(model, &["help", "notes", "rewind", "backlog", "back"]), ..View::default() };
    if model.author {
        view.hints.splice(0..0, hints(model, &["inspect"]));
    }
    let path = session.path();
    if let [.., before, here] = path[..] {
        if let Some(state) = session.state_at(before) {
            let page = engine::page(story, state);
            view.paras.extend(blocks(&page, Some(ParaKind::Past)));
        }
        chosen(model, here, &mut view.paras);
    }
    view.start = view.paras.len();
    let page = session.page(story);
    view.gauges = page.gauges().map(Into::into).collect();
    let before = path.len().checked_sub(2).and_then(|n| session.state_at(path[n]));
    open_page(model, &page, before, true, &mut view.paras);
    // Where the chapter's title stands on the page, the story's stands above it.
    let opens = view.paras.get(view.start).is_some_and(|para| para.kind == ParaKind::Heading);
    if opens { story.title.as_str() } else { page.title() }.clone_into(&mut view.title);
    if session.over(story).is_some() {
        view.items = vec![Item::new(model.words.get("question.turn"), Does::Open(Kind::Question))];
        return view;
    }
    if page.ending().is_some() {
        let words = &model.words;
        view.items = vec![
            Item::new(words.get("ending.turn"), Does::Open(Kind::Accounts)),
            Item::new(words.get("ending.rewind"), Does::Rewind),
            Item::new(words.get("ending.title"), Does::Title),
        ];
        return view;
    }
    view.items = page
        .offers()
        .map(|offer| {
            let mut item = Item::new(label_words(story, offer.id, &model.words), Does::Choose(offer.id));
            let odds = offer.odds.map(|odds| model.words.fill("item.risk", &[("odds", odds)]));
            item.detail = offer.locked.map(str::to_owned).or(odds);
            item.open = offer.locked.is_none();
            item
        })
        .collect();
    view
}

/// Heading, scene and text of a page: the heading where it changes, the scene where it does or `always`.
fn open_page(model: &Model, page: &Page<'_>, before: Option<&State>, always: bool, paras: &mut Vec<Para>) {
    let story = &model.story;
    let earlier = before.map(|state| engine::page(story, state));
    if earlier.as_ref().is_none_or(|earlier| earlier.title() != page.title()) {
        paras.push(Para::new(ParaKind::Heading, page.title()));
    }
    let scene = match always {
        true => Some(scene_words(story, page, &model.words)),
        false => scene_change(story, page, earlier.as_ref(), &model.words),
    };
    paras.extend(scene.map(|scene| Para::new(ParaKind::Scene, scene)));
    paras.extend(care_words(story, page.passage(), &model.words).map(|care| Para::new(ParaKind::Notice, care)));
    paras.extend(blocks(page, None));
}

/// The choice that led to a node, as it was taken.
fn chosen(model: &Model, node: usize, paras: &mut Vec<Para>) {
    let choice = model.session.as_ref().and_then(|session| session.choice_at(node));
    let Some(choice) = choice else { return };
    let label = label_words(&model.story, choice, &model.words);
    paras.push(Para::new(ParaKind::Chosen, label).marked("> "));
}

fn blocks(page: &Page<'_>, dim: Option<ParaKind>) -> Vec<Para> {
    paras(page.blocks(), dim)
}

/// Blocks of text as paragraphs; prose of another kind, when it is given.
pub fn paras(blocks: Vec<Block<'_>>, dim: Option<ParaKind>) -> Vec<Para> {
    let run = |run: engine::Run<'_>| Run { text: run.text.into_owned(), emphasis: run.emphasis };
    blocks
        .into_iter()
        .map(|block| Para {
            kind: match (block.kind, dim) {
                (BlockKind::Document, _) => ParaKind::Document,
                (BlockKind::Prose, None) => ParaKind::Prose,
                (BlockKind::Prose, Some(kind)) => kind,
            },
            mark: String::new(),
            lines: block.lines.into_iter().map(|line| line.into_iter().map(run).collect()).collect(),
        })
        .collect()
}

/// Everything read so far, with the choices.
pub fn backlog(model: &Model) -> View {
    let words = &model.words;
    let mut view = View {
        title: words.get("backlog.title").to_owned(),
        hints: hints(model, &["back", "page-up", "top"]),
        ..View::default()
    };
    let Some(session) = &model.session else { return view };
    let mut before = None;
    for node in session.path() {
        let Some(state) = session.state_at(node) else { continue };
        chosen(model, node, &mut view.paras);
        open_page(model, &engine::page(&model.story, state), before, false, &mut view.paras);
        before = Some(state);
    }
    view
}

/// What an ending came of, the accounts, and where the run left the record.
pub fn accounts(model: &Model) -> View {
    let words = &model.words;
    let mut view = View {
        title: words.get("ending.accounts").to_owned(),
        hints: hints(model, &["back", "help"]),
        ..View::default()
    };
    let Some(session) = &model.session else { return view };
    let Some(closing) = closing(&model.story, session) else { return view };
    view.gauges = session.page(&model.story).gauges().map(Into::into).collect();
    let paras = &mut view.paras;
    paras.push(Para::new(ParaKind::Heading, words.get("ending.causes")));
    for (object, text) in closing.causes {
        paras.push(Para::new(ParaKind::Point, words.fill("ending.cause", &[("object", object), ("text", text)])));
    }
    paras.push(Para::new(ParaKind::Heading, words.get("ending.accounts")));
    // One document: a file with a line for each.
    let line = |text: &str| vec![Run { text: text.to_owned(), emphasis: false }];
    let lines = closing.accounts.into_iter().map(line).collect();
    paras.push(Para { kind: ParaKind::Document, mark: String::new(), lines });
    paras.push(Para::new(ParaKind::Heading, words.get("ending.departures")));
    if closing.departures.is_empty() {
        paras.push(Para::new(ParaKind::Prose, words.get("ending.record-kept")));
    }
    for departure in closing.departures {
        paras.push(Para::new(ParaKind::Point, departure_words(&model.story, departure, words)));
    }
    view.items = vec![
        Item::new(words.get("ending.rewind"), Does::Rewind),
        Item::new(words.get("ending.about"), Does::Open(Kind::About)),
        Item::new(words.get("ending.title"), Does::Title),
    ];
    view
}
