//! One row of a delivery to the spells of one person. This is the hot path: a national file has ten billion cells, nearly
//! all of them blank or the same as the cell before, so equal cells are skipped 32 bytes at a time and nothing is
//! allocated per cell.

use memchr::{memchr, memchr2};
use virkning_measure::NO_RATIO;

use crate::import::layout::{Kind, Layout, Segment};
use crate::key::{Pseudonym, Pseudonyms};
use crate::problem::{RowFault, excerpt, key_excerpt};
use crate::profile::{Profile, RatioScale};

/// Weeks in a row with the same code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct WeekRun {
    /// The first week.
    pub(crate) start: u16,
    /// The week after the last.
    pub(crate) end: u16,
    /// 1 to 999.
    pub(crate) code: u16,
}

/// Months in a row with the same ratio and industry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct JobRun {
    /// The first month.
    pub(crate) start: u16,
    /// The month after the last.
    pub(crate) end: u16,
    /// Ten-thousandths, or [`NO_RATIO`].
    pub(crate) ratio: i32,
    /// 0 is none.
    pub(crate) industry: u32,
}

/// What is wrong with a row, and where.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Faulty {
    pub(crate) fault: RowFault,
    pub(crate) column: Option<usize>,
    pub(crate) excerpt: String,
}

/// Reads rows; each thread has its own.
pub(crate) struct RowReader<'a> {
    layout: &'a Layout,
    profile: &'a Profile,
    pseudonyms: &'a Pseudonyms,
    separator: u8,
    quote: Option<u8>,
    blanks: [u8; 32],
    ratios: Vec<i32>,
    industries: Vec<u32>,
    any_month: bool,
}

impl<'a> RowReader<'a> {
    /// A reader of rows of that layout.
    pub(crate) fn new(layout: &'a Layout, profile: &'a Profile, pseudonyms: &'a Pseudonyms) -> Self {
        Self {
            layout,
            profile,
            pseudonyms,
            separator: profile.separator,
            quote: profile.quote,
            blanks: [profile.separator; 32],
            ratios: vec![NO_RATIO; layout.months],
            industries: vec![0; layout.months],
            any_month: false,
        }
    }

    /// Reads one row without its line end, adding its spells to both lists. After a fault the lists are as before.
    pub(crate) fn read(
        &mut self,
        line: &[u8],
        weeks: &mut Vec<WeekRun>,
        jobs: &mut Vec<JobRun>,
    ) -> Result<Pseudonym, Faulty> {
        let (week_count, job_count) = (weeks.len(), jobs.len());
        self.read_row(line, weeks, jobs).map_err(|faulty| {
            weeks.truncate(week_count);
            jobs.truncate(job_count);
            // A row of another length is shifted, and what is first seen wrong in it is not what is wrong with it.
            match count_fields(line, self.separator, self.quote) {
                Some(fields) if fields != self.layout.names.len() => self.ragged(fields),
                _ => faulty,
            }
        })
    }

    fn ragged(&self, fields: usize) -> Faulty {
        Faulty { fault: RowFault::Ragged, column: None, excerpt: format!("{fields} / {}", self.layout.names.len()) }
    }

    fn read_row(&mut self, line: &[u8], weeks: &mut Vec<WeekRun>, jobs: &mut Vec<JobRun>) -> Result<Pseudonym, Faulty> {
        let layout = self.layout;
        let first_week = weeks.len();
        let mut pseudonym = None;
        let mut at = 0;
        if self.any_month {
            self.ratios.fill(NO_RATIO);
            self.industries.fill(0);
            self.any_month = false;
        }
        for segment in &layout.segments {
            at = match segment.kind {
                Kind::Key => {
                    let (field, next) = self.field(line, at, segment.column)?;
                    pseudonym = Some(self.key(field, segment.column)?);
                    next
                }
                Kind::Week => self.weeks(line, at, segment, weeks)?,
                Kind::Ratio => self.ratios(line, at, segment)?,
                Kind::Industry | Kind::IndustryFill => self.industries(line, at, segment)?,
                Kind::Ignored => self.skip(line, at, segment)?,
            };
        }
        if at <= line.len() {
            return Err(self.ragged(0));
        }
        if layout.weeks_scattered {
            join_weeks(weeks, first_week);
        }
        if self.any_month {
            self.jobs(jobs);
        }
        pseudonym.ok_or_else(|| self.ragged(0))
    }

