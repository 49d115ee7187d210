//! Disclosure control: the rule that the installation has set, and every release of figures about people, with its audience.
//! What a release showed is kept, because the next one must not give away together with it what neither gives away alone.

use jiff::Timestamp;
use virkning_model::id::{AgreementId, ContentHash, UserId};

use crate::digest::content_hash;
use crate::error::{Failure, StoreError};
use crate::refusal::Refusal;
use crate::row::{Row, row};
use crate::store::{Actor, Change, Store, Stored};
use crate::transaction::Transaction;
use crate::users::{Role, acting_user_on_in_txn, may_declare_users};

/// A rule that is to hold from now on.
#[derive(Clone, Copy, Debug)]
pub struct NewDisclosureRule<'a> {
    /// The smallest number of people that may be shown: 3 or 5.
    pub minimum: u64,
    /// Whether cells without anybody are shown.
    pub zeros_shown: bool,
    /// Why. There is no default.
    pub reason: &'a str,
}

/// The rule of the installation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisclosureRule {
    /// The smallest number of people that may be shown: 3 or 5.
    pub minimum: u64,
    /// Whether cells without anybody are shown.
    pub zeros_shown: bool,
    /// Why.
    pub reason: String,
    /// Who set it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

/// A release of figures, before it is kept.
#[derive(Clone, Copy, Debug)]
pub struct NewRelease<'a> {
    /// The agreement whose people are counted.
    pub agreement: &'a AgreementId,
    /// To whom: `department`, `parties` or `public`.
    pub audience: &'a str,
    /// What was released: `statement`, `record-package`, `overlap`.
    pub kind: &'a str,
    /// What it is about: a proposal, or an agreement.
    pub subject: &'a str,
    /// The figures, and which of them were shown, as JSON. The store does not look into it.
    pub figures: &'a str,
    /// The number of the last release that was looked at when the figures were controlled; zero where there was none.
    pub seen: u64,
}

/// A release of figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// Its number, from 1.
    pub number: u64,
    /// The agreement whose people are counted.
    pub agreement: AgreementId,
    /// To whom: `department`, `parties` or `public`.
    pub audience: String,
    /// What was released.
    pub kind: String,
    /// What it is about.
    pub subject: String,
    /// SHA-256 of the figures.
    pub content: ContentHash,
    /// The figures, and which of them were shown, as JSON.
    pub figures: String,
    /// Who released it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

row! {
    pub(crate) struct DisclosureRuleRow in "disclosure_rules", key (position) {
        position: i64,
        minimum: i64,
        zeros: String,
        reason: String,
        recorded_by: String,
        recorded_at: String,
    }
}

row! {
    pub(crate) struct ReleaseRow in "releases", key (sequence) {
        sequence: i64,
        agreement: String,
        audience: String,
        kind: String,
        subject: String,
        content: String,
        figures: String,
        recorded_by: String,
        recorded_at: String,
    }
}

impl Store {
    /// Sets the rule. The same again changes nothing; the earlier ones stay in the event log. Where there is an
    /// administrator, only an administrator may.
    pub fn disclosure_rule_set(
        &self,
        actor: &Actor,
        new: NewDisclosureRule<'_>,
    ) -> Result<Stored<DisclosureRule>, Failure> {
        self.write(actor, "disclosure-rule-set", "disclosure", |transaction| {
            may_declare_users(transaction, actor)?;
            if new.reason.trim().is_empty() {
                return Err(Refusal::RuleWithoutReason.into());
            }
            let last = transaction.last::<DisclosureRuleRow>(&[], "position")?;
            let row = DisclosureRuleRow {
                position: last.as_ref().map_or(1, |last| last.position + 1),
                minimum: i64::try_from(new.minimum).unwrap_or(i64::MAX),
                zeros: if new.zeros_shown { "shown" } else { "hidden" }.to_owned(),
                reason: new.reason.trim().to_owned(),
                recorded_by: actor.user.to_string(),
                recorded_at: actor.at.to_string(),
                digest: String::new(),
            }
            .sealed();
            let is_same = |last: &DisclosureRuleRow| last.minimum == row.minimum && last.zeros == row.zeros;
            if let Some(last) = last.filter(is_same) {
                return Ok(Change::Nothing(rule_of(&last)?));
            }
            transaction.insert(&row)?;
            let details = [
                ("minimum".to_owned(), row.minimum.to_string()),
                ("zeros".to_owned(), row.zeros.clone()),
                ("reason".to_owned(), row.reason.clone()),
            ];
            Ok(Change::Made { record: rule_of(&row)?, rows: vec![row.mention()], details: details.into() })
        })
    }

