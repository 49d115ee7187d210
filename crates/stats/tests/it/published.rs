//! Tables from the literature: bounds of group-sequential trials, trimming bounds worked by hand, and the effects of minimum
//! wages that R's did publishes.

use virkning_stats::bounds::{lee, manski};
use virkning_stats::callaway::{Aggregation, Comparison, Method, Panel, group_times};
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

/// Minimum wages and teenagers' work in 500 counties (mpdta of R's package did, Callaway and Sant'Anna 2021), without
/// covariates, against counties that never raised them: what the package's guide "Getting started with the did package" and
/// the manual of its `aggte` print, to four decimals. The data themselves are in no package that may be shared here; 20, 40 and
/// 131 counties began in 2004, 2006 and 2007 and 309 never did. Counties that show the published effect of each group and
/// year must give the published effects of all four ways to put them together, and those of each part.
#[test]
fn minimum_wages_as_r_publishes_them() {
    let periods = [2003, 2004, 2005, 2006, 2007];
    let groups = [
        (Some(2004), 20, [-0.0105, -0.0704, -0.1373, -0.1008]),
        (Some(2006), 40, [0.0065, -0.0028, -0.0046, -0.0412]),
        (Some(2007), 131, [0.0305, -0.0027, -0.0311, -0.0261]),
        (None, 309, [0.0; 4]),
    ];
    let (mut outcome, mut began) = (vec![Vec::new(); 5], Vec::new());
    for (group, counties, effects) in groups {
        for county in 0..counties {
            // Counties differ, and their years do too; the mean of a group does not.
            let own = if county + 1 == counties && counties % 2 == 1 {
                0.0
            } else {
                [0.04, -0.04][county % 2]
            };
            let mut level = 6.0 + f64::from(county as u32) / 100.0;
            outcome[0].push(level);
            for (year, effect) in effects.into_iter().enumerate() {
                let is_before = group.is_none_or(|group| periods[year + 1] < group);
                let swing = own * (year + 1) as f64;
                // Before its beginning a group is compared from year to year, afterwards with its last year before.
                outcome[year + 1].push(level + effect + swing + 0.01 * year as f64);
                if is_before {
                    level += effect;
                }
            }
            began.push(group);
        }
    }
    let outcome: Vec<&[f64]> = outcome.iter().map(Vec::as_slice).collect();
    let panel = Panel { periods: &periods, outcome: &outcome, began: &began, covariates: &[], clusters: None };
    let found = group_times(&panel, Comparison::Never, Method::Both).expect("effects");
    for cell in &found.cells {
        let effects = groups.iter().find(|group| group.0 == Some(cell.group)).expect("a group").2;
        let published = effects[(cell.period - 2004) as usize];
        assert!((cell.estimate - published).abs() < 1e-12, "{} {}: {}", cell.group, cell.period, cell.estimate);
    }
    // Four decimals of the published effects, weighed, and four of the published results.
    let near = |got: f64, published: f64, what: &str| {
        assert!((got - published).abs() < 1.01e-4, "{what}: {got} is not {published}");
    };
    type Published = (Aggregation, f64, &'static [(i32, f64)]);
    let published: [Published; 3] = [
        (
            Aggregation::Dynamic,
            -0.0772,
            &[(-3, 0.0305), (-2, -0.0006), (-1, -0.0245), (0, -0.0199), (1, -0.0510), (2, -0.1373), (3, -0.1008)],
        ),
        (Aggregation::Group, -0.0310, &[(2004, -0.0797), (2006, -0.0229), (2007, -0.0261)]),
        (Aggregation::Calendar, -0.0417, &[(2004, -0.0105), (2005, -0.0704), (2006, -0.0488), (2007, -0.0371)]),
    ];
    for (aggregation, overall, parts) in published {
        let out = found.aggregate(aggregation, 0.95, 100, 1).expect("an effect");
        near(out.overall.estimate, overall, "overall");
        assert_eq!(out.parts.len(), parts.len(), "{aggregation:?}");
        for ((key, effect), (expected, published)) in out.parts.iter().zip(parts) {
            assert_eq!(key, expected, "{aggregation:?}");
            near(effect.estimate, *published, "part");
        }
    }
    // By hand: group sizes times the effects after the beginning, over 291 county-years.
    let simple = found.aggregate(Aggregation::Simple, 0.95, 100, 1).expect("an effect").overall.estimate;
    let by_hand = (20.0 * -0.3190 + 40.0 * -0.0458 + 131.0 * -0.0261) / 291.0;
    assert!((simple - by_hand).abs() < 1e-12, "{simple} is not {by_hand}");
}
