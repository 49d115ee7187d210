//! The agreement (aftalegrundlag) with every reference resolved: what the plan, the settlement, the checks and the
//! printed document all read. It is made only by the `agreement` crate, from a literate document.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::business_case::{BusinessCase, Cost, OwnFinancing, Saving};
use crate::expression::Expression;
use crate::id::{AgreementId, BudgetId, MeasureId, PartyId, TermId};
use crate::money::{Currency, Money, Rounding};
use crate::origin::Origin;
use crate::period::{ByYear, Years};

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
    /// What is followed up without payment.
    pub follow_ups: Vec<FollowUp>,
    /// Bodies that meet.
    pub meetings: Vec<Meeting>,
    /// What the parties owe each other besides money.
    pub duties: Vec<Duty>,
    /// Choices that the source leaves open.
    pub choices: Vec<Choice>,
    /// Worked examples that must hold.
    pub examples: Vec<Example>,
    /// Who signs.
    pub signatures: Vec<Signature>,
    /// Where the agreement as a whole comes from.
    pub origin: Option<Origin>,
}

impl Agreement {
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
        self.parties.iter().filter(|party| party.role == PartyRole::Investor)
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
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
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
    /// Participants planned per year of start.
    pub by_year: std::collections::BTreeMap<i16, u32>,
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
    /// Somebody asked for a place (henvist).
    Referred,
    /// The talk in which it is assessed whether the programme fits (visitationssamtale).
    AdmissionTalk,
    /// The citizen said yes.
    Accepted,
    /// Assessment or programme has begun (påbegyndt).
    Started,
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

/// A measure (resultatmål): a checkable rule about one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// Its identifier.
    pub id: MeasureId,
    /// What it is called.
    pub label: String,
    /// The register it is read from.
    pub source: String,
    /// Which part of the register is looked at.
    pub window: Window,
    /// What counts as success.
    pub success: Expression,
    /// The success expression as the document writes it.
    pub success_text: String,
    /// Who is looked at.
    pub eligible: Eligibility,
    /// When it is settled after its measured month; only a measure of a calendar month has this.
    pub settled: Option<Settled>,
    /// Expected share of successes by measured year.
    pub expected: Option<ByYear<Decimal>>,
    /// The share that would succeed without the intervention.
    pub baseline: Option<Decimal>,
    /// The share that is the goal (målsætning), for a follow-up measure.
    pub target: Option<Decimal>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// Which part of the register a measure looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// One calendar month of each measured year.
    CalendarMonth {
        /// 1 to 12.
        month: i8,
        /// The measured years.
        years: Years,
    },
    /// From the day of enrolment and so many months on.
    MonthsSinceStart {
        /// How many.
        months: u16,
    },
}

/// Who a measure looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eligibility {
    /// Everyone enrolled before 1 January of the measured year.
    EnrolledBeforeTheYear,
    /// Everyone whose window has closed.
    WindowClosed,
}

/// When a measured year is settled: a month so many years later, and the day of payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
    /// 1 to 12.
    pub month: i8,
    /// Day of payment in that month.
    pub day: i8,
    /// Years after the measured year.
    pub years_later: i16,
}

impl Settled {
    /// The day on which a measured year is paid; the last of the month where the day does not exist.
    pub fn date(self, measured_year: i16) -> Option<Date> {
        let first = Date::new(measured_year.checked_add(self.years_later)?, self.month, 1).ok()?;
        Some(first.last_of_month().min(first.with().day(self.day).build().unwrap_or(first.last_of_month())))
    }
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
    /// Each instalment.
    pub amount: Money,
    /// The days on which one is paid.
    pub on: Vec<Date>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// What a payment is counted per.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaidPer {
    /// Each unit that meets the measure in the measured period.
    Success,
}

/// How much of a whole falls to one of several. All shares of one list are of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// An exact decimal from zero to one; those of one list add up to exactly one.
    Decimal(Decimal),
    /// Whole parts of the sum of all parts of the list, so that thirds are exact: one or more.
    Parts(u32),
}

