//! Under which numbers the participants of a recorded set stand in registers: now and before. A settlement names them by a hash,
//! so that it is computed again from the same rows when somebody has been enrolled under another number since.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use virkning_model::id::{Alias, ContentHash};
use virkning_model::settlement::Inputs;
use virkning_register::Pseudonym;
use virkning_register::list::NumberLink;
use virkning_store::EnrolmentRecord;

use super::Session;
use super::failure::{Failure, Refusal};
use super::folder::hash;
use super::settle::links_of;

/// The numbers of a recorded set of participants.
pub struct PeopleInRegisters {
    /// Which register pseudonym each alias stands for.
    pub links: BTreeMap<Alias, Pseudonym>,
    /// The numbers that followed others when the set was recorded.
    pub numbers: Vec<NumberLink>,
    /// The hash of both.
    pub hash: ContentHash,
}

impl Session<'_> {
    /// The numbers of one record of a set.
    pub fn people_in_registers(&self, set: &EnrolmentRecord) -> Result<PeopleInRegisters, Failure> {
        let links = links_of(self.store.enrolment_links_at(&set.agreement, set.version)?)?;
        let mut numbers = self.number_links_of(set)?;
        numbers.sort_by_key(|link| (link.later, link.from, link.earlier));
        // Links of people who are not in the set change nothing about it.
        let hash = hash_of(&links, &of_set(&links, &numbers));
        Ok(PeopleInRegisters { links, numbers, hash })
    }

    /// The record of the enrolment set that inputs name, with the numbers that they name; the newest where they name none.
    pub fn enrolment_then(&self, inputs: &Inputs) -> Result<EnrolmentRecord, Failure> {
        let missing =
            |what: &str, hash: &ContentHash| Refusal::new("input-missing").with("what", what).with("hash", hash);
        let mut records = self.store.enrolments_by_hash(&inputs.enrolment_set)?.into_iter();
        let Some(numbers) = &inputs.numbers else {
            return Ok(records.next().ok_or_else(|| missing("enrolment", &inputs.enrolment_set))?);
        };
        for record in records {
            if self.people_in_registers(&record)?.hash == *numbers {
                return Ok(record);
            }
        }
        Err(missing("numbers", numbers).into())
    }
}

/// The links that reach somebody of the set, directly or over another number.
fn of_set(links: &BTreeMap<Alias, Pseudonym>, numbers: &[NumberLink]) -> Vec<NumberLink> {
    let mut reached: std::collections::BTreeSet<Pseudonym> = links.values().copied().collect();
    loop {
        let earlier = numbers.iter().filter(|link| reached.contains(&link.later)).map(|link| link.earlier);
        let new: Vec<Pseudonym> = earlier.filter(|number| !reached.contains(number)).collect();
        if new.is_empty() {
            break;
        }
        reached.extend(new);
    }
    numbers.iter().copied().filter(|link| reached.contains(&link.later)).collect()
}

fn hash_of(links: &BTreeMap<Alias, Pseudonym>, numbers: &[NumberLink]) -> ContentHash {
    let mut text = String::new();
    // Writing to a string never fails.
    for (alias, pseudonym) in links {
        let _ = writeln!(text, "{alias} {pseudonym}");
    }
    for NumberLink { earlier, later, from } in numbers {
        let _ = writeln!(text, "{earlier} > {later} {from}");
    }
    hash(text.as_bytes())
}
