//! The only module that touches the disk: content, saves, settings, the report of a crash.
//!
//! It must not know about screens. What it cannot do it says with an error or a diagnostic that names the file. One rule
//! runs through all of it: nothing that a player did or wrote by hand is ever lost, not by a crash, a full disk, an
//! edited story, a second game in another window, or a file that cannot be read. Only of games that gave way to new ones,
//! and have no name, the oldest go.

mod beginning;
pub mod content;
pub mod crash;
mod disk;
pub mod example;
mod folder;
mod library;
mod name;
mod report;
mod save;
pub mod settings;
mod watch;

pub use beginning::{NotBegun, begin};
pub use folder::profile_folder;
pub use library::{Glance, Library, Listed, Slot, Unwritten, read_file};
pub use name::{BadName, Name};
pub use report::{make_folder, read_text, write_text};
pub use save::{FORMAT, MAX_SAVE, Unreadable, Why, from_bytes, to_text};
pub use settings::{Settings, Spacing};
pub use watch::{TICK, Watcher};
