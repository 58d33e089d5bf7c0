//! A playthrough as somebody writes it down: a list of choices by name, `back-door.knock hall-stair.up`, perhaps with the
//! seed before it, `seed=17`. It must not know where the list stands.

use super::{Origin, Session};
use crate::diagnostic::nearest;
use crate::engine;
use crate::engine::Refusal;
use crate::story::{ChoiceId, Story};

/// How many seeds are tried for a list that names none.
const MOST_SEEDS: u64 = 10_000;

/// What stands before a seed.
const SEED: &str = "seed=";

/// Plays a list of choices. White space and commas part them; what stands behind `//` on a line is not read. Without a
/// seed the first is taken under which the list can be played to its end. The session is not one that is saved by itself.
///
/// # Errors
/// The list names what is not there, or cannot be played; one sentence says at which choice and why.
pub fn play_list(story: &Story, list: &str) -> Result<Session, String> {
    let lines = list.lines().map(|line| line.split("//").next().unwrap_or_default());
    let words: Vec<&str> = lines
        .flat_map(|line| line.split(|c: char| c.is_whitespace() || c == ','))
        .filter(|word| !word.is_empty())
        .collect();
    let (seeds, steps): (Vec<&str>, Vec<&str>) = words.into_iter().partition(|word| word.starts_with(SEED));
    let seed = match seeds[..] {
        [] => None,
        [one] => match one[SEED.len()..].parse() {
            Ok(seed) => Some(seed),
            Err(_) => return Err(format!("`{one}` is no seed: it is a whole number, as in `{SEED}17`")),
        },
        _ => return Err("there are several seeds; a playthrough has one".to_owned()),
    };
    let choices = steps.iter().enumerate().map(|(n, word)| choice(story, n, word)).collect::<Result<Vec<_>, _>>()?;
    match seed {
        Some(seed) => play(story, seed, &choices).map_err(|(_, why)| why),
        None => {
            // Of those that cannot be played to the end, the one that comes furthest says why.
            let mut furthest: Option<(usize, String)> = None;
            let chances = choices.iter().any(|choice| story.choice(*choice).risk.is_some());
            for seed in 0..if chances { MOST_SEEDS } else { 1 } {
                match play(story, seed, &choices) {
                    Ok(session) => return Ok(session),
                    Err(failed) if furthest.as_ref().is_none_or(|(most, _)| failed.0 > *most) => {
                        furthest = Some(failed)
                    }
                    Err(_) => {}
                }
            }
            Err(furthest.map(|(_, why)| why).unwrap_or_default())
        }
    }
}

/// The choice that a word of the list names.
fn choice(story: &Story, n: usize, word: &str) -> Result<ChoiceId, String> {
    let n = n + 1;
    let Some((passage, name)) = word.split_once('.') else {
        return Err(format!("`{word}`, the {n}. of the list, is no choice: it is written `passage.choice`"));
    };
    let meant = |found: &str, known: Vec<&str>| {
        nearest(found, known).map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
    };
    let Some(id) = story.find_passage(passage) else {
        let known = story.passages.iter().map(|passage| story.str(passage.id)).collect();
        return Err(format!("choice {n}, `{word}`: there is no passage `{passage}`{}", meant(passage, known)));
    };
    story.find_choice(id, name).ok_or_else(|| {
        let known = story.choices_of(id).map(|choice| story.choice_id(choice)).collect();
        format!("choice {n}, `{word}`: `{passage}` has no choice `{name}`{}", meant(name, known))
    })
}

/// Plays choices from a seed; how many could be played, and why no more.
fn play(story: &Story, seed: u64, choices: &[ChoiceId]) -> Result<Session, (usize, String)> {
    let mut session = Session::begin_at(story, seed, Origin::default()).map_err(|why| (0, why))?;
    for (n, id) in choices.iter().enumerate() {
        let choice = story.choice(*id);
        let name = format!("{}.{}", story.passage_id(choice.passage), story.choice_id(*id));
        let fail = |why: String| (n, format!("choice {}, `{name}`: {why}", n + 1));
        if session.state().at != choice.passage {
            let here = story.passage_id(session.state().at);
            return Err(fail(format!("the reader stands at `{here}` by then")));
        }
        if let Err(refusal) = engine::allowed(story, session.state(), *id) {
            return Err(fail(match refusal {
                Refusal::Locked(says) => format!("it is closed by then: {}", story.str(says)),
                Refusal::Hidden | Refusal::Elsewhere => {
                    "it is not there by then, for its `when` does not hold".to_owned()
                }
            }));
        }
        session.choose(story, *id).map_err(|_| fail("it cannot be taken by then".to_owned()))?;
    }
    Ok(session)
}
