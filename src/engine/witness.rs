//! Whoever is told what happens in a turn, as it happens. It must not change anything.

use super::event::Event;
use crate::story::ChoiceId;
use crate::story::MeterId;
use crate::story::TellId;
use crate::story::Way;

/// A condition that is asked on the way from one page to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// The `when` of one of the places a choice may lead to; counted from 0.
    Arm(ChoiceId, Way, u16),
    /// The `when` of a rule: its index in `Story::rules`.
    Rule(u16),
    /// What a band needs; counted from 0.
    Needs(MeterId, u16),
    /// The `when` of a tell.
    Tell(TellId),
}

/// Is told what happens in a turn.
pub trait Witness {
    /// Something happened.
    fn event(&mut self, event: Event);

    /// A condition was asked.
    fn asked(&mut self, _question: Question, _holds: bool) {}

    /// Whether the part of the state that only wording reads is wanted. Without it no tell is picked.
    fn reads(&self) -> bool {
        true
    }
}

impl Witness for Vec<Event> {
    fn event(&mut self, event: Event) {
        self.push(event);
    }
}
