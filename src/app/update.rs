//! The one function that changes the model.

use super::action::Action;
use super::change::change;
use super::game::{begin, choose, episode, loaded, replayed, rewind, save, save_as};
use super::key::{Code, Key};
use super::map;
use super::model::{Kind, Model, Screen};
use super::reread::{self, Reread};
use super::scroll::{at_end, item_in_sight, page_of, reveal, scroll, see, step};
use super::view::Does;
use crate::playthrough::{Origin, Playthrough, Session};
use crate::store::{Listed, Slot};

/// The longest name that can be typed.
const NAME_LENGTH: usize = 60;

/// Something that happened to the app.
#[derive(Debug, Clone)]
pub enum Msg {
    /// A key, and whether it is the repeat of one held down.
    Key(Key, bool),
    /// Something the reader did, however they said it.
    Act(Action),
    /// A click on a row of the text, counted from its first, in the column of the screen.
    Click {
        /// The row.
        row: u16,
    },
    /// The wheel, in lines; down is more than 0.
    Wheel(i16),
    /// The screen's columns and rows.
    Resize(u16, u16),
    /// What is shown has been drawn; with `whole`, all of it and not only what has room.
    Drawn {
        /// Whether all was shown.
        whole: bool,
    },
    /// A name for a save, typed whole.
    SaveAs(String),
    /// A save was written under its name.
    SavedAs,
    /// A save was read, or why not.
    Loaded(Slot, Result<Playthrough, String>),
    /// The saves were listed.
    Listed(Vec<Listed>),
    /// Something was done, or failed, that the reader should be told.
    Said(String),
    /// The game was saved, or could not be.
    Saved(bool),
    /// A new seed for the next playthrough.
    Seed(u64),
    /// A game is begun in the middle of the story; while that is broken, as soon as it can be read.
    Begin(Origin),
    /// An author wants to see the story's map, at a passage; with none named, at the start.
    Map(String),
    /// A game was played by a tool up to here, and is gone on with.
    Replayed(Box<Session>),
    /// The story was read again.
    Reread(Reread),
}

/// Something to be done outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Cmd {
    /// Saves the running game.
    Save(Playthrough),
    /// Saves it under a name.
    SaveAs(String, Playthrough),
    /// Opens the newest game.
    Continue,
    /// Opens a save.
    Load(Slot),
    /// Keeps a save as it is, beside the one that goes on from it.
    SetAside(Slot),
    /// Lists the saves.
    List,
    /// Writes the settings.
    SaveSettings,
    /// Turns the mouse on or off.
    Mouse(bool),
    /// Makes a seed for the next new game.
    Reseed,
    /// Leaves.
    Quit,
}

/// Changes the model as a message asks, and says what is to be done outside.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Cmd> {
    match msg {
        Msg::Key(key, repeat) => on_key(model, key, repeat),
        Msg::Act(action) => {
            model.toast = None;
            act(model, action, false)
        }
        Msg::Click { row } => click(model, row),
        Msg::Wheel(lines) => {
            scroll(model, isize::from(lines));
            Vec::new()
        }
        Msg::Resize(columns, rows) => {
            model.size = (columns, rows);
            // The title fits its picture to the screen.
            touch(model);
            begin_at_first(model);
            Vec::new()
        }
        Msg::Drawn { whole } => {
            see(model, whole);
            Vec::new()
        }
        Msg::SaveAs(_) if model.broken.is_some() => Vec::new(),
        Msg::SaveAs(name) => save_as(model, &name),
        Msg::SavedAs => {
            if model.screen().kind == Kind::Name {
                close(model);
            }
            model.toast = Some(model.words.get("toast.saved").to_owned());
            Vec::new()
        }
        Msg::Loaded(slot, Ok(playthrough)) => loaded(model, slot, &playthrough),
        Msg::Loaded(_, Err(why)) => {
            open(model, Kind::Trouble(why));
            Vec::new()
        }
        Msg::Listed(saves) => {
            model.saves = saves;
            touch(model);
            begin_at_first(model);
            Vec::new()
        }
        Msg::Said(words) => {
            // What is said in one breath is heard together.
            model.toast = Some(match model.toast.take() {
                Some(said) => format!("{said} {words}"),
                None => words,
            });
            Vec::new()
        }
        Msg::Saved(done) => {
            model.saved = Some(done);
            Vec::new()
        }
        Msg::Seed(seed) => {
            model.next_seed = seed;
            Vec::new()
        }
        Msg::Begin(origin) => begin(model, origin),
        Msg::Map(at) => {
            map::show(model, at);
            Vec::new()
        }
        Msg::Replayed(session) => replayed(model, *session),
        Msg::Reread(reread) => reread::reread(model, reread),
    }
}

/// What is shown has changed.
pub(super) fn touch(model: &mut Model) {
    model.version += 1;
    let items = model.view().items.len();
    model.screen_mut().seen.resize(items, false);
}

