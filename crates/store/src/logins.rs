//! What local users log in with, and the one-time links that lead there. Passwords come in hashed, secrets of one-time
//! codes encrypted, and links by the hash of their token: nothing here lets anybody in. A credential that is replaced
//! goes, so that no old password hash waits to be guessed; the log says that there was one.

use jiff::Timestamp;
use virkning_model::id::UserId;

use crate::error::{Failure, StoreError};
use crate::recovery;
use crate::refusal::Refusal;
use crate::row::{Mention, Row, part, row};
use crate::sessions::{end_all_in_txn, end_others_in_txn};
use crate::store::{Actor, Change, Store};
use crate::transaction::{Erasable, Transaction};
use crate::users::{Role, User, may_declare_users, roles_insert, user_in_txn, user_insert, user_of};

/// What a user logs in with now.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// Who.
    pub user: UserId,
    /// The password's hash with its salt and parameters, as a PHC string.
    pub password: String,
    /// The secret of the one-time codes, encrypted.
    pub secret: Vec<u8>,
    /// Since when.
    pub at: Timestamp,
}

/// A credential that is to be kept.
#[derive(Clone, Copy)]
pub struct NewCredential<'a> {
    /// The hash of the one-time link's token.
    pub token: &'a str,
    /// Who.
    pub user: &'a UserId,
    /// The name in documents, for a user that the first link declares.
    pub name: &'a str,
    /// The password's hash.
    pub password: &'a str,
    /// The encrypted secret of the one-time codes.
    pub secret: &'a [u8],
    /// The hashes of the recovery codes.
    pub recovery: &'a [String],
}

/// A one-time link that is still good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// For whom; the first administrator names himself.
    pub user: Option<UserId>,
    /// Until when.
    pub until: Timestamp,
}

row! {
    pub(crate) struct CredentialRow in "credentials", key (user_id, position) {
        user_id: String,
        position: i64,
        password: String,
        secret: Vec<u8>,
        recorded_by: String,
        recorded_at: String,
    }
}

part! {
    pub(crate) struct InvitationRow in "invitations", key (token) {
        token: String,
        // Nothing for the first administrator.
        user_id: Option<String>,
        until: String,
    }
}

part! {
    pub(crate) struct UsedCodeRow in "used_codes", key (user_id, step) {
        user_id: String,
        step: i64,
    }
}

impl Erasable for CredentialRow {}
impl Erasable for InvitationRow {}
impl Erasable for UsedCodeRow {}

impl Store {
    /// What a user logs in with; nothing where no link was used yet.
    pub fn credential(&self, user: &UserId) -> Result<Option<Credential>, StoreError> {
        self.read(|transaction| credential_in_txn(transaction, user)?.map(|row| credential_of(&row)).transpose())
    }

    /// Whether anybody can log in.
    pub fn is_anybody_invited(&self) -> Result<bool, StoreError> {
        self.read(|transaction| Ok(transaction.count::<CredentialRow>(&[])? > 0))
    }

    /// Makes a one-time link for a user, in place of an earlier one. Whoever may declare users may do it.
    pub fn invitation_add(&self, actor: &Actor, user: &UserId, token: &str, until: Timestamp) -> Result<(), Failure> {
        self.write(actor, "invitation-add", user.as_str(), |transaction| {
            may_declare_users(transaction, actor)?;
            if user_in_txn(transaction, user)?.is_none() {
                return Err(Refusal::UnknownUser { user: user.clone() }.into());
            }
            transaction.delete::<InvitationRow>(&[("user_id", user.as_str().into())])?;
            let row =
                InvitationRow { token: token.to_owned(), user_id: Some(user.to_string()), until: until.to_string() };
            transaction.insert(&row)?;
            let details = [("until".to_owned(), until.to_string())].into();
            Ok(Change::Made { record: (), rows: Vec::new(), details })
        })?;
        Ok(())
    }

