//! Successes that two agreements claim: each rule, each tariff, and the law that nobody pays twice for one success without
//! having said so, whatever the cohorts and the order of posting.

use std::collections::BTreeSet;

use proptest::prelude::*;
use virkning_engine::{Other, overlaps, propose, restate, same_successes, successes};
use virkning_model::agreement::*;
use virkning_model::id::{AgreementId, Alias, MeasureId};
use virkning_model::observation::{Observation, Outcome, Situation};
use virkning_model::overlap::{OverlapRule, OverlapTerm, OverlapUsed, SameSuccess};
use virkning_model::settlement::{Proposal, RestatedYear, RestatementCause};

use crate::support::*;

fn named(id: &str) -> Agreement {
    Agreement { id: AgreementId::new(id).unwrap(), ..ips_plus() }
}

fn says(with: &str, rule: OverlapRule) -> OverlapTerm {
    OverlapTerm {
        id: term("other-programme"),
        with: AgreementId::new(with).unwrap(),
        rule,
        same: Vec::new(),
        clause: clause(72),
        origin: None,
    }
}

fn people(numbers: &[u32]) -> BTreeSet<(MeasureId, Alias)> {
    numbers.iter().map(|number| (measure_id(), alias(*number))).collect()
}

/// Another agreement that has paid for some, and looks at some.
fn other(paid: &[u32], looked_at: &[u32]) -> Other {
    Other {
        agreement: named("ungifokus"),
        people: 4,
        posted: vec![(proposal_id(2024), hash(7))],
        paid: people(paid),
        looked_at: people(looked_at),
    }
}

fn settle(agreement: &Agreement, seen: &[Observation], others: &[Other]) -> Proposal {
    let mut case = case(2024, Vec::new(), seen);
    case.inputs.overlaps = overlaps(agreement, 2024, seen, &[], others).unwrap();
    propose(agreement, case).unwrap()
}

/// Five people of whom the first three succeed; the other agreement has paid for the first and the last, and looks at the
/// first two and the last.
#[test]
fn each_rule_pays_where_it_says() {
    let check = |rule: Option<OverlapRule>, amount: &str, not_paid: &[u32], both: u64| {
        let mut agreement = ips_plus();
        agreement.overlaps = rule.map(|rule| says("ungifokus", rule)).into_iter().collect();
        let proposal = settle(&agreement, &observations(2024, 5, 3), &[other(&[0, 4], &[0, 1, 4])]);
        assert_eq!(proposal.amount, dkk(amount), "{rule:?}");
        assert_eq!((proposal.counts.eligible, proposal.counts.successes), (5, 3), "the results stay: {rule:?}");
        assert_eq!(proposal.counts.paid_elsewhere, not_paid.len() as u64, "{rule:?}");
        let expected = OverlapUsed {
            with: AgreementId::new("ungifokus").unwrap(),
            rule: rule.unwrap_or(OverlapRule::First),
            term: rule.map(|_| term("other-programme")),
            people: 4,
            posted: vec![(proposal_id(2024), hash(7))],
            paid_in_both: both,
            not_paid: not_paid.iter().map(|number| (measure_id(), alias(*number))).collect(),
        };
        assert_eq!(proposal.inputs.overlaps, [expected], "{rule:?}");
    };
    // 4,150 kr a success.
    check(None, "8300", &[0], 0);
    check(Some(OverlapRule::First), "8300", &[0], 0);
    check(Some(OverlapRule::Both), "12450", &[], 1);
    check(Some(OverlapRule::Here), "12450", &[], 1);
    check(Some(OverlapRule::There), "4150", &[0, 1], 0);
}

#[test]
fn a_term_about_another_agreement_says_nothing_about_this_one() {
    let mut agreement = ips_plus();
    agreement.overlaps = vec![says("havnen", OverlapRule::Both)];
    let proposal = settle(&agreement, &observations(2024, 5, 3), &[other(&[0], &[])]);
    assert_eq!(proposal.amount, dkk("8300"));
    assert_eq!(proposal.inputs.overlaps[0].term, None);
}

