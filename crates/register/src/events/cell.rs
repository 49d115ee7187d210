//! Dates and numbers as a profile writes them. What is written in another way is refused, never guessed.

use jiff::civil::Date;
use rust_decimal::RoundingStrategy;
use virkning_model::Decimal;
use virkning_model::money::MONEY_MINOR_MAX;

use super::profile::DateForm;

/// The years in which anything happens: days outside are typing errors.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;

/// A day. A time of day after it is not read.
pub(crate) fn date(text: &str, form: DateForm) -> Option<Date> {
    let text = text.trim();
    let digits = |text: &str| -> Option<i16> {
        let valid = !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        if valid { text.parse().ok() } else { None }
    };
    let (year, month, day) = match form {
        DateForm::Digits => {
            let text = text.get(..8).filter(|_| text.len() == 8)?;
            (&text[..4], &text[4..6], &text[6..])
        }
        DateForm::YearMonthDay | DateForm::DayMonthYear => {
            let text = without_time(text);
            let mut parts = text.split(['-', '/', '.']);
            let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
            if parts.next().is_some() {
                return None;
            }
            match form {
                DateForm::DayMonthYear => (third, second, first),
                _ => (first, second, third),
            }
        }
    };
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return None;
    }
    let year = digits(year).filter(|year| YEARS.contains(year))?;
    let (month, day) = (i8::try_from(digits(month)?).ok()?, i8::try_from(digits(day)?).ok()?);
    Date::new(year, month, day).ok()
}

/// The day of `11-30-2024`: what a date of the form day, month, year would be with both exchanged.
pub(crate) fn month_day_year(text: &str) -> Option<Date> {
    let text = without_time(text.trim());
    let mut parts = text.split(['-', '/', '.']);
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    date(&format!("{day}-{month}-{year}"), DateForm::DayMonthYear).filter(|_| parts.next().is_none())
}

/// The day of `2024-30-11`.
pub(crate) fn year_day_month(text: &str) -> Option<Date> {
    let text = without_time(text.trim());
    let mut parts = text.split(['-', '/', '.']);
    let (year, day, month) = (parts.next()?, parts.next()?, parts.next()?);
    date(&format!("{year}-{month}-{day}"), DateForm::YearMonthDay).filter(|_| parts.next().is_none())
}

/// `2024-11-30T00:00:00` and `2024-11-30 00:00` without the time.
fn without_time(text: &str) -> &str {
    match text.split_once(['T', ' ']) {
        Some((day, time)) if time.contains(':') => day,
        _ => text,
    }
}

/// The first day of a month: `2024-11`, `202411`, or any day of it.
pub(crate) fn month(text: &str, form: DateForm) -> Option<Date> {
    let text = text.trim();
    let (year, month) = match text.len() {
        6 if text.is_ascii() => text.split_at(4),
        7 => text.split_once(['-', '/', '.'])?,
        _ => return date(text, form).map(Date::first_of_month),
    };
    let number = |text: &str, length: usize| -> Option<i16> {
        if text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit()) {
            text.parse().ok()
        } else {
            None
        }
    };
    let year = number(year, 4).filter(|year| YEARS.contains(year))?;
    Date::new(year, i8::try_from(number(month, 2)?).ok()?, 1).ok()
}

/// A number with the decimal mark of the profile, and its mark between groups of three digits if it has one. A sign may
/// stand before it, or after it as some finance systems do.
pub(crate) fn number(text: &str, decimal_mark: char, thousands_mark: Option<char>) -> Option<Decimal> {
    let text = text.trim();
    let (negative, digits) = match (text.strip_prefix(['-', '\u{2212}']), text.strip_suffix('-')) {
        (Some(rest), None) => (true, rest),
        (None, Some(rest)) => (true, rest),
        (None, None) => (false, text.strip_prefix('+').unwrap_or(text)),
        (Some(_), Some(_)) => return None,
    };
    let (whole, fraction) = digits.split_once(decimal_mark).unwrap_or((digits, ""));
    if digits.ends_with(decimal_mark) {
        return None;
    }
    let whole = ungrouped(whole, thousands_mark)?;
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() && fraction.is_empty() || !all_digits(&whole) || !all_digits(fraction) {
        return None;
    }
    let sign = if negative { "-" } else { "" };
    let whole = if whole.is_empty() { "0" } else { &whole };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}").parse().ok()
}

/// The digits without marks, which must stand between groups of three.
fn ungrouped(text: &str, mark: Option<char>) -> Option<String> {
    let Some(mark) = mark else { return Some(text.to_owned()) };
    let same = |character: char| character == mark || mark == ' ' && character == '\u{a0}';
    let groups: Vec<&str> = text.split(same).collect();
    let (first, rest) = groups.split_first()?;
    let well_grouped = rest.iter().all(|group| group.len() == 3) && (rest.is_empty() || (1..=3).contains(&first.len()));
    well_grouped.then(|| groups.concat())
}

/// A number in whole units of ten to the power of minus `scale`; nothing where it is too large or finer than that.
pub(crate) fn exact_units(number: Decimal, scale: u32) -> Option<i64> {
    let number = number.normalize();
    if number.scale() > scale {
        return None;
    }
    i64::try_from(number.mantissa().checked_mul(10_i128.pow(scale - number.scale()))?).ok()
}

/// The same, rounded half away from zero.
pub(crate) fn rounded_units(number: Decimal, scale: u32) -> Option<i64> {
    exact_units(number.round_dp_with_strategy(scale, RoundingStrategy::MidpointAwayFromZero), scale)
}

