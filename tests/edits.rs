//! The twelve edits: a story is changed under a saved playthrough. Each must end right, at the same passage by the same
//! text, or ask where to go on. None may be silently wrong.
#![allow(clippy::unwrap_used)]

mod small;

use krivitsky::diagnostic::SourceFile;
use krivitsky::engine;
use krivitsky::playthrough::{Divergence, Misfit, Session, replay};
use krivitsky::store::{Library, Slot};
use krivitsky::story::Story;
use small::{FILES, edited, saved, story, take};

/// What was read from the start to here: passage, text, choice taken.
fn read(story: &Story, session: &Session) -> Vec<(String, String, Option<String>)> {
    session
        .path()
        .into_iter()
        .map(|node| {
            let page = engine::page(story, session.state_at(node).unwrap());
            let mut text = String::new();
            page.write_text(&mut text);
            let choice = session.choice_at(node).map(|choice| story.choice_id(choice).to_owned());
            (page.id().to_owned(), text, choice)
        })
        .collect()
}

/// An edit after which the playthrough must end right. `differs` says what reads otherwise now: old text, new text.
fn ends_right(edits: &[(&str, &str)], edited_since: bool, differs: &[(&str, &str)]) -> Session {
    let (before, after) = (edited(&[]), edited(edits));
    let session = replay(&after, &saved()).unwrap_or_else(|divergence| panic!("{divergence:?}"));
    assert_eq!(session.edited, edited_since, "whether the structure changed");
    assert_eq!(session.dropped, 0);
    let old = replay(&before, &saved()).unwrap();
    let mut wanted = read(&before, &old);
    for (old, new) in differs {
        for (passage, text, choice) in &mut wanted {
            for words in [Some(passage), Some(text), choice.as_mut()].into_iter().flatten() {
                *words = words.replace(old, new);
            }
        }
    }
    assert_eq!(read(&after, &session), wanted);
    // Saved again, it plays again, and the change is no news any more.
    let again = replay(&after, &session.playthrough(&after)).unwrap();
    assert!(!again.edited && again.playthrough(&after) == session.playthrough(&after));
    session
}

/// An edit after which there is no going on as before: which step, from which passage, why, and what is open there.
fn asks(edits: &[(&str, &str)], step: usize, passage: &str, misfit: Misfit, available: &[&str]) -> Box<Divergence> {
    let after = edited(edits);
    let divergence = replay(&after, &saved()).unwrap_err();
    assert_eq!((divergence.step, divergence.passage.as_str()), (step, passage));
    assert_eq!((&divergence.misfit, divergence.available.as_slice()), (&misfit, &available.map_owned()[..]));
    assert!(divergence.session.edited, "a playthrough that no longer fits is never called unchanged");
    // What was wanted is the step that was saved, and the session is the playthrough up to there.
    let saved = saved();
    let way = saved.way();
    assert_eq!(divergence.wanted.as_ref(), Some(&saved.steps[way[step + 1] - 1]));
    assert_eq!(divergence.session.path().len(), step + 1);
    assert_eq!(divergence.session.page(&after).id(), passage);
    // It can be gone on with, and the save before the edit stays.
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(Some(folder.path()), None, "small-story").unwrap();
    library.write(&Slot::Auto(1), &saved).unwrap();
    library.set_aside(&Slot::Auto(1)).unwrap();
    let mut session = divergence.session.clone();
    if let Some(name) = divergence.available.first() {
        take(&after, &mut session, name);
    }
    library.write(&Slot::Auto(1), &session.playthrough(&after)).unwrap();
    assert_eq!(library.read(&Slot::Other("autosave.before-edit-1.ron".into())), Ok(Some(saved)));
    divergence
}

trait Owned {
    fn map_owned(&self) -> Vec<String>;
}

impl Owned for &[&str] {
    fn map_owned(&self) -> Vec<String> {
        self.iter().map(|name| (*name).to_owned()).collect()
    }
}

#[test]
fn nothing_edited() {
    ends_right(&[], false, &[]);
}

