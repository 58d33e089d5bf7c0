//! A story compiled for sets: conditions narrow them, effects map them.
//!
//! It must not know in what order things happen; that is `turn`'s business.

use super::grid::Frame;
use super::grid::Grid;
use super::grid::Place;
use super::grid::Var;
use crate::engine::Share;
use crate::engine::half;
use crate::engine::scaled;
use crate::explore::site::Site;
use crate::explore::site::sites;
use crate::story::ChoiceId;
use crate::story::Compare;
use crate::story::Cond;
use crate::story::Effect;
use crate::story::Meter;
use crate::story::MeterId;
use crate::story::MeterPart;
use crate::story::PassageId;
use crate::story::Story;
use crate::story::Way;

/// A condition, or the other way round of one, over sets.
#[derive(Debug, Clone)]
pub enum Clause {
    /// Always so, or never.
    Known(bool),
    /// May be so; nothing is kept of what it asks.
    Free,
    /// A number is one of these.
    Test(Var, u128),
    /// All of these.
    All(Box<[Clause]>),
    /// Any of these.
    Any(Box<[Clause]>),
}

/// A condition as it is asked: what holds when it does, and when it does not.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Its index in `Code::sites`.
    pub site: Option<u32>,
    /// What holds when it holds.
    pub yes: Clause,
    /// What holds when it does not.
    pub no: Clause,
}

/// An effect over sets. A table is an index in `Code::tables`.
#[derive(Debug, Clone, Copy)]
pub enum Deed {
    /// A number becomes one of these.
    Put(Var, u128),
    /// Each value of a number becomes what the table says.
    Map(Var, u32),
    /// The same for a meter, within its floor and ceiling, in full and by half.
    Move { meter: u8, full: u32, half: u32 },
    /// A floor or a ceiling.
    Bound { meter: u8, floor: bool, value: i16, for_good: bool },
    /// An act, by its index.
    Act(u16),
}

/// What a choice may come to.
#[derive(Debug)]
pub struct Fork {
    /// Its effects.
    pub deeds: Box<[Deed]>,
    /// Where it leads, each with its index among all arms.
    pub arms: Box<[(Asked, PassageId, u32)]>,
}

/// A choice.
#[derive(Debug)]
pub struct Pick {
    /// When it is there.
    pub when: Asked,
    /// When it is closed.
    pub locked: Option<Asked>,
    /// That it was taken.
    pub took: Option<Var>,
    /// What moves its odds.
    pub shift: Box<[Asked]>,
    /// What it changes, however it comes out.
    pub deeds: Box<[Deed]>,
    /// What it may come to.
    pub ways: Box<[Fork]>,
}

/// A meter.
#[derive(Debug)]
pub struct Gauge {
    /// Its numbers, by `MeterPart`.
    parts: [Var; 8],
    /// Whether its band has moved in this turn.
    pub moved: Var,
    /// The band that each value asks for.
    pub at: Box<[u8]>,
    /// What each band needs.
    pub needs: Box<[Asked]>,
    /// The values at which each band is entered from below.
    pub up: Box<[u128]>,
    /// The values at which each band is left downward.
    pub down: Box<[u128]>,
}

impl Gauge {
    /// One of its numbers.
    pub fn var(&self, part: MeterPart) -> Var {
        self.parts[part as usize]
    }
}

/// An act.
#[derive(Debug)]
pub struct Habit {
    /// Where it is counted.
    pub count: Var,
    /// For which chapter.
    pub chapter: Var,
    /// Its effects.
    pub deeds: Box<[Deed]>,
    /// Its effects the second time, when they are not half of the first.
    pub again: Option<Box<[Deed]>>,
}

/// The story, compiled.
#[derive(Debug)]
pub struct Code {
    /// The layout of the sets.
    pub grid: Grid,
    /// All sites, in order.
    pub sites: Vec<Site>,
    /// The choices.
    pub choices: Vec<Pick>,
    /// What happens on arrival at each passage: the count of visits, and what the author wrote.
    pub arrival: Vec<(Option<Deed>, Box<[Deed]>)>,
    /// The rules.
    pub rules: Vec<(Asked, Box<[Deed]>)>,
    /// The meters.
    pub gauges: Vec<Gauge>,
    /// The acts.
    pub habits: Vec<Habit>,
    /// What each value becomes.
    pub tables: Vec<Box<[u128]>>,
    /// How many arms there are.
    pub arms: u32,
}

