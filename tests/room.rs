//! The reading room as a reader meets it: keys from a script go through the real loop, and the screen is looked at.
#![allow(clippy::unwrap_used)]

mod common;

use std::fs;
use std::sync::Arc;

use common::{Room, inputs, shipped, squeeze, stair, stair_folder, told};
use krivitsky::app::{Key, Kind, Msg, update};
use krivitsky::playthrough::replay;
use krivitsky::store::content;
use krivitsky::tui::input::Input;

const WIDE: (u16, u16) = (100, 40);
const USUAL: (u16, u16) = (80, 24);
const SMALL: (u16, u16) = (40, 12);

/// The first row of text on the screen.
fn top(room: &Room) -> String {
    room.screen().lines().nth(usize::from(room.model.header_rows())).unwrap_or_default().trim().to_owned()
}

#[test]
fn a_choice_is_taken_by_its_number() {
    let mut room = Room::begun(WIDE);
    assert!(room.says("1. Climb to the landing without a light"), "{}", room.screen());
    room.keys("1");
    assert!(room.says("Halfway up, the stair turns."), "{}", room.screen());
    assert_eq!(room.saved().steps.len(), 1, "the choice is on the disk at once");
}

#[test]
fn a_choice_is_taken_by_arrows_and_enter_and_the_cursor_stands_on_it() {
    let mut room = Room::begun(WIDE);
    assert_eq!(room.cursor(), None, "nothing is in focus yet");
    room.keys("<down><down>");
    let row = room.row_of("2. Sit down").unwrap();
    assert_eq!(room.cursor().map(|at| at.y), Some(row));
    room.keys("<enter>");
    assert!(room.says("First the clock goes."), "{}", room.screen());
}

#[test]
fn a_click_takes_a_choice_on_any_line_of_its_label() {
    let mut room = Room::begun((44, 40));
    assert!(room.row_of("2. Sit down").unwrap() < room.row_of("comes back to it").unwrap(), "{}", room.screen());
    room.click_on("comes back to it");
    assert_eq!(room.at(), "stair-long");
}

#[test]
fn a_click_below_or_above_the_text_is_no_click_on_a_choice() {
    let mut room = Room::begun((44, 40));
    // The choices have been seen; now only the first is in sight, and the next lies behind the row of hints.
    room.resize(44, 24).keys("<home>");
    let rows = room.model.size.1;
    for row in [0, 1, rows - 1, rows, u16::MAX] {
        room.input(Input::Click(20, row));
        assert_eq!(room.at(), "stair-foot", "a click on row {row} of\n{}", room.screen());
    }
}

#[test]
fn the_wheel_scrolls() {
    let mut room = Room::begun(SMALL);
    let before = top(&room);
    room.input(Input::Wheel(3));
    assert_ne!(top(&room), before);
    room.input(Input::Wheel(-3));
    assert_eq!(top(&room), before);
}

#[test]
fn nothing_is_taken_before_its_label_was_on_screen() {
    let mut room = Room::begun(SMALL);
    assert!(!room.says("3. Open"), "{}", room.screen());
    room.together("2");
    assert_eq!(room.at(), "stair-foot");
    assert!(room.says("2. Sit down in the warm chair and wait for whoever comes back to it"), "{}", room.screen());
    // Now it has been read, so it counts.
    room.keys("2");
    assert_eq!(room.at(), "stair-long");
}

#[test]
fn three_presses_at_once_on_a_small_screen_only_scroll() {
    let mut room = Room::begun(SMALL);
    room.together("222");
    assert_eq!(room.at(), "stair-foot");
    room.keys("<home>").together("<down><enter><enter><enter>");
    assert_eq!(room.at(), "stair-foot", "{}", room.screen());
}

#[test]
fn a_label_taller_than_the_screen_can_be_read_and_taken() {
    let mut files = content::read(&stair_folder()).unwrap().0;
    let long = "a word and ".repeat(60);
    for file in &mut files {
        *file = krivitsky::diagnostic::SourceFile::new(
            file.name.clone(),
            file.text.replace("Climb to the landing", &format!("{long} to the landing")),
        );
    }
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let mut room = Room::open_in(&folder, &told(&files), SMALL);
    room.keys("1");
    room.keys(&"<pagedown>".repeat(12)).keys("1");
    assert_eq!(room.at(), "stair-landing", "{}", room.screen());
}

