//! Passwords that many people use, and what is made of them. The list is in the program, as the first bytes of a hash of
//! each (`assets/passwords.mjs`); nothing is asked over the network.

use crate::app::folder::hash;

/// The marks, sorted.
static MARKS: &[u8] = include_bytes!("../../assets/passwords.bin");

/// Bytes of a mark.
const MARK: usize = 5;

/// Signs of a listed password that others may be made of.
const PIECE: std::ops::RangeInclusive<usize> = 4..=30;

/// Different listed ones that a password may be made of to be refused, and signs that may stand beside them. Three words
/// that everybody knows are a better password than one with a year.
const PIECES: usize = 2;
const BESIDE: usize = 6;

/// Signs of a password that is looked at: a longer one is no longer worth guessing in this way, and costs too much to take
/// apart.
const LOOKED_AT: usize = 32;

/// Whether a password is on the list, or made of one or two of the list and a few signs.
pub fn is_common(password: &str) -> bool {
    let plain: Vec<char> = password.to_lowercase().chars().collect();
    if plain.len() > LOOKED_AT {
        return false;
    }
    let read: Vec<char> = plain.iter().copied().map(letter_meant).collect();
    is_made_of_common(&plain) || (read != plain && is_made_of_common(&read))
}

/// The letter that people mean by a sign.
fn letter_meant(sign: char) -> char {
    match sign {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

fn is_made_of_common(signs: &[char]) -> bool {
    covered(signs, &mut Vec::new(), BESIDE)
}

/// Whether the rest can be covered. A piece that comes again costs nothing.
fn covered(rest: &[char], pieces: &mut Vec<String>, beside: usize) -> bool {
    if rest.is_empty() {
        return !pieces.is_empty();
    }
    for signs in PIECE.rev().filter(|signs| *signs <= rest.len()) {
        let piece: String = rest[..signs].iter().collect();
        let again = pieces.contains(&piece);
        if !again && (pieces.len() == PIECES || !is_listed(&piece)) {
            continue;
        }
        if !again {
            pieces.push(piece);
        }
        if covered(&rest[signs..], pieces, beside) {
            return true;
        }
        if !again {
            pieces.pop();
        }
    }
    beside > 0 && covered(&rest[1..], pieces, beside - 1)
}

fn is_listed(word: &str) -> bool {
    let hex = hash(word.as_bytes()).to_string();
    let mark: Vec<u8> =
        (0..MARK).filter_map(|place| u8::from_str_radix(hex.get(2 * place..2 * place + 2)?, 16).ok()).collect();
    let (marks, _) = MARKS.as_chunks::<MARK>();
    marks.binary_search_by(|known| known.as_slice().cmp(&mark)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_many_people_use_is_known() {
        let check = |password: &str, expected: bool| assert_eq!(is_common(password), expected, "{password}");
        check("1q2w3e4r5t6y", true);
        check("unbelievable", true);
        check("Administrator", true);
        check("123456789012", true);
        check("passwordpassword", true);
        check("P@ssw0rd1234", true);
        check("football2024!", true);
        check("dragonmonkey", true);
        check("sunshine-sunshine", true);
        check("qwerty-20251231", false);
        check("fire vilde heste spiser", false);
        check("korrekt hest batteri", false);
        check("xK9!vq2#Lm7z", false);
        check("correct horse battery staple", false);
    }

    /// ASVS asks for the 3,000 most used of sufficient length; with what is made of two there are hundreds of millions.
    #[test]
    fn the_list_is_sorted_and_long() {
        let (marks, rest) = MARKS.as_chunks::<MARK>();
        assert!(rest.is_empty() && marks.len() > 20_000, "{}", marks.len());
        assert!(marks.is_sorted_by(|one, next| one < next));
    }
}
