//! K113: a passage has no notes. It must not know what the notes say.

use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint};
use crate::story::PassageId;

/// A passage has no notes.
pub const LINT: Lint = Lint { code: Code::NoNotes, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    for (n, passage) in context.story.passages.iter().enumerate().filter(|(_, passage)| passage.notes.is_empty()) {
        let id = context.story.str(passage.id);
        let message = format!("`{id}` has no notes, so a reader who asks what is true is told nothing");
        let span = context.draft.id_span(PassageId(n as u32));
        faults.push(
            Diagnostic::new(Code::NoNotes, span, message)
                .label("nothing is said of what the record has")
                .help("write `notes: [(says: invented, text: \"..\")]`, or what the record does say, with its sources"),
        );
    }
}
