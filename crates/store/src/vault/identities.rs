//! Identities: what is written when a list keyed by CPR number is enrolled, and the look at one of them, which is recorded
//! before anything is given back.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use virkning_model::identity::{Identity, Secret};

use super::erasures::erased_in_txn;
use super::key::{Chance, Key, MasterKeys, field_binding};
use super::master::{IdentityKeyRow, check_in_txn, data_key, record_in_txn, refused, wrapped};
use super::numbers::Chains;
use super::refusal::IdentityRefusal;
use crate::enrolments::pseudonyms_of_in_txn;
use crate::error::{Failure, StoreError};
use crate::fault::Fault;
use crate::looks::{NewLook, look_in_txn};
use crate::row::{Mention, Row, row};
use crate::store::{Actor, Change, Store, Stored};
use crate::transaction::Transaction;
use crate::users::{Role, acting_user_in_txn};

/// Who may be shown an identity.
pub(super) const SHOWN_TO: &[Role] = &[Role::CaseWorker, Role::Administrator];

const CPR: &str = "cpr";
const NAME: &str = "name";
const ADDRESS: &str = "address";
const PROTECTED: &str = "protected";

/// Identities to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewIdentities<'a> {
    /// The keys of the vault.
    pub keys: &'a MasterKeys,
    /// The source of the data, under which its legal basis and its deletion date are recorded.
    pub source: &'a str,
    /// Each register pseudonym, as 32 hexadecimal digits, with who it is.
    pub people: &'a [(String, Identity)],
}

/// What came of keeping identities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IdentitiesAdded {
    /// Numbers that the vault did not know.
    pub new: u64,
    /// Numbers of which something was new.
    pub changed: u64,
    /// Numbers that were erased, and stay so.
    pub erased: u64,
}

/// An identity as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownIdentity {
    /// Every number that the person has had, the first one first.
    pub numbers: Vec<ShownNumber>,
    /// Whether name and address are protected.
    pub protected: bool,
    /// Whether name and address were left out, because they are protected and only case workers may see them.
    pub withheld: bool,
}

/// One number of a person with what came with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownNumber {
    /// From when on it holds; nothing for the first one.
    pub from: Option<Date>,
    /// The identity. Nothing where the vault has none for that number.
    pub identity: Option<Identity>,
}

row! {
    pub(crate) struct IdentityRow in "identities", key (sequence), unique (pseudonym) {
        pub(super) sequence: i64,
        pub(super) pseudonym: String,
        recorded_by: String,
        recorded_at: String,
    }
}

row! {
    pub(crate) struct FieldRow in "identity_fields", key (identity, field, position) {
        pub(super) identity: i64,
        pub(super) field: String,
        pub(super) position: i64,
        pub(super) value: Vec<u8>,
        pub(super) source: String,
        recorded_by: String,
        recorded_at: String,
    }
}

impl Store {
    /// Keeps identities. What is known already changes nothing; an identity that was erased is not taken in again.
    pub fn identities_add(
        &self,
        actor: &Actor,
        new: NewIdentities<'_>,
        chance: &mut Chance<'_>,
    ) -> Result<Stored<IdentitiesAdded>, Failure> {
        self.write(actor, "identities-add", new.source, |transaction| {
            acting_user_in_txn(transaction, actor, Role::WRITERS)?;
            let (added, rows) = add_in_txn(transaction, actor, new, chance)?;
            if rows.is_empty() {
                return Ok(Change::Nothing(added));
            }
            Ok(Change::Made { record: added, rows, details: added.details() })
        })
    }

    /// Decrypts who stands behind an alias. The look is recorded with its reason in the same transaction, and only then is
    /// the answer given.
    pub fn identity_show(&self, actor: &Actor, keys: &MasterKeys, look: NewLook<'_>) -> Result<ShownIdentity, Failure> {
        let Some(alias) = look.alias else { return Err(refused(IdentityRefusal::UnknownNumber)) };
        let shown = self.write(actor, "identity-show", alias.as_str(), |transaction| {
            let user = acting_user_in_txn(transaction, actor, SHOWN_TO)?;
            check_in_txn(transaction, keys)?;
            let chain = chain_of_in_txn(transaction, look)?;
            if erased_in_txn(transaction)?.contains(&chain[0].0) {
                return Err(refused(IdentityRefusal::Erased { alias: alias.clone() }));
            }
            let mut shown = shown_in_txn(transaction, keys, &chain)?;
            if shown.numbers.iter().all(|number| number.identity.is_none()) {
                return Err(refused(IdentityRefusal::NoIdentity { alias: alias.clone() }));
            }
            if shown.protected && !user.roles.contains(&Role::CaseWorker) {
                shown.withhold();
            }
            let mention = look_in_txn(transaction, actor, &user, look)?;
            Ok(Change::Made { record: shown, rows: vec![mention], details: look.audited() })
        })?;
        Ok(shown.record)
    }
}

