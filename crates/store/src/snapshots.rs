//! Register snapshots: what was imported, and where its files lie. The files themselves belong to the register.

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::sqlite::SqliteConnection;
use virkning_model::id::{ContentHash, SnapshotId, UserId};

use crate::digest::RowDigest;
use crate::error::{Failure, StoreError, Tried as _};
use crate::refusal::Refusal;
use crate::row::{Row, from_row};
use crate::store::{Actor, Change, Store, Stored};
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

pub(crate) struct SnapshotRow {
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
    digest: String,
}

from_row!(SnapshotRow {
    sequence,
    id,
    source,
    edition,
    as_of,
    content,
    manifest,
    path,
    recorded_by,
    recorded_at,
    digest,
});

impl Row for SnapshotRow {
    const TABLE: &'static str = "snapshots";
    fn key(&self) -> String {
        self.id.clone()
    }
    fn computed(&self) -> String {
        RowDigest::new(Self::TABLE)
            .number(self.sequence)
            .text(&self.id)
            .text(&self.source)
            .text(&self.edition)
            .text(&self.as_of)
            .text(&self.content)
            .bytes(&self.manifest)
            .text(&self.path)
            .text(&self.recorded_by)
            .text(&self.recorded_at)
            .finish()
    }
    fn digest(&mut self) -> &mut String {
        &mut self.digest
    }
}

impl Store {
    /// Keeps a snapshot. The same content again gives back the one that is there; other content under the same
    /// identifier is refused.
    pub fn snapshot_add(&self, actor: &Actor, new: NewSnapshot<'_>) -> Result<Stored<SnapshotRecord>, Failure> {
        self.write(actor, "snapshot-add", new.id.as_str(), async |connection| {
            acting_user_in_txn(connection, actor, Role::WRITERS).await?;
            if let Some(row) = same_content_in_txn(connection, new.content).await? {
                return snapshot_of(row).map(Change::Nothing).map_err(Failure::from);
            }
            if snapshot_in_txn(connection, new.id).await?.is_some() {
                return Err(Refusal::SnapshotDiffers { snapshot: new.id.clone(), field: "content" }.into());
            }
            let mut row = insert_in_txn(connection, actor, new).await?;
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
        self.read(async |connection| snapshot_in_txn(connection, id).await?.map(snapshot_of).transpose())
    }

    /// The snapshot of a source with the latest edition; among several the one that was imported last.
    pub fn snapshot_latest(&self, source: &str) -> Result<Option<SnapshotRecord>, StoreError> {
        self.read(async |connection| {
            let row: Option<SnapshotRow> = sqlx::query_as(
                "SELECT sequence, id, source, edition, as_of, content, manifest, path, recorded_by, recorded_at, digest
                 FROM snapshots WHERE source = $1 ORDER BY edition DESC, sequence DESC LIMIT 1",
            )
            .bind(source)
            .fetch_optional(connection)
            .await
            .tried("read the snapshot")?;
            row.map(snapshot_of).transpose()
        })
    }

    /// All snapshots, in the order in which they were imported.
    pub fn snapshots(&self) -> Result<Vec<SnapshotRecord>, StoreError> {
        self.read(async |connection| snapshot_rows_in_txn(connection).await?.into_iter().map(snapshot_of).collect())
    }
}

async fn same_content_in_txn(
    connection: &mut SqliteConnection,
    content: &ContentHash,
) -> Result<Option<SnapshotRow>, StoreError> {
    sqlx::query_as(
        "SELECT sequence, id, source, edition, as_of, content, manifest, path, recorded_by, recorded_at, digest
         FROM snapshots WHERE content = $1",
    )
    .bind(content.as_str())
    .fetch_optional(connection)
    .await
    .tried("read the snapshot")
}

async fn snapshot_in_txn(
    connection: &mut SqliteConnection,
    id: &SnapshotId,
) -> Result<Option<SnapshotRow>, StoreError> {
    sqlx::query_as(
        "SELECT sequence, id, source, edition, as_of, content, manifest, path, recorded_by, recorded_at, digest
         FROM snapshots WHERE id = $1",
    )
    .bind(id.as_str())
    .fetch_optional(connection)
    .await
    .tried("read the snapshot")
}

async fn insert_in_txn(
    connection: &mut SqliteConnection,
    actor: &Actor,
    new: NewSnapshot<'_>,
) -> Result<SnapshotRow, StoreError> {
    let sequence: i64 = sqlx::query_scalar("SELECT COALESCE(MAX(sequence), 0) + 1 FROM snapshots")
        .fetch_one(&mut *connection)
        .await
        .tried("number the snapshot")?;
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
    sqlx::query(
        "INSERT INTO snapshots
         (sequence, id, source, edition, as_of, content, manifest, path, recorded_by, recorded_at, digest)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(row.sequence)
    .bind(&row.id)
    .bind(&row.source)
    .bind(&row.edition)
    .bind(&row.as_of)
    .bind(&row.content)
    .bind(&row.manifest)
    .bind(&row.path)
    .bind(&row.recorded_by)
    .bind(&row.recorded_at)
    .bind(&row.digest)
    .execute(connection)
    .await
    .tried("keep the snapshot")?;
    Ok(row)
}

pub(crate) async fn snapshot_rows_in_txn(connection: &mut SqliteConnection) -> Result<Vec<SnapshotRow>, StoreError> {
    sqlx::query_as(
        "SELECT sequence, id, source, edition, as_of, content, manifest, path, recorded_by, recorded_at, digest
         FROM snapshots ORDER BY sequence",
    )
    .fetch_all(connection)
    .await
    .tried("read the snapshots")
}

pub(crate) fn snapshot_of(row: SnapshotRow) -> Result<SnapshotRecord, StoreError> {
    let row = row.checked()?;
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
