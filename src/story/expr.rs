//! The small notations of the format: conditions (`warned is words and not moved`) and effects (`suspicion up small`);
//! and, made of them, the claims of assertions and the preferences of policies.
//!
//! They are read here into trees whose words keep their bytes; what a word names is `resolve`'s business.

mod claim;
mod prefer;

pub use claim::{CLAIM_WORDS, CLAIMS, Claim, claim};
pub use prefer::{PREFERENCE_WORDS, PREFERENCES, Prefer, preference};

use std::ops::Range;

use super::model::Compare;

/// Conditions nested deeper than this are refused.
const MAX_DEPTH: usize = 32;

/// A word of a condition or effect, with its bytes in the string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word<'a> {
    /// The word.
    pub text: &'a str,
    /// Its bytes.
    pub at: Range<usize>,
}

/// What a condition asks about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject<'a> {
    /// A fact or a meter.
    Name(Word<'a>),
    /// `seen(passage)`.
    Seen(Word<'a>),
    /// `took(passage.choice)`.
    Took(Word<'a>, Word<'a>),
    /// `ledger.person`.
    Ledger(Word<'a>),
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr<'a> {
    /// A subject, perhaps compared with a value.
    Test(Subject<'a>, Option<(Compare, Word<'a>)>),
    /// The other way round.
    Not(Box<Expr<'a>>),
    /// All of these. A list, so that a long chain is not a deep tree.
    And(Vec<Expr<'a>>),
    /// Any of these.
    Or(Vec<Expr<'a>>),
}

/// The size of a meter's move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 4.
    Small,
    /// 9.
    Medium,
    /// 16.
    Large,
}

impl Size {
    /// The move before it is scaled by the room left.
    pub fn base(self) -> i16 {
        match self {
            Size::Small => 4,
            Size::Medium => 9,
            Size::Large => 16,
        }
    }
}

/// An effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<'a> {
    /// `name = value`.
    Set(Word<'a>, Word<'a>),
    /// `ledger.person = state`.
    Ledger(Word<'a>, Word<'a>),
    /// `name + 1`, `name - 3`.
    Add(Word<'a>, i16),
    /// `meter up small`.
    Move(Word<'a>, bool, Size),
    /// `meter floor 45`, `meter ceiling 60 for good`.
    Bound(Word<'a>, bool, i16, bool),
    /// `act name`.
    Act(Word<'a>),
}

/// Why a condition or effect cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The bytes in the string.
    pub at: Range<usize>,
    /// One sentence.
    pub message: String,
}

/// Reads a condition.
pub fn condition(text: &str) -> Result<Expr<'_>, Unread> {
    let mut reader = Reader::new(text);
    let expr = reader.either(0)?;
    reader.end("`and`, `or`, a comparison, or the end")?;
    Ok(expr)
}

/// Reads an effect.
pub fn effect(text: &str) -> Result<Change<'_>, Unread> {
    let mut reader = Reader::new(text);
    let change = reader.change()?;
    reader.end("the end")?;
    Ok(change)
}

struct Reader<'a> {
    text: &'a str,
    /// The next word or sign.
    next: Option<Word<'a>>,
}

/// What conditions look like.
pub const CONDITIONS: &str =
    "a condition is `told`, `mood is calm`, `calls at least 2`, `seen(back-door)`, with `and`, `or`, `not` between";

/// The words that stand between the names of conditions.
pub const CONDITION_WORDS: &[&str] =
    &["and", "or", "not", "is", "is not", "at least", "at most", "least", "most", "above", "below"];

/// The words that stand behind the names of effects.
pub const EFFECT_WORDS: &[&str] = &["up", "down", "small", "medium", "large", "floor", "ceiling", "for good", "good"];

/// What effects look like.
pub const EFFECTS: &str = "an effect is `fact = value`, `number + 1`, `meter up small`, `meter floor 45`, `act name` or `ledger.person = state`";

/// The first word or sign from byte `from` on. Words hold letters, digits, `_` and `-`.
fn word(text: &str, from: usize) -> Option<Word<'_>> {
    let start = text.len() - text[from..].trim_start().len();
    let rest = &text[start..];
    let first = rest.chars().next()?;
    let in_word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let len = if first.is_alphanumeric() || first == '_' {
        rest.find(|c| !in_word(c)).unwrap_or(rest.len())
    } else if [">=", "<=", "==", "!="].iter().any(|sign| rest.starts_with(sign)) {
        2
    } else {
        first.len_utf8()
    };
    Some(Word { text: &rest[..len], at: start..start + len })
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, next: word(text, 0) }
    }

    fn peek(&self) -> Option<&Word<'a>> {
        self.next.as_ref()
    }

    fn take(&mut self) -> Option<Word<'a>> {
        let taken = self.next.take()?;
        self.next = word(self.text, taken.at.end);
        Some(taken)
    }

    fn took(&mut self, text: &str) -> bool {
        let found = self.peek().is_some_and(|word| word.text == text);
        if found {
            self.take();
        }
        found
    }

    fn unread(&self, wanted: &str) -> Unread {
        match self.peek() {
            Some(word) => {
                Unread { message: format!("`{}` stands where {wanted} should", word.text), at: word.at.clone() }
            }
            None => {
                let end = self.text.len();
                let last = self.text.char_indices().next_back().map_or(0, |(at, _)| at);
                Unread { message: format!("this ends where {wanted} should stand"), at: last..end }
            }
        }
    }

    fn end(&self, wanted: &str) -> Result<(), Unread> {
        if self.peek().is_none() { Ok(()) } else { Err(self.unread(wanted)) }
    }

    fn name(&mut self, wanted: &str) -> Result<Word<'a>, Unread> {
        let named = |word: &Word<'_>| word.text.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        if !self.peek().is_some_and(named) {
            return Err(self.unread(wanted));
        }
        self.take().ok_or_else(|| self.unread(wanted))
    }

    /// A value: a name, or a number, which may be below zero.
    fn value(&mut self, wanted: &str) -> Result<Word<'a>, Unread> {
        let Some(minus) = self.peek().filter(|word| word.text == "-").map(|word| word.at.clone()) else {
            return self.name(wanted);
        };
        let digits = self.text[minus.end..].bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            return Err(self.unread(wanted));
        }
        let at = minus.start..minus.end + digits;
        self.next = word(self.text, at.end);
        Ok(Word { text: &self.text[at.clone()], at })
    }

    fn sign(&mut self, sign: &str) -> Result<(), Unread> {
        if self.took(sign) { Ok(()) } else { Err(self.unread(&format!("`{sign}`"))) }
    }

    fn either(&mut self, depth: usize) -> Result<Expr<'a>, Unread> {
        let first = self.both(depth)?;
        self.chain("or", first, Expr::Or, |reader| reader.both(depth))
    }

    fn both(&mut self, depth: usize) -> Result<Expr<'a>, Unread> {
        let first = self.one(depth)?;
        self.chain("and", first, Expr::And, |reader| reader.one(depth))
    }

    fn chain(
        &mut self,
        word: &str,
        first: Expr<'a>,
        join: fn(Vec<Expr<'a>>) -> Expr<'a>,
        next: impl Fn(&mut Self) -> Result<Expr<'a>, Unread>,
    ) -> Result<Expr<'a>, Unread> {
        if !self.took(word) {
            return Ok(first);
        }
        let mut links = vec![first, next(self)?];
        while self.took(word) {
            links.push(next(self)?);
        }
        Ok(join(links))
    }

    fn one(&mut self, depth: usize) -> Result<Expr<'a>, Unread> {
        if depth > MAX_DEPTH {
            let mut unread = self.unread("a simpler condition");
            unread.message = format!("conditions lie more than {MAX_DEPTH} deep in one another");
            return Err(unread);
        }
        if self.took("not") {
            return Ok(Expr::Not(Box::new(self.one(depth + 1)?)));
        }
        if self.took("(") {
            let inner = self.either(depth + 1)?;
            self.sign(")")?;
            return Ok(inner);
        }
        let subject = self.subject()?;
        let compare = self.compare()?;
        match compare {
            Some(compare) => Ok(Expr::Test(subject, Some((compare, self.value("a value")?)))),
            None => Ok(Expr::Test(subject, None)),
        }
    }

    fn subject(&mut self) -> Result<Subject<'a>, Unread> {
        let name = self.name("a condition")?;
        match name.text {
            "seen" if self.took("(") => {
                let passage = self.name("a passage")?;
                self.sign(")")?;
                Ok(Subject::Seen(passage))
            }
            "took" if self.took("(") => {
                let passage = self.name("a passage")?;
                self.sign(".")?;
                let choice = self.name("a choice")?;
                self.sign(")")?;
                Ok(Subject::Took(passage, choice))
            }
            "ledger" if self.took(".") => Ok(Subject::Ledger(self.name("a person of the ledger")?)),
            _ => Ok(Subject::Name(name)),
        }
    }

    fn compare(&mut self) -> Result<Option<Compare>, Unread> {
        let Some(word) = self.peek() else { return Ok(None) };
        let compare = match word.text {
            "is" => {
                self.take();
                if self.took("not") { Compare::IsNot } else { Compare::Is }
            }
            "at" => {
                self.take();
                if self.took("least") {
                    Compare::AtLeast
                } else if self.took("most") {
                    Compare::AtMost
                } else {
                    return Err(self.unread("`least` or `most`"));
                }
            }
            ">=" => self.step(Compare::AtLeast),
            "<=" => self.step(Compare::AtMost),
            ">" | "above" => self.step(Compare::Above),
            "<" | "below" => self.step(Compare::Below),
            "=" | "==" => self.step(Compare::Is),
            "!=" => self.step(Compare::IsNot),
            _ => return Ok(None),
        };
        Ok(Some(compare))
    }

    fn step(&mut self, compare: Compare) -> Compare {
        self.take();
        compare
    }

    fn change(&mut self) -> Result<Change<'a>, Unread> {
        let name = self.name("an effect")?;
        if name.text == "act" && self.peek().is_some_and(|word| word.text != "=") {
            return Ok(Change::Act(self.name("the name of an act")?));
        }
        if name.text == "ledger" && self.took(".") {
            let person = self.name("a person of the ledger")?;
            self.sign("=")?;
            return Ok(Change::Ledger(person, self.name("a state of the ledger")?));
        }
        let Some(verb) = self.take() else {
            return Err(self.unread("`=`, `+`, `-`, `up`, `down` or `floor`"));
        };
        match verb.text {
            "=" => Ok(Change::Set(name, self.value("a value")?)),
            "+" => Ok(Change::Add(name, self.number()?)),
            "-" => Ok(Change::Add(name, -self.number()?)),
            "up" => Ok(Change::Move(name, true, self.size()?)),
            "down" => Ok(Change::Move(name, false, self.size()?)),
            "floor" | "ceiling" => {
                let value = self.number()?;
                let for_good = self.took("for") && {
                    self.sign("good")?;
                    true
                };
                Ok(Change::Bound(name, verb.text == "floor", value, for_good))
            }
            _ => {
                self.next = Some(verb);
                Err(self.unread("`=`, `+`, `-`, `up`, `down`, `floor` or `ceiling`"))
            }
        }
    }

    fn number(&mut self) -> Result<i16, Unread> {
        let number = self.peek().and_then(|word| word.text.parse().ok()).ok_or_else(|| self.unread("a number"))?;
        self.take();
        Ok(number)
    }

    fn size(&mut self) -> Result<Size, Unread> {
        let size = match self.peek().map(|word| word.text) {
            Some("small") => Size::Small,
            Some("medium") => Size::Medium,
            Some("large") => Size::Large,
            _ => return Err(self.unread("`small`, `medium` or `large`")),
        };
        self.take();
        Ok(size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_bind_not_then_and_then_or() {
        let expr = condition("not a and b or c is d").unwrap();
        let Expr::Or(either) = expr else { panic!("or binds last") };
        let Expr::And(both) = &either[0] else { panic!("and binds before or") };
        assert!(matches!(both[0], Expr::Not(_)));
    }

    #[test]
    fn what_is_wrong_has_its_place() {
        let wrong = condition("suspicion at least watched an not moved").unwrap_err();
        assert_eq!(
            (wrong.at, wrong.message.as_str()),
            (27..29, "`an` stands where `and`, `or`, a comparison, or the end should")
        );
        assert_eq!(effect("suspicion up smal").unwrap_err().at, 13..17);
        assert_eq!(condition("moved and").unwrap_err().message, "this ends where a condition should stand");
        assert!(condition(&"(".repeat(100_000)).is_err());
        assert!(condition("é >").is_err());
        assert!(
            matches!(condition("n is -12").unwrap(), Expr::Test(_, Some((Compare::Is, value))) if value.text == "-12")
        );
        assert!(matches!(effect("n = -2").unwrap(), Change::Set(_, value) if value.text == "-2"));
        assert!(matches!(effect("n - 2").unwrap(), Change::Add(_, -2)));
        assert!(condition("n is -").is_err() && condition("n is - 2").is_err());
    }
}
