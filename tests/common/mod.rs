//! A reader in the reading room: the real loop on a screen of paper, with keys from a script; and a small story to read.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use std::collections::VecDeque;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use krivitsky::app::shell::Shell;
use krivitsky::app::{Key, Model, Msg, update};
use krivitsky::diagnostic::{SourceFile, to_text};
use krivitsky::playthrough::{Format, Playthrough, transcript};
use krivitsky::store::{Library, content};
use krivitsky::story::{Story, parse};
use krivitsky::tui::input::{Input, Source};
use krivitsky::tui::theme::{Depth, Theme};
use krivitsky::tui::{self, Plainly, Screen};
use krivitsky::words::Words;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Position;
use tempfile::TempDir;

/// A story from its files.
pub fn told(files: &[SourceFile]) -> Story {
    let (story, faults) = parse(files);
    assert!(faults.is_empty(), "{}", to_text(files, &faults, ".", false));
    story.unwrap()
}

/// The folder of the small story.
pub fn stair_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/common/stair")
}

/// The small story.
pub fn stair() -> Story {
    told(&content::read(&stair_folder()).unwrap().0)
}

/// The shipped story.
pub fn shipped() -> Story {
    told(&content::shipped())
}

/// Keys one after another: batch by batch, what is in one batch is there at once.
struct Script {
    batches: VecDeque<VecDeque<Input>>,
    now: Instant,
}

impl Source for Script {
    fn next(&mut self) -> io::Result<Input> {
        while self.batches.front().is_some_and(VecDeque::is_empty) {
            self.batches.pop_front();
        }
        // Between two batches the reader takes a breath.
        self.now += Duration::from_secs(1);
        Ok(self.batches.front_mut().and_then(VecDeque::pop_front).unwrap_or(Input::End(0)))
    }

    fn waiting(&mut self) -> io::Result<Option<Input>> {
        Ok(self.batches.front_mut().and_then(VecDeque::pop_front))
    }

    fn now(&self) -> Instant {
        self.now
    }
}

/// A screen that can be looked at.
pub struct Paper {
    pub terminal: Plainly<TestBackend>,
    /// What the mouse was last told.
    pub mouse: Option<bool>,
    /// How many frames were drawn.
    pub frames: usize,
}

impl Paper {
    fn new((columns, rows): (u16, u16)) -> Self {
        let terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        Self { terminal: Plainly(terminal), mouse: None, frames: 0 }
    }
}

impl Screen for Paper {
    fn show(&mut self, model: &Model, theme: &Theme) -> io::Result<()> {
        self.terminal.0.backend_mut().resize(model.size.0, model.size.1);
        self.frames += 1;
        self.terminal.show(model, theme)
    }

    fn mouse(&mut self, on: bool) -> io::Result<()> {
        self.mouse = Some(on);
        Ok(())
    }
}

/// The reading room with somebody in it.
pub struct Room {
    pub model: Model,
    pub paper: Paper,
    shell: Option<Shell>,
    story: Box<dyn Fn() -> Story>,
    folder: Arc<TempDir>,
    depth: Depth,
}

impl Room {
    /// Opens `story` on a screen of a size; its saves go to a folder that is thrown away.
    pub fn open(story: fn() -> Story, size: (u16, u16)) -> Self {
        Self::open_in(&Arc::new(tempfile::tempdir().unwrap()), story, size)
    }

    /// The same, with saves and settings in a folder that may hold some.
    pub fn open_in(folder: &Arc<TempDir>, story: impl Fn() -> Story + 'static, size: (u16, u16)) -> Self {
        let made = story();
        let library = Library::open(Some(folder.path()), None, &made.id).unwrap();
        let (mut model, shell) = Shell::open(made, &Arc::new(Words::english()), library, Some(7));
        update(&mut model, Msg::Resize(size.0, size.1));
        let mut room = Self {
            model,
            paper: Paper::new(size),
            shell: Some(shell),
            story: Box::new(story),
            folder: Arc::clone(folder),
            depth: Depth::Full,
        };
        room.feed(Vec::new());
        room
    }

    /// The small story, with a game begun, at its first page.
    pub fn begun(size: (u16, u16)) -> Self {
        let mut room = Self::open(stair, size);
        room.keys("1");
        room
    }

