//! Which months and weeks a window has.

use jiff::civil::date;
use virkning_measure::{
    Coverage, MonthSpan, PersonRows, compile, month_from_number, month_number, parse, window_of, windows_of,
};
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
fn windows_of_the_calendar() {
    const YEARS: Years = Years { from: 2021, to: 2030 };
    let months = |from, to| Window::CalendarMonths { from, to, years: YEARS };
    let since = |month| Window::SinceStartToMonth { month, years: YEARS };
    let event = |once| Window::Event { once, years: YEARS };
    let expected = [
        (months(1, 12), 2024, date(2023, 2, 1), Some("2024-01..2024-12")),
        (months(3, 5), 2024, date(2023, 2, 1), Some("2024-03..2024-05")),
        (months(6, 6), 2024, date(2024, 9, 1), Some("2024-06")),
        (months(5, 3), 2024, date(2023, 2, 1), None),
        // The month of enrolment is part of what has ever happened since.
        (since(12), 2024, date(2022, 2, 28), Some("2022-02..2024-12")),
        (since(6), 2022, date(2022, 6, 30), Some("2022-06")),
        (since(6), 2022, date(2022, 7, 1), None),
        // What is reached on a day lies in the whole year, but not before the month of enrolment.
        (event(true), 2024, date(2022, 2, 28), Some("2024-01..2024-12")),
        (event(false), 2022, date(2022, 2, 28), Some("2022-02..2022-12")),
        (event(true), 2021, date(2022, 2, 28), None),
    ];
    for (window, year, enrolled_on, months) in expected {
        let months = months.map(span);
        assert_eq!(window_of(&window, year, enrolled_on), months, "{window:?} {year} {enrolled_on}");
        let all: Vec<(u16, MonthSpan)> = months.map(|span| (0, span)).into_iter().collect();
        assert_eq!(windows_of(&window, year, enrolled_on), all, "{window:?} {year} {enrolled_on}");
    }
}

#[test]
fn measurements_belong_to_the_year_in_which_they_close() {
    let at_months = Window::AtMonths { at: vec![12, 18, 24, 36, 48], months: 6 };
    let check = |window: &Window, enrolled_on, year, expected: &[(u16, &str)]| {
        let expected: Vec<(u16, MonthSpan)> = expected.iter().map(|(at, months)| (*at, span(months))).collect();
        assert_eq!(windows_of(window, year, enrolled_on), expected, "{window:?} {year} {enrolled_on}");
    };
    // Enrolled in March 2021: month 12 is March 2022, month 18 September 2022, month 24 March 2023, 36 March 2024, 48 2025.
    let march = date(2021, 3, 17);
    check(&at_months, march, 2021, &[]);
    check(&at_months, march, 2022, &[(12, "2021-10..2022-03"), (18, "2022-04..2022-09")]);
    check(&at_months, march, 2023, &[(24, "2022-10..2023-03")]);
    check(&at_months, march, 2024, &[(36, "2023-10..2024-03")]);
    check(&at_months, march, 2025, &[(48, "2024-10..2025-03")]);
    check(&at_months, march, 2026, &[]);
    // Enrolled in December: month 12 is the December after, month 18 the June after that.
    let december = date(2021, 12, 31);
    check(&at_months, december, 2022, &[(12, "2022-07..2022-12")]);
    check(&at_months, december, 2023, &[(18, "2023-01..2023-06"), (24, "2023-07..2023-12")]);
    check(&TWO_YEARS, march, 2023, &[(24, "2021-04..2023-03")]);
    check(&TWO_YEARS, march, 2022, &[]);
    check(&TWO_YEARS, date(2021, 12, 1), 2023, &[(24, "2022-01..2023-12")]);
    assert_eq!(window_of(&at_months, 2022, march), None);
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
