//! One-token faults in a condition or an effect: what could have been mistyped, and would still be read.
//!
//! It must not know where the text stands.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::story::FactKind;
use crate::story::Story;

/// One way in which a text could be wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// The bytes of the text that change.
    pub at: Range<usize>,
    /// What stands there then.
    pub with: String,
    /// What was done, in a few words.
    pub what: String,
    /// The names it is about: facts, people, passages, choices.
    pub names: Vec<String>,
}

/// What can stand where, by name.
#[derive(Debug)]
pub struct Names {
    /// For facts, meters (their bands) and people of the ledger, the values in order.
    values: BTreeMap<String, Vec<String>>,
    flags: Vec<String>,
    numbers: Vec<String>,
    people: Vec<String>,
    acts: Vec<String>,
    meters: Vec<String>,
    /// The passages in the order of the files.
    pub passages: Vec<String>,
    choices: BTreeMap<String, Vec<String>>,
}

impl Names {
    /// The names of a story.
    pub fn of(story: &Story) -> Self {
        let word = |at| story.str(at).to_owned();
        let mut names = Self {
            values: BTreeMap::new(),
            flags: Vec::new(),
            numbers: Vec::new(),
            people: story.ledger.iter().map(|account| word(account.id)).collect(),
            acts: story.acts.iter().map(|act| word(act.id)).collect(),
            meters: story.meters.iter().map(|meter| word(meter.id)).collect(),
            passages: story.passages.iter().map(|passage| word(passage.id)).collect(),
            choices: BTreeMap::new(),
        };
        for fact in &story.facts {
            match &fact.kind {
                FactKind::Flag => names.flags.push(word(fact.id)),
                FactKind::Number { .. } => names.numbers.push(word(fact.id)),
                FactKind::OneOf(values) => {
                    names.values.insert(word(fact.id), values.iter().map(|value| word(*value)).collect());
                }
            }
        }
        for meter in &story.meters {
            names.values.insert(word(meter.id), meter.bands.iter().map(|band| word(band.id)).collect());
        }
        let states: Vec<String> = story.ledger_states.iter().map(|state| word(*state)).collect();
        for person in &names.people {
            names.values.insert(format!("ledger.{person}"), states.clone());
        }
        for choice in &story.choices {
            names.choices.entry(word(story.passage(choice.passage).id)).or_default().push(word(choice.id));
        }
        names
    }

    /// The names beside one in a list.
    fn beside<'n>(list: &'n [String], name: &str) -> impl Iterator<Item = &'n String> {
        let at = list.iter().position(|one| one == name);
        let near = at.map_or(0..0, |at| at.saturating_sub(1)..(at + 2).min(list.len()));
        near.filter(move |n| Some(*n) != at).map(|n| &list[n])
    }

    /// A passage in place of another: those before and behind it in the files.
    pub fn targets(&self, id: &str) -> Vec<Slip> {
        let swapped = |other: &String| Slip {
            at: 0..id.len(),
            with: other.clone(),
            what: format!("`{other}` in place of `{id}`"),
            names: vec![id.to_owned(), other.clone()],
        };
        Self::beside(&self.passages, id).map(swapped).collect()
    }

    /// Everything that one token could do to a condition or an effect.
    pub fn slips(&self, text: &str) -> Vec<Slip> {
        let words = words(text);
        let mut found = Vec::new();
        let mut subject = String::new();
        for (n, at) in words.iter().enumerate() {
            let word = &text[at.clone()];
            let before = |by: usize| n.checked_sub(by).map_or("", |n| &text[words[n].clone()]);
            let own = |subject: &str| if subject.is_empty() { Vec::new() } else { vec![subject.to_owned()] };
            let mut swap = |with: &str, names: Vec<String>| {
                let what = format!("`{with}` in place of `{word}`");
                found.push(Slip { at: at.clone(), with: with.to_owned(), what, names });
            };
            if before(1) == "(" && before(2) == "seen" {
                subject = word.to_owned();
                for other in Self::beside(&self.passages, word) {
                    swap(other, vec![word.to_owned(), other.clone()]);
                }
                continue;
            }
            if before(1) == "." && before(3) == "(" && before(4) == "took" {
                for other in self.choices.get(before(2)).into_iter().flatten().filter(|other| *other != word) {
                    swap(other, vec![format!("{}.{word}", before(2)), format!("{}.{other}", before(2))]);
                }
                continue;
            }
            if before(1) == "." && before(2) == "ledger" {
                subject = format!("ledger.{word}");
                for other in Self::beside(&self.people, word) {
                    swap(other, vec![subject.clone(), format!("ledger.{other}")]);
                }
                continue;
            }
            if before(1) == "act" {
                for other in Self::beside(&self.acts, word) {
                    swap(other, vec![word.to_owned(), other.clone()]);
                }
                continue;
            }
            match word {
                "not" => {
                    let end = words.get(n + 1).map_or(at.end, |next| next.start);
                    found.push(Slip {
                        at: at.start..end,
                        with: String::new(),
                        what: "`not` dropped".to_owned(),
                        names: text[end..].split([' ', ')', '(']).next().map(str::to_owned).into_iter().collect(),
                    });
                }
                "and" => swap("or", own(&subject)),
                "or" => swap("and", own(&subject)),
                "up" => swap("down", own(&subject)),
                "down" => swap("up", own(&subject)),
                "small" => swap("large", own(&subject)),
                "large" | "medium" => swap("small", own(&subject)),
                "least" => swap("most", own(&subject)),
                "most" => swap("least", own(&subject)),
                "+" => swap("-", own(&subject)),
                "-" => swap("+", own(&subject)),
                "true" => swap("false", own(&subject)),
                "false" => swap("true", own(&subject)),
                _ if word.bytes().all(|byte| byte.is_ascii_digit()) => {
                    let number: i32 = word.parse().unwrap_or(0);
                    swap(&(number + 1).to_string(), own(&subject));
                    if number > 0 {
                        swap(&(number - 1).to_string(), own(&subject));
                    }
                }
                _ => {
                    let list = [&self.flags, &self.numbers, &self.meters]
                        .into_iter()
                        .find(|list| list.iter().any(|one| one == word));
                    if let Some(list) = list {
                        subject = word.to_owned();
                        // Two meters are not mistaken for one another: a band of the other would not be read.
                        let others =
                            Self::beside(list, word).filter(|_| !self.meters.iter().any(|meter| meter == word));
                        others.for_each(|other| swap(other, vec![word.to_owned(), other.clone()]));
                    } else if self.values.contains_key(word) {
                        subject = word.to_owned();
                    } else if let Some(values) = self.values.get(&subject) {
                        Self::beside(values, word).for_each(|other| swap(other, own(&subject)));
                    }
                }
            }
        }
        found
    }
}

/// The words and signs of a text.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut rest = 0;
    while let Some(first) = text[rest..].find(|c: char| !c.is_whitespace()).map(|n| rest + n) {
        let in_word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        let c = text[first..].chars().next().unwrap_or(' ');
        let end = match c.is_alphanumeric() || c == '_' {
            true => text[first..].find(|c: char| !in_word(c)).map_or(text.len(), |n| first + n),
            false => first + c.len_utf8(),
        };
        words.push(first..end);
        rest = end;
    }
    words
}
