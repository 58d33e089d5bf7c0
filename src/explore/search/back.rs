//! One turn, backward: what must be told apart before it, so that what is told apart after it can be.
//!
//! It follows `engine::turn` from the last line to the first, and stands or falls with it: whatever that reads, this must
//! tell apart. It must not know in which order the passages are looked at.

use std::collections::BTreeSet;

use super::domain::Domain;
use super::domain::effects;
use super::domain::tests;
use super::part::Part;
use super::part::Parts;
use super::relevance::texts;
use crate::engine::Share;
use crate::engine::half;
use crate::engine::scaled;
use crate::explore::site::Site;
use crate::story::Act;
use crate::story::Cond;
use crate::story::Each;
use crate::story::Effect;
use crate::story::EndingId;
use crate::story::METER_SLOTS;
use crate::story::Meter;
use crate::story::MeterId;
use crate::story::MeterPart;
use crate::story::PassageId;
use crate::story::Slot;
use crate::story::Story;
use crate::story::Way;

/// What is told apart, by number.
pub type Page = Vec<Part>;

/// The way back through turns.
pub struct Back<'a> {
    story: &'a Story,
    domains: &'a [Domain],
    wanted: &'a dyn Fn(Site) -> bool,
    /// For each meter every pair of floor and ceiling it can have.
    bounds: Vec<Vec<(i16, i16)>>,
    /// The partitions met.
    pub parts: Parts,
}

impl<'a> Back<'a> {
    /// Through turns of `story`, with the answers at the sites that are `wanted`.
    pub fn new(story: &'a Story, domains: &'a [Domain], wanted: &'a dyn Fn(Site) -> bool) -> Self {
        let bounds = (0..story.meters.len()).map(|meter| bounds(story, MeterId(meter as u8))).collect();
        Self { story, domains, wanted, bounds, parts: Parts::new() }
    }

    /// What must be told apart on the page of a passage, when this is told apart on those that may follow.
    pub fn page(&mut self, at: PassageId, after: &[Box<[Part]>]) -> Page {
        let story = self.story;
        let passage = story.passage(at);
        let mut page = vec![Part::DEAD; self.domains.len()];
        for id in story.choices_of(at) {
            let choice = story.choice(id);
            for way in [Way::Sure, Way::Well, Way::Ill] {
                let Some(outcome) = choice.outcome_of(way) else { continue };
                let mut turn = vec![Part::DEAD; self.domains.len()];
                for arm in &outcome.arms {
                    let arrival = self.arrival(at, arm.to, &after[arm.to.index()]);
                    self.join(&mut turn, &arrival);
                }
                outcome.arms.iter().for_each(|arm| self.ask(&mut turn, &arm.when));
                self.effects(&mut turn, &outcome.effects, Share::Full, at);
                if way != Way::Sure {
                    self.effects(&mut turn, &choice.outcome.effects, Share::Full, at);
                }
                self.written(&mut turn, choice.took);
                self.join(&mut page, &turn);
            }
            self.ask(&mut page, &choice.when);
            if let Some((by, _)) = &choice.locked {
                self.ask(&mut page, by);
            }
            for (n, (when, _)) in choice.risk.iter().flat_map(|risk| risk.shift.iter()).enumerate() {
                self.ask_wanted(&mut page, Site::Shift(id, n as u16), when);
            }
        }
        for (site, cond, guards) in texts(story, at) {
            if *cond != Cond::Always && (self.wanted)(site) {
                guards.into_iter().chain([cond]).for_each(|cond| self.ask(&mut page, cond));
            }
        }
        if let Some(ending) = passage.ending.and_then(|id| story.endings.get(id.index())) {
            let id = passage.ending.unwrap_or(EndingId(0));
            for (n, (when, ..)) in ending.causes.iter().enumerate() {
                self.ask_wanted(&mut page, Site::Cause(id, n as u16), when);
            }
        }
        page
    }

    /// Tells apart what a condition asks.
    pub fn ask(&mut self, page: &mut Page, cond: &Cond) {
        let mut asked: Vec<(Slot, i16)> = Vec::new();
        tests(cond, &mut |slot, value| asked.push((slot, value)));
        for (slot, value) in asked {
            // Any comparison with a value is answered by which side of it the number is on.
            self.split(page, slot, |number| number.cmp(&value));
        }
    }

    fn ask_wanted(&mut self, page: &mut Page, site: Site, cond: &Cond) {
        if *cond != Cond::Always && (self.wanted)(site) {
            self.ask(page, cond);
        }
    }

    fn split<T: Eq + std::hash::Hash>(&mut self, page: &mut Page, slot: Slot, mark: impl Fn(i16) -> T) {
        let n = usize::from(slot.0);
        if let Some(domain) = self.domains.get(n) {
            let part = self.parts.by(*domain, mark);
            page[n] = self.parts.meet(*domain, page[n], part);
        }
    }

