//! Settings: read field by field, written without losing what a hand put there.
#![allow(clippy::unwrap_used)]

use std::fs;

use indexmap::IndexMap;
use krivitsky::diagnostic::{SourceFile, to_text};
use krivitsky::store::settings::{FILE, Settings, Spacing, Unsaved};
use krivitsky::words::Words;
use proptest::prelude::*;

/// Each fault as `LINE: message | help`.
fn faults(text: &str) -> Vec<String> {
    let source = SourceFile::new(FILE, text);
    let (_, faults) = Settings::parse(text);
    // Each can be shown with its excerpt.
    let _ = to_text(std::slice::from_ref(&source), &faults, "", false);
    let said = |fault: &krivitsky::diagnostic::Diagnostic| {
        let line = source.place(fault.span.start as usize).line;
        format!("{line}: {} | {}", fault.message, fault.help.as_deref().unwrap_or("-"))
    };
    faults.iter().map(said).collect()
}

const HAND: &str = r#"/* mine ( */ // ( and this
(
    // Paper is kinder to the projector.
    theme: "paper", /* was "ink" */
    width: 72,
    keys: {
        "rewind": ["u", "left"], // as in vi
    },
    mouse: true // for Ola
)
"#;

fn hand() -> Settings {
    let keys = IndexMap::from([("rewind".to_owned(), vec!["u".to_owned(), "left".to_owned()])]);
    Settings { theme: "paper".into(), width: 72, keys, mouse: true, ..Settings::default() }
}

#[test]
fn sound_settings_are_read() {
    assert_eq!(Settings::parse(HAND), (hand(), vec![]));
    assert_eq!(Settings::parse("()"), (Settings::default(), vec![]));
    assert_eq!(Settings::parse("// nothing (yet)\n(\n)\n"), (Settings::default(), vec![]));
}

#[test]
fn a_mistake_costs_its_own_field_and_no_other() {
    for (wrong, said) in [
        ("width: 40", "2: `width` is a whole number from 45 to 75 | 66 is used instead"),
        ("width: wide", "2: a whole number from 45 to 75 should stand here | the default is used instead"),
        ("width: 6.5", "2: a whole number from 45 to 75 should stand here | the default is used instead"),
        ("spacing: indnt", "2: `spacing` is `blank` or `indent` | did you mean `indent`?"),
        ("spacing: \"indent\"", "2: `spacing` is `blank` or `indent` | did you mean `indent`?"),
        ("plain: yes", "2: `true` or `false` should stand here | the default is used instead"),
        ("plian: true", "2: there is no setting `plian` | did you mean `plain`?"),
        (
            "colour: 3",
            "2: there is no setting `colour` | the settings are `theme`, `width`, `spacing`, `mouse`, `plain`, `keys`",
        ),
        ("mouse: false", "3: `mouse` stands twice | the first counts"),
        ("\"plain\"", "2: a value without a name stands here | write `name: value`"),
        ("keys: [\"u\"]", "2: `keys` is a map | write `keys: {\"rewind\": [\"u\"]}`"),
        (
            "keys: {\"rewind\": \"u\", \"help\": [\"h\"]}",
            "2: a list of keys in quotation marks, such as [\"u\", \"left\"] should stand here | the default is used instead",
        ),
    ] {
        let text = format!("(theme: \"paper\",\n{wrong},\nmouse: true)");
        assert_eq!(faults(&text), [said]);
        let (settings, _) = Settings::parse(&text);
        let keys =
            if wrong.contains("help") { [("help".to_owned(), vec!["h".to_owned()])].into() } else { IndexMap::new() };
        let mouse = wrong != "mouse: false";
        assert_eq!(settings, Settings { theme: "paper".into(), mouse, keys, ..Settings::default() }, "{wrong}");
    }
    for (text, line) in [
        ("", "1: settings stand between"),
        ("theme: \"paper\"", "1: settings stand between"),
        ("(theme: \"paper\"", "1: this `(` is never closed"),
        ("(theme: \"paper)\n", "1: this string is never closed"),
        ("(theme: \"paper\"\nmouse: true)", "1: a comma is missing"),
        ("(theme: “paper”)", "1: a curly quotation mark"),
        ("(theme: \"paper\")\nx", "2: this is not RON"),
        ("(theme: \"\u{1b}[2J\")", "1: a control character"),
    ] {
        let said = faults(text);
        assert!(said.first().is_some_and(|said| said.starts_with(line)), "{text}: {said:?}");
    }
}

