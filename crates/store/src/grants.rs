//! Roles for one agreement only: who holds which there, beside the roles that are held everywhere. The last record says
//! what is held now.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use virkning_model::id::{AgreementId, UserId};

use crate::error::{Failure, StoreError};
use crate::refusal::Refusal;
use crate::row::{Mention, Row, row};
use crate::store::{Actor, Change, Store, Stored};
use crate::transaction::Transaction;
use crate::users::{
    Role, User, may_declare_users, roles_insert, roles_of_text, roles_text, user_in_txn, user_insert, user_of,
};

/// What a user holds for one agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Who.
    pub user: UserId,
    /// For which agreement. It need not be sealed yet.
    pub agreement: AgreementId,
    /// The roles held now; none where they were taken away.
    pub roles: BTreeSet<Role>,
    /// Who gave them.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

row! {
    pub(crate) struct GrantRow in "grants", key (user_id, agreement, position) {
        user_id: String,
        agreement: String,
        position: i64,
        roles: String,
        recorded_by: String,
        recorded_at: String,
    }
}

impl Store {
    /// Gives a user these roles for one agreement instead of those held there now; no role takes all away. Whoever may
    /// declare users may do it.
    pub fn grant_set(
        &self,
        actor: &Actor,
        user: &UserId,
        agreement: &AgreementId,
        roles: &[Role],
    ) -> Result<Stored<Grant>, Failure> {
        self.write(actor, "grant-set", user.as_str(), |transaction| {
            may_declare_users(transaction, actor)?;
            if user_in_txn(transaction, user)?.is_none() {
                return Err(Refusal::UnknownUser { user: user.clone() }.into());
            }
            let wanted: BTreeSet<Role> = roles.iter().copied().collect();
            let last = last_in_txn(transaction, user, agreement)?;
            let held = last.as_ref().map(grant_of).transpose()?;
            match held {
                Some(held) if held.roles == wanted => return Ok(Change::Nothing(held)),
                _ => {}
            }
            let position = last.map_or(1, |row| row.position + 1);
            let row = insert_in_txn(transaction, actor, user, agreement, position, &wanted)?;
            let details =
                [("agreement".to_owned(), agreement.to_string()), ("roles".to_owned(), row.roles.clone())].into();
            Ok(Change::Made { rows: vec![row.mention()], record: grant_of(&row)?, details })
        })
    }

    /// Declares a user who holds roles for one agreement only. Whoever may declare users may do it.
    pub fn user_add_for(
        &self,
        actor: &Actor,
        id: &UserId,
        name: &str,
        agreement: &AgreementId,
        roles: &[Role],
    ) -> Result<Stored<User>, Failure> {
        self.write(actor, "user-add", id.as_str(), |transaction| {
            may_declare_users(transaction, actor)?;
            let wanted: BTreeSet<Role> = roles.iter().copied().collect();
            if wanted.is_empty() {
                return Err(Refusal::NoRoles { user: id.clone() }.into());
            }
            if user_in_txn(transaction, id)?.is_some() {
                return Err(Refusal::UserDiffers { user: id.clone(), field: "roles" }.into());
            }
            let user = user_insert(transaction, actor, id, name, None)?;
            let none = roles_insert(transaction, actor, id, 1, &BTreeSet::new())?;
            let grant = insert_in_txn(transaction, actor, id, agreement, 1, &wanted)?;
            let details = [
                ("name".to_owned(), name.to_owned()),
                ("agreement".to_owned(), agreement.to_string()),
                ("roles".to_owned(), grant.roles.clone()),
            ];
            let rows = vec![user.mention(), none.mention(), grant.mention()];
            Ok(Change::Made { record: user_of(&user, &none)?, rows, details: details.into() })
        })
    }

    /// What a user holds for single agreements now, by agreement.
    pub fn grants_of(&self, user: &UserId) -> Result<Vec<Grant>, StoreError> {
        self.read(|transaction| grants_of_in_txn(transaction, user))
    }

