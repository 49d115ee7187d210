//! Two deliveries of one source read as one: stays in shelters and in crisis centres come in extracts of their own, and a measure
//! may ask of both at once.

use std::collections::BTreeSet;

use virkning_measure::{Coverage, Extent, Stay};

use super::Loaded;
use crate::events::LoadedEvents;
use crate::key::Pseudonym;

impl Loaded {
    /// The stays of several extracts as those of one. It covers the kinds of all of them, on the days that each of them
    /// covers; whoever is in one of them has a row.
    pub fn joined(parts: &[&Loaded]) -> Loaded {
        let extents: Vec<&Extent> = parts.iter().filter_map(|part| part.coverage.stays.as_ref()).collect();
        let mut names: Vec<String> = Vec::new();
        for name in extents.iter().flat_map(|extent| &extent.names) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        let everyone: BTreeSet<Pseudonym> = parts.iter().flat_map(|part| &part.pseudonyms).copied().collect();
        let mut events = LoadedEvents { stay_offsets: vec![0], ..LoadedEvents::default() };
        for person in &everyone {
            let mut stays: Vec<Stay> = parts.iter().flat_map(|part| part.stays_of(person, &names)).collect();
            stays.sort_unstable_by_key(|stay| (stay.arrived, stay.left, stay.kind));
            stays.dedup();
            events.stays.extend(stays);
            events.stay_offsets.push(u32::try_from(events.stays.len()).unwrap_or(u32::MAX));
        }
        let stays = extents.first().map(|first| Extent {
            first_day: extents.iter().map(|extent| extent.first_day).max().unwrap_or(first.first_day),
            end_day: extents.iter().map(|extent| extent.end_day).min().unwrap_or(first.end_day),
            names,
            ..(*first).clone()
        });
        Loaded {
            pseudonyms: everyone.into_iter().collect(),
            events,
            coverage: Coverage { stays, ..Coverage::default() },
            ..Loaded::default()
        }
    }

    /// Somebody's stays, their kinds as places in other names.
    fn stays_of(&self, person: &Pseudonym, names: &[String]) -> Vec<Stay> {
        let Some(row) = self.row_of(person) else { return Vec::new() };
        let Some(extent) = self.coverage.stays.as_ref() else { return Vec::new() };
        let renamed = |stay: &Stay| {
            let name = extent.names.get(usize::from(stay.kind))?;
            let kind = names.iter().position(|known| known == name)?;
            Some(Stay { kind: u16::try_from(kind).ok()?, ..*stay })
        };
        self.columns().person(row as usize).stays.iter().filter_map(renamed).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A person and his stays.
    type Stays<'a> = (u8, &'a [(i32, i32, u16)]);

    fn part(names: &[&str], days: (i32, i32), people: &[Stays<'_>]) -> Loaded {
        let mut loaded = Loaded::default();
        loaded.events.stay_offsets.push(0);
        for (person, stays) in people {
            loaded.pseudonyms.push(Pseudonym::from_bytes([*person; 16]));
            loaded.events.stays.extend(stays.iter().map(|(arrived, left, kind)| Stay {
                arrived: *arrived,
                left: *left,
                kind: *kind,
            }));
            loaded.events.stay_offsets.push(u32::try_from(loaded.events.stays.len()).expect("few"));
        }
        loaded.coverage.stays = Some(Extent {
            first_day: days.0,
            end_day: days.1,
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            ..Extent::default()
        });
        loaded
    }

    #[test]
    fn stays_of_both_deliveries_count_on_the_days_that_both_cover() {
        let shelters = part(&["aftercare", "shelter"], (0, 100), &[(1, &[(5, 8, 1)]), (2, &[(1, 2, 0)])]);
        let centres =
            part(&["crisis-centre", "shelter"], (10, 120), &[(1, &[(3, 4, 0), (5, 8, 1)]), (3, &[(9, 12, 0)])]);
        let joined = Loaded::joined(&[&shelters, &centres]);
        let extent = joined.coverage().stays.as_ref().expect("stays");
        assert_eq!((extent.first_day, extent.end_day), (10, 100));
        assert_eq!(extent.names, ["aftercare", "shelter", "crisis-centre"]);
        let of = |person: u8| -> Vec<(i32, i32, u16)> {
            let row = joined.row_of(&Pseudonym::from_bytes([person; 16])).expect("a row");
            let stays = joined.columns().person(row as usize).stays.to_vec();
            stays.iter().map(|stay| (stay.arrived, stay.left, stay.kind)).collect()
        };
        // The same stay in both is one.
        assert_eq!(of(1), [(3, 4, 2), (5, 8, 1)]);
        assert_eq!(of(2), [(1, 2, 0)]);
        assert_eq!(of(3), [(9, 12, 2)]);
        assert!(joined.row_of(&Pseudonym::from_bytes([4; 16])).is_none());
    }
}
