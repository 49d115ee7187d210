//! The agreement (aftalegrundlag) with every reference resolved: what the plan, the settlement, the checks and the
//! printed document all read. It is made only by the `agreement` crate, from a literate document.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::business_case::{BusinessCase, Cost, OwnFinancing, Purchase, Saving, Sensitivity, TransactionCost};
use crate::claim::{Claim, Printed};
use crate::code_list::NamedCodes;
use crate::continuation::{Continuation, ContinuationCriterion};
use crate::id::{AgreementId, BudgetId, MeasureId, PartyId, TermId};
use crate::implementation::{Actual, Goal, Implementation, Trial};
use crate::money::{Currency, Money, Rounding};
use crate::origin::Origin;
use crate::overlap::OverlapTerm;
use crate::period::ByYear;

pub use crate::measuring::*;
pub use crate::payment::*;

/// Where a term stands in the document: the heading above it and the line of its block.
#[derive(Clone, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Clause {
    /// The nearest heading, as it is written.
    pub section: String,
    /// The line of the term's first key, from 1.
    pub line: u32,
}

/// One version of an agreement.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// Its lasting identifier.
    pub id: AgreementId,
    /// The name that people use.
    pub name: String,
    /// Other names that documents use for the same investment.
    pub aliases: Vec<String>,
    /// Whether results are paid for.
    pub kind: AgreementKind,
    /// The version, as the parties count it.
    pub version: String,
    /// The one currency of all its amounts.
    pub currency: Currency,
    /// How each line becomes whole øre, as its last step.
    pub rounding: Rounding,
    /// The price level of all its amounts.
    pub price_level: PriceLevel,
    /// The first day it covers.
    pub from: Date,
    /// The last day it covers.
    pub to: Date,
    /// The purpose in one sentence.
    pub purpose: String,
    /// Parties, in the order of the document.
    pub parties: Vec<Party>,
    /// Budgets, in the order of the document.
    pub budgets: Vec<Budget>,
    /// Whom it is for.
    pub target_group: TargetGroup,
    /// The rules of admission.
    pub admission: Vec<AdmissionRule>,
    /// How many are taken in, and which step counts.
    pub intake: Intake,
    /// What is done for them.
    pub intervention: Intervention,
    /// Who does what.
    pub roles: Vec<Role>,
    /// What happens when.
    pub activities: Vec<Activity>,
    /// Measures, paid for or only followed.
    pub measures: Vec<Measure>,
    /// Code lists that measures ask by name.
    pub code_lists: Vec<CodeListTerm>,
    /// What is to be achieved.
    pub goals: Vec<Goal>,
    /// How arms are compared, where there are two.
    pub trial: Option<Trial>,
    /// Terms of the implementation, without payment.
    pub implementation: Vec<Implementation>,
    /// What has been reported or realised.
    pub actuals: Vec<Actual>,
    /// The investors' capital.
    pub funding: Vec<Funding>,
    /// What the authority puts in itself.
    pub own_financing: Vec<OwnFinancing>,
    /// What the intervention costs.
    pub costs: Vec<Cost>,
    /// What it is expected to save.
    pub savings: Vec<Saving>,
    /// The frame of the business case.
    pub business_case: Option<BusinessCase>,
    /// What is paid for which measure.
    pub payments: Vec<Payment>,
    /// What bounds the payments.
    pub limits: Vec<Limit>,
    /// What holds where another agreement claims the same success.
    pub overlaps: Vec<OverlapTerm>,
    /// Sums that cover capital which does not come back.
    pub guarantees: Vec<Guarantee>,
    /// Capital that is given back whatever the results.
    pub capital_returns: Vec<CapitalReturn>,
    /// Indices by which prices are carried from year to year.
    pub indices: Vec<IndexTable>,
    /// The totals of price, capital, own financing and guarantee as the source states them.
    pub financing: Option<StatedFinancing>,
    /// Hours that the contract itself costs.
    pub transaction_costs: Vec<TransactionCost>,
    /// What one department buys from another.
    pub purchases: Vec<Purchase>,
    /// Assumptions that are varied one at a time.
    pub sensitivities: Vec<Sensitivity>,
    /// What is followed up without payment.
    pub follow_ups: Vec<FollowUp>,
    /// Bodies that meet.
    pub meetings: Vec<Meeting>,
    /// What the parties owe each other besides money.
    pub duties: Vec<Duty>,
    /// When the financing ends, and who decides what comes then.
    pub continuation: Option<Continuation>,
    /// What that decision looks at.
    pub criteria: Vec<ContinuationCriterion>,
    /// Choices that the source leaves open.
    pub choices: Vec<Choice>,
    /// What the text claims.
    pub claims: Vec<Claim>,
    /// Tables as documents print them.
    pub printed: Vec<Printed>,
    /// Worked examples that must hold.
    pub examples: Vec<Example>,
    /// Who signs.
    pub signatures: Vec<Signature>,
    /// Changes that have been agreed since, in the order of their days.
    pub amendments: Vec<Amendment>,
    /// What held before each amendment, oldest first; the agreement itself is what holds last.
    pub earlier: Vec<Earlier>,
    /// Terms that exist although the source gives no number for them (ikke oplyst), in the order of the document.
    pub not_stated: Vec<NotStated>,
    /// Where the agreement as a whole comes from.
    pub origin: Option<Origin>,
}

