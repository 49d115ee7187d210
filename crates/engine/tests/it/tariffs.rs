//! What a payment comes to: prices, ladders, minima, estimates, savings and differences, each by hand, with what is kept
//! back, indexed, or due without an amount.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use virkning_engine::{Case, closing, plan, posting, propose, release, run_example};
use virkning_model::Money;
use virkning_model::agreement::*;
use virkning_model::id::MeasureId;
use virkning_model::observation::{Arm, Estimate, Leaving, Observation, Outcome, Situation, Unclarified};
use virkning_model::period::{ByYear, Years};
use virkning_model::settlement::{LineBasis, PostedBefore, Proposal};

use crate::contracts::document;
use crate::support::*;

/// IPS-PLUS without a cap, with another payment.
fn with(change: impl FnOnce(&mut Payment)) -> Agreement {
    let mut agreement = ips_plus();
    agreement.limits.clear();
    change(&mut agreement.payments[0]);
    agreement
}

fn step(from: &str, pays: StepPay) -> Step {
    Step { from: decimal(from), pays }
}

fn first(agreement: &Agreement, people: u32, successes: u32) -> Proposal {
    settle_all(agreement, &[(2024, people, successes)]).remove(0)
}

/// One observation with a value.
fn valued(number: u32, year: i16, value: &str, arm: Arm) -> Observation {
    Observation {
        participant: alias(number),
        measure: measure_id(),
        year,
        outcome: Outcome::NoSuccess,
        situation: Situation::None,
        at: 0,
        value: Some(decimal(value)),
        arm,
    }
}

/// The measure asks for a value only.
fn by_value(mut agreement: Agreement) -> Agreement {
    agreement.measures[0].success = None;
    agreement.measures[0].value = Some(virkning_model::expression::Number::MeanOfRatios);
    agreement
}

fn settle(agreement: &Agreement, year: i16, before: &[PostedBefore], seen: &[Observation]) -> Proposal {
    propose(agreement, case(year, before.to_vec(), seen)).unwrap()
}

#[test]
fn per_participant_and_per_unit() {
    let agreement = with(|payment| payment.per = PaidPer::Participant);
    assert_eq!(first(&agreement, 60, 0).amount, dkk("249000"));
    let agreement = by_value(with(|payment| payment.per = PaidPer::Unit));
    let seen = [valued(1, 2024, "2.5", Arm::Treatment), valued(2, 2024, "0.5", Arm::Treatment)];
    let proposal = settle(&agreement, 2024, &[], &seen);
    assert_eq!((proposal.amount, proposal.lines[0].quantity), (dkk("12450"), decimal("3.0")));
}

#[test]
fn net_of_the_baseline_and_never_below_it() {
    let mut agreement = with(|payment| payment.counted = Counted::NetOfBaseline);
    agreement.measures[0].baseline = Some(decimal("0.12"));
    // 15 of 60: 7.2 would have come anyway, 7.8 x 4,150 = 32,370 kr.
    let line = first(&agreement, 60, 15).lines.remove(0);
    assert_eq!((line.amount, line.quantity), (dkk("32370"), decimal("7.80")));
    let basis = LineBasis::NetOfBaseline { successes: 15.into(), expected_anyway: decimal("7.2") };
    assert_eq!(line.basis, Some(basis));
    assert_eq!(first(&agreement, 60, 7).amount, dkk("0"));
    // With no effect at all nothing is paid.
    assert_eq!(plan(&agreement).unwrap().no_effect.unwrap().total, dkk("0"));
}

#[test]
fn lower_bounds_are_inclusive_without_rounding() {
    let amount = |kroner: &str| StepPay::Amount(dkk(kroner));
    let ladder = vec![step("0.55", amount("3")), step("0.60", amount("75")), step("0.6667", amount("120"))];
    let agreement = with(|payment| (payment.per, payment.tariff) = (PaidPer::Rate, Tariff::Ladder(ladder)));
    let check = |people: u32, successes: u32, expected: &str| {
        assert_eq!(first(&agreement, people, successes).amount, dkk(expected), "{successes} of {people}");
    };
    check(100, 60, "75");
    check(5, 3, "75");
    check(100, 54, "0");
    check(20, 11, "3");
    check(10_000, 5_999, "3");
    // Two of three are 0.66666…, which a rounded decimal would let reach 0.6667.
    check(3, 2, "75");
    check(10_000, 6_667, "120");
    check(0, 0, "0");
}

