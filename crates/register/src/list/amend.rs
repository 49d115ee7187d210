//! One thing that happened to one participant, recorded by a user and not by a list. The rules are those of a list: the
//! same steps count, the same rules of admission keep out, and whoever was enrolled stays in.

use jiff::civil::Date;
use virkning_model::Agreement;
use virkning_model::agreement::{AdmissionTest, EnrolmentStep};
use virkning_model::enrolment::{Confirmed, Ended, Participant, RuleResult};
use virkning_model::id::{TermId, UserId};
use virkning_model::period::Month;

use super::row::{admit, all_steps, reason_kept};
use super::rules::Birth;

/// Something that happened to a participant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A step was taken. A step that had another day gets this one.
    Step(EnrolmentStep, Date),
    /// The assessment for the programme says no.
    Refused(Ended),
    /// The citizen said no to the offer.
    Declined(Ended),
    /// The citizen completed.
    Completed(Date),
    /// The citizen left early.
    DroppedOut(Ended),
    /// A user confirms what a rule of admission says.
    Rule {
        /// The rule.
        rule: TermId,
        /// Whether it is met.
        passed: bool,
        /// The day of the judgement.
        on: Date,
        /// Who.
        by: UserId,
    },
    /// A refusal, a declined offer, a completion or a drop-out was recorded by mistake.
    TakenBack,
}

impl Event {
    /// The stable word: `started`, `dropped-out`.
    pub fn word(&self) -> &'static str {
        match self {
            Event::Step(step, _) => step.as_str(),
            Event::Refused(_) => "refused",
            Event::Declined(_) => "declined",
            Event::Completed(_) => "completed",
            Event::DroppedOut(_) => "dropped-out",
            Event::Rule { passed: true, .. } => "rule-passed",
            Event::Rule { passed: false, .. } => "rule-failed",
            Event::TakenBack => "taken-back",
        }
    }

    /// The day that it happened on.
    pub fn on(&self) -> Option<Date> {
        match self {
            Event::Step(_, on) | Event::Completed(on) | Event::Rule { on, .. } => Some(*on),
            Event::Refused(end) | Event::Declined(end) | Event::DroppedOut(end) => Some(end.on),
            Event::TakenBack => None,
        }
    }
}

/// Why something cannot be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AmendFault {
    /// The agreement has no such rule.
    RuleUnknown,
    /// The rule is tested by the age, which nobody confirms.
    RuleOfAge,
    /// Whoever is enrolled stays in: a refusal or a declined offer comes too late.
    Enrolled(Date),
    /// Only whoever is enrolled completes or leaves.
    NotEnrolled,
    /// It would have happened before the day of enrolment.
    BeforeEnrolment(Date),
    /// It has ended otherwise already.
    EndedOtherwise,
    /// There is nothing to take back.
    NothingEnded,
    /// A refusal or a drop-out needs a reason.
    ReasonMissing,
    /// The rule of age is tested on the day of enrolment, and the birth is not known.
    BirthMissing,
    /// Birth after the day, or more than 120 years before it.
    BirthImplausible,
}

impl AmendFault {
    /// The stable key of its message.
    pub fn code(&self) -> &'static str {
        match self {
            AmendFault::RuleUnknown => "step-rule-unknown",
            AmendFault::RuleOfAge => "step-rule-of-age",
            AmendFault::Enrolled(_) => "step-enrolled",
            AmendFault::NotEnrolled => "step-not-enrolled",
            AmendFault::BeforeEnrolment(_) => "step-before-enrolment",
            AmendFault::EndedOtherwise => "step-ended-otherwise",
            AmendFault::NothingEnded => "step-nothing-ended",
            AmendFault::ReasonMissing => "step-reason-missing",
            AmendFault::BirthMissing => "step-birth-missing",
            AmendFault::BirthImplausible => "step-birth-implausible",
        }
    }

    /// The day that its message names.
    pub fn day(&self) -> Option<Date> {
        match self {
            AmendFault::Enrolled(day) | AmendFault::BeforeEnrolment(day) => Some(*day),
            _ => None,
        }
    }
}

