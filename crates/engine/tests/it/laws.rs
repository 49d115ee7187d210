//! Laws that hold for any counts, rates and terms: parts add up, caps only take away, order does not matter.

use proptest::prelude::*;
use rust_decimal::Decimal;
use virkning_engine::{Expected, NoTrace, ProposeError, Totals, compile, plan, posting, propose, read_trace, trace};
use virkning_model::agreement::{Agreement, ReturnCapMethod};
use virkning_model::observation::{Observation, Outcome, Situation, Unclarified};
use virkning_model::{Currency, Money, Rounding};

use crate::support::*;

const METHODS: [ReturnCapMethod; 3] = [ReturnCapMethod::Compound, ReturnCapMethod::Simple, ReturnCapMethod::PerYear];

/// Terms within stated ranges: instalment up to 1 m kr, price up to 50,000 kr, return up to 20 %.
fn terms() -> impl Strategy<Value = Agreement> {
    let rounding = prop_oneof![Just(Rounding::HalfUp), Just(Rounding::HalfEven), Just(Rounding::Down)];
    (0_i128..100_000_000, 0_i128..5_000_000, 0_i64..2_000, 0_usize..3, rounding).prop_map(
        |(instalment, price, annual_return, method, rounding)| {
            let mut agreement = ips_plus();
            agreement.rounding = rounding;
            agreement.funding[0].amount = Some(Money::from_minor(Currency::DKK, instalment));
            set_price(&mut agreement, Money::from_minor(Currency::DKK, price));
            set_cap(&mut agreement, Decimal::new(annual_return, 4), METHODS[method]);
            agreement
        },
    )
}

/// Whole successes in each of the seven measured years.
fn successes() -> impl Strategy<Value = [u32; 7]> {
    [0_u32..=60, 0..=140, 0..=220, 0..=300, 0..=300, 0..=300, 0..=300]
}

const ELIGIBLE: [u32; 7] = [60, 140, 220, 300, 300, 300, 300];

fn totals(agreement: &Agreement, successes: &[u32; 7]) -> Totals {
    let program = compile(agreement).unwrap();
    let count = |line: &virkning_engine::ProgramLine, _: &virkning_engine::PaymentTerm| {
        let place = usize::from(line.measured_year.unsigned_abs()) - 2024;
        Expected::new(Decimal::from(ELIGIBLE[place]), Decimal::from(successes[place]))
    };
    program.run(&mut program.accounts(), count, &mut NoTrace).unwrap()
}

fn outcome() -> impl Strategy<Value = (Outcome, Situation)> {
    let outcome = prop_oneof![
        Just(Outcome::Success),
        Just(Outcome::NoSuccess),
        Just(Outcome::Unclarified(Unclarified::NotInExtract)),
        any::<u16>().prop_map(|code| Outcome::Unclarified(Unclarified::UnknownCode { code })),
    ];
    (outcome, (0_usize..7).prop_map(|place| Situation::ALL[place]))
}

