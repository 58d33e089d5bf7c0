//! What `policies.ron` prefers: `serves kin`, `lowers doubt and raises rest`, `took(back-door.knock)`, `not departs`.

use super::{Reader, Unread, Word};

/// A preference as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Prefer<'a> {
    /// `serves good`, or not.
    Serves(Word<'a>, bool),
    /// `lowers meter`, `raises meter`, perhaps several with `and` between: the meter, and whether upward.
    Meters(Vec<(Word<'a>, bool)>),
    /// `took(passage.choice)`, or not.
    Took(Word<'a>, Word<'a>, bool),
    /// `departs`, or not.
    Departs(bool),
}

/// What preferences look like.
pub const PREFERENCES: &str = "a preference is `serves GOOD`, `lowers METER`, `raises METER`, \
                               `lowers METER and raises METER`, `took(passage.choice)` or `departs`; \
                               `not` may stand before `serves`, `took` and `departs`";

/// The words of preferences.
pub const PREFERENCE_WORDS: &[&str] = &["serves", "lowers", "raises", "took", "departs", "not", "and"];

/// Reads a preference.
pub fn preference(text: &str) -> Result<Prefer<'_>, Unread> {
    let mut reader = Reader::new(text);
    let prefer = reader.prefer()?;
    reader.end(if matches!(prefer, Prefer::Meters(_)) { "`and`, or the end" } else { "the end" })?;
    Ok(prefer)
}

impl<'a> Reader<'a> {
    fn prefer(&mut self) -> Result<Prefer<'a>, Unread> {
        const WANTED: &str = "`serves`, `lowers`, `raises`, `took` or `departs`";
        let yes = !self.took("not");
        let word = self.name(WANTED)?;
        match word.text {
            "serves" => Ok(Prefer::Serves(self.name("a good")?, yes)),
            "departs" => Ok(Prefer::Departs(yes)),
            "took" => {
                self.sign("(")?;
                let passage = self.name("a passage")?;
                self.sign(".")?;
                let choice = self.name("a choice")?;
                self.sign(")")?;
                Ok(Prefer::Took(passage, choice, yes))
            }
            "lowers" | "raises" if yes => {
                let mut meters = vec![(self.name("a meter")?, word.text == "raises")];
                while self.took("and") {
                    let word = self.name("`lowers` or `raises`")?;
                    let up = match word.text {
                        "raises" => true,
                        "lowers" => false,
                        _ => {
                            let message = format!("`{}` stands where `lowers` or `raises` should", word.text);
                            return Err(Unread { at: word.at, message });
                        }
                    };
                    meters.push((self.name("a meter")?, up));
                }
                Ok(Prefer::Meters(meters))
            }
            "lowers" | "raises" => {
                let other = if word.text == "lowers" { "raises" } else { "lowers" };
                let message = format!("`not {}` says nothing that can be counted; write `{other}`", word.text);
                Err(Unread { at: word.at, message })
            }
            _ => {
                let message = format!("`{}` stands where {WANTED} should", word.text);
                Err(Unread { at: word.at, message })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preferences_are_read_and_what_is_none_has_its_place() {
        for text in ["serves kin", "not serves kin", "lowers doubt", "departs", "not departs", "took(a-b.c)"] {
            assert!(preference(text).is_ok(), "{text}");
        }
        let Ok(Prefer::Meters(sum)) = preference("lowers doubt and raises rest") else { panic!("a sum") };
        assert_eq!(
            sum.iter().map(|(word, up)| (word.text, *up)).collect::<Vec<_>>(),
            [("doubt", false), ("rest", true)]
        );
        let wrong = |text| preference(text).map_err(|unread| unread.at).unwrap_err();
        assert_eq!(wrong("serve kin"), 0..5);
        assert_eq!(wrong("serves kin and comrade"), 11..14);
        assert_eq!(wrong("lowers doubt and rest"), 17..21);
        assert_eq!(wrong("not lowers doubt"), 4..10);
        assert!(preference("").is_err() && preference("took(a)").is_err() && preference("serves").is_err());
    }
}
