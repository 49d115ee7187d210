//! Internal rates of return. A stream of flows is a sum of exponentials in the logarithm of one plus the rate; all its
//! roots are isolated exactly, so that a rate is only given where it is the only one.

/// The internal rate of return of flows at equal distances, the first at period 0: the rate per period at which they
/// are worth nothing together. `None` if there is no such rate above −100 %, or more than one. Accurate to 1e-12.
///
/// ```
/// let rate = virkning_stats::irr(&[-100.0, 60.0, 60.0]).expect("one rate");
/// assert!((rate - 0.1306623862918).abs() < 1e-12);
/// ```
pub fn irr(flows: &[f64]) -> Option<f64> {
    let terms = flows.iter().enumerate().map(|(period, amount)| Term { time: period as f64, amount: *amount });
    rate(terms.collect())
}

/// The internal rate of return per year of dated flows: days since any fixed day with an amount, a year of 365 days
/// (actual/365). In any order; `None` as for [`irr`].
pub fn xirr(flows: &[(i32, f64)]) -> Option<f64> {
    let terms = flows.iter().map(|(days, amount)| Term { time: f64::from(*days) / 365.0, amount: *amount });
    rate(terms.collect())
}

/// One exponential: `amount · e^(−time · x)`.
#[derive(Clone, Copy, Debug)]
struct Term {
    time: f64,
    amount: f64,
}

fn rate(terms: Vec<Term>) -> Option<f64> {
    if terms.iter().any(|term| !term.amount.is_finite()) {
        return None;
    }
    match roots(&together(terms)).as_slice() {
        [x] => Some(libm::expm1(*x)).filter(|rate| rate.is_finite()),
        _ => None,
    }
}

/// Terms in order of time, one for each time, without zeros.
fn together(mut terms: Vec<Term>) -> Vec<Term> {
    terms.sort_by(|left, right| left.time.total_cmp(&right.time));
    let mut merged: Vec<Term> = Vec::with_capacity(terms.len());
    for term in terms {
        match merged.last_mut() {
            Some(last) if last.time == term.time => last.amount += term.amount,
            _ => merged.push(term),
        }
    }
    merged.retain(|term| term.amount != 0.0);
    merged
}

/// All roots of a sum of exponentials, in order. By Descartes' rule no change of sign means no root and one means
/// exactly one. Else the sum is divided by its first exponential and differentiated, which takes one term away; between
/// two roots of that derivative it rises or falls all the way, and so has at most one root.
fn roots(terms: &[Term]) -> Vec<f64> {
    let (Some(first), Some(last)) = (terms.first(), terms.last()) else {
        return Vec::new();
    };
    let turns = match sign_changes(terms) {
        0 => return Vec::new(),
        1 => Vec::new(),
        _ => roots(&derivative(terms)),
    };
    // Far to the left the last term outweighs all others, far to the right the first.
    let left = outer_point(terms, turns.first().copied().unwrap_or(0.0), -1.0, last.amount);
    let right = outer_point(terms, turns.last().copied().unwrap_or(0.0), 1.0, first.amount);
    let (Some(left), Some(right)) = (left, right) else {
        return Vec::new();
    };
    let mut points = vec![left];
    points.extend(turns);
    points.push(right);
    let mut found: Vec<f64> = points.windows(2).filter_map(|ends| crossing(terms, ends[0], ends[1])).collect();
    // A turn that only touches zero is the end of two intervals.
    found.extend(points.iter().copied().filter(|point| value(terms, *point) == 0.0));
    found.sort_by(f64::total_cmp);
    found
}

fn sign_changes(terms: &[Term]) -> usize {
    terms.windows(2).filter(|pair| (pair[0].amount > 0.0) != (pair[1].amount > 0.0)).count()
}

fn derivative(terms: &[Term]) -> Vec<Term> {
    let first = terms[0].time;
    let mut terms: Vec<Term> = terms[1..]
        .iter()
        .map(|term| Term { time: term.time - first, amount: term.amount * (first - term.time) })
        .collect();
    let largest = terms.iter().map(|term| term.amount.abs()).fold(0.0, f64::max);
    terms.iter_mut().for_each(|term| term.amount /= largest);
    terms
}

/// The sum at a point, divided by its largest exponential so that nothing overflows: the sign is what counts.
fn value(terms: &[Term], x: f64) -> f64 {
    let largest = terms.iter().map(|term| -term.time * x).fold(f64::NEG_INFINITY, f64::max);
    terms.iter().map(|term| term.amount * libm::exp(-term.time * x - largest)).sum()
}

/// A point beyond `from` in a direction where the sum has the sign that it has from there on.
fn outer_point(terms: &[Term], from: f64, direction: f64, sign: f64) -> Option<f64> {
    let mut step = 0.125;
    for _ in 0..60 {
        let point = from + direction * step;
        if value(terms, point) * sign > 0.0 {
            return Some(point);
        }
        step *= 2.0;
    }
    None
}

