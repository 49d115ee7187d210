//! Numbers of bank accounts and companies, checked before anything is sent: IBAN with its check digits (ISO 13616), BIC by
//! its form (ISO 9362), Danish registration and account number, CVR number. None of them says that the account exists.

use std::fmt;

/// A bank account that a payment can be sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BankAccount {
    /// By IBAN; the BIC may be left out inside the Single Euro Payments Area.
    Iban {
        /// Without blanks.
        iban: String,
        /// The bank.
        bic: Option<String>,
    },
    /// A Danish account (BBAN).
    Danish {
        /// Registreringsnummer, four digits.
        registration: String,
        /// Kontonummer, ten digits with leading zeros.
        account: String,
    },
}

impl BankAccount {
    /// A Danish account from its two numbers; blanks and hyphens do not count.
    pub fn danish(registration: &str, account: &str) -> Option<Self> {
        let registration = digits(registration)?;
        let account = digits(account)?;
        (registration.len() == 4 && (1..=10).contains(&account.len()))
            .then(|| BankAccount::Danish { registration, account: format!("{account:0>10}") })
    }

    /// The bank, where it is named.
    pub fn bic(&self) -> Option<&str> {
        match self {
            BankAccount::Iban { bic, .. } => bic.as_deref(),
            BankAccount::Danish { .. } => None,
        }
    }
}

/// As people write it: `DK50 0040 0440 1162 43` or `1234 0001234567`.
impl fmt::Display for BankAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BankAccount::Iban { iban, .. } => {
                for (place, letter) in iban.chars().enumerate() {
                    if place > 0 && place % 4 == 0 {
                        f.write_str(" ")?;
                    }
                    write!(f, "{letter}")?;
                }
                Ok(())
            }
            BankAccount::Danish { registration, account } => write!(f, "{registration} {account}"),
        }
    }
}

/// An IBAN without blanks, if its form, its length and its check digits are right (ISO 13616-1, 7).
pub fn iban(text: &str) -> Option<String> {
    let iban: String = text.chars().filter(|letter| *letter != ' ').collect();
    let bytes = iban.as_bytes();
    let plain = bytes.iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    if !plain || !(15..=34).contains(&bytes.len()) {
        return None;
    }
    let country = bytes[..2].iter().all(u8::is_ascii_uppercase) && bytes[2..4].iter().all(u8::is_ascii_digit);
    let length = LENGTHS.iter().find(|(code, _)| iban.starts_with(code)).map(|(_, length)| *length);
    (country && length.is_none_or(|length| length == iban.len()) && remainder(&iban) == 1).then_some(iban)
}

/// Lengths of IBANs by country (SWIFT, IBAN Registry): the Nordic ones and those that are met most. Others are checked by
/// their check digits alone.
const LENGTHS: [(&str, usize); 12] = [
    ("DK", 18),
    ("FO", 18),
    ("GL", 18),
    ("SE", 24),
    ("NO", 15),
    ("FI", 18),
    ("IS", 26),
    ("DE", 22),
    ("GB", 22),
    ("NL", 18),
    ("FR", 27),
    ("IE", 22),
];

/// The number modulo 97, its first four signs at the end and letters as 10 to 35 (ISO 7064, MOD 97-10).
fn remainder(iban: &str) -> u32 {
    let (head, tail) = iban.split_at(4);
    tail.chars().chain(head.chars()).filter_map(|sign| sign.to_digit(36)).fold(0, |rest, value| {
        let shift = if value < 10 { 10 } else { 100 };
        (rest * shift + value) % 97
    })
}

/// A BIC of eight or eleven signs: bank, country, place, and possibly branch.
pub fn bic(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let long = [8, 11].contains(&bytes.len());
    let form = long
        && bytes[..4].iter().all(u8::is_ascii_alphanumeric)
        && bytes[4..6].iter().all(u8::is_ascii_uppercase)
        && bytes[6..].iter().all(u8::is_ascii_alphanumeric)
        && !bytes.iter().any(u8::is_ascii_lowercase);
    form.then(|| text.to_owned())
}

/// A CVR number of eight digits.
pub fn cvr(text: &str) -> Option<String> {
    digits(text).filter(|number| number.len() == 8)
}

/// The digits of a number in which only blanks and hyphens stand besides.
fn digits(text: &str) -> Option<String> {
    let kept: String = text.chars().filter(|sign| !matches!(sign, ' ' | '-')).collect();
    (!kept.is_empty() && kept.bytes().all(|byte| byte.is_ascii_digit())).then_some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ibans_by_their_check_digits() {
        // The examples of the IBAN Registry, which belong to nobody.
        for good in ["DK50 0040 0440 1162 43", "DK5000400440116243", "SE4550000000058398257466", "NO9386011117947"] {
            assert_eq!(iban(good), Some(good.replace(' ', "")), "{good}");
        }
        for bad in
            ["", "DK51 0040 0440 1162 43", "DK500040044011624", "dk5000400440116243", "5000400440116243DK", "DK50-0040"]
        {
            assert_eq!(iban(bad), None, "{bad}");
        }
    }

    #[test]
    fn banks_and_companies() {
        for (text, good) in
            [("DABADKKK", true), ("NDEADKKKXXX", true), ("DABADKK", false), ("dabadkkk", false), ("DABA12KK", false)]
        {
            assert_eq!(bic(text).is_some(), good, "{text}");
        }
        for (text, good) in [("12 34 56 78", true), ("1234567", false), ("1234567a", false), ("", false)] {
            assert_eq!(cvr(text).is_some(), good, "{text}");
        }
    }

    #[test]
    fn danish_accounts_have_four_and_ten_digits() {
        let shown = |registration, account| BankAccount::danish(registration, account).map(|made| made.to_string());
        assert_eq!(shown("1234", "1234-567"), Some("1234 0001234567".to_owned()));
        assert_eq!(shown("123", "1234567"), None);
        assert_eq!(shown("1234", "12345678901"), None);
        assert_eq!(shown("12x4", "1"), None);
    }
}
