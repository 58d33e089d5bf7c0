//! The shipped story: sound, playable to its ends, and not known to the code.

use krivitsky::diagnostic::to_text;
use krivitsky::store::content;
use krivitsky::story::parse;

#[test]
fn the_shipped_story_has_no_fault() {
    let files = content::shipped();
    let (_, faults) = parse(&files);
    assert!(faults.is_empty(), "{}", to_text(&files, &faults, "story", false));
}
