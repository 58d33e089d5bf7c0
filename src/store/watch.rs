//! Watching the folder of a story that somebody is writing.
//!
//! Whoever wants to know asks, a few times a second: a handful of names and times is compared with those of the last
//! look. Editors empty a file before they write it, or put another in its place, so a change counts only when the look
//! after it finds everything as the look before. It must not know what the files mean or who asks.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::{content, disk};
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::story::{FNV_BASIS, MAX_FILE, fnv1a};

/// The time between two looks.
pub const TICK: Duration = Duration::from_millis(250);

/// Some file systems count time in steps of two seconds. A file changed less than this long ago may have been changed
/// again without its time showing it, so it is read to be compared.
const RECENT: Duration = Duration::from_secs(3);

/// What is known of a file: when it was changed, how long it is, and a number made of what it holds.
#[derive(Debug, Clone, Copy)]
struct Known {
    stamp: Option<(SystemTime, u64)>,
    print: u64,
}

/// A folder as it was found: its files by name, or nothing where it could not be read.
type Seen = Option<BTreeMap<String, Known>>;

/// A story folder that is watched.
#[derive(Debug)]
pub struct Watcher {
    folder: PathBuf,
    tick: Duration,
    /// As it was at the last look.
    seen: Seen,
    /// As it was when it was last read.
    told: Seen,
}

impl Watcher {
    /// Watches `folder`. What it holds now counts as read; `tick` is the time that will pass between two looks.
    pub fn new(folder: &Path, tick: Duration) -> Self {
        let seen = scan(folder, None);
        Self { folder: folder.to_owned(), tick, told: seen.clone(), seen }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The time between two looks.
    pub fn tick(&self) -> Duration {
        self.tick
    }

    /// Whether the last look found a change that has not been read yet, so that another look is worth while.
    pub fn is_moving(&self) -> bool {
        !same(&self.seen, &self.told)
    }

    /// Looks once. The files of the story, when they have changed since they were last read and have not since the last
    /// look; or why the folder cannot be read.
    pub fn look(&mut self) -> Option<io::Result<(Vec<SourceFile>, Vec<Diagnostic>)>> {
        let before = self.seen.take();
        self.seen = scan(&self.folder, before.as_ref());
        if !same(&self.seen, &before) || !self.is_moving() {
            return None;
        }
        let found = content::read(&self.folder);
        // Only what is still so after it was read is surely what was read.
        let after = scan(&self.folder, self.seen.as_ref());
        if !same(&after, &self.seen) {
            self.seen = after;
            return None;
        }
        self.told.clone_from(&self.seen);
        Some(found)
    }
}

fn scan(folder: &Path, before: Option<&BTreeMap<String, Known>>) -> Seen {
    let names = content::names(folder).ok()?;
    let now = SystemTime::now();
    let known = |name: String| {
        let path = folder.join(&name);
        let stamp = disk::stamp(&path);
        // A time that lies ahead tells nothing either.
        let settled = stamp.is_some_and(|(at, _)| now.duration_since(at).is_ok_and(|age| age > RECENT));
        let last = before.and_then(|files| files.get(&name)).filter(|last| settled && last.stamp == stamp);
        let print = last.map_or_else(|| print(&path), |last| last.print);
        (name, Known { stamp, print })
    };
    Some(names.into_iter().map(known).collect())
}

/// A number made of what a file holds. One that cannot be read, or is too large to be, has one of its own.
fn print(path: &Path) -> u64 {
    match disk::read(path, MAX_FILE) {
        Ok(Some(bytes)) => fnv1a(bytes, FNV_BASIS),
        Ok(None) => 1,
        Err(_) => 0,
    }
}

/// Whether two looks found the same files with the same in them.
fn same(a: &Seen, b: &Seen) -> bool {
    let prints = |seen: &Seen| {
        seen.as_ref().map(|files| files.iter().map(|(name, known)| (name.clone(), known.print)).collect::<Vec<_>>())
    };
    prints(a) == prints(b)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::fs;

    use super::*;

    /// The text of `story.ron` as the watcher hands it out, look by look; `-` where it hands out nothing.
    fn looks(watcher: &mut Watcher, n: usize) -> String {
        let text = |watcher: &mut Watcher| match watcher.look() {
            None => "-".to_owned(),
            Some(Ok((files, _))) => files.iter().map(|file| file.text.as_str()).collect(),
            Some(Err(_)) => "gone".to_owned(),
        };
        (0..n).map(|_| text(watcher)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_change_counts_when_it_has_come_to_rest() {
        let folder = tempfile::tempdir().unwrap();
        let story = folder.path().join("story.ron");
        fs::write(&story, "one").unwrap();
        let mut watcher = Watcher::new(folder.path(), TICK);
        assert_eq!(looks(&mut watcher, 3), "- - -", "what was there is known");
        fs::write(&story, "").unwrap();
        assert_eq!(looks(&mut watcher, 1), "-", "emptied");
        assert!(watcher.is_moving());
        fs::write(&story, "two").unwrap();
        assert_eq!(looks(&mut watcher, 3), "- two -", "and written: the empty file is never handed out");
        // The same length within the same moment is a change all the same.
        fs::write(&story, "six").unwrap();
        assert_eq!(looks(&mut watcher, 3), "- six -");
        // Written again as it was.
        fs::write(&story, "six").unwrap();
        assert_eq!(looks(&mut watcher, 3), "- - -");
    }

    #[test]
    fn another_file_in_its_place_and_a_folder_that_goes_are_seen() {
        let folder = tempfile::tempdir().unwrap();
        let (story, root) = (folder.path().join("mine/story.ron"), folder.path().join("mine"));
        fs::create_dir(&root).unwrap();
        fs::write(&story, "one").unwrap();
        let mut watcher = Watcher::new(&root, TICK);
        let aside = folder.path().join("aside");
        fs::write(&aside, "two").unwrap();
        fs::rename(&aside, &story).unwrap();
        assert_eq!(looks(&mut watcher, 3), "- two -");
        fs::create_dir(root.join("chapters")).unwrap();
        fs::write(root.join("chapters/a.ron"), "[]").unwrap();
        assert_eq!(looks(&mut watcher, 3), "- two[] -");
        fs::rename(&root, folder.path().join("away")).unwrap();
        assert_eq!(looks(&mut watcher, 3), "- gone -");
        fs::rename(folder.path().join("away"), &root).unwrap();
        assert_eq!(looks(&mut watcher, 3), "- two[] -");
    }
}
