//! Several payers and several receivers of one payment: golden cases, caps that meet one receiver alone, and laws over
//! random divisions.

use proptest::prelude::*;
use rust_decimal::Decimal;
use virkning_engine::{CompileError, Count, Expected, NoTrace, Recording, compile, plan, posting};
use virkning_model::agreement::{Agreement, LimitRule, PartyRole, PayerShare, ReceiverShare, ReturnCapMethod, Share};
use virkning_model::ledger::{AccountPurpose, Entry, Voucher};
use virkning_model::settlement::{Line, Proposal};
use virkning_model::{Currency, Money};

use crate::support::*;

/// IPS-PLUS with these receivers, each an investor that gives the same instalments, without a cap.
fn received_by(shares: &[(&str, Share)]) -> Agreement {
    let mut agreement = ips_plus();
    agreement.limits.clear();
    for (id, _) in shares.iter().filter(|(id, _)| *id != "rsi") {
        agreement.parties.push(party_of(id, PartyRole::Investor, id));
        let mut funding = agreement.funding[0].clone();
        (funding.id, funding.from) = (term(&format!("grant-{id}")), party(id));
        agreement.funding.push(funding);
    }
    agreement.payments[0].to =
        shares.iter().map(|(id, share)| ReceiverShare { party: party(id), share: *share }).collect();
    agreement
}

fn paid_by(mut agreement: Agreement, shares: &[(&str, Share)]) -> Agreement {
    agreement.payments[0].from = shares
        .iter()
        .map(|(budget, share)| PayerShare { holder: holder("aarhus", Some(budget)), share: *share })
        .collect();
    agreement
}

fn hundredths(share: i64) -> Share {
    Share::Decimal(Decimal::new(share, 2))
}

/// Payer, receiver and figures of each line.
fn lines(proposal: &Proposal) -> Vec<(String, String, String, String, String)> {
    let line = |line: &Line| {
        let payer = line.from.budget.as_ref().expect("a budget").to_string();
        (payer, line.to.to_string(), line.due.to_string(), line.over_cap.to_string(), line.amount.to_string())
    };
    proposal.lines.iter().map(line).collect()
}

fn check(agreement: &Agreement, successes: u32, expected: &[(&str, &str, &str, &str, &str)]) -> Proposal {
    let proposal = settle_all(agreement, &[(2024, 60, successes)]).remove(0);
    let expected: Vec<_> =
        expected.iter().map(|(a, b, c, d, e)| [*a, *b, *c, *d, *e].map(str::to_owned)).map(Into::into).collect();
    assert_eq!(lines(&proposal), expected);
    proposal
}

/// The golden case: 4,150.00 kr among three equal investors, the odd øre to the first.
#[test]
fn three_equal_investors() {
    let third = Share::Parts(1);
    let agreement = received_by(&[("rsi", third), ("dsi", third), ("fund", third)]);
    let proposal = check(
        &agreement,
        1,
        &[
            ("central", "rsi", "1383.34", "0.00", "1383.34"),
            ("central", "dsi", "1383.33", "0.00", "1383.33"),
            ("central", "fund", "1383.33", "0.00", "1383.33"),
        ],
    );
    assert_eq!((proposal.amount, proposal.over_cap), (dkk("4150"), dkk("0")));
    assert!(proposal.lines.iter().all(|line| line.quantity == Decimal::ONE && line.price == dkk("4150")));
    let received: Vec<Money> = proposal.accounts.iter().map(|account| account.received).collect();
    assert_eq!(received, [dkk("1383.34"), dkk("1383.33"), dkk("1383.33")]);
    let posting = posting(&agreement, proposal_id(2024), &proposal).unwrap();
    let received = |entry: &&Entry| entry.account.purpose == AccountPurpose::OutcomePaymentReceived;
    let received: Vec<String> =
        posting.entries().iter().filter(received).map(|entry| entry.amount.to_string()).collect();
    assert_eq!(received, ["-1383.34", "-1383.33", "-1383.33"]);
    assert_eq!(posting.voucher(), Voucher::Payment, "two of the three are other legal entities");
}

