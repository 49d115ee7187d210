//! Figures by path, of agreements.

use rust_decimal::Decimal;

use super::super::figures::{FigureError, Figures};
use super::*;

#[test]
fn figures_by_path() {
    let agreement = agreement(
        &[],
        &table("t", THOUSANDS, r#"["2024", "2025"]"#, &[r#"label = "a", values = [200, 0], is = "cost.salaries.*""#]),
    );
    let figures = Figures::of_agreement(&agreement);
    // Independent: 10 starters x 20,000 x 0.95 = 190,000 in 2025, half of it in 2026 (10,000 each), and 10,000 for courses.
    let check = |path: &str, expected: &str| {
        let expected: Decimal = expected.parse().expect("a decimal");
        assert_eq!(figures.value(path), Ok(expected), "{path}");
    };
    check("business_case.savings", "295000");
    check("business_case.savings.2025", "200000");
    check("business_case.costs.2024", "200000");
    check("business_case.net", "95000");
    check("business_case.cumulative.2025", "0");
    check("business_case.break_even_year", "2025");
    check("payments.total", "100000");
    check("payments.2026", "50000");
    check("payments.2025", "0");
    check("payments.measurements", "2");
    check("investor.fond.paid_in", "100000");
    check("investor.fond.balance", "0");
    check("investor.fond.received.2027", "50000");
    check("account.kommune.balance", "95000");
    check("account.kommune.central.savings", "285000");
    check("price.per-success.agreed", "10000");
    check("price.per-success.defensible", "28500");
    check("payback.total.rounded", "2");
    check("cost.salaries", "200000");
    check("saving.benefits.2026", "95000");
    check("saving.courses.price", "5000");
    check("printed.t.1.2024", "200000");
    check("period.to", "2024");
    check("follow_up_to", "2026");
    check("financing.capital", "100000");
    check("financing.price", "200000");
    check("intake.by_year.2024", "10");
    check("measure.work-or-education.baseline", "0.25");
    check("business_case.overlap.factor", "0.95");
    check("agreement.to", "2027");
    check("own_financing.own-share.amount", "100000");
}

#[test]
fn figures_that_are_none() {
    let agreement = agreement(&[], "");
    let figures = Figures::of_agreement(&agreement);
    let check = |path: &str, suggested: Option<&str>| {
        let error = figures.value(path).expect_err(path);
        let FigureError::Unknown { suggestion, .. } = error else { panic!("{path}: {error:?}") };
        assert_eq!(suggestion.as_deref(), suggested, "{path}");
    };
    check("business_case.saving", Some("business_case.savings"));
    check("saving.benefit", Some("saving.benefits"));
    check("business_case.saving.2025", Some("business_case.savings.2025"));
    check("investor.fonden.balance", Some("investor.fond.balance"));
    check("vejret", None);
}