#[test]
fn the_coupon_of_newpin_at_every_boundary() {
    // Contract facts: r >= 70 % pays 15 %, 65 to 70 12, 60 to 65 7.5, 55 to 60 3, below nothing; in years 1 to 3 at
    // least 5 %, and whether that lifts the 3 % too is a choice. The capital is 7 million.
    let newpin = document("newpin");
    let percent = |applies: MinimumApplies, year: i16, per_ten_thousand: u32| {
        let mut agreement = newpin.clone();
        agreement.payments[0].minimum.as_mut().unwrap().applies = applies;
        let measure = agreement.payments[0].measure.clone();
        let counts =
            GivenCounts { eligible: 10_000.into(), successes: per_ten_thousand.into(), ..GivenCounts::default() };
        let mut example = agreement.examples[0].clone();
        (example.given, example.of) = ([(year, counts)].into(), Some(measure));
        (example.payments, example.total) = ([(year + 1, dkk("0"))].into(), None);
        let result = run_example(&agreement, &example);
        let nothing = Money::zero(agreement.currency);
        example.payments = [(year + 1, nothing)].into();
        let paid = result.differences.first().map_or(nothing, |difference| difference.computed);
        paid.to_decimal() / decimal("7000000")
    };
    let (any, below) = (MinimumApplies::AnyLowerStep, MinimumApplies::BelowTheLadder);
    for (per_ten_thousand, later, lifted, not_lifted) in [
        (0, "0", "0.05", "0.05"),
        (5_499, "0", "0.05", "0.05"),
        (5_500, "0.03", "0.05", "0.03"),
        (5_999, "0.03", "0.05", "0.03"),
        (6_000, "0.075", "0.075", "0.075"),
        (6_499, "0.075", "0.075", "0.075"),
        (6_500, "0.12", "0.12", "0.12"),
        (6_999, "0.12", "0.12", "0.12"),
        (7_000, "0.15", "0.15", "0.15"),
        (10_000, "0.15", "0.15", "0.15"),
    ] {
        for year in [2013, 2014, 2015] {
            assert_eq!(percent(any, year, per_ten_thousand), decimal(lifted), "{year} {per_ten_thousand}");
            assert_eq!(percent(below, year, per_ten_thousand), decimal(not_lifted), "{year} {per_ten_thousand}");
        }
        for year in [2016, 2017] {
            assert_eq!(percent(any, year, per_ten_thousand), decimal(later), "{year} {per_ten_thousand}");
        }
    }
}

/// Peterborough's cohorts, settled one after the other; a reconviction figure stands for ten people each.
fn peterborough(cohorts: &[(i16, &str, &str)]) -> Vec<Proposal> {
    let agreement = document("peterborough");
    let mut before = Vec::new();
    let mut proposals = Vec::new();
    for (year, treated, control) in cohorts {
        let of = |number: u32, value: &str, arm: Arm| Observation {
            measure: agreement.measures[0].id.clone(),
            ..valued(number, *year, value, arm)
        };
        let seen: Vec<Observation> = (0..10)
            .map(|number| of(number, treated, Arm::Treatment))
            .chain((10..20).map(|number| of(number, control, Arm::Control)))
            .collect();
        let mut case = case(*year, before.clone(), &seen);
        case.inputs.observations = Some(hash(9));
        let proposal = propose(&agreement, case).unwrap();
        before.push(posted_in(&agreement, &proposal));
        proposals.push(proposal);
    }
    proposals
}

/// As the store gives it, in the agreement's currency.
fn posted_in(agreement: &Agreement, proposal: &Proposal) -> PostedBefore {
    let mut paid: BTreeMap<_, Money> = BTreeMap::new();
    for line in &proposal.lines {
        *paid.entry(line.to.clone()).or_insert(Money::zero(agreement.currency)) += line.amount;
    }
    PostedBefore {
        id: proposal_id(proposal.measured_year),
        content: hash(6),
        measured_year: proposal.measured_year,
        due: proposal.due,
        paid: paid.into_iter().collect(),
        carried: proposal.carried.clone(),
    }
}

