//! Rows in which nothing is wrong, read in one pass.
//!
//! To say what is wrong with a file takes the scan and `ron`; to see that nothing is takes a third of the time, and most
//! files are read when nothing is. So a file is read here first, strictly and without a word for what is amiss. Whatever
//! is not plain, be it a mistake or only seldom written, makes this give up, and the others read the file anew. It must
//! never take what they refuse, nor take it otherwise than they do.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

/// Hands over the rows of a file `[(..), (..)]` with the bytes of each. False when something in it is not plain: then
/// what was handed over does not count.
pub fn rows<'a, T: Deserialize<'a>>(text: &'a str, take: impl FnMut(Range<usize>, T)) -> bool {
    Quick { text, at: 0 }.rows(take).is_ok_and(|read| read == text.len())
}

/// Something is not plain. What it is, others will say.
#[derive(Debug)]
struct Odd;

impl fmt::Display for Odd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not plain")
    }
}

impl std::error::Error for Odd {}

impl de::Error for Odd {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// A text, read as far as `at`.
struct Quick<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Quick<'a> {
    fn rows<T: Deserialize<'a>>(&mut self, mut take: impl FnMut(Range<usize>, T)) -> Result<usize, Odd> {
        self.sign(b'[')?;
        let mut list = Between::new(self, b']');
        while list.more()? {
            list.quick.blank();
            let start = list.quick.at;
            let row = T::deserialize(&mut *list.quick)?;
            take(start..list.quick.at, row);
        }
        self.blank();
        Ok(self.at)
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Passes over white space, and comments to the end of a line.
    fn blank(&mut self) {
        while let Some(byte) = self.byte() {
            match byte {
                b' ' | b'\n' | b'\t' | b'\r' => self.at += 1,
                b'/' if self.rest().starts_with("//") => {
                    self.at += self.rest().find('\n').unwrap_or(self.rest().len());
                }
                _ => break,
            }
        }
    }

    fn took(&mut self, sign: u8) -> bool {
        self.blank();
        let found = self.byte() == Some(sign);
        self.at += usize::from(found);
        found
    }

    fn sign(&mut self, sign: u8) -> Result<(), Odd> {
        if self.took(sign) { Ok(()) } else { Err(Odd) }
    }

    /// A stretch of bytes that `part` holds for.
    fn run(&mut self, part: fn(u8) -> bool) -> Result<&'a str, Odd> {
        self.blank();
        let rest = self.rest();
        let len = rest.bytes().take_while(|byte| part(*byte)).count();
        self.at += len;
        if len > 0 { Ok(&rest[..len]) } else { Err(Odd) }
    }

    fn name(&mut self) -> Result<&'a str, Odd> {
        let name = self.run(|byte| byte.is_ascii_alphanumeric() || byte == b'_')?;
        if name.as_bytes()[0].is_ascii_digit() { Err(Odd) } else { Ok(name) }
    }

    fn number<N: std::str::FromStr>(&mut self) -> Result<N, Odd> {
        let digits = self.run(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.'))?;
        let bare = digits.strip_prefix('-').unwrap_or(digits);
        if bare.split('.').any(str::is_empty) { Err(Odd) } else { digits.parse().map_err(|_| Odd) }
    }

    /// A string of either kind. In an ordinary one `\"`, `\\` and an escaped end of a line are plain.
    fn words(&mut self) -> Result<Cow<'a, str>, Odd> {
        self.blank();
        let rest = self.rest();
        let hashes = rest.strip_prefix('r').map(|behind| behind.bytes().take_while(|byte| *byte == b'#').count());
        let open = hashes.map_or(1, |hashes| hashes + 2);
        if !rest.is_char_boundary(open) || !rest[..open].ends_with('"') {
            return Err(Odd);
        }
        let mut end = open;
        loop {
            end += rest[end..].find('"').ok_or(Odd)?;
            let (before, behind) = (&rest[open..end], &rest[end + 1..]);
            let closes = match hashes {
                Some(hashes) => behind.bytes().take(hashes).filter(|byte| *byte == b'#').count() == hashes,
                None => (before.len() - before.trim_end_matches('\\').len()).is_multiple_of(2),
            };
            if closes {
                break;
            }
            end += 1;
        }
        let words = &rest[open..end];
        self.at += end + 1 + hashes.unwrap_or(0);
        // A line that could begin a row: perhaps this string was left open, and is closed by the mark that opens another.
        let begins = |at: usize| words[..at].trim_end_matches([' ', '\t']).ends_with('\n');
        if words.match_indices('(').any(|(at, _)| begins(at)) {
            return Err(Odd);
        }
        if hashes.is_some() || !words.contains('\\') {
            return Ok(Cow::Borrowed(words));
        }
        let (mut plain, mut rest) = (String::with_capacity(words.len()), words);
        while let Some((before, behind)) = rest.split_once('\\') {
            plain.push_str(before);
            rest = match behind.as_bytes().first() {
                Some(b'"' | b'\\') => {
                    plain.push_str(&behind[..1]);
                    &behind[1..]
                }
                Some(b'\n') => behind.trim_start_matches([' ', '\t', '\n', '\r']),
                _ => return Err(Odd),
            };
        }
        plain.push_str(rest);
        Ok(Cow::Owned(plain))
    }
}

