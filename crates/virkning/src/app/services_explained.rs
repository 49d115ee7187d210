//! `explain` of a follow-up of services: the amounts of one participant in the year that is looked at and in the year before
//! the start, service by service.

use std::path::Path;

use jiff::civil::Date;
use virkning_measure::{AmountPeriod, MonthSpan, PersonRows, day_from_number};
use virkning_model::Agreement;
use virkning_model::agreement::FollowUp;
use virkning_model::id::{Alias, MeasureId};
use virkning_model::money::Money;
use virkning_model::period::Month;

use super::Session;
use super::explain::Question;
use super::failure::{Failure, Refusal};
use super::materials::Materials;
use super::registers::{RegisterInUse, SERVICES};
use super::service_use::{MONTHS, days, is_delivered, is_of};

/// What one participant used of the services of a follow-up.
pub struct ServicesExplained {
    /// Who.
    pub alias: Alias,
    /// The follow-up.
    pub term: FollowUp,
    /// After how many years.
    pub after_years: u16,
    /// The day that counts.
    pub enrolled_on: Date,
    /// The year before the start, and the year that is looked at.
    pub years: [YearOfServices; 2],
    /// Services of the follow-up that the extract does not have at all.
    pub not_in_extract: Vec<String>,
    /// The snapshot that it was read from.
    pub read_from: String,
    /// Whether the data are made up.
    pub synthetic: bool,
}

/// Twelve months of one participant.
pub struct YearOfServices {
    /// Which months.
    pub span: MonthSpan,
    /// Whether the extract covers them whole; where not, the participant is not counted.
    pub covered: bool,
    /// The amounts, by day.
    pub amounts: Vec<ServiceAmount>,
    /// What they add up to.
    pub total: Money,
}

/// One amount.
pub struct ServiceAmount {
    /// The service, as the agreement names it.
    pub service: String,
    /// The day that places it.
    pub day: Date,
    /// Which period it is of.
    pub period: AmountPeriod,
    /// How much.
    pub amount: Money,
}

/// The follow-up of services of that name, where no measure has it.
pub fn follow_up_of<'a>(agreement: &'a Agreement, id: &MeasureId) -> Option<&'a FollowUp> {
    let named = agreement.follow_ups.iter().find(|term| term.id.as_str() == id.as_str());
    named.filter(|_| agreement.measure(id).is_none())
}

impl Session<'_> {
    /// Explains a participant's use of services, if the question names a follow-up; nothing where it does not. The look at a
    /// person is recorded.
    ///
    /// # Errors
    /// Nobody of that alias, no extract of services, and a year in which none of the years since the start passes.
    pub fn explain_services(&self, file: &Path, question: Question<'_>) -> Result<Option<ServicesExplained>, Failure> {
        self.known_actor()?;
        let Some(id) = question.measure else { return Ok(None) };
        if follow_up_of(&self.sealed_file(file)?.1, id).is_none() {
            return Ok(None);
        }
        let (sealed, agreement) = self.sealed_file(file)?;
        let materials = self.materials_explained(sealed, agreement, question)?;
        let Some(term) = follow_up_of(&materials.agreement, id) else { return Ok(None) };
        let explained = explained(&materials, term, question)?;
        let year = question.measured_year.to_string();
        self.look(&materials.agreement.id, Some(question.alias), "explain", &year, question.reason)?;
        Ok(Some(explained))
    }
}

fn explained(materials: &Materials, term: &FollowUp, question: Question<'_>) -> Result<ServicesExplained, Failure> {
    let (alias, year) = (question.alias, question.measured_year);
    let known = materials.enrolment.participants.iter().find(|participant| participant.alias == *alias);
    let participant = known.ok_or_else(|| Refusal::new("participant-unknown").with("alias", alias))?;
    let enrolled_on =
        participant.enrolled_on.ok_or_else(|| Refusal::new("participant-not-enrolled").with("alias", alias))?;
    let started = Month::of(enrolled_on);
    let passes = |years: &u16| started.plus(MONTHS * i32::from(*years)).map(Month::year) == Some(year);
    let Some(after_years) = term.after_years.iter().copied().find(passes) else {
        let years: Vec<String> = term.after_years.iter().map(u16::to_string).collect();
        let refusal = Refusal::new("explain-services-year").with("alias", alias).with("year", year);
        return Err(refusal.with("years", years.join(", ")).with("started", enrolled_on.year()).into());
    };
    let services = materials.registers.iter().find(|register| register.register() == SERVICES);
    let register = services.ok_or_else(|| Refusal::new("no-snapshot").with("source", SERVICES))?;
    let extent = register.rows.coverage().amounts.as_ref();
    let missing = |item: &&String| extent.is_none_or(|extent| !is_delivered(extent, item));
    let looked_at = MONTHS * (i32::from(after_years) - 1);
    let years = [-MONTHS, looked_at].map(|months| year_of(materials, register, term, (alias, started), months));
    let [before, after] = years;
    Ok(ServicesExplained {
        alias: alias.clone(),
        after_years,
        enrolled_on,
        years: [before?, after?],
        not_in_extract: term.items.iter().filter(missing).cloned().collect(),
        read_from: register.snapshot.to_string(),
        synthetic: register.manifest.synthetic,
        term: term.clone(),
    })
}

/// The twelve months that begin so many months after the start.
fn year_of(
    materials: &Materials,
    register: &RegisterInUse,
    term: &FollowUp,
    (alias, started): (&Alias, Month),
    months: i32,
) -> Result<YearOfServices, Failure> {
    let ends = || started.plus(months).zip(started.plus(months + MONTHS - 1)).zip(days(started, months));
    let ((first, last), (first_day, end_day)) = ends()
        .ok_or_else(|| Refusal::new("window-out-of-range").with("measure", &term.id).with("year", started.year()))?;
    let mut year = YearOfServices {
        span: MonthSpan { first, last },
        covered: false,
        amounts: Vec::new(),
        total: Money::zero(materials.agreement.currency),
    };
    let Some(extent) = register.rows.coverage().amounts.as_ref() else { return Ok(year) };
    year.covered = extent.first_day <= first_day && end_day <= extent.end_day;
    let columns = register.rows.columns();
    let row = materials.row_of(&register.rows, alias).and_then(|row| usize::try_from(row).ok());
    let rows = row.map_or_else(PersonRows::default, |row| columns.person(row));
    for row in rows.amounts.iter().filter(|row| (first_day..end_day).contains(&row.day)) {
        let service = term.items.iter().find(|item| is_of(extent, row, item));
        if let Some((service, day)) = service.zip(day_from_number(row.day)) {
            let amount = Money::from_minor(year.total.currency(), i128::from(row.minor_units));
            year.total += amount;
            year.amounts.push(ServiceAmount { service: service.clone(), day, period: extent.period, amount });
        }
    }
    year.amounts.sort_by(|one, other| (one.day, &one.service).cmp(&(other.day, &other.service)));
    Ok(year)
}