    /// The field that begins at a byte, without its quotes, and where the next begins: past the end after the last.
    #[inline]
    fn field<'l>(&self, line: &'l [u8], at: usize, column: usize) -> Result<(&'l [u8], usize), Faulty> {
        let rest = line.get(at..).ok_or_else(|| self.ragged(0))?;
        if self.quote.is_some() && rest.first().copied() == self.quote {
            return self.quoted(rest, at, column);
        }
        let length = memchr(self.separator, rest).unwrap_or(rest.len());
        Ok((&rest[..length], at + length + 1))
    }

    #[cold]
    fn quoted<'l>(&self, rest: &'l [u8], at: usize, column: usize) -> Result<(&'l [u8], usize), Faulty> {
        let quote = self.quote.unwrap_or(b'"');
        let fault = || Faulty { fault: RowFault::Quote, column: Some(column), excerpt: String::new() };
        let end = quoted_end(rest, quote).ok_or_else(fault)?;
        match rest.get(end + 1) {
            None => Ok((&rest[1..end], at + end + 2)),
            Some(byte) if *byte == self.separator => Ok((&rest[1..end], at + end + 2)),
            Some(_) => Err(fault()),
        }
    }

    fn key(&self, field: &[u8], column: usize) -> Result<Pseudonym, Faulty> {
        self.layout.key.normalise(field, |identifier| self.pseudonyms.of(identifier)).map_err(|problem| Faulty {
            fault: problem.into(),
            column: Some(column),
            excerpt: key_excerpt(field.trim_ascii()),
        })
    }

    fn skip(&self, line: &[u8], mut at: usize, segment: &Segment) -> Result<usize, Faulty> {
        for place in 0..segment.count {
            (_, at) = self.field(line, at, segment.column + place)?;
        }
        Ok(at)
    }

    /// Runs of equal codes in neighbouring week columns.
    fn weeks(&self, line: &[u8], mut at: usize, segment: &Segment, runs: &mut Vec<WeekRun>) -> Result<usize, Faulty> {
        let (count, separator) = (segment.count, self.separator);
        let mut run = OpenRun { first: segment.number, start: 0, code: 0 };
        // Eight times the latest cell of three bytes, while it is the code of the open run.
        let mut same: Option<[u8; 32]> = None;
        let mut place = 0;
        while place < count {
            if let Some(same) = &same {
                while count - place >= 8 && line.get(at..at + 32) == Some(same.as_slice()) {
                    at += 32;
                    place += 8;
                }
                if place == count {
                    break;
                }
            }
            match line.get(at..at + 4) {
                Some(&[a @ b'1'..=b'9', b @ b'0'..=b'9', c @ b'0'..=b'9', end]) if end == separator => {
                    let code = u16::from(a - b'0') * 100 + u16::from(b - b'0') * 10 + u16::from(c - b'0');
                    if run.change(place, code, runs) || same.is_none() {
                        same = Some(repeated([a, b, c, end]));
                    }
                    at += 4;
                    place += 1;
                }
                Some(&[b' ', b' ', b' ', end]) if end == separator => {
                    if run.change(place, 0, runs) || same.is_none() {
                        same = Some(repeated([b' ', b' ', b' ', end]));
                    }
                    at += 4;
                    place += 1;
                }
                _ if line.get(at) == Some(&separator) => {
                    let empty = self.empty_cells(line, at, count - place);
                    run.change(place, 0, runs);
                    same = None;
                    at += empty;
                    place += empty;
                }
                _ => {
                    let column = segment.column + place;
                    let (field, next) = self.field(line, at, column)?;
                    run.change(place, self.code(field, column)?, runs);
                    same = None;
                    at = next;
                    place += 1;
                }
            }
        }
        run.change(count, 0, runs);
        Ok(at)
    }

    /// How many cells from a byte on hold nothing at all, at most `most`. Each has a separator after it.
    #[inline]
    fn empty_cells(&self, line: &[u8], from: usize, most: usize) -> usize {
        let mut count = 0;
        while most - count >= 32 && line.get(from + count..from + count + 32) == Some(self.blanks.as_slice()) {
            count += 32;
        }
        while count < most && line.get(from + count) == Some(&self.separator) {
            count += 1;
        }
        count
    }

    fn code(&self, field: &[u8], column: usize) -> Result<u16, Faulty> {
        let text = field.trim_ascii();
        if text.is_empty() {
            return Ok(0);
        }
        match whole_number(text, 3) {
            Some(code @ 1..=999) => Ok(code as u16),
            _ => self.blank_or(text, RowFault::Code, column).map(|()| 0),
        }
    }

    /// Whether the profile takes a text for nothing; else the fault.
    #[cold]
    fn blank_or(&self, text: &[u8], fault: RowFault, column: usize) -> Result<(), Faulty> {
        if self.profile.blank.iter().any(|blank| blank.as_bytes() == text) {
            return Ok(());
        }
        Err(Faulty { fault, column: Some(column), excerpt: excerpt(text) })
    }

    fn ratios(&mut self, line: &[u8], at: usize, segment: &Segment) -> Result<usize, Faulty> {
        let mut ratios = std::mem::take(&mut self.ratios);
        let (mark, scale) = (self.profile.decimal_mark, self.profile.ratio_scale);
        let read =
            self.months(line, at, segment, |text| ratio(text, mark, scale), |month, value| ratios[month] = value);
        self.ratios = ratios;
        let (next, any) = read?;
        self.any_month |= any;
        Ok(next)
    }

    fn industries(&mut self, line: &[u8], at: usize, segment: &Segment) -> Result<usize, Faulty> {
        let mut industries = std::mem::take(&mut self.industries);
        let fills = segment.kind == Kind::IndustryFill;
        let industry = |text: &[u8]| match whole_number(text, 9) {
            Some(0) | None => Err(RowFault::Industry),
            Some(code) => Ok(code),
        };
        let read = self.months(line, at, segment, industry, |month, value| {
            if !fills || industries[month] == 0 {
                industries[month] = value;
            }
        });
        self.industries = industries;
        let (next, any) = read?;
        self.any_month |= any;
        Ok(next)
    }

    /// Neighbouring month columns: parses each cell that differs from the one before and hands every value on. Gives the
    /// byte after them and whether there was any value.
    fn months<V: Copy>(
        &self,
        line: &[u8],
        mut at: usize,
        segment: &Segment,
        parse: impl Fn(&[u8]) -> Result<V, RowFault>,
        mut store: impl FnMut(usize, V),
    ) -> Result<(usize, bool), Faulty> {
        let first = usize::from(segment.number);
        let mut latest: (&[u8], Option<V>) = (&[], None);
        let mut any = false;
        let mut place = 0;
        while place < segment.count {
            if line.get(at) == Some(&self.separator) {
                let empty = self.empty_cells(line, at, segment.count - place);
                at += empty;
                place += empty;
                continue;
            }
            let (cell, value) = latest;
            if !cell.is_empty() && line.get(at..).is_some_and(|rest| rest.starts_with(cell)) {
                at += cell.len();
            } else {
                let column = segment.column + place;
                let (field, next) = self.field(line, at, column)?;
                let text = field.trim_ascii();
                let value = match text {
                    b"" => None,
                    _ => match parse(text) {
                        Ok(value) => Some(value),
                        Err(fault) => self.blank_or(text, fault, column).map(|()| None)?,
                    },
                };
                // With its separator, so that a cell is never taken for the beginning of a longer one.
                latest = (line.get(at..next).unwrap_or_default(), value);
                at = next;
                if let Some(value) = value {
                    store(first + place, value);
                    any = true;
                }
                place += 1;
                continue;
            }
            if let Some(value) = value {
                store(first + place, value);
            }
            place += 1;
        }
        Ok((at, any))
    }

    /// Runs of equal months out of both series.
    fn jobs(&self, jobs: &mut Vec<JobRun>) {
        let mut open: Option<JobRun> = None;
        for (month, (ratio, industry)) in (self.layout.first_month..).zip(self.ratios.iter().zip(&self.industries)) {
            let (ratio, industry) = (*ratio, *industry);
            if let Some(run) = &mut open {
                if run.ratio == ratio && run.industry == industry {
                    run.end += 1;
                    continue;
                }
                jobs.push(*run);
                open = None;
            }
            if ratio != NO_RATIO || industry != 0 {
                open = Some(JobRun { start: month, end: month + 1, ratio, industry });
            }
        }
        jobs.extend(open);
    }
}

