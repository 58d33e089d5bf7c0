//! `krivitsky stats`: a story in numbers.

use std::io::{self, Write};
use std::path::Path;
use std::thread;

use super::{FAULTS, StatsFormat, files, shown};
use crate::diagnostic::{any_error, sort, to_text, visible};
use crate::lint::{Stats, WORDS_A_MINUTE, grouped};
use crate::story::{Story, draft};

/// How many playthroughs at random are counted.
const WALKS: u64 = 2_000;

/// Prints the numbers of the story in `dir`, or of the one inside the program.
///
/// # Errors
/// The folder cannot be read, or the output not written.
pub fn run(dir: Option<&Path>, format: StatsFormat) -> anyhow::Result<u8> {
    let (files, mut faults) = files(dir)?;
    let (draft, more) = draft(&files);
    faults.extend(more);
    sort(&mut faults);
    let root = dir.map_or("story".into(), shown);
    let Some(draft) = draft.filter(|_| !any_error(&faults)) else {
        write!(io::stderr(), "{}", to_text(&files, &faults, &root, false))?;
        writeln!(io::stderr(), "krivitsky: this story cannot be counted until that is mended")?;
        return Ok(FAULTS);
    };
    let stats = Stats::of(&draft, WALKS, thread::available_parallelism().map_or(1, usize::from));
    let mut out = io::stdout().lock();
    match format {
        StatsFormat::Text => write!(out, "{}", visible(&text(&draft.story, &stats)))?,
        StatsFormat::Json => writeln!(out, "{}", json(&draft.story, &stats)?)?,
    }
    out.flush()?;
    Ok(0)
}

fn minutes(words: usize) -> usize {
    words.div_ceil(WORDS_A_MINUTE)
}

/// Rows with their first column to the left and numbers to the right, below a head.
fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.chain([head[column].chars().count()]).max().unwrap_or(0)
    };
    let line = |cells: &[String]| {
        let mut line = format!("{:<1$}", cells[0], width(0));
        for (n, cell) in cells.iter().enumerate().skip(1) {
            line += &format!("  {cell:>0$}", width(n));
        }
        line.trim_end().to_owned() + "\n"
    };
    let head: Vec<String> = head.iter().map(|cell| (*cell).to_owned()).collect();
    rows.iter().fold(line(&head), |text, row| text + &line(row))
}

fn text(story: &Story, stats: &Stats) -> String {
    let parts = stats.parts.iter().map(|part| {
        let title = part.title.clone().unwrap_or_else(|| "Endings".to_owned());
        [vec![title], [part.passages, part.choices, part.words, minutes(part.words)].map(grouped).to_vec()].concat()
    });
    let parts = table(&["CHAPTER", "passages", "choices", "words", "minutes"], &parts.collect::<Vec<_>>());
    let routes = ["shortest", "on average", "longest"].iter().zip(stats.route).map(|(name, words)| {
        let words = words as usize;
        vec![(*name).to_owned(), grouped(words), grouped(minutes(words))]
    });
    let routes = table(&["PLAYTHROUGH", "words", "minutes"], &routes.collect::<Vec<_>>());
    let episodes = stats.episodes.iter().map(|(id, most, minutes, is_whole)| {
        // Where not every way could be counted there may be a longer one.
        let cell = |number: u32| grouped(number as usize) + if *is_whole { "" } else { "+" };
        [vec![id.clone()], [most.passages, most.words, most.votes, *minutes].map(cell).to_vec()].concat()
    });
    let episodes = table(&["EPISODE", "passages", "words", "votes", "minutes"], &episodes.collect::<Vec<_>>());
    let people = stats.people.iter().filter(|named| named.times > 0);
    let people = people.map(|named| vec![named.name.clone(), grouped(named.times), grouped(named.passages)]);
    let people = table(&["NAMED", "times", "passages"], &people.collect::<Vec<_>>());
    let ends = |head: &str, ends: &[(String, usize)]| {
        table(&[head, "words"], &ends.iter().map(|(id, words)| vec![id.clone(), grouped(*words)]).collect::<Vec<_>>())
    };
    let silent: Vec<&str> =
        stats.people.iter().filter(|named| named.times == 0).map(|named| named.name.as_str()).collect();
    let silent = match silent.is_empty() {
        true => String::new(),
        false => format!("Never named: {}.\n", silent.join(", ")),
    };
    let mut text = vec![
        format!("{}, edition {}\n{}\n", story.title, story.edition, stats.size.sentence()),
        parts,
        format!("{routes}Of {} playthroughs at random.\n", grouped(stats.walks as usize)),
    ];
    if !stats.episodes.is_empty() {
        text.push(episodes + "By the longest way through each, read aloud to a class that votes.\n");
    }
    text.extend([
        people + &silent,
        ends("LONGEST PASSAGES", &stats.longest),
        ends("SHORTEST PASSAGES", &stats.shortest),
    ]);
    text.join("\n")
}

fn json(story: &Story, stats: &Stats) -> serde_json::Result<String> {
    let ends = |ends: &[(String, usize)]| -> Vec<serde_json::Value> {
        ends.iter().map(|(id, words)| serde_json::json!({"passage": id, "words": words})).collect()
    };
    let parts: Vec<_> = stats
        .parts
        .iter()
        .map(|part| {
            serde_json::json!({
                "chapter": part.title, "passages": part.passages, "choices": part.choices, "words": part.words,
                "minutes": minutes(part.words),
            })
        })
        .collect();
    let people: Vec<_> = stats
        .people
        .iter()
        .map(|named| serde_json::json!({"name": named.name, "times": named.times, "passages": named.passages}))
        .collect();
    let episodes: Vec<_> = stats
        .episodes
        .iter()
        .map(|(id, most, minutes, is_whole)| {
            serde_json::json!({
                "episode": id, "passages": most.passages, "words": most.words, "votes": most.votes, "minutes": minutes,
                "all_counted": is_whole,
            })
        })
        .collect();
    serde_json::to_string_pretty(&serde_json::json!({
        "story": story.id, "title": story.title, "edition": story.edition,
        "passages": stats.size.passages, "endings": stats.size.endings, "choices": stats.size.choices,
        "words": stats.size.words, "minutes": stats.size.minutes(),
        "chapters": parts,
        "playthroughs": {
            "counted": stats.walks, "shortest": stats.route[0], "mean": stats.route[1], "longest": stats.route[2],
        },
        "episodes": episodes,
        "people": people, "longest": ends(&stats.longest), "shortest": ends(&stats.shortest),
    }))
}
