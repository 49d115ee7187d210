//! The header of a delivery as a layout: which column is the key, which are weeks and months, and which are not read.
//! Columns are told by whole names only (register facts 1.2); small and capital letters are the same.

use virkning_measure::{month_from_number, month_number};
use virkning_model::period::{Month, Week};

use crate::manifest::ColumnSummary;
use crate::problem::{COLUMNS_MAX, ImportError};
use crate::profile::{KeyColumn, Profile};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The person key.
    Key,
    /// A weekly code.
    Week,
    /// A monthly employment ratio.
    Ratio,
    /// A monthly industry code.
    Industry,
    /// An industry code that fills in where the other column of the same month is blank.
    IndustryFill,
    /// Nothing that is read.
    Ignored,
}

/// Neighbouring columns of one kind; weeks and months follow each other without a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Segment {
    /// What they hold.
    pub(crate) kind: Kind,
    /// The first column, from 0.
    pub(crate) column: usize,
    /// How many columns.
    pub(crate) count: usize,
    /// Week number of the first, or month number counted from [`Layout::first_month`].
    pub(crate) number: u16,
}

/// A header, understood.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(crate) names: Vec<String>,
    pub(crate) segments: Vec<Segment>,
    pub(crate) key: KeyColumn,
    /// The month number that month 0 of the segments stands for.
    pub(crate) first_month: u16,
    /// How many months from the first to the last.
    pub(crate) months: usize,
    /// The last week's number.
    pub(crate) last_week: u16,
    /// Whether week segments must be put in order after reading.
    pub(crate) weeks_scattered: bool,
    pub(crate) summary: ColumnSummary,
}

impl Layout {
    /// Understands a header, or says why not.
    pub(crate) fn new(names: Vec<String>, profile: &Profile) -> Result<Self, ImportError> {
        if names.len() > COLUMNS_MAX {
            return Err(ImportError::TooManyColumns { columns: names.len() });
        }
        // The key first: a file without a header has a person there, whose equal cells are no columns.
        let (key_place, key) = find_key(&names, profile)?;
        refuse_duplicates(&names)?;
        let mut columns = Vec::with_capacity(names.len());
        for (place, name) in names.iter().enumerate() {
            columns.push(if place == key_place { (Kind::Key, 0) } else { kind_of(name)? });
        }
        mark_fillers(&mut columns);
        let months = columns.iter().filter(|(kind, _)| is_month(*kind)).map(|(_, number)| *number);
        let first_month = months.clone().min().unwrap_or(0);
        let last_month = months.max().unwrap_or(0);
        let weeks = numbers(&columns, |kind| kind == Kind::Week);
        let last_week = *weeks.last().ok_or(ImportError::NoWeekColumns)?;
        let segments = segments(&columns, first_month);
        let summary = ColumnSummary {
            total: u32::try_from(names.len()).unwrap_or(u32::MAX),
            key: names[key_place].clone(),
            weeks: spans(&weeks, Week::from_number),
            ratio_months: spans(&numbers(&columns, |kind| kind == Kind::Ratio), month_from_number),
            industry_months: spans(&numbers(&columns, |kind| is_month(kind) && kind != Kind::Ratio), month_from_number),
            ignored: ignored(&names, &columns),
        };
        Ok(Self {
            weeks_scattered: segments.iter().filter(|segment| segment.kind == Kind::Week).count() > 1,
            segments,
            key,
            first_month,
            months: usize::from(last_month - first_month) + 1,
            last_week,
            summary,
            names,
        })
    }
}

fn is_month(kind: Kind) -> bool {
    matches!(kind, Kind::Ratio | Kind::Industry | Kind::IndustryFill)
}

fn refuse_duplicates(names: &[String]) -> Result<(), ImportError> {
    let mut seen = std::collections::BTreeSet::new();
    match names.iter().find(|name| !seen.insert(name.to_ascii_lowercase())) {
        Some(column) => Err(ImportError::DuplicateColumn { column: column.clone() }),
        None => Ok(()),
    }
}

