//! The trace of a settlement: what was observed of each person, as compact numbered records that are hashed into the
//! proposal. It holds no words; `explain` turns it into them.
//!
//! Version 1, UTF-8, every line ended by a line feed, fields parted by one blank:
//!
//! ```text
//! virkning-trace 1 work-or-education 2024 3
//! 1 2k4m-9qpx-7tzd + employed
//! 2 7c3h-1vbn-5rsw - transfer
//! 3 k7qf-2m9x-p3tw ?code=998 unclarified
//! ```
//!
//! The header names the format, its version, the measure, the measured year and the number of records. A record is its
//! number from 1, the alias, the outcome and the situation, sorted by alias. Outcomes: `+` the measure is met, `-` it is
//! not, `?absent` not in the extract, `?code=N` a code that the list does not know, `?week=2024W48` and `?month=2024-11`
//! the first week or month that the extract does not cover.

use std::fmt::Write as _;

use virkning_model::id::{Alias, MeasureId};
use virkning_model::observation::{Observation, Outcome, Situation, Unclarified};
use virkning_model::period::{Month, Week};

use crate::error::{TraceError, TraceProblem};

/// The version of the format that is written.
pub const TRACE_VERSION: u32 = 1;

const NAME: &str = "virkning-trace";

/// A trace that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The payment measure.
    pub measure: MeasureId,
    /// The measured year.
    pub year: i16,
    /// One observation per person, sorted by alias.
    pub observations: Vec<Observation>,
}

/// Writes the observations of a measure and a year, sorted by alias. Those of another measure or year are no part of
/// it; a proposal refuses them. The same observations in any order give the same bytes.
pub fn trace(measure: &MeasureId, year: i16, observations: &[Observation]) -> Vec<u8> {
    let own = observations.iter().filter(|seen| seen.measure == *measure && seen.year == year);
    let sorted = sorted_by_alias(own.collect());
    let mut text = String::with_capacity(64 + sorted.len() * 40);
    // Writing to a string never fails.
    let _ = writeln!(text, "{NAME} {TRACE_VERSION} {measure} {year} {}", sorted.len());
    for (place, seen) in sorted.iter().enumerate() {
        push_number(&mut text, place + 1);
        text.push(' ');
        text.push_str(seen.participant.as_str());
        text.push(' ');
        push_outcome(&mut text, seen.outcome);
        text.push(' ');
        text.push_str(situation_word(seen.situation));
        text.push('\n');
    }
    text.into_bytes()
}

/// Digits one by one: the formatter of the standard library took more than twice as long for a whole trace.
fn push_number(text: &mut String, number: usize) {
    if number >= 10 {
        push_number(text, number / 10);
    }
    text.push(char::from(b"0123456789"[number % 10]));
}

fn push_outcome(text: &mut String, outcome: Outcome) {
    let _ = match outcome {
        Outcome::Success => text.write_str("+"),
        Outcome::NoSuccess => text.write_str("-"),
        Outcome::Unclarified(Unclarified::NotInExtract) => text.write_str("?absent"),
        Outcome::Unclarified(Unclarified::UnknownCode { code }) => write!(text, "?code={code}"),
        Outcome::Unclarified(Unclarified::NoData) => text.write_str("?none"),
        Outcome::Unclarified(Unclarified::NotVerified) => text.write_str("?unverified"),
        Outcome::Unclarified(Unclarified::WeekNotCovered { week }) => write!(text, "?week={week}"),
        Outcome::Unclarified(Unclarified::MonthNotCovered { month }) => write!(text, "?month={month}"),
    };
}

/// Observations by alias. A list that is sorted already, as stores give it, costs one look at each.
pub(crate) fn sorted_by_alias(mut observations: Vec<&Observation>) -> Vec<&Observation> {
    if !observations.is_sorted_by(|one, next| one.participant <= next.participant) {
        observations.sort_by(|one, next| one.participant.cmp(&next.participant));
    }
    observations
}

/// Reads a trace back. Anything but what [`trace`] writes for distinct people is refused, with the line.
///
/// # Errors
/// The first line that does not fit, and why.
pub fn read_trace(bytes: &[u8]) -> Result<Trace, TraceError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        TraceError { line, problem: TraceProblem::NotText }
    })?;
    let mut lines = text.split_inclusive('\n').enumerate();
    let header = lines.next().map_or("", |(_, line)| line);
    let (measure, year, length) = read_header(header).map_err(|problem| TraceError { line: 1, problem })?;
    let mut observations: Vec<Observation> = Vec::new();
    let mut last_line = 1;
    for (place, line) in lines {
        last_line = place + 1;
        let refuse = |problem| TraceError { line: last_line, problem };
        let line = line.strip_suffix('\n').ok_or(refuse(TraceProblem::Length))?;
        let (number, alias, outcome, situation) = read_record(line).ok_or(refuse(TraceProblem::Record))?;
        if number != place || observations.last().is_some_and(|before| before.participant >= alias) {
            return Err(refuse(TraceProblem::Order));
        }
        observations.push(Observation { participant: alias, measure: measure.clone(), year, outcome, situation, at: 0, value: None, arm: Default::default() });
    }
    if observations.len() == length {
        Ok(Trace { measure, year, observations })
    } else {
        Err(TraceError { line: last_line, problem: TraceProblem::Length })
    }
}

fn read_header(line: &str) -> Result<(MeasureId, i16, usize), TraceProblem> {
    let line = line.strip_suffix('\n').ok_or(TraceProblem::Header)?;
    let fields: Vec<&str> = line.split(' ').collect();
    let [NAME, version, measure, year, length] = fields[..] else { return Err(TraceProblem::Header) };
    if version != TRACE_VERSION.to_string() {
        return Err(TraceProblem::Version);
    }
    let measure = MeasureId::new(measure).map_err(|_| TraceProblem::Header)?;
    let year = year.parse().map_err(|_| TraceProblem::Header)?;
    let length = length.parse().map_err(|_| TraceProblem::Header)?;
    Ok((measure, year, length))
}

fn read_record(line: &str) -> Option<(usize, Alias, Outcome, Situation)> {
    let mut fields = line.split(' ');
    let number = fields.next()?.parse().ok()?;
    let alias = Alias::new(fields.next()?).ok()?;
    let outcome = read_outcome(fields.next()?)?;
    let word = fields.next()?;
    let situation = Situation::ALL.into_iter().find(|situation| situation_word(*situation) == word)?;
    fields.next().is_none().then_some((number, alias, outcome, situation))
}

fn read_outcome(text: &str) -> Option<Outcome> {
    let unclarified = match text {
        "+" => return Some(Outcome::Success),
        "-" => return Some(Outcome::NoSuccess),
        "?none" => Unclarified::NoData,
        "?unverified" => Unclarified::NotVerified,
        "?absent" => Unclarified::NotInExtract,
        _ => match text.strip_prefix('?')?.split_once('=')? {
            ("code", code) => Unclarified::UnknownCode { code: code.parse().ok()? },
            ("week", week) => Unclarified::WeekNotCovered { week: Week::parse(week)? },
            ("month", month) => Unclarified::MonthNotCovered { month: Month::parse(month)? },
            _ => return None,
        },
    };
    Some(Outcome::Unclarified(unclarified))
}

fn situation_word(situation: Situation) -> &'static str {
    match situation {
        Situation::Dead => "dead",
        Situation::Abroad => "abroad",
        Situation::Employed => "employed",
        Situation::Education => "education",
        Situation::Transfer => "transfer",
        Situation::None => "none",
        Situation::Unclarified => "unclarified",
    }
}