#[test]
fn keys_that_wait_when_a_page_turns_are_dropped() {
    let mut room = Room::begun(WIDE);
    room.together("2111");
    assert_eq!(room.at(), "stair-long", "one choice, not four");
    room.keys("<esc>").together("1<down>q");
    assert!(!room.model.quitting, "what waits behind Continue is not meant for the page");
    assert_eq!(room.at(), "stair-long");
}

#[test]
fn a_resize_that_waits_when_a_page_turns_is_not_dropped() {
    let mut room = Room::begun(WIDE);
    let mut batch = inputs("2");
    batch.push(Input::Resize(60, 20));
    batch.extend(inputs("1"));
    room.feed(vec![batch]);
    assert_eq!((room.at().as_str(), room.model.size), ("stair-long", (60, 20)));
    assert!(room.screen().lines().count() == 20 && room.says("First the clock goes"), "{}", room.screen());
}

#[test]
fn a_repeated_key_takes_no_choice() {
    let mut room = Room::begun(WIDE);
    let one = Key::sequence("1")[0];
    room.input(Input::Key(one, true));
    assert_eq!(room.at(), "stair-foot");
    room.keys("<down>");
    room.input(Input::Key(Key::sequence("<enter>")[0], true));
    assert_eq!(room.at(), "stair-foot");
    room.keys("1");
    room.input(Input::Key(Key::sequence("u")[0], true));
    assert_eq!(room.at(), "stair-landing", "going back is not repeated either");
}

#[test]
fn a_screen_too_small_says_so_and_takes_nothing() {
    let mut room = Room::begun(WIDE);
    room.keys("<down>").resize(30, 10);
    assert!(room.says("40 columns and 12 rows are needed"), "{}", room.screen());
    room.keys("1").keys("<enter>").keys("2");
    room.input(Input::Click(20, 5));
    room.resize(100, 40);
    assert_eq!(room.at(), "stair-foot", "a choice nobody could see was taken");
    assert!(room.says("1. Climb"), "{}", room.screen());
    assert_eq!(room.model.screens.len(), 2, "and nothing was opened");
}

#[test]
fn the_page_before_is_reached_by_scrolling() {
    let mut room = Room::begun(USUAL);
    room.keys("2");
    assert!(top(&room).contains("17 July 1937, eleven"), "{}", room.screen());
    let mut seen = String::new();
    for _ in 0..40 {
        room.keys("k");
        seen.push_str(&top(&room));
    }
    assert!(squeeze(&seen).contains(&squeeze("The porter is not in it.")), "one line a key, past every blank line");
    assert!(
        squeeze(&seen).contains(&squeeze("it back to comes whoever")) || room.says("The House"),
        "{}",
        room.screen()
    );
    let end = room.screen();
    room.keys("k");
    assert_eq!(room.screen(), end, "and it stops at the first line");
    room.keys(&"j".repeat(60));
    assert!(room.says("3. Leave by the street door"), "{}", room.screen());
}

#[test]
fn each_line_is_one_key_away_from_the_next() {
    let mut room = Room::begun(SMALL);
    room.keys("2");
    for keys in ["k", "j"] {
        let mut last = room.screen();
        let mut moved = 0;
        while moved < 200 {
            room.keys(keys);
            if room.screen() == last {
                break;
            }
            last = room.screen();
            moved += 1;
        }
        assert!(moved > 12, "{keys} stopped after {moved} lines at\n{last}");
    }
}

#[test]
fn resizing_keeps_the_place() {
    let mut room = Room::begun(USUAL);
    room.keys("2").keys(&"j".repeat(4));
    let place = |room: &Room| room.model.laid().lines[room.model.top_line()].at;
    let before = place(&room);
    for size in [(45, 14), (300, 15), (60, 16), (40, 12), (20, 5), (500, 12), USUAL] {
        room.resize(size.0, size.1);
        if size != (20, 5) && size != (500, 12) {
            assert_eq!(place(&room).para, before.para, "at {size:?}:\n{}", room.screen());
        }
    }
    assert_eq!(place(&room), before, "back at the first size, the same line is at the top");
}

#[test]
fn one_choice_back_and_forward_and_another_way() {
    let mut room = Room::begun(WIDE);
    room.keys("1").keys("1").keys("u");
    assert_eq!(room.at(), "stair-landing");
    assert!(room.says("One choice back. The way you left is kept."), "{}", room.screen());
    room.keys("r");
    assert_eq!(room.at(), "stair-room");
    room.keys("uu2");
    assert_eq!(room.at(), "stair-long");
    assert_eq!(room.saved().steps.len(), 3, "the branch that was left is in the save");
    // And back to the one that was left.
    room.keys("t");
    assert!(room.says("Branches") && room.says("you stand here"), "{}", room.screen());
    let row =
        room.screen().lines().find(|line| line.contains("Go on")).unwrap().trim_start_matches([' ', '>']).to_owned();
    room.keys(&row[..1]);
    assert_eq!(room.at(), "stair-room", "{}", room.screen());
}

