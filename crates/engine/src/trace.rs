//! The trace of a settlement: what was observed of each person, as compact numbered records that are hashed into the
//! proposal. It holds no words; `explain` turns it into them.
//!
//! UTF-8, every line ended by a line feed, fields parted by one blank. Version 1 is written where one measure is paid for
//! and nothing else is observed than outcomes of one arm:
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
//! not, `?absent` not in the extract, `?none` no data, `?unverified` reported and not verified, `?disputed`
//! reported and disputed, `?code=N` a code that the
//! list does not know, `?week=2024W48` and `?month=2024-11` the first week or month that the extract does not cover.
//!
//! Version 2 is written for everything else:
//!
//! ```text
//! virkning-trace 2 2024 3 housing,employment
//! 1 2k4m-9qpx-7tzd + none 1 12 =0 t
//! 2 7c3h-1vbn-5rsw - none 1 12 =11 c
//! 3 2k4m-9qpx-7tzd + employed 2 12 . t
//! ```
//!
//! Version 3 is written where a measure asks a code list of the agreement by name. It is version 2 with one more field in
//! its header, the lists and the hashes of their content:
//!
//! ```text
//! virkning-trace 3 2024 2 work ordinary-education=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
//! ```
//!
//! The header of version 2 names the measures after the number of records. A record goes on with the measure's place among them from
//! 1, the month since the start (zero where there is none), the value after `=` (`.` where there is none) and the arm
//! (`t` treatment, `c` control). Records are sorted by measure, month and alias.

use std::fmt::Write as _;

use rust_decimal::Decimal;
use virkning_model::code_list::ListUsed;
use virkning_model::id::{Alias, ContentHash, MeasureId, TermId};
use virkning_model::observation::{Arm, Leaving, NotEstimated, Observation, Outcome, Situation, Unclarified};
use virkning_model::period::{Month, Week};

use crate::error::{TraceError, TraceProblem};

/// The newest version of the format that is written and read.
pub const TRACE_VERSION: u32 = 3;

const NAME: &str = "virkning-trace";

/// A trace that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The payment measure; the first of them where there are several.
    pub measure: MeasureId,
    /// Every measure that it names, the payment measure first.
    pub measures: Vec<MeasureId>,
    /// The code lists that measures ask by name, with the hashes of their content.
    pub code_lists: Vec<(TermId, ContentHash)>,
    /// The measured year.
    pub year: i16,
    /// One observation per person, measure and month, sorted by measure, month and alias.
    pub observations: Vec<Observation>,
}

/// Writes the observations of a measure and a year, sorted by alias. Those of another measure or year are no part of
/// it; a proposal refuses them. The same observations in any order give the same bytes.
pub fn trace(measure: &MeasureId, year: i16, observations: &[Observation]) -> Vec<u8> {
    trace_of(std::slice::from_ref(measure), year, observations)
}

/// Writes the observations of several measures and a year: those that are paid for, in the order of the proposal, then
/// those that they require. One measure with nothing but outcomes of one arm is written as version 1.
pub fn trace_of(measures: &[MeasureId], year: i16, observations: &[Observation]) -> Vec<u8> {
    trace_with(measures, &[], year, observations)
}

/// The same, where measures ask these code lists by name.
pub fn trace_with(measures: &[MeasureId], code_lists: &[ListUsed], year: i16, observations: &[Observation]) -> Vec<u8> {
    let plain = |seen: &&Observation| seen.at == 0 && seen.value.is_none() && seen.arm == Arm::Treatment;
    let mut last = measures.first();
    let mut is_own = |seen: &&Observation| {
        if last.is_some_and(|last| *last != seen.measure) {
            last = measures.iter().find(|known| **known == seen.measure).or(measures.first());
        }
        seen.year == year && last.is_some_and(|last| *last == seen.measure)
    };
    let own: Vec<&Observation> = observations.iter().filter(|seen| is_own(seen)).collect();
    match measures {
        [measure] if code_lists.is_empty() && own.iter().all(plain) => one_measure(measure, year, own),
        _ => several_measures(measures, code_lists, year, own),
    }
}

