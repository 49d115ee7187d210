//! Who may depend on what, read from `cargo tree`: the pure crates stay light, each heavy library stays behind one
//! crate, and crates that must not know each other do not.

use std::collections::{BTreeMap, BTreeSet};

use super::Finding;
use crate::shell::{self, Failure};

/// Crates that compute only.
const PURE: &[&str] =
    &["virkning-model", "virkning-agreement", "virkning-engine", "virkning-measure", "virkning-stats"];

/// What none of them may reach.
const HEAVY: &[&str] =
    &["arrow", "arrow-array", "axum", "datafusion", "hyper", "parquet", "rayon", "reqwest", "sqlx", "tokio", "typst"];

/// Crates that compute on as many threads as there are, and reach nothing else that is heavy.
const LIGHT: &[&str] = &["virkning-risk"];

/// Libraries that one crate alone may use, and which.
const FENCED: &[(&str, &str)] =
    &[("parquet", "virkning-register"), ("sqlx", "virkning-store"), ("typst", "virkning-report")];

/// Crates that never see each other, and why.
const STRANGERS: &[(&str, &str, &str)] = &[
    ("virkning-engine", "virkning-measure", "facts of a cohort are read from observations, not from registers"),
    ("virkning-measure", "virkning-engine", "facts of one person know nothing of money"),
    ("virkning-agreement", "virkning-engine", "a document is checked without being run"),
    ("virkning-stats", "virkning-model", "statistics know no contract"),
    ("virkning-store", "virkning-engine", "the store computes nothing"),
    ("virkning-report", "virkning-engine", "a report prints finished figures"),
];

/// What nobody reaches in the default build.
const NOWHERE: &[&str] = &["arrow-array", "ballista", "datafusion"];

/// What a crate uses directly and in all, by name.
#[derive(Debug, Default, PartialEq, Eq)]
struct Uses {
    direct: BTreeSet<String>,
    all: BTreeSet<String>,
}

/// Looks at every crate of the workspace.
pub fn check() -> Result<Vec<Finding>, Failure> {
    let mut crates = BTreeMap::new();
    for name in members()? {
        let tree = shell::output(shell::cargo().args([
            "tree",
            "--quiet",
            "--locked",
            "--package",
            &name,
            "--edges",
            "normal,build",
            "--prefix",
            "depth",
            "--format",
            "{p}",
        ]))?;
        crates.insert(name, uses(&tree));
    }
    Ok(breaches(&crates).into_iter().map(|(name, message)| Finding::new(&manifest(&name), 1, message)).collect())
}

fn members() -> Result<Vec<String>, Failure> {
    let tree = shell::output(shell::cargo().args([
        "tree",
        "--quiet",
        "--locked",
        "--workspace",
        "--depth",
        "0",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ]))?;
    let name = |line: &str| line.split_whitespace().next().map(str::to_owned);
    Ok(tree.lines().filter_map(name).collect::<BTreeSet<_>>().into_iter().collect())
}

fn manifest(name: &str) -> String {
    match name.strip_prefix("virkning-") {
        Some("bench") => "bench/Cargo.toml".to_owned(),
        Some(part) => format!("crates/{part}/Cargo.toml"),
        None if name == "virkning" => "crates/virkning/Cargo.toml".to_owned(),
        None => format!("{name}/Cargo.toml"),
    }
}

/// Reads the lines of `cargo tree --prefix depth`: `1serde v1.0.229`.
fn uses(tree: &str) -> Uses {
    let mut uses = Uses::default();
    for line in tree.lines() {
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let (depth, package) = line.split_at(digits);
        let Some(name) = package.split_whitespace().next() else { continue };
        match depth {
            "" | "0" => {}
            "1" => {
                uses.direct.insert(name.to_owned());
                uses.all.insert(name.to_owned());
            }
            _ => {
                uses.all.insert(name.to_owned());
            }
        }
    }
    uses
}

/// Every breach, as the crate and a message.
fn breaches(crates: &BTreeMap<String, Uses>) -> Vec<(String, String)> {
    let mut breaches = Vec::new();
    for (name, uses) in crates {
        let mut breach = |message: String| breaches.push((name.clone(), message));
        let light = LIGHT.contains(&name.as_str());
        if PURE.contains(&name.as_str()) || light {
            for heavy in HEAVY.iter().filter(|heavy| uses.all.contains(**heavy) && !(light && **heavy == "rayon")) {
                breach(format!(
                    "{name} is pure and must not reach {heavy}; `cargo tree -p {name} -i {heavy}` shows how"
                ));
            }
        }
        for (library, owner) in FENCED {
            let family = |used: &&String| {
                *used == library || used.strip_prefix(library).is_some_and(|rest| rest.starts_with('-'))
            };
            if let Some(used) = uses.direct.iter().find(family).filter(|_| name != owner) {
                breach(format!("only {owner} may depend on {used}"));
            }
        }
        for (_, stranger, reason) in STRANGERS.iter().filter(|(one, ..)| one == name) {
            if uses.all.contains(*stranger) {
                breach(format!("{name} must not know {stranger}: {reason}"));
            }
        }
        for banned in NOWHERE.iter().filter(|banned| uses.all.contains(**banned)) {
            breach(format!("{banned} takes minutes to build and has no place in the default build"));
        }
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, tree: &str, expected: &[&str]) {
        let crates = BTreeMap::from([(name.to_owned(), uses(tree))]);
        let messages: Vec<String> = breaches(&crates).into_iter().map(|(_, message)| message).collect();
        assert_eq!(messages.len(), expected.len(), "{messages:?}");
        for (message, words) in messages.iter().zip(expected) {
            assert!(message.contains(words), "{message} should say {words}");
        }
    }

    #[test]
    fn a_tree_is_read() {
        let tree =
            "0virkning-model v0.1.0 (path)\n1serde v1.0.229\n2serde_derive v1.0.229 (proc-macro)\n1jiff v0.2.46 (*)\n";
        let read = uses(tree);
        assert_eq!(read.direct.iter().map(String::as_str).collect::<Vec<_>>(), ["jiff", "serde"]);
        assert_eq!(read.all.len(), 3);
    }

    #[test]
    fn heavy_libraries_stay_out_of_pure_crates() {
        check("virkning-engine", "0virkning-engine v1\n1virkning-model v1\n2serde v1\n", &[]);
        check("virkning-engine", "0virkning-engine v1\n1virkning-model v1\n2tokio v1\n", &["must not reach tokio"]);
    }

    #[test]
    fn each_heavy_library_stays_behind_its_crate() {
        check("virkning-register", "0virkning-register v1\n1parquet v60\n", &[]);
        check("virkning", "0virkning v1\n1virkning-register v1\n2parquet v60\n", &[]);
        check("virkning", "0virkning v1\n1parquet v60\n", &["only virkning-register may depend on parquet"]);
        check("virkning", "0virkning v1\n1typst-pdf v0\n", &["only virkning-report may depend on typst-pdf"]);
    }

    #[test]
    fn strangers_stay_strangers() {
        check("virkning-engine", "0virkning-engine v1\n1virkning-measure v1\n", &["must not know virkning-measure"]);
        check("virkning", "0virkning v1\n1datafusion v55\n", &["no place in the default build"]);
        check("virkning-register", "0virkning-register v1\n2arrow-array v60\n", &["no place in the default build"]);
    }
}
