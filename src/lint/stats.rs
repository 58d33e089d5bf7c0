//! What a story is made of, in numbers: words and minutes by chapter and by playthrough, people named, the longest
//! passages and the shortest. It must not know how they are printed.

use std::collections::BTreeMap;

use super::prose::{self, Prose};
use super::size::Size;
use crate::explore::crowd::Plan;
use crate::explore::crowd::crowd;
use crate::explore::episode::Longest;
use crate::explore::episode::episodes;
use crate::explore::policy::Policy;
use crate::story::{Draft, PassageId};

/// How many passages are named at either end.
const AT_EITHER_END: usize = 5;

/// A chapter, or the endings, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The chapter's title; none for the endings.
    pub title: Option<String>,
    /// Its passages.
    pub passages: usize,
    /// What can be chosen in them.
    pub choices: usize,
    /// Their words, labels among them, those of every branch counted once.
    pub words: usize,
}

/// How often somebody is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The name in `people.ron`.
    pub name: String,
    /// How often some of it stands in a text.
    pub times: usize,
    /// In how many passages.
    pub passages: usize,
}

/// A story in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stats {
    /// All of it.
    pub size: Size,
    /// The chapters in order, then the endings.
    pub parts: Vec<Part>,
    /// How many playthroughs at random were counted.
    pub walks: u64,
    /// The words of the shortest of them, of all on average, of the longest.
    pub route: [u32; 3],
    /// The episodes in order: name, and the longest way through it that was found, with its minutes; and whether there
    /// can be no longer one.
    pub episodes: Vec<(String, Longest, u32, bool)>,
    /// The people, those named most often first, then as in `people.ron`.
    pub people: Vec<Named>,
    /// The longest passages by their longest way, longest first: id and words.
    pub longest: Vec<(String, usize)>,
    /// The shortest by their shortest way, shortest first.
    pub shortest: Vec<(String, usize)>,
}

impl Stats {
    /// Counts a story, and `walks` playthroughs at random under seeds from 0 on, on so many threads.
    pub fn of(draft: &Draft<'_>, walks: u64, threads: usize) -> Self {
        let story = &draft.story;
        let ids = || (0..story.passages.len()).map(|n| PassageId(n as u32));
        let prose: Vec<Prose> = ids().map(|id| Prose::of(draft.text(id))).collect();
        let titles = story.chapters.iter().map(|chapter| Some(story.str(chapter.title).to_owned()));
        let mut parts: Vec<Part> =
            titles.chain([None]).map(|title| Part { title, passages: 0, choices: 0, words: 0 }).collect();
        for id in ids() {
            let chapter = story.passage(id).chapter.map_or(story.chapters.len(), |chapter| chapter.index());
            let labels: Vec<_> = story.choices_of(id).filter_map(|choice| story.choice(choice).label).collect();
            let said: usize = labels.iter().map(|label| prose::count(story.str(*label))).sum();
            let part = &mut parts[chapter];
            part.passages += 1;
            part.choices += labels.len();
            part.words += prose[id.index()].words + said;
        }
        let plan = Plan { policy: Policy::Random, walks, seed: 0, threads };
        let words = crowd(story, &plan, &|| false, &|_, _| {}).words;
        let ends = |words: fn(&Prose) -> usize, longest: bool| {
            let mut all: Vec<(String, usize)> =
                ids().map(|id| (story.passage_id(id).to_owned(), words(&prose[id.index()]))).collect();
            all.sort_by_key(|(_, words)| if longest { usize::MAX - words } else { *words });
            all.truncate(AT_EITHER_END);
            all
        };
        Self {
            size: Size::of(draft),
            parts,
            walks,
            route: [words.least(), words.mean(), words.most()],
            episodes: story
                .episodes
                .iter()
                .zip(episodes(story))
                .map(|(episode, played)| {
                    let minutes = played.longest.minutes(&story.style.episodes);
                    (story.str(episode.id).to_owned(), played.longest, minutes, played.is_whole)
                })
                .collect(),
            people: people(draft),
            longest: ends(|prose| prose.most, true),
            shortest: ends(|prose| prose.least, false),
        }
    }
}

/// How often each person is named in the texts of the passages.
fn people(draft: &Draft<'_>) -> Vec<Named> {
    let story = &draft.story;
    let names: Vec<&str> = story.people.iter().map(|person| story.str(person.name)).collect();
    // A word that belongs to several people, such as a family's name, says of none of them who it is.
    let mut owners: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (n, name) in names.iter().enumerate() {
        name_words(name).into_iter().for_each(|word| owners.entry(word).or_default().push(n));
    }
    let mut named: Vec<Named> =
        names.iter().map(|name| Named { name: (*name).to_owned(), times: 0, passages: 0 }).collect();
    for id in (0..story.passages.len()).map(|n| PassageId(n as u32)) {
        let mut here = vec![0; names.len()];
        let mut last = None;
        for word in without_braces(draft.text(id)).split_whitespace() {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            let bare = bare.strip_suffix("'s").or_else(|| bare.strip_suffix("’s")).unwrap_or(bare);
            let owner = owners.get(bare).filter(|owners| owners.len() == 1).map(|owners| owners[0]);
            // First name and family name together are one.
            if let Some(owner) = owner.filter(|owner| last != Some(*owner)) {
                here[owner] += 1;
            }
            last = owner;
        }
        for (named, times) in named.iter_mut().zip(here).filter(|(_, times)| *times > 0) {
            named.times += times;
            named.passages += 1;
        }
    }
    named.sort_by_key(|named| usize::MAX - named.times);
    named
}

/// The words by which somebody is known: those of the name with a capital, an article at its head aside; where there is
/// none, as in `The midwife`, the last.
fn name_words(name: &str) -> Vec<String> {
    let words = || name.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'').filter(|word| !word.is_empty());
    let own: Vec<String> = words()
        .filter(|word| word.chars().count() > 2 && word.starts_with(char::is_uppercase))
        .filter(|word| *word != "The")
        .map(str::to_owned)
        .collect();
    if own.is_empty() { words().next_back().map(str::to_owned).into_iter().collect() } else { own }
}

/// A text without what stands in braces. A brace behind `\\` is one that readers see.
fn without_braces(text: &str) -> String {
    let (mut inside, mut escaped) = (false, false);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '{' if !escaped => inside = true,
            '}' if !escaped && inside => inside = false,
            _ if inside => {}
            c => out.push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_is_known_by_the_words_of_the_name_that_have_a_capital() {
        assert_eq!(name_words("Ludwik (Ignaz Reiss)"), ["Ludwik", "Ignaz", "Reiss"]);
        assert_eq!(name_words("The midwife"), ["midwife"]);
        assert_eq!(name_words("The Widow Lutz"), ["Widow", "Lutz"]);
    }

    #[test]
    fn what_stands_in_braces_is_not_read_and_a_written_brace_is_none() {
        assert_eq!(without_braces("{if moved}Lutz{end} waits"), "Lutz waits");
        assert_eq!(without_braces(r"A card: \{17. Lutz waits."), r"A card: \{17. Lutz waits.");
    }
}
