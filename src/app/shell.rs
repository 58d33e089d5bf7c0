//! The edge of the app: carries its commands to the store and brings back what came of them. Both renderers use it.
//!
//! It is the only part of the app that is not pure; it must not know how anything is drawn.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::action::named;
use super::change::THEMES;
use super::key::Key;
use super::model::Model;
use super::reread::{self, Broken, Reread};
use super::update::{Cmd, Msg};
use crate::playthrough::Playthrough;
use crate::store::{Library, Name, Settings, Slot, Watcher, crash};
use crate::story::Story;
use crate::words::Words;

/// Where the app's commands are carried out.
pub struct Shell {
    library: Library,
    /// The seed every new game has, when one was asked for.
    seed: Option<u64>,
    watch: Option<Watch>,
}

/// A story that is watched, and what has to be known to open its saves when it can first be read.
struct Watch {
    watcher: Watcher,
    root: String,
    data: Option<PathBuf>,
    profile: Option<String>,
    /// The story's own name, once it could be read.
    story: Option<String>,
}

/// How often a folder is looked at that does not come to rest.
const MOST_LOOKS: usize = 20;

/// A seed nobody chose: the standard library's own source of unpredictable keys, used once.
pub fn any_seed() -> u64 {
    RandomState::new().build_hasher().finish()
}

impl Shell {
    /// A shell over the saves of one story. `seed` is given to every new game; without one each gets its own.
    pub fn new(library: Library, seed: Option<u64>) -> Self {
        Self { library, seed, watch: None }
    }

    /// The app as it starts: the title of `story` with the settings and saves of `library`, and what the reader should be
    /// told about these at once.
    pub fn open(story: Arc<Story>, words: &Arc<Words>, library: Library, seed: Option<u64>) -> (Model, Self) {
        let found = Settings::load(library.profile_folder());
        let mut model = Model::new(story, Arc::clone(words), found.settings, seed.unwrap_or_else(any_seed));
        model.can_continue = library.newest_autosave().is_some();
        model.toast = match found.faults.first() {
            Some(fault) => {
                let line = found.source.place(fault.span.start as usize).line.to_string();
                Some(words.fill("settings.fault", &[("line", &line), ("fault", &fault.message)]))
            }
            None if misfit(&model, words).is_some() => misfit(&model, words),
            None if library.is_second() => Some(words.get("toast.second").to_owned()),
            None => None,
        };
        (model, Self::new(library, seed))
    }

    /// Begins to watch the folder of the story in `model`. `root` is the folder as the author typed it; `data` and
    /// `profile` are what the saves are opened with when a story that was broken at the start can be read.
    pub fn watch(&mut self, model: &Model, watcher: Watcher, root: String, data: Option<&Path>, profile: Option<&str>) {
        let story = Some(model.story.id.clone()).filter(|_| model.broken.is_none());
        let (data, profile) = (data.map(Path::to_owned), profile.map(str::to_owned));
        self.watch = Some(Watch { watcher, root, data, profile, story });
    }

    /// How often the story's folder wants to be looked at; never, unless it is watched.
    pub fn tick(&self) -> Option<Duration> {
        self.watch.as_ref().map(|watch| watch.watcher.tick())
    }

    /// Looks at the story's folder; gives what the app must hear of it.
    pub fn look(&mut self) -> Vec<Msg> {
        let Some(watch) = &mut self.watch else { return Vec::new() };
        let read = match watch.watcher.look() {
            None => return Vec::new(),
            Some(Ok((files, faults))) => reread::read(files, faults, &watch.root),
            Some(Err(error)) => Err(Arc::new(Broken::unread(&watch.root, &error))),
        };
        let story = match read {
            Ok(story) => story,
            Err(broken) => return vec![Msg::Reread(Reread::Broken(broken))],
        };
        let mut news = Vec::new();
        // Saves belong to the story's own name. Without those of the new name the game goes on and says so.
        if watch.story.as_ref() != Some(&story.id) {
            match Library::open(watch.data.as_deref(), watch.profile.as_deref(), &story.id) {
                Ok(library) => {
                    crash::note(|notes| library.folder().clone_into(&mut notes.folder));
                    watch.story = Some(story.id.clone());
                    self.library = library;
                }
                Err(error) => news.push(Msg::Said(error.to_string())),
            }
        }
        let can_continue = self.library.newest_autosave().is_some();
        news.insert(0, Msg::Reread(Reread::Sound(story, can_continue)));
        news
    }

