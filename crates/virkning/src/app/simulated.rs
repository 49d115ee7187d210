//! A simulation that is asked for in a page: what it takes, the text of assumptions to begin with, how it is run as long work,
//! and what is kept of it, so that whoever looks later reads what was said.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use virkning_model::id::{AgreementId, ContentHash};
use virkning_model::{Agreement, Diagnostic};
use virkning_risk::Assumptions;
use virkning_store::{Job, NewJob, Role};

use super::Session;
use super::failure::{Failure, Refusal};
use super::job::{Came, Work, json_of};
use super::simulate::simulate_assumed;
use crate::cli::print;
use crate::text::section::Section;
use crate::text::{Language, Texts};

/// What the store calls such work.
pub const KIND: &str = "simulation";

/// The fewest and the most paths that a page may ask for.
pub const PATHS: std::ops::RangeInclusive<u32> = 100..=200_000;

/// How far back a simulation is looked for among everybody's jobs.
const JOBS_LOOKED_AT: u32 = 500;

/// A simulation that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SimulationWork {
    /// The agreement.
    pub agreement: AgreementId,
    /// The sealed text whose terms pay.
    pub hash: ContentHash,
    /// What is assumed; nothing is uncertain where it is empty.
    pub assumptions: String,
    /// How many futures.
    pub paths: u32,
    /// The seed.
    pub seed: u64,
}

/// What a simulation said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// The version of the agreement, as the parties count it.
    pub version: String,
    /// How many of the assumptions are guesses.
    pub guesses: usize,
    /// What it said, by language.
    pub sections: BTreeMap<String, Vec<Section>>,
}

/// Two of these are not the same where a number is not equal to itself; none is.
impl Eq for Told {}

impl Session<'_> {
    /// Asks for a simulation, or says what is wrong with its assumptions.
    pub fn job_simulate(
        &self,
        work: &SimulationWork,
        askers: &'static [Role],
    ) -> Result<Result<Job, Vec<Diagnostic>>, Failure> {
        if !PATHS.contains(&work.paths) {
            return Err(Refusal::new("simulation-paths").with("least", PATHS.start()).with("most", PATHS.end()).into());
        }
        let (_, agreement) = self.simulated_agreement(work)?;
        if let Err(diagnostics) = assumed(&work.assumptions, &agreement) {
            return Ok(Err(diagnostics));
        }
        let input = json_of(&Work::Simulation(work.clone()))?;
        let new = NewJob { kind: KIND, subject: work.agreement.as_str(), input: &input, on: Some(&work.agreement) };
        Ok(Ok(self.store.job_add(&self.actor()?, askers, new)?))
    }

    /// The simulations of an agreement, the last one first, whoever has asked for them.
    pub fn simulations(&self, agreement: &AgreementId) -> Result<Vec<(Job, SimulationWork)>, Failure> {
        let all = self.store.jobs(None, JOBS_LOOKED_AT)?.into_iter();
        let own = all.filter(|job| job.kind == KIND && job.subject == agreement.as_str());
        let read = own.filter_map(|job| match self.work_of(&job) {
            Some(Work::Simulation(work)) => Some((job, work)),
            _ => None,
        });
        Ok(read.collect())
    }

    /// The sealed version that a simulation is about.
    fn simulated_agreement(&self, work: &SimulationWork) -> Result<(String, Agreement), Failure> {
        let id = &work.agreement;
        let sealed = self.store.agreement_versions(id)?.into_iter().find(|sealed| sealed.hash == work.hash);
        let sealed = sealed.ok_or_else(|| Refusal::new("agreement-unknown").with("agreement", id))?;
        let agreement = self.sealed_agreement(id, &sealed)?;
        Ok((sealed.version, agreement))
    }

    /// Runs it. Between its steps it says how many of how many are done; a failure ends it there.
    pub(super) fn simulate_as_asked(
        &self,
        work: &SimulationWork,
        step: &mut dyn FnMut(u64, u64) -> Result<(), Failure>,
    ) -> Result<Came, Failure> {
        let (version, agreement) = self.simulated_agreement(work)?;
        let assumptions = assumed(&work.assumptions, &agreement)
            .map_err(|_| Refusal::new("simulation-assumptions").with("agreement", &work.agreement))?;
        let assumptions = Assumptions { paths: work.paths, seed: work.seed, ..assumptions };
        let guesses = assumptions.guesses();
        let simulated = simulate_assumed(&agreement, &assumptions, true, step)?;
        let told = |language: Language| {
            (language.code().to_owned(), print::simulated_sections(&simulated, &Texts::new(language)))
        };
        let sections = [Language::Danish, Language::English].map(told).into();
        Ok(Came::Simulated(Told { version, guesses, sections }))
    }
}