impl Share {
    /// The share of somebody who is alone.
    pub const WHOLE: Share = Share::Decimal(Decimal::ONE);

    /// What weighs against the other shares of the list.
    pub fn weight(self) -> Decimal {
        match self {
            Share::Decimal(share) => share,
            Share::Parts(parts) => Decimal::from(parts),
        }
    }

    /// Whether nothing falls to it.
    pub fn is_zero(self) -> bool {
        self.weight().is_zero()
    }

    /// Whether these shares make up a whole: at least one, all of one kind, decimals from zero to one that add up to
    /// exactly one, parts of one or more.
    pub fn make_a_whole(shares: &[Share]) -> bool {
        let decimals = shares.iter().filter_map(|share| match share {
            Share::Decimal(share) => Some(*share),
            Share::Parts(_) => None,
        });
        match decimals.clone().count() {
            0 => !shares.is_empty() && !shares.contains(&Share::Parts(0)),
            count => {
                count == shares.len()
                    && decimals.clone().all(|share| (Decimal::ZERO..=Decimal::ONE).contains(&share))
                    && decimals.sum::<Decimal>() == Decimal::ONE
            }
        }
    }
}

/// One who pays, with its share of the payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayerShare {
    /// Who, from which budget.
    pub holder: AccountHolder,
    /// How much of it.
    pub share: Share,
}

impl PayerShare {
    /// The only payer.
    pub fn whole(holder: AccountHolder) -> Self {
        Self { holder, share: Share::WHOLE }
    }
}

/// One who is paid, with its share of the payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiverShare {
    /// Who.
    pub party: PartyId,
    /// How much of it.
    pub share: Share,
}

impl ReceiverShare {
    /// The only receiver.
    pub fn whole(party: PartyId) -> Self {
        Self { party, share: Share::WHOLE }
    }
}

/// A payment for a measure, which makes it a payment measure (betalingsmål).
#[derive(Clone, Debug, PartialEq)]
pub struct Payment {
    /// Its identifier.
    pub id: TermId,
    /// What it is called.
    pub label: String,
    /// The measure that triggers it.
    pub measure: MeasureId,
    /// What is counted.
    pub per: PaidPer,
    /// The price of one.
    pub price: Money,
    /// Who pays, from which budget, and how much of it; never empty, nobody twice. Several divide what each receiver
    /// gets after caps.
    pub from: Vec<PayerShare>,
    /// Who is paid, and how much of it; never empty, nobody twice. Several divide quantity times price before caps.
    pub to: Vec<ReceiverShare>,
    /// The share of all expected savings that is to cover this payment; it gives the highest price that the case defends.
    pub covered_by_saving_share: Option<Decimal>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

impl Payment {
    /// Whether it is divided among several payers or several receivers.
    pub fn is_shared(&self) -> bool {
        self.from.len() > 1 || self.to.len() > 1
    }
}

/// What "at most so much return a year of the net investment" means. Each year the opening balance earns first, then
/// instalments go in, then the payment comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReturnCapMethod {
    /// Unpaid return earns return.
    Compound,
    /// Return accrues apart from the capital, earns nothing and is paid before capital.
    Simple,
    /// As simple, but return that a year cannot pay lapses.
    PerYear,
}

/// What bounds payments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Its identifier.
    pub id: TermId,
    /// Whose return is capped (afkastloft).
    pub party: PartyId,
    /// Largest yearly return, as a share.
    pub annual_return: Decimal,
    /// What that means.
    pub method: ReturnCapMethod,
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
    /// The months in which it meets at least.
    pub months: Vec<i8>,
    /// Whom it consists of, as organisations.
    pub members: Vec<String>,
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

/// A worked example: what is paid when these rates come true. It must hold to the øre.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// What it is called.
    pub name: String,
    /// The success rates by measured year; the expected ones where none are given.
    pub rates: Option<ByYear<Decimal>>,
    /// The method of the return cap to use instead of the agreed one.
    pub cap: ExampleCap,
    /// What is paid, by year of payment.
    pub payments: std::collections::BTreeMap<i16, Money>,
    /// What is paid in all.
    pub total: Option<Money>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
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
