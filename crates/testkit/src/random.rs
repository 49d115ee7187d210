//! Random numbers that are the same on every machine: one PCG generator per person and purpose, keyed by the seed, and a
//! keyed permutation. Whole numbers only.

use rand_core::Rng;
use rand_pcg::Lcg64Xsh32;

/// What a generator is used for. The numbers are part of the format: changing one changes every synthetic register.
#[derive(Clone, Copy, Debug)]
pub enum Purpose {
    /// Who somebody is.
    Person = 1,
    /// The spells of a life.
    Career = 2,
    /// Employment.
    Jobs = 3,
    /// How somebody takes part.
    Participant = 4,
    /// Whether the measure is met.
    Outcome = 5,
    /// Identifiers.
    Keys = 6,
    /// Places in a list.
    Slots = 7,
    /// What happens in a simulated office.
    History = 8,
    /// What fails in it.
    Faults = 9,
    /// Extracts of events.
    Extract = 10,
}

/// A generator of one purpose for one person.
pub struct Random(Lcg64Xsh32);

impl Random {
    /// The generator of a purpose for the person, or whatever else is counted, of that number.
    pub fn new(seed: u64, purpose: Purpose, index: u32) -> Self {
        let stream = (purpose as u64) << 32 | u64::from(index);
        Self(Lcg64Xsh32::new(mix(seed ^ mix(stream)), stream))
    }

    /// The next 32 bits.
    #[expect(clippy::should_implement_trait, reason = "a generator has no end")]
    pub fn next(&mut self) -> u32 {
        self.0.next_u32()
    }

    /// A number from 0 to one less than `bound`.
    pub fn below(&mut self, bound: u32) -> u32 {
        ((u64::from(self.next()) * u64::from(bound)) >> 32) as u32
    }

    /// A number from `first` to `last`, both included.
    pub fn between(&mut self, first: i32, last: i32) -> i32 {
        first + self.below((last - first + 1).max(1) as u32) as i32
    }

    /// Yes, so many times of ten thousand.
    pub fn chance(&mut self, of_ten_thousand: u32) -> bool {
        self.below(10_000) < of_ten_thousand
    }

    /// One of several.
    pub fn pick<T: Copy>(&mut self, among: &[T]) -> T {
        among[self.below(among.len() as u32) as usize]
    }

    /// One of several, by weight.
    pub fn weighted<T: Copy>(&mut self, among: &[(T, u32)]) -> T {
        let sum = among.iter().map(|(_, weight)| weight).sum();
        let mut drawn = self.below(sum);
        for (value, weight) in among {
            if drawn < *weight {
                return *value;
            }
            drawn -= weight;
        }
        among[among.len() - 1].0
    }
}

/// The finaliser of SplitMix64.
fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

/// A permutation of 0 to one less than `size`, keyed by the seed: four Feistel rounds, walked until inside.
pub(crate) struct Permutation {
    size: u32,
    half_bits: u32,
    keys: [u64; 4],
}

impl Permutation {
    pub(crate) fn new(seed: u64, purpose: Purpose, size: u32) -> Self {
        let bits = (32 - size.saturating_sub(1).leading_zeros()).max(2);
        let keys = [0, 1, 2, 3].map(|round| mix(seed ^ mix((purpose as u64) << 8 | round)));
        Self { size, half_bits: bits.div_ceil(2), keys }
    }

    pub(crate) fn of(&self, index: u32) -> u32 {
        let mut value = index;
        loop {
            value = self.once(value);
            if value < self.size {
                return value;
            }
        }
    }

    fn once(&self, value: u32) -> u32 {
        let mask = (1u32 << self.half_bits) - 1;
        let (mut left, mut right) = (value >> self.half_bits, value & mask);
        for key in self.keys {
            (left, right) = (right, left ^ (mix(u64::from(right) ^ key) as u32 & mask));
        }
        left << self.half_bits | right
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permutation_leaves_nobody_out() {
        for size in [1, 2, 3, 17, 256, 1_000] {
            let permutation = Permutation::new(7, Purpose::Keys, size);
            let mut seen: Vec<u32> = (0..size).map(|index| permutation.of(index)).collect();
            seen.sort_unstable();
            assert_eq!(seen, (0..size).collect::<Vec<_>>(), "{size}");
        }
    }

    #[test]
    fn numbers_stay_in_their_bounds() {
        let mut random = Random::new(1, Purpose::Career, 0);
        for _ in 0..1_000 {
            assert!((3..=5).contains(&random.between(3, 5)));
            assert!(random.below(7) < 7);
        }
        assert!(!random.chance(0));
        assert!(random.chance(10_000));
    }
}
