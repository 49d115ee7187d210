//! Random numbers that are the same on every machine and any number of threads: one generator for each path and purpose,
//! keyed by the seed. Yes and no are drawn for 64 people at once, bit by bit of their chance, so that no chance is rounded
//! and nothing transcendental is computed for them. Normal numbers come from a ziggurat.

use rand_core::Rng;
use rand_pcg::Pcg64Mcg;

use crate::quick::{ROUGH, exp, log, rough_log};

/// What a generator is used for. The numbers are part of the format: changing one changes every simulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Uncertain assumptions that all share.
    Drivers = 1,
    /// Who completes, leaves and succeeds.
    Outcomes = 2,
    /// What a pilot would show.
    Pilot = 3,
}

/// A generator of one purpose for one path.
#[derive(Clone, Debug)]
pub(crate) struct Random(Pcg64Mcg);

impl Random {
    pub(crate) fn new(seed: u64, purpose: Purpose, path: u64) -> Self {
        let high = mix(seed ^ mix(path ^ mix(purpose as u64)));
        let low = mix(high ^ 0x9E37_79B9_7F4A_7C15);
        Self(Pcg64Mcg::new(u128::from(high) << 64 | u128::from(low)))
    }

    /// 64 random bits.
    #[inline]
    pub(crate) fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number above 0 and below 1, in steps of 2⁻⁵³.
    #[inline]
    pub(crate) fn uniform(&mut self) -> f64 {
        // Half a step above the multiple: never 0 and never 1.
        ((self.bits() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    /// A number of the standard normal distribution: the ziggurat of Marsaglia and Tsang (2000) as Doornik (2005) has it,
    /// where the bits that choose the layer are none of those that choose the place in it. Of a hundred numbers 99 cost
    /// one multiplication.
    #[inline]
    pub(crate) fn normal(&mut self) -> f64 {
        let layers = layers();
        loop {
            let bits = self.bits();
            let layer = (bits % LAYERS as u64) as usize;
            // From minus one to one in steps of 2⁻⁵¹, half a step off: never zero.
            let place = ((bits >> 12) as f64 + 0.5) / (1_u64 << 51) as f64 - 1.0;
            let (edge, inner) = (layers.edge[layer], layers.edge[layer + 1]);
            let x = place * edge;
            if x.abs() < inner {
                return x;
            }
            if layer == 0 {
                return self.beyond_the_ziggurat(x < 0.0);
            }
            // Between a layer's two edges: under the curve or not.
            let (low, high) = (layers.height[layer], layers.height[layer + 1]);
            if low + self.uniform() * (high - low) < exp(-0.5 * x * x) {
                return x;
            }
        }
    }

    /// The tail of the normal distribution: Marsaglia (1964).
    #[cold]
    fn beyond_the_ziggurat(&mut self, is_negative: bool) -> f64 {
        loop {
            let x = log(self.uniform()) / ZIGGURAT_EDGE;
            let y = log(self.uniform());
            if -2.0 * y >= x * x {
                return if is_negative { x - ZIGGURAT_EDGE } else { ZIGGURAT_EDGE - x };
            }
        }
    }

    /// A number of the gamma distribution with that shape and scale 1: Marsaglia and Tsang (2000).
    pub(crate) fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            // Boosted: a number of shape + 1 times a power of a uniform one.
            let boost = libm::pow(self.uniform(), 1.0 / shape);
            return self.gamma(shape + 1.0) * boost;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let root = 1.0 + c * x;
            if root <= 0.0 {
                continue;
            }
            let v = root * root * root;
            if log(self.uniform()) < 0.5 * x * x + d - d * v + d * log(v) {
                return d * v;
            }
        }
    }

    /// A number of the beta distribution.
    pub(crate) fn beta(&mut self, a: f64, b: f64) -> f64 {
        let (x, y) = (self.gamma(a), self.gamma(b));
        if x + y > 0.0 { x / (x + y) } else { 0.5 }
    }

    /// Those of 64 people, who stand as bits, for whom something of that chance happens.
    pub(crate) fn of_each(&mut self, people: u64, chance: Chance) -> u64 {
        self.of_each_by(people, 0, chance, chance)
    }

    /// The same where those of `favoured` have another chance than the rest. Each person's uniform number is compared with
    /// the chance from its first bit on, until all are decided: about eight words for 64 people.
    #[inline]
    pub(crate) fn of_each_by(&mut self, people: u64, favoured: u64, chance: Chance, otherwise: Chance) -> u64 {
        let mut happened = people & ((favoured & chance.certain()) | (!favoured & otherwise.certain()));
        let mut open = people & !happened;
        let (mut one, mut other) = (chance.fraction(), otherwise.fraction());
        while open != 0 && one | other != 0 {
            let drawn = self.bits();
            let bit = (favoured & top(one)) | (!favoured & top(other));
            // A smaller bit than that of the chance decides for, a larger one against.
            happened |= open & bit & !drawn;
            open &= !(bit ^ drawn);
            one <<= 1;
            other <<= 1;
        }
        happened
    }

    /// How many of `n` have something happen to them whose chance is that. Many by transformed rejection, few by the same
    /// comparison of bits as people one by one; both are exact.
    #[inline]
    pub(crate) fn binomial(&mut self, n: u64, chance: Chance) -> u64 {
        if chance == Chance::CERTAIN {
            return n;
        }
        let p = chance.as_float();
        let rarer = p.min(1.0 - p);
        if n >= FACTORIALS as u64 || n as i64 as f64 * rarer < 10.0 {
            return self.binomial_by_bits(n, chance);
        }
        let drawn = self.binomial_by_rejection(n, rarer);
        if p <= 0.5 { drawn } else { n - drawn }
    }

    /// People whose bits agree so far with those of the chance are alike, so their number is enough: a straight line in
    /// `n`.
    fn binomial_by_bits(&mut self, n: u64, chance: Chance) -> u64 {
        let (mut open, mut left, mut happened) = (n, chance.fraction(), 0);
        while open != 0 && left != 0 {
            let ones = self.half_of(open);
            let bit = top(left);
            happened += (open - ones) & bit;
            open = (ones & bit) | ((open - ones) & !bit);
            left <<= 1;
        }
        happened
    }

    /// Hörmann's BTRS (1993), for a chance of at most one half and an expected number of ten or more.
    fn binomial_by_rejection(&mut self, n: u64, p: f64) -> u64 {
        // Signed numbers, of which a processor converts either way in one step; none here is below zero.
        let count = n as i64 as f64;
        let spread = (count * p * (1.0 - p)).sqrt();
        let b = 1.15 + 2.53 * spread;
        let a = -0.0873 + 0.0248 * b + 0.01 * p;
        let c = count * p + 0.5;
        let quick = 0.92 - 4.2 / b;
        loop {
            let u = self.uniform() - 0.5;
            let v = self.uniform();
            let us = 0.5 - u.abs();
            let place = (2.0 * a / us + b) * u + c;
            if us >= 0.07 && v <= quick {
                return place as i64 as u64;
            }
            if place < 0.0 || place >= count + 1.0 {
                continue;
            }
            let k = (place as i64) as f64;
            let side = v * (2.83 + 5.1 / b) * spread * us * us / (a + b * us * us);
            if is_accepted(count, p, k, side) {
                return k as i64 as u64;
            }
        }
    }

    /// How many of `n` tossed coins show heads.
    #[inline]
    fn half_of(&mut self, n: u64) -> u64 {
        let mut heads = 0;
        let mut left = n;
        while left >= 64 {
            heads += u64::from(self.bits().count_ones());
            left -= 64;
        }
        if left > 0 {
            heads += u64::from((self.bits() >> (64 - left)).count_ones());
        }
        heads
    }
}

/// The second test of the rejection: whether `side` is at most the probability of `k` over that of the likeliest number.
/// Kept out of line, so that nothing of it is computed before it is needed.
#[inline(never)]
fn is_accepted(count: f64, p: f64, k: f64, side: f64) -> bool {
    let mode = (((count + 1.0) * p) as i64) as f64;
    let factorial = log_factorials();
    let of = |number: f64| factorial[number as i64 as usize];
    let steady = of(mode) + of(count - mode) - of(k) - of(count - k);
    let odds = p / (1.0 - p);
    // Nearly always a rough logarithm decides; where it is too close to call, the exact one.
    let rough = steady + (k - mode) * rough_log(odds) - rough_log(side);
    let margin = ROUGH * (2.0 + (k - mode).abs());
    if rough.abs() > margin {
        rough > 0.0
    } else {
        is_at_most(side, steady, k - mode, odds)
    }
}

#[cold]
#[inline(never)]
fn is_at_most(side: f64, steady: f64, apart: f64, odds: f64) -> bool {
    log(side) <= steady + apart * log(odds)
}

/// Layers of the ziggurat, each of the same area.
const LAYERS: usize = 256;
/// Where its lowest layer ends and the tail begins, and the area of a layer, under e^(−x²/2): Marsaglia and Tsang's table
/// for 256 layers.
const ZIGGURAT_EDGE: f64 = 3.654_152_885_361_009;
const LAYER_AREA: f64 = 0.004_928_673_233_974_655;

/// The ziggurat: the right edge of each layer and the height of the curve there, from the lowest layer up.
struct Layers {
    edge: [f64; LAYERS + 1],
    height: [f64; LAYERS + 1],
}

#[inline]
fn layers() -> &'static Layers {
    static TABLE: std::sync::OnceLock<Layers> = std::sync::OnceLock::new();
    TABLE.get_or_init(|| {
        let curve = |x: f64| libm::exp(-0.5 * x * x);
        let mut table = Layers { edge: [0.0; LAYERS + 1], height: [0.0; LAYERS + 1] };
        // The lowest layer is as wide as if its area with the tail were a rectangle.
        table.edge[0] = LAYER_AREA / curve(ZIGGURAT_EDGE);
        table.edge[1] = ZIGGURAT_EDGE;
        table.height[1] = curve(ZIGGURAT_EDGE);
        for layer in 2..=LAYERS {
            let height = table.height[layer - 1] + LAYER_AREA / table.edge[layer - 1];
            table.height[layer] = if layer == LAYERS { 1.0 } else { height };
            table.edge[layer] = if layer == LAYERS { 0.0 } else { (-2.0 * libm::log(height)).sqrt() };
        }
        table
    })
}

