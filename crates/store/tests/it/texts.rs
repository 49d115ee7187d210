//! Every refusal, fault and failure has a message and a hint in both languages, and the messages need no words but those
//! that come with them.

use std::collections::BTreeSet;
use std::path::PathBuf;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use virkning_model::id::{AgreementId, Alias, ProposalId, RecordId, SnapshotId, TermId};
use virkning_model::money::{Currency, Money};
use virkning_store::{
    AuditBreak, BrokenAt, ClaimState, DatabaseFault, DeskRefusal, Fault, HeadFault, IdentityRefusal, ProposalState,
    Refusal, Role, StoreError, content_hash,
};

use crate::script::{agreement, proposal_id, user};

const TEXTS: [(&str, &str); 2] = [
    (
        "da",
        concat!(
            include_str!("../../../virkning/locales/da/shared.ftl"),
            "\n",
            include_str!("../../../virkning/locales/da/store.ftl"),
            include_str!("../../../virkning/locales/da/identity.ftl")
        ),
    ),
    (
        "en",
        concat!(
            include_str!("../../../virkning/locales/en/shared.ftl"),
            "\n",
            include_str!("../../../virkning/locales/en/store.ftl"),
            include_str!("../../../virkning/locales/en/identity.ftl")
        ),
    ),
];

type Coded = (&'static str, Vec<(&'static str, String)>);

fn refusals() -> Vec<Refusal> {
    let (agreement, proposal, user): (AgreementId, ProposalId, _) = (agreement(), proposal_id("p1"), user("anna"));
    let (text, hash, money) = ("x".to_owned(), content_hash(b"x"), Money::from_minor(Currency::DKK, 1));
    let alias = Alias::new("k7qf").unwrap();
    vec![
        Refusal::UnknownUser { user: user.clone() },
        Refusal::UserDiffers { user: user.clone(), field: "name" },
        Refusal::NoRoles { user: user.clone() },
        Refusal::InvitationGone { user: user.clone() },
        Refusal::GovernanceDiffers { id: TermId::new("d-1").unwrap(), field: "forum" },
        Refusal::OwnAccess { user: user.clone() },
        Refusal::NoCredential { user: user.clone() },
        Refusal::UserTaken { user: user.clone() },
        Refusal::NoMappedGroup { user: user.clone() },
        Refusal::RuleWithoutReason,
        Refusal::EvaluationChanged { plan: text.clone() },
        Refusal::EvaluationNotLocked { plan: text.clone() },
        Refusal::AllocatedOtherwise { plan: text.clone(), number: 3 },
        Refusal::ReleasedMeanwhile { subject: text.clone() },
        Refusal::LacksRole { user: user.clone(), needed: Role::ALL.to_vec() },
        Refusal::SealedOtherwise {
            agreement: agreement.clone(),
            version: text.clone(),
            sealed: hash.clone(),
            given: hash.clone(),
        },
        Refusal::NotSealed { agreement: agreement.clone(), version: text.clone() },
        Refusal::CodeListDiffers { source: text.clone(), edition: text.clone() },
        Refusal::MappingNotPending { code: 997, category: text.clone() },
        Refusal::MappingOwn { user: user.clone(), code: 997 },
        Refusal::SnapshotDiffers { snapshot: SnapshotId::new("d").unwrap(), field: "content" },
        Refusal::LinkDiffers { agreement: agreement.clone(), alias: alias.clone() },
        Refusal::LinkTwice { agreement: agreement.clone(), alias },
        Refusal::UnknownProposal { proposal: proposal.clone() },
        Refusal::ProposalDiffers { proposal: proposal.clone(), field: "content" },
        Refusal::OwnProposal { proposal: proposal.clone(), user },
        Refusal::ContentDiffers { proposal: proposal.clone(), stored: hash.clone(), given: hash },
        Refusal::NotOpen { proposal: proposal.clone(), state: ProposalState::Posted },
        Refusal::Superseded { proposal: proposal.clone(), by: text.clone() },
        Refusal::Unclarified { proposal: proposal.clone(), people: 1 },
        Refusal::Unclarified { proposal: proposal.clone(), people: 3 },
        Refusal::Provisional { proposal: proposal.clone() },
        Refusal::NoReason { proposal: proposal.clone() },
        Refusal::KeyReused { key: text.clone(), field: "entries", stored: text.clone(), given: text.clone() },
        Refusal::AlreadyPosted { proposal: proposal.clone(), voucher_number: text.clone(), key: text.clone() },
        Refusal::YearPosted { agreement, measured_year: 2024, proposal: proposal.clone(), voucher_number: text },
        Refusal::NotApproved { proposal: proposal.clone(), state: ProposalState::Refused },
        Refusal::NotWithdrawable { proposal: proposal.clone(), state: ProposalState::Posted },
        Refusal::SamePerson { proposal: proposal.clone(), user: crate::script::user("anna"), author: "bo".to_owned() },
        Refusal::UnknownVoucher { agreement: crate::script::agreement(), voucher_number: "2025-0001".to_owned() },
        Refusal::PaidBeyond {
            agreement: crate::script::agreement(),
            voucher_number: "2025-0001".to_owned(),
            open: money,
            amount: money,
        },
        Refusal::InstalmentPosted {
            agreement: crate::script::agreement(),
            about: "capital/2024-01-01".to_owned(),
            voucher_number: "2025-0001".to_owned(),
        },
        Refusal::PostingDiffers { proposal: proposal.clone(), field: "agreement" },
        Refusal::ParticipantChanged { agreement: crate::script::agreement(), alias: Alias::new("p1").unwrap() },
        Refusal::UnknownClaim { claim: 7 },
        Refusal::OwnClaim { claim: 7, user: self::user("anna") },
        Refusal::ClaimNotOpen { claim: 7, state: ClaimState::Claimed, wanted: ClaimState::Disputed },
        Refusal::ClaimWithoutReason { claim: 7 },
        Refusal::ClaimDiffers { claim: 7, state: ClaimState::Verified },
        Refusal::SampleTooLarge { asked: 9, there: 4 },
        Refusal::Unbalanced { proposal: proposal.clone(), difference: money },
        Refusal::AmountTooLarge { proposal, amount: money },
        Refusal::UnknownRecord { record: RecordId::new("r-1").unwrap() },
        Refusal::RecordDiffers { record: RecordId::new("r-1").unwrap(), field: "case-number" },
        Refusal::RecordDiffers { record: RecordId::new("r-1").unwrap(), field: "content" },
    ]
}

