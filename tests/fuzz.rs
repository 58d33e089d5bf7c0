//! Nothing that stands in a story's files makes the reader of them panic, hang, or point outside of a file.
//!
//! `look` is the target: a plain function that a fuzzer can call too. What it found once is kept in
//! `proptest-regressions` and tried again each time.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use krivitsky::diagnostic::{Code, Diagnostic, FileId, MAX_SHOWN, Span, any_error, to_json, to_text};
use krivitsky::diagnostic::{SourceFile, is_control};
use krivitsky::store::content;
use krivitsky::story::{parse, raw};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::FileFailurePersistence;

/// Reads a story and holds what is said of it against what must be so of any.
fn look(files: &[SourceFile]) -> Vec<Diagnostic> {
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

fn shipped() -> &'static [SourceFile] {
    static FILES: OnceLock<Vec<SourceFile>> = OnceLock::new();
    FILES.get_or_init(content::shipped)
}

const STORY: &str = r#"(
    format: 1, id: "small", title: "Small", edition: "1", start: "cafe-door",
    chapters: [(file: "a", title: "A")],
    facts: { "warned": one_of(["no", "words"]), "calls": number(from: 0, to: 3), "moved": flag },
    meters: { "suspicion": (word: "Suspicion", start: 20, good: low, bands: [
        (id: "trusted", word: "Trusted"), (id: "watched", word: "Watched", up: 45, down: 35)]) },
)"#;

/// A story of one chapter, whose text is given.
fn with_chapter(text: &str) -> Vec<SourceFile> {
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

fn passage(fields: &str) -> String {
    format!("[(id: \"cafe-door\", date: \"1937-05-29\", place: \"paris\", {fields})]")
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
    fn any_bytes_are_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..2000), file in any::<Index>()) {
        let mut files = shipped().to_vec();
        let n = file.index(files.len());
        files[n] = SourceFile::new(files[n].name.clone(), String::from_utf8_lossy(&bytes));
        look(&files);
    }

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
}