impl Code {
    /// Compiles a story.
    pub fn of(story: &Story) -> Self {
        let mut code = Self {
            grid: Grid::of(story),
            sites: sites(story),
            choices: Vec::new(),
            arrival: Vec::new(),
            rules: Vec::new(),
            gauges: Vec::new(),
            habits: Vec::new(),
            tables: Vec::new(),
            arms: 0,
        };
        for n in 0..story.choices.len() {
            let pick = code.pick(story, ChoiceId(n as u32));
            code.choices.push(pick);
        }
        for passage in &story.passages {
            let visits = passage.visits.and_then(|slot| code.grid.var(slot)).map(|var| {
                let table = code.grid.place(var).added(1, 0, i16::MAX);
                Deed::Map(var, code.table(table))
            });
            let enter = code.deeds(story, &passage.enter);
            code.arrival.push((visits, enter));
        }
        for (n, rule) in story.rules.iter().enumerate() {
            let row = (code.asked(&rule.when, Site::Rule(n as u16)), code.deeds(story, &rule.effects));
            code.rules.push(row);
        }
        for (n, meter) in story.meters.iter().enumerate() {
            code.gauge(n, meter);
        }
        for act in &story.acts {
            let (Some(count), Some(chapter)) = (code.grid.var(act.count), code.grid.var(act.chapter)) else { continue };
            let deeds = code.deeds(story, &act.effects);
            let again = act.again.as_ref().map(|again| code.deeds(story, again));
            code.habits.push(Habit { count, chapter, deeds, again });
        }
        code
    }

    fn pick(&mut self, story: &Story, id: ChoiceId) -> Pick {
        let choice = story.choice(id);
        let mut ways = Vec::new();
        for way in [Way::Sure, Way::Well, Way::Ill] {
            let Some(outcome) = choice.outcome_of(way) else { continue };
            let mut arms = Vec::new();
            for (n, arm) in outcome.arms.iter().enumerate() {
                arms.push((self.asked(&arm.when, Site::Arm(id, way, n as u16)), arm.to, self.arms));
                self.arms += 1;
            }
            let deeds = if way == Way::Sure { Box::default() } else { self.deeds(story, &outcome.effects) };
            ways.push(Fork { deeds, arms: arms.into() });
        }
        let shift = choice.risk.iter().flat_map(|risk| risk.shift.iter().enumerate());
        Pick {
            when: self.asked(&choice.when, Site::When(id)),
            locked: choice.locked.as_ref().map(|(by, _)| self.asked(by, Site::Locked(id))),
            took: choice.took.and_then(|slot| self.grid.var(slot)),
            shift: shift.map(|(n, (when, _))| self.asked(when, Site::Shift(id, n as u16))).collect(),
            deeds: self.deeds(story, &choice.outcome.effects),
            ways: ways.into(),
        }
    }

    fn gauge(&mut self, n: usize, meter: &Meter) {
        let part = |part| self.grid.var(meter.slot(part)).unwrap_or(Var(0));
        let parts = [
            MeterPart::Value,
            MeterPart::Band,
            MeterPart::Floor,
            MeterPart::Ceiling,
            MeterPart::LastFloor,
            MeterPart::LastCeiling,
            MeterPart::Day,
            MeterPart::Chapter,
        ]
        .map(part);
        let values = self.grid.place(parts[0]);
        let at = |value: i16| meter.bands.iter().rposition(|band| band.up <= value).unwrap_or(0) as u8;
        let gauge = Gauge {
            parts,
            moved: self.grid.moved[n],
            at: (0..=100).map(at).collect(),
            needs: (meter.bands.iter().enumerate())
                .map(|(band, own)| self.asked(&own.needs, Site::Needs(MeterId(n as u8), band as u16)))
                .collect(),
            up: meter.bands.iter().map(|band| values.bits(|(value, _)| value >= band.up)).collect(),
            down: meter.bands.iter().map(|band| values.bits(|(value, _)| value <= band.down)).collect(),
        };
        self.gauges.push(gauge);
    }