/// The values between two brackets.
struct Between<'q, 'a> {
    quick: &'q mut Quick<'a>,
    close: u8,
    first: bool,
}

impl<'q, 'a> Between<'q, 'a> {
    fn new(quick: &'q mut Quick<'a>, close: u8) -> Self {
        Self { quick, close, first: true }
    }

    /// Whether another value follows. After the last the bracket has been passed.
    fn more(&mut self) -> Result<bool, Odd> {
        let parted = std::mem::take(&mut self.first) || self.quick.took(b',');
        let ended = self.quick.took(self.close);
        if ended || parted { Ok(!ended) } else { Err(Odd) }
    }
}

impl<'a> SeqAccess<'a> for Between<'_, 'a> {
    type Error = Odd;

    fn next_element_seed<S: DeserializeSeed<'a>>(&mut self, seed: S) -> Result<Option<S::Value>, Odd> {
        if self.more()? { seed.deserialize(&mut *self.quick).map(Some) } else { Ok(None) }
    }
}

impl<'a> MapAccess<'a> for Between<'_, 'a> {
    type Error = Odd;

    fn next_key_seed<S: DeserializeSeed<'a>>(&mut self, seed: S) -> Result<Option<S::Value>, Odd> {
        if !self.more()? {
            return Ok(None);
        }
        let key = seed.deserialize(&mut *self.quick)?;
        self.quick.sign(b':')?;
        Ok(Some(key))
    }

    fn next_value_seed<S: DeserializeSeed<'a>>(&mut self, seed: S) -> Result<S::Value, Odd> {
        seed.deserialize(&mut *self.quick)
    }
}

