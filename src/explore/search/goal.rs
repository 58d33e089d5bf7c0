//! What there is to be found, and in which order it is numbered. It must not know how it is looked for.

use crate::engine::Question;
use crate::explore::site::Site;
use crate::explore::site::sites;
use crate::story::ChoiceId;
use crate::story::PassageId;
use crate::story::Story;
use crate::story::Way;

/// Something that a search may reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Goal {
    /// The page of a passage.
    Passage(PassageId),
    /// A choice, taken.
    Choice(ChoiceId),
    /// One of the outcomes of a choice.
    Outcome(ChoiceId, Way),
    /// A condition, asked and answered so.
    Site(Site, bool),
    /// The page of a passage that is no ending, with no choice open.
    DeadEnd(PassageId),
    /// A watch, by its number, that does not hold.
    Watch(usize),
}

/// No goal at all: a condition that always holds because none is written.
pub const NONE: u32 = u32::MAX;

/// All goals of a story, numbered.
#[derive(Debug)]
pub struct Goals {
    /// The sites, in their order.
    pub sites: Vec<Site>,
    passages: u32,
    choices: u32,
    watches: u32,
    rules: Vec<u32>,
    needs: Vec<Vec<u32>>,
    /// For each choice and way the number of its first arm, and for each arm from there its goal.
    arms: Vec<[u32; 3]>,
    arm_goals: Vec<u32>,
    when: Vec<u32>,
    locked: Vec<u32>,
    shift: Vec<Vec<u32>>,
    /// By number of the text's condition.
    texts: Vec<u32>,
    causes: Vec<Vec<u32>>,
}

impl Goals {
    /// The goals of `story`, and those of so many watches.
    pub fn new(story: &Story, watches: usize) -> Self {
        let mut goals = Self {
            sites: sites(story),
            passages: story.passages.len() as u32,
            choices: story.choices.len() as u32,
            watches: watches as u32,
            rules: vec![NONE; story.rules.len()],
            needs: story.meters.iter().map(|meter| vec![NONE; meter.bands.len()]).collect(),
            arms: Vec::with_capacity(story.choices.len()),
            arm_goals: Vec::new(),
            when: vec![NONE; story.choices.len()],
            locked: vec![NONE; story.choices.len()],
            shift: story
                .choices
                .iter()
                .map(|choice| vec![NONE; choice.risk.as_ref().map_or(0, |risk| risk.shift.len())])
                .collect(),
            texts: vec![NONE; story.conds.len()],
            causes: story.endings.iter().map(|ending| vec![NONE; ending.causes.len()]).collect(),
        };
        for choice in &story.choices {
            goals.arms.push([Way::Sure, Way::Well, Way::Ill].map(|way| {
                let first = goals.arm_goals.len();
                let arms = choice.outcome_of(way).map_or(0, |outcome| outcome.arms.len());
                goals.arm_goals.resize(first + arms, NONE);
                first as u32
            }));
        }
        for n in 0..goals.sites.len() {
            let number = goals.first_site() + 2 * n as u32;
            match goals.sites[n] {
                Site::Text(_, cond) => goals.texts[cond.index()] = number,
                Site::When(choice) => goals.when[choice.index()] = number,
                Site::Locked(choice) => goals.locked[choice.index()] = number,
                Site::Shift(choice, n) => goals.shift[choice.index()][n as usize] = number,
                Site::Arm(choice, way, n) => {
                    let first = goals.arms[choice.index()][way as usize];
                    goals.arm_goals[first as usize + n as usize] = number;
                }
                Site::Cause(ending, n) => goals.causes[ending.index()][n as usize] = number,
                Site::Rule(n) => goals.rules[n as usize] = number,
                Site::Needs(meter, band) => goals.needs[meter.index()][band as usize] = number,
                Site::Tell(_) | Site::TellText(..) => {}
            }
        }
        goals
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        (self.first_watch() + self.watches) as usize
    }

    /// The first goal that is a site's.
    pub fn first_site(&self) -> u32 {
        2 * self.passages + 4 * self.choices
    }

    /// The first goal that is a watch's.
    pub fn first_watch(&self) -> u32 {
        self.first_site() + 2 * self.sites.len() as u32
    }

    /// How many passages there are.
    pub fn passages(&self) -> u32 {
        self.passages
    }

    /// How many watches there are.
    pub fn watches(&self) -> usize {
        self.watches as usize
    }

    /// How many passages, choices and answers are among these goals, and how many there are. Asked for often.
    pub fn count(&self, met: &Bits) -> [(usize, usize); 3] {
        let count = |goals: &mut dyn Iterator<Item = u32>| {
            goals.fold((0, 0), |(some, all), goal| (some + usize::from(met.has(goal)), all + 1))
        };
        let sites = (0u32..).zip(&self.sites).filter(|(_, site)| !site.is_told());
        [
            count(&mut (0..self.passages)),
            count(&mut (0..self.choices).map(|n| 2 * self.passages + 4 * n)),
            count(&mut sites.flat_map(|(n, _)| [0, 1].map(|holds| self.first_site() + 2 * n + holds))),
        ]
    }

    /// A goal's number; `None` for a site that the story has not.
    pub fn number(&self, goal: Goal) -> Option<u32> {
        Some(match goal {
            Goal::Passage(passage) => passage.0,
            Goal::DeadEnd(passage) => self.passages + passage.0,
            Goal::Choice(choice) => 2 * self.passages + 4 * choice.0,
            Goal::Outcome(choice, way) => 2 * self.passages + 4 * choice.0 + 1 + way as u32,
            Goal::Site(site, holds) => {
                let n = self.sites.binary_search(&site).ok()? as u32;
                self.first_site() + 2 * n + u32::from(holds)
            }
            Goal::Watch(n) => self.first_watch() + n as u32,
        })
    }

    /// The goal of a site's being false; that of its being true is the next. `NONE` where none is written.
    pub fn question(&self, question: Question) -> u32 {
        match question {
            Question::Arm(choice, way, n) => {
                self.arm_goals[self.arms[choice.index()][way as usize] as usize + n as usize]
            }
            Question::Rule(n) => self.rules[n as usize],
            Question::Needs(meter, band) => self.needs[meter.index()][band as usize],
            Question::Tell(_) => NONE,
        }
    }

    /// The same, for what is asked on a page.
    pub fn site(&self, site: Site) -> u32 {
        match site {
            Site::Text(_, cond) => self.texts[cond.index()],
            Site::When(choice) => self.when[choice.index()],
            Site::Locked(choice) => self.locked[choice.index()],
            Site::Shift(choice, n) => self.shift[choice.index()][n as usize],
            Site::Cause(ending, n) => self.causes[ending.index()][n as usize],
            _ => NONE,
        }
    }
}

/// A set of small numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// Room for numbers below `len`, none in it.
    pub fn new(len: usize) -> Self {
        Self(vec![0; len.div_ceil(64)])
    }

    /// Whether it holds a number.
    pub fn has(&self, n: u32) -> bool {
        self.0.get(n as usize / 64).is_some_and(|word| word & (1 << (n % 64)) != 0)
    }

    /// Takes a number in; whether it is new.
    pub fn add(&mut self, n: u32) -> bool {
        let new = !self.has(n);
        if let Some(word) = self.0.get_mut(n as usize / 64) {
            *word |= 1 << (n % 64);
        }
        new
    }
}