fn find_key(names: &[String], profile: &Profile) -> Result<(usize, KeyColumn), ImportError> {
    for key in &profile.keys {
        if let Some(place) = names.iter().position(|name| name.eq_ignore_ascii_case(&key.column)) {
            return Ok((place, key.clone()));
        }
    }
    Err(ImportError::NoKeyColumn {
        known: profile.keys.iter().map(|key| key.column.as_str()).collect::<Vec<_>>().join(", "),
        columns: names.len(),
        separator: match profile.separator {
            b'\t' => "tab".to_owned(),
            byte => char::from(byte).to_string(),
        },
    })
}

/// What a column holds by its name. A name of the right form whose week or month does not exist is refused: it would
/// otherwise be dropped in silence.
fn kind_of(name: &str) -> Result<(Kind, u16), ImportError> {
    let lower = name.to_ascii_lowercase();
    let invalid = || ImportError::InvalidColumn { column: name.to_owned() };
    if let Some(digits) = lower.strip_prefix("y_").filter(|rest| rest.len() == 4 && all_digits(rest)) {
        return Ok((Kind::Week, week_number(digits).ok_or_else(invalid)?));
    }
    for (prefix, kind) in [("grad_", Kind::Ratio), ("branche_", Kind::Industry), ("br_", Kind::IndustryFill)] {
        let Some((year, month)) = lower.strip_prefix(prefix).and_then(|rest| rest.split_once('_')) else { continue };
        if year.len() == 4 && month.len() == 2 && all_digits(year) && all_digits(month) {
            let number = Month::new(year.parse().unwrap_or(0), month.parse().unwrap_or(0)).map(month_number);
            let number = number.and_then(|number| u16::try_from(number).ok()).ok_or_else(invalid)?;
            return Ok((kind, number));
        }
    }
    Ok((Kind::Ignored, 0))
}

