//! A file of fifteen mebibytes is answered within seconds, whatever stands in it, and so are brackets a million deep.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "common/look.rs"]
mod look;

use std::time::{Duration, Instant};

use krivitsky::diagnostic::{Code, Diagnostic, MAX_SHOWN, SourceFile};
use look::{STORY, look, passage, with_chapter};

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
