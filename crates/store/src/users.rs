//! Users and their roles. Users are declared, not authenticated: what the rules about two persons are worth depends on the
//! operating system's accounts, whose names stand beside in the audit log.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use virkning_model::id::{AgreementId, UserId};

use crate::error::{Failure, StoreError};
use crate::grants::granted_in_txn;
use crate::refusal::Refusal;
use crate::row::{Row, row};
use crate::store::{Actor, Change, Store, Stored};
use crate::transaction::Transaction;

/// What a user may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Proposes and posts settlements.
    Controller,
    /// Approves and posts settlements that others proposed.
    Approver,
    /// Leads the project of an investment; reads all of it.
    ProjectLeader,
    /// Admits people to the programme.
    Admission,
    /// Follows up with participants.
    Counsellor,
    /// Runs the unit that the programme lies in.
    OperationsManager,
    /// The investors' secretariat: the contract's figures, and never a person.
    InvestorSecretariat,
    /// Delivers the programme: the contract's figures, and never a person.
    Provider,
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
    pub const ALL: [Role; 13] = [
        Role::Controller,
        Role::Approver,
        Role::ProjectLeader,
        Role::Admission,
        Role::Counsellor,
        Role::OperationsManager,
        Role::InvestorSecretariat,
        Role::Provider,
        Role::CaseWorker,
        Role::CodeKeeper,
        Role::Auditor,
        Role::Reader,
        Role::Administrator,
    ];

    /// Who may change stored data at all.
    pub(crate) const WRITERS: &'static [Role] =
        &[Role::Controller, Role::Approver, Role::CaseWorker, Role::CodeKeeper, Role::Administrator];

    /// Who keeps a portfolio's documents, decisions and texts, and sends its reports.
    pub(crate) const GOVERNORS: &'static [Role] = &[Role::Controller, Role::Approver, Role::ProjectLeader];

    /// Who may record what happens to participants, and what is observed about them.
    pub(crate) const RECORDERS: &'static [Role] = &[
        Role::Controller,
        Role::Approver,
        Role::ProjectLeader,
        Role::Admission,
        Role::Counsellor,
        Role::CaseWorker,
        Role::CodeKeeper,
        Role::Administrator,
    ];

    /// Who may look at a person: nobody who stands outside the authority.
    pub(crate) const LOOKERS: &'static [Role] = &[
        Role::Controller,
        Role::Approver,
        Role::ProjectLeader,
        Role::Admission,
        Role::Counsellor,
        Role::OperationsManager,
        Role::CaseWorker,
        Role::CodeKeeper,
        Role::Auditor,
        Role::Reader,
        Role::Administrator,
    ];

    /// Who may post.
    pub(crate) const POSTERS: &'static [Role] = &[Role::Controller, Role::Approver];

    /// The stable word: `code-keeper`.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Controller => "controller",
            Role::Approver => "approver",
            Role::ProjectLeader => "project-leader",
            Role::Admission => "admission",
            Role::Counsellor => "counsellor",
            Role::OperationsManager => "operations-manager",
            Role::InvestorSecretariat => "investor-secretariat",
            Role::Provider => "provider",
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
    /// Who is behind the account, as the office names that person: two accounts of one person are one person. The account
    /// itself where nothing else was said.
    pub person: UserId,
    /// The roles held now.
    pub roles: BTreeSet<Role>,
    /// Who declared it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

row! {
    pub(crate) struct UserRow in "users", key (id) {
        pub(crate) id: String,
        name: String,
        recorded_by: String,
        recorded_at: String,
    }
    later { person: Option<String> = None::<&str> }
}

row! {
    pub(crate) struct RolesRow in "user_roles", key (user_id, position) {
        user_id: String,
        position: i64,
        roles: String,
        recorded_by: String,
        recorded_at: String,
    }
}

impl Store {
    /// Declares a user. The first one may be declared by anybody, and as long as there is no administrator everybody may
    /// declare himself. Otherwise the acting user must be declared, and an administrator as soon as there is one. The same user with the same name and roles again changes nothing.
    pub fn user_add(&self, actor: &Actor, id: &UserId, name: &str, roles: &[Role]) -> Result<Stored<User>, Failure> {
        self.user_add_of(actor, id, name, roles, None)
    }

