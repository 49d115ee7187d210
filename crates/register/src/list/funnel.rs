//! The funnel: how many were referred, assessed, refused, enrolled. Counts only.

use std::collections::BTreeMap;

use virkning_model::Agreement;
use virkning_model::agreement::EnrolmentStep;
use virkning_model::enrolment::{Participant, RuleResult};
use virkning_model::id::TermId;

/// What became of the people on a list.
#[derive(Clone, Debug, PartialEq, Eq, Default, serde::Serialize)]
pub struct Funnel {
    /// Everyone on the list.
    pub listed: u64,
    /// Those with a date of the first contact.
    pub contacted: u64,
    /// Those with a date of referral.
    pub referred: u64,
    /// Those with a date of the admission talk.
    pub admission_talk: u64,
    /// Those whom no rule keeps out.
    pub admitted: u64,
    /// Those whom a rule or the assessment keeps out.
    pub kept_out: u64,
    /// Those whom no rule keeps out and who were offered a place.
    pub offered: u64,
    /// For each rule of admission, in the order of the agreement: how many it keeps out. A person may fail several.
    pub refused: Vec<(TermId, u64)>,
    /// For each rule of admission: of how many the list has no data. Nobody passes without data.
    pub not_tested: Vec<(TermId, u64)>,
    /// Those whom no rule keeps out and who said yes.
    pub accepted: u64,
    /// Those whom no rule keeps out and who said no, or had the talk and have neither said yes nor begun.
    pub declined: u64,
    /// Those whom no rule keeps out and who have begun.
    pub started: u64,
    /// Those who are enrolled: every step that counts has a date, and no rule keeps them out.
    pub enrolled: u64,
    /// Those enrolled who left early. They stay in the cohort (intention to treat).
    pub dropped_out: u64,
    /// Those enrolled who completed.
    pub completed: u64,
    /// Those enrolled who have neither completed nor left.
    pub ongoing: u64,
    /// Those enrolled who are in the control arm; they are among the enrolled.
    pub control: u64,
    /// Those enrolled, by year of enrolment.
    pub enrolled_by_year: BTreeMap<i16, u32>,
}

impl Funnel {
    /// Counts people under an agreement.
    pub fn of<'a>(people: impl Iterator<Item = &'a Participant>, agreement: &Agreement) -> Self {
        let none = || agreement.admission.iter().map(|rule| (rule.id.clone(), 0)).collect();
        let mut funnel = Self { refused: none(), not_tested: none(), ..Self::default() };
        for person in people {
            funnel.count(person);
        }
        funnel
    }

    fn count(&mut self, person: &Participant) {
        let did = |step| person.steps.contains_key(&step);
        let kept_out = person.is_kept_out();
        let (accepted, started) = (did(EnrolmentStep::Accepted), did(EnrolmentStep::Started));
        let talk = did(EnrolmentStep::AdmissionTalk);
        let declined = person.declined.is_some() || talk;
        self.listed += 1;
        self.contacted += u64::from(did(EnrolmentStep::Contacted));
        self.kept_out += u64::from(kept_out);
        self.offered += u64::from(!kept_out && did(EnrolmentStep::Offered));
        self.referred += u64::from(did(EnrolmentStep::Referred));
        self.admission_talk += u64::from(talk);
        self.admitted += u64::from(!kept_out);
        self.accepted += u64::from(!kept_out && accepted);
        self.declined += u64::from(!kept_out && declined && !accepted && !started);
        self.started += u64::from(!kept_out && started);
        for (counts, result) in [(&mut self.refused, RuleResult::Failed), (&mut self.not_tested, RuleResult::NotTested)]
        {
            for (rule, count) in counts {
                *count += u64::from(person.rules.get(rule) == Some(&result));
            }
        }
        if let Some(day) = person.enrolled_on {
            self.enrolled += 1;
            self.dropped_out += u64::from(person.dropped_out.is_some());
            self.completed += u64::from(person.completed_on.is_some());
            self.ongoing += u64::from(person.dropped_out.is_none() && person.completed_on.is_none());
            self.control += u64::from(!person.arm.is_treatment());
            *self.enrolled_by_year.entry(day.year()).or_default() += 1;
        }
    }
}
