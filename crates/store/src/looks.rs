//! Looks at people: who looked at what, when and why. The citizen's list is made of them: it says in which role somebody
//! looked, and not who it was.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use virkning_model::id::{AgreementId, Alias};

use crate::enrolments::{aliases_of_in_txn, latest_version_in_txn};
use crate::error::{Failure, StoreError};
use crate::row::{Mention, Row, row};
use crate::store::{Actor, Change, Store};
use crate::transaction::Transaction;
use crate::users::{Role, User, acting_user_in_txn, acting_user_on_in_txn};
use crate::vault::{Chains, IdentityRefusal};

/// Who may see who has looked at somebody.
const LISTED_FOR: &[Role] = &[Role::CaseWorker, Role::Administrator, Role::Auditor];

/// What the list of looks itself is recorded as.
const LIST: &str = "looks";

/// A look that is to be recorded.
#[derive(Clone, Copy, Debug)]
pub struct NewLook<'a> {
    /// The agreement under which the person is known.
    pub agreement: &'a AgreementId,
    /// The person; nothing where everybody in the agreement was looked at.
    pub alias: Option<&'a Alias>,
    /// What was looked at: `explain`, `identity` …
    pub what: &'a str,
    /// What else belongs to it, such as the measured year.
    pub details: &'a str,
    /// Why. There is no default.
    pub reason: &'a str,
}

/// A look as the citizen may read it: without the name of whoever looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// When.
    pub at: Timestamp,
    /// Under which agreement.
    pub agreement: AgreementId,
    /// What was looked at.
    pub what: String,
    /// What else belongs to it.
    pub details: String,
    /// Why.
    pub reason: String,
    /// The roles of whoever looked.
    pub roles: Vec<Role>,
}

row! {
    pub(crate) struct LookRow in "looks", key (sequence) {
        sequence: i64,
        agreement: String,
        // Nothing where everybody in a version of the enrolment set was looked at; then that version stands here.
        alias: Option<String>,
        position: i64,
        what: String,
        details: String,
        reason: String,
        roles: String,
        recorded_by: String,
        recorded_at: String,
    }
}

impl NewLook<'_> {
    /// What the audit record says besides.
    pub(crate) fn audited(&self) -> BTreeMap<String, String> {
        let words = [("agreement", self.agreement.as_str()), ("details", self.details), ("reason", self.reason)];
        words.into_iter().filter(|(_, word)| !word.is_empty()).map(|(name, word)| (name.into(), word.into())).collect()
    }
}

impl Store {
    /// Records a look. Every declared user of the authority may look, and nobody else; what may be seen is decided elsewhere.
    pub fn look_add(&self, actor: &Actor, look: NewLook<'_>) -> Result<(), Failure> {
        let subject = look.alias.map_or(look.agreement.as_str(), Alias::as_str);
        self.write(actor, look.what, subject, |transaction| {
            let user = acting_user_on_in_txn(transaction, actor, Some(look.agreement), Role::LOOKERS)?;
            let mention = look_in_txn(transaction, actor, &user, look)?;
            Ok(Change::Made { record: (), rows: vec![mention], details: look.audited() })
        })?;
        Ok(())
    }

    /// Who has looked at the person behind an alias, the first look first. Reading the list is a look as well.
    pub fn looks(
        &self,
        actor: &Actor,
        agreement: &AgreementId,
        alias: &Alias,
        reason: &str,
    ) -> Result<Vec<Look>, Failure> {
        let look = NewLook { agreement, alias: Some(alias), what: LIST, details: "", reason };
        self.listed(actor, alias.as_str(), look, |_| Ok([(agreement.clone(), alias.clone())].into()))
    }

