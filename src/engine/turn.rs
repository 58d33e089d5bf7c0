//! A turn: a choice is allowed or refused; taken, it becomes events.

use super::draw;
use super::event::{Event, apply, chapter_number};
use super::state::State;
use super::witness::{Question, Witness};
use crate::story::{
    Act, ActId, Choice, ChoiceId, Cond, Each, Effect, Meter, MeterId, MeterPart, Odds, Opening, Outcome, PassageId,
    Preset, Risk, Story, Str, TellId, Way,
};

/// Why a choice cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It belongs to another passage.
    Elsewhere,
    /// Its condition does not hold; it is not shown.
    Hidden,
    /// It is shown but closed; the words say why.
    Locked(Str),
}

/// What a choice came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// The state after it.
    pub state: State,
    /// What happened, in order.
    pub events: Vec<Event>,
}

/// A new playthrough: the state on the first page.
pub fn begin(story: &Story, seed: u64) -> Turn {
    let mut events = Vec::new();
    let state = begin_with(story, seed, &mut events);
    Turn { state, events }
}

/// The same, told to `witness` as it happens.
pub fn begin_with(story: &Story, seed: u64, witness: &mut impl Witness) -> State {
    let mut state = State::new(story, seed);
    Doing::new(story, &mut state, witness).arrive(story.start, true);
    state
}

/// A playthrough that begins in the middle: what is set is so at once, the bands with it, and then the page is arrived at
/// as any other, with all that happens on arrival.
pub fn begin_at(story: &Story, seed: u64, opening: &Opening) -> Turn {
    let (mut state, mut events) = (State::new(story, seed), Vec::new());
    let mut doing = Doing::new(story, &mut state, &mut events);
    for preset in &opening.presets {
        match *preset {
            Preset::Value { slot, value } => doing.emit(Event::Set { slot, value }),
            Preset::Meter { meter, value } => {
                let own = &story.meters[meter.index()];
                let band = own.bands.iter().rposition(|band| band.up <= value).unwrap_or(0) as i16;
                doing.emit(Event::Moved { meter, value });
                // It has been in this band for as long as anybody remembers, so it is free to leave it.
                doing.emit(Event::Set { slot: own.slot(MeterPart::Band), value: band });
            }
        }
    }
    doing.arrive(opening.at, true);
    Turn { state, events }
}

/// Whether a choice can be taken now. The screens ask this, and so does `choose`.
pub fn allowed(story: &Story, state: &State, choice: ChoiceId) -> Result<(), Refusal> {
    let Some(found) = story.choices.get(choice.index()).filter(|found| found.passage == state.at) else {
        return Err(Refusal::Elsewhere);
    };
    if !state.holds(&found.when) {
        return Err(Refusal::Hidden);
    }
    match &found.locked {
        Some((by, says)) if state.holds(by) => Err(Refusal::Locked(*says)),
        _ => Ok(()),
    }
}

/// Takes a choice.
pub fn choose(story: &Story, state: &State, choice: ChoiceId) -> Result<Turn, Refusal> {
    choose_with(story, state, choice, Fate::Drawn)
}

/// Takes a choice, a chance in it coming out as `fate` says. Whoever looks for all that can happen asks for both.
pub fn choose_with(story: &Story, state: &State, choice: ChoiceId, fate: Fate) -> Result<Turn, Refusal> {
    let (mut state, mut events) = (state.clone(), Vec::new());
    choose_into(story, &mut state, choice, fate, &mut events)?;
    Ok(Turn { state, events })
}

/// Takes a choice where the state stands, which becomes the state after it; `witness` is told what happens on the way. For
/// whoever takes millions of choices: nothing is allocated here.
pub fn choose_into(
    story: &Story,
    state: &mut State,
    choice: ChoiceId,
    fate: Fate,
    witness: &mut impl Witness,
) -> Result<(), Refusal> {
    allowed(story, state, choice)?;
    Doing::new(story, state, witness).take(choice, fate);
    Ok(())
}

/// How a chance comes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// As the seed has it.
    Drawn,
    /// Well.
    Well,
    /// Ill.
    Ill,
}

