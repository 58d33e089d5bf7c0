//! The saves of one story: the autosave, the saves a player named, and what was kept aside.
//!
//! Two games may run in one folder: each holds a lock and writes only the autosave of its own number. A write never
//! destroys a step: what it would replace is contained in what it writes, or is kept aside. It must not know what a
//! playthrough means or who asks.

use std::collections::HashMap;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::disk::{self, Fuse};
use super::folder::{make, profile_folder, profile_path};
use super::name::{BadName, Name, encode, folded};
use super::save::{self, MAX_SAVE, Unreadable, Why};
use crate::playthrough::Playthrough;
use crate::words::Words;

/// The folder of the saves that have names.
const SAVES: &str = "saves";

/// The word under which another playthrough is kept aside.
const EARLIER: &str = "earlier";

/// How many games that gave way to a new one are kept of each autosave: the last ones. Those with names are all kept.
const MOST_EARLIER: usize = 9;

/// How many games can run in one folder.
const GAMES: u32 = 99;

/// Which save.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// The autosave of the n-th game, from 1.
    Auto(u32),
    /// A save with a name.
    Named(Name),
    /// Another file of the folder, by its name there: one kept aside, or put there by hand. It is only read.
    Other(String),
}

impl Slot {
    /// The file inside the folder, with `/` between its parts.
    pub fn file(&self) -> String {
        match self {
            Self::Auto(0 | 1) => "autosave.ron".to_owned(),
            Self::Auto(n) => format!("autosave-{n}.ron"),
            Self::Named(name) => format!("{SAVES}/{}.ron", name.stem()),
            Self::Other(file) => file.clone(),
        }
    }

    fn of_file(file: &str) -> Self {
        let slot = match file.strip_prefix("saves/").map(|file| file.strip_suffix(".ron")) {
            Some(Some(stem)) => Name::of_stem(stem).map(Self::Named),
            Some(None) => None,
            None if file == "autosave.ron" => Some(Self::Auto(1)),
            None => {
                file.strip_prefix("autosave-").and_then(|rest| rest.strip_suffix(".ron")?.parse().ok()).map(Self::Auto)
            }
        };
        slot.filter(|slot| slot.file() == file).unwrap_or_else(|| Self::Other(file.to_owned()))
    }
}

/// What a list shows of a save that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glance {
    /// How many choices lead to where the reader stands.
    pub steps: usize,
    /// The passage where the reader stands; `None` at the start.
    pub passage: Option<String>,
    /// The story's edition when it was saved.
    pub edition: String,
}

/// One row of the list of saves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Which save.
    pub slot: Slot,
    /// When it was written, in seconds since 1970.
    pub modified: u64,
    /// What is in it, or why that cannot be said.
    pub found: Result<Glance, Unreadable>,
}

/// Why a save was not written. What was there before is still there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unwritten {
    /// It cannot have this name.
    Name(BadName),
    /// The system would not let us: the file, and what the system said.
    Disk(String, String),
}

impl Unwritten {
    /// One or two sentences for the player.
    pub fn sentence(&self, words: &Words) -> String {
        match self {
            Self::Name(name) => name.sentence(words),
            Self::Disk(file, said) => words.fill("save.unwritten", &[("file", file), ("said", said)]),
        }
    }
}

/// What is known of a file since it was last read or written here.
#[derive(Debug)]
struct Known {
    stamp: Option<(SystemTime, u64)>,
    /// Its steps, unless they are kept elsewhere too: how many, and their number.
    steps: Option<(usize, u64)>,
}

/// The saves of one story, held by one game.
#[derive(Debug)]
pub struct Library {
    profile: PathBuf,
    folder: PathBuf,
    story: String,
    game: u32,
    known: HashMap<Slot, Known>,
    /// Held for as long as the library is; none for one that is only looked through.
    lock: Option<File>,
}

impl Library {
    /// Opens the saves of the story called `story`, in `data` or the platform's own folder, for a profile or for none.
    /// Takes the first free number among the games running there, and removes what a killed game left half-written.
    ///
    /// # Errors
    /// The profile's name is none, or the folder cannot be made or written; the error says which.
    pub fn open(data: Option<&Path>, profile: Option<&str>, story: &str) -> io::Result<Self> {
        let profile = profile_folder(data, profile)?;
        let folder = profile.join(encode(story));
        make(&folder)?;
        let (game, lock) = lock(&folder)?;
        disk::sweep(&folder, game);
        disk::sweep(&folder.join(SAVES), game);
        Ok(Self { profile, folder, story: story.to_owned(), game, known: HashMap::new(), lock: Some(lock) })
    }

    /// Opens the saves only to look through them: nothing is locked, swept away or written, so that a list of saves does
    /// not make a game that begins at that moment a second one.
    ///
    /// # Errors
    /// As for `open`.
    pub fn look(data: Option<&Path>, profile: Option<&str>, story: &str) -> io::Result<Self> {
        let profile = profile_path(data, profile)?;
        let folder = profile.join(encode(story));
        Ok(Self { profile, folder, story: story.to_owned(), game: 0, known: HashMap::new(), lock: None })
    }