/// Whether results are paid for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgreementKind {
    /// An investor is paid back for results.
    #[default]
    OutcomesContract,
    /// An investment of the municipality's own money (investeringscase): planned and followed, never settled.
    Investeringscase,
}

/// A change of terms with the day from which it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Amendment {
    /// Its identifier.
    pub id: TermId,
    /// The first day on which the changed terms hold.
    pub from: Date,
    /// Why.
    pub because: String,
    /// The terms that it changes, by their paths, with what they become, as the document writes it.
    pub changes: Vec<AmendedTerm>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// A term that an amendment changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmendedTerm {
    /// Its path: `intake.total`.
    pub term: String,
    /// What it was, as the document writes it; nothing where the term is new.
    pub was: Option<String>,
    /// What it becomes, as the document writes it.
    pub becomes: String,
}

/// The terms that held until an amendment.
#[derive(Clone, Debug, PartialEq)]
pub struct Earlier {
    /// The first day on which they no longer held.
    pub until: Date,
    /// The terms; their own `earlier` is empty.
    pub terms: Agreement,
}

/// A term for which the source gives no number.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct NotStated {
    /// Its path: `payment.employment.amount`.
    pub term: String,
    /// What people call it: the term's label or name.
    pub label: String,
    /// Where it stands.
    pub clause: Clause,
}

impl Agreement {
    /// The terms that held on a day.
    pub fn in_force(&self, day: Date) -> &Agreement {
        self.earlier.iter().find(|earlier| day < earlier.until).map_or(self, |earlier| &earlier.terms)
    }

    /// The payment of that identifier.
    pub fn payment(&self, id: &TermId) -> Option<&Payment> {
        self.payments.iter().find(|payment| payment.id == *id)
    }

    /// The party of that identifier.
    pub fn party(&self, id: &PartyId) -> Option<&Party> {
        self.parties.iter().find(|party| party.id == *id)
    }

    /// The budget of that identifier.
    pub fn budget(&self, id: &BudgetId) -> Option<&Budget> {
        self.budgets.iter().find(|budget| budget.id == *id)
    }

    /// The measure of that identifier.
    pub fn measure(&self, id: &MeasureId) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.id == *id)
    }

    /// The parties that put in capital, in the order of the document.
    pub fn investors(&self) -> impl Iterator<Item = &Party> {
        self.parties.iter().filter(|party| party.is(PartyRole::Investor))
    }

    /// Whether both ends of a payment are the same legal entity, so that it is a re-posting between budgets.
    pub fn is_internal(&self, from: &PartyId, to: &PartyId) -> bool {
        match (self.party(from), self.party(to)) {
            (Some(from), Some(to)) => from.legal_entity == to.legal_entity,
            _ => false,
        }
    }
}

