//! Diagnostics as people and editors read them: text with excerpt and caret, a line each, and JSON.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::source::is_control;
use super::{Diagnostic, Place, Severity, SourceFile, Span};

/// The widest line of a rendered excerpt, in cells.
const WIDTH: usize = 100;

/// The most bytes of a line that are handed to the renderer, on either side of a caret.
const MARGIN: usize = 400;

/// All of `faults` as text, each with its excerpt; `root` is put before file names (the folder, as the author typed it).
/// `colour` adds terminal colours; without it no escape byte is written.
pub fn to_text(files: &[SourceFile], faults: &[Diagnostic], root: &str, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    rendered(files, faults, root, renderer.term_width(WIDTH))
}

/// The same without colour, its excerpts cut to `width` cells where they are longer.
pub fn to_text_within(files: &[SourceFile], faults: &[Diagnostic], root: &str, width: usize) -> String {
    rendered(files, faults, root, Renderer::plain().term_width(width))
}

fn rendered(files: &[SourceFile], faults: &[Diagnostic], root: &str, renderer: Renderer) -> String {
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let mut lines = Lines::new(files);
    let mut out = String::new();
    for fault in faults {
        out.push_str(&one(files, &mut lines, fault, root, &renderer));
        out.push_str("\n\n");
    }
    out
}

fn one(files: &[SourceFile], lines: &mut Lines<'_>, fault: &Diagnostic, root: &str, renderer: &Renderer) -> String {
    let level = match fault.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::NOTE.with_name("hint"),
    };
    let title = level.primary_title(one_line(&fault.message)).id(fault.code.number());
    let shown = |span: Span| files.get(usize::from(span.file.0)).filter(|_| !span.is_whole_file());
    let also = fault.also.as_ref().and_then(|(span, words)| Some((shown(*span)?, Mark::context(*span, words))));
    let mut group = match (shown(fault.span), files.get(usize::from(fault.span.file.0))) {
        (Some(file), _) => {
            let mark = Mark { span: fault.span, kind: AnnotationKind::Primary, words: &fault.label };
            // A second place on the same line is shown in the same excerpt.
            let (near, far) = match also {
                Some((_, also)) if lines.shares_line(fault.span, also.span) => (Some(also), None),
                other => (None, other),
            };
            let group = title.element(snippet(file, lines, &mark, near.as_ref(), root));
            match far {
                Some((file, mark)) => group.element(snippet(file, lines, &mark, None, root)),
                None => group,
            }
        }
        (None, Some(file)) => title.element(Origin::path(one_line(&path(root, &file.name)))),
        (None, None) => Group::with_title(title),
    };
    if let Some(help) = &fault.help {
        group = group.element(Level::HELP.message(one_line(help)));
    }
    renderer.render(&[group])
}

/// A place and the words beside it.
struct Mark<'w> {
    span: Span,
    kind: AnnotationKind,
    words: &'w str,
}

impl<'w> Mark<'w> {
    fn context(span: Span, words: &'w str) -> Self {
        Self { span, kind: AnnotationKind::Context, words }
    }
}

/// The line of a mark with the mark in it, and with another if that stands near it.
fn snippet<'a>(
    file: &SourceFile,
    lines: &mut Lines<'_>,
    mark: &Mark<'_>,
    near: Option<&Mark<'_>>,
    root: &str,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let (text, span) = (&file.text, mark.span);
    let clamp = |at: usize| floor(text, at.min(text.len()));
    let start = clamp(span.start as usize);
    // A span over many lines is shown by its first line: the caret matters, the rest is the file.
    let end = clamp(span.end as usize).max(start);
    let end = text[start..end].find('\n').map_or(end, |at| start + at);
    let (line, head) = lines.of(span.file, start);
    let tail = text[end..].find('\n').map_or(text.len(), |at| end + at);
    let end = end.min(start + MARGIN);
    let end = floor(text, end);
    // Of an endless line only the part around the span is shown, so that it costs no more than any other.
    let (left, right) = (start.saturating_sub(MARGIN).max(head), (end + MARGIN).min(tail));
    let (left, right) = (floor(text, left), floor(text, right));
    let (before, after) = (if left > head { "... " } else { "" }, if right < tail { " ..." } else { "" });
    let source = format!("{before}{}{after}", visible(&text[left..right]));
    let range = start - left + before.len()..end - left + before.len();
    let label = |words: &str| Some(one_line(words)).filter(|words| !words.is_empty());
    let mut snippet = Snippet::source(source).line_start(line).path(one_line(&path(root, &file.name)));
    snippet = snippet.annotation(mark.kind.span(range).label(label(mark.words)));
    let within =
        |at: u32| (left..=right).contains(&(at as usize)).then(|| floor(text, at as usize) - left + before.len());
    if let Some(near) = near
        && let (Some(start), Some(end)) = (within(near.span.start), within(near.span.end))
    {
        snippet = snippet.annotation(near.kind.span(start..end.max(start)).label(label(near.words)));
    }
    snippet
}