/// Numbers whose factorial is kept; where more people are counted at once, bits count them.
const FACTORIALS: usize = 1 << 14;

/// The logarithms of the factorials.
fn log_factorials() -> &'static [f64] {
    static TABLE: std::sync::OnceLock<Vec<f64>> = std::sync::OnceLock::new();
    TABLE.get_or_init(|| (0..=FACTORIALS).map(|number| libm::lgamma(number as f64 + 1.0)).collect())
}

fn top(fraction: u64) -> u64 {
    (fraction >> 63).wrapping_neg()
}

/// The finaliser of SplitMix64.
fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

/// A chance from 0 to 1 as a binary fraction of 64 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Chance {
    fraction: u64,
    certain: bool,
}

impl Chance {
    pub(crate) const CERTAIN: Chance = Chance { fraction: 0, certain: true };

    /// Below 0 is 0 and above 1 is 1; what is no number is 0.
    #[inline]
    pub(crate) fn new(chance: f64) -> Self {
        if chance >= 1.0 {
            return Self::CERTAIN;
        }
        // 2⁶⁴ as a float; a chance below one times it fits, and below zero the conversion gives zero.
        Self { fraction: (chance * 18_446_744_073_709_551_616.0) as u64, certain: false }
    }

    fn fraction(self) -> u64 {
        self.fraction
    }