    /// As [`Store::user_add`], for an account behind which stands a named person: who has another account too is the same
    /// person wherever two are needed.
    pub fn user_add_of(
        &self,
        actor: &Actor,
        id: &UserId,
        name: &str,
        roles: &[Role],
        person: Option<&UserId>,
    ) -> Result<Stored<User>, Failure> {
        self.write(actor, "user-add", id.as_str(), |transaction| {
            let roles = wanted_roles(id, roles)?;
            if let Some(user) = user_in_txn(transaction, id)? {
                return same_user(user, name, &roles, person.unwrap_or(id)).map(Change::Nothing).map_err(Failure::from);
            }
            if !users_in_txn(transaction)?.is_empty() {
                may_declare_user(transaction, actor, id)?;
            }
            let user = user_insert(transaction, actor, id, name, person)?;
            let first = roles_insert(transaction, actor, id, 1, &roles)?;
            let rows = vec![user.mention(), first.mention()];
            let mut details: std::collections::BTreeMap<String, String> =
                [("name".to_owned(), name.to_owned()), ("roles".to_owned(), roles_text(&roles))].into();
            details.extend(person.map(|person| ("person".to_owned(), person.to_string())));
            Ok(Change::Made { record: user_of(&user, &first)?, rows, details })
        })
    }

    /// Gives a user these roles instead of those held now.
    pub fn user_roles_set(&self, actor: &Actor, id: &UserId, roles: &[Role]) -> Result<Stored<User>, Failure> {
        self.write(actor, "user-roles-set", id.as_str(), |transaction| {
            let roles = wanted_roles(id, roles)?;
            may_declare_users(transaction, actor)?;
            let Some(user) = user_in_txn(transaction, id)? else {
                return Err(Refusal::UnknownUser { user: id.clone() }.into());
            };
            if user.roles == roles {
                return Ok(Change::Nothing(user));
            }
            let row = next_roles_insert(transaction, actor, id, &roles)?;
            let details = [("roles".to_owned(), roles_text(&roles))].into();
            Ok(Change::Made { rows: vec![row.mention()], record: User { roles, ..user }, details })
        })
    }

    /// The user of that name.
    pub fn user(&self, id: &UserId) -> Result<Option<User>, StoreError> {
        self.read(|transaction| user_in_txn(transaction, id))
    }