#[test]
fn peterborough_pays_a_cohort_from_ten_per_cent_and_both_from_seven_and_a_half() {
    let check = |cohorts: &[(i16, &str, &str)], expected: &[&[&str]]| {
        let proposals = peterborough(cohorts);
        let due: Vec<Vec<&str>> =
            proposals.iter().map(|one| one.not_stated.iter().map(|term| term.as_str()).collect()).collect();
        assert_eq!(due, expected, "{cohorts:?}");
        assert!(proposals.iter().all(|one| one.amount.is_zero()), "no source states an amount");
    };
    // 142 against 155 events per 100: (155 - 142) / 155 = 8.387 %, below ten per cent.
    check(&[(2011, "1.42", "1.55")], &[&[]]);
    check(&[(2011, "1.395", "1.55")], &[&["each-cohort"]]);
    check(&[(2011, "1.396", "1.55")], &[&[]]);
    // 8.39 and 9.61 % weigh the same: 9 % over both.
    check(&[(2011, "1.42", "1.55"), (2012, "1.401", "1.55")], &[&[], &["all-cohorts"]]);
    check(&[(2011, "1.48", "1.6"), (2012, "1.48", "1.6")], &[&[], &["all-cohorts"]]);
    check(&[(2011, "1.48", "1.6"), (2012, "1.482", "1.6")], &[&[], &[]]);
    // A cohort that was paid for ends it.
    check(&[(2011, "1.364", "1.55"), (2012, "1.457", "1.55")], &[&["each-cohort"], &[]]);
    let first = peterborough(&[(2011, "1.42", "1.55")]).remove(0);
    let Some(LineBasis::Ladder { rate, step, .. }) = &first.lines[0].basis else { panic!("{:?}", first.lines) };
    assert_eq!((rate.to_string().as_str(), step), ("0.0839", &None));
    assert_eq!(first.control.as_ref().unwrap().eligible, 10);
    assert_eq!(first.carried.cohorts.len(), 1);
}

#[test]
fn an_estimate_that_was_made_elsewhere() {
    let agreement = document("peterborough");
    let given = |value: &str| {
        let seen = [Observation { measure: agreement.measures[0].id.clone(), ..valued(1, 2011, "1", Arm::Treatment) }];
        let mut case: Case<'_> = case(2011, Vec::new(), &seen);
        case.inputs.observations = Some(hash(9));
        case.estimates = vec![Estimate {
            measure: agreement.measures[0].id.clone(),
            year: 2011,
            value: decimal(value),
            method: "matched controls".to_owned(),
        }];
        let proposal = propose(&agreement, case).unwrap();
        assert_eq!(proposal.estimates.len(), 1);
        proposal.not_stated.len()
    };
    assert_eq!(given("0.0839"), 0);
    assert_eq!(given("0.1000"), 1);
    // Rounded half up to four decimals before it meets the ladder.
    assert_eq!(given("0.09995"), 1);
    assert_eq!(given("0.09994"), 0);
}

/// Ten people in the arm that is treated cost 80 each; a locked evaluation says that they would have cost 12.50 more. Half
/// of ten times 12.50 is paid; the controls' own mean decides nothing then.
#[test]
fn a_difference_that_was_estimated_elsewhere() {
    let agreement = by_value(with(|payment| {
        (payment.per, payment.tariff) = (PaidPer::Difference, Tariff::Share(decimal("0.5")));
    }));
    let year = 2024;
    let seen: Vec<Observation> = (0..20)
        .map(|person| {
            let (cost, arm) = if person < 10 { ("80", Arm::Treatment) } else { ("999", Arm::Control) };
            valued(person, year, cost, arm)
        })
        .collect();
    let mut case: Case<'_> = case(year, Vec::new(), &seen);
    case.estimates = vec![Estimate {
        measure: agreement.measures[0].id.clone(),
        year,
        value: decimal("12.50"),
        method: "entropy balancing".to_owned(),
    }];
    let proposal = propose(&agreement, case).unwrap();
    assert_eq!(proposal.amount, dkk("62.50"));
    let Some(LineBasis::Shared { without, with, .. }) = &proposal.lines[0].basis else { panic!("{proposal:?}") };
    assert_eq!((without.to_string().as_str(), with.to_string().as_str()), ("92.5", "80"));
}

