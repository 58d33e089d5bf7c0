//! What runs have met: the part of `krivitsky explore --format json` that a drawing needs.
//!
//! It must not know how the runs were made; all other fields of the report are passed over.

use std::collections::BTreeSet;

use serde::Deserialize;

/// The passages and choices that some run has met.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    passages: BTreeSet<String>,
    choices: BTreeSet<(String, String)>,
}

/// The report, as far as it is read.
#[derive(Deserialize)]
struct Report {
    passages: Vec<Row>,
    choices: Vec<Row>,
}

/// A passage, by its name; a choice, by `passage.choice`.
#[derive(Deserialize)]
struct Row {
    id: String,
    reached: bool,
}

impl Coverage {
    /// Reads a report.
    ///
    /// # Errors
    /// It is not one; the words say why, for people.
    pub fn read(text: &str) -> Result<Self, String> {
        let report: Report = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let reached = |rows: Vec<Row>| rows.into_iter().filter(|row| row.reached).map(|row| row.id);
        Ok(Self {
            passages: reached(report.passages).collect(),
            choices: reached(report.choices)
                .filter_map(|id| id.split_once('.').map(|(passage, choice)| (passage.to_owned(), choice.to_owned())))
                .collect(),
        })
    }

    /// Whether a run has come to this passage.
    pub fn has_passage(&self, passage: &str) -> bool {
        self.passages.contains(passage)
    }

    /// Whether a run has taken this choice.
    pub fn has_choice(&self, passage: &str, choice: &str) -> bool {
        self.choices.contains(&(passage.to_owned(), choice.to_owned()))
    }
}
