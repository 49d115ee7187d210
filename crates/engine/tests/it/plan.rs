//! The plan of IPS-PLUS against the figures: annex 2, the business case, accounts, prices and rates.

use rust_decimal::{Decimal, RoundingStrategy};
use virkning_engine::plan::{FlowKind, PartyAccount, Plan, RowKind};
use virkning_engine::{CompileError, plan};
use virkning_model::business_case::{SavingSize, Yearly};
use virkning_model::period::{ByYear, Years};
use virkning_model::{Currency, Money};

use crate::figures::Figures;
use crate::support::*;

fn ips_plus_plan() -> Plan {
    plan(&ips_plus()).unwrap()
}

/// Rounded to whole thousand kroner, as the paper prints.
fn thousands(amounts: &[Money]) -> Vec<i64> {
    amounts.iter().map(|amount| thousand(*amount)).collect()
}

fn thousand(amount: Money) -> i64 {
    let rounded =
        (amount.to_decimal() / Decimal::ONE_THOUSAND).round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    rounded.to_string().parse().unwrap()
}

fn rounded(value: Option<Decimal>, decimals: u32) -> Decimal {
    value.unwrap().round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

#[test]
fn annex_2_to_the_krone() {
    let (figures, plan) = (Figures::read(), ips_plus_plan());
    let investor = &plan.investors[0];
    assert_eq!(investor.party, party("rsi"));
    let years: Vec<i64> = investor.by_year.iter().map(|year| i64::from(year.year)).collect();
    assert_eq!(years, figures.wholes("annex_2.years"));
    let of = |part: fn(&virkning_engine::plan::InvestorYear) -> Money| -> Vec<Money> {
        investor.by_year.iter().map(part).collect()
    };
    let kroner =
        |path: &str| -> Vec<Money> { figures.wholes(path).into_iter().map(|whole| dkk(&whole.to_string())).collect() };
    assert_eq!(of(|year| year.received), kroner("annex_2.income_computed_kr"));
    assert_eq!(thousands(&of(|year| -year.paid_in)), figures.wholes("annex_2.outlay"));
    assert_eq!(thousands(&of(|year| year.balance)), figures.wholes("annex_2.balance"));
    assert_eq!(thousand(investor.received), figures.whole("annex_2.income_total"));
    assert_eq!(thousand(investor.by_year.last().unwrap().cumulative), figures.whole("annex_2.balance_total"));
    assert!(investor.over_cap.is_zero(), "nothing binds at 48 %");
}

#[test]
fn the_business_case_of_section_6() {
    let (figures, case) = (Figures::read(), ips_plus_plan().business_case);
    let years: Vec<i64> = case.years.iter().map(|year| i64::from(*year)).collect();
    assert_eq!(years, figures.wholes("business_case.years"));
    assert_eq!(thousands(&case.costs), figures.wholes("business_case.investment"));
    assert_eq!(thousands(&case.savings), figures.wholes("business_case.saving"));
    assert_eq!(thousands(&case.net), figures.wholes("business_case.net"));
    assert_eq!(thousands(&case.cumulative), figures.wholes("business_case.cumulative_computed"));
    assert_eq!(case.break_even_year.map(i64::from), Some(figures.whole("business_case.break_even_year")));
    let (year, amount) = case.deepest.unwrap();
    let lowest = *figures.wholes("business_case.cumulative_computed").iter().min().unwrap();
    assert_eq!((year, thousand(amount)), (2026, lowest));
}

#[test]
fn the_assessments_are_a_row_of_their_own_without_phase_in() {
    let (figures, case) = (Figures::read(), ips_plus_plan().business_case);
    let row = case.rows.iter().find(|row| row.area.as_deref() == Some("Mindre indkøb af udredninger")).unwrap();
    let price = figures.whole("business_case.assessment_price");
    for (year, volume) in figures.by_year("business_case.assessments_avoided") {
        let place = case.years.iter().position(|known| *known == year).unwrap();
        assert_eq!(thousand(row.amounts[place]), volume * price, "{year}");
    }
    assert_eq!(case.rows[0].kind, RowKind::Cost);
    assert_eq!(case.rows.len(), 5);
}

#[test]
fn rows_add_up_to_the_savings() {
    let plan = ips_plus_plan();
    let zero = Money::zero(Currency::DKK);
    for (place, year) in plan.business_case.years.iter().enumerate() {
        let sum = plan.business_case.rows.iter().fold(zero, |all, row| all + row.amounts[place]);
        assert_eq!(sum, plan.business_case.net[place], "{year}");
        let flows = plan.flows.iter().filter(|flow| flow.year == *year && flow.kind == FlowKind::Saving);
        assert_eq!(flows.fold(zero, |all, flow| all + flow.amount), plan.business_case.savings[place], "{year}");
    }
}

fn account<'a>(plan: &'a Plan, id: &str, budget: Option<&str>) -> &'a PartyAccount {
    let wanted = holder(id, budget);
    plan.accounts.iter().find(|account| account.party == wanted.party && account.budget == wanted.budget).unwrap()
}

