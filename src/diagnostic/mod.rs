//! What the tools say about content: a code, a place, a sentence, and what was probably meant.
//!
//! This layer knows source text and spans. It must not know what a story is, what a terminal is, or where a file came
//! from: every other layer may report through it, so it stands above them all.

mod allow;
mod code;
mod difference;
mod render;
mod source;

pub use allow::sift;
pub use code::Code;
pub use difference::{Line, difference};
pub use render::{to_json, to_short, to_text, to_text_within, typed, visible};
/// The most faults of one file that are shown. Whoever has so many mends some of them first.
pub const MAX_SHOWN: usize = 200;

pub use source::{FileId, Place, SourceFile, Span, is_control};

/// How much a diagnostic weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// For the editor's eye: a measure that may well be right as it is.
    Hint,
    /// To be mended; the story plays.
    Warning,
    /// What the reader of a story says: it cannot be played. What the other checks say: it must not be published so.
    Error,
}

impl Severity {
    /// The word for it: `error`, `warning`, `hint`.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "hint",
        }
    }
}

/// One fault in a story, at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which fault this is.
    pub code: Code,
    /// How much it weighs: what its code weighs, unless the story says otherwise.
    pub severity: Severity,
    /// Where it stands.
    pub span: Span,
    /// One sentence: what is wrong.
    pub message: String,
    /// A few words beside the caret.
    pub label: String,
    /// What was probably meant, or what to write instead.
    pub help: Option<String>,
    /// Another place that explains this one, with a few words about it.
    pub also: Option<(Span, String)>,
}

impl Diagnostic {
    /// A fault of kind `code` at `span`, said in one sentence.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        let severity = code.severity();
        Self { code, severity, span, message: short(message.into()), label: String::new(), help: None, also: None }
    }

    /// Adds the words beside the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds the line of help; an empty one adds nothing.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(short(help.into())).filter(|help| !help.is_empty());
        self
    }

    /// Adds a second place, such as the first use of a repeated id.
    #[must_use]
    pub fn also(mut self, span: Span, words: impl Into<String>) -> Self {
        self.also = Some((span, words.into()));
        self
    }

    /// Adds `did you mean ...` when one of `known` is close to `found`. A fault without a place is one that will only be
    /// counted, so nothing is looked for.
    #[must_use]
    pub fn did_you_mean<'a>(self, found: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        if self.span.is_whole_file() {
            return self;
        }
        match nearest(found, known) {
            Some(name) => {
                let help = format!("did you mean `{name}`?");
                self.help(help)
            }
            None => self,
        }
    }

    /// The weight of this fault.
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// Gives it another weight.
    #[must_use]
    pub fn weighing(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}

/// `text` as far as it can be read at a glance: a name that a story gives may be as long as its file.
fn short(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(400) {
        text.truncate(end);
        text.push_str(" ...");
    }
    text
}

/// Of `known`, the name closest to `found`, when it is close enough to have been meant.
pub fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (found.chars().count() / 3).max(1);
    let begins = |long: &str, short: &str| short.len() > 2 && long.starts_with(short);
    known
        .into_iter()
        // Long words are not worth the square of their length; no name is so long.
        .filter(|name| found.len() <= 200 && name.len() <= 200)
        .filter(|name| found.len().abs_diff(name.len()) <= limit * 4 || begins(name, found) || begins(found, name))
        .map(|name| (strsim::osa_distance(found, name), name))
        .filter(|(distance, name)| *distance <= limit || begins(name, found) || begins(found, name))
        .min()
        .map(|(_, name)| name)
}

/// Orders faults by file and place, then by code, and drops exact repeats.
pub fn sort(faults: &mut Vec<Diagnostic>) {
    faults.sort_by(|a, b| {
        (a.span.file, a.span.start, a.code, &a.message).cmp(&(b.span.file, b.span.start, b.code, &b.message))
    });
    faults.dedup();
}

/// Whether any fault keeps the story from being played.
pub fn any_error(faults: &[Diagnostic]) -> bool {
    faults.iter().any(|fault| fault.severity() == Severity::Error)
}
