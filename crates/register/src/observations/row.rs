//! One row of a file of observations: where the columns stand in this header, and what a row says in them.

use std::collections::BTreeMap;

use csv::StringRecord;
use jiff::civil::Date;
use virkning_model::Decimal;
use virkning_model::agreement::{Measure, Window};
use virkning_model::id::{Alias, MeasureId};
use virkning_model::observation::{Arm, Outcome, Unclarified};

use super::number;
use super::problem::{ObservationFault, ObservationProblem, ObservationsError};
use super::{ReadAs, ReportedRow, Request, RowPlace};
use crate::problem::{excerpt, key_excerpt, without_identifiers};
use crate::profile::KeyColumn;

/// The longest evidence that is kept, in characters.
const EVIDENCE_CHARACTERS_MAX: usize = 200;

pub(super) const PARTICIPANT: &[&str] = &["deltager", "participant", "alias", "identifikation", "identifier"];
const MEASURE: &[&str] = &["resultatmål", "resultatmaal", "measure"];
const YEAR: &[&str] = &["måleår", "maaleaar", "year", "measured_year"];
pub(super) const DATE: &[&str] = &["dato", "date"];
const MONTH: &[&str] = &["måned", "maaned", "month"];
const OUTCOME: &[&str] = &["udfald", "outcome"];
pub(super) const VALUE: &[&str] = &["værdi", "vaerdi", "value"];
const ARM: &[&str] = &["gruppe", "arm"];
const EVIDENCE: &[&str] = &["dokumentation", "evidence"];
const VERIFIED: &[&str] = &["verificeret", "verified"];

const SUCCESS: &[&str] = &["opfyldt", "success"];
const NO_SUCCESS: &[&str] = &["ikke opfyldt", "ikke-opfyldt", "no-success"];
const UNCLARIFIED: &[&str] = &["uafklaret", "unclarified"];
const TREATMENT: &[&str] = &["indsats", "treatment"];
const CONTROL: &[&str] = &["kontrol", "control"];
const YES: &[&str] = &["ja", "yes"];
const NO: &[&str] = &["nej", "no"];

pub(super) fn among(words: &[&str], text: &str) -> bool {
    let text = text.trim().to_lowercase();
    words.contains(&text.as_str())
}

/// The separator of a file: the one of semicolon and comma that gives its first line more columns.
pub(super) fn separator(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |separator: char| first.matches(separator).count();
    if count(',') > count(';') { b',' } else { b';' }
}

/// Where everything stands in a header.
pub(super) struct Columns {
    names: Vec<String>,
    participant: usize,
    /// The form of the identifier, where the column's name tells it.
    form: Option<KeyColumn>,
    measure: usize,
    /// Not needed where a date stands instead.
    year: Option<usize>,
    /// Read in claims only.
    date: Option<usize>,
    month: Option<usize>,
    outcome: Option<usize>,
    value: Option<usize>,
    arm: Option<usize>,
    evidence: Option<usize>,
    verified: Option<usize>,
}

