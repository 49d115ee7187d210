//! The life of a settlement from draft to payment, and what stops it: as scripts, on every kind of store. What is expected
//! comes from the requirements on faults (settlement and ledger).

use virkning_model::ledger::PostingKind;
use virkning_store::ProposalState;

use crate::script::{Backing, Office, agreement, on_every_backing, proposal_id};

on_every_backing![
    a_draft_is_offered_before_it_is_approved,
    two_accounts_of_one_person_are_one_person,
    what_is_approved_can_be_withdrawn_before_it_is_posted,
    each_part_of_a_year_is_posted_once,
    rows_of_the_bank_count_once,
    what_is_paid_in_parts_is_paid_with_the_last,
    an_instalment_is_posted_once,
    the_ledger_shows_terms_kinds_and_years,
];

fn a_draft_is_offered_before_it_is_approved(backing: Backing) {
    let office = Office::on(backing);
    office.run(
        "
        anna propose p1 2024 a draft=1 => ok p1 draft
        anna propose p1 2024 a draft=1 => already p1 draft
        # nobody decides on a draft, and it is not posted
        bo approve p1 a => S017 p1 draft
        bo post k p1 a 100 => S025 p1 draft
        # whoever offers it is an author too
        carl offer p1 => ok proposed
        carl offer p1 => already proposed
        dora offer p9 => S013 p9
        bo approve p1 a => ok bo
        anna offer p1 => S017 p1 approved
        bo post k p1 a 100 => ok 2025-0001
        # a draft that is settled again without the word is proposed
        anna propose p2 2025 b draft=1 => ok p2 draft
        anna propose p2 2025 b => ok p2 proposed
        # a later draft of the same year takes the place of one that nobody approved
        anna propose p3 2025 c draft=1 => ok p3 draft
        carl propose p4 2025 d draft=1 => ok p4 draft
        carl refuse p4 no use => ok no use
        ",
    );
    let states: Vec<ProposalState> =
        office.store.proposals(&agreement()).unwrap().into_iter().map(|proposal| proposal.state).collect();
    use ProposalState::{Posted, Refused, Superseded};
    assert_eq!(states, [Posted, Superseded, Superseded, Refused]);
}

fn two_accounts_of_one_person_are_one_person(backing: Backing) {
    Office::on(backing).run(
        "
        anna account anna2 approver anna => ok anna
        anna account anna2 approver anna => already anna
        anna account anna2 approver bo => S002 anna2 person
        anna account ina approver ina => ok ina
        anna propose p1 2024 a => ok
        anna approve p1 a => S015 p1 anna
        anna2 approve p1 a => S029 p1 anna2 anna
        # the other way round
        anna roles anna2 approver,controller => ok
        anna2 propose p2 2025 b => ok
        dora propose p2 2025 b => already
        anna approve p2 b => S029 p2 anna anna2
        ina approve p1 a => ok ina
        # a code needs two persons as well
        anna map 997 sickness => ok anna
        anna2 confirm 997 sickness 2015-11+1 list-two => S009 anna2
        ",
    );
}

fn what_is_approved_can_be_withdrawn_before_it_is_posted(backing: Backing) {
    Office::on(backing).run(
        "
        anna propose p1 2024 a => ok
        anna void p1 too early => S033 p1 proposed
        bo approve p1 a => ok
        anna void p1 => S021 p1
        carl void p1 not mine => S004 carl approver
        anna void p1 wrong account => ok wrong account
        anna void p1 wrong account => already wrong account
        # what is withdrawn cannot be posted, approved or withdrawn again
        bo post k1 p1 a 100 => S025 p1 voided
        bo approve p1 a => S017 p1 voided
        bo void p1 again => S033 p1 voided
        # the same can be proposed anew, and an approver can withdraw it too
        carl propose p1 2024 a => ok p1 proposed
        bo approve p1 a => ok
        dora void p1 second thoughts => ok second thoughts
        anna propose p1 2024 a => ok p1 proposed
        bo approve p1 a => ok
        bo post k1 p1 a 100 => ok 2025-0001
        bo void p1 too late => S033 p1 posted
        ",
    );
}

fn each_part_of_a_year_is_posted_once(backing: Backing) {
    Office::on(backing).run(
        "
        anna propose p1 2024 a => ok
        bo approve p1 a => ok
        bo post k1 p1 a 100 => ok 2025-0001
        anna propose r1 2024 b part=restatement-1 => ok r1 proposed
        anna propose r2 2024 c part=release-2026-06-30 => ok r2 proposed
        bo approve r1 b => ok
        bo approve r2 c => ok
        bo post k2 r1 b 10 => ok 2025-0002
        bo post k3 r2 c 20 => ok 2025-0003
        anna propose r3 2024 d part=restatement-1 => ok
        bo approve r3 d => ok
        bo post k4 r3 d 10 => S024 ips-plus 2024 r1 2025-0002
        ",
    );
}

