//! Two renderers, one game: all that can be done and read on the screen can be done and heard in plain mode.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;

use common::{Lines, Room, shipped, squeeze, stair};
use krivitsky::app::action::TABLE;
use krivitsky::app::{Action, Kind, Model, ParaKind};
use krivitsky::playthrough::{Format, replay, transcript};
use krivitsky::tui::input::Input;
use krivitsky::words::Words;
use proptest::prelude::*;

/// What a reader presses for an action.
fn key(action: Action) -> String {
    match action {
        Action::Choose(n) => n.to_string(),
        _ => {
            let key = TABLE.iter().find(|row| row.action == action).unwrap().keys[0];
            if key.chars().count() == 1 { key.to_owned() } else { format!("<{key}>") }
        }
    }
}

/// What a reader types for it.
fn word(action: Action) -> String {
    match action {
        Action::Choose(n) => n.to_string(),
        _ => {
            let name = TABLE.iter().find(|row| row.action == action).unwrap().name;
            Words::english().get(&format!("typed.{name}")).to_owned()
        }
    }
}

/// Each action: what is done before it, from the title on, and what then is to be read and heard, which was not before.
const DONE: &[(Action, &[Action], &str)] = {
    use Action::*;
    &[
        (Choose(2), &[Choose(1)], "First the clock goes."),
        (Confirm, &[Choose(1), Down], "Halfway up, the stair turns."),
        (Up, &[Choose(1), Down, Down], "1. Climb to the landing"),
        (Down, &[Choose(1), Down], "2. Sit down in the warm chair"),
        (Less, &[Settings, Down], "Line width: 63"),
        (More, &[Settings, Down], "Line width: 69"),
        (PageUp, &[Choose(1), Choose(2)], "The porter is not in it."),
        (PageDown, &[Choose(1), Choose(2)], "3. Leave by the street door"),
        (Top, &[Choose(1), Choose(2)], "The lamp on the first floor is lit"),
        (Bottom, &[Choose(1), Choose(2)], "3. Leave by the street door"),
        (Notes, &[Choose(1)], "Documented: Houses of this kind had a porter"),
        (Backlog, &[Choose(1), Choose(1), Choose(1)], "> Climb to the landing without a light"),
        (Meters, &[Choose(1)], "Heat: Cold. Light: Dim."),
        (Rewind, &[Choose(1), Choose(1)], "One choice back."),
        (Redo, &[Choose(1), Choose(1), Rewind], "One choice forward again."),
        (Branches, &[Choose(1)], "0 choices, to 17 July 1937, The hall."),
        (Glossary, &[Choose(1)], "latch: What keeps a door"),
        (About, &[Choose(1)], "The house is invented."),
        (Map, &[Choose(1)], "The story begins here."),
        (Save, &[Choose(1)], "Type a name, then Enter."),
        (Saves, &[Choose(1)], "Autosave: 0 choices"),
        (Settings, &[Choose(1)], "Theme: auto"),
        (Inspect, &[Choose(1)], "climb: open"),
        (Help, &[Choose(1)], "what the record says of this page"),
        (Back, &[Choose(1)], "1. Continue"),
        (Quit, &[Choose(1)], ""),
    ]
};

#[test]
fn every_action_has_its_case_here() {
    let done: BTreeSet<Action> = DONE.iter().map(|(action, ..)| *action).collect();
    let all: BTreeSet<Action> = TABLE.iter().map(|row| row.action).chain([Action::Choose(2)]).collect();
    assert_eq!(done, all);
}

#[test]
fn every_action_is_done_by_its_key() {
    for (action, before, words) in DONE {
        let mut room = Room::open(&stair(), (80, 24));
        room.model.author = action.is_for_authors();
        for action in *before {
            room.keys(&key(*action));
        }
        let (screen, cursor, said) = (room.screen(), room.cursor(), room.says(words));
        room.keys(&key(*action));
        if *action == Action::Quit {
            assert!(room.model.quitting);
            continue;
        }
        assert!(room.says(words), "{action:?} shows no {words:?}:\n{}", room.screen());
        assert!((room.screen(), room.cursor()) != (screen, cursor), "{action:?} changes nothing");
        // Focus moves among labels that stand there already; anything else was not there before.
        assert!(!said || matches!(action, Action::Up | Action::Down), "{words:?} was there before {action:?}");
    }
}