/// A run of weeks whose end is not known yet. Places count from the first column of the segment.
struct OpenRun {
    first: u16,
    start: usize,
    code: u16,
}

impl OpenRun {
    /// Lets another code begin at a place, and says whether it is another.
    #[inline]
    fn change(&mut self, place: usize, code: u16, runs: &mut Vec<WeekRun>) -> bool {
        if code == self.code {
            return false;
        }
        if self.code != 0 {
            // Segments hold at most some thousand weeks: their numbers fit by the layout.
            let week = |place: usize| self.first + place as u16;
            runs.push(WeekRun { start: week(self.start), end: week(place), code: self.code });
        }
        (self.start, self.code) = (place, code);
        true
    }
}

fn repeated(cell: [u8; 4]) -> [u8; 32] {
    let mut bytes = [0; 32];
    for part in bytes.chunks_exact_mut(4) {
        part.copy_from_slice(&cell);
    }
    bytes
}

/// Brings the runs from a place on into the order of time, joining those that meet with the same code.
fn join_weeks(runs: &mut Vec<WeekRun>, from: usize) {
    runs[from..].sort_unstable();
    let mut kept = from;
    for place in from..runs.len() {
        let run = runs[place];
        if kept > from && runs[kept - 1].end == run.start && runs[kept - 1].code == run.code {
            runs[kept - 1].end = run.end;
        } else {
            runs[kept] = run;
            kept += 1;
        }
    }
    runs.truncate(kept);
}

