//! Decimal numbers as Danes and others write them. What could be read in two ways is refused.

use virkning_model::Decimal;

/// Reads a number. A comma is the decimal mark, with points or blanks between groups of three digits before it; without a
/// comma a single point is the decimal mark, unless exactly three digits follow it: that could be a thousand.
pub fn decimal(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let (whole, fraction) = match digits.split_once(',') {
        Some((whole, fraction)) => (ungrouped(whole)?, fraction),
        None => match digits.split_once('.') {
            None => (ungrouped(digits)?, ""),
            Some((_, fraction)) if fraction.len() == 3 => return None,
            Some((whole, fraction)) => (whole.to_owned(), fraction),
        },
    };
    let only_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !only_digits(&whole) || !only_digits(fraction) || digits.ends_with([',', '.']) {
        return None;
    }
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}").parse().ok()
}

/// The digits of a whole number without its marks between groups of three.
fn ungrouped(text: &str) -> Option<String> {
    let groups: Vec<&str> = text.split(['.', ' ', '\u{a0}']).collect();
    let (first, rest) = groups.split_first()?;
    let well_grouped = rest.iter().all(|group| group.len() == 3) && (rest.is_empty() || (1..=3).contains(&first.len()));
    well_grouped.then(|| groups.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_one_way_or_not_at_all() {
        let check = |text: &str, expected: Option<&str>| {
            let got = decimal(text).map(|number| number.to_string());
            assert_eq!(got.as_deref(), expected, "{text}");
        };
        check("1", Some("1"));
        check("-6,8", Some("-6.8"));
        check("\u{2212}6,8", Some("-6.8"));
        check("0.25", Some("0.25"));
        check("1.234,56", Some("1234.56"));
        check("1 234 567,5", Some("1234567.5"));
        check("1.234.567,5", Some("1234567.5"));
        check("12345", Some("12345"));
        check(" 7 ", Some("7"));
        // Twelve hundred or one and a bit: it cannot be told.
        check("1.234", None);
        check("1,", None);
        check(",5", None);
        check("1,2,3", None);
        check("12.34,5", None);
        check("1e3", None);
        check("ja", None);
        check("", None);
        check("--1", None);
    }
}
