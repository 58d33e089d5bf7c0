//! The pages of `check --explain`: what they show is what the program finds.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use krivitsky::diagnostic::{Diagnostic, SourceFile, to_text};
use krivitsky::lint;
use krivitsky::store::content;
use krivitsky::story::draft;

fn pages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/faults")
}

/// All that is said of a story, by those who read it and those who check it.
fn said_of(files: &[SourceFile]) -> Vec<Diagnostic> {
    let (draft, mut faults) = draft(files);
    faults.extend(draft.iter().flat_map(lint::check));
    faults
}

#[test]
fn of_the_story_they_are_made_from_nothing_is_said() {
    let (files, unread) = content::read(&pages().join("base")).unwrap();
    let faults = said_of(&files);
    assert!(unread.is_empty() && faults.is_empty(), "{}", to_text(&files, &faults, "", false));
}
