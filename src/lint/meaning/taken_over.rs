//! K122: a passage takes over a date, an hour or a place from above it in the file, and a passage of its chapter that leads
//! to it has another.
//!
//! Only ways within a chapter count: between two chapters, and behind one that is remembered, time and place go on as the
//! author says. A passage without an hour contradicts none. It must not know what the days and hours mean.

use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint};
use crate::story::{At, Draft, PassageId, Written};

/// A passage takes over what does not hold on the way to it.
pub const LINT: Lint = Lint { code: Code::TakenOver, run };

/// What a passage takes over when it does not say it.
const FIELDS: [&str; 3] = ["date", "hour", "place"];

/// For each field, a passage.
type Each = [Option<PassageId>; FIELDS.len()];

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let (story, draft) = (context.story, context.draft);
    let says = said_by(context);
    let value = |id: PassageId, field: usize| written(draft, says[id.index()][field]?, FIELDS[field]);
    // The first passage that leads to each with another value.
    let mut others: Vec<Each> = vec![Each::default(); says.len()];
    for from in context.passages().filter(|id| context.sure().may_reach(*id)) {
        let chapter = story.passage(from).chapter;
        for to in context.ways().from(from).iter().filter(|to| story.passage(**to).chapter == chapter) {
            for (field, other) in others[to.index()].iter_mut().enumerate() {
                let same = says[from.index()][field] == says[to.index()][field];
                let differ = || matches!((value(from, field), value(*to, field)), (Some(a), Some(b)) if a != b);
                if other.is_none() && !same && differ() {
                    *other = Some(from);
                }
            }
        }
    }
    for id in context.passages() {
        for (n, field) in FIELDS.into_iter().enumerate() {
            let (Some(source), Some(from)) = (says[id.index()][n], others[id.index()][n]) else { continue };
            if source == id {
                continue;
            }
            let name = |id| story.passage_id(id);
            let (own, other) = (value(id, n).unwrap_or_default(), value(from, n).unwrap_or_default());
            let message = format!(
                "`{}` has taken over its {field}, \"{own}\", from `{}`, but `{}` leads here, where it is \"{other}\"",
                name(id),
                name(source),
                name(from)
            );
            faults.push(
                Diagnostic::new(Code::TakenOver, draft.id_span(id), message)
                    .label(format!("no `{field}` of its own"))
                    .help(format!("write `{field}: \"..\"` here; where \"{own}\" is meant, write that"))
                    .also(draft.passage_span(source, &[At::Field(field)]), "taken over from here"),
            );
            // With the date goes the hour.
            if field == "date" && says[id.index()][1] != Some(id) {
                others[id.index()][1] = None;
            }
        }
    }
}

/// For each passage, which one says its date, its hour and its place. Endings take nothing over.
fn said_by(context: &Context<'_>) -> Vec<Each> {
    let (mut all, mut chapter, mut last) = (Vec::new(), None, Each::default());
    for id in context.passages() {
        let own = context.story.passage(id).chapter;
        if own.is_none() || own != chapter {
            (chapter, last) = (own, Each::default());
        }
        for (n, field) in FIELDS.into_iter().enumerate() {
            if written(context.draft, id, field).is_some() {
                last[n] = Some(id);
                // A new date ends the hour; the passage's own comes next.
                if field == "date" {
                    last[1] = None;
                }
            }
        }
        all.push(last);
    }
    all
}

/// What a passage itself says in a field.
fn written<'d>(draft: &'d Draft<'_>, id: PassageId, field: &str) -> Option<&'d str> {
    let Written::Passage(passage) = draft.written(id) else { return None };
    match field {
        "date" => passage.date.as_deref(),
        "hour" => passage.hour.as_deref(),
        _ => passage.place.as_deref(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::lint::check_with;
    use crate::story::draft;

    /// What is said of two chapters; the second is remembered. An ending and two places stand beside them.
    fn said(one: &str, two: &str) -> Vec<String> {
        let files = [
            (
                "story.ron",
                r#"(format: 1, id: "a-day", title: "A Day", edition: "1", start: "desk-one",
                chapters: [(file: "one", title: "One"), (file: "two", title: "Two", remembered: true)])"#,
            ),
            ("chapters/one.ron", one),
            ("chapters/two.ron", two),
            ("places.ron", r#"[(id: "desk", name: "A desk"), (id: "yard", name: "A yard")]"#),
            (
                "endings.ron",
                r#"[(id: "end-one", title: "End", date: "1937-07-19", place: "yard", text: "End.",
                causes: [(object: "It", text: "It ended.")])]"#,
            ),
        ];
        let files = files.map(|(name, text)| SourceFile::new(name, text));
        let (draft, faults) = draft(&files);
        let draft = draft.unwrap_or_else(|| panic!("{faults:?}"));
        check_with(&draft, &[LINT]).into_iter().map(|fault| fault.message).collect()
    }

    const ASIDE: &str = r#"[(id: "years-ago", date: "1920-01-01", place: "yard", text: "Then.", next: "desk-late")]"#;

    /// A desk from which two ways lead on, each passage with these fields.
    fn desk(one: &str, left: &str, right: &str) -> String {
        let choices = r#"choices: [(id: "left", label: "Left", to: "desk-left"), (id: "right", label: "Right", to: "desk-right"),
            (id: "ago", label: "Remember", to: "years-ago")]"#;
        format!(
            r#"[(id: "desk-one", date: "1937-07-17", {one} place: "desk", text: "One.", {choices}),
            (id: "desk-left", {left} text: "Left.", next: "end-one"),
            (id: "desk-right", {right} text: "Right.", next: "end-one"),
            (id: "desk-late", text: "Late.", next: "end-one")]"#
        )
    }

    #[test]
    fn what_another_branch_says_is_not_taken_over_in_silence() {
        let eight = r#"hour: "eight","#;
        let nine = said(&desk(eight, r#"hour: "nine","#, ""), ASIDE);
        let words = "`desk-right` has taken over its hour, \"nine\", from `desk-left`, but `desk-one` leads here, where it is \"eight\"";
        assert_eq!(nine, [words]);
        assert!(said(&desk(eight, r#"hour: "nine","#, r#"hour: "nine","#), ASIDE).is_empty());
        assert!(said(&desk(eight, r#"hour: "eight","#, ""), ASIDE).is_empty());
        assert_eq!(said(&desk(eight, r#"place: "yard","#, ""), ASIDE).len(), 1);
    }

    #[test]
    fn with_the_date_goes_the_hour() {
        let both = said(&desk(r#"hour: "eight","#, r#"date: "1937-07-18", hour: "nine","#, ""), ASIDE);
        assert!(matches!(&both[..], [one] if one.starts_with("`desk-right` has taken over its date")), "{both:?}");
        let own = said(&desk(r#"hour: "eight","#, r#"date: "1937-07-18","#, r#"date: "1937-07-17","#), ASIDE);
        assert!(own.is_empty(), "{own:?}");
    }

    #[test]
    fn a_page_without_an_hour_contradicts_none() {
        assert!(said(&desk("", r#"hour: "nine","#, ""), ASIDE).is_empty());
    }

    #[test]
    fn from_years_past_one_comes_back_to_the_time_that_was_left() {
        // Nothing else leads to `desk-late`.
        assert!(said(&desk("", "", ""), ASIDE).is_empty());
    }
}