impl Columns {
    /// Finds the columns. Participant, measure and year (or, in claims, a date) are always there, and an outcome or a
    /// value.
    pub(super) fn find(header: &StringRecord, request: &Request<'_>) -> Result<Self, ObservationsError> {
        let identifiers = request.identifiers;
        let names: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        if names.iter().all(String::is_empty) {
            return Err(ObservationsError::Empty);
        }
        let place = |known: &[&str]| -> Result<Option<usize>, ObservationsError> {
            let mut places = names.iter().enumerate().filter(|(_, name)| among(known, name));
            let first = places.next().map(|(at, _)| at);
            match places.next() {
                Some((_, column)) => Err(ObservationsError::DuplicateColumn { column: column.clone() }),
                None => Ok(first),
            }
        };
        let (named, form) = match place(PARTICIPANT)? {
            Some(at) => (Some(at), None),
            None => {
                let key_at =
                    |key: &&KeyColumn| names.iter().position(|name| name.to_lowercase() == key.column.to_lowercase());
                let found = identifiers.iter().find_map(|key| key_at(&key).map(|at| (at, key.clone())));
                (found.as_ref().map(|(at, _)| *at), found.map(|(_, key)| key))
            }
        };
        let (measure, year) = (place(MEASURE)?, place(YEAR)?);
        let date = if request.read_as == ReadAs::Claims { place(DATE)? } else { None };
        let (month, outcome, value) = (place(MONTH)?, place(OUTCOME)?, place(VALUE)?);
        let (arm, evidence, verified) = (place(ARM)?, place(EVIDENCE)?, place(VERIFIED)?);
        let wanted = [
            ("deltager", named.is_some()),
            ("resultatmål", measure.is_some()),
            ("måleår", year.is_some() || date.is_some()),
            ("udfald", outcome.is_some() || value.is_some()),
        ];
        let missing: Vec<String> =
            wanted.into_iter().filter(|(_, found)| !found).map(|(name, _)| name.to_owned()).collect();
        match (named, measure) {
            (Some(participant), Some(measure)) if missing.is_empty() => Ok(Self {
                names,
                participant,
                form,
                measure,
                year,
                date,
                month,
                outcome,
                value,
                arm,
                evidence,
                verified,
            }),
            _ => Err(ObservationsError::MissingColumns { missing, header: names }),
        }
    }
}

/// Somebody enrolled, by alias or by an identifier of the enrolment list.
pub(super) fn somebody<'e>(
    text: &str,
    form: Option<&KeyColumn>,
    request: &Request<'_>,
    enrolled: &'e BTreeMap<Alias, Arm>,
) -> Option<(&'e Alias, &'e Arm)> {
    if let Some(own) = Alias::new(text).ok().and_then(|alias| enrolled.get_key_value(&alias)) {
        return Some(own);
    }
    let alias_of = |key: &KeyColumn| {
        let pseudonym =
            key.normalise(text.as_bytes(), |identifier| request.key.pseudonym(&key.space, identifier)).ok()?;
        Some(request.key.alias(&request.agreement.id, &pseudonym))
    };
    match form {
        Some(key) => enrolled.get_key_value(&alias_of(key)?),
        None => request.identifiers.iter().find_map(|key| enrolled.get_key_value(&alias_of(key)?)),
    }
}

/// A row while it is read.
pub(super) struct Row<'a> {
    pub(super) record: &'a StringRecord,
    pub(super) line: u64,
    pub(super) columns: &'a Columns,
    pub(super) request: &'a Request<'a>,
    /// Everyone enrolled, with the arm that the list says.
    pub(super) enrolled: &'a BTreeMap<Alias, Arm>,
}

type Found<T> = Result<T, ObservationProblem>;

