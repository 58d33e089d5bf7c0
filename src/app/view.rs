//! The view: what a screen says, in paragraphs and items. Both renderers show this and nothing else.

mod episode;
mod inspect;
mod map;
mod page;
mod sheet;

pub use sheet::slot_words;

use super::model::{Kind, Model};
use crate::engine::Gauge;
use crate::store::Slot;
use crate::story::{ChoiceId, Good};

/// Words in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The words.
    pub text: String,
    /// Whether they are emphasised.
    pub emphasis: bool,
}

/// What a paragraph is. Renderers give each its look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParaKind {
    /// A row of a picture made of text; never broken.
    Art,
    /// A heading.
    Heading,
    /// Date, hour and place.
    Scene,
    /// A paragraph of the story, or of the program's own explanations.
    Prose,
    /// A telegram, a form, a letter.
    Document,
    /// A paragraph of the page before.
    Past,
    /// A choice that was taken.
    Chosen,
    /// A paragraph with a mark before it: a note, a line of the accounts.
    Point,
    /// A line of a table.
    Line,
    /// A line of a file with what is said about it: its columns stand as they are.
    Code,
    /// Something the program says about the game.
    Notice,
    /// What is being typed; the cursor stands behind it.
    Field,
    /// An item: a choice, an entry of a menu.
    Item {
        /// Which, from 0.
        n: usize,
        /// Whether it can be taken.
        open: bool,
    },
    /// No paragraph: the blank line between two.
    Blank,
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Para {
    /// What it is.
    pub kind: ParaKind,
    /// What stands before its first line, such as `1. `.
    pub mark: String,
    /// Its lines; most have one, documents several.
    pub lines: Vec<Vec<Run>>,
}

impl Para {
    /// A paragraph of plain words.
    pub fn new(kind: ParaKind, text: impl Into<String>) -> Self {
        Self { kind, mark: String::new(), lines: vec![vec![Run { text: text.into(), emphasis: false }]] }
    }

    /// The same with a mark before it.
    #[must_use]
    pub fn marked(mut self, mark: impl Into<String>) -> Self {
        self.mark = mark.into();
        self
    }

    /// Its words, without styles.
    pub fn text(&self) -> String {
        let line = |runs: &Vec<Run>| runs.iter().map(|run| run.text.as_str()).collect::<String>();
        self.lines.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

/// What taking an item does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Does {
    /// Takes a choice of the story.
    Choose(ChoiceId),
    /// Opens a screen.
    Open(Kind),
    /// Goes on with the newest game.
    Continue,
    /// Begins a new game.
    New,
    /// Opens a save.
    Load(Slot),
    /// Goes to a node of the tree.
    Node(usize),
    /// Goes to another passage on the map.
    Walk {
        /// Its name.
        to: String,
        /// Whether it is one that this leads to, and not one that leads here.
        onward: bool,
    },
    /// Begins a game at a passage of the map, by its name.
    Play(String),
    /// Begins an episode, by its name.
    Episode(String),
    /// Changes a setting to its next value.
    Setting(Setting),
    /// Goes on from the last good place of a diverged save.
    GoOn,
    /// One choice back.
    Rewind,
    /// Out of this screen.
    Back,
    /// To the title.
    Title,
    /// Out of the program.
    Quit,
}

/// A setting that can be changed on its screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// The colours.
    Theme,
    /// Cells of a line.
    Width,
    /// How paragraphs are parted.
    Spacing,
    /// Whether the mouse is listened to.
    Mouse,
    /// Whether the game opens in plain mode.
    Plain,
}

/// Something that can be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its words.
    pub label: String,
    /// A heading before it, with which a new part of the list begins.
    pub under: Option<String>,
    /// What stands behind them: odds, or why it is closed.
    pub detail: Option<String>,
    /// Whether it can be taken.
    pub open: bool,
    /// What it does.
    pub does: Does,
}

impl Item {
    /// An item that can be taken.
    pub fn new(label: impl Into<String>, does: Does) -> Self {
        Self { label: label.into(), under: None, detail: None, open: true, does }
    }
}

/// A meter as renderers show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GaugeView {
    /// The meter's word.
    pub word: String,
    /// The band, from 0.
    pub band: usize,
    /// How many bands.
    pub bands: usize,
    /// The band's word.
    pub band_word: String,
    /// Cells of the longest band word.
    pub widest: usize,
    /// Whether the good end is the high one.
    pub good_is_high: bool,
}

impl From<Gauge<'_>> for GaugeView {
    fn from(gauge: Gauge<'_>) -> Self {
        Self {
            word: gauge.word.to_owned(),
            band: gauge.band,
            bands: gauge.bands,
            band_word: gauge.band_word.to_owned(),
            widest: super::layout::cells(gauge.widest),
            good_is_high: gauge.good == Good::High,
        }
    }
}

/// What a screen says.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// The title above it.
    pub title: String,
    /// The meters above it; none outside the story.
    pub gauges: Vec<GaugeView>,
    /// The text, items included.
    pub paras: Vec<Para>,
    /// The items, in the order of their paragraphs.
    pub items: Vec<Item>,
    /// The paragraph where the part to be read now begins.
    pub start: usize,
    /// What stands beside the text.
    pub aside: Vec<Para>,
    /// Key and word of what is at hand, most wanted first.
    pub hints: Vec<(String, String)>,
}

/// What the model's screen says.
pub(super) fn view(model: &Model) -> View {
    let mut view = match &model.screen().kind {
        Kind::Reading => page::reading(model),
        Kind::Accounts => page::accounts(model),
        Kind::Backlog => page::backlog(model),
        Kind::Notes => sheet::notes(model),
        Kind::Title => sheet::title(model),
        Kind::Branches => sheet::branches(model),
        Kind::Glossary => sheet::glossary(model),
        Kind::About => sheet::about(model),
        Kind::Inspect => sheet::inspect(model),
        Kind::Help => sheet::help(model),
        Kind::HowTo => sheet::how_to(model),
        Kind::Settings => sheet::settings(model),
        Kind::Episodes => episode::episodes(model),
        Kind::Recap(id) => episode::recap(model, id),
        Kind::Question => episode::question(model),
        Kind::Saves => sheet::saves(model),
        Kind::Name => sheet::name(model),
        Kind::Diverged => sheet::diverged(model),
        Kind::Faults => sheet::faults(model),
        Kind::Map(at) => map::map(model, at),
        Kind::Trouble(why) => sheet::trouble(model, why),
    };
    if model.aside_columns() > 0 {
        view.aside = inspect::paras(model);
    }
    for (n, item) in view.items.iter().enumerate() {
        view.paras.extend(item.under.as_ref().map(|heading| Para::new(ParaKind::Heading, heading.as_str())));
        let mut para =
            Para::new(ParaKind::Item { n, open: item.open }, item.label.clone()).marked(format!("{}. ", n + 1));
        if let Some(detail) = &item.detail {
            let words = model.words.fill("item.detail", &[("label", &item.label), ("detail", detail)]);
            para.lines = vec![vec![Run { text: words, emphasis: false }]];
        }
        view.paras.push(para);
    }
    view
}

/// The keys at hand, by the names of their actions.
fn hints(model: &Model, names: &[&str]) -> Vec<(String, String)> {
    names
        .iter()
        .filter_map(|name| {
            let row = super::action::named(name)?;
            let key = model.keymap.keys_of(row.action).into_iter().next()?;
            Some((key, model.words.get(&format!("hint.{name}")).to_owned()))
        })
        .collect()
}
