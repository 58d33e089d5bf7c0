//! Reading settings field by field. It must not know where they come from.

use std::ops::Range;

use indexmap::IndexMap;
use serde::de::DeserializeOwned;

use super::{Settings, Spacing};
use crate::diagnostic::{Code, Diagnostic, FileId, SourceFile, Span, sort};
use crate::story::{entries, slips};

/// The names of all settings, in the order of the file.
pub const FIELDS: &[&str] = &["theme", "width", "spacing", "mouse", "plain", "keys"];

/// The narrowest and the widest text, in cells.
pub const WIDTHS: (u16, u16) = (45, 75);

/// The settings in `text`, and what could not be read.
pub fn parse(text: &str) -> (Settings, Vec<Diagnostic>) {
    let mut reader = Reader { text, faults: Vec::new() };
    let settings = reader.settings();
    let mut faults = reader.faults;
    sort(&mut faults);
    (settings, faults)
}

struct Reader<'t> {
    text: &'t str,
    faults: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn settings(&mut self) -> Settings {
        let mut settings = Settings::default();
        for slip in slips(self.text) {
            self.faults.push(Diagnostic::new(slip.code, span(slip.at), slip.message).help(slip.help));
        }
        if self.faults.iter().any(|fault| fault.code == Code::TooDeep) {
            return settings;
        }
        let Some(start) = self.open() else {
            if self.faults.is_empty() {
                let fault = Diagnostic::new(Code::Syntax, span(0..0), "settings stand between ( and )");
                self.faults.push(fault.help("write `(theme: \"auto\")`, or delete the file"));
            }
            return settings;
        };
        let mut seen: Vec<&str> = Vec::new();
        for (key, value) in entries(self.text, start..self.text.len()) {
            let Some(name) = key.clone().and_then(|key| self.text.get(key)) else {
                self.fault(Code::Syntax, value, "a value without a name stands here", "write `name: value`");
                continue;
            };
            let Some(known) = FIELDS.iter().find(|known| **known == name) else {
                let at = key.unwrap_or(value);
                let fault = Diagnostic::new(Code::UnknownField, span(at), format!("there is no setting `{name}`"))
                    .help(format!("the settings are {}", listed(FIELDS)));
                self.faults.push(fault.did_you_mean(name, FIELDS.iter().copied()));
                continue;
            };
            if seen.contains(known) {
                self.fault(Code::Repeated, key.unwrap_or(value), &format!("`{name}` stands twice"), "the first counts");
                continue;
            }
            seen.push(known);
            self.field(&mut settings, known, value);
        }
        // Faults that only show in the whole: a stray word behind the last bracket, a comma too many.
        if self.faults.is_empty()
            && let Err(error) = ron::from_str::<ron::Value>(self.text)
        {
            let at = SourceFile::offset(self.text, error.span.start.line, error.span.start.col);
            let blank = self.text.get(at..).map_or(0, |rest| rest.len() - rest.trim_start().len());
            let at = at + blank;
            self.fault(Code::Syntax, at..at, &format!("this is not RON: {}", error.code), "delete it, or close it");
        }
        settings
    }

    /// Where the bracket is that holds the settings, past comments and white space.
    fn open(&self) -> Option<usize> {
        let inside = entries(self.text, 0..self.text.len());
        let first = inside.first().map(|(key, value)| key.as_ref().map_or(value.start, |key| key.start));
        let head = self.text.get(..first.unwrap_or(self.text.len()))?;
        let mut line_start = 0;
        // The last `(` before the first entry that is not in a comment.
        let mut found = None;
        for line in head.split_inclusive('\n') {
            let code = line.split("//").next().unwrap_or_default();
            found = code.rfind('(').map(|at| line_start + at).or(found);
            line_start += line.len();
        }
        found
    }

    fn field(&mut self, settings: &mut Settings, name: &str, at: Range<usize>) {
        match name {
            "theme" => {
                if let Some(theme) =
                    self.value::<String>(at, "the name of a theme in quotation marks, such as \"auto\"")
                {
                    settings.theme = theme;
                }
            }
            "width" => {
                let (least, most) = WIDTHS;
                let wanted = format!("a whole number from {least} to {most}");
                match self.value::<i64>(at.clone(), &wanted) {
                    Some(width) if (i64::from(least)..=i64::from(most)).contains(&width) => {
                        settings.width = width as u16
                    }
                    Some(_) => self.fault(Code::OutOfRange, at, &format!("`width` is {wanted}"), "66 is used instead"),
                    None => {}
                }
            }
            "spacing" => match self.text.get(at.clone()).unwrap_or_default() {
                "blank" => settings.spacing = Spacing::Blank,
                "indent" => settings.spacing = Spacing::Indent,
                other => {
                    let fault = Diagnostic::new(Code::WrongKind, span(at), "`spacing` is `blank` or `indent`")
                        .help("write one of the two, without quotation marks");
                    self.faults.push(fault.did_you_mean(other.trim_matches('"'), ["blank", "indent"]));
                }
            },
            "mouse" | "plain" => {
                if let Some(on) = self.value(at, "`true` or `false`") {
                    *(if name == "mouse" { &mut settings.mouse } else { &mut settings.plain }) = on;
                }
            }
            _ => settings.keys = self.keys(at),
        }
    }

    /// Keys action by action, so that a mistake in one costs no other.
    fn keys(&mut self, at: Range<usize>) -> IndexMap<String, Vec<String>> {
        let mut keys = IndexMap::new();
        if !self.text.get(at.clone()).is_some_and(|text| text.starts_with('{')) {
            self.fault(Code::WrongKind, at, "`keys` is a map", "write `keys: {\"rewind\": [\"u\"]}`");
            return keys;
        }
        for (key, value) in entries(self.text, at) {
            let name = key.clone().map(|key| self.value::<String>(key, "the name of an action in quotation marks"));
            let list = self.value(value.clone(), "a list of keys in quotation marks, such as [\"u\", \"left\"]");
            match (name, list) {
                (Some(Some(name)), Some(_)) if keys.contains_key(&name) => {
                    self.fault(Code::Repeated, value, &format!("`{name}` stands twice"), "the first counts");
                }
                (Some(Some(name)), Some(list)) => _ = keys.insert(name, list),
                (None, _) => {
                    self.fault(Code::Syntax, value, "keys without an action stand here", "write `\"action\": [..]`")
                }
                _ => {}
            }
        }
        keys
    }

    /// One value; a fault when it is another than is `wanted`.
    fn value<T: DeserializeOwned>(&mut self, at: Range<usize>, wanted: &str) -> Option<T> {
        let read = self.text.get(at.clone()).and_then(|text| ron::from_str(text).ok());
        // A slip inside it, such as a missing comma, has been reported and says more.
        let slipped = self.faults.iter().any(|fault| at.contains(&(fault.span.start as usize)));
        if read.is_none() && !slipped {
            self.fault(Code::WrongKind, at, &format!("{wanted} should stand here"), "the default is used instead");
        }
        read
    }

    fn fault(&mut self, code: Code, at: Range<usize>, message: &str, help: &str) {
        self.faults.push(Diagnostic::new(code, span(at), message).help(help));
    }
}

fn span(at: Range<usize>) -> Span {
    Span::new(FileId(0), at)
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