/// The price level of all amounts of an agreement (prisniveau, p/l). Levels are never mixed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PriceLevel {
    /// The prices of one year.
    Year(i16),
    /// The prices of each year (løbende priser).
    Current,
    /// The source does not say (ikke oplyst).
    NotStated,
}

/// What a party does in the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartyRole {
    /// Answers for the citizens and pays for results.
    Authority,
    /// Puts in capital.
    Investor,
    /// Delivers the intervention.
    Provider,
    /// Covers a loss up to a sum.
    Guarantor,
    /// Pays for results without answering for the citizens.
    Payer,
}

impl Party {
    /// Whether it has that part, as its first or besides.
    pub fn is(&self, role: PartyRole) -> bool {
        self.role == role || self.also.contains(&role)
    }
}

/// A party of the agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Its identifier.
    pub id: PartyId,
    /// Its name in full.
    pub name: String,
    /// What it is called in tables.
    pub short_name: String,
    /// Its part in the contract.
    pub role: PartyRole,
    /// Other parts it has besides.
    pub also: Vec<PartyRole>,
    /// The legal entity it belongs to: a payment within one is a re-posting.
    pub legal_entity: String,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// Which kind of pot a budget is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BudgetKind {
    /// The department's own (decentral).
    Decentral,
    /// Held centrally in the municipality (ikke-decentral).
    Central,
    /// Pays for gains that fall elsewhere.
    OutcomeFund,
    /// The region's.
    Region,
    /// The state's.
    State,
}

/// A budget of a party: the pot that pays or saves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Its identifier, unique in the agreement.
    pub id: BudgetId,
    /// Whose it is.
    pub party: PartyId,
    /// Its kind.
    pub kind: BudgetKind,
    /// What it is called.
    pub label: String,
    /// The committee (udvalg) that answers for it.
    pub committee: Option<String>,
    /// Its budget area (styringsområde).
    pub area: Option<BudgetArea>,
    /// Whether it lies inside the service frame (servicerammen).
    pub inside_service_frame: Option<bool>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// A budget area (styringsområde) as Copenhagen's template names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BudgetArea {
    /// Service.
    Service,
    /// Overførsler.
    Transfers,
    /// Efterspørgselsstyret indsats (EI).
    Ei,
    /// Efterspørgselsstyrede overførsler (EO).
    Eo,
    /// Anlæg.
    Construction,
}

/// A party, and the pot where it has several.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct AccountHolder {
    /// The party.
    pub party: PartyId,
    /// Its budget, where one is named.
    pub budget: Option<BudgetId>,
}

/// Whom the agreement is for (målgruppe).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetGroup {
    /// One sentence.
    pub description: String,
    /// Marks of the group; one or more of them is enough.
    pub profile: Vec<String>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// A rule of admission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdmissionRule {
    /// Its identifier.
    pub id: TermId,
    /// What it demands, in words.
    pub label: String,
    /// How it is decided.
    pub test: AdmissionTest,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// How a rule of admission is decided. Without data it is *not tested*, never passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AdmissionTest {
    /// By data: the age in whole years on the day of enrolment lies between both ends.
    Age {
        /// The youngest.
        from: u8,
        /// The oldest.
        to: u8,
    },
    /// By data: a yes in the list's column keeps the person out.
    Exclusion {
        /// The column of the enrolment profile.
        column: String,
    },
    /// By judgement (vurdering): a role confirms it with a date.
    Judgement {
        /// Who may judge.
        role: TermId,
        /// The column that holds the date of the confirmation.
        column: String,
    },
}

