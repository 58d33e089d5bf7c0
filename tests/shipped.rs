//! The shipped story: sound, playable to each of its ends, every passage and choice met by somebody.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use krivitsky::diagnostic::to_text;
use krivitsky::engine::{self, Event, State};
use krivitsky::playthrough::{Format, Session, transcript};
use krivitsky::store::content;
use krivitsky::story::{ChoiceId, PassageId, Story, parse};
use krivitsky::words::Words;

fn shipped() -> Story {
    let files = content::shipped();
    let (story, faults) = parse(&files);
    assert!(faults.is_empty(), "{}", to_text(&files, &faults, "story", false));
    story.unwrap()
}

/// A small generator for walks: splitmix64 (Steele, Lea, Flood 2014). The walks need to be varied, not good.
struct Walk(u64);

impl Walk {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % n as u64).unwrap()
    }
}

/// Plays to an ending; gives the states and the choices taken.
fn walk(story: &Story, seed: u64) -> (Vec<State>, Vec<ChoiceId>) {
    let mut chance = Walk(seed);
    let mut states = vec![engine::begin(story, seed).state];
    let mut taken = Vec::new();
    while states.last().is_some_and(|state| engine::page(story, state).ending().is_none()) {
        let state = states.last().unwrap();
        let open: Vec<ChoiceId> =
            engine::page(story, state).offers().filter(|o| o.locked.is_none()).map(|o| o.id).collect();
        assert!(!open.is_empty(), "{} has no open choice", story.passage_id(state.at));
        let choice = open[chance.below(open.len())];
        taken.push(choice);
        let turn = engine::choose(story, state, choice).unwrap();
        states.push(turn.state);
        assert!(states.len() < 500, "a walk that does not end");
    }
    (states, taken)
}

#[test]
fn every_passage_choice_and_ending_is_met_by_random_readers() {
    let story = shipped();
    let (mut passages, mut choices): (BTreeSet<PassageId>, BTreeSet<ChoiceId>) = Default::default();
    for seed in 0..6000 {
        let (states, taken) = walk(&story, seed);
        passages.extend(states.iter().map(|state| state.at));
        choices.extend(taken);
    }
    let never = |all: BTreeSet<String>| assert!(all.is_empty(), "never met: {all:#?}");
    never(
        (0..story.passages.len() as u32)
            .map(PassageId)
            .filter(|id| !passages.contains(id))
            .map(|id| story.passage_id(id).to_owned())
            .collect(),
    );
    never(
        (0..story.choices.len() as u32)
            .map(ChoiceId)
            .filter(|id| !choices.contains(id))
            .map(|id| format!("{}.{}", story.passage_id(story.choice(id).passage), story.choice_id(id)))
            .collect(),
    );
}

/// What was read on walks that gave one answer at a hinge: the passages behind it, and in how many walks each sentence
/// stood on a page of a later chapter or of an ending.
#[derive(Default)]
struct Behind {
    walks: usize,
    passages: BTreeSet<PassageId>,
    sentences: HashMap<String, usize>,
}

impl Behind {
    /// Whether those who gave this answer read later what nobody read who gave the other: what eight or more of those would
    /// have met, were it as frequent with them. By chance that happens three times in ten thousand.
    fn tells_apart(&self, other: &Behind) -> bool {
        let frequent = |times: usize| times * other.walks >= 8 * self.walks;
        self.sentences.iter().any(|(sentence, times)| frequent(*times) && !other.sentences.contains_key(sentence))
    }
}

