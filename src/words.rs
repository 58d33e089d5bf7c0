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
        let mut text = String::new();
        let mut rest = self.get(key);
        // One pass over the words themselves: braces in what is filled in are the reader's or the author's own.
        while let Some(open) = rest.find('{') {
            text.push_str(&rest[..open]);
            rest = &rest[open..];
            let filled = rest.find('}').and_then(|close| {
                let (_, value) = values.iter().find(|(name, _)| *name == &rest[1..close])?;
                Some((*value, close + 1))
            });
            let (piece, len) = filled.unwrap_or((&rest[..1], 1));
            text.push_str(piece);
            rest = &rest[len..];
        }
        text.push_str(rest);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        let words = Words([("line".to_owned(), "{name}: {steps}, {other}".to_owned())].into());
        assert_eq!(words.fill("line", &[("name", "{steps} {"), ("steps", "3")]), "{steps} {: 3, {other}");
    }
}
