//! The lists that amounts are estimated from where no file of refunds exists: the refund ladder, what each code is on it, and
//! the rates of benefits. The first two are built in and may be loaded otherwise; rates are always loaded. A settlement names
//! all three by edition and hash, and is computed again from them.

use std::path::Path;
use std::sync::OnceLock;

use virkning_measure::{BenefitRates, EstimateLists, Ladder, LadderCodes};
use virkning_model::Agreement;
use virkning_model::agreement::Measure;
use virkning_model::code_list::ListUsed;
use virkning_model::settlement::{Inputs, Proposal};
use virkning_model::source::{REFUND_LADDER, is_estimated};
use virkning_register::codes::CodeListError;
use virkning_register::{Loaded, benefit_rates, ladder, ladder_codes};
use virkning_store::NewCodeList;

use super::Session;
use super::failure::{Failure, Refusal};
use super::folder::{hash, read_text};

/// The names under which the lists are recorded.
const LADDER: &str = REFUND_LADDER;
const CODES: &str = "ladder-codes";
const RATES: &str = "benefit-rates";

/// A list and as what a settlement names it.
#[derive(Clone, Debug)]
pub struct Used<T> {
    /// The list.
    pub list: T,
    /// How it is named.
    pub used: ListUsed,
}

impl<T: serde::Serialize> Used<T> {
    fn of(name: &str, edition: &str, list: T) -> Result<Self, Failure> {
        let content = hash(&json(&list)?);
        Ok(Self { used: ListUsed { name: name.to_owned(), edition: edition.to_owned(), content }, list })
    }
}

/// The lists in use.
#[derive(Clone, Debug)]
pub struct LadderLists {
    /// The ladder.
    pub ladder: Used<Ladder>,
    /// What each code is on it.
    pub codes: Used<LadderCodes>,
    /// The rates; nothing where none have been loaded.
    pub rates: Option<Used<BenefitRates>>,
}

/// The lists that amounts of a settlement are estimated from, and the amounts.
#[derive(Debug)]
pub struct EstimatesInUse {
    /// The lists.
    pub lists: EstimateLists,
    /// How they are named.
    pub used: Vec<ListUsed>,
    rows: OnceLock<Loaded>,
}

impl EstimatesInUse {
    fn of(lists: EstimateLists, used: Vec<ListUsed>) -> Self {
        Self { lists, used, rows: OnceLock::new() }
    }

    /// The rows of the only register that the amounts are estimated from, with the amounts.
    pub fn rows(&self, weeks: &Loaded) -> &Loaded {
        self.rows.get_or_init(|| weeks.clone().estimated(&self.lists, None))
    }
}

/// Files that a user loads lists from.
#[derive(Clone, Copy, Debug, Default)]
pub struct LadderFiles<'a> {
    /// The ladder.
    pub ladder: Option<&'a Path>,
    /// What each code is on it.
    pub codes: Option<&'a Path>,
    /// Rates of benefits.
    pub rates: Option<&'a Path>,
}

