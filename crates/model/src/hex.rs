//! Bytes as hexadecimal digits in small letters, the form in which keys, hashes and signatures are written.

/// The digits of bytes.
pub fn encode(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|nibble| char::from(b"0123456789abcdef"[usize::from(nibble)]))
        .collect()
}

/// The bytes of exactly `2 * N` digits in small letters; nothing for any other text.
pub fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    decode_all(text)?.try_into().ok()
}

/// The bytes of an even number of digits in small letters; nothing for any other text.
pub fn decode_all(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    let value = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    digits.chunks_exact(2).map(|pair| Some(value(pair[0])? << 4 | value(pair[1])?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        assert_eq!(encode(&[0, 15, 160, 255]), "000fa0ff");
        assert_eq!(decode("000fa0ff"), Some([0, 15, 160, 255]));
        let bad = |text: &str| assert_eq!(decode::<2>(text), None, "{text:?}");
        bad("");
        bad("000");
        bad("00000");
        bad("000G");
        bad("00FF");
        bad("0 00");
    }
}
