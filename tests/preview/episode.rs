//! Episodes: parts of a story that a class plays alone.

use std::fs;

use krivitsky::app::{Kind, Msg, update};
use krivitsky::diagnostic::{Diagnostic, SourceFile};
use krivitsky::explore::episode::{Miss, episodes};
use krivitsky::lint;
use krivitsky::playthrough::{Origin, replay};
use krivitsky::store::{Library, Name, Slot, content};
use krivitsky::story::{draft, parse};

use super::common::{Lines, Room, told};
use super::{Desk, WIDE, program};

const EPISODES: &str = r#"[
    (
        id: "the-chair", title: "The Chair", start: "stair-foot", so: ["key = true", "heat = warm", "ledger.porter = paid"],
        recap: "You have been in the house since nine. The porter has taken your coin and given you his key.",
        question: "Who was to sit in the chair?",
        last: ["stair-room", "stair-long"],
        care: "Somebody is late.",
        sources: [
            (text: "The plan has no chair.", sources: ["PLAN"]),
            (text: "The notice speaks of a porter.", sources: ["PLAN"]),
        ],
    ),
    (
        id: "the-yard", title: "The Yard", start: "roof-edge", recap: "You are on the roof.", question: "And then?",
        last: ["ending-roof"],
        sources: [(text: "One.", sources: ["PLAN"]), (text: "Two.", sources: ["PLAN"])],
    ),
]"#;

/// The small story with two episodes.
fn desk() -> Desk {
    let desk = Desk::new();
    fs::write(desk.file("episodes.ron"), EPISODES).unwrap();
    desk
}

fn files(desk: &Desk) -> Vec<SourceFile> {
    content::read(desk.0.path()).unwrap().0
}

/// What is said of a story whose row is edited.
fn said(old: &str, new: &str) -> Vec<String> {
    let desk = desk();
    desk.edit("episodes.ron", old, new);
    let files = files(&desk);
    let (draft, mut faults) = draft(&files);
    faults.extend(draft.iter().flat_map(lint::check));
    let episodes =
        |fault: &&Diagnostic| files.get(usize::from(fault.span.file.0)).is_some_and(|file| file.name == "episodes.ron");
    let words = |fault: &Diagnostic| {
        let (line, help) = (files[usize::from(fault.span.file.0)].place(fault.span.start as usize).line, &fault.help);
        format!("{} line {line}: {} | {}", fault.code, fault.message, help.as_deref().unwrap_or_default())
    };
    faults.iter().filter(episodes).map(words).collect()
}

#[test]
fn an_episode_is_chosen_on_the_title_read_to_its_last_page_and_asks_its_question() {
    let desk = desk();
    let mut room = desk.room(WIDE);
    assert!(room.says("1. New 2. Episodes 3. Saves"), "{}", room.screen());
    room.keys("2");
    assert!(room.says("1. The Chair 2. The Yard"), "{}", room.screen());
    room.keys("1");
    assert!(room.says("given you his key. Before you begin: Somebody is late. 1. Begin"), "{}", room.screen());
    room.keys("1");
    // What is set is so: the meter, the ledger, the choice that wants the key.
    assert!(
        room.says("Warm") && room.says("The radiator knocks") && !room.says("the key is upstairs"),
        "{}",
        room.screen()
    );
    assert_eq!(room.at(), "stair-foot");
    room.keys("11");
    assert_eq!(room.at(), "stair-room");
    assert!(room.says("the lamp has been filled. 1. Turn to the question"), "{}", room.screen());
    assert!(!room.says("Put out the lamp"), "the episode is over");
    assert!(room.transcript().contains("The episode: The Chair.") && room.transcript().contains("Who was to sit"));
    room.keys("1");
    for words in ["Who was to sit in the chair?", "The plan has no chair. (Plan of the house)", "1. Begin again"] {
        assert!(room.says(words), "{words}\n{}", room.screen());
    }
    // Back to the page, a choice back, and on by another way.
    room.keys("<esc>uu").keys("2");
    assert_eq!(room.at(), "stair-long");
    assert!(!room.keys("G<end>").says("Ask for the key"), "{}", room.screen());
    room.keys("1").keys("1");
    assert_eq!((room.at().as_str(), room.model.session.as_ref().unwrap().len()), ("stair-foot", 1), "begun again");
    room.keys("1").keys("1").keys("1").keys("2");
    assert_eq!(room.model.screen().kind, Kind::Title);
    assert!(!room.says("Continue"), "what is over is not continued: {}", room.screen());
    // One that is not over is, and the whole title has room on a small screen.
    let mut room = desk.room((80, 24));
    room.keys("2").keys("1").keys("1").keys("<esc>");
    assert!(room.says("1. Continue") && room.says("7. Quit") && room.says("┌──┐"), "{}", room.screen());
    room.keys("1");
    assert_eq!(room.at(), "stair-foot");
}