#[test]
fn edit_1_a_typo_is_fixed() {
    ends_right(&[("cofee", "coffee")], false, &[("cofee", "coffee")]);
    ends_right(&[("label: \"Go in\"", "label: \"Go inside\"")], false, &[]);
}

#[test]
fn edit_2_a_line_is_added() {
    let line = "The street is wet.\n\nNobody is in it.";
    ends_right(&[("\"The street is wet.\"", &format!("r#\"{line}\"#"))], false, &[("The street is wet.", line)]);
}

#[test]
fn edit_3_a_choice_is_inserted_above() {
    let insert = "(id: \"nod\", label: \"Nod\", to: \"ending-gone\"),\n            (id: \"ring\"";
    ends_right(&[("(id: \"ring\"", insert)], true, &[]);
}

#[test]
fn edit_4_choices_are_reordered() {
    let home = "(id: \"home\", label: \"Go home\", when: \"warned\", to: \"ending-home\"),\n";
    let back = "(id: \"back\", label: \"Go back in\", to: \"weber-call\"),\n";
    ends_right(&[(home, ""), (back, &format!("{back}{home}"))], true, &[]);
    let inside = "(id: \"inside\", label: \"Go in\", effects: [\"seat = inside\"], to: \"weber-call\"),\n";
    let leave = "(id: \"leave\", label: \"Leave\", to: \"ending-gone\"),\n";
    ends_right(&[(inside, ""), (leave, &format!("{leave}{inside}"))], true, &[]);
}

#[test]
fn edit_5_a_shown_choice_is_removed() {
    // One that was not taken: nothing is missed.
    ends_right(&[("(id: \"wait\", label: \"Wait\", to: \"weber-stairs\"),", "")], true, &[]);
    // The one that was taken: it asks.
    let ring = "(id: \"ring\", label: \"Ring\", effects: [\"warned = true\", \"calls + 1\"], to: \"weber-stairs\"),";
    let divergence = asks(&[(ring, "")], 1, "weber-call", Misfit::ChoiceGone, &["wait", "chance"]);
    assert_eq!(divergence.wanted.unwrap().choice, "ring");
    assert_eq!(divergence.session.dropped, 2);
    // One taken on a branch left long ago: the way here is right, and the loss of the branch is counted.
    let after = edited(&[("(id: \"leave\", label: \"Leave\", to: \"ending-gone\"),", "")]);
    let session = replay(&after, &saved()).unwrap();
    assert!(session.edited && session.dropped == 1);
    assert_eq!(read(&after, &session), read(&edited(&[]), &replay(&edited(&[]), &saved()).unwrap()));
    // Even then the next save keeps the one with that branch, without being asked to.
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(Some(folder.path()), None, "small-story").unwrap();
    library.write(&Slot::Auto(1), &saved()).unwrap();
    assert!(library.write(&Slot::Auto(1), &session.playthrough(&after)).unwrap().is_some());
    assert_eq!(library.read(&Slot::Other("autosave.earlier-1.ron".into())), Ok(Some(saved())));
}

/// `weber-call` called `bar-call` where it stands and where it is led to.
const RENAMED: [(&str, &str); 4] = [
    ("id: \"weber-call\",", "id: \"bar-call\","),
    ("effects: [\"seat = inside\"], to: \"weber-call\"", "effects: [\"seat = inside\"], to: \"bar-call\""),
    ("effects: [\"seat = outside\"], to: \"weber-call\"", "effects: [\"seat = outside\"], to: \"bar-call\""),
    ("label: \"Go back in\", to: \"weber-call\"", "label: \"Go back in\", to: \"bar-call\""),
];

