//! The engine: what a choice does.
//!
//! It is pure. A `State` goes in with a choice, a new `State` comes out with the `Event`s that made it, the same on every
//! machine for ever: no clock, no file, no terminal, no float, no order of a hash map. It must not know about saves,
//! rewinding or renderers; those are folds over what happens here.

mod draw;
mod event;
mod explain;
mod page;
mod state;
mod turn;
mod witness;

pub use draw::{below, stream};
pub use event::{Event, apply};
pub use explain::{Asks, Chance, Clause, Look, changes, explain, looks};
pub use page::{Block, BlockKind, Gauge, Offer, Page, Run, page};
pub use state::State;
pub use turn::{
    Fate, Refusal, Share, Turn, allowed, begin, begin_at, begin_with, chance, choose, choose_into, choose_with, half,
    scaled,
};
pub use witness::{Question, Witness};
