//! Settlements: counts, lines, accounts, what makes one provisional, what is refused, and the posting.

use virkning_engine::{PostingError, ProposeError, posting, propose};
use virkning_model::Money;
use virkning_model::agreement::Agreement;
use virkning_model::id::MeasureId;
use virkning_model::ledger::{AccountPurpose, Voucher};
use virkning_model::observation::{Observation, Outcome, Situation, Unclarified};
use virkning_model::period::Years;
use virkning_model::settlement::{PostedBefore, Proposal, Provisional};

use crate::figures::Figures;
use crate::support::*;

fn settle(agreement: &Agreement, year: i16, before: Vec<PostedBefore>, seen: &[Observation]) -> Proposal {
    propose(agreement, case(year, before, seen)).unwrap()
}

fn refused(year: i16, before: Vec<PostedBefore>, seen: &[Observation]) -> ProposeError {
    propose(&ips_plus(), case(year, before, seen)).unwrap_err()
}

fn posted_years(years: &[i16]) -> Vec<PostedBefore> {
    let counts: Vec<(i16, u32, u32)> = (2024..=2030).map(|year| (year, 10, 1)).collect();
    let all = settle_all(&ips_plus(), &counts);
    years.iter().map(|year| posted(&all[usize::from(year.unsigned_abs()) - 2024])).collect()
}

#[test]
fn the_first_measured_year() {
    // 15 of 60: 15 x 4,150 = 62,250 kr.
    let proposal = settle(&ips_plus(), 2024, Vec::new(), &observations(2024, 60, 15));
    assert_eq!((proposal.amount, proposal.over_cap), (dkk("62250"), dkk("0")));
    assert_eq!(proposal.due, day("2025-03-31"));
    assert_eq!(proposal.provisional, None);
    let line = &proposal.lines[0];
    assert_eq!((line.rule.as_str(), line.clause.line), ("outcome-payment", 70));
    assert_eq!((line.quantity, line.price), (15.into(), Figures::read().kroner("outcome.price_per_success_kr")));
    assert_eq!((&line.from, &line.to), (&holder("aarhus", Some("central")), &party("rsi")));
    let account = &proposal.accounts[0];
    assert_eq!((account.paid_in, account.received), (dkk("2250000"), dkk("62250")));
    assert_eq!(account.balance, dkk("-2187750"));
    // By hand: 750,000; 787,500 + 750,000; 1,614,375 + 750,000 under compound.
    assert_eq!(account.cap_room, Some(dkk("2364375")));
    assert_eq!(account.capital_outstanding, Some(dkk("2302125")));
    let expected = proposal.expected.unwrap();
    assert_eq!((expected.eligible, expected.rate, expected.successes), (60, decimal("0.24"), decimal("14.4")));
    assert_eq!(expected.amount.to_decimal(), Figures::read().wholes("annex_2.income_computed_kr")[2].into());
}

#[test]
fn nobody_none_and_all() {
    for (people, successes, amount) in [(0, 0, "0"), (60, 0, "0"), (60, 60, "249000")] {
        let seen = observations(2024, people, successes);
        let proposal = settle(&ips_plus(), 2024, Vec::new(), &seen);
        assert_eq!(proposal.amount, dkk(amount), "{successes} of {people}");
        assert_eq!(proposal.lines.len(), 1);
        let counts = &proposal.counts;
        assert_eq!((counts.eligible, counts.successes), (people.into(), successes.into()));
        assert_eq!(counts.no_success, u64::from(people - successes));
    }
}

#[test]
fn unclarified_people_are_listed_and_pay_nothing() {
    let mut seen = observations(2024, 5, 2);
    let reasons = [Unclarified::NotInExtract, Unclarified::UnknownCode { code: 998 }];
    for (place, reason) in [(4, reasons[0]), (3, reasons[1])] {
        seen[place].outcome = Outcome::Unclarified(reason);
        seen[place].situation = Situation::Unclarified;
    }
    seen.reverse();
    let proposal = settle(&ips_plus(), 2024, Vec::new(), &seen);
    let counts = &proposal.counts;
    assert_eq!((counts.eligible, counts.successes, counts.no_success, counts.unclarified), (5, 2, 1, 2));
    assert_eq!(counts.unclarified_people, [(alias(3), reasons[1]), (alias(4), reasons[0])]);
    assert_eq!(proposal.amount, dkk("8300"));
    let order: Vec<Situation> = counts.situations.iter().map(|count| count.situation).collect();
    assert_eq!(order, Situation::ALL);
    let of = |situation: Situation| {
        let count = counts.situations.iter().find(|count| count.situation == situation).unwrap();
        (count.people, count.successes)
    };
    assert_eq!(of(Situation::Employed), (2, 2));
    assert_eq!(of(Situation::Transfer), (1, 0));
    assert_eq!(of(Situation::Unclarified), (2, 0));
    assert_eq!(of(Situation::Dead), (0, 0));
}

