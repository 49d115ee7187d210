//! Which months and weeks a window has.

use jiff::civil::date;
use virkning_measure::{Coverage, MonthSpan, PersonRows, compile, month_from_number, month_number, parse, window_of};
use virkning_model::agreement::Window;
use virkning_model::period::{Month, Week, Years};

use crate::support::{codes, dream, month, span};

const NOVEMBER: Window = Window::CalendarMonth { month: 11, years: Years { from: 2024, to: 2030 } };
const TWO_YEARS: Window = Window::MonthsSinceStart { months: 24 };

#[test]
fn windows() {
    let expected = [
        (NOVEMBER, 2024, date(2023, 2, 1), Some("2024-11")),
        (NOVEMBER, 2030, date(2023, 12, 31), Some("2030-11")),
        // The 24 calendar months after the month of enrolment, whatever the day in it.
        (TWO_YEARS, 2025, date(2023, 3, 1), Some("2023-04..2025-03")),
        (TWO_YEARS, 2025, date(2023, 3, 31), Some("2023-04..2025-03")),
        (TWO_YEARS, 2025, date(2023, 12, 15), Some("2024-01..2025-12")),
        (Window::MonthsSinceStart { months: 1 }, 2025, date(2024, 2, 29), Some("2024-03")),
        (Window::MonthsSinceStart { months: 0 }, 2025, date(2024, 2, 29), None),
        (Window::MonthsSinceStart { months: u16::MAX }, 2025, date(2024, 2, 29), None),
        (Window::CalendarMonth { month: 13, years: Years { from: 2024, to: 2030 } }, 2024, date(2023, 2, 1), None),
        (NOVEMBER, 9999, date(2023, 2, 1), None),
    ];
    for (window, year, enrolled_on, months) in expected {
        assert_eq!(window_of(&window, year, enrolled_on), months.map(span), "{window:?} {year} {enrolled_on}");
    }
}

#[test]
fn months_count_from_august_1991() {
    assert_eq!(month_number(month("1991-08")), 0);
    assert_eq!(month_number(month("1991-07")), -1);
    // 33 years and 3 months.
    assert_eq!(month_number(month("2024-11")), 33 * 12 + 3);
    for number in -100..600 {
        assert_eq!(month_from_number(number).map(month_number), Some(number));
    }
    assert_eq!(month_from_number(i32::MAX), None);
    assert_eq!(month_from_number(i32::MIN), None);
}

#[test]
fn the_weeks_of_a_window_are_those_of_its_months() {
    let expression = parse("any(week.code = 651)", dream()).expect("it parses");
    let compiled = compile(&expression, &codes()).expect("it compiles");
    let coverage = Coverage::default();
    for first in month("1991-08").number()..month("2032-01").number() {
        for length in [1, 3, 24] {
            let months: Vec<Month> = (first..first + length).filter_map(Month::from_number).collect();
            let window = MonthSpan { first: months[0], last: months[months.len() - 1] };
            let explanation = compiled.explain(Some(PersonRows::default()), &coverage, window);
            let weeks: Vec<Week> = explanation.weeks.iter().map(|fact| fact.week).collect();
            let expected: Vec<Week> = months.iter().flat_map(|month| month.weeks()).collect();
            assert_eq!(weeks, expected, "{window:?}");
            let shown: Vec<Month> = explanation.months.iter().map(|fact| fact.month).collect();
            assert_eq!(shown, months, "{window:?}");
        }
    }
}
