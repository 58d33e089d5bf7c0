//! The screens around an episode: the list of them, what is read before the first page, what is asked behind the last.

use super::super::model::{Kind, Model};
use super::sheet::sheet;
use super::{Does, Item, Para, ParaKind, View};
use crate::playthrough::tellings;

/// The episodes.
pub fn episodes(model: &Model) -> View {
    let (story, words) = (&model.story, &model.words);
    let mut view = sheet(model, "episodes.title");
    view.paras.push(Para::new(ParaKind::Prose, words.get("episodes.about")));
    view.items = story
        .episodes
        .iter()
        .map(|episode| Item::new(story.str(episode.title), Does::Open(Kind::Recap(story.str(episode.id).to_owned()))))
        .collect();
    view
}

/// What went before an episode. One that an edited story no longer has is only said to be gone.
pub fn recap(model: &Model, id: &str) -> View {
    let (story, words) = (&model.story, &model.words);
    let mut view = sheet(model, "episodes.title");
    match story.episode(id) {
        Ok(episode) => {
            view.paras.push(Para::new(ParaKind::Heading, story.str(episode.title)));
            view.paras.push(Para::new(ParaKind::Prose, story.str(episode.recap)));
            let care = episode.care.map(|care| words.fill("episodes.care", &[("care", story.str(care))]));
            view.paras.extend(care.map(|care| Para::new(ParaKind::Notice, care)));
            view.items.push(Item::new(words.get("episodes.begin"), Does::Episode(id.to_owned())));
        }
        Err(why) => view.paras.push(Para::new(ParaKind::Notice, why)),
    }
    view.items.push(Item::new(words.get("episodes.back"), Does::Back));
    view
}

/// What is asked at the end of an episode, and what sources say of it.
pub fn question(model: &Model) -> View {
    let (story, words) = (&model.story, &model.words);
    let mut view = sheet(model, "question.title");
    let Some(episode) = model.session.as_ref().and_then(|session| session.over(story)) else { return view };
    view.paras.push(Para::new(ParaKind::Heading, story.str(episode.title)));
    view.paras.push(Para::new(ParaKind::Prose, story.str(episode.question)));
    view.paras.push(Para::new(ParaKind::Heading, words.get("question.sources")));
    view.paras.extend(tellings(story, episode, words).into_iter().map(|telling| Para::new(ParaKind::Point, telling)));
    view.items = vec![
        Item::new(words.get("question.again"), Does::Episode(story.str(episode.id).to_owned())),
        Item::new(words.get("ending.title"), Does::Title),
    ];
    view
}
