//! Participants of two agreements who are one person: compared by register pseudonym, which stays in here. What is given
//! out are aliases of the agreement that asks.

use std::collections::BTreeSet;

use virkning_model::id::{AgreementId, Alias};

use crate::enrolments::{EnrolmentRow, agreements_of_in_txn, latest_row_in_txn, links_in_txn};
use crate::error::StoreError;
use crate::row::Row as _;
use crate::store::Store;
use crate::transaction::Transaction;

impl Store {
    /// Every agreement that has an enrolment set, by identifier.
    pub fn enrolment_agreements(&self) -> Result<Vec<AgreementId>, StoreError> {
        self.read(|transaction| {
            let mut agreements = BTreeSet::new();
            // Every agreement has a first set.
            for row in transaction.rows::<EnrolmentRow>(&[("position", 1_i64.into())], &[])? {
                agreements.insert(row.id("agreement", &row.agreement)?);
            }
            Ok(agreements.into_iter().collect())
        })
    }

    /// Every other agreement in which somebody of these links has ever had a part, each alias here with its register
    /// pseudonym; without links those of the latest set. No other agreement can have people in common, so that nothing
    /// else of theirs is read.
    pub fn overlap_candidates(
        &self,
        here: &AgreementId,
        links: Option<&[(Alias, String)]>,
    ) -> Result<BTreeSet<AgreementId>, StoreError> {
        self.read(|transaction| {
            let pseudonyms: BTreeSet<String> = match links {
                Some(links) => links.iter().map(|(_, pseudonym)| pseudonym.clone()).collect(),
                None => match latest_row_in_txn(transaction, here)? {
                    Some(own) => links_in_txn(transaction, &own)?.into_values().collect(),
                    None => return Ok(BTreeSet::new()),
                },
            };
            let agreements = agreements_of_in_txn(transaction, &pseudonyms)?;
            Ok(agreements.into_iter().filter(|agreement| agreement != here).collect())
        })
    }

    /// Who of these people of another agreement is a participant here, under the alias that they have here. Both sets are
    /// the latest ones.
    pub fn overlap_aliases(
        &self,
        here: &AgreementId,
        there: &AgreementId,
        aliases_there: &BTreeSet<Alias>,
    ) -> Result<BTreeSet<Alias>, StoreError> {
        self.read(|transaction| {
            let Some(own) = latest_row_in_txn(transaction, here)? else { return Ok(BTreeSet::new()) };
            let links: Vec<(Alias, String)> = links_in_txn(transaction, &own)?.into_iter().collect();
            Ok(same_people(&links, &pseudonyms_in_txn(transaction, there, aliases_there)?))
        })
    }

    /// The same for links that a set is about to be kept with: each alias here with its register pseudonym, as 32
    /// hexadecimal digits.
    pub fn overlap_of_links(
        &self,
        links: &[(Alias, String)],
        there: &AgreementId,
        aliases_there: &BTreeSet<Alias>,
    ) -> Result<BTreeSet<Alias>, StoreError> {
        self.read(|transaction| Ok(same_people(links, &pseudonyms_in_txn(transaction, there, aliases_there)?)))
    }
}

fn same_people(links: &[(Alias, String)], pseudonyms: &BTreeSet<String>) -> BTreeSet<Alias> {
    let own = links.iter().filter(|(_, pseudonym)| pseudonyms.contains(pseudonym));
    own.map(|(alias, _)| alias.clone()).collect()
}

/// The pseudonyms that these aliases stand for in the latest set of an agreement.
fn pseudonyms_in_txn(
    transaction: &mut Transaction,
    agreement: &AgreementId,
    aliases: &BTreeSet<Alias>,
) -> Result<BTreeSet<String>, StoreError> {
    let Some(row) = latest_row_in_txn(transaction, agreement)? else { return Ok(BTreeSet::new()) };
    let links = links_in_txn(transaction, &row)?.into_iter();
    Ok(links.filter(|(alias, _)| aliases.contains(alias)).map(|(_, pseudonym)| pseudonym).collect())
}