/// How much of an act still counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// All of it.
    Full,
    /// Its meters move by half.
    Half,
    /// Its meters do not move; its facts change all the same.
    Nothing,
}

struct Doing<'s, 'a, W> {
    story: &'s Story,
    state: &'a mut State,
    witness: &'a mut W,
    /// The meters whose band has moved in this turn, a bit each.
    banded: [u64; 4],
}

impl<'s, 'a, W: Witness> Doing<'s, 'a, W> {
    fn new(story: &'s Story, state: &'a mut State, witness: &'a mut W) -> Self {
        Self { story, state, witness, banded: [0; 4] }
    }

    fn emit(&mut self, event: Event) {
        apply(self.story, self.state, event);
        if let Event::Banded { meter, .. } = event {
            self.banded[meter.index() / 64] |= 1 << (meter.index() % 64);
        }
        self.witness.event(event);
    }

    /// Asks a condition whose answer decides what happens.
    fn asks(&mut self, question: Question, cond: &Cond) -> bool {
        // Where none is written there is nothing to ask.
        if matches!(cond, Cond::Always) {
            return true;
        }
        let holds = self.state.holds(cond);
        self.witness.asked(question, holds);
        holds
    }

    fn take(&mut self, id: ChoiceId, fate: Fate) {
        let choice = self.story.choice(id);
        // The odds are those that were offered, before anything that the choice itself changes.
        let odds = choice.risk.as_ref().map(|risk| odds(self.story, self.state, risk));
        self.emit(Event::Took(id));
        self.effects(&choice.outcome.effects, Share::Full);
        let (way, outcome) = match (&choice.risk, odds) {
            (Some(risk), Some(odds)) => self.roll(choice, risk, odds, fate),
            _ => (Way::Sure, &choice.outcome),
        };
        let mut arms = outcome.arms.iter().enumerate();
        if let Some((_, arm)) = arms.find(|(n, arm)| self.asks(Question::Arm(id, way, *n as u16), &arm.when)) {
            self.arrive(arm.to, false);
        }
    }

    /// Takes a chance. After two that went ill the better of two draws counts.
    fn roll(&mut self, choice: &'s Choice, risk: &'s Risk, odds: &Odds, fate: Fate) -> (Way, &'s Outcome) {
        let passage = self.story.passage(choice.passage);
        let visit = passage.visits.map_or(0, |slot| self.state.get(slot)).unsigned_abs();
        let draws = draws(self.story, self.state);
        let drawn = |nth| {
            let mut words = draw::stream(self.state.seed, passage.key, choice.key, u32::from(visit), nth);
            draw::below(&mut words, 100) < u64::from(odds.of_100)
        };
        let well = match fate {
            Fate::Drawn => (0..draws).any(drawn),
            Fate::Well => true,
            Fate::Ill => false,
        };
        self.emit(Event::Rolled { well });
        let (way, outcome) = if well { (Way::Well, &risk.well) } else { (Way::Ill, &risk.ill) };
        self.effects(&outcome.effects, Share::Full);
        (way, outcome)
    }

    fn effects(&mut self, effects: &'s [Effect], share: Share) {
        for effect in effects {
            match *effect {
                Effect::Set { slot, value } => {
                    if self.state.get(slot) != value {
                        self.emit(Event::Set { slot, value });
                    }
                }
                Effect::Add { slot, by, from, to } => {
                    let value = self.state.get(slot).saturating_add(by).clamp(from, to);
                    self.emit(Event::Set { slot, value });
                }
                Effect::Move { meter, up, base } => self.shift(meter, share, |value| scaled(value, up, base, share)),
                Effect::Shift { meter, by } => {
                    self.shift(meter, share, |_| if share == Share::Half { half(by) } else { by })
                }
                Effect::Bound { meter, floor, value, for_good } => {
                    self.emit(Event::Bounded { meter, floor, value, for_good });
                    self.shift(meter, Share::Full, |_| 0);
                    self.hold(meter);
                }
                Effect::Act(act) => self.act(act),
            }
        }
    }

