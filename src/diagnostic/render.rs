//! Diagnostics as people and editors read them: text with excerpt and caret, and JSON.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::source::is_control;
use super::{Diagnostic, Severity, SourceFile, Span};

/// The widest line of a rendered excerpt, in cells.
const WIDTH: usize = 100;

/// All of `faults` as text, each with its excerpt; `root` is put before file names (the folder, as the author typed it).
/// `colour` adds terminal colours; without it no escape byte is written.
pub fn to_text(files: &[SourceFile], faults: &[Diagnostic], root: &str, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(WIDTH);
    let shown: Vec<String> = files.iter().map(|file| visible(&file.text)).collect();
    let mut out = String::new();
    for fault in faults {
        out.push_str(&one(files, &shown, fault, root, &renderer));
        out.push_str("\n\n");
    }
    out
}

fn one(files: &[SourceFile], shown: &[String], fault: &Diagnostic, root: &str, renderer: &Renderer) -> String {
    let level = match fault.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(visible(&fault.message)).id(fault.code.number());
    if files.get(fault.span.file.0 as usize).is_none() {
        return renderer.render(&[annotate_snippets::Group::with_title(title)]);
    }
    let snippet = |span: Span, kind: AnnotationKind, words: &str| {
        let (text, range) = excerpt(&shown[span.file.0 as usize], span);
        Snippet::source(text.1.to_owned())
            .line_start(text.0)
            .path(path(root, &files[span.file.0 as usize].name))
            .annotation(kind.span(range).label(visible(words)))
    };
    let mut group = title.element(snippet(fault.span, AnnotationKind::Primary, &fault.label));
    if let Some((span, words)) = &fault.also
        && files.get(span.file.0 as usize).is_some()
    {
        group = group.element(snippet(*span, AnnotationKind::Context, words));
    }
    if let Some(help) = &fault.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    renderer.render(&[group])
}

/// The lines around a span and the span within them, so that a fault in a large file costs no more than in a small one.
fn excerpt(text: &str, span: Span) -> ((usize, &str), std::ops::Range<usize>) {
    let clamp = |at: usize| {
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (start, end) = (clamp(span.start as usize), clamp(span.end as usize).max(clamp(span.start as usize)));
    // A span over many lines is shown by its first line: the caret matters, the rest is the file.
    let end = text[start..end].find('\n').map_or(end, |at| start + at);
    let head = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let tail = text[end..].find('\n').map_or(text.len(), |at| end + at);
    ((text[..head].matches('\n').count() + 1, &text[head..tail]), start - head..end - head)
}

/// `text` with control characters replaced one byte for one byte, so that nothing a file holds reaches the terminal.
fn visible(text: &str) -> String {
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

fn path(root: &str, name: &str) -> String {
    if root.is_empty() { name.to_owned() } else { format!("{}/{name}", root.trim_end_matches('/')) }
}

/// All of `faults` as a JSON array for editors: code, severity, file, line, column, end line and column, message, help.
/// Lines and columns count from 1, columns in characters.
pub fn to_json(files: &[SourceFile], faults: &[Diagnostic], root: &str) -> String {
    let rows: Vec<serde_json::Value> = faults
        .iter()
        .map(|fault| {
            let file = files.get(fault.span.file.0 as usize);
            let place = |at: u32| file.map(|file| file.place(at as usize));
            let (from, to) = (place(fault.span.start), place(fault.span.end));
            serde_json::json!({
                "code": fault.code.number(),
                "severity": match fault.severity() { Severity::Error => "error", Severity::Warning => "warning" },
                "file": file.map(|file| path(root, &file.name)),
                "line": from.map(|p| p.line), "column": from.map(|p| p.column),
                "end_line": to.map(|p| p.line), "end_column": to.map(|p| p.column),
                "message": fault.message, "label": fault.label, "help": fault.help,
            })
        })
        .collect();
    serde_json::to_string_pretty(&rows).unwrap_or_else(|_| "[]".to_owned())
}
