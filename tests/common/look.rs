//! What must be so of anything that is said of any story, and a small one to try it on.
#![allow(dead_code, missing_docs)]

use krivitsky::diagnostic::{Code, Diagnostic, FileId, MAX_SHOWN, Span, any_error, to_json, to_text};
use krivitsky::diagnostic::{SourceFile, is_control};
use krivitsky::story::parse;

/// Reads a story and holds what is said of it against what must be so of any.
pub fn look(files: &[SourceFile]) -> Vec<Diagnostic> {
    let (story, faults) = parse(files);
    assert_eq!(story.is_some(), !any_error(&faults), "a story comes out exactly when no fault is an error");
    let sound = |span: &Span| {
        let (start, end) = (span.start as usize, span.end as usize);
        match files.get(usize::from(span.file.0)) {
            Some(file) => start <= end && file.text.is_char_boundary(start) && file.text.is_char_boundary(end),
            None => span.file == FileId::NONE && span.is_whole_file(),
        }
    };
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

/// A story of one chapter, whose text is given.
pub fn with_chapter(text: &str) -> Vec<SourceFile> {
    vec![
        SourceFile::new("story.ron", STORY),
        SourceFile::new("places.ron", r#"[(id: "paris", name: "Paris")]"#),
        SourceFile::new(
            "endings.ron",
            r#"[(id: "left-alone", title: "Alone", date: "1937-05-30", place: "paris", text: "You go.")]"#,
        ),
        SourceFile::new("chapters/a.ron", text),
    ]
}

pub fn passage(fields: &str) -> String {
    format!("[(id: \"cafe-door\", date: \"1937-05-29\", place: \"paris\", {fields})]")
}
