//! Restatement: differences by hand, and the law that old data settled and put right with new data give everyone what the
//! new data give alone.

use std::collections::BTreeMap;

use proptest::prelude::*;
use virkning_engine::{
    Again, due_now, keep_answers, kept_back, posted_before, posting, propose, release_proposal, restate, restate_years,
    restatement_proposal,
};
use virkning_model::agreement::*;
use virkning_model::expression::Number;
use virkning_model::ledger::{AccountPurpose, PostingKind};
use virkning_model::observation::{Arm, Observation, Outcome, Situation, Unclarified};
use virkning_model::settlement::{Part, Proposal, RestatedYear, Restatement, RestatementCause};
use virkning_model::{Currency, Money};

use crate::limits::{limit, over, shared};
use crate::support::*;

/// What is posted while editions follow each other.
#[derive(Default)]
struct Office {
    years: Vec<RestatedYear>,
    posted: Vec<Proposal>,
}

impl Office {
    /// Settles the next measured year with an edition, whose observations stand year by year.
    fn settle(&mut self, agreement: &Agreement, edition: u8, seen: &[Vec<Observation>]) -> &Proposal {
        let restated = self.restated(agreement, edition, seen);
        let year = 2024 + i16::try_from(self.years.len()).unwrap();
        let mut case = case(year, restated.posted, &seen[self.years.len()]);
        case.inputs.snapshot_content = hash(edition);
        let proposal = Proposal { restated: restated.restated, ..propose(agreement, case).unwrap() };
        self.take(proposal)
    }

    fn restated(
        &self,
        agreement: &Agreement,
        edition: u8,
        seen: &[Vec<Observation>],
    ) -> virkning_engine::RestatedYears {
        let years = self.years.iter().zip(seen).map(|(original, seen)| {
            let mut case = case(original.measured_year, Vec::new(), seen);
            case.inputs.snapshot_content = hash(edition);
            Again { original: original.clone(), case, kept_answers: 0 }
        });
        restate_years(agreement, years.collect()).unwrap()
    }

    fn take(&mut self, proposal: Proposal) -> &Proposal {
        let id = proposal_id(proposal.measured_year);
        for restatement in &proposal.restated {
            let place = self.years.iter().position(|year| year.measured_year == restatement.measured_year).unwrap();
            self.years[place] = self.years[place].clone().then(id.clone(), restatement);
        }
        if proposal.part == Part::Settlement {
            self.years.push(RestatedYear::of(id, hash(6), &proposal));
        }
        self.posted.push(proposal);
        self.posted.last().unwrap()
    }
}

/// Sums by payer and receiver, with the differences; sums of nothing are left out.
fn totals<'a>(proposals: impl IntoIterator<Item = &'a Proposal>) -> BTreeMap<(AccountHolder, String), Money> {
    let mut totals = BTreeMap::new();
    for proposal in proposals {
        let own = proposal.lines.iter().map(|line| (&line.from, &line.to, line.amount));
        let differences = proposal.restated.iter().flat_map(|restated| &restated.lines);
        for (from, to, amount) in own.chain(differences.map(|line| (&line.from, &line.to, line.amount))) {
            *totals.entry((from.clone(), to.to_string())).or_insert(dkk("0")) += amount;
        }
    }
    totals.retain(|_, amount| !amount.is_zero());
    totals
}

/// Every year of an edition settled with nothing else ever known.
fn alone(agreement: &Agreement, seen: &[Vec<Observation>]) -> Vec<Proposal> {
    let mut before = Vec::new();
    let mut proposals = Vec::new();
    for (year, seen) in (2024..).zip(seen) {
        let proposal = propose(agreement, case(year, before.clone(), seen)).unwrap();
        before.push(posted(&proposal));
        proposals.push(proposal);
    }
    proposals
}

fn uncapped() -> Agreement {
    let mut agreement = ips_plus();
    agreement.limits.clear();
    agreement
}

fn edition(successes: &[u32]) -> Vec<Vec<Observation>> {
    (2024..).zip(successes).map(|(year, met)| observations(year, 60, *met)).collect()
}

