//! `krivitsky check --explain K022`: what a fault is, why it matters, and how it is mended.
//!
//! The example is a small story inside the program, and what is printed of it is what `check` says of it.

use std::io::{self, Write};

use super::{MISUNDERSTOOD, check};
use crate::diagnostic::{Code, Diagnostic, Line, Severity, SourceFile, difference, nearest, sort, to_text, visible};
use crate::explore;
use crate::explore::story_test::story_tests;
use crate::explore::survey::{Scope, Survey};
use crate::explore::verdict::verdicts;
use crate::lint::look;
use crate::store::example::{Example, example};
use crate::story::draft;

/// How often an example is played at random; they are small.
const WALKS: u64 = 500;

/// How wide a paragraph may be, in characters.
const WIDTH: usize = 80;

/// Prints the page of the check that was asked for, or the list of all of them.
///
/// # Errors
/// The output cannot be written.
pub fn run(asked: &str) -> anyhow::Result<u8> {
    let mut out = io::stdout().lock();
    if asked.eq_ignore_ascii_case("all") {
        for code in Code::ALL {
            writeln!(out, "{code}  {}", code.summary())?;
        }
        return Ok(0);
    }
    let Some(code) = meant(asked) else {
        let mut err = io::stderr().lock();
        let hint = nearest(&asked.to_uppercase(), Code::ALL.iter().map(|code| code.number()));
        let hint = hint.map(|number| format!("; did you mean `{number}`?")).unwrap_or_default();
        writeln!(err, "krivitsky: there is no check `{}`{hint}", visible(asked))?;
        writeln!(err, "krivitsky: `krivitsky check --explain all` lists them")?;
        return Ok(MISUNDERSTOOD);
    };
    write!(out, "{}", page(code))?;
    out.flush()?;
    Ok(0)
}

/// The code somebody means by `K022`, `k22` or `22`.
fn meant(asked: &str) -> Option<Code> {
    let number: u16 = asked.trim().trim_start_matches(['K', 'k']).parse().ok()?;
    Code::numbered(&format!("K{number:03}"))
}

/// All that is printed of a code.
fn page(code: Code) -> String {
    let mut page = format!("{code}: {}\n\n{}\n", code.summary(), weight(code));
    let Some(example) = example(code) else { return page };
    page += &format!("\n{}", prose(example.about));
    if example.is_shown() {
        let (files, unread) = example.faulty();
        let faults = said(code, &files, unread);
        page += &format!("\nAn example\n\n{}", to_text(&files, &faults, "", check::is_coloured()));
        page += &format!("Mended\n{}", mended(&example));
    }
    page
}

/// All that `check` says of a story; where `code` is found by playing, what `explore` and `test` say as well.
fn said(code: Code, files: &[SourceFile], unread: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut faults = look(files, unread).faults;
    if let Some(draft) = draft(files).0.filter(|_| code >= Code::AssertionFails) {
        let story = &draft.story;
        let survey = Survey::make(
            story,
            Scope { walks: WALKS, seed: 0, threads: 1, policy: None, states: 0, bytes: 0 },
            &|_| false,
            &|_| {},
        );
        faults.extend(explore::fault::faults(&draft, &survey, &verdicts(story, &survey), None));
        faults.extend(story_tests(files).1);
        sort(&mut faults);
    }
    faults
}

/// What a fault of this code does, and who may change that.
fn weight(code: Code) -> String {
    let word = match code.severity() {
        Severity::Error if code.is_adjustable() => "An error: a story should not be published with it.",
        Severity::Error => "An error: a story with it cannot be played.",
        Severity::Warning => "A warning: the story can be played. With `--strict` it counts as an error.",
        Severity::Hint => "A hint: it is only counted, and listed with `--hints`.",
    };
    let own = match code.is_adjustable() {
        true => format!(
            " To change that, write `severity: {{\"{code}\": off}}` in `story.ron`, or `hint`, `warning`, `error`."
        ),
        false => String::new(),
    };
    textwrap::fill(&format!("{word}{own}"), WIDTH)
}

/// The paragraphs of a page, each as wide as it may be; what stands between fences stays as it is.
fn prose(about: &str) -> String {
    let mut text = String::new();
    for (n, part) in about.split("```").enumerate() {
        if n % 2 == 1 {
            // The word behind the fence says what kind of text it is.
            text += part.split_once('\n').map_or("", |(_, example)| example);
            continue;
        }
        let paragraphs = part.split("\n\n").map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "));
        for paragraph in paragraphs.filter(|paragraph| !paragraph.is_empty()) {
            text += &format!("{}{}\n", if text.is_empty() { "" } else { "\n" }, textwrap::fill(&paragraph, WIDTH));
        }
        if about.contains("```") && n == 0 {
            text.push('\n');
        }
    }
    text
}

/// The lines of the mended story that are not as in the faulty one, with their numbers.
fn mended(example: &Example) -> String {
    let ((faulty, _), (mended, _)) = (example.faulty(), example.mended());
    let mut text = String::new();
    for file in &mended {
        let old = faulty.iter().find(|old| old.name == file.name);
        let lines = difference(old.map_or("", |old| &old.text), &file.text);
        let shown = excerpt(&lines);
        if !shown.is_empty() {
            text += &format!("\n{}\n{shown}", file.name);
        }
    }
    text
}

/// The new lines; where lines were only taken away, those around the gap.
fn excerpt(lines: &[Line<'_>]) -> String {
    let is_old = |n: usize| matches!(lines.get(n), Some(Line::Old(_)));
    let is_new = |n: usize| matches!(lines.get(n), Some(Line::New(_)));
    let gap = |n: usize, step: isize| {
        let mut at = n;
        loop {
            at = at.wrapping_add_signed(step);
            if !is_old(at) {
                return at != n.wrapping_add_signed(step) && !is_new(at);
            }
        }
    };
    let (mut text, mut number, mut last) = (String::new(), 0, None);
    for (n, line) in lines.iter().enumerate() {
        let (words, shown) = match line {
            Line::Old(_) => continue,
            Line::New(words) => (words, true),
            Line::Same(words) => (words, gap(n, 1) || gap(n, -1)),
        };
        number += 1;
        if shown {
            if last.is_some_and(|last| last + 1 < number) {
                text += "...\n";
            }
            text += format!("{number:>3} | {words}").trim_end();
            text.push('\n');
            last = Some(number);
        }
    }
    text
}
