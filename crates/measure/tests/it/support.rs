//! Small registers for tests, written as text: a person's weeks and months, a code list, and one person's columns.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use virkning_measure::{Columns, Coverage, MonthSpan, NO_RATIO, month_number};
use virkning_model::code_list::{CodeList, CodeRow, CodeStatus};
use virkning_model::period::{Month, Week};
use virkning_model::source::SourceSchema;

/// The source of the measures.
pub fn dream() -> &'static SourceSchema {
    source("dream")
}

/// A source by name.
pub fn source(name: &str) -> &'static SourceSchema {
    virkning_model::source::source(name).unwrap_or_else(|| panic!("{name:?} is not built in"))
}

/// A month.
pub fn month(text: &str) -> Month {
    Month::parse(text).unwrap_or_else(|| panic!("{text:?} is no month"))
}

/// A week.
pub fn week(text: &str) -> Week {
    Week::parse(text).unwrap_or_else(|| panic!("{text:?} is no week"))
}

/// `2024-11` or `2024-11..2026-10`.
pub fn span(text: &str) -> MonthSpan {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    MonthSpan { first: month(first), last: month(last) }
}

/// Codes and categories as in the code table of the register facts, section 1.6, and what the tests add: 870 uncertain as
/// there, 140 invented to change its category with the week of Thursday 7 November 2024, 412 invented to end with the
/// week of Thursday 14 November 2024. 654 is in no list.
const CODES: &str = "
    0 self_support      121 self_support      111 unemployment   130 cash_benefit  134 cash_benefit
    135 employment_support  214 unemployment  412 leave -2024-11-14    521 employment_support  651 education
    652 education       661 education         724 education_benefit  730 cash_benefit  771 flexjob
    783 pension         870 rehabilitation?   881 leave          890 sickness      996 other?
    997 emigrated       998 pension           999 dead
    140 education_benefit -2024-11-03         140 education 2024-11-04-
";

/// The code list of the tests.
pub fn codes() -> CodeList {
    let mut words = CODES.split_whitespace().peekable();
    let mut rows = Vec::new();
    while let Some(code) = words.next() {
        let category = words.next().expect("a category follows the code");
        let dates = words.next_if(|word| word.contains('-'));
        let status = if category.ends_with('?') {
            CodeStatus::Uncertain
        } else {
            CodeStatus::Confirmed
        };
        rows.push(CodeRow {
            code: code.parse().expect("a code"),
            category: category.trim_end_matches('?').to_owned(),
            label_da: String::new(),
            label_en: String::new(),
            status,
            valid_from: dates.and_then(|dates| dates.strip_suffix('-')).map_or(date(1991, 8, 5), day),
            valid_to: dates.and_then(|dates| dates.strip_prefix('-')).map(day),
        });
    }
    CodeList { source: "dream".into(), edition: "test".into(), rows }
}

fn day(text: &str) -> Date {
    text.parse().unwrap_or_else(|_| panic!("{text:?} is no day"))
}

/// One person's weeks and months as they would be written on paper.
#[derive(Clone, Debug, Default)]
pub struct Paper {
    /// Code by week number; a week that is not here is blank.
    pub weeks: BTreeMap<i32, u16>,
    /// Ratio in ten-thousandths by month number.
    pub months: BTreeMap<i32, i32>,
    /// Weeks without a column.
    pub uncovered_weeks: BTreeSet<i32>,
    /// Months without a ratio column.
    pub uncovered_months: BTreeSet<i32>,
    /// Months without an industry column.
    pub uncovered_industries: BTreeSet<i32>,
}