#[test]
fn rewinding_stops_at_the_first_page_and_says_so() {
    let mut room = Room::begun(WIDE);
    room.keys("1uu");
    assert_eq!(room.at(), "stair-foot");
    assert!(room.says("This is the first page."), "{}", room.screen());
    room.keys("2r");
    assert!(room.says("You have not left any way from here."), "{}", room.screen());
}

#[test]
fn the_notes_are_one_key_away_and_one_key_back() {
    let mut room = Room::begun(WIDE);
    room.keys("n");
    assert!(room.says("Documented: Houses of this kind had a porter"), "{}", room.screen());
    assert!(room.says("[PLAN] Plan of the house. 1911"), "{}", room.screen());
    room.keys("n");
    assert!(room.says("1. Climb"), "{}", room.screen());
}

#[test]
fn the_backlog_holds_all_that_was_read_and_chosen() {
    let mut room = Room::begun((100, 150));
    room.keys("113").keys("b");
    assert_eq!(room.model.screen().kind, Kind::Backlog);
    for words in [
        "The lamp on the first floor is lit",
        "GAS WILL BE READ ON MONDAY.",
        "> Climb to the landing without a light",
        "Halfway up, the stair turns.",
        "> Go on",
        "The room behind the lit window is empty",
    ] {
        assert!(room.says(words), "{words} is not in\n{}", room.screen());
    }
    room.resize(80, 24).keys("<esc>b");
    assert!(room.says("the lamp has been filled"), "it opens at its end:\n{}", room.screen());
    room.keys("<home>");
    assert!(room.says("The lamp on the first floor is lit"), "{}", room.screen());
}

#[test]
fn settings_change_at_once_and_are_written() {
    let mut room = Room::open(&stair(), WIDE);
    room.keys("s");
    assert!(room.says("Theme: auto") && room.says("Line width: 66"), "{}", room.screen());
    room.keys("1").keys("2").keys("3").keys("4");
    assert!(room.says("Theme: dark") && room.says("Line width: 69") && room.says("an indent"), "{}", room.screen());
    assert_eq!(room.paper.mouse, Some(true));
    room.keys("<up><up><up><left>");
    assert!(room.says("Theme: auto"), "left goes the other way:\n{}", room.screen());
    let text = fs::read_to_string(room.folder().join("settings.ron")).unwrap();
    for field in ["theme: \"auto\"", "width: 69", "spacing: indent", "mouse: true", "plain: false"] {
        assert!(text.contains(field), "{field} is not in\n{text}");
    }
    let room = room.again();
    assert_eq!((room.model.settings.width, room.model.settings.mouse), (69, true));
}

#[test]
fn a_mistake_in_the_settings_is_named_on_the_first_screen() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let file = folder.path().join("settings.ron");
    for (text, said) in [
        ("(\n    theme: \"dark\",\n    width: 900,\n)", "line 3"),
        ("(theme: \"drak\")", "There is no theme “drak”"),
        ("(keys: {\"nots\": [\"x\"]})", "There is nothing called “nots” that a key could do"),
        ("(keys: {\"notes\": [\"xx\"]})", "“xx” is no key"),
    ] {
        fs::write(&file, text).unwrap();
        let mut room = Room::open_in(&folder, &stair(), WIDE);
        assert!(room.says(said), "{said} is not on\n{}", room.screen());
        room.keys("1").keys("n");
        assert!(room.says("What the record says"), "the usual keys work:\n{}", room.screen());
        assert_eq!(fs::read_to_string(&file).unwrap(), text, "the file is left as it is");
        fs::remove_dir_all(room.saves()).unwrap();
    }
}