/// UngiFokus in small: three measured years in which ten of each arm cost so much each.
fn differences(carry_forward: CarryForward, means: &[(&str, &str)]) -> Vec<Proposal> {
    let agreement = by_value(with(|payment| {
        (payment.per, payment.tariff) = (PaidPer::Difference, Tariff::Share(decimal("0.5")));
        payment.carry_forward = carry_forward;
    }));
    let mut before = Vec::new();
    let mut proposals = Vec::new();
    for (year, (control, treated)) in (2024..).zip(means) {
        let seen: Vec<Observation> = (0..10)
            .map(|number| valued(number, year, treated, Arm::Treatment))
            .chain((10..15).map(|number| valued(number, year, control, Arm::Control)))
            .collect();
        let proposal = settle(&agreement, year, &before, &seen);
        before.push(posted(&proposal));
        proposals.push(proposal);
    }
    proposals
}

#[test]
fn the_difference_between_arms_with_and_without_bad_years_carried_forward() {
    // Half of (control - treated) x 10 units: 5,000, -7,500, 4,000, 6,000 kr.
    let means = [("10000", "9000"), ("10000", "11500"), ("9800", "9000"), ("10200", "9000")];
    let paid = |carry| -> Vec<Money> { differences(carry, &means).iter().map(|one| one.amount).collect() };
    assert_eq!(paid(CarryForward::None), ["5000", "0", "4000", "6000"].map(dkk));
    assert_eq!(paid(CarryForward::NegativeYears), ["5000", "0", "0", "2500"].map(dkk));
    let proposals = differences(CarryForward::NegativeYears, &means);
    let carried: Vec<Money> =
        proposals.iter().map(|one| one.carried.deficits.first().map_or(dkk("0"), |(_, amount)| *amount)).collect();
    assert_eq!(carried, ["0", "-7500", "-3500", "0"].map(dkk));
    let basis = LineBasis::Shared {
        without: 9_800.into(),
        with: 9_000.into(),
        units: 10.into(),
        share: decimal("0.5"),
        carried_in: dkk("-7500"),
        carried_out: dkk("-3500"),
    };
    assert_eq!(proposals[2].lines[0].basis, Some(basis));
    // Nobody to compare with: nothing is due.
    let agreement = by_value(with(|payment| {
        (payment.per, payment.tariff) = (PaidPer::Difference, Tariff::Share(Decimal::ONE));
    }));
    assert_eq!(settle(&agreement, 2024, &[], &[valued(1, 2024, "5", Arm::Treatment)]).amount, dkk("0"));
}

#[test]
fn a_share_of_a_saving_against_the_baseline() {
    let mut agreement = by_value(with(|payment| {
        (payment.per, payment.tariff) = (PaidPer::Saving, Tariff::Share(decimal("0.25")));
    }));
    agreement.measures[0].baseline_value = Some(decimal("1000"));
    let seen = [valued(1, 2024, "400", Arm::Treatment), valued(2, 2024, "1200", Arm::Treatment)];
    // 600 - 200 = 400, a quarter of it.
    assert_eq!(settle(&agreement, 2024, &[], &seen).amount, dkk("100"));
    // The plan: 60 people who are expected to cost 700 each save 18,000.
    agreement.measures[0].expected_value = Some(ByYear { named: BTreeMap::new(), later: Some(decimal("700")) });
    let payments = plan(&agreement).unwrap().payments;
    assert_eq!((payments[0].eligible, payments[0].amount), (60, dkk("4500")));
}

#[test]
fn only_some_years_and_no_cohort_that_is_too_small() {
    let agreement = with(|payment| payment.minimum_cohort = Some(20));
    assert_eq!(first(&agreement, 19, 19).amount, dkk("0"));
    assert_eq!(first(&agreement, 20, 19).amount, dkk("78850"));
    let agreement = with(|payment| payment.years = Some(Years { from: 2026, to: 2027 }));
    let years: Vec<i16> = plan(&agreement).unwrap().payments.iter().map(|payment| payment.measured_year).collect();
    assert_eq!(years, [2026, 2027]);
}

#[test]
fn a_price_follows_its_index() {
    let mut agreement = with(|payment| payment.indexed = Some(Indexed { by: term("prices"), from: 2023 }));
    agreement.indices = vec![IndexTable {
        id: term("prices"),
        name: "Prices".to_owned(),
        kind: IndexKind::NetPriceIndex,
        edition: "2025-01".to_owned(),
        by_year: [(2023, decimal("118.2")), (2024, decimal("119.7"))].into(),
        clause: clause(73),
        origin: None,
    }];
    // 4,150 x 119.7 / 118.2 = 4,202.6649… kr, as whole øre 4,202.66; ten of them.
    let line = first(&agreement, 60, 10).lines.remove(0);
    assert_eq!((line.price, line.amount), (dkk("4202.66"), dkk("42026.60")));
    // The plan leaves out years that the table does not reach; a settlement says what it lacks.
    assert_eq!(plan(&agreement).unwrap().payments.len(), 1);
    let before = vec![posted(&first(&agreement, 60, 10))];
    let seen = observations(2025, 60, 10);
    let error = propose(&agreement, case(2025, before, &seen)).unwrap_err();
    assert_eq!(error.to_string(), "P019 term=outcome-payment year=2025");
}