impl Session<'_> {
    /// Loads and records lists. Each becomes the one in use; earlier editions stay for the settlements that name them.
    ///
    /// # Errors
    /// A file that is no such list; another list of the same name and edition. All files are read before any is recorded.
    pub fn load_ladder_lists(&self, files: LadderFiles<'_>) -> Result<Vec<ListUsed>, Failure> {
        let actor = self.actor()?;
        let mut read: Vec<(ListUsed, Vec<u8>)> = Vec::new();
        if let Some(path) = files.ladder {
            let wrong = |error| wrong_file(path, &ladder::COLUMNS, error);
            let list = ladder::read_csv(&read_text(path)?).map_err(wrong)?;
            read.push((Used::of(LADDER, &list.edition, &list)?.used, json(&list)?));
        }
        if let Some(path) = files.codes {
            let wrong = |error| wrong_file(path, &ladder_codes::COLUMNS, error);
            let list = ladder_codes::read_csv(&read_text(path)?).map_err(wrong)?;
            read.push((Used::of(CODES, &list.edition, &list)?.used, json(&list)?));
        }
        if let Some(path) = files.rates {
            let wrong = |error| wrong_file(path, &benefit_rates::COLUMNS, error);
            let list = benefit_rates::read_csv(&read_text(path)?).map_err(wrong)?;
            read.push((Used::of(RATES, &list.edition, &list)?.used, json(&list)?));
        }
        for (used, _) in &read {
            self.refuse_earlier_list(used)?;
        }
        for (used, json) in &read {
            // A list that is built in keeps its edition: another one under that name would be refused.
            if let Some(built_in) = built_in_list(&used.name)? {
                self.record_built_in(&used.name, &built_in)?;
            }
            let new = NewCodeList { source: &used.name, edition: &used.edition, json, hash: &used.content };
            self.store.code_list_add(&actor, new)?;
        }
        Ok(read.into_iter().map(|(used, _)| used).collect())
    }

    /// A list that has been replaced does not come back by being read once more: that would look as if it were in use.
    fn refuse_earlier_list(&self, used: &ListUsed) -> Result<(), Failure> {
        let known = self.store.code_list_by_hash(&used.content)?.is_some();
        let latest = self.store.code_list_latest(&used.name)?;
        if known && latest.is_some_and(|latest| latest.hash != used.content) {
            let refusal = Refusal::new("estimated-list-earlier").with("list", &used.name);
            return Err(refusal.with("edition", &used.edition).into());
        }
        Ok(())
    }

    /// Records a list that is built in, before the first other one of its name.
    fn record_built_in(&self, name: &str, json: &[u8]) -> Result<(), Failure> {
        let content = hash(json);
        if self.store.code_list_latest(name)?.is_some() {
            return Ok(());
        }
        let edition = match name {
            LADDER => ladder::built_in().edition,
            _ => ladder_codes::built_in().edition,
        };
        let new = NewCodeList { source: name, edition: &edition, json, hash: &content };
        self.store.code_list_add(&self.actor()?, new)?;
        Ok(())
    }

    /// The lists in use: those that were loaded last, else those that are built in.
    pub fn ladder_lists(&self) -> Result<LadderLists, Failure> {
        let ladder: Ladder = self.latest_list(LADDER)?.unwrap_or_else(ladder::built_in);
        let codes: LadderCodes = self.latest_list(CODES)?.unwrap_or_else(ladder_codes::built_in);
        let rates: Option<BenefitRates> = self.latest_list(RATES)?;
        Ok(LadderLists {
            ladder: Used::of(LADDER, &ladder.edition.clone(), ladder)?,
            codes: Used::of(CODES, &codes.edition.clone(), codes)?,
            rates: rates.map(|rates| Used::of(RATES, &rates.edition.clone(), rates)).transpose()?,
        })
    }

    /// The lists in use, where some rates have been loaded.
    ///
    /// # Errors
    /// No rates.
    pub fn estimates(&self) -> Result<EstimatesInUse, Failure> {
        Ok(self.estimates_if_any()?.ok_or_else(|| Refusal::new("no-benefit-rates"))?)
    }

    fn estimates_if_any(&self) -> Result<Option<EstimatesInUse>, Failure> {
        let LadderLists { ladder, codes, rates } = self.ladder_lists()?;
        let Some(rates) = rates else { return Ok(None) };
        let used = vec![ladder.used, codes.used, rates.used];
        let lists = EstimateLists { ladder: ladder.list, codes: codes.list, rates: rates.list };
        Ok(Some(EstimatesInUse::of(lists, used)))
    }

    /// The same where a measure of the agreement is read from estimates; nothing where none is, or no rates are there.
    pub fn estimates_now(&self, agreement: &Agreement) -> Result<Option<EstimatesInUse>, Failure> {
        if !agreement.measures.iter().any(of_estimates) {
            return Ok(None);
        }
        self.estimates_if_any()
    }

    /// The lists that inputs name, as they were recorded; nothing where they name none.
    pub fn estimates_then(&self, inputs: &Inputs) -> Result<Option<EstimatesInUse>, Failure> {
        let named = |name: &str| inputs.lists.iter().find(|list| list.name == name);
        let (Some(ladder), Some(codes), Some(rates)) = (named(LADDER), named(CODES), named(RATES)) else {
            return Ok(None);
        };
        let lists = EstimateLists {
            ladder: self.recorded_list(ladder)?,
            codes: self.recorded_list(codes)?,
            rates: self.recorded_list(rates)?,
        };
        Ok(Some(EstimatesInUse::of(lists, vec![ladder.clone(), codes.clone(), rates.clone()])))
    }

    fn latest_list<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Failure> {
        let Some(record) = self.store.code_list_latest(name)? else { return Ok(None) };
        serde_json::from_slice(&record.json)
            .map(Some)
            .map_err(|error| Refusal::new("record-unreadable").with("what", name).with("why", error).into())
    }
}

/// A list that is built in under that name, as it is recorded; nothing for other names.
pub fn built_in_list(name: &str) -> Result<Option<Vec<u8>>, Failure> {
    match name {
        LADDER => json(&ladder::built_in()).map(Some),
        CODES => json(&ladder_codes::built_in()).map(Some),
        _ => Ok(None),
    }
}

/// Whether a measure is read from estimates.
pub fn of_estimates(measure: &Measure) -> bool {
    is_estimated(&measure.source)
}

/// The measures of a proposal that were read from estimates, each once: those that pay, those that they require and those
/// that nobody pays for. Where its inputs name no list of rates, nothing was estimated.
pub fn estimated_measures<'a>(agreement: &'a Agreement, proposal: &Proposal) -> Vec<&'a Measure> {
    if estimate_lists(&proposal.inputs).is_empty() {
        return Vec::new();
    }
    let paid = std::iter::once(&proposal.measure).chain(proposal.more.iter().map(|more| &more.measure));
    let all: Vec<_> = paid.chain(proposal.follow_ups.iter().map(|result| &result.measure)).collect();
    agreement.measures.iter().filter(|measure| of_estimates(measure) && all.contains(&&measure.id)).collect()
}

/// The lists that amounts were estimated from, as inputs name them.
pub fn estimate_lists(inputs: &Inputs) -> Vec<ListUsed> {
    inputs.lists.iter().filter(|list| [LADDER, CODES, RATES].contains(&list.name.as_str())).cloned().collect()
}

/// What is wrong with a file, in which columns these are asked for.
fn wrong_file(path: &Path, columns: &[&str], error: CodeListError) -> Failure {
    let (problem, line, column, value, reason) = match error {
        CodeListError::Unreadable { reason } => ("unreadable", 0, "", String::new(), reason),
        CodeListError::MissingColumn { column } => ("column", 0, column, String::new(), String::new()),
        CodeListError::Invalid { line, column, value } => ("value", line, column, value, String::new()),
        CodeListError::Overlap { code } => ("overlap", 0, "", code.to_string(), String::new()),
        CodeListError::Empty => ("empty", 0, "", String::new(), String::new()),
    };
    let refusal = Refusal::new("estimated-file").with("path", path.display()).with("problem", problem);
    let refusal = refusal.with("line", line).with("column", column).with("value", value).with("reason", reason);
    refusal.with("columns", columns.join(", ")).into()
}

fn json<T: serde::Serialize>(list: &T) -> Result<Vec<u8>, Failure> {
    serde_json::to_vec(list).map_err(|error| Refusal::new("internal").with("what", error).into())
}