    /// All users, by name.
    pub fn users(&self) -> Result<Vec<User>, StoreError> {
        self.read(users_in_txn)
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

fn same_user(user: User, name: &str, roles: &BTreeSet<Role>, person: &UserId) -> Result<User, Refusal> {
    let differs = |field| Refusal::UserDiffers { user: user.id.clone(), field };
    if user.name != name {
        return Err(differs("name"));
    }
    if user.roles != *roles {
        return Err(differs("roles"));
    }
    if user.person != *person {
        return Err(differs("person"));
    }
    Ok(user)
}

/// The roles of a stored text; an empty one is no role, where roles are held for single agreements only.
pub(crate) fn roles_of_text(text: &str) -> Option<BTreeSet<Role>> {
    text.split(',').filter(|word| !word.is_empty()).map(|word| Role::from_str(word).ok()).collect()
}

pub(crate) fn roles_text(roles: &BTreeSet<Role>) -> String {
    roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(",")
}

/// The acting user, who must be declared and have one of the roles everywhere.
pub(crate) fn acting_user_in_txn(
    transaction: &mut Transaction,
    actor: &Actor,
    needed: &[Role],
) -> Result<User, Failure> {
    acting_user_on_in_txn(transaction, actor, None, needed)
}

/// The acting user, who must be declared and have one of the roles: everywhere, or for that agreement. The user that is
/// given back has the roles of both.
pub(crate) fn acting_user_on_in_txn(
    transaction: &mut Transaction,
    actor: &Actor,
    agreement: Option<&AgreementId>,
    needed: &[Role],
) -> Result<User, Failure> {
    let Some(mut user) = user_in_txn(transaction, &actor.user)? else {
        return Err(Refusal::UnknownUser { user: actor.user.clone() }.into());
    };
    if let Some(agreement) = agreement {
        user.roles.extend(granted_in_txn(transaction, &actor.user, agreement)?);
    }
    if needed.iter().any(|role| user.roles.contains(role)) {
        return Ok(user);
    }
    Err(Refusal::LacksRole { user: user.id, needed: needed.to_vec() }.into())
}

/// Where nobody is an administrator every declared user may declare others: a small office has no such role. As soon as
/// there is one, only administrators may.
/// Users are declared, not authenticated: as long as there is no administrator, everybody may declare himself. To
/// refuse it would only teach people to borrow another's name.
fn may_declare_user(transaction: &mut Transaction, actor: &Actor, id: &UserId) -> Result<(), Failure> {
    if actor.user == *id && !is_administered(transaction)? {
        return Ok(());
    }
    may_declare_users(transaction, actor)
}

fn is_administered(transaction: &mut Transaction) -> Result<bool, StoreError> {
    Ok(users_in_txn(transaction)?.iter().any(|user| user.roles.contains(&Role::Administrator)))
}

pub(crate) fn may_declare_users(transaction: &mut Transaction, actor: &Actor) -> Result<(), Failure> {
    let needed: &[Role] = if is_administered(transaction)? { &[Role::Administrator] } else { &Role::ALL };
    acting_user_in_txn(transaction, actor, needed).map(|_| ())
}

pub(crate) fn user_insert(
    transaction: &mut Transaction,
    actor: &Actor,
    id: &UserId,
    name: &str,
    person: Option<&UserId>,
) -> Result<UserRow, StoreError> {
    let row = UserRow {
        id: id.to_string(),
        name: name.to_owned(),
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        person: person.filter(|person| *person != id).map(ToString::to_string),
        digest: String::new(),
    }
    .sealed();
    transaction.insert(&row)?;
    Ok(row)
}

pub(crate) fn roles_insert(
    transaction: &mut Transaction,
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
    transaction.insert(&row)?;
    Ok(row)
}

impl UserRow {
    /// The account, and who is behind it where that was said.
    pub(crate) fn account_and_person(self) -> Option<(String, String)> {
        self.person.map(|person| (self.id, person))
    }
}

/// Who is behind an account; the account itself where it is not declared.
pub(crate) fn person_in_txn(transaction: &mut Transaction, account: &str) -> Result<String, StoreError> {
    let row: Option<UserRow> = transaction.first(&[("id", account.into())], &[])?;
    Ok(row.and_then(|row| row.person).unwrap_or_else(|| account.to_owned()))
}

pub(crate) fn user_in_txn(transaction: &mut Transaction, id: &UserId) -> Result<Option<User>, StoreError> {
    let row: Option<UserRow> = transaction.first(&[("id", id.as_str().into())], &[])?;
    let Some(row) = row else { return Ok(None) };
    let roles = roles_in_txn(transaction, id)?;
    let roles = row.read("roles", roles)?;
    user_of(&row, &roles).map(Some)
}

/// Writes the roles that a user has from now on.
pub(crate) fn next_roles_insert(
    transaction: &mut Transaction,
    actor: &Actor,
    id: &UserId,
    roles: &BTreeSet<Role>,
) -> Result<RolesRow, StoreError> {
    let next = roles_in_txn(transaction, id)?.map_or(1, |row| row.position + 1);
    roles_insert(transaction, actor, id, next, roles)
}

fn roles_in_txn(transaction: &mut Transaction, id: &UserId) -> Result<Option<RolesRow>, StoreError> {
    let row: Option<RolesRow> = transaction.last(&[("user_id", id.as_str().into())], "position")?;
    Ok(row)
}

fn users_in_txn(transaction: &mut Transaction) -> Result<Vec<User>, StoreError> {
    let rows = transaction.rows::<UserRow>(&[], &[])?;
    let mut users = Vec::with_capacity(rows.len());
    for row in rows {
        let id = row.id("id", &row.id)?;
        let roles = roles_in_txn(transaction, &id)?;
        let roles = row.read("roles", roles)?;
        users.push(user_of(&row, &roles)?);
    }
    Ok(users)
}

pub(crate) fn user_of(row: &UserRow, roles: &RolesRow) -> Result<User, StoreError> {
    let held = roles_of_text(&roles.roles);
    Ok(User {
        id: row.id("id", &row.id)?,
        name: row.name.clone(),
        person: row.id("person", row.person.as_ref().unwrap_or(&row.id))?,
        roles: roles.read("roles", held)?,
        by: row.id("recorded_by", &row.recorded_by)?,
        at: row.time("recorded_at", &row.recorded_at)?,
    })
}
