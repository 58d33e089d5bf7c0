//! What an author sees while a story is edited under the game.

use std::fs;

use krivitsky::app::Kind;
use krivitsky::store::content;
use krivitsky::tui::input::Input;
use proptest::prelude::*;

use super::common::{Lines, squeeze, told};
use super::{Desk, FIRST, WIDE};

#[test]
fn a_typo_that_is_mended_stands_mended_on_the_page() {
    let desk = Desk::new();
    let mut room = desk.room(WIDE);
    room.keys("12");
    assert!(room.says("First the clock goes."));
    let (saved, frames) = (room.saved(), room.paper.frames);
    room.a_while();
    assert_eq!(room.paper.frames, frames + 1, "as long as nothing is edited nothing is drawn");
    desk.edit(FIRST, "First the clock goes", "First the lamp goes");
    room.a_while();
    assert!(room.says("First the lamp goes.") && room.says("Read again."), "{}", room.screen());
    assert_eq!((room.at().as_str(), room.saved()), ("stair-long", saved));
    room.keys("u");
    assert!(room.says("The porter's chair is warm."), "{}", room.screen());
}

#[test]
fn the_scroll_and_the_focus_stay() {
    let desk = Desk::new();
    let mut room = desk.room((60, 16));
    room.keys("122<end>jj");
    assert_eq!(room.at(), "stair-long");
    let row = room.screen();
    let focus = room.model.screen().focus;
    assert!(focus.is_some(), "{row}");
    desk.edit(FIRST, "Leave by the street door", "Leave by the back door");
    room.a_while();
    let toast = row.lines().count() - 1;
    let rows = |screen: &str| screen.lines().take(toast - 2).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(rows(&room.screen()), rows(&row));
    assert_eq!(room.model.screen().focus, focus);
    // A choice put before it: the focus goes on standing on the one it stood on.
    let label = room.model.view().items[focus.unwrap()].label.clone();
    desk.edit(
        FIRST,
        r#"(id: "key", label: "Ask"#,
        r#"(id: "cat", label: "Stroke the cat", serves: "up", to: "stair-room"),
            (id: "key", label: "Ask"#,
    );
    room.a_while();
    assert_eq!(room.model.screen().focus, Some(focus.unwrap() + 1), "{}", room.screen());
    assert_eq!(room.model.view().items[focus.unwrap() + 1].label, label);
    assert!(room.says("What happens has changed, too"), "{}", room.screen());
}

#[test]
fn a_broken_story_shows_its_faults_and_waits() {
    let desk = Desk::new();
    let mut room = desk.room(WIDE);
    room.keys("12");
    let saved = room.saved();
    desk.edit(FIRST, r#"id: "out", label: "Leave"#, r#"id: "out" label: "Leave"#);
    room.a_while();
    assert_eq!(room.model.screen().kind, Kind::Faults);
    let line =
        fs::read_to_string(desk.file(FIRST)).unwrap().lines().position(|line| line.contains(r#""out" l"#)).unwrap();
    for words in ["The story has faults", &format!("mine/{FIRST}:{}:", line + 1), "^", "error["] {
        assert!(room.screen().contains(words), "{words} is not on\n{}", room.screen());
    }
    // The caret stands under its place: columns are kept.
    let screen = room.screen();
    let rows: Vec<&str> = screen.lines().collect();
    let at = rows.iter().position(|row| row.contains(r#"(id: "out" label"#)).unwrap();
    assert!(rows[at + 1].contains('^'), "{screen}");
    // Keys of the game do nothing.
    room.keys("1<enter>unbtgawvs?<esc><f1>x");
    assert_eq!(room.model.screen().kind, Kind::Faults);
    assert_eq!(room.saved(), saved);
    desk.edit(FIRST, r#"id: "out" label: "Leave"#, r#"id: "out", label: "Leave"#);
    room.a_while();
    assert!(room.says("First the clock goes.") && room.says("Read again."), "{}", room.screen());
    assert_eq!((room.at().as_str(), room.saved()), ("stair-long", saved));
    room.keys("<end>3");
    assert_eq!(room.at(), "ending-street", "it goes on");
}

#[test]
fn many_faults_are_scrolled_through_and_the_reader_may_leave() {
    let desk = Desk::new();
    let mut room = desk.room((40, 12));
    room.keys("1");
    desk.edit(FIRST, "to: \"stair-", "to: \"stare-");
    room.a_while();
    let first = room.screen();
    room.keys("<pagedown>");
    assert_ne!(room.screen(), first);
    room.keys("<home>");
    assert_eq!(room.screen(), first);
    room.keys("q");
    assert!(room.model.quitting);
}

#[test]
fn a_screen_that_was_open_is_open_again_when_the_story_is_mended() {
    let desk = Desk::new();
    let mut room = desk.room(WIDE);
    room.keys("12w").keys("my n");
    desk.edit(FIRST, "[\n", "[[\n");
    room.a_while();
    assert_eq!(room.model.screen().kind, Kind::Faults);
    desk.edit(FIRST, "[[\n", "[\n");
    room.a_while().keys("ame<enter>");
    assert!(room.says("Saved."), "{}", room.screen());
    assert!(room.saves().join("saves/my name.ron").exists());
}

#[test]
fn a_half_written_file_shows_nothing() {
    let desk = Desk::new();
    let mut room = desk.room(WIDE);
    room.keys("1");
    let (text, screen) = (fs::read_to_string(desk.file(FIRST)).unwrap(), room.screen());
    fs::write(desk.file(FIRST), "").unwrap();
    room.feed(vec![vec![Input::Tick]]);
    assert_eq!(room.screen(), screen, "the emptied file was never read");
    fs::write(desk.file(FIRST), text.replace("The porter is not in it.", "Nobody is.")).unwrap();
    room.feed(vec![vec![Input::Tick]]);
    assert_eq!(room.screen(), screen);
    room.feed(vec![vec![Input::Tick]]);
    assert!(room.says("Nobody is.") && room.says("Read again."), "{}", room.screen());
}

#[test]
fn a_renamed_passage_is_said_and_its_old_name_brings_everything_back() {
    let desk = Desk::new();
    let mut room = desk.room(WIDE);
    // Down to the room, by way of the long passage, and another branch.
    room.keys("12").keys("<end>2");
    assert_eq!(room.at(), "stair-room");
    let saved = room.saved();
    desk.edit(FIRST, "\"stair-long\"", "\"stair-clock\"");
    room.a_while();
    assert_eq!(room.model.screen().kind, Kind::Diverged);
    for words in ["The story has changed", "0 choices can be taken as before", "`stair-long`, which is no longer there"]
    {
        assert!(room.says(words), "{words} is not on\n{}", room.screen());
    }
    assert_eq!(room.saved(), saved, "the save is as it was");
    // The name is given back: the reader stands where they stood.
    desk.edit(FIRST, "id: \"stair-clock\"", "id: \"stair-clock\", was: [\"stair-long\"]");
    room.a_while();
    assert_eq!(room.at(), "stair-room");
    assert!(room.says("The room behind the lit window") && room.says("Read again."), "{}", room.screen());
    // Looked at from the last place that fits, nothing is lost either.
    desk.edit(FIRST, "\"stair-clock\"", "\"stair-tower\"");
    room.a_while().keys("<esc>");
    assert_eq!(room.at(), "stair-foot");
    desk.edit(FIRST, "was: [\"stair-long\"]", "was: [\"stair-long\", \"stair-clock\"]");
    room.a_while();
    assert_eq!(room.at(), "stair-room");
    assert_eq!(room.saved(), saved);
}

#[test]
fn whoever_goes_on_from_the_last_good_place_keeps_the_save_as_it_was() {
    let desk = Desk::new();
    let mut room = desk.room(WIDE);
    room.keys("12").keys("<end>2");
    let saved = fs::read_to_string(room.saves().join("autosave.ron")).unwrap();
    desk.edit(FIRST, "\"stair-long\"", "\"stair-clock\"");
    room.a_while().keys("1");
    assert_eq!((room.at().as_str(), room.model.screen().kind.clone()), ("stair-foot", Kind::Reading));
    assert!(room.says("autosave.earlier-1.ron"), "{}", room.screen());
    assert_eq!(fs::read_to_string(room.saves().join("autosave.earlier-1.ron")).unwrap(), saved);
    assert_eq!(room.saved().steps.len(), 0);
    room.keys("1");
    assert_eq!(room.at(), "stair-landing");
}

#[test]
fn a_branch_that_no_longer_fits_comes_back_when_it_does() {
    let desk = Desk::new();
    let mut room = desk.room(WIDE);
    room.keys("12u1");
    assert_eq!(room.at(), "stair-landing");
    desk.edit(FIRST, "\"stair-long\"", "\"stair-clock\"");
    room.a_while();
    assert!(room.says("On ways you had left 1 choice can no longer be taken"), "{}", room.screen());
    assert_eq!(room.at(), "stair-landing");
    desk.edit(FIRST, "\"stair-clock\"", "\"stair-long\"");
    room.a_while().keys("t");
    assert!(room.says("Last: Sit down in the warm chair"), "{}", room.screen());
}

#[test]
fn a_save_that_is_asked_about_is_asked_about_again() {
    let desk = Desk::new();
    let mut room = desk.room(WIDE);
    room.keys("12");
    let story = told(&content::read(desk.0.path()).unwrap().0);
    desk.edit(FIRST, "id: \"wait\"", "id: \"rest\"");
    let changed = told(&content::read(desk.0.path()).unwrap().0);
    assert_ne!(story.fingerprint, changed.fingerprint);
    let mut room = room.again_with(&changed);
    room.watch(desk.0.path());
    room.keys("1");
    assert!(room.says("no longer has the choice `wait`"), "{}", room.screen());
    desk.edit(FIRST, "id: \"rest\"", "id: \"rest\", was: [\"wait\"]");
    room.a_while();
    assert_eq!((room.at().as_str(), room.model.screen().kind.clone()), ("stair-long", Kind::Reading));
}

#[test]
fn in_plain_mode_it_is_said_before_the_next_prompt() {
    let desk = Desk::new();
    let story = told(&content::read(desk.0.path()).unwrap().0);
    let mut lines = Lines::open(&story);
    lines.watch(desk.0.path());
    lines.answers(&["1", "2"]);
    desk.edit(FIRST, "First the clock goes", "First the lamp goes");
    let answers = lines.answers(&["3", "", "notes"]);
    for words in ["Read again.", "First the lamp goes.", "what you typed was not done"] {
        assert!(answers[1].contains(words), "{words} is not in {answers:#?}");
    }
    assert!(answers[3].contains("What the record says"), "{answers:#?}");
    lines.answers(&["notes"]);
    // Broken, heard, mended.
    desk.edit(FIRST, "[\n", "[[\n");
    let answers = lines.answers(&["2", "1", "look", ""]);
    assert!(
        answers[1].contains("The story has faults") && answers[1].contains("mine/chapters/00-stair.ron:"),
        "{answers:#?}"
    );
    assert!(answers[2].contains("The story still has faults") && answers[4].contains("The story still has faults"));
    assert!(squeeze(&answers[3]).contains("error["), "{answers:#?}");
    desk.edit(FIRST, "[[\n", "[\n");
    let answers = lines.answers(&["", "3"]);
    assert!(answers[1].contains("Read again.") && answers[1].contains("First the lamp goes."), "{answers:#?}");
    assert!(answers[2].contains("The Street") || lines.model.view().items.len() == 3, "{answers:#?}");
}

/// Edits that can be made and unmade in any order: some break the story, some part it from what was played.
const EDITS: &[(&str, &str)] = &[
    ("First the clock goes", "First the lamp goes"),
    ("\"stair-long\"", "\"stair-clock\""),
    ("(id: \"up\", label", "(id: \"lift\", label"),
    ("(id: \"wait\", label", "(id: \"wait\" label"),
    ("(id: \"climb\", label", "(id: \"climb\", when: \"rung\", label"),
    ("to: \"stair-foot\"", "to: \"stair-fool\""),
    ("hour: \"midnight\"", "hour: midnight"),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_edited_and_unmade_again_the_reader_stands_where_they_stood(
        steps in prop::collection::vec((0..EDITS.len(), 0..4usize), 1..12)
    ) {
        let desk = Desk::new();
        let mut room = desk.room((80, 24));
        // A branch left, and another gone.
        room.keys("11u").keys("22<end>2");
        prop_assert_eq!(room.at(), "stair-room");
        let (saved, state) = (room.saved(), room.model.session.as_ref().unwrap().state().clone());
        let mut made = [false; EDITS.len()];
        for (n, looks) in steps {
            toggle(&desk, &mut made, n);
            room.feed(vec![vec![Input::Tick]; looks]).keys("<space><home>n<esc>b<esc>");
        }
        for n in (0..EDITS.len()).filter(|n| made[*n]).collect::<Vec<_>>() {
            toggle(&desk, &mut made, n);
        }
        room.a_while();
        prop_assert_eq!(room.model.session.as_ref().unwrap().state(), &state, "{}", room.screen());
        prop_assert_eq!(room.model.session.as_ref().unwrap().branches().len(), 2);
        prop_assert_eq!(room.saved(), saved);
    }
}

fn toggle(desk: &Desk, made: &mut [bool; EDITS.len()], n: usize) {
    let (old, new) = EDITS[n];
    match made[n] {
        false => desk.edit(FIRST, old, new),
        true => desk.edit(FIRST, new, old),
    }
    made[n] = !made[n];
}
