//! Sources of data about people: on which legal basis (hjemmel) and for which purpose (formål) they are used, under which
//! data-processing agreement (databehandleraftale), and when they are to be deleted (slettefrist).

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use virkning_model::id::UserId;

use crate::error::{Failure, StoreError};
use crate::row::{Row, row};
use crate::store::{Actor, Change, Store, Stored};
use crate::transaction::Transaction;
use crate::users::{Role, acting_user_in_txn};
use crate::vault::IdentityRefusal;

/// What is to be recorded about a source.
#[derive(Clone, Copy, Debug)]
pub struct NewSource<'a> {
    /// The source: `dream`, or the name of a list's profile.
    pub name: &'a str,
    /// The legal basis.
    pub legal_basis: &'a str,
    /// The purpose.
    pub purpose: &'a str,
    /// The data-processing agreement; nothing where the authority works on the data itself.
    pub processing_agreement: Option<&'a str>,
    /// The day from which on nothing of it may be kept.
    pub delete_on: Date,
}

/// What is recorded about a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The source.
    pub name: String,
    /// The legal basis.
    pub legal_basis: String,
    /// The purpose.
    pub purpose: String,
    /// The data-processing agreement.
    pub processing_agreement: Option<String>,
    /// The day from which on nothing of it may be kept.
    pub delete_on: Date,
    /// Who recorded it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

row! {
    pub(crate) struct SourceRow in "sources", key (source, position) {
        source: String,
        position: i64,
        legal_basis: String,
        purpose: String,
        processing_agreement: Option<String>,
        delete_on: String,
        recorded_by: String,
        recorded_at: String,
    }
}

impl Store {
    /// Records what a source is used for. The same again changes nothing; something else takes the place of what was
    /// recorded, which stays readable in the event log.
    pub fn source_add(&self, actor: &Actor, new: NewSource<'_>) -> Result<Stored<Source>, Failure> {
        self.write(actor, "source-add", new.name, |transaction| {
            acting_user_in_txn(transaction, actor, Role::WRITERS)?;
            for (field, text) in [("legal-basis", new.legal_basis), ("purpose", new.purpose)] {
                if text.trim().is_empty() {
                    let refusal = IdentityRefusal::SourceIncomplete { source: new.name.to_owned(), field };
                    return Err(crate::Refusal::Identity(refusal).into());
                }
            }
            let last = transaction.last::<SourceRow>(&[("source", new.name.into())], "position")?;
            let row = SourceRow {
                source: new.name.to_owned(),
                position: last.as_ref().map_or(1, |last| last.position + 1),
                legal_basis: new.legal_basis.trim().to_owned(),
                purpose: new.purpose.trim().to_owned(),
                processing_agreement: new.processing_agreement.map(|text| text.trim().to_owned()),
                delete_on: new.delete_on.to_string(),
                recorded_by: actor.user.to_string(),
                recorded_at: actor.at.to_string(),
                digest: String::new(),
            }
            .sealed();
            if let Some(last) = last.filter(|last| last.says_the_same(&row)) {
                return Ok(Change::Nothing(source_of(&last)?));
            }
            transaction.insert(&row)?;
            let details = [
                ("legal-basis".to_owned(), row.legal_basis.clone()),
                ("purpose".to_owned(), row.purpose.clone()),
                ("processing-agreement".to_owned(), row.processing_agreement.clone().unwrap_or_default()),
                ("delete-on".to_owned(), row.delete_on.clone()),
            ];
            Ok(Change::Made { record: source_of(&row)?, rows: vec![row.mention()], details: details.into() })
        })
    }

    /// What is recorded now about each source.
    pub fn sources(&self) -> Result<Vec<Source>, StoreError> {
        self.read(|transaction| Ok(sources_now_in_txn(transaction)?.into_values().collect()))
    }
}

impl SourceRow {
    fn says_the_same(&self, other: &Self) -> bool {
        self.legal_basis == other.legal_basis
            && self.purpose == other.purpose
            && self.processing_agreement == other.processing_agreement
            && self.delete_on == other.delete_on
    }
}

pub(crate) fn sources_now_in_txn(transaction: &mut Transaction) -> Result<BTreeMap<String, Source>, StoreError> {
    let rows: Vec<SourceRow> = transaction.rows(&[], &["source", "position"])?;
    rows.iter().map(|row| Ok((row.source.clone(), source_of(row)?))).collect()
}

fn source_of(row: &SourceRow) -> Result<Source, StoreError> {
    Ok(Source {
        name: row.source.clone(),
        legal_basis: row.legal_basis.clone(),
        purpose: row.purpose.clone(),
        processing_agreement: row.processing_agreement.clone(),
        delete_on: row.day("delete_on", &row.delete_on)?,
        by: row.id("recorded_by", &row.recorded_by)?,
        at: row.time("recorded_at", &row.recorded_at)?,
    })
}
