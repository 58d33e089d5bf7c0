//! Where things stand in their layer, from left to right: near what they are tied to, and none on another.
//!
//! It must not change the order it is given.

use super::order::{Kind, Net};

/// The least between two boxes.
pub const AIR: i64 = 26;
/// The least between a line and what stands beside it.
const LINE_AIR: i64 = 16;
/// How often all layers are gone through.
const PASSES: usize = 60;
/// How many of these times only one side is looked at.
const FIRST: usize = 6;

/// The middle of each item.
pub fn middles(net: &Net) -> Vec<i64> {
    let mut x = vec![0; net.items.len()];
    for row in &net.rows {
        let mut left = 0;
        for (n, item) in row.iter().enumerate() {
            left += if n > 0 { apart(net, row[n - 1], *item) } else { 0 };
            x[*item] = left;
        }
        row.iter().for_each(|item| x[*item] -= left / 2);
    }
    for pass in 0..PASSES {
        let count = net.rows.len();
        // At first what is below follows what is above, and the other way round; then all give way to one another.
        let (above, below) = if pass < FIRST { (pass % 2 == 0, pass % 2 == 1) } else { (true, true) };
        for n in 0..count {
            let row = if pass % 2 == 1 { count - 1 - n } else { n };
            let row = &net.rows[row];
            let mut at: Vec<Option<(i64, i64)>> = row.iter().map(|item| wanted(net, &x, *item, above, below)).collect();
            // What is tied to nothing stands by the others.
            let tied = at.iter().flatten();
            let middle = tied.clone().map(|(at, _)| at).sum::<i64>().checked_div_euclid(tied.count() as i64);
            at.iter_mut().zip(row).for_each(|(at, item)| _ = at.get_or_insert((middle.unwrap_or(x[*item]), 1)));
            let at: Vec<(i64, i64)> = at.into_iter().flatten().collect();
            for (item, at) in row.iter().zip(settle(net, row, &at)) {
                x[*item] = at;
            }
        }
    }
    x
}

/// The least between the middles of two neighbours.
fn apart(net: &Net, left: usize, right: usize) -> i64 {
    let (left, right) = (net.items[left], net.items[right]);
    let line = |kind: Kind| matches!(kind, Kind::Knot(_));
    let air = if line(left.kind) || line(right.kind) { LINE_AIR } else { AIR };
    (left.width + right.width) / 2 + air
}

/// Where an item would stand by itself, and how much that counts. A line should above all be straight.
fn wanted(net: &Net, x: &[i64], item: usize, above: bool, below: bool) -> Option<(i64, i64)> {
    let line = |item: usize| matches!(net.items[item].kind, Kind::Knot(_));
    let (mut sum, mut weight) = (0, 0);
    let mut pull = |other: usize, at: i64| {
        let force = match (line(item), line(other)) {
            (true, true) => 12,
            (true, false) | (false, true) => 3,
            (false, false) => 2,
        };
        sum += force * at;
        weight += force;
    };
    if above {
        net.above[item].iter().map(|tie| &net.ties[*tie]).for_each(|tie| pull(tie.upper, x[tie.upper] + tie.port));
    }
    if below {
        net.below[item].iter().map(|tie| &net.ties[*tie]).for_each(|tie| pull(tie.lower, x[tie.lower] - tie.port));
    }
    let at = sum.checked_div_euclid(weight)?;
    Some((at, weight))
}

/// The places nearest to those wanted that leave enough between neighbours: least squares under an order, by pooling
/// neighbours that would stand in each other's way.
fn settle(net: &Net, row: &[usize], wanted: &[(i64, i64)]) -> Vec<i64> {
    struct Pool {
        sum: i64,
        weight: i64,
        count: usize,
    }
    let mean = |pool: &Pool| pool.sum.div_euclid(pool.weight);
    let mut pools: Vec<Pool> = Vec::new();
    let mut shifts = Vec::with_capacity(row.len());
    let mut shift = 0;
    for (n, (at, weight)) in wanted.iter().enumerate() {
        shift += if n > 0 { apart(net, row[n - 1], row[n]) } else { 0 };
        shifts.push(shift);
        let mut pool = Pool { sum: (at - shift) * weight, weight: *weight, count: 1 };
        while let Some(last) = pools.pop_if(|last| mean(last) > mean(&pool)) {
            pool = Pool { sum: pool.sum + last.sum, weight: pool.weight + last.weight, count: pool.count + last.count };
        }
        pools.push(pool);
    }
    let places = pools.iter().flat_map(|pool| std::iter::repeat_n(mean(pool), pool.count));
    places.zip(shifts).map(|(at, shift)| at + shift).collect()
}