    fn whole(&mut self, page: &mut Page, slot: Slot) {
        if let Some(domain) = self.domains.get(usize::from(slot.0)) {
            page[usize::from(slot.0)] = Parts::whole(*domain);
        }
    }

    fn join(&mut self, page: &mut Page, other: &[Part]) {
        for (n, (here, part)) in page.iter_mut().zip(other).enumerate() {
            // Most numbers matter to neither, or to both alike.
            if *here != *part && *part != Part::DEAD {
                *here = self.parts.meet(self.domains[n], *here, *part);
            }
        }
    }

    /// The number is written, whatever it was.
    fn written(&mut self, page: &mut Page, slot: Option<Slot>) {
        if let Some(part) = slot.and_then(|slot| page.get_mut(usize::from(slot.0))) {
            *part = Part::DEAD;
        }
    }

    fn becomes(&mut self, page: &mut Page, slot: Slot, then: impl Fn(i16) -> i16) {
        let n = usize::from(slot.0);
        if let Some(domain) = self.domains.get(n) {
            page[n] = self.parts.before(*domain, page[n], then);
        }
    }

    fn part(page: &Page, slot: Slot) -> Part {
        page.get(usize::from(slot.0)).copied().unwrap_or(Part::DEAD)
    }

    /// Arriving at `to` from `from`.
    pub fn arrival(&mut self, from: PassageId, to: PassageId, after: &[Part]) -> Page {
        let story = self.story;
        let (left, passage) = (story.passage(from), story.passage(to));
        let remembered = passage.chapter.is_none_or(|chapter| story.chapters[chapter.index()].remembered);
        let mut page = after.to_vec();
        for meter in (0..story.meters.len()).rev() {
            self.bands(&mut page, MeterId(meter as u8), to, remembered);
        }
        self.effects(&mut page, &passage.enter, Share::Full, to);
        if !remembered {
            for (n, rule) in story.rules.iter().enumerate().rev() {
                let asked = match rule.each {
                    Each::Chapter => left.chapter != passage.chapter,
                    Each::Scene => left.scene != passage.scene,
                };
                if asked && self.touches(&page, &rule.effects) {
                    let mut fired = page.clone();
                    self.effects(&mut fired, &rule.effects, Share::Full, to);
                    self.join(&mut page, &fired);
                    self.ask(&mut page, &rule.when);
                } else if asked {
                    self.ask_wanted(&mut page, Site::Rule(n as u16), &rule.when);
                }
            }
        }
        if let Some(slot) = passage.visits {
            self.becomes(&mut page, slot, |visits| visits.saturating_add(1));
        }
        page
    }

    /// A band loses what it does not have, and moves toward what its value asks.
    fn bands(&mut self, page: &mut Page, id: MeterId, to: PassageId, remembered: bool) {
        let story = self.story;
        let (meter, passage) = (&story.meters[id.index()], story.passage(to));
        let needs = |n: usize| Site::Needs(id, n as u16);
        let met = meter.bands.iter().enumerate().any(|(n, band)| band.needs != Cond::Always && (self.wanted)(needs(n)));
        if !met && !band_matters(page, meter) {
            return;
        }
        self.whole(page, meter.slot(MeterPart::Band));
        self.whole(page, meter.slot(MeterPart::Floor));
        self.whole(page, meter.slot(MeterPart::Ceiling));
        meter.bands.iter().for_each(|band| self.ask(page, &band.needs));
        if !remembered {
            for band in &meter.bands {
                self.split(page, meter.slot(MeterPart::Value), |value| (value >= band.up, value <= band.down));
            }
            self.split(page, meter.slot(MeterPart::Day), |day| day == passage.day);
            if let Some(chapter) = passage.chapter {
                self.split(page, meter.slot(MeterPart::Chapter), |number| number == chapter.0 as i16);
            }
        }
    }

    /// Effects that happen while the state stands at `at`.
    fn effects(&mut self, page: &mut Page, effects: &[Effect], share: Share, at: PassageId) {
        for effect in effects.iter().rev() {
            match *effect {
                Effect::Set { slot, .. } => self.written(page, Some(slot)),
                Effect::Add { slot, by, from, to } => {
                    self.becomes(page, slot, |number| number.saturating_add(by).clamp(from, to))
                }
                Effect::Move { meter, up, base } => {
                    self.moved(page, meter, share, |value| scaled(value, up, base, share))
                }
                Effect::Shift { meter, by } => {
                    self.moved(page, meter, share, |_| if share == Share::Half { half(by) } else { by })
                }
                Effect::Bound { meter, floor, .. } => self.bound(page, meter, floor),
                Effect::Act(act) => self.act(page, &self.story.acts[act.index()], at),
            }
        }
    }

