//! A settlement proposal (afregningsforslag): who would pay whom for one measured year, and what it is made of. It is a
//! value: it is stored, shown, compared, approved by a second person and only then posted.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::agreement::{AccountHolder, Clause};
use crate::code_list::ListUsed;
use crate::id::{AgreementId, Alias, ContentHash, MeasureId, PartyId, ProposalId, SnapshotId, TermId};
use crate::money::Money;
use crate::observation::{Estimate, Situation, Unclarified};
use crate::overlap::OverlapUsed;
use crate::register_used::RegisterUsed;

pub use crate::restatement::*;

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
    /// The hash of the observations that came as a file instead of from a register; then the snapshot is that file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observations: Option<ContentHash>,
    /// Every register that measures were read from, where DREAM is not the only one; the snapshot above is the first of
    /// them. [`Inputs::registers`] gives them in either case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub registers: Vec<RegisterUsed>,
    /// Other agreements with participants in common, in the order of their identifiers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overlaps: Vec<OverlapUsed>,
    /// The hashes of what evaluations by locked plans gave, where a payment rests on their estimates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evaluations: Vec<ContentHash>,
    /// The hash of the numbers that the participants stand under in registers, and of those that they had before. Where it
    /// is not named, as in settlements from before it was, the newest record of the enrolment set says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numbers: Option<ContentHash>,
    /// Lists besides the register's code list: of what it means to have left the population where a measure of the agreement
    /// asks it, what amounts are estimated from where a measure is read from estimates, and the code lists of the agreement
    /// that measures ask by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<ListUsed>,
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
    /// What it left to later settlements.
    #[serde(default, skip_serializing_if = "Carried::is_nothing")]
    pub carried: Carried,
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
    /// Those of whom there are no data and whom the measure therefore leaves out: they are not among the eligible.
    #[serde(default, skip_serializing_if = "is_nobody")]
    pub left_out: u64,
    /// Those who meet it and whose success is not paid here because it is another agreement's: they are among the
    /// successes.
    #[serde(default, skip_serializing_if = "is_nobody")]
    pub paid_elsewhere: u64,
    /// What people were, in the stated order, with how many of them met the measure.
    pub situations: Vec<SituationCount>,
    /// Everyone unclarified, with the reason. They block approval.
    pub unclarified_people: Vec<(Alias, Unclarified)>,
}

fn is_nobody(people: &u64) -> bool {
    *people == 0
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
    /// How the amount came about where it is not a price times a quantity; then the quantity is one and the price is the
    /// amount of the whole rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<LineBasis>,
    /// What each limit took away, in the order in which limits act; empty where the only limit is a return cap.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cut: Vec<LimitCut>,
    /// The part of the amount that is kept back, and until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_back: Option<KeptBack>,
    /// The regnskabsår, where it is not the year of payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accounting_year: Option<i16>,
}

/// How an amount came about that is not a price times a quantity. Means and rates are exact quotients, shown rounded.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineBasis {
    /// Successes beyond those that the baseline expects.
    NetOfBaseline {
        /// Successes.
        successes: Decimal,
        /// Successes that the baseline expects.
        expected_anyway: Decimal,
    },
    /// A step of a ladder.
    Ladder {
        /// The rate or estimate that met the ladder.
        rate: Decimal,
        /// The lower bound of the step; nothing where no step is reached.
        step: Option<Decimal>,
        /// Whether a minimum lifted it.
        lifted: bool,
        /// The capital that a share is of.
        capital: Option<Money>,
    },
    /// A share of a saving or of a difference between arms.
    Shared {
        /// The mean without the intervention: of the control arm, or the baseline.
        without: Decimal,
        /// The mean with it.
        with: Decimal,
        /// Units in the treatment arm.
        units: Decimal,
        /// The share that is paid.
        share: Decimal,
        /// The deficit carried in from earlier years (fremført underskud), not above zero.
        carried_in: Money,
        /// The deficit carried on to later years, not above zero.
        carried_out: Money,
    },
    /// A price that an index has carried to the measured year.
    Indexed {
        /// The price that the agreement states.
        stated: Money,
        /// The index of the measured year.
        index: Decimal,
        /// The index of the year whose prices are stated.
        base: Decimal,
    },
}

/// What a limit took away from a line.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LimitCut {
    /// Which limit.
    pub limit: TermId,
    /// How much.
    pub amount: Money,
}