/// The participant after something happened. The month of birth is asked for where the day of enrolment is settled by it
/// and the agreement has a rule of age; it is not kept.
///
/// # Errors
/// What happened does not fit what is known of the participant.
pub fn amend(
    earlier: &Participant,
    event: &Event,
    born: Option<Month>,
    agreement: &Agreement,
) -> Result<Participant, AmendFault> {
    let mut later = earlier.clone();
    happened(&mut later, event, agreement)?;
    let day = all_steps(&later, agreement);
    let settles = day.is_some() && day != earlier.enrolled_on && !later.is_kept_out();
    let has_age_rule = agreement.admission.iter().any(|rule| matches!(rule.test, AdmissionTest::Age { .. }));
    match born {
        Some(month) => {
            let birth = Birth::In(month);
            if event.on().is_some_and(|on| !birth.is_plausible(on)) {
                return Err(AmendFault::BirthImplausible);
            }
            admit(&mut later, birth, agreement);
        }
        None if settles && has_age_rule => return Err(AmendFault::BirthMissing),
        // What the list has said of the age stays said.
        None => later.enrolled_on = day.filter(|_| !later.is_kept_out()),
    }
    if later.enrolled_on.is_none() && earlier.enrolled_on.is_some() {
        later.enrolled_on = earlier.enrolled_on;
        later.age_at_enrolment = earlier.age_at_enrolment;
    }
    Ok(later)
}

fn happened(later: &mut Participant, event: &Event, agreement: &Agreement) -> Result<(), AmendFault> {
    match event {
        Event::Step(step, on) => drop(later.steps.insert(*step, *on)),
        Event::Refused(end) => {
            not_enrolled(later)?;
            later.refused = Some(with_reason(end)?);
        }
        Event::Declined(end) => {
            not_enrolled(later)?;
            later.declined = Some(Ended { reason: reason_kept(&end.reason), ..*end });
        }
        Event::Completed(on) => {
            ends(later, *on)?;
            if later.dropped_out.is_some() {
                return Err(AmendFault::EndedOtherwise);
            }
            later.completed_on = Some(*on);
        }
        Event::DroppedOut(end) => {
            ends(later, end.on)?;
            if later.completed_on.is_some() {
                return Err(AmendFault::EndedOtherwise);
            }
            later.dropped_out = Some(with_reason(end)?);
        }
        Event::Rule { rule, passed, on, by } => {
            let Some(term) = agreement.admission.iter().find(|known| known.id == *rule) else {
                return Err(AmendFault::RuleUnknown);
            };
            if matches!(term.test, AdmissionTest::Age { .. }) {
                return Err(AmendFault::RuleOfAge);
            }
            let result = if *passed { RuleResult::Passed } else { RuleResult::Failed };
            later.rules.insert(rule.clone(), result);
            later.confirmed.insert(rule.clone(), Confirmed { on: *on, by: by.clone() });
        }
        Event::TakenBack => {
            let ended = [later.refused.take(), later.declined.take(), later.dropped_out.take()];
            let completed = later.completed_on.take();
            if completed.is_none() && ended.iter().all(Option::is_none) {
                return Err(AmendFault::NothingEnded);
            }
        }
    }
    Ok(())
}

/// Whoever is enrolled is neither refused nor declines any more.
fn not_enrolled(participant: &Participant) -> Result<(), AmendFault> {
    participant.enrolled_on.map_or(Ok(()), |day| Err(AmendFault::Enrolled(day)))
}

/// Only whoever is enrolled completes or leaves, and not before that day.
fn ends(participant: &Participant, on: Date) -> Result<(), AmendFault> {
    match participant.enrolled_on {
        None => Err(AmendFault::NotEnrolled),
        Some(day) if on < day => Err(AmendFault::BeforeEnrolment(day)),
        Some(_) => Ok(()),
    }
}

fn with_reason(end: &Ended) -> Result<Ended, AmendFault> {
    match reason_kept(&end.reason) {
        reason if reason.is_empty() => Err(AmendFault::ReasonMissing),
        reason => Ok(Ended { on: end.on, reason }),
    }
}
