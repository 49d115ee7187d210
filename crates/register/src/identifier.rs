//! Identifiers of persons as a delivery writes them, brought to one form before they become pseudonyms: CPR numbers and
//! serial numbers (`lobenr`). Nothing here keeps or prints one.

use jiff::civil::Date;

/// Why a text is no identifier. Each has its stable code among the row faults of imports and lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentifierProblem {
    /// Nothing is written.
    Missing,
    /// Something else than digits, blanks and one hyphen.
    NotDigits,
    /// Nine digits: a leading zero may be lost, but the profile does not say so.
    NineDigits,
    /// Any other number of digits than ten.
    WrongLength,
    /// Day and month are no date, such as 31 February or month 13.
    ImpossibleDate,
    /// A serial number may hold letters, digits, `-` and `_`, at most 32 of them.
    NotSerial,
}

/// A CPR number in its one form.
#[derive(Clone, PartialEq, Eq)]
pub struct Cpr {
    digits: [u8; 10],
    born_on: Date,
    replacement: bool,
}

// A CPR number never reaches a log, so the debug form holds none.
impl std::fmt::Debug for Cpr {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cpr(…)")
    }
}

impl Cpr {
    /// Reads `DDMMYY-SSSS` with or without hyphen and blanks. Modulus 11 is not asked: numbers that fail it have been
    /// issued since 2007 (register facts 4.1). A day above 60 is a replacement number and is accepted as such.
    /// `pad_nine_digits` says whether nine digits are ten that lost a leading zero.
    pub fn parse(text: &[u8], pad_nine_digits: bool) -> Result<Self, IdentifierProblem> {
        let mut digits = [0_u8; 10];
        let mut count = 0_usize;
        let mut hyphens = 0_usize;
        for byte in text.iter().copied() {
            match byte {
                b'0'..=b'9' => {
                    if let Some(place) = digits.get_mut(count) {
                        *place = byte;
                    }
                    count += 1;
                }
                b' ' | b'\t' => {}
                b'-' if hyphens == 0 && (5..=6).contains(&count) => hyphens += 1,
                _ => return Err(IdentifierProblem::NotDigits),
            }
        }
        match count {
            10 => {}
            9 if pad_nine_digits => {
                digits.copy_within(0..9, 1);
                digits[0] = b'0';
            }
            9 => return Err(IdentifierProblem::NineDigits),
            0 if hyphens == 0 => return Err(IdentifierProblem::Missing),
            _ => return Err(IdentifierProblem::WrongLength),
        }
        let (born_on, replacement) = birth_date(&digits).ok_or(IdentifierProblem::ImpossibleDate)?;
        Ok(Self { digits, born_on, replacement })
    }

    /// Ten digits, as they enter the keyed hash.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.digits).unwrap_or_default()
    }

    /// The birth date that the number states.
    pub fn born_on(&self) -> Date {
        self.born_on
    }

    /// Whether it is a replacement number (day + 60): accepted, but never silently taken for a person of a register.
    pub fn is_replacement(&self) -> bool {
        self.replacement
    }
}

/// The date of birth by day, month, year and the century in digit 7 (register facts 4.1), and whether the day carries
/// the 60 of a replacement number.
fn birth_date(digits: &[u8; 10]) -> Option<(Date, bool)> {
    let two = |at: usize| i16::from(digits[at] - b'0') * 10 + i16::from(digits[at + 1] - b'0');
    let (day, month, year) = (two(0), two(2), two(4));
    let replacement = day > 60;
    let day = if replacement { day - 60 } else { day };
    let century = match (digits[6] - b'0', year) {
        (0..=3, _) | (4 | 9, 37..) => 1900,
        (5..=8, 58..) => 1800,
        _ => 2000,
    };
    let date = Date::new(century + year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some((date, replacement))
}

/// A serial number in its one form: blanks around it removed, and leading zeros where it is digits alone, because a list
/// that went through a spreadsheet has lost them.
pub fn serial(text: &[u8]) -> Result<&str, IdentifierProblem> {
    let text = text.trim_ascii();
    if text.is_empty() {
        return Err(IdentifierProblem::Missing);
    }
    let valid = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if text.len() > 32 || !text.iter().all(valid) {
        return Err(IdentifierProblem::NotSerial);
    }
    let text = std::str::from_utf8(text).map_err(|_| IdentifierProblem::NotSerial)?;
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        let stripped = text.trim_start_matches('0');
        return Ok(if stripped.is_empty() { "0" } else { stripped });
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    // Every number here is made up: day + 60, or digits that no register issues to a person of that date.
    #[test]
    fn cpr_numbers() {
        use IdentifierProblem::*;
        let check = |text: &str, pad: bool, expected: Result<&str, IdentifierProblem>| {
            let got = Cpr::parse(text.as_bytes(), pad);
            assert_eq!(got.as_ref().map(|cpr| cpr.as_str()).map_err(|problem| *problem), expected, "{text:?}");
        };
        check("6101904321", false, Ok("6101904321"));
        check("610190-4321", false, Ok("6101904321"));
        check(" 610190 4321 ", false, Ok("6101904321"));
        // With the weights 4, 3, 2, 7, 6, 5, 4, 3, 2, 1 both leave a remainder (8 and 5): modulus 11 fails, and they are valid.
        check("610190 4318", false, Ok("6101904318"));
        check("3102904321", false, Err(ImpossibleDate));
        check("9102904321", false, Err(ImpossibleDate));
        check("0113904321", false, Err(ImpossibleDate));
        check("0000000000", false, Err(ImpossibleDate));
        check("6001904321", false, Err(ImpossibleDate));
        check("0101AB4321", false, Err(NotDigits));
        check("61-01904321", false, Err(NotDigits));
        check("101904321", false, Err(NineDigits));
        // Written in two parts: no ten digits here may look like a person's number.
        let padded = format!("0{}", "101904321");
        check("101904321", true, Ok(&padded));
        check("10190-4321", true, Ok(&padded));
        check("61019043211", false, Err(WrongLength));
        check("   ", false, Err(Missing));
    }

    #[test]
    fn the_seventh_digit_gives_the_century() {
        // The table of the register facts, 4.1, with the day + 60.
        let check = |text: &str, year: i16| {
            let cpr = Cpr::parse(text.as_bytes(), false).expect("a CPR number");
            assert_eq!(cpr.born_on(), Date::constant(year, 3, 7), "{text}");
            assert!(cpr.is_replacement());
        };
        for (yy, seventh, year) in [
            ("00", '0', 1900),
            ("36", '3', 1936),
            ("99", '1', 1999),
            ("36", '4', 2036),
            ("37", '4', 1937),
            ("57", '5', 2057),
            ("58", '5', 1858),
            ("00", '8', 2000),
            ("36", '9', 2036),
            ("99", '9', 1999),
        ] {
            check(&format!("6703{yy}{seventh}000"), year);
        }
    }

    #[test]
    fn serial_numbers() {
        let check = |text: &str, expected: Result<&str, IdentifierProblem>| {
            assert_eq!(serial(text.as_bytes()), expected, "{text:?}");
        };
        check("  00012 ", Ok("12"));
        check("000", Ok("0"));
        check("A-7_b", Ok("A-7_b"));
        check("", Err(IdentifierProblem::Missing));
        check("12 34", Err(IdentifierProblem::NotSerial));
        check("12æ", Err(IdentifierProblem::NotSerial));
        check(&"9".repeat(33), Err(IdentifierProblem::NotSerial));
    }
}