fn identity_refusals() -> Vec<IdentityRefusal> {
    let alias = Alias::new("k7qf").unwrap();
    vec![
        IdentityRefusal::OtherKey { version: 1 },
        IdentityRefusal::OldKey { given: 1, recorded: 2 },
        IdentityRefusal::KeyAbsent { version: 1 },
        IdentityRefusal::UnknownAlias { agreement: agreement(), alias: alias.clone() },
        IdentityRefusal::NoIdentity { alias: alias.clone() },
        IdentityRefusal::Erased { alias },
        IdentityRefusal::NoReason,
        IdentityRefusal::LinkedOtherwise,
        IdentityRefusal::LinkedToItself,
        IdentityRefusal::SourceIncomplete { source: "dream".to_owned(), field: "purpose" },
        IdentityRefusal::UnknownNumber,
        IdentityRefusal::OwnErasure,
        IdentityRefusal::NothingDue,
    ]
}

fn desk_refusals() -> Vec<DeskRefusal> {
    let day = jiff::civil::date(2025, 3, 1);
    let wrong_parent =
        |kind, parent: &str| DeskRefusal::WrongParent { unit: "ips".to_owned(), kind, parent: parent.to_owned() };
    let mut refusals = vec![
        DeskRefusal::DraftChanged { agreement: agreement(), by: user("bo"), revision: 3 },
        DeskRefusal::NoDraft { agreement: agreement() },
        DeskRefusal::AgreementExists { agreement: agreement() },
        DeskRefusal::SignedTextUnknown { agreement: agreement(), content: content_hash(b"x") },
        DeskRefusal::SignedInFuture { signed_on: day },
        DeskRefusal::SignedAlready { office: "rådmand".to_owned(), name: "Bo".to_owned(), signed_on: day },
        DeskRefusal::UnknownJob { job: 7 },
        DeskRefusal::CommentLength { most: 2000 },
        DeskRefusal::CommentWithNumber,
        DeskRefusal::UnknownComment { comment: 7 },
        DeskRefusal::UnknownUnit { unit: "ips".to_owned(), day },
        wrong_parent("department", "msb"),
        wrong_parent("unit", ""),
        DeskRefusal::UnitPeriod { unit: "ips".to_owned() },
    ];
    let states = ["waiting", "running", "done", "failed", "cancelled", "interrupted"];
    refusals.extend(states.map(|state| DeskRefusal::JobState { job: 7, state }));
    refusals
}

fn head_faults() -> Vec<Coded> {
    let faults = [HeadFault::NoHead, HeadFault::Signature, HeadFault::OtherKey, HeadFault::NoKey, HeadFault::Name];
    faults.map(|fault| (fault.code(), vec![("path", "head.txt".to_owned())])).into()
}

