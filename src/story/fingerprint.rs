//! A number made of everything in a story that decides what happens, and of none of its wording.
//!
//! Mending a typo leaves it as it is; adding a choice, moving a date or changing an effect does not. A save keeps it, so
//! that a reader can be told when the story was changed beneath them.

use super::raw::{Choice, Down, Fact, Outcome, Target};
use super::read::Raw;
use super::{FNV_BASIS, fnv1a};

/// The fingerprint of what was read.
pub fn of(raw: &Raw) -> u64 {
    let mut print = Print(FNV_BASIS);
    let story = &raw.story.value;
    print.word(&story.start);
    for (name, meter) in &story.meters.0 {
        print.word(name).number(meter.start);
        for band in &meter.bands {
            let down = match band.down {
                Some(Down::At(value)) => value,
                Some(Down::Never) | None => -1,
            };
            print.word(&band.id).number(band.up.unwrap_or(-1)).number(down).code(band.needs.as_deref());
        }
    }
    for odds in &story.odds {
        print.word(&odds.id).number(i16::from(odds.of_100));
    }
    for (name, fact) in &story.facts.0 {
        print.word(name);
        match fact {
            Fact::Flag => print.number(0),
            Fact::Number { from, to } => print.number(*from).number(*to),
            Fact::OneOf(values) => print.words(values),
        };
    }
    for (name, act) in &story.acts.0 {
        print.word(name).codes(&act.effects).codes(act.again.as_deref().unwrap_or(&[]));
    }
    for rule in &story.rules {
        print.word(&rule.id).number(rule.each as i16).code(rule.when.as_deref()).codes(&rule.effects);
    }
    print.words(&story.ledger.states);
    for (name, _) in &story.ledger.people.0 {
        print.word(name);
    }
    for (chapter, rows) in story.chapters.iter().zip(&raw.chapters) {
        print.word(&chapter.file).number(i16::from(chapter.remembered));
        for found in &raw.passages.rows[rows.clone()] {
            let passage = &found.value;
            print
                .named(&passage.id, &passage.was)
                .code(passage.date.as_deref())
                .code(passage.place.as_deref())
                .codes(&passage.enter);
            if let Some(next) = &passage.next {
                print.target(next);
            }
            for choice in &passage.choices {
                print.choice(choice);
            }
            if let Some(care) = &passage.care {
                print.word(&care.to).number(-6);
            }
        }
    }
    for found in &raw.endings.rows {
        print.word(&found.value.id).word(&found.value.date).word(&found.value.place).codes(&found.value.enter);
    }
    print.0
}

struct Print(u64);

impl Print {
    /// Takes in a word, with an end mark so that `ab`, `c` is not `a`, `bc`.
    fn word(&mut self, word: &str) -> &mut Self {
        self.0 = fnv1a(word.bytes().chain([0xff]), self.0);
        self
    }

    fn words(&mut self, words: &[impl AsRef<str>]) -> &mut Self {
        words.iter().for_each(|word| _ = self.word(word.as_ref()));
        self.number(-1)
    }

    /// Takes in a name, and the first one it had: draws are made from that.
    fn named(&mut self, id: &str, was: &[impl AsRef<str>]) -> &mut Self {
        if let Some(first) = was.first() {
            self.word(first.as_ref()).number(-5);
        }
        self.word(id)
    }

    fn number(&mut self, number: i16) -> &mut Self {
        self.0 = fnv1a(number.to_le_bytes(), self.0);
        self
    }

    /// Takes in a condition or effect; white space in it does not count.
    fn code(&mut self, code: Option<&str>) -> &mut Self {
        for word in code.unwrap_or("").split_whitespace() {
            self.word(word);
        }
        self.number(-2)
    }

    fn codes(&mut self, codes: &[impl AsRef<str>]) -> &mut Self {
        codes.iter().for_each(|code| _ = self.code(Some(code.as_ref())));
        self.number(-3)
    }

    fn target(&mut self, target: &Target) -> &mut Self {
        match target {
            Target::One(id) => self.word(id),
            Target::First(arms) => {
                for arm in arms {
                    self.code(arm.when.as_deref()).word(&arm.to);
                }
                self.number(-4)
            }
        }
    }

    fn outcome(&mut self, outcome: &Outcome) -> &mut Self {
        self.codes(&outcome.effects).target(&outcome.to)
    }

    fn choice(&mut self, choice: &Choice) {
        self.named(&choice.id, &choice.was).code(choice.when.as_deref()).codes(&choice.effects);
        self.code(choice.locked.as_ref().map(|locked| &*locked.by));
        if let Some(to) = &choice.to {
            self.target(to);
        }
        if let Some(risk) = &choice.risk {
            self.word(&risk.odds);
            for (when, way) in &risk.shift {
                self.code(Some(when)).word(way);
            }
            self.outcome(&risk.well).outcome(&risk.ill);
        }
    }
}