    /// Leaves, and opens the same again.
    pub fn again(self) -> Self {
        self.again_with_story(None)
    }

    /// Leaves, and opens another story over the same saves.
    pub fn again_with(self, story: impl Fn() -> Story + 'static) -> Self {
        self.again_with_story(Some(Box::new(story)))
    }

    fn again_with_story(mut self, story: Option<Box<dyn Fn() -> Story>>) -> Self {
        drop(self.shell.take());
        let size = self.model.size;
        Self::open_in(&self.folder, story.unwrap_or(self.story), size)
    }

    /// The folder of the saves' profile.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The folder of this story's saves.
    pub fn saves(&self) -> PathBuf {
        self.shell().library().folder().to_owned()
    }

    fn shell(&self) -> &Shell {
        self.shell.as_ref().unwrap()
    }

    /// Batches of input, each there at once, and the screen drawn between them.
    pub fn feed(&mut self, batches: Vec<Vec<Input>>) -> &mut Self {
        let mut script = Script { batches: batches.into_iter().map(Into::into).collect(), now: Instant::now() };
        let shell = self.shell.as_mut().unwrap();
        tui::run(&mut self.model, shell, &mut self.paper, &mut script, self.depth).unwrap();
        self
    }

    /// Keys, each pressed after the screen has been seen: `"1<down><enter>u"`.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        self.feed(inputs(keys).into_iter().map(|input| vec![input]).collect())
    }

    /// Keys that are all there before anything is drawn.
    pub fn together(&mut self, keys: &str) -> &mut Self {
        self.feed(vec![inputs(keys)])
    }

    /// One input.
    pub fn input(&mut self, input: Input) -> &mut Self {
        self.feed(vec![vec![input]])
    }

    /// Another size of the screen.
    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.input(Input::Resize(columns, rows))
    }

    /// A click where some words stand on the screen.
    pub fn click_on(&mut self, words: &str) -> &mut Self {
        let row = self.row_of(words).unwrap_or_else(|| panic!("{words:?} is not on the screen:\n{}", self.screen()));
        self.input(Input::Click(row))
    }

    /// The row where some words stand.
    pub fn row_of(&self, words: &str) -> Option<u16> {
        self.screen().lines().position(|line| line.contains(words)).map(|row| row as u16)
    }

    /// What is on the screen, row by row.
    pub fn screen(&self) -> String {
        rows(&self.paper.terminal.0).join("\n")
    }

    /// Whether some words are on the screen, however they are broken into lines.
    pub fn says(&self, words: &str) -> bool {
        squeeze(&self.screen()).contains(&squeeze(words))
    }

    /// The row the cursor stands on; `None` when it is hidden.
    pub fn cursor(&mut self) -> Option<Position> {
        let terminal = &mut self.paper.terminal.0;
        terminal.backend().cursor_visible().then(|| terminal.backend().cursor_position())
    }

    /// The passage the reader stands at.
    #[track_caller]
    pub fn at(&self) -> String {
        let session = self.model.session.as_ref().expect("no game");
        session.page(&self.model.story).id().to_owned()
    }

    /// The autosave as it is on the disk.
    pub fn saved(&self) -> Playthrough {
        let library = self.shell().library();
        library.read(&library.newest_autosave().unwrap().slot).unwrap().unwrap()
    }

    /// The game as text.
    pub fn transcript(&self) -> String {
        let session = self.model.session.as_ref().expect("no game");
        transcript(&self.model.story, session, &self.model.words, Format::Text)
    }
}

/// Keys as inputs.
pub fn inputs(keys: &str) -> Vec<Input> {
    Key::sequence(keys).into_iter().map(|key| Input::Key(key, false)).collect()
}

/// The rows of a drawn screen, without the blanks at their ends.
pub fn rows(terminal: &Terminal<TestBackend>) -> Vec<String> {
    let buffer = terminal.backend().buffer();
    (0..buffer.area.height)
        .map(|y| {
            let row: String = (0..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect();
            row.trim_end().to_owned()
        })
        .collect()
}

/// Words without the blanks, breaks and bars between them.
pub fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"│─↑↓>".contains(*c)).collect()
}
