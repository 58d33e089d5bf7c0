//! What must be so of anything that is said of any story, and a small one to try it on.
#![allow(dead_code, missing_docs)]

use krivitsky::diagnostic::{Code, Diagnostic, FileId, MAX_SHOWN, Span, any_error, to_json, to_text};
use krivitsky::diagnostic::{SourceFile, is_control};
use krivitsky::lint::check;
use krivitsky::story::{draft, parse};

/// Stories of more bytes are read, and not checked as well: the shipped one is checked elsewhere.
const CHECKED: usize = 200_000;

/// Whether a span lies in its file.
fn sound(files: &[SourceFile], span: &Span) -> bool {
    let (start, end) = (span.start as usize, span.end as usize);
    match files.get(usize::from(span.file.0)) {
        Some(file) => start <= end && file.text.is_char_boundary(start) && file.text.is_char_boundary(end),
        None => span.file == FileId::NONE && span.is_whole_file(),
    }
}

/// Runs every check on a story that can be read; whatever they say, it lies where it says.
fn checked(files: &[SourceFile]) {
    let (draft, _) = draft(files);
    for fault in draft.iter().flat_map(check) {
        assert!(sound(files, &fault.span) && !fault.message.is_empty(), "{fault:?}");
        assert!(fault.also.as_ref().is_none_or(|(span, _)| sound(files, span)), "{fault:?}");
    }
}

/// Reads a story and holds what is said of it against what must be so of any.
pub fn look(files: &[SourceFile]) -> Vec<Diagnostic> {
    let (story, faults) = parse(files);
    assert_eq!(story.is_some(), !any_error(&faults), "a story comes out exactly when no fault is an error");
    if story.is_some() && files.iter().map(|file| file.text.len()).sum::<usize>() < CHECKED {
        checked(files);
    }
    let sound = |span: &Span| sound(files, span);
    for fault in &faults {
        assert!(sound(&fault.span), "{fault:?}");
        assert!(fault.also.as_ref().is_none_or(|(span, _)| sound(span)), "{fault:?}");
        assert!(!fault.message.is_empty());
    }
    for (n, file) in files.iter().enumerate() {
        let own = faults.iter().filter(|fault| usize::from(fault.span.file.0) == n && fault.code != Code::MoreFaults);
        assert!(own.count() <= MAX_SHOWN, "{}", file.name);
    }
    let text = to_text(files, &faults, "story", false);
    assert!(!text.contains(|c| c != '\n' && is_control(c)), "nothing a file holds reaches the terminal");
    let rows: serde_json::Value = serde_json::from_str(&to_json(files, &faults, "story")).unwrap();
    assert_eq!(rows.as_array().unwrap().len(), faults.len());
    faults
}

pub const STORY: &str = r#"(
    format: 1, id: "small", title: "Small", edition: "1", start: "cafe-door",
    chapters: [(file: "a", title: "A")],
    facts: { "warned": one_of(["no", "words"]), "calls": number(from: 0, to: 3), "moved": flag },
    meters: { "suspicion": (word: "Suspicion", start: 20, good: low, bands: [
        (id: "trusted", word: "Trusted"), (id: "watched", word: "Watched", up: 45, down: 35)]) },
)"#;

/// Every limit, and all of them tight.
pub const STYLE: &str = r#"(
    passages: (words: (9, 9), varied: (share: 1, most: 9), endings: (9, 9), first_decision: 0, between_decisions: 0, summary: 0),
    documents: (words: (9, 9)),
    sentences: (abbreviations: ["word", "é"], variation: (least: 90, of_passages: 100, median: 90, from_sentences: 0), mean: (9, 9),
        short: (words: 1, share: (9, 9)), long: (words: 9, share: 99), same_start: (words: ["w*"], chapter: 0, passage: 0, running: 0)),
    openings: (words: 1, distinct: 100, in_chapter: 0, weather: (words: ["word"], share: 0)),
    closings: (abstractions: ["w*"], verbs: ["w*"], short: (words: 9, share: 0)),
    banned: ["word", "word word", "é*", "*", ""], banned_in_speech: ["w*"], dates: [(from: "1950-01-01", words: ["word", "yes"])],
    words: (adverbs: (ending: "d", except: [], per_10000: 0, passage: 0), mood: (words: ["word"], per_10000: 0),
        filters: [(words: ["w*"], per_10000: 0)], comparisons: (words: ["word word"], per_10000: 0),
        threes: (joined_by: ["word"], per_10000: 0), contrasts: (between: [("word", "word")], per_10000: 0),
        feelings: (words: ["word"], after: ["word", "é"])),
    speech: (share: (9, 9), tags: (plain: ["he"], other: ["word"], share: 0), broken_off: 0),
    overlap: (common: ["a"], echoes: ["é word"], phrase_in: 0, shared: 0, alike: 0, siblings: 0, own_words: 99),
    labels: (words: (9, 9), characters: 0, no_verbs: ["in"], no_verb_ending: "n", verbs: ["en"], banned: ["in"], own_verb: true),
    choices: (count: (9, 9), mean: (0, 0), goods: 9, safest: (share: 0, from_passages: 0)),
    consequences: (later: 100, two_kinds: 100, meter_only: 0), dice: (share: 0, route: 0), tells: (each: 9),
    episodes: (recap: 0, passages: 0, words: 0, votes: 0, minutes: 0, words_a_minute: 0, vote_seconds: 4294967295),
    access: (label_lines: 0, words_a_minute: 0, aloud_seconds: 0),
)"#;

/// A story of one chapter, whose text is given.
pub fn with_chapter(text: &str) -> Vec<SourceFile> {
    vec![
        SourceFile::new("story.ron", STORY),
        SourceFile::new("places.ron", r#"[(id: "paris", name: "Paris")]"#),
        SourceFile::new(
            "endings.ron",
            r#"[(id: "left-alone", title: "Alone", date: "1937-05-30", place: "paris", text: "You go.")]"#,
        ),
        SourceFile::new("style.ron", STYLE),
        SourceFile::new("chapters/a.ron", text),
    ]
}

pub fn passage(fields: &str) -> String {
    format!("[(id: \"cafe-door\", date: \"1937-05-29\", place: \"paris\", {fields})]")
}
