//! The model: everything a screen is made from, and nothing of how it is drawn.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use super::action::Keymap;
use super::layout::{Anchor, Laid, cells, lay};
use super::reread::Broken;
use super::view::{View, view};
use crate::playthrough::{Divergence, Origin, Playthrough, Session};
use crate::store::{Listed, Settings, Slot, Spacing};
use crate::story::Story;
use crate::words::Words;

/// The smallest screen that can be read on.
pub const LEAST: (u16, u16) = (40, 12);
/// The largest that is drawn.
pub const MOST: (u16, u16) = (500, 200);

/// The meters that a narrow screen has room for, one above another.
const MOST_METERS: u16 = 6;
/// The cells of a meter beside its words and notches.
const GAPS: usize = 5;
/// The narrowest screen on which something stands beside the text, and the most columns of that.
const LEAST_ASIDE: u16 = 108;
const WIDEST_ASIDE: u16 = 64;
/// The widest line of a fault.
const WIDEST_FAULT: u16 = 100;
/// The cells that a title beside the meters has at least.
const LEAST_TITLE: usize = 24;

/// What a screen shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// The title.
    Title,
    /// The page.
    Reading,
    /// What an ending came of, and the accounts.
    Accounts,
    /// What the record says of the passage.
    Notes,
    /// Everything read so far.
    Backlog,
    /// The ends of all branches.
    Branches,
    /// Words explained.
    Glossary,
    /// What was invented, and the sources.
    About,
    /// What the story knows.
    Inspect,
    /// Keys and words.
    Help,
    /// How to play.
    HowTo,
    /// The settings.
    Settings,
    /// The episodes.
    Episodes,
    /// What went before an episode, by its name.
    Recap(String),
    /// What is asked at the end of an episode.
    Question,
    /// The saves.
    Saves,
    /// Asks for the name of a save.
    Name,
    /// Says that an edited story parts from the save, and asks.
    Diverged,
    /// Says what keeps the story from being played, and waits until it is mended.
    Faults,
    /// A passage on the map of the story, by its name; without one, where the story begins.
    Map(String),
    /// Says why a save could not be opened.
    Trouble(String),
}

/// One screen of the stack.
#[derive(Debug, Clone)]
pub struct Screen {
    /// What it shows.
    pub kind: Kind,
    /// The item in focus.
    pub focus: Option<usize>,
    /// What stands at the top; `None` for where reading begins.
    pub top: Option<Anchor>,
    /// For each item, whether its label has been on screen.
    pub seen: Vec<bool>,
}

impl Screen {
    /// A screen as it is first shown.
    pub fn new(kind: Kind) -> Self {
        Self { kind, focus: None, top: None, seen: Vec::new() }
    }
}

/// Everything a screen is made from.
pub struct Model {
    /// The story.
    pub story: Arc<Story>,
    /// The program's words.
    pub words: Arc<Words>,
    /// The reader's settings.
    pub settings: Settings,
    /// Which key does what.
    pub keymap: Keymap,
    /// The playthrough, once one is begun.
    pub session: Option<Session>,
    /// The screens, the title at the bottom.
    pub screens: Vec<Screen>,
    /// Columns and rows.
    pub size: (u16, u16),
    /// A line said once.
    pub toast: Option<String>,
    /// What a new playthrough's draws are made from.
    pub next_seed: u64,
    /// The saves, as last listed.
    pub saves: Vec<Listed>,
    /// Whether there is something to continue.
    pub can_continue: bool,
    /// The name being typed.
    pub input: String,
    /// The edited story's divergence that is being asked about, and the save it came from; none when the story was
    /// edited under the running game.
    pub diverged: Option<(Box<Divergence>, Option<Slot>)>,
    /// What keeps the story from being played; while there is something, all waits.
    pub broken: Option<Arc<Broken>>,
    /// All that was taken, where a story read again has no room for all of it; until the reader goes on.
    pub whole: Option<Playthrough>,
    /// Where a game is to begin as soon as the story can be read.
    pub begins: Option<Origin>,
    /// Whether the last choice was saved; `None` while there was nothing to save.
    pub saved: Option<bool>,
    /// Whether this is an author at work, who may see what readers must not.
    pub author: bool,
    /// Whether what the story knows stands beside the text, where there is room.
    pub aside: bool,
    /// Whether there is no screen, and so nothing beside anything.
    pub in_lines: bool,
    /// Whether the reader has asked to leave.
    pub quitting: bool,
    /// Grows with every change of what is shown, scrolling and focus aside.
    pub(super) version: u64,
    cache: RefCell<Cache>,
}

/// The view and its lines, as last made.
#[derive(Default)]
struct Cache {
    view: Option<(u64, Rc<View>)>,
    laid: Option<(u64, u16, Rc<Laid>)>,
}

impl Model {
    /// A model that shows the title.
    pub fn new(story: Arc<Story>, words: Arc<Words>, settings: Settings, seed: u64) -> Self {
        let keymap = Keymap::new(settings.keys.iter().map(|(name, keys)| (name.as_str(), keys.as_slice())));
        Self {
            story,
            words,
            settings,
            keymap,
            session: None,
            screens: vec![Screen::new(Kind::Title)],
            size: (80, 24),
            toast: None,
            next_seed: seed,
            saves: Vec::new(),
            can_continue: false,
            input: String::new(),
            diverged: None,
            broken: None,
            whole: None,
            begins: None,
            author: false,
            saved: None,
            aside: false,
            in_lines: false,
            quitting: false,
            version: 0,
            cache: RefCell::default(),
        }
    }