#[test]
fn a_later_edition_pays_the_difference_with_the_next_settlement() {
    let agreement = uncapped();
    let mut office = Office::default();
    office.settle(&agreement, 10, &edition(&[15]));
    let second = office.settle(&agreement, 11, &edition(&[17, 20])).clone();
    // 2 more at 4,150 kr; 20 of the own year are 83,000 kr.
    assert_eq!((second.amount, second.payable()), (dkk("83000"), dkk("91300")));
    let [restated] = &second.restated[..] else { panic!("one year") };
    assert_eq!((restated.measured_year, restated.amount), (2024, dkk("8300")));
    assert_eq!((restated.old.amount, restated.new.amount), (dkk("62250"), dkk("70550")));
    assert_eq!((restated.old.counts[0].successes, restated.new.counts[0].successes), (15, 17));
    let [RestatementCause::Register { old, new, .. }] = &restated.causes[..] else { panic!("{:?}", restated.causes) };
    assert_eq!((old, new), (&hash(10), &hash(11)));
    // The account is as if the difference had been received with the year that it belongs to.
    assert_eq!(second.inputs.posted_before[0].paid[0].1, dkk("70550"));
    assert_eq!(second.accounts[0].received, dkk("153550"));
    let made = posting(&agreement, proposal_id(2025), &second).unwrap();
    let entries: Vec<_> = made.entries().iter().map(|entry| (entry.measured_year, entry.amount)).collect();
    assert_eq!(made.kind(), PostingKind::Settlement);
    assert_eq!(entries[0], (Some(2025), dkk("83000")));
    assert_eq!(entries[4], (Some(2024), dkk("8300")));
    assert!(made.entries().iter().all(|entry| entry.accounting_year == 2026));
    // A third edition that says what the first said takes it back, from what was last restated.
    let third = office.settle(&agreement, 12, &edition(&[15, 20, 10])).clone();
    assert_eq!((third.restated[0].amount, third.payable()), (dkk("-8300"), dkk("33200")));
    assert_eq!(third.restated[0].after, [proposal_id(2025)]);
    let made = posting(&agreement, proposal_id(2026), &third).unwrap();
    let less = &made.entries()[4..8];
    assert_eq!((less[0].account.purpose, less[0].amount), (AccountPurpose::OutcomePaymentPaid, dkk("-8300")));
    assert_eq!((less[2].account.purpose, less[2].amount), (AccountPurpose::Receivable, dkk("-8300")));
}

#[test]
fn nothing_new_restates_nothing() {
    let agreement = uncapped();
    let mut office = Office::default();
    office.settle(&agreement, 10, &edition(&[15]));
    // A later edition with the same answers, and then the same edition again.
    assert!(office.settle(&agreement, 11, &edition(&[15, 20])).restated.is_empty());
    assert!(office.restated(&agreement, 11, &edition(&[15, 20])).restated.is_empty());
    assert!(office.posted[1].part.is_settlement());
}

#[test]
fn a_cap_counts_a_difference_on_the_day_of_the_year_it_belongs_to() {
    let mut agreement = uncapped();
    agreement.limits = vec![limit("most", "100000", LimitOver::Investor(party("rsi")))];
    let mut office = Office::default();
    // 20 successes are 83,000 kr; 25 would be 103,750 kr, of which 100,000 kr are allowed.
    office.settle(&agreement, 10, &edition(&[20]));
    let second = office.settle(&agreement, 11, &edition(&[25, 1])).clone();
    assert_eq!(second.restated[0].amount, dkk("17000"));
    assert_eq!(second.restated[0].lines[0].over_cap, dkk("3750"));
    // What was left of the limit went to 2024; 2025 has none of it.
    assert_eq!((second.amount, second.over_cap), (dkk("0"), dkk("4150")));
}

#[test]
fn a_year_without_changed_data_follows_an_earlier_one() {
    let mut agreement = uncapped();
    agreement.limits = vec![limit("most", "100000", LimitOver::Investor(party("rsi")))];
    let mut office = Office::default();
    office.settle(&agreement, 10, &edition(&[20]));
    office.settle(&agreement, 10, &edition(&[20, 10]));
    // 17,000 kr were left for 2025; with 24 successes in 2024 only 400 kr are.
    let mut seen = edition(&[24, 10, 0]);
    let years = office.years.clone();
    let mut first = case(2024, Vec::new(), &seen[0]);
    first.inputs.snapshot_content = hash(11);
    let mut second = case(2025, Vec::new(), &seen[1]);
    second.inputs.snapshot_content = hash(10);
    let again = |original: &RestatedYear, case| Again { original: original.clone(), case, kept_answers: 3 };
    let restated = restate_years(&agreement, vec![again(&years[0], first), again(&years[1], second)]).unwrap();
    let amounts: Vec<Money> = restated.restated.iter().map(|one| one.amount).collect();
    assert_eq!(amounts, [dkk("16600"), dkk("-16600")]);
    assert_eq!(restated.restated[1].causes, [RestatementCause::EarlierYear]);
    assert_eq!(restated.restated[0].kept_answers, 3);
    // Without a new measured year the differences come alone.
    let last = restated.again.last().unwrap();
    let alone = restatement_proposal(last, restated.restated.clone(), 1, day("2027-06-30")).unwrap();
    assert_eq!((alone.amount, alone.payable(), alone.due), (dkk("0"), dkk("0"), day("2027-06-30")));
    assert_eq!(alone.part.to_string(), "restatement-1");
    let made = posting(&agreement, proposal_id(1), &alone).unwrap();
    assert_eq!((made.kind(), made.entries().len()), (PostingKind::Restatement, 8));
    assert_eq!(restatement_proposal(last, Vec::new(), 1, day("2027-06-30")), None);
    office.take(alone);
    seen.truncate(2);
    assert!(office.restated(&agreement, 12, &seen).restated.is_empty());
}

