//! Runs kept together: each step once, with the one before it, since many runs begin alike. It must not know what they show.

use crate::engine::Fate;
use crate::explore::run::Run;
use crate::story::ChoiceId;

/// Runs, as a tree of steps.
#[derive(Debug, Clone)]
pub struct Trail {
    /// The node before, and the step from there. The first is the start, and its step is never looked at.
    nodes: Vec<(u32, (ChoiceId, Fate))>,
}

impl Default for Trail {
    fn default() -> Self {
        Self { nodes: vec![(0, (ChoiceId(0), Fate::Drawn))] }
    }
}

impl Trail {
    /// The node before any step.
    pub const START: u32 = 0;

    /// The node one step after another.
    pub fn add(&mut self, before: u32, step: (ChoiceId, Fate)) -> u32 {
        self.nodes.push((before, step));
        (self.nodes.len() - 1) as u32
    }

    /// The run to a node.
    pub fn run(&self, node: u32) -> Run {
        let mut steps = Vec::new();
        let mut here = node;
        while here != Self::START {
            let (before, step) = self.nodes[here as usize];
            steps.push(step);
            here = before;
        }
        steps.reverse();
        Run { steps }
    }
}
