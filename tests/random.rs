//! Whatever comes in: no panic, no choice lost, nothing said that a terminal could obey.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Lines, Room, shipped, stair};
use krivitsky::app::action::TABLE;
use krivitsky::app::key::Code;
use krivitsky::app::{Action, Cmd, Key, Msg, update};
use krivitsky::playthrough::{Origin, replay};
use krivitsky::tui::input::Input;
use krivitsky::words::Words;
use proptest::prelude::*;

fn any_key() -> impl Strategy<Value = Key> {
    let table: Vec<&str> = TABLE.iter().flat_map(|row| row.keys.iter().copied()).collect();
    let held = prop_oneof![9 => Just(false), 1 => Just(true)];
    let odd = prop_oneof![
        any::<char>().prop_map(Code::Char),
        (1..=12u8).prop_map(Code::F),
        Just(Code::Tab),
        Just(Code::Backspace)
    ];
    prop_oneof![
        4 => prop::sample::select(vec!['1', '2', '3', '4']).prop_map(|c| Key::plain(Code::Char(c))),
        4 => prop::sample::select(table)
            .prop_filter("a game that is left has nothing more to tell", |key| !["q", "ctrl-c"].contains(key))
            .prop_map(|key| Key::parse(key).unwrap()),
        1 => (odd, held.clone(), held).prop_map(|(code, ctrl, alt)| Key { code, ctrl, alt }),
    ]
}

fn any_input() -> impl Strategy<Value = Input> {
    let some = prop_oneof![6 => 0..120u16, 1 => 0..600u16];
    let rows = prop_oneof![6 => 0..50u16, 1 => 0..300u16];
    prop_oneof![
        12 => (any_key(), prop::bool::weighted(0.1)).prop_map(|(key, repeat)| Input::Key(key, repeat)),
        2 => (0..100u16, prop_oneof![9 => 0..60u16, 1 => any::<u16>()]).prop_map(|(column, row)| Input::Click(column, row)),
        2 => prop_oneof![9 => -9..9i16, 1 => any::<i16>()].prop_map(Input::Wheel),
        1 => (some, rows).prop_map(|(columns, rows)| Input::Resize(columns, rows)),
    ]
}

/// What is on the disk is the game that is on the screen.
fn kept(room: &Room) {
    let Some(session) = &room.model.session else { return };
    let saved = room.saved();
    assert_eq!(saved, session.playthrough(&room.model.story));
    let again = replay(&room.model.story, &saved).unwrap();
    assert_eq!((again.current(), again.state()), (session.current(), session.state()));
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn any_keys_clicks_and_sizes(batches in prop::collection::vec(prop::collection::vec(any_input(), 1..6), 1..16), real in any::<bool>()) {
        let mut room = Room::open(&if real { shipped() } else { stair() }, (80, 24));
        room.keys(if real { "1" } else { "11" });
        for batch in batches {
            room.feed(vec![batch]);
            // A save that was opened is written anew only by the next choice.
            if room.model.session.is_some() && room.saved().current != room.model.session.as_ref().unwrap().current() {
                break;
            }
            kept(&room);
        }
    }

    #[test]
    fn any_bytes_typed(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let mut lines = Lines::open(&stair());
        let mut input = b"1\n".to_vec();
        input.extend(bytes);
        heard(&lines.hear(&input, None));
        prop_assert_eq!(lines.saved(), lines.model.session.as_ref().unwrap().playthrough(&lines.model.story));
    }

    #[test]
    fn any_words_typed(typed in prop::collection::vec(any_word(), 0..40), width in prop::option::of(8..80usize)) {
        let mut lines = Lines::open(&shipped());
        let input: String = typed.iter().map(|word| format!("{word}\n")).collect();
        heard(&lines.hear(input.as_bytes(), width));
    }
}

fn any_word() -> impl Strategy<Value = String> {
    let words: Vec<String> =
        TABLE.iter().map(|row| Words::english().get(&format!("typed.{}", row.name)).to_owned()).collect();
    prop_oneof![4 => (0..6u8).prop_map(|n| n.to_string()), 3 => prop::sample::select(words), 1 => "\\PC{0,12}"]
}

fn heard(text: &str) {
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
}

/// Sizes from nothing to more than is drawn, on every screen there is.
#[test]
fn every_screen_at_every_kind_of_size() {
    for keys in ["", "1", "12", "1n", "1b", "1t", "1g", "1a", "1w", "1v", "s", "?", "123", "1231", "1<f2>"] {
        let mut room = Room::open(&stair(), (100, 60));
        room.model.author = true;
        room.keys(keys);
        let at = room.model.screen().kind.clone();
        for size in [(0, 0), (1, 1), (0, 300), (600, 0), (39, 12), (40, 11), (40, 12), (72, 17), (600, 300), (44, 200)]
        {
            room.resize(size.0, size.1);
            assert_eq!(room.model.screen().kind, at, "{keys} at {size:?}");
        }
    }
}

/// A message that finds nothing to do does nothing: no index is trusted.
#[test]
fn messages_out_of_their_place_do_nothing() {
    for keys in ["", "1", "1n", "1w", "s"] {
        let mut room = Room::open(&stair(), (80, 24));
        room.keys(keys);
        for msg in [
            Msg::Click { row: u16::MAX },
            Msg::Wheel(i16::MIN),
            Msg::Wheel(i16::MAX),
            Msg::Drawn { whole: true },
            Msg::Listed(Vec::new()),
            Msg::SavedAs,
            Msg::Begin(Origin { at: "no-such-place".into(), ..Origin::default() }),
            Msg::Act(Action::Inspect),
        ] {
            let cmds = update(&mut room.model, msg);
            assert!(!cmds.iter().any(|cmd| matches!(cmd, Cmd::Save(_) | Cmd::Quit)), "{cmds:?}");
            room.feed(Vec::new());
        }
    }
}