/// By hand: 10 × 4,150 = 41,500; half is 20,750; three quarters of that 15,562.50.
#[test]
fn payers_divide_what_each_receiver_gets() {
    let agreement = received_by(&[("rsi", hundredths(50)), ("dsi", hundredths(50))]);
    let agreement = paid_by(agreement, &[("central", hundredths(75)), ("decentral", hundredths(25))]);
    check(
        &agreement,
        10,
        &[
            ("central", "rsi", "15562.50", "0.00", "15562.50"),
            ("decentral", "rsi", "5187.50", "0.00", "5187.50"),
            ("central", "dsi", "15562.50", "0.00", "15562.50"),
            ("decentral", "dsi", "5187.50", "0.00", "5187.50"),
        ],
    );
}

/// One has a cap and the other not. By hand: 1,000.00 kr from 2024 earn 5 % and give room for 1,050.00 of the 2,075.00
/// that fall to it; 1,050.00 and the 1,025.00 over the cap are divided 2 : 1.
#[test]
fn a_cap_on_one_receiver_leaves_the_other_untouched() {
    let mut agreement = received_by(&[("rsi", hundredths(50)), ("dsi", hundredths(50))]);
    agreement.limits = ips_plus().limits;
    agreement.funding[0].on = vec![day("2024-01-15")];
    agreement.funding[0].amount = Some(dkk("1000"));
    let agreement = paid_by(agreement, &[("central", Share::Parts(2)), ("decentral", Share::Parts(1))]);
    let proposal = check(
        &agreement,
        1,
        &[
            ("central", "rsi", "1383.33", "683.33", "700.00"),
            ("decentral", "rsi", "691.67", "341.67", "350.00"),
            ("central", "dsi", "1383.33", "0.00", "1383.33"),
            ("decentral", "dsi", "691.67", "0.00", "691.67"),
        ],
    );
    assert_eq!((proposal.amount, proposal.over_cap), (dkk("3125"), dkk("1025")));
    let rooms: Vec<Option<Money>> = proposal.accounts.iter().map(|account| account.cap_room).collect();
    assert_eq!(rooms, [Some(dkk("1050")), None]);
}

#[test]
fn who_has_no_share_has_no_line_and_who_gets_nothing_has_one() {
    let agreement = received_by(&[("rsi", hundredths(0)), ("dsi", hundredths(100))]);
    check(&agreement, 1, &[("central", "dsi", "4150.00", "0.00", "4150.00")]);
    let nothing = ("central", "rsi", "0.00", "0.00", "0.00");
    check(&ips_plus(), 0, &[nothing]);
}

#[test]
fn between_budgets_of_one_entity_it_is_a_re_posting() {
    let agreement = paid_by(ips_plus(), &[("central", hundredths(75)), ("decentral", hundredths(25))]);
    let voucher = |agreement: &Agreement| {
        let proposal = settle_all(agreement, &[(2024, 60, 10)]).remove(0);
        posting(agreement, proposal_id(2024), &proposal).unwrap().voucher()
    };
    assert_eq!(voucher(&agreement), Voucher::Reposting);
    let mut agreement = received_by(&[("rsi", Share::Parts(1)), ("dsi", Share::Parts(1))]);
    assert_eq!(voucher(&agreement), Voucher::Payment);
    agreement.parties.iter_mut().for_each(|party| party.legal_entity = "Aarhus Kommune".to_owned());
    assert_eq!(voucher(&agreement), Voucher::Reposting);
}

