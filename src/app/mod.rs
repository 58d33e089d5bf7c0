//! The app: what a reader can do, what is shown, and how the one changes the other.
//!
//! `update` is pure: a message goes in, the model changes, and what must be done outside (save, open, leave) comes out
//! as commands. This layer must not know about ratatui, standard output or the disk; the shell at its edge (`shell`)
//! carries commands to the store and brings back what came of them.

pub mod action;
mod change;
mod game;
pub mod key;
pub mod layout;
mod map;
mod model;
pub mod reread;
mod scroll;
pub mod shell;
mod update;
pub mod view;

pub use action::{Action, Keymap};
pub use key::Key;
pub use layout::{Anchor, Laid, Line};
pub use model::{Kind, LEAST, MOST, Model, Screen};
pub use update::{Cmd, Msg, update};
pub use view::{Does, GaugeView, Item, Para, ParaKind, Setting, View};
