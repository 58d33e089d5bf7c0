//! The report of a crash, written by a hook in a program that really panics.
#![allow(clippy::unwrap_used)]

use krivitsky::playthrough::{Playthrough, Step};
use krivitsky::store::crash;

#[test]
fn a_panic_leaves_a_report_to_play_again() {
    let folder = tempfile::tempdir().unwrap();
    let steps = vec![Step { after: 0, passage: "cafe-ludwik".into(), choice: "spain".into(), to: "cafe-spain".into() }];
    let playthrough = Playthrough {
        story: "small".into(),
        edition: "0.1.0".into(),
        fingerprint: "00ff00ff00ff00ff".into(),
        seed: 77,
        from: None,
        steps,
        current: 1,
    };
    std::panic::set_hook(Box::new(|panic| drop(crash::write(panic))));
    // Nothing was noted: nothing is written, and nothing goes wrong.
    std::thread::spawn(|| panic!("early")).join().unwrap_err();
    crash::note(|notes| {
        notes.folder = folder.path().to_owned();
        notes.size = (80, 24);
        notes.term = "xterm-256color".into();
        notes.playthrough = Some(playthrough.clone());
    });
    let file = folder.path().join("autosave.ron").display().to_string();
    std::thread::spawn(move || panic!("cannot write {file}: gone")).join().unwrap_err();
    let report = std::fs::read_to_string(folder.path().join(crash::FILE)).unwrap();
    for line in [
        concat!("krivitsky ", env!("CARGO_PKG_VERSION")),
        "terminal: 80 x 24, TERM=xterm-256color",
        "at: crash.rs:",
        "message: cannot write autosave.ron: gone",
        "story: small 0.1.0 (00ff00ff00ff00ff)",
        "seed: 77",
        "1 after 0: cafe-ludwik.spain -> cafe-spain",
    ] {
        assert!(report.contains(line), "{line} is not in\n{report}");
    }
    assert!(!report.contains('/'), "{report}");
    // A panic in the middle of taking a note is not made worse, and says what was known before.
    std::thread::spawn(|| crash::note(|_| panic!("while noting"))).join().unwrap_err();
    std::thread::spawn(|| panic!("after that")).join().unwrap_err();
    let report = std::fs::read_to_string(folder.path().join(crash::FILE)).unwrap();
    assert!(report.contains("message: after that") && report.contains("seed: 77"), "{report}");
    let _ = std::panic::take_hook();
}