    /// Makes the link of the first administrator, in place of earlier ones; nothing where somebody can log in already.
    /// Whoever starts the server on the data folder may do it, and sees the link.
    pub fn invitation_first(&self, token: &str, until: Timestamp) -> Result<bool, StoreError> {
        self.fill(|transaction| {
            if transaction.count::<CredentialRow>(&[])? > 0 {
                return Ok(false);
            }
            for row in transaction.rows::<InvitationRow>(&[], &[])?.into_iter().filter(|row| row.user_id.is_none()) {
                transaction.delete::<InvitationRow>(&[("token", row.token.as_str().into())])?;
            }
            transaction.insert(&InvitationRow { token: token.to_owned(), user_id: None, until: until.to_string() })?;
            Ok(true)
        })
    }

    /// The link of that token, where it is good at that time.
    pub fn invitation(&self, token: &str, now: Timestamp) -> Result<Option<Invitation>, StoreError> {
        self.read(|transaction| good_in_txn(transaction, token, now))
    }

    /// Keeps what a user logs in with, in place of what was there; the link is used up and every session of the user is
    /// over. The first administrator is declared by it, or is an administrator who was declared before.
    pub fn credential_set(&self, actor: &Actor, new: NewCredential<'_>) -> Result<User, Failure> {
        let stored = self.write(actor, "credential-set", new.user.as_str(), |transaction| {
            let refused = || Failure::from(Refusal::InvitationGone { user: new.user.clone() });
            let invitation = good_in_txn(transaction, new.token, actor.at)?.ok_or_else(refused)?;
            let mut rows = Vec::new();
            let user = match invitation.user {
                Some(user) if user == *new.user => user_in_txn(transaction, new.user)?.ok_or_else(refused)?,
                Some(_) => return Err(refused()),
                None if transaction.count::<CredentialRow>(&[])? > 0 => return Err(refused()),
                None => administrator_in_txn(transaction, actor, new, &mut rows)?,
            };
            transaction.delete::<InvitationRow>(&[("token", new.token.into())])?;
            end_all_in_txn(transaction, new.user.as_str())?;
            rows.extend(replace_in_txn(transaction, actor, new.user, new.password, new.secret)?);
            rows.extend(recovery::replace_in_txn(transaction, actor, new.user, new.recovery)?);
            Ok(Change::Made { record: user, rows, details: Default::default() })
        })?;
        Ok(stored.record)
    }

    /// Keeps another password of the acting user; the codes of the phone stay. Every session but the one of that token is
    /// over.
    pub fn password_change(&self, actor: &Actor, password: &str, token: &str) -> Result<(), Failure> {
        let user = &actor.user;
        self.write(actor, "password-change", user.as_str(), |transaction| {
            let before = credential_in_txn(transaction, user)?;
            let before = before.ok_or_else(|| Failure::from(Refusal::NoCredential { user: user.clone() }))?;
            end_others_in_txn(transaction, user.as_str(), token)?;
            let rows = replace_in_txn(transaction, actor, user, password, &before.secret)?;
            Ok(Change::Made { record: (), rows, details: Default::default() })
        })?;
        Ok(())
    }

    /// Takes away what a user logs in with: password, codes, open links and sessions. Whoever may declare users may do it,
    /// but not to himself. Roles stay as they are; without a new link nobody acts in them here.
    pub fn credential_remove(&self, actor: &Actor, user: &UserId) -> Result<(), Failure> {
        self.write(actor, "credential-remove", user.as_str(), |transaction| {
            may_declare_users(transaction, actor)?;
            if actor.user == *user {
                return Err(Refusal::OwnAccess { user: user.clone() }.into());
            }
            let before = credential_in_txn(transaction, user)?;
            let before = before.ok_or_else(|| Failure::from(Refusal::NoCredential { user: user.clone() }))?;
            let mut rows = recovery::replace_in_txn(transaction, actor, user, &[])?;
            rows.push(erase_in_txn(transaction, &before)?);
            transaction.delete::<InvitationRow>(&[("user_id", user.as_str().into())])?;
            end_all_in_txn(transaction, user.as_str())?;
            Ok(Change::Made { record: (), rows, details: Default::default() })
        })?;
        Ok(())
    }

