//! Episodes: parts of a story that a class plays alone. It must not know what it takes to come through one.

use super::super::preset::Opening;
use super::{PassageId, SourceId, Story, Str};
use crate::diagnostic::nearest;

/// A part of the story that a class plays alone.
#[derive(Debug, Clone)]
pub struct Episode {
    /// Its name.
    pub id: Str,
    /// The title people see.
    pub title: Str,
    /// Where it begins, and what is so by then.
    pub opening: Opening,
    /// What went before.
    pub recap: Str,
    /// What is asked behind the last page.
    pub question: Str,
    /// The passages that end it.
    pub last: Box<[PassageId]>,
    /// What a teacher may wish to know before it.
    pub care: Option<Str>,
    /// What sources say of what is asked: a sentence, and who says so.
    pub tellings: Box<[(Str, Box<[SourceId]>)]>,
}

impl Story {
    /// The episode of this name.
    ///
    /// # Errors
    /// There is none; one sentence says what was probably meant, and which there are.
    pub fn episode(&self, id: &str) -> Result<&Episode, String> {
        if let Some(episode) = self.episodes.iter().find(|episode| self.str(episode.id) == id) {
            return Ok(episode);
        }
        let known = || self.episodes.iter().map(|episode| self.str(episode.id));
        let listed = known().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        Err(match nearest(id, known()) {
            _ if listed.is_empty() => format!("there is no episode `{id}`: this story has none"),
            Some(meant) => format!("there is no episode `{id}`; did you mean `{meant}`? There are {listed}"),
            None => format!("there is no episode `{id}`; there are {listed}"),
        })
    }
}