#[test]
fn in_plain_mode_it_is_the_same() {
    let desk = desk();
    let story = told(&files(&desk));
    let answers = Lines::open(&story).answers(&["episodes", "the chair", "begin", "1", "1", "1"]);
    let heard = |n: usize, words: &str| assert!(answers[n].contains(words), "{n}: {words}\n{}", answers[n]);
    heard(1, "2. The Yard");
    heard(2, "Before you begin: Somebody is late.");
    heard(3, "3. Open the cellar door\n");
    heard(5, "1. Turn to the question\n");
    heard(6, "The notice speaks of a porter. (Plan of the house)");
    heard(6, "1. Begin again\n2. Return to the title\n");
    // A story without episodes does not offer any.
    let answers = Lines::open(&super::common::stair()).answers(&["episodes"]);
    assert!(!answers[0].contains("Episodes") && answers[1].contains("episodes"), "{answers:?}");
}

#[test]
fn an_ending_may_be_the_last_page_of_an_episode() {
    let desk = desk();
    let mut room = desk.room(WIDE);
    room.keys("22").keys("1").keys("1");
    assert_eq!(room.at(), "ending-roof");
    assert!(room.says("Turn to the question") && !room.says("Turn to the accounts"), "{}", room.screen());
}

#[test]
fn the_command_line_begins_one_lists_them_and_knows_a_slip_of_the_pen() {
    let desk = desk();
    let (code, said) = program(&desk, &["--story", ".", "--episode", "the-chair"], "1\n1\n1\n1\nquit\n");
    assert_eq!(code, 0, "{said}");
    for words in ["You have been in the house since nine.", "Heat: Warm.", "Who was to sit in the chair?"] {
        assert!(said.contains(words), "{words}\n{said}");
    }
    assert_eq!(
        program(&desk, &["--story", ".", "--episodes"], ""),
        (0, "the-chair  The Chair. Who was to sit in the chair?\nthe-yard   The Yard. And then?\n".to_owned())
    );
    assert_eq!(
        program(&desk, &["--story", ".", "--episode", "the-chear"], ""),
        (
            2,
            "krivitsky: there is no episode `the-chear`; did you mean `the-chair`? There are `the-chair`, `the-yard`\n"
                .to_owned()
        )
    );
    let none = Desk::new();
    let (code, said) = program(&none, &["--story", ".", "--episode", "chair"], "");
    assert_eq!((code, said.as_str()), (2, "krivitsky: there is no episode `chair`: this story has none\n"));
    assert_eq!(program(&none, &["--story", ".", "--episodes"], ""), (0, "This story has no episodes.\n".to_owned()));
}

