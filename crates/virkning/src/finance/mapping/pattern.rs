//! How account strings are written, as a picture: `9` for a digit, `A` for a capital letter, `*` for either, anything else
//! for itself. `XG-9999999999` would need its letters as they are, so a letter or digit that is meant itself follows `\`.

/// One picture of an account string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    signs: Vec<Sign>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Digit,
    Letter,
    Either,
    Itself(char),
}

impl Pattern {
    /// Takes a picture of one to 64 signs.
    pub fn new(text: &str) -> Option<Self> {
        let mut signs = Vec::new();
        let mut letters = text.chars();
        while let Some(letter) = letters.next() {
            signs.push(match letter {
                '9' => Sign::Digit,
                'A' => Sign::Letter,
                '*' => Sign::Either,
                '\\' => Sign::Itself(letters.next()?),
                other => Sign::Itself(other),
            });
        }
        (1..=64).contains(&signs.len()).then(|| Self { text: text.to_owned(), signs })
    }

    /// As it is written in the file.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether an account string is written so.
    pub fn fits(&self, account: &str) -> bool {
        let mut letters = account.chars();
        let each = self.signs.iter().all(|sign| {
            letters.next().is_some_and(|letter| match sign {
                Sign::Digit => letter.is_ascii_digit(),
                Sign::Letter => letter.is_ascii_uppercase(),
                Sign::Either => letter.is_ascii_digit() || letter.is_ascii_uppercase(),
                Sign::Itself(own) => letter == *own,
            })
        });
        each && letters.next().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn account_strings_of_several_plans() {
        let check = |pattern: &str, good: &[&str], bad: &[&str]| {
            let pattern = Pattern::new(pattern).expect("a picture");
            for account in good {
                assert!(pattern.fits(account), "{pattern:?} {account}");
            }
            for account in bad {
                assert!(!pattern.fits(account), "{pattern:?} {account}");
            }
        };
        check("9.99.99.9", &["5.57.72.1"], &["5.57.72", "5.57.72.12", "5-57-72-1", "x.57.72.1", "５.57.72.1"]);
        check("XG-9999999999-99999", &["XG-1234567890-12345"], &["XA-1234567890-12345", "xg-1234567890-12345"]);
        check("AA-**9", &["PS-A19"], &["PS-A1A", "ps-A19"]);
        check("\\A99", &["A12"], &["B12"]);
        for bad in ["", "9\\", &"9".repeat(65)] {
            assert_eq!(Pattern::new(bad), None, "{bad}");
        }
    }
}
