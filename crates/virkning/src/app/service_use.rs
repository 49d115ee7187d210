//! What participants use of the municipality's services some years after their start, beside the year before it: the
//! follow-ups of an agreement that pay nothing. Everyone who was enrolled counts, also those who have used nothing.

use jiff::civil::Date;
use virkning_measure::{DatedAmount, Extent, PersonRows, day_number};
use virkning_model::agreement::FollowUp;
use virkning_model::money::Money;
use virkning_model::period::Month;
use virkning_model::settlement::ServiceUse;

use super::materials::Materials;
use super::registers::{RegisterInUse, SERVICES};

/// Months of the year that is looked at, and of the year before the start that it is held against.
pub(super) const MONTHS: i32 = 12;

impl Materials {
    /// The use of each service that the agreement follows, for those whose years have passed in the measured year; nothing
    /// where no extract of services is read.
    pub fn service_use(&self, measured_year: i16) -> Vec<ServiceUse> {
        let Some(register) = self.registers.iter().find(|register| register.register() == SERVICES) else {
            return Vec::new();
        };
        let Some(extent) = register.rows.coverage().amounts.as_ref() else { return Vec::new() };
        let mut found = Vec::new();
        for term in &self.agreement.follow_ups {
            for after_years in &term.after_years {
                let people = self.people_after(*after_years, measured_year);
                if !people.is_empty() {
                    let items = term.items.iter();
                    found.extend(items.map(|item| self.use_of(register, extent, (term, *after_years, item), &people)));
                }
            }
        }
        found
    }

    /// Everyone whose so many years since the start pass in a year: the row in the extract is looked up later.
    fn people_after(&self, years: u16, measured_year: i16) -> Vec<(&virkning_model::id::Alias, Month)> {
        let passes = |day: Date| Month::of(day).plus(MONTHS * i32::from(years)).map(Month::year);
        let enrolled = self.enrolment.enrolled().filter(|(_, day)| passes(*day) == Some(measured_year));
        enrolled.map(|(person, day)| (&person.alias, Month::of(day))).collect()
    }

    fn use_of(
        &self,
        register: &RegisterInUse,
        extent: &Extent,
        (term, after_years, item): (&FollowUp, u16, &str),
        people: &[(&virkning_model::id::Alias, Month)],
    ) -> ServiceUse {
        let columns = register.rows.columns();
        let zero = Money::zero(self.agreement.currency);
        let mut found = ServiceUse {
            term: term.id.clone(),
            after_years,
            item: item.to_owned(),
            people: people.len() as u64,
            in_extract: is_delivered(extent, item),
            covered: 0,
            users_before: 0,
            users: 0,
            amount_before: zero,
            amount: zero,
        };
        for (alias, started) in people {
            let before = days(*started, -MONTHS);
            let after = days(*started, MONTHS * (i32::from(after_years) - 1));
            let Some((before, after)) = before.zip(after).filter(|(before, after)| {
                extent.first_day <= before.0 && after.1 <= extent.end_day && before.1 <= extent.end_day
            }) else {
                continue;
            };
            found.covered += 1;
            let row = self.row_of(&register.rows, alias).and_then(|row| usize::try_from(row).ok());
            let rows = row.map_or_else(PersonRows::default, |row| columns.person(row));
            let of = |days: (i32, i32)| -> (u64, Money) {
                let minor = sum_of(extent, &rows, item, days);
                (u64::from(minor > 0), Money::from_minor(zero.currency(), minor))
            };
            let (used_before, amount_before) = of(before);
            let (used, amount) = of(after);
            found.users_before += used_before;
            found.users += used;
            found.amount_before += amount_before;
            found.amount += amount;
        }
        found
    }
}

/// The first day of a year that begins so many months after a month, and the day after its last.
pub(super) fn days(from: Month, months: i32) -> Option<(i32, i32)> {
    let first = from.plus(months)?;
    let end = first.plus(MONTHS)?;
    Some((day_number(first.first_day()), day_number(end.first_day())))
}

