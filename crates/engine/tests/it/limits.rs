//! Limits: each alone by hand, the order in which they act, and laws that hold for all of them together.

use proptest::prelude::*;
use rust_decimal::Decimal;
use virkning_engine::{Expected, NoTrace, Recording, compile, propose};
use virkning_model::agreement::{
    Agreement, Limit, LimitOver, LimitRule, PayerShare, ReceiverOrder, ReceiverShare, ReturnCapMethod, Share,
};
use virkning_model::settlement::Proposal;
use virkning_model::{Currency, Money};

use crate::support::*;

pub fn limit(id: &str, at_most: &str, over: LimitOver) -> Limit {
    let rule = LimitRule::AtMost { amount: Some(dkk(at_most)), over };
    Limit { id: term(id), rule, clause: clause(72), origin: None }
}

/// IPS-PLUS at 4,150 kr without its return cap, under these limits.
fn under(limits: Vec<Limit>) -> Agreement {
    let mut agreement = ips_plus();
    agreement.limits = limits;
    agreement
}

/// What each measured year pays with these successes.
fn paid(agreement: &Agreement, successes: &[u32]) -> Vec<Money> {
    let counts: Vec<(i16, u32, u32)> = (2024..).zip(successes).map(|(year, met)| (year, 300, *met)).collect();
    settle_all(agreement, &counts).iter().map(|proposal| proposal.amount).collect()
}

fn check(limits: Vec<Limit>, successes: &[u32], expected: &[&str]) {
    let expected: Vec<Money> = expected.iter().map(|amount| dkk(amount)).collect();
    assert_eq!(paid(&under(limits), successes), expected);
}

#[test]
fn over_all_years_and_per_period() {
    // 10 successes are 41,500 kr.
    let of = |over| vec![limit("most", "100000", over)];
    check(of(LimitOver::Agreement), &[10, 10, 10], &["41500", "41500", "17000"]);
    check(of(LimitOver::Measure(measure_id())), &[10, 10, 10], &["41500", "41500", "17000"]);
    check(of(LimitOver::Payment(term("outcome-payment"))), &[20, 10, 1], &["83000", "17000", "0"]);
    check(of(LimitOver::Investor(party("rsi"))), &[30, 1], &["100000", "0"]);
    check(of(LimitOver::Payer(party("aarhus"))), &[30, 1], &["100000", "0"]);
    check(of(LimitOver::Period), &[30, 10, 25], &["100000", "41500", "100000"]);
    // Of another payment: none of this one's business.
    check(of(LimitOver::Payment(term("other"))), &[30], &["124500"]);
    // Without an amount nothing is bounded.
    let mut unknown = limit("most", "1", LimitOver::Agreement);
    unknown.rule = LimitRule::AtMost { amount: None, over: LimitOver::Agreement };
    check(vec![unknown], &[30], &["124500"]);
}

#[test]
fn what_each_limit_takes_is_told_in_the_order_in_which_they_act() {
    let limits = vec![
        limit("agreement", "50000", LimitOver::Agreement),
        limit("period", "80000", LimitOver::Period),
        limit("measure", "100000", LimitOver::Measure(measure_id())),
        limit("each", "2000", LimitOver::Participant { years: None }),
    ];
    // 60 successes at 4,150 kr are 249,000; 2,000 kr each are 120,000.
    let proposal = settle_all(&under(limits), &[(2024, 100, 60)]).remove(0);
    let line = &proposal.lines[0];
    let cuts: Vec<(&str, Money)> = line.cut.iter().map(|cut| (cut.limit.as_str(), cut.amount)).collect();
    let expected =
        [("each", dkk("129000")), ("measure", dkk("20000")), ("period", dkk("20000")), ("agreement", dkk("30000"))];
    assert_eq!(cuts, expected);
    assert_eq!((line.due, line.over_cap, line.amount), (dkk("249000"), dkk("199000"), dkk("50000")));
    assert_eq!(proposal.carried.participants.len(), 60);
    let used: Vec<&str> = proposal.carried.used.iter().map(|(limit, _)| limit.as_str()).collect();
    assert_eq!(used, ["agreement", "measure"]);
}

