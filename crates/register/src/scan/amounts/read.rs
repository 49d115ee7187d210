//! Reads the file of amounts. Whatever is read of it is proved first; nothing else of it is read.

use std::ops::Range;
use std::path::Path;

use virkning_measure::DatedAmount;

use super::{AMOUNTS_SCAN, Chunk, FORMAT, Footer, KindPlace, MAGIC};
use crate::key::Pseudonym;
use crate::manifest::Manifest;
use crate::scan::leaves::Leaves;
use crate::scan::people::{ChunkPeople, People};
use crate::snapshot::{Damage, SnapshotError};

/// The file of amounts, open for questions from any number of threads.
#[derive(Debug)]
pub struct AmountScan {
    leaves: Leaves,
    footer: Footer,
    people: People,
}

/// Rows of one kind of some people of a chunk, with room that is used again.
#[derive(Debug, Default)]
pub(super) struct KindRows {
    places: Vec<u8>,
    days: Vec<u8>,
    amounts: Vec<u8>,
    items: Vec<u8>,
}

/// The same, read.
pub(super) struct KindSlices<'b> {
    /// One more than people: where the rows of each begin.
    places: &'b [[u8; 4]],
    days: &'b [[u8; 2]],
    amounts: &'b [u8],
    items: &'b [[u8; 2]],
    /// Which items are added; all where nothing is said.
    added: Option<&'b [bool]>,
    wide: bool,
    first_day: i32,
}

impl AmountScan {
    /// Opens the file of a snapshot; nothing where it has none, or one of another format that nobody vouches for.
    pub(crate) fn open(folder: &Path, manifest: &Manifest) -> Result<Option<Self>, SnapshotError> {
        let opened = Leaves::open(folder.join(AMOUNTS_SCAN), MAGIC, FORMAT, manifest.amounts_scan.as_ref())?;
        let Some((leaves, footer)) = opened else { return Ok(None) };
        let Ok(footer) = serde_json::from_slice::<Footer>(&footer) else { return Err(leaves.changed()) };
        if footer.content_hash != manifest.content_hash || footer.people != manifest.people {
            return Err(leaves.changed());
        }
        let chunks = footer.chunks.iter().map(|chunk| ChunkPeople { at: chunk.at, people: chunk.people }).collect();
        let people = People::read(&leaves, footer.samples_at, footer.people, chunks)?;
        Ok(Some(Self { leaves, footer, people }))
    }

    /// How many people there are.
    pub fn people(&self) -> u32 {
        self.people.count()
    }

    /// The rows of people; nothing for who is not in the extract.
    pub fn rows_of(&self, people: &[Pseudonym]) -> Result<Vec<Option<u32>>, SnapshotError> {
        self.people.rows_of(&self.leaves, people)
    }

    pub(super) fn chunks(&self) -> usize {
        self.people.chunks()
    }

    pub(super) fn rows(&self, chunk: usize) -> Range<u32> {
        self.people.rows(chunk)
    }

    /// Proves every byte.
    pub(crate) fn verify(&self) -> Result<(), SnapshotError> {
        self.leaves.verify()
    }

