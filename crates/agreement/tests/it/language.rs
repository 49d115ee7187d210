//! The grown terms as the model gets them: windows, tariffs, limits, what is not stated, defaults, and who is not seen.

use virkning_agreement::{read, remarks};
use virkning_model::agreement::{
    AccountingYear, AgreementKind, CarryForward, Counted, Eligibility, LimitOver, LimitRule, Measure, MissingData,
    PaidPer, ReceiverOrder, Share, StepPay, Tariff, Window,
};
use virkning_model::business_case::{CostKind, SavingSize, Yearly};
use virkning_model::period::Years;
use virkning_model::{Agreement, Decimal};

use crate::{bad, reference};

fn codes(text: &str) -> Vec<&'static str> {
    read(text).diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

fn whole() -> Agreement {
    read(&reference::whole()).agreement.expect("no errors")
}

fn measure(window: &str, years: &str, eligible: &str) -> String {
    bad::minimal().replace(
        "window = { months_since_start = 12 }\nsuccess = \"any(job.ratio > 0)\"\neligible = \"window-closed\"\n",
        &format!("window = {window}\n{years}success = \"any(job.ratio > 0)\"\neligible = \"{eligible}\"\n"),
    )
}

const YEARS: &str = "years = { from = 2025, to = 2026 }\n";

#[test]
fn each_window_is_read() {
    let check = |window: &str, years: &str, eligible: &str, expected: Window| {
        let text = measure(window, years, eligible);
        assert_eq!(codes(&text), [""; 0], "{window}");
        assert_eq!(read(&text).agreement.expect("no errors").measures[1].window, expected);
    };
    let years = Years { from: 2025, to: 2026 };
    check("{ month = 12 }", YEARS, "enrolled-by-year-end", Window::CalendarMonth { month: 12, years });
    check("{ from_month = 2, to_month = 8 }", YEARS, "completed", Window::CalendarMonths { from: 2, to: 8, years });
    check("{ since_start_to_month = 6 }", YEARS, "enrolled-by-year-end", Window::SinceStartToMonth { month: 6, years });
    check("{ months_since_start = 24 }", "", "window-closed", Window::MonthsSinceStart { months: 24 });
    check(
        "{ at_months = [12, 18], months = 6 }",
        "",
        "window-closed",
        Window::AtMonths { at: vec![12, 18], months: 6 },
    );
    check("{ event = \"once\" }", YEARS, "enrolled-by-year-end", Window::Event { once: true, years });
    check("{ event = \"each\" }", YEARS, "completed", Window::Event { once: false, years });
}

#[test]
fn half_a_window_is_refused() {
    let check = |window: &str, years: &str, eligible: &str, expected: &[&str]| {
        assert_eq!(codes(&measure(window, years, eligible)), expected, "{window}");
    };
    check("{ from_month = 2 }", YEARS, "completed", &["A010"]);
    check("{ month = 2, to_month = 3 }", YEARS, "completed", &["A041"]);
    check("{ at_months = [12] }", "", "window-closed", &["A010"]);
    check("{ months_since_start = 12, months = 6 }", "", "window-closed", &["A041"]);
    check("{ month = 11, event = \"once\" }", YEARS, "completed", &["A040"]);
    check("{ at_months = [12], months = 6 }", YEARS, "window-closed", &["A041"]);
    check("{ event = \"once\" }", "", "completed", &["A054"]);
    check("{ event = \"twice\" }", YEARS, "completed", &["A017"]);
    check("{ event = \"once\" }", YEARS, "window-closed", &["A058"]);
    check("{ at_months = [12], months = 6 }", "", "completed", &["A058"]);
}

#[test]
fn each_way_of_paying_is_read() {
    let agreement = whole();
    let ways: Vec<PaidPer> = agreement.payments.iter().map(|payment| payment.per).take(7).collect();
    use PaidPer::{Difference, Estimate, Participant, Rate, Saving, Success, Unit};
    assert_eq!(ways, [Success, Participant, Unit, Rate, Estimate, Saving, Difference]);
    let payment = &agreement.payments[0];
    assert_eq!(payment.counted, Counted::NetOfBaseline);
    assert_eq!(payment.to_order, ReceiverOrder::InOrder);
    assert_eq!(payment.accounting_year, AccountingYear::Measured);
    assert_eq!(payment.unless[0].as_str(), "by-rate");
    assert_eq!(payment.held_back.expect("held back").share, Decimal::new(1, 1));
    assert_eq!(agreement.payments[1].tariff, Tariff::NotStated);
    assert!(agreement.payments[1].from.iter().all(|payer| payer.share == Share::NotStated));
    let Tariff::Ladder(steps) = &agreement.payments[3].tariff else { panic!("a ladder") };
    assert_eq!(steps[0].pays, StepPay::ShareOfCapital(Decimal::new(3, 2)));
    assert_eq!(steps[2].pays, StepPay::NotStated);
    assert_eq!(agreement.payments[5].carry_forward, CarryForward::NegativeYears);
    assert_eq!(agreement.payments[6].tariff, Tariff::NotStated);
}