#[test]
fn each_participant_over_years_since_the_start() {
    let agreement = under(vec![limit("each", "10000", LimitOver::Participant { years: Some(2) })]);
    // One person succeeds every year at 9,000 kr.
    let mut before = Vec::new();
    let mut amounts = Vec::new();
    for (year, price) in [(2024, "9000"), (2025, "9000"), (2026, "9000")] {
        let mut agreement = agreement.clone();
        set_price(&mut agreement, dkk(price));
        let seen = observations(year, 1, 1);
        let mut case = case(year, before.clone(), &seen);
        case.started = vec![(alias(0), day("2023-12-15"))];
        let proposal = propose(&agreement, case).unwrap();
        before.push(posted(&proposal));
        amounts.push(proposal.amount);
    }
    // Enrolled on 15 December 2023: November 2024 and 2025 lie inside (9,000 and 1,000), November 2026 outside.
    assert_eq!(amounts, [dkk("9000"), dkk("1000"), dkk("9000")]);
    // Nobody's start is known: every year counts.
    let mut agreement = agreement;
    set_price(&mut agreement, dkk("9000"));
    let all: Vec<Money> =
        settle_all(&agreement, &[(2024, 1, 1), (2025, 1, 1), (2026, 1, 1)]).iter().map(|one| one.amount).collect();
    assert_eq!(all, [dkk("9000"), dkk("1000"), dkk("0")]);
}

/// Two payers, half each, and two investors of whom the second gets a quarter.
pub fn shared(limits: Vec<Limit>) -> Agreement {
    let mut agreement = with_second_investor(under(limits), "1");
    agreement.payments.pop();
    let half = |budget| PayerShare { holder: holder("aarhus", Some(budget)), share: Share::Parts(1) };
    agreement.parties.push(party_of("state", virkning_model::agreement::PartyRole::Payer, "State"));
    let payment = &mut agreement.payments[0];
    payment.from = vec![half("central"), PayerShare { holder: holder("state", None), share: Share::Parts(1) }];
    payment.to = vec![
        ReceiverShare { party: party("rsi"), share: Share::Parts(3) },
        ReceiverShare { party: party("dsi"), share: Share::Parts(1) },
    ];
    agreement
}

fn cells(proposal: &Proposal) -> Vec<(&str, &str, Money, Money)> {
    let of = |line| -> (&str, &str, Money, Money) {
        let line: &virkning_model::settlement::Line = line;
        (line.from.party.as_str(), line.to.as_str(), line.amount, line.over_cap)
    };
    proposal.lines.iter().map(of).collect()
}

#[test]
fn a_limit_on_a_payer_spares_the_others() {
    // 100 successes are 415,000 kr: 207,500 from each payer; the state pays at most 100,000 of it.
    let agreement = shared(vec![limit("state", "100000", LimitOver::Payer(party("state")))]);
    let proposal = settle_all(&agreement, &[(2024, 100, 100)]).remove(0);
    let expected = [
        ("aarhus", "rsi", dkk("155625"), dkk("0")),
        ("state", "rsi", dkk("75000"), dkk("80625")),
        ("aarhus", "dsi", dkk("51875"), dkk("0")),
        ("state", "dsi", dkk("25000"), dkk("26875")),
    ];
    assert_eq!(cells(&proposal), expected);
}

#[test]
fn a_limit_on_an_investor_spares_the_others() {
    let agreement = shared(vec![limit("rsi", "100000", LimitOver::Investor(party("rsi")))]);
    let proposal = settle_all(&agreement, &[(2024, 100, 100)]).remove(0);
    let expected = [
        ("aarhus", "rsi", dkk("50000"), dkk("105625")),
        ("state", "rsi", dkk("50000"), dkk("105625")),
        ("aarhus", "dsi", dkk("51875"), dkk("0")),
        ("state", "dsi", dkk("51875"), dkk("0")),
    ];
    assert_eq!(cells(&proposal), expected);
}

