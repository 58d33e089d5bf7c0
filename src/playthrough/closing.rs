//! What an ending's pages say: what it came of, the accounts, and where the run left the record.

use super::Session;
use crate::story::{ChoiceId, Departure, Story};

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

/// A choice's words, when it has any.
pub fn label_of(story: &Story, choice: ChoiceId) -> Option<&str> {
    story.choice(choice).label.map(|label| story.str(label))
}
