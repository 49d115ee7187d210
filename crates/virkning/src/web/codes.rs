//! One-time codes of an app on a phone: TOTP (RFC 6238) with HMAC-SHA1, six digits and 30 seconds, which every such app
//! understands; and the secret as those apps take it, in base32 (RFC 4648) and as a picture.

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use qrcode::{Color, QrCode};
use sha1::Sha1;

use crate::app::token::same;

/// How long a code counts, in seconds.
const STEP_SECONDS: i64 = 30;

/// Bytes of a secret: as many as the hash has.
pub const SECRET_BYTES: usize = 20;

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The time step of a moment.
pub fn step_of(at: Timestamp) -> i64 {
    at.as_second().div_euclid(STEP_SECONDS)
}

/// The step of the code, if it is that of now, of the step before or of the one after: clocks differ a little.
pub fn step_of_code(secret: &[u8], code: &str, at: Timestamp) -> Option<i64> {
    let code: String = code.chars().filter(|sign| !sign.is_whitespace()).collect();
    let now = step_of(at);
    [now, now - 1, now + 1].into_iter().find(|step| same(&code_of_step(secret, *step), &code))
}

/// The code of a moment, as a phone shows it.
pub fn code_at(secret: &[u8], at: Timestamp) -> String {
    code_of_step(secret, step_of(at))
}

fn code_of_step(secret: &[u8], step: i64) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).expect("an HMAC takes keys of any length");
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest[19] & 0xf);
    let four = [digest[offset] & 0x7f, digest[offset + 1], digest[offset + 2], digest[offset + 3]];
    format!("{:06}", u32::from_be_bytes(four) % 1_000_000)
}

/// The secret as a text that can be typed.
pub fn text_of_secret(secret: &[u8]) -> String {
    base32(secret)
}

/// Bytes as a text that can be typed (RFC 4648, without padding).
pub fn base32(secret: &[u8]) -> String {
    let mut text = String::new();
    let (mut held, mut bits) = (0_u32, 0);
    for byte in secret {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(ALPHABET[(held >> bits) as usize & 31]));
        }
    }
    if bits > 0 {
        text.push(char::from(ALPHABET[(held << (5 - bits)) as usize & 31]));
    }
    text
}

/// The secret of a typed text; nothing where it is none of full length.
pub fn secret_of_text(text: &str) -> Option<Vec<u8>> {
    let (mut held, mut bits) = (0_u32, 0);
    let mut secret = Vec::new();
    for sign in text.bytes().filter(|sign| !sign.is_ascii_whitespace()) {
        let value = ALPHABET.iter().position(|known| *known == sign.to_ascii_uppercase())?;
        held = (held << 5) | u32::try_from(value).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            secret.push((held >> bits) as u8);
        }
    }
    (secret.len() == SECRET_BYTES).then_some(secret)
}

/// What the picture holds: the address that authenticator apps read.
pub fn address_of_secret(user: &str, secret: &[u8]) -> String {
    format!("otpauth://totp/Virkning:{user}?secret={}&issuer=Virkning", text_of_secret(secret))
}

/// The picture, as the path of its dark squares and the length of its side in squares.
pub fn picture(address: &str) -> Option<(String, usize)> {
    let code = QrCode::new(address).ok()?;
    let side = code.width();
    let mut path = String::new();
    for (place, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            path.push_str(&format!("M{} {}h1v1h-1z", place % side, place / side));
        }
    }
    Some((path, side))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors of RFC 6238, appendix B, cut to six digits.
    #[test]
    fn codes_of_the_standard() {
        let check = |second: i64, expected: &str| {
            let at = Timestamp::from_second(second).expect("a time");
            assert_eq!(code_at(b"12345678901234567890", at), expected);
        };
        check(59, "287082");
        check(1_111_111_109, "081804");
        check(1_111_111_111, "050471");
        check(1_234_567_890, "005924");
        check(2_000_000_000, "279037");
        check(20_000_000_000, "353130");
    }

    #[test]
    fn a_code_counts_for_a_step_more_or_less() {
        let at = |second: i64| Timestamp::from_second(second).expect("a time");
        let (secret, code) = (b"12345678901234567890", "005 924");
        let step = step_of(at(1_234_567_890));
        for second in [1_234_567_865, 1_234_567_890, 1_234_567_940] {
            assert_eq!(step_of_code(secret, code, at(second)), Some(step), "{second}");
        }
        for second in [1_234_567_839, 1_234_567_960] {
            assert_eq!(step_of_code(secret, code, at(second)), None, "{second}");
        }
        assert_eq!(step_of_code(secret, "", at(1_234_567_890)), None);
    }

    /// The vectors of RFC 4648, section 10, without padding.
    #[test]
    fn secrets_as_texts() {
        let check = |plain: &str, text: &str| assert_eq!(text_of_secret(plain.as_bytes()), text);
        check("f", "MY");
        check("fo", "MZXQ");
        check("foobar", "MZXW6YTBOI");
        let secret = b"12345678901234567890";
        let text = text_of_secret(secret);
        assert_eq!(text, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(secret_of_text(&text.to_lowercase()).as_deref(), Some(secret.as_slice()));
        for bad in ["", "GEZDGNBV", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1"] {
            assert_eq!(secret_of_text(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_picture_is_square() {
        let (path, side) = picture(&address_of_secret("eva", b"12345678901234567890")).expect("a picture");
        assert!(side >= 21 && path.starts_with("M0 0h1v1h-1z"), "it begins with a dark corner");
    }
}
