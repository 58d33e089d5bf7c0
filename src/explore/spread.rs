//! How numbers are spread: how often each was met. It must not know what they measure.

use std::collections::BTreeMap;

/// How often each number was met. Two of these together are the same whichever comes first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spread {
    counts: BTreeMap<u32, u64>,
    total: u64,
    sum: u64,
}

impl Spread {
    /// Meets a number.
    pub fn add(&mut self, number: u32) {
        self.add_many(number, 1);
    }

    /// Meets a number so many times.
    pub fn add_many(&mut self, number: u32, times: u64) {
        *self.counts.entry(number).or_default() += times;
        self.total += times;
        self.sum += u64::from(number) * times;
    }

    /// Takes in another.
    pub fn merge(&mut self, other: &Spread) {
        for (number, count) in &other.counts {
            *self.counts.entry(*number).or_default() += count;
        }
        self.total += other.total;
        self.sum += other.sum;
    }

    /// How many numbers were met.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Their mean, rounded half up; 0 of none.
    pub fn mean(&self) -> u32 {
        u32::try_from((2 * self.sum + self.total).checked_div(2 * self.total).unwrap_or(0)).unwrap_or(u32::MAX)
    }

    /// The least; 0 of none.
    pub fn least(&self) -> u32 {
        self.counts.keys().next().copied().unwrap_or(0)
    }

    /// The greatest; 0 of none.
    pub fn most(&self) -> u32 {
        self.counts.keys().next_back().copied().unwrap_or(0)
    }

    /// The numbers and how often each was met, the least first.
    pub fn counts(&self) -> impl Iterator<Item = (u32, u64)> + '_ {
        self.counts.iter().map(|(number, count)| (*number, *count))
    }

    /// The least number that so many in a hundred do not exceed: the median for 50.
    pub fn percentile(&self, of_100: u64) -> u32 {
        let mut left = (self.total * of_100.min(100)).div_ceil(100).max(1);
        for (number, count) in &self.counts {
            if left <= *count {
                return *number;
            }
            left -= count;
        }
        self.most()
    }
}

/// `part` of `whole` in percent, rounded half up; 0 of nothing.
pub fn percent(part: u64, whole: u64) -> u32 {
    u32::try_from((200 * part + whole).checked_div(2 * whole).unwrap_or(0)).unwrap_or(u32::MAX)
}

/// `part` of `whole` in tenths of a percent, rounded half up; 0 of nothing.
pub fn per_mille(part: u64, whole: u64) -> u32 {
    u32::try_from((2000 * part + whole).checked_div(2 * whole).unwrap_or(0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_where_half_lie_below() {
        let mut spread = Spread::default();
        assert_eq!((spread.mean(), spread.percentile(50)), (0, 0));
        [1, 2, 2, 9].iter().for_each(|n| spread.add(*n));
        assert_eq!((spread.least(), spread.percentile(50), spread.mean(), spread.most()), (1, 2, 4, 9));
        assert_eq!((spread.percentile(100), spread.percentile(0)), (9, 1));
        assert_eq!([per_mille(1, 3), per_mille(2, 3), per_mille(0, 0)], [333, 667, 0]);
    }
}
