//! A turn over sets: everything that `engine::choose` does to one state, done to all states that a frame allows.
//!
//! It follows `src/engine/turn.rs` line by line; whatever changes there changes here. What comes out may hold more than
//! can happen, never less. It must not know how often it is asked, or what for.

use super::code::Asked;
use super::code::Clause;
use super::code::Code;
use super::code::Deed;
use super::code::join;
use super::grid::Frame;
use super::grid::Var;
use super::grid::each;
use crate::engine::Share;
use crate::story::ChoiceId;
use crate::story::Each;
use crate::story::PassageId;
use crate::story::Story;

/// How many frames are kept apart within one turn.
const MOST_FRAMES: usize = 16;

/// How many frames are kept of a site that is watched.
const MOST_WATCHED: usize = 20_000;

/// What was met on the way: for each site and each arm and choice, whether it may be so.
#[derive(Debug, Clone, Default)]
pub struct Met {
    /// Sites that may hold.
    pub yes: Vec<bool>,
    /// Sites that may not hold.
    pub no: Vec<bool>,
    /// Choices that may be taken.
    pub open: Vec<bool>,
    /// Arms that may be gone along.
    pub arms: Vec<bool>,
}

impl Met {
    /// Nothing met yet.
    pub fn new(code: &Code) -> Self {
        let sites = vec![false; code.sites.len()];
        let (open, arms) = (vec![false; code.choices.len()], vec![false; code.arms as usize]);
        Self { yes: sites.clone(), no: sites, open, arms }
    }
}

/// Turns over sets.
pub struct Turning<'a> {
    /// The story.
    pub story: &'a Story,
    /// The same, compiled.
    pub code: &'a Code,
    /// What was met so far.
    pub met: Met,
    /// The site that is watched.
    watch: Option<u32>,
    /// The frames in which it was asked.
    pub watched: Vec<Frame>,
}

impl<'a> Turning<'a> {
    /// Begins with what was met before.
    pub fn new(story: &'a Story, code: &'a Code, met: Met) -> Self {
        Self { story, code, met, watch: None, watched: Vec::new() }
    }

    /// Keeps the frames in which a site is asked from now on.
    pub fn watch(&mut self, site: u32) {
        self.watch = Some(site);
    }

    /// Everything at the first page.
    pub fn begin(&mut self, arrived: &mut impl FnMut(PassageId, Frame)) {
        let grid = &self.code.grid;
        let mut frame: Frame = vec![0; grid.words].into();
        for (n, place) in grid.vars.iter().enumerate() {
            let value = place.slot.and_then(|slot| self.story.initial.get(usize::from(slot.0))).copied().unwrap_or(0);
            grid.put(&mut frame, Var(n as u16), place.only(value));
        }
        self.arrive(None, self.story.start, frame, arrived);
    }

    /// Everything that a choice may lead to.
    pub fn choose(&mut self, frame: &Frame, id: ChoiceId, arrived: &mut impl FnMut(PassageId, Frame)) {
        let code = self.code;
        let pick = &code.choices[id.index()];
        let at = self.story.choice(id).passage;
        let (Some(shown), _) = self.ask(frame.clone(), &pick.when) else { return };
        // The odds are those that are offered; they are shown on a closed choice as well.
        for shift in &pick.shift {
            self.ask(shown.clone(), shift);
        }
        let open = match &pick.locked {
            Some(locked) => self.ask(shown, locked).1,
            None => Some(shown),
        };
        let Some(mut open) = open else { return };
        self.met.open[id.index()] = true;
        if let Some(took) = pick.took {
            code.grid.put(&mut open, took, code.grid.place(took).bit(1));
        }
        let frames = self.effects(vec![open], &pick.deeds, Share::Full, at);
        for way in &pick.ways {
            for frame in self.effects(frames.clone(), &way.deeds, Share::Full, at) {
                let mut rest = Some(frame);
                for (when, to, n) in &way.arms {
                    let Some(frame) = rest else { break };
                    let (yes, no) = self.ask(frame, when);
                    rest = no;
                    if let Some(yes) = yes {
                        self.met.arms[*n as usize] = true;
                        self.arrive(Some(at), *to, yes, arrived);
                    }
                }
            }
        }
    }

    /// Parts a frame into where a condition may hold and where it may not, and notes that it was asked.
    pub fn ask(&mut self, frame: Frame, asked: &Asked) -> (Option<Frame>, Option<Frame>) {
        let full = self.watched.len() >= MOST_WATCHED;
        if self.watch.is_some() && self.watch == asked.site {
            match self.watched.last_mut().filter(|_| full) {
                Some(last) => join(last, &frame),
                None => self.watched.push(frame.clone()),
            }
        }
        let parted = match (&asked.yes, &asked.no) {
            (Clause::Known(true), Clause::Known(false)) => (Some(frame), None),
            (Clause::Known(false), _) => (None, Some(frame)),
            (yes, no) => {
                let mut other = frame.clone();
                let mut own = frame;
                let holds = self.code.narrow(&mut own, yes);
                let fails = self.code.narrow(&mut other, no);
                (holds.then_some(own), fails.then_some(other))
            }
        };
        if let Some(site) = asked.site {
            self.met.yes[site as usize] |= parted.0.is_some();
            self.met.no[site as usize] |= parted.1.is_some();
        }
        parted
    }

