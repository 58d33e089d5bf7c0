//! The command line: one file a subcommand, and the codes the program ends with.
//!
//! 0: done. 1: faults were found. 2: the command was not understood. 3: something could not be read or written; a line
//! says what to do.

mod check;
mod explain;
mod explore;
mod graph;
mod manual;
mod new;
mod play;
mod replay;
mod saves;
mod stats;
mod test;
mod transcript;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::diagnostic::{Diagnostic, SourceFile, any_error, to_text, typed, visible};
use crate::store::content;
use crate::story::{Story, parse};

/// Faults were found.
const FAULTS: u8 = 1;
/// The command was not understood.
const MISUNDERSTOOD: u8 = 2;
/// Something could not be read or written.
const UNREADABLE: u8 = 3;

/// Interactive fiction for the terminal, and what its authors need
#[derive(Debug, Parser)]
#[command(name = "krivitsky", version, about, disable_help_subcommand = true, args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    play: Play,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Play (what happens without a command, too)
    Play(Play),
    /// Look for faults in a story and print them all
    Check {
        /// The story's folder; without one, the story inside the program
        dir: Option<PathBuf>,
        #[command(flatten)]
        how: check::Checking,
    },
    /// Draw a story: its passages, and where they lead
    Graph(graph::Graph),
    /// Find out what can happen to a player: endings, coverage, lengths, and whether what is asserted holds
    Explore {
        /// The story's folder; without one, the story inside the program
        dir: Option<PathBuf>,
        #[command(flatten)]
        how: explore::Exploring,
    },
    /// Count a story: words and minutes by chapter and playthrough, people named, longest and shortest passages
    Stats {
        /// The story's folder; without one, the story inside the program
        dir: Option<PathBuf>,
        /// How to print the numbers
        #[arg(long, value_enum, default_value = "text")]
        format: StatsFormat,
    },
    /// Begin a story: a small whole one, with a word on everything in it
    New {
        /// A folder that is not there yet, or empty
        dir: PathBuf,
    },
    /// Play the tests that stand beside a story, in its folder `tests`
    Test {
        /// The story's folder
        dir: PathBuf,
        /// Show what is read otherwise than before, and keep it
        #[arg(long)]
        update: bool,
        /// Write `tests/cover.txt` anew: at most so many runs that together meet all that playing at random meets
        #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "60", conflicts_with = "update")]
        cover: Option<usize>,
    },
    /// Print a save as something to read
    Transcript {
        /// The save: a file, the name of a save, or "autosave"
        save: String,
        /// How to write it
        #[arg(long, value_enum, default_value = "text")]
        format: TranscriptFormat,
        #[command(flatten)]
        place: PlaceOf,
    },
    /// List the saves
    Saves {
        #[command(flatten)]
        place: PlaceOf,
    },
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// What to play, and where its saves are.
#[derive(Debug, Args)]
struct Play {
    /// Make every chance of new games from this number, so that they can be repeated
    #[arg(long)]
    seed: Option<u64>,
    /// Lines instead of a screen: for screen readers, pipes and teletypes
    #[arg(long)]
    plain: bool,
    /// Play the story in this folder, and read it again whenever a file of it changes
    #[arg(long, value_name = "DIR", conflicts_with = "story")]
    watch: Option<PathBuf>,
    /// Begin at this passage instead of the start; such a game is not saved by itself
    #[arg(long, value_name = "PASSAGE")]
    at: Option<String>,
    /// Play these choices first: a save, a file with a list of `passage.choice`, or the list; such a game is not saved by itself
    #[arg(long, value_name = "FILE", conflicts_with_all = ["at", "set", "watch"])]
    replay: Option<String>,
    /// What is so at the beginning: `fact=value`, `meter=60`, `meter=band`, `ledger.person=state`, `seen(passage)`
    #[arg(long, value_name = "WHAT=VALUE")]
    set: Vec<String>,
    /// Play this episode of the story alone, as a class does
    #[arg(long, value_name = "EPISODE", conflicts_with_all = ["at", "set", "replay"])]
    episode: Option<String>,
    /// List the episodes of the story
    #[arg(long, conflicts_with_all = ["episode", "at", "set", "replay"])]
    episodes: bool,
    /// Show what the story knows beside the page, numbers and all: for authors. `--watch` and `--at` only put it on F2
    #[arg(long)]
    inspect: bool,
    #[command(flatten)]
    place: PlaceOf,
}

