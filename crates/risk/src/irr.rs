//! The yearly rate of return of very many paths: quick where capital comes before payments, and the isolation of all roots
//! of `virkning_stats::irr` everywhere else. Where there is no rate, or more than one, there is none.

/// Paths whose rates are sought at once: their steps do not wait for each other.
const AT_ONCE: usize = 8;
/// Steps after which a path is left to the isolation of roots.
const STEPS_MAX: usize = 60;

/// The internal rates of return of many paths' yearly flows, `years` of each one after the other, the first at year 0. A
/// path's rate does not depend on which others it is sought with.
pub(crate) fn rates_of_return(flows: &[f64], years: usize, mut found: impl FnMut(usize, Option<f64>)) {
    if years == 0 {
        return;
    }
    let mut lanes = Lanes::new(years);
    for (path, own) in flows.chunks_exact(years).enumerate() {
        match shape(own) {
            Shape::Nothing => found(path, None),
            Shape::Irregular => found(path, virkning_stats::irr(own)),
            Shape::Regular => {
                lanes.add(path, own);
                if lanes.count == AT_ONCE {
                    lanes.solve(flows, &mut found);
                }
            }
        }
    }
    lanes.solve(flows, &mut found);
}

/// What a path's flows look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// No rate: nothing is paid in or nothing comes back.
    Nothing,
    /// One change of sign, from capital to payments: exactly one rate (Descartes).
    Regular,
    /// Anything else.
    Irregular,
}

fn shape(flows: &[f64]) -> Shape {
    let Some(begin) = flows.iter().position(|flow| *flow != 0.0) else { return Shape::Nothing };
    let Some(turn) = flows.iter().position(|flow| *flow > 0.0) else { return Shape::Nothing };
    if turn == begin || flows[turn..].iter().any(|flow| *flow < 0.0) {
        Shape::Irregular
    } else {
        Shape::Regular
    }
}

/// Flows of several paths side by side.
struct Lanes {
    /// By year.
    flows: Vec<[f64; AT_ONCE]>,
    paths: [usize; AT_ONCE],
    count: usize,
}

impl Lanes {
    fn new(years: usize) -> Self {
        Self { flows: vec![[0.0; AT_ONCE]; years], paths: [0; AT_ONCE], count: 0 }
    }

    fn add(&mut self, path: usize, own: &[f64]) {
        for (year, flow) in self.flows.iter_mut().zip(own) {
            year[self.count] = *flow;
        }
        self.paths[self.count] = path;
        self.count += 1;
    }

    /// Halley's method on the polynomials in v = 1 / (1 + rate), which have one positive root each: three or four steps,
    /// each inside what is known to hold the root.
    fn solve(&mut self, flows: &[f64], found: &mut impl FnMut(usize, Option<f64>)) {
        let years = self.flows.len();
        let (mut low, mut high, mut v) = ([0.0; AT_ONCE], [f64::INFINITY; AT_ONCE], [1.0; AT_ONCE]);
        let mut done = [false; AT_ONCE];
        done[self.count..].fill(true);
        for _ in 0..STEPS_MAX {
            let (mut value, mut slope, mut bend) = ([0.0; AT_ONCE], [0.0; AT_ONCE], [0.0; AT_ONCE]);
            for year in self.flows.iter().rev() {
                for lane in 0..AT_ONCE {
                    bend[lane] = bend[lane] * v[lane] + slope[lane];
                    slope[lane] = slope[lane] * v[lane] + value[lane];
                    value[lane] = value[lane] * v[lane] + year[lane];
                }
            }
            let mut next = [0.0; AT_ONCE];
            for lane in 0..AT_ONCE {
                // Newton's step value / slope, bent by half of the second derivative: one division for both.
                next[lane] =
                    v[lane] - value[lane] * slope[lane] / (slope[lane] * slope[lane] - value[lane] * bend[lane]);
            }
            for lane in 0..AT_ONCE {
                if done[lane] {
                    continue;
                }
                // Below zero the root lies to the right.
                if value[lane] < 0.0 {
                    low[lane] = v[lane]
                } else {
                    high[lane] = v[lane]
                }
                let (low, high) = (low[lane], high[lane]);
                if value[lane] == 0.0 {
                    done[lane] = true;
                } else if next[lane] > low && next[lane] < high {
                    // The error falls with the third power of the step.
                    done[lane] = (next[lane] - v[lane]).abs() <= 1e-6 * v[lane];
                    v[lane] = next[lane];
                } else {
                    v[lane] = if high.is_finite() { low + (high - low) / 2.0 } else { v[lane] * 2.0 };
                }
            }
            if done.iter().all(|done| *done) {
                break;
            }
        }
        for lane in 0..self.count {
            let path = self.paths[lane];
            let slow = || virkning_stats::irr(&flows[path * years..(path + 1) * years]);
            found(path, if done[lane] { Some(1.0 / v[lane] - 1.0) } else { slow() });
        }
        self.count = 0;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn irr(flows: &[f64]) -> Option<f64> {
        let mut rate = None;
        rates_of_return(flows, flows.len(), |_, found| rate = found);
        rate
    }

    /// Whichever others a path is sought with, its rate has the same bits.
    #[test]
    fn paths_do_not_see_each_other() {
        let mut all = Vec::new();
        for path in 0..37 {
            let back = f64::from(path);
            all.extend([-100.0, -60.0 + back, 10.0 * back, 30.0, back * back, if path % 5 == 0 { -1.0 } else { 0.0 }]);
        }
        let mut seen = 0;
        rates_of_return(&all, 6, |path, found| {
            assert_eq!(found, irr(&all[path * 6..(path + 1) * 6]), "{path}");
            seen += 1;
        });
        assert_eq!(seen, 37);
    }

    #[test]
    fn annex_2_of_ips_plus() {
        // 1.28 per cent; the digits by bisection in Python with 50 decimal digits (crates/stats/src/returns.rs).
        let flows = [-750.0, -750.0, -690.24, -471.12, 438.24, 597.6, 597.6, 597.6, 597.6];
        let rate = irr(&flows).expect("a rate");
        assert!((rate - 0.012_844_324_705_710_13).abs() < 1e-12, "{rate}");
    }

    #[test]
    fn no_rate_is_no_rate() {
        for flows in [&[][..], &[0.0, 0.0], &[-1.0, -2.0], &[-1.0, 0.0], &[5.0], &[0.0, 3.0, 4.0]] {
            assert_eq!(irr(flows), None, "{flows:?}");
        }
        // Nearly all is lost, and all of it at once is gained.
        assert!((irr(&[-100.0, 0.0, 1.0]).expect("a rate") + 0.9).abs() < 1e-12);
        assert!((irr(&[-1.0, 1000.0]).expect("a rate") - 999.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn the_same_as_by_isolating_roots(
            paid_in in prop::collection::vec(0.0..1000.0_f64, 1..5),
            paid_out in prop::collection::vec(0.0..1000.0_f64, 1..9),
        ) {
            let flows: Vec<f64> = paid_in.iter().map(|amount| -amount).chain(paid_out.iter().copied()).collect();
            match (irr(&flows), virkning_stats::irr(&flows)) {
                (Some(quick), Some(slow)) => prop_assert!((quick - slow).abs() <= 1e-9 * (1.0 + slow), "{quick} {slow}"),
                (quick, slow) => prop_assert_eq!(quick, slow),
            }
        }
    }
}
