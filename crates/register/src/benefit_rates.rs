//! Rates of benefits (satser) as dated data that a user loads: none are built in. A rate holds from its first to its last
//! day and no longer; what lies between two rows has no rate.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::str::FromStr as _;

use jiff::civil::Date;
use rust_decimal::Decimal;
use virkning_measure::{BenefitRate, BenefitRates, RatePeriod};

use crate::codes::CodeListError;
use crate::ladder::{invalid, records};
use crate::ladder_codes::{is_word, marked, one_edition};

/// The columns; others are passed over.
pub const COLUMNS: [&str; 8] = ["benefit", "from", "to", "amount", "per", "mark", "edition", "origin"];

/// No rate of a week or month is larger, in øre: a million kroner.
const MOST: i64 = 100_000_000;

/// Reads rates from CSV with a header; lines that begin with `#` are comments. Amounts are kroner with a decimal point, or
/// with a decimal comma where the columns are parted by semicolons.
///
/// # Errors
/// As a code list. A row of a benefit that holds on a day of an earlier row of it is invalid in its first day.
pub fn read_csv(text: &str) -> Result<BenefitRates, CodeListError> {
    let mut list = BenefitRates { edition: String::new(), rows: Vec::new() };
    let mut times: BTreeMap<String, Vec<RangeInclusive<Date>>> = BTreeMap::new();
    for (line, record) in records(text, COLUMNS)? {
        let [benefit, from, to, amount, per, mark, edition, origin] = &record;
        let invalid = |place: usize| invalid(line, COLUMNS[place], &record[place]);
        if !is_word(benefit) {
            return Err(invalid(0));
        }
        let from: Date = from.parse().map_err(|_| invalid(1))?;
        let to: Date = to.parse().map_err(|_| invalid(2))?;
        if to < from {
            return Err(invalid(2));
        }
        let minor_units = minor_units(amount).ok_or_else(|| invalid(3))?;
        let per = match per.as_str() {
            "week" => RatePeriod::Week,
            "month" => RatePeriod::Month,
            _ => return Err(invalid(4)),
        };
        one_edition(&mut list.edition, edition).ok_or_else(|| invalid(6))?;
        let known = times.entry(benefit.clone()).or_default();
        if known.iter().any(|other| *other.start() <= to && from <= *other.end()) {
            return Err(invalid(1));
        }
        known.push(from..=to);
        let origin = marked(mark, origin);
        list.rows.push(BenefitRate { benefit: benefit.clone(), from, to, minor_units, per, origin });
    }
    if list.rows.is_empty() {
        return Err(CodeListError::Empty);
    }
    Ok(list)
}

/// Kroner in øre: a number above zero with at most two decimals.
fn minor_units(text: &str) -> Option<i64> {
    let amount = Decimal::from_str(&text.replace(',', ".")).ok()?.checked_mul(Decimal::ONE_HUNDRED)?.normalize();
    let minor_units = i64::try_from(amount).ok().filter(|_| amount.scale() == 0)?;
    (1..=MOST).contains(&minor_units).then_some(minor_units)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "benefit,from,to,amount,per,mark,edition,origin\n";
    const GOOD: &str = "cash-benefit,2023-01-01,2023-12-31,11944,month,C,1,bm.dk\nsickness-benefit,2023-01-02,2023-12-31,4550.50,week,C,1,bm.dk\n";

    #[test]
    fn good_rates() {
        let list = read_csv(&format!("{HEAD}{GOOD}")).expect("rates");
        let read: Vec<(i64, RatePeriod)> = list.rows.iter().map(|row| (row.minor_units, row.per)).collect();
        assert_eq!(read, [(1_194_400, RatePeriod::Month), (455_050, RatePeriod::Week)]);
        let spreadsheet = format!("{HEAD}{GOOD}").replace(',', ";").replace("4550.50", "4550,50");
        assert_eq!(read_csv(&spreadsheet).expect("the same from a spreadsheet"), list);
    }

    #[test]
    fn bad_rates() {
        let check = |from: &str, to: &str, expected: &str| {
            assert!(GOOD.contains(from), "{from}");
            let text = format!("{HEAD}{}", GOOD.replacen(from, to, 1));
            assert_eq!(read_csv(&text).expect_err("refused").code(), expected, "{to}");
        };
        check("cash-benefit", "Kontanthjælp", "R163");
        check("2023-01-01", "2023-01-32", "R163");
        check("2023-12-31", "2022-12-31", "R163");
        check("2023-12-31", "", "R163");
        check("11944", "0", "R163");
        check("11944", "-11944", "R163");
        check("11944", "11944.005", "R163");
        check("11944", "1000001", "R163");
        check("month", "day", "R163");
        check("week,C,1", "week,C,2", "R163");
        // Two rates of one benefit on the same day.
        check("sickness-benefit,2023-01-02", "cash-benefit,2023-12-31", "R163");
        assert_eq!(read_csv(HEAD).expect_err("refused").code(), "R165");
        assert_eq!(read_csv("benefit,from\n").expect_err("refused").code(), "R162");
    }
}
