//! Who a measure looks at: started before the year, and windows that have closed inside the data.

use virkning_engine::{eligible, eligible_at};
use virkning_model::agreement::{Eligibility, Measure, Window};
use virkning_model::enrolment::{Ended, EnrolmentSet, Participant};
use virkning_model::period::Month;

use crate::support::*;

fn participant(number: u32, enrolled_on: Option<&str>) -> Participant {
    Participant { enrolled_on: enrolled_on.map(day), ..Participant::new(alias(number)) }
}

fn check(measure: &Measure, days: &[Option<&str>], year: i16, data_until: &str, expected: &[u32]) {
    let participants = (0..).zip(days).map(|(number, day)| participant(number, *day)).collect();
    let set = EnrolmentSet { participants };
    let found = eligible(measure, &set, year, Month::parse(data_until).unwrap());
    let aliases: Vec<_> = found.iter().map(|(person, _)| person.alias.clone()).collect();
    assert_eq!(aliases, expected.iter().map(|number| alias(*number)).collect::<Vec<_>>(), "{year} {data_until}");
}

#[test]
fn new_years_eve_counts_and_new_years_day_does_not() {
    let measure = &ips_plus().measures[0];
    let days = [Some("2023-12-31"), Some("2024-01-01"), None, Some("2023-01-01")];
    check(measure, &days, 2024, "2025-02", &[0, 3]);
    check(measure, &days, 2025, "2025-02", &[0, 1, 3]);
    // The extract's last month plays no part, and a year that is not measured has nobody.
    check(measure, &days, 2024, "2023-05", &[0, 3]);
    check(measure, &days, 2031, "2032-02", &[]);
}

#[test]
fn who_left_stays_in() {
    let mut left = participant(0, Some("2023-05-01"));
    left.dropped_out = Some(Ended { on: day("2023-06-01"), reason: String::new() });
    let set = EnrolmentSet { participants: vec![left] };
    assert_eq!(eligible(&ips_plus().measures[0], &set, 2024, Month::new(2025, 2).unwrap()).len(), 1);
}

#[test]
fn a_window_must_lie_inside_the_data() {
    let mut measure = ips_plus().measures[0].clone();
    measure.window = Window::MonthsSinceStart { months: 24 };
    measure.eligible = Eligibility::WindowClosed;
    measure.settled = None;
    // 24 months after November 2022 end with November 2024; after December 2022 with December 2024.
    let days = [Some("2022-11-30"), Some("2022-12-01"), Some("2023-01-01"), None];
    check(&measure, &days, 2024, "2024-10", &[]);
    check(&measure, &days, 2024, "2024-11", &[0]);
    check(&measure, &days, 2024, "2024-12", &[0, 1]);
    // A later extract does not change who counted in 2024.
    check(&measure, &days, 2024, "2026-12", &[0, 1]);
    check(&measure, &days, 2025, "2026-12", &[0, 1, 2]);
}

#[test]
fn a_window_that_pays_belongs_to_the_year_in_which_it_closes() {
    let mut measure = ips_plus().measures[0].clone();
    measure.eligible = Eligibility::WindowClosed;
    let days = [Some("2022-06-30"), Some("2022-07-01"), Some("2022-12-31"), None];
    measure.window = Window::MonthsSinceStart { months: 6 };
    check(&measure, &days, 2022, "2024-12", &[0]);
    check(&measure, &days, 2023, "2024-12", &[1, 2]);
    check(&measure, &days, 2024, "2024-12", &[]);
    // Each month since the start has its own year: twelve months after June 2022 end with June 2023.
    measure.window = Window::AtMonths { at: vec![6, 12, 18], months: 6 };
    let at = |at: u16, year: i16, expected: &[u32]| {
        let participants = (0..).zip(&days).map(|(number, day)| participant(number, *day)).collect();
        let set = EnrolmentSet { participants };
        let found = eligible_at(&measure, &set, year, at, Month::new(2024, 12).unwrap());
        let aliases: Vec<_> = found.iter().map(|(person, _)| person.alias.clone()).collect();
        assert_eq!(aliases, expected.iter().map(|number| alias(*number)).collect::<Vec<_>>(), "{at} {year}");
    };
    at(6, 2022, &[0]);
    at(12, 2023, &[0, 1, 2]);
    at(18, 2023, &[0]);
    at(18, 2024, &[1, 2]);
    at(18, 2025, &[]);
}

#[test]
fn by_year_end_and_those_who_completed() {
    let mut measure = ips_plus().measures[0].clone();
    measure.window = Window::Event { once: true, years: virkning_model::period::Years { from: 2024, to: 2025 } };
    measure.eligible = Eligibility::EnrolledByYearEnd;
    let days = [Some("2023-05-01"), Some("2024-12-31"), Some("2025-01-01")];
    check(&measure, &days, 2024, "2025-12", &[0, 1]);
    check(&measure, &days, 2026, "2027-12", &[]);
    measure.eligible = Eligibility::Completed;
    let mut completed = participant(0, Some("2023-05-01"));
    completed.completed_on = Some(day("2024-12-31"));
    let set = EnrolmentSet { participants: vec![completed, participant(1, Some("2023-05-01"))] };
    let of = |year: i16| eligible(&measure, &set, year, Month::new(2027, 12).unwrap()).len();
    assert_eq!((of(2024), of(2025)), (1, 1));
    measure.window = Window::CalendarMonth { month: 11, years: virkning_model::period::Years { from: 2024, to: 2025 } };
    assert_eq!(eligible(&measure, &set, 2024, Month::new(2027, 12).unwrap()).len(), 0);
}

#[test]
fn a_closed_calendar_month() {
    let mut measure = ips_plus().measures[0].clone();
    measure.eligible = Eligibility::WindowClosed;
    let days = [Some("2024-10-31"), Some("2024-11-01")];
    check(&measure, &days, 2024, "2024-11", &[0]);
    check(&measure, &days, 2024, "2024-10", &[]);
}
