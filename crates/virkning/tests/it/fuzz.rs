//! Every parser with the corpus of its fuzz target: what the fuzzer once found stays mended. Nothing here looks for more;
//! `cargo xtask fuzz` does.

use std::path::{Path, PathBuf};

#[path = "../../../../fuzz/src/targets.rs"]
mod targets;

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    found.retain(|path| path.is_file());
    found.sort();
    found
}

#[test]
fn the_corpus_is_read_without_a_panic() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for (name, target) in targets::TARGETS {
        let own = files(&root.join("fuzz/corpus").join(name));
        assert!(!own.is_empty(), "{name} has no corpus");
        for path in own {
            eprintln!("{}", path.display());
            target(&std::fs::read(&path).expect("a file"));
        }
    }
    for path in files(&root.join("bad")) {
        eprintln!("{}", path.display());
        let bytes = std::fs::read(&path).expect("a file");
        let kind = if path.extension().is_some_and(|ending| ending == "toml") {
            "mapping"
        } else {
            "agreement"
        };
        let (_, target) = targets::TARGETS.iter().find(|(name, _)| *name == kind).expect("a target");
        target(&bytes);
    }
}

/// A folder that no target reads would look like a corpus and be none.
#[test]
fn every_corpus_has_its_target() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus");
    for entry in std::fs::read_dir(folder).expect("the corpus") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        assert!(targets::TARGETS.iter().any(|(target, _)| *target == name), "{name}");
    }
}
