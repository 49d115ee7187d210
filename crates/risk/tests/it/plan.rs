//! With nothing uncertain a simulation is the plan, to the øre, in every account and year of every agreement.

use virkning_engine::plan::plan;
use virkning_risk::{Account, Assumptions, Column, Keep, Model, simulate};

use crate::support::*;

fn minor(kroner: f64) -> i128 {
    (kroner * 100.0).round() as i128
}

#[test]
fn nothing_uncertain_is_the_plan() {
    let (mut compared, mut with_payments) = (0, 0);
    for (path, agreement) in agreements() {
        let Ok(planned) = plan(&agreement) else { continue };
        let model = Model::new(&agreement, &Assumptions::none()).unwrap();
        let draws = simulate(&model, Keep::Years).unwrap();
        let cell = |column: Column| draws.place(&column).map(|place| minor(draws.row(0)[place]));
        for account in &planned.accounts {
            let own = Account { party: account.party.clone(), budget: account.budget.clone() };
            let all = cell(Column::Balance { account: own.clone(), year: None });
            assert_eq!(all, Some(account.total.balance.minor()), "{path}: {own:?}");
            for (year, figures) in &account.by_year {
                let got = cell(Column::Balance { account: own.clone(), year: Some(*year) });
                assert_eq!(got, Some(figures.balance.minor()), "{path}: {own:?} in {year}");
                compared += 1;
            }
        }
        for payment in &agreement.payments {
            let own = planned.payments.iter().filter(|expected| expected.term == payment.id);
            let expected: i128 = own.map(|expected| expected.amount.minor()).sum();
            assert_eq!(cell(Column::Payment(payment.id.clone())), Some(expected), "{path}: {}", payment.id);
            with_payments += usize::from(expected > 0);
        }
        for investor in &planned.investors {
            let got = cell(Column::Received { party: investor.party.clone(), year: None });
            assert_eq!(got.unwrap_or(0), investor.received.minor(), "{path}: {}", investor.party);
        }
    }
    assert!(compared >= 200 && with_payments >= 3, "{compared} {with_payments}");
}

/// Assumptions of which none is uncertain say nothing either, with people told apart or not.
#[test]
fn assumptions_that_are_certain_are_the_plan() {
    let blocks = r#"
[assumptions]
agreement = "x"
paths = 3
outcomes = "expected"

[[uncertain]]
id = "recruitment"
label = "x"
of = "recruitment"
distribution = { kind = "fixed", value = 1 }
origin = { assumed = "x" }

[[uncertain]]
id = "success"
label = "x"
of = "success"
measure = "work-or-education"
distribution = { kind = "fixed", value = 0.48 }
origin = { assumed = "x" }

[[uncertain]]
id = "savings"
label = "x"
of = "saving"
distribution = { kind = "fixed", value = 1 }
origin = { assumed = "x" }
"#;
    let agreement = ips_plus();
    let plan = plan(&agreement).unwrap();
    let model = Model::new(&agreement, &assumed(blocks)).unwrap();
    let draws = simulate(&model, Keep::Totals).unwrap();
    assert_eq!(draws.paths, 3);
    for account in &plan.accounts {
        let account_column = Column::Balance {
            account: Account { party: account.party.clone(), budget: account.budget.clone() },
            year: None,
        };
        let place = draws.place(&account_column).unwrap();
        for drawn in draws.column(place) {
            assert_eq!(minor(drawn), account.total.balance.minor());
        }
    }
}

/// Half the intake, known for certain, is the plan of an agreement with half the intake; so are other prices and rates.
/// Costs and savings round once more than the plan does, so an account may differ by an øre for each of its amounts.
#[test]
fn certain_changes_are_plans_of_changed_agreements() {
    let check = |pieces: &[(&str, &str)], keys: &str| {
        let changed = plan(&ips_plus_with(pieces)).unwrap();
        let blocks = format!(
            "[assumptions]\nagreement = \"x\"\npaths = 1\noutcomes = \"expected\"\n\n[[uncertain]]\nid = \"x\"\nlabel = \"x\"\norigin = {{ assumed = \"x\" }}\n{keys}"
        );
        let model = Model::new(&ips_plus(), &assumed(&blocks)).unwrap();
        let draws = simulate(&model, Keep::Totals).unwrap();
        for account in &changed.accounts {
            let own = Account { party: account.party.clone(), budget: account.budget.clone() };
            let place = draws.place(&Column::Balance { account: own.clone(), year: None }).unwrap();
            let (got, expected) = (minor(draws.row(0)[place]), account.total.balance.minor());
            assert!((got - expected).abs() <= 40, "{keys}: {own:?} has {got}, the plan {expected}");
        }
    };
    let halved = "{ 2023 = 30, 2024 = 40, 2025 = 40, 2026 = 40 }";
    check(
        &[("{ 2023 = 60, 2024 = 80, 2025 = 80, 2026 = 80 }", halved), ("total = 300\n", "total = 150\n")],
        "of = \"recruitment\"\ndistribution = { kind = \"fixed\", value = 0.5 }",
    );
    // Salaries rise by a tenth.
    check(
        &[
            ("amount = 1_500_000\n", "amount = 1_650_000\n"),
            (
                "years = { from = 2023, to = 2026 }\ntotal = 6_000_000",
                "years = { from = 2023, to = 2026 }\ntotal = 6_600_000",
            ),
        ],
        "of = \"cost\"\ndistribution = { kind = \"fixed\", value = 1.1 }",
    );
    // A year late: nobody starts in 2023, and the 80 of 2026 are never taken in.
    let late = "{ 2023 = 0, 2024 = 60, 2025 = 80, 2026 = 80 }";
    check(
        &[("{ 2023 = 60, 2024 = 80, 2025 = 80, 2026 = 80 }", late), ("total = 300\n", "total = 220\n")],
        "of = \"delay\"\ndistribution = { kind = \"fixed\", value = 12 }",
    );
}
