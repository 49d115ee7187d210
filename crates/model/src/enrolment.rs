//! Participants and the dated steps that brought them in. A set of them is immutable; who was enrolled stays in it.

use jiff::civil::Date;

use crate::agreement::EnrolmentStep;
use crate::id::{Alias, TermId, UserId};
use crate::observation::Arm;

use std::collections::BTreeMap;

/// A participant as an agreement sees it: an alias and dates, nothing that names a person.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Participant {
    /// The alias within this agreement.
    pub alias: Alias,
    /// Age in whole years on the day of enrolment, where the birth date or month is known.
    pub age_at_enrolment: Option<u8>,
    /// The steps that happened, with their dates.
    pub steps: BTreeMap<EnrolmentStep, Date>,
    /// The day the person was refused at the assessment for the programme, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<Ended>,
    /// The day the person declined a place that was offered, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declined: Option<Ended>,
    /// The day the person left early, and why.
    pub dropped_out: Option<Ended>,
    /// The day the person completed the programme, where the list says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed_on: Option<Date>,
    /// The arm: the treatment arm where there is no trial.
    #[serde(default, skip_serializing_if = "Arm::is_treatment")]
    pub arm: Arm,
    /// What each rule of admission said.
    pub rules: BTreeMap<TermId, RuleResult>,
    /// Who has confirmed what a rule says, where a user did and not a list.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub confirmed: BTreeMap<TermId, Confirmed>,
    /// Who has added the person one by one; nothing for whoever came on a list. A later list that does not have such a
    /// person leaves nobody out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub added_by: Option<UserId>,
    /// The day that counts: present exactly for those who are enrolled.
    pub enrolled_on: Option<Date>,
}

/// An end of somebody's way: refused, declined, or left early. Leaving early changes nothing in the cohort (intention to
/// treat).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Ended {
    /// When.
    pub on: Date,
    /// Why, as the list or the user says.
    pub reason: String,
}

/// What a rule says, as a user has confirmed it on a day.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Confirmed {
    /// The day of the judgement.
    pub on: Date,
    /// Who.
    pub by: UserId,
}

/// Where somebody stands on the way through the programme: the last thing that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// No step has a date.
    Listed,
    /// The last step that has a date, of somebody who has not begun.
    At(EnrolmentStep),
    /// Kept out by a rule of admission or by the assessment.
    Refused,
    /// Said no to the offer.
    Declined,
    /// Enrolled, and neither completed nor dropped out.
    Ongoing,
    /// Completed.
    Completed,
    /// Left early.
    DroppedOut,
}

impl Participant {
    /// Somebody of whom nothing is known yet.
    pub fn new(alias: Alias) -> Self {
        Self {
            alias,
            age_at_enrolment: None,
            steps: BTreeMap::new(),
            refused: None,
            declined: None,
            dropped_out: None,
            completed_on: None,
            arm: Arm::default(),
            rules: BTreeMap::new(),
            confirmed: BTreeMap::new(),
            added_by: None,
            enrolled_on: None,
        }
    }

    /// Whether a rule of admission or the assessment keeps the person out.
    pub fn is_kept_out(&self) -> bool {
        self.refused.is_some() || self.rules.values().any(|result| *result == RuleResult::Failed)
    }

    /// Where the person stands. Whoever is enrolled stays in, so that what ended the way in does not count any more.
    pub fn place(&self) -> Place {
        match () {
            () if self.enrolled_on.is_some() && self.dropped_out.is_some() => Place::DroppedOut,
            () if self.enrolled_on.is_some() && self.completed_on.is_some() => Place::Completed,
            () if self.enrolled_on.is_some() => Place::Ongoing,
            () if self.is_kept_out() => Place::Refused,
            () if self.declined.is_some() => Place::Declined,
            () => self.steps.keys().next_back().map_or(Place::Listed, |step| Place::At(*step)),
        }
    }
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
