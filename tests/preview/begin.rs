//! Games that begin in the middle of a story.

use krivitsky::app::{Kind, Msg, update};
use krivitsky::playthrough::{Origin, replay};
use krivitsky::store::{Library, Name, Slot};

use super::{Desk, FIRST, WIDE, program};

#[test]
fn a_game_begins_anywhere_with_anything() {
    let desk = Desk::new();
    let at = ["--story", ".", "--at", "stair-foot", "--set", "key=true", "--set", "heat=45", "--set", "light = lit"];
    let (code, said) = program(&desk, &at, "3\nquit\n");
    assert_eq!(code, 0, "{said}");
    for words in [
        "Begun at stair-foot.",
        "Heat: Scalding.",
        "Light: Lit.",
        "3. Open the cellar door\n",
        "First the clock goes.",
        "Goodbye.",
    ] {
        assert!(said.contains(words), "{words} is not in\n{said}");
    }
    assert!(!said.contains("Saved"), "{said}");
    let library = Library::look(Some(&desk.file("data")), None, "the-stair").unwrap();
    assert_eq!(library.list(), [], "the autosave is for real play");
}

#[test]
fn what_cannot_be_begun_with_is_said_in_words() {
    let desk = Desk::new();
    for (args, words) in [
        (["--at", "stair-fot"], "there is no passage `stair-fot`; did you mean `stair-foot`?"),
        (["--set", "kee=true"], "`kee` is no fact and no meter of this story; did you mean `key`?"),
        (["--set", "key=maybe"], "`key` is a flag: `true` or `false`, not `maybe`"),
        (["--set", "key"], "`key` says no value: write `key=` and what it is to be"),
        (["--set", "heat=101"], "`heat` runs from 0 to 100, not to `101`"),
        (["--set", "heat=warmm"], "`heat` has no band `warmm`; did you mean `warm`?"),
        (["--set", "ledger.portr=paid"], "`portr` is not in the ledger; did you mean `porter`?"),
        (["--set", "ledger.porter=gone"], "`ledger.porter` is never `gone`: it is one of `untouched`, `paid`"),
        (["--set", "seen(stair-long)"], "nothing in this story asks for `seen(stair-long)`, so it changes nothing"),
        (
            ["--set", "took(stair-foot.climp)"],
            "there is no choice `stair-foot.climp`; did you mean `stair-foot.climb`?",
        ),
    ] {
        let (code, said) = program(&desk, &[&["--story", "."], &args[..]].concat(), "");
        assert_eq!((code, said.trim_end()), (2, &*format!("krivitsky: {words}")));
    }
}

#[test]
fn a_game_begun_in_the_middle_is_saved_by_name_and_nowhere_else() {
    let desk = Desk::new();
    let mut room = desk.room(WIDE);
    room.keys("12");
    let saved = room.saved();
    let origin = Origin { at: "stair-room".into(), sets: vec!["heat=45".into()], ..Origin::default() };
    update(&mut room.model, Msg::Begin(origin.clone()));
    room.keys("1").keys("wmiddle<enter>");
    assert_eq!((room.at().as_str(), room.saved()), ("stair-foot", saved.clone()), "the autosave is as it was");
    let library = Library::look(Some(room.folder()), None, "the-stair").unwrap();
    let named = library.read(&Slot::Named(Name::new("middle").unwrap())).unwrap().unwrap();
    assert_eq!((named.from.as_ref(), named.steps.len()), (Some(&origin), 1));
    let session = replay(&room.model.story, &named).unwrap();
    assert_eq!(session.state(), room.model.session.as_ref().unwrap().state());
    assert!(room.transcript().contains("Begun in the middle, at stair-room. Set: heat=45"));
    // Edited under it, it is played again from where it began.
    desk.edit(FIRST, "The porter is not in it.", "Nobody is.");
    room.a_while();
    assert!(room.says("Nobody is.") && room.says("Heat ■■■ Scalding"), "{}", room.screen());
    // Where it began is gone.
    desk.edit(FIRST, "\"stair-room\"", "\"stair-loft\"");
    room.a_while();
    assert!(room.says("can no longer begin there: there is no passage `stair-room`"), "{}", room.screen());
    desk.edit(FIRST, "\"stair-loft\"", "\"stair-room\"");
    room.a_while();
    assert_eq!(room.at(), "stair-foot");
    assert!(room.says("Heat ■■■ Scalding"));
    assert_eq!(room.saved(), saved);
}

#[test]
fn a_story_broken_at_the_start_is_said_to_be_and_a_folder_that_is_not_there_is_a_mistake() {
    let desk = Desk::new();
    desk.edit(FIRST, "[\n", "[[\n");
    let (code, said) = program(&desk, &["--watch", ".", "--at", "stair-room"], "1\nlook\nquit\n");
    assert_eq!(code, 0, "{said}");
    for words in ["The story has faults", "./chapters/00-stair.ron:", "The story still has faults", "Goodbye."] {
        assert!(said.contains(words), "{words} is not in\n{said}");
    }
    let (code, said) = program(&desk, &["--watch", "nowhere"], "");
    assert_eq!(code, 3, "{said}");
    assert!(said.contains("nowhere could not be read as a story folder"), "{said}");
}

#[test]
fn a_game_that_waits_to_begin_in_the_middle_begins_there_when_the_story_is_mended() {
    let desk = Desk::new();
    let mut room = desk.room(WIDE);
    desk.edit(FIRST, "[\n", "[[\n");
    room.a_while();
    update(
        &mut room.model,
        Msg::Begin(Origin { at: "stair-room".into(), sets: vec!["key=true".into()], ..Origin::default() }),
    );
    assert_eq!(room.model.screen().kind, Kind::Faults);
    desk.edit(FIRST, "[[\n", "[\n");
    room.a_while();
    assert_eq!(room.at(), "stair-room");
    assert!(room.says("Begun at stair-room."), "{}", room.screen());
}