/// The whole plan divided: flows, accounts, investors and defensible prices against those of the undivided one.
#[test]
fn the_plan_divides_what_it_pays() {
    let whole = plan(&received_by(&[("rsi", Share::WHOLE)])).unwrap();
    let agreement = received_by(&[("rsi", Share::Parts(3)), ("dsi", Share::Parts(1))]);
    let agreement = paid_by(agreement, &[("central", hundredths(80)), ("decentral", hundredths(20))]);
    let plan = plan(&agreement).unwrap();
    // Annex 2: 59,760 in the first year, of which 3/4 × 80 % and so on.
    let first: Vec<String> = plan.payments[..4].iter().map(|payment| payment.amount.to_string()).collect();
    assert_eq!(first, ["35856.00", "8964.00", "11952.00", "2988.00"]);
    let zero = Money::zero(Currency::DKK);
    let total = |plan: &virkning_engine::Plan| plan.payments.iter().fold(zero, |all, payment| all + payment.amount);
    assert_eq!(total(&plan), total(&whole));
    let received: Vec<Money> = plan.investors.iter().map(|investor| investor.received).collect();
    assert_eq!(received, [dkk("2375460"), dkk("791820")], "3/4 and 1/4 of 3,167,280");
    // Three quarters of the payments for the same capital: four thirds of the rate.
    let rates: Vec<Decimal> = plan.investors.iter().filter_map(|investor| investor.break_even_rate).collect();
    let alone = whole.break_even_rate.unwrap();
    let digits = |rate: Decimal| rate.round_dp(20);
    assert_eq!(digits(rates[0]), digits(alone * Decimal::from(4) / Decimal::from(3)));
    assert_eq!(digits(rates[1]), digits(alone * Decimal::from(4)));
    let paid = |budget: &str| {
        let account =
            plan.accounts.iter().find(|account| account.budget.as_ref().is_some_and(|id| id.as_str() == budget));
        account.unwrap().total.paid
    };
    assert_eq!((paid("central"), paid("decentral")), (dkk("2533824"), dkk("633456")), "80 and 20 % of 3,167,280");
    // The price that a budget's own savings defend is higher the less of it the budget pays.
    let [central, decentral] = &plan.prices[..] else { panic!("one price for each payer") };
    let before = &whole.prices[0];
    assert_eq!((central.successes, central.by_saving_share), (before.successes, before.by_saving_share));
    assert_eq!(
        digits(central.by_payer_savings.unwrap() * Decimal::new(80, 2)),
        digits(before.by_payer_savings.unwrap())
    );
    assert_eq!(decentral.payer, holder("aarhus", Some("decentral")));
    assert!(decentral.by_payer_savings.is_some());
}

#[test]
fn shares_that_make_no_whole_are_refused() {
    let refused = Err(CompileError::Shares { term: term("outcome-payment") });
    let check = |shares: &[(&str, Share)]| {
        assert_eq!(compile(&received_by(shares)), refused, "{shares:?}");
        let payers: Vec<(&str, Share)> =
            ["central", "decentral"].into_iter().zip(shares.iter().map(|one| one.1)).collect();
        if payers.len() == shares.len() {
            assert_eq!(compile(&paid_by(ips_plus(), &payers)), refused, "{payers:?}");
        }
    };
    check(&[]);
    check(&[("rsi", hundredths(50))]);
    check(&[("rsi", hundredths(75)), ("dsi", Share::Decimal(Decimal::new(2_499, 4)))]);
    check(&[("rsi", hundredths(75)), ("dsi", Share::Decimal(Decimal::new(2_501, 4)))]);
    check(&[("rsi", hundredths(150)), ("dsi", hundredths(-50))]);
    check(&[("rsi", hundredths(100)), ("dsi", Share::Parts(1))]);
    check(&[("rsi", Share::Parts(1)), ("dsi", Share::Parts(0))]);
    let half = hundredths(50);
    assert_eq!(compile(&received_by(&[("rsi", half), ("rsi", half)])), refused);
    assert_eq!(compile(&paid_by(ips_plus(), &[("central", half), ("central", half)])), refused);
}