#[test]
fn the_accounts_of_both_parties() {
    let (figures, plan) = (Figures::read(), ips_plus_plan());
    let aarhus = account(&plan, "aarhus", None);
    // The finding "who earns the money back": the department keeps 2,967 of its 3,000.
    assert_eq!(thousand(aarhus.total.savings), figures.whole("business_case.saving_total_computed"));
    assert_eq!(thousand(aarhus.total.paid), figures.whole("annex_2.income_total"));
    assert_eq!(thousand(aarhus.total.contribution), 3000);
    assert_eq!((thousand(aarhus.total.balance), aarhus.closes), (-33, false));
    let rsi = account(&plan, "rsi", None);
    assert_eq!((thousand(rsi.total.balance), rsi.closes), (figures.whole("annex_2.balance_total"), true));
    assert_eq!(rsi.total.contribution, plan.investors[0].paid_in);
    // The budgets make up the party, and the years make up the whole.
    let zero = Money::zero(Currency::DKK);
    let budgets = ["central", "decentral"].map(|id| account(&plan, "aarhus", Some(id)).total.balance);
    assert_eq!(budgets[0] + budgets[1], aarhus.total.balance);
    for account in &plan.accounts {
        let years = account.by_year.iter().fold(zero, |all, (_, figures)| all + figures.balance);
        assert_eq!(years, account.total.balance);
    }
}

#[test]
fn no_effect_at_all() {
    let (figures, plan) = (Figures::read(), ips_plus_plan());
    let none = plan.no_effect.unwrap();
    assert_eq!(none.total, figures.kroner("outcome.no_effect_baseline.payment_kr"));
    assert_eq!(rounded(none.share_of_plan, 3), figures.decimal("outcome.no_effect_baseline.share_of_plan"));
    assert_eq!(none.payments.len(), 7);
    let mut without = ips_plus();
    without.measures[0].baseline = None;
    assert_eq!(plan_of(&without).no_effect, None);
}

fn plan_of(agreement: &virkning_model::Agreement) -> Plan {
    plan(agreement).unwrap()
}

#[test]
fn the_rate_at_which_the_investor_breaks_even() {
    let (figures, plan) = (Figures::read(), ips_plus_plan());
    assert_eq!(rounded(plan.break_even_rate, 4), figures.decimal("outcome.break_even_rate"));
    // Independent: 3,000,000 over 4,150 kr times 1,590 people (30 + 140 + 220 + 4 x 300, half in 2024).
    assert_eq!(plan.break_even_rate, Some(Decimal::from(3_000_000) / Decimal::from(4_150 * 1_590)));
    let mut agreement = ips_plus();
    let just = rounded(plan.break_even_rate, 10);
    agreement.measures[0].expected = Some(ByYear { named: [(2024, just / Decimal::TWO)].into(), later: Some(just) });
    let at_break_even = plan_of(&agreement).investors.remove(0);
    let difference = at_break_even.received - at_break_even.paid_in;
    assert!(difference.minor().abs() <= 10, "{difference}");
}

#[test]
fn the_price_that_the_case_defends() {
    let plan = ips_plus_plan();
    let price = &plan.prices[0];
    // The finding "who earns the money back": 4,019 kr against 4,150.
    assert_eq!(rounded(price.by_saving_share, 0), decimal("4019"));
    assert_eq!(price.agreed.unwrap(), Figures::read().kroner("outcome.price_per_success_kr"));
    assert_eq!(price.is_covered(), Some(false));
    // Independent: 60 x 0.24 + (140 + 220 + 4 x 300) x 0.48 expected successes.
    assert_eq!(price.successes, decimal("763.2"));
    let central = account(&plan, "aarhus", Some("central")).total.savings;
    assert_eq!(price.by_payer_savings, Some(central.to_decimal() / decimal("763.2")));
    assert!(rounded(price.by_payer_savings, 0) < rounded(price.by_saving_share, 0));
}

#[test]
fn flows_are_dated_and_sorted() {
    let plan = ips_plus_plan();
    assert!(plan.flows.is_sorted_by_key(|flow| (flow.date, flow.clause.line)));
    assert!(plan.flows.iter().all(|flow| !flow.amount.is_negative() && !flow.amount.is_zero()));
    let of = |kind| plan.flows.iter().filter(move |flow| flow.kind == kind);
    assert!(of(FlowKind::Cost).all(|flow| flow.to.is_none() && flow.date.month() == 12 && flow.date.day() == 31));
    assert!(of(FlowKind::Saving).all(|flow| flow.from.is_none() && flow.date.month() == 12));
    assert_eq!(of(FlowKind::Funding).count(), 4);
    let payments: Vec<i16> = of(FlowKind::OutcomePayment).map(|flow| flow.year).collect();
    assert_eq!(payments, [2025, 2026, 2027, 2028, 2029, 2030, 2031]);
    let first = of(FlowKind::OutcomePayment).next().unwrap();
    assert_eq!((first.date, first.measured_year), (day("2025-03-31"), Some(2024)));
    assert_eq!(first.from, Some(holder("aarhus", Some("central"))));
    assert_eq!(first.to, Some(holder("rsi", None)));
}