/// Opens a screen; one that lies open beneath others is gone back to, so that screens do not pile up.
pub(super) fn open(model: &mut Model, kind: Kind) {
    match model.screens.iter().position(|screen| screen.kind == kind) {
        Some(n) => model.screens.truncate(n + 1),
        None => model.screens.push(Screen::new(kind)),
    }
    touch(model);
    begin_at_first(model);
}

/// A menu that is in sight whole begins at its first entry; a text is read first.
pub(super) fn begin_at_first(model: &mut Model) {
    let items = model.view().items.len();
    let menu = !matches!(model.screen().kind, Kind::Reading | Kind::Accounts);
    if menu && items > 0 && model.screen().focus.is_none() && item_in_sight(model, items - 1) {
        model.screen_mut().focus = Some(0);
    }
}

/// Off the top of the stack; the title is never taken off.
fn close(model: &mut Model) {
    if model.screens.len() > 1 {
        model.screens.pop();
        touch(model);
    }
}

/// The page, whatever was open above it, as it is first shown.
pub(super) fn turn(model: &mut Model) {
    model.screens.truncate(1);
    model.screens.push(Screen::new(Kind::Reading));
    touch(model);
    // A page with one way on has nothing to weigh.
    let view = model.view();
    if let [item] = &view.items[..]
        && matches!(item.does, Does::Choose(choice) if model.story.choice(choice).label.is_none())
    {
        model.screen_mut().focus = Some(0);
    }
}

fn on_key(model: &mut Model, key: Key, repeat: bool) -> Vec<Cmd> {
    if model.is_too_small() && model.keymap.action(key) != Some(Action::Quit) {
        // Nobody can see what they would be doing.
        return Vec::new();
    }
    model.toast = None;
    if model.screen().kind == Kind::Name && !key.ctrl && !key.alt {
        match key.code {
            Code::Char(c) if model.input.chars().count() < NAME_LENGTH => model.input.push(c),
            Code::Char(_) => {}
            Code::Backspace => _ = model.input.pop(),
            Code::Enter => {
                let name = model.input.clone();
                return save_as(model, &name);
            }
            Code::Esc => close(model),
            _ => {}
        }
        touch(model);
        return Vec::new();
    }
    match model.keymap.action(key) {
        Some(action) => act(model, action, repeat),
        None => Vec::new(),
    }
}

fn act(model: &mut Model, action: Action, repeat: bool) -> Vec<Cmd> {
    if model.broken.is_some() && !reread::may(action) {
        return Vec::new();
    }
    match action {
        // Readers see no numbers, and no page they have not come to.
        action if action.is_for_authors() && !model.author => {}
        Action::Choose(n) => match usize::from(n).checked_sub(1) {
            Some(n) if n < model.view().items.len() => return choose_item(model, n, repeat),
            _ => model.toast = Some(model.words.fill("toast.no-choice", &[("n", &n.to_string())])),
        },
        Action::Confirm => return confirm(model, repeat),
        Action::Up => step(model, -1),
        Action::Down => step(model, 1),
        Action::Less | Action::More if matches!(model.screen().kind, Kind::Map(_)) => {
            return map::along(model, action == Action::More, repeat);
        }
        Action::Less => return nudge(model, false),
        Action::More => return nudge(model, true),
        Action::Map => return map::turn_over(model),
        Action::PageUp => scroll(model, -page_of(model)),
        Action::PageDown => scroll(model, page_of(model)),
        Action::Top => scroll(model, isize::MIN / 2),
        Action::Bottom => scroll(model, isize::MAX / 2),
        Action::Notes => sheet(model, Kind::Notes, true),
        Action::Backlog => {
            sheet(model, Kind::Backlog, true);
            if model.screen().kind == Kind::Backlog {
                scroll(model, isize::MAX / 2);
            }
        }
        Action::Branches => sheet(model, Kind::Branches, true),
        Action::Meters => model.toast = Some(meters_words(model)),
        Action::Glossary => sheet(model, Kind::Glossary, false),
        Action::About => sheet(model, Kind::About, false),
        Action::Help => sheet(model, Kind::Help, false),
        Action::Settings => sheet(model, Kind::Settings, false),
        Action::Inspect => inspect(model),
        Action::Rewind => return rewind(model, repeat, false),
        Action::Redo => return rewind(model, repeat, true),
        Action::Save => {
            model.input.clear();
            sheet(model, Kind::Name, true);
        }
        Action::Saves => {
            sheet(model, Kind::Saves, false);
            return vec![Cmd::List];
        }
        Action::Back => close(model),
        Action::Quit => {
            model.quitting = true;
            return vec![Cmd::Quit];
        }
    }
    Vec::new()
}

/// Opens a screen, or closes it when it is open. Those about the game need one.
fn sheet(model: &mut Model, kind: Kind, needs_game: bool) {
    if needs_game && model.session.is_none() {
        model.toast = Some(model.words.get("toast.no-game").to_owned());
    } else if model.screen().kind == kind {
        close(model);
    } else {
        open(model, kind);
    }
}

