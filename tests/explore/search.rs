//! Search: everything that can be reached is, nothing else is, and each comes with a run that shows it.

use std::cell::RefCell;

use krivitsky::engine::{self, State};
use krivitsky::explore::run::Run;
use krivitsky::explore::search::{Apart, Cut, Found, Goal, Limits, Place, Progress, Search, Watch};
use krivitsky::explore::site::Site;
use krivitsky::playthrough::replay;
use krivitsky::story::{ChoiceId, Compare, Cond, PassageId, Story, Way};

use super::made::made;
use super::small;

fn limits(threads: usize) -> Limits<'static> {
    Limits { states: 300_000, walks: 20_000, threads, ..Limits::default() }
}

fn search(story: &Story) -> Found {
    Search::new(story).limits(limits(2)).run()
}

fn passage(story: &Story, name: &str) -> PassageId {
    story.find_passage(name).unwrap()
}

fn choice(story: &Story, at: &str, name: &str) -> ChoiceId {
    story.find_choice(passage(story, at), name).unwrap()
}

/// Every goal a story has.
fn goals(story: &Story, found: &Found) -> Vec<Goal> {
    let passages = (0..story.passages.len() as u32).map(PassageId);
    let choices = (0..story.choices.len() as u32).map(ChoiceId);
    let ways = [Way::Sure, Way::Well, Way::Ill];
    let sites = found.sites().iter().flat_map(|site| [Goal::Site(*site, false), Goal::Site(*site, true)]);
    passages
        .flat_map(|passage| [Goal::Passage(passage), Goal::DeadEnd(passage)])
        .chain(choices.clone().map(Goal::Choice))
        .chain(choices.flat_map(|choice| ways.map(|way| Goal::Outcome(choice, way))))
        .chain(sites)
        .collect()
}

/// Whether the end of a run is what a goal says.
fn shows(story: &Story, goal: Goal, run: &Run, end: &State) -> bool {
    let stuck = || story.own_choices(end.at).all(|choice| engine::allowed(story, end, choice).is_err());
    let fate = |way| match way {
        Way::Sure => engine::Fate::Drawn,
        Way::Well => engine::Fate::Well,
        Way::Ill => engine::Fate::Ill,
    };
    match goal {
        Goal::Passage(passage) => end.at == passage,
        Goal::DeadEnd(passage) => end.at == passage && story.passage(passage).ending.is_none() && stuck(),
        Goal::Choice(choice) => run.steps.last().is_some_and(|step| step.0 == choice),
        Goal::Outcome(choice, way) => run.steps.last() == Some(&(choice, fate(way))),
        Goal::Site(Site::Arm(choice, ..), _) => run.steps.last().is_some_and(|step| step.0 == choice),
        // Asked on the way, while things still moved.
        Goal::Site(Site::Rule(_) | Site::Needs(..), _) => true,
        Goal::Site(site, holds) => site.passage(story) == Some(end.at) && end.holds(site.cond(story)) == holds,
        Goal::Watch(_) => true,
    }
}

#[test]
fn a_small_story_is_seen_whole() {
    let story = small::edited(&[]);
    let found = search(&story);
    assert!(found.exhaustive && found.cut.is_none());
    // By hand: the terrace; call, stairs and street before and after the warning; two endings. The seat and the number
    // of calls decide nothing.
    assert_eq!(found.core, 9);
    assert_eq!(found.depth, 4);
    let call = passage(&story, "weber-call");
    assert_eq!(found.to_passage(call).unwrap().steps.len(), 1);
    assert_eq!(found.to_passage(passage(&story, "ending-gone")).unwrap().steps.len(), 1);
    let home = found.to_choice(choice(&story, "weber-street", "home")).unwrap();
    assert_eq!(home.steps.len(), 4, "{home:?}");
    // Nothing leads to the letter.
    assert!(!found.reached(Goal::Passage(passage(&story, "old-letter"))));
    assert!(found.settled(Goal::Passage(passage(&story, "old-letter"))));
    assert!(found.dead_ends().is_empty());
    for site in found.sites() {
        assert!(found.to_site(*site, true).is_some() && found.to_site(*site, false).is_some(), "{}", site.name(&story));
    }
    // Both outcomes of the chance, however the seed would have it.
    let chance = choice(&story, "weber-call", "chance");
    assert!(found.reached(Goal::Outcome(chance, Way::Well)) && found.reached(Goal::Outcome(chance, Way::Ill)));
}

