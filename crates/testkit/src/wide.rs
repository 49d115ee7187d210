//! DREAM's wide layout: one row a person, one column a week and two a month, comma-separated without quoting, blanks
//! padded (register facts 1.2). Rows are made and written one by one.

use std::io;

use virkning_model::period::{Month, Week};

use crate::Synthesis;
use crate::calendar::{Calendar, FIRST_JOB_MONTH};
use crate::career::{Career, NO_RATIO};
use crate::cohort::Cohort;
use crate::course::Course;
use crate::list::no_numbers_left;
use crate::person::{Keys, Person};

/// What a written edition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegisterSummary {
    /// Rows.
    pub people: u32,
    /// Columns of weeks.
    pub weeks: u32,
    /// Columns of months in each monthly series.
    pub months: u32,
    /// Bytes written, the header included.
    pub bytes: u64,
}

/// Unemployment-insurance funds are given by year from 1991, municipalities from the reform of 2007.
const FIRST_FUND_YEAR: i16 = 1991;
const FIRST_MUNICIPALITY_YEAR: i16 = 2007;

pub(crate) fn write(synthesis: &Synthesis, edition: Month, out: &mut dyn io::Write) -> io::Result<RegisterSummary> {
    let calendar = Calendar::new(edition, synthesis.until).ok_or_else(|| {
        io::Error::new(io::ErrorKind::InvalidInput, format!("the edition {edition} would have no week"))
    })?;
    let cohort = Cohort::new(synthesis)?;
    let mut keys = Keys::new(synthesis.seed, synthesis.with_cpr);
    let free = Course::free();
    let mut career = Career::new();
    let mut summary = RegisterSummary {
        people: 0,
        weeks: calendar.weeks_shown as u32,
        months: calendar.months.len() as u32,
        bytes: 0,
    };
    let mut row = header(&calendar, keys.column()).into_bytes();
    for index in 0..synthesis.people {
        let entry = cohort.entry_of(index);
        let person = Person::draw(synthesis.seed, index, entry.map(|entry| entry.birth_day));
        let key = keys.of(index, person.birth_day, person.woman).ok_or_else(no_numbers_left)?;
        if entry.is_some_and(|entry| entry.missing) {
            continue;
        }
        career.live(&calendar, synthesis.seed, index, &person, entry.map_or(&free, |entry| &entry.course));
        append(&mut row, &key, &person, &career, &calendar);
        summary.people += 1;
        // A row is about ten thousand bytes: several are handed on together.
        if row.len() > 200_000 {
            summary.bytes += row.len() as u64;
            out.write_all(&row)?;
            row.clear();
        }
    }
    summary.bytes += row.len() as u64;
    out.write_all(&row)?;
    Ok(summary)
}

fn header(calendar: &Calendar, key: &str) -> String {
    let mut names = vec![key.to_owned(), "kon".to_owned(), "alder9131".to_owned()];
    let last_year = calendar.last.year();
    names.extend((FIRST_MUNICIPALITY_YEAR..=last_year).map(|year| format!("nykom{year}")));
    names.extend((FIRST_FUND_YEAR..=last_year).map(|year| format!("ak{:02}", year % 100)));
    names.extend((0..calendar.weeks_shown).filter_map(|number| {
        let week = Week::from_number(number as i32)?;
        Some(format!("y_{:02}{:02}", week.year() % 100, week.week()))
    }));
    let months = || {
        let first = i32::from(FIRST_JOB_MONTH.0) * 12;
        (0..calendar.months.len()).filter_map(move |number| Month::from_number(first + number as i32))
    };
    names.extend(months().map(|month| format!("branche_{:04}_{:02}", month.year(), month.month())));
    names.extend(months().map(|month| format!("grad_{:04}_{:02}", month.year(), month.month())));
    names.join(",") + "\n"
}

fn append(row: &mut Vec<u8>, key: &str, person: &Person, career: &Career, calendar: &Calendar) {
    row.extend_from_slice(key.as_bytes());
    row.extend_from_slice(if person.woman { b",2," } else { b",1," });
    append_tenths(row, person.age_9131_tenths());
    let last_year = calendar.last.year();
    for year in FIRST_MUNICIPALITY_YEAR..=last_year {
        row.push(b',');
        append_digits(row, u32::from(person.municipality_in(year)), 3);
    }
    for year in FIRST_FUND_YEAR..=last_year {
        // Membership begins at about twenty.
        let member = person.fund > 0 && i32::from(year - FIRST_FUND_YEAR) * 52 > person.week_18 + 2 * 52;
        row.push(b',');
        if member {
            append_digits(row, u32::from(person.fund), 2)
        } else {
            row.extend_from_slice(b"  ")
        }
    }
    for code in &career.codes[..calendar.weeks_shown] {
        row.extend_from_slice(&CODES[usize::from(*code)]);
    }
    append_months(row, career);
    row.push(b'\n');
}

fn append_months(row: &mut Vec<u8>, career: &Career) {
    let last = career.industries.len().saturating_sub(1);
    for (month, industry) in career.industries.iter().enumerate() {
        // The first and the last column have stray blanks in deliveries (register facts 1.2).
        row.extend_from_slice(if month == 0 { b", " } else { b"," });
        if *industry == 0 {
            row.extend_from_slice(b"      ")
        } else {
            append_digits(row, *industry, 6)
        }
        if month == last {
            row.push(b' ');
        }
    }
    for ratio in &career.ratios {
        row.push(b',');
        if *ratio == NO_RATIO {
            row.extend_from_slice(b"    ");
        } else {
            let hundredths = ratio.unsigned_abs();
            append_digits(row, u32::from(hundredths / 100), 1);
            row.push(b'.');
            append_digits(row, u32::from(hundredths % 100), 2);
        }
    }
}

/// Every code as it stands in a row: a comma, and three digits or three blanks. Four fifths of a register are codes.
static CODES: [[u8; 4]; 1_000] = {
    let mut codes = [*b",   "; 1_000];
    let mut code = 1;
    while code < 1_000 {
        codes[code] = [b',', b'0' + (code / 100) as u8, b'0' + (code / 10 % 10) as u8, b'0' + (code % 10) as u8];
        code += 1;
    }
    codes
};

fn append_digits(row: &mut Vec<u8>, number: u32, digits: u32) {
    for place in (0..digits).rev() {
        row.push(b'0' + (number / 10_u32.pow(place) % 10) as u8);
    }
}

fn append_tenths(row: &mut Vec<u8>, tenths: i32) {
    let sign = if tenths < 0 { "-" } else { "" };
    row.extend_from_slice(format!("{sign}{}.{}", tenths.abs() / 10, tenths.abs() % 10).as_bytes());
}
