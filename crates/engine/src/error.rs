//! Why an agreement cannot be run, a year not settled, a proposal not posted or a trace not read: exact reasons with
//! the words that fill their message. The messages stand in the text files of each language under the code.

use std::fmt;

use virkning_model::agreement::ReturnCapMethod;
use virkning_model::id::{Alias, BudgetId, ContentHash, MeasureId, PartyId, ProposalId, TermId};
use virkning_model::ledger::Unbalanced;
use virkning_model::period::Years;

/// Why an agreement cannot be run. The checks of a document find most of these earlier, with their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CompileError {
    /// A payment names a measure that does not exist.
    UnknownMeasure {
        /// The payment.
        term: TermId,
        /// The measure.
        measure: MeasureId,
    },
    /// A term names a party that does not exist.
    UnknownParty {
        /// The term.
        term: TermId,
        /// The party.
        party: PartyId,
    },
    /// A term names a budget that does not exist or is another party's.
    UnknownBudget {
        /// The term.
        term: TermId,
        /// The budget.
        budget: BudgetId,
    },
    /// A payment is for a measure without measured years.
    NotYearly {
        /// The measure.
        measure: MeasureId,
    },
    /// A payment is for a measure that does not say when it is settled.
    NotSettled {
        /// The measure.
        measure: MeasureId,
    },
    /// The day of payment of a measured year is no date.
    NoDueDate {
        /// The measure.
        measure: MeasureId,
        /// The measured year.
        year: i16,
    },
    /// A measured year is paid in a later calendar year than one that is measured after it, so that neither could be
    /// settled knowing the other.
    DueOutOfOrder {
        /// The measured year that is paid too late.
        year: i16,
    },
    /// Two return caps for one party.
    SeveralCaps {
        /// The party.
        party: PartyId,
    },
    /// An amount is in another currency than the agreement.
    OtherCurrency {
        /// The term.
        term: TermId,
    },
    /// A number that must not be below zero is.
    Negative {
        /// The term.
        term: TermId,
    },
    /// The plan needs an expected success rate for a measured year.
    ExpectedRateMissing {
        /// The measure.
        measure: MeasureId,
        /// The measured year.
        year: i16,
    },
    /// A phase-in is given, but not for this year.
    PhaseInMissing {
        /// The year.
        year: i16,
    },
    /// A cost or saving lies in a year that the business case does not cover: every total has one horizon.
    OutsideHorizon {
        /// The term.
        term: TermId,
        /// The year.
        year: i16,
    },
    /// The horizon reaches beyond the years 1900 to 2200.
    HorizonOutOfRange {
        /// The year.
        year: i16,
    },
    /// The weights of a saving cannot divide it.
    Weights {
        /// The saving.
        term: TermId,
    },
    /// The payers or receivers of a payment are none, somebody is there twice, or their shares make up no whole.
    Shares {
        /// The payment.
        term: TermId,
    },
    /// An amount is larger than any that is handled.
    OutOfRange {
        /// The term.
        term: TermId,
    },
    /// A price follows an index that has no value for this year, or that no table gives.
    IndexMissing {
        /// The payment.
        term: TermId,
        /// The year.
        year: i16,
    },
    /// An example runs under a cap method, but the agreement has no return cap.
    NoCap {
        /// The method.
        method: ReturnCapMethod,
    },
}

impl CompileError {
    /// The stable code: the key of the message in each language.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownMeasure { .. } => "P001",
            Self::UnknownParty { .. } => "P002",
            Self::UnknownBudget { .. } => "P003",
            Self::NotYearly { .. } => "P004",
            Self::NotSettled { .. } => "P005",
            Self::NoDueDate { .. } => "P006",
            Self::DueOutOfOrder { .. } => "P007",
            Self::SeveralCaps { .. } => "P008",
            Self::OtherCurrency { .. } => "P009",
            Self::Negative { .. } => "P010",
            Self::ExpectedRateMissing { .. } => "P011",
            Self::PhaseInMissing { .. } => "P012",
            Self::OutsideHorizon { .. } => "P013",
            Self::Weights { .. } => "P014",
            Self::OutOfRange { .. } => "P015",
            Self::NoCap { .. } => "P016",
            Self::HorizonOutOfRange { .. } => "P017",
            Self::Shares { .. } => "P018",
            Self::IndexMissing { .. } => "P019",
        }
    }

    /// The words that fill the message.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::UnknownMeasure { term, measure } => {
                vec![("term", term.to_string()), ("measure", measure.to_string())]
            }
            Self::UnknownParty { term, party } => vec![("term", term.to_string()), ("party", party.to_string())],
            Self::UnknownBudget { term, budget } => vec![("term", term.to_string()), ("budget", budget.to_string())],
            Self::NotYearly { measure } | Self::NotSettled { measure } => vec![("measure", measure.to_string())],
            Self::NoDueDate { measure, year } | Self::ExpectedRateMissing { measure, year } => {
                vec![("measure", measure.to_string()), ("year", year.to_string())]
            }
            Self::DueOutOfOrder { year } | Self::PhaseInMissing { year } | Self::HorizonOutOfRange { year } => {
                vec![("year", year.to_string())]
            }
            Self::SeveralCaps { party } => vec![("party", party.to_string())],
            Self::OtherCurrency { term }
            | Self::Negative { term }
            | Self::Weights { term }
            | Self::Shares { term }
            | Self::OutOfRange { term } => {
                vec![("term", term.to_string())]
            }
            Self::OutsideHorizon { term, year } | Self::IndexMissing { term, year } => {
                vec![("term", term.to_string()), ("year", year.to_string())]
            }
            Self::NoCap { method } => {
                let method = match method {
                    ReturnCapMethod::Compound => "compound",
                    ReturnCapMethod::Simple => "simple",
                    ReturnCapMethod::PerYear => "per-year",
                };
                vec![("method", method.to_owned())]
            }
        }
    }
}

