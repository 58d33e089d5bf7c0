//! `krivitsky test`: the story tests of a folder, played.

use std::io::{self, Write};
use std::path::Path;

use anyhow::Context;

use super::check::is_coloured;
use super::{FAULTS, files_with_tests, shown};
use crate::diagnostic::{Code, Line, SourceFile, any_error, difference, sort, to_text};
use crate::explore::cover::{COVER, cover as written};
use crate::explore::story_test::{Played, story_tests};
use crate::lint::counted;
use crate::store::{make_folder, write_text};
use crate::story::{TESTS, parse};

/// How many lines are shown on either side of a change.
const AROUND: usize = 2;

/// Plays the story tests of `dir` and prints what does not hold. With `update`, what is read now is kept, and what
/// differs from what was kept before is printed first.
///
/// # Errors
/// The folder cannot be read, a file not written, or the output not written.
pub fn run(dir: &Path, update: bool, cover: Option<usize>) -> anyhow::Result<u8> {
    let (mut files, mut faults) = files_with_tests(dir)?;
    if let Some(most) = cover
        && let (Some(story), _) = parse(&files)
    {
        let (path, text) = (dir.join(COVER), written(&story, most));
        let folder = dir.join(TESTS);
        make_folder(&folder).with_context(|| format!("{} could not be made", shown(&folder)))?;
        write_text(&path, &text).with_context(|| format!("{} could not be written", shown(&path)))?;
        files.retain(|file| file.name != COVER);
        files.push(SourceFile::new(COVER, text));
    }
    let (tests, more) = story_tests(&files);
    faults.extend(more);
    sort(&mut faults);
    let mut out = io::stdout().lock();
    if update {
        // What was read otherwise is about to be shown and kept.
        let told = |name: &str| name.starts_with(TESTS) && name.ends_with(".txt");
        faults.retain(|fault| files.get(usize::from(fault.span.file.0)).is_none_or(|file| !told(&file.name)));
    }
    write!(out, "{}", to_text(&files, &faults, &shown(dir), is_coloured()))?;
    if update {
        for test in tests.iter().filter(|test| test.holds && test.kept.as_deref() != Some(&test.reading)) {
            let name = format!("{TESTS}{}.txt", test.name);
            write!(out, "{}", news(test, &name))?;
            let path = dir.join(&name);
            write_text(&path, &test.reading).with_context(|| format!("{} could not be written", shown(&path)))?;
        }
    }
    writeln!(out, "{}", summary(&tests, any_error(&faults), &shown(dir)))?;
    if let Some(fault) = faults.first().filter(|fault| fault.code != Code::TestFails) {
        writeln!(out, "`krivitsky check --explain {}` says more", fault.code)?;
    }
    out.flush()?;
    Ok(if any_error(&faults) { FAULTS } else { 0 })
}

/// What is written of a test: that it is new, or what has changed.
fn news(test: &Played, name: &str) -> String {
    let Some(kept) = &test.kept else { return format!("{name} is new\n") };
    let mut text = format!("{name} changes\n");
    let lines = difference(kept, &test.reading);
    let near = |n: usize| {
        lines[n.saturating_sub(AROUND)..lines.len().min(n + AROUND + 1)]
            .iter()
            .any(|line| !matches!(line, Line::Same(_)))
    };
    let mut last = None;
    for (n, line) in lines.iter().enumerate().filter(|(n, _)| near(*n)) {
        if last.is_some_and(|last| last + 1 < n) {
            text += "    ...\n";
        }
        let (mark, words) = match line {
            Line::Same(words) => (' ', words),
            Line::Old(words) => ('-', words),
            Line::New(words) => ('+', words),
        };
        text += format!("  {mark} {words}").trim_end();
        text.push('\n');
        last = Some(n);
    }
    text
}

/// The last line: how many tests were played, and how many hold.
fn summary(tests: &[Played], faults: bool, dir: &str) -> String {
    let failed = tests.iter().filter(|test| !test.holds).count();
    match (tests.len(), failed, faults) {
        (0, _, true) => "no test was played".to_owned(),
        (0, _, false) => format!("there are no tests in {dir}/{TESTS}"),
        (n, 0, false) => match n {
            1 => "1 test, and it holds".to_owned(),
            n => format!("{n} tests, and all hold"),
        },
        (n, 0, true) => format!("{}, and what is read has changed", counted(n, "test")),
        (n, failed, _) => {
            format!("{}, and {failed} {} not hold", counted(n, "test"), if failed == 1 { "does" } else { "do" })
        }
    }
}
