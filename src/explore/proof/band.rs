//! Meters over sets: moves within floor and ceiling, and bands with what holds them back.
//!
//! Like `turn`, it follows `src/engine/turn.rs` line by line. It must not know why a meter moves.

use super::grid::Frame;
use super::grid::Var;
use super::grid::each;
use super::turn::Turning;
use super::turn::chapter_number;
use super::turn::few;
use super::turn::image;
use super::turn::single;
use crate::story::MeterPart;
use crate::story::PassageId;

impl Turning<'_> {
    /// Moves a meter within its floor and ceiling. Where the two contradict each other the floor holds.
    pub(super) fn shift(&self, frame: &mut Frame, meter: u8, table: Option<u32>) {
        let (grid, gauge) = (&self.code.grid, &self.code.gauges[usize::from(meter)]);
        let old = grid.get(frame, gauge.var(MeterPart::Value));
        let free = table.map_or(old, |table| image(&self.code.tables[table as usize], old));
        let mut after = 0;
        for ceiling in self.values(frame, gauge.var(MeterPart::Ceiling)) {
            for floor in self.values(frame, gauge.var(MeterPart::Floor)) {
                let value = |n: usize| (n as i16).min(ceiling).max(floor).clamp(0, 100);
                let inside = each(free).fold(0, |bits: u128, n| bits | 1 << value(n));
                after |= if floor <= 0 && ceiling >= 100 { free } else { inside };
            }
        }
        grid.put(frame, gauge.var(MeterPart::Value), after);
    }

    /// The values that a floor or a ceiling may have.
    fn values(&self, frame: &Frame, var: Var) -> impl Iterator<Item = i16> + use<'_> {
        let place = self.code.grid.place(var);
        each(self.code.grid.get(frame, var)).filter_map(|n| place.cells.get(n).map(|(value, _)| *value))
    }

    pub(super) fn bound(&self, frame: &mut Frame, meter: u8, floor: bool, value: i16, for_good: bool) {
        let (grid, gauge) = (&self.code.grid, &self.code.gauges[usize::from(meter)]);
        let (bound, last) = match floor {
            true => (gauge.var(MeterPart::Floor), gauge.var(MeterPart::LastFloor)),
            false => (gauge.var(MeterPart::Ceiling), gauge.var(MeterPart::LastCeiling)),
        };
        let kept = self.values(frame, last);
        let after = |kept: i16| if floor { value.max(kept) } else { value.min(kept) };
        let bits = kept.fold(0, |bits, kept| bits | grid.place(bound).bit(after(kept)));
        grid.put(frame, bound, bits);
        if for_good {
            grid.put(frame, last, bits);
        }
        self.shift(frame, meter, None);
    }

    /// The bands that floor and ceiling may make of a band.
    fn held(&self, frame: &Frame, meter: u8, band: usize) -> u128 {
        let gauge = &self.code.gauges[usize::from(meter)];
        let at = |value: i16| usize::from(gauge.at.get(value as usize).copied().unwrap_or(0));
        let mut bands = 0;
        for ceiling in self.values(frame, gauge.var(MeterPart::Ceiling)) {
            for floor in self.values(frame, gauge.var(MeterPart::Floor)) {
                bands |= 1 << band.min(at(ceiling)).max(at(floor));
            }
        }
        bands
    }

    pub(super) fn hold(&self, frame: Frame, meter: u8, at: PassageId, out: &mut Vec<Frame>) {
        let band = self.code.gauges[usize::from(meter)].var(MeterPart::Band);
        let (mut same, mut moved) = (0, 0);
        for n in each(self.code.grid.get(&frame, band)) {
            let to = self.held(&frame, meter, n);
            same |= to & 1 << n;
            moved |= to & !(1 << n);
        }
        self.band(frame, meter, same, moved, at, out);
    }

    /// A frame in which the band stays one of some, and those in which it became another.
    fn band(&self, frame: Frame, meter: u8, same: u128, moved: u128, at: PassageId, out: &mut Vec<Frame>) {
        let (grid, gauge) = (&self.code.grid, &self.code.gauges[usize::from(meter)]);
        let passage = self.story.passage(at);
        for to in each(moved) {
            let mut own = frame.clone();
            let (day, chapter) = (gauge.var(MeterPart::Day), gauge.var(MeterPart::Chapter));
            grid.put(&mut own, gauge.var(MeterPart::Band), 1 << to);
            grid.put(&mut own, day, grid.place(day).only(passage.day));
            grid.put(&mut own, chapter, grid.place(chapter).only(chapter_number(self.story, at)));
            grid.put(&mut own, gauge.moved, 0b10);
            out.push(own);
        }
        if same != 0 {
            let mut own = frame;
            grid.put(&mut own, gauge.var(MeterPart::Band), same);
            out.push(own);
        }
    }

    /// Lets a band fall while what it needs does not hold.
    pub(super) fn needs(&mut self, frames: Vec<Frame>, meter: u8, at: PassageId) -> Vec<Frame> {
        let code = self.code;
        let gauge = &code.gauges[usize::from(meter)];
        let var = gauge.var(MeterPart::Band);
        let mut out = Vec::with_capacity(frames.len());
        for frame in frames {
            let bands = code.grid.get(&frame, var);
            // Bands that need nothing stay what floor and ceiling make of them.
            let idle = each(bands).filter(|band| gauge.needs[*band].site.is_none() || *band == 0);
            let idle = idle.fold(0, |bits: u128, band| bits | 1 << band);
            let needy = bands & !idle;
            for band in each(needy) {
                let mut own = frame.clone();
                code.grid.put(&mut own, var, 1 << band);
                self.fall(own, meter, band, at, &mut out);
            }
            if idle != 0 {
                let mut own = frame;
                code.grid.put(&mut own, var, idle);
                self.hold(own, meter, at, &mut out);
            }
        }
        few(&mut out);
        out
    }

    fn fall(&mut self, frame: Frame, meter: u8, band: usize, at: PassageId, out: &mut Vec<Frame>) {
        let code = self.code;
        let mut rest = Some(frame);
        for level in (0..=band).rev() {
            let Some(frame) = rest else { return };
            let (yes, no) = match level {
                0 => (Some(frame), None),
                _ => self.ask(frame, &code.gauges[usize::from(meter)].needs[level]),
            };
            rest = no;
            if let Some(yes) = yes {
                let to = self.held(&yes, meter, level);
                self.band(yes, meter, to & 1 << band, to & !(1 << band), at, out);
            }
        }
    }

    /// Moves a band one step toward what the value asks for: once a chapter, and not on the day it was entered.
    pub(super) fn step(&mut self, frames: Vec<Frame>, meter: u8, at: PassageId) -> Vec<Frame> {
        let code = self.code;
        let gauge = &code.gauges[usize::from(meter)];
        let passage = self.story.passage(at);
        let mut out = Vec::with_capacity(frames.len());
        for frame in frames {
            let mut free = Some(frame);
            // Each of these stands in the way where it may hold; what is left goes on.
            let day = (gauge.var(MeterPart::Day), passage.day);
            let chapter = passage.chapter.map(|chapter| (gauge.var(MeterPart::Chapter), chapter.0 as i16));
            for (var, value) in [Some((gauge.moved, 1)), Some(day), chapter].into_iter().flatten() {
                let Some(frame) = free.take() else { break };
                let place = code.grid.place(var);
                let (had, this) = (code.grid.get(&frame, var), place.bit(value));
                let other = if single(&place.cells, this) { had & !this } else { had };
                if had & this != 0 {
                    let mut stays = frame.clone();
                    code.grid.put(&mut stays, var, had & this);
                    out.push(stays);
                }
                if other != 0 {
                    let mut own = frame;
                    code.grid.put(&mut own, var, other);
                    free = Some(own);
                }
            }
            let Some(frame) = free else { continue };
            for band in each(code.grid.get(&frame, gauge.var(MeterPart::Band))) {
                let mut own = frame.clone();
                code.grid.put(&mut own, gauge.var(MeterPart::Band), 1 << band);
                self.step_from(own, meter, band, at, &mut out);
            }
        }
        few(&mut out);
        out
    }

    fn step_from(&mut self, frame: Frame, meter: u8, band: usize, at: PassageId, out: &mut Vec<Frame>) {
        let code = self.code;
        let gauge = &code.gauges[usize::from(meter)];
        let value = gauge.var(MeterPart::Value);
        let mut below = vec![frame];
        if let (Some(up), Some(needs)) = (gauge.up.get(band + 1), gauge.needs.get(band + 1)) {
            let (high, low) = self.parted(below.remove(0), value, *up);
            below.extend(low);
            if let Some(high) = high {
                let (yes, no) = self.ask(high, needs);
                below.extend(no);
                if let Some(yes) = yes {
                    let to = self.held(&yes, meter, band + 1);
                    self.band(yes, meter, to & 1 << band, to & !(1 << band), at, out);
                }
            }
        }
        for frame in below {
            let down = if band > 0 { gauge.down[band] } else { 0 };
            let (low, stays) = self.parted(frame, value, down);
            out.extend(stays);
            if let Some(low) = low {
                let to = self.held(&low, meter, band - 1);
                self.band(low, meter, to & 1 << band, to & !(1 << band), at, out);
            }
        }
    }

    /// Parts a frame by whether a number is one of some values.
    fn parted(&self, frame: Frame, var: Var, bits: u128) -> (Option<Frame>, Option<Frame>) {
        let grid = &self.code.grid;
        let had = grid.get(&frame, var);
        let part = |bits: u128, mut frame: Frame| {
            (bits != 0).then(|| {
                grid.put(&mut frame, var, bits);
                frame
            })
        };
        if had & bits == 0 {
            return (None, Some(frame));
        }
        (part(had & bits, frame.clone()), part(had & !bits, frame))
    }
}
