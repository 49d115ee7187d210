//! The documents under `agreements/`: every worked example holds, every plan can be made, and the published outcomes
//! contracts pay what is published of them.

use std::path::PathBuf;

use virkning_engine::{ProposeError, example_proposals, plan, propose, run_example};
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

#[test]
fn the_rate_card_pays_each_outcome_once_and_each_person_up_to_a_cap() {
    // Published: nine prices, once per person, a cap per person over three years; the participants are made up.
    let card = document("dwp-innovation-fund");
    let prices: Vec<i128> = card.payments.iter().map(|payment| payment.price().unwrap().minor() / 100).collect();
    assert_eq!(prices, [700, 800, 1_300, 2_200, 3_300, 2_000, 1_200, 2_600, 1_000]);
    let paid = |name: &str| -> Vec<(i16, i128, i128)> {
        let example = card.examples.iter().find(|example| example.name.starts_with(name)).unwrap();
        let proposals = example_proposals(&card, example, &inputs(2012, Vec::new())).unwrap();
        let minor = |amount: virkning_model::Money| amount.minor() / 100;
        proposals.iter().map(|one| (one.measured_year, minor(one.amount), minor(one.over_cap))).collect()
    };
    assert_eq!(paid("Nine persons"), [(2012, 15_100, 0)]);
    // All nine come to 15,100 for one person, of which the cap lets 8,000 through.
    assert_eq!(paid("One person"), [(2012, 8_000, 7_100)]);
    // A again behaves better in 2013, which pays nothing more; B has 6,800 of 8,000 after 2012 and gets 1,200 for level 2.
    assert_eq!(paid("Once per person"), [(2012, 7_500, 0), (2013, 2_000, 800), (2014, 2_600, 1_000)]);
}

#[test]
fn an_example_that_says_wrongly_what_is_due() {
    let peterborough = document("peterborough");
    let mut example = peterborough.examples[0].clone();
    let result = run_example(&peterborough, &example);
    assert!(result.holds && result.due.is_empty());
    example.due.values_mut().for_each(|due| *due = true);
    let result = run_example(&peterborough, &example);
    let wrong: Vec<&str> = result.due.iter().map(|difference| difference.term.as_str()).collect();
    assert_eq!((result.holds, wrong), (false, vec!["all-cohorts", "each-cohort"]));
    // Rates are expectations: nobody can be settled by them.
    (example.given, example.observations) = (Default::default(), Vec::new());
    let error = example_proposals(&peterborough, &example, &inputs(2011, Vec::new())).unwrap_err();
    assert_eq!(error.code(), "P034");
}