    /// Takes a one-time code of that time step: whether it had not been used before. What is older than `before` is
    /// forgotten, for it is refused anyhow.
    pub fn code_take(&self, user: &UserId, step: i64, before: i64) -> Result<bool, StoreError> {
        self.fill(|transaction| {
            let own: Vec<UsedCodeRow> = transaction.rows(&[("user_id", user.as_str().into())], &[])?;
            for row in own.iter().filter(|row| row.step < before) {
                transaction.delete::<UsedCodeRow>(&[("user_id", user.as_str().into()), ("step", row.step.into())])?;
            }
            let is_new = own.iter().all(|row| row.step < step);
            if is_new {
                transaction.insert(&UsedCodeRow { user_id: user.to_string(), step })?;
            }
            Ok(is_new)
        })
    }
}

fn good_in_txn(transaction: &mut Transaction, token: &str, now: Timestamp) -> Result<Option<Invitation>, StoreError> {
    let row: Option<InvitationRow> = transaction.first(&[("token", token.into())], &[])?;
    let Some(row) = row else { return Ok(None) };
    let user = row.user_id.as_deref().map(|user| row.id("user_id", user)).transpose()?;
    let until = row.time("until", &row.until)?;
    Ok((until > now).then_some(Invitation { user, until }))
}

/// The first administrator: declared now, or somebody who was declared an administrator before.
fn administrator_in_txn(
    transaction: &mut Transaction,
    actor: &Actor,
    new: NewCredential<'_>,
    rows: &mut Vec<Mention>,
) -> Result<User, Failure> {
    match user_in_txn(transaction, new.user)? {
        Some(user) if user.roles.contains(&Role::Administrator) => Ok(user),
        Some(_) => Err(Refusal::UserDiffers { user: new.user.clone(), field: "roles" }.into()),
        None => {
            let user = user_insert(transaction, actor, new.user, new.name, None)?;
            let roles = roles_insert(transaction, actor, new.user, 1, &[Role::Administrator].into())?;
            rows.extend([user.mention(), roles.mention()]);
            Ok(user_of(&user, &roles)?)
        }
    }
}

fn replace_in_txn(
    transaction: &mut Transaction,
    actor: &Actor,
    user: &UserId,
    password: &str,
    secret: &[u8],
) -> Result<Vec<Mention>, StoreError> {
    let before = credential_in_txn(transaction, user)?;
    let mut mentions = Vec::new();
    if let Some(before) = &before {
        mentions.push(erase_in_txn(transaction, before)?);
    }
    let row = CredentialRow {
        user_id: user.to_string(),
        position: before.map_or(1, |row| row.position + 1),
        password: password.to_owned(),
        secret: secret.to_vec(),
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        digest: String::new(),
    }
    .sealed();
    transaction.insert(&row)?;
    mentions.push(row.mention());
    Ok(mentions)
}

fn erase_in_txn(transaction: &mut Transaction, row: &CredentialRow) -> Result<Mention, StoreError> {
    let key = [("user_id", row.user_id.as_str().into()), ("position", row.position.into())];
    transaction.delete::<CredentialRow>(&key)?;
    Ok(Mention::erased(row))
}

pub(crate) fn credential_in_txn(
    transaction: &mut Transaction,
    user: &UserId,
) -> Result<Option<CredentialRow>, StoreError> {
    transaction.last(&[("user_id", user.as_str().into())], "position")
}

fn credential_of(row: &CredentialRow) -> Result<Credential, StoreError> {
    Ok(Credential {
        user: row.id("user_id", &row.user_id)?,
        password: row.password.clone(),
        secret: row.secret.clone(),
        at: row.time("recorded_at", &row.recorded_at)?,
    })
}