    /// A condition that stands at a site.
    pub fn asked(&self, cond: &Cond, site: Site) -> Asked {
        let site = self.sites.binary_search(&site).ok().map(|n| n as u32);
        Asked { site, yes: self.clause(cond, true), no: self.clause(cond, false) }
    }

    /// What holds when a condition does, or does not.
    pub fn clause(&self, cond: &Cond, wanted: bool) -> Clause {
        match cond {
            Cond::Always => Clause::Known(wanted),
            Cond::Not(inner) => self.clause(inner, !wanted),
            Cond::Test { slot, compare, value } => {
                let Some(var) = self.grid.var(*slot) else { return Clause::Free };
                let place = self.grid.place(var);
                let compare = if wanted { *compare } else { other_way(*compare) };
                match place.bits(|cell| may_be(cell, compare, *value)) {
                    0 => Clause::Known(false),
                    bits if bits == place.all() => Clause::Known(true),
                    bits => Clause::Test(var, bits),
                }
            }
            Cond::All(list) | Cond::Any(list) => {
                let all = matches!(cond, Cond::All(_)) == wanted;
                joined(list.iter().map(|one| self.clause(one, wanted)).collect(), all)
            }
        }
    }

    fn deeds(&mut self, story: &Story, effects: &[Effect]) -> Box<[Deed]> {
        effects.iter().filter_map(|effect| self.deed(story, *effect)).collect()
    }

    fn deed(&mut self, story: &Story, effect: Effect) -> Option<Deed> {
        let value = |meter: MeterId| self.grid.var(story.meters[meter.index()].slot(MeterPart::Value));
        Some(match effect {
            Effect::Set { slot, value } => {
                let var = self.grid.var(slot)?;
                Deed::Put(var, self.grid.place(var).only(value))
            }
            Effect::Add { slot, by, from, to } => {
                let var = self.grid.var(slot)?;
                let table = self.grid.place(var).added(by, from, to);
                Deed::Map(var, self.table(table))
            }
            Effect::Move { meter, up, base } => {
                let place = self.grid.place(value(meter)?);
                let moved = |share| moved(place, |value| scaled(value, up, base, share));
                let (full, half) = (moved(Share::Full), moved(Share::Half));
                Deed::Move { meter: meter.0, full: self.table(full), half: self.table(half) }
            }
            Effect::Shift { meter, by } => {
                let place = self.grid.place(value(meter)?);
                let (full, half) = (moved(place, |_| by), moved(place, |_| half(by)));
                Deed::Move { meter: meter.0, full: self.table(full), half: self.table(half) }
            }
            Effect::Bound { meter, floor, value, for_good } => Deed::Bound { meter: meter.0, floor, value, for_good },
            Effect::Act(act) => Deed::Act(act.0),
        })
    }

    /// Keeps each table once.
    fn table(&mut self, table: Box<[u128]>) -> u32 {
        let at = self.tables.iter().position(|known| *known == table).unwrap_or(self.tables.len());
        if at == self.tables.len() {
            self.tables.push(table);
        }
        at as u32
    }

    /// Narrows sets to where a clause may hold. False when it cannot.
    pub fn narrow(&self, frame: &mut Frame, clause: &Clause) -> bool {
        match clause {
            Clause::Known(holds) => *holds,
            Clause::Free => true,
            Clause::Test(var, bits) => {
                let had = self.grid.get(frame, *var);
                let left = had & bits;
                if left != had {
                    self.grid.put(frame, *var, left);
                }
                left != 0
            }
            Clause::All(list) => list.iter().all(|one| self.narrow(frame, one)),
            Clause::Any(list) => self.narrow_any(frame, list),
        }
    }

