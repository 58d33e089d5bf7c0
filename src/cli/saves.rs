//! `krivitsky saves`: what has been saved.

use std::io::{self, Write};

use super::{FAULTS, PlaceOf, story};
use crate::app::view::slot_words;
use crate::diagnostic::visible;
use crate::store::Library;
use crate::words::Words;

/// Prints a line for each save, newest first.
///
/// # Errors
/// The folder of the saves cannot be read, or the output not written.
pub fn run(place: &PlaceOf) -> anyhow::Result<u8> {
    let Some(story) = story(place.story.as_deref())? else { return Ok(FAULTS) };
    let words = Words::english();
    let library = Library::look(place.data.as_deref(), place.profile.as_deref(), &story.id)?;
    let mut out = io::stdout().lock();
    for save in library.list() {
        let name = visible(&slot_words(&words, &save.slot));
        match save.found {
            Ok(glance) => {
                let there = glance.passage.as_deref().unwrap_or_else(|| words.get("branches.start"));
                let steps = words.steps(glance.steps);
                writeln!(out, "{}", words.fill("saves.line", &[("name", &name), ("steps", &steps), ("where", there)]))?;
            }
            Err(unreadable) => writeln!(out, "{name}: {}", visible(&unreadable.sentence(&words)))?,
        }
    }
    writeln!(out, "{}", words.fill("saves.folder", &[("folder", &visible(&library.folder().display().to_string()))]))?;
    Ok(0)
}
