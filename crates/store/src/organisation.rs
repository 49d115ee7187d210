//! The organisation of the authority with its dates: departments, the operating areas below them, and the units below
//! those; and which of them answers for an investment. A reorganisation is another record of the same unit that holds from
//! a day on, so that what was true on an earlier day can still be asked.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use virkning_model::id::{AgreementId, UserId};

use crate::desk_refusal::DeskRefusal;
use crate::error::{Failure, StoreError};
use crate::row::{Row, row};
use crate::store::{Actor, Change, Store, Stored};
use crate::transaction::Transaction;
use crate::users::may_declare_users;

/// What a unit of the organisation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnitKind {
    /// A department (magistratsafdeling, forvaltning).
    Department,
    /// An operating area (driftsområde).
    Area,
    /// A unit (enhed).
    Unit,
}

impl UnitKind {
    /// Every kind, the highest first.
    pub const ALL: [UnitKind; 3] = [UnitKind::Department, UnitKind::Area, UnitKind::Unit];

    /// The stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            UnitKind::Department => "department",
            UnitKind::Area => "area",
            UnitKind::Unit => "unit",
        }
    }

    /// The kind of that word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// What holds of a unit from a day on.
#[derive(Clone, Copy, Debug)]
pub struct NewUnit<'a> {
    /// Its stable name: small letters, digits and hyphens.
    pub unit: &'a str,
    /// What it is.
    pub kind: UnitKind,
    /// What people call it.
    pub name: &'a str,
    /// Above it; nothing for a department.
    pub parent: Option<&'a str>,
    /// The first day.
    pub from: Date,
    /// The last day, where it is known.
    pub to: Option<Date>,
}

/// What holds of a unit from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its stable name.
    pub unit: String,
    /// What it is.
    pub kind: UnitKind,
    /// What people call it.
    pub name: String,
    /// Above it; nothing for a department.
    pub parent: Option<String>,
    /// The first day.
    pub from: Date,
    /// The last day, where it is known.
    pub to: Option<Date>,
    /// Who recorded it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

row! {
    pub(crate) struct UnitRow in "units", key (unit, position) {
        unit: String,
        position: i64,
        kind: String,
        name: String,
        parent: Option<String>,
        valid_from: String,
        valid_to: Option<String>,
        recorded_by: String,
        recorded_at: String,
    }
}

row! {
    pub(crate) struct UnitOfAgreementRow in "agreement_units", key (agreement, position) {
        agreement: String,
        position: i64,
        unit: String,
        valid_from: String,
        recorded_by: String,
        recorded_at: String,
    }
}

impl Store {
    /// Records what holds of a unit from a day on. The same again changes nothing. Whoever may declare users may do it.
    pub fn unit_set(&self, actor: &Actor, new: NewUnit<'_>) -> Result<Stored<Unit>, Failure> {
        self.write(actor, "unit-set", new.unit, |transaction| {
            may_declare_users(transaction, actor)?;
            let all = units_in_txn(transaction)?;
            check(&all, &new)?;
            let own = [("unit", new.unit.into())];
            let last: Option<UnitRow> = transaction.last(&own, "position")?;
            if let Some(unit) = last.as_ref().map(unit_of).transpose()? {
                let held = (unit.kind, unit.name.as_str(), unit.parent.as_deref(), unit.from, unit.to);
                if held == (new.kind, new.name, new.parent, new.from, new.to) {
                    return Ok(Change::Nothing(unit));
                }
            }
            let row = UnitRow {
                unit: new.unit.to_owned(),
                position: last.map_or(1, |row| row.position + 1),
                kind: new.kind.as_str().to_owned(),
                name: new.name.to_owned(),
                parent: new.parent.map(str::to_owned),
                valid_from: new.from.to_string(),
                valid_to: new.to.map(|day| day.to_string()),
                recorded_by: actor.user.to_string(),
                recorded_at: actor.at.to_string(),
                digest: String::new(),
            }
            .sealed();
            transaction.insert(&row)?;
            let details = [("name".to_owned(), row.name.clone()), ("from".to_owned(), row.valid_from.clone())].into();
            Ok(Change::Made { rows: vec![row.mention()], record: unit_of(&row)?, details })
        })
    }

    /// Every record of every unit, in the order in which each was recorded.
    pub fn units(&self) -> Result<Vec<Unit>, StoreError> {
        self.read(units_in_txn)
    }