#[test]
fn saving_keeps_what_a_hand_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE);
    // A new file explains itself.
    Settings::default().save(folder.path()).unwrap();
    let fresh = fs::read_to_string(&path).unwrap();
    assert_eq!(Settings::parse(&fresh), (Settings::default(), vec![]));
    assert!(fresh.contains("// The longest line of text, in letters: 45 to 75.\n    width: 66,\n"), "{fresh}");
    // In a file that is there only what changed is written.
    fs::write(&path, HAND).unwrap();
    let changed = Settings { theme: "ink \"2\"".into(), spacing: Spacing::Indent, mouse: false, ..hand() };
    changed.save(folder.path()).unwrap();
    let wanted = HAND
        .replace("\"paper\"", "\"ink \\\"2\\\"\"")
        .replace("mouse: true // for Ola", "mouse: false,\n    spacing: indent // for Ola");
    assert_eq!(fs::read_to_string(&path).unwrap(), wanted);
    let found = Settings::load(folder.path());
    assert_eq!((found.settings, found.faults), (changed.clone(), vec![]));
    // A file with a mistake is left alone, and the sentence says where the mistake is.
    for text in ["(\n  witdh: 70,\n)", "(\n(", ""] {
        fs::write(&path, text).unwrap();
        let refused = changed.save(folder.path()).unwrap_err();
        assert!(matches!(refused, Unsaved::Faulty(_)));
        assert!(refused.sentence(&Words::english()).starts_with("settings.ron has a mistake at line "));
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    for bytes in [b"(\n\xff".to_vec(), vec![b' '; 2 * 1024 * 1024]] {
        fs::write(&path, &bytes).unwrap();
        let found = Settings::load(folder.path());
        assert_eq!((found.settings, found.faults.len()), (Settings::default(), 1));
        changed.save(folder.path()).unwrap_err();
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert_eq!(Settings::load(folder.path()).faults.len(), 1);
    changed.save(folder.path()).unwrap_err();
}

fn any_settings() -> impl Strategy<Value = Settings> {
    let keys =
        prop::collection::vec(("[^\\p{C}\u{2028}\u{2029}]{0,8}", prop::collection::vec("[^\\p{C}]{0,4}", 0..3)), 0..4);
    ("[^\\p{C}\u{2028}\u{2029}]{0,12}", 45u16..=75, any::<[bool; 3]>(), keys).prop_map(|(theme, width, on, keys)| {
        Settings {
            theme,
            width,
            spacing: if on[0] { Spacing::Blank } else { Spacing::Indent },
            mouse: on[1],
            plain: on[2],
            keys: keys.into_iter().collect(),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_settings(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), &bytes).unwrap();
        let found = Settings::load(folder.path());
        prop_assert!(!found.faults.is_empty());
        prop_assert!(Settings::default().save(folder.path()).is_err());
        prop_assert_eq!(fs::read(folder.path().join(FILE)).unwrap(), bytes);
    }

}

proptest! {
    #[test]
    fn any_spoilt_settings_are_an_answer(at in 0..HAND.len(), other in "\\PC{0,6}", cut in 0usize..12) {
        let mut text = HAND.to_owned();
        text.replace_range(at..(at + cut).min(HAND.len()), &other);
        let (_, faults) = Settings::parse(&text);
        to_text(&[SourceFile::new(FILE, text)], &faults, "", false);
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn what_is_saved_is_read(first in any_settings(), second in any_settings()) {
        let folder = tempfile::tempdir().unwrap();
        for settings in [first, second] {
            settings.save(folder.path()).unwrap();
            let found = Settings::load(folder.path());
            prop_assert_eq!((found.settings, found.faults), (settings, vec![]));
        }
    }
}
