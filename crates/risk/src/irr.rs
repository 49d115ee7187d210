//! The yearly rate of return of very many paths: quick where capital comes before payments, and the isolation of all roots
//! of `virkning_stats::irr` everywhere else. Where there is no rate, or more than one, there is none.

/// The internal rate of return of yearly flows, the first at year 0.
pub(crate) fn irr(flows: &[f64]) -> Option<f64> {
    let begin = flows.iter().position(|flow| *flow != 0.0)?;
    let flows = &flows[begin..];
    let turn = flows.iter().position(|flow| *flow > 0.0)?;
    // One change of sign, from capital to payments: exactly one rate (Descartes).
    if turn == 0 || flows[turn..].iter().any(|flow| *flow < 0.0) {
        return virkning_stats::irr(flows);
    }
    halley(flows).or_else(|| virkning_stats::irr(flows))
}

/// Halley's method on the polynomial in v = 1 / (1 + rate), which has one positive root: three or four steps, each inside
/// what is known to hold the root.
fn halley(flows: &[f64]) -> Option<f64> {
    let (mut low, mut high) = (0.0, f64::INFINITY);
    let mut v = 1.0;
    for _ in 0..60 {
        let (mut value, mut slope, mut bend) = (0.0, 0.0, 0.0);
        for flow in flows.iter().rev() {
            bend = bend * v + slope;
            slope = slope * v + value;
            value = value * v + flow;
        }
        if value == 0.0 {
            return Some(1.0 / v - 1.0);
        }
        // Below zero the root lies to the right.
        if value < 0.0 {
            low = v
        } else {
            high = v
        }
        let newton = value / slope;
        let mut next = v - newton / (1.0 - newton * bend / slope);
        if !(next > low && next < high) {
            next = if high.is_finite() { low + (high - low) / 2.0 } else { v * 2.0 };
        } else if (next - v).abs() <= 1e-6 * v {
            // The error falls with the third power of the step.
            return Some(1.0 / next - 1.0);
        }
        v = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
