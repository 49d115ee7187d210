//! From posting to paid: payments of a whole voucher or a part, statements of account, expected against paid, commitments
//! at the end of a year and amounts by budget year. Amounts are counted by hand: 4,150 kr for each success, and the plan
//! of IPS-PLUS expects 14.4 successes in 2024 (59,760 kr) and 67.2 in 2025 (278,880 kr).

use jiff::civil::Date;
use proptest::prelude::*;
use virkning_engine::{
    AskedAccount, Booked, BudgetKind, CommitmentKind, DifferenceReason, Direction, Known, PostingError, account_of,
    budget, closing_proposal, commitments, compare_money, due_now, instalment, instalments, open, part_of, payment,
    plan, posting, release_proposal,
};
use virkning_model::Money;
use virkning_model::agreement::*;
use virkning_model::ledger::{About, AccountPurpose, PaidFor, Posting, PostingKind, Transfer, Voucher};
use virkning_model::settlement::Proposal;

use crate::limits::shared;
use crate::support::*;

fn booked(number: &str, measured_year: Option<i16>, posting: &Posting) -> Booked {
    Booked {
        voucher_number: number.to_owned(),
        date: posting.date(),
        kind: posting.kind(),
        about: posting.head().about.clone(),
        measured_year,
        entries: posting.entries().to_vec(),
    }
}

fn uncapped() -> Agreement {
    let mut agreement = ips_plus();
    agreement.limits.clear();
    agreement
}

/// A proposal that is approved and perhaps posted on these days.
fn known(proposal: &Proposal, approved: Option<Date>, posted: Option<Date>) -> Known<'_> {
    Known { id: proposal_id(proposal.measured_year), proposal, approved_on: approved, posted_on: posted }
}

fn owed(agreement: &Agreement, proposal: &Proposal, number: &str) -> Booked {
    let made = posting(agreement, proposal_id(proposal.measured_year), proposal).unwrap();
    booked(number, Some(proposal.measured_year), &made)
}

fn paid(agreement: &Agreement, settled: &[Transfer], number: &str, of: &str, on: &str) -> Booked {
    booked(number, None, &payment(agreement, of.to_owned(), day(on), settled).unwrap())
}

#[test]
fn a_voucher_is_paid_in_whole_or_in_part() {
    let agreement = shared(Vec::new());
    // 100 successes: 207,500 kr from each payer, three quarters of it to the first investor.
    let proposal = settle_all(&agreement, &[(2024, 100, 100)]).remove(0);
    let owed = due_now(&agreement, &proposal);
    assert_eq!(part_of(&owed, dkk("415000")).unwrap(), owed);
    assert_eq!((part_of(&owed, dkk("415000.01")), part_of(&owed, dkk("-1"))), (None, None));
    let part = part_of(&owed, dkk("200000")).unwrap();
    let amounts: Vec<Money> = part.iter().map(|transfer| transfer.amount).collect();
    assert_eq!(amounts, [dkk("155625"), dkk("44375")]);
    let made = payment(&agreement, "2025-0001".to_owned(), day("2025-04-02"), &part).unwrap();
    assert_eq!((made.kind(), made.voucher(), made.proposal()), (PostingKind::Payment, Voucher::Payment, None));
    let first: Vec<_> = made.entries()[..4].iter().map(|entry| (entry.account.purpose, entry.amount)).collect();
    use AccountPurpose::{Bank, Payable, Receivable};
    let (more, less) = (dkk("155625"), dkk("-155625"));
    assert_eq!(first, [(Payable, more), (Bank, less), (Bank, more), (Receivable, less)]);
    let left = open(&owed, &part);
    let left: Vec<Money> = left.iter().map(|transfer| transfer.amount).collect();
    assert_eq!(left, [dkk("111250"), dkk("51875"), dkk("51875")]);
    assert_eq!(open(&owed, &owed), []);
}

#[test]
fn what_goes_the_other_way_is_set_off() {
    let agreement = uncapped();
    let proposal = settle_all(&agreement, &[(2024, 60, 15)]).remove(0);
    let mut owed = due_now(&agreement, &proposal);
    let back = Transfer { measured_year: Some(2023), amount: dkk("-8300"), ..owed[0].clone() };
    owed.push(back);
    assert_eq!(part_of(&owed, dkk("53950")).unwrap().len(), 2);
    let part: Vec<Money> = part_of(&owed, dkk("20000")).unwrap().iter().map(|transfer| transfer.amount).collect();
    assert_eq!(part, [dkk("-8300"), dkk("28300")]);
    assert_eq!(part_of(&owed, dkk("62250")), None, "more than is owed in all");
}

