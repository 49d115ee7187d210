//! The facts of one person in their final form: rows that are the same dropped, months of study joined, amounts summed,
//! and everything in one order, whatever order the files had.

use virkning_measure::STILL_THERE;

use super::profile::Duplicates;
use super::record::{ANONYMOUS, COUNTS, Of, Record};

/// A spell: first day, the day after the last, place of its kind.
pub(crate) type Spell = (i32, i32, u16);
/// A dated value: day, place of its name, millionths.
pub(crate) type Value = (i32, u16, i64);
/// An amount: day, place of its kind, place of its item, øre.
pub(crate) type Amount = (i32, u16, u16, i64);

/// Facts of one person, each table sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) stays: Vec<Spell>,
    pub(crate) studies: Vec<Spell>,
    pub(crate) observations: Vec<Value>,
    pub(crate) amounts: Vec<Amount>,
}

/// The place of each number of each list of names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    pub(crate) stays: Vec<u16>,
    pub(crate) studies: Vec<u16>,
    pub(crate) observations: Vec<u16>,
    pub(crate) amounts: Vec<u16>,
    pub(crate) items: Vec<u16>,
}

/// What was counted on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Rows that are another row's twin.
    pub(crate) duplicate_rows: u64,
    /// Stays that begin before an earlier one of the same person has ended.
    pub(crate) overlapping_stays: u64,
    /// Stays that had not ended.
    pub(crate) open_stays: u64,
    /// Days on which one person has several values of one name.
    pub(crate) values_of_one_day: u64,
    /// Amounts that add up to nothing.
    pub(crate) zero_sums: u64,
    /// People who cannot be linked.
    pub(crate) anonymous_people: u64,
    /// The sum of all amounts without their signs.
    pub(crate) amounts_sum: u128,
}

/// Brings the sorted records of a person into their final form.
pub(crate) fn facts(records: &mut Vec<Record>, duplicates: Duplicates, places: &Places, counts: &mut Counts) -> Facts {
    if duplicates == Duplicates::Drop {
        let mut latest: Option<([u8; 16], u16)> = None;
        records.retain(|record| {
            let twin = latest == Some((record.row, record.part));
            latest = Some((record.row, record.part));
            counts.duplicate_rows += u64::from(twin && record.flags & COUNTS != 0);
            !twin
        });
    }
    counts.anonymous_people += u64::from(records.first().is_some_and(|record| record.flags & ANONYMOUS != 0));
    let mut facts = Facts::default();
    let mut months = Vec::new();
    for record in records.iter() {
        let Record { from, to, kind, item, value, .. } = *record;
        let place = |places: &[u16]| places[usize::from(kind)];
        match record.of {
            Of::Presence => {}
            Of::Stay => facts.stays.push((from, to, place(&places.stays))),
            Of::Study => facts.studies.push((from, to, place(&places.studies))),
            Of::StudyMonth => months.push((from, to, place(&places.studies))),
            Of::Observation => facts.observations.push((from, place(&places.observations), value)),
            Of::Amount => facts.amounts.push((from, place(&places.amounts), places.items[usize::from(item)], value)),
        }
    }
    facts.studies.extend(joined(months));
    facts.studies.sort_unstable();
    facts.stays.sort_unstable();
    // The same stay in rows that differ elsewhere, such as two reports of one stay, is one stay.
    facts.stays.dedup();
    facts.studies.dedup();
    facts.observations.sort_unstable();
    facts.amounts = summed(std::mem::take(&mut facts.amounts), counts);
    count(&facts, counts);
    facts
}

/// Months that follow each other as one spell.
fn joined(mut months: Vec<Spell>) -> Vec<Spell> {
    months.sort_unstable_by_key(|(from, to, kind)| (*kind, *from, *to));
    let mut spells: Vec<Spell> = Vec::new();
    for (from, to, kind) in months {
        match spells.last_mut() {
            Some(last) if last.2 == kind && last.1 >= from => last.1 = last.1.max(to),
            _ => spells.push((from, to, kind)),
        }
    }
    spells
}

/// One sum for each day, kind and item; a sum of zero is no row.
fn summed(mut amounts: Vec<Amount>, counts: &mut Counts) -> Vec<Amount> {
    amounts.sort_unstable();
    let mut sums: Vec<Amount> = Vec::with_capacity(amounts.len());
    for amount in amounts {
        match sums.last_mut() {
            Some(last) if (last.0, last.1, last.2) == (amount.0, amount.1, amount.2) => {
                last.3 = last.3.saturating_add(amount.3);
            }
            _ => sums.push(amount),
        }
    }
    let before = sums.len();
    sums.retain(|amount| amount.3 != 0);
    counts.zero_sums += (before - sums.len()) as u64;
    sums
}

fn count(facts: &Facts, counts: &mut Counts) {
    let mut until = i32::MIN;
    for (from, to, _) in &facts.stays {
        counts.overlapping_stays += u64::from(*from < until);
        counts.open_stays += u64::from(*to == STILL_THERE);
        until = until.max(*to);
    }
    counts.amounts_sum += facts.amounts.iter().map(|amount| u128::from(amount.3.unsigned_abs())).sum::<u128>();
    let days = facts.observations.windows(2).filter(|pair| (pair[0].0, pair[0].1) == (pair[1].0, pair[1].1));
    counts.values_of_one_day += days.count() as u64;
}
