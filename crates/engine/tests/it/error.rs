//! What compiling refuses, and that every reason has a code of its own with a message in both languages.

use std::collections::BTreeSet;

use virkning_engine::{CompileError, PostingError, ProposeError, TraceError, TraceProblem, compile};
use virkning_model::agreement::{Agreement, LimitRule, ReturnCapMethod, Settled, Window};
use virkning_model::id::{BudgetId, MeasureId};
use virkning_model::ledger::Unbalanced;
use virkning_model::period::Years;
use virkning_model::{Currency, Money};

use crate::support::*;

fn check(change: &dyn Fn(&mut Agreement), expected: CompileError) {
    let mut agreement = ips_plus();
    change(&mut agreement);
    assert_eq!(compile(&agreement), Err(expected));
}

#[test]
fn references_resolve() {
    let measure = MeasureId::new("gone").unwrap();
    check(
        &|agreement| agreement.payments[0].measure = measure.clone(),
        CompileError::UnknownMeasure { term: term("outcome-payment"), measure: measure.clone() },
    );
    let unknown = |id: &str| CompileError::UnknownParty { term: term(id), party: party("gone") };
    check(&|agreement| agreement.payments[0].to[0].party = party("gone"), unknown("outcome-payment"));
    check(&|agreement| agreement.payments[0].from[0].holder.party = party("gone"), unknown("outcome-payment"));
    check(&|agreement| agreement.funding[0].from = party("gone"), unknown("conditional-grant"));
    check(
        &|agreement| {
            let (annual_return, method) = (cap_of(&agreement.limits[0]).0, ReturnCapMethod::Compound);
            agreement.limits[0].rule = LimitRule::ReturnCap { party: party("gone"), annual_return, method };
        },
        unknown("return-cap"),
    );
    let budget = BudgetId::new("central").unwrap();
    check(
        &|agreement| agreement.payments[0].from[0].holder.party = party("rsi"),
        CompileError::UnknownBudget { term: term("outcome-payment"), budget },
    );
}

#[test]
fn a_payment_needs_years_and_a_day() {
    check(
        &|agreement| {
            // No year in which such a window closes is one that is handled.
            agreement.measures[0].window = Window::MonthsSinceStart { months: 24 };
            agreement.intake.by_year = [(2199, 1)].into();
        },
        CompileError::NotYearly { measure: measure_id() },
    );
    check(&|agreement| agreement.measures[0].settled = None, CompileError::NotSettled { measure: measure_id() });
    check(
        &|agreement| agreement.measures[0].settled = Some(Settled { month: 3, day: 31, years_later: i16::MAX }),
        CompileError::NoDueDate { measure: measure_id(), year: 2024 },
    );
}

#[test]
fn a_later_measured_year_is_never_paid_in_an_earlier_year() {
    let slow = |agreement: &mut Agreement| {
        let mut measure = agreement.measures[0].clone();
        measure.id = MeasureId::new("slow").unwrap();
        measure.window = Window::CalendarMonth { month: 11, years: Years { from: 2024, to: 2024 } };
        measure.settled = Some(Settled { month: 3, day: 31, years_later: 4 });
        let mut payment = agreement.payments[0].clone();
        (payment.id, payment.measure) = (term("slow-payment"), measure.id.clone());
        agreement.measures.push(measure);
        agreement.payments.push(payment);
    };
    check(&slow, CompileError::DueOutOfOrder { year: 2024 });
}

#[test]
fn amounts_are_of_the_currency_and_not_below_zero() {
    let euro = Money::zero(Currency::new("EUR").unwrap());
    let other = |id: &str| CompileError::OtherCurrency { term: term(id) };
    check(
        &|agreement| agreement.payments[0].tariff = virkning_model::agreement::Tariff::Price(euro),
        other("outcome-payment"),
    );
    check(&|agreement| agreement.funding[0].amount = Some(euro), other("conditional-grant"));
    let negative = |id: &str| CompileError::Negative { term: term(id) };
    check(&|agreement| agreement.funding[0].amount = Some(dkk("-1")), negative("conditional-grant"));
    check(&|agreement| set_cap(agreement, decimal("-0.05"), ReturnCapMethod::Compound), negative("return-cap"));
}