/// Why no proposal can be made for a measured year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProposeError {
    /// The agreement itself cannot be run.
    Agreement(CompileError),
    /// Nothing is paid for in the agreement.
    NoPaymentMeasure,
    /// An investment of the municipality's own money (investeringscase): nothing is ever paid for results.
    Investeringscase,
    /// The agreement does not measure that year.
    YearNotMeasured {
        /// The year asked for.
        year: i16,
        /// The first and the last that are measured.
        measured: Years,
    },
    /// The measured year is already posted: nobody is paid for twice.
    AlreadyPosted {
        /// The measured year.
        year: i16,
        /// The settlement that was posted.
        id: ProposalId,
    },
    /// An earlier measured year must be posted first, because the account depends on it.
    EarlierYearNotPosted {
        /// The first that is missing.
        year: i16,
    },
    /// The settlements posted before do not fit the agreement: a later year, a year twice, a year that is not
    /// measured, or not in order.
    PostedOutOfOrder {
        /// The measured year that does not fit.
        year: i16,
        /// Its settlement.
        id: ProposalId,
    },
    /// A settlement posted before paid a party that the agreement does not have, or in another currency.
    PostedToStranger {
        /// The party.
        party: PartyId,
        /// The settlement.
        id: ProposalId,
    },
    /// Two observations of one person.
    SeenTwice {
        /// Who.
        participant: Alias,
    },
    /// An observation of another measure.
    OtherMeasure {
        /// Who.
        participant: Alias,
        /// The measure observed.
        measure: MeasureId,
        /// The measures that are paid for.
        expected: Vec<MeasureId>,
    },
    /// An observation of a month since the start at which the measure is not settled in that year.
    OtherMonth {
        /// Who.
        participant: Alias,
        /// The measure observed.
        measure: MeasureId,
        /// The month.
        at: u16,
    },
    /// A worked example by rates: rates are expectations, and a settlement needs counts or observations.
    ExampleOfRates {
        /// The example.
        name: String,
    },
    /// An observation of another year.
    OtherYear {
        /// Who.
        participant: Alias,
        /// The year observed.
        year: i16,
        /// The year that is settled.
        expected: i16,
    },
    /// The inputs are of another ruleset than this engine computes by.
    OtherRuleset {
        /// The ruleset of the inputs.
        ruleset: u32,
    },
    /// The register edition is no month.
    EditionNotAMonth {
        /// Its text.
        edition: String,
    },
    /// The measure's register source is not known.
    UnknownSource {
        /// Its name.
        source: String,
    },
}

