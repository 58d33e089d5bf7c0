//! `krivitsky play --replay`: a playthrough that somebody wrote down, opened at its end.

use std::path::Path;

use crate::playthrough::{Session, play_list, replay};
use crate::store::{read_file, read_text};
use crate::story::Story;
use crate::words::Words;

/// Plays what `given` holds: a save, a file with a list of choices, or the list itself.
///
/// # Errors
/// It cannot be read or not be played; one sentence says why.
pub fn replayed(story: &Story, given: &str, words: &Words) -> Result<Session, String> {
    let path = Path::new(given);
    if !path.is_file() {
        // A list on the command line has a choice in it; the name of a file that is not there may look like one.
        let first = given.split_whitespace().find(|word| !word.starts_with("seed="));
        let passage = first.and_then(|word| word.split_once('.')).map(|(passage, _)| passage);
        let like_a_file =
            !given.contains(char::is_whitespace) && passage.is_none_or(|id| story.find_passage(id).is_none());
        if like_a_file {
            return Err(format!("there is no file {given:?}, and it is no list of choices such as `passage.choice`"));
        }
        return play_list(story, given);
    }
    let text = read_text(path).map_err(|error| format!("{given:?} could not be read: {error}"))?;
    if !is_save(&text) {
        return play_list(story, &text).map_err(|why| format!("{given:?}: {why}"));
    }
    let playthrough = read_file(path, &story.id).map_err(|unreadable| unreadable.sentence(words))?;
    let session = replay(story, &playthrough).map_err(|divergence| {
        let passage = &divergence.passage;
        let wanted = divergence.wanted.as_ref().map(|step| format!("`{}.{}`", step.passage, step.choice));
        let wanted = wanted.unwrap_or_else(|| "what comes next".to_owned());
        format!(
            "{given:?} can be played for {} choices, to `{passage}`; {wanted} does not fit there any more",
            divergence.step
        )
    })?;
    if session.origin().is_some() {
        return Ok(session);
    }
    // Played once more as a list, so that it does not become the reader's newest game.
    let names =
        session.choices().map(|id| format!("{}.{}", story.passage_id(story.choice(id).passage), story.choice_id(id)));
    let list = std::iter::once(format!("seed={}", session.seed())).chain(names).collect::<Vec<_>>().join(" ");
    play_list(story, &list)
}

/// Whether a text is a save: a value in brackets, comments aside.
fn is_save(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim);
    lines.find(|line| !line.is_empty() && !line.starts_with("//")).is_some_and(|line| line.starts_with('('))
}
