//! The tornado and the map of breaking even against an independent computation: starters, shares, prices and the compound cap
//! of 5 per cent written out anew in Python, with scipy's quantiles of the beta and the normal distribution.

use virkning_risk::{Account, Column, Keep, Model, break_even_map, simulate, tornado};

use crate::support::*;

const UNCERTAIN: &str = r#"
[assumptions]
agreement = "x"
paths = 20_000
seed = 3

[[uncertain]]
id = "recruitment"
label = "Recruitment"
of = "recruitment"
distribution = { kind = "triangle", low = 0.60, mode = 1.00, high = 1.10 }
origin = { assumed = "x" }

[[uncertain]]
id = "each-year"
label = "Recruitment of each year"
of = "recruitment-each-year"
distribution = { kind = "triangle", low = 0.85, mode = 1.00, high = 1.10 }
origin = { assumed = "x" }

[[uncertain]]
id = "success"
label = "Success"
of = "success"
measure = "work-or-education"
distribution = { kind = "beta", mean = 0.48, like = 40 }
origin = { assumed = "x" }

[[uncertain]]
id = "market"
label = "Labour market"
of = "market"
deviation = 0.15
memory = 0.5
origin = { assumed = "x" }
"#;

#[test]
fn a_tornado_moves_one_assumption_at_a_time() {
    let model = Model::new(&ips_plus(), &assumed(UNCERTAIN)).unwrap();
    let draws = simulate(&model, Keep::Totals).unwrap();
    let payment = Column::Payment("outcome-payment".to_owned().try_into().unwrap());
    let (planned, bars) = tornado(&model, &draws, &payment).unwrap();
    // 4,150 kroner for 24 per cent of 60 and 48 per cent of 1,560.
    assert!((planned - 3_167_280.0).abs() < 0.005, "{planned}");
    // Assumption, its P10 and P90, what is then paid; the largest swing first. At its P90 success meets the cap, which
    // takes 164,805 kroner away.
    let expected = [
        ("success", (0.379_407_097_282_478, 0.581_036_685_183_224), (2_503_517.74, 3_669_165.16)),
        ("recruitment", (0.741_421_356_237_310, 1.029_289_321_881_345), (2_332_632.00, 3_252_936.00)),
        ("market", (-1.281_551_565_544_6, 1.281_551_565_544_6), (2_850_493.74, 3_487_309.76)),
        ("each-year", (0.911_237_243_569_580, 1.05), (2_893_380.00, 3_325_644.00)),
    ];
    assert_eq!(bars.len(), expected.len());
    for (bar, (id, between, result)) in bars.iter().zip(expected) {
        assert_eq!(bar.id, id);
        assert!((bar.between.0 - between.0).abs() < 1e-9 && (bar.between.1 - between.1).abs() < 1e-9, "{bar:?}");
        // Each of seven payments is rounded to the øre.
        assert!((bar.result.0 - result.0).abs() < 0.04 && (bar.result.1 - result.1).abs() < 0.04, "{bar:?}");
        assert!((bar.swing() - (result.1 - result.0)).abs() < 0.08, "{bar:?}");
        // Whatever raises the payment in the one way goes with it in all futures.
        assert!(bar.rank_correlation.is_some_and(|rank| rank > 0.05 && rank < 1.0), "{bar:?}");
    }
}

/// What the investor is left with: results times 4,150 kroner, at most the capped account, less 3,000,000.
#[test]
fn the_map_shows_where_the_capital_comes_back() {
    let model = Model::new(&ips_plus(), &assumed(UNCERTAIN)).unwrap();
    let investor = Account { party: "rsi".to_owned().try_into().unwrap(), budget: None };
    let map = break_even_map(&model, &Column::Balance { account: investor, year: None }).unwrap().unwrap();
    // Recruitment in tenths; the success rate that gives the capital back, and balances at 0, 25, 50, 75 and 100 per cent.
    let expected = [
        (4, 1.136_621_96, [-3_000_000.0, -2_340_150.0, -1_680_300.0, -1_020_450.0, -360_600.0]),
        (5, 0.909_297_57, [-3_000_000.0, -2_175_187.5, -1_350_375.0, -525_562.5, 299_250.0]),
        (6, 0.757_747_97, [-3_000_000.0, -2_010_225.0, -1_020_450.0, -30_675.0, 654_265.21]),
        (7, 0.649_498_26, [-3_000_000.0, -1_845_262.5, -690_525.0, 464_212.5, 583_871.69]),
        (8, 0.568_310_98, [-3_000_000.0, -1_680_300.0, -360_600.0, 654_265.21, 534_533.66]),
        (9, 0.505_165_32, [-3_000_000.0, -1_515_337.5, -30_675.0, 596_206.21, 495_312.5]),
        (10, 0.454_648_78, [-3_000_000.0, -1_350_375.0, 299_250.0, 559_202.68, 467_888.19]),
        (11, 0.413_317_08, [-3_000_000.0, -1_185_412.5, 629_175.0, 522_199.15, 440_463.87]),
        (12, 0.378_873_99, [-3_000_000.0, -1_020_450.0, 654_265.21, 495_312.5, 414_142.44]),
    ];
    assert_eq!((map.recruitment.len(), map.success.len()), (9, 21));
    for (place, (tenths, rate, balances)) in expected.into_iter().enumerate() {
        assert!((map.recruitment[place] - f64::from(tenths) / 10.0).abs() < 1e-12);
        for (quarter, balance) in balances.into_iter().enumerate() {
            let got = map.results[place][quarter * 5];
            assert!((map.success[quarter * 5] - quarter as f64 / 4.0).abs() < 1e-12);
            assert!((got - balance).abs() < 0.04, "{tenths} tenths, {quarter} quarters: {got} is not {balance}");
        }
        match map.break_even[place] {
            // The lowest rate of four decimals that does.
            Some(found) => assert!(found >= rate && found - rate < 1.0001e-4, "{tenths}: {found} is not {rate}"),
            None => assert!(rate > 1.0, "{tenths}: none, and {rate} would do"),
        }
    }
}