    /// Looks until the folder has come to rest, as far as it does within some seconds: for whoever looks only now and
    /// then.
    pub fn settle(&mut self) -> Vec<Msg> {
        for _ in 0..MOST_LOOKS {
            let news = self.look();
            match &self.watch {
                Some(watch) if news.is_empty() && watch.watcher.is_moving() => {
                    std::thread::sleep(watch.watcher.tick());
                }
                _ => return news,
            }
        }
        Vec::new()
    }

    /// The saves.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// Carries out a command; gives what the app must hear of it.
    pub fn perform(&mut self, model: &Model, cmd: Cmd) -> Vec<Msg> {
        match cmd {
            Cmd::Save(playthrough) => self.save(model, &playthrough),
            Cmd::SaveAs(name, playthrough) => self.save_as(model, &name, &playthrough),
            Cmd::Continue => match self.library.newest_autosave() {
                Some(newest) => self.load(model, newest.slot),
                None => vec![Msg::Said(model.words.get("toast.no-game").to_owned())],
            },
            Cmd::Load(slot) => self.load(model, slot),
            Cmd::SetAside(slot) => match self.library.set_aside(&slot) {
                Ok(Some(path)) => kept(model, &path),
                Ok(None) => Vec::new(),
                Err(error) => vec![Msg::Said(error.sentence(&model.words))],
            },
            Cmd::List => vec![Msg::Listed(self.library.list())],
            Cmd::SaveSettings => match model.settings.save(self.library.profile_folder()) {
                Ok(()) => Vec::new(),
                Err(error) => vec![Msg::Said(error.sentence(&model.words))],
            },
            Cmd::Reseed => vec![Msg::Seed(self.seed.unwrap_or_else(any_seed))],
            Cmd::Mouse(_) | Cmd::Quit => Vec::new(),
        }
    }

    fn save(&mut self, model: &Model, playthrough: &Playthrough) -> Vec<Msg> {
        crash::note(|notes| {
            notes.size = model.size;
            notes.playthrough = Some(playthrough.clone());
        });
        let slot = self.library.autosave();
        match self.library.write(&slot, playthrough) {
            Ok(Some(path)) => [vec![Msg::Saved(true)], kept(model, &path)].concat(),
            Ok(None) => vec![Msg::Saved(true)],
            Err(error) => vec![Msg::Saved(false), Msg::Said(error.sentence(&model.words))],
        }
    }

    fn save_as(&mut self, model: &Model, name: &str, playthrough: &Playthrough) -> Vec<Msg> {
        let name = match Name::new(name) {
            Ok(name) => name,
            Err(error) => return vec![Msg::Said(error.sentence(&model.words))],
        };
        let slot = Slot::Named(name);
        match self.library.write(&slot, playthrough) {
            Ok(Some(path)) => std::iter::once(Msg::SavedAs).chain(kept(model, &path)).collect(),
            Ok(None) => vec![Msg::SavedAs],
            Err(error) => vec![Msg::Said(error.sentence(&model.words))],
        }
    }

    fn load(&mut self, model: &Model, slot: Slot) -> Vec<Msg> {
        let read = match self.library.read(&slot) {
            Ok(Some(playthrough)) => {
                crash::note(|notes| notes.playthrough = Some(playthrough.clone()));
                Ok(playthrough)
            }
            Ok(None) => Err(model.words.get("save.gone").to_owned()),
            Err(unreadable) => Err(unreadable.sentence(&model.words)),
        };
        vec![Msg::Loaded(slot, read)]
    }
}

/// The first of the settings that can be read but means nothing here: a theme, an action or a key that does not exist.
fn misfit(model: &Model, words: &Words) -> Option<String> {
    let settings = &model.settings;
    if !THEMES.contains(&settings.theme.as_str()) {
        return Some(words.fill("settings.no-theme", &[("name", &settings.theme)]));
    }
    settings.keys.iter().find_map(|(name, keys)| {
        if named(name).is_none() {
            return Some(words.fill("settings.no-action", &[("name", name)]));
        }
        let key = keys.iter().find(|key| Key::parse(key).is_none())?;
        Some(words.fill("settings.no-key", &[("key", key), ("name", name)]))
    })
}

/// Says under which name a file was kept that would have been written over.
fn kept(model: &Model, path: &std::path::Path) -> Vec<Msg> {
    let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    vec![Msg::Said(model.words.fill("toast.kept", &[("file", &file)]))]
}
