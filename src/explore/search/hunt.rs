//! What goes on when a search was cut: walks through the story as it is played, with nothing left out. Some take any choice,
//! some those taken least, some the way to a passage where something is still to be found. Rounds of walks run side by
//! side and learn from each other only between rounds, so that what is found does not hang on the number of threads.
//! It must not know what cut the search.

use super::goal::Bits;
use super::look::Look;
use super::look::Pending;
use super::look::With;
use super::many::each;
use super::relevance::sources;
use super::slice::way;
use super::trail::Trail;
use crate::engine;
use crate::engine::Fate;
use crate::engine::State;
use crate::engine::allowed;
use crate::engine::below;
use crate::engine::stream;
use crate::explore::run::fates;
use crate::story::ChoiceId;
use crate::story::PassageId;
use crate::story::Story;

/// Walks of a round.
const ROUND: usize = 48;

/// A hunt ends after so many rounds that found nothing.
const PATIENCE: usize = 400;

/// What came of a hunt.
#[derive(Debug, Default)]
pub struct Hunt {
    /// Turns taken.
    pub turns: u64,
    /// Goals reached, with their nodes of the trail.
    pub found: Vec<(u32, u32)>,
    /// Whether it was told to stop.
    pub stopped: bool,
}

/// How a walk chooses.
#[derive(Debug, Clone, Copy)]
enum Manner {
    /// Any open step.
    Random,
    /// The step taken least so far.
    Least,
    /// The step that is nearest to a passage.
    Toward(PassageId),
}

/// One walk: its steps, and how many had been taken when each new goal was reached.
struct Walk {
    steps: Vec<(ChoiceId, Fate)>,
    goals: Vec<(u32, usize)>,
}

/// Hunts for the `open` goals: each with the passage near which it may be, when one is known.
pub fn hunt(
    with: &With<'_>,
    open: &[(u32, Option<PassageId>)],
    known: &mut Bits,
    trail: &mut Trail,
    (turns, threads): (u64, usize),
    stop: &mut dyn FnMut(u64, &Bits) -> bool,
) -> Hunt {
    let story = with.story;
    let mut hunt = Hunt::default();
    let mut taken = vec![0u32; story.choices.len()];
    let longest = (story.passages.len() * 4).clamp(200, 4_000);
    let into = sources(story);
    let (mut idle, mut round) = (0, 0u64);
    while idle < PATIENCE && hunt.turns < turns {
        let mut open = open.iter().filter(|(goal, _)| !known.has(*goal)).peekable();
        if open.peek().is_none() {
            break;
        }
        let mut targets: Vec<PassageId> = open.filter_map(|(_, near)| *near).collect();
        targets.sort_unstable();
        targets.dedup();
        let manner = |n: usize| match n % 3 {
            0 => Manner::Random,
            1 => Manner::Least,
            _ if targets.is_empty() => Manner::Random,
            _ => Manner::Toward(targets[(round as usize * (ROUND / 3) + n / 3) % targets.len()]),
        };
        let walks = each(threads, ROUND, |n| {
            walk(with, (manner(n), &into), &taken, known.clone(), longest, round * ROUND as u64 + n as u64)
        });
        idle += 1;
        for walk in walks {
            hunt.turns += walk.steps.len() as u64;
            walk.steps.iter().for_each(|(choice, _)| taken[choice.index()] = taken[choice.index()].saturating_add(1));
            let (mut node, mut at) = (Trail::START, 0);
            for (goal, len) in walk.goals {
                if !known.add(goal) {
                    continue;
                }
                for step in &walk.steps[at..len] {
                    node = trail.add(node, *step);
                }
                at = len;
                hunt.found.push((goal, node));
                idle = 0;
            }
        }
        round += 1;
        if stop(hunt.turns, known) {
            hunt.stopped = true;
            break;
        }
    }
    hunt
}

fn walk(
    with: &With<'_>,
    (manner, into): (Manner, &[Vec<usize>]),
    taken: &[u32],
    known: Bits,
    longest: usize,
    number: u64,
) -> Walk {
    let story = with.story;
    let mut walk = Walk { steps: Vec::new(), goals: Vec::new() };
    let mut words = stream(number, 0, 0, 0, 0);
    let mut look = Look::new(with, known);
    let mut state = engine::begin_with(story, 0, &mut look);
    let distances = match manner {
        Manner::Toward(target) => distances(into, target),
        _ => Vec::new(),
    };
    loop {
        look.page(&state, Pending::ALL);
        walk.goals.extend(look.new.drain(..).map(|goal| (goal, walk.steps.len())));
        if walk.steps.len() >= longest {
            break;
        }
        let open: Vec<(ChoiceId, Fate)> = story
            .choices_of(state.at)
            .filter(|choice| allowed(story, &state, *choice).is_ok())
            .flat_map(|choice| fates(story, choice).iter().map(move |fate| (choice, *fate)))
            .collect();
        if open.iter().all(|(choice, _)| story.choice(*choice).instead) {
            look.stuck(&state);
            walk.goals.extend(look.new.drain(..).map(|goal| (goal, walk.steps.len())));
            break;
        }
        // Even one that knows where it wants to go strays now and then: the straight way may be barred.
        let strays = below(&mut words, 8) == 0;
        let best: Vec<(ChoiceId, Fate)> = match manner {
            Manner::Least if !strays => least(&open, |(choice, _)| taken[choice.index()]),
            Manner::Toward(_) if !strays => least(&open, |step| nearest(story, &distances, *step)),
            _ => open,
        };
        let (choice, fate) = best[below(&mut words, best.len() as u64) as usize];
        if take(story, &mut state, (choice, fate), &mut look).is_none() {
            break;
        }
        walk.steps.push((choice, fate));
        walk.goals.extend(look.new.drain(..).map(|goal| (goal, walk.steps.len())));
    }
    walk
}

fn take(story: &Story, state: &mut State, (choice, fate): (ChoiceId, Fate), look: &mut Look<'_>) -> Option<()> {
    engine::choose_into(story, state, choice, fate, look).ok()?;
    look.takes(choice, way(fate));
    Some(())
}

/// Those for which `cost` is least.
fn least<K: Ord + Copy>(steps: &[(ChoiceId, Fate)], cost: impl Fn(&(ChoiceId, Fate)) -> K) -> Vec<(ChoiceId, Fate)> {
    let least = steps.iter().map(&cost).min();
    steps.iter().filter(|step| Some(cost(step)) == least).copied().collect()
}

/// How near to the target a step may lead.
fn nearest(story: &Story, distances: &[u32], (choice, fate): (ChoiceId, Fate)) -> u32 {
    let arms = story.choice(choice).outcome_of(way(fate)).map_or(&[][..], |outcome| &outcome.arms);
    arms.iter().map(|arm| distances[arm.to.index()]).min().unwrap_or(u32::MAX)
}

/// From each passage, how many choices it is to a target at the least, whatever is open.
fn distances(into: &[Vec<usize>], target: PassageId) -> Vec<u32> {
    let mut distances = vec![u32::MAX; into.len()];
    let mut level = vec![target.index()];
    let mut distance = 0;
    while !level.is_empty() {
        let mut next = Vec::new();
        for n in level {
            if distances[n] == u32::MAX {
                distances[n] = distance;
                next.extend(&into[n]);
            }
        }
        level = next;
        distance += 1;
    }
    distances
}
