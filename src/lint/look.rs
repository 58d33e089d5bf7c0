//! Everything that can be said of a story without playing it: what its reader says, what the checks say, less what its
//! author allows. It must not know where the files came from.

use super::{LINTS, Size, check};
use crate::diagnostic::{self, Diagnostic, SourceFile};
use crate::story::draft;

/// What a story comes to, and what is said of it.
#[derive(Debug, Clone)]
pub struct Look {
    /// How long it is; none when it cannot be read.
    pub size: Option<Size>,
    /// All faults but those that the author allows, in the order of the files.
    pub faults: Vec<Diagnostic>,
    /// How many the author allows.
    pub allowed: usize,
}

/// Looks at a story. `unread` is what was said already of files that could not be used.
pub fn look(files: &[SourceFile], unread: Vec<Diagnostic>) -> Look {
    let (draft, more) = draft(files);
    let mut faults = unread;
    faults.extend(more);
    let size = draft.map(|draft| {
        faults.extend(check(&draft));
        Size::of(&draft)
    });
    // Of a story that cannot be read it is not known what the checks would say.
    let asked = |code| size.is_some() && LINTS.iter().any(|lint| lint.code == code);
    let allowed = diagnostic::sift(files, &mut faults, asked);
    diagnostic::sort(&mut faults);
    Look { size, faults, allowed }
}