impl Paper {
    /// `2024W45:651 2024W46-2024W48:130`, `2024-11:0.25`, and places without a column: `2024W48 2024-11`,
    /// `industry:2024-11`.
    pub fn read(weeks: &str, months: &str, uncovered: &str) -> Self {
        let mut paper = Self::default();
        for word in weeks.split_whitespace() {
            let (place, code) = word.split_once(':').expect("week:code");
            let (first, last) = place.split_once('-').unwrap_or((place, place));
            for number in week(first).number()..=week(last).number() {
                paper.weeks.insert(number, code.parse().expect("a code"));
            }
        }
        for word in months.split_whitespace() {
            let (place, ratio) = word.split_once(':').expect("month:ratio");
            let ratio: virkning_model::Decimal = ratio.parse().expect("a ratio");
            let units = (ratio * virkning_model::Decimal::from(10_000)).try_into().expect("ten-thousandths");
            paper.months.insert(month_number(month(place)), units);
        }
        for word in uncovered.split_whitespace() {
            if let Some(industry) = word.strip_prefix("industry:") {
                paper.uncovered_industries.insert(month_number(month(industry)));
                continue;
            }
            match Week::parse(word) {
                Some(week) => paper.uncovered_weeks.insert(week.number()),
                None => paper.uncovered_months.insert(month_number(month(word))),
            };
        }
        paper
    }

    /// Everything up to 2031, apart from what has no column.
    pub fn coverage(&self) -> Coverage {
        Coverage {
            weeks: (0..2100).map(|number| !self.uncovered_weeks.contains(&number)).collect(),
            ratio_months: (0..480).map(|number| !self.uncovered_months.contains(&number)).collect(),
            industry_months: (0..480).map(|number| !self.uncovered_industries.contains(&number)).collect(),
            ..Coverage::default()
        }
    }

    /// The person's columns. Weeks and months without a column have no rows.
    pub fn store(&self) -> Store {
        let mut store = Store::default();
        store.push(self);
        store
    }
}

/// Columns that own their values.
#[derive(Clone, Debug, Default)]
pub struct Store {
    week_offsets: Vec<u32>,
    weeks: [Vec<u16>; 3],
    job_offsets: Vec<u32>,
    jobs: [Vec<u16>; 2],
    ratios: Vec<i32>,
    industries: Vec<u32>,
}

impl Store {
    /// Adds a person. Neighbouring weeks with one code become one spell, and months likewise.
    pub fn push(&mut self, paper: &Paper) {
        if self.week_offsets.is_empty() {
            self.week_offsets.push(0);
            self.job_offsets.push(0);
        }
        let begin = self.weeks[0].len();
        for (number, code) in &paper.weeks {
            if *code == 0 || paper.uncovered_weeks.contains(number) {
                continue;
            }
            let start = u16::try_from(*number).expect("a week of the register");
            let [starts, ends, codes] = &mut self.weeks;
            if ends.len() > begin && ends.last() == Some(&start) && codes.last() == Some(code) {
                *ends.last_mut().expect("there is one") += 1;
            } else {
                starts.push(start);
                ends.push(start + 1);
                codes.push(*code);
            }
        }
        let begin = self.jobs[0].len();
        for (number, ratio) in &paper.months {
            let start = u16::try_from(*number).expect("a month of the register");
            // The industry has a column of its own: a month without a ratio column may still have a row.
            let ratio = if paper.uncovered_months.contains(number) { NO_RATIO } else { *ratio };
            let [starts, ends] = &mut self.jobs;
            if ends.len() > begin && ends.last() == Some(&start) && self.ratios.last() == Some(&ratio) {
                *ends.last_mut().expect("there is one") += 1;
            } else {
                starts.push(start);
                ends.push(start + 1);
                self.ratios.push(ratio);
                self.industries.push(412_000);
            }
        }
        self.week_offsets.push(u32::try_from(self.weeks[0].len()).expect("few spells"));
        self.job_offsets.push(u32::try_from(self.jobs[0].len()).expect("few spells"));
    }

    /// The columns.
    pub fn columns(&self) -> Columns<'_> {
        Columns {
            week_offsets: &self.week_offsets,
            week_start: &self.weeks[0],
            week_end: &self.weeks[1],
            week_code: &self.weeks[2],
            job_offsets: &self.job_offsets,
            job_start: &self.jobs[0],
            job_end: &self.jobs[1],
            job_ratio: &self.ratios,
            job_industry: &self.industries,
            ..Columns::default()
        }
    }
}