/// Shares of one kind that make a whole.
fn shares(several: usize) -> impl Strategy<Value = Vec<Share>> {
    let parts = prop::collection::vec((1_u32..1_000_000).prop_map(Share::Parts), 1..=several);
    // Cuts through the whole, in steps that no amount in øre is divisible by.
    let cuts = prop::collection::vec(0_i64..=10_000_000_000, 0..several);
    let decimals = cuts.prop_map(|mut cuts| {
        cuts.extend([0, 10_000_000_000]);
        cuts.sort_unstable();
        cuts.windows(2).map(|pair| Share::Decimal(Decimal::new(pair[1] - pair[0], 10))).collect::<Vec<Share>>()
    });
    prop_oneof![parts, decimals]
}

/// An agreement with up to four payers and five receivers, some of them under a cap, and successes of seven years.
fn divided() -> impl Strategy<Value = (Agreement, Vec<u64>)> {
    let caps = prop::collection::vec(prop::option::of((0_i64..2_000, 0_i128..20_000_000)), 5);
    let successes = prop::collection::vec(0_u64..300, 7);
    (shares(4), shares(5), caps, 0_i128..5_000_000, successes).prop_map(
        |(payers, receivers, caps, price, successes)| {
            let names = ["rsi", "dsi", "fund", "bank", "trust"];
            let named: Vec<(&str, Share)> = names.into_iter().zip(receivers).collect();
            let mut agreement = received_by(&named);
            let cap = ips_plus().limits.remove(0);
            for ((id, _), (number, terms)) in named.iter().zip(caps.into_iter().enumerate()) {
                let Some((annual_return, instalment)) = terms else { continue };
                let mut limit = cap.clone();
                limit.id = term(&format!("cap-{number}"));
                let annual_return = Decimal::new(annual_return, 4);
                let method = ReturnCapMethod::Compound;
                limit.rule = LimitRule::ReturnCap { party: party(id), annual_return, method };
                agreement.limits.push(limit);
                agreement.funding[number].amount = Some(Money::from_minor(Currency::DKK, instalment));
            }
            let mut budgets = vec!["central".to_owned(), "decentral".to_owned()];
            for id in ["third", "fourth"] {
                let mut budget = agreement.budgets[0].clone();
                budget.id = virkning_model::id::BudgetId::new(id).unwrap();
                agreement.budgets.push(budget);
                budgets.push(id.to_owned());
            }
            let payers: Vec<(&str, Share)> = budgets.iter().map(String::as_str).zip(payers).collect();
            let mut agreement = paid_by(agreement, &payers);
            set_price(&mut agreement, Money::from_minor(Currency::DKK, price));
            (agreement, successes)
        },
    )
}

