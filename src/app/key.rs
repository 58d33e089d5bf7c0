//! Keys as the app names them, free of any terminal library, so that keymaps and tests can be written in words.

use std::fmt;

/// Which key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    /// A character.
    Char(char),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Backspace.
    Backspace,
    /// Tab.
    Tab,
    /// The arrow up.
    Up,
    /// The arrow down.
    Down,
    /// The arrow left.
    Left,
    /// The arrow right.
    Right,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Home.
    Home,
    /// End.
    End,
    /// A function key, 1 to 12.
    F(u8),
}

/// A key, perhaps with control or alt held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Whether control is held.
    pub ctrl: bool,
    /// Whether alt is held.
    pub alt: bool,
}

const NAMED: &[(&str, Code)] = &[
    ("enter", Code::Enter),
    ("esc", Code::Esc),
    ("backspace", Code::Backspace),
    ("tab", Code::Tab),
    ("up", Code::Up),
    ("down", Code::Down),
    ("left", Code::Left),
    ("right", Code::Right),
    ("pageup", Code::PageUp),
    ("pagedown", Code::PageDown),
    ("home", Code::Home),
    ("end", Code::End),
    ("space", Code::Char(' ')),
];

impl Key {
    /// A key with nothing held.
    pub fn plain(code: Code) -> Self {
        Self { code, ctrl: false, alt: false }
    }

    /// Reads `n`, `ctrl-r`, `alt-x`, `pageup`, `f1`, `space`.
    pub fn parse(text: &str) -> Option<Self> {
        let (mut ctrl, mut alt, mut rest) = (false, false, text);
        loop {
            if let Some(left) = rest.strip_prefix("ctrl-").filter(|left| !left.is_empty()) {
                (ctrl, rest) = (true, left);
            } else if let Some(left) = rest.strip_prefix("alt-").filter(|left| !left.is_empty()) {
                (alt, rest) = (true, left);
            } else {
                break;
            }
        }
        let named = NAMED.iter().find(|(name, _)| rest.eq_ignore_ascii_case(name)).map(|(_, code)| *code);
        let function = || rest.strip_prefix(['f', 'F'])?.parse().ok().filter(|n| (1..=12).contains(n)).map(Code::F);
        let single = || {
            let mut chars = rest.chars();
            chars.next().filter(|c| chars.next().is_none() && !c.is_control()).map(Code::Char)
        };
        Some(Self { code: named.or_else(function).or_else(single)?, ctrl, alt })
    }

    /// The keys of a string such as `jj<enter>2<ctrl-r>`; a `<` that opens no key is itself.
    pub fn sequence(text: &str) -> Vec<Self> {
        let mut keys = Vec::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|inner| {
                let end = inner.find('>')?;
                Some((Self::parse(&inner[..end])?, end + 2))
            });
            let (key, len) = named.unwrap_or((Self::plain(Code::Char(c)), c.len_utf8()));
            keys.push(key);
            rest = &rest[len..];
        }
        keys
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("ctrl-")?;
        }
        if self.alt {
            f.write_str("alt-")?;
        }
        match NAMED.iter().find(|(_, code)| *code == self.code) {
            Some((name, _)) => f.write_str(name),
            None => match self.code {
                Code::Char(c) => write!(f, "{c}"),
                Code::F(n) => write!(f, "f{n}"),
                _ => Ok(()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_are_written() {
        for text in ["n", "?", "ctrl-r", "alt-x", "pageup", "space", "f12", "-", "ctrl--", "é"] {
            assert_eq!(Key::parse(text).map(|key| key.to_string()).as_deref(), Some(text));
        }
        assert_eq!(Key::parse("f13"), None);
        assert_eq!(Key::parse("enterr"), None);
        let words: Vec<String> = Key::sequence("j<enter><<f1>é").iter().map(Key::to_string).collect();
        assert_eq!(words, ["j", "enter", "<", "f1", "é"]);
    }
}
