//! What lies aside: passages that nobody comes to but by leaving another for its short version. It must not know who plays.

use crate::story::ChoiceId;
use crate::story::PassageId;
use crate::story::Story;
use crate::story::Way;

/// The passages that some way leads to, and only by way of a short version, whatever the conditions.
pub fn aside(story: &Story) -> Vec<PassageId> {
    let (all, own) = (led_to(story, |_| true), led_to(story, |choice| !story.choice(choice).instead));
    (0..story.passages.len() as u32).map(PassageId).filter(|id| all[id.index()] && !own[id.index()]).collect()
}

/// For each passage, whether ways lead there from the start.
fn led_to(story: &Story, wanted: impl Fn(ChoiceId) -> bool) -> Vec<bool> {
    let mut led_to = vec![false; story.passages.len()];
    let mut open = vec![story.start];
    while let Some(at) = open.pop() {
        if std::mem::replace(&mut led_to[at.index()], true) {
            continue;
        }
        for choice in story.choices_of(at).filter(|choice| wanted(*choice)) {
            let outcomes = [Way::Sure, Way::Well, Way::Ill].into_iter();
            let outcomes = outcomes.filter_map(|way| story.choice(choice).outcome_of(way));
            open.extend(outcomes.flat_map(|outcome| outcome.arms.iter().map(|arm| arm.to)));
        }
    }
    led_to
}
