//! The rules of each noun as scripts. What is expected comes from the requirements on faults (settlement and ledger,
//! imports), never from what the store happened to answer.

use virkning_model::money::{Currency, Money};
use virkning_store::{AuditOutcome, ProposalState};

use crate::script::{Backing, Office, agreement, on_every_backing, proposal_id, user};

on_every_backing![
    users_are_declared,
    texts_are_sealed_once,
    line_ends_are_no_change,
    codes_are_mapped_by_two_people,
    the_same_snapshot_is_imported_once,
    enrolment_sets_are_versions,
    a_settlement_is_approved_by_another_person_and_posted_once,
    one_settlement_per_year_and_version,
    what_is_not_clarified_is_not_approved_and_what_is_not_final_not_posted,
    a_refused_proposal_can_be_proposed_anew,
    a_later_proposal_supersedes_what_nobody_approved,
    a_role_that_is_taken_away_no_longer_counts,
    nothing_to_pay_is_a_posting_too,
    refused_attempts_are_recorded,
    content_must_have_its_hash,
    everything_is_there_when_the_store_is_opened_again,
];

fn users_are_declared(backing: Backing) {
    Office::empty(backing).run(
        "
        # the first one may be declared by anybody, also by a name that nobody knows
        anna user anna controller => ok
        anna user anna controller => already
        anna user anna approver => S002 anna roles
        anna user bo - => S003 bo
        nobody user bo approver => S001 nobody
        # without an administrator everybody may declare himself
        bo user bo approver => ok
        dora user dora reader => ok
        bo user root administrator => ok
        # from now on only administrators declare
        anna user carl reader => S004 anna administrator
        anna roles bo controller => S004 anna administrator
        eric user eric reader => S001 eric
        root user carl reader => ok
        root roles carl reader,auditor => ok
        root roles carl reader,auditor => already
        root roles nobody reader => S001 nobody
        ",
    );
}

fn texts_are_sealed_once(backing: Backing) {
    let office = Office::on(backing);
    office.run(
        "
        anna seal 1 text-of-version-1 => already 1
        anna seal 1 another-text => S005 ips-plus 1
        nobody seal 2 text-of-version-2 => S001 nobody
        eva seal 2 text-of-version-2 => S004 eva
        anna seal 2 text-of-version-2 => ok 2
        anna seal 1 text-of-version-1 => already 1
        ",
    );
    let latest = office.store.agreement_sealed(&agreement()).unwrap().unwrap();
    assert_eq!((latest.version.as_str(), latest.text.as_str()), ("2", "text-of-version-2"));
    let by_hash = office.store.agreement_by_hash(&latest.hash).unwrap();
    assert_eq!(by_hash, Some(latest));
}

fn line_ends_are_no_change(backing: Backing) {
    let office = Office::on(backing);
    let hash = virkning_store::content_hash(b"one\ntwo\n");
    let seal = |text: &str| office.store.agreement_seal(&crate::script::actor("anna"), &agreement(), "9", text, &hash);
    assert!(!seal("one\ntwo\n").unwrap().already);
    assert!(seal("one\r\ntwo\r\n").unwrap().already);
    assert_eq!(seal("one\nthree\n").unwrap_err().code(), "S212");
}

