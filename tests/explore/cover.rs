//! A cover meets everything, breaks where what happens changes, and not where only words do.

use krivitsky::diagnostic::{Diagnostic, SourceFile};
use krivitsky::explore::cover::{COVER, cover, covered};
use krivitsky::explore::story_test::story_tests;

use super::small;

/// What is said of the small story's cover once the first text was replaced by the second.
fn after(old: &str, new: &str) -> Vec<Diagnostic> {
    let text = cover(&small::edited(&[]), 60);
    let mut files: Vec<SourceFile> =
        small::FILES.iter().map(|(name, text)| SourceFile::new(*name, text.replace(old, new))).collect();
    files.push(SourceFile::new(COVER, text));
    let story = small::edited(&[(old, new)]);
    let faults = covered(&story, &files);
    let told = story_tests(&files).1;
    assert!(faults.iter().all(|fault| told.contains(fault)), "`krivitsky test` says it as well");
    faults
}

fn said(old: &str, new: &str) -> String {
    after(old, new).first().map_or_else(String::new, |fault| fault.message.clone())
}

#[test]
fn a_cover_is_the_same_every_time_and_takes_every_choice_both_ways() {
    let story = small::edited(&[]);
    let text = cover(&story, 60);
    assert_eq!(text, cover(&story, 60));
    for step in [
        "weber-terrace.inside >",
        "weber-terrace.outside >",
        "weber-terrace.leave >",
        "weber-call.ring >",
        "weber-call.wait >",
        "weber-call.chance+ > weber-stairs",
        "weber-call.chance- > ending-gone",
        "weber-stairs.next >",
        "weber-street.home >",
        "weber-street.back >",
    ] {
        assert!(text.contains(step), "{step} is not in\n{text}");
    }
    assert!(cover(&story, 1).lines().filter(|line| line.starts_with('#')).count() == 1);
}

#[test]
fn other_words_break_no_cover() {
    assert_eq!(after("The waiter brings cofee.", "The waiter brings coffee."), []);
    assert_eq!(after("label: \"Go in\"", "label: \"Go inside\""), []);
}

#[test]
fn what_happens_otherwise_is_said_where_it_happens() {
    assert_eq!(
        said("effects: [\"warned = true\", \"calls + 1\"]", "effects: [\"calls + 1\"]"),
        "behind `weber-call.ring` on `weber-stairs`: no longer `warned = true`"
    );
    assert_eq!(
        said("effects: [\"seat = inside\"]", "effects: [\"seat = outside\"]"),
        "behind `weber-terrace.inside` on `weber-call`: `seat = outside` where `seat = inside` was"
    );
    assert_eq!(
        said(
            "to: \"weber-call\"),\n            (id: \"outside\"",
            "to: \"weber-stairs\"),\n            (id: \"outside\""
        ),
        "behind `weber-terrace.inside` stands `weber-stairs`, not `weber-call`"
    );
    let turned = said("{if warned}You have said it", "{if not warned}You have said it");
    assert!(
        turned.starts_with("`weber-stairs` behind `weber-call.")
            && turned.ends_with("shows other words, or other choices"),
        "{turned}"
    );
    let gone = said("(id: \"leave\", label: \"Leave\", to: \"ending-gone\"),", "");
    assert!(gone.starts_with("`weber-terrace` at the beginning shows"), "{gone}");
}
