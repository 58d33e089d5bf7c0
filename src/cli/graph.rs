//! `krivitsky graph`: the shape of a story, drawn.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};

use super::{FAULTS, play, shown, story};
use crate::diagnostic::nearest;
use crate::graph::{Coverage, Part, Shape, dot, mermaid, svg};
use crate::store;
use crate::story::{ChapterId, PassageId, Story};

/// What to draw, and how.
#[derive(Debug, Args)]
pub struct Graph {
    /// The story's folder; without one, the story inside the program
    dir: Option<PathBuf>,
    /// As what
    #[arg(long, value_enum, default_value = "svg")]
    format: Format,
    /// Only this chapter, by its file or title, and what lies next to it
    #[arg(long, value_name = "FILE", conflicts_with = "around")]
    chapter: Option<String>,
    /// Only what leads to this passage, and what it leads to; `PASSAGE,N` for N steps
    #[arg(long, value_name = "PASSAGE")]
    around: Option<String>,
    /// With --around, how many steps
    #[arg(long, value_name = "N", requires = "around")]
    steps: Option<usize>,
    /// Mark what no run has met, by a report of `krivitsky explore --format json`
    #[arg(long, value_name = "REPORT")]
    coverage: Option<PathBuf>,
    /// Walk about in the story with the arrow keys, instead of drawing it; a story in a folder is read again when it changes
    #[arg(long, conflicts_with_all = ["format", "chapter", "around", "coverage", "out"])]
    map: bool,
    /// With --map, the passage to begin at
    #[arg(long, value_name = "PASSAGE", requires = "map")]
    at: Option<String>,
    /// With --map, lines instead of a screen
    #[arg(long, requires = "map")]
    plain: bool,
    /// Write to this file instead of to the terminal
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For Graphviz
    Dot,
    /// For Mermaid, as in Markdown on the web
    Mermaid,
    /// A picture for any browser
    Svg,
}

/// How many steps `--around` goes when it is not said.
const STEPS: usize = 2;

/// Draws a story.
///
/// # Errors
/// There is no such chapter, passage or report, or the drawing cannot be written.
pub fn run(graph: &Graph) -> anyhow::Result<u8> {
    if graph.map {
        return play::map(graph.dir.as_deref(), graph.at.as_deref().unwrap_or_default(), graph.plain);
    }
    let Some(story) = story(graph.dir.as_deref())? else { return Ok(FAULTS) };
    let part = part(&story, graph)?;
    let coverage = graph.coverage.as_deref().map(coverage).transpose()?;
    let shape = Shape::of(&story, part, coverage.as_ref());
    let text = match graph.format {
        Format::Dot => dot(&shape),
        Format::Mermaid => mermaid(&shape),
        Format::Svg => svg(&shape),
    };
    match &graph.out {
        Some(path) => {
            store::write_text(path, &text).with_context(|| format!("{} could not be written", shown(path)))?
        }
        None => io::stdout().lock().write_all(text.as_bytes())?,
    }
    Ok(0)
}

fn coverage(path: &Path) -> anyhow::Result<Coverage> {
    let text = store::read_text(path).with_context(|| format!("{} could not be read", shown(path)))?;
    Coverage::read(&text)
        .map_err(|why| anyhow::anyhow!("{} is no report of `krivitsky explore --format json`: {why}", shown(path)))
}

/// The part that was asked for.
fn part(story: &Story, graph: &Graph) -> anyhow::Result<Part> {
    if let Some(name) = &graph.chapter {
        return chapter(story, name).map(Part::Chapter);
    }
    let Some(around) = &graph.around else { return Ok(Part::Whole) };
    let (name, steps) = match around.split_once(',') {
        None => (around.as_str(), graph.steps.unwrap_or(STEPS)),
        Some((_, _)) if graph.steps.is_some() => bail!("--around says how many steps already; leave --steps out"),
        Some((name, steps)) => match steps.trim().parse() {
            Ok(steps) => (name, steps),
            Err(_) => bail!("`{}` is no number of steps; write `--around {name},2`", steps.trim()),
        },
    };
    Ok(Part::Around(passage(story, name.trim())?, steps))
}

/// The chapter of a file, with or without its folder and end, or of a title.
fn chapter(story: &Story, name: &str) -> anyhow::Result<ChapterId> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let file = file.strip_suffix(".ron").unwrap_or(file);
    let found = story
        .chapters
        .iter()
        .position(|chapter| story.str(chapter.file) == file || story.str(chapter.title).eq_ignore_ascii_case(name));
    if let Some(n) = found.and_then(|n| u16::try_from(n).ok()) {
        return Ok(ChapterId(n));
    }
    let files = || story.chapters.iter().map(|chapter| story.str(chapter.file));
    let known = files().chain(story.chapters.iter().map(|chapter| story.str(chapter.title)));
    match nearest(file, known) {
        Some(near) => bail!("there is no chapter `{name}`; did you mean `{near}`?"),
        None => bail!("there is no chapter `{name}`; there are {}", files().collect::<Vec<_>>().join(", ")),
    }
}

/// A passage by its name, present or former.
pub fn passage(story: &Story, name: &str) -> anyhow::Result<PassageId> {
    if let Some(id) = story.find_passage(name) {
        return Ok(id);
    }
    match nearest(name, story.passages.iter().map(|passage| story.str(passage.id))) {
        Some(near) => bail!("there is no passage `{name}`; did you mean `{near}`?"),
        None => bail!("there is no passage `{name}` in this story"),
    }
}