/// What a text assumes of an agreement, or what is wrong with it. An empty text assumes nothing.
fn assumed(text: &str, agreement: &Agreement) -> Result<Assumptions, Vec<Diagnostic>> {
    if text.trim().is_empty() {
        return Ok(Assumptions::none());
    }
    let reading = virkning_risk::read(text, agreement);
    reading.assumptions.ok_or(reading.diagnostics)
}

/// A text to begin with: recruitment and the results that are paid for as uncertain, each figure marked as a guess.
pub fn assumptions_to_begin_with(agreement: &Agreement, texts: &Texts) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let guess = quoted(&texts.get("simulation-guess"));
    let block = |lines: &[String]| format!("```toml\n{}\n```\n", lines.join("\n"));
    let head = [
        "[assumptions]".to_owned(),
        format!("agreement = {}", quoted(agreement.id.as_str())),
        "paths = 20_000".to_owned(),
        "seed = 1".to_owned(),
    ];
    let mut parts = vec![
        format!("# {}\n", texts.with("simulation-begin-title", &[("name", &agreement.name)])),
        texts.get("simulation-begin"),
        String::new(),
        block(&head),
    ];
    let uncertain = |id: &str, label: &str, rest: &[String]| {
        let first = ["[[uncertain]]".to_owned(), format!("id = {}", quoted(id)), format!("label = {}", quoted(label))];
        block(&[&first[..], rest, &[format!("origin = {{ assumed = {guess} }}")]].concat())
    };
    let recruitment = [
        "of = \"recruitment\"".to_owned(),
        "distribution = { kind = \"triangle\", low = 0.70, mode = 1.00, high = 1.10 }".to_owned(),
    ];
    let mut offered = vec![uncertain("recruitment", &texts.get("simulation-recruitment"), &recruitment)];
    let paid: BTreeSet<&str> = agreement.payments.iter().map(|payment| payment.measure.as_str()).collect();
    for measure in agreement.measures.iter().filter(|measure| paid.contains(measure.id.as_str())) {
        let rest = [
            "of = \"success\"".to_owned(),
            format!("measure = {}", quoted(measure.id.as_str())),
            "distribution = { kind = \"beta\", like = 40 }".to_owned(),
        ];
        offered.push(uncertain(&format!("success-{}", measure.id), &measure.label, &rest));
    }
    // Only what the agreement's own plan can be asked about.
    for part in offered {
        let with_it = [&parts[..], std::slice::from_ref(&part)].concat().join("\n");
        if virkning_risk::read(&with_it, agreement).assumptions.is_some() {
            parts.push(part);
        }
    }
    parts.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_to_begin_with_can_be_read_for_every_agreement() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../agreements");
        let mut seen = 0;
        for name in ["aarhus", "koebenhavn"] {
            for entry in std::fs::read_dir(folder.join(name)).expect("a folder").flatten() {
                let text = std::fs::read_to_string(entry.path()).expect("a text");
                let Some(agreement) = virkning_agreement::read(&text).agreement else { continue };
                for language in [Language::Danish, Language::English] {
                    let begun = assumptions_to_begin_with(&agreement, &Texts::new(language));
                    let assumptions = assumed(&begun, &agreement).unwrap_or_else(|found| panic!("{found:?}: {begun}"));
                    assert_eq!(assumptions.guesses(), assumptions.uncertain.len(), "{}", agreement.id);
                    seen += usize::from(!assumptions.uncertain.is_empty());
                }
            }
        }
        assert!(seen >= 10, "{seen}");
    }
}