fn faults() -> Vec<Fault> {
    let (agreement, proposal, text, table) = (agreement(), proposal_id("p1"), "x".to_owned(), "postings");
    let difference = Money::from_minor(Currency::DKK, 1);
    vec![
        Fault::Audit(BrokenAt { sequence: 7, why: AuditBreak::Edited }),
        Fault::RowChanged { table, key: text.clone() },
        Fault::RowMissing { table: table.to_owned(), key: text.clone() },
        Fault::RowUnaccounted { table, key: text.clone() },
        Fault::ContentChanged { table, key: text.clone() },
        Fault::Unreadable { table, key: text.clone(), field: "paid_on" },
        Fault::Unbalanced { agreement: agreement.clone(), voucher_number: text.clone(), difference },
        Fault::LedgerUnbalanced { agreement: agreement.clone(), difference },
        Fault::NotApproved { voucher_number: text.clone(), proposal: proposal.clone() },
        Fault::OtherContent { voucher_number: text.clone(), proposal },
        Fault::PartyUnbalanced {
            agreement: agreement.clone(),
            voucher_number: text.clone(),
            party: virkning_model::id::PartyId::new("rsi").unwrap(),
            difference,
        },
        Fault::PaidOtherwise { agreement: agreement.clone(), voucher_number: text.clone(), open: difference },
        Fault::PaymentDiffers { payment: text.clone() },
        Fault::VoucherGap { agreement, voucher_number: text.clone() },
        Fault::Unopenable { table: "identity_fields", key: text.clone() },
        Fault::File { reason: text },
    ]
}

fn errors() -> Vec<StoreError> {
    let path = || PathBuf::from("virkning.db");
    let reason = || std::io::Error::other("x");
    let database =
        |kind| StoreError::Database { path: path(), tried: "x", kind, source: sqlx::Error::WorkerCrashed.into() };
    let kinds = [
        DatabaseFault::Full,
        DatabaseFault::Busy,
        DatabaseFault::Damaged,
        DatabaseFault::ReadOnly,
        DatabaseFault::InputOutput,
        DatabaseFault::Lost,
        DatabaseFault::Other,
    ];
    let mut errors = vec![
        StoreError::File { path: path(), source: reason() },
        StoreError::Runtime(reason()),
        StoreError::Chance(reason()),
        StoreError::Migrate { path: path(), source: sqlx::migrate::MigrateError::Dirty(1).into() },
        StoreError::Address { path: path(), source: sqlx::Error::WorkerCrashed.into() },
        StoreError::Remote { path: path() },
        StoreError::Newer { path: path(), version: 2 },
        StoreError::Abandoned { path: path() },
        StoreError::ContentHash { what: "proposal", given: content_hash(b"x"), computed: content_hash(b"y") },
    ];
    errors.extend(kinds.map(database));
    errors
}

fn every_message() -> Vec<Coded> {
    let identities = identity_refusals().into_iter().map(Refusal::Identity);
    let desk = desk_refusals().into_iter().map(Refusal::Desk);
    let refusals =
        refusals().into_iter().chain(identities).chain(desk).map(|refusal| (refusal.code(), refusal.arguments()));
    let faults = faults().into_iter().map(|fault| (fault.code(), fault.arguments()));
    let errors = errors().into_iter().map(|error| (error.code(), error.arguments()));
    refusals.chain(faults).chain(errors).chain(head_faults()).collect()
}

/// The message and the hint, with their words filled in as the program does it: as text.
fn filled(text: &str, (code, arguments): &Coded) -> Vec<String> {
    let mut bundle = FluentBundle::new(vec!["da".parse::<unic_langid::LanguageIdentifier>().unwrap()]);
    bundle.add_resource(FluentResource::try_new(text.to_owned()).expect("a readable text file")).unwrap();
    let mut words = FluentArgs::new();
    for (name, value) in arguments {
        words.set(*name, value.clone());
    }
    let message = bundle.get_message(code).unwrap_or_else(|| panic!("no text {code}"));
    let hint = message.get_attribute("hint").unwrap_or_else(|| panic!("no hint for {code}")).value();
    [message.value().unwrap(), hint]
        .into_iter()
        .map(|pattern| {
            let mut problems = Vec::new();
            let filled = bundle.format_pattern(pattern, Some(&words), &mut problems).into_owned();
            assert!(problems.is_empty(), "{code}: {problems:?}");
            filled
        })
        .collect()
}

#[test]
fn every_code_has_its_message_and_hint_in_both_languages() {
    for (language, text) in TEXTS {
        for coded in every_message() {
            for line in filled(text, &coded) {
                assert!(line.ends_with(['.', '…']) && !line.contains('{'), "{language} {}: {line}", coded.0);
            }
        }
    }
}

#[test]
fn every_message_has_its_code() {
    let codes: BTreeSet<String> = every_message().into_iter().map(|(code, _)| code.to_owned()).collect();
    for (language, text) in TEXTS {
        let keys = text.lines().filter(|line| line.starts_with('S')).filter_map(|line| line.split(' ').next());
        let keys: BTreeSet<String> = keys.map(str::to_owned).collect();
        assert_eq!(keys, codes, "{language}");
    }
}

#[test]
fn states_are_said_in_words() {
    let not_open = Refusal::NotOpen { proposal: proposal_id("p1"), state: ProposalState::Superseded };
    let coded = (not_open.code(), not_open.arguments());
    assert!(filled(TEXTS[0].1, &coded)[0].contains("afløst af et senere forslag"));
    let people = Refusal::Unclarified { proposal: proposal_id("p1"), people: 1 };
    assert!(filled(TEXTS[0].1, &(people.code(), people.arguments()))[0].contains("1 person er uafklaret"));
}