#[test]
fn what_was_kept_back_is_put_right_while_it_is_kept() {
    let mut agreement = uncapped();
    agreement.payments[0].held_back = Some(HeldBack { share: decimal("0.10"), until: day("2026-06-30") });
    let mut office = Office::default();
    office.settle(&agreement, 10, &edition(&[10]));
    let second = office.settle(&agreement, 11, &edition(&[12, 0])).clone();
    // 2 more are 8,300 kr: 7,470 now and 830 with what was kept back, 4,150.
    let now: Vec<Money> = due_now(&agreement, &second).iter().map(|transfer| transfer.amount).collect();
    assert_eq!(now, [dkk("7470")]);
    let kept: Vec<_> = kept_back(&agreement, &second).into_iter().map(|(day, kept)| (day, kept.amount)).collect();
    assert_eq!(kept, [(day("2026-06-30"), dkk("830"))]);
    let by = [(second.due, &second.restated[0])];
    let released = release_proposal(&office.posted[0], &by, day("2026-06-30")).unwrap();
    assert_eq!((released.amount, released.part.to_string()), (dkk("4980"), "release-2026-06-30".to_owned()));
    let made = posting(&agreement, proposal_id(1), &released).unwrap();
    assert_eq!((made.kind(), made.date(), made.entries()[0].amount), (PostingKind::Release, released.due, dkk("4980")));
    assert_eq!(release_proposal(&office.posted[0], &by, day("2026-07-01")), None);
    // A third edition after that day: everything that differs is due at once.
    let third = office.settle(&agreement, 12, &edition(&[13, 0, 0])).clone();
    assert_eq!(due_now(&agreement, &third)[0].amount, dkk("4150"));
    assert!(kept_back(&agreement, &third).is_empty());
}

fn undecided(number: u32, why: Unclarified) -> Observation {
    let seen = observations(2024, number + 1, 0).pop().unwrap();
    Observation { outcome: Outcome::Unclarified(why), situation: Situation::Unclarified, ..seen }
}

#[test]
fn whom_the_newer_edition_does_not_decide_keeps_the_earlier_answer() {
    let mut earlier = observations(2024, 4, 2);
    earlier.push(undecided(4, Unclarified::NotInExtract));
    let mut newer = observations(2024, 3, 0);
    newer[0] = undecided(0, Unclarified::NotInExtract);
    newer.push(undecided(3, Unclarified::UnknownCode { code: 998 }));
    newer.push(undecided(4, Unclarified::NotInExtract));
    let merged = keep_answers(&earlier, newer);
    let outcomes: Vec<Outcome> = merged.observations.iter().map(|seen| seen.outcome).collect();
    let nobody_knows = Outcome::Unclarified(Unclarified::NotInExtract);
    // 0 keeps success, 1 is decided anew, 2 was never in doubt, 3 keeps no success, 4 nobody has ever decided.
    let expected = [Outcome::Success, Outcome::NoSuccess, Outcome::NoSuccess, Outcome::NoSuccess, nobody_knows];
    assert_eq!(outcomes, expected);
    assert_eq!(merged.observations[0].situation, Situation::Employed);
    let kept: Vec<_> = merged.kept.iter().map(|kept| (kept.participant.clone(), kept.kept, kept.newer)).collect();
    let unknown = Unclarified::UnknownCode { code: 998 };
    assert_eq!(
        kept,
        [(alias(0), Outcome::Success, Unclarified::NotInExtract), (alias(3), Outcome::NoSuccess, unknown)]
    );
    // Who is no longer looked at does not come back.
    assert_eq!(keep_answers(&earlier, Vec::new()).observations, []);
}

