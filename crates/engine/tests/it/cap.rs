//! The return cap: golden totals under every method, at the cap to the øre, and several payments to one party.

use std::collections::BTreeMap;

use virkning_engine::{CompileError, Count, ExampleDifference, NoTrace, Recording, compile, plan, run_example};
use virkning_model::agreement::{Agreement, Example, ExampleCap, ReturnCapMethod};
use virkning_model::{Currency, Money};

use crate::figures::Figures;
use crate::support::*;

/// What is paid in all and in the last year with 60 % success (30 % in 2024).
fn example(name: &str, cap: ExampleCap, total: Money, last: Money) -> Example {
    Example {
        name: name.to_owned(),
        rates: Some(rates("0.30", "0.60")),
        cap,
        of: None,
        given: BTreeMap::new(),
        observations: Vec::new(),
        terminated: None,
        choice: None,
        due: BTreeMap::new(),
        under: None,
        payments: [(2031, last)].into(),
        total: Some(total),
        clause: clause(90),
        origin: None,
    }
}

fn check(name: &str, cap: ExampleCap, total: Money, last: Money) {
    let result = run_example(&ips_plus(), &example(name, cap, total, last));
    assert!(result.holds, "{result:?}");
    assert_eq!(result.name, name);
}

#[test]
fn golden_totals_at_60_percent() {
    let figures = Figures::read();
    let of = |name: &str, cap| {
        let figure = |what: &str| figures.money(&format!("cap_at_60_percent.{name}.{what}"));
        check(name, cap, figure("total"), figure("last"));
    };
    of("none", ExampleCap::None);
    of("compound", ExampleCap::Method(ReturnCapMethod::Compound));
    of("compound", ExampleCap::Agreed);
    of("simple", ExampleCap::Method(ReturnCapMethod::Simple));
}

#[test]
fn golden_total_per_year() {
    // Not among the published figures: computed by a second program in exact fractions from the rule's words.
    let (total, last) = (dkk("3601096.91"), dkk("388996.91"));
    check("per-year", ExampleCap::Method(ReturnCapMethod::PerYear), total, last);
}

#[test]
fn an_example_that_does_not_hold_says_what_differs() {
    let figures = Figures::read();
    let (total, last) = (figures.money("cap_at_60_percent.simple.total"), dkk("437240.36"));
    let mut example = example("one øre too much", ExampleCap::Method(ReturnCapMethod::Simple), total, last);
    let computed = figures.money("cap_at_60_percent.simple.last");
    let result = run_example(&ips_plus(), &example);
    assert!(!result.holds);
    assert_eq!(result.differences, [ExampleDifference { year: Some(2031), expected: last, computed }]);
    // A year in which nothing is paid, and a total that is wrong.
    example.payments = [(2024, dkk("1"))].into();
    example.total = Some(dkk("2"));
    let years: Vec<Option<i16>> = run_example(&ips_plus(), &example).differences.iter().map(|one| one.year).collect();
    assert_eq!(years, [Some(2024), None]);
}

#[test]
fn an_example_that_cannot_run_says_why() {
    let mut agreement = ips_plus();
    agreement.limits.clear();
    let method = ReturnCapMethod::Simple;
    let result = run_example(&agreement, &example("", ExampleCap::Method(method), dkk("0"), dkk("0")));
    assert_eq!((result.holds, result.problem), (false, Some(CompileError::NoCap { method }.into())));
}

/// One instalment of 1,000 kr in 2024, one measured year, payment on 31 March 2025: 1,050.00 kr can be paid.
fn small(price: &str, method: ReturnCapMethod) -> Agreement {
    let mut agreement = ips_plus();
    agreement.funding[0].on = vec![day("2024-01-15")];
    agreement.funding[0].amount = Some(dkk("1000"));
    set_price(&mut agreement, dkk(price));
    let (annual_return, _) = cap_of(&agreement.limits[0]);
    set_cap(&mut agreement, annual_return, method);
    agreement
}

#[test]
fn at_the_cap_and_one_oere_above() {
    for method in [ReturnCapMethod::Compound, ReturnCapMethod::Simple, ReturnCapMethod::PerYear] {
        for (price, amount, over_cap) in
            [("1049.99", "1049.99", "0"), ("1050", "1050", "0"), ("1050.01", "1050", "0.01")]
        {
            let proposal = settle_all(&small(price, method), &[(2024, 5, 1)]).remove(0);
            let line = &proposal.lines[0];
            assert_eq!((line.due, line.amount, line.over_cap), (dkk(price), dkk(amount), dkk(over_cap)));
            assert_eq!((proposal.amount, proposal.over_cap), (dkk(amount), dkk(over_cap)));
            assert_eq!(proposal.accounts[0].cap_room, Some(dkk("1050")));
        }
    }
}

#[test]
fn a_cap_that_is_used_up_pays_nothing_more() {
    let proposals = settle_all(&small("1050", ReturnCapMethod::Compound), &[(2024, 5, 1), (2025, 5, 2)]);
    assert_eq!((proposals[1].amount, proposals[1].over_cap), (dkk("0"), dkk("2100")));
    assert_eq!(proposals[1].accounts[0].cap_room, Some(dkk("0")));
}