/// A part of an amount that is paid later.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct KeptBack {
    /// How much.
    pub amount: Money,
    /// When it is paid.
    pub until: Date,
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
    /// The month since the start, for measures at several months; zero otherwise.
    #[serde(default, skip_serializing_if = "is_once")]
    pub at: u16,
    /// Everyone whose window has closed.
    pub eligible: u64,
    /// Those who meet it.
    pub successes: u64,
    /// Those of whom the register does not say.
    pub unclarified: u64,
    /// The goal.
    pub target: Option<Decimal>,
    /// The mean of the values that are known, where the measure has one and is read from a register beside DREAM.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean: Option<Decimal>,
}

/// What participants used of one service in the last whole year of so many after their start, beside the twelve months
/// before it. It pays nothing.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ServiceUse {
    /// The follow-up that asks for it.
    pub term: TermId,
    /// After how many years.
    pub after_years: u16,
    /// The service, as the agreement names it.
    pub item: String,
    /// Everyone for whom so many years passed in the measured year.
    pub people: u64,
    /// Whether the extract has the service at all: where not, the figures say nothing.
    pub in_extract: bool,
    /// Those of them whose two years the extract covers whole; the figures are theirs.
    pub covered: u64,
    /// Who used it in the year before the start.
    pub users_before: u64,
    /// Who uses it now.
    pub users: u64,
    /// What it cost in the year before the start.
    pub amount_before: Money,
    /// What it costs now.
    pub amount: Money,
}

fn is_once(at: &u16) -> bool {
    *at == 0
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
        /// The register, where others than DREAM are read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        register: Option<String>,
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
    /// Every further measure, or further month since the start, that is paid for in this measured year.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<MeasureResult>,
    /// Payments that are due although no source states how much: they are named and pay nothing here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_stated: Vec<TermId>,
    /// What this settlement leaves to later ones.
    #[serde(default, skip_serializing_if = "Carried::is_nothing")]
    pub carried: Carried,
    /// Units in the control arm under the payment measure, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub control: Option<Counts>,
    /// Estimates that were made elsewhere and are used here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub estimates: Vec<Estimate>,
    /// Which part of the agreement's settlements it is.
    #[serde(default, skip_serializing_if = "Part::is_settlement")]
    pub part: Part,
    /// Earlier years that come out otherwise with today's inputs: their differences are paid with this settlement.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restated: Vec<Restatement>,
    /// The use of services some years after the start, where an extract of services is read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<ServiceUse>,
}

/// One more measure of a settlement.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MeasureResult {
    /// Which measure.
    pub measure: MeasureId,
    /// The month since the start, for measures at several months; zero otherwise.
    pub at: u16,
    /// Its counts.
    pub counts: Counts,
    /// Units in the control arm, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub control: Option<Counts>,
    /// What the plan expected.
    pub expected: Option<Expected>,
}

/// What a settlement leaves to later ones. It is part of its hash, so a later settlement can trust it.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Carried {
    /// Deficits by payment, not above zero (fremført underskud).
    pub deficits: Vec<(TermId, Money)>,
    /// Payments that have ever been due.
    pub ever_due: Vec<TermId>,
    /// What limits over all years have let through so far, by limit.
    pub used: Vec<(TermId, Money)>,
    /// What has been kept back, by payment, payer and receiver.
    pub kept_back: Vec<(TermId, AccountHolder, PartyId, Money)>,
    /// What limits per participant have let through, by limit and participant.
    pub participants: Vec<(TermId, Alias, Money)>,
    /// Participants whose once-only event has been counted, by measure.
    pub counted_once: Vec<(MeasureId, Alias)>,
    /// Figures of earlier cohorts that an estimate over all cohorts needs, by measure and year.
    pub cohorts: Vec<(MeasureId, i16, CohortFigures)>,
    /// Participants who have met a measure that another one requires, by measure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub met: Vec<(MeasureId, Alias)>,
}

impl Carried {
    /// Whether nothing is left to later settlements.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// The two arms' figures of a cohort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CohortFigures {
    /// Units in the treatment arm.
    pub eligible: Decimal,
    /// Successes among them.
    pub successes: Decimal,
    /// The sum of their values.
    pub sum: Decimal,
    /// Units in the control arm.
    pub control_eligible: Decimal,
    /// Successes among them.
    pub control_successes: Decimal,
    /// The sum of their values.
    pub control_sum: Decimal,
    /// An estimate of the cohort that was made elsewhere; it takes the place of these figures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimate: Option<Decimal>,
}
