//! K173: a passage is too long to be read aloud in a class. It must not know what it says.

use crate::diagnostic::{Code, Diagnostic};
use crate::lint::prose::words;
use crate::lint::{Context, Lint, counted};
use crate::story::{At, PassageId};

/// A passage is too long to be read aloud in a class.
pub const LINT: Lint = Lint { code: Code::TooLongAloud, run };

/// How many words are read aloud in a minute, if the story does not say: the pace of books read aloud, of which publishers'
/// guides say 150 to 160.
const WORDS_A_MINUTE: u32 = 150;

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let style = &context.story.style.access;
    let Some(limit) = style.aloud_seconds else { return };
    let pace = style.words_a_minute.unwrap_or(WORDS_A_MINUTE).max(1) as usize;
    for n in 0..context.story.passages.len() {
        let id = PassageId(n as u32);
        let labels = context.story.choices_of(id).filter_map(|choice| context.story.choice(choice).label);
        let said: usize = labels.map(|label| words(context.story.str(label)).count()).sum();
        let all = context.prose(id).most + said;
        let seconds = (all * 60).div_ceil(pace);
        if seconds <= limit as usize {
            continue;
        }
        let path = [At::Field("access"), At::Field("aloud_seconds")];
        let message = format!(
            "`{}` takes {} to read aloud: {} with its choices",
            context.story.passage_id(id),
            counted(seconds, "second"),
            counted(all, "word")
        );
        faults.push(
            Diagnostic::new(Code::TooLongAloud, context.draft.id_span(id), message)
                .label("too long for one voice")
                .help(format!(
                    "at most {} at {pace} words a minute: a class that is read to decides after that",
                    counted(limit as usize, "second")
                ))
                .also(context.draft.style_span(&path), "the limit is set here"),
        );
    }
}
