//! Who has signed an agreement, and when. A signature is bound to the hash of the sealed text, so that it can never stand
//! under another one. It is recorded by somebody of the office; one that was recorded wrongly is recorded again with a
//! reason, and the first stays.

use jiff::Timestamp;
use jiff::civil::Date;
use virkning_model::id::{AgreementId, ContentHash, PartyId, UserId};

use crate::agreements::sealed_by_hash_in_txn;
use crate::desk_refusal::DeskRefusal;
use crate::drafts::AUTHORS;
use crate::error::{Failure, StoreError};
use crate::row::{Row, row};
use crate::store::{Actor, Change, Store, Stored};
use crate::transaction::Transaction;
use crate::users::acting_user_on_in_txn;

/// A signature that is to be recorded.
#[derive(Clone, Copy, Debug)]
pub struct NewSigning<'a> {
    /// The agreement.
    pub agreement: &'a AgreementId,
    /// The hash of the text that was signed.
    pub content: &'a ContentHash,
    /// For which party.
    pub party: &'a PartyId,
    /// The office that signs, as the agreement names it.
    pub office: &'a str,
    /// Who signed.
    pub name: &'a str,
    /// The day of the signature.
    pub signed_on: Date,
    /// The day on which it is recorded: a signature of a later day is refused.
    pub today: Date,
    /// Why an earlier record was wrong; nothing for the first one.
    pub reason: Option<&'a str>,
}

/// A signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signing {
    /// The agreement.
    pub agreement: AgreementId,
    /// Its version.
    pub version: String,
    /// The hash of the text that was signed.
    pub content: ContentHash,
    /// For which party.
    pub party: PartyId,
    /// The office that signs.
    pub office: String,
    /// Who signed.
    pub name: String,
    /// The day of the signature.
    pub signed_on: Date,
    /// Why an earlier record was wrong.
    pub reason: Option<String>,
    /// Who recorded it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

row! {
    pub(crate) struct SigningRow in "agreement_signatures", key (content, party, office, position) {
        content: String,
        party: String,
        office: String,
        position: i64,
        agreement: String,
        version: String,
        name: String,
        signed_on: String,
        reason: Option<String>,
        recorded_by: String,
        recorded_at: String,
    }
}

impl Store {
    /// Records a signature under a sealed text. The same again changes nothing; another name or day for the same office
    /// needs a reason.
    pub fn signing_add(&self, actor: &Actor, new: NewSigning<'_>) -> Result<Stored<Signing>, Failure> {
        self.write(actor, "agreement-sign", new.agreement.as_str(), |transaction| {
            acting_user_on_in_txn(transaction, actor, Some(new.agreement), AUTHORS)?;
            let sealed = sealed_by_hash_in_txn(transaction, new.agreement, new.content)?;
            let Some(sealed) = sealed else {
                let (agreement, content) = (new.agreement.clone(), new.content.clone());
                return Err(DeskRefusal::SignedTextUnknown { agreement, content }.into());
            };
            if new.signed_on > new.today {
                return Err(DeskRefusal::SignedInFuture { signed_on: new.signed_on }.into());
            }
            let reason = new.reason.map(str::trim).filter(|reason| !reason.is_empty());
            let last = last_in_txn(transaction, &new)?;
            if let Some(signing) = last.as_ref().map(signing_of).transpose()? {
                if (signing.name.as_str(), signing.signed_on) == (new.name, new.signed_on) {
                    return Ok(Change::Nothing(signing));
                }
                if reason.is_none() {
                    let Signing { office, name, signed_on, .. } = signing;
                    return Err(DeskRefusal::SignedAlready { office, name, signed_on }.into());
                }
            }
            let row = SigningRow {
                content: new.content.to_string(),
                party: new.party.to_string(),
                office: new.office.to_owned(),
                position: last.map_or(1, |row| row.position + 1),
                agreement: new.agreement.to_string(),
                version: sealed.version,
                name: new.name.to_owned(),
                signed_on: new.signed_on.to_string(),
                reason: reason.map(str::to_owned),
                recorded_by: actor.user.to_string(),
                recorded_at: actor.at.to_string(),
                digest: String::new(),
            }
            .sealed();
            transaction.insert(&row)?;
            let details = [
                ("content".to_owned(), row.content.clone()),
                ("office".to_owned(), row.office.clone()),
                ("signed_on".to_owned(), row.signed_on.clone()),
            ];
            Ok(Change::Made { rows: vec![row.mention()], record: signing_of(&row)?, details: details.into() })
        })
    }

    /// The signatures under a sealed text: of each office the one recorded last.
    pub fn signings(&self, content: &ContentHash) -> Result<Vec<Signing>, StoreError> {
        self.read(|transaction| {
            let rows: Vec<SigningRow> =
                transaction.rows(&[("content", content.as_str().into())], &["party", "office", "position"])?;
            let same = |one: &SigningRow, next: &SigningRow| (&one.party, &one.office) == (&next.party, &next.office);
            rows.chunk_by(same).filter_map(<[SigningRow]>::last).map(signing_of).collect()
        })
    }
}

fn last_in_txn(transaction: &mut Transaction, new: &NewSigning<'_>) -> Result<Option<SigningRow>, StoreError> {
    let own =
        [("content", new.content.as_str().into()), ("party", new.party.as_str().into()), ("office", new.office.into())];
    transaction.last(&own, "position")
}

pub(crate) fn signing_of(row: &SigningRow) -> Result<Signing, StoreError> {
    Ok(Signing {
        agreement: row.id("agreement", &row.agreement)?,
        version: row.version.clone(),
        content: row.id("content", &row.content)?,
        party: row.id("party", &row.party)?,
        office: row.office.clone(),
        name: row.name.clone(),
        signed_on: row.read("signed_on", row.signed_on.parse().ok())?,
        reason: row.reason.clone(),
        by: row.id("recorded_by", &row.recorded_by)?,
        at: row.time("recorded_at", &row.recorded_at)?,
    })
}