    /// Says which unit answers for an investment from a day on. Whoever may declare users may do it.
    pub fn agreement_unit_set(
        &self,
        actor: &Actor,
        agreement: &AgreementId,
        unit: &str,
        from: Date,
    ) -> Result<Stored<()>, Failure> {
        self.write(actor, "agreement-unit-set", agreement.as_str(), |transaction| {
            may_declare_users(transaction, actor)?;
            if unit_on(&units_in_txn(transaction)?, unit, from).is_none() {
                return Err(DeskRefusal::UnknownUnit { unit: unit.to_owned(), day: from }.into());
            }
            let own = [("agreement", agreement.as_str().into())];
            let last: Option<UnitOfAgreementRow> = transaction.last(&own, "position")?;
            if last.as_ref().is_some_and(|row| row.unit == unit && row.valid_from == from.to_string()) {
                return Ok(Change::Nothing(()));
            }
            let row = UnitOfAgreementRow {
                agreement: agreement.to_string(),
                position: last.map_or(1, |row| row.position + 1),
                unit: unit.to_owned(),
                valid_from: from.to_string(),
                recorded_by: actor.user.to_string(),
                recorded_at: actor.at.to_string(),
                digest: String::new(),
            }
            .sealed();
            transaction.insert(&row)?;
            let details = [("unit".to_owned(), unit.to_owned()), ("from".to_owned(), from.to_string())].into();
            Ok(Change::Made { rows: vec![row.mention()], record: (), details })
        })
    }

    /// Which unit answers for each investment on a day, by investment.
    pub fn agreement_units(&self, day: Date) -> Result<BTreeMap<AgreementId, String>, StoreError> {
        self.read(|transaction| {
            let mut held: BTreeMap<AgreementId, (Date, String)> = BTreeMap::new();
            for row in transaction.rows::<UnitOfAgreementRow>(&[], &["agreement", "position"])? {
                let (id, from) = (row.id("agreement", &row.agreement)?, row.day("valid_from", &row.valid_from)?);
                let is_later = held.get(&id).is_none_or(|(before, _)| *before <= from);
                if from <= day && is_later {
                    held.insert(id, (from, row.unit));
                }
            }
            Ok(held.into_iter().map(|(id, (_, unit))| (id, unit)).collect())
        })
    }
}

/// What holds of a unit on a day: of the records that had begun by then the one that began last, and of several of the
/// same day the one recorded last; nothing where the unit had ended.
pub fn unit_on<'a>(all: &'a [Unit], unit: &str, day: Date) -> Option<&'a Unit> {
    let begun = all.iter().filter(|record| record.unit == unit && record.from <= day);
    // Of equals the last one counts.
    begun.max_by_key(|record| record.from).filter(|record| record.to.is_none_or(|to| day <= to))
}

/// Whether a record fits among the others: its parent is there on its first day and is of the kind above, and it does not
/// end before it begins.
fn check(all: &[Unit], new: &NewUnit<'_>) -> Result<(), DeskRefusal> {
    let unit = new.unit.to_owned();
    let is_word = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-';
    if new.unit.is_empty() || !new.unit.chars().all(is_word) || new.name.trim().is_empty() {
        return Err(DeskRefusal::UnknownUnit { unit, day: new.from });
    }
    if new.to.is_some_and(|to| to < new.from) {
        return Err(DeskRefusal::UnitPeriod { unit });
    }
    let wrong = |parent: &str| DeskRefusal::WrongParent {
        unit: unit.clone(),
        kind: new.kind.as_str(),
        parent: parent.to_owned(),
    };
    match (new.kind, new.parent) {
        (UnitKind::Department, None) => Ok(()),
        (UnitKind::Department, Some(parent)) => Err(wrong(parent)),
        (_, None) => Err(wrong("")),
        (kind, Some(parent)) => {
            let above = unit_on(all, parent, new.from);
            let above = above.ok_or(DeskRefusal::UnknownUnit { unit: parent.to_owned(), day: new.from })?;
            if above.kind < kind && parent != new.unit {
                Ok(())
            } else {
                Err(wrong(parent))
            }
        }
    }
}

fn units_in_txn(transaction: &mut Transaction) -> Result<Vec<Unit>, StoreError> {
    let rows: Vec<UnitRow> = transaction.rows(&[], &["unit", "position"])?;
    rows.iter().map(unit_of).collect()
}

pub(crate) fn unit_of(row: &UnitRow) -> Result<Unit, StoreError> {
    Ok(Unit {
        unit: row.unit.clone(),
        kind: row.read("kind", UnitKind::parse(&row.kind))?,
        name: row.name.clone(),
        parent: row.parent.clone(),
        from: row.day("valid_from", &row.valid_from)?,
        to: row.valid_to.as_deref().map(|day| row.day("valid_to", day)).transpose()?,
        by: row.id("recorded_by", &row.recorded_by)?,
        at: row.time("recorded_at", &row.recorded_at)?,
    })
}
