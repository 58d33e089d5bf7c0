//! The shape of a story: its passages and where they lead, drawn.
//!
//! It gives text (DOT, Mermaid, SVG). It must not know about files or screens.
