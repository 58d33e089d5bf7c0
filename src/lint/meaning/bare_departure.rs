//! K115: a departure lacks one of its lines: what changed, two things that did not, what the record has, sources.

use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint};
use crate::story::{At, Str, Table};

/// A departure lacks its lines.
pub const LINT: Lint = Lint { code: Code::BareDeparture, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let story = context.story;
    let empty = |text: &Str| story.str(*text).trim().is_empty();
    for (n, row) in story.departures.iter().enumerate() {
        let told = row.unchanged.iter().filter(|text| !empty(text)).count();
        let (words, mut fields) =
            (["`changed`", "two `unchanged`", "a second `unchanged`", "`record`", "`sources`"], Vec::new());
        let lacks = [empty(&row.changed), told == 0, told == 1, empty(&row.record), row.sources.is_empty()];
        fields.extend(words.into_iter().zip(lacks).filter(|(_, lacks)| *lacks).map(|(word, _)| word));
        let Some((last, rest)) = fields.split_last() else { continue };
        let list = if rest.is_empty() { (*last).to_owned() } else { format!("{} and {last}", rest.join(", ")) };
        let message =
            format!("departure `{}` lacks {list}, so the reader cannot hold it against the record", story.str(row.id));
        faults.push(
            Diagnostic::new(Code::BareDeparture, context.draft.row_span(Table::Departures, n, &[At::Field("id")]), message)
                .label("this departure")
                .help("say what `changed`, two things that are `unchanged`, what the `record` has instead, and the `sources` for it"),
        );
    }
}