    /// What everybody holds for single agreements now, by user and agreement.
    pub fn grants(&self) -> Result<Vec<Grant>, StoreError> {
        self.read(|transaction| now(transaction.rows(&[], &["user_id", "agreement", "position"])?))
    }
}

fn insert_in_txn(
    transaction: &mut Transaction,
    actor: &Actor,
    user: &UserId,
    agreement: &AgreementId,
    position: i64,
    roles: &BTreeSet<Role>,
) -> Result<GrantRow, StoreError> {
    let row = GrantRow {
        user_id: user.to_string(),
        agreement: agreement.to_string(),
        position,
        roles: roles_text(roles),
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        digest: String::new(),
    }
    .sealed();
    transaction.insert(&row)?;
    Ok(row)
}

/// What a user holds for single agreements now, by agreement.
pub(crate) fn held_in_txn(
    transaction: &mut Transaction,
    user: &UserId,
) -> Result<BTreeMap<AgreementId, BTreeSet<Role>>, StoreError> {
    let rows = transaction.rows(&[("user_id", user.as_str().into())], &["agreement", "position"])?;
    Ok(now(rows)?.into_iter().map(|grant| (grant.agreement, grant.roles)).collect())
}

/// Gives a user exactly these roles for an agreement, where others are held.
pub(crate) fn regrant_in_txn(
    transaction: &mut Transaction,
    actor: &Actor,
    user: &UserId,
    agreement: &AgreementId,
    roles: &BTreeSet<Role>,
) -> Result<Option<Mention>, StoreError> {
    let last = last_in_txn(transaction, user, agreement)?;
    let held = last.as_ref().map(grant_of).transpose()?.map(|grant| grant.roles).unwrap_or_default();
    if held == *roles {
        return Ok(None);
    }
    let position = last.map_or(1, |row| row.position + 1);
    Ok(Some(insert_in_txn(transaction, actor, user, agreement, position, roles)?.mention()))
}

/// Of each user and agreement the last record, where it gives a role. The rows come in that order.
pub(crate) fn grants_of_in_txn(transaction: &mut Transaction, user: &UserId) -> Result<Vec<Grant>, StoreError> {
    now(transaction.rows(&[("user_id", user.as_str().into())], &["agreement", "position"])?)
}

fn now(rows: Vec<GrantRow>) -> Result<Vec<Grant>, StoreError> {
    let same = |one: &GrantRow, next: &GrantRow| (&one.user_id, &one.agreement) == (&next.user_id, &next.agreement);
    let last = rows.chunk_by(same).filter_map(<[GrantRow]>::last).filter(|row| !row.roles.is_empty());
    last.map(grant_of).collect()
}

/// The roles that a user holds for one agreement.
pub(crate) fn granted_in_txn(
    transaction: &mut Transaction,
    user: &UserId,
    agreement: &AgreementId,
) -> Result<BTreeSet<Role>, StoreError> {
    match last_in_txn(transaction, user, agreement)? {
        Some(row) => Ok(grant_of(&row)?.roles),
        None => Ok(BTreeSet::new()),
    }
}

fn last_in_txn(
    transaction: &mut Transaction,
    user: &UserId,
    agreement: &AgreementId,
) -> Result<Option<GrantRow>, StoreError> {
    transaction.last(&[("user_id", user.as_str().into()), ("agreement", agreement.as_str().into())], "position")
}

fn grant_of(row: &GrantRow) -> Result<Grant, StoreError> {
    Ok(Grant {
        user: row.id("user_id", &row.user_id)?,
        agreement: row.id("agreement", &row.agreement)?,
        roles: row.read("roles", roles_of_text(&row.roles))?,
        by: row.id("recorded_by", &row.recorded_by)?,
        at: row.time("recorded_at", &row.recorded_at)?,
    })
}