#[test]
fn edit_6_a_passage_is_renamed_with_was() {
    let mut edits = RENAMED;
    edits[0].1 = "id: \"bar-call\", was: [\"weber-call\"],";
    let session = ends_right(&edits, true, &[("weber-call", "bar-call")]);
    // The draws there stay what they were, and a choice may be renamed as well.
    assert_eq!(session.seed(), 7);
    let chance = |story: &Story, name: &str, seed| {
        let mut session = Session::new(story, seed);
        ["inside", name].iter().for_each(|name| take(story, &mut session, name));
        session.page(story).id().to_owned()
    };
    let mut both = edits.to_vec();
    both.push(("(id: \"chance\",", "(id: \"ask\", was: [\"chance\"],"));
    let (before, after) = (edited(&[]), edited(&both));
    let old: Vec<String> = (0..40).map(|seed| chance(&before, "chance", seed)).collect();
    let new: Vec<String> = (0..40).map(|seed| chance(&after, "ask", seed)).collect();
    assert_eq!(old, new);
    assert!(old.contains(&"weber-stairs".to_owned()) && old.contains(&"ending-gone".to_owned()));
    // A new passage may take the old name; then the name means the new one, and a save from before asks.
    let reused =
        "id: \"old-letter\", date: \"1937-07-01\", place: \"paris\", text: \"A letter.\", next: \"weber-terrace\",";
    let mut taken = edits.to_vec();
    taken.push((
        reused,
        "id: \"weber-call\", date: \"1937-07-01\", place: \"paris\", text: \"A letter.\", next: \"weber-terrace\",",
    ));
    asks(&taken, 0, "weber-terrace", Misfit::LeadsElsewhere("bar-call".into()), &["inside", "outside", "leave"]);
}

#[test]
fn edit_7_a_passage_is_renamed_without_was() {
    asks(&RENAMED, 0, "weber-terrace", Misfit::ArrivalGone, &["inside", "outside", "leave"]);
}

/// `warned` called `told` wherever it stands.
const FACT: [(&str, &str); 4] = [
    ("\"warned\": flag", "\"told\": flag"),
    ("\"warned = true\"", "\"told = true\""),
    ("{if warned}", "{if told}"),
    ("when: \"warned\"", "when: \"told\""),
];

#[test]
fn edit_8_a_fact_is_renamed_with_was() {
    // Everywhere, or only where it is declared: `was` lets the rest of the story keep the old name.
    let was = ("format: 1,", "format: 1, was: {\"told\": [\"warned\"]},");
    for edits in [vec![FACT[0], was], [&FACT[..], &[was]].concat()] {
        let session = ends_right(&edits, true, &[]);
        let (before, after) = (edited(&[]), edited(&edits));
        let old = replay(&before, &saved()).unwrap();
        assert_eq!(old.state().plot(&before), session.state().plot(&after), "the fact keeps its value");
    }
    // Without `was`, everywhere: a save holds no facts, so nothing is lost either.
    ends_right(&FACT, true, &[]);
}

#[test]
fn edit_9_a_fact_is_added() {
    ends_right(&[("\"unused\": flag,", "\"rain\": flag, \"unused\": flag,")], true, &[]);
    // Above the others, and read by a page.
    let edits = [
        ("\"warned\": flag,", "\"rain\": one_of([\"light\", \"heavy\"]), \"warned\": flag,"),
        ("\"The street is wet.\"", "\"{if rain is heavy}It pours.{else}The street is wet.{end}\""),
    ];
    ends_right(&edits, true, &[]);
}

#[test]
fn edit_10_a_fact_is_removed() {
    ends_right(&[("\"unused\": flag,", "")], true, &[]);
    // One that wording read: the page reads otherwise, and the fingerprint says that something changed.
    let edits = [
        ("\"warned\": flag,", ""),
        ("\"warned = true\", ", ""),
        ("{if warned}You have said it.{else}You have said nothing.{end}", "You have said nothing."),
        ("when: \"warned\", ", ""),
    ];
    ends_right(&edits, true, &[("You have said it.", "You have said nothing.")]);
}