#[test]
fn a_save_with_a_name_is_made_at_the_prompt_and_opened_from_the_list() {
    let mut room = Room::begun(WIDE);
    room.keys("2").keys("wbefore the lit<backspace><backspace><backspace>lift");
    assert!(room.says("Name: before the lift"), "{}", room.screen());
    let row = room.row_of("Name: before the lift").unwrap();
    let line = room.screen().lines().nth(usize::from(row)).unwrap().to_owned();
    assert_eq!(
        room.cursor().map(|at| (at.x, at.y)),
        Some((line.chars().count() as u16, row)),
        "the cursor is where one types"
    );
    room.keys("<enter>");
    assert!(room.says("Saved.") && room.at() == "stair-long", "{}", room.screen());
    room.keys("3v");
    assert!(room.says("before the lift: 1 choice"), "{}", room.screen());
    let row = room.screen().lines().find(|line| line.contains("before the lift")).unwrap().trim().to_owned();
    room.keys(&row[..1]);
    assert_eq!(room.at(), "stair-long");
}

#[test]
fn a_name_that_cannot_be_is_explained_and_the_prompt_stays() {
    let mut room = Room::begun(WIDE);
    room.keys("w<enter>");
    assert!(room.says("A save needs a name."), "{}", room.screen());
    room.keys("a/b<enter>");
    assert!(room.says("cannot hold / or \\"), "{}", room.screen());
    assert!(room.says("Name: a/b"), "what was typed can be mended:\n{}", room.screen());
    room.keys("<backspace><backspace>c<enter>");
    assert!(room.says("Saved."), "{}", room.screen());
}

#[test]
fn continue_goes_on_where_the_reader_stood() {
    let mut room = Room::begun(WIDE);
    room.keys("22").keys("q");
    assert!(room.model.quitting);
    let mut room = room.again();
    assert!(room.says("1. Continue"), "{}", room.screen());
    room.keys("1");
    assert_eq!(room.at(), "stair-room");
    assert!(room.says("The room behind the lit window"), "{}", room.screen());
    // The way back is there as well.
    room.keys("u");
    assert_eq!(room.at(), "stair-long");
}

#[test]
fn a_damaged_autosave_is_explained_and_kept() {
    let mut room = Room::begun(WIDE);
    room.keys("2");
    let file = room.saves().join("autosave.ron");
    let text = fs::read_to_string(&file).unwrap();
    let half = &text[..text.len() / 2];
    fs::write(&file, half).unwrap();
    let mut room = room.again();
    room.keys("1");
    assert!(room.says("This save cannot be opened") && room.says("autosave.ron breaks off"), "{}", room.screen());
    assert!(room.says("kept as it is"), "{}", room.screen());
    room.keys("<esc>").keys("2");
    assert_eq!(room.at(), "stair-foot", "a new game can begin:\n{}", room.screen());
    assert!(room.says("autosave.kept-1.ron"), "{}", room.screen());
    assert_eq!(fs::read_to_string(room.saves().join("autosave.kept-1.ron")).unwrap(), half);
}

#[test]
fn a_story_edited_since_asks_and_goes_on() {
    let story = content::shipped();
    let mut room = Room::open(&shipped(), WIDE);
    room.keys("1");
    let mut ids = vec![room.at()];
    while ids.len() < 4 {
        room.keys("<end>1");
        ids.push(room.at());
    }
    // The author renames the passage where the reader stood two choices before, and says nowhere what it was.
    let renamed = ids[2].clone();
    let edited: Vec<_> = story
        .iter()
        .map(|file| {
            let text = file.text.replace(&format!("\"{renamed}\""), "\"quite-another\"");
            let text = text.replace(&format!("({renamed}"), "(quite-another");
            krivitsky::diagnostic::SourceFile::new(file.name.clone(), text)
        })
        .collect();
    let before = fs::read(room.saves().join("autosave.ron")).unwrap();
    let mut room = room.again_with(&told(&edited));
    room.keys("1");
    assert!(room.says("The story has changed") && room.says(&renamed), "{}", room.screen());
    room.keys("1");
    assert_eq!(room.at(), ids[1], "the last good place:\n{}", room.screen());
    let kept = fs::read_dir(room.saves()).unwrap().map(|entry| entry.unwrap().path());
    let kept: Vec<_> = kept.filter(|path| path.to_string_lossy().contains("before-edit")).collect();
    assert_eq!(kept.iter().map(|path| fs::read(path).unwrap()).collect::<Vec<_>>(), [before]);
    room.keys("<end>1");
    assert_eq!(room.at(), "quite-another", "{}", room.screen());
}