    fn effects(&mut self, mut frames: Vec<Frame>, deeds: &[Deed], share: Share, at: PassageId) -> Vec<Frame> {
        let code = self.code;
        for deed in deeds {
            match *deed {
                Deed::Put(var, bits) => frames.iter_mut().for_each(|frame| code.grid.put(frame, var, bits)),
                Deed::Map(var, table) => frames.iter_mut().for_each(|frame| {
                    let after = image(&code.tables[table as usize], code.grid.get(frame, var));
                    code.grid.put(frame, var, after);
                }),
                Deed::Move { meter, full, half } => {
                    let table = match share {
                        Share::Full => full,
                        Share::Half => half,
                        Share::Nothing => continue,
                    };
                    frames.iter_mut().for_each(|frame| self.shift(frame, meter, Some(table)));
                }
                Deed::Bound { meter, floor, value, for_good } => {
                    let before = std::mem::take(&mut frames);
                    for mut frame in before {
                        self.bound(&mut frame, meter, floor, value, for_good);
                        self.hold(frame, meter, at, &mut frames);
                    }
                }
                Deed::Act(act) => {
                    let before = std::mem::take(&mut frames);
                    for frame in before {
                        frames.extend(self.act(frame, act, at));
                    }
                }
            }
            few(&mut frames);
        }
        frames
    }

    fn act(&mut self, frame: Frame, act: u16, at: PassageId) -> Vec<Frame> {
        let code = self.code;
        let Some(habit) = code.habits.get(usize::from(act)) else { return vec![frame] };
        let (chapters, counts) = (code.grid.place(habit.chapter), code.grid.place(habit.count));
        let here = chapters.only(chapter_number(self.story, at));
        let (there, count) = (code.grid.get(&frame, habit.chapter), code.grid.get(&frame, habit.count));
        let known = if single(&chapters.cells, here) { there & !here } else { there };
        let count = if there & here == 0 { 0 } else { count };
        let (first, second, more) = (counts.bit(0), counts.bit(1), !(counts.bit(0) | counts.bit(1)));
        let again = habit.again.as_deref();
        let cases = [
            (known != 0 || count & first != 0, second, &*habit.deeds, Share::Full),
            (
                count & second != 0,
                counts.bit(2),
                again.unwrap_or(&habit.deeds),
                if again.is_some() { Share::Full } else { Share::Half },
            ),
            (count & more != 0, counts.bit(2), &*habit.deeds, Share::Nothing),
        ];
        let mut frames = Vec::new();
        for (may_be, after, deeds, share) in cases {
            if may_be {
                let mut own = frame.clone();
                code.grid.put(&mut own, habit.count, after);
                code.grid.put(&mut own, habit.chapter, here);
                frames.extend(self.effects(vec![own], deeds, share, at));
            }
        }
        frames
    }

    fn arrive(
        &mut self,
        from: Option<PassageId>,
        to: PassageId,
        mut frame: Frame,
        arrived: &mut impl FnMut(PassageId, Frame),
    ) {
        let (code, story) = (self.code, self.story);
        let (before, passage) = (from.map(|from| story.passage(from)), story.passage(to));
        let new_chapter = before.is_none_or(|from| from.chapter != passage.chapter);
        let new_scene = before.is_none_or(|from| from.scene != passage.scene);
        let (visits, enter) = &code.arrival[to.index()];
        if let Some(Deed::Map(var, table)) = visits {
            let count = image(&code.tables[*table as usize], code.grid.get(&frame, *var));
            code.grid.put(&mut frame, *var, count);
        }
        let mut frames = vec![frame];
        let remembered = passage.chapter.is_none_or(|chapter| story.chapters[chapter.index()].remembered);
        if !remembered {
            for (rule, (when, deeds)) in story.rules.iter().zip(&code.rules) {
                let asked = match rule.each {
                    Each::Chapter => new_chapter,
                    Each::Scene => new_scene,
                };
                if !asked {
                    continue;
                }
                for frame in std::mem::take(&mut frames) {
                    let (yes, no) = self.ask(frame, when);
                    if let Some(yes) = yes {
                        frames.extend(self.effects(vec![yes], deeds, Share::Full, to));
                    }
                    frames.extend(no);
                }
                few(&mut frames);
            }
        }
        frames = self.effects(frames, enter, Share::Full, to);
        for meter in 0..code.gauges.len() as u8 {
            frames = self.needs(frames, meter, to);
            if !remembered {
                frames = self.step(frames, meter, to);
                frames = self.needs(frames, meter, to);
            }
        }
        for mut frame in frames {
            for gauge in &code.gauges {
                code.grid.put(&mut frame, gauge.moved, 0b01);
            }
            arrived(to, frame);
        }
    }
}

/// What a set becomes by a table.
pub(super) fn image(table: &[u128], bits: u128) -> u128 {
    each(bits).fold(0, |after, n| after | table.get(n).copied().unwrap_or(0))
}

/// Whether a bit stands for one value only.
pub(super) fn single(cells: &[(i16, i16)], bit: u128) -> bool {
    cells.get(bit.trailing_zeros() as usize).is_some_and(|(first, last)| first == last)
}

/// The number of a passage's chapter as the state keeps it; -1 for an ending, which has none.
pub(super) fn chapter_number(story: &Story, at: PassageId) -> i16 {
    story.passage(at).chapter.map_or(-1, |chapter| chapter.0 as i16)
}

/// Joins frames where there are too many.
pub(super) fn few(frames: &mut Vec<Frame>) {
    while frames.len() > MOST_FRAMES {
        if let (Some(extra), Some(last)) = (frames.pop(), frames.last_mut()) {
            join(last, &extra);
        }
    }
}
