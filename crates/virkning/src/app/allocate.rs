//! `allocate`: who gets which arm, by lot. The lot is drawn from the plan's seed alone, once; the list is sealed by its hash
//! in the event log, and anybody can draw it again.

use std::collections::BTreeMap;
use std::path::Path;

use virkning_model::id::AgreementId;
use virkning_model::observation::Arm;
use virkning_stats::allocation::Scheme;
use virkning_stats::random::ALGORITHM;
use virkning_store::{Allocation, NewAllocation, Stored};

use super::Session;
use super::evaluate::data;
use super::evaluate::plan::{self, AllocationWords, Plan};
use super::failure::{Failure, Refusal};
use super::folder::{hash, write_whole};
use super::settle::enrolment_set;

/// Who is allocated.
#[derive(Clone, Copy, Debug)]
pub enum Whom<'a> {
    /// The people of a list.
    People(&'a Path),
    /// So many places in each stratum, for people who are yet to come.
    Places(usize),
}

/// What a trial's arms have in common with others.
#[derive(Debug)]
pub struct TrialChecked {
    /// People in the treatment and in the control arm.
    pub arms: (usize, usize),
    /// Other agreements with how many of each arm are in them too.
    pub others: Vec<(AgreementId, usize, usize)>,
}

impl Session<'_> {
    /// Draws the lot and writes the list. The same plan and list again give the same and change nothing.
    pub fn allocate(&self, path: &Path, whom: Whom<'_>, out: &Path) -> Result<Stored<Allocation>, Failure> {
        let actor = self.actor()?;
        let plan = plan::read(path)?;
        let (list, result, places) = drawn(path, &plan, whom)?;
        let result_hash = self.folder.keep_evaluation(&result)?;
        let new = NewAllocation {
            plan: plan.id(),
            agreement: plan.says.evaluation.agreement.as_ref(),
            kind: if matches!(whom, Whom::People(_)) { "people" } else { "places" },
            document: &plan.document,
            list: &hash(&list),
            result: &result_hash,
            places,
        };
        let stored = self.store.allocation_add(&actor, new)?;
        write_whole(out, &result)?;
        Ok(stored)
    }

    /// Draws an allocation again from its stored plan: the list must come out as it was sealed.
    pub fn allocation_check(&self, number: u64, list: Option<&Path>) -> Result<Allocation, Failure> {
        let allocation = self.store.allocations()?.into_iter().find(|allocation| allocation.number == number);
        let allocation = allocation.ok_or_else(|| Refusal::new("allocation-unknown").with("number", number))?;
        let plan = plan::parse(Path::new("plan.md"), allocation.document.clone())?;
        let strata = words(&plan)?.places.len().max(1) as u64;
        let whom = match (allocation.kind.as_str(), list) {
            ("people", Some(list)) => Whom::People(list),
            ("people", None) => return Err(Refusal::new("allocation-needs-list").with("number", number).into()),
            _ => Whom::Places(usize::try_from(allocation.places / strata).unwrap_or(0)),
        };
        let (list, result, _) = drawn(Path::new("plan.md"), &plan, whom)?;
        if hash(&list) != allocation.list {
            return Err(Refusal::new("allocation-other-list").with("number", number).into());
        }
        if hash(&result) != allocation.result {
            return Err(Refusal::new("allocation-differs").with("number", number).into());
        }
        Ok(allocation)
    }

    /// Every allocation, the first first.
    pub fn allocations(&self) -> Result<Vec<Allocation>, Failure> {
        Ok(self.store.allocations()?)
    }

    /// Who of a trial's arms is in other investments too: a control who gets another intervention is no longer a picture of
    /// what would have happened anyway.
    pub fn trial_check(&self, subject: &Path) -> Result<TrialChecked, Failure> {
        self.known_actor()?;
        let agreement = self.agreement_named(subject)?;
        let enrolment = self.store.enrolment_latest(&agreement.id)?;
        let enrolment = enrolment.ok_or_else(|| Refusal::new("nobody-enrolled").with("agreement", &agreement.id))?;
        let set = enrolment_set(&enrolment)?;
        let arms: BTreeMap<_, _> = set.enrolled().map(|(person, _)| (person.alias.clone(), person.arm)).collect();
        let count = |arm: Arm| arms.values().filter(|of| **of == arm).count();
        let others = self.overlap_with(&agreement, &set, None)?;
        let others = others.into_iter().map(|other| {
            let of = |arm: Arm| other.people.iter().filter(|alias| arms.get(*alias) == Some(&arm)).count();
            (other.with, of(Arm::Treatment), of(Arm::Control))
        });
        Ok(TrialChecked { arms: (count(Arm::Treatment), count(Arm::Control)), others: others.collect() })
    }
}

