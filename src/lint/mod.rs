//! What can be said against a sound story without playing it: one file a diagnostic.
//!
//! It reads a story and the text it was made from. It must not know about files on disk or screens.