#[test]
fn every_instalment_is_a_posting() {
    let agreement = ips_plus();
    let all = instalments(&agreement);
    assert_eq!(all.len(), agreement.funding[0].on.len());
    let made = instalment(&agreement, &term("conditional-grant"), all[0].on).unwrap();
    let entries: Vec<_> = made.entries().iter().map(|entry| (entry.account.purpose, entry.amount)).collect();
    let amount = agreement.funding[0].amount.unwrap();
    use AccountPurpose::{CapitalGiven, CapitalReceived, Payable, Receivable};
    assert_eq!(entries, [(CapitalGiven, amount), (Payable, -amount), (Receivable, amount), (CapitalReceived, -amount)]);
    assert_eq!(made.entries()[2].account.holder, holder("aarhus", Some("decentral")));
    assert_eq!((made.kind(), made.voucher(), made.date()), (PostingKind::Instalment, Voucher::Reposting, all[0].on));
    let none = instalment(&agreement, &term("conditional-grant"), day("2019-01-01"));
    let (funding, on) = (term("conditional-grant"), day("2019-01-01"));
    assert_eq!(none, Err(PostingError::NoInstalment { funding, on }));
}

#[test]
fn a_guarantee_is_drawn_on_its_day() {
    let mut agreement = uncapped();
    agreement.parties.push(party_of("garant", PartyRole::Guarantor, "Garant"));
    (agreement.funding[0].amount, agreement.funding[0].on) = (Some(dkk("100000")), vec![day("2023-01-01")]);
    agreement.guarantees = vec![Guarantee {
        id: term("loss"),
        label: "Underskudsgaranti".to_owned(),
        from: party("garant"),
        to: vec![party("rsi")],
        at_most: Some(dkk("30000")),
        on: Some(day("2031-06-30")),
        clause: clause(95),
        origin: None,
    }];
    // 15 successes are 62,250 kr; 37,750 kr of the capital are missing, of which 30,000 kr are covered.
    let proposal = settle_all(&agreement, &[(2024, 60, 15)]).remove(0);
    let before = [posted(&proposal)];
    assert_eq!(closing_proposal(&agreement, &proposal, &before, day("2031-06-29")), Ok(None));
    let closing = closing_proposal(&agreement, &proposal, &before, day("2031-06-30")).unwrap().unwrap();
    assert_eq!((closing.amount, closing.part.to_string()), (dkk("30000"), "closing-2031-06-30".to_owned()));
    let made = posting(&agreement, proposal_id(1), &closing).unwrap();
    let first = &made.entries()[0];
    assert_eq!((first.account.purpose, first.amount), (AccountPurpose::GuaranteePaid, dkk("30000")));
    assert_eq!((first.measured_year, first.account.tranche.clone()), (None, Some(term("loss"))));
    assert_eq!((made.kind(), made.date()), (PostingKind::Closing, day("2031-06-30")));
}

#[test]
fn capital_comes_back_on_its_day() {
    let mut agreement = uncapped();
    (agreement.funding[0].amount, agreement.funding[0].on) = (Some(dkk("100000")), vec![day("2023-01-01")]);
    agreement.capital_returns = vec![CapitalReturn {
        id: term("returned"),
        label: "Kapital retur".to_owned(),
        from: vec![PayerShare::whole(holder("aarhus", Some("central")))],
        to: party("rsi"),
        on: day("2031-01-31"),
        share: decimal("0.40"),
        early: Vec::new(),
        clause: clause(96),
        origin: None,
    }];
    let proposal = settle_all(&agreement, &[(2024, 60, 15)]).remove(0);
    let closing = closing_proposal(&agreement, &proposal, &[posted(&proposal)], day("2031-01-31")).unwrap().unwrap();
    let made = posting(&agreement, proposal_id(1), &closing).unwrap();
    let first = &made.entries()[0];
    assert_eq!((first.account.purpose, first.amount), (AccountPurpose::CapitalReturnedPaid, dkk("40000")));
}

