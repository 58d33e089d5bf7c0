//! K119: somebody who plays an episode comes to none of its last passages, or nobody comes to one of them.

use crate::diagnostic::{Code, Diagnostic};
use crate::explore::episode::{Astray, MOST_PASSAGES, Miss};
use crate::lint::{Context, Lint};
use crate::story::{At, Table};

/// An episode does not come to its last passages.
pub const LINT: Lint = Lint { code: Code::StrayEpisode, run };

/// The longest way that a help can hold, in bytes.
const LONGEST: usize = 300;

fn run(context: &Context<'_>, faults: &mut Vec<Diagnostic>) {
    let story = context.story;
    for (n, (episode, played)) in story.episodes.iter().zip(context.episodes()).enumerate() {
        let id = story.str(episode.id);
        let fault = |path: &[At<'_>], message: String| {
            Diagnostic::new(Code::StrayEpisode, context.draft.row_span(Table::Episodes, n, path), message)
        };
        if episode.last.is_empty() {
            let message = format!("`{id}` names no passage with which it ends");
            faults.push(fault(&[At::Field("last")], message).help("name them: `last: [\"..\"]`"));
        } else if let Some(Astray { miss, at, choices }) = &played.astray {
            let at = story.passage_id(*at);
            let message = match miss {
                Miss::Ending => format!("`{id}` can come to the ending `{at}` past all of its last passages"),
                Miss::NoWayOn => format!("`{id}` can come to `{at}`, where nothing leads on"),
                Miss::Lost => format!("`{id}` can go on for {MOST_PASSAGES} passages past all of its last ones"),
            };
            let way = choices.iter().map(|choice| story.choice_path(*choice)).collect::<Vec<_>>().join(" ");
            let help = match way.len() {
                0 => "name the passages that end it in `last`".to_owned(),
                1..=LONGEST => format!("end it on the way there; the choices are {way}"),
                _ => format!("end it on the way there; the choices begin {}", &way[..cut(&way)]),
            };
            faults.push(fault(&[At::Field("last")], message).label("a way misses all of these").help(help));
        }
        if !played.is_whole {
            continue;
        }
        for (row, last) in episode.last.iter().enumerate().filter(|(_, last)| !played.met.contains(last)) {
            let message = format!("nobody who plays `{id}` comes to `{}`", story.passage_id(*last));
            let fault = fault(&[At::Field("last"), At::Row(row)], message).label("never read");
            faults.push(fault.help("take it out, or begin the episode where it can be come to"));
        }
    }
}

/// Where a list of choices is cut: behind the last that is whole.
fn cut(way: &str) -> usize {
    way.char_indices().take_while(|(at, _)| *at < LONGEST).filter(|(_, c)| *c == ' ').last().map_or(0, |(at, _)| at)
}