#[test]
fn each_answer_at_a_hinge_leads_to_passages_of_its_own_and_to_other_words_later() {
    let story = shipped();
    let hinges = ["cafe-ludwik", "night-room", "ticket-night", "call-booth"];
    // How many passages an answer has for itself at least. Who sends the porter does so in the place of ringing and hanging
    // up, and has the shorter night of the two. Who asks for more time may still stay, by the passages of who stays at once.
    let least = |hinge: &str, answer: &str| match (hinge, answer) {
        ("cafe-ludwik", "sign") => 8,
        ("night-room", "sent") => 5,
        ("night-room", _) => 8,
        ("ticket-night", "broke") => 0,
        _ => 1,
    };
    let hinge_of = |choice: ChoiceId| {
        let at = story.passage_id(story.choice(choice).passage);
        hinges.iter().position(|hinge| *hinge == at)
    };
    let mut behind: BTreeMap<ChoiceId, Behind> = BTreeMap::new();
    for seed in 0..800 {
        let (states, taken) = walk(&story, seed);
        let read: Vec<String> = states
            .iter()
            .map(|state| {
                let mut text = String::new();
                engine::page(&story, state).write_text(&mut text);
                text
            })
            .collect();
        for (n, answer) in taken.iter().enumerate().filter(|(_, choice)| hinge_of(**choice).is_some()) {
            let chapter = story.passage(story.choice(*answer).passage).chapter;
            let own = behind.entry(*answer).or_default();
            own.walks += 1;
            own.passages.extend(states[n + 1..].iter().map(|state| state.at));
            let later = (n + 1..states.len()).filter(|n| {
                let passage = story.passage(states[*n].at);
                passage.ending.is_some() || passage.chapter != chapter
            });
            let sentences: HashSet<&str> = later.flat_map(|n| read[n].split(['.', '?', '!', '\n'])).collect();
            for sentence in sentences {
                match own.sentences.get_mut(sentence) {
                    Some(times) => *times += 1,
                    None => _ = own.sentences.insert(sentence.to_owned(), 1),
                }
            }
        }
    }
    for (n, hinge) in hinges.into_iter().enumerate() {
        let answers: Vec<ChoiceId> = story.own_choices(story.find_passage(hinge).unwrap()).collect();
        for answer in &answers {
            let name = story.choice_path(*answer);
            assert_eq!(hinge_of(*answer), Some(n));
            let own = behind.get(answer).unwrap_or_else(|| panic!("nobody took `{name}`"));
            let others: Vec<&Behind> =
                answers.iter().filter(|other| *other != answer).filter_map(|other| behind.get(other)).collect();
            let alone =
                own.passages.iter().filter(|at| others.iter().all(|other| !other.passages.contains(*at))).count();
            let wanted = least(hinge, story.choice_id(*answer));
            assert!(alone >= wanted, "`{name}` has {alone} passages of its own");
            for (other, behind) in answers.iter().zip(answers.iter().filter_map(|other| behind.get(other))) {
                let apart = other == answer || own.tells_apart(behind) || behind.tells_apart(own);
                assert!(apart, "nothing later tells `{name}` from `{}`", story.choice_path(*other));
            }
        }
    }
}

#[test]
fn a_short_version_is_met_by_whoever_leaves_a_page_for_it_and_by_nobody_else() {
    let story = shipped();
    let short: BTreeSet<PassageId> = (story.choices.iter())
        .filter(|choice| choice.instead)
        .flat_map(|choice| choice.outcome.arms.iter().map(|arm| arm.to))
        .collect();
    assert!(!short.is_empty(), "some pages of this story have a short version");
    let mut met = BTreeSet::new();
    for seed in 0..1000 {
        let (states, taken) = walk(&story, seed);
        for (state, choice) in states[1..].iter().zip(&taken).filter(|(state, _)| short.contains(&state.at)) {
            assert!(story.choice(*choice).instead, "{} by {}", story.passage_id(state.at), story.choice_path(*choice));
            met.insert(state.at);
        }
    }
    assert_eq!(met, short);
}

#[test]
fn every_passage_has_notes_and_every_source_is_known() {
    let story = shipped();
    for passage in &story.passages {
        assert!(!passage.notes.is_empty(), "{} has no note", story.str(passage.id));
    }
    for ending in &story.endings {
        assert!(ending.causes.len() >= 2, "{} has too few causes", story.str(ending.title));
    }
}

#[test]
fn endings_have_two_or_three_causes_on_every_route() {
    let story = shipped();
    let mut counts: BTreeMap<(String, usize), usize> = BTreeMap::new();
    for seed in 0..3000 {
        let (states, _) = walk(&story, seed);
        let page = engine::page(&story, states.last().unwrap());
        *counts.entry((page.id().to_owned(), page.causes().count())).or_default() += 1;
    }
    assert!(counts.keys().all(|(_, causes)| (2..=3).contains(causes)), "{counts:?}");
}

#[test]
fn a_chance_has_a_certain_sibling_and_no_tell_comes_twice() {
    let story = shipped();
    for passage in (0..story.passages.len() as u32).map(PassageId) {
        let choices: Vec<ChoiceId> = story.choices_of(passage).collect();
        if choices.iter().any(|id| story.choice(*id).risk.is_some()) {
            assert!(choices.iter().any(|id| story.choice(*id).risk.is_none()), "{}", story.passage_id(passage));
        }
    }
    for seed in 0..500 {
        let mut chance = Walk(seed);
        let mut turn = engine::begin(&story, seed);
        let mut told = BTreeSet::new();
        loop {
            for event in &turn.events {
                if let Event::Told(tell) = event {
                    assert!(told.insert(*tell), "{} twice", story.str(story.tells[tell.index()].id));
                }
            }
            let open: Vec<ChoiceId> =
                engine::page(&story, &turn.state).offers().filter(|o| o.locked.is_none()).map(|o| o.id).collect();
            if open.is_empty() {
                break;
            }
            turn = engine::choose(&story, &turn.state, open[chance.below(open.len())]).unwrap();
        }
    }
}

#[test]
fn a_transcript_tells_the_hour_whenever_it_changes() {
    let story = shipped();
    let mut session = Session::new(&story, 1);
    for _ in 0..6 {
        let choice = session.page(&story).offers().next().unwrap().id;
        session.choose(&story, choice).unwrap();
    }
    let text = transcript(&story, &session, &Words::english(), Format::Text);
    for node in session.path() {
        let hour = engine::page(&story, session.state_at(node).unwrap()).hour().unwrap();
        assert!(text.contains(hour), "{hour} is not in the transcript");
    }
}