fn codes_are_mapped_by_two_people(backing: Backing) {
    let office = Office::on(backing);
    office.run(
        "
        anna codes c 2015-11 list-one => ok 2015-11
        anna codes c 2015-11 list-one => already 2015-11
        anna codes c 2015-11 list-two => S007 dream 2015-11
        bo confirm 997 sickness 2015-11+1 list-two => S008 997 sickness
        anna map 997 sickness => ok anna
        anna map 997 sickness => already anna
        bo map 997 sickness => already anna
        anna confirm 997 sickness 2015-11+1 list-two => S009 anna 997
        bo confirm 997 education 2015-11+1 list-two => S008 997 education
        bo confirm 997 sickness 2015-11 list-one => S007 dream 2015-11
        bo confirm 997 sickness 2015-11+1 list-two => ok 2015-11+1
        bo confirm 997 sickness 2015-11+2 list-three => S008 997 sickness
        # a later mapping of the same code takes the place of one that nobody confirmed
        anna map 998 sickness => ok anna
        anna map 998 education => ok anna
        bo confirm 998 sickness 2015-11+2 list-three => S008 998 sickness
        eva map 999 education => S004 eva
        ",
    );
    let latest = office.store.code_list_latest("dream").unwrap().unwrap();
    assert_eq!((latest.edition.as_str(), latest.json.as_slice()), ("2015-11+1", b"list-two".as_slice()));
    let pending = office.store.mapping_pending("dream").unwrap();
    let pending: Vec<(u16, &str)> = pending.iter().map(|p| (p.mapping.code, p.mapping.category.as_str())).collect();
    assert_eq!(pending, [(998, "education")]);
}

fn the_same_snapshot_is_imported_once(backing: Backing) {
    let office = Office::on(backing);
    office.run(
        "
        anna snapshot d-2025-02 2025-02 rows => ok d-2025-02
        anna snapshot d-2025-02 2025-02 rows => already d-2025-02
        anna snapshot other 2025-02 rows => already d-2025-02
        anna snapshot d-2025-02 2025-02 other-rows => S010 d-2025-02 content
        anna snapshot d-2024-11 2024-11 older-rows => ok d-2024-11
        anna snapshot d-2025-02-b 2025-02 corrected-rows => ok d-2025-02-b
        ",
    );
    let latest = office.store.snapshot_latest("dream").unwrap().unwrap();
    assert_eq!(latest.id.as_str(), "d-2025-02-b", "by edition, then by arrival");
    assert_eq!(office.store.snapshot_latest("other").unwrap(), None);
}

fn enrolment_sets_are_versions(backing: Backing) {
    let office = Office::on(backing);
    office.run(
        "
        anna enrol set-one aaaa=1 bbbb=2 => ok 1
        anna enrol set-one aaaa=1 bbbb=2 => already 1
        anna enrol set-two aaaa=3 bbbb=2 => S011 ips-plus aaaa
        anna enrol set-two aaaa=1 aaaa=2 => S012 ips-plus aaaa
        anna enrol set-two aaaa=1 bbbb=1 => S012 ips-plus bbbb
        anna enrol set-two aaaa=1 bbbb=2 cccc=3 => ok 2
        # going back to an earlier list is a new version
        anna enrol set-one aaaa=1 bbbb=2 => ok 3
        ",
    );
    let latest = office.store.enrolment_latest(&agreement()).unwrap().unwrap();
    assert_eq!((latest.version, latest.json.as_slice()), (3, b"set-one".as_slice()));
    let links = office.store.enrolment_links(&agreement()).unwrap();
    let links: Vec<(&str, &str)> = links.iter().map(|(alias, digits)| (alias.as_str(), &digits[..1])).collect();
    assert_eq!(links, [("aaaa", "1"), ("bbbb", "2")]);
    let earlier = office.store.enrolment_links_of(&virkning_store::content_hash(b"set-two")).unwrap();
    assert_eq!(earlier.len(), 3);
}