#[test]
fn every_action_is_done_by_its_word() {
    for (action, before, words) in DONE {
        let mut lines = Lines::open(&stair());
        lines.model.author = action.is_for_authors();
        let typed: Vec<String> = before.iter().chain([action]).map(|action| word(*action)).collect();
        let answers = lines.answers(&typed);
        let answer = &answers[typed.len()];
        if *action == Action::Quit {
            assert!(lines.model.quitting && answer.contains("Saved. Goodbye."));
            continue;
        }
        assert!(squeeze(answer).contains(&squeeze(words)), "{action:?} says no {words:?}:\n{answer}");
    }
}

#[test]
fn a_key_of_one_sign_is_understood_as_a_word_too() {
    for row in TABLE.iter().filter(|row| row.keys[0].chars().count() == 1) {
        let typed = ["1", "1", row.keys[0]];
        let mut by_key = Lines::open(&stair());
        let mut by_word = Lines::open(&stair());
        by_key.model.author = row.action.is_for_authors();
        by_word.model.author = row.action.is_for_authors();
        let answers = (by_key.answers(&typed), by_word.answers(&[typed[0], typed[1], &word(row.action)]));
        assert_eq!(answers.0[3], answers.1[3], "{}", row.name);
    }
}

/// All words of a screen, paragraph by paragraph; a page from where reading begins.
fn words_of(model: &Model) -> Vec<String> {
    let view = model.view();
    let paras = view.paras[view.start..].iter().filter(|para| para.kind != ParaKind::Art);
    let gauges = view.gauges.iter().flat_map(|gauge| [gauge.word.clone(), gauge.band_word.clone()]);
    paras.map(|para| format!("{}{}", para.mark, para.text())).chain(gauges).collect()
}

/// All that can be seen of a screen by scrolling from its first line to its last.
fn scrolled(room: &mut Room) -> String {
    room.keys("<home>");
    let rows: Vec<String> = room.screen().lines().map(str::to_owned).collect();
    let mut seen = rows[..rows.len() - 1].join("\n");
    loop {
        let before = room.screen();
        room.input(Input::Wheel(1));
        if room.screen() == before {
            return seen;
        }
        seen.push('\n');
        // The row above the foot is what has come into sight.
        let screen = room.screen();
        let rows: Vec<&str> = screen.lines().collect();
        seen.push_str(rows[rows.len() - 2]);
    }
}

/// How each screen is come to from the title.
const SCREENS: &[(&str, &[Action])] = {
    use Action::*;
    &[
        ("Title", &[]),
        ("HowTo", &[Choose(3)]),
        ("Reading", &[Choose(1)]),
        ("Reading, long", &[Choose(1), Choose(2)]),
        ("Reading, one way on", &[Choose(1), Choose(1)]),
        ("Reading, an ending", &[Choose(1), Choose(2), Choose(3)]),
        ("Accounts", &[Choose(1), Choose(2), Choose(3), Choose(1)]),
        ("Notes", &[Choose(1), Notes]),
        ("Backlog", &[Choose(1), Choose(2), Choose(1), Choose(2), Backlog]),
        ("Branches", &[Choose(1), Choose(2), Rewind, Choose(1), Branches]),
        ("Glossary", &[Choose(1), Glossary]),
        ("About", &[Choose(1), About]),
        ("Map", &[Choose(1), Choose(2), Map]),
        ("Inspect", &[Choose(1), Choose(2), Inspect]),
        ("Help", &[Help]),
        ("Settings", &[Settings]),
        ("Saves", &[Choose(1), Choose(2), Saves]),
        ("Name", &[Choose(1), Save]),
    ]
};

#[test]
fn each_screen_is_shown_whole() {
    for (name, actions) in SCREENS {
        for size in [(80, 24), (40, 12)] {
            let mut room = Room::open(&stair(), (100, 60));
            room.model.author = ["Inspect", "Map"].contains(name);
            for action in *actions {
                room.keys(&key(*action));
            }
            let kind = name.split(',').next().unwrap();
            assert!(format!("{:?}", room.model.screen().kind).starts_with(kind), "{name}");
            room.resize(size.0, size.1);
            let seen = squeeze(&scrolled(&mut room));
            for words in words_of(&room.model) {
                assert!(seen.contains(&squeeze(&words)), "{name} at {size:?} lacks {words:?}:\n{}", room.screen());
            }
        }
    }
}

