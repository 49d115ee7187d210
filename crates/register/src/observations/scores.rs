//! Scores from a file: who, what, when, how much. A row names a participant by alias or by the identifier of the enrolment
//! list; the file is taken as a whole or not at all.

use std::collections::BTreeMap;

use csv::StringRecord;
use jiff::civil::Date;
use virkning_model::Decimal;
use virkning_model::id::Alias;
use virkning_model::observation::Arm;

use super::problem::{ObservationFault, ObservationProblem, ObservationsError};
use super::row::{DATE, PARTICIPANT, VALUE, among, separator, somebody};
use super::{Request, number};
use crate::list::text::{self, LineCount};
use crate::problem::{excerpt, key_excerpt, without_identifiers};
use crate::profile::KeyColumn;

const NAME: &[&str] = &["måling", "maaling", "navn", "name", "observation"];

/// A value as a row says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadScore {
    /// Whom it is about.
    pub participant: Alias,
    /// What was observed, as measures name it.
    pub name: String,
    /// When.
    pub on: Date,
    /// The value.
    pub value: Decimal,
    /// The line of the row; the header is line 1.
    pub line: u64,
}

/// A name of values with the words that stand for it, the smallest and the largest value.
pub type Named = (String, Vec<String>, Option<(Decimal, Decimal)>);

/// What is known of the values that a file may hold.
pub struct Known<'a> {
    /// The names.
    pub names: &'a [Named],
    /// The last day on which anything can have been observed.
    pub today: Date,
}

/// Reads scores.
///
/// # Errors
/// A file that is no such file, or every faulty row of it.
pub fn read_scores(
    bytes: &[u8],
    request: &Request<'_>,
    known: &Known<'_>,
) -> Result<Vec<ReadScore>, ObservationsError> {
    let text = text::decode(bytes, crate::list::ListEncoding::Recognise)?;
    let separator = separator(&text);
    text::check_quotes(&text, Some(b'"'), separator)?;
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut records = reader.records();
    let header = match records.next() {
        Some(record) => record.map_err(|_| ObservationsError::NotText)?,
        None => return Err(ObservationsError::Empty),
    };
    let columns = Columns::find(&header, request.identifiers)?;
    let enrolled: BTreeMap<Alias, Arm> =
        request.set.enrolled().map(|(participant, _)| (participant.alias.clone(), participant.arm)).collect();
    let mut lines = LineCount::new(&text);
    let (mut scores, mut problems, mut rows) = (Vec::new(), Vec::new(), 0);
    let mut seen: BTreeMap<(Alias, String, Date), u64> = BTreeMap::new();
    for record in records {
        let record = record.map_err(|_| ObservationsError::NotText)?;
        let line = lines.line_of(record.position().map_or(0, csv::Position::byte));
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        rows += 1;
        let row = Row { record: &record, line, columns: &columns };
        match row.read(request, &enrolled, known) {
            Err(problem) => problems.push(problem),
            Ok(score) => match seen.insert((score.participant.clone(), score.name.clone(), score.on), line) {
                Some(first) => {
                    let twice = row.problem(ObservationFault::Twice, columns.participant, String::new());
                    problems.push(ObservationProblem { first: first.to_string(), ..twice });
                }
                None => scores.push(score),
            },
        }
    }
    match problems.is_empty() {
        true => Ok(scores),
        false => Err(ObservationsError::FaultyRows { rows, problems }),
    }
}

struct Columns {
    names: Vec<String>,
    participant: usize,
    form: Option<KeyColumn>,
    name: usize,
    date: usize,
    value: usize,
}