    /// An act counts full the first time in a chapter, half (or by its `again`) the second, then only its facts do.
    fn act(&mut self, id: ActId) {
        let act = &self.story.acts[id.index()];
        let (effects, share) = match (self.counted(act), &act.again) {
            (0, _) => (&act.effects, Share::Full),
            (1, Some(again)) => (again, Share::Full),
            (1, None) => (&act.effects, Share::Half),
            _ => (&act.effects, Share::Nothing),
        };
        self.emit(Event::Acted(id));
        self.effects(effects, share);
    }

    /// How often an act was done in this chapter.
    fn counted(&self, act: &Act) -> i16 {
        if self.state.get(act.chapter) == chapter_number(self.story, self.state.at) {
            self.state.get(act.count)
        } else {
            0
        }
    }

    fn shift(&mut self, id: MeterId, share: Share, by: impl Fn(i16) -> i16) {
        if share == Share::Nothing {
            return;
        }
        let meter = &self.story.meters[id.index()];
        let get = |part| self.state.get(meter.slot(part));
        let old = get(MeterPart::Value);
        let (floor, ceiling) = (get(MeterPart::Floor), get(MeterPart::Ceiling));
        // Where the two contradict each other the floor holds.
        let value = old.saturating_add(by(old)).clamp(0, 100).min(ceiling).max(floor);
        if value != old {
            self.emit(Event::Moved { meter: id, value });
        }
    }

    /// Brings a band within the meter's floor and ceiling at once: they outrank what a band otherwise waits for.
    fn hold(&mut self, id: MeterId) {
        let meter = &self.story.meters[id.index()];
        let get = |part| self.state.get(meter.slot(part));
        let band = get(MeterPart::Band);
        let held = self.held(meter, band);
        if held != band {
            self.emit(Event::Banded { meter: id, band: held });
        }
    }

    /// The band nearest to `band` that floor and ceiling allow.
    fn held(&self, meter: &Meter, band: i16) -> i16 {
        let at = |value: i16| meter.bands.iter().rposition(|band| band.up <= value).unwrap_or(0) as i16;
        let get = |part| self.state.get(meter.slot(part));
        band.min(at(get(MeterPart::Ceiling))).max(at(get(MeterPart::Floor)))
    }

    fn arrive(&mut self, to: PassageId, first: bool) {
        let (from, passage) = (self.story.passage(self.state.at), self.story.passage(to));
        let new_chapter = first || from.chapter != passage.chapter;
        let new_scene = first || from.scene != passage.scene;
        self.emit(Event::Arrived(to));
        let remembered = passage.chapter.is_none_or(|chapter| self.story.chapters[chapter.index()].remembered);
        if !remembered {
            for (n, rule) in self.story.rules.iter().enumerate() {
                let asked = match rule.each {
                    Each::Chapter => new_chapter,
                    Each::Scene => new_scene,
                };
                if asked && self.asks(Question::Rule(n as u16), &rule.when) {
                    self.effects(&rule.effects, Share::Full);
                }
            }
        }
        self.effects(&passage.enter, Share::Full);
        for id in (0..self.story.meters.len()).map(|n| MeterId(n as u8)) {
            self.needs(id);
            if !remembered {
                self.step(id);
                // A step down may lead into a band that needs what is not there.
                self.needs(id);
            }
        }
        if passage.tells
            && self.witness.reads()
            && let Some(tell) = self.tell(to)
        {
            self.emit(Event::Told(tell));
        }
    }

    /// Lets a band fall while what it needs does not hold.
    fn needs(&mut self, id: MeterId) {
        let meter = &self.story.meters[id.index()];
        let old = self.state.get(meter.slot(MeterPart::Band));
        let mut band = old;
        while band > 0 && !self.asks(Question::Needs(id, band as u16), &meter.bands[band as usize].needs) {
            band -= 1;
        }
        let band = self.held(meter, band);
        if band != old {
            self.emit(Event::Banded { meter: id, band });
        }
    }