/// What was paid for a service within days, in øre; corrections downwards have their sign.
fn sum_of(extent: &Extent, rows: &PersonRows<'_>, item: &str, (first, end): (i32, i32)) -> i128 {
    let own = rows.amounts.iter().filter(|row| (first..end).contains(&row.day));
    let own = own.filter(|row| is_of(extent, row, item));
    own.map(|row| i128::from(row.minor_units)).sum()
}

/// Whether a row is of a service, by its item or its kind.
pub(super) fn is_of(extent: &Extent, row: &DatedAmount, item: &str) -> bool {
    let wanted = as_word(item);
    let name = |names: &[String], place: u16| names.get(usize::from(place)).is_some_and(|name| as_word(name) == wanted);
    name(&extent.items, row.item) || name(&extent.names, row.kind)
}

/// Whether the extract has a service at all, as an item or as a kind.
pub(super) fn is_delivered(extent: &Extent, item: &str) -> bool {
    let wanted = as_word(item);
    extent.items.iter().chain(&extent.names).any(|name| as_word(name) == wanted)
}

/// A name as registers write it: small letters and hyphens, `æ ø å` as two letters.
fn as_word(name: &str) -> String {
    let mut word = String::new();
    for letter in name.trim().chars().flat_map(char::to_lowercase) {
        match letter {
            'æ' => word.push_str("ae"),
            'ø' => word.push_str("oe"),
            'å' => word.push_str("aa"),
            letter if letter.is_alphanumeric() => word.push(letter),
            _ if word.ends_with('-') || word.is_empty() => {}
            _ => word.push('-'),
        }
    }
    word.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extent() -> Extent {
        let day = |year: i16| day_number(jiff::civil::date(year, 1, 1));
        Extent {
            first_day: day(2021),
            end_day: day(2026),
            names: vec!["housing-support".into(), "guidance".into()],
            items: vec!["bostoette".into(), "vejledning-og-opkvalificering".into()],
            ..Extent::default()
        }
    }

    #[test]
    fn names_are_met_however_they_are_written() {
        for (item, delivered) in [
            ("Bostøtte", true),
            ("Vejledning og opkvalificering", true),
            ("guidance", true),
            ("Misbrugsbehandling", false),
        ] {
            assert_eq!(is_delivered(&extent(), item), delivered, "{item}");
        }
    }

    #[test]
    fn a_year_is_twelve_whole_months() {
        let started = Month::new(2023, 3).expect("a month");
        let day = |year: i16, month: i8| day_number(jiff::civil::date(year, month, 1));
        assert_eq!(days(started, -MONTHS), Some((day(2022, 3), day(2023, 3))));
        // After two years: the second of them.
        assert_eq!(days(started, MONTHS), Some((day(2024, 3), day(2025, 3))));
    }

    #[test]
    fn amounts_are_summed_by_service_and_day() {
        let amount = |year: i16, month: i8, item: u16, minor_units: i64| DatedAmount {
            day: day_number(jiff::civil::date(year, month, 1)),
            kind: item,
            item,
            minor_units,
        };
        let amounts = [
            amount(2024, 2, 0, 10_000),
            amount(2024, 3, 0, 20_000),
            amount(2025, 2, 0, 5_000),
            amount(2025, 2, 0, -1_000),
            amount(2025, 3, 0, 40_000),
            amount(2024, 6, 1, 70_000),
        ];
        let rows = PersonRows { amounts: &amounts, ..PersonRows::default() };
        let second = days(Month::new(2023, 3).expect("a month"), MONTHS).expect("days");
        // 200 + 50 less 10 kroner; what lies before March 2024 and from March 2025 on is of other years.
        assert_eq!(sum_of(&extent(), &rows, "Bostøtte", second), 24_000);
        assert_eq!(sum_of(&extent(), &rows, "Vejledning og opkvalificering", second), 70_000);
    }
}