#[test]
fn part_of_it_is_kept_back_until_its_day() {
    let agreement = with(|payment| {
        payment.held_back = Some(HeldBack { share: decimal("0.10"), until: day("2026-06-30") });
        payment.accounting_year = AccountingYear::Measured;
    });
    let proposals = settle_all(&agreement, &[(2024, 60, 10), (2025, 60, 10), (2026, 60, 10)]);
    let kept = |proposal: &Proposal| proposal.lines[0].held_back.as_ref().map(|kept| (kept.amount, kept.until));
    assert_eq!(proposals[0].amount, dkk("41500"));
    assert_eq!(kept(&proposals[0]), Some((dkk("4150"), day("2026-06-30"))));
    assert_eq!(proposals[0].lines[0].accounting_year, Some(2024));
    assert_eq!(proposals[1].carried.kept_back[0].3, dkk("8300"));
    // By 31 March 2027 the day is over.
    assert_eq!(kept(&proposals[2]), None);
    let now = posting(&agreement, proposal_id(2024), &proposals[0]).unwrap();
    assert_eq!(now.entries()[0].amount, dkk("37350"));
    let [later] = &release(&agreement, &proposal_id(2024), &proposals[0]).unwrap()[..] else { panic!("one day") };
    assert_eq!((later.date(), later.entries()[0].amount), (day("2026-06-30"), dkk("4150")));
    assert!(release(&agreement, &proposal_id(2026), &proposals[2]).unwrap().is_empty());
    // The plan's flows: 14.4 x 4,150 = 59,760 kr, of which 5,976 come later.
    let flows = plan(&agreement).unwrap().flows;
    let on = |text: &str| {
        let own = flows.iter().filter(|flow| flow.date == day(text) && flow.measured_year == Some(2024));
        own.fold(dkk("0"), |all, flow| all + flow.amount)
    };
    assert_eq!((on("2025-03-31"), on("2026-06-30")), (dkk("53784"), dkk("5976")));
}

#[test]
fn due_without_a_stated_amount_or_division() {
    let agreement = with(|payment| payment.tariff = Tariff::NotStated);
    assert_eq!(first(&agreement, 60, 1).not_stated, [term("outcome-payment")]);
    let proposal = first(&agreement, 60, 0);
    assert!(proposal.not_stated.is_empty() && proposal.lines.is_empty());
    let plan = plan(&agreement).unwrap();
    assert!(plan.payments.is_empty() && plan.no_effect.is_none());
    let agreement = with(|payment| {
        let budget = PayerShare { holder: holder("aarhus", Some("decentral")), share: Share::NotStated };
        payment.from[0].share = Share::NotStated;
        payment.from.push(budget);
    });
    let proposal = first(&agreement, 60, 10);
    assert_eq!((proposal.amount, &proposal.not_stated[..]), (dkk("0"), &[term("outcome-payment")][..]));
}

