//! K151: a chapter has too little or too much speech, or too many tags. It must not know who speaks.

use super::measure::{above, names, outside, share};
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::prose::Reading;
use crate::lint::{Context, Lint};

/// A chapter has too little or too much speech, or too many tags.
pub const LINT: Lint = Lint { code: Code::SpeechShare, run };

/// How many words from what is said the tag may stand: `"No," the old porter says`.
const NEAR: usize = 4;

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let style = &context.story.style.speech;
    if style.share.is_none() && style.tags.is_none() {
        return;
    }
    let book = context.book();
    let lists = style.tags.as_ref().map(|tags| (book.lexicon.marked(&tags.plain), book.lexicon.marked(&tags.other)));
    for chapter in context.chapters() {
        let (mut all, mut spoken) = (0, 0);
        let (mut plain, mut other) = (0, Vec::new());
        for id in &chapter.passages {
            let page = &book.pages[id.index()];
            for (n, reading) in context.prose(*id).readings.iter().enumerate() {
                for (at, word) in reading.words.iter().enumerate().filter(|(at, _)| page.fresh[n][*at]) {
                    all += usize::from(!word.document);
                    spoken += usize::from(word.speech);
                    let Some((plains, others)) = &lists else { continue };
                    let word_id = page.ids[n][at] as usize;
                    if (plains[word_id] || others[word_id]) && is_tag(reading, at) {
                        match plains[word_id] {
                            true => plain += 1,
                            false => other.push(book.lexicon.word(word_id as u32).to_owned()),
                        }
                    }
                }
            }
        }
        let found = share(spoken, all, 100);
        if let Some((limit, label)) = style.share.and_then(|limit| Some((limit, outside(found, limit)?))) {
            let (span, limits) = context.limit(&["speech", "share"]);
            let message = format!("of a hundred words of {}, {found} are spoken", chapter.name);
            faults.push(
                Diagnostic::new(Code::SpeechShare, chapter.span, message)
                    .label(label)
                    .help(format!("{} to {} are wanted", limit.0, limit.1))
                    .also(span, limits),
            );
        }
        if let Some(tags) = style.tags.as_ref().filter(|tags| above(other.len(), plain + other.len(), tags.share, 100))
        {
            let (span, limits) = context.limit(&["speech", "tags", "share"]);
            other.sort();
            let message =
                format!("of {} tags of {}, {} are not plain ones", plain + other.len(), chapter.name, other.len());
            other.dedup();
            faults.push(
                Diagnostic::new(Code::SpeechShare, chapter.span, message)
                    .label("too many")
                    .help(format!("at most {} in a hundred are wanted: {}", tags.share, names(&other)))
                    .also(span, limits),
            );
        }
    }
}

/// Whether a word that is not spoken stands close before or behind what is.
fn is_tag(reading: &Reading, at: usize) -> bool {
    let words = &reading.words;
    if words[at].speech || words[at].document {
        return false;
    }
    // Nothing but words between, and no full stop, so that a tag belongs to its speech.
    let mut back = (at.saturating_sub(NEAR)..at).rev();
    let before = back.find(|n| words[*n].speech || reading.behind(*n) != " ");
    let mut on = at + 1..(at + NEAR + 1).min(words.len());
    let behind = on.find(|n| words[*n].speech || reading.behind(*n - 1) != " ");
    before.is_some_and(|n| words[n].speech && !reading.behind(n).contains('.'))
        || behind.is_some_and(|n| words[n].speech && !reading.behind(n - 1).contains(['.', '!', '?']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::prose::Prose;

    #[test]
    fn a_tag_stands_beside_speech() {
        let tags = |text: &str| {
            let prose = Prose::of(text);
            let reading = &prose.readings[0];
            let all = 0..reading.words.len();
            all.filter(|at| reading.str(&reading.words[*at].at) == "says" && is_tag(reading, *at)).count()
        };
        assert_eq!(tags("\"No,\" says the porter. \"Go,\" the old porter says, and goes."), 2);
        assert_eq!(tags("She says, \"No.\" He says: \"Yes.\""), 2);
        assert_eq!(tags("\"No.\" He turns round, and the paper says nothing. \"It says so.\""), 0);
    }
}
