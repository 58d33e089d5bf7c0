//! What an author has looked at and wants as it is.
//!
//! A comment allows a fault: `// allow K118: the second volume goes there`. It stands behind what is meant, in the same
//! line, or in the lines of comment right above. For words inside a raw string, where no comment can stand, that is the
//! line in which the string begins. A reason must be given, and an allowance that allows nothing is a fault itself, so
//! that none outlives what it was for. This must not know what the faults are about.

use std::collections::BTreeMap;

use super::{Code, Diagnostic, FileId, MAX_SHOWN, SourceFile, Span, nearest};

/// How an allowance begins.
const SIGN: &str = "// allow ";

/// The most bytes of an allowance that are looked at.
const MOST_BYTES: usize = 1_000;

/// The allowances of a file, by the byte at which their line begins.
type Allowances = BTreeMap<usize, Vec<Allowance>>;

/// One allowance.
#[derive(Debug)]
struct Allowance {
    code: Code,
    span: Span,
    used: bool,
}

/// Takes out the faults that their author allows, and adds one for each allowance that gives no reason or allows
/// nothing. `asked` says whether a code was looked for at all: what was not looked for may be there. Gives how many
/// faults were allowed.
pub fn sift(files: &[SourceFile], faults: &mut Vec<Diagnostic>, asked: impl Fn(Code) -> bool) -> usize {
    let mut more = Vec::new();
    let mut all: Vec<Allowances> =
        files.iter().enumerate().map(|(n, file)| read(FileId(n as u16), &file.text, &mut more)).collect();
    let before = faults.len();
    faults.retain(|fault| {
        let n = usize::from(fault.span.file.0);
        let (Some(file), Some(own)) = (files.get(n), all.get_mut(n)) else { return true };
        !(fault.code.is_adjustable() && !own.is_empty() && is_allowed(&file.text, fault, own))
    });
    let allowed = before - faults.len();
    for allowance in all.iter().flat_map(BTreeMap::values).flatten().filter(|one| !one.used && asked(one.code)) {
        more.push(
            Diagnostic::new(
                Code::IdleAllowance,
                allowance.span,
                format!("no {} is here to be allowed", allowance.code),
            )
            .label("in vain")
            .help("take the comment out, or write it right above the line that is meant"),
        );
    }
    faults.append(&mut more);
    allowed
}

/// The allowances written in a text, one a line; what is wrong with them goes to `faults`.
fn read(file: FileId, text: &str, faults: &mut Vec<Diagnostic>) -> Allowances {
    let mut own = Allowances::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let head = start;
        start += line.len();
        let Some(sign) = line.find(SIGN).filter(|_| faults.len() < MAX_SHOWN) else { continue };
        let rest = &line[sign + SIGN.len()..];
        // Of an endless line no more is looked at than can be an allowance.
        let rest = rest[..floor(rest, MOST_BYTES)].trim_end();
        let (codes, reason) = rest.split_once(':').unwrap_or((rest, ""));
        let at = head + sign;
        let span = Span::new(file, at..at + SIGN.len() + codes.trim_end().len());
        if reason.trim().is_empty() {
            faults.push(
                Diagnostic::new(Code::IdleAllowance, span, "this allows something and does not say why")
                    .label("no reason")
                    .help("write the reason behind a colon: `// allow K118: the second volume goes there`"),
            );
        }
        for number in codes.split(',').map(str::trim) {
            match Code::numbered(number).filter(|code| code.is_adjustable()) {
                Some(code) => own.entry(head).or_default().push(Allowance { code, span, used: false }),
                None => faults.push(not_allowed(span, number)),
            }
        }
    }
    own
}

fn not_allowed(span: Span, number: &str) -> Diagnostic {
    let known = Code::ALL.iter().filter(|code| code.is_adjustable()).map(|code| code.number());
    let help = match nearest(number, known) {
        Some(code) => format!("did you mean `{code}`?"),
        None => "what can be allowed has a number from `K100` on".to_owned(),
    };
    Diagnostic::new(Code::IdleAllowance, span, format!("`{number}` cannot be allowed")).label("not this").help(help)
}

