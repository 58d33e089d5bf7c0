//! What an ending's pages say: what it came of, the accounts, and where the run left the record.

use super::Session;
use crate::story::{ChoiceId, Departure, Story};
use crate::words::Words;

/// The pages behind an ending's text.
#[derive(Debug, Clone)]
pub struct Closing<'s> {
    /// The causes that hold: the object each turned on, and the sentence.
    pub causes: Vec<(&'s str, &'s str)>,
    /// A line for each person.
    pub accounts: Vec<&'s str>,
    /// Where the run left the record, in the order in which it did.
    pub departures: Vec<&'s Departure>,
}

/// The closing of the page the reader stands at; `None` when it is not an ending.
pub fn closing<'s>(story: &'s Story, session: &'s Session) -> Option<Closing<'s>> {
    let page = session.page(story);
    page.ending()?;
    let mut departures: Vec<&Departure> = Vec::new();
    for choice in session.choices() {
        if let Some(departure) = story.choice(choice).departs {
            let departure = &story.departures[departure.index()];
            if !departures.iter().any(|known| known.id == departure.id) {
                departures.push(departure);
            }
        }
    }
    Some(Closing { causes: page.causes().collect(), accounts: page.accounts().collect(), departures })
}

/// The words of a choice: its own, or those of the program for a way on and for one to a short version.
pub fn label_words<'s>(story: &'s Story, choice: ChoiceId, words: &'s Words) -> &'s str {
    let choice = story.choice(choice);
    match choice.label {
        Some(label) => story.str(label),
        None => words.get(if choice.instead { "care.instead" } else { "continue" }),
    }
}
