//! Reads the cases: SQL with a head of comments, so that one file says what is asked in both languages. The SQL is for
//! DuckDB; here only the heads are read.

use std::path::Path;

use virkning_measure::MonthSpan;
use virkning_model::measuring::LeftPopulation;
use virkning_model::period::Month;

use crate::Failure;

/// One question.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its name.
    pub id: String,
    /// The register that it is asked of.
    pub source: String,
    /// The success expression.
    pub success: Option<String>,
    /// The value expression.
    pub value: Option<String>,
    /// What is said of whoever has left the population.
    pub left: Option<LeftPopulation>,
    /// The window.
    pub when: When,
}

/// Which months.
#[derive(Clone, Copy, Debug)]
pub enum When {
    /// The same for everyone.
    Months(MonthSpan),
    /// So many after the month of enrolment.
    SinceEnrolment(u16),
}

/// All cases of a file.
pub fn read(path: &Path) -> Result<Vec<Case>, Failure> {
    let text = std::fs::read_to_string(path)?;
    let source = path.file_stem().and_then(|name| name.to_str()).ok_or("a file without a name")?;
    text.split("-- case: ").skip(1).map(|part| case(part, source)).collect()
}

fn case(text: &str, source: &str) -> Result<Case, Failure> {
    let mut lines = text.lines();
    let id = lines.next().unwrap_or_default().trim().to_owned();
    let head: Vec<(&str, &str)> =
        lines.map_while(|line| line.strip_prefix("-- ")).filter_map(|line| line.split_once(": ")).collect();
    let get = |name: &str| head.iter().find(|(key, _)| *key == name).map(|(_, value)| value.trim().to_owned());
    let when = get("window").ok_or_else(|| format!("{id} has no window"))?;
    let left = match get("left").as_deref() {
        None => None,
        Some("no-success") => Some(LeftPopulation::NoSuccess),
        Some("unclarified") => Some(LeftPopulation::Unclarified),
        Some(other) => return Err(format!("{id}: {other}").into()),
    };
    Ok(Case { when: window(&when)?, source: source.to_owned(), success: get("success"), value: get("value"), left, id })
}

fn window(text: &str) -> Result<When, Failure> {
    if let Some(months) = text.strip_prefix("since ") {
        return Ok(When::SinceEnrolment(months.parse()?));
    }
    let month = |text: &str| {
        let parts = text.split_once('-').and_then(|(year, month)| Month::new(year.parse().ok()?, month.parse().ok()?));
        parts.ok_or_else(|| format!("{text} is no month"))
    };
    let (first, last) = text.split_once(" to ").unwrap_or((text, text));
    Ok(When::Months(MonthSpan { first: month(first)?, last: month(last)? }))
}
