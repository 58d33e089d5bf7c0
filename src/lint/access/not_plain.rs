//! K170: a line is not plain text. It must not know what it says.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::lint::{Context, Lint};
use crate::story::{At, ChoiceId, PassageId, Table};

/// A line is not plain text.
pub const LINT: Lint = Lint { code: Code::NotPlain, run };

/// As many spaces set words apart that belong together.
const LAYOUT: &str = "   ";

/// The most places of one text that are reported.
const MOST: usize = 50;

/// A shout has fewer words; a paragraph of more is a poster.
const SHOUT: usize = 4;

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let mut say = |span: Span, what: &str, help: &str| {
        faults
            .push(Diagnostic::new(Code::NotPlain, span, format!("{what} is not plain text")).label("here").help(help));
    };
    for n in 0..context.story.passages.len() {
        let id = PassageId(n as u32);
        for (at, what, help) in drawn(context.draft.text(id)) {
            say(context.draft.text_span(id, at), what, help);
        }
        let mut met = std::collections::BTreeSet::new();
        for reading in &context.prose(id).readings {
            for block in reading.blocks.iter().filter(|block| !block.document && block.words.len() >= SHOUT).take(MOST)
            {
                let shown = reading.str(&block.at);
                let capitals = shown.chars().any(char::is_uppercase) && !shown.chars().any(char::is_lowercase);
                let origin = reading.origin_of(&block.words);
                if capitals && met.insert(origin.start) {
                    let help = "write it in small letters, or begin its lines with `> ` if it is a document";
                    say(context.draft.text_span(id, origin), "a paragraph all in capitals", help);
                }
            }
        }
    }
    for (n, choice) in context.story.choices.iter().enumerate() {
        let label = choice.label.map_or("", |label| context.story.str(label));
        for (at, what, help) in drawn(label) {
            let whole = context.draft.choice_span(ChoiceId(n as u32), &[At::Field("label")]);
            say(context.draft.part(whole, at, label), what, help);
        }
    }
    for (n, tell) in context.draft.written_tells().enumerate() {
        for (at, what, help) in drawn(&tell.text) {
            let whole = context.draft.row_span(Table::Tells, n, &[At::Field("text")]);
            say(context.draft.part(whole, at, &tell.text), what, help);
        }
    }
}

/// Of each line the first thing that is not plain: its bytes, what it is, what to write instead.
fn drawn(text: &str) -> Vec<(Range<usize>, &'static str, &'static str)> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.is_ascii() && !line.contains('\t') && !line.contains(LAYOUT) {
            start += line.len();
            continue;
        }
        let words = line.trim();
        let sign = line.char_indices().find_map(|(at, c)| Some((at, c, kind(c)?)));
        if let Some((at, c, (what, help))) = sign.filter(|(_, c, _)| *c != '\t' || words.contains('\t')) {
            found.push((start + at..start + at + c.len_utf8(), what, help));
        } else if let Some(at) = words.find(LAYOUT).filter(|_| !words.starts_with('>')) {
            let at = start + (line.len() - line.trim_start().len()) + at;
            let len = text[at..].len() - text[at..].trim_start_matches(' ').len();
            found.push((
                at..at + len,
                "a gap of several spaces",
                "write a sentence, or a document with `> `, a line for each thing",
            ));
        }
        start += line.len();
        if found.len() == MOST {
            break;
        }
    }
    found
}

/// What a character is that is drawn rather than read, and what to do about it.
fn kind(c: char) -> Option<(&'static str, &'static str)> {
    let words = "say it in words";
    match c {
        '\t' => Some(("a tabulator", "write a single space")),
        '\u{2190}'..='\u{21ff}' | '\u{27f0}'..='\u{27ff}' | '\u{2900}'..='\u{297f}' | '\u{2b00}'..='\u{2bff}' => {
            Some(("an arrow", words))
        }
        '\u{2500}'..='\u{259f}' => Some(("a drawn line", "leave a blank line, or write a document with `> `")),
        '\u{25a0}'..='\u{27bf}' | '\u{2800}'..='\u{28ff}' => Some(("a drawn sign", words)),
        '\u{1f000}'..='\u{1faff}' | '\u{fe00}'..='\u{fe0f}' => Some(("an emoji", words)),
        '\u{1d400}'..='\u{1d7ff}' => {
            Some(("a letter that is made to look like another", "write the letter itself, between stars for emphasis"))
        }
        '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => Some(("a character nobody sees", "delete it")),
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => Some(("a character that only some fonts have", words)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_said_once_and_documents_may_have_columns() {
        let found =
            |text: &str| drawn(text).into_iter().map(|(at, what, _)| (text[at].to_owned(), what)).collect::<Vec<_>>();
        assert_eq!(found("Plain, \"Café\" £5, 3 × 4 and 20°.\n\n  > NAME    YEAR\n    Set in."), []);
        assert_eq!(
            found("He goes → there → here.\nName   year\n"),
            [("→".into(), "an arrow"), ("   ".into(), "a gap of several spaces")]
        );
        assert_eq!(found("> ═══ 😀"), [("═".into(), "a drawn line")]);
        assert_eq!(found("A\tb"), [("\t".into(), "a tabulator")]);
    }
}
