//! Reading the tables of events of a snapshot into the rows that measures ask for.

use virkning_measure::{AmountGap, Columns, DatedAmount, DatedValue, STILL_THERE, Stay};
use virkning_model::expression::Table;

use super::person::Facts;
use super::summary::EventSummary;
use super::write::FIRST_DAY_SINCE_1970;
use crate::batch::Batch;
use crate::snapshot::Damage;

/// The rows of the tables of events in memory, sorted by person. A table that the snapshot does not have is empty, offsets
/// and all.
#[derive(Clone, Debug, Default)]
pub(crate) struct LoadedEvents {
    pub(crate) stay_offsets: Vec<u32>,
    pub(crate) stays: Vec<Stay>,
    pub(crate) study_offsets: Vec<u32>,
    pub(crate) studies: Vec<Stay>,
    pub(crate) observation_offsets: Vec<u32>,
    pub(crate) observations: Vec<DatedValue>,
    pub(crate) amount_offsets: Vec<u32>,
    pub(crate) amounts: Vec<DatedAmount>,
    /// Only where amounts are estimated.
    pub(crate) gap_offsets: Vec<u32>,
    pub(crate) gaps: Vec<AmountGap>,
}

/// The day with a date's number since 1970.
fn day(number: i32) -> Result<i32, Damage> {
    number.checked_sub(FIRST_DAY_SINCE_1970).ok_or(Damage::Value)
}

fn place(number: i32, names: usize) -> Result<u16, Damage> {
    let place = u16::try_from(number).map_err(|_| Damage::Value)?;
    if usize::from(place) < names { Ok(place) } else { Err(Damage::Value) }
}

impl LoadedEvents {
    /// How many rows of all tables there are.
    pub(crate) fn rows(&self) -> u64 {
        (self.stays.len() + self.studies.len() + self.observations.len() + self.amounts.len()) as u64
    }

    /// Adds the tables to the columns of a snapshot.
    pub(crate) fn columns<'a>(&'a self, others: Columns<'a>) -> Columns<'a> {
        Columns {
            stay_offsets: &self.stay_offsets,
            stays: &self.stays,
            study_offsets: &self.study_offsets,
            studies: &self.studies,
            observation_offsets: &self.observation_offsets,
            observations: &self.observations,
            amount_offsets: &self.amount_offsets,
            amounts: &self.amounts,
            gap_offsets: &self.gap_offsets,
            gaps: &self.gaps,
            ..others
        }
    }

    /// Keeps the offsets of a table that has been read.
    pub(crate) fn set_offsets(&mut self, table: Table, offsets: Vec<u32>) {
        match table {
            Table::Stay => self.stay_offsets = offsets,
            Table::Study => self.study_offsets = offsets,
            Table::Observation => self.observation_offsets = offsets,
            Table::Amount => self.amount_offsets = offsets,
            Table::Week | Table::Job => {}
        }
    }

    /// Takes some rows of a table: those of which `wanted` says yes. It is asked for each row in order.
    pub(crate) fn take(
        &mut self,
        table: Table,
        summary: &EventSummary,
        batch: &Batch,
        wanted: &mut dyn FnMut(u32) -> Result<bool, Damage>,
    ) -> Result<(), Damage> {
        let Some(extent) = summary.table(table) else { return Err(Damage::Content) };
        let (names, items) = (extent.names.len(), extent.items.len());
        let (person, first) = (batch.numbers(0)?, batch.numbers(1)?);
        match table {
            Table::Stay | Table::Study => {
                let kinds = batch.numbers(3)?;
                for (row, left) in batch.optional(2)?.enumerate() {
                    let arrived = day(first[row])?;
                    let left = left.map_or(Ok(STILL_THERE), day)?;
                    let stay = Stay { arrived, left, kind: place(kinds[row], names)? };
                    if left < arrived {
                        return Err(Damage::Value);
                    }
                    if wanted(person[row].cast_unsigned())? {
                        if table == Table::Stay {
                            self.stays.push(stay)
                        } else {
                            self.studies.push(stay)
                        }
                    }
                }
            }
            Table::Observation => {
                let (name, values) = (batch.numbers(2)?, batch.longs(3)?);
                for row in 0..batch.rows() {
                    let (day, name) = (day(first[row])?, place(name[row], names)?);
                    if wanted(person[row].cast_unsigned())? {
                        self.observations.push(DatedValue { day, name, millionths: values[row] });
                    }
                }
            }
            Table::Amount => {
                let (kind, item, values) = (batch.numbers(2)?, batch.numbers(3)?, batch.longs(4)?);
                for row in 0..batch.rows() {
                    let (kind, item) = (place(kind[row], names)?, place(item[row], items)?);
                    let day = day(first[row])?;
                    if wanted(person[row].cast_unsigned())? {
                        self.amounts.push(DatedAmount { day, kind, item, minor_units: values[row] });
                    }
                }
            }
            Table::Week | Table::Job => return Err(Damage::Columns),
        }
        Ok(())
    }

    /// The facts of a person as the import wrote them.
    pub(crate) fn facts(&self, row: usize) -> Facts {
        let rows = self.columns(Columns::default()).person(row);
        let spells = |stays: &[Stay]| stays.iter().map(|stay| (stay.arrived, stay.left, stay.kind)).collect();
        Facts {
            stays: spells(rows.stays),
            studies: spells(rows.studies),
            observations: rows.observations.iter().map(|value| (value.day, value.name, value.millionths)).collect(),
            amounts: rows.amounts.iter().map(|sum| (sum.day, sum.kind, sum.item, sum.minor_units)).collect(),
        }
    }
}
