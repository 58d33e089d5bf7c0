//! Where a choice is read, on a street of which every page is known.

use krivitsky::diagnostic::{SourceFile, to_text};
use krivitsky::explore::fault::faults;
use krivitsky::explore::reaction::{Reaction, reactions};
use krivitsky::explore::survey::{Scope, Survey};
use krivitsky::story::{Story, draft, parse};

/// A street of four houses behind a corner with these choices; the texts are those of the first house and of the last.
fn street(choices: &str, first: &str, last: &str) -> Story {
    let files = street_files(choices, first, last, &[]);
    let (story, faults) = parse(&files);
    story.unwrap_or_else(|| panic!("{}", to_text(&files, &faults, "", false)))
}

/// The files of such a street, and more.
fn street_files(choices: &str, first: &str, last: &str, more: &[(&str, &str)]) -> Vec<SourceFile> {
    let story = r#"(
        format: 1, id: "street", title: "The Street", edition: "1", start: "street-corner",
        chapters: [(file: "street", title: "The Street")],
        meters: {"doubt": (word: "Doubt", start: 20, good: low, bands: [(id: "calm", word: "Calm"), (id: "sure", word: "Sure", up: 60, down: 40)])},
        odds: [(id: "even", word: "even odds", of_100: 50)],
        facts: {"lit": flag},
    )"#;
    let street = format!(
        r#"[(id: "street-corner", date: "1937-07-17", place: "paris", text: "A corner.", choices: [{choices}], next: "street-one"),
            (id: "street-one", text: "One. {first}", next: "street-two"),
            (id: "street-two", text: "Two. {{tell}}", next: "street-three"),
            (id: "street-three", text: "Three.", choices: [
                (id: "left", label: "Left", to: "street-four"), (id: "right", label: "Right", to: "ending-right")]),
            (id: "street-four", text: "Four. {last}", next: "ending-left"),
            (id: "street-side", text: "A side street.", next: "ending-left")]"#
    );
    let endings = r#"[
        (id: "ending-left", title: "Left", date: "1937-07-18", place: "paris", text: "Left.",
         causes: [(object: "a lamp", when: "lit", text: "It was lit."), (object: "a hat", text: "It stayed.")]),
        (id: "ending-right", title: "Right", date: "1937-07-18", place: "paris", text: "Right.", causes: [(object: "a hat", text: "It stayed.")]),
    ]"#;
    let tells = r#"[(id: "a-tell", band: "calm", when: "took(street-corner.b)", text: "Somebody has seen you.")]"#;
    let places = r#"[(id: "paris", name: "Paris", lat: 48.8, long: 2.3)]"#;
    let files = [
        ("story.ron", story),
        ("chapters/street.ron", &street),
        ("endings.ron", endings),
        ("tells.ron", tells),
        ("places.ron", places),
    ];
    files.iter().chain(more).map(|(name, text)| SourceFile::new(*name, *text)).collect()
}

/// Where the choices of the corner are read: `next`, `soon`, `later`, `never`, and how often each.
fn read(story: &Story) -> Vec<[u32; 4]> {
    let rows = reactions(story, 400, 0, &|| false);
    let corner = story.find_passage("street-corner").unwrap();
    let row = |row: &Reaction| [row.next, row.soon, row.later, row.never];
    story.own_choices(corner).map(|choice| row(&rows[choice.index()])).collect()
}

const TWO: &str = r#"(id: "a", label: "A"), (id: "b", label: "B", effects: ["doubt + 1"])"#;

#[test]
fn a_choice_is_read_where_its_words_stand() {
    assert_eq!(read(&street(TWO, "{if took(street-corner.a)}You went.{else}You came.{end}", "")), [[8, 0, 0, 0]; 2]);
    // Who took the other does not miss what only the one has.
    let only_one = read(&street(TWO, "{if took(street-corner.a)}You went.{end}", ""));
    assert_eq!((only_one[0], only_one[1][0]), ([8, 0, 0, 0], 0));
    let of_its_own = format!(r#"{TWO}, (id: "c", label: "C", to: "street-side")"#);
    assert_eq!(read(&street(&of_its_own, "", ""))[2], [8, 0, 0, 0]);
}

#[test]
fn what_stands_only_on_one_way_is_not_read_each_time() {
    let late = street(TWO, "", "{if took(street-corner.a)}You went.{else}You came.{end}");
    for [next, soon, later, never] in read(&late) {
        assert_eq!((next, soon, later + never), (0, 0, 8));
        assert!(later > 0 && never > 0, "{later} {never}");
    }
}

#[test]
fn a_tell_is_no_reaction_and_a_cause_is_one() {
    assert_eq!(read(&street(TWO, "", "")), [[0, 0, 0, 8]; 2]);
    let lit = r#"(id: "a", label: "A"), (id: "b", label: "B", effects: ["lit = true"])"#;
    let [dark, light] = read(&street(lit, "", ""))[..] else { panic!("two choices") };
    assert_eq!(dark, [0, 0, 0, 8]);
    assert!(light[2] > 0 && light[0] + light[1] == 0, "{light:?}");
}

#[test]
fn a_choice_that_is_open_for_it_is_its_reaction() {
    let lit = r#"(id: "a", label: "A"), (id: "b", label: "B", effects: ["lit = true"])"#;
    let mut files = street_files(lit, "", "", &[]);
    // Going left is open for it, and no ending tells of it.
    for file in &mut files {
        *file = SourceFile::new(
            file.name.clone(),
            file.text
                .replace(r#"(id: "left","#, r#"(id: "left", when: "lit","#)
                .replace(r#" when: "lit", text"#, " text"),
        );
    }
    let (story, faults) = parse(&files);
    let story = story.unwrap_or_else(|| panic!("{}", to_text(&files, &faults, "", false)));
    let [dark, light] = read(&story)[..] else { panic!("two choices") };
    assert_eq!(dark, [0, 0, 0, 8]);
    // Who goes right has not been told.
    assert!(light[1] > 0 && light[3] > 0 && light[0] + light[2] == 0, "{light:?}");
}

#[test]
fn what_it_is_not_told_from_is_named() {
    let story = street(TWO, "{if took(street-corner.a)}You went.{end}", "");
    let rows = reactions(&story, 400, 0, &|| false);
    let beside = |n: usize| rows[n].beside.map(|choice| story.choice_id(choice));
    assert_eq!((beside(0), beside(1)), (None, Some("a")));
}

#[test]
fn a_story_may_set_itself_a_limit() {
    let said = |limit: &str, first: &str| {
        let style = format!("(explore: (\n not_read: {limit}))");
        let files = street_files(TWO, first, "", &[("style.ron", &style)]);
        let (draft, _) = draft(&files);
        let draft = draft.unwrap();
        let scope = Scope { walks: 200, seed: 0, threads: 1, policy: None, states: 0, bytes: 0 };
        let survey = Survey::make(&draft.story, scope, &|_| false, &|_| {});
        to_text(&files, &faults(&draft, &survey, &[], None), "", false)
    };
    assert!(said("0", "").contains("2 choices are not read each time, `street-corner.a` first; 0 is the most"));
    assert!(!said("2", "").contains("not read each time"));
    assert!(!said("0", "{if took(street-corner.a)}You went.{else}You came.{end}").contains("not read each time"));
}