    /// The folder of the profile, where the settings are.
    pub fn profile_folder(&self) -> &Path {
        &self.profile
    }

    /// The folder of this story's saves.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The autosave of this game: the only one it writes.
    pub fn autosave(&self) -> Slot {
        Slot::Auto(self.game)
    }

    /// Whether another game was running in this folder when this one began.
    pub fn is_second(&self) -> bool {
        self.game > 1
    }

    /// The path of a save.
    pub fn path(&self, slot: &Slot) -> PathBuf {
        self.folder.join(slot.file())
    }

    /// Writes a save, whole or not at all. A file that it would replace is kept aside first, and its new name returned,
    /// unless every step of it is in `playthrough`: `NAME.kept-1.ron` when it could not be read, `NAME.earlier-1.ron`
    /// when it is another playthrough.
    ///
    /// # Errors
    /// It was not written; what was there is still there.
    pub fn write(&mut self, slot: &Slot, playthrough: &Playthrough) -> Result<Option<PathBuf>, Unwritten> {
        self.write_until(slot, playthrough, None)
    }

    /// As `write`, but stops dead after so many bytes and operations, as a game that is killed does. For tests.
    #[doc(hidden)]
    pub fn write_until(
        &mut self,
        slot: &Slot,
        playthrough: &Playthrough,
        stop: Option<usize>,
    ) -> Result<Option<PathBuf>, Unwritten> {
        let failed = |error: io::Error| Unwritten::Disk(slot.file(), error.to_string());
        match slot {
            _ if self.lock.is_none() => return Err(failed(io::ErrorKind::ReadOnlyFilesystem.into())),
            Slot::Auto(game) if *game != self.game => {
                return Err(failed(io::Error::new(io::ErrorKind::ResourceBusy, "another game writes it")));
            }
            Slot::Other(_) => return Err(failed(io::ErrorKind::ReadOnlyFilesystem.into())),
            Slot::Named(name) => {
                make(&self.folder.join(SAVES)).map_err(failed)?;
                self.not_taken(name)?;
            }
            Slot::Auto(_) => {}
        }
        let path = self.path(slot);
        let text = save::to_text(playthrough).map_err(failed)?;
        let aside = self.endangered(slot, playthrough).map(|word| aside(&path, word));
        let kept = disk::replace(&path, &text, aside.as_deref(), self.game, Fuse(stop)).map_err(failed)?;
        if let (Slot::Auto(_), Some(stem), Some(_)) = (slot, &aside, &kept)
            && stem.ends_with(EARLIER)
        {
            disk::thin_out(&self.folder, stem, MOST_EARLIER);
        }
        let steps = Some((playthrough.steps.len(), save::print(&playthrough.steps, playthrough.seed)));
        self.known.insert(slot.clone(), Known { stamp: disk::stamp(&path), steps });
        Ok(kept)
    }

