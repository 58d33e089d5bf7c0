//! What an author sees of what the story knows, and a reader does not.

use krivitsky::app::Kind;
use krivitsky::tui::input::Input;

use super::{Desk, FIRST, WIDE, program};

/// A desk whose story asks for many things at one door.
fn doors() -> Desk {
    let desk = Desk::new();
    desk.edit(
        FIRST,
        r#"(id: "climb", label"#,
        r#"(id: "roof", label: "Climb to the roof", serves: "up",
             when: "heat at least warm and (key or not seen(stair-long)) and not (rung or took(stair-foot.wait))", to: "stair-room"),
            (id: "climb", label"#,
    );
    desk.edit(FIRST, "shift: [],", r#"shift: [("key", "better"), ("heat is cold and not rung", "worse")],"#);
    desk.edit("story.ron", "odds: [(", "odds: [(id: \"long\", word: \"long odds\", of_100: 20), (");
    desk
}

#[test]
fn an_author_sees_why_a_choice_is_hidden_clause_by_clause() {
    let desk = doors();
    let mut room = desk.room(WIDE);
    room.keys("1<f2>");
    assert_eq!(room.model.screen().kind, Kind::Reading, "not in ordinary play");
    assert!(!room.says("now"), "{}", room.screen());
    room.model.author = true;
    room.keys("<f2><home>");
    let screen = room.screen();
    for line in [
        "stair-foot, in 00-stair.ron",
        "-  roof: hidden, for this does not hold",
        "  no  all of these",
        "    no  heat at least warm (now cold)",
        "    yes any of these",
        "      no  key (now false)",
        "      yes not seen(stair-long) (now 0)",
        "    yes not this",
        "      no  any of these",
        "        no  rung (now false)",
        "1. climb: open",
        "3. door: closed, for this holds",
        "  yes not key (now false)",
        "4. ring: open",
        "  long: 20 of 100",
        "    no  better: key (now false)",
        "    yes worse:",
        "      yes all of these",
        "heat 20, cold; floor 0, ceiling 100",
        "key = false",
        "ledger.porter = untouched",
    ] {
        let seen = room.model.laid().lines.iter().any(|laid| {
            let words: String = laid.pieces.iter().map(|piece| piece.text.as_str()).collect();
            format!("{}{words}", laid.mark) == line
        });
        assert!(seen, "{line:?} is not in\n{screen}");
    }
    room.keys("<f2>");
    assert_eq!(room.model.screen().kind, Kind::Reading);
}

#[test]
fn an_author_sees_what_the_last_step_changed() {
    let desk = doors();
    let mut room = desk.room(WIDE);
    room.model.author = true;
    room.keys("12<f2>");
    for words in ["took stair-foot.wait", "heat: 20 -> 36", "arrived at stair-long", "took(stair-foot.wait) = true"] {
        assert!(room.says(words), "{words} is not on\n{}", room.screen());
    }
}

#[test]
fn where_there_is_room_it_stands_beside_the_page() {
    let desk = doors();
    let mut room = desk.room((140, 40));
    room.model.author = true;
    room.keys("1<f2>");
    assert_eq!(room.model.screen().kind, Kind::Reading);
    let screen = room.screen();
    let row = screen.lines().find(|row| row.contains("roof: hidden")).unwrap();
    assert!(row.contains('│'), "beside the text:\n{screen}");
    assert!(room.says("The lamp on the first floor is lit"), "{screen}");
    // A click there is no click on the choice that stands in the same row.
    let first = room.row_of("1. Climb").unwrap();
    room.input(Input::Click(120, first));
    assert_eq!(room.at(), "stair-foot");
    // It follows the reader, and the choices under it are the same.
    room.keys("2");
    assert_eq!(room.at(), "stair-long");
    assert!(room.says("arrived at stair-long"), "{}", room.screen());
    // Too much for the pane is on a screen of its own, then it is put away.
    room.keys("<f2>");
    assert_eq!(room.model.screen().kind, Kind::Inspect);
    room.keys("<f2>");
    assert_eq!(room.model.screen().kind, Kind::Reading);
    assert!(!room.says("arrived at stair-long"), "{}", room.screen());
    // A smaller screen has no room for it.
    room.keys("<f2>").resize(80, 24);
    assert!(!room.says("arrived at stair-long"), "{}", room.screen());
}

#[test]
fn readers_are_told_of_no_such_thing() {
    let desk = Desk::new();
    let (_, said) = program(&desk, &["--story", "."], "1\ninspect\nhelp\n");
    assert!(said.contains("“inspect” is no number or word known here"), "{said}");
    assert!(!said.contains("[inspect]"), "{said}");
    let (_, said) = program(&desk, &["--story", ".", "--inspect"], "1\ninspect\nhelp\n");
    assert!(said.contains("heat 20, cold; floor 0, ceiling 100") && said.contains("[inspect]"), "{said}");
}
