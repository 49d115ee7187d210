//! `source`, `retention`: what each source of data about people is used for, and what of it is due to be deleted.

use std::collections::BTreeMap;

use virkning_store::{NewSource, RetentionLine, Source, Stored};

use super::Session;
use super::failure::{Failure, Refusal};

/// A source with what is kept from it.
#[derive(Debug)]
pub struct Kept {
    /// What is recorded, and the identities.
    pub line: RetentionLine,
    /// How many snapshots of the register there are.
    pub snapshots: u64,
    /// Whether the deletion date has passed.
    pub past: bool,
}

impl Session<'_> {
    /// Records what a source is used for.
    pub fn source_add(&self, new: NewSource<'_>) -> Result<Stored<Source>, Failure> {
        Ok(self.store.source_add(&self.actor()?, new)?)
    }

    /// What is recorded about every source.
    pub fn sources(&self) -> Result<Vec<Source>, Failure> {
        Ok(self.store.sources()?)
    }

    /// What is recorded about one source.
    pub fn source(&self, name: &str) -> Result<Source, Failure> {
        let found = self.sources()?.into_iter().find(|source| source.name == name);
        found.ok_or_else(|| Refusal::new("source-unknown-name").with("source", name).into())
    }

    /// Whether nobody has recorded what a source is used for. That is worth a word, and stops nothing.
    pub fn is_source_unrecorded(&self, name: &str) -> Result<bool, Failure> {
        Ok(!self.sources()?.iter().any(|source| source.name == name))
    }

    /// Everything that is kept about people, by source.
    pub fn retention(&self) -> Result<Vec<Kept>, Failure> {
        let today = self.world.today();
        let mut snapshots: BTreeMap<String, u64> = BTreeMap::new();
        for record in self.store.snapshots()? {
            *snapshots.entry(record.source).or_default() += 1;
        }
        let mut lines = self.store.retention(today)?;
        for source in snapshots.keys() {
            if !lines.iter().any(|line| line.source == *source) {
                lines.push(RetentionLine { source: source.clone(), record: None, kept: 0, due: 0 });
            }
        }
        lines.sort_by(|one, other| one.source.cmp(&other.source));
        let kept = lines.into_iter().map(|line| Kept {
            snapshots: snapshots.get(&line.source).copied().unwrap_or_default(),
            past: line.record.as_ref().is_some_and(|record| record.delete_on <= today),
            line,
        });
        Ok(kept.collect())
    }
}
