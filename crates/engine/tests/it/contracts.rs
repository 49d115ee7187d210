//! The documents under `agreements/`: every worked example holds, every plan can be made, and the published outcomes
//! contracts pay what is published of them.

use std::path::PathBuf;

use virkning_engine::{ProposeError, plan, propose, run_example};
use virkning_model::agreement::{Agreement, AgreementKind};

use crate::support::*;

fn documents() -> Vec<(String, Agreement)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../agreements");
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in std::fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        files.extend(std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()));
    }
    files.sort();
    let read = |path: PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        virkning_agreement::read(&text).agreement.map(|agreement| (name, agreement))
    };
    files.into_iter().filter_map(read).collect()
}

pub fn document(name: &str) -> Agreement {
    let found = documents().into_iter().find(|(known, _)| known == name);
    found.unwrap_or_else(|| panic!("{name} has errors; `virkning check` shows them")).1
}

#[test]
fn every_worked_example_holds() {
    for (name, agreement) in documents() {
        println!("{name}: {} examples", agreement.examples.len());
        for example in &agreement.examples {
            let result = run_example(&agreement, example);
            assert!(result.holds, "{name}: {result:#?}");
        }
    }
}

#[test]
fn every_agreement_has_a_plan() {
    for (name, agreement) in documents() {
        let plan = plan(&agreement).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(plan.agreement, agreement.id);
    }
}

#[test]
fn nothing_is_settled_in_an_investeringscase() {
    for (name, agreement) in documents().into_iter().filter(|(_, one)| one.kind == AgreementKind::Investeringscase) {
        let result = propose(&agreement, case(2017, Vec::new(), &[]));
        assert_eq!(result, Err(ProposeError::Investeringscase), "{name}");
    }
}
