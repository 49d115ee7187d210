//! Recovery codes: what a user logs in with once in place of a code of the phone that is lost. They come in hashed; each
//! has as much chance as a token, so a plain hash tells nothing. A set is one row: a code that is used leaves a smaller one.

use virkning_model::id::UserId;

use crate::error::{Failure, StoreError};
use crate::logins::credential_in_txn;
use crate::refusal::Refusal;
use crate::row::{Mention, Row, row};
use crate::store::{Actor, Change, Store};
use crate::transaction::{Erasable, Transaction};

row! {
    pub(crate) struct RecoveryRow in "recovery_codes", key (user_id, position) {
        user_id: String,
        position: i64,
        // Hashes, separated by commas.
        codes: String,
        recorded_by: String,
        recorded_at: String,
    }
}

impl Erasable for RecoveryRow {}

impl Store {
    /// Keeps the hashes of a user's own recovery codes, in place of those that were there. Only who logs in with a
    /// password has any.
    pub fn recovery_set(&self, actor: &Actor, codes: &[String]) -> Result<(), Failure> {
        let user = &actor.user;
        self.write(actor, "recovery-codes-set", user.as_str(), |transaction| {
            if credential_in_txn(transaction, user)?.is_none() {
                return Err(Refusal::NoCredential { user: user.clone() }.into());
            }
            let rows = replace_in_txn(transaction, actor, user, codes)?;
            let details = [("codes".to_owned(), codes.len().to_string())].into();
            Ok(Change::Made { record: (), rows, details })
        })?;
        Ok(())
    }

    /// How many recovery codes a user has left.
    pub fn recovery_left(&self, user: &UserId) -> Result<usize, StoreError> {
        self.read(|transaction| Ok(row_in_txn(transaction, user)?.map_or(0, |row| codes_of(&row).count())))
    }

    /// Uses up a recovery code of the acting user, by its hash: whether it was one. What was none is not written down here.
    pub fn recovery_take(&self, actor: &Actor, code: &str) -> Result<bool, Failure> {
        let user = &actor.user;
        let stored = self.write(actor, "recovery-code-use", user.as_str(), |transaction| {
            let Some(row) = row_in_txn(transaction, user)? else { return Ok(Change::Nothing(false)) };
            let left: Vec<String> = codes_of(&row).filter(|known| *known != code).map(str::to_owned).collect();
            if left.len() == codes_of(&row).count() {
                return Ok(Change::Nothing(false));
            }
            let rows = replace_in_txn(transaction, actor, user, &left)?;
            let details = [("left".to_owned(), left.len().to_string())].into();
            Ok(Change::Made { record: true, rows, details })
        })?;
        Ok(stored.record)
    }
}

fn codes_of(row: &RecoveryRow) -> impl Iterator<Item = &str> {
    row.codes.split(',').filter(|code| !code.is_empty())
}

fn row_in_txn(transaction: &mut Transaction, user: &UserId) -> Result<Option<RecoveryRow>, StoreError> {
    transaction.last(&[("user_id", user.as_str().into())], "position")
}

/// Writes a set in place of the one that was there; no code takes all away.
pub(crate) fn replace_in_txn(
    transaction: &mut Transaction,
    actor: &Actor,
    user: &UserId,
    codes: &[String],
) -> Result<Vec<Mention>, StoreError> {
    let before = row_in_txn(transaction, user)?;
    let mut mentions = Vec::new();
    if let Some(before) = &before {
        let key = [("user_id", before.user_id.as_str().into()), ("position", before.position.into())];
        transaction.delete::<RecoveryRow>(&key)?;
        mentions.push(Mention::erased(before));
    }
    if codes.is_empty() {
        return Ok(mentions);
    }
    let row = RecoveryRow {
        user_id: user.to_string(),
        position: before.map_or(1, |row| row.position + 1),
        codes: codes.join(","),
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        digest: String::new(),
    }
    .sealed();
    transaction.insert(&row)?;
    mentions.push(row.mention());
    Ok(mentions)
}