#[test]
fn in_order_the_first_gets_its_capital_back_before_the_next_gets_anything() {
    let mut agreement = shared(Vec::new());
    agreement.payments[0].to_order = ReceiverOrder::InOrder;
    agreement.payments[0].from.truncate(1);
    for (funding, amount) in agreement.funding.iter_mut().zip(["30000", "20000"]) {
        (funding.amount, funding.on) = (Some(dkk(amount)), vec![day("2023-01-01")]);
    }
    let by_party = |proposals: &[Proposal]| -> Vec<(Money, Money)> {
        let of = |proposal: &Proposal, id: &str| {
            let own = proposal.lines.iter().filter(|line| line.to.as_str() == id);
            own.fold(dkk("0"), |all, line| all + line.amount)
        };
        proposals.iter().map(|one| (of(one, "rsi"), of(one, "dsi"))).collect()
    };
    // 5 successes are 20,750 kr a year. The first has 30,000 kr back in the second year; the rest is the second's.
    let counts = [(2024, 300, 5), (2025, 300, 5), (2026, 300, 5), (2027, 300, 5)];
    let expected = [("20750", "0"), ("9250", "11500"), ("0", "20750"), ("0", "20750")];
    let expected: Vec<(Money, Money)> = expected.map(|(first, second)| (dkk(first), dkk(second))).to_vec();
    assert_eq!(by_party(&settle_all(&agreement, &counts)), expected);
    // Under a cap of 10 % a year, compound: 30,000 on 1 January 2023 are 36,300 on 31 March 2025.
    let rule =
        LimitRule::ReturnCap { party: party("rsi"), annual_return: decimal("0.10"), method: ReturnCapMethod::Compound };
    agreement.limits = vec![Limit { id: term("cap"), rule, clause: clause(71), origin: None }];
    let expected = [("20750", "0"), ("17105", "3645"), ("0", "20750"), ("0", "20750")];
    let expected: Vec<(Money, Money)> = expected.map(|(first, second)| (dkk(first), dkk(second))).to_vec();
    assert_eq!(by_party(&settle_all(&agreement, &counts)), expected);
}

pub fn over() -> impl Strategy<Value = LimitOver> {
    prop_oneof![
        Just(LimitOver::Participant { years: None }),
        Just(LimitOver::Measure(measure_id())),
        Just(LimitOver::Payment(term("outcome-payment"))),
        Just(LimitOver::Period),
        Just(LimitOver::Payer(party("aarhus"))),
        Just(LimitOver::Payer(party("state"))),
        Just(LimitOver::Investor(party("rsi"))),
        Just(LimitOver::Investor(party("dsi"))),
        Just(LimitOver::Agreement),
    ]
}

/// Up to four limits of any kind, perhaps a return cap, shares of thirds and sevenths.
fn agreements() -> impl Strategy<Value = Agreement> {
    let limits = prop::collection::vec((over(), 0_i128..30_000_000), 0..5);
    (limits, any::<bool>(), 1_u32..4, 1_u32..7, any::<bool>()).prop_map(
        |(limits, capped, payer, receiver, in_order)| {
            let cap = ips_plus().limits.remove(0);
            let limits = limits.into_iter().enumerate().map(|(number, (over, amount))| {
                let rule = LimitRule::AtMost { amount: Some(Money::from_minor(Currency::DKK, amount)), over };
                Limit { id: term(&format!("limit-{number}")), rule, clause: clause(72), origin: None }
            });
            let mut agreement = shared(limits.collect());
            capped.then(|| agreement.limits.push(cap));
            agreement.payments[0].from[0].share = Share::Parts(payer);
            agreement.payments[0].to[0].share = Share::Parts(receiver);
            if in_order {
                agreement.payments[0].to_order = ReceiverOrder::InOrder;
            }
            agreement
        },
    )
}

