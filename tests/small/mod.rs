//! A small story that tests edit by replacing text, and a playthrough of it.
#![allow(dead_code, clippy::unwrap_used)]

use krivitsky::diagnostic::{SourceFile, to_text};
use krivitsky::playthrough::{Playthrough, Session};
use krivitsky::story::{Story, parse};

/// The story, file by file. The walk below is Terrace: inside, call: ring, stairs: next, and the last choice open.
pub const FILES: [(&str, &str); 6] = [
    (
        "story.ron",
        r#"(
    format: 1, id: "small-story", title: "Small", edition: "1", start: "weber-terrace",
    chapters: [
        (file: "one", title: "One"),
        (file: "two", title: "Two"),
        (file: "aside", title: "Aside"),
    ],
    odds: [(id: "even", word: "even odds", of_100: 50)],
    facts: {
        "warned": flag,
        "seat": one_of(["none", "inside", "outside"]),
        "calls": number(from: 0, to: 3),
        "unused": flag,
    },
)"#,
    ),
    (
        "chapters/one.ron",
        r#"[
    (
        id: "weber-terrace", date: "1937-07-17", place: "paris",
        text: "The waiter brings cofee.",
        choices: [
            (id: "inside", label: "Go in", effects: ["seat = inside"], to: "weber-call"),
            (id: "outside", label: "Stay out", effects: ["seat = outside"], to: "weber-call"),
            (id: "leave", label: "Leave", to: "ending-gone"),
        ],
    ),
    (
        id: "weber-call",
        text: "{if seat is inside}The box is free.{else}The box is across the room.{end}",
        choices: [
            (id: "ring", label: "Ring", effects: ["warned = true", "calls + 1"], to: "weber-stairs"),
            (id: "wait", label: "Wait", to: "weber-stairs"),
            (id: "chance", label: "Ask for the directory", risk: (odds: "even",
                well: (to: "weber-stairs"), ill: (to: "ending-gone"))),
        ],
    ),
]"#,
    ),
    (
        "chapters/two.ron",
        r#"[
    (
        id: "weber-stairs", date: "1937-07-18", place: "paris",
        text: "{if warned}You have said it.{else}You have said nothing.{end}",
        next: "weber-street",
    ),
    (
        id: "weber-street",
        text: "The street is wet.",
        choices: [
            (id: "home", label: "Go home", when: "warned", to: "ending-home"),
            (id: "walk", label: "Walk", to: "ending-gone"),
            (id: "back", label: "Go back in", to: "weber-call"),
        ],
    ),
]"#,
    ),
    (
        "chapters/aside.ron",
        r#"[
    (
        id: "old-letter", date: "1937-07-01", place: "paris", text: "A letter.", next: "weber-terrace",
    ),
]"#,
    ),
    ("places.ron", r#"[(id: "paris", name: "Paris", lat: 48.8, long: 2.3)]"#),
    (
        "endings.ron",
        r#"[
    (id: "ending-home", title: "Home", date: "1937-07-18", place: "paris", text: "Home.", causes: [(object: "a key", text: "It turned.")]),
    (id: "ending-gone", title: "Gone", date: "1937-07-18", place: "paris", text: "Gone.", causes: [(object: "a hat", text: "It stayed.")]),
]"#,
    ),
];

/// The story with each first text replaced by the second, which must stand in it exactly once.
pub fn edited(edits: &[(&str, &str)]) -> Story {
    let mut files = FILES.map(|(name, text)| (name, text.to_owned()));
    for (old, new) in edits {
        let hits: usize = files.iter().map(|(_, text)| text.matches(old).count()).sum();
        assert_eq!(hits, 1, "{old}");
        files.iter_mut().for_each(|(_, text)| *text = text.replace(old, new));
    }
    story(&files.map(|(name, text)| SourceFile::new(name, text)))
}

pub fn story(files: &[SourceFile]) -> Story {
    let (story, faults) = parse(files);
    story.unwrap_or_else(|| panic!("{}", to_text(files, &faults, "", false)))
}

/// Takes choices by name.
pub fn play(story: &Story, choices: &[&str]) -> Session {
    let mut session = Session::new(story, 7);
    choices.iter().for_each(|name| take(story, &mut session, name));
    session
}

pub fn take(story: &Story, session: &mut Session, name: &str) {
    let choice = story.find_choice(session.state().at, name).unwrap();
    session.choose(story, choice).unwrap();
}

/// The saved playthrough: rings the bell from inside, and stands in the street. On another branch it left at once.
pub fn saved() -> Playthrough {
    let story = edited(&[]);
    let mut session = play(&story, &["leave"]);
    session.rewind();
    ["inside", "ring", "next"].iter().for_each(|name| take(&story, &mut session, name));
    session.playthrough(&story)
}
