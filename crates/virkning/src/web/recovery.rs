//! Recovery codes for whoever has lost the phone: each is good once in place of a one-time code, and shown once. They hold
//! 120 bits of chance, so that their plain hash may be kept.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::Web;
use super::codes::base32;
use crate::app::failure::Failure;
use crate::app::token::hash_of;

/// Codes of a set.
pub const CODES: u8 = 8;

/// Bytes of chance in a code, and the signs that they take.
const BYTES: usize = 15;
const SIGNS: usize = 24;

/// Signs of a group, for the eye.
const GROUP: usize = 4;

impl Web {
    /// The codes that belong to a token: the same each time, so that a page that is shown again shows the same ones. Nobody
    /// finds them without this installation's key.
    pub(super) fn recovery_codes(&self, token: &str) -> Result<Vec<String>, Failure> {
        let key = self.login_key()?;
        let code = |number: u8| {
            let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("an HMAC takes keys of any length");
            mac.update(b"recovery code ");
            mac.update(&[number]);
            mac.update(token.as_bytes());
            grouped(&base32(&mac.finalize().into_bytes()[..BYTES]))
        };
        Ok((0..CODES).map(code).collect())
    }
}

fn grouped(code: &str) -> String {
    let groups: Vec<&[u8]> = code.as_bytes().chunks(GROUP).collect();
    groups.iter().map(|group| String::from_utf8_lossy(group)).collect::<Vec<_>>().join("-")
}

/// The hash of what was typed, where it has the form of a recovery code.
pub fn hash_of_code(typed: &str) -> Option<String> {
    let plain: String = typed.chars().filter(|sign| !sign.is_whitespace() && *sign != '-').collect();
    let plain = plain.to_ascii_uppercase();
    let good =
        plain.len() == SIGNS && plain.bytes().all(|sign| sign.is_ascii_uppercase() || (b'2'..=b'7').contains(&sign));
    good.then(|| hash_of(&plain))
}

/// The hashes of a set, for the store.
pub fn hashes(codes: &[String]) -> Vec<String> {
    codes.iter().filter_map(|code| hash_of_code(code)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_typed_in_any_way_and_nothing_else_is_one() {
        let code = "ABCD-EFGH-IJKL-MNOP-QRST-UV23";
        let hash = hash_of_code(code);
        assert!(hash.is_some());
        assert_eq!(hash_of_code("abcdefgh ijklmnop qrstuv23"), hash);
        assert_ne!(hash_of_code("ABCD-EFGH-IJKL-MNOP-QRST-UV24"), hash);
        for other in ["", "123456", "ABCD-EFGH", "ABCD-EFGH-IJKL-MNOP-QRST-UV21", "ABCD-EFGH-IJKL-MNOP-QRST-UV234"] {
            assert_eq!(hash_of_code(other), None, "{other}");
        }
        assert_eq!(grouped("ABCDEFGHIJKLMNOPQRSTUV23"), code);
    }
}