#[test]
fn the_statement_of_an_account_opens_moves_and_closes() {
    let agreement = uncapped();
    let proposals = settle_all(&agreement, &[(2024, 60, 15), (2025, 60, 20)]);
    let first = due_now(&agreement, &proposals[0]);
    let ledger = [
        owed(&agreement, &proposals[0], "2025-0001"),
        paid(&agreement, &first, "2025-0002", "2025-0001", "2025-04-02"),
        owed(&agreement, &proposals[1], "2026-0001"),
    ];
    let asked = AskedAccount { party: Some(party("aarhus")), from: Some(day("2025-04-01")), to: None };
    let all = account_of(&ledger, &asked);
    let purposes: Vec<_> = all.iter().map(|statement| statement.account.purpose).collect();
    use AccountPurpose::{Bank, OutcomePaymentPaid, Payable};
    assert_eq!(purposes, [OutcomePaymentPaid, Payable, Bank]);
    let payable = &all[1];
    assert_eq!((payable.opening, payable.closing), (dkk("-62250"), dkk("-83000")));
    assert_eq!((payable.debit, payable.credit), (dkk("62250"), dkk("83000")));
    let movements: Vec<_> =
        payable.movements.iter().map(|one| (one.voucher_number.as_str(), one.kind, one.balance)).collect();
    let expected =
        [("2025-0002", PostingKind::Payment, dkk("0")), ("2026-0001", PostingKind::Settlement, dkk("-83000"))];
    assert_eq!(movements, expected);
    assert_eq!((payable.movements[1].measured_year, payable.movements[1].is_difference), (Some(2025), false));
    assert_eq!(all[0].account.tranche, Some(term("outcome-payment")));
    let until = AskedAccount { to: Some(day("2025-03-30")), ..AskedAccount::default() };
    assert_eq!(account_of(&ledger, &until), []);
    // All accounts of all parties hold nothing together.
    let everybody = account_of(&ledger, &AskedAccount::default());
    assert!(everybody.iter().fold(dkk("0"), |all, statement| all + statement.closing).is_zero());
}

fn reasons(row: &virkning_engine::ComparedRow) -> Vec<(DifferenceReason, Money)> {
    row.differences.iter().map(|one| (one.reason, one.amount)).collect()
}

