//! Texts in two languages: the same files, keys, attributes and variables in both. It reads Fluent line by line, as far
//! as that needs.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, TextFile, numbered};

/// A message or an attribute of one: where it stands and which variables fill it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Text {
    line: usize,
    variables: BTreeSet<String>,
}

/// The texts of one file by key; an attribute's key is `message.attribute`.
type Texts = BTreeMap<String, Text>;

/// Compares every Danish file with the English one of the same name, and the other way round.
pub fn check(files: &[TextFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (language, other) in [("da", "en"), ("en", "da")] {
        for file in files.iter().filter(|file| is_of(&file.path, language)) {
            let path = file.path.replace(&format!("/locales/{language}/"), &format!("/locales/{other}/"));
            let twin = files.iter().find(|candidate| candidate.path == path);
            match twin {
                Some(twin) => findings.extend(compare(file, twin)),
                None => findings.push(Finding::new(&file.path, 1, format!("there is no {path}"))),
            }
        }
        findings.extend(doubled(files.iter().filter(|file| is_of(&file.path, language))));
    }
    findings
}

fn is_of(path: &str, language: &str) -> bool {
    path.contains(&format!("/locales/{language}/")) && path.ends_with(".ftl")
}

/// What one file has and its twin lacks. Called both ways round.
fn compare(file: &TextFile, twin: &TextFile) -> Vec<Finding> {
    let theirs = read(&twin.text);
    let mut findings = Vec::new();
    for (key, text) in read(&file.text) {
        let Some(other) = theirs.get(&key) else {
            findings.push(Finding::new(&file.path, text.line, format!("`{key}` is missing in {}", twin.path)));
            continue;
        };
        for variable in text.variables.difference(&other.variables) {
            let message = format!("`{key}` uses ${variable} here but not in {}:{}", twin.path, other.line);
            findings.push(Finding::new(&file.path, text.line, message));
        }
    }
    findings
}

/// Keys that stand twice in one language: the later one would silently win or be refused at run time.
fn doubled<'a>(files: impl Iterator<Item = &'a TextFile>) -> Vec<Finding> {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut findings = Vec::new();
    for file in files {
        for (line, words) in numbered(&file.text) {
            let Some(key) = message_key(words) else { continue };
            let here = format!("{}:{line}", file.path);
            if let Some(first) = seen.get(key) {
                findings.push(Finding::new(&file.path, line, format!("`{key}` stands at {first} already")));
            } else {
                seen.insert(key.to_owned(), here);
            }
        }
    }
    findings
}

fn read(text: &str) -> Texts {
    let mut texts = Texts::new();
    let mut message = String::new();
    let mut current = String::new();
    for (line, words) in numbered(text) {
        if words.starts_with('#') {
            continue;
        }
        if let Some(key) = message_key(words) {
            message = key.to_owned();
            current = message.clone();
            texts.insert(current.clone(), Text { line, ..Text::default() });
        } else if let Some(attribute) = attribute_key(words) {
            current = format!("{message}.{attribute}");
            texts.insert(current.clone(), Text { line, ..Text::default() });
        }
        if let Some(text) = texts.get_mut(&current) {
            text.variables.extend(variables(words));
        }
    }
    texts
}

/// `key = …` at the beginning of a line; terms begin with a hyphen.
fn message_key(line: &str) -> Option<&str> {
    let key = line.split_once('=')?.0.trim_end();
    let begins = |letter: char| letter.is_ascii_alphabetic() || letter == '-';
    (key.starts_with(begins) && is_key(key.trim_start_matches('-'))).then_some(key)
}

/// `    .attribute = …`
fn attribute_key(line: &str) -> Option<&str> {
    let key = line.strip_prefix(' ')?.trim_start().strip_prefix('.')?.split_once('=')?.0.trim_end();
    is_key(key).then_some(key)
}

fn is_key(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_')
}

fn variables(line: &str) -> impl Iterator<Item = String> {
    line.split('$').skip(1).filter_map(|after| {
        let end = after.find(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-' || letter == '_'));
        let name = &after[..end.unwrap_or(after.len())];
        (!name.is_empty()).then(|| name.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(danish: &str, english: &str, expected: &[&str]) {
        let file = |language: &str, text: &str| TextFile {
            path: format!("crates/virkning/locales/{language}/a.ftl"),
            text: text.to_owned(),
        };
        let mut messages: Vec<String> = super::check(&[file("da", danish), file("en", english)])
            .into_iter()
            .map(|finding| finding.message)
            .collect();
        messages.sort();
        assert_eq!(messages.len(), expected.len(), "{messages:?}");
        for (message, words) in messages.iter().zip(expected) {
            assert!(message.contains(words), "{message} should say {words}");
        }
    }

    #[test]
    fn both_languages_say_the_same() {
        check(
            "# x\nA012 = Ukendt part »{ $party }«.\n    .hint = Skriv en af: { $known }.\n",
            "A012 = Unknown party “{ $party }”.\n    .hint = Write one of: { $known }.\n",
            &[],
        );
        check(
            "n = { $count ->\n    [one] én\n   *[other] { $count }\n}\n",
            "n = { $count ->\n    [one] one\n   *[other] { $count }\n}\n",
            &[],
        );
    }

    #[test]
    fn what_one_language_lacks_is_found() {
        check("a = A\nb = B\n", "a = A\n", &["`b` is missing"]);
        check("a = A\n", "a = A\n    .hint = H\n", &["`a.hint` is missing"]);
        check("a = { $sum }\n", "a = { $total }\n", &["uses $sum", "uses $total"]);
        check("a =\n    flere linjer\n    { $sum }\n", "a = several\n", &["uses $sum"]);
        check("a = A\na = B\n", "a = A\n", &["stands at"]);
    }

    #[test]
    fn a_file_has_a_twin() {
        let alone = TextFile { path: "crates/virkning/locales/da/a.ftl".to_owned(), text: "a = A".to_owned() };
        assert_eq!(super::check(&[alone]).len(), 1);
    }
}