/// What one rule leaves to one agreement is not also paid in both because another rule would allow it.
#[test]
fn two_others_with_different_rules() {
    let mut agreement = ips_plus();
    agreement.overlaps = vec![says("ungifokus", OverlapRule::Both)];
    let second = Other { agreement: named("havnen"), ..other(&[0, 1], &[]) };
    let proposal = settle(&agreement, &observations(2024, 5, 3), &[other(&[0, 2], &[]), second]);
    assert_eq!(proposal.amount, dkk("4150"));
    let used = &proposal.inputs.overlaps;
    assert_eq!([&used[0].with, &used[1].with].map(AgreementId::as_str), ["havnen", "ungifokus"]);
    assert_eq!((used[0].not_paid.len(), used[1].paid_in_both), (2, 1), "the first is left to havnen alone");
}

#[test]
fn nobody_in_common_leaves_no_mark() {
    let proposal = settle(&ips_plus(), &observations(2024, 5, 3), &[]);
    assert_eq!((proposal.inputs.overlaps, proposal.counts.paid_elsewhere), (Vec::new(), 0));
}

/// A measure claims what another of the same source claims, unless the term says which do.
#[test]
fn which_measures_claim_the_same() {
    let here = ips_plus();
    let mut there = named("ungifokus");
    let mut reported = there.measures[0].clone();
    (reported.id, reported.source) = (MeasureId::new("certificate").unwrap(), "reported".to_owned());
    there.measures.push(reported);
    let mut payment = there.payments[0].clone();
    payment.measure = MeasureId::new("certificate").unwrap();
    there.payments.push(payment);
    let pair = |here: &str, there: &str| SameSuccess {
        here: MeasureId::new(here).unwrap(),
        there: MeasureId::new(there).unwrap(),
    };
    assert_eq!(same_successes(&here, &there, None), [pair("work-or-education", "work-or-education")]);
    let mut term = says("ungifokus", OverlapRule::First);
    assert_eq!(same_successes(&here, &there, Some(&term)), [pair("work-or-education", "work-or-education")]);
    term.same = vec![pair("work-or-education", "certificate")];
    assert_eq!(same_successes(&here, &there, Some(&term)), term.same);
    // A payment for taking part claims no success.
    there.payments[0].per = PaidPer::Participant;
    assert_eq!(same_successes(&here, &there, None), []);
}

/// Five people, three successes, two of which are another agreement's.
#[test]
fn each_tariff_leaves_out_what_is_paid_elsewhere() {
    let check = |change: &dyn Fn(&mut Payment), amount: &str| {
        let mut agreement = ips_plus();
        agreement.limits.clear();
        agreement.measures[0].baseline = Some(decimal("0.10"));
        change(&mut agreement.payments[0]);
        let proposal = settle(&agreement, &observations(2024, 5, 3), &[other(&[0, 1], &[])]);
        assert_eq!(proposal.amount, dkk(amount));
    };
    let price = || Tariff::Price(dkk("1000"));
    check(&|payment| payment.tariff = price(), "1000");
    // Whoever takes part has taken part.
    check(&|payment| (payment.per, payment.tariff) = (PaidPer::Participant, price()), "5000");
    // 1 - 0.10 x 5 = 0.5 beyond the baseline.
    check(&|payment| (payment.counted, payment.tariff) = (Counted::NetOfBaseline, price()), "500");
    // 1 of 5 is a rate of 0.20, which reaches the first step and not the second.
    let step = |from: &str, amount: &str| Step { from: decimal(from), pays: StepPay::Amount(dkk(amount)) };
    let ladder = || Tariff::Ladder(vec![step("0.20", "100"), step("0.25", "200"), step("0.6", "500")]);
    check(&|payment| (payment.per, payment.tariff) = (PaidPer::Rate, ladder()), "100");
}