    /// Moves a band one step toward what the value asks for: once a chapter, and not on the day it was entered.
    fn step(&mut self, id: MeterId) {
        // One step a turn, whatever moved the band before.
        if self.banded[id.index() / 64] & (1 << (id.index() % 64)) != 0 {
            return;
        }
        let meter = &self.story.meters[id.index()];
        let passage = self.story.passage(self.state.at);
        let get = |part| self.state.get(meter.slot(part));
        let (value, band) = (get(MeterPart::Value), get(MeterPart::Band));
        let today = get(MeterPart::Day) == passage.day;
        let this_chapter = passage.chapter.is_some_and(|chapter| get(MeterPart::Chapter) == chapter.0 as i16);
        if today || this_chapter {
            return;
        }
        let above = (meter.bands.get(band as usize + 1).filter(|above| value >= above.up))
            .filter(|above| self.asks(Question::Needs(id, band as u16 + 1), &above.needs));
        let wanted = match (above, meter.bands.get(band as usize)) {
            (Some(_), _) => band + 1,
            (None, Some(here)) if band > 0 && value <= here.down => band - 1,
            _ => return,
        };
        let wanted = self.held(meter, wanted);
        if wanted != band {
            self.emit(Event::Banded { meter: id, band: wanted });
        }
    }

    /// The tell for a passage: of those that fit and were not used, the one that states most; then the first in the file.
    fn tell(&mut self, at: PassageId) -> Option<TellId> {
        let passage = self.story.passage(at);
        let mut best: Option<(u8, TellId)> = None;
        for (n, tell) in self.story.tells.iter().enumerate() {
            let id = TellId(n as u16);
            if self.state.get(tell.band.0) == tell.band.1
                && tell.place.is_none_or(|place| place == passage.place)
                && tell.person.is_none_or(|person| passage.people.contains(&person))
                && best.is_none_or(|(fields, _)| tell.fields > fields)
                && !self.state.told(self.story, id)
                && self.asks(Question::Tell(id), &tell.when)
            {
                best = Some((tell.fields, id));
            }
        }
        best.map(|(_, id)| id)
    }
}

/// How many draws a chance has, of which the better counts: after two that went ill there are two.
pub(super) fn draws(story: &Story, state: &State) -> u8 {
    if state.get(story.ill_rolls) >= 2 { 2 } else { 1 }
}

/// The odds of a chance as things stand: its own word, moved by what was done before.
pub(super) fn odds<'s>(story: &'s Story, state: &State, risk: &Risk) -> &'s Odds {
    let shift: i16 = risk.shift.iter().filter(|(when, _)| state.holds(when)).map(|(_, by)| i16::from(*by)).sum();
    let last = story.odds.len() as i16 - 1;
    &story.odds[(i16::from(risk.odds) + shift).clamp(0, last) as usize]
}

/// How often in ten thousand the chance that a choice takes goes well, as things stand; `None` when it takes none.
pub fn chance(story: &Story, state: &State, choice: ChoiceId) -> Option<u32> {
    let risk = story.choice(choice).risk.as_ref()?;
    let ill = 100 - u32::from(odds(story, state, risk).of_100.min(100));
    Some(10_000 - if draws(story, state) == 2 { ill * ill } else { ill * 100 })
}

/// How far a meter moves from `value`: `base` times min(1, room / 80), rounded half up, at least 1.
/// Half an act is half of that, rounded the same way.
pub fn scaled(value: i16, up: bool, base: i16, share: Share) -> i16 {
    let room = (if up { 100 - value } else { value }).clamp(0, 80);
    let parts = if share == Share::Half { 160 } else { 80 };
    let by = ((2 * base * room + parts) / (2 * parts)).max(1);
    if up { by } else { -by }
}

/// Half of a plain move, rounded half up in size, so that the half of 1 is still 1.
pub fn half(by: i16) -> i16 {
    by.signum() * ((by.saturating_abs() + 1) / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_are_scaled_by_the_room_left() {
        let up = |value, base| scaled(value, true, base, Share::Full);
        assert_eq!([up(0, 4), up(20, 9), up(60, 9), up(90, 16), up(100, 16)], [4, 9, 5, 2, 1]);
        let down = |value, base| scaled(value, false, base, Share::Full);
        assert_eq!([down(100, 16), down(40, 9), down(5, 4), down(0, 4)], [-16, -5, -1, -1]);
        assert_eq!([scaled(20, true, 4, Share::Half), scaled(20, true, 9, Share::Half)], [2, 5]);
    }
}