#[test]
fn each_screen_is_said_whole() {
    for (name, actions) in SCREENS {
        let mut lines = Lines::open(&stair());
        lines.model.author = ["Inspect", "Map"].contains(name);
        let typed: Vec<String> = actions.iter().map(|action| word(*action)).collect();
        let answers = lines.answers(&typed);
        // Meters are said when they change: they may have been said before.
        let said = squeeze(&answers.concat());
        let last = squeeze(answers.iter().rev().find(|answer| !answer.contains("Goodbye.")).unwrap());
        for words in words_of(&lines.model) {
            let gauge = lines.model.view().gauges.iter().any(|gauge| words == gauge.word || words == gauge.band_word);
            let heard = if gauge { &said } else { &last };
            assert!(heard.contains(&squeeze(&words)), "{name} lacks {words:?}:\n{answers:#?}");
        }
        let title = squeeze(&lines.model.view().title);
        assert!(said.contains(&title), "{name} lacks its title {title}");
    }
}

#[test]
fn what_cannot_be_opened_and_what_has_changed_is_shown_and_said() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let mut room = Room::open_in(&folder, &stair(), (100, 60));
    room.keys("122");
    let saves = room.saves();
    drop(room);
    let file = saves.join("autosave.ron");
    let whole = fs::read_to_string(&file).unwrap();
    for (text, kind) in [("nonsense", "Trouble"), (&*whole.replace("\"up\"", "\"fly\""), "Diverged")] {
        // The number of the save that was edited by hand is left out, as by somebody who wrote it by hand.
        let lines_of_text: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("check:")).collect();
        fs::write(&file, lines_of_text.join("\n")).unwrap();
        let mut room = Room::open_in(&folder, &stair(), (80, 24));
        room.keys("1");
        assert!(format!("{:?}", room.model.screen().kind).starts_with(kind), "{}", room.screen());
        let seen = squeeze(&scrolled(&mut room));
        drop(room);
        let mut lines = Lines::open_in(&folder, &stair());
        let said = squeeze(&lines.answers(&["1"])[1]);
        for words in words_of(&lines.model) {
            assert!(seen.contains(&squeeze(&words)) && said.contains(&squeeze(&words)), "{kind} lacks {words:?}");
        }
    }
}

/// Plays the same in both; the transcripts.
fn both(story: &Arc<krivitsky::story::Story>, actions: &[Action]) -> [Vec<String>; 2] {
    let texts = |saved: &krivitsky::playthrough::Playthrough| {
        let session = replay(story, saved).unwrap();
        [Format::Text, Format::Markdown].map(|format| transcript(story, &session, &Words::english(), format)).to_vec()
    };
    let mut room = Room::open(story, (80, 90));
    let keys: String = actions.iter().map(|action| key(*action)).collect();
    room.keys("1").keys(&keys);
    let mut lines = Lines::open(story);
    let typed: Vec<String> = [Action::Choose(1)].iter().chain(actions).map(|action| word(*action)).collect();
    lines.answers(&typed);
    assert_eq!(room.saved(), lines.saved(), "the saves differ");
    [texts(&room.saved()), texts(&lines.saved())]
}

#[test]
fn the_same_choices_give_the_same_transcript() {
    let mut longest = 0;
    for n in 1..=4 {
        let actions: Vec<Action> = (0..70u8).map(|step| Action::Choose((step / n) % 3 + 1)).collect();
        let [on_screen, in_lines] = both(&shipped(), &actions);
        assert_eq!(on_screen, in_lines);
        longest = longest.max(on_screen[0].len());
    }
    assert!(longest > 10_000, "these are whole playthroughs, not {longest} bytes");
}

fn any_action() -> impl Strategy<Value = Action> {
    prop_oneof![
        12 => (1..=4u8).prop_map(Action::Choose),
        1 => Just(Action::Rewind),
        1 => Just(Action::Redo),
        1 => Just(Action::Notes),
        1 => Just(Action::Help),
        1 => Just(Action::Meters),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_walk_gives_the_same_transcript(actions in prop::collection::vec(any_action(), 0..50)) {
        // Sheets are closed by what opened them; choices on them do nothing in either.
        let [on_screen, in_lines] = both(&shipped(), &actions);
        prop_assert_eq!(on_screen, in_lines);
    }
}

#[test]
fn leaving_by_end_of_input_keeps_the_screen_kind_out_of_the_save() {
    let mut lines = Lines::open(&stair());
    lines.answers(&["1", "2", "notes"]);
    assert_eq!(lines.model.screen().kind, Kind::Notes);
    assert_eq!(lines.saved().steps.len(), 1);
}
