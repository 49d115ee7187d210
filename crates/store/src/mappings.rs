//! Mappings of register codes to categories: proposed by one person, confirmed by another, and then part of a new edition
//! of the code list.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use virkning_model::id::UserId;

use crate::code_lists::{self, CodeListRecord, NewCodeList, code_list_add_in_txn, code_list_of};
use crate::error::{Failure, StoreError};
use crate::refusal::Refusal;
use crate::row::{Row, row};
use crate::store::{Actor, Change, Store, Stored};
use crate::transaction::Transaction;
use crate::users::{Role, acting_user_in_txn, person_in_txn};

/// What a code is to mean from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// The register source.
    pub source: String,
    /// The code.
    pub code: u16,
    /// Its category.
    pub category: String,
    /// The first day it holds.
    pub from: Date,
}

/// A mapping that waits for a second person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingMapping {
    /// What it says.
    pub mapping: Mapping,
    /// Who proposed it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

row! {
    pub(crate) struct MappingRow in "mappings", key (sequence) {
        sequence: i64,
        source: String,
        code: i64,
        category: String,
        valid_from: String,
        recorded_by: String,
        recorded_at: String,
    }
}

row! {
    pub(crate) struct ConfirmationRow in "mapping_confirmations", key (mapping), unique (code_list) {
        mapping: i64,
        code_list: i64,
        recorded_by: String,
        recorded_at: String,
    }
}

impl Store {
    /// Proposes a mapping. The same person proposing it again changes nothing; another category for the same code and
    /// day takes the place of a mapping that nobody has confirmed.
    pub fn mapping_propose(&self, actor: &Actor, mapping: &Mapping) -> Result<Stored<PendingMapping>, Failure> {
        self.write(actor, "mapping-propose", &subject(mapping), |transaction| {
            acting_user_in_txn(transaction, actor, Role::WRITERS)?;
            if let Some(row) = pending_row_in_txn(transaction, mapping)? {
                return pending_of(&row).map(Change::Nothing).map_err(Failure::from);
            }
            let row = insert_in_txn(transaction, actor, mapping)?;
            Ok(Change::Made { record: pending_of(&row)?, rows: vec![row.mention()], details: details(mapping) })
        })
    }

    /// Mappings of a source that wait for a second person, in the order in which they were proposed.
    pub fn mapping_pending(&self, source: &str) -> Result<Vec<PendingMapping>, StoreError> {
        self.read(|transaction| pending_rows_in_txn(transaction, source)?.iter().map(pending_of).collect())
    }

    /// Confirms a mapping that another person proposed, and keeps the edition of the code list that holds it.
    pub fn mapping_confirm(
        &self,
        actor: &Actor,
        mapping: &Mapping,
        edition: NewCodeList<'_>,
    ) -> Result<Stored<CodeListRecord>, Failure> {
        self.write(actor, "mapping-confirm", &subject(mapping), |transaction| {
            acting_user_in_txn(transaction, actor, Role::WRITERS)?;
            let Some(pending) = pending_row_in_txn(transaction, mapping)? else {
                let category = mapping.category.clone();
                return Err(Refusal::MappingNotPending { code: mapping.code, category }.into());
            };
            let same_person =
                person_in_txn(transaction, &pending.recorded_by)? == person_in_txn(transaction, actor.user.as_str())?;
            if same_person {
                return Err(Refusal::MappingOwn { user: actor.user.clone(), code: mapping.code }.into());
            }
            let (list, already) = code_list_add_in_txn(transaction, actor, edition)?;
            if already {
                let (source, edition) = (edition.source.to_owned(), edition.edition.to_owned());
                return Err(Refusal::CodeListDiffers { source, edition }.into());
            }
            let confirmation = confirm_in_txn(transaction, actor, pending.sequence, list.sequence)?;
            let mut details = details(mapping);
            details.extend(code_lists::details(&edition));
            let rows = vec![list.mention(), confirmation.mention()];
            Ok(Change::Made { rows, record: code_list_of(list)?, details })
        })
    }
}

fn subject(mapping: &Mapping) -> String {
    format!("{}/{}", mapping.source, mapping.code)
}

fn details(mapping: &Mapping) -> BTreeMap<String, String> {
    [("category".to_owned(), mapping.category.clone()), ("from".to_owned(), mapping.from.to_string())].into()
}

/// What waits: not confirmed, and no later mapping of the same code from the same day.
fn pending_rows_in_txn(transaction: &mut Transaction, source: &str) -> Result<Vec<MappingRow>, StoreError> {
    let rows: Vec<MappingRow> = transaction.rows(&[("source", source.into())], &["sequence"])?;
    let confirmed: Vec<ConfirmationRow> = transaction.rows(&[], &[])?;
    let confirmed: BTreeSet<i64> = confirmed.into_iter().map(|confirmation| confirmation.mapping).collect();
    let mut latest = BTreeMap::new();
    for row in &rows {
        latest.insert((row.code, row.valid_from.clone()), row.sequence);
    }
    let is_latest = |row: &MappingRow| latest.get(&(row.code, row.valid_from.clone())) == Some(&row.sequence);
    Ok(rows.into_iter().filter(|row| !confirmed.contains(&row.sequence) && is_latest(row)).collect())
}

fn pending_row_in_txn(transaction: &mut Transaction, mapping: &Mapping) -> Result<Option<MappingRow>, StoreError> {
    let from = mapping.from.to_string();
    let rows = pending_rows_in_txn(transaction, &mapping.source)?;
    Ok(rows
        .into_iter()
        .find(|row| row.code == i64::from(mapping.code) && row.category == mapping.category && row.valid_from == from))
}

fn insert_in_txn(transaction: &mut Transaction, actor: &Actor, mapping: &Mapping) -> Result<MappingRow, StoreError> {
    let sequence: i64 = transaction.next_number::<MappingRow>("sequence", &[])?;
    let row = MappingRow {
        sequence,
        source: mapping.source.clone(),
        code: mapping.code.into(),
        category: mapping.category.clone(),
        valid_from: mapping.from.to_string(),
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        digest: String::new(),
    }
    .sealed();
    transaction.insert(&row)?;
    Ok(row)
}

fn confirm_in_txn(
    transaction: &mut Transaction,
    actor: &Actor,
    mapping: i64,
    code_list: i64,
) -> Result<ConfirmationRow, StoreError> {
    let row = ConfirmationRow {
        mapping,
        code_list,
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        digest: String::new(),
    }
    .sealed();
    transaction.insert(&row)?;
    Ok(row)
}

fn pending_of(row: &MappingRow) -> Result<PendingMapping, StoreError> {
    Ok(PendingMapping {
        mapping: Mapping {
            source: row.source.clone(),
            code: row.read("code", u16::try_from(row.code).ok())?,
            category: row.category.clone(),
            from: row.day("valid_from", &row.valid_from)?,
        },
        by: row.id("recorded_by", &row.recorded_by)?,
        at: row.time("recorded_at", &row.recorded_at)?,
    })
}
