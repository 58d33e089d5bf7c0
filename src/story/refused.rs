//! What the parser's refusal of a row means to its author: a place, a sentence without a word of Rust, and help.
//!
//! The parser says what it wanted at which byte. This says it in the words of the format.

use std::ops::Range;

use ron::error::{Error, Position, SpannedError};

use super::scan;
use crate::diagnostic::{Code, Diagnostic, FileId, SourceFile, Span};

/// The fault of the row at `at`, which the parser refused.
pub fn fault(file: FileId, text: &str, at: Range<usize>, error: &SpannedError) -> Diagnostic {
    let row = &text[at.clone()];
    let offset = |p: Position| at.start + SourceFile::offset(row, p.line, p.col).min(row.len());
    let (start, end) = (offset(error.span.start), offset(error.span.end));
    let place = Span::new(file, start..end.max(start));
    let value = Span::new(file, value_at(text, at.end, start));
    let shown = &text[value.range()];
    match &error.code {
        // A single quotation mark begins no string.
        _ if shown.starts_with('\'') => no_string(value, shown),
        Error::NoSuchStructField { expected, found, outer } => {
            let name = Span::new(file, last_word(text, at.start..end, found).unwrap_or(value.range()));
            Diagnostic::new(Code::UnknownField, name, format!("{} has no field `{found}`", article(outer)))
                .label("no such field")
                .help(format!("its fields are {}", list(expected)))
                .did_you_mean(found, expected.iter().copied())
        }
        Error::MissingStructField { field, outer } => {
            let open = opener(text, at.start..start.max(at.start + 1));
            let message = format!("{} needs `{field}`", article(outer));
            Diagnostic::new(Code::MissingField, Span::new(file, open..open + 1), message)
                .label("begins here")
                .help(format!("add `{field}: {}`", example(field)))
        }
        Error::DuplicateStructField { field, .. } => {
            let name = Span::new(file, last_word(text, at.start..end, field).unwrap_or(value.range()));
            Diagnostic::new(Code::Repeated, name, format!("`{field}` stands twice"))
                .label("for the second time")
                .help("keep one of the two")
        }
        Error::NoSuchEnumVariant { expected, found, outer } => {
            let name = Span::new(file, last_word(text, at.start..end, found).unwrap_or(value.range()));
            Diagnostic::new(Code::WrongKind, name, format!("`{}` cannot be `{found}`", outer_name(outer)))
                .help(format!("write one of {}", list(expected)))
                .did_you_mean(found, expected.iter().copied())
        }
        Error::ExceededRecursionLimit => {
            Diagnostic::new(Code::TooDeep, place, "values lie too deep in one another here")
        }
        Error::ExpectedIdentifier | Error::InvalidIdentifier(_) | Error::SuggestRawIdentifier(_) => {
            own_word(text, at.start, value)
        }
        Error::ExpectedString => no_string(value, shown),
        Error::ExpectedArray | Error::ExpectedArrayEnd => {
            let several = text[value.range().end..at.end].trim_start().strip_prefix(',');
            let several = several.is_some_and(|rest| rest.trim_start().starts_with('"'));
            kind(value, "a list should stand here").help(match shown.starts_with('"') && !several {
                true => format!("write [{}]", one_line(shown)),
                false => "put `[` before the first and `]` behind the last, even if there is only one".to_owned(),
            })
        }
        Error::ExpectedMap | Error::ExpectedMapEnd => {
            kind(value, "names with their values should stand here").help("write `{ \"name\": .., \"other\": .. }`")
        }
        Error::ExpectedInteger | Error::InvalidIntegerDigit { .. } => whole_number(value, shown),
        Error::TrailingCharacters if is_number(shown) || is_number(before(text, start)) => whole_number(value, shown),
        Error::IntegerOutOfBounds => Diagnostic::new(Code::OutOfRange, value, "this number is too large or too small"),
        Error::ExpectedFloat | Error::FloatUnderscore | Error::UnderscoreAtBeginning => {
            kind(value, "a number should stand here").help("write it without quotation marks, as in `52.1`")
        }
        Error::ExpectedBoolean => {
            kind(value, "`true` or `false` should stand here").help("write it without quotation marks")
        }
        Error::ExpectedStructLike | Error::ExpectedNamedStructLike(_) | Error::ExpectedDifferentStructName { .. } => {
            kind(value, "values in round brackets should stand here").help("write `( .. )`, without a word before it")
        }
        Error::ExpectedDifferentLength { found, .. } => {
            kind(Span::new(file, enclosing(text, &at, start)), &format!("{} here, where two should be", values(*found)))
        }
        Error::InvalidValueForType { expected, .. } => {
            kind(value, &format!("{expected} should stand here")).help(match shown.chars().next() {
                Some('(') => "put `[` before this and `]` behind it".to_owned(),
                Some(c) if c.is_alphanumeric() => format!("write \"{shown}\""),
                _ => String::new(),
            })
        }
        Error::InvalidEscape(_) => {
            let slash = text[at.start..end].rfind('\\').map_or(start, |n| at.start + n);
            let end = slash + 1 + text[slash + 1..].chars().next().map_or(0, char::len_utf8);
            let found = &text[slash..end];
            Diagnostic::new(Code::Syntax, Span::new(file, slash..end), format!("`{found}` means nothing in a string"))
                .help(format!("write `\\{found}` for a `\\`; or begin the string with r#\" and end it with \"#"))
        }
        Error::Message(message) => kind(value, message),
        Error::ExpectedComma | Error::ExpectedStructLikeEnd | Error::ExpectedOptionEnd => {
            Diagnostic::new(Code::Syntax, value, "a comma or the end of the brackets should stand before this")
        }
        Error::ExpectedMapColon => Diagnostic::new(Code::Syntax, value, "a colon should stand before this")
            .help("a value is written behind its name and a colon, as in `id: \"back-door\"`"),
        Error::Eof => Diagnostic::new(Code::Syntax, value, "something is missing at the end"),
        Error::TrailingCharacters => Diagnostic::new(Code::Syntax, value, "this stands behind the end")
            .help("delete it, or look for a bracket closed too early"),
        _ => Diagnostic::new(Code::Syntax, value, "this cannot be read")
            .help("compare it with a passage that works: names, colons, commas, quotation marks, brackets"),
    }
}

