//! What each weekly code is on the refund ladder, as dated data: one practitioner's reading of 2016, which is uncertain, except
//! disability pension, which follows the law. A municipality that reads it otherwise loads its own list.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use jiff::civil::Date;
use virkning_measure::{LadderCode, LadderCodes, LadderWeek, Payer};

use crate::codes::CodeListError;
use crate::ladder::{invalid, records};

const BUILT_IN: &str = include_str!("../data/ladder_codes.csv");

/// The columns; others are passed over.
pub const COLUMNS: [&str; 9] =
    ["code", "benefit", "week", "payer", "valid_from", "valid_to", "mark", "edition", "origin"];

const WEEKS: [(&str, LadderWeek); 5] = [
    ("counts", LadderWeek::Benefit),
    ("counts-if-new", LadderWeek::DisabilityPension),
    ("neutral", LadderWeek::Neutral),
    ("self-support", LadderWeek::SelfSupport),
    ("unknown", LadderWeek::Unknown),
];

const PAYERS: [(&str, Payer); 4] =
    [("refund", Payer::Refund), ("co-financing", Payer::CoFinancing), ("none", Payer::Nobody), ("", Payer::Unknown)];

/// The list that is built in.
pub fn built_in() -> LadderCodes {
    read_csv(BUILT_IN).expect("the built-in list is read by a test")
}

/// Reads a list from CSV with a header; lines that begin with `#` are comments.
///
/// # Errors
/// As a code list; two rows of one code that hold on the same day are an overlap.
pub fn read_csv(text: &str) -> Result<LadderCodes, CodeListError> {
    let mut list = LadderCodes { edition: String::new(), rows: Vec::new() };
    let mut times: BTreeMap<u16, Vec<RangeInclusive<Date>>> = BTreeMap::new();
    for (line, record) in records(text, COLUMNS)? {
        let [code, benefit, week, payer, from, to, mark, edition, origin] = &record;
        let invalid = |place: usize| invalid(line, COLUMNS[place], &record[place]);
        let code = code.parse().ok().filter(|code| *code <= 999).ok_or_else(|| invalid(0))?;
        if !is_word(benefit) {
            return Err(invalid(1));
        }
        let named = WEEKS.iter().find(|(word, _)| word == week);
        let (_, week) = *named.ok_or_else(|| invalid(2))?;
        let (_, payer) = *PAYERS.iter().find(|(word, _)| word == payer).ok_or_else(|| invalid(3))?;
        let (valid_from, valid_to) = (day(from).ok_or_else(|| invalid(4))?, day(to).ok_or_else(|| invalid(5))?);
        let own = valid_from.unwrap_or(Date::MIN)..=valid_to.unwrap_or(Date::MAX);
        if own.is_empty() {
            return Err(invalid(5));
        }
        one_edition(&mut list.edition, edition).ok_or_else(|| invalid(7))?;
        let known = times.entry(code).or_default();
        if known.iter().any(|other| other.start() <= own.end() && own.start() <= other.end()) {
            return Err(CodeListError::Overlap { code });
        }
        known.push(own);
        let origin = marked(mark, origin);
        list.rows.push(LadderCode { code, benefit: benefit.clone(), week, payer, valid_from, valid_to, origin });
    }
    if list.rows.is_empty() {
        return Err(CodeListError::Empty);
    }
    Ok(list)
}

/// Where a row is from, after its mark of certainty.
pub(crate) fn marked(mark: &str, origin: &str) -> String {
    if mark.is_empty() { origin.to_owned() } else { format!("{mark}: {origin}") }
}

/// Keeps the edition of the first row; nothing where another row has another one, or none.
pub(crate) fn one_edition(known: &mut String, own: &str) -> Option<()> {
    if own.is_empty() || !known.is_empty() && known != own {
        return None;
    }
    own.clone_into(known);
    Some(())
}

/// A day, or that there is none; nothing where it is neither.
fn day(text: &str) -> Option<Option<Date>> {
    if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
}

/// A benefit is named as the measure language names items.
pub(crate) fn is_word(text: &str) -> bool {
    crate::events::word_of(text).as_deref() == Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_codes_are_on_the_ladder() {
        let list = built_in();
        let check = |codes: &[u16], expected: LadderWeek| {
            for code in codes {
                let row = list.rows.iter().find(|row| row.code == *code);
                assert_eq!(row.map(|row| row.week), Some(expected), "{code}");
            }
        };
        // Register facts 1.5 and 1.6: the columns "counts up" and "resets"; 2.4 for disability pension.
        check(&[111, 130, 771], LadderWeek::Benefit);
        check(&[0, 121], LadderWeek::SelfSupport);
        check(&[651, 881, 997, 998, 999], LadderWeek::Neutral);
        check(&[781, 783], LadderWeek::DisabilityPension);
        check(&[775, 870, 996], LadderWeek::Unknown);
        assert!(list.rows.iter().all(|row| row.code != 100 && row.code != 555));
        // Register facts 2.1: § 3 no. 5 and 7 are refunded, no. 1 and 11 co-financed, no. 3 is in neither list.
        for (code, payer) in [
            (130, Payer::Refund),
            (890, Payer::Refund),
            (111, Payer::CoFinancing),
            (783, Payer::CoFinancing),
            (151, Payer::Unknown),
            (651, Payer::Nobody),
        ] {
            let row = list.rows.iter().find(|row| row.code == code);
            assert_eq!(row.map(|row| row.payer), Some(payer), "{code}");
        }
    }

    /// The list says of each code what the code list's own columns say, and names every code of it.
    #[test]
    fn it_names_the_codes_of_the_code_list() {
        let (list, codes) = (built_in(), crate::codes::built_in());
        let named: Vec<u16> = list.rows.iter().map(|row| row.code).collect();
        let known: Vec<u16> = codes.rows.iter().map(|row| row.code).collect();
        assert_eq!(named, known);
    }

    #[test]
    fn bad_lists() {
        let head = "code,benefit,week,payer,valid_from,valid_to,mark,edition,origin\n";
        let good = "130,cash-benefit,counts,refund,2016-01-04,2025-06-30,C,1,law\n130,cash-benefit,counts,refund,2025-07-01,,U,1,guess\n";
        let read = |rows: &str| read_csv(&format!("{head}{rows}"));
        let list = read(good).expect("a list");
        assert_eq!(list.rows[1].origin, "U: guess");
        assert_eq!(read_csv(&format!("{head}{good}").replace(',', ";")).expect("the same from a spreadsheet"), list);
        let check = |from: &str, to: &str, expected: &str| {
            assert!(good.contains(from), "{from}");
            assert_eq!(read(&good.replacen(from, to, 1)).expect_err("refused").code(), expected, "{to}");
        };
        check("130", "1000", "R163");
        check("cash-benefit", "Cash benefit", "R163");
        check("counts", "count", "R163");
        check("refund", "state", "R163");
        check("2016-01-04", "2016-13-04", "R163");
        check("2025-06-30", "2015-06-30", "R163");
        check("2025-07-01", "2025-06-30", "R164");
        check(",U,1,", ",U,2,", "R163");
        assert_eq!(read("").expect_err("refused").code(), "R165");
        assert_eq!(read_csv("code,benefit\n").expect_err("refused").code(), "R162");
    }
}