#[test]
fn expected_against_approved_against_posted_against_paid() {
    let mut agreement = uncapped();
    agreement.payments[0].held_back = Some(HeldBack { share: decimal("0.10"), until: day("2026-06-30") });
    let plan = plan(&agreement).unwrap();
    let proposal = settle_all(&agreement, &[(2024, 60, 15)]).remove(0);
    let (approved, posted_on) = (Some(day("2025-03-10")), Some(day("2025-03-12")));
    let compare = |known: &[Known<'_>], ledger: &[Booked]| compare_money(&agreement, &plan, known, ledger).remove(0);
    use DifferenceReason::{KeptBack, MoreSuccesses, NotPaidYet, NotPostedYet, NotSettledYet, PaidOther};
    let row = compare(&[], &[]);
    assert_eq!((row.measured_year, row.expected, row.paid), (2024, dkk("59760"), dkk("0")));
    assert_eq!(reasons(&row), [(NotSettledYet, dkk("-59760"))]);
    // 0.6 of a success more than expected.
    let row = compare(&[known(&proposal, approved, None)], &[]);
    assert_eq!(reasons(&row), [(MoreSuccesses, dkk("2490")), (NotPostedYet, dkk("-62250"))]);
    let is_known = [known(&proposal, approved, posted_on)];
    let mut ledger = vec![owed(&agreement, &proposal, "2025-0001")];
    let kept = (KeptBack { until: day("2026-06-30") }, dkk("-6225"));
    let row = compare(&is_known, &ledger);
    assert_eq!((row.approved, row.posted), (dkk("62250"), dkk("56025")));
    assert_eq!(reasons(&row), [(MoreSuccesses, dkk("2490")), kept, (NotPaidYet, dkk("-56025"))]);
    let part = part_of(&due_now(&agreement, &proposal), dkk("50000")).unwrap();
    ledger.push(paid(&agreement, &part, "2025-0002", "2025-0001", "2025-04-02"));
    let row = compare(&is_known, &ledger);
    assert_eq!(reasons(&row), [(MoreSuccesses, dkk("2490")), kept, (NotPaidYet, dkk("-6025"))]);
    ledger.push(paid(&agreement, &part, "2025-0003", "2025-0001", "2025-04-03"));
    assert_eq!(reasons(&compare(&is_known, &ledger))[2], (PaidOther, dkk("43975")));
    ledger.truncate(1);
    let release = release_proposal(&proposal, &[], day("2026-06-30")).unwrap();
    ledger.push(owed(&agreement, &release, "2026-0001"));
    let row = compare(&is_known, &ledger);
    assert_eq!(reasons(&row), [(MoreSuccesses, dkk("2490")), (NotPaidYet, dkk("-62250"))]);
}

#[test]
fn commitments_at_the_end_of_a_year() {
    let mut agreement = uncapped();
    agreement.payments[0].held_back = Some(HeldBack { share: decimal("0.10"), until: day("2026-06-30") });
    agreement.price_level = PriceLevel::Year(2023);
    let plan = plan(&agreement).unwrap();
    let proposal = settle_all(&agreement, &[(2024, 60, 15)]).remove(0);
    let known = [known(&proposal, Some(day("2025-03-10")), Some(day("2025-03-12")))];
    let given: Vec<Booked> = instalments(&agreement)
        .iter()
        .filter(|one| one.on <= day("2025-12-31"))
        .map(|one| booked("2025-0009", None, &instalment(&agreement, &one.funding, one.on).unwrap()))
        .collect();
    let mut ledger = given.clone();
    ledger.push(owed(&agreement, &proposal, "2025-0010"));
    let of = |ledger: &[Booked], year: i16, kind: CommitmentKind| -> Vec<(Date, Money)> {
        let all = commitments(&agreement, &plan, &known, ledger, year);
        assert_eq!(all.price_level, PriceLevel::Year(2023));
        let own = all.rows.iter().filter(|row| row.kind == kind && row.transfer.what == Some(PaidFor::Outcome));
        own.map(|row| (row.due, row.transfer.amount)).collect()
    };
    use CommitmentKind::{Expected, KeptBack, NotPaid, NotPosted};
    // At the end of 2024 nothing was approved: the plan's figures, of which a tenth comes later.
    let planned = [(day("2025-03-31"), dkk("53784")), (day("2026-06-30"), dkk("5976"))];
    assert_eq!(of(&ledger, 2024, Expected), planned);
    assert_eq!(of(&ledger, 2025, NotPaid), [(day("2025-03-31"), dkk("56025"))]);
    assert_eq!(of(&ledger, 2025, KeptBack), [(day("2026-06-30"), dkk("6225"))]);
    assert_eq!(of(&ledger, 2025, NotPosted), []);
    let next = [(day("2026-03-31"), dkk("250992")), (day("2026-06-30"), dkk("27888"))];
    assert_eq!(of(&ledger, 2025, Expected), next);
    ledger.push(paid(&agreement, &due_now(&agreement, &proposal), "2025-0011", "2025-0010", "2025-04-02"));
    assert_eq!(of(&ledger, 2025, NotPaid), []);
    // Of the capital, what is given is not paid yet, and what is promised is not given yet.
    let all = commitments(&agreement, &plan, &known, &ledger, 2025);
    let promised = all.rows.iter().filter(|row| row.kind == CommitmentKind::Promised);
    let later = agreement.funding[0].on.iter().filter(|on| **on > day("2025-12-31"));
    assert_eq!(promised.count(), later.count());
    let sum = |is_expected: bool| {
        let own = all.rows.iter().filter(|row| row.is_expected() == is_expected);
        own.fold(dkk("0"), |all, row| all + row.transfer.amount)
    };
    assert_eq!((all.known, all.expected), (sum(false), sum(true)));
}

#[test]
fn amounts_by_budget_year_and_committee() {
    let mut agreement = uncapped();
    agreement.budgets[0].committee = Some("Socialudvalget".to_owned());
    agreement.budgets[0].area = Some(BudgetArea::Service);
    agreement.payments[0].accounting_year = AccountingYear::Measured;
    let plan = plan(&agreement).unwrap();
    let proposal = settle_all(&agreement, &[(2024, 60, 15)]).remove(0);
    let known = [known(&proposal, Some(day("2025-03-10")), Some(day("2025-03-12")))];
    let ledger = [owed(&agreement, &proposal, "2025-0001")];
    let of = |kind: BudgetKind, year: i16| -> Option<Money> {
        let table = budget(&agreement, &plan, &known, &ledger, kind);
        assert_eq!(table.price_level, PriceLevel::NotStated);
        let central = holder("aarhus", Some("central"));
        let wanted = |row: &&virkning_engine::BudgetRow| {
            row.year == year && row.holder == central && row.direction == Direction::Expense
        };
        table.rows.iter().find(wanted).map(|row| {
            assert_eq!((row.committee.as_deref(), row.area), (Some("Socialudvalget"), Some(BudgetArea::Service)));
            row.amount
        })
    };
    // The regnskabsår is the measured one.
    assert_eq!((of(BudgetKind::Budget, 2024), of(BudgetKind::Budget, 2025)), (Some(dkk("59760")), Some(dkk("278880"))));
    assert_eq!(
        (of(BudgetKind::FollowUp, 2024), of(BudgetKind::FollowUp, 2025)),
        (Some(dkk("62250")), Some(dkk("278880")))
    );
    assert_eq!((of(BudgetKind::Accounts, 2024), of(BudgetKind::Accounts, 2025)), (Some(dkk("62250")), None));
    // What is paid is received.
    for kind in [BudgetKind::Budget, BudgetKind::FollowUp, BudgetKind::Accounts] {
        let table = budget(&agreement, &plan, &known, &ledger, kind);
        let sum = |direction: Direction| {
            let own = table.rows.iter().filter(|row| row.direction == direction);
            own.fold(dkk("0"), |all, row| all + row.amount)
        };
        assert_eq!(sum(Direction::Expense), sum(Direction::Income));
        let by_year = table.expenses.iter().fold(dkk("0"), |all, (_, amount)| all + *amount);
        assert_eq!(by_year, sum(Direction::Expense));
    }
}

#[test]
fn a_reversal_takes_a_voucher_back() {
    let agreement = uncapped();
    let proposal = settle_all(&agreement, &[(2024, 60, 15)]).remove(0);
    let made = posting(&agreement, proposal_id(2024), &proposal).unwrap();
    let back = made.reversed("2025-0001".to_owned(), day("2025-04-01"));
    assert_eq!(back.head().about, About::Voucher("2025-0001".to_owned()));
    let ledger = [booked("2025-0001", Some(2024), &made), booked("2025-0002", Some(2024), &back)];
    assert!(account_of(&ledger, &AskedAccount::default()).iter().all(|statement| statement.closing.is_zero()));
    let plan = plan(&agreement).unwrap();
    assert_eq!(compare_money(&agreement, &plan, &[], &ledger)[0].posted, dkk("0"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn differences_lead_from_expected_to_paid(
        successes in [0_u32..60, 0..60], share in 0_i128..=100, is_posted in any::<bool>(), is_kept in any::<bool>(),
    ) {
        let mut agreement = shared(vec![crate::limits::limit("most", "150000", LimitOver::Agreement)]);
        if is_kept {
            agreement.payments[0].held_back = Some(HeldBack { share: decimal("0.1"), until: day("2026-06-30") });
        }
        let plan = plan(&agreement).unwrap();
        let proposals = settle_all(&agreement, &[(2024, 60, successes[0]), (2025, 60, successes[1])]);
        let on = Some(day("2025-03-10"));
        let all = [known(&proposals[0], on, on), known(&proposals[1], on, is_posted.then(|| day("2026-03-10")))];
        let mut ledger = vec![owed(&agreement, &proposals[0], "2025-0001")];
        let due = due_now(&agreement, &proposals[0]);
        let whole = due.iter().fold(dkk("0"), |all, transfer| all + transfer.amount);
        let part = Money::from_minor(whole.currency(), whole.minor() * share / 100);
        let part = part_of(&due, part).unwrap();
        prop_assert!(open(&due, &part).iter().all(|transfer| !transfer.amount.is_negative()));
        ledger.push(paid(&agreement, &part, "2025-0002", "2025-0001", "2025-04-02"));
        if is_posted {
            ledger.push(owed(&agreement, &proposals[1], "2026-0001"));
        }
        for row in compare_money(&agreement, &plan, &all, &ledger) {
            let paid = row.differences.iter().fold(row.expected, |all, one| all + one.amount);
            prop_assert_eq!(paid, row.paid, "{:?}", row);
            prop_assert!(row.differences.iter().all(|one| !one.amount.is_zero()));
        }
        // Every party's accounts hold nothing together.
        for id in ["aarhus", "state", "rsi", "dsi"] {
            let asked = AskedAccount { party: Some(party(id)), ..AskedAccount::default() };
            let statements = account_of(&ledger, &asked);
            prop_assert!(statements.iter().fold(dkk("0"), |all, one| all + one.closing).is_zero());
        }
    }
}
