//! Nothing that stands in a story's files makes the reader of them panic, hang, or point outside of a file.
//!
//! `look` is the target: a plain function that a fuzzer can call too. What it found once is kept in
//! `proptest-regressions` and tried again each time.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "common/look.rs"]
mod look;

use std::sync::OnceLock;

use krivitsky::diagnostic::{Code, Diagnostic, SourceFile};
use krivitsky::store::content;
use krivitsky::story::raw;
use look::{look, passage, with_chapter};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::FileFailurePersistence;

fn shipped() -> &'static [SourceFile] {
    static FILES: OnceLock<Vec<SourceFile>> = OnceLock::new();
    FILES.get_or_init(content::shipped)
}

/// Pieces of RON, sound and unsound, and what people type by mistake.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        "\"",
        "r#\"",
        "\"#",
        "r\"",
        "\\",
        "\\\"",
        "//",
        "/*",
        "*/",
        "\n",
        "\n    (\n        id: ",
        "\n(id: ",
        " ",
        "id",
        "text",
        "choices",
        "label",
        "to",
        "when",
        "next",
        "effects",
        "date",
        "place",
        "was",
        "notes",
        "\"cafe-door\"",
        "\"paris\"",
        "\"1937-05-29\"",
        "cafe-door",
        "12",
        "-3",
        "0.5",
        "true",
        "flag",
        "one_of",
        "never",
        "“",
        "”",
        "é",
        "\u{202e}",
        "\u{0}",
        "\r",
        "\r\n",
        "\t",
        "=",
        ";",
        "'",
        "#![enable(implicit_some)]",
        "{if moved}",
        "{end}",
        "*",
        "Some(",
        "(id: \"a-b\", text: \"t\", next: \"cafe-door\"),",
        "\u{a0}",
        "日本",
        "r##\"",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// A slice of a text by two places in it, pulled to the starts of characters.
fn slice(text: &str, from: Index, length: usize) -> std::ops::Range<usize> {
    let start = from.index(text.len() + 1);
    let start = (0..=start).rev().find(|at| text.is_char_boundary(*at)).unwrap();
    let end = (start + length).min(text.len());
    let end = (end..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap();
    start..end
}

#[derive(Debug, Clone)]
enum Edit {
    Delete(usize),
    Insert(String),
    Replace(usize, String),
    Double(usize),
}

fn edit() -> impl Strategy<Value = Edit> {
    let length = || prop_oneof![4 => Just(1usize), 2 => 2usize..20, 1 => 20usize..3000];
    let text = || prop_oneof![prop::char::any().prop_map(String::from), pieces(), "[(){}\\[\\],:\"#\\\\r*]"];
    prop_oneof![
        3 => length().prop_map(Edit::Delete),
        3 => text().prop_map(Edit::Insert),
        2 => (length(), text()).prop_map(|(length, text)| Edit::Replace(length, text)),
        1 => length().prop_map(Edit::Double),
    ]
}

/// What was found once is kept, and tried first from then on.
fn config(cases: u32) -> ProptestConfig {
    let kept = FileFailurePersistence::Direct("proptest-regressions/fuzz.txt");
    // More of them for a long look: `PROPTEST_CASES=100000 cargo test --release --test fuzz any_`.
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(cases);
    ProptestConfig { cases, failure_persistence: Some(Box::new(kept)), ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn any_characters_are_an_answer(text in "\\PC{0,300}", file in any::<Index>()) {
        let mut files = with_chapter("");
        let n = file.index(files.len());
        files[n].text = text;
        look(&files);
    }

    #[test]
    fn any_pieces_of_ron_are_an_answer(text in pieces(), file in any::<Index>(), inside in any::<bool>()) {
        let mut files = with_chapter("");
        let n = file.index(files.len());
        files[n].text = if inside { passage(&text) } else { text };
        look(&files);
    }

    #[test]
    fn any_condition_is_an_answer(
        words in prop::collection::vec(prop::sample::select(vec![
            "moved", "warned", "words", "calls", "suspicion", "watched", "and", "or", "not", "is", "at", "least", "most", "(", ")", "seen(", "took(",
            "cafe-door", ".", "in", "ledger", "3", "-1", "99999999999", "=", "==", ">", "<=", "up", "down", "small", "floor", "for", "good", "act", "+", "é", "\\n", "  ",
        ]), 0..30),
    ) {
        let text = words.join(" ");
        for fields in [
            format!("text: \"t\", enter: [\"{text}\"], choices: [(id: \"in\", label: \"In\", when: \"{text}\", effects: [\"{text}\"], to: \"left-alone\")]"),
            format!("text: r#\"{{if {text}}}yes{{else}}no{{end}} {{{text}}}\"#, next: \"left-alone\""),
        ] {
            look(&with_chapter(&passage(&fields)));
        }
    }

    #[test]
    fn any_markup_is_an_answer(
        marks in prop::collection::vec(prop::sample::select(vec![
            "{if moved}", "{elif warned is words}", "{else}", "{end}", "{tell}", "{calls}", "{", "}", "*", "\\{", "\\*", "\\>", "> ", "\n", "\n\n", "\r\n\r\n", "word ", "é", "  ", "{ if", "{}", "\t",
        ]), 0..40),
    ) {
        look(&with_chapter(&passage(&format!("text: r##\"{}\"##, next: \"left-alone\"", marks.concat()))));
    }

    #[test]
    fn any_bytes_are_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..2000), file in any::<Index>()) {
        let mut files = shipped().to_vec();
        let n = file.index(files.len());
        files[n] = SourceFile::new(files[n].name.clone(), String::from_utf8_lossy(&bytes));
        look(&files);
    }

    #[test]
    fn any_change_of_the_shipped_story_is_an_answer(file in any::<Index>(), at in any::<Index>(), edit in edit()) {
        let mut files = shipped().to_vec();
        let n = file.index(files.len());
        let text = &mut files[n].text;
        match edit {
            Edit::Delete(length) => text.replace_range(slice(text, at, length), ""),
            Edit::Insert(new) => text.insert_str(slice(text, at, 0).start, &new),
            Edit::Replace(length, new) => text.replace_range(slice(text, at, length), &new),
            Edit::Double(length) => {
                let part = slice(text, at, length);
                let again = text[part.clone()].to_owned();
                text.insert_str(part.end, &again);
            }
        }
        let faults = look(&files);
        agrees(n, &files[n], &faults);
    }
}

/// Holds what is said of a chapter against what the parser of RON says of it read whole: it is refused exactly when the
/// parser refuses it, and for a name or a meaning otherwise.
fn agrees(n: usize, file: &SourceFile, faults: &[Diagnostic]) {
    if !file.name.starts_with("chapters/") || file.text.contains("#![") {
        return;
    }
    let own: Vec<_> = faults.iter().filter(|fault| usize::from(fault.span.file.0) == n).collect();
    match raw::options().from_str::<Vec<raw::Passage>>(&file.text) {
        Ok(_) => {
            // Control characters are ours to refuse, and a text that swallows the passages behind it.
            let ours = |code| matches!(code, Code::ControlCharacter | Code::UnclosedString);
            let refused = own.iter().find(|fault| fault.code <= Code::Repeated && !ours(fault.code));
            let swallowed = own.iter().any(|fault| fault.code == Code::UnclosedString);
            assert!(refused.is_none() || swallowed, "RON has nothing against it: {refused:?}");
        }
        Err(error) => assert!(own.iter().any(|fault| fault.code <= Code::Repeated), "RON says: {error}"),
    }
}
