//! The shipped story: sound, playable to each of its ends, every passage and choice met by somebody.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet};

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

#[test]
fn each_answer_of_the_night_has_its_own_passages_and_its_own_ending() {
    let story = shipped();
    // The night is the one passage from which several endings part: find where each of its choices leads for good.
    let reach = |from: PassageId| {
        let (mut seen, mut todo) = (BTreeSet::from([from]), vec![from]);
        while let Some(here) = todo.pop() {
            for choice in story.choices_of(here) {
                let choice = story.choice(choice);
                let risk = choice.risk.as_ref().map_or(vec![], |risk| vec![&risk.well, &risk.ill]);
                for arm in std::iter::once(&choice.outcome).chain(risk).flat_map(|outcome| outcome.arms.iter()) {
                    if seen.insert(arm.to) {
                        todo.push(arm.to);
                    }
                }
            }
        }
        seen
    };
    let hinge = (0..story.passages.len() as u32).map(PassageId).find(|id| {
        let departing = story.choices_of(*id).filter(|choice| story.choice(*choice).departs.is_some()).count();
        departing == 3 && story.choices_of(*id).count() == 4
    });
    let hinge = hinge.expect("a passage with four answers, of which one keeps the record");
    let answers: Vec<BTreeSet<PassageId>> =
        story.choices_of(hinge).map(|choice| reach(story.choice(choice).outcome.arms[0].to)).collect();
    for (n, own) in answers.iter().enumerate() {
        let others: BTreeSet<PassageId> =
            answers.iter().enumerate().filter(|(m, _)| *m != n).flat_map(|(_, set)| set.iter().copied()).collect();
        let alone = own.difference(&others).count();
        assert!(alone >= 8, "answer {n} has only {alone} passages of its own");
    }
    let mut ends: BTreeMap<ChoiceId, BTreeSet<PassageId>> = BTreeMap::new();
    for seed in 0..500 {
        let (states, taken) = walk(&story, seed);
        let answer = taken.into_iter().find(|choice| story.choice(*choice).passage == hinge).unwrap();
        ends.entry(answer).or_default().insert(states.last().unwrap().at);
    }
    let met: BTreeSet<PassageId> = ends.values().flatten().copied().collect();
    assert!(ends.values().all(|ends| ends.len() == 1), "an answer of the night has one ending: {ends:?}");
    assert_eq!((ends.len(), met.len()), (4, story.endings.len()));
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
