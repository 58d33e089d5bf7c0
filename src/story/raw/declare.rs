//! `story.ron`: what a story declares once. It must not know of passages.

use serde::Deserialize;
use serde::de::Deserializer;

use super::Rows;

/// `story.ron`: everything that the program must not know.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "story")]
pub struct Story {
    /// The format's version: 1.
    pub format: u32,
    /// The story's own name for itself; saves belong to it. Never changes.
    pub id: String,
    /// The title people see.
    pub title: String,
    /// The edition people see; changes as you like.
    pub edition: String,
    /// The passage a new playthrough begins with.
    pub start: String,
    /// A line under the title.
    #[serde(default)]
    pub under: Option<String>,
    /// Who the reader is and what they should know before they begin; blank lines part its paragraphs.
    #[serde(default)]
    pub how_to: Option<String>,
    /// The chapters, in the order of the story.
    pub chapters: Vec<Chapter>,
    /// What a choice can serve.
    #[serde(default)]
    pub goods: Vec<String>,
    /// The meters.
    #[serde(default)]
    pub meters: Rows<Meter>,
    /// The words a risk is offered in, worst first.
    #[serde(default)]
    pub odds: Vec<Odds>,
    /// The facts.
    #[serde(default)]
    pub facts: Rows<Fact>,
    /// The words in which a fact's values are shown by `{name}`.
    #[serde(default)]
    pub shows: Rows<Rows<String>>,
    /// Older names of facts: `"new": ["old"]`.
    #[serde(default)]
    pub was: Rows<Vec<String>>,
    /// Named kinds of deed.
    #[serde(default)]
    pub acts: Rows<Act>,
    /// What happens of itself, by scene or chapter.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// People and what became of them.
    #[serde(default)]
    pub ledger: Ledger,
    /// What a check weighs in this story: `"K113": off`.
    #[serde(default)]
    pub severity: Rows<Weight>,
}

/// What a check weighs.
#[derive(Debug, Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case", rename = "severity")]
pub enum Weight {
    /// It is not asked.
    Off,
    /// For the editor's eye.
    Hint,
    /// To be mended.
    Warning,
    /// The story must not be published so.
    Error,
}

/// One file of passages.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "chapter")]
pub struct Chapter {
    /// The file's name in `chapters/`, without `.ron`.
    pub file: String,
    /// The title people see.
    pub title: String,
    /// Whether it tells of years past: its dates move no band.
    #[serde(default)]
    pub remembered: bool,
}

/// Which end of a meter is good for the one it measures.
#[derive(Debug, Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case", rename = "good")]
pub enum Good {
    /// Low values.
    Low,
    /// High values.
    High,
}

/// A meter, 0 to 100, and its bands from the lowest to the highest.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "meter")]
pub struct Meter {
    /// The word people see.
    pub word: String,
    /// The value at the start, 0 to 100.
    pub start: i16,
    /// Which end is good.
    pub good: Good,
    /// The bands, lowest first.
    pub bands: Vec<Band>,
}

/// One band of a meter.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "band")]
pub struct Band {
    /// Its name in conditions.
    pub id: String,
    /// The word people see.
    pub word: String,
    /// The value at which it is entered from below. The lowest band has none.
    #[serde(default)]
    pub up: Option<i16>,
    /// The value at which it is left downward, or `never`.
    #[serde(default)]
    pub down: Option<Down>,
    /// A condition without which it is not entered, and is lost.
    #[serde(default)]
    pub needs: Option<String>,
}

/// Where a band is left downward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Down {
    /// At this value or below.
    At(i16),
    /// Not at all.
    Never,
}

impl<'de> Deserialize<'de> for Down {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&ron::value::RawValue>::deserialize(deserializer)?.trim().get_ron();
        match raw {
            "never" => Ok(Down::Never),
            number => number
                .parse()
                .map(Down::At)
                .map_err(|_| serde::de::Error::custom(format!("`down` is a number or `never`, not `{number}`"))),
        }
    }
}

/// A word for a chance.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "odds")]
pub struct Odds {
    /// Its name in `risk: (odds: ..)`.
    pub id: String,
    /// The words people see.
    pub word: String,
    /// How often in a hundred it goes well, 1 to 99.
    pub of_100: u8,
}

/// What a fact can hold.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case", rename = "fact", deny_unknown_fields)]
pub enum Fact {
    /// True or false; false at the start.
    Flag,
    /// A number from `from` to `to`; `from` at the start.
    Number {
        /// The least it can be.
        from: i16,
        /// The most it can be.
        to: i16,
    },
    /// One of these names, `one_of(["shut", "ajar", "open"])`; the first at the start.
    OneOf(Vec<String>),
}

/// A named kind of deed. It counts full the first time in a chapter, half the second, then not at all.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "act")]
pub struct Act {
    /// Its effects.
    pub effects: Vec<String>,
    /// Its effects the second time, when they are not half of the first.
    #[serde(default)]
    pub again: Option<Vec<String>>,
}

/// When a rule is asked.
#[derive(Debug, Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case", rename = "each")]
pub enum Each {
    /// At the first passage of each scene.
    Scene,
    /// At the first passage of each chapter.
    Chapter,
}

/// What happens of itself.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename = "rule")]
pub struct Rule {
    /// Its name.
    pub id: String,
    /// When it is asked.
    pub each: Each,
    /// The condition under which it happens.
    #[serde(default)]
    pub when: Option<String>,
    /// What happens.
    pub effects: Vec<String>,
}

/// People and what became of them.
#[derive(Debug, Clone, Deserialize, Default)]
#[serde(deny_unknown_fields, rename = "ledger")]
pub struct Ledger {
    /// What can become of a person; the first holds at the start.
    pub states: Vec<String>,
    /// A line for each state of each person.
    pub people: Rows<Rows<String>>,
}
