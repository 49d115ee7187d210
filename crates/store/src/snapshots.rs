//! Register snapshots: what was imported, and where its files lie. The files themselves belong to the register.

use jiff::Timestamp;
use jiff::civil::Date;
use virkning_model::id::{ContentHash, SnapshotId, UserId};

use crate::error::{Failure, StoreError};
use crate::refusal::Refusal;
use crate::row::{Row, row};
use crate::store::{Actor, Change, Store, Stored};
use crate::transaction::Transaction;
use crate::users::{Role, acting_user_in_txn};

/// A snapshot to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewSnapshot<'a> {
    /// Its identifier.
    pub id: &'a SnapshotId,
    /// The register source.
    pub source: &'a str,
    /// The edition, in a form that sorts by time: `2025-02`.
    pub edition: &'a str,
    /// The day its data were drawn.
    pub as_of: Date,
    /// The hash of its content.
    pub content: &'a ContentHash,
    /// Its manifest as JSON.
    pub manifest: &'a [u8],
    /// Its folder, relative to the data folder.
    pub path: &'a str,
}

/// A kept snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotRecord {
    /// Its identifier.
    pub id: SnapshotId,
    /// The register source.
    pub source: String,
    /// The edition.
    pub edition: String,
    /// The day its data were drawn.
    pub as_of: Date,
    /// The hash of its content.
    pub content: ContentHash,
    /// Its manifest as JSON.
    pub manifest: Vec<u8>,
    /// Its folder.
    pub path: String,
    /// When it was imported.
    pub at: Timestamp,
    /// Who imported it.
    pub by: UserId,
}

row! {
    pub(crate) struct SnapshotRow in "snapshots", key (id), unique (sequence), unique (content) {
        sequence: i64,
        id: String,
        source: String,
        edition: String,
        as_of: String,
        content: String,
        manifest: Vec<u8>,
        path: String,
        recorded_by: String,
        recorded_at: String,
    }
}

impl Store {
    /// Keeps a snapshot. The same content again gives back the one that is there; other content under the same
    /// identifier is refused.
    pub fn snapshot_add(&self, actor: &Actor, new: NewSnapshot<'_>) -> Result<Stored<SnapshotRecord>, Failure> {
        self.write(actor, "snapshot-add", new.id.as_str(), |transaction| {
            acting_user_in_txn(transaction, actor, Role::WRITERS)?;
            if let Some(row) = same_content_in_txn(transaction, new.content)? {
                return snapshot_of(row).map(Change::Nothing).map_err(Failure::from);
            }
            if snapshot_in_txn(transaction, new.id)?.is_some() {
                return Err(Refusal::SnapshotDiffers { snapshot: new.id.clone(), field: "content" }.into());
            }
            let row = insert_in_txn(transaction, actor, new)?;
            let details = [
                ("source".to_owned(), new.source.to_owned()),
                ("edition".to_owned(), new.edition.to_owned()),
                ("content".to_owned(), new.content.to_string()),
            ]
            .into();
            Ok(Change::Made { rows: vec![row.mention()], record: snapshot_of(row)?, details })
        })
    }

    /// The snapshot of that identifier.
    pub fn snapshot(&self, id: &SnapshotId) -> Result<Option<SnapshotRecord>, StoreError> {
        self.read(|transaction| snapshot_in_txn(transaction, id)?.map(snapshot_of).transpose())
    }

    /// The snapshot of a source with the latest edition; among several the one that was imported last.
    pub fn snapshot_latest(&self, source: &str) -> Result<Option<SnapshotRecord>, StoreError> {
        self.read(|transaction| {
            let row: Option<SnapshotRow> =
                transaction.first(&[("source", source.into())], &["-edition", "-sequence"])?;
            row.map(snapshot_of).transpose()
        })
    }

    /// All snapshots, in the order in which they were imported.
    pub fn snapshots(&self) -> Result<Vec<SnapshotRecord>, StoreError> {
        self.read(|transaction| transaction.rows(&[], &["sequence"])?.into_iter().map(snapshot_of).collect())
    }
}

fn same_content_in_txn(
    transaction: &mut Transaction,
    content: &ContentHash,
) -> Result<Option<SnapshotRow>, StoreError> {
    transaction.first(&[("content", content.as_str().into())], &[])
}

fn snapshot_in_txn(transaction: &mut Transaction, id: &SnapshotId) -> Result<Option<SnapshotRow>, StoreError> {
    transaction.first(&[("id", id.as_str().into())], &[])
}

fn insert_in_txn(
    transaction: &mut Transaction,
    actor: &Actor,
    new: NewSnapshot<'_>,
) -> Result<SnapshotRow, StoreError> {
    let sequence: i64 = transaction.next_number::<SnapshotRow>("sequence", &[])?;
    let row = SnapshotRow {
        sequence,
        id: new.id.to_string(),
        source: new.source.to_owned(),
        edition: new.edition.to_owned(),
        as_of: new.as_of.to_string(),
        content: new.content.to_string(),
        manifest: new.manifest.to_vec(),
        path: new.path.to_owned(),
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        digest: String::new(),
    }
    .sealed();
    transaction.insert(&row)?;
    Ok(row)
}

pub(crate) fn snapshot_of(row: SnapshotRow) -> Result<SnapshotRecord, StoreError> {
    Ok(SnapshotRecord {
        id: row.id("id", &row.id)?,
        as_of: row.day("as_of", &row.as_of)?,
        content: row.id("content", &row.content)?,
        at: row.time("recorded_at", &row.recorded_at)?,
        by: row.id("recorded_by", &row.recorded_by)?,
        source: row.source,
        edition: row.edition,
        manifest: row.manifest,
        path: row.path,
    })
}