#[test]
fn each_limit_is_read_and_needs_what_it_is_over() {
    let rules: Vec<LimitRule> = whole().limits.into_iter().map(|limit| limit.rule).collect();
    assert!(matches!(
        &rules[1],
        LimitRule::AtMost { amount: Some(_), over: LimitOver::Participant { years: Some(3) } }
    ));
    assert!(
        matches!(&rules[2], LimitRule::AtMost { amount: None, over: LimitOver::Measure(id) } if id.as_str() == "certificate")
    );
    assert!(matches!(&rules[4], LimitRule::AtLeast { share, .. } if *share == Decimal::new(5, 1)));
    let check = |keys: &str, expected: &[&str]| {
        let limit = format!("## Ekstra\n\n```toml\n[[limit]]\nid = \"l\"\n{keys}\n```\n\n## Underskrifter\n");
        assert_eq!(codes(&bad::minimal().replace("## Underskrifter\n", &limit)), expected, "{keys}");
    };
    check("at_most = 5\nper = \"payer\"\nof = \"kommune\"", &[]);
    check("at_most = 5\nper = \"period\"", &[]);
    check("at_most = 5", &["A010"]);
    check("at_most = 5\nper = \"measure\"", &["A010"]);
    check("at_most = 5\nper = \"measure\"\nof = \"work\"", &["A014"]);
    check("at_most = 5\nper = \"investor\"\nof = \"kommune\"", &["A047"]);
    check("at_most = 5\nper = \"agreement\"\nof = \"fond\"", &["A041"]);
    check("at_most = 5\nper = \"period\"\nover_years = 2", &["A041"]);
    check("at_least = 0.5", &["A010"]);
    check("at_least = 0.5\nparty = \"fond\"\nmethod = \"compound\"", &["A041"]);
    check("annual_return = 0.05\nmethod = \"simple\"", &["A010"]);
    check("at_most = 5\nat_least = 0.5\nper = \"period\"", &["A040"]);
}

#[test]
fn what_is_not_stated_is_named_with_its_path() {
    let agreement = whole();
    let paths: Vec<&str> = agreement.not_stated.iter().map(|term| term.term.as_str()).collect();
    for path in [
        "measure.job-ratio.expected",
        "cost.premises.amount",
        "saving.health.per",
        "payment.per-participant.amount",
        "payment.per-participant.from.2.share",
        "payment.by-rate.ladder.3.amount",
        "limit.certificates.at_most",
        "guarantee.guarantee.on",
        "financing.guarantee",
        "funding.gift.on",
    ] {
        assert!(paths.contains(&path), "{path}: {paths:?}");
    }
    let cost = agreement.not_stated.iter().find(|term| term.term == "cost.premises.amount").expect("it is there");
    assert_eq!(cost.label, "Lokaler");
    assert!(cost.clause.line > 1);
    assert_eq!(agreement.costs[2].amounts, Yearly::NotStated);
    assert_eq!(agreement.savings[4].size, SavingSize::NotStated);
    assert!(agreement.funding[1].on.is_empty() && agreement.guarantees[0].on.is_none());
}

/// A first agreement says none of the grown terms, and gets what is usual.
#[test]
fn defaults_are_what_is_usual() {
    let agreement = read(&bad::minimal()).agreement.expect("no errors");
    assert_eq!(agreement.kind, AgreementKind::OutcomesContract);
    let payment = &agreement.payments[0];
    assert_eq!(payment.counted, Counted::Gross);
    assert_eq!(payment.to_order, ReceiverOrder::ProRata);
    assert_eq!(payment.accounting_year, AccountingYear::Paid);
    assert_eq!(agreement.measures[0].missing, MissingData::Unclarified);
    assert_eq!(agreement.costs[0].kind, CostKind::Operations);
    assert_eq!(agreement.business_case.expect("there is one").discount_rate, Decimal::ZERO);
    assert!(agreement.not_stated.is_empty() && agreement.earlier.is_empty());
}

#[test]
fn a_cost_needs_its_years_unless_nobody_states_it() {
    let check = |old: &str, new: &str, expected: &[&str]| {
        assert_eq!(codes(&bad::minimal().replace(old, new)), expected, "{new}");
    };
    let cost = "amount = 200_000\nyears = { from = 2024, to = 2024 }\ntotal = 200_000\n";
    check(cost, "amount = \"not-stated\"\n", &[]);
    check(cost, "by_year = { 2024 = 200_000 }\ntotal = 200_000\n", &[]);
    check(cost, "amount = 200_000\n", &["A010"]);
    check(cost, "by_year = { 2024 = 200_000 }\nyears = { from = 2024, to = 2024 }\n", &["A041"]);
    check(cost, "by_year = { 2023 = 200_000 }\n", &["A053"]);
    check(cost, "by_year = { 2024 = 200_000 }\ntotal = 150_000\n", &["A052"]);
}

