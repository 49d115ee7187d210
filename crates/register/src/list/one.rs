//! One person as a list of one row: what a form says is read by the same rules as a municipality's list.

use std::collections::BTreeMap;

use jiff::civil::Date;
use virkning_model::Agreement;
use virkning_model::agreement::{AdmissionTest, EnrolmentStep};
use virkning_model::id::TermId;
use virkning_model::identity::Secret;
use virkning_model::observation::Arm;
use virkning_model::period::Month;

use super::profile::{DateForm, ListProfile};

/// Somebody who is not known yet, as a form says it.
#[derive(Clone, Debug)]
pub struct NewPerson<'a> {
    /// The column of the identifier, one of the profile's.
    pub key: &'a str,
    /// The identifier.
    pub identifier: Secret,
    /// The month of birth, where the profile has a column for it.
    pub born: Option<Month>,
    /// The steps with their days.
    pub steps: BTreeMap<EnrolmentStep, Date>,
    /// What the rules of admission say: a word for yes or no of the profile, or for a judgement its day.
    pub rules: BTreeMap<TermId, String>,
    /// The arm of a trial.
    pub arm: Option<Arm>,
    /// The name; it goes into the identity vault.
    pub name: Option<Secret>,
}

/// The bytes of a list that holds this person only.
pub fn list_of_one(person: &NewPerson<'_>, profile: &ListProfile, agreement: &Agreement) -> Vec<u8> {
    let mut row: Vec<(String, String)> = vec![(person.key.to_owned(), person.identifier.reveal().to_owned())];
    let mut add = |column: &str, value: String| {
        if !column.is_empty() {
            row.push((column.to_owned(), value));
        }
    };
    let day = |step| person.steps.get(step).map_or_else(String::new, |day| written(*day, profile.date));
    for (step, column) in profile.steps.iter().chain(&profile.more_steps) {
        add(column, day(step));
    }
    add(&profile.birth.month, person.born.map_or_else(String::new, |month| written_month(month, profile.date)));
    // A day of birth is no part of the form.
    add(&profile.birth.date, String::new());
    add(&profile.drop_out.date, String::new());
    add(&profile.drop_out.reason, String::new());
    add(&profile.completed, String::new());
    for rule in &agreement.admission {
        if let AdmissionTest::Exclusion { column } | AdmissionTest::Judgement { column, .. } = &rule.test {
            add(&profile.rule_column(column), person.rules.get(&rule.id).cloned().unwrap_or_default());
        }
    }
    let arm = person.arm.and_then(|arm| match arm {
        Arm::Treatment => profile.arm.treatment.first(),
        Arm::Control => profile.arm.control.first(),
    });
    add(&profile.arm.column, arm.cloned().unwrap_or_default());
    add(&profile.identity.name, person.name.as_ref().map_or("", Secret::reveal).to_owned());
    let mut writer = csv::WriterBuilder::new().delimiter(profile.separator).from_writer(Vec::new());
    // Writing into memory does not fail.
    let _ = writer.write_record(row.iter().map(|(column, _)| column));
    let _ = writer.write_record(row.iter().map(|(_, value)| value));
    writer.into_inner().unwrap_or_default()
}

fn written(day: Date, form: DateForm) -> String {
    match form {
        DateForm::YearFirst => day.to_string(),
        DateForm::DayFirst => day.strftime("%d-%m-%Y").to_string(),
    }
}

fn written_month(month: Month, form: DateForm) -> String {
    match form {
        DateForm::YearFirst => month.to_string(),
        DateForm::DayFirst => month.first_day().strftime("%m-%Y").to_string(),
    }
}
