//! A portfolio of investments as its secretariat keeps it: ideas and the stage each has reached, calls and what was
//! answered, decisions with their conditions and follow-up, reported facts, free texts, and the calendar of the council.
//! A document like the agreement; nothing is paid by it.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::agreement::Clause;
use crate::id::{AgreementId, TermId};
use crate::money::Currency;
use crate::origin::Origin;

/// A portfolio.
#[derive(Clone, Debug, PartialEq)]
pub struct Portfolio {
    /// Its identifier.
    pub id: TermId,
    /// Its name.
    pub name: String,
    /// Whose it is.
    pub municipality: String,
    /// The one currency of its amounts.
    pub currency: Currency,
    /// Files and folders with its agreements and papers, as seen from the document.
    pub documents: Vec<String>,
    /// What the stages are called.
    pub stages: Vec<StageLabel>,
    /// What must exist before a move.
    pub gates: Vec<Gate>,
    /// Who decides.
    pub forums: Vec<Forum>,
    /// The ideas, in the order of the document.
    pub ideas: Vec<Idea>,
    /// Calls for ideas.
    pub calls: Vec<Call>,
    /// What was sent in.
    pub answers: Vec<Answer>,
    /// What was decided.
    pub decisions: Vec<Decision>,
    /// Free texts of reports.
    pub notes: Vec<Note>,
    /// Single figures that papers report and no agreement has a term for.
    pub facts: Vec<Fact>,
    /// The council's budget calendar.
    pub budget_round: Option<BudgetRound>,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

impl Portfolio {
    /// The idea of that identifier.
    pub fn idea(&self, id: &TermId) -> Option<&Idea> {
        self.ideas.iter().find(|idea| idea.id == *id)
    }

    /// What a stage is called.
    pub fn label(&self, stage: Stage) -> Option<&str> {
        self.stages.iter().find(|label| label.stage == stage).map(|label| label.label.as_str())
    }

    /// The forum of that identifier.
    pub fn forum(&self, id: &TermId) -> Option<&Forum> {
        self.forums.iter().find(|forum| forum.id == *id)
    }
}

/// A stage (trin) of an idea, in the order of the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Stage {
    /// The idea is developed.
    #[serde(rename = "1")]
    Idea,
    /// Data and intervention are developed.
    #[serde(rename = "2")]
    Data,
    /// The business case is computed.
    #[serde(rename = "3a")]
    BusinessCase,
    /// The repayment is computed.
    #[serde(rename = "3b")]
    Repayment,
    /// The intervention is implemented.
    #[serde(rename = "4")]
    Implementation,
    /// Results are followed.
    #[serde(rename = "5")]
    FollowUp,
    /// It is evaluated.
    #[serde(rename = "6")]
    Evaluation,
    /// Looked at and declined.
    #[serde(rename = "declined")]
    Declined,
    /// Laid aside.
    #[serde(rename = "parked")]
    Parked,
    /// The source shows it and nobody can read it.
    #[serde(rename = "unreadable")]
    Unreadable,
}

impl Stage {
    /// Every stage with its word, in the order of the way.
    pub const WORDS: &[(&str, Stage)] = &[
        ("1", Stage::Idea),
        ("2", Stage::Data),
        ("3a", Stage::BusinessCase),
        ("3b", Stage::Repayment),
        ("4", Stage::Implementation),
        ("5", Stage::FollowUp),
        ("6", Stage::Evaluation),
        ("declined", Stage::Declined),
        ("parked", Stage::Parked),
        ("unreadable", Stage::Unreadable),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, stage)| *stage == self).map_or("", |(word, _)| word)
    }

    /// The stage of a word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(word, _)| *word == text).map(|(_, stage)| *stage)
    }

    /// Whether it is one of the seven steps of the way.
    pub fn is_on_the_way(self) -> bool {
        self <= Stage::Evaluation
    }
}

/// What a stage is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageLabel {
    /// Which one.
    pub stage: Stage,
    /// Its name.
    pub label: String,
}

