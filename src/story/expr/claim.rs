//! What `assertions.ron` claims: `always(not moved)`, `on(back-door, told)`, `share(ending-home) at most 20`.

use super::super::model::Compare;
use super::{Expr, Reader, Unread, Word};

/// A claim as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim<'a> {
    /// `always(C)`; with `false`, `never(C)`.
    Always(Expr<'a>, bool),
    /// `at_end(C)`.
    AtEnd(Expr<'a>),
    /// `on(passage, C)`.
    On(Word<'a>, Expr<'a>),
    /// `reachable(passage)`, `reachable(passage.choice)`; with `false`, `unreachable(..)`.
    Reachable(Word<'a>, Option<Word<'a>>, bool),
    /// `share(ending) at most 20`: percent of random runs.
    Share(Word<'a>, Compare, u8),
}

/// What claims look like.
pub const CLAIMS: &str = "a claim is `always(C)`, `never(C)`, `at_end(C)`, `on(passage, C)`, `reachable(passage)`, \
                          `unreachable(passage)` or `share(ending) at most 20`, where C is a condition";

/// The words that claims begin with, and those behind `share(..)`.
pub const CLAIM_WORDS: &[&str] = &[
    "always",
    "never",
    "at_end",
    "on",
    "reachable",
    "unreachable",
    "share",
    "at most",
    "at least",
    "above",
    "below",
    "least",
    "most",
];

/// Reads a claim.
pub fn claim(text: &str) -> Result<Claim<'_>, Unread> {
    let mut reader = Reader::new(text);
    let claim = reader.claim()?;
    if let Some(word) = reader.peek().filter(|word| matches!(word.text, "and" | "or")) {
        let message = format!("`{}` stands behind the claim; put it into the brackets, or into another row", word.text);
        return Err(Unread { at: word.at.clone(), message });
    }
    reader.end("the end of the claim")?;
    Ok(claim)
}

impl<'a> Reader<'a> {
    fn claim(&mut self) -> Result<Claim<'a>, Unread> {
        const WANTED: &str = "`always`, `at_end`, `on`, `reachable` or `share`";
        let denied = self.took("not");
        let word = self.name(WANTED)?;
        let read = match word.text {
            "always" | "never" if !denied => {
                let yes = word.text == "always";
                self.sign("(")?;
                let cond = self.either(0)?;
                Claim::Always(cond, yes)
            }
            "at_end" if !denied => {
                self.sign("(")?;
                Claim::AtEnd(self.either(0)?)
            }
            "on" if !denied => {
                self.sign("(")?;
                let passage = self.name("a passage")?;
                self.sign(",")?;
                Claim::On(passage, self.either(0)?)
            }
            "reachable" | "unreachable" => {
                self.sign("(")?;
                let passage = self.name("a passage")?;
                let choice = if self.took(".") { Some(self.name("a choice")?) } else { None };
                Claim::Reachable(passage, choice, (word.text == "reachable") != denied)
            }
            "share" if !denied => {
                self.sign("(")?;
                let ending = self.name("an ending")?;
                self.sign(")")?;
                return self.share(ending);
            }
            _ => {
                let message = format!("`{}` stands where {WANTED} should", word.text);
                return Err(Unread { at: word.at, message });
            }
        };
        self.sign(")")?;
        Ok(read)
    }

    /// What stands behind `share(..)`: a comparison and a whole number of percent.
    fn share(&mut self, ending: Word<'a>) -> Result<Claim<'a>, Unread> {
        const WANTED: &str = "`at most`, `at least`, `<=` or `>=`";
        let at = self.peek().map(|word| word.at.clone());
        let compare = self.compare()?.ok_or_else(|| self.unread(WANTED))?;
        if let (Compare::Is | Compare::IsNot, Some(at)) = (compare, at) {
            let message = format!("a share is never quite the same twice; write {WANTED}");
            return Err(Unread { at, message });
        }
        let percent = self.peek().and_then(|word| word.text.parse().ok()).filter(|percent| *percent <= 100);
        let percent: u8 = percent.ok_or_else(|| self.unread("a whole number from 0 to 100"))?;
        self.take();
        if !self.took("%") {
            self.took("percent");
        }
        if self.peek().is_some_and(|word| word.text == ".") {
            let mut unread = self.unread("the end");
            unread.message = "a share is a whole number of percent, from 0 to 100".to_owned();
            return Err(unread);
        }
        Ok(Claim::Share(ending, compare, percent))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_are_read_as_an_author_would_try_them() {
        for text in [
            "always(not (a and b))",
            "never(a and b)",
            "at_end(a is b)",
            "on(back-door, told or not moved)",
            "reachable(back-door)",
            "reachable(back-door.knock)",
            "not reachable(back-door)",
            "unreachable(back-door)",
            "share(ending-home) at most 20",
            "share(ending-home) <= 20%",
            "share( ending-home ) above 2 percent",
        ] {
            assert!(claim(text).is_ok(), "{text}: {:?}", claim(text));
        }
        let can = |text| matches!(claim(text), Ok(Claim::Reachable(_, _, true)));
        assert!(can("reachable(x-y)") && can("not unreachable(x-y)") && !can("not reachable(x-y)"));
    }

    #[test]
    fn what_is_no_claim_has_its_place() {
        let wrong = |text| claim(text).map_err(|unread| (unread.at, unread.message)).unwrap_err();
        assert_eq!(wrong("allways(a)").0, 0..7);
        assert!(wrong("always(a) and b").1.starts_with("`and` stands behind the claim"));
        assert_eq!(wrong("always a").1, "`a` stands where `(` should");
        assert_eq!(wrong("share(x) is 20").0, 9..11);
        assert_eq!(wrong("share(x) at most 120").1, "`120` stands where a whole number from 0 to 100 should");
        assert_eq!(wrong("share(x) at most 0.2").1, "a share is a whole number of percent, from 0 to 100");
        assert_eq!(wrong("on(back-door told)").1, "`told` stands where `,` should");
        for text in ["", "not always(a)", "share(x)", "always()", "always(a", "on(a", "reachable(a.)", "%"] {
            assert!(claim(text).is_err(), "{text}");
        }
    }
}