impl IdentitiesAdded {
    pub(crate) fn details(&self) -> BTreeMap<String, String> {
        let numbers = [("new", self.new), ("changed", self.changed), ("erased", self.erased)];
        numbers.into_iter().map(|(name, number)| (format!("identities-{name}"), number.to_string())).collect()
    }
}

impl ShownIdentity {
    fn withhold(&mut self) {
        self.withheld = true;
        for identity in self.numbers.iter_mut().filter_map(|number| number.identity.as_mut()) {
            identity.name = None;
            identity.address = None;
        }
    }
}

/// Writes what the vault does not know yet, and gives the mentions of the rows.
pub(crate) fn add_in_txn(
    transaction: &mut Transaction,
    actor: &Actor,
    new: NewIdentities<'_>,
    chance: &mut Chance<'_>,
) -> Result<(IdentitiesAdded, Vec<Mention>), Failure> {
    let mut added = IdentitiesAdded::default();
    let mut mentions: Vec<Mention> = record_in_txn(transaction, actor, new.keys)?.into_iter().collect();
    let erased = erased_in_txn(transaction)?;
    let chains = Chains::read_in_txn(transaction)?;
    let known: Vec<IdentityRow> = transaction.rows(&[], &["sequence"])?;
    let known: BTreeMap<String, i64> = known.into_iter().map(|row| (row.pseudonym, row.sequence)).collect();
    let mut writer = Writer {
        actor,
        new,
        next: transaction.next_number::<IdentityRow>("sequence", &[])?,
        identities: Vec::new(),
        keys: Vec::new(),
        fields: Vec::new(),
    };
    for (pseudonym, identity) in new.people {
        if erased.contains(chains.first(pseudonym)) {
            added.erased += 1;
        } else if let Some(sequence) = known.get(pseudonym) {
            added.changed += u64::from(writer.again_in_txn(transaction, *sequence, pseudonym, identity, chance)?);
        } else {
            writer.first(pseudonym, identity, chance)?;
            added.new += 1;
        }
    }
    transaction.insert_all(&writer.identities)?;
    transaction.insert_all(&writer.keys)?;
    transaction.insert_all(&writer.fields)?;
    mentions.extend(writer.identities.iter().map(Row::mention));
    mentions.extend(writer.keys.iter().map(Row::mention));
    mentions.extend(writer.fields.iter().map(Row::mention));
    Ok((added, mentions))
}

/// Gathers the rows of many identities, so that they are written at once.
struct Writer<'a> {
    actor: &'a Actor,
    new: NewIdentities<'a>,
    next: i64,
    identities: Vec<IdentityRow>,
    keys: Vec<IdentityKeyRow>,
    fields: Vec<FieldRow>,
}

impl Writer<'_> {
    /// A number that the vault did not know.
    fn first(&mut self, pseudonym: &str, identity: &Identity, chance: &mut Chance<'_>) -> Result<(), Failure> {
        let sequence = self.next;
        self.next += 1;
        let key = Key::new(chance).map_err(StoreError::Chance)?;
        self.identities.push(
            IdentityRow {
                sequence,
                pseudonym: pseudonym.to_owned(),
                recorded_by: self.actor.user.to_string(),
                recorded_at: self.actor.at.to_string(),
                digest: String::new(),
            }
            .sealed(),
        );
        self.keys.push(wrapped(self.actor, self.new.keys, sequence, pseudonym, &key, chance)?);
        for (field, text) in fields_of(identity) {
            self.field(&key, (sequence, pseudonym), (field, 1), text, chance)?;
        }
        Ok(())
    }

    /// A number that the vault knows: what is new about it, and the source where it has not said anything before. Gives
    /// whether anything was.
    fn again_in_txn(
        &mut self,
        transaction: &mut Transaction,
        sequence: i64,
        pseudonym: &str,
        identity: &Identity,
        chance: &mut Chance<'_>,
    ) -> Result<bool, Failure> {
        let row = transaction.last::<IdentityKeyRow>(&[("identity", sequence.into())], "version")?;
        let Some(row) = row else { return Ok(false) };
        let key = data_key(self.new.keys, &row, pseudonym)?;
        let rows: Vec<FieldRow> = transaction.rows(&[("identity", sequence.into())], &["field", "position"])?;
        let new_source = !rows.iter().any(|row| row.source == self.new.source);
        let before = self.fields.len();
        for (field, text) in fields_of(identity) {
            let last = rows.iter().rfind(|row| row.field == field);
            let same = match last {
                Some(last) => opened(&key, pseudonym, last)?.reveal() == text,
                None => false,
            };
            if !same || (new_source && field == CPR) {
                let position = last.map_or(1, |last| last.position + 1);
                self.field(&key, (sequence, pseudonym), (field, position), text, chance)?;
            }
        }
        Ok(self.fields.len() > before)
    }

    fn field(
        &mut self,
        key: &Key,
        (identity, pseudonym): (i64, &str),
        (field, position): (&str, i64),
        text: &str,
        chance: &mut Chance<'_>,
    ) -> Result<(), Failure> {
        let binding = field_binding(pseudonym, field, position);
        let value = key.seal(&binding, text.as_bytes(), chance).map_err(StoreError::Chance)?;
        self.fields.push(
            FieldRow {
                identity,
                field: field.to_owned(),
                position,
                value,
                source: self.new.source.to_owned(),
                recorded_by: self.actor.user.to_string(),
                recorded_at: self.actor.at.to_string(),
                digest: String::new(),
            }
            .sealed(),
        );
        Ok(())
    }
}

