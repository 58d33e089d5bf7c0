//! Everything a reader can do, in one table.
//!
//! The table feeds the keymap, plain mode's words, the help screen, remapping in the settings and the README's table of
//! keys; nothing else in the program lists keys.

use std::collections::BTreeMap;

use super::key::Key;

/// One thing a reader can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Takes the choice, or opens the entry, of this number, from 1.
    Choose(u8),
    /// Takes what is focused; before that, brings it into sight.
    Confirm,
    /// To the choice above; in a long text, a line up.
    Up,
    /// To the choice below; in a long text, a line down.
    Down,
    /// Lowers the setting in focus; on the map, to what leads here.
    Less,
    /// Raises the setting in focus; on the map, to what this leads to.
    More,
    /// A screenful up, as far as the page before.
    PageUp,
    /// A screenful down.
    PageDown,
    /// To the first line.
    Top,
    /// To the last line.
    Bottom,
    /// What the record says of this passage.
    Notes,
    /// Everything read so far.
    Backlog,
    /// The meters in words.
    Meters,
    /// One choice back.
    Rewind,
    /// One choice forward again.
    Redo,
    /// The ends of all branches.
    Branches,
    /// Words of the time explained.
    Glossary,
    /// What was invented, and what the story rests on.
    About,
    /// From the page to the map, and from the map to the page: for authors.
    Map,
    /// A save with a name.
    Save,
    /// The saves.
    Saves,
    /// The settings.
    Settings,
    /// What the story knows, for authors; nothing in ordinary play.
    Inspect,
    /// Keys and words.
    Help,
    /// Out of this screen.
    Back,
    /// Out of the program; the game is saved.
    Quit,
}

impl Action {
    /// Whether it shows what readers must not see, and so is there only while an author is at work.
    pub fn is_for_authors(self) -> bool {
        matches!(self, Self::Inspect | Self::Map)
    }
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// What is done.
    pub action: Action,
    /// Its name in the settings; `action.NAME` in the words explains it, `typed.NAME` is what plain mode listens for.
    pub name: &'static str,
    /// The keys that do it unless the settings say otherwise.
    pub keys: &'static [&'static str],
}

/// The table. Choosing by number stands apart: its keys are the digits and cannot be moved.
pub const TABLE: &[Row] = &[
    Row { action: Action::Confirm, name: "confirm", keys: &["enter"] },
    Row { action: Action::Up, name: "up", keys: &["up", "k"] },
    Row { action: Action::Down, name: "down", keys: &["down", "j"] },
    Row { action: Action::Less, name: "less", keys: &["left", "h"] },
    Row { action: Action::More, name: "more", keys: &["right", "l"] },
    Row { action: Action::PageUp, name: "page-up", keys: &["pageup"] },
    Row { action: Action::PageDown, name: "page-down", keys: &["pagedown", "space"] },
    Row { action: Action::Top, name: "top", keys: &["home"] },
    Row { action: Action::Bottom, name: "bottom", keys: &["end"] },
    Row { action: Action::Notes, name: "notes", keys: &["n"] },
    Row { action: Action::Backlog, name: "backlog", keys: &["b"] },
    Row { action: Action::Meters, name: "meters", keys: &["m"] },
    Row { action: Action::Rewind, name: "rewind", keys: &["u"] },
    Row { action: Action::Redo, name: "redo", keys: &["r", "ctrl-r"] },
    Row { action: Action::Branches, name: "branches", keys: &["t"] },
    Row { action: Action::Glossary, name: "glossary", keys: &["g"] },
    Row { action: Action::About, name: "about", keys: &["a"] },
    Row { action: Action::Map, name: "map", keys: &["M"] },
    Row { action: Action::Save, name: "save", keys: &["w"] },
    Row { action: Action::Saves, name: "saves", keys: &["v"] },
    Row { action: Action::Settings, name: "settings", keys: &["s"] },
    Row { action: Action::Inspect, name: "inspect", keys: &["f2"] },
    Row { action: Action::Help, name: "help", keys: &["?", "f1"] },
    Row { action: Action::Back, name: "back", keys: &["esc"] },
    Row { action: Action::Quit, name: "quit", keys: &["q", "ctrl-c"] },
];

/// The row of a name.
pub fn named(name: &str) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.name == name)
}

/// Which key does what.
#[derive(Debug, Clone)]
pub struct Keymap {
    keys: BTreeMap<Key, Action>,
}

impl Keymap {
    /// The table's keys, with those of `own` in place of the default ones: name of an action to its keys. A key given to
    /// two actions belongs to the one the reader gave it to; an action given only words that are no keys keeps its own. Digits choose, always. Ctrl-c always quits.
    pub fn new<'a>(own: impl Iterator<Item = (&'a str, &'a [String])> + Clone) -> Self {
        let mut keys = BTreeMap::new();
        let usable = |keys: &&[String]| keys.is_empty() || keys.iter().any(|key| Key::parse(key).is_some());
        let mine = |name: &str| own.clone().find(|(own, _)| *own == name).map(|(_, keys)| keys).filter(usable);
        for row in TABLE.iter().filter(|row| mine(row.name).is_none()) {
            keys.extend(row.keys.iter().filter_map(|key| Some((Key::parse(key)?, row.action))));
        }
        for row in TABLE {
            keys.extend(mine(row.name).into_iter().flatten().filter_map(|key| Some((Key::parse(key)?, row.action))));
        }
        for n in 1..=9u8 {
            keys.insert(Key::plain(super::key::Code::Char(char::from(b'0' + n))), Action::Choose(n));
        }
        keys.extend(Key::parse("ctrl-c").map(|key| (key, Action::Quit)));
        Self { keys }
    }

    /// What a key does.
    pub fn action(&self, key: Key) -> Option<Action> {
        self.keys.get(&key).copied()
    }

    /// The keys of an action, as they are written; the table's own order first.
    pub fn keys_of(&self, action: Action) -> Vec<String> {
        let defaults: &[&str] = TABLE.iter().find(|row| row.action == action).map_or(&[], |row| row.keys);
        let mut keys: Vec<String> =
            self.keys.iter().filter(|(_, does)| **does == action).map(|(key, _)| key.to_string()).collect();
        keys.sort_by_key(|key| defaults.iter().position(|default| default == key).unwrap_or(usize::MAX));
        keys
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_key_is_a_key_and_does_one_thing() {
        let mut seen = std::collections::BTreeSet::new();
        for row in TABLE {
            for key in row.keys {
                assert!(Key::parse(key).is_some(), "{key} of {}", row.name);
                assert!(seen.insert(*key), "{key} does two things");
            }
        }
    }

    #[test]
    fn a_reader_may_move_keys_but_not_lose_quit() {
        let own = [("notes".to_owned(), vec!["x".to_owned()]), ("backlog".to_owned(), vec!["ctrl-c".to_owned()])];
        let map = Keymap::new(own.iter().map(|(name, keys)| (name.as_str(), keys.as_slice())));
        let does = |key: &str| Key::parse(key).and_then(|key| map.action(key));
        assert_eq!((does("x"), does("n"), does("ctrl-c")), (Some(Action::Notes), None, Some(Action::Quit)));
        assert_eq!(does("3"), Some(Action::Choose(3)));
    }
}
