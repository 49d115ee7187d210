//! One person under two CPR numbers over time: a dated link from the earlier number to the later one, made by hand and
//! recorded. The person is counted once from then on; what was settled before stays.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use virkning_model::id::UserId;

use super::identities::SHOWN_TO;
use super::master::refused;
use super::refusal::IdentityRefusal;
use crate::error::{Failure, StoreError};
use crate::row::{Row, row};
use crate::store::{Actor, Change, Store, Stored};
use crate::transaction::Transaction;
use crate::users::acting_user_in_txn;

/// A number that follows another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberLink {
    /// The register pseudonym of the earlier number, as 32 hexadecimal digits. For the register only.
    pub earlier: String,
    /// The register pseudonym of the later number.
    pub later: String,
    /// From when on the later number holds.
    pub from: Date,
    /// Who linked them.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

row! {
    pub(crate) struct NumberLinkRow in "identity_links", key (sequence), unique (earlier), unique (later) {
        sequence: i64,
        earlier: String,
        later: String,
        valid_from: String,
        reason: String,
        recorded_by: String,
        recorded_at: String,
    }
}

impl Store {
    /// Says that two numbers are one person's. The same link again changes nothing.
    pub fn number_link(
        &self,
        actor: &Actor,
        earlier: &str,
        later: &str,
        from: Date,
        reason: &str,
    ) -> Result<Stored<NumberLink>, Failure> {
        self.write(actor, "number-link", &from.to_string(), |transaction| {
            acting_user_in_txn(transaction, actor, SHOWN_TO)?;
            if reason.trim().is_empty() {
                return Err(refused(IdentityRefusal::NoReason));
            }
            let rows: Vec<NumberLinkRow> = transaction.rows(&[], &["sequence"])?;
            if let Some(row) = rows.iter().find(|row| row.earlier == earlier || row.later == later) {
                let same = row.earlier == earlier && row.later == later && row.valid_from == from.to_string();
                let known = link_of(row)?;
                return if same {
                    Ok(Change::Nothing(known))
                } else {
                    Err(refused(IdentityRefusal::LinkedOtherwise))
                };
            }
            if earlier == later || Chains::of(&rows)?.first(earlier) == Chains::of(&rows)?.first(later) {
                return Err(refused(IdentityRefusal::LinkedToItself));
            }
            let row = NumberLinkRow {
                sequence: transaction.next_number::<NumberLinkRow>("sequence", &[])?,
                earlier: earlier.to_owned(),
                later: later.to_owned(),
                valid_from: from.to_string(),
                reason: reason.trim().to_owned(),
                recorded_by: actor.user.to_string(),
                recorded_at: actor.at.to_string(),
                digest: String::new(),
            }
            .sealed();
            transaction.insert(&row)?;
            let details = [("reason".to_owned(), row.reason.clone())].into();
            Ok(Change::Made { record: link_of(&row)?, rows: vec![row.mention()], details })
        })
    }

    /// All numbers that follow another one, in the order in which they were linked. For the register only.
    pub fn number_links(&self) -> Result<Vec<NumberLink>, StoreError> {
        self.read(|transaction| {
            let rows: Vec<NumberLinkRow> = transaction.rows(&[], &["sequence"])?;
            rows.iter().map(link_of).collect()
        })
    }
}

fn link_of(row: &NumberLinkRow) -> Result<NumberLink, StoreError> {
    Ok(NumberLink {
        earlier: row.earlier.clone(),
        later: row.later.clone(),
        from: row.day("valid_from", &row.valid_from)?,
        by: row.id("recorded_by", &row.recorded_by)?,
        at: row.time("recorded_at", &row.recorded_at)?,
    })
}

/// Who is who: each number with the one before it and the one after it. A number has at most one of each, and no number
/// follows itself, so that they form chains.
pub(crate) struct Chains {
    earlier: BTreeMap<String, String>,
    later: BTreeMap<String, (String, Date)>,
}

impl Chains {
    pub(crate) fn read_in_txn(transaction: &mut Transaction) -> Result<Self, StoreError> {
        Self::of(&transaction.rows(&[], &["sequence"])?)
    }

    fn of(rows: &[NumberLinkRow]) -> Result<Self, StoreError> {
        let mut chains = Self { earlier: BTreeMap::new(), later: BTreeMap::new() };
        for row in rows {
            let from = row.day("valid_from", &row.valid_from)?;
            chains.earlier.insert(row.later.clone(), row.earlier.clone());
            chains.later.insert(row.earlier.clone(), (row.later.clone(), from));
        }
        Ok(chains)
    }

    /// The first number of the person: it stands for all of them.
    pub(crate) fn first<'a>(&'a self, pseudonym: &'a str) -> &'a str {
        let mut first = pseudonym;
        while let Some(earlier) = self.earlier.get(first) {
            first = earlier;
        }
        first
    }

    /// Every number of the person, each with the day from which it holds.
    pub(crate) fn chain(&self, pseudonym: &str) -> Vec<(String, Option<Date>)> {
        let mut chain = vec![(self.first(pseudonym).to_owned(), None)];
        let mut last = chain[0].0.clone();
        while let Some((later, from)) = self.later.get(&last) {
            chain.push((later.clone(), Some(*from)));
            last = later.clone();
        }
        chain
    }
}