#[test]
fn prerequisites_missing_data_and_what_counts_once() {
    let mut agreement = with(|_| {});
    let other = MeasureId::new("housing").unwrap();
    let mut housing = agreement.measures[0].clone();
    (housing.id, housing.settled) = (other.clone(), None);
    agreement.measures[0].requires = Some(other.clone());
    agreement.measures.push(housing);
    // 0 to 3 succeed; 0 and 4 have a home, of 1 it is not clear, and 3 is not asked at all.
    let mut seen = observations(2024, 5, 4);
    let home = |number: u32, year: i16, outcome: Outcome| Observation {
        measure: other.clone(),
        outcome,
        ..observations(year, 5, 0)[number as usize].clone()
    };
    let unclear = Outcome::Unclarified(Unclarified::NoData);
    seen.extend([
        home(0, 2024, Outcome::Success),
        home(1, 2024, unclear),
        home(2, 2024, Outcome::NoSuccess),
        home(4, 2024, Outcome::Success),
    ]);
    let first_year = settle(&agreement, 2024, &[], &seen);
    let counts = &first_year.counts;
    assert_eq!((counts.eligible, counts.successes, counts.no_success, counts.unclarified), (5, 1, 3, 1));
    // Who has met it once has met it in later years too.
    let seen = observations(2025, 5, 5);
    let second = settle(&agreement, 2025, &[posted(&first_year)], &seen);
    assert_eq!(second.counts.successes, 2);
    assert_eq!(second.carried.met, [(other.clone(), alias(0)), (other, alias(4))]);

    let missing = |missing: MissingData| {
        let mut agreement = with(|_| {});
        agreement.measures[0].missing = missing;
        let mut seen = observations(2024, 5, 3);
        (seen[4].outcome, seen[4].situation) = (unclear, Situation::Unclarified);
        let counts = settle(&agreement, 2024, &[], &seen).counts;
        (counts.eligible, counts.no_success, counts.unclarified, counts.left_out)
    };
    assert_eq!(missing(MissingData::Unclarified), (5, 1, 1, 0));
    assert_eq!(missing(MissingData::NoSuccess), (5, 2, 0, 0));
    assert_eq!(missing(MissingData::LeftOut), (4, 1, 0, 1));

    let left = |rule: Option<LeftPopulation>| {
        let mut agreement = with(|_| {});
        agreement.measures[0].left_population = rule;
        let mut seen = observations(2024, 5, 3);
        seen[4].outcome = Outcome::Unclarified(Unclarified::LeftPopulation { how: Leaving::Dead });
        seen[4].situation = Situation::Dead;
        let counts = settle(&agreement, 2024, &[], &seen).counts;
        (counts.eligible, counts.no_success, counts.unclarified, counts.left_out)
    };
    assert_eq!(left(Some(LeftPopulation::Unclarified)), (5, 1, 1, 0));
    assert_eq!(left(Some(LeftPopulation::NoSuccess)), (5, 2, 0, 0));
    assert_eq!(left(Some(LeftPopulation::LeftOut)), (4, 1, 0, 1));

    let event = |once: bool| {
        let mut agreement = with(|_| {});
        agreement.measures[0].window = Window::Event { once, years: Years { from: 2024, to: 2026 } };
        let counts = [(2024, 60, 10), (2025, 60, 15), (2026, 60, 15)];
        settle_all(&agreement, &counts).iter().map(|one| one.counts.successes).collect::<Vec<_>>()
    };
    assert_eq!(event(false), [10, 15, 15]);
    assert_eq!(event(true), [10, 5, 0]);
}

#[test]
fn a_guarantee_covers_losses_by_their_size_and_a_floor_is_paid_first() {
    let mut agreement = with_second_investor(with(|_| {}), "1");
    agreement.payments.pop();
    agreement.parties.push(party_of("foundation", PartyRole::Guarantor, "Foundation"));
    for (funding, amount) in agreement.funding.iter_mut().zip(["1000000", "500000"]) {
        (funding.amount, funding.on) = (Some(dkk(amount)), vec![day("2023-01-01")]);
    }
    agreement.guarantees = vec![Guarantee {
        id: term("guarantee"),
        label: "Guarantee".to_owned(),
        from: party("foundation"),
        to: vec![party("rsi"), party("dsi")],
        at_most: Some(dkk("600000")),
        on: Some(day("2031-12-31")),
        clause: clause(74),
        origin: None,
    }];
    let counts: Vec<(i16, u32, u32)> =
        (2024..=2030).map(|year| (year, 300, if year == 2024 { 60 } else { 0 })).collect();
    let before: Vec<PostedBefore> = settle_all(&agreement, &counts).iter().map(posted).collect();
    let paid = |agreement: &Agreement| -> Vec<(String, String, Money)> {
        let closing = closing(agreement, &before).unwrap();
        closing.payments.iter().map(|one| (one.term.to_string(), one.to.to_string(), one.amount)).collect()
    };
    let line = |term: &str, to: &str, amount: &str| (term.to_owned(), to.to_owned(), dkk(amount));
    // Losses: 1,000,000 - 249,000 and 500,000; 600,000 is divided 751 : 500.
    let expected = [line("guarantee", "rsi", "360191.85"), line("guarantee", "dsi", "239808.15")];
    assert_eq!(paid(&agreement), expected);
    // A floor of half the capital is paid by who pays for results, before the guarantor covers the rest.
    let rule = LimitRule::AtLeast { party: party("rsi"), share: decimal("0.5") };
    agreement.limits = vec![Limit { id: term("floor"), rule, clause: clause(75), origin: None }];
    let expected =
        [line("floor", "rsi", "251000"), line("guarantee", "rsi", "300000"), line("guarantee", "dsi", "300000")];
    assert_eq!(paid(&agreement), expected);
    // The plan pays the first back in full and the second nothing; without a price it does not know what is missing.
    let planned = |agreement: &Agreement| plan(agreement).unwrap().closing;
    let amounts: Vec<Money> = planned(&agreement).iter().map(|one| one.amount).collect();
    assert_eq!(amounts, [dkk("500000")]);
    let price = std::mem::replace(&mut agreement.payments[0].tariff, Tariff::NotStated);
    assert!(planned(&agreement).is_empty());
    agreement.payments[0].tariff = price;
    set_price(&mut agreement, dkk("0"));
    assert_eq!(planned(&agreement).len(), 3);
    agreement.guarantees[0].at_most = None;
    assert_eq!(closing(&agreement, &before).unwrap().not_stated, [term("guarantee")]);
}

