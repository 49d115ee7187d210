//! Code lists: the edition in use, and mappings of unknown codes that two people make.

use jiff::civil::Date;
use virkning_model::code_list::CodeList;
use virkning_model::id::ContentHash;
use virkning_register::codes;
use virkning_store::{CodeListRecord, Mapping, NewCodeList};

use super::failure::{Failure, Refusal};
use super::folder::hash;
use super::{Session, coded};

/// A code list with the hash that settlements name.
#[derive(Clone, Debug)]
pub struct CodesInUse {
    /// The list.
    pub list: CodeList,
    /// The hash of its record.
    pub hash: ContentHash,
    json: Vec<u8>,
}

impl CodesInUse {
    fn of(list: CodeList) -> Result<Self, Failure> {
        // A code list is plain data; that it cannot be written is our own fault.
        let json = serde_json::to_vec(&list).map_err(|error| Refusal::new("internal").with("what", error))?;
        Ok(Self { hash: hash(&json), list, json })
    }

    /// A list as it was recorded.
    pub fn of_record(record: CodeListRecord) -> Result<Self, Failure> {
        let list = serde_json::from_slice(&record.json)
            .map_err(|error| Refusal::new("record-unreadable").with("what", "code list").with("why", error))?;
        Ok(Self { list, hash: record.hash, json: record.json })
    }

    fn as_new(&self) -> NewCodeList<'_> {
        NewCodeList { source: &self.list.source, edition: &self.list.edition, json: &self.json, hash: &self.hash }
    }
}

/// What a mapping led to.
#[derive(Debug)]
pub enum Mapped {
    /// It waits for a second user.
    Pending(Mapping),
    /// Two people said so before: nothing changes.
    Known {
        /// What was mapped.
        mapping: Mapping,
        /// The edition in use.
        edition: String,
    },
    /// It is confirmed: a new edition of the code list.
    Confirmed {
        /// What was mapped.
        mapping: Mapping,
        /// The new edition.
        edition: String,
    },
}

impl Session<'_> {
    /// The newest code list of DREAM: the recorded one, or the one that is built in.
    pub fn codes(&self) -> Result<CodesInUse, Failure> {
        match self.store.code_list_latest("dream")? {
            Some(record) => CodesInUse::of_record(record),
            None => CodesInUse::of(codes::built_in()),
        }
    }

    /// The same, recorded, so that a settlement can name it.
    pub fn codes_recorded(&self) -> Result<CodesInUse, Failure> {
        let in_use = self.codes()?;
        if self.store.code_list_by_hash(&in_use.hash)?.is_none() {
            self.store.code_list_add(&self.actor()?, in_use.as_new())?;
        }
        Ok(in_use)
    }

    /// Gives a code a category from a day on. The first user proposes, another one confirms with the same words. What the
    /// list says already is not asked again: a new edition would undo approvals that rest on the one in use.
    pub fn codes_map(&self, source: &str, code: u16, category: &str, from: Date) -> Result<Mapped, Failure> {
        if source != "dream" {
            return Err(Refusal::new("source-unknown").with("source", source).into());
        }
        let actor = self.actor()?;
        let in_use = self.codes_recorded()?;
        let mapping = Mapping { source: source.to_owned(), code, category: category.to_owned(), from };
        let mapped = codes::with_mapping(&in_use.list, code, category, from)
            .map_err(|error| coded(error.code(), mapping_words(&mapping, &in_use.list)))?;
        if mapped.rows == in_use.list.rows {
            return Ok(Mapped::Known { mapping, edition: in_use.list.edition });
        }
        let pending = self.store.mapping_pending(source)?;
        let proposed_by_other = pending.iter().any(|pending| pending.mapping == mapping && pending.by != actor.user);
        if !proposed_by_other {
            self.store.mapping_propose(&actor, &mapping)?;
            return Ok(Mapped::Pending(mapping));
        }
        let edition = CodesInUse::of(mapped)?;
        self.store.mapping_confirm(&actor, &mapping, edition.as_new())?;
        Ok(Mapped::Confirmed { mapping, edition: edition.list.edition })
    }
}

fn mapping_words(mapping: &Mapping, list: &CodeList) -> Vec<(&'static str, String)> {
    let known: std::collections::BTreeSet<&str> = list.rows.iter().map(|row| row.category.as_str()).collect();
    vec![
        ("code", mapping.code.to_string()),
        ("category", mapping.category.clone()),
        ("known", known.into_iter().collect::<Vec<_>>().join(", ")),
    ]
}