#[test]
fn a_line_that_is_gone_is_taken_back() {
    let agreement = uncapped();
    let first = propose(&agreement, case(2024, Vec::new(), &observations(2024, 60, 10))).unwrap();
    let year = RestatedYear::of(proposal_id(2024), hash(6), &first);
    let mut other = agreement.clone();
    other.payments[0].from = vec![PayerShare::whole(holder("aarhus", Some("decentral")))];
    let again = propose(&other, case(2024, Vec::new(), &observations(2024, 60, 10))).unwrap();
    let restated: Restatement = restate(&year, &again).unwrap();
    let lines: Vec<_> = restated.lines.iter().map(|line| (line.from.clone(), line.amount)).collect();
    let (central, decentral) = (holder("aarhus", Some("central")), holder("aarhus", Some("decentral")));
    assert_eq!(lines, [(decentral, dkk("41500")), (central, dkk("-41500"))]);
    assert_eq!(restated.amount, dkk("0"));
    assert_eq!(posted_before(proposal_id(2024), hash(6), &again), posted(&again));
}

const METHODS: [ReturnCapMethod; 3] = [ReturnCapMethod::Compound, ReturnCapMethod::Simple, ReturnCapMethod::PerYear];

fn tariff(agreement: &mut Agreement, kind: u8) {
    let payment = &mut agreement.payments[0];
    let amount = |text| StepPay::Amount(dkk(text));
    let step = |from: &str, pays| Step { from: decimal(from), pays };
    match kind {
        1 => {
            payment.per = PaidPer::Rate;
            let of_capital = StepPay::ShareOfCapital(decimal("0.01"));
            payment.tariff = Tariff::Ladder(vec![
                step("0.2", amount("10000.01")),
                step("0.4", of_capital),
                step("0.7", amount("33333.33")),
            ]);
        }
        2 => {
            // More without than with is saved; a year below zero is carried forward.
            payment.per = PaidPer::Saving;
            payment.tariff = Tariff::Share(decimal("0.35"));
            payment.carry_forward = CarryForward::NegativeYears;
            let measure = &mut agreement.measures[0];
            (measure.success, measure.value) = (None, Some(Number::MeanOfRatios));
            measure.baseline_value = Some(decimal("500"));
        }
        _ => {}
    }
}

/// Two payers, two investors, any limits, caps of every method, prices, ladders and savings.
fn agreements() -> impl Strategy<Value = Agreement> {
    let limits = prop::collection::vec((over(), 0_i128..8_000_000), 0..4);
    let capped = prop::option::of((0_usize..3, 0_i64..2_000, 1_i128..3_000_000));
    (limits, capped, 1_u32..4, 1_u32..7, any::<bool>(), 0_u8..3, any::<bool>()).prop_map(
        |(limits, capped, payer, receiver, in_order, kind, held_back)| {
            let limits = limits.into_iter().enumerate().map(|(number, (over, amount))| {
                let rule = LimitRule::AtMost { amount: Some(Money::from_minor(Currency::DKK, amount)), over };
                Limit { id: term(&format!("limit-{number}")), rule, clause: clause(72), origin: None }
            });
            let mut agreement = shared(limits.collect());
            if let Some((method, rate, capital)) = capped {
                let cap = ips_plus().limits.remove(0);
                agreement.limits.insert(0, cap);
                set_cap(&mut agreement, virkning_model::Decimal::new(rate, 4), METHODS[method]);
                agreement.funding[0].amount = Some(Money::from_minor(Currency::DKK, capital));
            }
            agreement.payments[0].from[0].share = Share::Parts(payer);
            agreement.payments[0].to[0].share = Share::Parts(receiver);
            if in_order {
                agreement.payments[0].to_order = ReceiverOrder::InOrder;
            }
            if held_back {
                let kept = HeldBack { share: decimal("0.123"), until: day("2026-06-30") };
                agreement.payments[0].held_back = Some(kept);
            }
            tariff(&mut agreement, kind);
            agreement
        },
    )
}

/// What an edition says of four years: each person has an outcome and a value.
fn editions() -> impl Strategy<Value = Vec<Vec<Vec<Observation>>>> {
    let outcome = prop_oneof![
        3 => Just(Outcome::Success),
        3 => Just(Outcome::NoSuccess),
        1 => Just(Outcome::Unclarified(Unclarified::NotInExtract)),
    ];
    let person = (outcome, 0_i64..100_000);
    let year = prop::collection::vec(person, 0..12);
    let edition = prop::collection::vec(year, 4);
    prop::collection::vec(edition, 4).prop_map(|editions| {
        let people = |(year, people): (i16, Vec<(Outcome, i64)>)| {
            let one = |(number, (outcome, value)): (u32, (Outcome, i64))| Observation {
                participant: alias(number),
                measure: measure_id(),
                year,
                outcome,
                situation: Situation::None,
                at: 0,
                value: Some(virkning_model::Decimal::new(value, 2)),
                arm: Arm::Treatment,
            };
            (0..).zip(people).map(one).collect()
        };
        let edition = |years: Vec<Vec<(Outcome, i64)>>| (2024..).zip(years).map(people).collect();
        editions.into_iter().map(edition).collect()
    })
}

