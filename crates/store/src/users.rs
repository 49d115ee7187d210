//! Users and their roles. Users are declared, not authenticated: what the rules about two persons are worth depends on the
//! operating system's accounts, whose names stand beside in the audit log.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use sqlx::sqlite::SqliteConnection;
use virkning_model::id::UserId;

use crate::digest::RowDigest;
use crate::error::{Failure, StoreError, Tried as _};
use crate::refusal::Refusal;
use crate::row::{Row, from_row};
use crate::store::{Actor, Change, Store, Stored};

/// What a user may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Proposes and posts settlements.
    Controller,
    /// Approves and posts settlements that others proposed.
    Approver,
    /// Enrols participants.
    CaseWorker,
    /// Maps register codes.
    CodeKeeper,
    /// Reads everything, changes nothing.
    Auditor,
    /// Reads, changes nothing.
    Reader,
    /// Declares users.
    Administrator,
}

impl Role {
    /// Every role, in the order of the list that people see.
    pub const ALL: [Role; 7] = [
        Role::Controller,
        Role::Approver,
        Role::CaseWorker,
        Role::CodeKeeper,
        Role::Auditor,
        Role::Reader,
        Role::Administrator,
    ];

    /// Who may change stored data at all.
    pub(crate) const WRITERS: &'static [Role] =
        &[Role::Controller, Role::Approver, Role::CaseWorker, Role::CodeKeeper, Role::Administrator];

    /// Who may post.
    pub(crate) const POSTERS: &'static [Role] = &[Role::Controller, Role::Approver];

    /// The stable word: `code-keeper`.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Controller => "controller",
            Role::Approver => "approver",
            Role::CaseWorker => "case-worker",
            Role::CodeKeeper => "code-keeper",
            Role::Auditor => "auditor",
            Role::Reader => "reader",
            Role::Administrator => "administrator",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = String;
    /// Gives back the text where it is no role.
    fn from_str(text: &str) -> Result<Self, String> {
        Role::ALL.into_iter().find(|role| role.as_str() == text).ok_or_else(|| text.to_owned())
    }
}

/// A declared user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The name on the command line.
    pub id: UserId,
    /// The name in documents.
    pub name: String,
    /// The roles held now.
    pub roles: BTreeSet<Role>,
    /// Who declared it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

pub(crate) struct UserRow {
    id: String,
    name: String,
    recorded_by: String,
    recorded_at: String,
    digest: String,
}

from_row!(UserRow { id, name, recorded_by, recorded_at, digest });

impl Row for UserRow {
    const TABLE: &'static str = "users";
    fn key(&self) -> String {
        self.id.clone()
    }
    fn computed(&self) -> String {
        RowDigest::new(Self::TABLE)
            .text(&self.id)
            .text(&self.name)
            .text(&self.recorded_by)
            .text(&self.recorded_at)
            .finish()
    }
    fn digest(&mut self) -> &mut String {
        &mut self.digest
    }
}

pub(crate) struct RolesRow {
    user_id: String,
    position: i64,
    roles: String,
    recorded_by: String,
    recorded_at: String,
    digest: String,
}

from_row!(RolesRow { user_id, position, roles, recorded_by, recorded_at, digest });

impl Row for RolesRow {
    const TABLE: &'static str = "user_roles";
    fn key(&self) -> String {
        format!("{}/{}", self.user_id, self.position)
    }
    fn computed(&self) -> String {
        RowDigest::new(Self::TABLE)
            .text(&self.user_id)
            .number(self.position)
            .text(&self.roles)
            .text(&self.recorded_by)
            .text(&self.recorded_at)
            .finish()
    }
    fn digest(&mut self) -> &mut String {
        &mut self.digest
    }
}