fn a_settlement_is_approved_by_another_person_and_posted_once(backing: Backing) {
    let office = Office::on(backing);
    office.run(
        "
        anna propose p1 2024 a version=9 => S006 ips-plus 9
        eva propose p1 2024 a => S004 eva
        anna propose p1 2024 a => ok p1 proposed
        anna propose p1 2024 a => already p1 proposed
        carl propose p9 2024 a => already p1 proposed
        anna propose p1 2024 b => S014 p1 content
        nobody approve p1 a => S001 nobody
        bo approve p0 a => S013 p0
        anna approve p1 a => S015 p1 anna
        carl approve p1 a => S004 carl approver
        bo approve p1 b => S016 p1
        anna post k1 p1 a 59760.00 => S025 p1 proposed
        bo approve p1 a => ok bo
        bo approve p1 a => already bo
        dora approve p1 a => S017 p1 approved
        eva post k1 p1 a 59760.00 => S004 eva
        anna post k1 p1 b 59760.00 => S016 p1
        anna post k1 p1 a 59760.00 for=p2 => S026 p1 proposal
        anna post k1 p1 a 59760.00 => ok 2025-0001
        # the same call again, by whomever, gives the stored result
        anna post k1 p1 a 59760.00 => already 2025-0001
        dora post k1 p1 a 59760.00 => already 2025-0001
        # other content under the same key: the field that differs
        anna post k1 p2 a 59760.00 => S022 k1 proposal p1 p2
        anna post k1 p1 b 59760.00 => S022 k1 content
        anna post k1 p1 a 59760.00 on=2025-04-01 => S022 k1 date 2025-03-31 2025-04-01
        anna post k1 p1 a 59760.01 => S022 k1 entries
        # another key: the voucher that won
        anna post k2 p1 a 59760.00 => S023 p1 2025-0001 k1
        dora refuse p1 too-late => S017 p1 posted
        ",
    );
    let posted = office.store.posting_by_key("k1").unwrap().unwrap();
    assert_eq!(posted.voucher_number, "2025-0001");
    let paid = Money::parse(Currency::DKK, "59760").unwrap();
    let ledger = office.store.ledger(&agreement()).unwrap();
    let amounts: Vec<Money> = ledger.iter().map(|line| line.balance).collect();
    assert_eq!(amounts, [paid, -paid, paid, -paid]);
    let decisions = office.store.decisions(&proposal_id("p1")).unwrap();
    let states: Vec<ProposalState> = decisions.iter().map(|decision| decision.outcome).collect();
    assert_eq!(states, [ProposalState::Proposed, ProposalState::Approved, ProposalState::Posted]);
}

fn one_settlement_per_year_and_version(backing: Backing) {
    let office = Office::on(backing);
    office.run(
        "
        anna propose p1 2024 a => ok p1
        bo approve p1 a => ok
        anna propose p2 2024 b => ok p2
        bo approve p2 b => ok
        anna post k1 p1 a 100 => ok 2025-0001
        anna post k2 p2 b 200 => S024 ips-plus 2024 p1 2025-0001
        # an amended agreement is another version
        anna seal 2 text-of-version-2 => ok
        anna propose p3 2024 c version=2 => ok p3
        bo approve p3 c => ok
        anna post k3 p3 c 300 => ok 2025-0002
        # voucher numbers begin anew with each year of payment
        anna propose p4 2025 d => ok p4
        bo approve p4 d => ok
        anna post k4 p4 d 400 on=2026-03-31 => ok 2026-0001
        ",
    );
    let balances = office.store.balances(&agreement()).unwrap();
    let amounts: Vec<String> = balances.iter().map(|balance| balance.amount.to_string()).collect();
    assert_eq!(amounts, ["800.00", "-800.00", "-800.00", "800.00"]);
}

fn what_is_not_clarified_is_not_approved_and_what_is_not_final_not_posted(backing: Backing) {
    Office::on(backing).run(
        "
        anna propose p1 2024 a unclarified=3 => ok p1
        bo approve p1 a => S019 p1 3
        anna propose p2 2024 b provisional=1 => ok p2
        bo approve p1 a => S018 p1 p2
        bo approve p2 b => ok
        anna post k1 p2 b 100 => S020 p2
        bo refuse p2 too-early => ok
        anna propose p3 2024 c => ok p3
        bo approve p3 c => ok
        ",
    );
}

