//! Random choices.

use std::ops::RangeInclusive;

/// A seeded source of choices.
#[derive(Debug)]
pub(crate) struct Random(fastrand::Rng);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(fastrand::Rng::with_seed(seed))
    }

    /// Whether an event of this probability, in thousandths, happens.
    pub(crate) fn permille(&mut self, probability: u32) -> bool {
        self.0.u32(0..1000) < probability
    }

    pub(crate) fn between(&mut self, range: RangeInclusive<usize>) -> usize {
        self.0.usize(range)
    }

    pub(crate) fn pick<'a, T>(&mut self, values: &'a [T]) -> &'a T {
        &values[self.0.usize(0..values.len())]
    }

    /// A value, as often as its weight says.
    pub(crate) fn weighted<T: Copy>(&mut self, values: &[(u32, T)]) -> T {
        let total: u32 = values.iter().map(|(weight, _)| weight).sum();
        let mut left = self.0.u32(0..total);
        for (weight, value) in values {
            if left < *weight {
                return *value;
            }
            left -= weight;
        }
        values[0].1
    }

    pub(crate) fn shuffle<T>(&mut self, values: &mut [T]) {
        self.0.shuffle(values);
    }
}