#[test]
fn old_periods_settle_under_old_terms() {
    let mut agreement = with(|_| {});
    let old = agreement.clone();
    set_price(&mut agreement, dkk("5000"));
    agreement.intake.by_year.insert(2025, 100);
    agreement.earlier = vec![Earlier { until: day("2026-01-01"), terms: old }];
    // November 2024 and 2025 lie before the change, November 2026 after it.
    let counts = [(2024, 60, 10), (2025, 60, 10), (2026, 60, 10)];
    let amounts: Vec<Money> = settle_all(&agreement, &counts).iter().map(|one| one.amount).collect();
    assert_eq!(amounts, ["41500", "41500", "50000"].map(dkk));
    let plan = plan(&agreement).unwrap();
    let prices: Vec<Money> = plan.payments.iter().take(3).map(|payment| payment.price).collect();
    assert_eq!(prices, ["4150", "4150", "5000"].map(dkk));
    // The plan of 2026 knows the new intake: 60 + 80 + 100 before 2026.
    assert_eq!(plan.payments[2].eligible, 240);
    assert_eq!(plan.payments[1].eligible, 140);
}

#[test]
fn several_months_since_the_start_are_planned_from_the_planned_day() {
    let mut agreement = with(|_| {});
    agreement.intake.by_year = [(2023, 10), (2024, 20)].into();
    agreement.intake.planned_start = Some((10, 1));
    let measure = &mut agreement.measures[0];
    measure.window = Window::AtMonths { at: vec![3, 12], months: 3 };
    measure.eligible = Eligibility::WindowClosed;
    (measure.expected, measure.expected_at) = (None, [(3, decimal("0.5")), (12, decimal("0.25"))].into());
    let plan = plan(&agreement).unwrap();
    let rows: Vec<(i16, u16, u32, Decimal)> =
        plan.payments.iter().map(|one| (one.measured_year, one.at, one.eligible, one.successes)).collect();
    // Three months after October 2023 end in January 2024, twelve in October 2024.
    let expected =
        [(2024, 3, 10, 5.into()), (2024, 12, 10, decimal("2.5")), (2025, 3, 20, 10.into()), (2025, 12, 20, 5.into())];
    assert_eq!(rows, expected);
    // Both months are settled together.
    let mut seen = observations(2024, 10, 4);
    seen.iter_mut().for_each(|one| one.at = 3);
    seen.extend(observations(2024, 10, 1).into_iter().map(|one| Observation { at: 12, ..one }));
    let before = settle_empty(&agreement, 2023);
    let proposal = settle(&agreement, 2024, &before, &seen);
    assert_eq!((proposal.counts.successes, proposal.more[0].at, proposal.more[0].counts.successes), (4, 12, 1));
    assert_eq!(proposal.amount, dkk("20750"));
    let mut other = observations(2024, 1, 1);
    other[0].at = 6;
    let error = propose(&agreement, case(2024, before, &other)).unwrap_err();
    assert_eq!(error.to_string(), "P033 participant=p0000000 measure=work-or-education at=6");
}

/// The settlement of a year in which nobody's window closes.
fn settle_empty(agreement: &Agreement, year: i16) -> Vec<PostedBefore> {
    vec![posted(&settle(agreement, year, &[], &[]))]
}
