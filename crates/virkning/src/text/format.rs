//! Numbers, dates and money as Danes and the English write them.

use jiff::civil::Date;
use virkning_model::agreement::Share;
use virkning_model::period::Month;
use virkning_model::{Decimal, Money};

use super::{Language, Texts};

/// An exact decimal with the language's marks: `1.234,56` or `1,234.56`.
pub fn decimal(language: Language, value: Decimal, decimals: u32) -> String {
    let rounded = value.round_dp_with_strategy(decimals, virkning_model::DecimalRounding::MidpointAwayFromZero);
    let digits = usize::try_from(decimals).unwrap_or(0);
    let text = format!("{:.*}", digits, rounded.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let (thousands, point) = match language {
        Language::Danish => ('.', ','),
        Language::English => (',', '.'),
    };
    let mut out = String::new();
    if rounded.is_sign_negative() && !rounded.is_zero() {
        // A true minus sign, so that it never breaks from its number.
        out.push('\u{2212}');
    }
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            out.push(thousands);
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push(point);
        out.push_str(fraction);
    }
    out
}

/// An amount with its currency: `1.234,56 kr.` or `DKK 1,234.56`.
pub fn money(language: Language, amount: Money) -> String {
    let number = decimal(language, amount.to_decimal(), 2);
    match (language, amount.currency().code()) {
        (Language::Danish, "DKK") => format!("{number}\u{a0}kr."),
        (Language::Danish, code) => format!("{number}\u{a0}{code}"),
        (Language::English, code) => format!("{code}\u{a0}{number}"),
    }
}

/// An amount without its currency, for tables whose heading names it.
pub fn amount(language: Language, amount: Money) -> String {
    decimal(language, amount.to_decimal(), 2)
}

/// Words as they begin a sentence.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A whole number: `20.000`.
pub fn count(language: Language, value: u64) -> String {
    decimal(language, Decimal::from(value), 0)
}

/// A share as a percentage: `24,0 %` or `24.0%`.
pub fn percent(language: Language, share: Decimal, decimals: u32) -> String {
    let number = decimal(language, share * Decimal::ONE_HUNDRED, decimals);
    match language {
        Language::Danish => format!("{number}\u{a0}%"),
        Language::English => format!("{number}%"),
    }
}

/// One of several shares: `37,5 %` or `1/3`.
pub fn share(language: Language, share: Share, all: &[Share]) -> String {
    match share {
        Share::Decimal(share) => {
            let decimals = (share * Decimal::ONE_HUNDRED).normalize().scale();
            percent(language, share, decimals)
        }
        Share::NotStated => "?".to_owned(),
        Share::Parts(parts) => format!("{parts}/{}", all.iter().map(|share| share.weight()).sum::<Decimal>()),
    }
}

/// A share that statistics computed, as a percentage. Estimates only; money never comes this way.
pub fn percent_of_estimate(language: Language, share: f64, decimals: u32) -> String {
    let scaled = format!("{:.6}", share);
    match scaled.parse::<Decimal>() {
        Ok(share) => percent(language, share, decimals),
        Err(_) => "–".to_owned(),
    }
}

/// A day: `31. marts 2025` or `31 March 2025`.
pub fn date(texts: &Texts, date: Date) -> String {
    let month = texts.get(&format!("month-{}", date.month()));
    match texts.language() {
        Language::Danish => format!("{}. {month} {}", date.day(), date.year()),
        Language::English => format!("{} {month} {}", date.day(), date.year()),
    }
}

/// A day in a table: `31-03-2025` in Danish; `2025-03-31` in English, where the order of day and month is not one.
pub fn short_date(language: Language, date: Date) -> String {
    match language {
        Language::Danish => format!("{:02}-{:02}-{:04}", date.day(), date.month(), date.year()),
        Language::English => date.to_string(),
    }
}

/// A moment: `31-03-2025 kl. 14.05` or `2025-03-31 14:05`, in the universal time that is recorded.
pub fn moment(language: Language, at: jiff::Timestamp) -> String {
    let at = at.to_zoned(jiff::tz::TimeZone::UTC);
    let (day, hour, minute) = (short_date(language, at.date()), at.hour(), at.minute());
    match language {
        Language::Danish => format!("{day} kl. {hour:02}.{minute:02} UTC"),
        Language::English => format!("{day} {hour:02}:{minute:02} UTC"),
    }
}

/// An amount for a spreadsheet: the language's decimal mark and nothing between thousands.
pub fn plain_amount(language: Language, amount: Money) -> String {
    let text = amount.to_string();
    let number = text.split(' ').next().unwrap_or(&text);
    match language {
        Language::Danish => number.replace('.', ","),
        Language::English => number.to_owned(),
    }
}

/// A month: `november 2024` or `November 2024`.
pub fn month(texts: &Texts, month: Month) -> String {
    format!("{} {}", texts.get(&format!("month-{}", month.month())), month.year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use virkning_model::Currency;

    #[test]
    fn numbers_as_they_are_written() {
        let check = |value: &str, decimals, danish: &str, english: &str| {
            let value: Decimal = value.parse().expect("a decimal");
            assert_eq!(decimal(Language::Danish, value, decimals), danish);
            assert_eq!(decimal(Language::English, value, decimals), english);
        };
        check("1234.56", 2, "1.234,56", "1,234.56");
        check("-3584000", 0, "−3.584.000", "−3,584,000");
        check("0", 2, "0,00", "0.00");
        check("-0.001", 2, "0,00", "0.00");
        check("999.995", 2, "1.000,00", "1,000.00");
        check("12", 0, "12", "12");
    }

    #[test]
    fn money_names_its_currency() {
        let amount = Money::from_minor(Currency::DKK, 123_456);
        assert_eq!(money(Language::Danish, amount), "1.234,56\u{a0}kr.");
        assert_eq!(money(Language::English, amount), "DKK\u{a0}1,234.56");
    }

    #[test]
    fn days_and_shares() {
        let day = Date::constant(2025, 3, 31);
        assert_eq!(date(&Texts::new(Language::Danish), day), "31. marts 2025");
        assert_eq!(date(&Texts::new(Language::English), day), "31 March 2025");
        assert_eq!(percent(Language::Danish, Decimal::new(24, 2), 1), "24,0\u{a0}%");
        let all = [Share::Parts(2), Share::Parts(1)];
        assert_eq!(share(Language::Danish, all[0], &all), "2/3");
        let share_of = |text: &str| share(Language::Danish, Share::Decimal(text.parse().expect("a decimal")), &[]);
        assert_eq!([share_of("0.3750"), share_of("1")], ["37,5\u{a0}%", "100\u{a0}%"]);
        assert_eq!(percent_of_estimate(Language::English, 0.0128, 2), "1.28%");
    }
}
