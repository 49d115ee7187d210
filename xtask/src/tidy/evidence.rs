//! Pages that promise something name the tests that show it, as `package::name_of_the_test`; each must be there.

use std::collections::BTreeSet;

use super::{Finding, TextFile, numbered};

/// Words that the name of a test has at least; shorter names are those of modules and functions.
const WORDS_MIN: usize = 3;

/// Every page may name tests: a sentence with a package before it is a promise.
pub fn check(files: &[TextFile]) -> Vec<Finding> {
    let tests = tests(files);
    let pages = files.iter().filter(|file| file.path.starts_with("docs/") && file.path.ends_with(".md"));
    pages.flat_map(|page| of_one_page(page, &tests)).collect()
}

/// Package and name of every test function.
fn tests(files: &[TextFile]) -> BTreeSet<(&str, &str)> {
    let mut tests = BTreeSet::new();
    for file in files {
        let Some(package) = package(&file.path) else { continue };
        let mut is_test = false;
        for line in file.text.lines().map(str::trim) {
            if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
                is_test = true;
            } else if is_test && let Some(name) = function(line) {
                tests.insert((package, name));
                is_test = false;
            }
            // Property tests and those stamped on every store are functions inside a macro.
            if let Some(name) = function(line).filter(|_| line.starts_with("fn ")) {
                tests.insert((package, name));
            }
        }
    }
    tests
}

fn package(path: &str) -> Option<&str> {
    let below = path.strip_prefix("crates/").unwrap_or(path);
    let (package, rest) = below.split_once('/')?;
    (rest.ends_with(".rs") && !package.is_empty()).then_some(package)
}

fn function(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("pub ").unwrap_or(line);
    let rest = rest.strip_prefix("async ").unwrap_or(rest).strip_prefix("fn ")?;
    rest.split(['(', '<']).next()
}

fn of_one_page(page: &TextFile, tests: &BTreeSet<(&str, &str)>) -> Vec<Finding> {
    let packages: BTreeSet<&str> = tests.iter().map(|(package, _)| *package).collect();
    let mut findings = Vec::new();
    for (number, line) in numbered(&page.text) {
        for quoted in line.split('`').skip(1).step_by(2) {
            let Some((package, name)) = quoted.split_once("::") else { continue };
            let letters = |word: &str| word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
            let is_sentence = name.split('_').count() >= WORDS_MIN && name.split('_').all(letters);
            if packages.contains(package) && is_sentence && !tests.contains(&(package, name)) {
                findings.push(Finding::new(&page.path, number, format!("{package} has no test {name}")));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::{TextFile, check};

    fn file(path: &str, text: &str) -> TextFile {
        TextFile { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_named_test_is_there() {
        let source = file("crates/store/tests/it/log.rs", "#[test]\nfn a_log_is_whole() {}\n");
        let findings = |page: &str| check(&[file("docs/FAULTS.md", page), file(&source.path, &source.text)]).len();
        assert_eq!(findings("| a | `store::a_log_is_whole` |"), 0);
        assert_eq!(findings("| a | `store::a_log_is_gone` and `store::a_log_is_whole` |"), 1);
        assert_eq!(findings("`std::time` and `store::Store` are no tests"), 0);
    }
}
