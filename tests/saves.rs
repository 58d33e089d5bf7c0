//! Nothing is lost: saves cut short, damaged, foreign, newer, raced for, and the settings beside them.
#![allow(clippy::unwrap_used)]

use krivitsky::store::settings::{Settings, Spacing};

#[test]
fn settings_smoke() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = Settings::default();
    s.save(folder.path()).unwrap();
    let text = std::fs::read_to_string(folder.path().join("settings.ron")).unwrap();
    println!("{text}");
    let (read, faults) = Settings::parse(&text);
    assert_eq!((read, faults), (s.clone(), vec![]));
    s.spacing = Spacing::Indent;
    s.keys.insert("rewind".into(), vec!["u".into()]);
    s.save(folder.path()).unwrap();
    let text = std::fs::read_to_string(folder.path().join("settings.ron")).unwrap();
    println!("{text}");
    let (read, faults) = Settings::parse(&text);
    assert_eq!((read, faults), (s.clone(), vec![]));
}

#[test]
fn save_smoke() {
    use krivitsky::playthrough::*;
    use krivitsky::store::*;
    let p = Playthrough {
        story: "s".into(),
        edition: "1".into(),
        fingerprint: "00".into(),
        seed: 7,
        steps: vec![
            Step { after: 0, passage: "a-b".into(), choice: "c".into(), to: "d-e".into() },
            Step { after: 1, passage: "a-b".into(), choice: "c".into(), to: "d-e".into() },
        ],
        current: 1,
    };
    println!("{}", to_text(&p).unwrap());
    assert_eq!(from_bytes(to_text(&p).unwrap().as_bytes(), "s"), Ok(p));
}
