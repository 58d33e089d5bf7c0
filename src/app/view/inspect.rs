//! What the story knows, for its author: the last step, why each choice stands as it does, and every number.
//!
//! Readers never see it. It stands beside the text, or on a screen of its own.

use super::super::model::Model;
use super::{Para, ParaKind};
use crate::engine::{Asks, Chance, Clause, Look, Refusal, State, changes, looks};
use crate::story::{MeterPart, Slot, SlotKind, Story};
use crate::words::Words;

/// How much further in a part of a condition stands than the whole.
const STEP: usize = 2;

/// All of it, in the order in which an author asks: what happened, what can be done and why, what is so.
pub fn paras(model: &Model) -> Vec<Para> {
    let Some(session) = &model.session else { return Vec::new() };
    let (story, state) = (&*model.story, session.state());
    let mut out = Lines { words: &model.words, paras: Vec::new() };
    let file = session.page(story).chapter().map_or("endings", |chapter| story.str(chapter.file));
    let file = format!("{file}.ron");
    out.line("", &model.words.fill("inspect.where", &[("passage", story.passage_id(state.at)), ("file", &file)]));
    let path = session.path();
    let before = path.len().checked_sub(2).and_then(|n| session.state_at(path[n]));
    out.heading("inspect.step");
    changes(story, session.seed(), before, session.events()).iter().for_each(|change| out.line("", change));
    out.heading("inspect.choices");
    let mut shown = 0;
    for look in looks(story, state) {
        shown += usize::from(look.allowed != Err(Refusal::Hidden));
        out.look(story, &look, shown);
    }
    out.meters(story, state);
    out.numbers(story, state);
    out.paras
}

struct Lines<'w> {
    words: &'w Words,
    paras: Vec<Para>,
}

impl Lines<'_> {
    fn heading(&mut self, key: &str) {
        self.paras.push(Para::new(ParaKind::Heading, self.words.get(key)));
    }

    fn line(&mut self, mark: &str, text: &str) {
        self.paras.push(Para::new(ParaKind::Line, text).marked(mark));
    }

    /// A choice: how it stands, by the number it has on the page, and why, clause by clause.
    fn look(&mut self, story: &Story, look: &Look<'_>, number: usize) {
        let key = match look.allowed {
            Ok(()) => "inspect.open",
            Err(Refusal::Locked(_)) => "inspect.locked",
            Err(_) => "inspect.hidden",
        };
        let mark = match look.allowed {
            Err(Refusal::Hidden) => "-  ".to_owned(),
            _ => format!("{number}. "),
        };
        self.line(&mark, &self.words.fill(key, &[("choice", story.choice_id(look.id))]));
        if look.allowed != Ok(()) || look.when.asks != Asks::Nothing {
            match (&look.allowed, &look.locked) {
                (Err(Refusal::Locked(_)), Some(locked)) => self.clause(locked, 1),
                _ => self.clause(&look.when, 1),
            }
        }
        if let (Ok(()), Some(locked)) = (&look.allowed, &look.locked) {
            self.line(&" ".repeat(STEP), self.words.get("inspect.lock"));
            self.clause(locked, 2);
        }
        if let Some(chance) = &look.chance {
            self.chance(story, chance);
        }
    }

    fn clause(&mut self, clause: &Clause, depth: usize) {
        let words = match &clause.asks {
            Asks::Nothing => return,
            Asks::Test { words, now } => self.words.fill("inspect.now", &[("asks", words), ("now", now)]),
            Asks::Not(_) => self.words.get("inspect.not").to_owned(),
            Asks::All(_) => self.words.get("inspect.all").to_owned(),
            Asks::Any(_) => self.words.get("inspect.any").to_owned(),
        };
        self.line(&self.mark(clause.holds, depth), &words);
        match &clause.asks {
            Asks::Not(inner) => self.clause(inner, depth + 1),
            Asks::All(parts) | Asks::Any(parts) => parts.iter().for_each(|part| self.clause(part, depth + 1)),
            Asks::Nothing | Asks::Test { .. } => {}
        }
    }

    /// Whether something holds, as far in as it belongs; both words take the same room.
    fn mark(&self, holds: bool, depth: usize) -> String {
        let (yes, no) = (self.words.get("inspect.yes"), self.words.get("inspect.no"));
        let wide = yes.chars().count().max(no.chars().count()) + 1;
        format!("{}{:wide$}", " ".repeat(depth * STEP), if holds { yes } else { no })
    }

    fn chance(&mut self, story: &Story, chance: &Chance<'_>) {
        let n = chance.of_100.to_string();
        let words = self.words.fill("inspect.odds", &[("odds", story.str(chance.odds.id)), ("n", &n)]);
        self.line(&" ".repeat(STEP), &words);
        for (clause, by) in &chance.shift {
            let key = if *by > 0 { "inspect.better" } else { "inspect.worse" };
            match &clause.asks {
                Asks::Test { words, now } => {
                    let asks = self.words.fill("inspect.now", &[("asks", words), ("now", now)]);
                    self.line(&self.mark(clause.holds, 2), &self.words.fill(key, &[("asks", &asks)]));
                }
                _ => {
                    self.line(&self.mark(clause.holds, 2), self.words.fill(key, &[("asks", "")]).trim_end());
                    self.clause(clause, 3);
                }
            }
        }
    }

    fn meters(&mut self, story: &Story, state: &State) {
        if !story.meters.is_empty() {
            self.heading("inspect.meters");
        }
        for meter in &story.meters {
            let words = |part| story.value_words(meter.slot(part), state.get(meter.slot(part)));
            let line = self.words.fill(
                "inspect.meter",
                &[
                    ("name", story.str(meter.id)),
                    ("value", &words(MeterPart::Value)),
                    ("band", &words(MeterPart::Band)),
                    ("floor", &words(MeterPart::Floor)),
                    ("ceiling", &words(MeterPart::Ceiling)),
                ],
            );
            self.line("", &line);
        }
    }

    /// Facts, the ledger, and of what was seen and taken that which was.
    fn numbers(&mut self, story: &Story, state: &State) {
        let kinds = story.slot_kinds();
        let of = |is: fn(&SlotKind) -> bool| -> Vec<Slot> {
            (0u16..).zip(&kinds).filter(|(_, kind)| is(kind)).map(|(n, _)| Slot(n)).collect()
        };
        let kept = of(|kind| matches!(kind, SlotKind::Seen(_) | SlotKind::Took(_) | SlotKind::IllRolls));
        let parts = [
            ("inspect.facts", of(|kind| matches!(kind, SlotKind::Fact(_)))),
            ("inspect.ledger", of(|kind| matches!(kind, SlotKind::Ledger(_)))),
            ("inspect.kept", kept.into_iter().filter(|slot| state.get(*slot) != 0).collect()),
        ];
        for (key, slots) in parts {
            if !slots.is_empty() {
                self.heading(key);
            }
            for slot in slots {
                let (name, value) = (story.slot_words(slot), story.value_words(slot, state.get(slot)));
                self.line("", &self.words.fill("inspect.fact", &[("name", &name), ("value", &value)]));
            }
        }
    }
}