#[test]
fn edit_11_a_condition_is_tightened() {
    // A choice that was not taken closes: nothing is missed.
    ends_right(&[("label: \"Wait\",", "label: \"Wait\", when: \"seat is outside\",")], true, &[]);
    // The choice that was taken is hidden now, or shown and closed: both ask.
    let hidden = ("label: \"Ring\",", "label: \"Ring\", when: \"seat is outside\",");
    asks(&[hidden], 1, "weber-call", Misfit::ChoiceClosed, &["wait", "chance"]);
    let locked = ("label: \"Ring\",", "label: \"Ring\", locked: (by: \"seat is inside\", says: \"the box is taken\"),");
    asks(&[locked], 1, "weber-call", Misfit::ChoiceClosed, &["wait", "chance"]);
    // It leads elsewhere now.
    let target = (
        "\"calls + 1\"], to: \"weber-stairs\"",
        "\"calls + 1\"], to: [(when: \"seat is outside\", to: \"weber-stairs\"), (to: \"weber-street\")]",
    );
    asks(&[target], 1, "weber-call", Misfit::LeadsElsewhere("weber-street".into()), &["ring", "wait", "chance"]);
    // The way on of a passage without choices does.
    asks(
        &[("next: \"weber-street\"", "next: \"weber-call\"")],
        2,
        "weber-stairs",
        Misfit::LeadsElsewhere("weber-call".into()),
        &["next"],
    );
}

#[test]
fn edit_12_a_chapter_or_a_passage_is_moved() {
    let two = "        (file: \"two\", title: \"Two\"),\n";
    let one = "        (file: \"one\", title: \"One\"),\n";
    ends_right(&[(two, ""), (one, &format!("{two}{one}"))], true, &[]);
    // A passage goes to the end of another file, with the date and place it had.
    let passage = r#"    (
        id: "weber-street",
        text: "The street is wet.",
        choices: [
            (id: "home", label: "Go home", when: "warned", to: "ending-home"),
            (id: "walk", label: "Walk", to: "ending-gone"),
            (id: "back", label: "Go back in", to: "weber-call"),
        ],
    ),
"#;
    let letter = "text: \"A letter.\", next: \"weber-terrace\",\n    ),\n";
    let there =
        passage.replace("id: \"weber-street\",", "id: \"weber-street\", date: \"1937-07-18\", place: \"paris\",");
    ends_right(&[(passage, ""), (letter, &format!("{letter}{there}"))], true, &[]);
    // A chapter's file is renamed.
    let mut files = FILES.map(|(name, text)| SourceFile::new(name, text));
    files[0].text = files[0].text.replace("file: \"two\"", "file: \"deux\"");
    files[2].name = "chapters/deux.ron".into();
    let session = replay(&story(&files), &saved()).unwrap();
    assert_eq!(session.playthrough(&story(&files)).steps, saved().steps);
}

#[test]
fn the_fingerprint_sees_all_that_decides_and_no_wording() {
    // People of a ledger, and the state they start in.
    let ledger = |rows: &str| edited(&[("odds: [", &format!("ledger: ({rows}), odds: ["))]).fingerprint;
    let people = "people: {\"anna\": (met: \"Met.\", gone: \"Gone.\")}";
    let met = ledger(&format!("states: [\"met\", \"gone\"], {people}"));
    assert_ne!(met, edited(&[]).fingerprint);
    assert_ne!(met, ledger(&format!("states: [\"gone\", \"met\"], {people}")));
    assert_eq!(met, ledger(&format!("states: [\"met\", \"gone\"], {}", people.replace("Gone.", "She went."))));
    // A first name decides the draws, so giving one to what was never renamed is a change.
    for (old, new) in [
        ("id: \"weber-call\",", "id: \"weber-call\", was: [\"bar-call\"],"),
        ("(id: \"chance\",", "(id: \"chance\", was: [\"ask\"],"),
    ] {
        assert_ne!(edited(&[(old, new)]).fingerprint, edited(&[]).fingerprint, "{new}");
    }
}

#[test]
fn a_new_fact_may_have_the_old_name_of_another() {
    // `warned` is `told` now, and a new `warned` is something else, which nothing has set.
    let edits = [
        ("\"warned\": flag", "\"told\": flag, \"warned\": flag"),
        ("format: 1,", "format: 1, was: {\"told\": [\"warned\"]},"),
        ("\"warned = true\"", "\"told = true\""),
    ];
    ends_right(
        &[&edits[..], &[("{if warned}", "{if told}"), ("when: \"warned\"", "when: \"told\"")]].concat(),
        true,
        &[],
    );
    ends_right(&edits, true, &[("You have said it.", "You have said nothing.")]);
}