    /// The word under which what is in `slot` must be kept aside before `playthrough` replaces it.
    fn endangered(&mut self, slot: &Slot, playthrough: &Playthrough) -> Option<&'static str> {
        let path = self.path(slot);
        fs::symlink_metadata(&path).ok()?;
        let stamp = disk::stamp(&path);
        if self.known.get(slot).is_none_or(|known| known.stamp != stamp || stamp.is_none()) {
            let Ok(Some(old)) = self.read(slot) else { return Some("kept") };
            let steps = Some((old.steps.len(), save::print(&old.steps, old.seed)));
            self.known.insert(slot.clone(), Known { stamp, steps });
        }
        let (count, number) = self.known.get(slot)?.steps?;
        let same = playthrough.steps.get(..count).is_some_and(|old| save::print(old, playthrough.seed) == number);
        (count > 0 && !same).then_some(EARLIER)
    }

    /// Keeps the file of a save under a second name, `NAME.before-edit-1.ron`, before a playthrough that no longer
    /// fits is gone on with from its last good place. `None` when there is no such file.
    ///
    /// # Errors
    /// The file could not be kept; it is still where it was.
    pub fn set_aside(&mut self, slot: &Slot) -> Result<Option<PathBuf>, Unwritten> {
        let path = self.path(slot);
        if fs::symlink_metadata(&path).is_err() {
            return Ok(None);
        }
        let kept = disk::keep(&path, &aside(&path, "before-edit"), self.game)
            .map_err(|error| Unwritten::Disk(slot.file(), error.to_string()))?;
        self.known.insert(slot.clone(), Known { stamp: disk::stamp(&path), steps: None });
        Ok(Some(kept))
    }

    /// Reads a save. `None` when there is no such file.
    ///
    /// # Errors
    /// The file is there but is no save of this story; it is left as it is.
    pub fn read(&self, slot: &Slot) -> Result<Option<Playthrough>, Unreadable> {
        let file = slot.file();
        let unreadable = |why| Unreadable { file: disk::visible(&file), why };
        let inside = !file.split('/').any(|part| matches!(part, "" | "." | "..")) && !file.contains('\\');
        if !inside {
            return Ok(None);
        }
        match disk::read(&self.folder.join(&file), MAX_SAVE) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(unreadable(Why::Io(error.to_string()))),
            Ok(None) => Err(unreadable(Why::TooLarge)),
            Ok(Some(bytes)) => save::from_bytes(&bytes, &self.story).map(Some).map_err(unreadable),
        }
    }

    /// All saves, the newest first: autosaves, named saves, and files kept aside.
    pub fn list(&self) -> Vec<Listed> {
        let mut listed: Vec<(SystemTime, Listed)> = self
            .files("")
            .into_iter()
            .chain(self.files(SAVES).into_iter().map(|file| format!("{SAVES}/{file}")))
            .filter_map(|file| self.listed(Slot::of_file(&file)))
            .collect();
        listed.sort_by(|(at, a), (bt, b)| bt.cmp(at).then_with(|| a.slot.cmp(&b.slot)));
        listed.into_iter().map(|(_, listed)| listed).collect()
    }

    /// The autosave last written by any game in this folder, for `Continue`, whether or not it can be read.
    pub fn newest_autosave(&self) -> Option<Listed> {
        let slots = self.files("").into_iter().map(|file| Slot::of_file(&file));
        slots
            .filter(|slot| matches!(slot, Slot::Auto(_)))
            .filter_map(|slot| self.listed(slot))
            .max_by_key(|(at, listed)| (*at, listed.slot == self.autosave()))
            .map(|(_, listed)| listed)
    }

    fn listed(&self, slot: Slot) -> Option<(SystemTime, Listed)> {
        let found = self.read(&slot).transpose()?.map(|playthrough| {
            let last = playthrough.current.checked_sub(1).and_then(|n| playthrough.steps.get(n));
            let passage = last.map(|step| step.to.clone());
            Glance { steps: playthrough.way().len() - 1, passage, edition: playthrough.edition }
        });
        let at = disk::stamp(&self.path(&slot)).map_or(SystemTime::UNIX_EPOCH, |(at, _)| at);
        let modified = at.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
        Some((at, Listed { slot, modified, found }))
    }

    /// The `.ron` files in a folder of the library. A name that is not Unicode is none of ours.
    fn files(&self, folder: &str) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.folder.join(folder)) else { return Vec::new() };
        entries
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| name.ends_with(".ron") && !name.starts_with('.'))
            .collect()
    }

    /// Refuses a name that a file system may take for another save's.
    fn not_taken(&self, name: &Name) -> Result<(), Unwritten> {
        let file = format!("{}.ron", name.stem());
        let files = self.files(SAVES);
        if files.contains(&file) {
            return Ok(());
        }
        // Capitals we can compare; other ways of taking two names for one only the file system knows.
        let twin = files.iter().find(|other| folded(other) == folded(&file));
        let there = fs::symlink_metadata(self.folder.join(SAVES).join(&file)).is_ok();
        if twin.is_none() && !there {
            return Ok(());
        }
        let taken = match twin.map(|twin| Slot::of_file(&format!("{SAVES}/{twin}"))) {
            Some(Slot::Named(taken)) => taken.as_str().to_owned(),
            Some(other) => disk::visible(&other.file()),
            None => name.as_str().to_owned(),
        };
        Err(Unwritten::Name(BadName::Taken(taken)))
    }
}

/// Reads a save of the story called `story` from any file.
///
/// # Errors
/// It cannot be read, or is no save of this story.
pub fn read_file(path: &Path, story: &str) -> Result<Playthrough, Unreadable> {
    let unreadable = |why| Unreadable { file: disk::visible(&path.display().to_string()), why };
    match disk::read(path, MAX_SAVE) {
        Err(error) => Err(unreadable(Why::Io(error.to_string()))),
        Ok(None) => Err(unreadable(Why::TooLarge)),
        Ok(Some(bytes)) => save::from_bytes(&bytes, story).map_err(unreadable),
    }
}

/// `autosave.ron` and `kept` give `autosave.kept`.
fn aside(path: &Path, word: &str) -> String {
    format!("{}.{word}", path.file_stem().unwrap_or_default().to_string_lossy())
}

/// The first free number among the games running in a folder, and its lock.
fn lock(folder: &Path) -> io::Result<(u32, File)> {
    for game in 1..=GAMES {
        let name = if game == 1 { "game.lock".to_owned() } else { format!("game-{game}.lock") };
        let path = folder.join(name);
        let file = File::options().create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
        match file.try_lock() {
            Ok(()) => return Ok((game, file)),
            Err(TryLockError::WouldBlock) => {}
            // A file system without locks: there is no telling games apart there.
            Err(TryLockError::Error(_)) => return Ok((game, file)),
        }
    }
    Err(io::Error::new(io::ErrorKind::ResourceBusy, Words::english().get("save.crowded").to_owned()))
}
