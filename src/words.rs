//! Every word the program itself says to a reader, kept in `assets/words/en.ron` so that it can be translated.
//!
//! A word is asked for by its key; `{name}` in it is filled in. It must not know who asks.

use std::collections::BTreeMap;

/// The program's words in one language.
#[derive(Debug, Clone, Default)]
pub struct Words(BTreeMap<String, String>);

/// The words that are shipped.
const ENGLISH: &str = include_str!("../assets/words/en.ron");

impl Words {
    /// The shipped words. A test reads the same file, so that it cannot be unreadable here; were it so all the same,
    /// keys would be shown in place of words.
    pub fn english() -> Self {
        Self(ron::from_str(ENGLISH).unwrap_or_default())
    }

    /// The words for `key`; the key itself when there are none.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.0.get(key).map_or(key, String::as_str)
    }

    /// The words for `key`, with each `{name}` replaced by its value.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut text = self.get(key).to_owned();
        for (name, value) in values {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }

    /// So many choices, in words.
    pub fn steps(&self, n: usize) -> String {
        self.fill(if n == 1 { "steps.one" } else { "steps.many" }, &[("n", &n.to_string())])
    }

    /// All keys, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
