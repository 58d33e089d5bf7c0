//! K137: the sentences of a chapter are too long, too short, or lack either kind. It must not know what they say.

use super::measure::{outside, share, tenths, wanted};
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint};

/// The sentences of a chapter are too long, too short, or lack either kind.
pub const LINT: Lint = Lint { code: Code::SentenceMix, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let style = &context.story.style.sentences;
    if style.mean.is_none() && style.short.is_none() && style.long.is_none() {
        return;
    }
    let book = context.book();
    for chapter in context.chapters() {
        let lines = chapter.passages.iter().flat_map(|id| book.pages[id.index()].prose_lines());
        let lengths: Vec<usize> = lines.map(|line| line.words.len()).collect();
        let (count, words) = (lengths.len(), lengths.iter().sum::<usize>());
        if count == 0 {
            continue;
        }
        let mut say = |message: String, help: String, path: &[&'static str]| {
            let (span, limits) = context.limit(path);
            faults.push(
                Diagnostic::new(Code::SentenceMix, chapter.span, message)
                    .label("this chapter")
                    .help(help)
                    .also(span, limits),
            );
        };
        if let Some((least, most)) = style.mean {
            let mean = share(words, count, 10);
            if words < least as usize * count || words > most as usize * count {
                let message = format!("the sentences of {} have {} words on average", chapter.name, tenths(mean));
                say(message, format!("{} are wanted", wanted((least, most), "word")), &["sentences", "mean"]);
            }
        }
        if let Some(short) = &style.short {
            let found = lengths.iter().filter(|length| **length <= short.words as usize).count();
            let found = share(found, count, 100);
            if let Some(label) = outside(found, short.share) {
                let message =
                    format!("of a hundred sentences of {}, {found} have {} words or fewer", chapter.name, short.words);
                let help = format!("{label}: {} to {} are wanted", short.share.0, short.share.1);
                say(message, help, &["sentences", "short"]);
            }
        }
        if let Some(long) = &style.long {
            let found = lengths.iter().filter(|length| **length >= long.words as usize).count();
            if found * 100 < long.share as usize * count {
                let message = format!(
                    "of a hundred sentences of {}, {} have {} words or more",
                    chapter.name,
                    share(found, count, 100),
                    long.words
                );
                say(message, format!("too few: at least {} are wanted", long.share), &["sentences", "long"]);
            }
        }
    }
}
