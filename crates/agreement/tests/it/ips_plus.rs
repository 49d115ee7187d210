//! The real document: it reads without a remark, and its terms are the figures of the source, which stand independently
//! in `figures/ips-plus.toml`.

use std::path::Path;

use jiff::civil::date;
use virkning_agreement::read;
use virkning_model::agreement::{ExampleCap, LimitRule, PriceLevel, ReturnCapMethod, Share, Window};
use virkning_model::business_case::{SavingSize, Yearly};
use virkning_model::period::Years;
use virkning_model::{Agreement, Currency, Decimal, Money};

fn file(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)).expect("the file is there")
}

pub fn text() -> String {
    file("agreements/aarhus/ips-plus.md")
}

fn agreement() -> Agreement {
    read(&text()).agreement.expect("no errors")
}

fn figures() -> toml::Table {
    file("figures/ips-plus.toml").parse().expect("the figures are TOML")
}

fn kroner(kroner: i64) -> Money {
    Money::from_minor(Currency::DKK, i128::from(kroner) * 100)
}

/// The whole numbers at a path of the figures.
fn numbers(figures: &toml::Table, path: [&str; 2]) -> Vec<i64> {
    match &figures[path[0]][path[1]] {
        toml::Value::Array(values) => values.iter().map(|value| value.as_integer().expect("a number")).collect(),
        toml::Value::Table(values) => values.values().map(|value| value.as_integer().expect("a number")).collect(),
        value => vec![value.as_integer().expect("a number")],
    }
}

/// The source claims 7.1 million kroner in year ten and shows no derivation: the one thing to remark (figures/ips-plus.toml).
#[test]
fn it_reads_with_one_remark() {
    let found: Vec<&str> = read(&text()).diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(found, ["W016"]);
}

#[test]
fn funding_and_intake_are_the_source_s() {
    let (agreement, figures) = (agreement(), figures());
    let funding = &agreement.funding[0];
    assert_eq!(funding.amount, Some(kroner(numbers(&figures, ["funding", "rsi_per_year_kr"])[0])));
    let days: Vec<String> = funding.on.iter().map(ToString::to_string).collect();
    let expected = figures["funding"]["rsi_paid_on"].as_array().expect("days");
    assert_eq!(days, expected.iter().map(|day| day.as_str().expect("a day")).collect::<Vec<_>>());
    assert_eq!(agreement.own_financing[0].amount, kroner(numbers(&figures, ["funding", "msb_per_year_kr"])[0]));
    let even = Yearly::Even { amount: kroner(1_500_000), years: Years { from: 2023, to: 2026 } };
    assert_eq!(agreement.costs[0].amounts, even, "section 5");
    let starters: Vec<i64> = agreement.intake.by_year.values().map(|starters| i64::from(*starters)).collect();
    assert_eq!(starters, numbers(&figures, ["intake", "by_year"]));
    assert_eq!(starters.iter().sum::<i64>(), numbers(&figures, ["intake", "total"])[0]);
}

#[test]
fn payment_measure_and_cap_are_the_source_s() {
    let (agreement, figures) = (agreement(), figures());
    let payment = &agreement.payments[0];
    assert_eq!(payment.price(), Some(kroner(numbers(&figures, ["outcome", "price_per_success_kr"])[0])));
    let ([from], [to]) = (&payment.from[..], &payment.to[..]) else { panic!("one payer and one receiver") };
    assert_eq!(to.party.as_str(), "rsi");
    assert_eq!((from.share, to.share), (Share::WHOLE, Share::WHOLE));
    let measure = agreement.measure(&payment.measure).expect("it is there");
    assert_eq!(measure.window, Window::CalendarMonth { month: 11, years: Years { from: 2024, to: 2030 } });
    let settled = measure.settled.expect("it is settled");
    assert_eq!(settled.date(2024), Some(date(2025, 3, 31)));
    assert_eq!(settled.date(2030), Some(date(2031, 3, 31)));
    let LimitRule::ReturnCap { annual_return, method, .. } = &agreement.limits[0].rule else { panic!("a return cap") };
    assert_eq!(*annual_return, Decimal::new(5, 2));
    assert_eq!(*method, ReturnCapMethod::Compound);
    assert_eq!(agreement.price_level, PriceLevel::NotStated);
    assert!(agreement.is_internal(&from.holder.party, &to.party), "both are Aarhus Kommune");
}

