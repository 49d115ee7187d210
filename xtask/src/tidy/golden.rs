//! Golden files: each must belong to a test that is still there, and none may wait for review.

use super::{Finding, TextFile};

/// Finds golden files that no test refers to.
pub fn check(files: &[TextFile]) -> Vec<Finding> {
    files.iter().filter_map(|file| of_one_file(file, files)).collect()
}

fn of_one_file(file: &TextFile, files: &[TextFile]) -> Option<Finding> {
    if file.path.ends_with(".snap.new") || file.path.ends_with(".pending-snap") {
        return Some(Finding::new(&file.path, 1, "a golden file waits for review: accept or delete it"));
    }
    let name = file.path.strip_suffix(".snap")?.rsplit(['/']).next()?;
    let name = name.rsplit("__").next().unwrap_or(name);
    let source = file.text.lines().find_map(|line| line.strip_prefix("source: "));
    let found = files.iter().find(|other| Some(other.path.as_str()) == source.map(|text| text.trim_matches('"')));
    match found {
        Some(test) if refers_to(&test.text, name) => None,
        Some(test) => Some(Finding::new(&file.path, 1, format!("no test in {} refers to this golden file", test.path))),
        None => Some(Finding::new(&file.path, 1, "the test of this golden file is gone")),
    }
}

/// By its name, or by the function it is named after: then with a number from the second on.
fn refers_to(test: &str, name: &str) -> bool {
    let function =
        name.rsplit_once('-').filter(|(_, number)| number.parse::<u32>().is_ok()).map_or(name, |(name, _)| name);
    test.contains(&format!("\"{name}\"")) || test.contains(&format!("fn {function}("))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> TextFile {
        TextFile { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_golden_file_belongs_to_a_test() {
        let test =
            file("crates/a/tests/it/main.rs", "#[test]\nfn plan_is_printed() { assert_snapshot!(\"table\", t); }");
        let head = "---\nsource: crates/a/tests/it/main.rs\n---\ntext";
        let check = |path: &str, head: &str, expected: usize| {
            let files = [file(path, head), file(&test.path, &test.text)];
            assert_eq!(super::check(&files).len(), expected, "{path}");
        };
        check("crates/a/tests/it/snapshots/it__table.snap", head, 0);
        check("crates/a/tests/it/snapshots/it__plan_is_printed-2.snap", head, 0);
        check("crates/a/tests/it/snapshots/it__forgotten.snap", head, 1);
        check("crates/a/tests/it/snapshots/it__table.snap", "---\nsource: crates/a/tests/gone.rs\n---\n", 1);
        check("crates/a/tests/it/snapshots/it__table.snap.new", head, 1);
    }
}