    /// The screen that is shown.
    pub fn screen(&self) -> &Screen {
        // The stack is never empty: its bottom, the title, is never taken off.
        &self.screens[self.screens.len() - 1]
    }

    pub(super) fn screen_mut(&mut self) -> &mut Screen {
        let last = self.screens.len() - 1;
        &mut self.screens[last]
    }

    /// The last word of the program: what has become of the game.
    pub fn farewell(&self) -> &str {
        self.words.get(match self.saved {
            Some(true) => "plain.end",
            Some(false) => "plain.end-unsaved",
            None => "plain.end-nothing",
        })
    }

    /// The columns of what stands beside the text; 0 where nothing does.
    pub fn aside_columns(&self) -> u16 {
        if self.aside && self.has_room_aside() && self.session.is_some() && self.screen().kind != Kind::Title {
            (self.size.0.min(MOST.0) * 2 / 5).min(WIDEST_ASIDE)
        } else {
            0
        }
    }

    /// Whether there is room for something beside the text.
    pub(super) fn has_room_aside(&self) -> bool {
        !self.in_lines && self.size.0 >= LEAST_ASIDE
    }

    /// The columns that the text has, with its margins, and what stands above and below it.
    pub fn columns(&self) -> u16 {
        self.size.0.min(MOST.0) - self.aside_columns()
    }

    /// Whether the screen is too small to read on.
    pub fn is_too_small(&self) -> bool {
        self.size.0 < LEAST.0 || self.size.1 < LEAST.1
    }

    /// What is shown, made anew only when something in it has changed.
    pub fn view(&self) -> Rc<View> {
        let mut cache = self.cache.borrow_mut();
        if let Some((version, view)) = &cache.view
            && *version == self.version
        {
            return Rc::clone(view);
        }
        let made = Rc::new(view(self));
        cache.view = Some((self.version, Rc::clone(&made)));
        made
    }

    /// The lines of what is shown.
    pub fn laid(&self) -> Rc<Laid> {
        let (view, width) = (self.view(), self.text_width());
        let mut cache = self.cache.borrow_mut();
        if let Some((version, wide, laid)) = &cache.laid
            && (*version, *wide) == (self.version, width)
        {
            return Rc::clone(laid);
        }
        let made = Rc::new(lay(&view.paras, width, self.settings.spacing == Spacing::Indent, view.start));
        cache.laid = Some((self.version, width, Rc::clone(&made)));
        made
    }

    /// The cells of a line of text: the reader's setting, or what the screen has less a margin.
    pub fn text_width(&self) -> u16 {
        // Lines of a file are not broken, and have as much room as there is.
        let most = if self.screen().kind == Kind::Faults { WIDEST_FAULT } else { self.settings.width };
        most.min(self.columns().saturating_sub(4)).max(8)
    }

    /// The rows above the text: one wide, a row for each meter narrow, and a rule where there is room; above the title, which
    /// has neither name nor meters, one for air; none where the entry for episodes needs it on a screen of 24 rows.
    pub fn header_rows(&self) -> u16 {
        if self.screen().kind == Kind::Title {
            return u16::from(self.story.episodes.is_empty());
        }
        let rows = if self.is_wide() {
            1
        } else {
            u16::try_from(self.story.meters.len()).map_or(MOST_METERS, |n| n.clamp(1, MOST_METERS))
        };
        rows + u16::from(self.has_rule())
    }

    /// Whether title and meters stand side by side.
    pub fn is_wide(&self) -> bool {
        let meters = self.story.meters.iter().map(|meter| {
            let bands = meter.bands.iter().map(|band| cells(self.story.str(band.word)));
            cells(self.story.str(meter.word)) + meter.bands.len() + bands.max().unwrap_or(0) + GAPS
        });
        let size = usize::from(self.columns());
        size >= 72 && meters.sum::<usize>() + LEAST_TITLE <= size
    }

    /// Whether there is room for a rule below the header.
    pub fn has_rule(&self) -> bool {
        self.size.1 >= 18
    }

    /// The rows that text has.
    pub fn text_rows(&self) -> u16 {
        self.size.1.min(MOST.1).saturating_sub(self.header_rows() + 1).max(1)
    }

    /// The lines of what is said once, which stand at the foot of the screen, over the lowest rows of the text if need be.
    pub fn toast_lines(&self) -> Vec<String> {
        let wrap = |toast: &String| {
            textwrap::wrap(toast, usize::from(self.text_width())).iter().map(|line| line.to_string()).collect()
        };
        self.toast.as_ref().map(wrap).unwrap_or_default()
    }

    /// The rows of the text that nothing stands over.
    pub fn clear_rows(&self) -> usize {
        usize::from(self.text_rows()).saturating_sub(self.toast_lines().len().saturating_sub(1)).max(1)
    }

    /// The first line that is shown.
    pub fn top_line(&self) -> usize {
        let laid = self.laid();
        let top = self.screen().top.map_or(laid.start, |anchor| laid.line_of(anchor));
        top.min(self.last_top(&laid))
    }

    /// The furthest that can be scrolled: the last line on the last row, or the page's first line on the first.
    pub(super) fn last_top(&self, laid: &Laid) -> usize {
        laid.lines.len().saturating_sub(usize::from(self.text_rows())).max(laid.start)
    }
}