fn sum(amounts: impl Iterator<Item = Money>) -> Money {
    amounts.fold(Money::zero(Currency::DKK), |all, amount| all + amount)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Seven years of up to twenty lines each. That a sum is split without loss is tested a million times in `model`.
    #[test]
    fn what_is_divided_adds_up_to_the_oere((agreement, successes) in divided()) {
        let program = compile(&agreement).unwrap();
        let payment = &agreement.payments[0];
        let of_year = |year: i16| successes[usize::from(year.unsigned_abs()) - 2024];
        let mut recording = Recording::default();
        let totals = program
            .run(&mut program.accounts(), |line, _| Count::new(300, of_year(line.measured_year)), &mut recording)
            .unwrap();
        for (place, line) in program.lines().iter().enumerate() {
            let own: Vec<_> = recording.lines.iter().filter(|priced| priced.line == place).collect();
            let whole = payment.price().unwrap().minor() * i128::from(of_year(line.measured_year));
            prop_assert_eq!(sum(own.iter().map(|priced| priced.due)).minor(), whole);
            for priced in &own {
                prop_assert_eq!(priced.due, priced.amount + priced.over_cap);
                prop_assert!(!priced.amount.is_negative() && !priced.over_cap.is_negative());
                prop_assert!(!payment.from[priced.payer].share.is_zero() && !payment.to[priced.receiver].share.is_zero());
            }
            for (receiver, share) in payment.to.iter().enumerate() {
                let due = sum(own.iter().filter(|priced| priced.receiver == receiver).map(|priced| priced.due));
                prop_assert!(is_near(due, whole, share.share, payment.to.iter().map(|one| one.share)));
                let capped = agreement.limits.iter().any(|limit| cap_of(limit).1 == share.party);
                let over = own.iter().filter(|priced| priced.receiver == receiver && !priced.over_cap.is_zero());
                prop_assert!(capped || over.count() == 0, "a cap meets its own receiver alone");
                for (payer, payer_share) in payment.from.iter().enumerate() {
                    let amount = |by: Option<usize>| {
                        let of = own.iter().filter(|one| one.receiver == receiver && by.is_none_or(|payer| one.payer == payer));
                        sum(of.map(|priced| priced.amount))
                    };
                    let shares = payment.from.iter().map(|one| one.share);
                    prop_assert!(is_near(amount(Some(payer)), amount(None).minor(), payer_share.share, shares));
                }
            }
        }
        prop_assert_eq!(sum(recording.lines.iter().map(|priced| priced.amount)), totals.amount);
        prop_assert_eq!(sum(recording.lines.iter().map(|priced| priced.over_cap)), totals.over_cap);
        let again = program.run(
            &mut program.accounts(),
            |line, _| Expected::new(Decimal::from(300), Decimal::from(of_year(line.measured_year))),
            &mut NoTrace,
        );
        prop_assert_eq!(again.unwrap(), totals);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_divided_plan_settles_as_planned((agreement, _) in divided(), twentieths in 0_u32..=20) {
        let mut agreement = agreement;
        // Every planned number of people is divisible by twenty, so these expected counts are whole.
        let rate = (Decimal::from(twentieths) / Decimal::from(20)).to_string();
        agreement.measures[0].expected = Some(rates(&rate, &rate));
        let plan = plan(&agreement).unwrap();
        let people = [60, 140, 220, 300, 300, 300, 300];
        let counts: Vec<(i16, u32, u32)> =
            (2024..).zip(people).map(|(year, people)| (year, people, people * twentieths / 20)).collect();
        let proposals = settle_all(&agreement, &counts);
        let settled = proposals.iter().flat_map(|proposal| &proposal.lines);
        let settled: Vec<_> = settled.map(|line| (&line.from, &line.to, line.due, line.over_cap, line.amount)).collect();
        let planned = plan.payments.iter();
        let planned: Vec<_> =
            planned.map(|one| (&one.from, &one.to, one.before_cap, one.over_cap, one.amount)).collect();
        prop_assert_eq!(settled, planned);
        for (proposal, year) in proposals.iter().zip(2024..) {
            let of_year = plan.payments.iter().filter(|payment| payment.measured_year == year);
            prop_assert_eq!(proposal.expected.as_ref().unwrap().amount, sum(of_year.map(|payment| payment.amount)));
            let posting = posting(&agreement, proposal_id(year), proposal).unwrap();
            let debit = posting.entries().iter().map(|entry| entry.amount).filter(|amount| !amount.is_negative());
            // Once in the payers' books and once in the receivers'.
            prop_assert_eq!(sum(debit), proposal.amount + proposal.amount);
        }
        for investor in &plan.investors {
            let own = plan.payments.iter().filter(|payment| payment.to == investor.party);
            prop_assert_eq!(investor.received, sum(own.map(|payment| payment.amount)));
        }
    }
}

/// Whether a part is less than an øre from its exact share of the whole.
fn is_near(part: Money, whole: i128, share: Share, all: impl Iterator<Item = Share>) -> bool {
    let total: Decimal = all.map(Share::weight).sum();
    let difference = Decimal::from(part.minor()) * total - Decimal::from(whole) * share.weight();
    difference.abs() < total
}
