//! A passage on the map: all of its words, what it leads to, and what leads to it.

use super::super::model::Model;
use super::page::paras;
use super::{Does, Item, Para, ParaKind, View, hints};
use crate::graph::{Kind, Mark, Node, Part, Shape, Way, prose};
use crate::playthrough::scene_words_of;

/// The passage of this name; without one, that where the story begins.
pub fn map(model: &Model, name: &str) -> View {
    let (story, words) = (&model.story, &model.words);
    let mut view = View {
        title: words.get("map.title").to_owned(),
        hints: hints(model, &["more", "less", "map", "back", "help"]),
        ..View::default()
    };
    let found = if name.is_empty() {
        story.passages.get(story.start.index()).map(|_| story.start)
    } else {
        story.find_passage(name)
    };
    let Some(at) = found else {
        view.paras.push(Para::new(ParaKind::Notice, words.fill("map.gone", &[("passage", name)])));
        return view;
    };
    // One step each way shows all that is said here; the marks are those of the whole story.
    let shape = Shape::of(story, Part::Around(at, 1), None);
    let Some((here, node)) = shape.nodes.iter().enumerate().find(|(_, node)| node.passage == at) else { return view };
    let passage = story.passage(at);
    view.paras.push(Para::new(ParaKind::Heading, node.id.as_str()));
    let chapter = passage.chapter.map_or(words.get("map.endings"), |id| story.str(story.chapters[id.index()].title));
    let scene = scene_words_of(story, passage, words);
    view.paras.push(Para::new(ParaKind::Scene, words.fill("map.where", &[("chapter", chapter), ("scene", &scene)])));
    for mark in &node.marks {
        let title = passage.ending.map_or("", |id| story.str(story.endings[id.index()].title));
        let said = match mark {
            Mark::Start => words.get("map.start").to_owned(),
            Mark::Ending => words.fill("map.ending", &[("title", title)]),
            Mark::Hinge => words.get("map.hinge").to_owned(),
            Mark::Unreachable => words.get("map.unreachable").to_owned(),
            // Runs are not asked here.
            Mark::Uncovered => continue,
        };
        view.paras.push(Para::new(ParaKind::Notice, said));
    }
    view.paras.extend(paras(prose(story, at), None));

    let mut part = |heading: &str, mut items: Vec<Item>| {
        if let Some(first) = items.first_mut() {
            first.under = Some(words.get(heading).to_owned());
        }
        view.items.append(&mut items);
    };
    let ways = |onward: bool| {
        let mine = move |way: &&Way| if onward { way.from == here } else { way.to == here };
        shape.ways.iter().filter(mine).map(|way| item(model, &shape.nodes, way, onward)).collect()
    };
    part("map.onward", ways(true));
    part("map.before", ways(false));
    part("map.play-heading", vec![Item::new(words.get("map.play"), Does::Play(node.id.clone()))]);
    view
}

/// A way as something that can be gone.
fn item(model: &Model, nodes: &[Node], way: &Way, onward: bool) -> Item {
    let words = &model.words;
    let (from, to) = (&nodes[way.from], &nodes[way.to]);
    let exit = &from.choices[way.exit];
    let label = match (onward, &exit.label) {
        (true, Some(label)) => words.fill("map.to", &[("to", &to.id), ("choice", &exit.id), ("label", label)]),
        (true, None) => words.fill("map.on", &[("to", &to.id)]),
        (false, Some(_)) => words.fill("map.from", &[("from", &from.id), ("choice", &exit.id)]),
        (false, None) => words.fill("map.from-on", &[("from", &from.id)]),
    };
    let other = if onward { to } else { from };
    let mut item = Item::new(label, Does::Walk { to: other.id.clone(), onward });
    item.detail = match way.kind {
        Kind::Well => Some(words.get("map.well").to_owned()),
        Kind::Ill => Some(words.get("map.ill").to_owned()),
        _ => way.when.clone(),
    };
    item
}