impl ProposeError {
    /// The stable code: the key of the message in each language.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Agreement(error) => error.code(),
            Self::NoPaymentMeasure => "P020",
            Self::Investeringscase => "P021",
            Self::YearNotMeasured { .. } => "P022",
            Self::AlreadyPosted { .. } => "P023",
            Self::EarlierYearNotPosted { .. } => "P024",
            Self::PostedOutOfOrder { .. } => "P025",
            Self::PostedToStranger { .. } => "P026",
            Self::SeenTwice { .. } => "P027",
            Self::OtherMeasure { .. } => "P028",
            Self::OtherYear { .. } => "P029",
            Self::OtherRuleset { .. } => "P030",
            Self::EditionNotAMonth { .. } => "P031",
            Self::UnknownSource { .. } => "P032",
            Self::OtherMonth { .. } => "P033",
            Self::ExampleOfRates { .. } => "P034",
        }
    }

    /// The words that fill the message.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Agreement(error) => error.arguments(),
            Self::NoPaymentMeasure | Self::Investeringscase => Vec::new(),
            Self::YearNotMeasured { year, measured } => {
                vec![("year", year.to_string()), ("from", measured.from.to_string()), ("to", measured.to.to_string())]
            }
            Self::AlreadyPosted { year, id } | Self::PostedOutOfOrder { year, id } => {
                vec![("year", year.to_string()), ("id", id.to_string())]
            }
            Self::EarlierYearNotPosted { year } => vec![("year", year.to_string())],
            Self::PostedToStranger { party, id } => vec![("party", party.to_string()), ("id", id.to_string())],
            Self::SeenTwice { participant } => vec![("participant", participant.to_string())],
            Self::OtherMeasure { participant, measure, expected } => {
                let expected: Vec<&str> = expected.iter().map(MeasureId::as_str).collect();
                vec![
                    ("participant", participant.to_string()),
                    ("measure", measure.to_string()),
                    ("expected", expected.join(", ")),
                ]
            }
            Self::OtherMonth { participant, measure, at } => {
                vec![("participant", participant.to_string()), ("measure", measure.to_string()), ("at", at.to_string())]
            }
            Self::ExampleOfRates { name } => vec![("name", name.clone())],
            Self::OtherYear { participant, year, expected } => vec![
                ("participant", participant.to_string()),
                ("year", year.to_string()),
                ("expected", expected.to_string()),
            ],
            Self::OtherRuleset { ruleset } => {
                vec![("ruleset", ruleset.to_string()), ("expected", crate::RULESET.to_string())]
            }
            Self::EditionNotAMonth { edition } => vec![("edition", edition.clone())],
            Self::UnknownSource { source } => vec![("source", source.clone())],
        }
    }
}

impl From<CompileError> for ProposeError {
    fn from(error: CompileError) -> Self {
        Self::Agreement(error)
    }
}

/// Why a proposal gives no posting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PostingError {
    /// The proposal is another agreement's.
    OtherAgreement,
    /// The proposal is provisional: a later register edition must be waited for.
    Provisional {
        /// The first edition that is final.
        needed: String,
        /// The trace of the proposal.
        trace: ContentHash,
    },
    /// The entries do not add up to nothing.
    Unbalanced(Unbalanced),
    /// No funding term in force has an instalment on that day, or it states no amount.
    NoInstalment {
        /// The funding term.
        funding: TermId,
        /// The day.
        on: jiff::civil::Date,
    },
}

impl PostingError {
    /// The stable code: the key of the message in each language.
    pub fn code(&self) -> &'static str {
        match self {
            Self::OtherAgreement => "P040",
            Self::Provisional { .. } => "P041",
            Self::Unbalanced(_) => "P042",
            Self::NoInstalment { .. } => "P043",
        }
    }

    /// The words that fill the message.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::OtherAgreement => Vec::new(),
            Self::Provisional { needed, .. } => vec![("needed", needed.clone())],
            Self::Unbalanced(unbalanced) => vec![("difference", unbalanced.difference.to_string())],
            Self::NoInstalment { funding, on } => vec![("funding", funding.to_string()), ("on", on.to_string())],
        }
    }
}

/// Why bytes are no trace, with the line from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: TraceProblem,
}

/// What is wrong with a line of a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TraceProblem {
    /// Not UTF-8.
    NotText,
    /// The first line is no header of a trace.
    Header,
    /// A trace of a version that this engine does not read.
    Version,
    /// Not a number, an alias, an outcome and a situation.
    Record,
    /// The numbers do not count up from 1, or the aliases are not sorted and distinct.
    Order,
    /// More or fewer records than the header says, or no line end after the last.
    Length,
}

impl TraceError {
    /// The stable code: the key of the message in each language.
    pub fn code(&self) -> &'static str {
        match self.problem {
            TraceProblem::NotText => "P050",
            TraceProblem::Header => "P051",
            TraceProblem::Version => "P052",
            TraceProblem::Record => "P053",
            TraceProblem::Order => "P054",
            TraceProblem::Length => "P055",
        }
    }

    /// The words that fill the message.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        vec![("line", self.line.to_string())]
    }
}

/// For logs and assertions: the code and its words. People read the message of their language.
macro_rules! show_code {
    ($($name:ident),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.code())?;
                self.arguments().iter().try_for_each(|(name, value)| write!(f, " {name}={value}"))
            }
        }

        impl std::error::Error for $name {}
    )*};
}

show_code!(CompileError, ProposeError, PostingError, TraceError);
