//! Participants one by one: who is on the way in and where, what has happened to one of them, and what a user records. What
//! may be recorded and what follows from it is the rule of lists.

use std::collections::BTreeSet;

use jiff::civil::Date;
use virkning_model::Agreement;
use virkning_model::enrolment::{EnrolmentSet, Participant};
use virkning_model::id::{AgreementId, Alias};
use virkning_model::period::Month;
use virkning_register::disclosure::{Audience, Standing, Table};
use virkning_register::list::{Event, Funnel, ListProfile, NewPerson, amend, list_of_one};
use virkning_store::{NewStep, StepRecord};

use super::Session;
use super::disclosure::{Figures, Leaving};
use super::enrol::{Enrolled, ListBytes, ListIs};
use super::failure::{Failure, Refusal};
use super::settle::enrolment_set;

/// The participants of an agreement as they are known now.
pub struct People {
    /// The agreement, as sealed last.
    pub agreement: Agreement,
    /// Everybody; nobody where no list has been read.
    pub set: EnrolmentSet,
    /// The way in, counted.
    pub funnel: Funnel,
    /// The version of the set; zero where there is none.
    pub version: u64,
}

/// One participant with what users have recorded.
pub struct Person {
    /// The agreement.
    pub agreement: Agreement,
    /// The participant.
    pub participant: Participant,
    /// What users have recorded, the first first.
    pub history: Vec<StepRecord>,
}

impl Session<'_> {
    /// The participants of an agreement, for counting: nothing of a single person may be shown of it without
    /// [`Session::people_seen`].
    pub fn people(&self, id: &AgreementId) -> Result<People, Failure> {
        let agreement = self.sealed_now(id)?;
        let record = self.store.enrolment_latest(id)?;
        let set = record.as_ref().map(enrolment_set).transpose()?.unwrap_or_default();
        let funnel = Funnel::of(set.participants.iter(), &agreement);
        Ok(People { agreement, set, funnel, version: record.map_or(0, |record| record.version) })
    }

    /// The aliases of the newest list, read from the store.
    pub(super) fn aliases_anew(&self, id: &AgreementId) -> Result<BTreeSet<Alias>, Failure> {
        let set = self.store.enrolment_latest(id)?.as_ref().map(enrolment_set).transpose()?.unwrap_or_default();
        Ok(set.participants.into_iter().map(|person| person.alias).collect())
    }

    /// The same for showing who they are, by alias. The look at all of them is recorded first.
    pub fn people_seen(&self, id: &AgreementId, what: &str, reason: &str) -> Result<People, Failure> {
        let people = self.people(id)?;
        if !people.set.participants.is_empty() {
            self.look(id, None, what, "", reason)?;
        }
        Ok(people)
    }

    /// One participant. The look is recorded first.
    pub fn person_seen(&self, id: &AgreementId, alias: &Alias, reason: &str) -> Result<Person, Failure> {
        let person = self.person(id, alias)?;
        self.look(id, Some(alias), "participant", "", reason)?;
        Ok(person)
    }

    fn person(&self, id: &AgreementId, alias: &Alias) -> Result<Person, Failure> {
        let People { agreement, set, .. } = self.people(id)?;
        let participant = set.participants.into_iter().find(|participant| participant.alias == *alias);
        let participant = participant.ok_or_else(|| Refusal::new("participant-unknown").with("alias", alias))?;
        let mut history = self.store.enrolment_steps(id)?;
        history.retain(|step| step.alias == *alias);
        Ok(Person { agreement, participant, history })
    }

    /// Records what happened to a participant. The month of birth is needed where the day of enrolment is settled by it and
    /// the agreement has a rule of age; it is not kept.
    ///
    /// # Errors
    /// A day after today, or what does not fit what is known: `step-…`.
    pub fn step(
        &self,
        id: &AgreementId,
        alias: &Alias,
        event: &Event,
        born: Option<Month>,
    ) -> Result<Participant, Failure> {
        let actor = self.actor()?;
        let today = self.world.today();
        if let Some(on) = event.on().filter(|on| *on > today) {
            return Err(Refusal::new("step-future").with("day", on).into());
        }
        let Person { agreement, participant: before, .. } = self.person(id, alias)?;
        let after = amend(&before, event, born, &agreement).map_err(|fault| {
            let day = fault.day().map_or_else(String::new, |day| day.to_string());
            Refusal::new(fault.code()).with("day", day)
        })?;
        let new = NewStep { agreement: id, what: event.word(), on: event.on(), before: &before, after: &after };
        self.store.enrolment_step_add(&actor, new)?;
        Ok(after)
    }

    /// Adds one person to those that are known, as a list of one row would. Gives the alias.
    ///
    /// # Errors
    /// What a list would refuse; a day after today; somebody who is known already.
    pub fn person_add(&self, id: &AgreementId, new: &NewPerson<'_>) -> Result<(Alias, Enrolled), Failure> {
        self.actor()?;
        let agreement = self.sealed_now(id)?;
        let today = self.world.today();
        if let Some(on) = new.steps.values().find(|on| **on > today) {
            return Err(Refusal::new("step-future").with("day", on).into());
        }
        let profile = ListProfile::built_in();
        let bytes = list_of_one(new, &profile, &agreement);
        let from = ListBytes::Sent("", &bytes);
        let prepared = self.enrolment_prepared(agreement, from, &profile, None, ListIs::Addition)?;
        let Some(alias) = prepared.new.first().cloned() else {
            return Err(Refusal::new("person-known").into());
        };
        let prepared = prepared.added_by(&alias, &self.actor()?.user)?;
        Ok((alias, self.enrol_prepared(prepared)?))
    }

    /// The way in as a release to those who stand outside: whoever takes part decides payments and is a figure of the
    /// contract; everything else is a breakdown.
    pub fn funnel_released(&self, people: &People, audience: Audience) -> Result<Figures, Failure> {
        let id = &people.agreement.id;
        let leaving = Leaving { agreement: id, audience, kind: "funnel", subject: id.as_str() };
        self.release_figures(leaving, &funnel_table(people))
    }
}

