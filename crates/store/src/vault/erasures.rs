//! Erasure: one person asks for it, another one confirms, and the data key is gone. What is due for it follows from the
//! deletion dates of the sources that said who somebody is.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use virkning_model::id::{AgreementId, Alias};

use super::identities::{IdentityRow, chain_of_in_txn, sources_in_txn};
use super::master::{IdentityKeyRow, refused};
use super::numbers::Chains;
use super::refusal::IdentityRefusal;
use crate::error::{Failure, StoreError};
use crate::looks::NewLook;
use crate::row::{Mention, Row, row};
use crate::sources::{Source, sources_now_in_txn};
use crate::store::{Actor, Change, Store, Stored};
use crate::transaction::Transaction;
use crate::users::{Role, acting_user_in_txn};

/// Who may ask for an erasure and confirm it.
const ERASED_BY: &[Role] = &[Role::CaseWorker, Role::Administrator, Role::Approver];

/// How far an erasure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Erasure {
    /// Asked for; another person must confirm it.
    Asked,
    /// Confirmed: the data keys are gone.
    Done,
}

/// What came of erasing everybody who is due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DueErased {
    /// How many erasures were asked for now.
    pub asked: u64,
    /// How many were confirmed now.
    pub done: u64,
    /// How many the acting user has asked for, so that somebody else must confirm them.
    pub waiting: u64,
}

/// A source and what is kept from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetentionLine {
    /// The source.
    pub source: String,
    /// What is recorded about it.
    pub record: Option<Source>,
    /// How many identities are kept of which it said something.
    pub kept: u64,
    /// How many of them are due for erasure: every source that said something about them is past its deletion date.
    pub due: u64,
}

row! {
    pub(crate) struct ErasureRow in "erasures", key (sequence) {
        sequence: i64,
        // The person's first number. What else is known of them hangs on it.
        pseudonym: String,
        reason: String,
        recorded_by: String,
        recorded_at: String,
    }
}

row! {
    pub(crate) struct ConfirmationRow in "erasure_confirmations", key (erasure) {
        erasure: i64,
        recorded_by: String,
        recorded_at: String,
    }
}

impl Store {
    /// Asks for the erasure of the identity behind an alias, or confirms it where somebody else has asked.
    pub fn erase(
        &self,
        actor: &Actor,
        agreement: &AgreementId,
        alias: &Alias,
        reason: &str,
    ) -> Result<Stored<Erasure>, Failure> {
        self.write(actor, "erase", alias.as_str(), |transaction| {
            acting_user_in_txn(transaction, actor, ERASED_BY)?;
            let look = NewLook { agreement, alias: Some(alias), what: "", details: "", reason };
            let chain = chain_of_in_txn(transaction, look)?;
            let person = chain[0].0.clone();
            // A number that was linked with an erased one later may still have its key.
            if kept_in_txn(transaction, &person)?.is_empty() {
                let alias = alias.clone();
                return Err(refused(match erased_in_txn(transaction)?.contains(&person) {
                    true => IdentityRefusal::Erased { alias },
                    false => IdentityRefusal::NoIdentity { alias },
                }));
            }
            let mut act = Act { actor, reason, mentions: Vec::new() };
            let erasure = match open_in_txn(transaction, &person)? {
                None => act.ask(transaction, &person)?,
                Some(row) if row.recorded_by == actor.user.as_str() => {
                    return Err(refused(IdentityRefusal::OwnErasure));
                }
                Some(row) => act.confirm(transaction, &row)?,
            };
            let details = [("reason".to_owned(), reason.trim().to_owned())].into();
            Ok(Change::Made { record: erasure, rows: act.mentions, details })
        })
    }

    /// The same for everybody who is due on a day.
    pub fn erase_due(&self, actor: &Actor, today: Date, reason: &str) -> Result<Stored<DueErased>, Failure> {
        self.write(actor, "erase-due", &today.to_string(), |transaction| {
            acting_user_in_txn(transaction, actor, ERASED_BY)?;
            let due = due_in_txn(transaction, today)?;
            if due.is_empty() {
                return Err(refused(IdentityRefusal::NothingDue));
            }
            let mut act = Act { actor, reason, mentions: Vec::new() };
            let mut erased = DueErased::default();
            for person in &due {
                match open_in_txn(transaction, person)? {
                    None => {
                        act.ask(transaction, person)?;
                        erased.asked += 1;
                    }
                    Some(row) if row.recorded_by == actor.user.as_str() => erased.waiting += 1,
                    Some(row) => {
                        act.confirm(transaction, &row)?;
                        erased.done += 1;
                    }
                }
            }
            if act.mentions.is_empty() {
                return Err(refused(IdentityRefusal::OwnErasure));
            }
            let details = [("reason".to_owned(), reason.trim().to_owned())].into();
            Ok(Change::Made { record: erased, rows: act.mentions, details })
        })
    }

