//! What the rules refuse, with the exact reason. A refusal changes nothing, and the attempt is in the audit log.

use virkning_model::id::{AgreementId, Alias, ContentHash, ProposalId, RecordId, SnapshotId, TermId, UserId};
use virkning_model::money::Money;

use crate::decisions::ProposalState;
use crate::desk_refusal::DeskRefusal;
use crate::provider_claims::ClaimState;
use crate::users::Role;
use crate::vault::IdentityRefusal;

/// Why a rule said no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The acting user is not declared.
    UnknownUser {
        /// Who.
        user: UserId,
    },
    /// There is a user of that name already, and it differs.
    UserDiffers {
        /// Who.
        user: UserId,
        /// What differs: `name`, `roles` or `person`.
        field: &'static str,
    },
    /// A user needs a role.
    NoRoles {
        /// Who.
        user: UserId,
    },
    /// The acting user has none of the roles that the action needs.
    LacksRole {
        /// Who.
        user: UserId,
        /// One of these is needed.
        needed: Vec<Role>,
    },
    /// Another text of a plan has been run: outcomes have been seen.
    EvaluationChanged {
        /// The plan.
        plan: String,
    },
    /// The plan is not locked as it stands.
    EvaluationNotLocked {
        /// The plan.
        plan: String,
    },
    /// Another lot was drawn under the same name.
    AllocatedOtherwise {
        /// The plan.
        plan: String,
        /// The number of that allocation.
        number: u64,
    },
    /// A rule of disclosure control without a reason.
    RuleWithoutReason,
    /// Something else was released since the figures were controlled.
    ReleasedMeanwhile {
        /// What they are about.
        subject: String,
    },
    /// Another text is sealed under the same version.
    SealedOtherwise {
        /// The agreement.
        agreement: AgreementId,
        /// The version.
        version: String,
        /// The hash of the sealed text.
        sealed: ContentHash,
        /// The hash of the text given.
        given: ContentHash,
    },
    /// No text is sealed under that version.
    NotSealed {
        /// The agreement.
        agreement: AgreementId,
        /// The version.
        version: String,
    },
    /// There is another code list under the same edition.
    CodeListDiffers {
        /// The register source.
        source: String,
        /// The edition.
        edition: String,
    },
    /// Nobody has proposed that mapping, or it is confirmed already.
    MappingNotPending {
        /// The code.
        code: u16,
        /// The category.
        category: String,
    },
    /// The person who proposed a mapping wants to confirm it.
    MappingOwn {
        /// Who.
        user: UserId,
        /// The code.
        code: u16,
    },
    /// There is a snapshot of that name already, and it differs.
    SnapshotDiffers {
        /// Which.
        snapshot: SnapshotId,
        /// What differs.
        field: &'static str,
    },
    /// An alias stands for another register pseudonym than before.
    LinkDiffers {
        /// The agreement.
        agreement: AgreementId,
        /// The alias.
        alias: Alias,
    },
    /// An alias or a pseudonym stands twice in one enrolment set.
    LinkTwice {
        /// The agreement.
        agreement: AgreementId,
        /// The alias.
        alias: Alias,
    },
    /// There is no such proposal.
    UnknownProposal {
        /// Which.
        proposal: ProposalId,
    },
    /// There is a proposal of that name already, and it differs.
    ProposalDiffers {
        /// Which.
        proposal: ProposalId,
        /// What differs.
        field: &'static str,
    },
    /// The author wants to approve.
    OwnProposal {
        /// Which.
        proposal: ProposalId,
        /// Who.
        user: UserId,
    },
    /// The author wants to approve under another account.
    SamePerson {
        /// Which.
        proposal: ProposalId,
        /// The account that approves.
        user: UserId,
        /// The account that proposed.
        author: String,
    },
    /// There is no such voucher.
    UnknownVoucher {
        /// The agreement.
        agreement: AgreementId,
        /// The number.
        voucher_number: String,
    },
    /// More would be settled of a voucher than it made owed, or in the other direction.
    PaidBeyond {
        /// The agreement.
        agreement: AgreementId,
        /// The voucher.
        voucher_number: String,
        /// What is still owed of it.
        open: Money,
        /// What is to be settled.
        amount: Money,
    },
    /// The instalment is posted already.
    InstalmentPosted {
        /// The agreement.
        agreement: AgreementId,
        /// The funding term and the day on which it was agreed to be given.
        about: String,
        /// The voucher that won.
        voucher_number: String,
    },
    /// The content is not the one that the caller has seen.
    ContentDiffers {
        /// Which.
        proposal: ProposalId,
        /// The hash of the stored content.
        stored: ContentHash,
        /// The hash that the caller names.
        given: ContentHash,
    },
    /// The proposal is not open for a decision.
    NotOpen {
        /// Which.
        proposal: ProposalId,
        /// What it is instead.
        state: ProposalState,
    },
    /// A later proposal took its place.
    Superseded {
        /// Which.
        proposal: ProposalId,
        /// The later one.
        by: String,
    },
    /// People are not clarified.
    Unclarified {
        /// Which.
        proposal: ProposalId,
        /// How many.
        people: u64,
    },
    /// The register data are too early to be final.
    Provisional {
        /// Which.
        proposal: ProposalId,
    },
    /// A refusal needs a reason.
    NoReason {
        /// Which.
        proposal: ProposalId,
    },
    /// The caller's key was used for something else.
    KeyReused {
        /// The key.
        key: String,
        /// The first field that differs.
        field: &'static str,
        /// What was posted under it.
        stored: String,
        /// What is asked for now.
        given: String,
    },
    /// The proposal is posted already, under another key.
    AlreadyPosted {
        /// Which.
        proposal: ProposalId,
        /// The voucher that won.
        voucher_number: String,
        /// Its key.
        key: String,
    },
    /// Another proposal is posted for the same agreement, measured year and version.
    YearPosted {
        /// The agreement.
        agreement: AgreementId,
        /// The measured year.
        measured_year: i16,
        /// The proposal that won, of the same part.
        proposal: ProposalId,
        /// Its voucher.
        voucher_number: String,
    },
    /// Only an approved proposal can be posted.
    NotApproved {
        /// Which.
        proposal: ProposalId,
        /// What it is instead.
        state: ProposalState,
    },
    /// Only an approved proposal that is not posted can be withdrawn.
    NotWithdrawable {
        /// Which.
        proposal: ProposalId,
        /// What it is instead.
        state: ProposalState,
    },
    /// The posting was made for something else.
    PostingDiffers {
        /// Which proposal was named.
        proposal: ProposalId,
        /// What differs: `agreement` or `proposal`.
        field: &'static str,
    },
    /// The entries do not add up to nothing.
    Unbalanced {
        /// Which proposal.
        proposal: ProposalId,
        /// What they add up to.
        difference: Money,
    },
    /// A rule about identities said no.
    Identity(IdentityRefusal),
    /// A rule about texts of agreements, signatures, long work, comments or the organisation.
    Desk(DeskRefusal),
    /// An amount is larger than a ledger can hold.
    AmountTooLarge {
        /// Which proposal.
        proposal: ProposalId,
        /// The amount.
        amount: Money,
    },
    /// Somebody else has recorded something about the participant in between.
    ParticipantChanged {
        /// The agreement.
        agreement: AgreementId,
        /// The participant.
        alias: Alias,
    },
    /// There is no such claim.
    UnknownClaim {
        /// Which number.
        claim: u64,
    },
    /// The reporter, or whoever disputes a decision, decides about the claim.
    OwnClaim {
        /// Which claim.
        claim: u64,
        /// Who.
        user: UserId,
    },
    /// A claim cannot become that from its state.
    ClaimNotOpen {
        /// Which claim.
        claim: u64,
        /// Its state.
        state: ClaimState,
        /// What it was to become.
        wanted: ClaimState,
    },
    /// A claim is rejected or disputed without a reason.
    ClaimWithoutReason {
        /// Which claim.
        claim: u64,
    },
    /// The same is claimed already in other words.
    ClaimDiffers {
        /// The claim that stands.
        claim: u64,
        /// Its state.
        state: ClaimState,
    },
    /// A sample of more claims than nobody has decided about.
    SampleTooLarge {
        /// How many were asked for.
        asked: u64,
        /// How many there are.
        there: u64,
    },
    /// There is no such record.
    UnknownRecord {
        /// Which.
        record: RecordId,
    },
    /// There is a record of that name already, and it differs.
    RecordDiffers {
        /// Which.
        record: RecordId,
        /// What differs: `case-number`, `kle` or another.
        field: &'static str,
    },
    /// There is a decision or a report of that name already, and it differs.
    GovernanceDiffers {
        /// Which.
        id: TermId,
        /// What differs.
        field: &'static str,
    },
    /// A one-time link is used up, too old, or another user's.
    InvitationGone {
        /// Who wanted to use it.
        user: UserId,
    },
    /// Nobody takes away his own way in: somebody else must do it.
    OwnAccess {
        /// Who.
        user: UserId,
    },
    /// A user has no password here.
    NoCredential {
        /// Who.
        user: UserId,
    },
    /// Somebody whom a provider knows has the name of a user that was declared before and is not joined to it.
    UserTaken {
        /// Which user.
        user: UserId,
    },
    /// None of the groups that a provider names is worth a role.
    NoMappedGroup {
        /// Who.
        user: UserId,
    },
}