fn kind(span: Span, message: &str) -> Diagnostic {
    Diagnostic::new(Code::WrongKind, span, message.to_owned())
}

fn whole_number(value: Span, shown: &str) -> Diagnostic {
    let fault = kind(value, "a whole number should stand here");
    match shown.trim_matches(['"', '\'']) {
        digits if digits.parse::<i64>().is_ok() => fault.help(format!("write {digits}, without quotation marks")),
        _ => fault,
    }
}

fn no_string(value: Span, shown: &str) -> Diagnostic {
    let help = match shown.starts_with(['(', '[', '{']) {
        true => "write the words between \" and \", without brackets".to_owned(),
        false => format!("write \"{}\"", shown.trim_matches('\'')),
    };
    kind(value, "text in quotation marks should stand here").help(help)
}

/// Something stands where a name without quotation marks should: the name of a field, or one of the format's words.
fn own_word(text: &str, row: usize, value: Span) -> Diagnostic {
    let shown = &text[value.range()];
    let word = shown.trim_matches(['"', '\'']);
    let head = text[row..value.range().start].trim_end();
    let field = !head.ends_with(':');
    let what = if field { "the name of a field" } else { "one of the format's own words" };
    let fault = kind(value, &format!("{what} should stand here"));
    // `48,86`: the comma of a number is a point.
    let whole = head.strip_suffix(',').map(|head| &head[head.trim_end_matches(|c: char| c.is_ascii_digit()).len()..]);
    if let Some(whole) = whole.filter(|whole| !whole.is_empty() && is_number(shown)) {
        return fault.help(format!("if this is one number, write {whole}.{shown}, with a point"));
    }
    if word != shown && !word.is_empty() {
        return fault.label("in quotation marks").help(format!("write `{word}`, without quotation marks"));
    }
    let facts = scan::entries(text, row..text.len()).into_iter().find(|(key, value_at)| {
        key.as_ref().is_some_and(|key| &text[key.clone()] == "facts") && value_at.contains(&value.range().start)
    });
    fault.help(match (field, facts) {
        (true, _) => "each value here has a name before it, as in `from: 0, to: 3`",
        (false, Some(_)) => "a fact is `flag`, `number(from: 0, to: 3)` or `one_of([\"no\", \"yes\"])`",
        (false, None) => "it stands without quotation marks and brackets",
    })
}

