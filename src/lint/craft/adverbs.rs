//! K135: there are too many adverbs. It must not know what they go with.

use super::book::{Book, Id};
use super::measure::{above, share, tenths};
use crate::diagnostic::{Code, Diagnostic};
use crate::lint::{Context, Lint, counted};
use crate::story::raw::Adverbs;

/// There are too many adverbs.
pub const LINT: Lint = Lint { code: Code::Adverbs, run };

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let Some(style) = &context.story.style.words.adverbs else { return };
    let book = context.book();
    let adverbs = marked(book, style);
    let (mut count, mut words) = (0, 0);
    for id in context.passages() {
        let page = &book.pages[id.index()];
        words += context.prose(id).words;
        let mut worst: Option<(usize, Vec<usize>)> = None;
        for (n, ids) in page.ids.iter().enumerate() {
            let own: Vec<usize> = (0..ids.len()).filter(|word| adverbs[ids[*word] as usize]).collect();
            count += own.iter().filter(|word| page.fresh[n][**word]).count();
            if own.len() > worst.as_ref().map_or(style.passage as usize, |(_, worst)| worst.len()) {
                worst = Some((n, own));
            }
        }
        if let Some((reading, own)) = worst {
            let name = |word: &usize| book.lexicon.word(page.ids[reading][*word]);
            let message = format!("`{}` has {}", context.story.passage_id(id), counted(own.len(), "adverb"));
            let list = own.iter().map(name).collect::<Vec<_>>().join(", ");
            let one_too_many = own[(style.passage as usize).min(own.len() - 1)];
            let (span, limits) = context.limit(&["words", "adverbs", "passage"]);
            faults.push(
                Diagnostic::new(
                    Code::Adverbs,
                    context.words_span(id, reading, &(one_too_many..one_too_many + 1)),
                    message,
                )
                .label("one too many")
                .help(format!("{list}: keep at most {}, and let verbs do the work of the others", style.passage))
                .also(span, limits),
            );
        }
    }
    if above(count, words, style.per_10000, 10_000) {
        let (span, _) = context.limit(&["words", "adverbs", "per_10000"]);
        let message = format!("the story has {} in {}", counted(count, "adverb"), counted(words, "word"));
        let rate = tenths(share(count, words, 100_000));
        faults.push(
            Diagnostic::new(Code::Adverbs, span, message)
                .label("the limit")
                .help(format!("that is {rate} in 10,000 words; at most {} are wanted", style.per_10000)),
        );
    }
}

/// For each word of the story, whether it is an adverb: it has the ending, two letters or more before it, and is not excepted.
fn marked(book: &Book, style: &Adverbs) -> Vec<bool> {
    let except = book.lexicon.marked(&style.except);
    let ending = style.ending.to_lowercase();
    let is = |id: usize| {
        let head = book.lexicon.word(id as Id).strip_suffix(&ending);
        !except[id]
            && !ending.is_empty()
            && head.is_some_and(|head| head.chars().filter(|c| c.is_alphabetic()).count() >= 2)
    };
    (0..book.lexicon.len()).map(is).collect()
}