/// Whether one of the lines that speak for a fault allows it; each allowance that does is marked as used.
fn is_allowed(text: &str, fault: &Diagnostic, own: &mut Allowances) -> bool {
    let mut allowed = false;
    let mut ask = |line: usize| {
        for one in own.get_mut(&line).into_iter().flatten().filter(|one| one.code == fault.code) {
            (one.used, allowed) = (true, true);
        }
    };
    let start = floor(text, fault.span.start as usize);
    let string = text[..start].rfind("r#\"").filter(|at| !text[*at..start].contains("\"#"));
    for at in [Some(start), string].into_iter().flatten() {
        let mut line = head(text, at);
        ask(line);
        while line > 0 {
            line = head(text, line - 1);
            if !text[line..].trim_start_matches([' ', '\t']).starts_with("//") {
                break;
            }
            ask(line);
        }
    }
    allowed
}

/// Where the line begins in which byte `at` stands.
fn head(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// The character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of faults at the given words, and how many were allowed.
    fn left(text: &str, found: &[(Code, &str)]) -> (Vec<String>, usize) {
        let files = [SourceFile::new("story.ron", text)];
        let fault = |(code, words): &(Code, &str)| {
            let at = text.find(words).unwrap_or(0);
            Diagnostic::new(*code, Span::new(FileId(0), at..at + words.len()), "it")
        };
        let mut faults: Vec<_> = found.iter().map(fault).collect();
        let allowed = sift(&files, &mut faults, |code| code != Code::NeverReached);
        (faults.iter().map(|fault| format!("{} {}", fault.code, fault.label)).collect(), allowed)
    }

    const UNUSED: Code = Code::UnusedRow;

    #[test]
    fn a_comment_above_or_behind_allows_one_fault_and_no_other() {
        let text = "// allow K118: later\n// and more about it\nmoscow,\nrome, // allow K118: later\nparis,";
        assert_eq!(left(text, &[(UNUSED, "moscow"), (UNUSED, "rome"), (UNUSED, "paris")]), (vec!["K118 ".into()], 2));
        let (faults, allowed) = left(text, &[(Code::OffTheMap, "moscow")]);
        assert_eq!((faults.join(", "), allowed), ("K116 , K071 in vain, K071 in vain".to_owned(), 0));
    }

    #[test]
    fn an_empty_line_ends_what_a_comment_speaks_of() {
        let text = "// allow K118: for moscow\n\n// about rome\nrome,";
        assert_eq!(left(text, &[(UNUSED, "rome,")]), (vec!["K118 ".into(), "K071 in vain".into()], 0));
    }

    #[test]
    fn an_endless_line_of_allowances_is_one() {
        let text = "// allow x ".repeat(200_000);
        assert_eq!(left(&text, &[]).0, ["K071 no reason", "K071 not this"]);
        let text = "// allow x\n".repeat(200_000);
        assert!(left(&text, &[]).0.len() <= 2 * MAX_SHOWN);
    }

    #[test]
    fn words_of_a_text_are_allowed_where_the_text_begins() {
        let text = "// allow K133: a quotation\ntext: r#\"\nHe said\n\"a beat\".\n\"#, text: r#\"a beat of a drum\"#";
        assert_eq!(left(text, &[(Code::BannedPhrase, "a beat\"")]), (vec![], 1));
        assert_eq!(left(text, &[(Code::BannedPhrase, "a beat of")]).1, 0);
    }

    #[test]
    fn what_gives_no_reason_or_allows_nothing_is_a_fault() {
        assert_eq!(left("// allow K118\nmoscow", &[(UNUSED, "moscow")]), (vec!["K071 no reason".into()], 1));
        assert_eq!(left("// allow K118: later\nmoscow", &[]), (vec!["K071 in vain".into()], 0));
        assert_eq!(left("// allow K022: later\nmoscow", &[]), (vec!["K071 not this".into()], 0));
        // What is found by playing was not looked for.
        assert_eq!(left("// allow K183: later\nmoscow", &[]), (vec![], 0));
    }
}
