//! Ways through a story as a graph, whatever their conditions: what leads where. It must not know what is asked of them.

use crate::lint::Context;
use crate::story::ChoiceId;
use crate::story::PassageId;
use crate::story::Story;
use crate::story::Way;

/// The passages a choice may lead to, each once, in order.
pub fn targets(story: &Story, choice: ChoiceId) -> Vec<PassageId> {
    let ways = [Way::Sure, Way::Well, Way::Ill].into_iter().filter_map(|way| story.choice(choice).outcome_of(way));
    let mut targets: Vec<PassageId> = ways.flat_map(|outcome| outcome.arms.iter().map(|arm| arm.to)).collect();
    targets.sort_unstable();
    targets.dedup();
    targets
}

/// For each passage, those it may lead to, each once, in order.
pub fn successors(context: &Context<'_>) -> Vec<Vec<PassageId>> {
    context.passages().map(|id| context.ways().from(id).to_vec()).collect()
}

/// Whether a passage asks for a decision: it has two choices or more.
pub fn decides(story: &Story, passage: PassageId) -> bool {
    story.choices_of(passage).filter(|choice| story.choice(*choice).label.is_some()).nth(1).is_some()
}

/// The groups of passages that lead to one another, each passage's group by number; every group leads only to those with
/// smaller numbers. (Tarjan's strongly connected components, with a stack of its own: stories are long.)
pub fn groups(successors: &[Vec<PassageId>]) -> Vec<usize> {
    const NONE: usize = usize::MAX;
    let count = successors.len();
    let (mut order, mut low, mut group) = (vec![NONE; count], vec![0; count], vec![NONE; count]);
    let (mut next, mut groups) = (0, 0);
    let mut stack = Vec::new();
    for root in 0..count {
        if order[root] != NONE {
            continue;
        }
        let mut work = vec![(root, 0)];
        while let Some((at, child)) = work.last_mut() {
            let at = *at;
            if *child == 0 {
                (order[at], low[at]) = (next, next);
                next += 1;
                stack.push(at);
            }
            if let Some(to) = successors[at].get(*child).map(|to| to.index()) {
                *child += 1;
                if order[to] == NONE {
                    work.push((to, 0));
                } else if group[to] == NONE {
                    low[at] = low[at].min(order[to]);
                }
                continue;
            }
            work.pop();
            if let Some((parent, _)) = work.last() {
                low[*parent] = low[*parent].min(low[at]);
            }
            if low[at] == order[at] {
                while let Some(member) = stack.pop() {
                    group[member] = groups;
                    if member == at {
                        break;
                    }
                }
                groups += 1;
            }
        }
    }
    group
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loops_are_groups_and_groups_lead_downward() {
        let leads =
            |all: &[&[u32]]| all.iter().map(|to| to.iter().map(|n| PassageId(*n)).collect()).collect::<Vec<_>>();
        let graph = leads(&[&[1], &[2, 3], &[1], &[3, 4], &[]]);
        let group = groups(&graph);
        assert_eq!(group[1], group[2]);
        assert!(group[0] > group[1] && group[1] > group[3] && group[3] > group[4]);
        // As long as a story can be.
        let chain: Vec<Vec<PassageId>> = (1..=200_000u32).map(|n| vec![PassageId(n % 200_000)]).collect();
        assert!(groups(&chain).iter().all(|group| *group == 0));
    }
}