    /// The same in every agreement, for the person behind a register pseudonym.
    pub fn looks_everywhere(&self, actor: &Actor, pseudonym: &str, reason: &str) -> Result<Vec<Look>, Failure> {
        let found = self.read(|transaction| {
            let mut known = BTreeSet::new();
            for (number, _) in Chains::read_in_txn(transaction)?.chain(pseudonym) {
                known.extend(aliases_of_in_txn(transaction, &number)?);
            }
            Ok(known)
        })?;
        let Some((agreement, alias)) = found.first().cloned() else {
            return Err(crate::Refusal::Identity(IdentityRefusal::UnknownNumber).into());
        };
        let look = NewLook { agreement: &agreement, alias: Some(&alias), what: LIST, details: "", reason };
        self.listed(actor, alias.as_str(), look, |_| Ok(found))
    }

    fn listed(
        &self,
        actor: &Actor,
        subject: &str,
        look: NewLook<'_>,
        known: impl FnOnce(&mut Transaction) -> Result<BTreeSet<(AgreementId, Alias)>, StoreError>,
    ) -> Result<Vec<Look>, Failure> {
        let listed = self.write(actor, LIST, subject, |transaction| {
            let user = acting_user_in_txn(transaction, actor, LISTED_FOR)?;
            let mut rows: BTreeMap<i64, Look> = BTreeMap::new();
            for (agreement, alias) in known(transaction)? {
                for row in rows_in_txn(transaction, &agreement, &alias)? {
                    rows.insert(row.sequence, look_of(&row)?);
                }
            }
            let mention = look_in_txn(transaction, actor, &user, look)?;
            let looks: Vec<Look> = rows.into_values().collect();
            Ok(Change::Made { record: looks, rows: vec![mention], details: look.audited() })
        })?;
        Ok(listed.record)
    }
}

/// Every look at one participant, alone or with everybody else.
fn rows_in_txn(transaction: &mut Transaction, agreement: &AgreementId, alias: &Alias) -> Result<Vec<LookRow>, Failure> {
    let versions = crate::enrolments::versions_with_in_txn(transaction, agreement, alias)?;
    if versions.is_empty() {
        let refusal = IdentityRefusal::UnknownAlias { agreement: agreement.clone(), alias: alias.clone() };
        return Err(crate::Refusal::Identity(refusal).into());
    }
    let rows: Vec<LookRow> = transaction.rows(&[("agreement", agreement.as_str().into())], &["sequence"])?;
    let concerns = |row: &LookRow| match &row.alias {
        Some(one) => one == alias.as_str(),
        None => versions.contains(&row.position),
    };
    Ok(rows.into_iter().filter(concerns).collect())
}

/// Writes a look in the transaction of what was looked at.
pub(crate) fn look_in_txn(
    transaction: &mut Transaction,
    actor: &Actor,
    user: &User,
    look: NewLook<'_>,
) -> Result<Mention, Failure> {
    if look.reason.trim().is_empty() {
        return Err(crate::Refusal::Identity(IdentityRefusal::NoReason).into());
    }
    let position = match look.alias {
        Some(_) => 0,
        None => latest_version_in_txn(transaction, look.agreement)?,
    };
    let roles: Vec<&str> = user.roles.iter().map(|role| role.as_str()).collect();
    let row = LookRow {
        sequence: transaction.next_number::<LookRow>("sequence", &[])?,
        agreement: look.agreement.to_string(),
        alias: look.alias.map(Alias::to_string),
        position,
        what: look.what.to_owned(),
        details: look.details.to_owned(),
        reason: look.reason.trim().to_owned(),
        roles: roles.join(","),
        recorded_by: actor.user.to_string(),
        recorded_at: actor.at.to_string(),
        digest: String::new(),
    }
    .sealed();
    transaction.insert(&row)?;
    Ok(row.mention())
}

fn look_of(row: &LookRow) -> Result<Look, StoreError> {
    let roles: Result<Vec<Role>, String> = row.roles.split(',').map(str::parse).collect();
    Ok(Look {
        at: row.time("recorded_at", &row.recorded_at)?,
        agreement: row.id("agreement", &row.agreement)?,
        what: row.what.clone(),
        details: row.details.clone(),
        reason: row.reason.clone(),
        roles: row.read("roles", roles.ok())?,
    })
}
