//! A settlement proposal (afregningsforslag): who would pay whom for one measured year, and what it is made of. It is a
//! value: it is stored, shown, compared, approved by a second person and only then posted.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::agreement::{AccountHolder, Clause};
use crate::id::{AgreementId, Alias, ContentHash, MeasureId, PartyId, ProposalId, SnapshotId, TermId};
use crate::money::Money;
use crate::observation::{Situation, Unclarified};

/// Everything that a proposal is a pure function of. All of it is in the proposal's hash.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Inputs {
    /// The hash of the sealed text.
    pub seal: ContentHash,
    /// The hash of the enrolment set.
    pub enrolment_set: ContentHash,
    /// The register snapshot: its identifier, the hash of its content, and its edition.
    pub snapshot: SnapshotId,
    /// The hash of the snapshot's content.
    pub snapshot_content: ContentHash,
    /// The register edition, as a month: `2025-02`.
    pub register_edition: String,
    /// The edition of the code list.
    pub code_list_edition: String,
    /// The hash of the code list.
    pub code_list_content: ContentHash,
    /// The settlements posted before, in the order of their measured years.
    pub posted_before: Vec<PostedBefore>,
    /// The ruleset: raised only when a result can change.
    pub ruleset: u32,
    /// Whether the register data are made up.
    pub synthetic: bool,
}

/// An earlier settlement, as far as a later one depends on it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PostedBefore {
    /// Which one.
    pub id: ProposalId,
    /// Its content hash.
    pub content: ContentHash,
    /// Its measured year.
    pub measured_year: i16,
    /// The day it was due.
    pub due: Date,
    /// What it paid, by receiver.
    pub paid: Vec<(PartyId, Money)>,
}

/// The counts of a measured year. They are contract figures and always shown to the parties.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Counts {
    /// Everyone the measure looks at.
    pub eligible: u64,
    /// Those who meet it.
    pub successes: u64,
    /// Those who do not.
    pub no_success: u64,
    /// Those of whom the register does not say.
    pub unclarified: u64,
    /// What people were, in the stated order, with how many of them met the measure.
    pub situations: Vec<SituationCount>,
    /// Everyone unclarified, with the reason. They block approval.
    pub unclarified_people: Vec<(Alias, Unclarified)>,
}

/// How many were in a situation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SituationCount {
    /// Which.
    pub situation: Situation,
    /// How many.
    pub people: u64,
    /// How many of them met the measure.
    pub successes: u64,
}

/// One line of a settlement: one rule, one payer, one receiver. Where a rule has several of them, the lines of the rule
/// add up to quantity times price, each to due = amount + over cap.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Line {
    /// The payment term.
    pub rule: TermId,
    /// Where it stands in the sealed document.
    pub clause: Clause,
    /// How many are paid for by all lines of the rule.
    pub quantity: Decimal,
    /// The price of one.
    pub price: Money,
    /// This line's part of quantity times price: all of it where the rule has one payer and one receiver.
    pub due: Money,
    /// What a limit takes away.
    pub over_cap: Money,
    /// What is paid: due less over cap.
    pub amount: Money,
    /// Who pays.
    pub from: AccountHolder,
    /// Who is paid.
    pub to: PartyId,
}

/// An investor's account after a settlement, by calendar year.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct InvestorAccount {
    /// Whose.
    pub party: PartyId,
    /// Instalments given so far, as agreed.
    pub paid_in: Money,
    /// Payments received so far, this one included.
    pub received: Money,
    /// Received less paid in.
    pub balance: Money,
    /// The most that could still have been paid now under the cap, before this payment; nothing where there is no cap.
    pub cap_room: Option<Money>,
    /// Capital not yet paid back under the chosen method, after this payment; nothing where there is no cap.
    pub capital_outstanding: Option<Money>,
    /// Return that has accrued and is not paid, after this payment; nothing where there is no cap.
    pub return_outstanding: Option<Money>,
}

/// What the plan expected for the measured year.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Expected {
    /// Planned participants.
    pub eligible: u32,
    /// Expected share of successes.
    pub rate: Decimal,
    /// Expected successes.
    pub successes: Decimal,
    /// Expected payment.
    pub amount: Money,
}

/// A follow-up measure in the same settlement; it pays nothing.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FollowUpResult {
    /// Which measure.
    pub measure: MeasureId,
    /// Everyone whose window has closed.
    pub eligible: u64,
    /// Those who meet it.
    pub successes: u64,
    /// Those of whom the register does not say.
    pub unclarified: u64,
    /// The goal.
    pub target: Option<Decimal>,
}

/// Why a proposal cannot be posted as final.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Provisional {
    /// The register edition is too early: fewer months after the measured month than the source needs.
    EditionTooEarly {
        /// The edition used.
        edition: String,
        /// The first edition that is final.
        needed: String,
    },
}

/// A settlement proposal.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Proposal {
    /// The agreement.
    pub agreement: AgreementId,
    /// Its version.
    pub version: String,
    /// The payment measure.
    pub measure: MeasureId,
    /// The measured year.
    pub measured_year: i16,
    /// The day it is due: the settled month is always named with the measured year.
    pub due: Date,
    /// What it is made of.
    pub inputs: Inputs,
    /// The counts.
    pub counts: Counts,
    /// The lines.
    pub lines: Vec<Line>,
    /// What is paid in all.
    pub amount: Money,
    /// What a limit took away in all.
    pub over_cap: Money,
    /// Each investor's account afterwards.
    pub accounts: Vec<InvestorAccount>,
    /// What the plan expected.
    pub expected: Option<Expected>,
    /// Follow-up measures.
    pub follow_ups: Vec<FollowUpResult>,
    /// Why it is provisional, if it is.
    pub provisional: Option<Provisional>,
    /// The hash of the trace file with the line of each person.
    pub trace: ContentHash,
}
