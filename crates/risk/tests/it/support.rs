//! What the tests share: the project's agreements and documents of assumptions.

use std::path::{Path, PathBuf};

use virkning_agreement::Document;
use virkning_model::Agreement;
use virkning_risk::{Assumptions, read};

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

pub fn agreement(path: &str) -> Agreement {
    Document::read(text(path)).unwrap_or_else(|problems| panic!("{path}: {problems:?}")).agreement
}

pub fn ips_plus() -> Agreement {
    agreement("agreements/aarhus/ips-plus.md")
}

/// The agreement with pieces of its text exchanged.
pub fn ips_plus_with(pieces: &[(&str, &str)]) -> Agreement {
    let mut text = text("agreements/aarhus/ips-plus.md");
    for (old, new) in pieces {
        assert!(text.contains(old), "{old} no longer stands in the agreement");
        text = text.replace(old, new);
    }
    Document::read(text).unwrap_or_else(|problems| panic!("{problems:?}")).agreement
}

/// Every agreement of the project with its path, and the templates, which are agreements too.
pub fn agreements() -> Vec<(String, Agreement)> {
    let mut found = Vec::new();
    for folder in ["agreements/aarhus", "agreements/koebenhavn", "agreements/contracts", "crates/agreement/templates"] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let path = format!("{folder}/{}", entry.unwrap().file_name().to_string_lossy());
            if let Ok(document) = Document::read(text(&path)) {
                found.push((path, document.agreement));
            }
        }
    }
    found.sort_by(|one, other| one.0.cmp(&other.0));
    found
}

/// Assumptions about IPS-PLUS with these blocks.
pub fn assumed(blocks: &str) -> Assumptions {
    assumed_of(&ips_plus(), blocks)
}

pub fn assumed_of(agreement: &Agreement, blocks: &str) -> Assumptions {
    let text = format!("# Test\n\n```toml\n{blocks}\n```\n");
    let reading = read(&text, agreement);
    reading.assumptions.unwrap_or_else(|| panic!("{:?}", reading.diagnostics))
}
