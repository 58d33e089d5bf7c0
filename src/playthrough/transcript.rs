//! The readable form of a playthrough: what was read and what was chosen, from the start to where the reader stands.

use super::{Session, closing, fingerprint_words, label_words};
use crate::engine::{self, Block, BlockKind, Run};
use crate::story::{Date, Episode, Likely, Passage, SourceId, Story, Str};
use crate::words::Words;

/// How a transcript is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
}

/// A date in words: `17 July 1937`.
pub fn date_words(words: &Words, date: Date) -> String {
    let month = format!("month.{}", date.month);
    words
        .fill("date", &[("day", &date.day.to_string()), ("month", words.get(&month)), ("year", &date.year.to_string())])
}

/// The transcript of a session. The same story, seed and choices give the same bytes, whichever screen they were played on.
pub fn transcript(story: &Story, session: &Session, words: &Words, format: Format) -> String {
    let mut out = Out { text: String::new(), format };
    out.title(&story.title);
    out.line(&words.fill(
        "transcript.head",
        &[
            ("edition", &story.edition),
            ("print", &fingerprint_words(story.fingerprint)),
            ("seed", &session.seed().to_string()),
        ],
    ));
    // What was not played from the start does not look as if it had been.
    if let Some(episode) = session.episode(story) {
        out.line(&words.fill("transcript.episode", &[("title", story.str(episode.title))]));
    } else if let Some(origin) = session.origin() {
        let at = session
            .path()
            .first()
            .and_then(|start| session.state_at(*start))
            .map_or("", |state| story.passage_id(state.at));
        let key = if origin.sets.is_empty() { "transcript.begun" } else { "transcript.begun-with" };
        out.line(&words.fill(key, &[("where", at), ("sets", &origin.sets.join(", "))]));
    }
    out.session(story, session, words);
    out.text
}

/// The same as text without its head, so that it hangs on what is read alone and on no edit elsewhere.
pub fn reading(story: &Story, session: &Session, words: &Words) -> String {
    let mut out = Out { text: String::new(), format: Format::Text };
    out.session(story, session, words);
    out.text
}

/// Date, hour and place of a page in words.
pub fn scene_words(story: &Story, page: &engine::Page<'_>, words: &Words) -> String {
    scene_words_of(story, page.passage(), words)
}

/// Date, hour and place of a passage in words.
pub fn scene_words_of(story: &Story, passage: &Passage, words: &Words) -> String {
    let date = date_words(words, passage.date);
    let place = story.places.get(passage.place.index()).map_or("", |place| story.str(place.name));
    match passage.hour.map(|hour| story.str(hour)) {
        Some(hour) => words.fill("scene.hour", &[("date", &date), ("hour", hour), ("place", place)]),
        None => words.fill("scene", &[("date", &date), ("place", place)]),
    }
}

/// What has changed of date, hour and place since the page before: all of it, the hour alone, or nothing.
pub fn scene_change(
    story: &Story,
    page: &engine::Page<'_>,
    before: Option<&engine::Page<'_>>,
    words: &Words,
) -> Option<String> {
    let same_scene = before.is_some_and(|before| before.passage().scene == page.passage().scene);
    match (same_scene, page.hour()) {
        (false, _) => Some(scene_words(story, page, words)),
        (true, Some(hour)) if before.and_then(engine::Page::hour) != Some(hour) => {
            Some(words.fill("scene.later", &[("hour", hour)]))
        }
        _ => None,
    }
}

/// What stands above the text of a passage that not everybody wants to read.
pub fn care_words(story: &Story, passage: &Passage, words: &Words) -> Option<String> {
    passage.care.map(|says| words.fill("care.note", &[("says", story.str(says))]))
}

/// A departure in words: what changed, what did not, how likely, and what the record has.
pub fn departure_words(story: &Story, departure: &crate::story::Departure, words: &Words) -> String {
    let unchanged: Vec<&str> = departure.unchanged.iter().map(|text| story.str(*text)).collect();
    let likely = words.get(match departure.likely {
        Likely::Likely => "likely.likely",
        Likely::Possible => "likely.possible",
        Likely::Speculative => "likely.speculative",
    });
    words.fill(
        "ending.departure",
        &[
            ("changed", story.str(departure.changed)),
            ("unchanged", &unchanged.join(" ")),
            ("likely", likely),
            ("record", story.str(departure.record)),
        ],
    )
}

