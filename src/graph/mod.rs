//! The shape of a story: its passages and where they lead, drawn.
//!
//! `Shape` says what there is; `dot`, `mermaid` and `svg` draw it; `prose` has all words of a passage. It gives text and must not know about files or
//! screens.

mod coverage;
mod dot;
mod hinge;
pub mod layout;
mod mermaid;
mod prose;
mod shape;
mod svg;

pub use coverage::Coverage;
pub use dot::dot;
pub use mermaid::mermaid;
pub use prose::prose;
pub use shape::{Exit, Group, Kind, Lead, Mark, Node, Part, Shape, Way, leads};
pub use svg::svg;