impl Store {
    /// Declares a user. The first one may be declared by anybody, and as long as there is no administrator everybody may
    /// declare himself. Otherwise the acting user must be declared, and an administrator as soon as there is one. The same user with the same name and roles again changes nothing.
    pub fn user_add(&self, actor: &Actor, id: &UserId, name: &str, roles: &[Role]) -> Result<Stored<User>, Failure> {
        self.write(actor, "user-add", id.as_str(), async |connection| {
            let roles = wanted_roles(id, roles)?;
            if let Some(user) = user_in_txn(connection, id).await? {
                return same_user(user, name, &roles).map(Change::Nothing).map_err(Failure::from);
            }
            if !users_in_txn(connection).await?.is_empty() {
                may_declare_user(connection, actor, id).await?;
            }
            let mut user = user_insert(connection, actor, id, name).await?;
            let mut first = roles_insert(connection, actor, id, 1, &roles).await?;
            let rows = vec![user.mention(), first.mention()];
            let details = [("name".to_owned(), name.to_owned()), ("roles".to_owned(), roles_text(&roles))].into();
            Ok(Change::Made { record: user_of(&user, &first)?, rows, details })
        })
    }

    /// Gives a user these roles instead of those held now.
    pub fn user_roles_set(&self, actor: &Actor, id: &UserId, roles: &[Role]) -> Result<Stored<User>, Failure> {
        self.write(actor, "user-roles-set", id.as_str(), async |connection| {
            let roles = wanted_roles(id, roles)?;
            may_declare_users(connection, actor).await?;
            let Some(user) = user_in_txn(connection, id).await? else {
                return Err(Refusal::UnknownUser { user: id.clone() }.into());
            };
            if user.roles == roles {
                return Ok(Change::Nothing(user));
            }
            let next = roles_in_txn(connection, id).await?.map_or(1, |row| row.position + 1);
            let mut row = roles_insert(connection, actor, id, next, &roles).await?;
            let details = [("roles".to_owned(), roles_text(&roles))].into();
            Ok(Change::Made { rows: vec![row.mention()], record: User { roles, ..user }, details })
        })
    }

    /// The user of that name.
    pub fn user(&self, id: &UserId) -> Result<Option<User>, StoreError> {
        self.read(async |connection| user_in_txn(connection, id).await)
    }

    /// All users, by name.
    pub fn users(&self) -> Result<Vec<User>, StoreError> {
        self.read(async |connection| users_in_txn(connection).await)
    }
}

fn wanted_roles(user: &UserId, roles: &[Role]) -> Result<BTreeSet<Role>, Refusal> {
    let roles: BTreeSet<Role> = roles.iter().copied().collect();
    if roles.is_empty() {
        Err(Refusal::NoRoles { user: user.clone() })
    } else {
        Ok(roles)
    }
}

fn same_user(user: User, name: &str, roles: &BTreeSet<Role>) -> Result<User, Refusal> {
    let differs = |field| Refusal::UserDiffers { user: user.id.clone(), field };
    if user.name != name {
        return Err(differs("name"));
    }
    if user.roles != *roles {
        return Err(differs("roles"));
    }
    Ok(user)
}

fn roles_text(roles: &BTreeSet<Role>) -> String {
    roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(",")
}

/// The acting user, who must be declared and have one of the roles.
pub(crate) async fn acting_user_in_txn(
    connection: &mut SqliteConnection,
    actor: &Actor,
    needed: &[Role],
) -> Result<User, Failure> {
    let Some(user) = user_in_txn(connection, &actor.user).await? else {
        return Err(Refusal::UnknownUser { user: actor.user.clone() }.into());
    };
    if needed.iter().any(|role| user.roles.contains(role)) {
        return Ok(user);
    }
    Err(Refusal::LacksRole { user: user.id, needed: needed.to_vec() }.into())
}

/// Where nobody is an administrator every declared user may declare others: a small office has no such role. As soon as
/// there is one, only administrators may.
/// Users are declared, not authenticated: as long as there is no administrator, everybody may declare himself. To
/// refuse it would only teach people to borrow another's name.
async fn may_declare_user(connection: &mut SqliteConnection, actor: &Actor, id: &UserId) -> Result<(), Failure> {
    if actor.user == *id && !is_administered(connection).await? {
        return Ok(());
    }
    may_declare_users(connection, actor).await
}

async fn is_administered(connection: &mut SqliteConnection) -> Result<bool, StoreError> {
    Ok(users_in_txn(connection).await?.iter().any(|user| user.roles.contains(&Role::Administrator)))
}

async fn may_declare_users(connection: &mut SqliteConnection, actor: &Actor) -> Result<(), Failure> {
    let needed: &[Role] = if is_administered(connection).await? {
        &[Role::Administrator]
    } else {
        &Role::ALL
    };
    acting_user_in_txn(connection, actor, needed).await.map(|_| ())
}