fn whole_number(text: &[u8], digits_max: usize) -> Option<u32> {
    let valid = (1..=digits_max).contains(&text.len()) && text.iter().all(u8::is_ascii_digit);
    valid.then(|| text.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0')))
}

/// A ratio in ten-thousandths, rounded half up where more decimals are given. What is above zero never becomes zero: a
/// positive ratio is what agreements pay for.
fn ratio(text: &[u8], mark: u8, scale: RatioScale) -> Result<i32, RowFault> {
    let (negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let (whole, decimals) = match text.iter().position(|byte| *byte == mark) {
        Some(place) => (&text[..place], &text[place + 1..]),
        None => (text, &[][..]),
    };
    let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    if whole.len() + decimals.len() == 0 || whole.len() > 9 || !digits(whole) || !digits(decimals) {
        return Err(RowFault::RatioNotNumber);
    }
    let kept = match scale {
        RatioScale::Fraction => 4,
        RatioScale::Percent => 2,
    };
    let digit = |place: usize| decimals.get(place).map_or(0, |digit| i64::from(digit - b'0'));
    let whole = whole.iter().fold(0_i64, |number, digit| number * 10 + i64::from(digit - b'0'));
    let value = (0..kept).fold(whole, |number, place| number * 10 + digit(place));
    let rest = decimals.iter().skip(kept).any(|digit| *digit != b'0');
    if negative && (value > 0 || rest) || value > 10_000 || value == 10_000 && rest {
        return Err(RowFault::RatioOutOfRange);
    }
    let rounded = value + i64::from(digit(kept) >= 5);
    Ok(if rounded == 0 && rest { 1 } else { rounded as i32 })
}

/// Where the quote that closes a field stands; a doubled quote is one of its characters.
fn quoted_end(field: &[u8], quote: u8) -> Option<usize> {
    let mut from = 1;
    loop {
        let end = from + memchr(quote, field.get(from..)?)?;
        if field.get(end + 1) != Some(&quote) {
            return Some(end);
        }
        from = end + 2;
    }
}

/// How many fields a row has; nothing where a quote is never closed.
pub(crate) fn count_fields(line: &[u8], separator: u8, quote: Option<u8>) -> Option<usize> {
    split(line, separator, quote).map(|fields| fields.len())
}

/// The fields of a row, with their quotes removed and doubled quotes as one.
pub(crate) fn split(line: &[u8], separator: u8, quote: Option<u8>) -> Option<Vec<Vec<u8>>> {
    let mut fields = Vec::new();
    let mut at = 0;
    while let Some(rest) = line.get(at..) {
        let (content, length) = match quote {
            Some(quote) if rest.first() == Some(&quote) => {
                let end = quoted_end(rest, quote)?;
                let mut content = Vec::with_capacity(end);
                let mut bytes = rest[1..end].iter().copied();
                while let Some(byte) = bytes.next() {
                    content.push(byte);
                    if byte == quote {
                        bytes.next();
                    }
                }
                let after = &rest[end + 1..];
                let tail = memchr(separator, after).unwrap_or(after.len());
                content.extend_from_slice(&after[..tail]);
                (content, end + 1 + tail)
            }
            _ => {
                let length = memchr(separator, rest).unwrap_or(rest.len());
                (rest[..length].to_vec(), length)
            }
        };
        fields.push(content);
        at += length + 1;
    }
    Some(fields)
}

/// Where a row that begins at a byte ends: the place of the line end that stands outside quotes. Nothing where the bytes
/// do not reach so far.
pub(crate) fn row_end(bytes: &[u8], from: usize, separator: u8, quote: Option<u8>) -> Option<usize> {
    let Some(quote) = quote else {
        return Some(from + memchr(b'\n', bytes.get(from..)?)?);
    };
    let mut at = from;
    loop {
        let rest = bytes.get(at..)?;
        if rest.first() == Some(&quote) {
            at += quoted_end(rest, quote)? + 1;
        }
        at += memchr2(separator, b'\n', bytes.get(at..)?)?;
        if bytes[at] == b'\n' {
            return Some(at);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios() {
        use RatioScale::{Fraction, Percent};
        let check = |text: &str, mark: u8, scale: RatioScale, expected: Result<i32, RowFault>| {
            assert_eq!(ratio(text.as_bytes(), mark, scale), expected, "{text}");
        };
        check("0", b'.', Fraction, Ok(0));
        check("1", b'.', Fraction, Ok(10_000));
        check("0.85", b'.', Fraction, Ok(8_500));
        check(".5", b'.', Fraction, Ok(5_000));
        check("0,85", b',', Fraction, Ok(8_500));
        check("85,5", b',', Percent, Ok(8_550));
        check("100", b'.', Percent, Ok(10_000));
        check("0.12345", b'.', Fraction, Ok(1_235));
        check("0.00001", b'.', Fraction, Ok(1));
        check("0.00000", b'.', Fraction, Ok(0));
        check("0.99996", b'.', Fraction, Ok(10_000));
        check("-0", b'.', Fraction, Ok(0));
        check("-0.1", b'.', Fraction, Err(RowFault::RatioOutOfRange));
        check("1.00001", b'.', Fraction, Err(RowFault::RatioOutOfRange));
        check("85", b'.', Fraction, Err(RowFault::RatioOutOfRange));
        check("100.5", b'.', Percent, Err(RowFault::RatioOutOfRange));
        // The profile decides what a mark means: nothing is guessed per row.
        check("0,85", b'.', Fraction, Err(RowFault::RatioNotNumber));
        check("1.234,56", b',', Percent, Err(RowFault::RatioNotNumber));
        check("1,234.56", b'.', Percent, Err(RowFault::RatioNotNumber));
        check("1.234", b'.', Percent, Ok(123));
        check("1.234", b',', Percent, Err(RowFault::RatioNotNumber));
        check("1e-1", b'.', Fraction, Err(RowFault::RatioNotNumber));
        check("NaN", b'.', Fraction, Err(RowFault::RatioNotNumber));
        check(".", b'.', Fraction, Err(RowFault::RatioNotNumber));
        check("9999999999", b'.', Fraction, Err(RowFault::RatioNotNumber));
    }

    #[test]
    fn rows_end_outside_quotes() {
        let check = |text: &str, quote: Option<u8>, expected: Option<usize>| {
            assert_eq!(row_end(text.as_bytes(), 0, b',', quote), expected, "{text:?}");
        };
        check("a,b\nc", Some(b'"'), Some(3));
        check("a,\"b\nb\"\nc", Some(b'"'), Some(7));
        check("a,\"b\"\"\n\"\nc", Some(b'"'), Some(8));
        check("a,\"b\nb\"\nc", None, Some(4));
        check("a,b\"b\nc", Some(b'"'), Some(5));
        check("a,\"b\nc", Some(b'"'), None);
        check("a,b", Some(b'"'), None);
    }

    #[test]
    fn rows_split_into_fields() {
        let check = |text: &str, expected: &[&str]| {
            let fields = split(text.as_bytes(), b',', Some(b'"')).expect("closed");
            let fields: Vec<&str> = fields.iter().map(|field| std::str::from_utf8(field).expect("text")).collect();
            assert_eq!(fields, expected, "{text:?}");
        };
        check("", &[""]);
        check("a,", &["a", ""]);
        check("\"a,b\",\"c\"\"d\"", &["a,b", "c\"d"]);
        check("a\"b,c", &["a\"b", "c"]);
    }
}