fn seen() -> impl Strategy<Value = Vec<Observation>> {
    let people = prop::collection::btree_map(0_u32..1_000, outcome(), 0..60);
    people.prop_map(|people| {
        let one = |(number, (outcome, situation))| Observation {
            participant: alias(number),
            measure: measure_id(),
            year: 2024,
            outcome,
            situation,
            at: 0,
            value: None,
            arm: virkning_model::observation::Arm::Treatment,
        };
        people.into_iter().map(one).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_cap_only_takes_away_and_methods_are_ordered(agreement in terms(), successes in successes()) {
        let under = |method: Option<ReturnCapMethod>| {
            let mut agreement = agreement.clone();
            match method {
                Some(method) => {
                    let (annual_return, _) = cap_of(&agreement.limits[0]);
                    set_cap(&mut agreement, annual_return, method);
                }
                None => agreement.limits.clear(),
            }
            totals(&agreement, &successes)
        };
        let [compound, simple, per_year] = METHODS.map(|method| under(Some(method)));
        let none = under(None);
        // Each year's earning is rounded to øre, which can move a total by one øre a year.
        let slack = Money::from_minor(Currency::DKK, 9);
        prop_assert!(compound.amount <= none.amount);
        prop_assert!(simple.amount <= compound.amount + slack);
        prop_assert!(per_year.amount <= simple.amount);
        for totals in [compound, simple, per_year] {
            prop_assert_eq!(totals.amount + totals.over_cap, none.amount);
        }
    }

    #[test]
    fn settled_year_by_year_it_is_what_the_program_pays_at_once(agreement in terms(), successes in successes()) {
        let counts: Vec<(i16, u32, u32)> =
            (2024..).zip(ELIGIBLE).zip(successes).map(|((year, people), met)| (year, people, met)).collect();
        let proposals = settle_all(&agreement, &counts);
        let zero = Money::zero(Currency::DKK);
        let sum = |of: fn(&virkning_model::settlement::Proposal) -> Money| {
            proposals.iter().fold(zero, |all, proposal| all + of(proposal))
        };
        let at_once = totals(&agreement, &successes);
        prop_assert_eq!(sum(|proposal| proposal.amount), at_once.amount);
        prop_assert_eq!(sum(|proposal| proposal.over_cap), at_once.over_cap);
    }

    #[test]
    fn the_settlement_is_the_plan_when_its_counts_come_true(agreement in terms(), share in 0_u32..=20) {
        // Every planned number of people is divisible by twenty, so these expected counts are whole.
        let mut agreement = agreement;
        let rate = Decimal::from(share) / Decimal::from(20);
        agreement.measures[0].expected = Some(rates(&rate.to_string(), &rate.to_string()));
        let counts: Vec<(i16, u32, u32)> =
            (2024..).zip(ELIGIBLE).map(|(year, people)| (year, people, people * share / 20)).collect();
        let plan = plan(&agreement).unwrap();
        for (proposal, planned) in settle_all(&agreement, &counts).iter().zip(&plan.payments) {
            prop_assert_eq!((proposal.amount, proposal.over_cap), (planned.amount, planned.over_cap));
            prop_assert_eq!(proposal.due, planned.due);
            let expected = proposal.expected.as_ref().unwrap();
            prop_assert_eq!((expected.amount, expected.successes), (planned.amount, proposal.lines[0].quantity));
        }
    }

    #[test]
    fn lines_add_up_and_postings_balance(agreement in terms(), price in 0_i64..10_000, seen in seen()) {
        let agreement = with_second_investor(agreement, &price.to_string());
        let proposal = propose(&agreement, case(2024, Vec::new(), &seen)).unwrap();
        let zero = Money::zero(Currency::DKK);
        let amount = proposal.lines.iter().fold(zero, |all, line| all + line.amount);
        let over_cap = proposal.lines.iter().fold(zero, |all, line| all + line.over_cap);
        prop_assert_eq!((amount, over_cap), (proposal.amount, proposal.over_cap));
        for line in &proposal.lines {
            prop_assert_eq!(line.amount + line.over_cap, line.due);
            prop_assert!(!line.amount.is_negative() && !line.over_cap.is_negative());
        }
        let counts = &proposal.counts;
        prop_assert_eq!(counts.successes + counts.no_success + counts.unclarified, counts.eligible);
        prop_assert_eq!(counts.situations.iter().map(|one| one.people).sum::<u64>(), counts.eligible);
        prop_assert_eq!(counts.situations.iter().map(|one| one.successes).sum::<u64>(), counts.successes);
        let posting = posting(&agreement, proposal_id(2024), &proposal).unwrap();
        let debit = posting.entries().iter().filter(|entry| !entry.amount.is_negative());
        // Once in the payers' books and once in the receivers'.
        prop_assert_eq!(debit.fold(zero, |all, entry| all + entry.amount), proposal.amount + proposal.amount);
    }

    #[test]
    fn the_order_of_observations_does_not_matter(seen in seen().prop_shuffle(), agreement in terms()) {
        let mut sorted = seen.clone();
        sorted.sort_by(|one, next| one.participant.cmp(&next.participant));
        prop_assert_eq!(trace(&measure_id(), 2024, &seen), trace(&measure_id(), 2024, &sorted));
        let proposal = |seen: &[Observation]| propose(&agreement, case(2024, Vec::new(), seen)).unwrap();
        prop_assert_eq!(proposal(&seen), proposal(&sorted));
        prop_assert_eq!(read_trace(&trace(&measure_id(), 2024, &seen)).unwrap().observations, sorted);
    }

    #[test]
    fn nobody_is_paid_for_twice(seen in seen(), again in any::<prop::sample::Index>()) {
        prop_assume!(!seen.is_empty());
        let mut twice = seen;
        let one = again.get(&twice).clone();
        let participant = one.participant.clone();
        twice.push(one);
        let result = propose(&ips_plus(), case(2024, Vec::new(), &twice));
        prop_assert_eq!(result, Err(ProposeError::SeenTwice { participant }));
    }

    #[test]
    fn bytes_that_are_no_trace_do_not_harm(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read_trace(&bytes);
    }

    #[test]
    fn savings_are_divided_without_loss(weights in [0_u32..1_000, 1..1_000, 0..1_000], starters in 0_u32..5_000) {
        let mut agreement = ips_plus();
        agreement.intake.by_year.insert(2023, starters);
        let shares = &mut agreement.savings[0].falls_to;
        shares.iter_mut().zip(weights).for_each(|(share, weight)| share.weight = Decimal::new(weight.into(), 3));
        let case = plan(&agreement).unwrap().business_case;
        for (place, year) in case.years.iter().enumerate() {
            let rows = case.rows.iter().map(|row| row.amounts[place]);
            let sum = rows.fold(Money::zero(Currency::DKK), |all, amount| all + amount);
            prop_assert_eq!(sum, case.net[place], "{}", year);
        }
    }
}