fn is_number(word: &str) -> bool {
    word.trim_start_matches(['-', '+']).starts_with(|c: char| c.is_ascii_digit())
}

fn values(count: usize) -> String {
    match count {
        0 => "no value stands".to_owned(),
        1 => "one value stands".to_owned(),
        n => format!("{n} values stand"),
    }
}

fn one_line(shown: &str) -> &str {
    shown.lines().next().unwrap_or("").trim_end()
}

/// What a field holds, in short.
fn example(field: &str) -> &'static str {
    match field {
        "start" | "of_100" | "from" | "to" if field != "to" => "50",
        "chapters" | "bands" | "effects" | "prefers" | "states" => "[..]",
        "people" | "well" | "ill" => "(..)",
        "good" => "low",
        "each" => "scene",
        "says" => "documented",
        "likely" => "possible",
        "format" => "1",
        _ => "\"..\"",
    }
}

fn article(outer: &Option<String>) -> String {
    match outer_name(outer) {
        name @ ("locked" | "style") => format!("`{name}`"),
        "story" => "`story.ron`".to_owned(),
        name if name.starts_with(['a', 'e', 'i', 'o', 'u']) => format!("an {name}"),
        name => format!("a {name}"),
    }
}

fn outer_name(outer: &Option<String>) -> &str {
    outer.as_deref().unwrap_or("row")
}

fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The last place before the end of `range` where `word` stands by itself.
fn last_word(text: &str, range: Range<usize>, word: &str) -> Option<Range<usize>> {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let end = (range.end + word.len()).min(text.len());
    let end = (end..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let mut from = end;
    while let Some(at) = text[range.start..from].rfind(word).filter(|_| !word.is_empty()) {
        let found = range.start + at..range.start + at + word.len();
        if !part(text[..found.start].chars().next_back()) && !part(text[found.end..].chars().next()) {
            return Some(found);
        }
        from = found.start;
    }
    None
}

fn before(text: &str, at: usize) -> &str {
    let head = text[..at].trim_end();
    &head[head.rfind(|c: char| c.is_whitespace() || c == ':').map_or(0, |n| n + 1)..]
}

/// The value at or just before `at`: a word with its quotation marks, or one sign.
fn value_at(text: &str, end: usize, at: usize) -> Range<usize> {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '"' | '-' | '.' | '\'' | '+');
    let blank = text[at..end].len() - text[at..end].trim_start().len();
    let rest = &text[at + blank..end];
    if let Some(words) = rest.strip_prefix('"') {
        let close = words.find(['"', '\n']).map_or(rest.len(), |n| n + 2);
        let close = if rest.is_char_boundary(close.min(rest.len())) { close.min(rest.len()) } else { rest.len() };
        let words = rest[..close].trim_end();
        return at + blank..at + blank + words.len();
    }
    let at = at + blank;
    let head = if blank > 0 { at } else { text[..at].trim_end_matches(part).len() };
    let tail = at + rest.find(|c| !part(c)).unwrap_or(rest.len());
    if head < tail {
        return head..tail;
    }
    at..at + rest.chars().next().map_or(0, char::len_utf8)
}

/// The brackets around `at`, on one line.
fn enclosing(text: &str, row: &Range<usize>, at: usize) -> Range<usize> {
    let open = opener(text, row.start..at.max(row.start + 1));
    let end = text[open..].find([')', '\n']).map_or(text.len(), |n| open + n + 1);
    open..end
}

/// The innermost bracket still open where `range` ends.
fn opener(text: &str, range: Range<usize>) -> usize {
    let end = range.end;
    let mut here = range.start;
    let mut inner = scan::entries(text, here..text.len());
    while let Some((_, value)) =
        inner.into_iter().find(|(_, value)| value.start < end && end <= value.end && value.len() > 1)
    {
        let Some(open) = text[value.clone()].find(['(', '[', '{']) else { break };
        here = value.start + open;
        inner = scan::entries(text, here..text.len());
    }
    here
}