fn words(plan: &Plan) -> Result<&AllocationWords, Failure> {
    let words = plan.says.allocation.as_ref();
    words.ok_or_else(|| Refusal::new("allocation-not-planned").with("plan", plan.id()).into())
}

/// The list of people as it counts, the list with arms, and how many it allocates.
fn drawn(path: &Path, plan: &Plan, whom: Whom<'_>) -> Result<(Vec<u8>, Vec<u8>, u64), Failure> {
    let says = words(plan)?;
    let scheme = Scheme { ratio: says.ratio.clone(), block_sizes: says.block_sizes.clone() };
    let fits = scheme.check().is_ok() && says.ratio.len() == says.arms.len();
    if !fits || says.places.iter().any(|stratum| stratum.len() != says.strata.len()) {
        return Err(Refusal::new("allocation-scheme").with("path", path.display()).into());
    }
    let seed = plan.says.evaluation.seed;
    let mut lots = Vec::new();
    let list = match whom {
        Whom::Places(places) => {
            let whole = [Vec::new()];
            let strata = if says.strata.is_empty() { &whole[..] } else { &says.places };
            if strata.is_empty() {
                return Err(Refusal::new("allocation-without-strata").with("plan", plan.id()).into());
            }
            for stratum in strata {
                let units = vec![String::new(); places];
                lots.extend(of_stratum(&scheme, says, seed, stratum, units)?);
            }
            Vec::new()
        }
        Whom::People(file) => {
            let columns: Vec<&str> = says.strata.iter().map(String::as_str).collect();
            let people = data::by_unit(file, plan, &columns)?;
            let mut strata: BTreeMap<&Vec<String>, Vec<String>> = BTreeMap::new();
            let mut list = String::new();
            for (unit, stratum) in &people {
                strata.entry(stratum).or_default().push(unit.clone());
                list.push_str(&format!("{unit};{}\n", stratum.join(";")));
            }
            for (stratum, mut units) in strata {
                let hashes = data::hashes(&units, seed);
                let mut order: Vec<(u64, String)> = hashes.into_iter().zip(units.drain(..)).collect();
                order.sort();
                let units = order.into_iter().map(|(_, unit)| unit).collect();
                lots.extend(of_stratum(&scheme, says, seed, stratum, units)?);
            }
            list.into_bytes()
        }
    };
    let places = lots.len() as u64;
    Ok((list, written(says, seed, &lots), places))
}

/// A row of the list: stratum, place, block, unit, arm.
type Lot = (Vec<String>, usize, u32, String, String);

fn of_stratum(
    scheme: &Scheme,
    says: &AllocationWords,
    seed: u64,
    stratum: &[String],
    units: Vec<String>,
) -> Result<Vec<Lot>, Failure> {
    let name = hash(format!("stratum\n{}", stratum.join("\n")).as_bytes());
    let number = u64::from_str_radix(&name.as_str()[..16], 16).unwrap_or_default();
    let list = scheme.list(seed, number, units.len()).map_err(|why| Refusal::new("internal").with("what", why))?;
    let lots = units
        .into_iter()
        .zip(list)
        .enumerate()
        .map(|(place, (unit, lot))| (stratum.to_vec(), place + 1, lot.block + 1, unit, says.arms[lot.arm].clone()));
    Ok(lots.collect())
}

fn written(says: &AllocationWords, seed: u64, lots: &[Lot]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(b';').flexible(true).from_writer(Vec::new());
    let mut heads = says.strata.clone();
    heads.extend(["place", "block", "unit", "arm", "drawn"].map(str::to_owned));
    // Writing into memory does not fail.
    let _ = writer.write_record(&heads);
    for (stratum, place, block, unit, arm) in lots {
        let mut cells = stratum.clone();
        cells.extend([place.to_string(), block.to_string(), unit.clone(), arm.clone(), format!("{ALGORITHM}/{seed}")]);
        let _ = writer.write_record(&cells);
    }
    writer.into_inner().unwrap_or_default()
}