/// The eight years of the business case, computed here with plain decimals from the terms: sum over years of start of
/// starters × profile, × phase-in × overlap, and the assessments apart. Compared after rounding to 1,000 kr.
#[test]
fn the_business_case_gives_the_source_s_eight_years() {
    let (agreement, figures) = (agreement(), figures());
    let case = agreement.business_case.as_ref().expect("there is one");
    let overlap = case.overlap.as_ref().expect("there is one").factor();
    assert_eq!(overlap, Decimal::new(95, 2));
    let [SavingSize::PerStarter { profile }, SavingSize::Volume { by_year, price }] =
        [&agreement.savings[0].size, &agreement.savings[1].size]
    else {
        panic!("a saving per starter and one by volume");
    };
    let saving = |year: i16| {
        let starters = agreement.intake.by_year.range(..year);
        let per_starter = starters.map(|(start, starters)| {
            let after = usize::try_from(year - start - 1).expect("started before");
            profile.get(after).copied().unwrap_or_default() * Decimal::from(*starters)
        });
        let phase_in = case.phase_in.as_ref().and_then(|phase_in| phase_in.get(year)).copied().unwrap_or(Decimal::ONE);
        let effect = per_starter.sum::<Decimal>() * phase_in * overlap;
        let volume = by_year.get(&year).copied().unwrap_or_default() * price.to_decimal();
        ((effect + volume) / Decimal::from(1_000)).round().try_into().expect("a small number")
    };
    let savings: Vec<i64> = case.years.iter().map(saving).collect();
    assert_eq!(savings, numbers(&figures, ["business_case", "saving"]));
    assert_eq!(savings.iter().sum::<i64>(), numbers(&figures, ["business_case", "saving_total_computed"])[0]);
    let weights: Vec<Decimal> = agreement.savings[0].falls_to.iter().map(|share| share.weight).collect();
    assert_eq!(
        weights,
        [Decimal::new(50, 2), Decimal::new(10, 2), Decimal::new(25, 2)],
        "section 6, the split printed"
    );
}

#[test]
fn the_examples_state_the_source_s_figures() {
    let (agreement, figures) = (agreement(), figures());
    let annex: Vec<i64> = numbers(&figures, ["annex_2", "income_computed_kr"]).split_off(2);
    let paid: Vec<Money> = agreement.examples[0].payments.values().copied().collect();
    assert_eq!(paid, annex.iter().map(|paid| kroner(*paid)).collect::<Vec<_>>());
    assert_eq!(agreement.examples[0].total, Some(kroner(annex.iter().sum())));
    for (name, cap) in [
        ("none", ExampleCap::None),
        ("compound", ExampleCap::Method(ReturnCapMethod::Compound)),
        ("simple", ExampleCap::Method(ReturnCapMethod::Simple)),
    ] {
        let example = agreement.examples.iter().find(|example| example.cap == cap).expect(name);
        let figure = |key: &str| figures["cap_at_60_percent"][name][key].as_str().expect("an amount").to_owned();
        assert_eq!(example.total.expect(name).to_string(), figure("total"));
        assert_eq!(example.payments[&2031].to_string(), figure("last"));
    }
}

#[test]
fn every_term_says_where_it_comes_from() {
    let agreement = agreement();
    macro_rules! all_have_origins {
        ($($list:ident),*) => {$(
            for term in &agreement.$list {
                assert!(term.origin.is_some(), "{term:?}");
            }
        )*};
    }
    all_have_origins!(
        parties,
        budgets,
        admission,
        roles,
        activities,
        measures,
        funding,
        own_financing,
        costs,
        savings,
        payments,
        limits,
        follow_ups,
        meetings,
        duties,
        choices,
        examples,
        signatures
    );
    assert!(agreement.origin.is_some() && agreement.intake.origin.is_some() && agreement.target_group.origin.is_some());
}

#[test]
fn clauses_name_the_section_above() {
    let agreement = agreement();
    let clause = &agreement.payments[0].clause;
    assert_eq!(clause.section, "Resultatbetaling");
    let text = text();
    let line = text.lines().nth(clause.line as usize - 1).expect("a line");
    assert_eq!(line, "id = \"outcome-payment\"");
    assert_eq!(agreement.funding[0].clause.section, "8. Praktiske forhold");
}
