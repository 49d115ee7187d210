//! The page that goes through OWASP ASVS leaves out no requirement and says something of each. Whether it is true a person
//! must judge; that the tests which it names are there another rule sees to.

use std::collections::BTreeSet;

use super::{Finding, TextFile, numbered};

/// The page.
const PAGE: &str = "docs/ASVS.md";

/// Requirements of levels 1 and 2 in each chapter of version 5.0.0, counted in the standard's own table.
const REQUIREMENTS: [usize; 17] = [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7];

/// Looks at the page.
pub fn check(files: &[TextFile]) -> Vec<Finding> {
    files.iter().filter(|file| file.path == PAGE).flat_map(requirements).collect()
}

fn requirements(page: &TextFile) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let mut findings = Vec::new();
    for (line, text) in numbered(&page.text) {
        let Some(number) = number_of(text) else { continue };
        if !seen.insert(number) {
            findings.push(Finding::new(&page.path, line, format!("{number:?} stands twice")));
        }
        let cells: Vec<&str> = text.trim().trim_matches('|').split('|').map(str::trim).collect();
        if cells.len() != 4 || cells.iter().any(|cell| cell.is_empty()) {
            findings.push(Finding::new(&page.path, line, "a row has four cells, and none is empty"));
        }
    }
    for (place, expected) in REQUIREMENTS.iter().enumerate() {
        let chapter = place + 1;
        let found = seen.iter().filter(|(of, ..)| *of == chapter).count();
        if found != *expected {
            let message =
                format!("chapter {chapter} has {expected} requirements of levels 1 and 2, and {found} stand here");
            findings.push(Finding::new(&page.path, 1, message));
        }
    }
    findings
}

/// `| 6.2.1 | …` as three numbers.
fn number_of(line: &str) -> Option<(usize, usize, usize)> {
    let cell = line.strip_prefix("| ")?.split(" |").next()?;
    let mut parts = cell.split('.').map(|part| part.parse().ok());
    let number = (parts.next()??, parts.next()??, parts.next()??);
    parts.next().is_none().then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read() {
        assert_eq!(number_of("| 6.2.10 | 2 | no expiry | yes |"), Some((6, 2, 10)));
        for bad in ["| no. | level |", "|---|---|", "6.2.1", "| 6.2 | x |", "| 6.2.1.1 | x |"] {
            assert_eq!(number_of(bad), None, "{bad}");
        }
        assert_eq!(REQUIREMENTS.iter().sum::<usize>(), 253);
    }

    #[test]
    fn a_requirement_that_is_missing_or_stands_twice_is_found() {
        let mut rows: Vec<String> = Vec::new();
        for (place, count) in REQUIREMENTS.iter().enumerate() {
            rows.extend((1..=*count).map(|number| format!("| {}.1.{number} | 1 | a | yes |", place + 1)));
        }
        let findings = |rows: &[String]| check(&[TextFile { path: PAGE.to_owned(), text: rows.join("\n") }]).len();
        assert_eq!(findings(&rows), 0);
        assert_eq!(findings(&rows[1..]), 1);
        rows[3] = rows[4].clone();
        assert_eq!(findings(&rows), 2);
        rows[3] = "| 1.1.4 | 1 | a |  |".to_owned();
        assert_eq!(findings(&rows), 1);
    }
}