proptest! {
    #![proptest_config(config(128))]

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

/// Looks at a story and holds the time against a bound that is generous for a busy machine, and that anything which takes
/// the square of a file's length is far beyond.
fn look_quickly(name: &str, files: &[SourceFile]) -> Vec<Diagnostic> {
    let start = Instant::now();
    let faults = look(files);
    let took = start.elapsed();
    println!("{took:>10.2?}  {:>4} faults  {name}", faults.len());
    assert!(took < Duration::from_secs(if cfg!(debug_assertions) { 15 } else { 60 }), "{name} took {took:?}");
    faults
}

/// Fifteen mebibytes; in a build without optimisation as much as shows the square of it just as well.
const BIG: usize = if cfg!(debug_assertions) { 128 << 10 } else { 15 << 20 };

fn filled(unit: &str) -> String {
    unit.repeat(BIG / unit.len())
}

#[test]
fn a_million_brackets_deep_is_an_answer() {
    for bracket in ["(", "[", "{", "[(", "(id: [", "{\"a\": "] {
        let faults = look_quickly(bracket, &with_chapter(&bracket.repeat(1_000_000)));
        assert!(faults.iter().any(|fault| fault.code == Code::TooDeep), "{bracket}");
        let mut files = with_chapter(&passage("text: \"t\", next: \"left-alone\""));
        files[0].text = bracket.repeat(1_000_000);
        look_quickly(bracket, &files);
    }
    let nots = "not ".repeat(1_000_000);
    look_quickly(
        "not not",
        &with_chapter(&passage(&format!(
            "text: \"t\", next: [(when: \"{nots}moved\", to: \"left-alone\"), (to: \"left-alone\")]"
        ))),
    );
}

#[test]
fn a_file_of_one_long_passage_is_an_answer() {
    let sound = look_quickly(
        "one passage",
        &with_chapter(&passage(&format!("text: r#\"{}\"#, next: \"left-alone\"", filled("He looks up. \n")))),
    );
    assert_eq!(sound, []);
    for (name, text) in [
        ("one line of words", filled("word ")),
        ("unclosed braces", filled("{ ")),
        ("unknown inserts", filled("{nobody} ")),
        ("open ifs", filled("{if moved}")),
        ("stray ends", filled("{end}")),
        ("stars in ifs", filled("{if moved}*")),
        ("stars", filled("* \n\n")),
        ("blank lines", filled("\n")),
        ("document", filled("> a\n")),
    ] {
        look_quickly(name, &with_chapter(&passage(&format!("text: r#\"{text}\"#, next: \"left-alone\""))));
        look_quickly(name, &with_chapter(&passage(&format!("text: \"{text}\\t\", next: \"left-alone\""))));
    }
    let choices = filled("(id: \"a\", label: \"A\", to: \"b-c\"), ");
    look_quickly("choices", &with_chapter(&passage(&format!("text: \"t\", choices: [{choices}]"))));
    let effects = filled("\"nobody = 1\", ");
    look_quickly("effects", &with_chapter(&passage(&format!("text: \"t\", enter: [{effects}], next: \"left-alone\""))));
    let arms = filled("(when: \"moved\", to: \"b-c\"), ");
    look_quickly("arms", &with_chapter(&passage(&format!("text: \"t\", next: [{arms}]"))));
    let ands = filled("and nobody ");
    look_quickly(
        "ands",
        &with_chapter(&passage(&format!(
            "text: \"t\", next: [(when: \"moved {ands}\", to: \"left-alone\"), (to: \"left-alone\")]"
        ))),
    );
}

#[test]
fn a_file_of_anything_is_an_answer() {
    for unit in [
        ")",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "'",
        "a ",
        "a",
        "é",
        "\u{a0}",
        "“",
        "\u{202e}",
        "\u{0}",
        "\n",
        "/*",
        "*/",
        "//\n",
        "r#\"",
        "\"#",
        "\\\"",
        "\"\\",
        "\"a\" \"a\" ",
        "\"a\" b ",
        "()",
        "[]",
        "([)]",
        "(]",
        "[)",
        "(,)",
        "(:)",
        "a(",
        "a: ",
        "1 ",
        "\"a\": ",
        "(a b)",
        "(a \"b\")",
        "[(",
        "(\n",
        "\n(id:",
        "\n(id: \"a-b\", \"",
        "\n(id: \"a-b\", text: r#\"",
        "\n(id: a, \\\"",
        "\n(id: \"a-b\"),",
        "(id: \"a-b\"),",
        "(id: \"a-b\", text: \"t\", next: \"c-d\"),",
        "\n(id: \"a-b\", text: \"t\", next: \"c-d\"),",
        "(id \"a\")",
        "\"a\", ",
        "[\"a\": 1],",
    ] {
        for head in ["", "[", "[\n    (id: \"a-b\", ", "[\n    (id: \"a-b\", choices: ["] {
            look_quickly(&format!("{head:?} {unit:?}"), &with_chapter(&format!("{head}{}", filled(unit))));
        }
        let mut files = with_chapter(&passage("text: \"t\", next: \"left-alone\""));
        files[0].text = filled(unit);
        look_quickly(&format!("story.ron {unit:?}"), &files);
        files[0].text = format!("(format: 1, facts: {{{}", filled(unit));
        look_quickly(&format!("story.ron facts {unit:?}"), &files);
    }
}

/// A number for each row, so that no two are alike.
fn numbered(row: impl Fn(usize) -> String) -> String {
    let mut text = String::with_capacity(BIG + 100);
    (0..).take_while(|_| true).map(row).try_for_each(|row| {
        text.push_str(&row);
        (text.len() < BIG).then_some(())
    });
    text
}

#[test]
fn a_file_of_many_different_rows_is_an_answer() {
    let rows = numbered(|n| format!("    (id: \"room-{n}\", text: \"t\", next: \"rom-{n}\"),\n"));
    let first = passage("text: \"t\", next: \"room-1\"").replace(']', ",\n");
    look_quickly("unknown passages", &with_chapter(&format!("{first}{rows}]")));
    let rows = numbered(|n| format!("    (id: \"room-{n}\", text: \"t\", next: \"room-{n}\"),\n"));
    assert_eq!(look_quickly("passages", &with_chapter(&format!("{first}{rows}]"))), []);
    let rows = numbered(|n| format!("    (id: \"room-{n}\", text: \"t\" next: \"room-{n}\"),\n"));
    look_quickly("missing commas", &with_chapter(&format!("{first}{rows}]")));
    let hashes = numbered(|n| format!("\n    (id: \"room-{n}\", text: r{}\"t),", "#".repeat(n)));
    look_quickly("hashes", &with_chapter(&format!("{first}{hashes}]")));
    let story = |field: &str, rows: String| {
        let mut files = with_chapter(&passage("text: \"t\", next: \"left-alone\""));
        files[0].text = files[0].text.replacen("facts: {", &format!("{field}: {rows}, facts: {{"), 1);
        look_quickly(field, &files)
    };
    story("acts", format!("{{{}}}", numbered(|n| format!("\"act{n}\": (effects: [\"nobody{n} = 1\"]),\n"))));
    story("was", format!("{{{}}}", numbered(|n| format!("\"fact{n}\": [\"fact{}\"],\n", n + 1))));
    story("shows", format!("{{{}}}", numbered(|n| format!("\"fact{n}\": {{\"a\": \"b\"}},\n"))));
    story("shows", format!("{{\"warned\": {{{}}}}}", numbered(|n| format!("\"value{n}\": \"b\",\n"))));
    story("goods", format!("[{}]", numbered(|n| format!("\"good{n}\",\n"))));
    story("odds", format!("[{}]", numbered(|n| format!("(id: \"odds{n}\", word: \"w\", of_100: 0),\n"))));
    story(
        "rules",
        format!(
            "[{}]",
            numbered(|n| format!(
                "(id: \"rule{n}\", each: scene, effects: [\"calls + 1\"], when: \"calls > 1 and nobody\"),\n"
            ))
        ),
    );
    let people = numbered(|n| format!("\"p{n}\": (a: \"A\"),\n"));
    story("ledger", format!("(states: [\"a\", \"b\"], people: {{{people}}})"));
    let states = numbered(|n| format!("\"state{n}\",\n"));
    story("ledger", format!("(states: [{states}], people: {{\"a\": (a: \"A\")}})"));
    let mut files = with_chapter(&passage("text: \"t\", next: \"left-alone\""));
    let facts = numbered(|n| format!("\"Fact{n}\": one_of([\"a\", \"a\"]),\n"));
    files[0].text = files[0].text.replacen("facts: {", &format!("facts: {{{facts}"), 1);
    look_quickly("facts", &files);
    let values = numbered(|n| format!("\"v{n}\","));
    files[0].text = STORY.replacen("[\"no\", \"words\"]", &format!("[{values}]"), 1);
    look_quickly("values", &files);
    let chapters = numbered(|n| format!("(file: \"a\", title: \"{n}\"),"));
    files[0].text = STORY.replacen("(file: \"a\", title: \"A\")", &chapters, 1);
    look_quickly("one chapter many times", &files);
    let chapters = numbered(|n| format!("(file: \"a{n}\", title: \"{n}\"),"));
    files[0].text = STORY.replacen("(file: \"a\", title: \"A\")", &chapters, 1);
    look_quickly("chapters that are not there", &files);
    let bands = numbered(|n| format!("(id: \"b{n}\", word: \"B\"),"));
    files[0].text = STORY.replacen("(id: \"trusted\", word: \"Trusted\"),", &bands, 1);
    look_quickly("bands", &files);
    let meters =
        numbered(|n| format!("\"m{n}\": (word: \"S\", start: 20, good: low, bands: [(id: \"t{n}\", word: \"T\")]),"));
    files[0].text = STORY.replacen("meters: {", &format!("meters: {{{meters}"), 1);
    look_quickly("meters", &files);
    files[0].text = STORY.to_owned();
    files[1].text = format!("[{}]", numbered(|n| format!("(id: \"place-{n}\", name: \"P\"),")));
    look_quickly("places", &files);
}

#[test]
fn a_thousand_broken_passages_are_an_answer() {
    for broken in [
        "text: \"t\" next: \"cafe-door\"",
        "text: \"t, next: \"cafe-door\"",
        "text: r#\"t, next: \"cafe-door\"",
        "text: “t”, next: \"cafe-door\"",
        "txt: \"t\", next: \"cafe-door\"",
        "text: \"{nobody}\", next: \"cafe-door\"",
        "text: \"t\", next: \"cafe-dor\"",
        "text: \"t\", next: [(to: \"cafe-dor\"",
        "text: \"t\", next: 5",
        "text: \"t\", next = \"a\"",
        "text: \"t\", next: \"a\", )",
    ] {
        let rows: String = (0..1000).map(|n| format!("    (\n        id: \"room-{n}\", {broken}\n    ),\n")).collect();
        let first = passage("text: \"t\", next: \"cafe-door\"").replacen("[(", "[\n    (", 1).replace(']', ",\n");
        let faults = look_quickly(broken, &with_chapter(&format!("{first}{rows}]")));
        assert!(faults.len() > MAX_SHOWN, "{broken}: {}", faults.len());
    }
}