fn one_measure(measure: &MeasureId, year: i16, own: Vec<&Observation>) -> Vec<u8> {
    let sorted = sorted_by_alias(own);
    let mut text = String::with_capacity(64 + sorted.len() * 40);
    // Writing to a string never fails.
    let _ = writeln!(text, "{NAME} 1 {measure} {year} {}", sorted.len());
    for (place, seen) in sorted.iter().enumerate() {
        push_person(&mut text, place, seen);
        text.push('\n');
    }
    text.into_bytes()
}

fn several_measures(measures: &[MeasureId], code_lists: &[ListUsed], year: i16, own: Vec<&Observation>) -> Vec<u8> {
    // Observations come measure by measure, so the last place usually fits.
    let mut last = 0;
    let mut place_of = |seen: &Observation| {
        if measures[last] != seen.measure {
            last = measures.iter().position(|known| *known == seen.measure).unwrap_or(0);
        }
        last
    };
    let mut sorted: Vec<(usize, &Observation)> = own.into_iter().map(|seen| (place_of(seen), seen)).collect();
    let order = |one: &(usize, &Observation)| (one.0, one.1.at);
    if !sorted.is_sorted_by(|one, next| (order(one), &one.1.participant) <= (order(next), &next.1.participant)) {
        sorted.sort_by(|one, next| (order(one), &one.1.participant).cmp(&(order(next), &next.1.participant)));
    }
    let mut text = String::with_capacity(128 + sorted.len() * 48);
    let version = if code_lists.is_empty() { 2 } else { 3 };
    let _ = write!(text, "{NAME} {version} {year} {} ", sorted.len());
    for (place, measure) in measures.iter().enumerate() {
        let _ = write!(text, "{}{measure}", if place == 0 { "" } else { "," });
    }
    for (place, list) in code_lists.iter().enumerate() {
        let _ = write!(text, "{}{}={}", if place == 0 { ' ' } else { ',' }, list.name, list.content);
    }
    text.push('\n');
    for (place, (measure, seen)) in sorted.iter().enumerate() {
        push_person(&mut text, place, seen);
        text.push(' ');
        push_number(&mut text, measure + 1);
        text.push(' ');
        push_number(&mut text, usize::from(seen.at));
        match seen.value {
            Some(value) => {
                let _ = write!(text, " ={value}");
            }
            None => text.push_str(" ."),
        }
        text.push_str(if seen.arm == Arm::Control { " c\n" } else { " t\n" });
    }
    text.into_bytes()
}

fn push_person(text: &mut String, place: usize, seen: &Observation) {
    push_number(text, place + 1);
    text.push(' ');
    text.push_str(seen.participant.as_str());
    text.push(' ');
    push_outcome(text, seen.outcome);
    text.push(' ');
    text.push_str(situation_word(seen.situation));
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
        Outcome::Unclarified(Unclarified::DivisionByZero) => text.write_str("?zero"),
        Outcome::Unclarified(Unclarified::LeftPopulation { how }) => write!(text, "?left={}", how.name()),
        Outcome::Unclarified(Unclarified::Disputed) => text.write_str("?disputed"),
        Outcome::Unclarified(Unclarified::NotEstimated { week, why }) => write!(text, "?{}={week}", why.name()),
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

/// Reads a trace of any version back. Anything but what [`trace_of`] writes for distinct people is refused, with the
/// line.
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
    let header = read_header(header).map_err(|problem| TraceError { line: 1, problem })?;
    let mut observations: Vec<Observation> = Vec::new();
    let mut before: Option<(usize, u16, Alias)> = None;
    let mut last_line = 1;
    for (place, line) in lines {
        last_line = place + 1;
        let refuse = |problem| TraceError { line: last_line, problem };
        let line = line.strip_suffix('\n').ok_or(refuse(TraceProblem::Length))?;
        let (number, measure, seen) = read_record(line, &header).ok_or(refuse(TraceProblem::Record))?;
        let order = (measure, seen.at, seen.participant.clone());
        if number != place || before.as_ref().is_some_and(|before| *before >= order) {
            return Err(refuse(TraceProblem::Order));
        }
        before = Some(order);
        observations.push(seen);
    }
    if observations.len() == header.length {
        let Header { measures, code_lists, year, .. } = header;
        Ok(Trace { measure: measures[0].clone(), measures, code_lists, year, observations })
    } else {
        Err(TraceError { line: last_line, problem: TraceProblem::Length })
    }
}

