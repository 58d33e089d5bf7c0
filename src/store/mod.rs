//! The only module that touches the disk: content, saves, settings.
//!
//! It must not know about screens. What it cannot do it says with an error or a diagnostic that names the file.

pub mod content;