    /// Every source with what is kept from it and what of that is due on a day.
    pub fn retention(&self, today: Date) -> Result<Vec<RetentionLine>, StoreError> {
        self.read(|transaction| {
            let mut lines: BTreeMap<String, RetentionLine> = BTreeMap::new();
            for (name, record) in sources_now_in_txn(transaction)? {
                lines.insert(name.clone(), RetentionLine { source: name, record: Some(record), kept: 0, due: 0 });
            }
            let chains = Chains::read_in_txn(transaction)?;
            let due = due_in_txn(transaction, today)?;
            for (pseudonym, sources) in sources_in_txn(transaction)? {
                for name in sources {
                    let empty = RetentionLine { source: name.clone(), record: None, kept: 0, due: 0 };
                    let line = lines.entry(name).or_insert(empty);
                    line.kept += 1;
                    line.due += u64::from(due.contains(chains.first(&pseudonym)));
                }
            }
            Ok(lines.into_values().collect())
        })
    }
}

/// What one person does about one or more erasures.
struct Act<'a> {
    actor: &'a Actor,
    reason: &'a str,
    mentions: Vec<Mention>,
}

impl Act<'_> {
    fn ask(&mut self, transaction: &mut Transaction, person: &str) -> Result<Erasure, Failure> {
        if self.reason.trim().is_empty() {
            return Err(refused(IdentityRefusal::NoReason));
        }
        let row = ErasureRow {
            sequence: transaction.next_number::<ErasureRow>("sequence", &[])?,
            pseudonym: person.to_owned(),
            reason: self.reason.trim().to_owned(),
            recorded_by: self.actor.user.to_string(),
            recorded_at: self.actor.at.to_string(),
            digest: String::new(),
        }
        .sealed();
        transaction.insert(&row)?;
        self.mentions.push(row.mention());
        Ok(Erasure::Asked)
    }

    fn confirm(&mut self, transaction: &mut Transaction, erasure: &ErasureRow) -> Result<Erasure, Failure> {
        let row = ConfirmationRow {
            erasure: erasure.sequence,
            recorded_by: self.actor.user.to_string(),
            recorded_at: self.actor.at.to_string(),
            digest: String::new(),
        }
        .sealed();
        transaction.insert(&row)?;
        self.mentions.push(row.mention());
        for key in kept_in_txn(transaction, &erasure.pseudonym)? {
            transaction.delete::<IdentityKeyRow>(&[("identity", key.identity.into())])?;
            self.mentions.push(Mention::erased(&key));
        }
        Ok(Erasure::Done)
    }
}

/// Every data key of a person.
fn kept_in_txn(transaction: &mut Transaction, person: &str) -> Result<Vec<IdentityKeyRow>, StoreError> {
    let mut kept = Vec::new();
    for (pseudonym, _) in Chains::read_in_txn(transaction)?.chain(person) {
        if let Some(row) = transaction.first::<IdentityRow>(&[("pseudonym", (&pseudonym).into())], &[])? {
            kept.extend(transaction.rows::<IdentityKeyRow>(&[("identity", row.sequence.into())], &[])?);
        }
    }
    Ok(kept)
}

/// The first numbers of everybody whose erasure is confirmed.
pub(super) fn erased_in_txn(transaction: &mut Transaction) -> Result<BTreeSet<String>, StoreError> {
    let confirmed: Vec<ConfirmationRow> = transaction.rows(&[], &[])?;
    let confirmed: BTreeSet<i64> = confirmed.into_iter().map(|row| row.erasure).collect();
    let chains = Chains::read_in_txn(transaction)?;
    let erasures: Vec<ErasureRow> = transaction.rows(&[], &[])?;
    let done = erasures.into_iter().filter(|row| confirmed.contains(&row.sequence));
    Ok(done.map(|row| chains.first(&row.pseudonym).to_owned()).collect())
}

/// The erasure of a person that nobody has confirmed.
fn open_in_txn(transaction: &mut Transaction, person: &str) -> Result<Option<ErasureRow>, StoreError> {
    let rows: Vec<ErasureRow> = transaction.rows(&[("pseudonym", person.into())], &["sequence"])?;
    for row in rows {
        if transaction.first::<ConfirmationRow>(&[("erasure", row.sequence.into())], &[])?.is_none() {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

/// Everybody, by first number, of whom every source is past its deletion date. A source without a record has none.
fn due_in_txn(transaction: &mut Transaction, today: Date) -> Result<BTreeSet<String>, StoreError> {
    let records = sources_now_in_txn(transaction)?;
    let is_past = |source: &String| records.get(source).is_some_and(|record| record.delete_on <= today);
    let chains = Chains::read_in_txn(transaction)?;
    let mut people: BTreeMap<String, bool> = BTreeMap::new();
    for (pseudonym, sources) in sources_in_txn(transaction)? {
        let past = sources.iter().all(is_past);
        let person = people.entry(chains.first(&pseudonym).to_owned()).or_insert(true);
        *person &= past;
    }
    Ok(people.into_iter().filter(|(_, past)| *past).map(|(person, _)| person).collect())
}