impl<'de> Deserializer<'de> for &mut Quick<'de> {
    type Error = Odd;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        self.blank();
        match self.byte() {
            Some(b'[') => self.deserialize_seq(visitor),
            Some(b'{') => self.deserialize_map(visitor),
            _ => self.deserialize_str(visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        match self.words()? {
            Cow::Borrowed(words) => visitor.visit_borrowed_str(words),
            Cow::Owned(words) => visitor.visit_string(words),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        visitor.visit_borrowed_str(self.name()?)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        match self.name()? {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            _ => Err(Odd),
        }
    }

    fn deserialize_i16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        visitor.visit_i16(self.number()?)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        visitor.visit_f64(self.number()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        visitor.visit_some(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        self.sign(b'[')?;
        visitor.visit_seq(Between::new(self, b']'))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Odd> {
        self.sign(b'(')?;
        let mut values = Between::new(self, b')');
        let value = visitor.visit_seq(&mut values)?;
        if values.more()? { Err(Odd) } else { Ok(value) }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        self.sign(b'{')?;
        visitor.visit_map(Between::new(self, b'}'))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Odd> {
        self.sign(b'(')?;
        visitor.visit_map(Between::new(self, b')'))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Odd> {
        // Only mere names are plain.
        let name: BorrowedStrDeserializer<'de, Odd> = BorrowedStrDeserializer::new(self.name()?);
        visitor.visit_enum(name)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, _: V) -> Result<V::Value, Odd> {
        // `ron` hides its raw values behind these.
        Err(Odd)
    }

    // What no row holds: it is read as a string, a list or a map, and then found to be something else.
    forward_to_deserialize_any! {
        i8 i32 i64 i128 u8 u16 u32 u64 u128 f32 char bytes byte_buf unit unit_struct tuple_struct ignored_any
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::story::{raw, scan};

    /// The rows as the scan and `ron` read them; `None` when they find anything amiss.
    fn slowly<'a, T: Deserialize<'a>>(text: &'a str) -> Option<Vec<(Range<usize>, T)>> {
        let (rows, slips) = scan::rows(text);
        let read = |at: Range<usize>| Some((at.clone(), raw::options().from_str(&text[at]).ok()?));
        if slips.is_empty() { rows.into_iter().map(|row| read(row.at)).collect() } else { None }
    }

    /// Whether a file is plain; if it is, the others must find the same in it.
    fn plain<'a, T: Deserialize<'a> + Debug>(text: &'a str) -> bool {
        let mut found = Vec::new();
        if !rows::<T>(text, |at, row| found.push((at, row))) || !scan::is_clean(text) {
            return false;
        }
        assert_eq!(format!("{:?}", Some(found)), format!("{:?}", slowly::<T>(text)), "{text}");
        true
    }

    fn is_plain(name: &Path, text: &str) -> bool {
        match name.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default() {
            "people" => plain::<raw::Person>(text),
            "places" => plain::<raw::Place>(text),
            "sources" => plain::<raw::Source>(text),
            "glossary" => plain::<raw::Term>(text),
            "timeline" => plain::<raw::Event>(text),
            "tells" => plain::<raw::Tell>(text),
            "endings" => plain::<raw::Ending>(text),
            "departures" => plain::<raw::Departure>(text),
            "inventions" => plain::<raw::Invention>(text),
            "policies" => plain::<raw::Policy>(text),
            "story" | "style" => true,
            _ => plain::<raw::Passage>(text),
        }
    }

    fn files(folder: &str) -> Vec<(PathBuf, String)> {
        let (mut found, mut todo) = (Vec::new(), vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)]);
        while let Some(folder) = todo.pop() {
            for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                match path.extension().is_some_and(|end| end == "ron").then(|| fs::read_to_string(&path)) {
                    _ if path.is_dir() => todo.push(path),
                    Some(Ok(text)) => found.push((path, text)),
                    _ => {}
                }
            }
        }
        found
    }

    #[test]
    fn most_of_the_shipped_story_is_plain() {
        // The tests beside a story are no part of it, and are read by nobody who plays.
        let files: Vec<_> =
            files("story").into_iter().filter(|(path, _)| !path.parent().unwrap().ends_with("tests")).collect();
        let plain = files.iter().filter(|(name, text)| is_plain(name, text)).count();
        assert!(4 * plain > 3 * files.len(), "of {} files {plain} are read at once", files.len());
    }

    #[test]
    fn of_faulty_files_nothing_is_taken_that_others_refuse() {
        let files = files("tests/stories");
        assert!(files.len() > 90);
        files.iter().for_each(|(name, text)| _ = is_plain(name, text));
    }

    #[test]
    fn of_files_edited_anywhere_nothing_is_taken_that_others_refuse() {
        let texts = [
            "[ // a\n    (\n        id: \"a-b\", date: \"1937-07-17\", text: r#\"\nOne \"two\"\n(three)\n\"#,\n        \
             choices: [(id: \"x\", label: \"say \\\"no\\\"\", effects: [\"a = b\"], to: [(when: \"p\", to: \"c-d\"), (to: \"a-b\")]),],\n    \
             ),\n    (id: \"c-d\", text: r\"x\", next: \"a-b\", notes: [(says: one_source, text: r##\"y\"# z\"##)]),\n]\n",
            "[(id: \"a\", name: \"A\", lat: -48.85, long: 2), (id: \"b\", name: \"B\", text: \"\\\\ \\\n   b\")]",
        ];
        let parts = [
            "(",
            ")",
            "[",
            "]",
            "{",
            ",",
            ":",
            "\"",
            "#",
            "r",
            "\\",
            "/",
            "*",
            "\n",
            "\n  (id: ",
            "1",
            "-",
            "_",
            " ",
            "é",
            "\r",
        ];
        let (mut taken, mut all) = (0, 0);
        for text in texts {
            let places: Vec<usize> = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
            for (from, to) in places.iter().flat_map(|from| places.iter().map(move |to| (*from, *to))) {
                // Every part put everywhere, every stretch left out, every stretch said twice.
                let stretch = from < to && (to - from < 12 || (to - from) % 7 == 0);
                let mut edits: Vec<String> = Vec::new();
                if from == to {
                    edits.extend(parts.iter().map(|part| [&text[..from], part, &text[from..]].concat()));
                    edits.extend(parts.iter().filter(|_| to < text.len()).map(|part| {
                        let next = places[places.partition_point(|at| *at <= from)];
                        [&text[..from], part, &text[next..]].concat()
                    }));
                } else if stretch {
                    edits.push([&text[..from], &text[to..]].concat());
                    edits.push([&text[..to], &text[from..]].concat());
                }
                for edited in edits {
                    let plain = plain::<raw::Passage>(&edited) || plain::<raw::Place>(&edited);
                    (taken, all) = (taken + usize::from(plain), all + 1);
                }
            }
        }
        assert!(taken > 500 && all > 20_000, "{taken} of {all}");
    }
}