#[test]
fn every_reason_has_a_message_in_both_languages() {
    let (term, party, measure) = (term("t"), party("p"), measure_id());
    let compile = [
        CompileError::UnknownMeasure { term: term.clone(), measure: measure.clone() },
        CompileError::UnknownParty { term: term.clone(), party: party.clone() },
        CompileError::UnknownBudget { term: term.clone(), budget: BudgetId::new("b").unwrap() },
        CompileError::NotYearly { measure: measure.clone() },
        CompileError::NotSettled { measure: measure.clone() },
        CompileError::NoDueDate { measure: measure.clone(), year: 1 },
        CompileError::DueOutOfOrder { year: 1 },
        CompileError::SeveralCaps { party: party.clone() },
        CompileError::OtherCurrency { term: term.clone() },
        CompileError::Negative { term: term.clone() },
        CompileError::ExpectedRateMissing { measure: measure.clone(), year: 1 },
        CompileError::PhaseInMissing { year: 1 },
        CompileError::OutsideHorizon { term: term.clone(), year: 1 },
        CompileError::Weights { term: term.clone() },
        CompileError::OutOfRange { term: term.clone() },
        CompileError::NoCap { method: ReturnCapMethod::Simple },
        CompileError::HorizonOutOfRange { year: 1 },
        CompileError::Shares { term: term.clone() },
        CompileError::IndexMissing { term: term.clone(), year: 1 },
    ];
    let propose = [
        ProposeError::NoPaymentMeasure,
        ProposeError::Investeringscase,
        ProposeError::OtherMonth { participant: alias(1), measure: measure.clone(), at: 12 },
        ProposeError::ExampleOfRates { name: String::new() },
        ProposeError::YearNotMeasured { year: 1, measured: Years { from: 1, to: 2 } },
        ProposeError::AlreadyPosted { year: 1, id: proposal_id(1) },
        ProposeError::EarlierYearNotPosted { year: 1 },
        ProposeError::PostedOutOfOrder { year: 1, id: proposal_id(1) },
        ProposeError::PostedToStranger { party: party.clone(), id: proposal_id(1) },
        ProposeError::SeenTwice { participant: alias(1) },
        ProposeError::OtherMeasure { participant: alias(1), measure: measure.clone(), expected: vec![measure] },
        ProposeError::OtherYear { participant: alias(1), year: 1, expected: 2 },
        ProposeError::OtherRuleset { ruleset: 2 },
        ProposeError::EditionNotAMonth { edition: String::new() },
        ProposeError::UnknownSource { source: String::new() },
    ];
    let posting = [
        PostingError::OtherAgreement,
        PostingError::Provisional { needed: String::new(), trace: hash(1) },
        PostingError::Unbalanced(Unbalanced { party: party.clone(), difference: dkk("1") }),
        PostingError::NoInstalment { funding: term.clone(), on: day("2025-01-01") },
    ];
    use TraceProblem::{Header, Length, NotText, Order, Record, Version};
    let trace = [NotText, Header, Version, Record, Order, Length].map(|problem| TraceError { line: 1, problem });
    let mut reasons = Vec::new();
    reasons.extend(compile.iter().map(|error| (error.code(), error.arguments())));
    reasons.extend(propose.iter().map(|error| (error.code(), error.arguments())));
    reasons.extend(posting.iter().map(|error| (error.code(), error.arguments())));
    reasons.extend(trace.iter().map(|error| (error.code(), error.arguments())));
    check_messages(&reasons, include_str!("../../../virkning/locales/da/engine.ftl"));
    check_messages(&reasons, include_str!("../../../virkning/locales/en/engine.ftl"));
}

/// Every code has one message with a hint, and both use no other word than the reason gives.
fn check_messages(reasons: &[(&'static str, Vec<(&'static str, String)>)], texts: &str) {
    let codes: BTreeSet<&str> = reasons.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes.len(), reasons.len(), "a code stands for one reason");
    let written = texts.lines().filter_map(|line| line.split_once(" = ")).filter(|(key, _)| key.starts_with('P'));
    assert_eq!(written.map(|(key, _)| key).collect::<BTreeSet<_>>(), codes);
    for (code, arguments) in reasons {
        let start = texts.find(&format!("\n{code} = ")).unwrap_or_else(|| panic!("{code} has no message"));
        let message: Vec<&str> = texts[start + 1..]
            .lines()
            .enumerate()
            .take_while(|(n, line)| *n == 0 || line.starts_with(' '))
            .map(|(_, line)| line)
            .collect();
        assert!(message.iter().any(|line| line.trim_start().starts_with(".hint = ")), "{code} has no hint");
        for part in message.join(" ").split("{ $").skip(1) {
            let word = part.split(" }").next().unwrap();
            assert!(arguments.iter().any(|(name, _)| *name == word), "{code} has no ${word}");
        }
    }
}
