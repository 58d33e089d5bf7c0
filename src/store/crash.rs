//! The report of a crash: enough to play the same steps again, and nothing about who played.
//!
//! The shell hands over `Notes` at each choice; a panic hook calls `write`. Nothing here may panic, wait for a lock, or
//! name a person or a folder.

use std::fmt::Write as _;
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, TryLockError};

use crate::playthrough::Playthrough;

/// The name of the report, beside the autosave.
pub const FILE: &str = "crash.txt";

/// The most of a message that is kept, in characters.
const LONGEST: usize = 4000;

/// What a report says beside the panic itself.
#[derive(Debug, Clone, Default)]
pub struct Notes {
    /// Where the report goes: the folder of the saves. Never written into it.
    pub folder: PathBuf,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// What the terminal calls itself.
    pub term: String,
    /// The playthrough so far.
    pub playthrough: Option<Playthrough>,
}

static NOTES: Mutex<Option<Notes>> = Mutex::new(None);

/// The notes; `None` while something else holds them, so that a hook never waits for what it interrupted.
fn notes() -> Option<MutexGuard<'static, Option<Notes>>> {
    match NOTES.try_lock() {
        Ok(guard) => Some(guard),
        Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
        Err(TryLockError::WouldBlock) => None,
    }
}

/// Hands over what a report would say from now on. Called at the start, at each choice, and when the window changes.
pub fn note(change: impl FnOnce(&mut Notes)) {
    if let Some(mut notes) = notes() {
        change(notes.get_or_insert_default());
    }
}

/// Writes the report and returns where it is; `None` when it cannot be written, or nothing was ever noted. For a panic
/// hook, once the terminal is as it was.
pub fn write(panic: &PanicHookInfo<'_>) -> Option<PathBuf> {
    let notes = notes()?.clone()?;
    let place = panic.location().map(|place| (place.file(), place.line(), place.column()));
    let payload = panic.payload();
    let message =
        payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let path = notes.folder.join(FILE);
    std::fs::write(&path, report(&notes, message.unwrap_or("no message"), place)).ok()?;
    Some(path)
}

/// The text of a report.
pub fn report(notes: &Notes, message: &str, place: Option<(&str, u32, u32)>) -> String {
    let mut out = String::new();
    let term: String = notes.term.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.+".contains(*c)).collect();
    // Writing to a string cannot fail.
    let _ = writeln!(out, "krivitsky {}, {}", env!("CARGO_PKG_VERSION"), std::env::consts::OS);
    let _ = writeln!(out, "terminal: {} x {}, TERM={term}", notes.size.0, notes.size.1);
    if let Some((file, line, column)) = place {
        let _ = writeln!(out, "at: {}:{line}:{column}", file_name(file));
    }
    let _ = writeln!(out, "message: {}", without_paths(message, &notes.folder));
    if let Some(playthrough) = &notes.playthrough {
        let Playthrough { story, edition, fingerprint, seed, from, steps, current } = playthrough;
        let _ = writeln!(
            out,
            "story: {story} {edition} ({fingerprint})\nseed: {seed}\nsteps: {}, at {current}",
            steps.len()
        );
        if let Some(from) = from {
            let _ = writeln!(out, "from: {} with {}", from.at, from.sets.join(", "));
        }
        for (n, step) in steps.iter().enumerate() {
            let _ = writeln!(out, "{} after {}: {}.{} -> {}", n + 1, step.after, step.passage, step.choice, step.to);
        }
    }
    out.chars().map(|c| if c != '\n' && crate::diagnostic::is_control(c) { '?' } else { c }).collect()
}

/// The last part of a path, on whichever system it was written.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// A message with every path cut to its file name. What stands before the last slash of a line's path may be a name with
/// spaces in it, so all of it goes, from where the path begins.
fn without_paths(message: &str, folder: &Path) -> String {
    let mut text: String = message.chars().take(LONGEST).collect();
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE")).map(PathBuf::from);
    for known in [Some(folder.to_owned()), home].into_iter().flatten() {
        let known = known.to_string_lossy();
        if known.chars().count() > 1 {
            text = text.replace(known.as_ref(), "~");
        }
    }
    text.lines().map(|line| {
        let begins = |at: usize| {
            let rest = line.get(at..).unwrap_or_default();
            let mut signs = rest.chars();
            let (first, second, third) = (signs.next(), signs.next(), signs.next());
            matches!((first, second), (Some('/'), Some(c)) if c != ' ')
                || matches!((first, second), (Some('~'), Some('/' | '\\')) | (Some('\\'), Some('\\')))
                || matches!((first, second, third), (Some(c), Some(':'), Some('/' | '\\')) if c.is_ascii_alphabetic())
        };
        let edge = |at: usize| line.get(..at).and_then(|head| head.chars().next_back()).is_none_or(|c| !c.is_alphanumeric());
        let start = line.char_indices().map(|(at, _)| at).find(|at| edge(*at) && begins(*at));
        let end = line.rfind(['/', '\\']);
        match (start, end) {
            (Some(start), Some(end)) if start <= end => {
                format!("{}{}", line.get(..start).unwrap_or_default(), line.get(end + 1..).unwrap_or_default())
            }
            _ => line.to_owned(),
        }
    }).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_names_no_folder_and_no_person() {
        let notes = Notes {
            folder: "/srv/pupils/anna b".into(),
            size: (80, 24),
            term: "xterm\u{1b}[2J".into(),
            playthrough: None,
        };
        for message in [
            "cannot open /home/Anna Müller/x.ron: gone",
            "cannot open \"C:\\Users\\Anna Müller\\x.ron\"",
            "in /srv/pupils/anna b: gone",
            "see \\\\server\\anna\\x.ron",
        ] {
            let text = report(&notes, message, Some(("/home/anna/src/tui/view.rs", 3, 7)));
            assert!(!text.to_lowercase().contains("anna"), "{text}");
            assert!(text.contains("at: view.rs:3:7") && !text.contains('\u{1b}'), "{text}");
        }
        assert!(report(&notes, "no / here, 3/4 and a/b", None).contains("no / here, 3/4 and a/b"));
    }

    #[test]
    fn any_message_is_a_report() {
        for message in ["", "/", "~/", "\\\\", "é/", "C:/", "/é\n/\n\\", "/a b/ü"] {
            report(&Notes::default(), message, None);
        }
    }
}