fn a_refused_proposal_can_be_proposed_anew(backing: Backing) {
    let office = Office::on(backing);
    office.run(
        "
        anna propose p1 2024 a => ok p1
        bo refuse p1 => S021 p1
        eva refuse p1 wrong => S004 eva
        bo refuse p1 the price is wrong => ok the price is wrong
        bo approve p1 a => S017 p1 refused
        bo refuse p1 the price is wrong => already the price is wrong
        bo refuse p1 again => S017 p1 refused
        anna post k1 p1 a 100 => S025 p1 refused
        # whoever proposes it anew is an author too
        dora propose p1 2024 a => ok p1 proposed
        dora approve p1 a => S015 p1 dora
        anna approve p1 a => S015 p1 anna
        bo approve p1 a => ok
        # an approval can be taken back until it is posted
        dora refuse p1 the data were corrected => ok
        anna post k1 p1 a 100 => S025 p1 refused
        ",
    );
    let refusal = &office.store.decisions(&proposal_id("p1")).unwrap()[1];
    assert_eq!((refusal.reason.as_str(), &refusal.by), ("the price is wrong", &user("bo")));
}

fn a_later_proposal_supersedes_what_nobody_approved(backing: Backing) {
    let office = Office::on(backing);
    office.run(
        "
        anna propose p1 2024 a => ok p1
        anna propose other-year 2025 z => ok other-year
        anna propose p2 2024 b => ok p2
        anna propose p1 2024 a => ok p1 proposed
        bo approve p2 b => S018 p2 p1
        bo approve p1 a => ok
        anna propose p3 2024 c => ok p3
        ",
    );
    let states: Vec<ProposalState> =
        office.store.proposals(&agreement()).unwrap().into_iter().map(|proposal| proposal.state).collect();
    use ProposalState::{Approved, Proposed, Superseded};
    assert_eq!(states, [Approved, Proposed, Superseded, Proposed]);
}

fn a_role_that_is_taken_away_no_longer_counts(backing: Backing) {
    Office::on(backing).run(
        "
        anna propose p1 2024 a => ok p1
        anna roles bo reader => ok
        bo approve p1 a => S004 bo approver
        dora approve p1 a => ok
        anna roles anna reader => ok
        anna post k1 p1 a 100 => S004 anna
        ",
    );
}

fn nothing_to_pay_is_a_posting_too(backing: Backing) {
    Office::on(backing).run(
        "
        anna propose p1 2024 a => ok p1
        bo approve p1 a => ok
        anna post k1 p1 a 0 => ok 2025-0001
        ",
    );
}

fn refused_attempts_are_recorded(backing: Backing) {
    let office = Office::on(backing);
    office.run(
        "
        anna propose p1 2024 a => ok p1
        anna approve p1 a => S015 p1 anna
        ",
    );
    let entry = office.store.audit_log(1).unwrap().remove(0);
    assert_eq!(entry.outcome, AuditOutcome::Refused("S015".to_owned()));
    assert_eq!((entry.action.as_str(), entry.subject.as_str()), ("approve", "p1"));
    assert_eq!((entry.user, entry.operating_system_user.as_str()), (user("anna"), "tester"));
}

fn content_must_have_its_hash(backing: Backing) {
    let office = Office::on(backing);
    let wrong = virkning_store::content_hash(b"something else");
    let new = virkning_store::NewProposal {
        id: &proposal_id("p1"),
        agreement: &agreement(),
        version: "1",
        part: virkning_model::settlement::Part::Settlement,
        draft: false,
        measured_year: 2024,
        content: &wrong,
        json: b"a",
        trace: &wrong,
        unclarified: 0,
        provisional: false,
    };
    let failure = office.store.proposal_add(&crate::script::actor("anna"), new).unwrap_err();
    assert_eq!(failure.code(), "S212");
}

fn everything_is_there_when_the_store_is_opened_again(backing: Backing) {
    let office = Office::on(backing);
    office.run(
        "
        anna propose p1 2024 a => ok p1
        bo approve p1 a => ok
        anna post k1 p1 a 100 => ok 2025-0001
        ",
    );
    let (before, head) = (office.contents(), office.store.audit_head().unwrap());
    let office = office.reopened();
    assert_eq!(office.contents(), before);
    assert_eq!(office.store.audit_verify_against(&head).unwrap(), head);
}