/// The character boundary at or before `at`.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Where the lines of the files begin; looked for once in each file that has a fault.
struct Lines<'a> {
    files: &'a [SourceFile],
    starts: Vec<Option<Vec<usize>>>,
}

impl<'a> Lines<'a> {
    fn new(files: &'a [SourceFile]) -> Self {
        Self { files, starts: vec![None; files.len()] }
    }

    /// The number, from 1, and the first byte of the line in which byte `at` of a file lies.
    fn of(&mut self, file: super::FileId, at: usize) -> (usize, usize) {
        let n = usize::from(file.0);
        let text = self.files.get(n).map_or("", |file| &file.text);
        let Some(starts) = self.starts.get_mut(n) else { return (1, 0) };
        let starts = starts
            .get_or_insert_with(|| std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect());
        let line = starts.partition_point(|start| *start <= at);
        (line, starts.get(line.wrapping_sub(1)).copied().unwrap_or(0))
    }

    /// Whether two spans begin on one line of one file.
    fn shares_line(&mut self, a: Span, b: Span) -> bool {
        a.file == b.file && self.of(a.file, a.start as usize).0 == self.of(b.file, b.start as usize).0
    }

    /// The line and column of byte `at` of a file.
    fn place(&mut self, file: super::FileId, at: usize) -> Option<Place> {
        let text = &self.files.get(usize::from(file.0))?.text;
        let at = floor(text, at.min(text.len()));
        let (line, head) = self.of(file, at);
        Some(Place { line, column: text[head..at].chars().count() + 1 })
    }
}

/// `text` with control characters replaced one byte for one byte, so that nothing a file holds reaches the terminal.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c != '\n' && c != '\t' && is_control(c) {
            out.extend(std::iter::repeat_n('?', c.len_utf8()));
        } else {
            out.push(c);
        }
    }
    out
}

/// A path as it is typed in a shell: in quotation marks where it is not plain.
pub fn typed(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/\\._-:~".contains(c);
    if path.chars().all(plain) { path.to_owned() } else { format!("\"{path}\"") }
}

/// `text` on one line, fit to be shown.
fn one_line(text: &str) -> String {
    visible(text).replace(['\n', '\t'], " ")
}

fn path(root: &str, name: &str) -> String {
    visible(&if root.is_empty() { name.to_owned() } else { format!("{}/{name}", root.trim_end_matches('/')) })
}

/// All of `faults`, a line each, as editors jump to them: `file:line:column: warning[K113]: what is wrong`. What has no
/// place in its file has no line and column; what belongs to no file stands under `root`.
pub fn to_short(files: &[SourceFile], faults: &[Diagnostic], root: &str) -> String {
    let mut lines = Lines::new(files);
    let mut out = String::new();
    for fault in faults {
        match files.get(usize::from(fault.span.file.0)) {
            Some(file) => out.push_str(&one_line(&path(root, &file.name))),
            None => out.push_str(&one_line(root)),
        }
        let place = (!fault.span.is_whole_file()).then(|| lines.place(fault.span.file, fault.span.start as usize));
        if let Some(Place { line, column }) = place.flatten() {
            out.push_str(&format!(":{line}:{column}"));
        }
        out.push_str(&format!(": {}[{}]: {}\n", fault.severity().word(), fault.code, one_line(&fault.message)));
    }
    out
}

/// All of `faults` as a JSON array for editors: code, severity, file, line, column, end line and column, message, help.
/// Lines and columns count from 1, columns in characters.
pub fn to_json(files: &[SourceFile], faults: &[Diagnostic], root: &str) -> String {
    let mut lines = Lines::new(files);
    let rows: Vec<serde_json::Value> = faults
        .iter()
        .map(|fault| {
            let file = files.get(usize::from(fault.span.file.0));
            let mut place = |at: u32| lines.place(fault.span.file, at as usize);
            let (from, to) = (place(fault.span.start), place(fault.span.end));
            serde_json::json!({
                "code": fault.code.number(),
                "severity": fault.severity().word(),
                "file": file.map(|file| path(root, &file.name)),
                "line": from.map(|p| p.line), "column": from.map(|p| p.column),
                "end_line": to.map(|p| p.line), "end_column": to.map(|p| p.column),
                "message": fault.message, "label": fault.label, "help": fault.help,
            })
        })
        .collect();
    serde_json::to_string_pretty(&rows).unwrap_or_else(|_| "[]".to_owned())
}