/// Planned intake and the step that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intake {
    /// What one unit is: `person`, `family`, `child`.
    pub unit: Unit,
    /// Participants planned per year of start; the lower end where the source gives a span. Empty where it states none.
    pub by_year: BTreeMap<i16, u32>,
    /// The upper end of a span.
    pub up_to: BTreeMap<i16, u32>,
    /// Participants in all, as the source states them.
    pub total: Option<u32>,
    /// The day on which the plan lets everyone of a year start, as month and day.
    pub planned_start: Option<(i8, i8)>,
    /// Share that is expected to complete.
    pub completion: Option<Decimal>,
    /// Share that is expected to drop out.
    pub drop_out: Option<Decimal>,
    /// The steps that must have happened; the last of them is the day of enrolment.
    pub counts_from: Vec<EnrolmentStep>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

impl Intake {
    /// How many are planned to have started before the first of January of a year.
    pub fn started_before(&self, year: i16) -> u32 {
        self.by_year.range(..year).map(|(_, starters)| starters).sum()
    }
}

/// What is counted as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// A citizen.
    Person,
    /// A family.
    Family,
    /// A child.
    Child,
}

/// A dated step on the way into a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EnrolmentStep {
    /// The citizen was first spoken to about the programme (kontaktet).
    Contacted,
    /// Somebody asked for a place (henvist).
    Referred,
    /// The talk in which it is assessed whether the programme fits (visitationssamtale).
    AdmissionTalk,
    /// The assessment for the programme says yes (visiteret).
    Admitted,
    /// A place was offered (tilbudt).
    Offered,
    /// The citizen said yes.
    Accepted,
    /// Assessment or programme has begun (påbegyndt).
    Started,
}

impl EnrolmentStep {
    /// Every step, in the order of the way in.
    pub const ALL: [EnrolmentStep; 7] = [
        EnrolmentStep::Contacted,
        EnrolmentStep::Referred,
        EnrolmentStep::AdmissionTalk,
        EnrolmentStep::Admitted,
        EnrolmentStep::Offered,
        EnrolmentStep::Accepted,
        EnrolmentStep::Started,
    ];

    /// The stable word: `admission-talk`.
    pub fn as_str(self) -> &'static str {
        match self {
            EnrolmentStep::Contacted => "contacted",
            EnrolmentStep::Referred => "referred",
            EnrolmentStep::AdmissionTalk => "admission-talk",
            EnrolmentStep::Admitted => "admitted",
            EnrolmentStep::Offered => "offered",
            EnrolmentStep::Accepted => "accepted",
            EnrolmentStep::Started => "started",
        }
    }
}

/// What is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intervention {
    /// What it is called.
    pub label: String,
    /// Who delivers it.
    pub provider: String,
    /// The usual course, step by step.
    pub steps: Vec<String>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// A role in the organisation, never a named person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its identifier.
    pub id: TermId,
    /// What it is called.
    pub label: String,
    /// What it answers for.
    pub responsibility: String,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// An activity of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// What happens.
    pub label: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// Capital that an investor gives in instalments (rater).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Funding {
    /// Its identifier.
    pub id: TermId,
    /// Who gives.
    pub from: PartyId,
    /// Who receives.
    pub to: AccountHolder,
    /// Each instalment; nothing where the source states none.
    pub amount: Option<Money>,
    /// The days on which one is paid; empty where the source states none, and then the amount is the whole sum.
    pub on: Vec<Date>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// A code list that the agreement gives itself, so that measures may ask it by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeListTerm {
    /// The list.
    pub list: NamedCodes,
    /// The register whose codes they are.
    pub source: String,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// A follow-up that pays nothing: years after the start in which certain things are looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUp {
    /// Its identifier.
    pub id: TermId,
    /// What it is called.
    pub label: String,
    /// After which years.
    pub after_years: Vec<u16>,
    /// What is looked at.
    pub items: Vec<String>,
    /// Where the data come from.
    pub source: String,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// A body that meets (styregruppe).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// Its identifier.
    pub id: TermId,
    /// What it is called.
    pub label: String,
    /// The months in which it meets at least; empty where the source states none.
    pub months: Vec<i8>,
    /// Whom it consists of, as organisations.
    pub members: Vec<String>,
    /// Its terms of reference (kommissorium), in words.
    pub terms_of_reference: Option<String>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// What kind of duty it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DutyKind {
    /// To tell how it goes.
    Status,
    /// To meet and adapt the agreement when something happens.
    Renegotiation,
    /// To report at fixed times.
    Report,
    /// To decide on continuation (videreførelse).
    Continuation,
    /// To evaluate.
    Evaluation,
}