#[test]
fn final_three_months_after_the_measured_month() {
    let check = |edition: &str, provisional: bool| {
        let seen = observations(2024, 5, 2);
        let mut case = case(2024, Vec::new(), &seen);
        case.inputs.register_edition = edition.to_owned();
        let proposal = propose(&ips_plus(), case).unwrap();
        let (edition, needed) = (edition.to_owned(), "2025-02".to_owned());
        assert_eq!(
            proposal.provisional,
            provisional.then_some(Provisional::EditionTooEarly { edition, needed, register: None })
        );
        let posting = posting(&ips_plus(), proposal_id(2024), &proposal);
        assert_eq!(matches!(posting, Err(PostingError::Provisional { .. })), provisional);
    };
    check("2024-11", true);
    check("2025-01", true);
    check("2025-02", false);
    check("2026-02", false);
}

#[test]
fn years_are_settled_in_order_and_once() {
    let id = proposal_id;
    let measured = Years { from: 2024, to: 2030 };
    let check = |year: i16, before: &[i16], expected: ProposeError| {
        assert_eq!(refused(year, posted_years(before), &[]), expected, "{year} after {before:?}");
    };
    check(2023, &[], ProposeError::YearNotMeasured { year: 2023, measured });
    check(2031, &[2024], ProposeError::YearNotMeasured { year: 2031, measured });
    check(2025, &[], ProposeError::EarlierYearNotPosted { year: 2024 });
    check(2027, &[2024, 2026], ProposeError::EarlierYearNotPosted { year: 2025 });
    check(2024, &[2024], ProposeError::AlreadyPosted { year: 2024, id: id(2024) });
    check(2025, &[2024, 2025, 2026], ProposeError::AlreadyPosted { year: 2025, id: id(2025) });
    check(2024, &[2025], ProposeError::PostedOutOfOrder { year: 2025, id: id(2025) });
    check(2026, &[2025, 2024], ProposeError::PostedOutOfOrder { year: 2025, id: id(2025) });
    check(2026, &[2024, 2024, 2025], ProposeError::PostedOutOfOrder { year: 2024, id: id(2024) });
}

#[test]
fn a_year_cannot_be_split_over_two_proposals() {
    let (agreement, seen) = (ips_plus(), observations(2024, 60, 20));
    let first = settle(&agreement, 2024, Vec::new(), &seen[..30]);
    let second = propose(&agreement, case(2024, vec![posted(&first)], &seen[30..]));
    assert_eq!(second, Err(ProposeError::AlreadyPosted { year: 2024, id: proposal_id(2024) }));
}

#[test]
fn observations_that_do_not_belong_are_refused() {
    let check = |change: &dyn Fn(&mut Vec<Observation>), expected: ProposeError| {
        let mut seen = observations(2024, 5, 2);
        change(&mut seen);
        assert_eq!(refused(2024, Vec::new(), &seen), expected);
    };
    let twice = ProposeError::SeenTwice { participant: alias(1) };
    check(&|seen| seen.push(seen[1].clone()), twice.clone());
    check(
        &|seen| {
            // Also when both do not say the same.
            let again = Observation { outcome: Outcome::NoSuccess, ..seen[1].clone() };
            seen.insert(0, again);
        },
        twice,
    );
    let other = MeasureId::new("ever-in-work").unwrap();
    check(
        &|seen| seen[2].measure = other.clone(),
        ProposeError::OtherMeasure { participant: alias(2), measure: other.clone(), expected: vec![measure_id()] },
    );
    check(&|seen| seen[3].year = 2025, ProposeError::OtherYear { participant: alias(3), year: 2025, expected: 2024 });
}

#[test]
fn inputs_that_do_not_fit_are_refused() {
    let agreement = ips_plus();
    let check = |change: &dyn Fn(&mut virkning_engine::Case), expected: ProposeError| {
        let mut case = case(2025, posted_years(&[2024]), &[]);
        change(&mut case);
        assert_eq!(propose(&agreement, case), Err(expected));
    };
    check(&|case| case.inputs.ruleset = 99, ProposeError::OtherRuleset { ruleset: 99 });
    check(
        &|case| case.inputs.register_edition = "februar".to_owned(),
        ProposeError::EditionNotAMonth { edition: "februar".to_owned() },
    );
    let stranger = |id: &str| ProposeError::PostedToStranger { party: party(id), id: proposal_id(2024) };
    check(&|case| case.inputs.posted_before[0].paid[0].0 = party("dsi"), stranger("dsi"));
    let euro = Money::zero(virkning_model::Currency::new("EUR").unwrap());
    check(&|case| case.inputs.posted_before[0].paid[0].1 = euro, stranger("rsi"));
}

