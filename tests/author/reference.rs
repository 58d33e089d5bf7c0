//! `docs/authoring.md`: its second part is made from the field docs of the raw types, so that it says what the program reads.
//! `UPDATE=1 cargo test --test author` writes it anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// The types in the order in which an author meets them, each with the file it stands in where that is a new one.
const ORDER: &[(&str, &str)] = &[
    ("Story", "`story.ron`"),
    ("Chapter", ""),
    ("Fact", ""),
    ("Meter", ""),
    ("Good", ""),
    ("Band", ""),
    ("Odds", ""),
    ("Act", ""),
    ("Rule", ""),
    ("Each", ""),
    ("Ledger", ""),
    ("Weight", ""),
    ("Passage", "`NAME.ron` in the folder `chapters`: a list of passages"),
    ("Choice", ""),
    ("Locked", ""),
    ("Risk", ""),
    ("Outcome", ""),
    ("Arm", ""),
    ("Care", ""),
    ("Note", ""),
    ("Says", ""),
    ("Ending", "`endings.ron`: a list of endings"),
    ("Cause", ""),
    ("Tell", "`tells.ron`: a list of tells"),
    ("Place", "`places.ron`: a list of places"),
    ("Person", "`people.ron`: a list of people"),
    ("Source", "`sources.ron`: a list of sources"),
    ("Term", "`glossary.ron`: a list of terms"),
    ("Event", "`timeline.ron`: a list of events"),
    ("Departure", "`departures.ron`: a list of departures"),
    ("Likely", ""),
    ("Invention", "`inventions.ron`: a list of inventions"),
    ("Episode", "`episodes.ron`: a list of episodes"),
    ("Telling", ""),
    ("Assertion", "`assertions.ron`: a list of assertions"),
    ("Policy", "`policies.ron`: a list of policies"),
    ("Test", "`NAME.ron` in the folder `tests`"),
    ("Stop", ""),
    ("Goes", ""),
    // All that it holds follows it, in the order of the source.
    ("Style", "`style.ron`"),
];

/// Types that the program reads in a way of their own.
const OWN: &[(&str, &str)] = &[
    ("Target", "a passage id, or a list, each `(..)`, [target](#target)"),
    ("Down", "a number, or `never`"),
    ("Text", "words"),
    ("String", "words"),
    ("bool", "`true` or `false`"),
    ("i16", "a number"),
    ("u8", "a number"),
    ("u16", "a number"),
    ("u32", "a number"),
    ("u64", "a number"),
    ("f64", "a number"),
];

/// A struct or an enum of `src/story/raw`.
#[derive(Debug, Default)]
struct Type {
    name: String,
    doc: String,
    /// What serde calls it.
    called: String,
    is_list_of_words: bool,
    all_may_be_left_out: bool,
    fields: Vec<Field>,
}

#[derive(Debug, Default)]
struct Field {
    name: String,
    kind: String,
    doc: String,
    has_default: bool,
}

/// Reads the types that stand in files of a story, in the order of the source.
fn types() -> Vec<Type> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/story/raw");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut types = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let (mut doc, mut marks) = (String::new(), String::new());
        let mut open: Option<Type> = None;
        for line in text.lines() {
            let bare = line.trim();
            if let Some(words) = bare.strip_prefix("///") {
                doc = format!("{doc} {}", words.trim()).trim().to_owned();
            } else if bare.starts_with("#[") {
                marks.push_str(bare);
            } else if let Some(of) = &mut open {
                if line == "}" {
                    types.extend(open.take());
                } else if let Some(field) = field(bare, of.is_list_of_words) {
                    let has_default = marks.contains("default");
                    of.fields.push(Field { doc: std::mem::take(&mut doc), has_default, ..field });
                }
                marks.clear();
                if of_done(bare) {
                    doc.clear();
                }
            } else {
                let head = bare.strip_prefix("pub struct ").or_else(|| bare.strip_prefix("pub enum "));
                if let Some(head) = head.filter(|_| marks.contains("Deserialize") && bare.ends_with('{')) {
                    let name = head.split(['<', ' ']).next().unwrap().to_owned();
                    let called = marks.split("rename = \"").nth(1).and_then(|rest| rest.split('"').next());
                    open = Some(Type {
                        called: called.unwrap_or_default().to_owned(),
                        is_list_of_words: bare.starts_with("pub enum"),
                        all_may_be_left_out: marks.contains(" default"),
                        doc: std::mem::take(&mut doc),
                        name,
                        fields: Vec::new(),
                    });
                }
                doc.clear();
                marks.clear();
            }
        }
    }
    types
}

fn of_done(line: &str) -> bool {
    line.is_empty()
}

/// A field, or one of the words of an enum.
fn field(line: &str, word: bool) -> Option<Field> {
    if word {
        let name = line.trim_end_matches(',').trim_end_matches(" {");
        let (name, kind) = name.split_once('(').map_or((name, ""), |(name, kind)| (name, kind.trim_end_matches(')')));
        let is_name = name.chars().next().is_some_and(char::is_uppercase);
        let snake: String = name
            .char_indices()
            .flat_map(|(n, c)| {
                let gap = (n > 0 && c.is_uppercase()).then_some('_');
                gap.into_iter().chain(c.to_lowercase())
            })
            .collect();
        let inner = line.split_once(": ").map(|(name, kind)| (name, kind.trim_end_matches(',')));
        return match inner {
            // The fields of one of the words stand below it.
            Some((name, kind)) => Some(Field { name: format!("  {name}"), kind: kind.to_owned(), ..Field::default() }),
            None => is_name.then(|| Field { name: snake, kind: kind.to_owned(), ..Field::default() }),
        };
    }
    let (name, kind) = line.strip_prefix("pub ")?.split_once(": ")?;
    Some(Field { name: name.to_owned(), kind: kind.trim_end_matches(',').to_owned(), ..Field::default() })
}

