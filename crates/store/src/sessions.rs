//! Sessions of users who have logged in, by the hash of the token that only their browser has; and the language that a
//! user reads. Both pass by themselves: they are in no backup, and nothing in the audit log names their rows.

use jiff::Timestamp;
use virkning_model::id::UserId;

use crate::error::StoreError;
use crate::grants::{Grant, grants_of_in_txn};
use crate::row::{Row, part};
use crate::store::Store;
use crate::transaction::{Erasable, Transaction};
use crate::users::{User, user_in_txn};

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// The hash of the token.
    pub token: String,
    /// Who has logged in.
    pub user: UserId,
    /// What every form must send back.
    pub form_key: String,
    /// When it began.
    pub since: Timestamp,
    /// When it was last used, to the minute.
    pub seen: Timestamp,
    /// When the user last proved who he is; nothing in sessions from before that was noted.
    pub proved: Option<Timestamp>,
    /// The provider that the user came by; nothing where he has a password here.
    pub provider: Option<String>,
}

/// Who asks for a page, as of one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Present {
    /// The session.
    pub login: Login,
    /// The user.
    pub user: User,
    /// What the user holds for single agreements, by agreement.
    pub grants: Vec<Grant>,
    /// The language that the user has chosen.
    pub language: Option<String>,
}

part! {
    pub(crate) struct SessionRow in "sessions", key (token) {
        token: String,
        user_id: String,
        form_key: String,
        since: String,
        seen: String,
    }
    later {
        proved: Option<String> = None::<&str>,
        provider: Option<String> = None::<&str>,
    }
}

part! {
    pub(crate) struct PreferenceRow in "preferences", key (user_id) {
        user_id: String,
        language: String,
    }
}

impl Erasable for SessionRow {}
impl Erasable for PreferenceRow {}

impl Store {
    /// Begins a session. Those that began before `oldest` or were last used before `idle` are forgotten.
    pub fn session_add(&self, login: &Login, oldest: Timestamp, idle: Timestamp) -> Result<(), StoreError> {
        self.fill(|transaction| {
            for row in transaction.rows::<SessionRow>(&[], &[])? {
                let old = login_of(&row)?;
                if old.since < oldest || old.seen < idle {
                    transaction.delete::<SessionRow>(&[("token", row.token.as_str().into())])?;
                }
            }
            transaction.insert(&row_of(login))
        })
    }

    /// The session of that token.
    pub fn session(&self, token: &str) -> Result<Option<Login>, StoreError> {
        self.read(|transaction| {
            let row: Option<SessionRow> = transaction.first(&[("token", token.into())], &[])?;
            row.as_ref().map(login_of).transpose()
        })
    }

    /// Who asks with that token, in one reading: every page begins with it. Nothing where the session has ended, or its
    /// user is no more.
    pub fn present(&self, token: &str) -> Result<Option<Present>, StoreError> {
        self.read(|transaction| {
            let row: Option<SessionRow> = transaction.first(&[("token", token.into())], &[])?;
            let Some(login) = row.as_ref().map(login_of).transpose()? else { return Ok(None) };
            let Some(user) = user_in_txn(transaction, &login.user)? else { return Ok(None) };
            let grants = grants_of_in_txn(transaction, &login.user)?;
            let language = language_in_txn(transaction, &login.user)?;
            Ok(Some(Present { login, user, grants, language }))
        })
    }

    /// Puts a session in the place of another: the user has proved anew who he is, and the old token is worth nothing. One
    /// that has ended meanwhile stays ended, and nothing is put in its place.
    pub fn session_replace(&self, token: &str, login: &Login) -> Result<bool, StoreError> {
        self.fill(|transaction| {
            if transaction.delete::<SessionRow>(&[("token", token.into())])? == 0 {
                return Ok(false);
            }
            transaction.insert(&row_of(login)).map(|()| true)
        })
    }

    /// The sessions of a user, the one that began first first.
    pub fn sessions(&self, user: &UserId) -> Result<Vec<Login>, StoreError> {
        self.read(|transaction| {
            let rows: Vec<SessionRow> = transaction.rows(&[("user_id", user.as_str().into())], &["since"])?;
            rows.iter().map(login_of).collect()
        })
    }

    /// How many sessions a user has.
    pub fn sessions_of(&self, user: &UserId) -> Result<u64, StoreError> {
        self.read(|transaction| transaction.count::<SessionRow>(&[("user_id", user.as_str().into())]))
    }

    /// Keeps that a session was used. One that has ended meanwhile stays ended.
    pub fn session_seen(&self, token: &str, seen: Timestamp) -> Result<(), StoreError> {
        self.fill(|transaction| {
            let key = [("token", token.into())];
            let row: Option<SessionRow> = transaction.first(&key, &[])?;
            let Some(row) = row else { return Ok(()) };
            transaction.delete::<SessionRow>(&key)?;
            transaction.insert(&SessionRow { seen: seen.to_string(), ..row })
        })
    }

    /// Ends a session.
    pub fn session_end(&self, token: &str) -> Result<(), StoreError> {
        self.fill(|transaction| transaction.delete::<SessionRow>(&[("token", token.into())]).map(|_| ()))
    }

    /// Ends every session of a user.
    pub fn sessions_end(&self, user: &UserId) -> Result<(), StoreError> {
        self.fill(|transaction| end_all_in_txn(transaction, user.as_str()))
    }

    /// The language that a user has chosen.
    pub fn language(&self, user: &UserId) -> Result<Option<String>, StoreError> {
        self.read(|transaction| language_in_txn(transaction, user))
    }

    /// Keeps the language that a user has chosen.
    pub fn language_set(&self, user: &UserId, language: &str) -> Result<(), StoreError> {
        self.fill(|transaction| {
            transaction.delete::<PreferenceRow>(&[("user_id", user.as_str().into())])?;
            transaction.insert(&PreferenceRow { user_id: user.to_string(), language: language.to_owned() })
        })
    }
}

fn language_in_txn(transaction: &mut Transaction, user: &UserId) -> Result<Option<String>, StoreError> {
    let row: Option<PreferenceRow> = transaction.first(&[("user_id", user.as_str().into())], &[])?;
    Ok(row.map(|row| row.language))
}

pub(crate) fn end_all_in_txn(transaction: &mut Transaction, user: &str) -> Result<(), StoreError> {
    transaction.delete::<SessionRow>(&[("user_id", user.into())]).map(|_| ())
}

pub(crate) fn end_others_in_txn(transaction: &mut Transaction, user: &str, token: &str) -> Result<(), StoreError> {
    let rows: Vec<SessionRow> = transaction.rows(&[("user_id", user.into())], &[])?;
    for row in rows.iter().filter(|row| row.token != token) {
        transaction.delete::<SessionRow>(&[("token", row.token.as_str().into())])?;
    }
    Ok(())
}

fn row_of(login: &Login) -> SessionRow {
    SessionRow {
        token: login.token.clone(),
        user_id: login.user.to_string(),
        form_key: login.form_key.clone(),
        since: login.since.to_string(),
        seen: login.seen.to_string(),
        proved: login.proved.map(|at| at.to_string()),
        provider: login.provider.clone(),
    }
}

fn login_of(row: &SessionRow) -> Result<Login, StoreError> {
    Ok(Login {
        token: row.token.clone(),
        user: row.id("user_id", &row.user_id)?,
        form_key: row.form_key.clone(),
        since: row.time("since", &row.since)?,
        seen: row.time("seen", &row.seen)?,
        proved: row.proved.as_deref().map(|text| row.time("proved", text)).transpose()?,
        provider: row.provider.clone(),
    })
}