struct Header {
    version: u32,
    /// Never empty.
    measures: Vec<MeasureId>,
    /// Never empty in version 3, and empty in the others.
    code_lists: Vec<(TermId, ContentHash)>,
    year: i16,
    length: usize,
}

fn read_header(line: &str) -> Result<Header, TraceProblem> {
    let line = line.strip_suffix('\n').ok_or(TraceProblem::Header)?;
    let fields: Vec<&str> = line.split(' ').collect();
    let [NAME, version, one, two, three, ref more @ ..] = fields[..] else { return Err(TraceProblem::Header) };
    let (version, measures, year, length) = match version {
        "1" => (1, one, two, three),
        "2" => (2, three, one, two),
        "3" => (3, three, one, two),
        _ => return Err(TraceProblem::Version),
    };
    let code_lists = match (version, more) {
        (3, [lists]) => lists.split(',').map(read_list).collect::<Option<Vec<_>>>().ok_or(TraceProblem::Header)?,
        (1 | 2, []) => Vec::new(),
        _ => return Err(TraceProblem::Header),
    };
    let measures: Result<Vec<MeasureId>, _> = measures.split(',').map(MeasureId::new).collect();
    let measures = measures.map_err(|_| TraceProblem::Header)?;
    if version == 1 && measures.len() != 1 {
        return Err(TraceProblem::Header);
    }
    let year = year.parse().map_err(|_| TraceProblem::Header)?;
    let length = length.parse().map_err(|_| TraceProblem::Header)?;
    Ok(Header { version, measures, code_lists, year, length })
}

fn read_list(text: &str) -> Option<(TermId, ContentHash)> {
    let (name, content) = text.split_once('=')?;
    Some((TermId::new(name).ok()?, ContentHash::new(content).ok()?))
}

/// The record's number, its measure's place and what was observed.
fn read_record(line: &str, header: &Header) -> Option<(usize, usize, Observation)> {
    let mut fields = line.split(' ');
    let number = fields.next()?.parse().ok()?;
    let participant = Alias::new(fields.next()?).ok()?;
    let outcome = read_outcome(fields.next()?)?;
    let word = fields.next()?;
    let situation = Situation::ALL.into_iter().find(|situation| situation_word(*situation) == word)?;
    let (mut place, mut at, mut value, mut arm) = (0, 0, None, Arm::Treatment);
    if header.version >= 2 {
        place = fields.next()?.parse::<usize>().ok()?.checked_sub(1)?;
        at = fields.next()?.parse().ok()?;
        value = match fields.next()? {
            "." => None,
            text => Some(text.strip_prefix('=')?.parse::<Decimal>().ok()?),
        };
        arm = match fields.next()? {
            "t" => Arm::Treatment,
            "c" => Arm::Control,
            _ => return None,
        };
    }
    let measure = header.measures.get(place)?.clone();
    let seen = Observation { participant, measure, year: header.year, outcome, situation, at, value, arm };
    fields.next().is_none().then_some((number, place, seen))
}

fn read_outcome(text: &str) -> Option<Outcome> {
    let unclarified = match text {
        "+" => return Some(Outcome::Success),
        "-" => return Some(Outcome::NoSuccess),
        "?none" => Unclarified::NoData,
        "?unverified" => Unclarified::NotVerified,
        "?zero" => Unclarified::DivisionByZero,
        "?disputed" => Unclarified::Disputed,
        "?absent" => Unclarified::NotInExtract,
        _ => match text.strip_prefix('?')?.split_once('=')? {
            ("code", code) => Unclarified::UnknownCode { code: code.parse().ok()? },
            ("left", word) => {
                let how = Leaving::ALL.into_iter().find(|how| how.name() == word)?;
                Unclarified::LeftPopulation { how }
            }
            ("week", week) => Unclarified::WeekNotCovered { week: Week::parse(week)? },
            ("month", month) => Unclarified::MonthNotCovered { month: Month::parse(month)? },
            (word, week) => {
                let why = NotEstimated::ALL.into_iter().find(|why| why.name() == word)?;
                Unclarified::NotEstimated { week: Week::parse(week)?, why }
            }
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