/// Where the sum changes its sign between two points, by bisection down to neighbouring numbers.
fn crossing(terms: &[Term], mut low: f64, mut high: f64) -> Option<f64> {
    let (at_low, at_high) = (value(terms, low), value(terms, high));
    if at_low * at_high >= 0.0 {
        return None;
    }
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            return Some(middle);
        }
        if value(terms, middle) * at_low > 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn close(got: Option<f64>, expected: f64, within: f64) {
        let got = got.expect("a rate");
        assert!((got - expected).abs() < within, "{got} is not {expected}");
    }

    /// Annex 2 of the IPS-PLUS agreement in thousands of kroner, not rounded.
    const ANNEX_2: [f64; 9] = [-750.0, -750.0, -690.24, -471.12, 438.24, 597.6, 597.6, 597.6, 597.6];

    /// Instalments on 15 January 2023-2026, payments on 31 March 2025-2031: days since the first.
    const DATED: [(i32, f64); 11] = [
        (0, -750_000.0),
        (365, -750_000.0),
        (731, -750_000.0),
        (806, 59_760.0),
        (1096, -750_000.0),
        (1171, 278_880.0),
        (1536, 438_240.0),
        (1902, 597_600.0),
        (2267, 597_600.0),
        (2632, 597_600.0),
        (2997, 597_600.0),
    ];

    #[test]
    fn rates_of_ips_plus() {
        // 0.0128 and 0.0122 in the figures of IPS-PLUS; all digits by bisection in Python with 50 decimal digits.
        close(irr(&ANNEX_2), 0.012_844_324_705_710_13, 1e-12);
        close(xirr(&DATED), 0.012_237_846_196_948_02, 1e-12);
    }

    #[test]
    fn known_rates() {
        // Paid back with 10 %; without gain; half lost; the fourfold.
        close(irr(&[-100.0, 110.0]), 0.1, 1e-12);
        close(irr(&[-100.0, 50.0, 50.0]), 0.0, 1e-12);
        close(irr(&[-100.0, 50.0]), -0.5, 1e-12);
        close(irr(&[-100.0, 0.0, 400.0]), 1.0, 1e-12);
        // Leading and trailing zeros move or change nothing.
        close(irr(&[0.0, -100.0, 110.0, 0.0]), 0.1, 1e-12);
        // The example in the description of XIRR of a spreadsheet; digits by bisection in Python with 50 digits.
        let dated = [(0, -10_000.0), (60, 2_750.0), (303, 4_250.0), (411, 3_250.0), (456, 2_750.0)];
        close(xirr(&dated), 0.373_362_533_518_831_5, 1e-12);
    }

    #[test]
    fn dated_flows_in_any_order_and_split() {
        let mut reversed = DATED;
        reversed.reverse();
        assert_eq!(xirr(&reversed), xirr(&DATED));
        assert_eq!(xirr(&[(0, -60.0), (365, 110.0), (0, -40.0)]), xirr(&[(0, -100.0), (365, 110.0)]));
    }

    #[test]
    fn no_rate() {
        for flows in [
            &[][..],
            &[0.0],
            &[-1.0],
            &[-1.0, -2.0],
            &[1.0, 2.0],
            &[0.0, 0.0],
            &[-1.0, f64::NAN],
            &[-1.0, f64::INFINITY],
        ] {
            assert_eq!(irr(flows), None, "{flows:?}");
        }
        // Never worth nothing: 1 − 2v + 2v² has no real root.
        assert_eq!(irr(&[1.0, -2.0, 2.0]), None);
        assert_eq!(xirr(&[(0, -1.0), (0, 1.0)]), None);
    }

    #[test]
    fn several_rates_are_no_rate() {
        // (v − 1/1.1)(v − 1/1.2) and (1 − 1.1 v)(1 − 1.2 v)(1 − 1.3 v), multiplied out by hand.
        assert_eq!(irr(&[1.0, -2.3, 1.32]), None);
        assert_eq!(irr(&[1.0, -3.6, 4.31, -1.716]), None);
        assert_eq!(xirr(&[(0, 1.0), (365, -2.3), (730, 1.32)]), None);
    }

    #[test]
    fn one_rate_in_spite_of_several_changes_of_sign() {
        // (1 − 1.1 v)(1 + v²): three changes of sign, one real root.
        close(irr(&[1.0, -1.1, 1.0, -1.1]), 0.1, 1e-12);
        // Capital in two instalments with a payment between: the usual case of an investor.
        let flows = [-100.0, 10.0, -100.0, 120.0, 120.0];
        let rate = irr(&flows).expect("a rate");
        let worth: f64 =
            flows.iter().enumerate().map(|(period, amount)| amount / libm::pow(1.0 + rate, period as f64)).sum();
        assert!(worth.abs() < 1e-9, "{worth}");
    }

    proptest! {
        /// Capital first and then payments has one rate, and at that rate the flows are worth nothing.
        #[test]
        fn worth_nothing_at_the_rate(
            paid_in in prop::collection::vec(1.0..1000.0_f64, 1..5),
            paid_out in prop::collection::vec(1.0..1000.0_f64, 1..9),
        ) {
            let flows: Vec<f64> = paid_in.iter().map(|amount| -amount).chain(paid_out.iter().copied()).collect();
            let rate = irr(&flows).expect("one change of sign, one rate");
            let (mut worth, mut size) = (0.0, 0.0);
            for (period, amount) in flows.iter().enumerate() {
                let now = amount * libm::pow(1.0 + rate, -(period as f64));
                worth += now;
                size += libm::fabs(now);
            }
            prop_assert!(libm::fabs(worth) <= size * 1e-11, "{} of {}", worth, size);
        }

        /// Any flows: no panic, and a rate is a rate.
        #[test]
        fn any_flows(flows in prop::collection::vec(-1000.0..1000.0_f64, 0..12)) {
            if let Some(rate) = irr(&flows) {
                prop_assert!(rate > -1.0);
            }
        }
    }
}