/// Values: days of five people, of whom the last two are another agreement's.
#[test]
fn values_that_are_another_agreements_are_left_out() {
    let check = |per: PaidPer, tariff: Tariff, amount: &str| {
        let mut agreement = ips_plus();
        agreement.limits.clear();
        let measure = &mut agreement.measures[0];
        (measure.success, measure.baseline_value) = (None, Some(10.into()));
        (agreement.payments[0].per, agreement.payments[0].tariff) = (per, tariff);
        let mut seen = observations(2024, 5, 5);
        for (days, one) in (1..).zip(&mut seen) {
            one.value = Some(rust_decimal::Decimal::from(days));
        }
        let proposal = settle(&agreement, &seen, &[other(&[3, 4], &[])]);
        assert_eq!(proposal.amount, dkk(amount), "{per:?}");
    };
    // 1 + 2 + 3 days of 100 kr.
    check(PaidPer::Unit, Tariff::Price(dkk("100")), "600");
    // 3 x 10 days without, 6 with: half of 24 kr.
    check(PaidPer::Saving, Tariff::Share(decimal("0.5")), "12");
}

/// A limit per participant counts what is paid: nothing for a success that is paid elsewhere.
#[test]
fn a_limit_on_each_participant_counts_what_is_paid_here() {
    let mut agreement = ips_plus();
    agreement.limits = vec![Limit {
        id: term("per-person"),
        rule: LimitRule::AtMost { amount: Some(dkk("3000")), over: LimitOver::Participant { years: None } },
        clause: clause(73),
        origin: None,
    }];
    let proposal = settle(&agreement, &observations(2024, 5, 3), &[other(&[0], &[])]);
    assert_eq!((proposal.amount, proposal.over_cap), (dkk("6000"), dkk("2300")));
    let used: Vec<&Alias> = proposal.carried.participants.iter().map(|(_, alias, _)| alias).collect();
    assert_eq!(used, [&alias(1), &alias(2)]);
}

/// Once is counted once: an event that an earlier settlement has counted is no success that anybody claims.
#[test]
fn what_is_not_counted_is_not_claimed() {
    let mut agreement = ips_plus();
    agreement.measures[0].window =
        Window::Event { once: true, years: virkning_model::period::Years { from: 2024, to: 2030 } };
    agreement.measures[0].eligible = Eligibility::EnrolledByYearEnd;
    let seen = observations(2024, 3, 2);
    let first = propose(&agreement, case(2024, Vec::new(), &seen)).unwrap();
    let seen = observations(2025, 3, 3);
    let claimed = successes(&agreement, 2025, &seen, &[posted(&first)]).unwrap();
    assert_eq!(claimed, people(&[2]));
}

/// What another agreement has posted since is a cause of its own when a year is put right, and what is known of it then
/// stands in the place of what was known before.
#[test]
fn a_restated_year_names_the_overlap_as_its_cause() {
    let seen = observations(2024, 5, 3);
    let before = settle(&ips_plus(), &seen, &[]);
    let again = settle(&ips_plus(), &seen, &[other(&[0], &[])]);
    let original = RestatedYear::of(proposal_id(2024), hash(6), &before);
    let restated = restate(&original, &again).unwrap();
    assert_eq!((restated.amount, restated.new.amount), (dkk("-4150"), dkk("8300")));
    assert_eq!(restated.causes, [RestatementCause::Overlap { now: again.inputs.overlaps.clone() }]);
    let then = original.then(proposal_id(2025), &restated);
    assert_eq!(then.inputs.overlaps, again.inputs.overlaps);
    assert_eq!(restate(&then, &again), None);
    // More people in both who have not succeeded decide nothing.
    let more = settle(&ips_plus(), &seen, &[Other { people: 9, ..other(&[0], &[]) }]);
    assert_eq!(restate(&then, &more), None);
}

const PERSONS: u32 = 10;

/// One agreement of a random world: who takes part, and who of them succeeds as its register sees it.
#[derive(Clone, Debug)]
struct Cohort {
    takes_part: Vec<bool>,
    succeeds: Vec<bool>,
}

