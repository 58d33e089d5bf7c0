//! A reader in the reading room: the real loop on a screen of paper, with keys from a script; and a small story to read.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use krivitsky::app::shell::Shell;
use krivitsky::app::{Key, Model, Msg, update};
use krivitsky::diagnostic::{SourceFile, to_text};
use krivitsky::plain::{self, Manner};
use krivitsky::playthrough::{Format, Playthrough, transcript};
use krivitsky::store::{Library, TICK, Watcher, content};
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
pub fn told(files: &[SourceFile]) -> Arc<Story> {
    let (story, faults) = parse(files);
    assert!(faults.is_empty(), "{}", to_text(files, &faults, ".", false));
    Arc::new(story.unwrap())
}

/// The folder of the small story.
pub fn stair_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/common/stair")
}

/// The small story.
pub fn stair() -> Arc<Story> {
    static STORY: LazyLock<Arc<Story>> = LazyLock::new(|| told(&content::read(&stair_folder()).unwrap().0));
    Arc::clone(&STORY)
}

/// The shipped story.
pub fn shipped() -> Arc<Story> {
    static STORY: LazyLock<Arc<Story>> = LazyLock::new(|| told(&content::shipped()));
    Arc::clone(&STORY)
}

/// Keys one after another: batch by batch, what is in one batch is there at once.
struct Script {
    batches: VecDeque<VecDeque<Input>>,
    now: Instant,
    /// Whether the story is watched: only then may the wait for a key have an end.
    watched: bool,
}

impl Source for Script {
    fn next(&mut self, until: Option<Instant>) -> io::Result<Input> {
        assert_eq!(until.is_some(), self.watched, "the program wakes of itself exactly while it watches");
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
    story: Arc<Story>,
    folder: Arc<TempDir>,
    depth: Depth,
}

impl Room {
    /// Opens `story` on a screen of a size; its saves go to a folder that is thrown away.
    pub fn open(story: &Arc<Story>, size: (u16, u16)) -> Self {
        Self::open_in(&Arc::new(tempfile::tempdir().unwrap()), story, size)
    }

    /// The same, with saves and settings in a folder that may hold some.
    pub fn open_in(folder: &Arc<TempDir>, story: &Arc<Story>, size: (u16, u16)) -> Self {
        let library = Library::open(Some(folder.path()), None, &story.id).unwrap();
        let (mut model, shell) = Shell::open(Arc::clone(story), &Arc::new(Words::english()), library, Some(7));
        update(&mut model, Msg::Resize(size.0, size.1));
        let mut room = Self {
            model,
            paper: Paper::new(size),
            shell: Some(shell),
            story: Arc::clone(story),
            folder: Arc::clone(folder),
            depth: Depth::Full,
        };
        room.feed(Vec::new());
        room
    }

    /// The small story, with a game begun, at its first page.
    pub fn begun(size: (u16, u16)) -> Self {
        let mut room = Self::open(&stair(), size);
        room.keys("1");
        room
    }

    /// Leaves, and opens the same again.
    pub fn again(self) -> Self {
        let story = Arc::clone(&self.story);
        self.again_with(&story)
    }

    /// Leaves, and opens another story over the same saves.
    pub fn again_with(mut self, story: &Arc<Story>) -> Self {
        drop(self.shell.take());
        Self::open_in(&self.folder, story, self.model.size)
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
        let shell = self.shell.as_mut().unwrap();
        let batches = batches.into_iter().map(Into::into).collect();
        let mut script = Script { batches, now: Instant::now(), watched: shell.tick().is_some() };
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

    /// Watches the folder of the story that is played.
    pub fn watch(&mut self, folder: &Path) {
        let watcher = Watcher::new(folder, TICK);
        let data = self.folder.path().to_owned();
        self.shell.as_mut().unwrap().watch(&self.model, watcher, "mine".to_owned(), Some(&data), None);
    }

    /// Some time passes, in which nothing is pressed: enough for a story that is watched to be read again.
    pub fn a_while(&mut self) -> &mut Self {
        self.feed(vec![vec![Input::Tick]; 3])
    }

    /// Another size of the screen.
    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.input(Input::Resize(columns, rows))
    }

    /// A click where some words stand on the screen.
    pub fn click_on(&mut self, words: &str) -> &mut Self {
        let row = self.row_of(words).unwrap_or_else(|| panic!("{words:?} is not on the screen:\n{}", self.screen()));
        self.input(Input::Click(20, row))
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

/// Plain mode with somebody in it, at a keyboard that does not echo.
pub struct Lines {
    pub model: Model,
    shell: Shell,
    folder: Arc<TempDir>,
}

impl Lines {
    /// Opens `story`; its saves go to a folder that is thrown away.
    pub fn open(story: &Arc<Story>) -> Self {
        Self::open_in(&Arc::new(tempfile::tempdir().unwrap()), story)
    }

    /// The same, with saves and settings in a folder that may hold some.
    pub fn open_in(folder: &Arc<TempDir>, story: &Arc<Story>) -> Self {
        let library = Library::open(Some(folder.path()), None, &story.id).unwrap();
        let (model, shell) = Shell::open(Arc::clone(story), &Arc::new(Words::english()), library, Some(7));
        Self { model, shell, folder: Arc::clone(folder) }
    }

    /// What is answered to each line, after what is said at first. The input then ends.
    pub fn answers(&mut self, lines: &[impl AsRef<str>]) -> Vec<String> {
        let typed: String = lines.iter().map(|line| format!("{}\n", line.as_ref())).collect();
        let said = self.hear(typed.as_bytes(), None);
        let prompts = ["> ", "name> "];
        let mut answers = vec![String::new()];
        for line in said.lines() {
            match prompts.contains(&line) {
                true => answers.push(String::new()),
                false => answers.last_mut().into_iter().for_each(|answer| *answer += &format!("{line}\n")),
            }
        }
        answers
    }

    /// Watches the folder of the story that is played, without waiting between two looks.
    pub fn watch(&mut self, folder: &Path) {
        let watcher = Watcher::new(folder, Duration::ZERO);
        let data = self.folder.path().to_owned();
        self.shell.watch(&self.model, watcher, "mine".to_owned(), Some(&data), None);
    }

    /// All that is said to these bytes of input.
    pub fn hear(&mut self, input: &[u8], width: Option<usize>) -> String {
        let out = Rc::new(RefCell::new(Vec::new()));
        let manner = Manner { why: "Plain mode, because this is a test.", width, echoed: false };
        let hearing = &mut Hearing(Rc::clone(&out));
        plain::run(&mut self.model, &mut self.shell, Typing(input), hearing, manner).unwrap();
        String::from_utf8(out.take()).unwrap()
    }

    /// The folder of this story's saves.
    pub fn saves(&self) -> PathBuf {
        self.shell.library().folder().to_owned()
    }

    /// The autosave as it is on the disk.
    pub fn saved(&self) -> Playthrough {
        let library = self.shell.library();
        library.read(&library.newest_autosave().unwrap().slot).unwrap().unwrap()
    }
}

/// Input that comes in pieces of its own size.
struct Typing<'a>(&'a [u8]);

impl Read for Typing<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let len = self.0.len().min(buffer.len()).min(977);
        buffer[..len].copy_from_slice(&self.0[..len]);
        self.0 = &self.0[len..];
        Ok(len)
    }
}

struct Hearing(Rc<RefCell<Vec<u8>>>);

impl Write for Hearing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
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
