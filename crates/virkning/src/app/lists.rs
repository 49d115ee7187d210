//! The lists besides the register's code list that a settlement rests on: what it means to have left the population, and the
//! code lists that the agreement gives. A settlement names them by edition and hash.

use virkning_model::Agreement;
use virkning_model::agreement::Measure;
use virkning_model::code_list::{LeavingList, ListUsed};
use virkning_model::settlement::{Inputs, Proposal, RestatementCause};
use virkning_register::leaving;
use virkning_store::NewCodeList;

use super::Session;
use super::estimates::built_in_list;
use super::failure::{Failure, Refusal};
use super::folder::hash;

/// The name under which the list of what it means to have left the population is recorded.
const LEFT_POPULATION: &str = "left-population";

/// What it means to have left the population, and as what a settlement names it.
#[derive(Clone, Debug)]
pub struct LeavingInUse {
    /// The list.
    pub list: LeavingList,
    /// How it is named; nothing where no measure asks it, and in settlements from before it was named.
    pub used: Option<ListUsed>,
}

impl Session<'_> {
    /// The list that is built in, named where a measure of the agreement asks it.
    pub fn leaving_now(&self, agreement: &Agreement) -> Result<LeavingInUse, Failure> {
        let list = leaving::built_in();
        if agreement.measures.iter().all(|measure| measure.left_population.is_none()) {
            return Ok(LeavingInUse { list, used: None });
        }
        let content = hash(&serde_json::to_vec(&list).map_err(internal)?);
        let used = ListUsed { name: LEFT_POPULATION.to_owned(), edition: list.edition.clone(), content };
        Ok(LeavingInUse { list, used: Some(used) })
    }

    /// Records the lists that are built in before a proposal is kept that names them, so that it can be computed again by
    /// any later program.
    pub fn record_lists(&self, proposal: &Proposal) -> Result<(), Failure> {
        let restated = proposal.restated.iter().flat_map(|restated| &restated.causes).filter_map(|cause| match cause {
            RestatementCause::Lists { new, .. } => Some(new),
            _ => None,
        });
        for used in std::iter::once(&proposal.inputs.lists).chain(restated).flatten() {
            let built_in = match used.name.as_str() {
                LEFT_POPULATION => Some(serde_json::to_vec(&leaving::built_in()).map_err(internal)?),
                name => built_in_list(name)?,
            };
            let Some(json) = built_in.filter(|json| hash(json) == used.content) else { continue };
            if self.store.code_list_by_hash(&used.content)?.is_some() {
                continue;
            }
            let new = NewCodeList { source: &used.name, edition: &used.edition, json: &json, hash: &used.content };
            self.store.code_list_add(&self.actor()?, new)?;
        }
        Ok(())
    }

    /// The list that inputs name, as it was recorded; the one that is built in where they name none.
    pub fn leaving_then(&self, inputs: &Inputs) -> Result<LeavingInUse, Failure> {
        match inputs.lists.iter().find(|list| list.name == LEFT_POPULATION) {
            Some(used) => Ok(LeavingInUse { list: self.recorded_list(used)?, used: Some(used.clone()) }),
            None => Ok(LeavingInUse { list: leaving::built_in(), used: None }),
        }
    }

    /// A list as it was recorded.
    pub(super) fn recorded_list<T: serde::de::DeserializeOwned>(&self, used: &ListUsed) -> Result<T, Failure> {
        let missing = || Refusal::new("input-missing").with("what", "code list").with("hash", &used.content);
        let record = self.store.code_list_by_hash(&used.content)?.ok_or_else(missing)?;
        Ok(serde_json::from_slice(&record.json)
            .map_err(|error| Refusal::new("record-unreadable").with("what", "code list").with("why", error))?)
    }

    /// The lists besides those of its own text that measures of an agreement ask, as they are in use.
    pub fn lists_in_use(&self, agreement: &Agreement) -> Result<Vec<ListUsed>, Failure> {
        let estimates = self.estimates_now(agreement)?.map(|estimates| estimates.used).unwrap_or_default();
        Ok(self.leaving_now(agreement)?.used.into_iter().chain(estimates).collect())
    }
}

/// The code lists of the agreement that these measures ask by name, each once.
pub fn code_lists_used<'a>(measures: impl Iterator<Item = &'a Measure>) -> Result<Vec<ListUsed>, Failure> {
    let mut all: Vec<ListUsed> = Vec::new();
    for measure in measures {
        for list in virkning_measure::code_lists(measure.success.as_ref(), measure.value.as_ref()) {
            let json = serde_json::to_vec(list).map_err(internal)?;
            let used = ListUsed { name: list.name.to_string(), edition: list.edition.clone(), content: hash(&json) };
            if !all.contains(&used) {
                all.push(used);
            }
        }
    }
    Ok(all)
}

fn internal(error: serde_json::Error) -> Failure {
    Refusal::new("internal").with("what", error).into()
}