    /// The rows of a kind of some people of a chunk, who stand one after the other. Of a kind of which no item is added
    /// nothing is read; there is nothing after the last kind of the file.
    pub(super) fn kind<'b>(
        &self,
        chunk: usize,
        kind: usize,
        people: &Range<u32>,
        items: Option<&'b [bool]>,
        room: &'b mut KindRows,
    ) -> Result<Option<Option<KindSlices<'b>>>, SnapshotError> {
        let chunk = &self.footer.chunks[chunk];
        let Some(place) = chunk.kind(kind) else { return Ok(None) };
        let Some(added) = items else { return Ok(Some(None)) };
        let added = Some(added).filter(|added| added.contains(&false));
        self.slices(chunk, place, people, (added, added.is_some()), room).map(|slices| Some(Some(slices)))
    }

    fn slices<'b>(
        &self,
        chunk: &Chunk,
        place: KindPlace,
        people: &Range<u32>,
        (added, with_items): (Option<&'b [bool]>, bool),
        room: &'b mut KindRows,
    ) -> Result<KindSlices<'b>, SnapshotError> {
        let KindRows { places, days, amounts, items } = room;
        let places = self.leaves.read(place.places + 4 * u64::from(people.start), 4 * (people.len() + 1), places)?;
        let places: &[[u8; 4]] = places.as_chunks().0;
        let first = places.first().map_or(0, |bytes| u32::from_le_bytes(*bytes));
        let end = places.last().map_or(0, |bytes| u32::from_le_bytes(*bytes));
        if end > place.rows || !places.is_sorted_by_key(|bytes| u32::from_le_bytes(*bytes)) {
            return Err(self.leaves.damaged(Damage::Content));
        }
        let (from, rows, width) = (u64::from(first), (end - first) as usize, chunk.amount_bytes());
        let no_items: &[[u8; 2]] = &[];
        Ok(KindSlices {
            places,
            days: self.leaves.read(place.days + 2 * from, 2 * rows, days)?.as_chunks().0,
            amounts: self.leaves.read(place.amounts + width as u64 * from, width * rows, amounts)?,
            items: if with_items {
                self.leaves.read(place.items + 2 * from, 2 * rows, items)?.as_chunks().0
            } else {
                no_items
            },
            added,
            wide: chunk.wide,
            first_day: chunk.first_day,
        })
    }

    /// All amounts of everybody, person by person and kind by kind: what verification compares.
    pub(crate) fn each(
        &self,
        mut see: impl FnMut(u32, &[DatedAmount]) -> Result<(), Damage>,
    ) -> Result<(), SnapshotError> {
        for chunk in 0..self.chunks() {
            let rows = self.rows(chunk);
            let people = 0..rows.len() as u32;
            let place = &self.footer.chunks[chunk];
            let kinds: Vec<KindPlace> = (0..place.rows.len()).filter_map(|kind| place.kind(kind)).collect();
            let mut rooms: Vec<KindRows> = kinds.iter().map(|_| KindRows::default()).collect();
            let read =
                kinds.iter().zip(&mut rooms).map(|(kind, room)| self.slices(place, *kind, &people, (None, true), room));
            let read: Vec<KindSlices<'_>> = read.collect::<Result<_, _>>()?;
            let mut found = Vec::new();
            for person in people {
                found.clear();
                for (kind, slices) in (0_u16..).zip(&read) {
                    for row in slices.rows_of(person as usize) {
                        let (day, item) = (slices.first_day + i32::from(slices.day(row)), slices.item(row));
                        found.push(DatedAmount { day, kind, item, minor_units: slices.amount(row) });
                    }
                }
                see(rows.start + person, &found).map_err(|damage| self.leaves.damaged(damage))?;
            }
        }
        Ok(())
    }
}

impl KindSlices<'_> {
    /// The rows of a person, by the place among those that were read.
    fn rows_of(&self, person: usize) -> Range<usize> {
        let place = |at: usize| u32::from_le_bytes(self.places[at]);
        let first = place(0);
        (place(person) - first) as usize..(place(person + 1) - first) as usize
    }

    fn day(&self, row: usize) -> u16 {
        u16::from_le_bytes(self.days[row])
    }

    fn item(&self, row: usize) -> u16 {
        u16::from_le_bytes(self.items[row])
    }

    fn amount(&self, row: usize) -> i64 {
        if self.wide {
            i64::from_le_bytes(self.amounts.as_chunks().0[row])
        } else {
            i64::from(i32::from_le_bytes(self.amounts.as_chunks().0[row]))
        }
    }

    /// The sum of a person's rows within days that are wanted, in øre. The person is a place among those that were read.
    pub(super) fn sum(&self, person: usize, days: &Range<i32>) -> i128 {
        let rows = self.rows_of(person);
        let days = days.start.saturating_sub(self.first_day)..days.end.saturating_sub(self.first_day);
        let inside = |day: &[u8; 2]| days.contains(&i32::from(u16::from_le_bytes(*day)));
        if let Some(added) = self.added {
            let wanted = |item: u16| added.get(usize::from(item)).is_some_and(|added| *added);
            let rows = rows.filter(|row| inside(&self.days[*row]) && wanted(self.item(*row)));
            return rows.map(|row| i128::from(self.amount(row))).sum();
        }
        let own = &self.days[rows.clone()];
        if self.wide {
            let amounts: &[[u8; 8]] = &self.amounts.as_chunks().0[rows];
            let amounts = own.iter().zip(amounts).filter(|(day, _)| inside(day));
            return amounts.map(|(_, amount)| i128::from(i64::from_le_bytes(*amount))).sum();
        }
        // Without a branch in the loop. A person's rows are few: thousands of 32 bits fit 64.
        let amounts: &[[u8; 4]] = &self.amounts.as_chunks().0[rows];
        let amount = |(day, amount): (&[u8; 2], &[u8; 4])| {
            if inside(day) { i64::from(i32::from_le_bytes(*amount)) } else { 0 }
        };
        i128::from(own.iter().zip(amounts).map(amount).sum::<i64>())
    }
}