/// The fields of an identity, as far as its list gives them.
fn fields_of(identity: &Identity) -> impl Iterator<Item = (&'static str, &str)> {
    let protected = identity.protected.map(|protected| if protected { "yes" } else { "no" });
    let fields = [
        (CPR, Some(identity.cpr.reveal())),
        (NAME, identity.name.as_ref().map(Secret::reveal)),
        (ADDRESS, identity.address.as_ref().map(Secret::reveal)),
        (PROTECTED, protected),
    ];
    fields.into_iter().filter_map(|(field, text)| Some((field, text?)))
}

/// The text of a field, which must open where it lies.
pub(super) fn opened(key: &Key, pseudonym: &str, row: &FieldRow) -> Result<Secret, StoreError> {
    let binding = field_binding(pseudonym, &row.field, row.position);
    let text = key.open(&binding, &row.value).and_then(|bytes| String::from_utf8(bytes.to_vec()).ok());
    let unopenable = || StoreError::Damaged(Fault::Unopenable { table: FieldRow::TABLE, key: row.key() });
    text.map(Secret::new).ok_or_else(unopenable)
}

/// Every number of the person behind an alias, with the day from which it holds.
pub(super) fn chain_of_in_txn(
    transaction: &mut Transaction,
    look: NewLook<'_>,
) -> Result<Vec<(String, Option<Date>)>, Failure> {
    let Some(alias) = look.alias else { return Err(refused(IdentityRefusal::UnknownNumber)) };
    let pseudonyms = pseudonyms_of_in_txn(transaction, look.agreement, alias)?;
    let Some(pseudonym) = pseudonyms.last() else {
        let unknown = IdentityRefusal::UnknownAlias { agreement: look.agreement.clone(), alias: alias.clone() };
        return Err(refused(unknown));
    };
    Ok(Chains::read_in_txn(transaction)?.chain(pseudonym))
}

fn shown_in_txn(
    transaction: &mut Transaction,
    keys: &MasterKeys,
    chain: &[(String, Option<Date>)],
) -> Result<ShownIdentity, Failure> {
    let mut numbers = Vec::with_capacity(chain.len());
    for (pseudonym, from) in chain {
        let identity = identity_in_txn(transaction, keys, pseudonym)?;
        numbers.push(ShownNumber { from: *from, identity });
    }
    // What was said last about any of the numbers: protection holds for the person.
    let said = numbers.iter().rev().find_map(|number| number.identity.as_ref()?.protected);
    Ok(ShownIdentity { numbers, protected: said.unwrap_or_default(), withheld: false })
}

fn identity_in_txn(
    transaction: &mut Transaction,
    keys: &MasterKeys,
    pseudonym: &str,
) -> Result<Option<Identity>, Failure> {
    let identity = transaction.first::<IdentityRow>(&[("pseudonym", pseudonym.into())], &[])?;
    let Some(identity) = identity else { return Ok(None) };
    let sequence = identity.sequence;
    let row = transaction.last::<IdentityKeyRow>(&[("identity", sequence.into())], "version")?;
    let Some(row) = row else { return Ok(None) };
    let key = data_key(keys, &row, pseudonym)?;
    let rows: Vec<FieldRow> = transaction.rows(&[("identity", sequence.into())], &["field", "position"])?;
    let last = |field: &str| -> Result<Option<Secret>, StoreError> {
        let row = rows.iter().rfind(|row| row.field == field);
        row.map(|row| opened(&key, pseudonym, row)).transpose()
    };
    let Some(cpr) = last(CPR)? else { return Ok(None) };
    let protected = last(PROTECTED)?.map(|said| said.reveal() == "yes");
    Ok(Some(Identity { cpr, name: last(NAME)?, address: last(ADDRESS)?, protected }))
}

/// The sources of each number whose data key is still there.
pub(super) fn sources_in_txn(transaction: &mut Transaction) -> Result<BTreeMap<String, BTreeSet<String>>, StoreError> {
    let keys: Vec<IdentityKeyRow> = transaction.rows(&[], &[])?;
    let kept: BTreeSet<i64> = keys.iter().map(|row| row.identity).collect();
    let identities: Vec<IdentityRow> = transaction.rows(&[], &[])?;
    let pseudonyms: BTreeMap<i64, String> =
        identities.into_iter().map(|row| (row.sequence, row.pseudonym)).filter(|(id, _)| kept.contains(id)).collect();
    let fields: Vec<FieldRow> = transaction.rows(&[], &[])?;
    let mut sources: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for field in fields {
        if let Some(pseudonym) = pseudonyms.get(&field.identity) {
            sources.entry(pseudonym.clone()).or_default().insert(field.source);
        }
    }
    Ok(sources)
}
