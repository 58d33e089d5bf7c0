//! Which searches are made, and in which order: first for what passages and choices hang on, then for each handful of
//! conditions that ask the same numbers; those that grow large wait until the small ones are done. It must not know how
//! one of them is made.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::VecDeque;
use std::num::NonZero;
use std::thread;

use super::Apart;
use super::Progress;
use super::Search;
use super::Watch;
use super::domain::Domain;
use super::domain::domains;
use super::domain::tests;
use super::found::Found;
use super::goal::Bits;
use super::goal::Goal;
use super::goal::Goals;
use super::hunt::hunt;
use super::layout::Layout;
use super::look::With;
use super::relevance::Relevance;
use super::slice::Bounds;
use super::slice::Count;
use super::slice::Cut;
use super::slice::First;
use super::slice::slice;
use super::trail::Trail;
use crate::explore::site::Site;
use crate::story::ChoiceId;
use crate::story::PassageId;
use crate::story::Slot;

/// States that a search may have at first; one that has more is put off, in smaller parts if it has any.
const FIRST: usize = 1 << 16;

/// The most searches planned: in a very large story neighbours are asked together.
const MOST: usize = 400;

/// What a search may be for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Site(usize),
    Watch(usize),
}

/// A search to be made.
struct Part {
    asked: Vec<Asked>,
    states: usize,
}

struct Plan<'a> {
    search: &'a Search<'a>,
    with: With<'a>,
    domains: Vec<Domain>,
    threads: usize,
    found: Progress,
    reached: Bits,
    settled: Bits,
    trail: Trail,
    /// For each goal reached its node, with the number of its steps unknown: the first found stays.
    nodes: BTreeMap<u32, u32>,
    total: Count,
    searches: usize,
    core: usize,
    cut: Option<Cut>,
}

/// Makes the searches.
pub fn search(search: &Search<'_>) -> Found {
    let story = search.story;
    let goals = Goals::new(story, search.watches.len());
    let threads = match search.limits.threads {
        0 => thread::available_parallelism().map_or(1, NonZero::get),
        threads => threads,
    };
    let mut plan = Plan {
        search,
        with: With { story, goals: &goals, watches: &search.watches },
        domains: domains(story, search.watches.iter().map(|watch| &watch.cond)),
        threads,
        found: Progress::default(),
        reached: Bits::new(goals.len()),
        settled: Bits::new(goals.len()),
        trail: Trail::default(),
        nodes: BTreeMap::new(),
        total: Count::default(),
        searches: 0,
        core: 0,
        cut: None,
    };
    plan.all();
    plan.tell();
    let Plan { reached, settled, trail, nodes, total, searches, core, cut, .. } = plan;
    Found {
        exhaustive: cut.is_none(),
        cut,
        states: total.states,
        transitions: total.turns,
        depth: total.depth,
        core,
        searches,
        bytes: total.bytes,
        reached,
        settled,
        nodes: nodes.into_iter().collect(),
        trail,
        goals,
    }
}