    fn as_float(self) -> f64 {
        self.fraction as f64 / 18_446_744_073_709_551_616.0
    }

    fn certain(self) -> u64 {
        if self.certain { u64::MAX } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The exact binomial probabilities by the ratio of neighbours.
    fn binomial_probabilities(n: u64, p: f64) -> Vec<f64> {
        let mut all = vec![libm::pow(1.0 - p, n as f64)];
        for k in 0..n {
            all.push(all[k as usize] * (n - k) as f64 / (k + 1) as f64 * p / (1.0 - p));
        }
        all
    }

    /// Pearson's chi-square over cells that expect at least five, against five standard deviations of it.
    fn check_counts(seen: &[u64], probabilities: &[f64], what: &str) {
        let all: u64 = seen.iter().sum();
        let (mut chi, mut cells, mut rest_seen, mut rest_expected) = (0.0, 0, 0.0, 0.0);
        for (seen, probability) in seen.iter().zip(probabilities) {
            let expected = probability * all as f64;
            rest_seen += *seen as f64;
            rest_expected += expected;
            if rest_expected >= 5.0 {
                chi += (rest_seen - rest_expected) * (rest_seen - rest_expected) / rest_expected;
                cells += 1;
                (rest_seen, rest_expected) = (0.0, 0.0);
            }
        }
        let freedom = f64::from(cells - 1);
        let limit = freedom + 5.0 * libm::sqrt(2.0 * freedom) + 5.0;
        assert!(chi < limit, "{what}: chi-square {chi} of {freedom} degrees of freedom");
    }

    fn check_binomial(n: u64, p: f64) {
        let mut random = Random::new(7, Purpose::Outcomes, n);
        let (mut by_number, mut by_people) = (vec![0; n as usize + 1], vec![0; n as usize + 1]);
        for _ in 0..40_000 {
            by_number[random.binomial(n, Chance::new(p)) as usize] += 1;
            let people = if n == 64 { u64::MAX } else { (1 << n) - 1 };
            by_people[random.of_each(people, Chance::new(p)).count_ones() as usize] += 1;
        }
        let expected = binomial_probabilities(n, p);
        check_counts(&by_number, &expected, "by number");
        check_counts(&by_people, &expected, "by people");
    }

    #[test]
    fn counts_are_binomial() {
        check_binomial(1, 0.5);
        check_binomial(15, 0.24);
        check_binomial(60, 0.48);
        check_binomial(64, 0.003);
        check_binomial(40, 0.97);
        // Enough to be drawn by rejection, on both sides of one half.
        check_binomial(60, 0.2);
        check_binomial(62, 0.5);
        check_binomial(63, 0.7);
    }

    #[test]
    fn a_larger_count_has_the_mean_and_spread_of_the_binomial() {
        let (n, p, rounds) = (1_000, 0.32, 20_000);
        let mut random = Random::new(3, Purpose::Outcomes, 0);
        let (mut sum, mut squares) = (0.0, 0.0);
        for _ in 0..rounds {
            let drawn = random.binomial(n, Chance::new(p)) as f64;
            sum += drawn;
            squares += drawn * drawn;
        }
        let mean = sum / f64::from(rounds);
        let variance = squares / f64::from(rounds) - mean * mean;
        let expected = n as f64 * p * (1.0 - p);
        assert!((mean - n as f64 * p).abs() < 5.0 * libm::sqrt(expected / f64::from(rounds)), "{mean}");
        assert!((variance / expected - 1.0).abs() < 5.0 * libm::sqrt(2.0 / f64::from(rounds)), "{variance}");
    }

    /// Rejection against the exact probabilities, with more people than fit in a word.
    #[test]
    fn many_are_binomial() {
        for (n, p) in [(140_u64, 0.48), (300, 0.05), (300, 0.9), (2_000, 0.31)] {
            let mut random = Random::new(9, Purpose::Outcomes, n);
            let mut seen = vec![0; n as usize + 1];
            for _ in 0..60_000 {
                seen[random.binomial(n, Chance::new(p)) as usize] += 1;
            }
            check_counts(&seen, &crate::special::binomial_probabilities(n, p), "many");
        }
    }

    #[test]
    fn the_ends_are_certain() {
        let mut random = Random::new(1, Purpose::Outcomes, 1);
        for (chance, expected) in [(0.0, 0), (-1.0, 0), (f64::NAN, 0), (1.0, 77), (2.0, 77)] {
            assert_eq!(random.binomial(77, Chance::new(chance)), expected, "{chance}");
        }
        assert_eq!(random.of_each(0b1011, Chance::CERTAIN), 0b1011);
        assert_eq!(random.of_each(0b1011, Chance::new(0.0)), 0);
        assert_eq!(random.of_each_by(0b1111, 0b0011, Chance::CERTAIN, Chance::new(0.0)), 0b0011);
    }

    /// Each of two groups has its own chance.
    #[test]
    fn two_chances_at_once() {
        let mut random = Random::new(5, Purpose::Outcomes, 2);
        let (favoured, rounds) = (0xFFFF_FFFF_u64, 20_000);
        let (mut one, mut other) = (0_u64, 0_u64);
        for _ in 0..rounds {
            let drawn = random.of_each_by(u64::MAX, favoured, Chance::new(0.8), Chance::new(0.1));
            one += u64::from((drawn & favoured).count_ones());
            other += u64::from((drawn & !favoured).count_ones());
        }
        let n = 32.0 * f64::from(rounds);
        for (seen, p) in [(one, 0.8), (other, 0.1)] {
            let error = (seen as f64 - n * p).abs();
            assert!(error < 5.0 * libm::sqrt(n * p * (1.0 - p)), "{seen} of {n} at {p}");
        }
    }

    /// Normal numbers in cells of a quarter against the distribution function, and in the tails; the layers close at the top.
    #[test]
    fn normal_numbers_are_normal() {
        let mut random = Random::new(13, Purpose::Drivers, 0);
        let place = |x: f64| ((x + 4.5) * 4.0).clamp(0.0, 36.0) as usize;
        let mut seen = vec![0; 37];
        for _ in 0..4_000_000 {
            seen[place(random.normal())] += 1;
        }
        let below = |cell: usize| match cell {
            0 => 0.0,
            37 => 1.0,
            _ => crate::special::normal_below(cell as f64 / 4.0 - 4.5),
        };
        let probabilities: Vec<f64> = (0..37).map(|cell| below(cell + 1) - below(cell)).collect();
        check_counts(&seen, &probabilities, "normal");
        let layers = layers();
        let top = layers.height[LAYERS - 1] + LAYER_AREA / layers.edge[LAYERS - 1];
        assert!((top - 1.0).abs() < 1e-9, "{top}");
    }

    #[test]
    fn beta_numbers_have_the_mean_and_variance_of_the_beta() {
        let mut random = Random::new(11, Purpose::Drivers, 0);
        for (a, b) in [(19.2_f64, 20.8_f64), (0.5, 1.5), (2.0, 30.0)] {
            let rounds = 40_000;
            let drawn: Vec<f64> = (0..rounds).map(|_| random.beta(a, b)).collect();
            let mean = drawn.iter().sum::<f64>() / f64::from(rounds);
            let variance = drawn.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / f64::from(rounds);
            let expected = a * b / ((a + b) * (a + b) * (a + b + 1.0));
            assert!((mean - a / (a + b)).abs() < 5.0 * libm::sqrt(expected / f64::from(rounds)), "{a} {b}: {mean}");
            assert!((variance / expected - 1.0).abs() < 0.06, "{a} {b}: {variance}");
        }
    }

    /// The first numbers are part of the format: another generator would change every simulation that was ever reported.
    #[test]
    fn paths_and_purposes_have_numbers_of_their_own() {
        let first = |seed, purpose, path| Random::new(seed, purpose, path).bits();
        let all = [
            first(1, Purpose::Drivers, 0),
            first(2, Purpose::Drivers, 0),
            first(1, Purpose::Outcomes, 0),
            first(1, Purpose::Drivers, 1),
        ];
        let distinct: std::collections::BTreeSet<u64> = all.into_iter().collect();
        assert_eq!(distinct.len(), 4);
        assert_eq!(first(1, Purpose::Drivers, 0), all[0]);
    }
}
