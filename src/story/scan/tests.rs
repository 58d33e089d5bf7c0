//! The scan by itself.

use super::*;

fn codes(src: &str) -> Vec<(&'static str, String)> {
    rows(src).1.found.into_iter().map(|slip| (slip.code.number(), src[slip.at].to_owned())).collect()
}

#[test]
fn rows_are_cut_and_strings_and_comments_do_not_count() {
    let src = "[ // (\n    (id: \"a)\", text: r#\"(\"\"#), /* ( */\n    (id: \"b\"),\n]";
    let (rows, slips) = rows(src);
    assert!(slips.is_empty());
    assert_eq!(
        rows.iter().map(|row| &src[row.at.clone()]).collect::<Vec<_>>(),
        ["(id: \"a)\", text: r#\"(\"\"#)", "(id: \"b\")"]
    );
}

#[test]
fn an_open_bracket_is_named_and_the_next_row_still_found() {
    let src =
        "[\n    (\n        id: \"a\", choices: [(id: \"x\"),\n    ),\n    (\n        id: \"b\" text: \"t\",\n    ),\n]";
    assert_eq!(codes(src), [("K005", "[".to_owned()), ("K008", "\"".to_owned())]);
    assert_eq!(rows(src).0.len(), 2);
}

#[test]
fn an_open_text_is_named_at_its_opening() {
    let src =
        "[\n    (\n        id: \"a\", text: r#\"\nwords\n    ),\n    (\n        id: \"b\", text: r#\"x\"#,\n    ),\n]";
    assert_eq!(codes(src)[0], ("K006", "r#\"".to_owned()));
    assert_eq!(rows(src).0.len(), 2);
}

#[test]
fn a_path_leads_to_its_value() {
    let src = "(id: \"a\", choices: [(id: \"x\", when: \"p\"), (id: \"y\", when: \"q\")], map: {\"k\": one(2)})";
    let at = |path: &[Step<'_>]| &src[Outlines::default().locate(src, 0..src.len(), path)];
    assert_eq!(at(&[Step::Field("choices"), Step::Row(1), Step::Field("when")]), "\"q\"");
    assert_eq!(at(&[Step::Field("map"), Step::Field("k"), Step::Row(0)]), "2");
    assert_eq!(at(&[Step::Field("map"), Step::Key(0)]), "\"k\"");
}

#[test]
fn a_million_brackets_are_an_answer() {
    assert!(codes(&"[".repeat(1_000_000)).iter().any(|(code, _)| *code == "K014"));
}

#[test]
fn sound_rows_need_no_indenting() {
    let src = "[\n(id: \"a\", choices: [\n(id: \"x\"),\n(id: \"y\"),\n], text: \"\n(as he: \"),\n(id: \"b\"),\n]";
    let (found, slips) = rows(src);
    assert_eq!(slips, Slips::default());
    assert_eq!(found.iter().map(|row| &src[row.at.clone()]).next_back(), Some("(id: \"b\")"));
    assert_eq!(found.len(), 2);
}