/// The name of a figure of the way in.
pub fn funnel_figure(agreement: &AgreementId, what: &str) -> String {
    format!("{agreement}/funnel/{what}")
}

/// The steps of the way in that a chart shows, in order, each with its word and count.
pub fn funnel_steps(funnel: &Funnel) -> Vec<(&'static str, u64)> {
    vec![
        ("listed", funnel.listed),
        ("contacted", funnel.contacted),
        ("referred", funnel.referred),
        ("admission-talk", funnel.admission_talk),
        ("admitted", funnel.admitted),
        ("offered", funnel.offered),
        ("accepted", funnel.accepted),
        ("enrolled", funnel.enrolled),
        ("ongoing", funnel.ongoing),
        ("completed", funnel.completed),
    ]
}

/// Where people left the way, each with its word and count.
pub fn funnel_ends(funnel: &Funnel) -> Vec<(&'static str, u64)> {
    vec![("refused", funnel.kept_out), ("declined", funnel.declined), ("dropped-out", funnel.dropped_out)]
}

/// Counts of the way in. Somebody on one step and not on the next must not be known either.
fn funnel_table(people: &People) -> Table {
    let (id, funnel) = (&people.agreement.id, &people.funnel);
    // The counts themselves name the population: the same counts tell nothing new.
    let population = format!("{:?}", funnel_steps(funnel));
    let mut table = Table::default();
    let mut cell = |what: &str, count| {
        let standing = if what == "enrolled" { Standing::Contract } else { Standing::Breakdown };
        table.cell(&funnel_figure(id, what), &population, count, standing)
    };
    let steps: Vec<usize> = funnel_steps(funnel).into_iter().map(|(what, count)| cell(what, count)).collect();
    let ends: Vec<usize> = funnel_ends(funnel).into_iter().map(|(what, count)| cell(what, count)).collect();
    let [listed, contacted, referred, talk, admitted, offered, accepted, enrolled, ongoing, completed] = steps[..]
    else {
        return table;
    };
    let [refused, declined, dropped_out] = ends[..] else { return table };
    for part in [contacted, referred, talk] {
        table.rest(listed, &[part]);
    }
    table.sum(listed, &[admitted, refused]);
    for part in [offered, accepted, enrolled, declined] {
        table.rest(admitted, &[part]);
    }
    if funnel.ongoing + funnel.completed + funnel.dropped_out == funnel.enrolled {
        table.sum(enrolled, &[ongoing, completed, dropped_out]);
    } else {
        table.rest(enrolled, &[completed]);
        table.rest(enrolled, &[dropped_out]);
    }
    table
}

/// The name of the number of those who take part, and the data that it was counted in: the funnel's own where it counts as
/// many, so that a release of either is held against the other.
pub fn enrolled_cell(people: &People, count: u64) -> (String, String) {
    let counted = funnel_steps(&people.funnel);
    let is_same = counted.iter().any(|(what, known)| *what == "enrolled" && *known == count);
    let population = if is_same { format!("{counted:?}") } else { format!("started {count}") };
    (funnel_figure(&people.agreement.id, "enrolled"), population)
}

/// Where a day and today stand to each other: whole months since the day.
pub fn months_since(day: Date, today: Date) -> i32 {
    (i32::from(today.year()) - i32::from(day.year())) * 12 + i32::from(today.month()) - i32::from(day.month())
}