/// What must exist before an idea moves to a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gate {
    /// To which stage.
    pub to: Stage,
    /// What must exist.
    pub needs: Vec<GateNeed>,
    /// The forum whose prior approval is needed, where one is.
    pub forum: Option<TermId>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// What must exist before a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GateNeed {
    /// An agreement with a business case that can be computed.
    BusinessCase,
    /// An agreement without errors.
    AgreementChecked,
    /// A plan of the repayment: every payment has its price.
    RepaymentPlan,
    /// The forum's prior approval.
    PreApproval,
    /// The approval of the department's head (rådmand).
    Approval,
    /// The signatures of those who sign.
    Signatures,
    /// The agreement is sealed in the store.
    Sealed,
    /// At least one settlement or reported result.
    Results,
}

/// Who decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forum {
    /// Its identifier.
    pub id: TermId,
    /// Its name.
    pub label: String,
    /// The months in which it meets or is given a status; empty where no source says.
    pub months: Vec<i8>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// An idea on its way to become an investment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idea {
    /// Its identifier.
    pub id: TermId,
    /// Its name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Its agreement, where there is one.
    pub agreement: Option<AgreementId>,
    /// The stage it has reached by the document; decisions after it move on from there.
    pub stage: Stage,
    /// As of which day.
    pub as_of: Date,
    /// Why, where it is declined or parked.
    pub because: Option<String>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// A call for ideas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Its identifier.
    pub id: TermId,
    /// Its name.
    pub label: String,
    /// Who calls.
    pub forum: TermId,
    /// When it was opened, as the source says it: a day, or words.
    pub opened: String,
    /// The last day for answers.
    pub closes: Option<Date>,
    /// What the form asks.
    pub form: Vec<FormField>,
    /// By what answers are judged.
    pub criteria: Vec<CallCriterion>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// A question of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormField {
    /// Its identifier.
    pub id: TermId,
    /// The question.
    pub label: String,
    /// Whether it must be answered.
    pub is_required: bool,
}

/// By what answers to a call are judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallCriterion {
    /// Its identifier.
    pub id: TermId,
    /// What it is.
    pub label: String,
    /// How much it counts.
    pub weight: Decimal,
}

/// An answer to a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Which call.
    pub call: TermId,
    /// The idea that it brings.
    pub idea: TermId,
    /// When it came.
    pub received: Option<Date>,
    /// What is answered, by question.
    pub values: Vec<(TermId, String)>,
    /// How it is judged, by criterion.
    pub scores: Vec<(TermId, Decimal)>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// What kind of decision it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionKind {
    /// Taken note of (til efterretning).
    Noted,
    /// Discussed without an outcome.
    Discussed,
    /// Approved before the final decision.
    PreApproved,
    /// Approved.
    Approved,
    /// Signed.
    Signed,
    /// Refused.
    Refused,
    /// Put off.
    Postponed,
    /// Recommended to another forum.
    Recommended,
    /// Carried out administratively: a move that no forum decides.
    Administrative,
}

impl DecisionKind {
    /// Every kind with its word.
    pub const WORDS: &[(&str, DecisionKind)] = &[
        ("noted", DecisionKind::Noted),
        ("discussed", DecisionKind::Discussed),
        ("pre-approved", DecisionKind::PreApproved),
        ("approved", DecisionKind::Approved),
        ("signed", DecisionKind::Signed),
        ("refused", DecisionKind::Refused),
        ("postponed", DecisionKind::Postponed),
        ("recommended", DecisionKind::Recommended),
        ("administrative", DecisionKind::Administrative),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its identifier.
    pub id: TermId,
    /// Who decided.
    pub forum: TermId,
    /// When; nothing where no source shows the day.
    pub on: Option<Date>,
    /// The ideas that it is about; none where it is about the portfolio.
    pub about: Vec<TermId>,
    /// What kind of decision.
    pub kind: DecisionKind,
    /// The stage that the ideas move to by it.
    pub moves_to: Option<Stage>,
    /// The decision in words.
    pub text: String,
    /// On what evidence.
    pub evidence: Vec<String>,
    /// Under which conditions.
    pub conditions: Vec<String>,
    /// What was said against it, or asked.
    pub dissent: Vec<String>,
    /// What must happen next.
    pub follow_up: Vec<FollowUpTask>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// What must happen after a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUpTask {
    /// What.
    pub what: String,
    /// Who does it, as an office or a name that the secretariat uses.
    pub who: String,
    /// Until when.
    pub by: Option<Date>,
}

/// Which part of a report a free text belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotePart {
    /// The summary.
    Summary,
    /// How it goes.
    Status,
    /// Experiences that matter.
    Experiences,
    /// Citizens' and participants' voices.
    Voices,
    /// Why the case is brought.
    Why,
    /// What value is created.
    Value,
    /// What, who and how.
    How,
    /// What it takes.
    Resources,
    /// How it is followed.
    FollowUp,
    /// What the decision points are, one on each line.
    DecisionPoints,
    /// The assessment of a continuation.
    Assessment,
    /// The recommendation in words.
    Recommendation,
    /// Risks.
    Risks,
}

