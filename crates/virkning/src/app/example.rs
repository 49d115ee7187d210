//! `settle --example`: the settlements that a worked example leads to, computed by the payment code itself and stored
//! nowhere.

use std::path::Path;

use virkning_engine::{ExampleResult, example_proposals, run_example};
use virkning_model::Agreement;
use virkning_model::code_list::CodeList;
use virkning_model::id::SnapshotId;
use virkning_model::settlement::{Inputs, Proposal};

use super::check::read_agreement;
use super::coded;
use super::failure::{Failure, Refusal};
use super::folder::hash;
use super::settle::refuse_investeringscase;

/// A worked example with what it comes to.
pub struct ComputedExample {
    /// The agreement, under the example's own choice where it takes one differently.
    pub agreement: Agreement,
    /// Whether what it states is what is computed.
    pub result: ExampleResult,
    /// One settlement for each measured year, each after the ones before.
    pub proposals: Vec<Proposal>,
}

/// Computes the settlements of an example of the agreement in a file.
///
/// # Errors
/// A document with errors, a name that no example has, and an example of rates: rates are expectations, and `plan` shows
/// what they come to.
pub fn compute(path: &Path, name: &str, codes: &CodeList) -> Result<ComputedExample, Failure> {
    let (text, agreement) = read_agreement(path, codes)?;
    refuse_investeringscase(&agreement)?;
    let Some(example) = agreement.examples.iter().find(|example| example.name == name).cloned() else {
        let known: Vec<&str> = agreement.examples.iter().map(|example| example.name.as_str()).collect();
        return Err(Refusal::new("example-unknown").with("name", name).with("known", known.join(" · ")).into());
    };
    let made_up = hash(text.as_bytes());
    let inputs = Inputs {
        seal: made_up.clone(),
        enrolment_set: made_up.clone(),
        snapshot: SnapshotId::new("example").map_err(|error| Refusal::new("internal").with("what", error))?,
        snapshot_content: made_up.clone(),
        register_edition: String::new(),
        code_list_edition: codes.edition.clone(),
        code_list_content: made_up.clone(),
        posted_before: Vec::new(),
        ruleset: virkning_engine::RULESET,
        synthetic: true,
        observations: Some(made_up),
        registers: Vec::new(),
        overlaps: Vec::new(),
        evaluations: Vec::new(),
        numbers: None,
        lists: Vec::new(),
    };
    let proposals =
        example_proposals(&agreement, &example, &inputs).map_err(|error| coded(error.code(), error.arguments()))?;
    let result = run_example(&agreement, &example);
    let agreement = example.under.map_or(agreement, |under| *under);
    Ok(ComputedExample { agreement, result, proposals })
}