/// Kroner by year are whole øre; a number of things need not be.
#[test]
fn savings_by_year_are_whole_oere() {
    let saving = |per: &str| bad::minimal().replace("per = \"volume\"\nby_year = { 2025 = 2 }\nprice = 5_000\n", per);
    assert_eq!(codes(&saving("per = \"year\"\nby_year = { 2025 = -2.555 }\n")), ["A024"]);
    assert_eq!(codes(&saving("per = \"year\"\nby_year = { 2025 = -2.55 }\n")), [""; 0]);
    assert_eq!(codes(&saving("per = \"volume\"\nby_year = { 2025 = 2.555 }\nprice = 5_000\n")), [""; 0]);
    assert_eq!(codes(&saving("per = \"year\"\nby_year = { 2023 = 1 }\n")), ["A059"]);
}

/// One of several payers may be paid too, if the contract gives it both parts.
#[test]
fn an_investor_may_also_pay() {
    let both = "from = [{ party = \"kommune\", budget = \"central\", share = 0.5 }, { party = \"fond\", budget = \"fondens-midler\", share = 0.5 }]\norigin = { assumed = \"Eksempel\" }\n";
    let text = bad::minimal()
        .replace("from = { party = \"kommune\", budget = \"central\" }\n", both)
        .replace("term = \"payment.per-success.from.budget\"", "term = \"payment.per-success.from.1.budget\"");
    assert_eq!(codes(&text), ["A043"]);
    assert_eq!(codes(&text.replace("role = \"investor\"\n", "role = \"investor\"\nalso = [\"payer\"]\n")), [""; 0]);
}

#[test]
fn longer_cycles_are_told_once() {
    let requires = |id: &str| format!("requires = \"{id}\"\n");
    let third = format!(
        "## Ekstra\n\n```toml\n[[measure]]\nid = \"third\"\nlabel = \"Tredje\"\nsource = \"dream\"\nwindow = {{ months_since_start = 6 }}\nsuccess = \"any(job.ratio > 0)\"\neligible = \"window-closed\"\ntarget = 0.5\n{}```\n\n## Underskrifter\n",
        requires("work-or-education")
    );
    let text = bad::minimal()
        .replace("target = 0.60\n", &format!("target = 0.60\n{}", requires("third")))
        .replace("baseline = 0.25\n", &format!("baseline = 0.25\n{}", requires("ever-in-work")))
        .replace("## Underskrifter\n", &third);
    let reading = read(&text);
    assert_eq!(reading.diagnostics.len(), 1);
    let way = &reading.diagnostics[0].arguments[1].1;
    assert_eq!(way, "work-or-education → ever-in-work → third → work-or-education");
}

/// An investment of the municipality's own money needs neither payment nor signature.
#[test]
fn an_investment_case_pays_nobody() {
    let (_, text) = bad::documents()
        .into_iter()
        .find(|(name, _)| name == "A077-capital-in-an-investment-case")
        .expect("it is there");
    let start = text.find("[[funding]]").expect("funding");
    let end = text.find("[business_case]").expect("a case");
    let text = format!("{}{}", &text[..start], &text[end..]);
    assert_eq!(codes(&text), [""; 0]);
    let agreement = read(&text).agreement.expect("no errors");
    assert_eq!(agreement.kind, AgreementKind::Investeringscase);
    let signatures = text.find("[[signature]]").expect("signatures");
    let end = text[signatures..].find("```").expect("the end of the block") + signatures;
    assert_eq!(codes(&format!("{}{}", &text[..signatures], &text[end..])), [""; 0]);
}

#[test]
fn whom_a_measure_cannot_see_is_remarked() {
    let told = |text: &str| -> Vec<(&'static str, String)> {
        read(text)
            .agreement
            .map(|agreement| remarks(&agreement, text))
            .unwrap_or_default()
            .into_iter()
            .map(|remark| (remark.code, remark.arguments[0].1.clone()))
            .collect()
    };
    let work = |code: &'static str| (code, "work-or-education".to_owned());
    let got = told(&bad::minimal());
    for code in ["W013", "W014", "W015"] {
        assert!(got.contains(&work(code)), "{code}: {got:?}");
    }
    assert!(!got.contains(&work("W012")), "nobody is younger than 18");
    assert!(told(&bad::minimal().replace("from = 18\n", "from = 15\n")).contains(&work("W012")));
    assert!(told("# ingen aftale\n").is_empty());
}

#[test]
fn measures_carry_what_they_ask() {
    let agreement = whole();
    let measure = |id: &str| -> &Measure {
        agreement.measures.iter().find(|measure| measure.id.as_str() == id).expect("a measure")
    };
    assert!(measure("job-ratio").value.is_some() && measure("job-ratio").success.is_some());
    assert_eq!(measure("kept-job").expected_at.get(&18), Some(&Decimal::new(45, 2)));
    assert_eq!(measure("kept-job").missing, MissingData::LeftOut);
    assert_eq!(measure("all-year").eligible, Eligibility::Completed);
    assert_eq!(measure("all-year").requires.as_ref().map(|id| id.as_str()), Some("work-or-education"));
    assert_eq!(measure("certificate").verified_by.as_ref().map(|id| id.as_str()), Some("adviser"));
}
