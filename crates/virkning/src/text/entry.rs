//! Numbers as people type them into a form, in the way of their language: `1.234,56` in Danish, `1,234.56` in English.
//! What could be read in two ways is not guessed.

use virkning_model::Decimal;

use super::Language;

/// The number that somebody typed; nothing where it is none, or could be another one.
pub fn number(language: Language, typed: &str) -> Option<Decimal> {
    let (thousands, point) = match language {
        Language::Danish => ('.', ','),
        Language::English => (',', '.'),
    };
    let plain: String = typed.chars().filter(|sign| !sign.is_whitespace() && *sign != '\u{a0}').collect();
    let plain = plain.replace('\u{2212}', "-");
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once(point).map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let groups: Vec<&str> = whole.split(thousands).collect();
    let grouped = groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    if !grouped || !groups.iter().all(|group| is_digits(group)) || !fraction.is_none_or(is_digits) {
        return None;
    }
    let fraction = fraction.map_or_else(String::new, |fraction| format!(".{fraction}"));
    Decimal::from_str_exact(&format!("{sign}{}{fraction}", groups.concat())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_the_way_of_the_language() {
        let check = |language, typed: &str, expected: Option<&str>| {
            assert_eq!(number(language, typed).map(|number| number.to_string()).as_deref(), expected, "{typed}");
        };
        check(Language::Danish, "1.234,56", Some("1234.56"));
        check(Language::Danish, "1 234", Some("1234"));
        check(Language::Danish, "600.000", Some("600000"));
        check(Language::Danish, "4150", Some("4150"));
        check(Language::Danish, "12,5", Some("12.5"));
        check(Language::Danish, "−3", Some("-3"));
        // An English number in a Danish form: a point is no decimal mark, and groups have three digits.
        check(Language::Danish, "12.5", None);
        check(Language::Danish, "1,234.56", None);
        check(Language::Danish, "1.23.456", None);
        check(Language::English, "1,234.56", Some("1234.56"));
        check(Language::English, "12,5", None);
        for bad in ["", "-", ",5", "5,", "1e3", "0x1", "kr. 5", "½", "--1", "1..000"] {
            check(Language::Danish, bad, None);
        }
    }
}
