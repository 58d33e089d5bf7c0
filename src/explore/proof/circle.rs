//! Circles: passages from which one can come back, and all that can be written while one goes round.
//!
//! Where there is no time to go round until nothing new comes, everything that is written in a circle is taken to be so.
//! It must not know what else may be the case.

use super::code::Code;
use super::code::Deed;
use super::code::join;
use super::grid::Frame;
use super::grid::Var;
use crate::story::MeterPart;
use crate::story::PassageId;
use crate::story::Story;

/// For each of `count` passages the number of the circle in which it lies; none where there is no way back. `order` is the
/// order in which passages are followed, `ranks` the place of each in it, and `targets` says where a passage leads.
pub fn circles<I: Iterator<Item = PassageId>>(
    count: usize,
    order: &[PassageId],
    ranks: &[usize],
    targets: impl Fn(PassageId) -> I,
) -> Vec<Option<usize>> {
    // To come back from high to low every rank between is crossed by a step back, so steps back that overlap hold every
    // circle, and perhaps a little more.
    let mut back: Vec<usize> = (0..order.len()).collect();
    for (rank, at) in order.iter().enumerate() {
        for to in targets(*at) {
            let low = ranks[to.index()];
            if low <= rank {
                back[low] = back[low].max(rank);
            }
        }
    }
    let mut blocks = vec![None; count];
    let (mut first, mut last) = (0, None);
    for rank in 0..order.len() {
        if last.is_none_or(|last| rank > last) {
            (first, last) = (rank, None);
        }
        let at = order[rank];
        if back[rank] > rank || targets(at).any(|to| to == at) {
            last = Some(last.unwrap_or(rank).max(back[rank]));
        }
        if last.is_some() {
            blocks[at.index()] = Some(first);
        }
    }
    blocks
}

/// All that choices of a passage, and arriving there, may write.
fn written(story: &Story, code: &Code, at: PassageId, mask: &mut Frame) {
    let grid = &code.grid;
    let put = |mask: &mut Frame, var: Var, bits: u128| {
        let had = grid.get(mask, var);
        grid.put(mask, var, had | bits);
    };
    let mut deeds: Vec<Deed> = code.arrival[at.index()].1.to_vec();
    deeds.extend(code.arrival[at.index()].0);
    deeds.extend(code.rules.iter().flat_map(|(_, deeds)| deeds.iter()));
    for choice in story.passage(at).choices.clone() {
        let pick = &code.choices[choice as usize];
        deeds.extend(pick.deeds.iter().chain(pick.ways.iter().flat_map(|way| way.deeds.iter())));
        if let Some(took) = pick.took {
            put(mask, took, grid.place(took).only(1));
        }
    }
    while let Some(deed) = deeds.pop() {
        match deed {
            Deed::Put(var, bits) => put(mask, var, bits),
            Deed::Map(var, _) => put(mask, var, grid.place(var).all()),
            Deed::Move { .. } | Deed::Bound { .. } => {}
            Deed::Act(act) => {
                let Some(habit) = code.habits.get(usize::from(act)) else { continue };
                put(mask, habit.count, grid.place(habit.count).all());
                put(mask, habit.chapter, grid.place(habit.chapter).all());
                deeds.extend(habit.deeds.iter().chain(habit.again.iter().flat_map(|again| again.iter())));
            }
        }
    }
    // Where anything moves a meter, or a band waits to be moved, all of it may.
    for gauge in &code.gauges {
        for part in [MeterPart::Value, MeterPart::Band, MeterPart::Day, MeterPart::Chapter] {
            put(mask, gauge.var(part), grid.place(gauge.var(part)).all());
        }
        for part in [MeterPart::Floor, MeterPart::Ceiling, MeterPart::LastFloor, MeterPart::LastCeiling] {
            put(mask, gauge.var(part), grid.place(gauge.var(part)).all());
        }
    }
}

/// What is written in each circle, by the number that its passages have.
pub fn sums(story: &Story, code: &Code, blocks: &[Option<usize>]) -> Vec<Option<Frame>> {
    let mut sums: Vec<Option<Frame>> = vec![None; blocks.len() + 1];
    for (n, block) in blocks.iter().enumerate() {
        let Some(block) = block else { continue };
        let sum = sums[*block].get_or_insert_with(|| vec![0; code.grid.words].into());
        let mut own: Frame = vec![0; code.grid.words].into();
        written(story, code, PassageId(n as u32), &mut own);
        join(sum, &own);
    }
    sums
}