fn sum(amounts: impl Iterator<Item = Money>) -> Money {
    amounts.fold(dkk("0"), |all, amount| all + amount)
}

/// What is due at once and what is released later come to what is payable in all.
fn everything_falls_due(agreement: &Agreement, office: &Office) {
    let now = office.posted.iter().flat_map(|proposal| due_now(agreement, proposal));
    let now = sum(now.map(|transfer| transfer.amount));
    let by: Vec<_> = office
        .posted
        .iter()
        .flat_map(|proposal| proposal.restated.iter().map(move |restated| (proposal.due, restated)))
        .collect();
    let released = office.posted.iter().filter_map(|settled| release_proposal(settled, &by, day("2026-06-30")));
    let released = sum(released.map(|proposal| proposal.amount));
    assert_eq!(now + released, sum(office.posted.iter().map(Proposal::payable)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn old_data_put_right_are_new_data(agreement in agreements(), editions in editions()) {
        let mut office = Office::default();
        for (number, edition) in (10..).zip(&editions) {
            let proposal = office.settle(&agreement, number, edition).clone();
            for restated in &proposal.restated {
                prop_assert_eq!(sum(restated.lines.iter().map(|line| line.amount)), restated.amount);
                prop_assert_eq!(restated.new.amount - restated.old.amount, restated.amount);
                prop_assert!(restated.lines.iter().all(|line| line.new - line.old == line.amount));
            }
            posting(&agreement, proposal_id(proposal.measured_year), &proposal).unwrap();
        }
        let alone = alone(&agreement, editions.last().unwrap());
        prop_assert_eq!(totals(&office.posted), totals(&alone));
        for (year, alone) in office.years.iter().zip(&alone) {
            let of = |lines: Vec<virkning_model::settlement::RestatedLine>| -> BTreeMap<_, _> {
                let paid = lines.into_iter().filter(|line| !line.amount.is_zero() || !line.over_cap.is_zero());
                paid.map(|line| ((line.from, line.to), (line.amount, line.over_cap))).collect()
            };
            let direct = virkning_model::settlement::RestatedLine::all(&alone.lines);
            prop_assert_eq!(of(year.lines.clone()), of(direct));
            prop_assert_eq!(year.figures.amount, alone.amount);
        }
        everything_falls_due(&agreement, &office);
        // Once more with the same data: nothing.
        prop_assert!(office.restated(&agreement, 99, editions.last().unwrap()).restated.is_empty());
    }

    #[test]
    fn a_restatement_alone_does_the_same(agreement in agreements(), editions in editions()) {
        let mut office = Office::default();
        for _ in 0..4 {
            office.settle(&agreement, 10, &editions[0]);
        }
        prop_assert!(office.posted.iter().all(|proposal| proposal.restated.is_empty()));
        for (number, edition) in (1..).zip(&editions[1..]) {
            let restated = office.restated(&agreement, 11, edition);
            let last = restated.again.last().unwrap();
            if let Some(alone) = restatement_proposal(last, restated.restated.clone(), number, day("2029-01-31")) {
                prop_assert_eq!(alone.payable(), sum(alone.restated.iter().map(|one| one.amount)));
                office.take(alone);
            }
        }
        prop_assert_eq!(totals(&office.posted), totals(&alone(&agreement, editions.last().unwrap())));
    }

    #[test]
    fn kept_answers_are_what_the_earlier_edition_decided(editions in editions()) {
        for (earlier, newer) in editions[0].iter().zip(&editions[1]) {
            let merged = keep_answers(earlier, newer.clone());
            prop_assert_eq!(merged.observations.len(), newer.len());
            for (merged, newer) in merged.observations.iter().zip(newer) {
                let before = earlier.iter().find(|seen| seen.participant == newer.participant);
                let clear = |seen: &Observation| !matches!(seen.outcome, Outcome::Unclarified(_));
                let expected = if clear(newer) { newer } else { before.filter(|seen| clear(seen)).unwrap_or(newer) };
                prop_assert_eq!(merged, expected);
            }
            // Laid over itself nothing changes.
            prop_assert_eq!(&keep_answers(newer, newer.clone()).observations, newer);
        }
    }
}