/// An amount in whole øre; nothing where it is finer than that, or more than money from outside may be: sums and
/// differences of it fit.
pub(crate) fn exact_ore(amount: Decimal) -> Option<i64> {
    exact_units(amount, 2).filter(is_money)
}

/// An amount rounded to whole øre, within the same bounds.
pub(crate) fn rounded_ore(amount: Decimal) -> Option<i64> {
    rounded_units(amount, 2).filter(is_money)
}

fn is_money(minor: &i64) -> bool {
    i128::from(*minor).abs() <= MONEY_MINOR_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_the_form_of_the_profile() {
        let check = |text: &str, form: DateForm, expected: Option<&str>| {
            assert_eq!(date(text, form).map(|day| day.to_string()).as_deref(), expected, "{text}");
        };
        check("2024-11-30", DateForm::YearMonthDay, Some("2024-11-30"));
        check(" 2024-11-30T00:00:00 ", DateForm::YearMonthDay, Some("2024-11-30"));
        check("2024-11-30 00:00:00", DateForm::YearMonthDay, Some("2024-11-30"));
        check("2024/1/3", DateForm::YearMonthDay, Some("2024-01-03"));
        check("30-11-2024", DateForm::YearMonthDay, None);
        check("30.11.2024", DateForm::DayMonthYear, Some("2024-11-30"));
        check("3/1-2024", DateForm::DayMonthYear, Some("2024-01-03"));
        check("11/30/2024", DateForm::DayMonthYear, None);
        check("30-11-24", DateForm::DayMonthYear, None);
        check("20241130", DateForm::Digits, Some("2024-11-30"));
        check("2024113", DateForm::Digits, None);
        check("20240230", DateForm::Digits, None);
        check("2023-02-29", DateForm::YearMonthDay, None);
        check("2024-02-29", DateForm::YearMonthDay, Some("2024-02-29"));
        check("0024-11-30", DateForm::YearMonthDay, None);
        check("9999-12-31", DateForm::YearMonthDay, None);
        check("2024-11-30-1", DateForm::YearMonthDay, None);
        check("", DateForm::YearMonthDay, None);
        check("æøåæøåæø", DateForm::Digits, None);
        check("2024æ11-1", DateForm::YearMonthDay, None);
    }

    #[test]
    fn months() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(month(text, DateForm::YearMonthDay).map(|day| day.to_string()).as_deref(), expected, "{text}");
        };
        check("2024-11", Some("2024-11-01"));
        check("202411", Some("2024-11-01"));
        check("2024-11-30", Some("2024-11-01"));
        check("2024-13", None);
        check("24-11-1", None);
    }

    #[test]
    fn the_profile_decides_what_a_point_is() {
        let check = |text: &str, decimal: char, thousands: Option<char>, expected: Option<&str>| {
            let got = number(text, decimal, thousands).map(|number| number.to_string());
            assert_eq!(got.as_deref(), expected, "{text} {decimal} {thousands:?}");
        };
        // The three ways of the same figure: `1.234,56` against `1,234.56` against `1.234`.
        check("1.234,56", ',', Some('.'), Some("1234.56"));
        check("1.234,56", ',', None, None);
        check("1,234.56", '.', Some(','), Some("1234.56"));
        check("1,234.56", ',', Some('.'), None);
        check("1.234", ',', Some('.'), Some("1234"));
        check("1.234", '.', None, Some("1.234"));
        check("1.234", ',', None, None);
        check("1 234,5", ',', Some(' '), Some("1234.5"));
        check("12.34,5", ',', Some('.'), None);
        check("-12,5", ',', None, Some("-12.5"));
        check("12,5-", ',', None, Some("-12.5"));
        check("\u{2212}12,5", ',', None, Some("-12.5"));
        check("-12,5-", ',', None, None);
        check("+3", ',', None, Some("3"));
        check(",5", ',', None, Some("0.5"));
        check("5,", ',', None, None);
        check("1e3", ',', None, None);
        check("", ',', None, None);
        check("-", ',', None, None);
    }

    #[test]
    fn units_are_whole() {
        let number = |text: &str| text.parse::<Decimal>().expect("a number");
        assert_eq!(exact_units(number("12.50"), 2), Some(1_250));
        assert_eq!(exact_units(number("-12.5"), 2), Some(-1_250));
        assert_eq!(exact_units(number("0.005"), 2), None);
        assert_eq!(exact_units(number("92233720368547758.07"), 2), Some(i64::MAX));
        assert_eq!(exact_units(number("92233720368547758.08"), 2), None);
        assert_eq!(rounded_units(number("0.005"), 2), Some(1));
        assert_eq!(rounded_units(number("-0.005"), 2), Some(-1));
    }

    #[test]
    fn amounts_are_those_that_money_takes() {
        let check = |text: &str, exact: Option<i64>, rounded: Option<i64>| {
            let number = text.parse::<Decimal>().expect("a number");
            assert_eq!((exact_ore(number), rounded_ore(number)), (exact, rounded), "{text}");
        };
        check("10000000000000", Some(1_000_000_000_000_000), Some(1_000_000_000_000_000));
        check("-10000000000000.00", Some(-1_000_000_000_000_000), Some(-1_000_000_000_000_000));
        check("10000000000000.01", None, None);
        check("-10000000000000.01", None, None);
        check("10000000000000.004", None, Some(1_000_000_000_000_000));
        check("10000000000000.005", None, None);
        check("10000000000000000", None, None);
        check("92233720368547758.07", None, None);
        check("-92233720368547758.08", None, None);
        check("79228162514264337593543950335", None, None);
    }
}