#[test]
fn an_episode_is_saved_by_name_and_knows_that_it_is_one() {
    let desk = desk();
    let mut room = desk.room(WIDE);
    room.keys("1").keys("1");
    let saved = room.saved();
    update(&mut room.model, Msg::Begin(Origin::episode("the-chair")));
    room.keys("1").keys("1").keys("wlesson<enter>");
    assert_eq!(room.saved(), saved, "the autosave is for real play");
    let library = Library::look(Some(room.folder()), None, "the-stair").unwrap();
    let named = library.read(&Slot::Named(Name::new("lesson").unwrap())).unwrap().unwrap();
    assert_eq!(named.from, Some(Origin::episode("the-chair")));
    assert_eq!(named.fingerprint, saved.fingerprint, "episodes are no part of what decides what happens");
    let session = replay(&room.model.story, &named).unwrap();
    assert_eq!(session.state(), room.model.session.as_ref().unwrap().state());
    // A save of another episode is not one of this.
    assert!(session.over(&room.model.story).is_none());
    // What has been made its last page since is where it ends, and what was taken behind it no longer fits.
    desk.edit("episodes.ron", r#"last: ["stair-room""#, r#"last: ["stair-foot", "stair-room""#);
    let edited = told(&files(&desk));
    let parted = replay(&edited, &named).unwrap_err();
    assert!(parted.session.over(&edited).is_some());
    // Without its row it cannot be begun, and that is said.
    desk.edit("episodes.ron", r#"id: "the-chair""#, r#"id: "the-stool""#);
    room.a_while();
    assert!(room.says("there is no episode `the-chair`"), "{}", room.screen());
}

#[test]
fn names_in_an_episode_that_mean_nothing_are_told_with_what_was_meant() {
    for (old, new, words) in [
        (r#"start: "stair-foot""#, r#"start: "stair-fot""#, "K022 line 3: there is no passage `stair-fot`"),
        (r#""stair-long"]"#, r#""stair-lung"]"#, "K022 line 6: there is no passage `stair-lung`"),
        ("key = true", "kee = true", "K072 line 3: `kee` is no fact and no meter of this story | did you mean `key`?"),
        ("heat = warm", "heat = wram", "K072 line 3: `heat` has no band `wram` | did you mean `warm`?"),
        ("key = true", "seen(stair-fot)", "K072 line 3: there is no passage `stair-fot` | did you mean `stair-foot`?"),
        (
            "key = true",
            "took(stair-foot.wiat)",
            "K072 line 3: there is no choice `stair-foot.wiat` | did you mean `stair-foot.wait`?",
        ),
        (
            "key = true",
            "seen(stair-long)",
            "K073 line 3: nothing in this story asks for `seen(stair-long)`, so it changes nothing",
        ),
        (
            r#"chair.", sources: ["PLAN"]"#,
            r#"chair.", sources: ["PLANS"]"#,
            "K026 line 9: `PLANS` is not in `sources.ron`",
        ),
        (r#"id: "the-yard""#, r#"id: "the-chair""#, "K035 line 14: `the-chair` stands twice in this table"),
        (r#"id: "the-yard""#, r#"id: "The Yard""#, "K021 line 14: `The Yard` is not written as ids are"),
    ] {
        let found = said(old, new);
        assert!(found.len() == 1 && found[0].starts_with(words), "{words}\n{found:#?}");
    }
    // A row that cannot be read is not told twice.
    let desk = desk();
    desk.edit(super::FIRST, r#"id: "stair-room", hour"#, r#"id: "stair-room", hoor"#);
    let (_, faults) = parse(&files(&desk));
    assert!(faults.iter().all(|fault| fault.message.contains("hoor")), "{faults:#?}");
}

#[test]
fn every_way_through_an_episode_has_to_meet_its_last_page() {
    assert_eq!(said("The Chair", "The Stool"), [""; 0]);
    for (old, new, words) in [
        (
            r#"last: ["stair-room", "stair-long"]"#,
            r#"last: ["stair-room"]"#,
            "K119 line 6: `the-chair` can come to the ending `ending-street` past all of its last passages | end it on the way \
             there; the choices are stair-foot.wait stair-long.out",
        ),
        (
            r#"last: ["stair-room", "stair-long"]"#,
            r#"last: ["stair-room", "stair-long", "roof-edge"]"#,
            "K119 line 6: nobody who plays `the-chair` comes to `roof-edge`",
        ),
        (r#"last: ["ending-roof"]"#, "last: []", "K119 line 15: `the-yard` names no passage with which it ends"),
        (
            r#"(text: "One.", sources: ["PLAN"]), "#,
            "",
            "K120 line 16: `the-yard` has 1 note on its question, where two stand",
        ),
        (
            r#"(text: "One.", sources: ["PLAN"])"#,
            r#"(text: "One.", sources: [])"#,
            "K120 line 16: a note of `the-yard` names no source",
        ),
    ] {
        let found = said(old, new);
        assert!(found.iter().any(|said| said.starts_with(words)), "{words}\n{found:#?}");
        assert!(found.iter().all(|said| said[..4] == words[..4]), "{found:#?}");
    }
}

#[test]
fn a_way_that_goes_in_a_circle_is_found() {
    let desk = desk();
    desk.edit("episodes.ron", r#"last: ["stair-room", "stair-long"]"#, r#"last: ["stair-long"]"#);
    desk.edit(super::FIRST, r#"effects: ["light down large"], to: "ending-roof""#, r#"to: "stair-landing""#);
    let files = files(&desk);
    let (draft, _) = draft(&files);
    let found = lint::check(&draft.unwrap()).into_iter().find(|fault| fault.code.number() == "K119").unwrap();
    assert_eq!(found.message, "`the-chair` can go on for 100 passages past all of its last ones");
    assert!(found.help.unwrap().starts_with(
        "end it on the way there; the choices begin stair-foot.climb stair-landing.next stair-room.down stair-foot.climb"
    ));
}

#[test]
fn the_longest_way_is_counted_as_it_is_read_and_held_against_the_limits() {
    let desk = desk();
    let story = told(&files(&desk));
    let [chair, yard] = &episodes(&story)[..] else { panic!("there are two") };
    let (most, style) = (chair.longest, &story.style.episodes);
    // By the landing: three passages. By the chair: the words of two, tell and all. One vote, on the first page.
    let mut page = String::new();
    let mut session = krivitsky::playthrough::Session::begin_at(&story, 0, Origin::episode("the-chair")).unwrap();
    session.page(&story).write_text(&mut page);
    session.choose(&story, story.find_choice(session.state().at, "wait").unwrap()).unwrap();
    session.page(&story).write_text(&mut page);
    assert!(page.contains("The radiator knocks"));
    let words = page.replace('—', " ").split_whitespace().count() as u32;
    assert_eq!((most.passages, most.votes, chair.astray.as_ref()), (3, 1, None));
    assert!(most.words.abs_diff(words) <= 4 && most.words > 230, "{most:?} {words}");
    assert_eq!(most.minutes(style), (most.words * 60 + 45 * 130).div_ceil(60 * 130));
    assert_eq!((yard.longest.passages, yard.longest.votes, yard.is_whole), (2, 0, true));
    assert_eq!(episodes(&story), episodes(&story));
    // What is not so on the way is not counted: without the key the door is shut, and with it nothing is won here.
    desk.edit(
        "style.ron",
        "labels: (",
        "episodes: (recap: 5, passages: 2, words: 200, votes: 0, minutes: 1), labels: (",
    );
    let files = files(&desk);
    let (draft, _) = draft(&files);
    let found: Vec<String> = lint::check(&draft.unwrap())
        .into_iter()
        .filter(|fault| ["K161", "K162"].contains(&fault.code.number()))
        .map(|fault| fault.message)
        .collect();
    let counted = format!("a way through `the-chair` takes {} words", most.words);
    for words in [
        "a way through `the-chair` takes 3 passages",
        &counted,
        "a way through `the-chair` takes 1 vote",
        "a way through `the-chair` takes 3 minutes",
        "the recap of `the-chair` has 19 words",
    ] {
        assert!(found.iter().any(|said| said == words), "{words}\n{found:#?}");
    }
    assert!(!found.iter().any(|said| said.contains("the-yard")), "{found:#?}");
}

#[test]
fn an_ending_on_the_way_is_found_behind_a_chance_too() {
    let desk = desk();
    // Only somebody who rings and is not heard comes to the long hall, whatever the seed.
    desk.edit(super::FIRST, "ill: (effects: [\"heat up large\"], to: \"stair-long\")", "ill: (to: \"ending-street\")");
    let astray = episodes(&told(&files(&desk)))[0].astray.clone().unwrap();
    assert_eq!((astray.miss, astray.choices.len()), (Miss::Ending, 1));
}

#[test]
fn an_episode_is_watched_while_it_is_written() {
    let desk = desk();
    let mut room = Room::open(&told(&files(&desk)), WIDE);
    room.watch(desk.0.path());
    update(&mut room.model, Msg::Begin(Origin::episode("the-chair")));
    desk.edit("episodes.ron", "since nine", "since eight");
    assert!(room.a_while().says("since eight"), "{}", room.screen());
    room.keys("1");
    desk.edit("episodes.ron", "heat = warm", "heat = cold");
    assert!(room.a_while().says("The radiator is as cold as a bottle."), "{}", room.screen());
    desk.edit("episodes.ron", "heat = cold", "heat = colt");
    assert!(room.a_while().says("did you mean `cold`?"), "{}", room.screen());
}