/// `YYWW`: from 90 on the year is 19YY, else 20YY. Nothing before DREAM's first week, and week 53 only where there is one.
fn week_number(digits: &str) -> Option<u16> {
    let year: i16 = digits[..2].parse().ok()?;
    let year = if year >= 90 { 1900 + year } else { 2000 + year };
    u16::try_from(Week::new(year, digits[2..].parse().ok()?)?.number()).ok()
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Both `branche_` and `br_` have been reported. Where a month has one of them it is read; where it has both, `br_` only
/// fills in.
fn mark_fillers(columns: &mut [(Kind, u16)]) {
    let main: std::collections::BTreeSet<u16> =
        columns.iter().filter(|(kind, _)| *kind == Kind::Industry).map(|(_, number)| *number).collect();
    for (kind, number) in columns {
        if *kind == Kind::IndustryFill && !main.contains(number) {
            *kind = Kind::Industry;
        }
    }
}

fn numbers(columns: &[(Kind, u16)], wanted: impl Fn(Kind) -> bool) -> Vec<u16> {
    let mut numbers: Vec<u16> = columns.iter().filter(|(kind, _)| wanted(*kind)).map(|(_, number)| *number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

fn segments(columns: &[(Kind, u16)], first_month: u16) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    for (column, (kind, number)) in columns.iter().copied().enumerate() {
        let number = if is_month(kind) { number - first_month } else { number };
        if let Some(last) = segments.last_mut() {
            let follows = match kind {
                Kind::Key => false,
                Kind::Ignored => true,
                _ => usize::from(number) == usize::from(last.number) + last.count,
            };
            if last.kind == kind && follows {
                last.count += 1;
                continue;
            }
        }
        segments.push(Segment { kind, column, count: 1, number });
    }
    segments
}

/// Sorted numbers as spans without a gap, first and last included.
fn spans<T>(numbers: &[u16], value: impl Fn(i32) -> Option<T>) -> Vec<(T, T)> {
    let mut spans: Vec<(u16, u16)> = Vec::new();
    for number in numbers {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => spans.push((*number, *number)),
        }
    }
    spans.into_iter().filter_map(|(first, last)| Some((value(first.into())?, value(last.into())?))).collect()
}

fn ignored(names: &[String], columns: &[(Kind, u16)]) -> Vec<String> {
    let ignored = names.iter().zip(columns).filter(|(_, (kind, _))| *kind == Kind::Ignored);
    ignored.map(|(name, _)| name.clone()).collect()
}

/// The edition that a file's name states after the word `dream`: `dream202502.csv`, `dream-2025-02.csv`,
/// `csvdream1511.csv`.
pub(crate) fn edition_of(file_name: &str) -> Option<Month> {
    let lower = file_name.to_ascii_lowercase();
    let rest = &lower[lower.rfind("dream")? + "dream".len()..];
    let kept = |character: &char| character.is_ascii_digit() || matches!(character, '-' | '_');
    let digits: String = rest.chars().take_while(kept).filter(char::is_ascii_digit).collect();
    let (year, month) = match digits.len() {
        6 => (digits[..4].parse().ok()?, &digits[4..]),
        4 => (short_year(digits[..2].parse().ok()?), &digits[2..]),
        _ => return None,
    };
    Month::new(year, month.parse().ok()?)
}

fn short_year(year: i16) -> i16 {
    if year >= 90 { 1900 + year } else { 2000 + year }
}

/// Counts of kinds, for tests and logs.
#[cfg(test)]
fn count(layout: &Layout) -> std::collections::BTreeMap<String, usize> {
    let mut counts = std::collections::BTreeMap::new();
    for segment in &layout.segments {
        *counts.entry(format!("{:?}", segment.kind)).or_insert(0) += segment.count;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(header: &str) -> Result<Layout, ImportError> {
        let profile = Profile::built_in("dream").expect("readable");
        Layout::new(header.split(',').map(str::to_owned).collect(), &profile)
    }

    #[test]
    fn good_headers() {
        let header = "lobenr,kon,y_9132,y_9133,Y_0001,nykom2024,grad_2008_01,branche_2008_01,br_2008_02,br_2008_01";
        let layout = layout(header).expect("understood");
        let expected = [("Ignored", 2), ("Industry", 2), ("IndustryFill", 1), ("Key", 1), ("Ratio", 1), ("Week", 3)];
        assert_eq!(count(&layout), expected.map(|(kind, number)| (kind.to_owned(), number)).into());
        assert_eq!(layout.summary.ignored, ["kon", "nykom2024"]);
        let week = |text: &str| Week::parse(text).expect("a week");
        assert_eq!(layout.summary.weeks, [(week("1991W32"), week("1991W33")), (week("2000W01"), week("2000W01")),]);
        assert!(layout.weeks_scattered);
        assert_eq!(layout.months, 2);
    }

    #[test]
    fn week_53_where_there_is_one() {
        // The years with 53 weeks: register facts 1.3.
        for year in (91..=99).chain(0..=30) {
            let long = [92, 98, 4, 9, 15, 20, 26].contains(&year);
            assert_eq!(layout(&format!("PNR,y_{year:02}53")).is_ok(), long, "{year:02}");
        }
    }

    #[test]
    fn bad_headers() {
        let check = |header: &str, expected: &str, word: &str| {
            let error = layout(header).expect_err("refused");
            assert_eq!(error.code(), expected, "{header}");
            let words: Vec<String> = error.arguments().into_iter().map(|(_, value)| value).collect();
            assert!(word.is_empty() || words.contains(&word.to_owned()), "{words:?}");
        };
        check("lobenr,y_2453", "R108", "y_2453");
        check("lobenr,y_2400", "R108", "y_2400");
        check("lobenr,y_9131", "R108", "y_9131");
        check("lobenr,y_2401,grad_2024_13", "R108", "grad_2024_13");
        check("lobenr,y_2401,branche_1990_01", "R108", "branche_1990_01");
        check("lobenr,y_2401,Y_2401", "R107", "Y_2401");
        check("lobenr,grad_2024_01", "R106", "");
        check("person,y_2401", "R105", "lobenr, PNR");
        check("lobenr;y_2401", "R105", "1");
        let wide = (0..100_001).map(|column| format!("c{column}")).collect::<Vec<_>>().join(",");
        check(&wide, "R109", "100001");
    }

    #[test]
    fn editions_in_file_names() {
        let check = |name: &str, expected: Option<&str>| {
            assert_eq!(edition_of(name).map(|month| month.to_string()).as_deref(), expected, "{name}");
        };
        check("dream202502.csv", Some("2025-02"));
        check("csvdream1511.csv", Some("2015-11"));
        check("DREAM-2025-02.csv", Some("2025-02"));
        check("dream_2025_02_ny.csv", Some("2025-02"));
        check("dream9912.csv", Some("1999-12"));
        check("dream202513.csv", None);
        check("dream.csv", None);
        check("udtræk202502.csv", None);
        check("dream20250201.csv", None);
    }
}
