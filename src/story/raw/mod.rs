//! The RON of a story as its author writes it: field for field, names still strings, nothing yet checked.
//!
//! These types are the format. Their field docs are what an author reads. They must not know what a name refers to;
//! `resolve` turns them into a `Story`.

mod declare;
mod passage;
mod style;
mod table;
mod test;

pub use declare::*;
pub use passage::*;
pub use style::*;
pub use table::*;
pub use test::*;

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

/// The newest format this program reads.
pub const FORMAT: u32 = 1;

/// RON as stories use it: optional fields are written plain, without `Some(..)`.
pub fn options() -> ron::Options {
    use ron::extensions::Extensions;
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME | Extensions::UNWRAP_NEWTYPES)
}

/// Words of a file, which has most of the memory that a story needs: a copy only where an escape means something else.
#[derive(Clone, PartialEq, Eq)]
pub struct Text<'a>(Cow<'a, str>);

impl Deref for Text<'_> {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Text<'_> {
    fn as_ref(&self) -> &str {
        self
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(words: &'a str) -> Self {
        Self(Cow::Borrowed(words))
    }
}

impl From<String> for Text<'_> {
    fn from(words: String) -> Self {
        Self(Cow::Owned(words))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_borrowed_str<E>(self, words: &'de str) -> Result<Text<'de>, E> {
                Ok(words.into())
            }
            fn visit_str<E>(self, words: &str) -> Result<Text<'de>, E> {
                Ok(words.to_owned().into())
            }
        }
        deserializer.deserialize_str(Read)
    }
}

/// A map in the author's order, repeats kept so that they can be reported.
#[derive(Debug, Clone)]
pub struct Rows<V>(pub Vec<(String, V)>);

impl<V> Default for Rows<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Rows<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read<V>(PhantomData<V>);
        impl<'de, V: Deserialize<'de>> Visitor<'de> for Read<V> {
            type Value = Rows<V>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map `{ \"name\": value }`")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Rows<V>, A::Error> {
                let mut rows = Vec::new();
                while let Some(row) = map.next_entry()? {
                    rows.push(row);
                }
                Ok(Rows(rows))
            }
        }
        deserializer.deserialize_any(Read(PhantomData))
    }
}