    /// The rule that holds; nothing where none was set.
    pub fn disclosure_rule(&self) -> Result<Option<DisclosureRule>, StoreError> {
        self.read(|transaction| {
            let last = transaction.last::<DisclosureRuleRow>(&[], "position")?;
            last.map(|row| rule_of(&row)).transpose()
        })
    }

    /// Keeps a release before it is given out. The same figures to the same audience again change nothing. Where another
    /// release has been kept since the figures were controlled, it is refused: they must be controlled against that too.
    pub fn release_add(&self, actor: &Actor, new: NewRelease<'_>) -> Result<Stored<Release>, Failure> {
        self.write(actor, "release", new.subject, |transaction| {
            acting_user_on_in_txn(transaction, actor, Some(new.agreement), &Role::ALL)?;
            let content = content_hash(new.figures.as_bytes());
            let same = [
                ("agreement", new.agreement.as_str().into()),
                ("audience", new.audience.into()),
                ("kind", new.kind.into()),
                ("subject", new.subject.into()),
                ("content", content.as_str().into()),
            ];
            if let Some(row) = transaction.first::<ReleaseRow>(&same, &["sequence"])? {
                return Ok(Change::Nothing(release_of(&row)?));
            }
            let sequence = transaction.next_number::<ReleaseRow>("sequence", &[])?;
            if u64::try_from(sequence - 1).ok() != Some(new.seen) {
                return Err(Refusal::ReleasedMeanwhile { subject: new.subject.to_owned() }.into());
            }
            let row = ReleaseRow {
                sequence,
                agreement: new.agreement.to_string(),
                audience: new.audience.to_owned(),
                kind: new.kind.to_owned(),
                subject: new.subject.to_owned(),
                content: content.to_string(),
                figures: new.figures.to_owned(),
                recorded_by: actor.user.to_string(),
                recorded_at: actor.at.to_string(),
                digest: String::new(),
            }
            .sealed();
            transaction.insert(&row)?;
            let details = [
                ("agreement".to_owned(), row.agreement.clone()),
                ("audience".to_owned(), row.audience.clone()),
                ("kind".to_owned(), row.kind.clone()),
                ("content".to_owned(), row.content.clone()),
            ];
            Ok(Change::Made { record: release_of(&row)?, rows: vec![row.mention()], details: details.into() })
        })
    }

    /// Every release, the first first.
    pub fn releases(&self) -> Result<Vec<Release>, StoreError> {
        self.read(releases_in_txn)
    }
}

fn releases_in_txn(transaction: &mut Transaction) -> Result<Vec<Release>, StoreError> {
    transaction.rows::<ReleaseRow>(&[], &["sequence"])?.iter().map(release_of).collect()
}

pub(crate) fn rule_of(row: &DisclosureRuleRow) -> Result<DisclosureRule, StoreError> {
    Ok(DisclosureRule {
        minimum: row.read("minimum", u64::try_from(row.minimum).ok())?,
        zeros_shown: row.zeros == "shown",
        reason: row.reason.clone(),
        by: row.id("recorded_by", &row.recorded_by)?,
        at: row.time("recorded_at", &row.recorded_at)?,
    })
}

pub(crate) fn release_of(row: &ReleaseRow) -> Result<Release, StoreError> {
    let content: ContentHash = row.id("content", &row.content)?;
    row.document(row.figures.as_bytes(), &content)?;
    Ok(Release {
        number: row.read("sequence", u64::try_from(row.sequence).ok())?,
        agreement: row.id("agreement", &row.agreement)?,
        audience: row.audience.clone(),
        kind: row.kind.clone(),
        subject: row.subject.clone(),
        content,
        figures: row.figures.clone(),
        by: row.id("recorded_by", &row.recorded_by)?,
        at: row.time("recorded_at", &row.recorded_at)?,
    })
}