impl Row<'_> {
    /// What the row says, or the first thing that is wrong with it.
    pub(super) fn read(&self) -> Found<ReportedRow> {
        if self.record.len() != self.columns.names.len() {
            let (found, expected) = (self.record.len().to_string(), self.columns.names.len().to_string());
            let ragged = self.problem(ObservationFault::Ragged, None, expected);
            return Err(ObservationProblem { excerpt: found, ..ragged });
        }
        let (participant, listed_arm) = self.participant()?;
        let measure = self.measure()?;
        let on = self.date()?;
        let year = self.year(measure, on)?;
        let at = self.at(measure)?;
        let evidence = self.field(self.columns.evidence);
        let is_claim = self.request.read_as == ReadAs::Claims;
        let verified = is_claim || self.verified(measure, !evidence.is_empty())?;
        let (outcome, value) = self.said(measure)?;
        self.check_arm(listed_arm)?;
        Ok(ReportedRow {
            measure: measure.id.clone(),
            at,
            participant,
            year,
            outcome: if verified {
                outcome
            } else {
                Some(Outcome::Unclarified(Unclarified::NotVerified))
            },
            value,
            arm: listed_arm,
            evidence: without_identifiers(evidence).chars().take(EVIDENCE_CHARACTERS_MAX).collect(),
            on,
        })
    }

    /// The same said a second time.
    pub(super) fn twice(&self, first: &RowPlace) -> ObservationProblem {
        let problem = self.problem(ObservationFault::Twice, Some(self.columns.participant), String::new());
        ObservationProblem { first: format!("{}:{}", first.file, first.line), ..problem }
    }

    fn field(&self, at: Option<usize>) -> &str {
        at.and_then(|at| self.record.get(at)).unwrap_or_default().trim()
    }

    fn problem(&self, fault: ObservationFault, at: Option<usize>, expected: String) -> ObservationProblem {
        let value = self.field(at);
        let is_key = at == Some(self.columns.participant);
        ObservationProblem {
            line: self.line,
            fault,
            column: at.map_or(String::new(), |at| self.columns.names[at].clone()),
            excerpt: if is_key { key_excerpt(value.as_bytes()) } else { excerpt(value.as_bytes()) },
            expected,
            first: String::new(),
        }
    }

    fn wrong<T>(&self, fault: ObservationFault, at: Option<usize>, expected: impl Into<String>) -> Found<T> {
        Err(self.problem(fault, at, expected.into()))
    }

    /// Somebody enrolled, by alias or by an identifier of the enrolment list, with the arm that the list says.
    fn participant(&self) -> Found<(Alias, Arm)> {
        let at = Some(self.columns.participant);
        let text = self.field(at);
        if text.is_empty() {
            return self.wrong(ObservationFault::ParticipantMissing, at, "");
        }
        let found = somebody(text, self.columns.form.as_ref(), self.request, self.enrolled);
        match found {
            Some((alias, arm)) => Ok((alias.clone(), *arm)),
            None => self.wrong(ObservationFault::ParticipantUnknown, at, ""),
        }
    }

    fn measure(&self) -> Found<&Measure> {
        let at = Some(self.columns.measure);
        let found = MeasureId::new(self.field(at)).ok().and_then(|id| self.request.agreement.measure(&id));
        match found {
            Some(measure) => Ok(measure),
            None => {
                let known: Vec<&str> =
                    self.request.agreement.measures.iter().map(|measure| measure.id.as_str()).collect();
                let text: String = self.field(at).chars().take(64).collect();
                let problem = self.problem(ObservationFault::MeasureUnknown, at, known.join(", "));
                Err(ObservationProblem { excerpt: without_identifiers(&text), ..problem })
            }
        }
    }

    /// The day that a claim names.
    fn date(&self) -> Found<Option<Date>> {
        let at = self.columns.date;
        match self.field(at) {
            "" => Ok(None),
            text => match text.parse::<Date>() {
                Ok(day) if text.len() == "2024-06-30".len() => Ok(Some(day)),
                _ => self.wrong(ObservationFault::Date, at, "2024-06-30"),
            },
        }
    }

    fn year(&self, measure: &Measure, on: Option<Date>) -> Found<i16> {
        let at = self.columns.year.or(self.columns.date);
        let text = self.columns.year.map_or("", |at| self.field(Some(at)));
        let year: i16 = match (text, on) {
            ("", Some(day)) => day.year(),
            _ => match text.parse() {
                Ok(year) if text.len() == 4 && (1900..=2200).contains(&year) => year,
                _ => return self.wrong(ObservationFault::Year, at, ""),
            },
        };
        match measure.window.years() {
            Some(years) if !years.contains(year) => {
                self.wrong(ObservationFault::YearNotMeasured, at, format!("{}–{}", years.from, years.to))
            }
            _ => Ok(year),
        }
    }

    /// The month since the start of measures at several months; zero otherwise.
    fn at(&self, measure: &Measure) -> Found<u16> {
        let at = self.columns.month;
        let text = self.field(at);
        let month: Option<u16> = match text {
            "" => None,
            text => match text.parse() {
                Ok(month) => Some(month),
                Err(_) => return self.wrong(ObservationFault::Month, at, ""),
            },
        };
        let known = |months: &[u16]| months.iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
        let not_measured = |expected: String| self.wrong(ObservationFault::MonthNotMeasured, at, expected);
        match (&measure.window, month) {
            (Window::AtMonths { at: months, .. }, Some(month)) if months.contains(&month) => Ok(month),
            (Window::AtMonths { at: months, .. }, Some(_)) => not_measured(known(months)),
            (Window::AtMonths { at: months, .. }, None) => match months.as_slice() {
                [only] => Ok(*only),
                several => self.wrong(ObservationFault::MonthMissing, at, known(several)),
            },
            (_, None) => Ok(0),
            (Window::MonthsSinceStart { months }, Some(month)) if month != *months => not_measured(months.to_string()),
            (Window::CalendarMonth { month: only, .. }, Some(month)) if i8::try_from(month) != Ok(*only) => {
                not_measured(only.to_string())
            }
            (Window::CalendarMonths { from, to, .. }, Some(month))
                if !i8::try_from(month).is_ok_and(|month| (*from..=*to).contains(&month)) =>
            {
                not_measured(format!("{from}–{to}"))
            }
            (Window::SinceStartToMonth { month: last, .. }, Some(month)) if i8::try_from(month) != Ok(*last) => {
                not_measured(last.to_string())
            }
            (Window::Event { .. }, Some(month)) if !(1..=12).contains(&month) => not_measured("1–12".to_owned()),
            (_, Some(_)) => Ok(0),
        }
    }

    /// Outcome and value, each where the measure asks for it.
    fn said(&self, measure: &Measure) -> Found<(Option<Outcome>, Option<Decimal>)> {
        let outcome = match self.field(self.columns.outcome) {
            "" => None,
            text if among(SUCCESS, text) => Some(Outcome::Success),
            text if among(NO_SUCCESS, text) => Some(Outcome::NoSuccess),
            text if among(UNCLARIFIED, text) => Some(Outcome::Unclarified(Unclarified::NoData)),
            _ => {
                let expected = [SUCCESS[0], NO_SUCCESS[0], UNCLARIFIED[0]].join(", ");
                return self.wrong(ObservationFault::Outcome, self.columns.outcome, expected);
            }
        };
        let value = match self.field(self.columns.value) {
            "" => None,
            text => match number::decimal(text) {
                Some(value) => Some(value),
                None => return self.wrong(ObservationFault::Value, self.columns.value, ""),
            },
        };
        let open = matches!(outcome, Some(Outcome::Unclarified(_)));
        if measure.success.is_some() && outcome.is_none() {
            return self.wrong(ObservationFault::OutcomeMissing, self.columns.outcome, "");
        }
        if measure.value.is_some() && value.is_none() && !open {
            return self.wrong(ObservationFault::ValueMissing, self.columns.value, "");
        }
        Ok((outcome, value))
    }

    /// Whether what is reported counts: a yes does, a no does not. Where nothing is said, it counts unless the agreement
    /// wants it verified, or wants it shown and nothing shows it.
    fn verified(&self, measure: &Measure, shown: bool) -> Found<bool> {
        match self.field(self.columns.verified) {
            "" => Ok(measure.verified_by.is_none() && (shown || measure.evidence.is_none())),
            text if among(YES, text) => Ok(true),
            text if among(NO, text) => Ok(false),
            _ => self.wrong(ObservationFault::Verified, self.columns.verified, "ja, nej"),
        }
    }

    /// Arms are drawn at enrolment; a report may repeat them and not change them.
    fn check_arm(&self, listed: Arm) -> Found<()> {
        let said = match self.field(self.columns.arm) {
            "" => return Ok(()),
            text if among(TREATMENT, text) => Arm::Treatment,
            text if among(CONTROL, text) => Arm::Control,
            _ => return self.wrong(ObservationFault::Arm, self.columns.arm, "indsats, kontrol"),
        };
        if said == listed {
            return Ok(());
        }
        let listed = if listed.is_treatment() { TREATMENT[0] } else { CONTROL[0] };
        self.wrong(ObservationFault::OtherArm, self.columns.arm, listed)
    }
}
