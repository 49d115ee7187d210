//! Users whom a provider of identities knows: who is who, by issuer and subject, and what its groups give them. A name at a
//! provider is nobody's here until it is joined to a user: it never becomes a user that was there before by having the
//! same name.

use std::collections::{BTreeMap, BTreeSet};

use virkning_model::id::{AgreementId, UserId};

use crate::error::{Failure, StoreError};
use crate::grants::{held_in_txn, regrant_in_txn};
use crate::refusal::Refusal;
use crate::row::{Mention, Row, row};
use crate::store::{Actor, Change, Store};
use crate::transaction::Transaction;
use crate::users::{Role, User, next_roles_insert, roles_insert, roles_text, user_in_txn, user_insert};

/// What a provider says of somebody, and what its groups are worth here.
#[derive(Clone, Debug)]
pub struct ExternalLogin<'a> {
    /// The provider.
    pub issuer: &'a str,
    /// Who it is, as the provider counts people; never given to anybody else.
    pub subject: &'a str,
    /// The user that it becomes at the first login.
    pub user: &'a UserId,
    /// Whether that user was declared before and is joined on purpose.
    pub is_joined: bool,
    /// The name in documents.
    pub name: &'a str,
    /// Roles everywhere.
    pub roles: &'a BTreeSet<Role>,
    /// Roles for single agreements.
    pub grants: &'a BTreeMap<AgreementId, BTreeSet<Role>>,
    /// The hash of the rules by which groups became roles.
    pub rules: &'a str,
}

impl ExternalLogin<'_> {
    fn is_nothing(&self) -> bool {
        self.roles.is_empty() && self.grants.values().all(BTreeSet::is_empty)
    }
}

row! {
    pub(crate) struct ExternalUserRow in "external_users", key (issuer, subject) {
        issuer: String,
        subject: String,
        user_id: String,
        recorded_by: String,
        recorded_at: String,
    }
}

impl Store {
    /// The user whom a provider knows by that subject.
    pub fn external_user(&self, issuer: &str, subject: &str) -> Result<Option<UserId>, StoreError> {
        self.read(|transaction| {
            external_in_txn(transaction, issuer, subject)?.map(|row| row.id("user_id", &row.user_id)).transpose()
        })
    }

    /// Lets somebody in whom a provider has proved. The groups of today decide alone: roles that they no longer give are
    /// taken away, also those that were given by hand. Nobody becomes a user without a role. Who was one and has none any
    /// more is given back without roles, and is not to be let in.
    pub fn external_login(&self, actor: &Actor, login: &ExternalLogin<'_>) -> Result<User, Failure> {
        let stored = self.write(actor, "login-external", actor.user.as_str(), |transaction| {
            let mut rows = Vec::new();
            let user = match external_in_txn(transaction, login.issuer, login.subject)? {
                Some(row) => row.id("user_id", &row.user_id)?,
                None => first_login(transaction, actor, login, &mut rows)?,
            };
            rows.extend(set_in_txn(transaction, actor, &user, login)?);
            let unknown = || Failure::from(Refusal::UnknownUser { user: user.clone() });
            let user = user_in_txn(transaction, &user)?.ok_or_else(unknown)?;
            Ok(Change::Made { record: user, rows, details: details(login) })
        })?;
        Ok(stored.record)
    }
}

fn details(login: &ExternalLogin<'_>) -> BTreeMap<String, String> {
    let mut details: BTreeMap<String, String> = [
        ("issuer".to_owned(), login.issuer.to_owned()),
        ("roles".to_owned(), roles_text(login.roles)),
        ("rules".to_owned(), login.rules.to_owned()),
    ]
    .into();
    let grants = login.grants.iter().filter(|(_, roles)| !roles.is_empty());
    details.extend(grants.map(|(agreement, roles)| (format!("roles {agreement}"), roles_text(roles))));
    details
}

fn external_in_txn(
    transaction: &mut Transaction,
    issuer: &str,
    subject: &str,
) -> Result<Option<ExternalUserRow>, StoreError> {
    transaction.first(&[("issuer", issuer.into()), ("subject", subject.into())], &[])
}

fn first_login(
    transaction: &mut Transaction,
    actor: &Actor,
    login: &ExternalLogin<'_>,
    rows: &mut Vec<Mention>,
) -> Result<UserId, Failure> {
    if login.is_nothing() {
        return Err(Refusal::NoMappedGroup { user: login.user.clone() }.into());
    }
    match (user_in_txn(transaction, login.user)?, login.is_joined) {
        (Some(_), true) => {}
        (Some(_), false) => return Err(Refusal::UserTaken { user: login.user.clone() }.into()),
        (None, true) => return Err(Refusal::UnknownUser { user: login.user.clone() }.into()),
        (None, false) => {
            let user = user_insert(transaction, actor, login.user, login.name, None)?;
            let none = roles_insert(transaction, actor, login.user, 1, &BTreeSet::new())?;
            rows.extend([user.mention(), none.mention()]);
        }
    }
    let row = ExternalUserRow {
        issuer: login.issuer.to_owned(),
        subject: login.subject.to_owned(),
        user_id: login.user.to_string(),
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        digest: String::new(),
    }
    .sealed();
    transaction.insert(&row)?;
    rows.push(row.mention());
    Ok(login.user.clone())
}

/// Gives exactly the roles of the groups, where they are not held already.
fn set_in_txn(
    transaction: &mut Transaction,
    actor: &Actor,
    user: &UserId,
    login: &ExternalLogin<'_>,
) -> Result<Vec<Mention>, Failure> {
    let mut rows = Vec::new();
    let held = user_in_txn(transaction, user)?.map(|user| user.roles).unwrap_or_default();
    if held != *login.roles {
        rows.push(next_roles_insert(transaction, actor, user, login.roles)?.mention());
    }
    let mut wanted = login.grants.clone();
    for agreement in held_in_txn(transaction, user)?.into_keys() {
        wanted.entry(agreement).or_default();
    }
    for (agreement, roles) in &wanted {
        rows.extend(regrant_in_txn(transaction, actor, user, agreement, roles)?);
    }
    Ok(rows)
}