impl NotePart {
    /// Every part with its word.
    pub const WORDS: &[(&str, NotePart)] = &[
        ("summary", NotePart::Summary),
        ("status", NotePart::Status),
        ("experiences", NotePart::Experiences),
        ("voices", NotePart::Voices),
        ("why", NotePart::Why),
        ("value", NotePart::Value),
        ("how", NotePart::How),
        ("resources", NotePart::Resources),
        ("follow-up", NotePart::FollowUp),
        ("decision-points", NotePart::DecisionPoints),
        ("assessment", NotePart::Assessment),
        ("recommendation", NotePart::Recommendation),
        ("risks", NotePart::Risks),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, part)| *part == self).map_or("", |(word, _)| word)
    }

    /// The part of a word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(word, _)| *word == text).map(|(_, part)| *part)
    }
}

/// A free text of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its identifier.
    pub id: TermId,
    /// The idea that it is about; nothing where it is about the portfolio.
    pub about: Option<TermId>,
    /// Which part.
    pub part: NotePart,
    /// As of which day.
    pub as_of: Date,
    /// The text; blank lines part paragraphs.
    pub text: String,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// A single figure that a paper reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Its identifier.
    pub id: TermId,
    /// The idea that it is about; nothing where it is about the portfolio.
    pub about: Option<TermId>,
    /// What it is.
    pub label: String,
    /// As of which day.
    pub as_of: Option<Date>,
    /// The number, or the lower end of a span; nothing where the source cannot be read.
    pub number: Option<Decimal>,
    /// The upper end of a span.
    pub up_to: Option<Decimal>,
    /// Out of how many.
    pub of: Option<Decimal>,
    /// The unit.
    pub unit: FactUnit,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// The unit of a reported figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactUnit {
    /// A count.
    #[default]
    Count,
    /// Kroner.
    Kroner,
    /// A share between 0 and 1.
    Share,
    /// A year.
    Year,
}

impl FactUnit {
    /// Every unit with its word.
    pub const WORDS: &[(&str, FactUnit)] = &[
        ("count", FactUnit::Count),
        ("kroner", FactUnit::Kroner),
        ("share", FactUnit::Share),
        ("year", FactUnit::Year),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, unit)| *unit == self).map_or("", |(word, _)| word)
    }
}

/// When the council makes its budget, and by which reading of its rule an expiring investment comes before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetRound {
    /// The month and day by which the note on continuation is ready.
    pub note_ready: (i8, i8),
    /// The month and day on which the budget of the next year is adopted.
    pub adopted: (i8, i8),
    /// How many days before a deadline a warning is due.
    pub warn_days: Vec<u16>,
    /// How the rule can be read.
    pub readings: Vec<RoundReading>,
    /// The reading that is used.
    pub chosen: TermId,
    /// Why.
    pub because: String,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// One reading of the council's rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundReading {
    /// Its identifier.
    pub id: TermId,
    /// The rule as it is written.
    pub text: String,
    /// How many years before the year of expiry the council decides.
    pub years_before: i16,
}
