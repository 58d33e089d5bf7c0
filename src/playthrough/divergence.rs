//! Where a saved playthrough and an edited story part.

use super::{Session, Step};
use crate::story::Story;

/// Why a saved step no longer fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// The passage it was taken in is not there, or not where the step before leads now.
    PassageGone,
    /// It did not begin at the story's start, and can no longer begin where it did: why, in a sentence.
    StartGone(String),
    /// The passage has no such choice.
    ChoiceGone,
    /// The choice is there but cannot be taken as things stand.
    ChoiceClosed,
    /// The choice leads to another passage now; its name.
    LeadsElsewhere(String),
    /// The passage it led to is not there.
    ArrivalGone,
}

/// The first step that no longer fits, with the playthrough up to it.
#[derive(Debug, Clone)]
pub struct Divergence {
    /// How many steps still fit.
    pub step: usize,
    /// The passage where the reader stands after them.
    pub passage: String,
    /// The step that was wanted: passage, choice, passage arrived at.
    pub wanted: Option<Step>,
    /// The choices that could be taken there, by name.
    pub available: Vec<String>,
    /// Why it does not fit.
    pub misfit: Misfit,
    /// The playthrough up to the last good place.
    pub session: Session,
}

impl Divergence {
    pub(super) fn new(
        story: &Story,
        session: Session,
        good: usize,
        wanted: Option<&Step>,
        misfit: Option<Misfit>,
    ) -> Self {
        let page = session.page(story);
        let available = page
            .offers()
            .filter(|offer| offer.locked.is_none())
            .map(|offer| story.choice_id(offer.id).to_owned())
            .collect();
        Self {
            step: good.saturating_sub(1),
            passage: page.id().to_owned(),
            wanted: wanted.cloned(),
            available,
            misfit: misfit.unwrap_or(Misfit::PassageGone),
            session,
        }
    }
}