fn cohorts() -> impl Strategy<Value = (Vec<Cohort>, Vec<usize>)> {
    let persons = PERSONS as usize;
    let cohort = (prop::collection::vec(any::<bool>(), persons), prop::collection::vec(any::<bool>(), persons));
    let cohort = cohort.prop_map(|(takes_part, succeeds)| Cohort { takes_part, succeeds });
    prop::collection::vec(cohort, 2..5).prop_flat_map(|cohorts| {
        let order: Vec<usize> = (0..cohorts.len()).collect();
        (Just(cohorts), Just(order).prop_shuffle())
    })
}

/// The alias that a person has under an agreement.
fn alias_of(place: usize, person: u32) -> Alias {
    alias(u32::try_from(place).unwrap() * 1000 + person)
}

fn seen(place: usize, cohort: &Cohort) -> Vec<Observation> {
    let takes_part = (0..PERSONS).filter(|person| cohort.takes_part[*person as usize]);
    let one = |person: u32| Observation {
        participant: alias_of(place, person),
        outcome: if cohort.succeeds[person as usize] {
            Outcome::Success
        } else {
            Outcome::NoSuccess
        },
        situation: Situation::None,
        ..observations(2024, 1, 0).remove(0)
    };
    takes_part.map(one).collect()
}

/// What an agreement knows of another one when it is settled, as the store tells it.
fn known(place: usize, elsewhere: usize, cohorts: &[Cohort], paid: &[Option<BTreeSet<u32>>]) -> Other {
    let both = |person: &u32| {
        let takes_part = |place: usize| cohorts[place].takes_part[*person as usize];
        takes_part(place) && takes_part(elsewhere)
    };
    let here = |person: u32| (measure_id(), alias_of(place, person));
    let persons: Vec<u32> = (0..PERSONS).filter(both).collect();
    let paid_there = paid[elsewhere].clone().unwrap_or_default();
    Other {
        agreement: named(&format!("agreement-{elsewhere}")),
        people: persons.len() as u64,
        posted: Vec::new(),
        paid: persons.iter().filter(|person| paid_there.contains(person)).map(|person| here(*person)).collect(),
        looked_at: persons.iter().map(|person| here(*person)).collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn silent_agreements_pay_each_success_exactly_once((cohorts, order) in cohorts()) {
        let mut paid: Vec<Option<BTreeSet<u32>>> = vec![None; cohorts.len()];
        let mut amount = dkk("0");
        for place in order {
            let others: Vec<Other> =
                (0..cohorts.len()).filter(|other| *other != place).map(|other| known(place, other, &cohorts, &paid)).collect();
            let mut agreement = named(&format!("agreement-{place}"));
            agreement.limits.clear();
            let proposal = settle(&agreement, &seen(place, &cohorts[place]), &others);
            let elsewhere: BTreeSet<&Alias> =
                proposal.inputs.overlaps.iter().flat_map(|used| &used.not_paid).map(|(_, alias)| alias).collect();
            prop_assert_eq!(proposal.counts.paid_elsewhere, elsewhere.len() as u64);
            let counts = |person: &u32| {
                let own = cohorts[place].takes_part[*person as usize] && cohorts[place].succeeds[*person as usize];
                own && !elsewhere.contains(&alias_of(place, *person))
            };
            paid[place] = Some((0..PERSONS).filter(counts).collect());
            amount += proposal.amount;
        }
        // Whoever succeeds under one agreement or under several is paid for exactly once.
        let succeeds = |person: &u32| {
            cohorts.iter().any(|cohort| cohort.takes_part[*person as usize] && cohort.succeeds[*person as usize])
        };
        let people = i128::try_from((0..PERSONS).filter(succeeds).count()).unwrap();
        prop_assert_eq!(amount.minor(), dkk("4150").minor() * people);
        for person in 0..PERSONS {
            let times = paid.iter().flatten().filter(|paid| paid.contains(&person)).count();
            prop_assert!(times <= 1);
        }
    }
}