impl Columns {
    fn find(header: &StringRecord, identifiers: &[KeyColumn]) -> Result<Self, ObservationsError> {
        let names: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        let place = |known: &[&str]| names.iter().position(|name| among(known, name));
        let (participant, form) = match place(PARTICIPANT) {
            Some(at) => (Some(at), None),
            None => {
                let key_at =
                    |key: &KeyColumn| names.iter().position(|name| name.to_lowercase() == key.column.to_lowercase());
                let found = identifiers.iter().find_map(|key| key_at(key).map(|at| (at, key.clone())));
                (found.as_ref().map(|(at, _)| *at), found.map(|(_, key)| key))
            }
        };
        match (participant, place(NAME), place(DATE), place(VALUE)) {
            (Some(participant), Some(name), Some(date), Some(value)) => {
                Ok(Self { participant, form, name, date, value, names })
            }
            (participant, name, date, value) => {
                let wanted = [("deltager", participant), ("måling", name), ("dato", date), ("værdi", value)];
                let missing = wanted.into_iter().filter(|(_, at)| at.is_none()).map(|(name, _)| name.to_owned());
                Err(ObservationsError::MissingColumns { missing: missing.collect(), header: names })
            }
        }
    }
}

struct Row<'a> {
    record: &'a StringRecord,
    line: u64,
    columns: &'a Columns,
}

impl Row<'_> {
    fn field(&self, at: usize) -> &str {
        self.record.get(at).unwrap_or_default().trim()
    }

    fn problem(&self, fault: ObservationFault, at: usize, expected: String) -> ObservationProblem {
        let value = self.field(at);
        ObservationProblem {
            line: self.line,
            fault,
            column: self.columns.names[at].clone(),
            excerpt: match at == self.columns.participant {
                true => key_excerpt(value.as_bytes()),
                false => excerpt(value.as_bytes()),
            },
            expected,
            first: String::new(),
        }
    }

    fn read(
        &self,
        request: &Request<'_>,
        enrolled: &BTreeMap<Alias, Arm>,
        known: &Known<'_>,
    ) -> Result<ReadScore, ObservationProblem> {
        let columns = self.columns;
        if self.record.len() != columns.names.len() {
            let problem = self.problem(ObservationFault::Ragged, columns.participant, columns.names.len().to_string());
            return Err(ObservationProblem {
                column: String::new(),
                excerpt: self.record.len().to_string(),
                ..problem
            });
        }
        let wrong = |fault, at, expected: String| self.problem(fault, at, expected);
        let text = self.field(columns.participant);
        let unknown = if text.is_empty() {
            ObservationFault::ParticipantMissing
        } else {
            ObservationFault::ParticipantUnknown
        };
        let found = somebody(text, columns.form.as_ref(), request, enrolled);
        let (participant, _) = found.ok_or_else(|| wrong(unknown, columns.participant, String::new()))?;
        let said = self.field(columns.name).to_lowercase();
        let is = |name: &&(String, Vec<String>, Option<(Decimal, Decimal)>)| {
            name.0 == said || name.1.iter().any(|word| word.to_lowercase() == said)
        };
        let Some((name, _, range)) = known.names.iter().find(is) else {
            let all: Vec<&str> = known.names.iter().map(|(name, ..)| name.as_str()).collect();
            let problem = wrong(ObservationFault::MeasureUnknown, columns.name, all.join(", "));
            let shown: String = said.chars().take(64).collect();
            return Err(ObservationProblem { excerpt: without_identifiers(&shown), ..problem });
        };
        let day = self.field(columns.date);
        let on = day.parse::<Date>().ok().filter(|on| day.len() == 10 && *on <= known.today);
        let on = on.ok_or_else(|| wrong(ObservationFault::Date, columns.date, format!("≤ {}", known.today)))?;
        let value = number::decimal(self.field(columns.value));
        let value = value.filter(|value| range.is_none_or(|(from, to)| (from..=to).contains(value)));
        let value = value.ok_or_else(|| {
            let expected = range.map_or_else(String::new, |(from, to)| format!("{from}–{to}"));
            wrong(ObservationFault::Value, columns.value, expected)
        })?;
        Ok(ReadScore { participant: participant.clone(), name: name.clone(), on, value, line: self.line })
    }
}