#[test]
fn an_agreement_that_pays_for_two_measures_at_once_or_for_none() {
    let mut agreement = ips_plus();
    let mut other = agreement.measures[0].clone();
    other.id = MeasureId::new("housing").unwrap();
    let mut payment = agreement.payments[0].clone();
    (payment.id, payment.measure) = (term("housing-payment"), other.id.clone());
    agreement.measures.push(other.clone());
    agreement.payments.push(payment);
    let mut seen = observations(2024, 60, 15);
    seen.extend(observations(2024, 60, 30).into_iter().map(|one| Observation { measure: other.id.clone(), ..one }));
    let proposal = settle(&agreement, 2024, Vec::new(), &seen);
    // 15 and 30 of 60 at 4,150 kr each.
    assert_eq!(proposal.amount, dkk("186750"));
    assert_eq!((&proposal.measure, proposal.counts.successes), (&measure_id(), 15));
    let [more] = &proposal.more[..] else { panic!("{:?}", proposal.more) };
    assert_eq!((&more.measure, more.at, more.counts.successes), (&other.id, 0, 30));
    assert_eq!(more.expected.as_ref().unwrap().amount, dkk("59760"));
    agreement.kind = virkning_model::agreement::AgreementKind::Investeringscase;
    assert_eq!(propose(&agreement, case(2024, Vec::new(), &[])), Err(ProposeError::Investeringscase));
    agreement.kind = virkning_model::agreement::AgreementKind::OutcomesContract;
    agreement.payments.clear();
    assert_eq!(propose(&agreement, case(2024, Vec::new(), &[])), Err(ProposeError::NoPaymentMeasure));
    let mut unknown = ips_plus();
    unknown.measures[0].source = "sas".to_owned();
    let source = "sas".to_owned();
    assert_eq!(propose(&unknown, case(2024, Vec::new(), &[])), Err(ProposeError::UnknownSource { source }));
}

#[test]
fn an_agreement_without_a_plan_is_settled_all_the_same() {
    let mut agreement = ips_plus();
    agreement.measures[0].expected = None;
    let proposal = settle(&agreement, 2024, Vec::new(), &observations(2024, 4, 1));
    assert_eq!((proposal.expected, proposal.amount), (None, dkk("4150")));
}

#[test]
fn within_one_municipality_it_is_a_reposting() {
    let agreement = ips_plus();
    let proposal = settle(&agreement, 2024, Vec::new(), &observations(2024, 60, 15));
    let posting = posting(&agreement, proposal_id(2024), &proposal).unwrap();
    assert_eq!((posting.voucher(), posting.date()), (Voucher::Reposting, day("2025-03-31")));
    let entries: Vec<_> = posting
        .entries()
        .iter()
        .map(|entry| (entry.account.holder.clone(), entry.account.purpose, entry.amount))
        .collect();
    assert_eq!(
        entries,
        [
            (holder("aarhus", Some("central")), AccountPurpose::OutcomePaymentPaid, dkk("62250")),
            (holder("aarhus", Some("central")), AccountPurpose::Payable, dkk("-62250")),
            (holder("rsi", None), AccountPurpose::Receivable, dkk("62250")),
            (holder("rsi", None), AccountPurpose::OutcomePaymentReceived, dkk("-62250")),
        ]
    );
}

#[test]
fn to_another_legal_entity_it_is_a_payment() {
    let agreement = with_second_investor(ips_plus(), "1");
    let proposal = settle(&agreement, 2024, Vec::new(), &observations(2024, 3, 1));
    let posting = posting(&agreement, proposal_id(2024), &proposal).unwrap();
    assert_eq!((posting.voucher(), posting.entries().len()), (Voucher::Payment, 8));
}

#[test]
fn nothing_to_pay_is_a_posting_without_entries() {
    let agreement = ips_plus();
    let proposal = settle(&agreement, 2024, Vec::new(), &observations(2024, 60, 0));
    assert!(posting(&agreement, proposal_id(2024), &proposal).unwrap().entries().is_empty());
    let mut other = agreement.clone();
    other.id = virkning_model::id::AgreementId::new("other").unwrap();
    assert_eq!(posting(&other, proposal_id(2024), &proposal), Err(PostingError::OtherAgreement));
}
