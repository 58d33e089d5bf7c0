//! `krivitsky transcript`: a save as something to read.

use std::io::{self, Write};
use std::path::Path;

use anyhow::bail;

use super::{FAULTS, PlaceOf, TranscriptFormat, story};
use crate::app::view::slot_words;
use crate::playthrough::{Format, Playthrough, replay, transcript};
use crate::store::{Library, read_file};
use crate::words::Words;

/// Prints the transcript of a save: a file, a save's name, or the newest autosave.
///
/// # Errors
/// There is no such save, or it cannot be read; or the output cannot be written.
pub fn run(save: &str, format: TranscriptFormat, place: &PlaceOf) -> anyhow::Result<u8> {
    let Some(story) = story(place.story.as_deref())? else { return Ok(FAULTS) };
    let words = Words::english();
    let playthrough = find(save, place, &story.id, &words)?;
    let (session, parted) = match replay(&story, &playthrough) {
        Ok(session) => (session, None),
        Err(divergence) => (divergence.session.clone(), Some(divergence.step)),
    };
    let format = match format {
        TranscriptFormat::Text => Format::Text,
        TranscriptFormat::Markdown => Format::Markdown,
    };
    write!(io::stdout().lock(), "{}", transcript(&story, &session, &words, format))?;
    if let Some(step) = parted {
        writeln!(io::stderr(), "krivitsky: {}", words.fill("diverged.about", &[("steps", &words.steps(step))]))?;
        return Ok(FAULTS);
    }
    Ok(0)
}

fn find(save: &str, place: &PlaceOf, story: &str, words: &Words) -> anyhow::Result<Playthrough> {
    if Path::new(save).is_file() {
        return read_file(Path::new(save), story).map_err(|unreadable| anyhow::anyhow!(unreadable.sentence(words)));
    }
    let library = Library::look(place.data.as_deref(), place.profile.as_deref(), story)?;
    // As `krivitsky saves` lists them; "autosave" is the newest of its kind.
    let listed = library.list();
    let slot = match save {
        "autosave" => library.newest_autosave().map(|listed| listed.slot),
        name => listed
            .into_iter()
            .map(|listed| listed.slot)
            .find(|slot| slot_words(words, slot) == name || slot.file() == name),
    };
    let read = slot
        .map(|slot| library.read(&slot))
        .transpose()
        .map_err(|unreadable| anyhow::anyhow!(unreadable.sentence(words)))?;
    match read.flatten() {
        Some(playthrough) => Ok(playthrough),
        None => bail!("there is no save {save:?}; `krivitsky saves` lists them"),
    }
}