fn rows_of_the_bank_count_once(backing: Backing) {
    let office = Office::on(backing);
    office.run(
        "
        anna propose p1 2024 a => ok
        bo approve p1 a => ok
        bo post k1 p1 a 100 => ok 2025-0001
        eva pay file1 row1=2025-0001=100 => S004 eva
        anna pay file1 row1=2025-0009=100 => S030 ips-plus 2025-0009
        anna pay file1 row1=2025-0001=100.01 => S031 ips-plus 2025-0001 100.00 100.01
        anna pay file1 row1=2025-0001=-100 => S031 ips-plus 2025-0001 100.00 -100.00
        anna pay file1 row1=2025-0001=100 => ok 1
        # the same file, and the same row in another file
        anna pay file1 row1=2025-0001=100 => already 1
        anna pay file2 row1=2025-0001=100 => already 1
        # another row for the same is paid twice, and nothing of its file is recorded
        anna pay file2 row1=2025-0001=100 row2=2025-0001=100 => S031 ips-plus 2025-0001 0.00 100.00
        # a payment is no voucher that something is owed of
        anna pay file2 row3=2025-0002=100 => S030 ips-plus 2025-0002
        bo void p1 too late => S033 p1 paid
        bo post k1 p1 a 100 => already 2025-0001
        bo post k2 p1 a 100 => S023 p1 2025-0001 k1
        ",
    );
    let record = office.store.proposal(&proposal_id("p1")).unwrap().unwrap();
    assert_eq!(record.state, ProposalState::Paid);
    let payments = office.store.payments(&agreement()).unwrap();
    assert_eq!(payments.len(), 1);
    assert_eq!((payments[0].voucher_number.as_str(), payments[0].amount.to_string()), ("2025-0001", "100.00".into()));
    assert_eq!(office.store.payment("row1").unwrap(), Some(payments[0].clone()));
    let verification = office.store.verify().unwrap();
    assert_eq!(verification.counted.payments, 1);
}

fn what_is_paid_in_parts_is_paid_with_the_last(backing: Backing) {
    let office = Office::on(backing);
    let state = || office.store.proposal(&proposal_id("p1")).unwrap().unwrap().state;
    office.run(
        "
        anna propose p1 2024 a => ok
        bo approve p1 a => ok
        bo post k1 p1 a -100 => ok 2025-0001
        anna pay file1 row1=2025-0001=-40 => ok 1
        ",
    );
    assert_eq!(state(), ProposalState::Posted);
    office.run("anna pay file2 row1=2025-0001=-40 row2=2025-0001=-60 => ok 2");
    assert_eq!(state(), ProposalState::Paid);
    // What was for results stays, and what was owed is settled.
    let balances = office.store.balances(&agreement()).unwrap();
    let lines: Vec<String> = balances
        .iter()
        .map(|balance| {
            format!("{} {} {}", balance.account.holder.party, balance.account.purpose.word(), balance.amount)
        })
        .collect();
    assert_eq!(
        lines,
        [
            "aarhus outcome-payment-paid -100.00",
            "aarhus payable 0.00",
            "aarhus bank 100.00",
            "rsi outcome-payment-received 100.00",
            "rsi receivable 0.00",
            "rsi bank -100.00",
        ]
    );
}

fn an_instalment_is_posted_once(backing: Backing) {
    Office::on(backing).run(
        "
        anna instalment k1 capital/2024-01-01 500 on=2024-01-03 => ok 2024-0001
        anna instalment k1 capital/2024-01-01 500 on=2024-01-03 => already 2024-0001
        anna instalment k1 capital/2024-01-01 500 on=2024-01-04 => S022 k1 date 2024-01-03 2024-01-04
        anna instalment k1 capital/2025-01-01 500 on=2024-01-03 => S022 k1 about
        anna instalment k2 capital/2024-01-01 500 on=2024-01-03 => S032 ips-plus capital/2024-01-01 2024-0001
        eva instalment k3 capital/2025-01-01 500 on=2025-01-03 => S004 eva
        anna instalment k3 capital/2025-01-01 500 on=2025-01-03 => ok 2025-0001
        anna pay file1 row1=2024-0001=500 => ok 1
        ",
    );
}

fn the_ledger_shows_terms_kinds_and_years(backing: Backing) {
    let office = Office::on(backing);
    office.run(
        "
        anna propose p1 2024 a => ok
        bo approve p1 a => ok
        bo post k1 p1 a 100 => ok 2025-0001
        anna pay file1 row1=2025-0001=100 => ok 1
        ",
    );
    let lines = office.store.ledger(&agreement()).unwrap();
    let kinds: Vec<PostingKind> = lines.iter().map(|line| line.kind).collect();
    assert_eq!(kinds, [[PostingKind::Settlement; 4], [PostingKind::Payment; 4]].concat());
    assert!(
        lines.iter().all(|line| line.account.tranche.as_ref().is_some_and(|term| term.as_str() == "outcome-payment"))
    );
    assert!(lines.iter().all(|line| line.measured_year == Some(2024) && line.accounting_year == 2025));
}
