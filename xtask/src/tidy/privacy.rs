//! What must never stand in the tree: numbers that could be somebody's CPR number, and paths of one person's machine.

use super::{Finding, numbered};

/// Folders of one machine. They are written in two halves, so that this file does not contain them.
const MACHINE_FOLDERS: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/tm", "p/"),
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!("/Us", "ers/"),
];

/// Finds paths that hold on one machine only.
pub fn machine_paths(path: &str, text: &str) -> Vec<Finding> {
    let found = |line: &str| MACHINE_FOLDERS.iter().find(|folder| starts_a_path(line, folder)).copied();
    numbered(text)
        .filter_map(|(line, words)| {
            let folder = found(words)?;
            Some(Finding::new(
                path,
                line,
                format!("`{folder}` is a path of one machine; name the file from the project"),
            ))
        })
        .collect()
}

/// Whether the folder stands at the beginning of a path, not in the middle of another.
fn starts_a_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|letter| !(letter.is_alphanumeric() || "_-./}".contains(letter)))
    })
}

/// Finds ten digits that begin with a day of the calendar: possibly a real CPR number. Made-up ones have a day above 60.
pub fn cpr_numbers(path: &str, text: &str) -> Vec<Finding> {
    numbered(text)
        .filter(|(_, words)| holds_cpr_number(words))
        .map(|(line, _)| {
            Finding::new(path, line, "this may be a CPR number; made-up numbers have 60 added to the day of birth")
        })
        .collect()
}

fn holds_cpr_number(line: &str) -> bool {
    let bytes = line.as_bytes();
    (0..bytes.len()).any(|start| {
        let before = start.checked_sub(1).map(|place| bytes[place]);
        if before.is_some_and(continues_a_number) {
            return false;
        }
        ten_digits(&bytes[start..]).is_some_and(|(digits, after)| {
            !after.is_some_and(continues_a_number) && is_day_of_the_calendar(&digits[..6])
        })
    })
}

/// Ten digits, with or without a hyphen or blank after the sixth, and the byte after them.
fn ten_digits(bytes: &[u8]) -> Option<([u8; 10], Option<u8>)> {
    let mut digits = [0; 10];
    let mut place = 0;
    for (index, digit) in digits.iter_mut().enumerate() {
        if index == 6 && matches!(bytes.get(place), Some(b'-' | b' ')) {
            place += 1;
        }
        let byte = *bytes.get(place)?;
        if !byte.is_ascii_digit() {
            return None;
        }
        *digit = byte - b'0';
        place += 1;
    }
    Some((digits, bytes.get(place).copied()))
}

fn continues_a_number(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-') || byte >= 0x80
}

fn is_day_of_the_calendar(digits: &[u8]) -> bool {
    let pair = |place: usize| digits[place] * 10 + digits[place + 1];
    let (day, month, year) = (pair(0), pair(2), pair(4));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        // 1900 had no 29 February, but 2000 had, and both are written 00.
        2 if year % 4 == 0 => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Joined here, so that no such number stands in this file.
    fn number(date: &str, between: &str, rest: &str) -> String {
        format!("id;{date}{between}{rest};1")
    }

    #[test]
    fn possible_cpr_numbers_are_found() {
        for between in ["", "-", " "] {
            assert!(holds_cpr_number(&number("010190", between, "1234")), "{between:?}");
            assert!(holds_cpr_number(&number("290200", between, "0000")), "{between:?}");
        }
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for (date, rest) in [("610190", "1234"), ("310290", "1234"), ("011390", "1234"), ("000190", "1234")] {
            assert!(!holds_cpr_number(&number(date, "", rest)), "{date}");
        }
        assert!(!holds_cpr_number(&format!("a{}1234", "010190")), "part of a word");
        assert!(!holds_cpr_number(&format!("{}12345", "010190")), "eleven digits");
        assert!(!holds_cpr_number(&format!("0.{}1234", "010190")), "decimals");
        assert!(!holds_cpr_number("2024-11-01 2025"));
    }

    #[test]
    fn paths_of_one_machine_are_found() {
        let check = |text: &str, expected: usize| assert_eq!(machine_paths("a.md", text).len(), expected, "{text}");
        check(&format!("see {}notes.md", MACHINE_FOLDERS[0]), 1);
        check(&format!("`{}x`", MACHINE_FOLDERS[1]), 1);
        check(&format!("target{}x", MACHINE_FOLDERS[1]), 0);
        check("see docs/ARCHITECTURE.md", 0);
    }
}
