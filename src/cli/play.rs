//! `krivitsky play`: the game, on a screen or in lines.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;

use super::replay::replayed;
use super::{FAULTS, MISUNDERSTOOD, PlaceOf, Play, files, shown, story};
use crate::app::reread::{self, Reread};
use crate::app::shell::Shell;
use crate::app::{Model, Msg, update};
use crate::diagnostic::visible;
use crate::plain::{self, Manner};
use crate::playthrough::{Origin, Session};
use crate::store::{Library, TICK, Watcher, crash};
use crate::story::Story;
use crate::tui;
use crate::tui::input::Keys;
use crate::tui::terminal;
use crate::tui::theme::Depth;
use crate::words::Words;

/// Plays until the reader leaves. Gives the code to end with.
///
/// # Errors
/// The saves cannot be opened, or the terminal not used.
pub fn run(play: &Play) -> anyhow::Result<u8> {
    if play.episodes {
        return episodes(play.watch.as_deref().or(play.place.story.as_deref()));
    }
    let words = Arc::new(Words::english());
    let opened = match &play.watch {
        Some(folder) => Some(watched(play, folder, &words)?),
        None => unwatched(play, &words)?,
    };
    let Some((mut model, mut shell)) = opened else { return Ok(FAULTS) };
    model.aside = play.inspect;
    model.author =
        play.inspect || play.watch.is_some() || play.at.is_some() || play.replay.is_some() || !play.set.is_empty();
    if let Err(why) = begin(play, &mut model) {
        writeln!(io::stderr(), "krivitsky: {why}")?;
        return Ok(MISUNDERSTOOD);
    }
    show(play, &words, &mut model, &mut shell)
}

/// Lists the episodes of the story in `dir`, or of the one inside the program: name, title, and what is asked.
fn episodes(dir: Option<&Path>) -> anyhow::Result<u8> {
    let Some(story) = story(dir)? else { return Ok(FAULTS) };
    let mut out = io::stdout().lock();
    if story.episodes.is_empty() {
        writeln!(out, "This story has no episodes.")?;
    }
    let widest = story.episodes.iter().map(|episode| story.str(episode.id).len()).max().unwrap_or(0);
    for episode in &story.episodes {
        let [id, title, question] = [episode.id, episode.title, episode.question].map(|words| story.str(words));
        writeln!(out, "{}", visible(&format!("{id:widest$}  {title}. {question}")))?;
    }
    Ok(0)
}

/// Opens the map of the story in `dir`, or of the one inside the program, at a passage; with none named, at the start.
///
/// # Errors
/// There is no such passage, or what playing may come to.
pub fn map(dir: Option<&Path>, at: &str, plain: bool) -> anyhow::Result<u8> {
    let place = PlaceOf { story: None, profile: None, data: None };
    let play = Play {
        seed: None,
        plain,
        watch: dir.map(Path::to_owned),
        at: None,
        replay: None,
        set: Vec::new(),
        episode: None,
        episodes: false,
        inspect: false,
        place,
    };
    let words = Arc::new(Words::english());
    let opened = match dir {
        Some(folder) => Some(watched(&play, folder, &words)?),
        None => unwatched(&play, &words)?,
    };
    let Some((mut model, mut shell)) = opened else { return Ok(FAULTS) };
    if model.broken.is_none() && !at.is_empty() {
        super::graph::passage(&model.story, at)?;
    }
    update(&mut model, Msg::Map(at.to_owned()));
    show(&play, &words, &mut model, &mut shell)
}

/// Shows the app, on a screen or in lines, until the reader leaves.
fn show(play: &Play, words: &Arc<Words>, model: &mut Model, shell: &mut Shell) -> anyhow::Result<u8> {
    crash::note(|notes| {
        shell.library().folder().clone_into(&mut notes.folder);
        notes.term = std::env::var("TERM").unwrap_or_default();
    });
    hook(Arc::clone(words));
    match why_plain(play, model) {
        Some(why) => lines(model, shell, words, why),
        None => screen(model, shell),
    }
}

/// Begins in the middle of the story, or with choices taken, where that is asked for.
///
/// # Errors
/// There is no such place; one sentence says what is wrong.
fn begin(play: &Play, model: &mut Model) -> Result<(), String> {
    if let Some(given) = &play.replay {
        let session = replayed(&model.story, given, &model.words)?;
        update(model, Msg::Replayed(Box::new(session)));
        return Ok(());
    }
    if play.at.is_none() && play.set.is_empty() && play.episode.is_none() {
        return Ok(());
    }
    let origin =
        Origin { at: play.at.clone().unwrap_or_default(), sets: play.set.clone(), episode: play.episode.clone() };
    if model.broken.is_none() {
        Session::begin_at(&model.story, 0, origin.clone())?;
    }
    update(model, Msg::Begin(origin));
    Ok(())
}