/// Which story, and where its saves are.
#[derive(Debug, Args)]
struct PlaceOf {
    /// The story in this folder instead of the one inside the program
    #[arg(long, value_name = "DIR")]
    story: Option<PathBuf>,
    /// Keep saves and settings apart under this name, on a shared computer
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// Keep saves and settings in this folder
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum, PartialEq, Eq)]
enum CheckFormat {
    /// For people: excerpts, and a summary at the end
    Text,
    /// For editors: a line a fault
    Short,
    /// For editors: all that is known
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum StatsFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum TranscriptFormat {
    /// Plain text
    Text,
    /// Markdown
    Markdown,
}

/// Does what the command line asks.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        None => play::run(&cli.play),
        Some(Command::Play(play)) => play::run(&play),
        Some(Command::Check { dir, how }) => check::run(dir.as_deref(), &how),
        Some(Command::Graph(graph)) => graph::run(&graph),
        Some(Command::Explore { dir, how }) => explore::run(dir.as_deref(), &how),
        Some(Command::Stats { dir, format }) => stats::run(dir.as_deref(), format),
        Some(Command::New { dir }) => new::run(&dir),
        Some(Command::Test { dir, update, cover }) => test::run(&dir, update, cover),
        Some(Command::Transcript { save, format, place }) => transcript::run(&save, format, &place),
        Some(Command::Saves { place }) => saves::run(&place),
        Some(Command::Completions { shell }) => manual::completions(shell),
        Some(Command::Man) => manual::man(),
    };
    match done {
        Ok(code) => ExitCode::from(code),
        // Whoever was reading has had enough.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // If this cannot be written either, the code still says it.
            let _ = writeln!(io::stderr(), "krivitsky: {error:#}");
            ExitCode::from(UNREADABLE)
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// The files of a story folder, or of the story inside the program, and the faults of reading them.
fn files(dir: Option<&Path>) -> anyhow::Result<(Vec<SourceFile>, Vec<Diagnostic>)> {
    match dir {
        None => Ok((content::shipped(), Vec::new())),
        Some(dir) => content::read(dir).with_context(|| no_story(dir)),
    }
}

/// The same with the story tests.
fn files_with_tests(dir: &Path) -> anyhow::Result<(Vec<SourceFile>, Vec<Diagnostic>)> {
    content::read_with_tests(dir).with_context(|| no_story(dir))
}

fn no_story(dir: &Path) -> String {
    format!("{} could not be read as a story folder; it should hold `story.ron` and `chapters/`", shown(dir))
}

/// A story fit to be played; `None` when faults stand in the way, which have then been printed.
fn story(dir: Option<&Path>) -> anyhow::Result<Option<Story>> {
    let (files, mut faults) = files(dir)?;
    let (story, more) = parse(&files);
    faults.extend(more);
    if any_error(&faults) || story.is_none() {
        let root = dir.map_or("story".into(), shown);
        let again = typed(&root);
        let mut err = io::stderr();
        write!(err, "{}", to_text(&files, &faults, &root, false))?;
        writeln!(
            err,
            "krivitsky: this story cannot be played until that is mended; `krivitsky check {again}` looks again"
        )?;
        return Ok(None);
    }
    Ok(story)
}

/// A path as it may be printed: nothing in it reaches the terminal but what can be seen.
fn shown(path: &Path) -> String {
    visible(&path.display().to_string())
}
