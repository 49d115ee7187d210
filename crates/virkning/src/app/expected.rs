//! Warnings that are known and accepted, each with its reason: a file beside the agreements. What is warned of and does
//! not stand there is news; what stands there and is no longer warned of is out of date. Both are told.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use virkning_model::Severity;

use super::check::Checked;
use super::failure::{Failure, Refusal};
use super::folder::read_text;

/// The accepted warnings of several documents.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedWarnings {
    #[serde(default, rename = "file")]
    files: Vec<ExpectedFile>,
    /// Warnings about two documents at once: they come only when all documents of the list are checked in one call.
    #[serde(default)]
    together: Vec<ExpectedFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedFile {
    /// From the folder of the file that lists them.
    path: String,
    expected: Vec<ExpectedWarning>,
}

/// One accepted warning. The same code stands as many times as the document is warned of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedWarning {
    code: String,
    reason: String,
}

/// A code that is warned of more or less often than accepted.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct UnexpectedCount {
    /// The document, as it was asked for.
    pub path: String,
    /// The code.
    pub code: String,
    /// How often it is accepted.
    pub expected: usize,
    /// How often it was found.
    pub found: usize,
}

/// Reads the list.
pub fn read(path: &Path) -> Result<ExpectedWarnings, Failure> {
    let text = read_text(path)?;
    let unreadable = |why: String| Refusal::new("expected-unreadable").with("path", path.display()).with("why", why);
    let list: ExpectedWarnings = toml::from_str(&text).map_err(|error| unreadable(error.to_string()))?;
    for file in list.files.iter().chain(&list.together) {
        if let Some(bare) = file.expected.iter().find(|warning| warning.reason.trim().is_empty()) {
            let words = Refusal::new("expected-without-reason").with("path", path.display());
            return Err(words.with("file", &file.path).with("code", &bare.code).into());
        }
    }
    Ok(list)
}

impl ExpectedWarnings {
    /// Every code of every document that is found more or less often than accepted. A document is known by the end of
    /// its path, so that it does not matter from where the program is started.
    pub fn differences(&self, checked: &[Checked]) -> Vec<UnexpectedCount> {
        let is_checked = |listed: &ExpectedFile| checked.iter().any(|file| file.path.ends_with(&listed.path));
        let all = self.files.iter().all(is_checked);
        let together = self.together.iter().filter(|_| all);
        let expected: Vec<&ExpectedFile> = self.files.iter().chain(together).collect();
        let mut differences = Vec::new();
        for file in checked {
            let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
            for expected in expected.iter().filter(|listed| file.path.ends_with(&listed.path)) {
                for warning in &expected.expected {
                    counts.entry(&warning.code).or_default().0 += 1;
                }
            }
            for found in file.diagnostics.iter().filter(|found| found.severity == Severity::Warning) {
                counts.entry(found.code).or_default().1 += 1;
            }
            let path = file.path.display().to_string();
            differences.extend(counts.into_iter().filter(|(_, (expected, found))| expected != found).map(
                |(code, (expected, found))| UnexpectedCount {
                    path: path.clone(),
                    code: code.to_owned(),
                    expected,
                    found,
                },
            ));
        }
        differences
    }
}