/// The app over a story that stays as it is; nothing when it has faults, which have then been printed.
fn unwatched(play: &Play, words: &Arc<Words>) -> anyhow::Result<Option<(Model, Shell)>> {
    let Some(story) = story(play.place.story.as_deref())? else { return Ok(None) };
    let library = Library::open(play.place.data.as_deref(), play.place.profile.as_deref(), &story.id)?;
    Ok(Some(Shell::open(Arc::new(story), words, library, play.seed)))
}

/// The app over a story that somebody is writing. One with faults waits until it is mended; until then it has no name by
/// which saves could be found.
fn watched(play: &Play, folder: &Path, words: &Arc<Words>) -> anyhow::Result<(Model, Shell)> {
    let (data, profile) = (play.place.data.as_deref(), play.place.profile.as_deref());
    // Watched before it is read, so that no change falls in between.
    let watcher = Watcher::new(folder, TICK);
    let (files, faults) = files(Some(folder))?;
    let root = shown(folder);
    let (model, mut shell) = match reread::read(files, faults, &root) {
        Ok(story) => {
            let library = Library::open(data, profile, &story.id)?;
            Shell::open(story, words, library, play.seed)
        }
        Err(broken) => {
            let library = Library::look(data, profile, "")?;
            let (mut model, shell) = Shell::open(Arc::new(Story::blank()), words, library, play.seed);
            update(&mut model, Msg::Reread(Reread::Broken(broken)));
            (model, shell)
        }
    };
    shell.watch(&model, watcher, root, data, profile);
    Ok((model, shell))
}

/// Why this is plain mode, as a key of the words; `None` when it is not.
fn why_plain(play: &Play, model: &Model) -> Option<&'static str> {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    let reasons = [
        (play.plain, "plain.why.asked"),
        (set("ACCESSIBLE"), "plain.why.accessible"),
        (model.settings.plain, "plain.why.setting"),
        (std::env::var_os("TERM").is_some_and(|term| term == "dumb"), "plain.why.dumb"),
        (!io::stdin().is_terminal() || !io::stdout().is_terminal(), "plain.why.no-terminal"),
    ];
    reasons.into_iter().find(|(holds, _)| *holds).map(|(_, why)| why)
}

fn lines(model: &mut Model, shell: &mut Shell, words: &Words, why: &str) -> anyhow::Result<u8> {
    // On a terminal lines are broken as the settings say; what is piped somewhere is broken there.
    let width = io::stdout().is_terminal().then_some(usize::from(model.settings.width));
    let manner = Manner { why: words.get(why), width, echoed: io::stdin().is_terminal() };
    plain::run(model, shell, io::stdin().lock(), &mut io::stdout().lock(), manner)?;
    Ok(0)
}

fn screen(model: &mut Model, shell: &mut Shell) -> anyhow::Result<u8> {
    let depth = {
        let var = |name: &str| std::env::var(name).ok();
        Depth::of(var("NO_COLOR").as_deref(), var("COLORTERM").as_deref(), var("TERM").as_deref())
    };
    // Signals are listened to before the terminal is taken, so that none can come in between.
    let mut keys = Keys::new()?;
    let (mut room, guard) = terminal::take(model.settings.mouse)?;
    let size = room.size()?;
    update(model, Msg::Resize(size.width, size.height));
    let code = tui::run(model, shell, &mut room, &mut keys, depth)?;
    drop(guard);
    if code == 0 {
        // The last word belongs on the reader's own screen; if that is gone, there is nobody to read it.
        let _ = writeln!(io::stdout(), "{}", model.farewell());
    }
    Ok(code)
}

/// On a panic: the terminal first, then the report, then a line that says so. Nothing here may fail.
fn hook(words: Arc<Words>) {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        terminal::give_back();
        let report = crash::write(panic);
        if cfg!(debug_assertions) {
            usual(panic);
        }
        let said = match report {
            Some(path) => words.fill("crash", &[("file", &path.display().to_string())]),
            None => words.get("crash.unwritten").to_owned(),
        };
        let _ = writeln!(io::stderr(), "{said}");
    }));
}