/// The heading of a type.
fn heading(of: &Type) -> String {
    match of.called.as_str() {
        "style" if of.name != "Style" => {
            let words = of.name.char_indices().map(|(n, c)| match n > 0 && c.is_uppercase() {
                true => format!(" {}", c.to_lowercase()),
                false => c.to_lowercase().to_string(),
            });
            words.collect()
        }
        called => called.to_owned(),
    }
}

fn anchor(heading: &str) -> String {
    heading.replace(' ', "-")
}

/// What a field holds, in an author's words.
fn in_words(kind: &str, types: &BTreeMap<&str, &Type>) -> String {
    let kind = kind.replace("<'a>", "");
    let inside = |outer: &str| kind.strip_prefix(outer).and_then(|rest| rest.strip_suffix('>')).map(str::to_owned);
    if let Some(inner) = inside("Option<").or_else(|| inside("Box<")) {
        return in_words(&inner, types);
    }
    if let Some(inner) = inside("Vec<") {
        return match in_words(&inner, types) {
            words if words == "words" => "a list of words".to_owned(),
            each => format!("a list, each {each}"),
        };
    }
    if let Some(inner) = inside("Rows<") {
        return format!("a table, for each name {}", in_words(&inner, types));
    }
    if let Some(inner) = kind.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        let both: Vec<String> = inner.split(", ").map(|part| in_words(part, types)).collect();
        return match both.iter().all(|one| *one == both[0]) && both[0] == "a number" {
            true => "two numbers, `(least, most)`".to_owned(),
            false => format!("a pair, `(..)`, of {}", both.join(" and ")),
        };
    }
    if let Some((_, words)) = OWN.iter().find(|(name, _)| *name == kind) {
        return (*words).to_owned();
    }
    let of = types.get(kind.as_str()).unwrap_or_else(|| panic!("what is `{kind}` to an author?"));
    let name = heading(of);
    match of.is_list_of_words && of.fields.iter().all(|field| field.kind.is_empty()) {
        true => of.fields.iter().map(|field| format!("`{}`", field.name)).collect::<Vec<_>>().join(", "),
        false => format!("`(..)`, [{name}](#{})", anchor(&name)),
    }
}

fn reference() -> String {
    let types = types();
    let by_name: BTreeMap<&str, &Type> = types.iter().map(|of| (of.name.as_str(), of)).collect();
    let listed: BTreeSet<&str> = ORDER.iter().map(|(name, _)| *name).collect();
    let rest = types.iter().filter(|of| !listed.contains(of.name.as_str()));
    for of in rest.clone() {
        assert_eq!(of.called, "style", "`{}` has no place in the reference", of.name);
    }
    let rest = rest.map(|of| (of.name.as_str(), ""));
    let mut text = String::new();
    for (name, file) in ORDER.iter().copied().chain(rest) {
        let of = by_name.get(name).unwrap_or_else(|| panic!("there is no `{name}`"));
        if !file.is_empty() {
            _ = writeln!(text, "\n## {file}");
        }
        _ = writeln!(text, "\n### {}\n\n{}\n", heading(of), of.doc);
        match of.is_list_of_words {
            true => _ = writeln!(text, "| You write | Means |\n|---|---|"),
            false => _ = writeln!(text, "| Field | Holds | Needed | Means |\n|---|---|---|---|"),
        }
        for (n, field) in of.fields.iter().enumerate() {
            assert!(!field.doc.is_empty(), "{}.{} has no doc", of.name, field.name);
            let doc = field.doc.replace('|', "\\|");
            if of.is_list_of_words {
                let written = match (field.name.trim_start(), field.kind.as_str()) {
                    (name, "") if of.fields.get(n + 1).is_some_and(|next| next.name.starts_with(' ')) => {
                        format!("`{name}(..)`")
                    }
                    (name, "") => format!("`{name}`"),
                    (name, kind) if field.name.starts_with(' ') => format!("`{name}:` {}", in_words(kind, &by_name)),
                    (name, kind) => format!("`{name}(..)` with {}", in_words(kind, &by_name)),
                };
                _ = writeln!(text, "| {written} | {doc} |");
                continue;
            }
            let needed = !field.has_default && !of.all_may_be_left_out && !field.kind.starts_with("Option<");
            let holds = in_words(&field.kind, &by_name);
            _ = writeln!(text, "| `{}` | {holds} | {} | {doc} |", field.name, if needed { "yes" } else { "" });
        }
    }
    text
}

#[test]
fn the_reference_says_what_the_program_reads() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/authoring.md");
    let page = fs::read_to_string(&path).unwrap();
    let end = page.find("-->\n").unwrap() + "-->\n".len();
    let made = reference();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, format!("{}{made}", &page[..end])).unwrap();
        return;
    }
    assert!(
        page[end..] == made,
        "docs/authoring.md is not as the source; `UPDATE=1 cargo test --test author` writes it anew"
    );
}

#[test]
fn every_link_of_the_reference_leads_to_a_heading() {
    let made = reference();
    let headings: BTreeSet<String> = made.lines().filter_map(|line| line.strip_prefix("### ")).map(anchor).collect();
    let links: Vec<&str> = made.split("](#").skip(1).map(|rest| rest.split(')').next().unwrap()).collect();
    assert!(links.len() > 30 && links.iter().all(|link| headings.contains(*link)), "{links:?} {headings:?}");
}