/// What sources say of the question of an episode, each with their titles.
pub fn tellings(story: &Story, episode: &Episode, words: &Words) -> Vec<String> {
    let line = |(text, sources): &(Str, Box<[SourceId]>)| {
        let titles: Vec<&str> = sources.iter().map(|id| story.str(story.sources[id.index()].title)).collect();
        words.fill("question.telling", &[("text", story.str(*text)), ("sources", &titles.join("; "))])
    };
    episode.tellings.iter().map(line).collect()
}

struct Out {
    text: String,
    format: Format,
}

impl Out {
    /// All pages on the way to where the session stands, and what comes behind the last.
    fn session(&mut self, story: &Story, session: &Session, words: &Words) {
        let mut before: Option<engine::Page<'_>> = None;
        for node in session.path() {
            let Some(state) = session.state_at(node) else { continue };
            if let Some(choice) = session.choice_at(node) {
                self.choice(label_words(story, choice, words));
            }
            let page = engine::page(story, state);
            if before.as_ref().is_none_or(|before| before.title() != page.title()) {
                self.heading(page.title());
            }
            if let Some(scene) = scene_change(story, &page, before.as_ref(), words) {
                self.line(&scene);
            }
            if let Some(care) = care_words(story, page.passage(), words) {
                self.line(&care);
            }
            self.blocks(&page.blocks());
            before = Some(page);
        }
        if let Some(episode) = session.over(story) {
            self.heading(words.get("question.title"));
            self.line(story.str(episode.question));
            tellings(story, episode, words).iter().for_each(|telling| self.item(telling));
        } else if let Some(closing) = closing(story, session) {
            self.heading(words.get("ending.causes"));
            closing.causes.iter().for_each(|(object, text)| {
                self.item(&words.fill("ending.cause", &[("object", object), ("text", text)]))
            });
            self.heading(words.get("ending.accounts"));
            closing.accounts.iter().for_each(|line| self.item(line));
            self.heading(words.get("ending.departures"));
            if closing.departures.is_empty() {
                self.line(words.get("ending.record-kept"));
            }
            for departure in closing.departures {
                self.item(&departure_words(story, departure, words));
            }
        } else {
            self.heading(words.get("transcript.open"));
            for offer in session.page(story).offers() {
                self.item(label_words(story, offer.id, words));
            }
        }
    }

    fn push(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn title(&mut self, title: &str) {
        match self.format {
            Format::Text => self.push(&title.to_uppercase()),
            Format::Markdown => self.push(&format!("# {}", self.plain(title))),
        }
    }

    fn heading(&mut self, heading: &str) {
        match self.format {
            Format::Text => self.push(&format!("== {heading} ==")),
            Format::Markdown => self.push(&format!("## {}", self.plain(heading))),
        }
    }

    fn line(&mut self, line: &str) {
        match self.format {
            Format::Text => self.push(line),
            Format::Markdown => self.push(&format!("*{}*", self.plain(line))),
        }
    }

    fn item(&mut self, item: &str) {
        self.push(&format!("- {}", self.plain(item)));
    }

    fn choice(&mut self, label: &str) {
        match self.format {
            Format::Text => self.push(&format!("> {label}")),
            Format::Markdown => self.push(&format!("**> {}**", self.plain(label))),
        }
    }

    fn blocks(&mut self, blocks: &[Block<'_>]) {
        for block in blocks {
            let line = |runs: &Vec<Run<'_>>| -> String { runs.iter().map(|run| self.run(run, block.kind)).collect() };
            let mark = match (block.kind, self.format) {
                (BlockKind::Prose, _) => "",
                (BlockKind::Document, Format::Text) => "    | ",
                (BlockKind::Document, Format::Markdown) => "    ",
            };
            let lines: Vec<String> =
                block.lines.iter().map(|runs| format!("{mark}{}", line(runs)).trim_end().to_owned()).collect();
            self.push(&lines.join("\n"));
        }
    }

    /// A run as the format writes it. In Markdown a document is a block of code, where no sign has a meaning.
    fn run(&self, run: &Run<'_>, kind: BlockKind) -> String {
        match (self.format, kind, run.emphasis) {
            (Format::Text, ..) | (_, BlockKind::Document, _) => run.text.clone().into_owned(),
            (Format::Markdown, BlockKind::Prose, false) => self.plain(&run.text),
            (Format::Markdown, BlockKind::Prose, true) => format!("*{}*", self.plain(&run.text)),
        }
    }

    /// Words in which no sign is meant as Markdown (CommonMark 0.31, section 2.4: a backslash before punctuation).
    fn plain(&self, words: &str) -> String {
        if self.format == Format::Text {
            return words.to_owned();
        }
        let sign = |c: char| matches!(c, '\\' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '#' | '&');
        words.chars().flat_map(|c| sign(c).then_some('\\').into_iter().chain([c])).collect()
    }
}