async fn user_insert(
    connection: &mut SqliteConnection,
    actor: &Actor,
    id: &UserId,
    name: &str,
) -> Result<UserRow, StoreError> {
    let row = UserRow {
        id: id.to_string(),
        name: name.to_owned(),
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        digest: String::new(),
    }
    .sealed();
    sqlx::query("INSERT INTO users (id, name, recorded_by, recorded_at, digest) VALUES ($1, $2, $3, $4, $5)")
        .bind(&row.id)
        .bind(&row.name)
        .bind(&row.recorded_by)
        .bind(&row.recorded_at)
        .bind(&row.digest)
        .execute(connection)
        .await
        .tried("add the user")?;
    Ok(row)
}

async fn roles_insert(
    connection: &mut SqliteConnection,
    actor: &Actor,
    id: &UserId,
    position: i64,
    roles: &BTreeSet<Role>,
) -> Result<RolesRow, StoreError> {
    let row = RolesRow {
        user_id: id.to_string(),
        position,
        roles: roles_text(roles),
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        digest: String::new(),
    }
    .sealed();
    sqlx::query(
        "INSERT INTO user_roles (user_id, position, roles, recorded_by, recorded_at, digest)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&row.user_id)
    .bind(row.position)
    .bind(&row.roles)
    .bind(&row.recorded_by)
    .bind(&row.recorded_at)
    .bind(&row.digest)
    .execute(connection)
    .await
    .tried("add the user's roles")?;
    Ok(row)
}

async fn user_in_txn(connection: &mut SqliteConnection, id: &UserId) -> Result<Option<User>, StoreError> {
    let row: Option<UserRow> =
        sqlx::query_as("SELECT id, name, recorded_by, recorded_at, digest FROM users WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(&mut *connection)
            .await
            .tried("read the user")?;
    let Some(row) = row else { return Ok(None) };
    let row = row.checked()?;
    let roles = roles_in_txn(connection, id).await?;
    let roles = row.read("roles", roles)?;
    user_of(&row, &roles).map(Some)
}

async fn roles_in_txn(connection: &mut SqliteConnection, id: &UserId) -> Result<Option<RolesRow>, StoreError> {
    let row: Option<RolesRow> = sqlx::query_as(
        "SELECT user_id, position, roles, recorded_by, recorded_at, digest FROM user_roles
         WHERE user_id = $1 ORDER BY position DESC LIMIT 1",
    )
    .bind(id.as_str())
    .fetch_optional(connection)
    .await
    .tried("read the user's roles")?;
    row.map(Row::checked).transpose()
}

async fn users_in_txn(connection: &mut SqliteConnection) -> Result<Vec<User>, StoreError> {
    let rows = user_rows_in_txn(connection).await?;
    let mut users = Vec::with_capacity(rows.len());
    for row in rows {
        let row = row.checked()?;
        let id = row.id("id", &row.id)?;
        let roles = roles_in_txn(connection, &id).await?;
        let roles = row.read("roles", roles)?;
        users.push(user_of(&row, &roles)?);
    }
    Ok(users)
}

pub(crate) async fn user_rows_in_txn(connection: &mut SqliteConnection) -> Result<Vec<UserRow>, StoreError> {
    sqlx::query_as("SELECT id, name, recorded_by, recorded_at, digest FROM users ORDER BY id")
        .fetch_all(connection)
        .await
        .tried("read the users")
}

pub(crate) async fn roles_rows_in_txn(connection: &mut SqliteConnection) -> Result<Vec<RolesRow>, StoreError> {
    sqlx::query_as(
        "SELECT user_id, position, roles, recorded_by, recorded_at, digest FROM user_roles ORDER BY user_id, position",
    )
    .fetch_all(connection)
    .await
    .tried("read the users' roles")
}

fn user_of(row: &UserRow, roles: &RolesRow) -> Result<User, StoreError> {
    let held: Result<BTreeSet<Role>, String> = roles.roles.split(',').map(Role::from_str).collect();
    Ok(User {
        id: row.id("id", &row.id)?,
        name: row.name.clone(),
        roles: roles.read("roles", held.ok())?,
        by: row.id("recorded_by", &row.recorded_by)?,
        at: row.time("recorded_at", &row.recorded_at)?,
    })
}