#[test]
fn each_method_keeps_its_account() {
    // 400 kr are paid in March 2025, nothing in 2026, and the rest is asked for in 2027. By hand, on 1,000 kr from 2024:
    // compound 1050 - 400 = 650; 682.50; 716.625 rounded half up to 716.63
    // simple   1000 + 50 - 400 = 650 capital; + 32.50; + 32.50 = 715.00
    // per year the same, but the 32.50 of 2026 lapse: 682.50
    let cases = [
        (ReturnCapMethod::Compound, "716.63", "650", "0"),
        (ReturnCapMethod::Simple, "715", "650", "0"),
        (ReturnCapMethod::PerYear, "682.5", "650", "0"),
    ];
    for (method, last, capital, accrued) in cases {
        let agreement = small("400", method);
        let proposals = settle_all(&agreement, &[(2024, 9, 1), (2025, 9, 0), (2026, 9, 9)]);
        let account = &proposals[0].accounts[0];
        assert_eq!(account.capital_outstanding, Some(dkk(capital)), "{method:?}");
        assert_eq!(account.return_outstanding, Some(dkk(accrued)), "{method:?}");
        assert_eq!(proposals[2].amount, dkk(last), "{method:?}");
        assert_eq!(proposals[2].accounts[0].capital_outstanding, Some(dkk("0")));
    }
}

#[test]
fn return_is_paid_before_capital() {
    let proposal = settle_all(&small("30", ReturnCapMethod::Simple), &[(2024, 1, 1)]).remove(0);
    let account = &proposal.accounts[0];
    assert_eq!((account.capital_outstanding, account.return_outstanding), (Some(dkk("1000")), Some(dkk("20"))));
}

#[test]
fn an_instalment_after_the_payment_of_its_year_cannot_be_repaid_by_it() {
    let mut agreement = small("2000", ReturnCapMethod::Compound);
    agreement.funding[0].on = vec![day("2024-01-15"), day("2025-04-01")];
    let proposals = settle_all(&agreement, &[(2024, 1, 1), (2025, 1, 1)]);
    assert_eq!(proposals[0].amount, dkk("1050"));
    assert_eq!(proposals[0].accounts[0].paid_in, dkk("1000"));
    // The second instalment went in after it and was the opening balance of 2026.
    assert_eq!(proposals[1].amount, dkk("1050"));
    assert_eq!(proposals[1].accounts[0].paid_in, dkk("2000"));
    let paid: Vec<Money> = plan(&planned_certain(agreement)).unwrap().payments.iter().map(|one| one.amount).collect();
    assert_eq!(paid[..2], [dkk("1050"), dkk("1050")]);
}

/// One person who is expected to succeed every year.
fn planned_certain(mut agreement: Agreement) -> Agreement {
    agreement.intake.by_year = [(2023, 1)].into();
    agreement.measures[0].expected = Some(rates("1", "1"));
    agreement
}

#[test]
fn the_cap_is_per_party_over_all_its_payments_in_the_order_of_the_document() {
    let mut agreement = with_second_investor(small("700", ReturnCapMethod::Compound), "2000");
    let mut second = agreement.payments[0].clone();
    second.id = term("bonus");
    agreement.payments.push(second);
    let proposal = settle_all(&agreement, &[(2024, 3, 1)]).remove(0);
    let lines: Vec<(&str, Money, Money)> =
        proposal.lines.iter().map(|line| (line.rule.as_str(), line.amount, line.over_cap)).collect();
    // The first investor's room of 1,050 goes to its first line, then to its second; the other has no cap.
    assert_eq!(
        lines,
        [
            ("outcome-payment", dkk("700"), dkk("0")),
            ("second-payment", dkk("2000"), dkk("0")),
            ("bonus", dkk("350"), dkk("350")),
        ]
    );
    assert_eq!((proposal.amount, proposal.over_cap), (dkk("3050"), dkk("350")));
    assert_eq!(proposal.accounts[1].cap_room, None);
    assert_eq!(proposal.accounts[0].received, dkk("1050"));
}

#[test]
fn two_caps_for_one_party_are_refused() {
    let mut agreement = ips_plus();
    agreement.limits.push(agreement.limits[0].clone());
    assert_eq!(compile(&agreement), Err(CompileError::SeveralCaps { party: party("rsi") }));
}

#[test]
fn a_run_without_trace_gives_the_same_totals() {
    let program = compile(&ips_plus()).unwrap();
    let count = |line: &virkning_engine::ProgramLine, _: &virkning_engine::PaymentTerm| {
        Count::new(300, u64::from(line.measured_year.unsigned_abs()) % 7 * 40)
    };
    let mut recording = Recording::default();
    let mut accounts = program.accounts();
    let with_trace = program.run(&mut accounts, count, &mut recording).unwrap();
    accounts.reset();
    assert_eq!(program.run(&mut accounts, count, &mut NoTrace).unwrap(), with_trace);
    let zero = Money::zero(Currency::DKK);
    let sum = recording.lines.iter().fold(zero, |all, line| all + line.amount);
    assert_eq!(sum, with_trace.amount);
    assert_eq!(recording.lines.len(), program.lines().len());
}

#[test]
fn a_party_without_capital_has_no_room_under_a_cap() {
    let mut agreement = ips_plus();
    agreement.funding.clear();
    let proposal = settle_all(&agreement, &[(2024, 10, 5)]).remove(0);
    assert_eq!((proposal.amount, proposal.over_cap), (dkk("0"), dkk("20750")));
}
