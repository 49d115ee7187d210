//! The rules of admission, tested on what a list says of one person. A rule without data is *not tested*: it is counted
//! and never reads as passed.

use jiff::civil::Date;
use virkning_model::enrolment::RuleResult;
use virkning_model::period::Month;

/// What a list says about a birth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Birth {
    /// Nothing.
    Unknown,
    /// The day.
    On(Date),
    /// The month only.
    In(Month),
}

impl Birth {
    /// Age in whole years on a day: the youngest and the oldest it can be. Both are the same for a birth date, and for a
    /// birth month unless the day lies in the month of the birthday.
    pub(super) fn ages(self, on: Date) -> Option<(i16, i16)> {
        match self {
            Birth::Unknown => None,
            Birth::On(born) => Some((age(born, on), age(born, on))),
            Birth::In(month) => Some((age(month.last_day(), on), age(month.first_day(), on))),
        }
    }

    /// The age where it is certain.
    pub(super) fn certain_age(self, on: Date) -> Option<u8> {
        self.ages(on).filter(|(youngest, oldest)| youngest == oldest).and_then(|(age, _)| u8::try_from(age).ok())
    }

    /// Whether somebody born then can have been on the list that day.
    pub(super) fn is_plausible(self, on: Date) -> bool {
        self.ages(on).is_none_or(|(youngest, oldest)| oldest >= 0 && youngest <= 120)
    }
}

/// Age in whole years. Who is born on 29 February turns a year older on 1 March where there is no 29 February.
fn age(born: Date, on: Date) -> i16 {
    let had_birthday = (on.month(), on.day()) >= (born.month(), born.day());
    on.year() - born.year() - i16::from(!had_birthday)
}

/// The rule of age, both ends included. Where only the month is known and the two possible ages differ in the answer, it
/// is not tested.
pub(super) fn age_rule(birth: Birth, on: Option<Date>, from: u8, to: u8) -> RuleResult {
    let Some((youngest, oldest)) = on.and_then(|day| birth.ages(day)) else {
        return RuleResult::NotTested;
    };
    let inside = |age: i16| (i16::from(from)..=i16::from(to)).contains(&age);
    match (inside(youngest), inside(oldest)) {
        (true, true) => RuleResult::Passed,
        (false, false) => RuleResult::Failed,
        _ => RuleResult::NotTested,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use RuleResult::{Failed, NotTested, Passed};

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    #[test]
    fn ages_at_the_borders() {
        // By hand: 16 to 29 with both ends, as in IPS-PLUS section 2.
        let check = |born: &str, on: &str, expected: RuleResult| {
            let birth = Month::parse(born).map_or_else(|| Birth::On(day(born)), Birth::In);
            assert_eq!(age_rule(birth, Some(day(on)), 16, 29), expected, "{born} on {on}");
        };
        check("2007-08-15", "2023-08-14", Failed);
        check("2007-08-15", "2023-08-15", Passed);
        check("1993-08-16", "2023-08-15", Passed);
        check("1993-08-15", "2023-08-15", Failed);
        check("2008-02-29", "2024-02-28", Failed);
        check("2008-02-29", "2024-02-29", Passed);
        check("2007-02-28", "2023-02-28", Passed);
        // Born in a month: sure before and after it, and on its last day.
        check("2007-08", "2023-07-31", Failed);
        check("2007-08", "2023-08-01", NotTested);
        check("2007-08", "2023-08-31", Passed);
        check("2007-08", "2023-09-01", Passed);
        check("1993-08", "2023-07-31", Passed);
        check("1993-08", "2023-08-15", NotTested);
        check("1993-08", "2023-08-31", Failed);
        // In the middle the month of the birthday does not matter for the rule.
        check("2000-08", "2023-08-15", Passed);
        assert_eq!(age_rule(Birth::Unknown, Some(day("2023-08-15")), 16, 29), NotTested);
        assert_eq!(age_rule(Birth::On(day("2000-01-01")), None, 16, 29), NotTested);
    }

    #[test]
    fn an_age_is_stated_only_where_it_is_certain() {
        let month = Birth::In(Month::parse("2000-08").expect("a month"));
        assert_eq!(month.certain_age(day("2023-08-15")), None);
        assert_eq!(month.certain_age(day("2023-09-15")), Some(23));
        assert_eq!(Birth::On(day("2000-08-15")).certain_age(day("2023-08-15")), Some(23));
        assert!(!Birth::On(day("2023-08-16")).is_plausible(day("2023-08-15")));
        assert!(!Birth::On(day("1900-01-01")).is_plausible(day("2023-08-15")));
    }
}