#[test]
fn of_four_thousand_moves_at_once_none_is_lost() {
    let mut room = Room::open(&stair(), WIDE);
    room.keys("s<down>");
    assert!(room.says("Theme: auto"));
    let frames = room.paper.frames;
    // Up and down among the five settings: 800 times to the last and back, and two further.
    let round = "<down><down><down><down><up><up><up><up>";
    room.together(&format!("{}<down><down>", round.repeat(500)));
    let focused = room.row_of("3. Between paragraphs").unwrap();
    assert_eq!(room.cursor().map(|at| at.y), Some(focused), "{}", room.screen());
    assert!(room.paper.frames - frames <= 3, "waiting moves share a frame");
    room.keys("<esc>").keys("1").keys("2").together(&format!("{}{}", "j".repeat(2000), "k".repeat(1990)));
    let line = room.model.top_line();
    assert_eq!(line, 0, "{}", room.screen());
}

#[test]
fn a_locked_choice_says_why_and_changes_nothing() {
    let mut room = Room::begun(WIDE);
    assert!(room.says("3. Open the cellar door (the key is upstairs)"), "{}", room.screen());
    room.keys("3");
    assert!(room.says("That is closed: the key is upstairs."), "{}", room.screen());
    assert_eq!(room.at(), "stair-foot");
    room.keys("211");
    assert!(!room.says("the key is upstairs"), "{}", room.screen());
}

#[test]
fn what_is_said_at_the_foot_hides_no_choice_unseen() {
    // A long remark stands over the lowest rows; a label below it has not been on screen.
    let mut room = Room::begun(SMALL);
    room.model.toast = Some("It is said at great length that ".repeat(8));
    room.keys("");
    let hidden = room.screen();
    room.together("2");
    assert_eq!(room.at(), "stair-foot", "{hidden}");
}

#[test]
fn an_ending_leads_to_the_accounts_and_back() {
    let mut room = Room::begun(WIDE);
    room.keys("2").keys("3");
    assert!(room.says("Behind you the latch falls."), "{}", room.screen());
    room.keys("1");
    for words in
        ["Accounts", "The porter. Shut the door at eleven.", "the chair: You sat down in it.", "The visitor left."]
    {
        assert!(room.says(words), "{words} is not on\n{}", room.screen());
    }
    room.keys("<esc>").keys("2");
    assert_eq!(room.at(), "stair-long", "one choice back:\n{}", room.screen());
}

#[test]
fn screens_do_not_pile_up() {
    let mut room = Room::begun(WIDE);
    room.keys(&"?s".repeat(50));
    room.keys("<esc><esc><esc>");
    assert!(room.model.screens.len() <= 2, "{} screens", room.model.screens.len());
}

#[test]
fn the_save_on_the_disk_is_always_the_game_on_the_screen() {
    let mut room = Room::begun(WIDE);
    for keys in ["2", "1", "u", "2", "1", "3", "4", "uuu", "r", "1"] {
        room.keys(keys);
        let replayed = replay(&room.model.story, &room.saved()).unwrap();
        assert_eq!(replayed.page(&room.model.story).id(), room.at(), "after {keys}");
    }
}

#[test]
fn a_story_with_more_meters_shows_them_all() {
    let mut files = content::read(&stair_folder()).unwrap().0;
    let more: String = ["damp", "noise", "hunger"]
        .iter()
        .map(|id| {
            format!(
                "\"{id}\": (word: \"{}\", start: 20, good: low, bands: [(id: \"no-{id}\", word: \"None of it\"), \
                 (id: \"some-{id}\", word: \"Some of it\", up: 45, down: 35)]),",
                id.to_uppercase()
            )
        })
        .collect();
    for file in &mut files {
        let text = file
            .text
            .replace("meters: {", &format!("meters: {{ {more}"))
            .replace("no-", "no_")
            .replace("some-", "some_");
        *file = krivitsky::diagnostic::SourceFile::new(file.name.clone(), text);
    }
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let mut room = Room::open_in(&folder, &told(&files), (160, 60));
    room.keys("1");
    for size in [(160, 60), (100, 40), (80, 24), (72, 18), (40, 12)] {
        room.resize(size.0, size.1).keys("<home>");
        for words in ["Heat ■□□ Cold", "Light ■■□□ Dim", "DAMP ■□ None of it", "HUNGER ■□ None of it", "The House"]
        {
            assert!(room.says(words), "{words} is not on\n{}", room.screen());
        }
    }
}

#[test]
fn what_is_said_in_one_breath_is_said_together() {
    let mut room = Room::begun(WIDE);
    update(&mut room.model, Msg::Said("One.".into()));
    update(&mut room.model, Msg::Said("Two.".into()));
    assert_eq!(room.model.toast.as_deref(), Some("One. Two."));
}