#[test]
fn a_dead_end_is_found_with_the_way_into_it() {
    let story = small::edited(&[
        (r#"(id: "walk", label: "Walk", to: "ending-gone"),"#, ""),
        (r#"(id: "back", label: "Go back in", to: "weber-call"),"#, ""),
    ]);
    let found = search(&story);
    let ends = found.dead_ends();
    assert_eq!(ends.len(), 1);
    assert_eq!(story.passage_id(ends[0].0), "weber-street");
    assert_eq!(ends[0].1.steps.len(), 3);
    let end = ends[0].1.end(&story).unwrap();
    assert!(shows(&story, Goal::DeadEnd(ends[0].0), &ends[0].1, &end));
}

#[test]
fn a_watch_that_does_not_hold_comes_with_the_shortest_run_that_shows_it() {
    let story = small::edited(&[]);
    let calls = story.facts.iter().find(|fact| story.str(fact.id) == "calls").unwrap().slot;
    let below = |value| Cond::Test { slot: calls, compare: Compare::Below, value };
    let found = Search::new(&story)
        .watch(Watch { place: Place::Everywhere, cond: below(2) })
        .watch(Watch { place: Place::Everywhere, cond: below(4) })
        .watch(Watch { place: Place::Endings, cond: below(1) })
        .watch(Watch { place: Place::Passage(passage(&story, "weber-terrace")), cond: below(1) })
        .run();
    let violations = found.violations();
    let met: Vec<(usize, usize)> = violations.iter().map(|(watch, run)| (*watch, run.steps.len())).collect();
    // Twice to the telephone: 1 to the call, ring, stairs, back, ring. At an ending: call, ring, stairs, walk.
    assert_eq!(met, [(0, 5), (2, 4)]);
    assert_eq!(violations[0].1.end(&story).unwrap().get(calls), 2);
    assert!((0..4).all(|watch| found.settled(Goal::Watch(watch))));
}

#[test]
fn every_run_found_plays_and_shows_what_it_was_found_for() {
    let shipped = krivitsky::story::parse(&krivitsky::store::content::shipped()).0.unwrap();
    let mut stories: Vec<Story> = (0..8).map(made).collect();
    stories.push(shipped);
    for story in &stories {
        // The shipped story is the last, and is cut early: its runs are long.
        let limits = Limits { states: 30_000, walks: 20_000, threads: 2, ..Limits::default() };
        let found = Search::new(story).limits(limits).run();
        for goal in goals(story, &found) {
            let Some(run) = found.run_to(goal) else { continue };
            let end = run.end(story).expect("every choice in it is open");
            assert!(shows(story, goal, &run, &end), "{goal:?}");
        }
    }
    // And by a reader, with a seed of their own, to the same end.
    let story = small::edited(&[]);
    let found = search(&story);
    for goal in goals(&story, &found) {
        let Some(run) = found.run_to(goal) else { continue };
        let session = replay(&story, &run.playthrough(&story).unwrap()).unwrap();
        assert_eq!(session.state().at, run.end(&story).unwrap().at);
    }
}

/// The shipped story has more states than are kept; all of it is reached all the same, and nobody is stuck in it.
#[test]
fn every_passage_and_choice_of_the_shipped_story_is_reached() {
    let story = krivitsky::story::parse(&krivitsky::store::content::shipped()).0.unwrap();
    let limits = Limits { states: 100_000, walks: 300_000, ..Limits::default() };
    let found = Search::new(&story).sites(false).limits(limits).run();
    assert!(found.dead_ends().is_empty());
    for n in 0..story.passages.len() as u32 {
        assert!(found.reached(Goal::Passage(PassageId(n))), "{}", story.passage_id(PassageId(n)));
    }
    for n in 0..story.choices.len() as u32 {
        assert!(found.reached(Goal::Choice(ChoiceId(n))), "{}", story.choice_path(ChoiceId(n)));
    }
}

/// Leaving out what cannot matter changes nothing that is found, nor how short the shortest run to it is.
#[test]
fn what_is_left_out_changes_nothing_that_is_found() {
    let (mut compared, mut smaller) = (0, 0);
    for number in 0..90 {
        let story = made(number);
        let whole = Search::new(&story)
            .apart(Apart::All)
            .limits(Limits { states: 3_000, walks: 0, threads: 1, ..Limits::default() })
            .sites(true)
            .run();
        if !whole.exhaustive {
            continue;
        }
        compared += 1;
        for apart in [Apart::Each, Apart::Together] {
            let found = Search::new(&story).apart(apart).limits(limits(1)).run();
            assert!(found.exhaustive, "{number}");
            smaller += usize::from(found.core < whole.core);
            for goal in goals(&story, &whole) {
                let len = |found: &Found| found.run_to(goal).map(|run| run.steps.len());
                assert_eq!(len(&found), len(&whole), "story {number}, {apart:?}, {goal:?}");
            }
        }
    }
    assert!(compared > 50, "{compared} stories could be seen whole");
    assert!(smaller > compared, "{smaller} searches were smaller");
}

/// Two ways to one page with the same value, band and floor; but one of the floors is never lifted, and later that tells.
#[test]
fn a_floor_for_good_is_told_apart_from_one_that_can_be_lifted() {
    let story = small::edited(&[
        (
            "    facts: {",
            r#"    meters: { "heat": (word: "Heat", start: 20, good: low, bands: [(id: "cold", word: "Cold"),
            (id: "warm", word: "Warm", up: 25, down: 15), (id: "hot", word: "Hot", up: 45, down: 35)]) },
    facts: {"#,
        ),
        (r#"effects: ["seat = inside"]"#, r#"effects: ["heat floor 50 for good"]"#),
        (r#"effects: ["seat = outside"]"#, r#"effects: ["heat floor 50"]"#),
        (r#"(id: "wait", label: "Wait","#, r#"(id: "wait", label: "Wait", effects: ["heat floor 10", "heat - 40"],"#),
        (r#"when: "warned", to: "ending-home""#, r#"when: "heat is hot", to: "ending-home""#),
    ]);
    let found = search(&story);
    let home = Site::When(choice(&story, "weber-street", "home"));
    assert_eq!(found.to_site(home, true).unwrap().steps.len(), 3);
    // In by the terrace, and no longer hot: only where the floor was lifted.
    let cool = found.to_site(home, false).unwrap();
    assert_eq!(cool.steps[0].0, choice(&story, "weber-terrace", "outside"));
    assert_eq!(cool.steps[1].0, choice(&story, "weber-call", "wait"));
}

/// An open search over whole states, kept as the engine has them: written without any of what it checks.
#[test]
fn nothing_is_reached_but_what_playing_reaches() {
    let mut compared = 0;
    for number in 0..25 {
        let story = made(number);
        let found = search(&story);
        let counted: Vec<usize> =
            story.passages.iter().filter_map(|passage| passage.visits).map(|slot| slot.0 as usize).collect();
        let key = |state: &State| {
            let mut plot = state.plot(&story).to_vec();
            counted.iter().for_each(|slot| plot[*slot] = plot[*slot].min(2));
            plot[story.ill_rolls.0 as usize] = 0;
            story.acts.iter().for_each(|act| plot[act.count.0 as usize] = plot[act.count.0 as usize].min(2));
            (state.at, plot)
        };
        let first = engine::begin(&story, 0).state;
        let mut seen = std::collections::HashSet::from([key(&first)]);
        let mut waiting = vec![first];
        let (mut taken, mut passages) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
        while let Some(state) = waiting.pop().filter(|_| seen.len() < 10_000) {
            passages.insert(state.at);
            for choice in story.choices_of(state.at) {
                for fate in [engine::Fate::Well, engine::Fate::Ill] {
                    let Ok(turn) = engine::choose_with(&story, &state, choice, fate) else { continue };
                    taken.insert(choice);
                    if seen.insert(key(&turn.state)) {
                        waiting.push(turn.state);
                    }
                }
            }
        }
        if !waiting.is_empty() || seen.len() >= 10_000 {
            continue;
        }
        compared += 1;
        for n in 0..story.passages.len() as u32 {
            assert_eq!(found.reached(Goal::Passage(PassageId(n))), passages.contains(&PassageId(n)), "{number}: {n}");
        }
        for n in 0..story.choices.len() as u32 {
            assert_eq!(found.reached(Goal::Choice(ChoiceId(n))), taken.contains(&ChoiceId(n)), "{number}: {n}");
        }
    }
    assert!(compared > 12, "{compared}");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let large = |number: &u64| {
        let limits = Limits { states: 2_000, walks: 0, threads: 1, ..Limits::default() };
        Search::new(&made(*number)).apart(Apart::All).limits(limits).run().core > 2_000
    };
    for number in (0..).filter(large).take(3) {
        let story = made(number);
        let all: Vec<Found> = [1, 2, 3]
            .map(|threads| {
                let limits = Limits { states: 20_000, walks: 20_000, threads, ..Limits::default() };
                Search::new(&story).apart(Apart::All).limits(limits).run()
            })
            .into();
        let told = |found: &Found| {
            let runs: Vec<Option<Run>> = goals(&story, found).into_iter().map(|goal| found.run_to(goal)).collect();
            (found.states, found.transitions, found.depth, found.cut, runs)
        };
        assert!(all[0].states > 1_000, "{}", all[0].states);
        assert_eq!(told(&all[0]), told(&all[1]));
        assert_eq!(told(&all[0]), told(&all[2]));
    }
}

/// A story in which only the number of calls tells states apart, with very many of them.
fn endless() -> Story {
    small::edited(&[
        (r#""calls": number(from: 0, to: 3)"#, r#""calls": number(from: 0, to: 3000)"#),
        (r#"when: "warned", to: "ending-home""#, r#"when: "calls above 2900", to: "ending-home""#),
    ])
}

#[test]
fn a_limit_cuts_and_says_so() {
    let story = endless();
    let cut = |limits| Search::new(&story).limits(limits).run();
    let found = cut(Limits { states: 2_000, walks: 10_000, ..Limits::default() });
    assert_eq!((found.exhaustive, found.cut), (false, Some(Cut::States)));
    assert!((2_000..4_000).contains(&found.core), "{}", found.core);
    let home = Goal::Passage(passage(&story, "ending-home"));
    assert!(!found.reached(home) && !found.settled(home));
    // What was reached is known for certain all the same.
    assert!(found.settled(Goal::Passage(passage(&story, "ending-gone"))));
    let found = cut(Limits { bytes: 100_000, walks: 10_000, ..Limits::default() });
    assert_eq!((found.exhaustive, found.cut), (false, Some(Cut::Memory)));
    assert!(found.bytes <= 100_000 && found.core > 1_000, "{} bytes, {} states", found.bytes, found.core);
    let found = cut(Limits { stop: &|| true, ..Limits::default() });
    assert_eq!((found.exhaustive, found.cut), (false, Some(Cut::Stopped)));
    let found = cut(Limits::default());
    assert!(found.exhaustive && found.reached(home), "without them it comes to an end");
}

/// When a search is cut, walks go on: one of them comes to what lies too deep for it.
#[test]
fn walks_go_on_where_a_search_was_cut() {
    let story = small::edited(&[
        (r#""calls": number(from: 0, to: 3)"#, r#""calls": number(from: 0, to: 60)"#),
        (r#"when: "warned", to: "ending-home""#, r#"when: "calls above 4", to: "ending-home""#),
    ]);
    let found =
        Search::new(&story).limits(Limits { states: 20, walks: 100_000, ..Limits::default() }).sites(false).run();
    assert!(found.core < 60 && found.cut == Some(Cut::States), "{found:?}");
    let home = Goal::Passage(passage(&story, "ending-home"));
    assert!(found.reached(home));
    let end = found.run_to(home).unwrap().end(&story).unwrap();
    assert!(shows(&story, home, &found.run_to(home).unwrap(), &end));
}

#[test]
fn progress_is_told_and_only_grows() {
    let story = endless();
    let told: RefCell<Vec<Progress>> = RefCell::new(Vec::new());
    let tell = |progress| told.borrow_mut().push(progress);
    let found = Search::new(&story).progress(&tell).run();
    let told = told.into_inner();
    assert!(told.len() > 10);
    assert!(told.is_sorted_by_key(|said| (said.states, said.turns)));
    let last = told.last().unwrap();
    assert_eq!((last.states, last.turns), (found.states, found.transitions));
    assert_eq!(last.passages, (6, 7), "all but the letter");
}