impl Refusal {
    /// The stable key of its message and hint.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::UnknownUser { .. } => "S001",
            Refusal::UserDiffers { .. } => "S002",
            Refusal::NoRoles { .. } => "S003",
            Refusal::LacksRole { .. } => "S004",
            Refusal::SealedOtherwise { .. } => "S005",
            Refusal::NotSealed { .. } => "S006",
            Refusal::CodeListDiffers { .. } => "S007",
            Refusal::MappingNotPending { .. } => "S008",
            Refusal::MappingOwn { .. } => "S009",
            Refusal::SnapshotDiffers { .. } => "S010",
            Refusal::LinkDiffers { .. } => "S011",
            Refusal::LinkTwice { .. } => "S012",
            Refusal::UnknownProposal { .. } => "S013",
            Refusal::ProposalDiffers { .. } => "S014",
            Refusal::OwnProposal { .. } => "S015",
            Refusal::ContentDiffers { .. } => "S016",
            Refusal::NotOpen { .. } => "S017",
            Refusal::Superseded { .. } => "S018",
            Refusal::Unclarified { .. } => "S019",
            Refusal::Provisional { .. } => "S020",
            Refusal::NoReason { .. } => "S021",
            Refusal::KeyReused { .. } => "S022",
            Refusal::AlreadyPosted { .. } => "S023",
            Refusal::YearPosted { .. } => "S024",
            Refusal::NotApproved { .. } => "S025",
            Refusal::PostingDiffers { .. } => "S026",
            Refusal::Unbalanced { .. } => "S027",
            Refusal::AmountTooLarge { .. } => "S028",
            Refusal::Identity(refusal) => refusal.code(),
            Refusal::ParticipantChanged { .. } => "S100",
            Refusal::Desk(refusal) => refusal.code(),
            Refusal::UnknownClaim { .. } => "S080",
            Refusal::OwnClaim { .. } => "S081",
            Refusal::ClaimNotOpen { .. } => "S082",
            Refusal::ClaimWithoutReason { .. } => "S083",
            Refusal::ClaimDiffers { .. } => "S084",
            Refusal::SampleTooLarge { .. } => "S085",
            Refusal::SamePerson { .. } => "S029",
            Refusal::UnknownVoucher { .. } => "S030",
            Refusal::PaidBeyond { .. } => "S031",
            Refusal::InstalmentPosted { .. } => "S032",
            Refusal::NotWithdrawable { .. } => "S033",
            Refusal::UnknownRecord { .. } => "S050",
            Refusal::RecordDiffers { .. } => "S051",
            Refusal::GovernanceDiffers { .. } => "S160",
            Refusal::InvitationGone { .. } => "S090",
            Refusal::OwnAccess { .. } => "S091",
            Refusal::NoCredential { .. } => "S092",
            Refusal::UserTaken { .. } => "S093",
            Refusal::NoMappedGroup { .. } => "S094",
            Refusal::RuleWithoutReason => "S055",
            Refusal::EvaluationChanged { .. } => "S095",
            Refusal::EvaluationNotLocked { .. } => "S096",
            Refusal::AllocatedOtherwise { .. } => "S097",
            Refusal::ReleasedMeanwhile { .. } => "S056",
        }
    }

    /// The words that fill its message. Roles, states and fields are the stable words that the texts choose by.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Refusal::UnknownUser { user }
            | Refusal::NoRoles { user }
            | Refusal::InvitationGone { user }
            | Refusal::OwnAccess { user }
            | Refusal::NoCredential { user }
            | Refusal::UserTaken { user }
            | Refusal::NoMappedGroup { user } => vec![("user", user.to_string())],
            Refusal::UserDiffers { user, field } => vec![("user", user.to_string()), ("field", (*field).into())],
            Refusal::LacksRole { user, needed } => {
                let needed: Vec<&str> = needed.iter().map(|role| role.as_str()).collect();
                vec![("user", user.to_string()), ("needed", needed.join(", "))]
            }
            Refusal::SealedOtherwise { agreement, version, sealed, given } => vec![
                ("agreement", agreement.to_string()),
                ("version", version.clone()),
                ("sealed", sealed.short().to_owned()),
                ("given", given.short().to_owned()),
            ],
            Refusal::NotSealed { agreement, version } => {
                vec![("agreement", agreement.to_string()), ("version", version.clone())]
            }
            Refusal::CodeListDiffers { source, edition } => {
                vec![("source", source.clone()), ("edition", edition.clone())]
            }
            Refusal::MappingNotPending { code, category } => {
                vec![("number", code.to_string()), ("category", category.clone())]
            }
            Refusal::MappingOwn { user, code } => vec![("user", user.to_string()), ("number", code.to_string())],
            Refusal::SnapshotDiffers { snapshot, field } => {
                vec![("snapshot", snapshot.to_string()), ("field", (*field).into())]
            }
            Refusal::LinkDiffers { agreement, alias }
            | Refusal::LinkTwice { agreement, alias }
            | Refusal::ParticipantChanged { agreement, alias } => {
                vec![("agreement", agreement.to_string()), ("alias", alias.to_string())]
            }
            Refusal::YearPosted { agreement, measured_year, proposal, voucher_number } => vec![
                ("agreement", agreement.to_string()),
                ("year", measured_year.to_string()),
                ("proposal", proposal.to_string()),
                ("voucher", voucher_number.clone()),
            ],
            Refusal::KeyReused { key, field, stored, given } => vec![
                ("key", key.clone()),
                ("field", (*field).into()),
                ("stored", stored.clone()),
                ("given", given.clone()),
            ],
            Refusal::Identity(refusal) => refusal.arguments(),
            Refusal::Desk(refusal) => refusal.arguments(),
            Refusal::SampleTooLarge { asked, there } => {
                vec![("asked", asked.to_string()), ("there", there.to_string())]
            }
            Refusal::UnknownClaim { claim } | Refusal::ClaimWithoutReason { claim } => {
                vec![("claim", claim.to_string())]
            }
            Refusal::OwnClaim { claim, user } => vec![("claim", claim.to_string()), ("user", user.to_string())],
            Refusal::ClaimNotOpen { claim, state, wanted } => vec![
                ("claim", claim.to_string()),
                ("state", state.as_str().to_owned()),
                ("wanted", wanted.as_str().to_owned()),
            ],
            Refusal::ClaimDiffers { claim, state } => {
                vec![("claim", claim.to_string()), ("state", state.as_str().to_owned())]
            }
            Refusal::UnknownVoucher { agreement, voucher_number } => {
                vec![("agreement", agreement.to_string()), ("voucher", voucher_number.clone())]
            }
            Refusal::PaidBeyond { agreement, voucher_number, open, amount } => vec![
                ("agreement", agreement.to_string()),
                ("voucher", voucher_number.clone()),
                ("open", open.to_string()),
                ("amount", amount.to_string()),
                ("currency", amount.currency().code().to_owned()),
            ],
            Refusal::InstalmentPosted { agreement, about, voucher_number } => vec![
                ("agreement", agreement.to_string()),
                ("about", about.clone()),
                ("voucher", voucher_number.clone()),
            ],
            Refusal::UnknownRecord { record } => vec![("record", record.to_string())],
            Refusal::GovernanceDiffers { id, field } => vec![("id", id.to_string()), ("field", (*field).into())],
            Refusal::RuleWithoutReason => Vec::new(),
            Refusal::EvaluationChanged { plan } | Refusal::EvaluationNotLocked { plan } => {
                vec![("plan", plan.clone())]
            }
            Refusal::AllocatedOtherwise { plan, number } => {
                vec![("plan", plan.clone()), ("number", number.to_string())]
            }
            Refusal::ReleasedMeanwhile { subject } => vec![("subject", subject.clone())],
            Refusal::RecordDiffers { record, field } => {
                vec![("record", record.to_string()), ("field", (*field).into())]
            }
            _ => self.arguments_of_proposal(),
        }
    }

    /// The refusals that name one proposal first.
    fn arguments_of_proposal(&self) -> Vec<(&'static str, String)> {
        let (proposal, mut rest) = match self {
            Refusal::UnknownProposal { proposal }
            | Refusal::Provisional { proposal }
            | Refusal::NoReason { proposal } => (proposal, vec![]),
            Refusal::ProposalDiffers { proposal, field } | Refusal::PostingDiffers { proposal, field } => {
                (proposal, vec![("field", (*field).to_owned())])
            }
            Refusal::OwnProposal { proposal, user } => (proposal, vec![("user", user.to_string())]),
            Refusal::SamePerson { proposal, user, author } => {
                (proposal, vec![("user", user.to_string()), ("author", author.clone())])
            }
            Refusal::ContentDiffers { proposal, stored, given } => {
                (proposal, vec![("stored", stored.short().to_owned()), ("given", given.short().to_owned())])
            }
            Refusal::NotOpen { proposal, state }
            | Refusal::NotApproved { proposal, state }
            | Refusal::NotWithdrawable { proposal, state } => (proposal, vec![("state", state.as_str().to_owned())]),
            Refusal::Superseded { proposal, by } => (proposal, vec![("by", by.clone())]),
            // Words arrive in the texts as text, so the choice between one and many is made here.
            Refusal::Unclarified { proposal, people } => {
                let grammar = if *people == 1 { "one" } else { "many" };
                (proposal, vec![("people", people.to_string()), ("grammar", grammar.to_owned())])
            }
            Refusal::AlreadyPosted { proposal, voucher_number, key } => {
                (proposal, vec![("voucher", voucher_number.clone()), ("key", key.clone())])
            }
            Refusal::Unbalanced { proposal, difference } => (
                proposal,
                vec![("difference", difference.to_string()), ("currency", difference.currency().code().to_owned())],
            ),
            Refusal::AmountTooLarge { proposal, amount } => {
                (proposal, vec![("amount", amount.to_string()), ("currency", amount.currency().code().to_owned())])
            }
            _ => unreachable!("every other refusal gives its own words"),
        };
        rest.insert(0, ("proposal", proposal.to_string()));
        rest
    }
}

impl From<DeskRefusal> for crate::error::Failure {
    fn from(refusal: DeskRefusal) -> Self {
        Refusal::Desk(refusal).into()
    }
}