    fn moved(&mut self, page: &mut Page, id: MeterId, share: Share, by: impl Fn(i16) -> i16) {
        let meter = &self.story.meters[id.index()];
        let slot = meter.slot(MeterPart::Value);
        let n = usize::from(slot.0);
        if share == Share::Nothing || page[n] == Part::DEAD {
            return;
        }
        let (domain, after) = (self.domains[n], page[n]);
        let mut before = Part::DEAD;
        for (floor, ceiling) in self.bounds[id.index()].clone() {
            let then = |value: i16| value.saturating_add(by(value)).clamp(0, 100).min(ceiling).max(floor);
            let part = self.parts.before(domain, after, then);
            before = self.parts.meet(domain, before, part);
        }
        page[n] = before;
        self.whole(page, meter.slot(MeterPart::Floor));
        self.whole(page, meter.slot(MeterPart::Ceiling));
    }

    /// A floor or a ceiling is set: value and band are brought within it.
    fn bound(&mut self, page: &mut Page, id: MeterId, floor: bool) {
        let meter = &self.story.meters[id.index()];
        if band_matters(page, meter) {
            self.whole(page, meter.slot(MeterPart::Band));
            self.whole(page, meter.slot(MeterPart::Floor));
            self.whole(page, meter.slot(MeterPart::Ceiling));
        }
        self.moved(page, id, Share::Full, |_| 0);
        let (bound, last) = match floor {
            true => (meter.slot(MeterPart::Floor), meter.slot(MeterPart::LastFloor)),
            false => (meter.slot(MeterPart::Ceiling), meter.slot(MeterPart::LastCeiling)),
        };
        if Self::part(page, bound) != Part::DEAD || Self::part(page, last) != Part::DEAD {
            self.whole(page, last);
        }
        self.written(page, Some(bound));
    }

    /// Whether effects write anything that is still asked for. Where they do, it matters whether they happen, even if what
    /// must be told apart before them is the same as after.
    fn touches(&self, page: &Page, effects: &[Effect]) -> bool {
        let asked = |slot| Self::part(page, slot) != Part::DEAD;
        effects.iter().any(|effect| match *effect {
            Effect::Set { slot, .. } | Effect::Add { slot, .. } => asked(slot),
            Effect::Move { meter, .. } | Effect::Shift { meter, .. } | Effect::Bound { meter, .. } => {
                let first = self.story.meters[meter.index()].first.0;
                (first..first + METER_SLOTS).any(|slot| asked(Slot(slot)))
            }
            Effect::Act(act) => {
                let act = &self.story.acts[act.index()];
                asked(act.count)
                    || asked(act.chapter)
                    || self.touches(page, &act.effects)
                    || act.again.iter().any(|again| self.touches(page, again))
            }
        })
    }

    fn act(&mut self, page: &mut Page, act: &Act, at: PassageId) {
        let here = self.story.passage(at).chapter.map_or(-1, |chapter| chapter.0 as i16);
        let (mut full, mut half, mut nothing) = (page.clone(), page.clone(), page.clone());
        self.effects(&mut full, &act.effects, Share::Full, at);
        match &act.again {
            Some(again) => self.effects(&mut half, again, Share::Full, at),
            None => self.effects(&mut half, &act.effects, Share::Half, at),
        }
        self.effects(&mut nothing, &act.effects, Share::Nothing, at);
        let counts = self.touches(page, &act.effects) || act.again.iter().any(|again| self.touches(page, again));
        *page = full;
        self.join(page, &half);
        self.join(page, &nothing);
        // The count begins again in another chapter, so it is asked which one it is for.
        let counted = Self::part(page, act.count) != Part::DEAD;
        self.becomes(page, act.count, |count| count.saturating_add(1));
        self.written(page, Some(act.chapter));
        if counts {
            self.split(page, act.count, |count| count.clamp(0, 2));
        }
        if counts || counted {
            self.split(page, act.chapter, |chapter| chapter == here);
        }
    }
}

/// Whether anything still asks how a meter's band stands, or when it moved.
fn band_matters(page: &Page, meter: &Meter) -> bool {
    let parts = [MeterPart::Band, MeterPart::Day, MeterPart::Chapter];
    parts.into_iter().any(|part| Back::part(page, meter.slot(part)) != Part::DEAD)
}

/// Every pair of floor and ceiling a meter can have.
fn bounds(story: &Story, id: MeterId) -> Vec<(i16, i16)> {
    let (mut floors, mut ceilings) = (BTreeSet::new(), BTreeSet::new());
    let meter = &story.meters[id.index()];
    let initial = |part| story.initial.get(usize::from(meter.slot(part).0)).copied().unwrap_or(0);
    floors.extend([initial(MeterPart::Floor), initial(MeterPart::LastFloor)]);
    ceilings.extend([initial(MeterPart::Ceiling), initial(MeterPart::LastCeiling)]);
    for effect in effects(story) {
        if let Effect::Bound { meter, floor, value, .. } = *effect
            && meter == id
        {
            if floor {
                floors.insert(value)
            } else {
                ceilings.insert(value)
            };
        }
    }
    floors.iter().flat_map(|floor| ceilings.iter().map(move |ceiling| (*floor, *ceiling))).collect()
}
