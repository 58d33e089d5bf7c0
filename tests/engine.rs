//! What a choice does: meters and their bands, acts, rules, tells, risks, conditions. Each test is a small story.

#![allow(clippy::unwrap_used)]

use krivitsky::diagnostic::{SourceFile, to_text};
use krivitsky::engine::{self, Event, Refusal, State};
use krivitsky::story::{MeterPart, Slot, Story, parse};

/// A story of one meter, `heat` (cold, warm from 40 to 30, hot from 70 to 60, gone from 90 for good), and what is added.
fn story(extra: &str, chapters: &[&str], tells: &str) -> Story {
    let list: Vec<String> = (0..chapters.len()).map(|n| format!("(file: \"c{n}\", title: \"C{n}\")")).collect();
    let head = format!(
        r#"(format: 1, id: "small", title: "Small", edition: "1", start: "one-start", chapters: [{}],
        meters: {{ "heat": (word: "Heat", start: 20, good: low, bands: [(id: "cold", word: "Cold"), (id: "warm", word: "Warm", up: 40, down: 30),
            (id: "hot", word: "Hot", up: 70, down: 60, needs: "not shut"), (id: "gone", word: "Gone", up: 90, down: never)]) }},
        odds: [(id: "long", word: "long", of_100: 1), (id: "even", word: "even", of_100: 50), (id: "sure", word: "sure", of_100: 99)],
        facts: {{ "shut": flag, "n": number(from: 0, to: 3), "way": one_of(["left", "right"]) }}, {extra})"#,
        list.join(", ")
    );
    let mut files = vec![SourceFile::new("story.ron", head)];
    files.push(SourceFile::new("places.ron", r#"[(id: "here", name: "Here"), (id: "there", name: "There")]"#));
    files.push(SourceFile::new("tells.ron", format!("[{tells}]")));
    let end = r#"[(id: "the-end", title: "End", date: "1937-12-31", place: "here", text: "The end.")]"#;
    files.push(SourceFile::new("endings.ron", end));
    for (n, chapter) in chapters.iter().enumerate() {
        files.push(SourceFile::new(format!("chapters/c{n}.ron"), format!("[\n{chapter}\n]")));
    }
    let (story, faults) = parse(&files);
    story.unwrap_or_else(|| panic!("{}", to_text(&files, &faults, "", false)))
}

/// A passage whose choices all lead back to it: `id: effects`.
fn room(id: &str, date: &str, choices: &[(&str, &str, &str)]) -> String {
    let rows: Vec<String> = choices
        .iter()
        .map(|(id, effects, to)| format!("(id: \"{id}\", label: \"Do {id} now\", effects: [{effects}], to: \"{to}\")"))
        .collect();
    format!("(id: \"{id}\", date: \"{date}\", place: \"here\", text: \"Here.\", choices: [{}]),", rows.join(", "))
}

fn take(story: &Story, state: &State, choice: &str) -> State {
    let id = story.find_choice(state.at, choice).unwrap_or_else(|| panic!("no choice {choice}"));
    engine::choose(story, state, id).unwrap_or_else(|refusal| panic!("{choice}: {refusal:?}")).state
}

fn play(story: &Story, choices: &str) -> State {
    choices.split_whitespace().fold(engine::begin(story, 7).state, |state, choice| take(story, &state, choice))
}

fn value(story: &Story, state: &State) -> i16 {
    state.get(story.meters[0].slot(MeterPart::Value))
}

fn band<'s>(story: &'s Story, state: &'s State) -> &'s str {
    engine::page(story, state).gauges().next().map_or("", |gauge| gauge.band_word)
}

/// Two days in two chapters, with a way to and fro.
fn two_days(extra: &str) -> Story {
    let moves = r#""heat up large""#;
    let c0 = room(
        "one-start",
        "1937-01-01",
        &[
            ("up", moves, "one-start"),
            ("down", r#""heat down large""#, "one-start"),
            ("next", "", "two-day"),
            ("floor", r#""heat floor 70""#, "one-start"),
            ("good", r#""heat floor 40 for good""#, "one-start"),
            ("lift", r#""heat floor 0""#, "one-start"),
            ("shut", r#""shut = true""#, "one-start"),
            ("leave", "", "one-later"),
        ],
    ) + &room(
        "one-later",
        "1937-01-02",
        &[("up", moves, "one-later"), ("down", r#""heat down large""#, "one-later"), ("next", "", "two-day")],
    );
    let c1 = room(
        "two-day",
        "1937-01-02",
        &[("up", moves, "two-day"), ("down", r#""heat down large""#, "two-day"), ("next", "", "three-day")],
    ) + &room(
        "three-day",
        "1937-01-03",
        &[("up", moves, "three-day"), ("down", r#""heat down large""#, "three-day"), ("back", "", "one-start")],
    );
    story(extra, &[&c0, &c1], "")
}

#[test]
fn a_band_is_entered_above_and_left_below() {
    let story = two_days("");
    // 20, then 36 and 49 (16 times 64/80, rounded), so warm; in the next chapter back to 39 and 31, which is still warm.
    let warm = play(&story, "up up");
    assert_eq!((value(&story, &warm), band(&story, &warm)), (49, "Warm"));
    let still = play(&story, "up up next down down");
    assert_eq!((value(&story, &still), band(&story, &still)), (31, "Warm"));
    let cold = play(&story, "up up next next down down down");
    assert_eq!((value(&story, &cold), band(&story, &cold)), (25, "Cold"));
}

#[test]
fn a_band_moves_one_step_a_turn_and_once_a_chapter_and_not_on_its_day() {
    let story = two_days("");
    let once = play(&story, "up up up up up up");
    assert!(value(&story, &once) >= 70, "{}", value(&story, &once));
    assert_eq!(band(&story, &once), "Warm", "once a chapter");
    let other_day = play(&story, "up up up up up up leave");
    assert_eq!(band(&story, &other_day), "Warm", "another day of the same chapter is still the same chapter");
    let other_chapter = play(&story, "up up up up up up next");
    assert_eq!(band(&story, &other_chapter), "Hot");
    // Entered on 2 January at the end of one chapter: not left on 2 January though the chapter is another.
    let same_day = play(&story, "leave up up next down down down");
    assert!(value(&story, &same_day) <= 30);
    assert_eq!(band(&story, &same_day), "Warm");
}

#[test]
fn a_floor_outranks_what_a_band_waits_for_and_may_be_for_good() {
    let story = two_days("");
    let hot = play(&story, "floor");
    assert_eq!((value(&story, &hot), band(&story, &hot)), (70, "Hot"), "two steps at once");
    let held = play(&story, "floor next next down down");
    assert_eq!((value(&story, &held), band(&story, &held)), (70, "Hot"));
    let lifted = play(&story, "floor lift next next down down down");
    assert!(value(&story, &lifted) < 70);
    assert_eq!(band(&story, &lifted), "Warm");
    let for_good = play(&story, "good lift down down");
    assert_eq!((value(&story, &for_good), band(&story, &for_good)), (40, "Warm"));
}

#[test]
fn a_band_is_lost_when_what_it_needs_is() {
    let story = two_days("");
    let hot = play(&story, "up up up up up up next next back");
    assert_eq!(band(&story, &hot), "Hot");
    let lost = take(&story, &hot, "shut");
    assert_eq!(band(&story, &lost), "Warm");
    let never = play(&story, "shut up up up up up up next");
    assert_eq!(band(&story, &never), "Warm", "and not entered without it");
}

#[test]
fn an_act_counts_full_then_half_then_nothing_and_anew_in_another_chapter() {
    let acts = r#"acts: { "shout": (effects: ["heat up medium", "n + 1"]), "beg": (effects: ["heat up small"], again: ["heat up large"]) }"#;
    let c0 = room(
        "one-start",
        "1937-01-01",
        &[("shout", r#""act shout""#, "one-start"), ("beg", r#""act beg""#, "one-start"), ("next", "", "two-day")],
    );
    let c1 = room("two-day", "1937-01-01", &[("shout", r#""act shout""#, "two-day")]);
    let story = story(acts, &[&c0, &c1], "");
    let values: Vec<i16> =
        ["shout", "shout shout", "shout shout shout", "shout shout next shout", "beg", "beg beg", "beg beg beg"]
            .iter()
            .map(|choices| value(&story, &play(&story, choices)))
            .collect();
    assert_eq!(values, [29, 33, 33, 41, 24, 39, 39]);
    let n = story.facts.iter().find(|fact| story.str(fact.id) == "n").map(|fact| fact.slot);
    assert_eq!(n.map(|slot| play(&story, "shout shout shout").get(slot)), Some(3), "its facts count every time");
}

#[test]
fn a_rule_is_asked_at_each_scene() {
    let rules = r#"rules: [(id: "leak", each: scene, when: "not shut", effects: ["heat + 3"])]"#;
    let c0 = r#"(id: "one-start", date: "1937-01-01", place: "here", text: "A.", choices: [(id: "stay", label: "Stay", to: "one-start"), (id: "go", label: "Go", to: "two-there"), (id: "shut", label: "Shut", effects: ["shut = true"], to: "two-there")]),
        (id: "two-there", place: "there", text: "B.", choices: [(id: "back", label: "Back", to: "one-start")]),"#;
    let story = story(rules, &[c0], "");
    let values: Vec<i16> = ["", "stay stay", "go", "go back", "shut back"]
        .iter()
        .map(|choices| value(&story, &play(&story, choices)))
        .collect();
    assert_eq!(values, [23, 23, 26, 29, 23]);
}

#[test]
fn the_most_specific_tell_that_was_not_used_is_told() {
    let tells = r#"(id: "any", band: "cold", text: "Any."), (id: "here", band: "cold", place: "here", text: "Here."), (id: "both", band: "cold", place: "here", when: "not shut", text: "Both."), (id: "far", band: "cold", place: "there", text: "There."), (id: "warm", band: "warm", text: "Warm.")"#;
    let c0 = r#"(id: "one-start", date: "1937-01-01", place: "here", text: "First. {tell} Last.", choices: [(id: "stay", label: "Stay", to: "one-start")]),"#;
    let story = story("", &[c0], tells);
    let said: Vec<String> = ["", "stay", "stay stay", "stay stay stay"]
        .iter()
        .map(|choices| {
            let state = play(&story, choices);
            let mut text = String::new();
            engine::page(&story, &state).write_text(&mut text);
            text
        })
        .collect();
    assert_eq!(said, ["First. Both. Last.", "First. Here. Last.", "First. Any. Last.", "First. Last."]);
}

fn risky() -> Story {
    let c0 = r#"(id: "one-start", date: "1937-01-01", place: "here", text: "A.", choices: [
        (id: "dare", label: "Dare it", risk: (odds: "even", shift: [("shut", "better"), ("n > 0", "worse")], well: (effects: ["way = right"], to: "one-start"), ill: (to: "one-start"))),
        (id: "shut", label: "Shut", effects: ["shut = true"], to: "one-start"), (id: "count", label: "Count", effects: ["n + 1"], to: "one-start"), (id: "reset", label: "Reset", effects: ["way = left"], to: "one-start")]),"#;
    story("", &[c0], "")
}

fn went_well(story: &Story, seed: u64, choices: &str) -> bool {
    let start = engine::begin(story, seed).state;
    let state = choices.split_whitespace().fold(start, |state, choice| take(story, &state, choice));
    story.facts.iter().any(|fact| story.str(fact.id) == "way" && state.get(fact.slot) == 1)
}

#[test]
fn odds_are_said_in_words_and_moved_by_what_was_done() {
    let story = risky();
    let odds = |choices: &str| {
        engine::page(&story, &play(&story, choices)).offers().find_map(|offer| offer.odds).map(str::to_owned)
    };
    assert_eq!(
        [odds(""), odds("shut"), odds("count"), odds("shut count")].map(Option::unwrap),
        ["even", "sure", "long", "even"]
    );
    let wells = |choices: &str| (0..400).filter(|seed| went_well(&story, *seed, choices)).count();
    assert!((160..240).contains(&wells("dare")), "{}", wells("dare"));
    assert!(wells("shut dare") > 380 && wells("count dare") < 20);
}

#[test]
fn a_risk_is_settled_when_taken_whatever_was_done_in_between() {
    let story = risky();
    let of = |seed| went_well(&story, seed, "dare");
    assert!((0..50).all(|seed| of(seed) == of(seed)));
    assert!((0..50).any(of) && (0..50).any(|seed| !of(seed)));
}

#[test]
fn after_two_ill_rolls_the_better_of_two_counts() {
    let story = risky();
    let ill = |seed: &u64| {
        let states = ["dare", "dare dare"].map(|choices| went_well(&story, *seed, choices));
        states == [false, false]
    };
    let seeds: Vec<u64> = (0..2000).filter(ill).collect();
    let third = seeds.iter().filter(|seed| went_well(&story, **seed, "dare dare dare")).count();
    // Even odds taken twice: three in four.
    assert!(third * 100 > seeds.len() * 68 && third * 100 < seeds.len() * 82, "{third} of {}", seeds.len());
}

#[test]
fn a_choice_may_be_hidden_or_closed_or_elsewhere() {
    let c0 = r#"(id: "one-start", date: "1937-01-01", place: "here", text: "A.", choices: [
        (id: "hidden", label: "Hidden", when: "shut", to: "one-start"),
        (id: "closed", label: "Closed", locked: (by: "not shut", says: "you left it open"), to: "one-start"),
        (id: "shut", label: "Shut", effects: ["shut = true"], to: [(when: "way is right", to: "two-there"), (to: "one-start")])]),
        (id: "two-there", text: "B.", next: "one-start"),"#;
    let story = story("", &[c0], "");
    let start = engine::begin(&story, 1).state;
    let refusal = |name: &str| {
        engine::choose(&story, &start, story.find_choice(start.at, name).unwrap()).map(|_| ()).unwrap_err()
    };
    assert_eq!(refusal("hidden"), Refusal::Hidden);
    assert!(matches!(refusal("closed"), Refusal::Locked(says) if story.str(says) == "you left it open"));
    let next = story.find_choice(story.find_passage("two-there").unwrap(), "next").unwrap();
    assert_eq!(engine::choose(&story, &start, next).unwrap_err(), Refusal::Elsewhere);
    let shown: Vec<&str> = engine::page(&story, &start).offers().filter_map(|offer| offer.label).collect();
    assert_eq!(shown, ["Closed", "Shut"]);
    let after = take(&story, &start, "shut");
    assert_eq!(engine::page(&story, &after).offers().filter(|offer| offer.locked.is_none()).count(), 3);
}

#[test]
fn the_events_of_a_turn_make_its_state() {
    let story = two_days("");
    let mut state = engine::begin(&story, 3).state;
    for choice in "up up floor leave up next down next back".split_whitespace() {
        let turn = engine::choose(&story, &state, story.find_choice(state.at, choice).unwrap()).unwrap();
        turn.events.iter().for_each(|event| engine::apply(&story, &mut state, *event));
        assert_eq!(state, turn.state, "after {choice}");
        assert!(matches!(turn.events[0], Event::Took(_)));
    }
}

#[test]
fn the_odds_drawn_are_the_odds_offered() {
    let c0 = r#"(id: "one-start", date: "1937-01-01", place: "here", text: "A.", choices: [
        (id: "dare", label: "Dare it", effects: ["shut = true"], risk: (odds: "long", shift: [("shut", "better"), ("took(one-start.dare)", "better")], well: (effects: ["way = right"], to: "one-start"), ill: (to: "one-start"))),
        (id: "stay", label: "Stay", to: "one-start")]),"#;
    let story = story("", &[c0], "");
    let wells = (0..400).filter(|seed| went_well(&story, *seed, "dare")).count();
    assert!(wells < 20, "offered at one in a hundred, went well {wells} times of 400");
}

#[test]
fn half_an_act_is_half_of_a_plain_move_too() {
    let acts = r#"acts: { "leak": (effects: ["heat - 3"]), "seep": (effects: ["heat + 1"]) }"#;
    let c0 = room(
        "one-start",
        "1937-01-01",
        &[("leak", r#""act leak""#, "one-start"), ("seep", r#""act seep""#, "one-start")],
    );
    let story = story(acts, &[&c0], "");
    let values: Vec<i16> = ["leak", "leak leak", "seep", "seep seep"]
        .iter()
        .map(|choices| value(&story, &play(&story, choices)))
        .collect();
    assert_eq!(values, [17, 15, 21, 22]);
}

#[test]
fn a_remembered_chapter_makes_no_act_new() {
    let acts = r#"acts: { "shout": (effects: ["heat up medium"]) }"#;
    let c0 = room("one-start", "1937-01-01", &[("shout", r#""act shout""#, "one-start"), ("back", "", "two-day")]);
    let c1 = room("two-day", "1920-01-01", &[("on", "", "one-start")]);
    let story = story(acts, &[&c0, &c1], "");
    let straight = value(&story, &play(&story, "shout shout shout"));
    assert_eq!(value(&story, &play(&story, "shout shout shout back on shout")), straight);
}

#[test]
fn a_floor_and_an_arrival_are_one_step_together() {
    let c0 = room(
        "one-start",
        "1937-01-01",
        &[(
            "go",
            r#""heat floor 70", "heat up large", "heat up large", "heat up large", "heat up large", "heat up large""#,
            "two-day",
        )],
    );
    let c1 = room("two-day", "1937-01-02", &[("stay", "", "two-day")]);
    let story = story("", &[&c0, &c1], "");
    let state = play(&story, "go");
    assert!(value(&story, &state) >= 90 || band(&story, &state) == "Hot", "{}", value(&story, &state));
    assert_eq!(band(&story, &state), "Hot", "the floor's step was this turn's");
}

#[test]
fn a_condition_is_given_back_in_the_words_it_was_written_in() {
    let ledger =
        r#"ledger: (states: ["untouched", "paid"], people: { "old-man": (untouched: "There.", paid: "Gone.") }),"#;
    let conditions = [
        "shut",
        "not shut",
        "way is right",
        "way is not left",
        "n at least 2",
        "n below 3",
        "n is 0",
        "heat at least warm",
        "heat is not gone",
        "ledger.old-man is paid",
        "seen(one-start)",
        "not took(one-start.stay)",
        "shut and n above 1 or way is left and not seen(one-start)",
        "not (shut or heat is cold) and (way is left or n at most 1)",
    ];
    let rows: Vec<String> = conditions
        .iter()
        .enumerate()
        .map(|(n, when)| format!(r#"(when: "{when}", to: "room-{n}")"#))
        .chain([r#"(to: "the-end")"#.to_owned()])
        .collect();
    let rooms: String = (0..conditions.len()).map(|n| room(&format!("room-{n}"), "1937-01-01", &[])).collect();
    let rooms = rooms.replace("choices: []", r#"next: "the-end""#);
    let start = format!(
        r#"(id: "one-start", date: "1937-01-01", place: "here", text: "Here.", choices: [(id: "stay", label: "Stay", to: [{}])]),"#,
        rows.join(", ")
    );
    let story = story(ledger, &[&format!("{start}{rooms}")], "");
    let arms = &story.choice(story.find_choice(story.start, "stay").unwrap()).outcome.arms;
    let words: Vec<String> = arms.iter().map(|arm| story.cond_words(&arm.when)).collect();
    assert_eq!(words[..conditions.len()], conditions);
    assert_eq!(words[conditions.len()], "always");
    // The list of all kinds and the kind of one are the same.
    for (n, kind) in story.slot_kinds().into_iter().enumerate() {
        assert_eq!(story.slot_kind(Slot(n as u16)), kind);
        assert!(!story.slot_words(Slot(n as u16)).is_empty());
    }
}

#[test]
fn choices_without_a_way_of_their_own_lead_where_the_passage_does() {
    let first = r#"(id: "one-start", date: "1937-01-01", place: "here", text: "Here.", next: [(when: "shut", to: "one-shut"), (to: "one-open")],
        choices: [(id: "shut", label: "Shut the door", effects: ["shut = true"]), (id: "leave", label: "Leave it be"),
                  (id: "end", label: "End it here", to: "the-end")]),"#;
    let rooms = [
        room("one-shut", "1937-01-01", &[("end", "", "the-end")]),
        room("one-open", "1937-01-01", &[("end", "", "the-end")]),
    ];
    let story = story("", &[&format!("{first}{}", rooms.join(""))], "");
    let ends_at = |choices| story.str(story.passages[play(&story, choices).at.index()].id).to_owned();
    assert_eq!(ends_at("shut"), "one-shut");
    assert_eq!(ends_at("leave"), "one-open");
    assert_eq!(ends_at("end"), "the-end");
}
