//! Tables from the literature: bounds of group-sequential trials, and trimming bounds worked by hand.

use virkning_stats::bounds::{lee, manski};
use virkning_stats::sequential::{Bounds, bounds, stopping};

fn looks(count: u32) -> Vec<f64> {
    (1..=count).map(|look| f64::from(look) / f64::from(count)).collect()
}

/// Jennison and Turnbull (2000), tables 2.1 and 2.3, two-sided level 0.05: the constant at the last look.
#[test]
fn constants_of_pocock_and_of_o_brien_and_fleming() {
    for (form, expected) in [
        (Bounds::Pocock, [(2, 2.178), (3, 2.289), (4, 2.361), (5, 2.413), (10, 2.555)]),
        (Bounds::OBrienFleming, [(2, 1.977), (3, 2.004), (4, 2.024), (5, 2.040), (10, 2.087)]),
    ] {
        for (count, constant) in expected {
            let looks = bounds(&looks(count), form, 0.05).expect("bounds");
            let last = looks.last().expect("a look");
            assert!((last.bound - constant).abs() < 0.0006, "{form:?} {count}: {}", last.bound);
            assert!((last.spent - 0.05).abs() < 1e-9, "{}", last.spent);
        }
    }
}

/// Five equal looks at two-sided 0.05 with Lan and DeMets' functions, as in the manual of R's ldbounds.
#[test]
fn spending_functions() {
    for (form, expected) in [
        (Bounds::SpendingOBrienFleming, [4.8769, 3.3569, 2.6803, 2.2898, 2.0310]),
        (Bounds::SpendingPocock, [2.4380, 2.4268, 2.4101, 2.3966, 2.3859]),
    ] {
        let looks = bounds(&looks(5), form, 0.05).expect("bounds");
        for (look, bound) in looks.iter().zip(expected) {
            assert!((look.bound - bound).abs() < 0.0002, "{form:?}: {} is not {bound}", look.bound);
        }
    }
}

/// With an effect for which one look would find it in 90 of 100 trials, five looks of Pocock find it less often, and
/// those of O'Brien and Fleming nearly as often (Jennison and Turnbull, tables 2.2 and 2.4: 1.207 and 1.026 of the size).
#[test]
fn power_at_looks() {
    let drift = 1.959_963_985 + 1.281_551_566;
    for (form, larger) in [(Bounds::Pocock, 1.228_f64), (Bounds::OBrienFleming, 1.026)] {
        let looks = bounds(&looks(5), form, 0.05).expect("bounds");
        let found: f64 = stopping(&looks, drift * larger.sqrt()).iter().sum();
        let plain: f64 = stopping(&looks, drift).iter().sum();
        assert!(plain < 0.9, "{form:?}: {plain}");
        if form == Bounds::OBrienFleming {
            assert!((found - 0.9).abs() < 0.001, "{form:?}: {found}");
        }
    }
}

/// By hand. Treated: 1 … 10, all seen. Controls: 4 of 5 seen, with a mean of 4. A fifth of the treated is trimmed: the
/// mean of 1 … 8 is 4.5, of 3 … 10 it is 6.5.
#[test]
fn trimming_bounds() {
    let treated: Vec<Option<f64>> = (1..=10).map(|value| Some(f64::from(value))).collect();
    let control = [Some(2.0), Some(4.0), Some(4.0), Some(6.0), None];
    let found = lee(&treated, &control).expect("bounds");
    assert!((found.trimmed - 0.2).abs() < 1e-12);
    assert!((found.low - 0.5).abs() < 1e-12 && (found.high - 2.5).abs() < 1e-12, "{found:?}");
    // The other way round the bounds change places and signs.
    let turned = lee(&control, &treated).expect("bounds");
    assert!((turned.low + 2.5).abs() < 1e-12 && (turned.high + 0.5).abs() < 1e-12, "{turned:?}");
    // Worst cases between 0 and 10: the missing control was 10, or 0.
    let worst = manski(&treated, &control, (0.0, 10.0)).expect("bounds");
    assert!((worst.low - (5.5 - 5.2)).abs() < 1e-12 && (worst.high - (5.5 - 3.2)).abs() < 1e-12, "{worst:?}");
}
