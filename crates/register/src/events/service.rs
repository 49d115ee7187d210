//! The price of a service laid on calendar months, in whole øre: what has been paid until the end of each month is rounded,
//! so that the months add up to the whole.

use jiff::ToSpan as _;
use jiff::civil::Date;
use virkning_model::Decimal;

use super::cell::rounded_ore;
use super::profile::Frequency;

/// The first day and the amount in øre of each month from a day up to another; nothing where a sum is too large.
pub(crate) fn months(
    from: Date,
    end: Date,
    price: Decimal,
    number: Decimal,
    frequency: Frequency,
) -> Option<Vec<(Date, i64)>> {
    let price = price.checked_mul(number)?;
    if frequency == Frequency::Once {
        return Some(vec![(from.first_of_month(), rounded_ore(price)?)]);
    }
    let mut months = Vec::new();
    let (mut sum, mut paid) = (Decimal::ZERO, 0_i64);
    let mut first = from;
    while first < end {
        let next = first.last_of_month().saturating_add(1.days());
        let until = next.min(end);
        let days = Decimal::from((until - first).get_days());
        let of_month = match frequency {
            Frequency::Day => price.checked_mul(days)?,
            Frequency::Week => price.checked_mul(days)?.checked_div(Decimal::from(7))?,
            Frequency::Month => price.checked_mul(days)?.checked_div(Decimal::from(first.days_in_month()))?,
            Frequency::Once => price,
        };
        sum = sum.checked_add(of_month)?;
        let until_now = rounded_ore(sum)?;
        months.push((first.first_of_month(), until_now.checked_sub(paid)?));
        paid = until_now;
        first = next;
    }
    Some(months)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_by_month() {
        let day = |text: &str| text.parse::<Date>().expect("a day");
        let check = |from: &str, end: &str, price: &str, number: &str, frequency, expected: &[(&str, i64)]| {
            let (price, number) = (price.parse().expect("a number"), number.parse().expect("a number"));
            let got = months(day(from), day(end), price, number, frequency).expect("in range");
            let got: Vec<(String, i64)> = got.iter().map(|(month, amount)| (month.to_string(), *amount)).collect();
            let expected: Vec<(String, i64)> =
                expected.iter().map(|(month, amount)| ((*month).to_owned(), *amount)).collect();
            assert_eq!(got, expected, "{from} {end} {frequency:?}");
        };
        // 100 kr a day, two places: 17 days of January and 3 of February at 200 kr.
        check(
            "2024-01-15",
            "2024-02-04",
            "100",
            "2",
            Frequency::Day,
            &[("2024-01-01", 340_000), ("2024-02-01", 60_000)],
        );
        // 3,100 kr a month: 17 of 31 days, a whole February of 29 days, 1 of 31.
        check(
            "2024-01-15",
            "2024-03-02",
            "3100",
            "1",
            Frequency::Month,
            &[("2024-01-01", 170_000), ("2024-02-01", 310_000), ("2024-03-01", 10_000)],
        );
        // 100 kr a week: 10 days are 142.857… kr; the rounded parts add up to the rounded whole, 14,286 øre.
        check(
            "2024-01-29",
            "2024-02-08",
            "100",
            "1",
            Frequency::Week,
            &[("2024-01-01", 4_286), ("2024-02-01", 10_000)],
        );
        check("2024-01-15", "2024-01-15", "99.50", "3", Frequency::Once, &[("2024-01-01", 29_850)]);
        check("2024-01-15", "2024-01-15", "99.50", "3", Frequency::Day, &[]);
    }

    #[test]
    fn prices_that_no_money_is() {
        let check = |price: &str, number: &str, frequency, expected: bool| {
            let (from, end) = (Date::constant(2024, 1, 1), Date::constant(2024, 3, 1));
            let (price, number) = (price.parse().expect("a number"), number.parse().expect("a number"));
            assert_eq!(months(from, end, price, number, frequency).is_some(), expected, "{price} {number}");
        };
        check("10000000000000", "1", Frequency::Once, true);
        check("10000000000000", "1.000001", Frequency::Once, false);
        check("5000000000000", "1", Frequency::Month, true);
        // Each month is within bounds; what has been paid until the end of the second is not.
        check("5000000000000.01", "1", Frequency::Month, false);
        check("79228162514264337593543950335", "2", Frequency::Once, false);
    }
}