#[test]
fn what_an_investor_has_out() {
    let investor = ips_plus_plan().investors.remove(0);
    // Independent: four instalments of 750,000 less the first payment of 59,760, on the day of the last instalment.
    assert_eq!(investor.deepest, Some((day("2026-01-15"), dkk("-2940240"))));
    assert_eq!(rounded(investor.multiple, 4), decimal("1.0558"));
    assert_eq!(investor.flows.len(), 11);
    // Independent: the smallest rate in ten-thousandths for which exact fractions give a payment over the cap.
    assert_eq!(investor.cap_binds_from, Some(decimal("0.5588")));
}

#[test]
fn financing_keeps_its_figures_apart() {
    let financing = ips_plus_plan().financing;
    let figures = Figures::read();
    assert_eq!(thousand(financing.price), figures.whole("funding.total"));
    assert_eq!(financing.capital + financing.own_financing, financing.price);
}

#[test]
fn break_even_must_stay() {
    let mut agreement = ips_plus();
    // A cost in the last year throws the case back below zero for good.
    let mut late = agreement.costs[0].clone();
    let amount = late.amounts.of(2024).unwrap();
    late.amounts = Yearly::Even { amount, years: Years { from: 2030, to: 2030 } };
    agreement.costs.push(late);
    let case = plan_of(&agreement).business_case;
    assert_eq!(case.break_even_year, None);
    // Without costs the case never is below zero.
    agreement.costs.clear();
    let case = plan_of(&agreement).business_case;
    assert_eq!((case.break_even_year, case.deepest), (Some(2023), None));
}

#[test]
fn a_plan_of_nothing() {
    let mut agreement = ips_plus();
    agreement.intake.by_year.values_mut().for_each(|starters| *starters = 0);
    agreement.costs.clear();
    agreement.savings.clear();
    agreement.funding.clear();
    let plan = plan_of(&agreement);
    assert!(plan.flows.is_empty());
    assert_eq!(plan.break_even_rate, None);
    assert_eq!(plan.no_effect.unwrap().share_of_plan, None);
    assert_eq!(plan.prices[0].by_saving_share, None);
    agreement.payments.clear();
    agreement.business_case = None;
    let plan = plan_of(&agreement);
    assert!(plan.payments.is_empty() && plan.no_effect.is_none() && plan.prices.is_empty());
}

#[test]
fn a_saving_below_zero_is_a_cost_to_its_budget() {
    let mut agreement = ips_plus();
    let SavingSize::Volume { by_year, .. } = &mut agreement.savings[1].size else { panic!("the assessments") };
    by_year.insert(2023, decimal("-2"));
    let plan = plan_of(&agreement);
    let cost = plan.flows.iter().find(|flow| flow.kind == FlowKind::Cost && flow.area.is_some()).unwrap();
    assert_eq!((cost.amount, cost.year), (dkk("56000"), 2023));
    assert_eq!(cost.from, Some(holder("aarhus", Some("decentral"))));
}

#[test]
fn what_a_plan_refuses() {
    let check = |change: &dyn Fn(&mut virkning_model::Agreement), expected: CompileError| {
        let mut agreement = ips_plus();
        change(&mut agreement);
        assert_eq!(plan(&agreement), Err(expected));
    };
    check(
        &|agreement| agreement.measures[0].expected = None,
        CompileError::ExpectedRateMissing { measure: measure_id(), year: 2024 },
    );
    check(
        &|agreement| agreement.business_case.as_mut().unwrap().phase_in.as_mut().unwrap().later = None,
        CompileError::PhaseInMissing { year: 2025 },
    );
    check(
        &|agreement| {
            let amount = agreement.costs[0].amounts.of(2024).unwrap();
            agreement.costs[0].amounts = Yearly::Even { amount, years: Years { from: 2024, to: 2031 } };
        },
        CompileError::OutsideHorizon { term: term("programme"), year: 2031 },
    );
    check(
        &|agreement| agreement.savings[1].falls_to[0].weight = Decimal::ZERO,
        CompileError::Weights { term: term("assessments") },
    );
    check(
        &|agreement| agreement.savings[0].falls_to[0].weight = decimal("0.12345678901234567890"),
        CompileError::Weights { term: term("benefits-and-services") },
    );
    check(
        &|agreement| agreement.business_case.as_mut().unwrap().years.to = 12_000,
        CompileError::HorizonOutOfRange { year: 12_000 },
    );
    check(
        &|agreement| {
            let SavingSize::PerStarter { profile } = &mut agreement.savings[0].size else { panic!("a profile") };
            profile[0] = Decimal::MAX;
        },
        CompileError::OutOfRange { term: term("benefits-and-services") },
    );
}