/// What the story knows: beside the text where there is room, then on a screen of its own, where it can be scrolled; then
/// no longer.
fn inspect(model: &mut Model) {
    let beside = model.session.is_some() && model.has_room_aside() && model.screen().kind != Kind::Inspect;
    model.aside = beside && !model.aside;
    if model.aside {
        touch(model);
    } else {
        sheet(model, Kind::Inspect, true);
    }
}

/// The meters in words: never a digit of theirs.
pub(super) fn meters_words(model: &Model) -> String {
    let Some(session) = &model.session else { return model.words.get("toast.no-game").to_owned() };
    let each = session
        .page(&model.story)
        .gauges()
        .map(|gauge| model.words.fill("meter.line", &[("meter", gauge.word), ("band", gauge.band_word)]));
    each.collect::<Vec<_>>().join(" ")
}

/// Takes an item by its number, if its label has been on screen; else shows it.
pub(super) fn choose_item(model: &mut Model, n: usize, repeat: bool) -> Vec<Cmd> {
    if repeat {
        return Vec::new();
    }
    if model.screen().seen.get(n) == Some(&true) {
        return take(model, n);
    }
    model.screen_mut().focus = Some(n);
    reveal(model, n);
    Vec::new()
}

/// Reads on; then focuses the first item; then takes what is focused.
fn confirm(model: &mut Model, repeat: bool) -> Vec<Cmd> {
    if repeat {
        return Vec::new();
    }
    match model.screen().focus {
        Some(n) if model.screen().seen.get(n) == Some(&true) => return take(model, n),
        Some(n) => reveal(model, n),
        None if !at_end(model) => scroll(model, page_of(model)),
        None if model.view().items.is_empty() && model.broken.is_none() => close(model),
        None if model.view().items.is_empty() => {}
        None => {
            model.screen_mut().focus = Some(0);
            reveal(model, 0);
        }
    }
    Vec::new()
}

fn click(model: &mut Model, row: u16) -> Vec<Cmd> {
    if model.is_too_small() || usize::from(row) >= model.clear_rows() {
        return Vec::new();
    }
    model.toast = None;
    let line = model.top_line() + usize::from(row);
    let item = model.laid().items.iter().position(|(first, last)| (*first..=*last).contains(&line));
    match item {
        Some(n) => choose_item(model, n, false),
        None => Vec::new(),
    }
}

fn take(model: &mut Model, n: usize) -> Vec<Cmd> {
    let view = model.view();
    let Some(item) = view.items.get(n) else { return Vec::new() };
    model.screen_mut().focus = Some(n);
    match item.does.clone() {
        Does::Choose(choice) => choose(model, choice),
        Does::Open(Kind::Saves) => {
            open(model, Kind::Saves);
            vec![Cmd::List]
        }
        Does::Open(kind) => {
            open(model, kind);
            Vec::new()
        }
        Does::Continue if model.session.is_some() => {
            turn(model);
            Vec::new()
        }
        Does::Continue => vec![Cmd::Continue],
        Does::New => {
            let session = Session::new(&model.story, model.next_seed);
            let save = Cmd::Save(session.playthrough(&model.story));
            model.session = Some(session);
            model.can_continue = true;
            model.whole = None;
            turn(model);
            vec![save, Cmd::Reseed]
        }
        Does::Load(slot) => vec![Cmd::Load(slot)],
        Does::Node(node) => {
            if let Some(session) = &mut model.session {
                session.go(node);
            }
            turn(model);
            save(model)
        }
        Does::Walk { to, .. } => {
            open(model, Kind::Map(to));
            Vec::new()
        }
        Does::Play(at) => begin(model, Origin { at, ..Origin::default() }),
        Does::Episode(id) => episode(model, &id),
        Does::Setting(setting) => change(model, setting, true),
        Does::GoOn => match model.diverged.take() {
            Some((divergence, slot)) => {
                model.session = Some(divergence.session);
                turn(model);
                let mut cmds: Vec<Cmd> = slot.map(Cmd::SetAside).into_iter().collect();
                cmds.extend(save(model));
                cmds
            }
            None => Vec::new(),
        },
        Does::Rewind => rewind(model, false, false),
        Does::Back => {
            close(model);
            Vec::new()
        }
        Does::Title => {
            // An episode that is over is not what somebody wants to continue.
            model.session = model.session.take().filter(|session| session.over(&model.story).is_none());
            model.screens.truncate(1);
            touch(model);
            Vec::new()
        }
        Does::Quit => {
            model.quitting = true;
            vec![Cmd::Quit]
        }
    }
}

/// Left and right on the settings; elsewhere nothing.
fn nudge(model: &mut Model, up: bool) -> Vec<Cmd> {
    let view = model.view();
    match model.screen().focus.and_then(|n| view.items.get(n)).map(|item| item.does.clone()) {
        Some(Does::Setting(setting)) => change(model, setting, up),
        _ => Vec::new(),
    }
}
