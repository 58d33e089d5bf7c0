//! Passages that not everybody wants to read: a note above, and a short version in their place.

use std::fs;

use krivitsky::diagnostic::Code;
use krivitsky::explore::episode::episodes;
use krivitsky::explore::fault::faults;
use krivitsky::explore::report::{Form, Report};
use krivitsky::explore::standing::Standing;
use krivitsky::explore::survey::{Scope, Survey};
use krivitsky::explore::verdict::verdicts;
use krivitsky::graph::{Part, Shape};
use krivitsky::lint::{self, Size};
use krivitsky::playthrough::{play_list, replay};
use krivitsky::store::content;
use krivitsky::story::{Draft, Story, draft};

use super::common::{Lines, Room, told};
use super::{Desk, FIRST, WIDE};

const CARE: &str = r#"care: (says: "A child laughs in its sleep.", to: "stair-short"),
        choices: [
            (id: "key", label: "Ask"#;

const SHORT: &str = r#"    (
        id: "stair-short",
        text: "An hour goes by, and the porter comes up from the cellar.{if took(stair-long.instead)} You slept.{end}",
        next: "stair-room",
    ),
    (
        id: "stair-room","#;

/// The small story, in which an hour can be left out.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.edit(FIRST, "choices: [\n            (id: \"key\", label: \"Ask", CARE);
    desk.edit(FIRST, "    (\n        id: \"stair-room\",", SHORT);
    desk
}

fn survey(story: &Story, states: usize) -> Survey {
    let scope = Scope { walks: 400, seed: 0, threads: 2, policy: None, states, bytes: 1 << 26 };
    Survey::make(story, scope, &|_| false, &|_| {})
}

fn with<R>(desk: &Desk, ask: impl FnOnce(&Draft<'_>) -> R) -> R {
    let files = content::read(desk.0.path()).unwrap().0;
    let (draft, faults) = draft(&files);
    assert!(faults.is_empty(), "{faults:?}");
    ask(&draft.unwrap())
}

#[test]
fn a_reader_is_told_before_and_may_read_a_summary_instead() {
    let desk = desk();
    let mut room = desk.room((100, 60));
    room.keys("12");
    assert!(
        room.says("eleven. The hall. On this page: A child laughs in its sleep. First the clock goes."),
        "{}",
        room.screen()
    );
    assert!(room.says("3. Leave by the street door 4. Read a summary instead"), "{}", room.screen());
    room.keys("4");
    assert_eq!(room.at(), "stair-short");
    assert!(room.says("You slept. 1. Go on"), "{}", room.screen());
    // It is a step as any other: saved, taken back, taken again, written down.
    assert_eq!(room.saved().steps[1].choice, "instead");
    let room = &mut room.again();
    room.keys("1");
    assert_eq!(room.at(), "stair-short");
    room.keys("u");
    assert_eq!(room.at(), "stair-long");
    room.keys("r1");
    assert_eq!(room.at(), "stair-room");
    let words = room.transcript();
    assert!(words.contains("\nOn this page: A child laughs in its sleep.\n\nFirst the clock goes."), "{words}");
    assert!(words.contains("> Read a summary instead\n"), "{words}");
    room.keys("b");
    assert!(room.says("Read a summary instead"), "{}", room.screen());
}

#[test]
fn in_plain_mode_it_is_the_same() {
    let desk = desk();
    let story = told(&content::read(desk.0.path()).unwrap().0);
    let answers = Lines::open(&story).answers(&["new", "2", "read a summary instead", "1"]);
    assert!(answers[2].contains("On this page: A child laughs in its sleep.\n"), "{}", answers[2]);
    assert!(answers[2].contains("3. Leave by the street door\n4. Read a summary instead\n"), "{}", answers[2]);
    assert!(answers[3].contains("An hour goes by"), "{}", answers[3]);
    assert!(answers[4].contains("The room behind the lit window"), "{}", answers[4]);
    let session = play_list(&story, "stair-foot.wait stair-long.instead stair-short.next").unwrap();
    assert_eq!(story.passage_id(session.state().at), "stair-room");
}

#[test]
fn a_save_from_before_is_played_on_and_the_change_is_seen() {
    let before = Desk::new();
    let mut room = Room::open(&told(&content::read(before.0.path()).unwrap().0), WIDE);
    room.keys("12").keys("<end>2");
    let saved = room.saved();
    let story = told(&content::read(desk().0.path()).unwrap().0);
    let session = replay(&story, &saved).unwrap();
    assert!(session.edited, "what can happen is another");
    assert_eq!(story.passage_id(session.state().at), "stair-room");
    // Without it the step has no room any more.
    let mut room = Room::open(&story, WIDE);
    room.keys("12").keys("<end>4");
    let parted = replay(&told(&content::read(before.0.path()).unwrap().0), &room.saved()).unwrap_err();
    assert_eq!((parted.passage.as_str(), parted.available.len()), ("stair-long", 3));
}

#[test]
fn it_is_no_choice_of_the_story_and_everybody_who_plays_reads_on() {
    let (old, new) = (Desk::new(), desk());
    let sizes = [&old, &new].map(|desk| with(desk, Size::of).choices);
    assert_eq!(sizes[0], sizes[1]);
    // Whoever asks what choices are asks the same as before.
    for limits in [
        "choices: (count: (4, 4), mean: (30, 31), goods: 2)",
        "consequences: (later: 100, two_kinds: 100, meter_only: 0)",
        "dice: (share: 1, route: 0)",
    ] {
        let said = [&old, &new].map(|desk| {
            desk.edit("style.ron", "choices: (count: (1, 6))", limits);
            let said: Vec<String> =
                with(desk, |draft| lint::check(draft).into_iter().map(|fault| fault.message).collect());
            desk.edit("style.ron", limits, "choices: (count: (1, 6))");
            said.into_iter().filter(|said| !said.contains("stair-short")).collect::<Vec<_>>()
        });
        assert_eq!(said[0], said[1]);
    }
    let shares = [&old, &new].map(|desk| {
        with(desk, |draft| {
            let survey = survey(&draft.story, 0);
            let ends: Vec<u64> = draft.story.endings.iter().map(|ending| survey.random.ended(ending.passage)).collect();
            (ends, survey.random.decisions.mean(), survey.random.words.mean())
        })
    });
    assert_eq!(shares[0], shares[1]);
}

#[test]
fn a_search_knows_the_way_and_explore_says_that_only_it_leads_there() {
    let desk = desk();
    with(&desk, |draft| {
        let story = &draft.story;
        let instead = story.find_choice(story.find_passage("stair-long").unwrap(), "instead").unwrap();
        for states in [100_000, 0] {
            let survey = survey(story, states);
            let short = story.find_passage("stair-short").unwrap();
            assert_eq!(survey.reached(short), states > 0, "no walk goes there");
            if states > 0 {
                assert!(survey.is_exhaustive());
                assert!(survey.took(instead) && survey.standings.passages[short.index()] == Standing::Reached);
            }
            let never: Vec<_> = faults(draft, &survey, &verdicts(story, &survey), None)
                .into_iter()
                .filter(|fault| fault.code == Code::NeverReached && !fault.message.contains("roof-edge"))
                .collect();
            assert_eq!(never, [], "{states}");
            let report = Report::of(story, &survey, &verdicts(story, &survey));
            let text = report.written(Form::Text, None);
            assert!(text.contains("Read only by who leaves a page for its short version: stair-short"), "{text}");
        }
        assert!(
            !lint::check(draft)
                .iter()
                .any(|fault| fault.message.contains("stair-short") && fault.code == Code::Unreachable)
        );
        // The way is drawn, and said to be one aside.
        let shape = Shape::of(story, Part::Whole, None);
        let drawn: Vec<_> = shape.ways.iter().filter(|way| way.when.as_deref() == Some("instead of it")).collect();
        assert_eq!(drawn.len(), 1);
        assert_eq!((&*shape.nodes[drawn[0].from].id, &*shape.nodes[drawn[0].to].id), ("stair-long", "stair-short"));
    });
}

#[test]
fn a_page_on_which_only_the_summary_is_left_is_still_a_dead_end() {
    let desk = desk();
    for (id, rest) in [("key", "label: \"Ask"), ("up", "label: \"Go up"), ("out", "label: \"Leave by the street")] {
        let old = format!("(id: \"{id}\", {rest}");
        desk.edit(FIRST, &old, &old.replace(", label", ", when: \"rung\", label"));
    }
    with(&desk, |draft| {
        assert!(lint::check(draft).iter().any(|fault| fault.code == Code::DeadEnd));
        let survey = survey(&draft.story, 100_000);
        let said = faults(draft, &survey, &verdicts(&draft.story, &survey), None);
        assert!(said.iter().any(|fault| fault.code == Code::NoWayOnInPlay), "{said:?}");
    });
}

#[test]
fn an_episode_goes_round_such_a_page() {
    let desk = desk();
    let episode = r#"[(id: "the-hour", title: "The Hour", start: "stair-foot", recap: "You wait.", question: "How long?",
        last: ["stair-room", "ending-street", "stair-long"], sources: [(text: "One.", sources: ["PLAN"]), (text: "Two.", sources: ["PLAN"])])]"#;
    fs::write(desk.file("episodes.ron"), episode).unwrap();
    let said = |desk: &Desk| {
        with(desk, |draft| {
            let faults = lint::check(draft).into_iter().filter(|fault| fault.code == Code::CareInEpisode);
            (faults.map(|fault| fault.message).collect::<Vec<_>>(), episodes(&draft.story)[0].met.len())
        })
    };
    let words = "`the-hour` comes to `stair-long`, which asks for care: in a class nobody can leave it out";
    assert_eq!(said(&desk), (vec![words.to_owned()], 4));
    desk.edit("episodes.ron", r#"start: "stair-foot""#, r#"start: "stair-landing""#);
    assert_eq!(said(&desk), (Vec::new(), 2));
}