impl Plan<'_> {
    fn all(&mut self) {
        let mut parts: VecDeque<Part> = self.parts().into();
        let most = self.search.limits.states;
        let first = match self.search.apart {
            Apart::Each => Vec::new(),
            Apart::Together | Apart::All => parts.drain(..).flat_map(|part| part.asked).collect(),
        };
        self.found.searches.1 = parts.len() + 1;
        let count = self.part(&first, most);
        self.core = count.states;
        if self.cut.is_some_and(|cut| cut != Cut::Stopped) && !parts.is_empty() {
            // None of the others can come to an end either. One look at the states near the start answers the most.
            let asked: Vec<Asked> = parts.drain(..).flat_map(|part| part.asked).collect();
            self.part(&asked, most / 4);
        }
        while self.cut.is_none()
            && let Some(part) = parts.pop_front()
        {
            self.found.searches.1 = self.searches + parts.len() + 1;
            let left = most.saturating_sub(self.total.states);
            self.part(&part.asked, part.states.min(left));
            if self.cut == Some(Cut::States) && part.states < left {
                self.cut = None;
                let states = part.states.saturating_mul(16);
                let half = part.asked.len().div_ceil(2);
                parts.extend(part.asked.chunks(half).map(|asked| Part { asked: asked.to_vec(), states }));
            }
        }
        if self.cut.is_some_and(|cut| cut != Cut::Stopped) {
            self.hunt();
        }
    }

    /// Tells how far it has come in the end.
    fn tell(&mut self) {
        self.found.searches = (self.searches, self.searches);
        (self.found.states, self.found.turns) = (self.total.states, self.total.turns);
        (self.search.progress)(told(&self.with, &self.reached, self.found));
    }

    /// What is to be asked, by the numbers that it asks.
    fn parts(&self) -> Vec<Part> {
        let story = self.search.story;
        let mut by: BTreeMap<BTreeSet<Slot>, Vec<Asked>> = BTreeMap::new();
        let mut ask = |cond, asked| {
            let mut slots = BTreeSet::new();
            tests(cond, &mut |slot, _| _ = slots.insert(slot));
            by.entry(slots).or_default().push(asked);
        };
        if self.search.sites {
            for (n, site) in self.with.goals.sites.iter().enumerate() {
                if !is_core(*site) && !site.is_told() {
                    ask(site.cond(story), Asked::Site(n));
                }
            }
        }
        for (n, watch) in self.search.watches.iter().enumerate() {
            ask(&watch.cond, Asked::Watch(n));
        }
        let parts: Vec<Vec<Asked>> = by.into_values().collect();
        let together = parts.len().div_ceil(MOST).max(1);
        parts.chunks(together).map(|some| Part { asked: some.concat(), states: FIRST }).collect()
    }

    /// Makes one search, for what passages and choices hang on and for what is `asked`.
    fn part(&mut self, asked: &[Asked], states: usize) -> Count {
        let goals = self.with.goals;
        let sites: BTreeSet<Site> = asked.iter().filter_map(|asked| self.site(*asked)).collect();
        let watches: Vec<&Watch> = asked.iter().filter_map(|asked| self.watch(*asked)).collect();
        let (story, domains) = (self.search.story, self.domains.clone());
        let relevance = match self.search.apart {
            Apart::All => Some(Relevance::all(story, domains)),
            _ => {
                let wanted = |site| is_core(site) || sites.contains(&site);
                Relevance::of(story, domains, &wanted, &watches, self.search.limits.stop)
            }
        };
        let Some(relevance) = relevance else {
            self.cut = Some(Cut::Stopped);
            return Count::default();
        };
        let layout = Layout::new(story, &relevance);
        // What this search cannot answer is not looked for.
        let mut known = self.reached.clone();
        for site in goals.sites.iter().filter(|site| !is_core(**site) && !sites.contains(site)) {
            [false, true]
                .into_iter()
                .filter_map(|holds| goals.number(Goal::Site(*site, holds)))
                .for_each(|goal| _ = known.add(goal));
        }
        for n in 0..goals.watches() {
            if !asked.contains(&Asked::Watch(n)) {
                goals.number(Goal::Watch(n)).into_iter().for_each(|goal| _ = known.add(goal));
            }
        }
        let (limits, progress) = (&self.search.limits, self.search.progress);
        let (before, said, with) = (self.total, self.found, &self.with);
        let mut met = self.reached.clone();
        let mut stop = |count: Count, firsts: &[First]| {
            firsts.iter().for_each(|(goal, ..)| _ = met.add(*goal));
            let (states, turns) = (before.states + count.states, before.turns + count.turns);
            progress(told(with, &met, Progress { states, turns, ..said }));
            (limits.stop)()
        };
        let bounds = Bounds { states, bytes: limits.bytes, threads: self.threads, stop: &mut stop };
        let made = slice(with, &layout, &mut known, &mut self.trail, bounds);
        for (goal, node) in &made.found {
            self.reached.add(*goal);
            self.nodes.entry(*goal).or_insert(*node);
        }
        self.cut = made.cut;
        if made.cut.is_none() {
            self.settle(asked);
        }
        self.total.states += made.count.states;
        self.total.turns += made.count.turns;
        self.total.depth = self.total.depth.max(made.count.depth);
        self.total.bytes = self.total.bytes.max(made.count.bytes);
        self.searches += 1;
        self.found.searches.0 = self.searches;
        made.count
    }

    fn site(&self, asked: Asked) -> Option<Site> {
        match asked {
            Asked::Site(n) => self.with.goals.sites.get(n).copied(),
            Asked::Watch(_) => None,
        }
    }

    fn watch(&self, asked: Asked) -> Option<&Watch> {
        match asked {
            Asked::Watch(n) => self.search.watches.get(n),
            Asked::Site(_) => None,
        }
    }

    /// A search has seen everything: what it looked for and did not reach can never be.
    fn settle(&mut self, asked: &[Asked]) {
        let goals = self.with.goals;
        for goal in 0..goals.first_site() {
            self.settled.add(goal);
        }
        let sites = asked.iter().filter_map(|asked| self.site(*asked));
        let all = goals.sites.iter().copied().filter(|site| is_core(*site)).chain(sites);
        let answers = all.flat_map(|site| [Goal::Site(site, false), Goal::Site(site, true)]);
        let watches = asked.iter().filter_map(|asked| match asked {
            Asked::Watch(n) => Some(Goal::Watch(*n)),
            Asked::Site(_) => None,
        });
        let numbers: Vec<u32> = answers.chain(watches).filter_map(|goal| goals.number(goal)).collect();
        numbers.into_iter().for_each(|goal| _ = self.settled.add(goal));
    }

    /// Goes on by walks, after what the searches left open.
    fn hunt(&mut self) {
        let (story, goals) = (self.search.story, self.with.goals);
        let mut open: Vec<(u32, Option<PassageId>)> = Vec::new();
        let mut add = |goal: Goal, near| {
            if let Some(number) = goals.number(goal).filter(|number| !self.settled.has(*number)) {
                open.push((number, near));
            }
        };
        (0..story.passages.len() as u32).map(PassageId).for_each(|passage| add(Goal::Passage(passage), Some(passage)));
        for (n, choice) in story.choices.iter().enumerate() {
            add(Goal::Choice(ChoiceId(n as u32)), Some(choice.passage));
        }
        for site in goals.sites.iter().filter(|site| !site.is_told()) {
            add(Goal::Site(*site, false), site.passage(story));
            add(Goal::Site(*site, true), site.passage(story));
        }
        for (n, watch) in self.search.watches.iter().enumerate() {
            let near = match watch.place {
                super::Place::Passage(passage) => Some(passage),
                _ => None,
            };
            add(Goal::Watch(n), near);
        }
        let (limits, progress) = (&self.search.limits, self.search.progress);
        let (before, with) = (self.total, &self.with);
        let said = Progress { hunting: true, states: before.states, ..self.found };
        let mut stop = |turns, met: &Bits| {
            progress(told(with, met, Progress { turns: before.turns + turns, ..said }));
            (limits.stop)()
        };
        let hunt = hunt(with, &open, &mut self.reached, &mut self.trail, (limits.walks, self.threads), &mut stop);
        for (goal, node) in hunt.found {
            self.nodes.entry(goal).or_insert(node);
        }
        self.total.turns += hunt.turns;
    }
}

/// Whether a condition decides which choices are open or where they lead; every search answers these.
fn is_core(site: Site) -> bool {
    matches!(site, Site::When(_) | Site::Locked(_) | Site::Arm(..))
}

/// What is said, with what has been met.
fn told(with: &With<'_>, met: &Bits, said: Progress) -> Progress {
    let [passages, choices, answers] = with.goals.count(met);
    Progress { passages, choices, answers, ..said }
}
