//! What the pages about security and faults promise names the test that shows it: a test that is named must be there, and no
//! requirement of the standard may be left out. Whether the test shows it a person must judge.

use std::collections::BTreeSet;

use super::{Finding, TextFile, numbered};

/// The pages that name tests.
const PAGES: &[&str] = &["docs/ASVS.md", "docs/SECURITY.md", "docs/FAULTS.md"];

/// Requirements of levels 1 and 2 in each chapter of ASVS 5.0.0, counted in the standard's own table.
const REQUIREMENTS: [usize; 17] = [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7];

/// Looks at every page that names tests.
pub fn check(files: &[TextFile]) -> Vec<Finding> {
    let sources: Vec<&TextFile> = files.iter().filter(|file| file.path.ends_with(".rs")).collect();
    let mut findings = Vec::new();
    for page in files.iter().filter(|file| PAGES.contains(&file.path.as_str())) {
        for (line, text) in numbered(&page.text) {
            for name in names(text).filter(|name| !is_there(name, &sources)) {
                findings.push(Finding::new(&page.path, line, format!("there is no test `{name}`")));
            }
        }
        if page.path == PAGES[0] {
            findings.extend(requirements(page));
        }
    }
    findings
}

/// What stands between backquotes and is the path of a function.
fn names(line: &str) -> impl Iterator<Item = &str> {
    let word = |part: &str| part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    let quoted = line.split('`').skip(1).step_by(2);
    quoted.filter(move |text| text.contains("::") && text.split("::").all(|part| !part.is_empty() && word(part)))
}

/// A file of tests that is named like the last part but one, or lies in a folder of that name, has such a function.
fn is_there(name: &str, sources: &[&TextFile]) -> bool {
    let Some((place, function)) = name.rsplit_once("::") else { return false };
    let folder = place.rsplit("::").next().unwrap_or(place);
    let tests =
        |text: &str| text.contains("#[test]") || text.contains("on_every_backing!") || text.contains("proptest!");
    sources.iter().any(|file| {
        let here = file
            .path
            .trim_end_matches(".rs")
            .split('/')
            .any(|part| part == folder || part == format!("{folder}_tests"));
        here && tests(&file.text) && file.text.contains(&format!("fn {function}("))
    })
}

fn requirements(page: &TextFile) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let mut findings = Vec::new();
    for (line, text) in numbered(&page.text) {
        let Some(number) = number_of(text) else { continue };
        if !seen.insert(number) {
            findings.push(Finding::new(&page.path, line, format!("{number:?} stands twice")));
        }
        if text.matches('|').count() != 5 || text.trim_end().ends_with("| |") {
            findings.push(Finding::new(&page.path, line, "a row has four cells, and none is empty"));
        }
    }
    for (place, expected) in REQUIREMENTS.iter().enumerate() {
        let found = seen.iter().filter(|(chapter, ..)| *chapter == place + 1).count();
        if found != *expected {
            let chapter = place + 1;
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

    fn file(path: &str, text: &str) -> TextFile {
        TextFile { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_named_test_must_be_there() {
        let test = file("crates/virkning/tests/it/web/login.rs", "#[test]\nfn guessing_must_wait() {}");
        let other = file("crates/virkning/src/web/login.rs", "fn helper() {}");
        let check = |text: &str, expected: usize| {
            let page = file("docs/SECURITY.md", text);
            let files = [file(&test.path, &test.text), file(&other.path, &other.text), page];
            assert_eq!(super::check(&files).len(), expected, "{text}");
        };
        check("see `web::login::guessing_must_wait`", 0);
        check("see `login::guessing_must_wait`, `store::users`", 1);
        check("see `web::login::guessing_may_wait`", 1);
        check("see `web::pages::guessing_must_wait`", 1);
        check("see `web::login::helper`", 1);
        check("no test: `web/login.rs`, `Sec-Fetch-Site`, a::b", 0);
    }

    #[test]
    fn numbers_are_read() {
        assert_eq!(number_of("| 6.2.10 | 2 | no expiry | yes |"), Some((6, 2, 10)));
        for bad in ["| no. | level |", "|---|---|", "6.2.1", "| 6.2 | x |", "| 6.2.1.1 | x |"] {
            assert_eq!(number_of(bad), None, "{bad}");
        }
        assert_eq!(REQUIREMENTS.iter().sum::<usize>(), 253);
    }
}