/// A duty besides money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// Its identifier.
    pub id: TermId,
    /// Its kind.
    pub kind: DutyKind,
    /// What is owed, in words.
    pub label: String,
    /// Who owes it.
    pub by: Vec<PartyId>,
    /// To whom.
    pub to: Vec<PartyId>,
    /// What triggers it.
    pub trigger: String,
    /// The months in which it falls due each year.
    pub months: Vec<i8>,
    /// The day before which it must be done.
    pub before: Option<Date>,
    /// What is looked at.
    pub criteria: Vec<String>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// A choice that the source leaves open, made visible. The checker tests that the term really has the chosen value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its identifier.
    pub id: TermId,
    /// The term it is about: `payment.outcome-payment.from.budget`.
    pub term: String,
    /// What the source leaves open.
    pub question: String,
    /// The value chosen.
    pub chosen: String,
    /// What else it could have been.
    pub alternatives: Vec<String>,
    /// Why.
    pub because: String,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from: derived or assumed.
    pub origin: Option<Origin>,
}

/// A worked example: what is paid when these rates, counts or observations come true. It must hold to the øre.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// What it is called.
    pub name: String,
    /// The success rates by measured year; the expected ones where none are given.
    pub rates: Option<ByYear<Decimal>>,
    /// The method of the return cap to use instead of the agreed one.
    pub cap: ExampleCap,
    /// The measure that the given counts are of; the only payment measure where none is named.
    pub of: Option<MeasureId>,
    /// Counts by measured year instead of rates.
    pub given: BTreeMap<i16, GivenCounts>,
    /// Observations instead of rates: what `settle` would get from registers.
    pub observations: Vec<GivenObservation>,
    /// The day on which the agreement is ended before its time.
    pub terminated: Option<Date>,
    /// A visible choice taken differently: the term's path and the value, as the document writes it.
    pub choice: Option<(String, String)>,
    /// Whether each of these payments is due at all, for amounts that no source states.
    pub due: BTreeMap<TermId, bool>,
    /// What is paid, by year of payment.
    pub payments: BTreeMap<i16, Money>,
    /// What is paid in all.
    pub total: Option<Money>,
    /// The agreement under the other choice, where one is taken; boxed, for it is a whole agreement.
    pub under: Option<Box<Agreement>>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// The counts of one measured year in an example.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct GivenCounts {
    /// Units that the measure looks at, in the treatment arm.
    pub eligible: Decimal,
    /// Those of them that meet it.
    pub successes: Decimal,
    /// The sum of their values.
    pub sum: Decimal,
    /// Units in the control arm.
    pub control_eligible: Decimal,
    /// Those of them that meet it.
    pub control_successes: Decimal,
    /// The sum of their values.
    pub control_sum: Decimal,
    /// An estimate that was made elsewhere, already rounded as the contract says.
    pub estimate: Option<Decimal>,
}

/// One made-up observation in an example.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenObservation {
    /// Who.
    pub participant: crate::id::Alias,
    /// Which measure.
    pub measure: MeasureId,
    /// The measured year.
    pub year: i16,
    /// The month since the start, for measures at several months; zero otherwise.
    pub at: u16,
    /// Whether it is met; nothing where only a value is observed.
    pub outcome: Option<crate::observation::Outcome>,
    /// The value.
    pub value: Option<Decimal>,
    /// The arm.
    pub arm: crate::observation::Arm,
}

/// Which return cap an example runs under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExampleCap {
    /// The agreed one.
    Agreed,
    /// None at all.
    None,
    /// Another method with the agreed rate.
    Method(ReturnCapMethod),
}

/// Who signs, as an office, never a named person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// For which party.
    pub party: PartyId,
    /// The office.
    pub office: String,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}