    fn narrow_any(&self, frame: &mut Frame, list: &[Clause]) -> bool {
        // One that holds anyway leaves nothing to be learnt.
        if list.iter().any(|one| self.is_sure(frame, one)) {
            return true;
        }
        let mut joint: Option<Frame> = None;
        for one in list {
            let mut own = frame.clone();
            if self.narrow(&mut own, one) {
                match &mut joint {
                    Some(joint) => join(joint, &own),
                    None => joint = Some(own),
                }
            }
        }
        let Some(joint) = joint else { return false };
        *frame = joint;
        true
    }

    /// Whether a clause leaves the sets as they are.
    fn is_sure(&self, frame: &Frame, clause: &Clause) -> bool {
        match clause {
            Clause::Known(holds) => *holds,
            Clause::Free => false,
            Clause::Test(var, bits) => self.grid.get(frame, *var) & !bits == 0,
            Clause::All(list) => list.iter().all(|one| self.is_sure(frame, one)),
            Clause::Any(list) => list.iter().any(|one| self.is_sure(frame, one)),
        }
    }

    /// A state in which all of some clauses hold together, as narrow sets; each way of an `or` is tried. None when there
    /// is none. After many tries the sets that were reached are given back, unproved.
    pub fn find(&self, frame: &Frame, clauses: &[&Clause], tries: &mut u32) -> Option<Frame> {
        let mut own = frame.clone();
        let mut open: Vec<&Clause> = Vec::new();
        let mut rest: Vec<&Clause> = clauses.to_vec();
        while let Some(clause) = rest.pop() {
            match clause {
                Clause::All(list) => rest.extend(list.iter()),
                Clause::Any(_) => open.push(clause),
                _ if !self.narrow(&mut own, clause) => return None,
                _ => {}
            }
        }
        let Some(Clause::Any(list)) = open.pop() else { return Some(own) };
        if *tries == 0 {
            return Some(own);
        }
        for one in list {
            *tries = tries.saturating_sub(1);
            open.push(one);
            if let Some(found) = self.find(&own, &open, tries) {
                return Some(found);
            }
            open.pop();
        }
        None
    }
}

/// Whether some value from the first to the last compares so.
fn may_be((first, last): (i16, i16), compare: Compare, value: i16) -> bool {
    match compare {
        Compare::Is => (first..=last).contains(&value),
        Compare::IsNot => first != value || last != value,
        Compare::AtLeast => last >= value,
        Compare::AtMost => first <= value,
        Compare::Above => last > value,
        Compare::Below => first < value,
    }
}

/// What a number is when it does not compare so.
pub fn other_way(compare: Compare) -> Compare {
    match compare {
        Compare::Is => Compare::IsNot,
        Compare::IsNot => Compare::Is,
        Compare::AtLeast => Compare::Below,
        Compare::AtMost => Compare::Above,
        Compare::Above => Compare::AtMost,
        Compare::Below => Compare::AtLeast,
    }
}

/// What the values of a meter become when something is added to each.
fn moved(place: &Place, by: impl Fn(i16) -> i16) -> Box<[u128]> {
    place.cells.iter().map(|(value, _)| place.bit(value.saturating_add(by(*value)).clamp(0, 100))).collect()
}

fn joined(list: Vec<Clause>, all: bool) -> Clause {
    let mut kept = Vec::with_capacity(list.len());
    for one in list {
        match one {
            Clause::Known(holds) if holds == all => {}
            Clause::Known(holds) => return Clause::Known(holds),
            _ => kept.push(one),
        }
    }
    match (kept.len(), all) {
        (0, _) => Clause::Known(all),
        (1, _) => kept.remove(0),
        (_, true) => {
            // Plain tests first: they narrow what the others then ask.
            kept.sort_by_key(|one| matches!(one, Clause::All(_) | Clause::Any(_)));
            Clause::All(kept.into())
        }
        (_, false) => Clause::Any(kept.into()),
    }
}

/// Makes sets hold what others hold as well.
pub fn join(frame: &mut Frame, other: &Frame) {
    frame.iter_mut().zip(other.iter()).for_each(|(own, other)| *own |= other);
}