fn sum(amounts: impl Iterator<Item = Money>) -> Money {
    amounts.fold(dkk("0"), |all, amount| all + amount)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn everything_adds_up_and_nothing_is_raised(agreement in agreements(), successes in [0_u32..60, 0..60, 0..60]) {
        let counts: Vec<(i16, u32, u32)> = (2024..).zip(successes).map(|(year, met)| (year, 60, met)).collect();
        let proposals = settle_all(&agreement, &counts);
        for (proposal, (_, _, met)) in proposals.iter().zip(&counts) {
            let whole = dkk("4150").times(Decimal::from(*met), agreement.rounding).unwrap();
            prop_assert_eq!(sum(proposal.lines.iter().map(|line| line.due)), whole);
            prop_assert_eq!(sum(proposal.lines.iter().map(|line| line.amount)), proposal.amount);
            prop_assert_eq!(sum(proposal.lines.iter().map(|line| line.over_cap)), proposal.over_cap);
            prop_assert_eq!(proposal.amount + proposal.over_cap, whole);
            for line in &proposal.lines {
                prop_assert_eq!(line.due, line.amount + line.over_cap);
                prop_assert!(!line.amount.is_negative() && !line.over_cap.is_negative());
                prop_assert!(line.cut.iter().all(|cut| !cut.amount.is_negative()));
                if !line.cut.is_empty() {
                    prop_assert_eq!(sum(line.cut.iter().map(|cut| cut.amount)), line.over_cap);
                }
            }
        }
        for limit in &agreement.limits {
            let LimitRule::AtMost { amount: Some(most), over } = &limit.rule else { continue };
            let lines = || proposals.iter().flat_map(|proposal| &proposal.lines);
            let within = match over {
                LimitOver::Period => proposals.iter().all(|proposal| proposal.amount <= *most),
                LimitOver::Payer(id) => {
                    sum(lines().filter(|line| line.from.party == *id).map(|line| line.amount)) <= *most
                }
                LimitOver::Investor(id) => sum(lines().filter(|line| line.to == *id).map(|line| line.amount)) <= *most,
                LimitOver::Participant { .. } => true,
                _ => sum(lines().map(|line| line.amount)) <= *most,
            };
            prop_assert!(within, "{:?}", limit);
        }
        // The same without limits pays at least as much.
        let mut free = agreement.clone();
        free.limits.clear();
        for (bounded, free) in proposals.iter().zip(settle_all(&free, &counts)) {
            prop_assert!(bounded.amount <= free.amount);
        }
    }

    #[test]
    fn year_by_year_is_all_at_once(agreement in agreements(), successes in [0_u32..60, 0..60, 0..60]) {
        let mut agreement = agreement;
        // Who a participant is, is known only year by year.
        let by_person = |limit: &Limit| matches!(limit.rule, LimitRule::AtMost { over: LimitOver::Participant { .. }, .. });
        agreement.limits.retain(|limit| !by_person(limit));
        let counts: Vec<(i16, u32, u32)> = (2024..).zip(successes).map(|(year, met)| (year, 60, met)).collect();
        let proposals = settle_all(&agreement, &counts);
        let program = compile(&agreement).unwrap();
        let mut recording = Recording::default();
        let expected = |line: &virkning_engine::ProgramLine, _: &virkning_engine::PaymentTerm| {
            let met = counts.iter().find(|(year, _, _)| *year == line.measured_year)?.2;
            Some(Expected::new(Decimal::from(60), Decimal::from(met)))
        };
        let mut accounts = program.accounts();
        let totals = program.run(&mut accounts, expected, &mut recording).unwrap();
        prop_assert_eq!(totals.amount, sum(proposals.iter().map(|proposal| proposal.amount)));
        let lines: Vec<Money> = proposals.iter().flat_map(|proposal| &proposal.lines).map(|line| line.amount).collect();
        prop_assert_eq!(recording.lines.iter().map(|line| line.amount).collect::<Vec<_>>(), lines);
        accounts.reset();
        prop_assert_eq!(program.run(&mut accounts, expected, &mut NoTrace).unwrap(), totals);
    }

    #[test]
    fn the_order_of_observations_and_limits_of_one_kind_does_not_matter(
        agreement in agreements(), seen in Just(observations(2024, 40, 25)).prop_shuffle(),
    ) {
        let sorted = observations(2024, 40, 25);
        let settle = |seen: &[virkning_model::observation::Observation]| propose(&agreement, case(2024, Vec::new(), seen));
        prop_assert_eq!(settle(&seen).unwrap(), settle(&sorted).unwrap());
    }
}
