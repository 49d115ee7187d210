//! Counts codes that the code list does not have, or not with certainty, on the day they were used. They are kept as they
//! are; whether one of them decides an answer is for the measure to say.

use std::collections::BTreeMap;

use jiff::civil::Date;
use virkning_model::code_list::{CodeList, CodeRow, CodeStatus};
use virkning_model::period::Week;

use crate::import::row::WeekRun;
use crate::manifest::UnknownCode;

/// What the list says of one code, week by week.
struct Knowledge {
    /// How many weeks before each week number are unknown; nothing where none is.
    unknown_before: Option<Vec<u16>>,
    status: Option<CodeStatus>,
    latest_person: Option<u32>,
    people: u32,
    weeks: u64,
}

/// Counts people and weeks by code.
pub(crate) struct UnknownCodes<'a> {
    list: &'a CodeList,
    /// The Thursday of each week, by number.
    thursdays: Vec<Date>,
    codes: BTreeMap<u16, Knowledge>,
}

impl<'a> UnknownCodes<'a> {
    /// A count over weeks up to that number.
    pub(crate) fn new(list: &'a CodeList, last_week: u16) -> Self {
        let thursdays = (0..=i32::from(last_week)).filter_map(Week::from_number).map(Week::thursday).collect();
        Self { list, thursdays, codes: BTreeMap::new() }
    }

    /// Takes a run of a person. Runs come person by person.
    pub(crate) fn count(&mut self, person: u32, run: &WeekRun) {
        let (list, thursdays) = (self.list, &self.thursdays);
        let knowledge = self.codes.entry(run.code).or_insert_with(|| Knowledge::of(list, run.code, thursdays));
        let Some(before) = &knowledge.unknown_before else { return };
        let weeks = before[usize::from(run.end)] - before[usize::from(run.start)];
        if weeks == 0 {
            return;
        }
        knowledge.weeks += u64::from(weeks);
        if knowledge.latest_person != Some(person) {
            knowledge.latest_person = Some(person);
            knowledge.people += 1;
        }
    }

    /// The codes that were met, sorted.
    pub(crate) fn finish(self) -> Vec<UnknownCode> {
        let met = self.codes.into_iter().filter(|(_, knowledge)| knowledge.weeks > 0);
        met.map(|(code, Knowledge { status, people, weeks, .. })| UnknownCode { code, status, people, weeks }).collect()
    }
}

impl Knowledge {
    fn of(list: &CodeList, code: u16, thursdays: &[Date]) -> Self {
        let rows: Vec<CodeRow> = list.rows.iter().filter(|row| row.code == code).cloned().collect();
        let uncertain = rows.iter().any(|row| row.status == CodeStatus::Uncertain);
        let of_code = CodeList { source: String::new(), edition: String::new(), rows };
        let mut before = Vec::with_capacity(thursdays.len() + 1);
        let mut unknown = 0_u16;
        before.push(unknown);
        for thursday in thursdays {
            unknown += u16::from(of_code.category(code, *thursday).is_none());
            before.push(unknown);
        }
        Self {
            unknown_before: (unknown > 0).then_some(before),
            status: uncertain.then_some(CodeStatus::Uncertain),
            latest_person: None,
            people: 0,
            weeks: 0,
        }
    }
}
