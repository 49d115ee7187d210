//! Participants and the dated steps that brought them in. A set of them is immutable; who was enrolled stays in it.

use jiff::civil::Date;

use crate::agreement::EnrolmentStep;
use crate::id::{Alias, TermId};
use crate::observation::Arm;

/// A participant as an agreement sees it: an alias and dates, nothing that names a person.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Participant {
    /// The alias within this agreement.
    pub alias: Alias,
    /// Age in whole years on the day of enrolment, where the birth date or month is known.
    pub age_at_enrolment: Option<u8>,
    /// The steps that happened, with their dates.
    pub steps: std::collections::BTreeMap<EnrolmentStep, Date>,
    /// The day the person left early, and why.
    pub dropped_out: Option<DroppedOut>,
    /// The day the person completed the programme, where the list says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed_on: Option<Date>,
    /// The arm: the treatment arm where there is no trial.
    #[serde(default, skip_serializing_if = "Arm::is_treatment")]
    pub arm: Arm,
    /// What each rule of admission said.
    pub rules: std::collections::BTreeMap<TermId, RuleResult>,
    /// The day that counts: present exactly for those who are enrolled.
    pub enrolled_on: Option<Date>,
}

/// Leaving early. It changes nothing in the cohort (intention to treat).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DroppedOut {
    /// When.
    pub on: Date,
    /// Why, as the list says.
    pub reason: String,
}

/// What a rule of admission said about one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleResult {
    /// The data, or a role with a date, say yes.
    Passed,
    /// They say no: the person is not admitted.
    Failed,
    /// There are no data. It is counted and never reads as passed.
    NotTested,
}

/// The participants of an agreement at one time.
#[derive(Clone, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct EnrolmentSet {
    /// Everyone on the list, sorted by alias.
    pub participants: Vec<Participant>,
}

impl EnrolmentSet {
    /// Everyone who is enrolled, with the day that counts.
    pub fn enrolled(&self) -> impl Iterator<Item = (&Participant, Date)> {
        self.participants.iter().filter_map(|participant| participant.enrolled_on.map(|day| (participant, day)))
    }
}
