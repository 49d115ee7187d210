//! Counts of several groups beside each other, with the counts of all of them: what of it may be shown. A group that is hidden
//! must not be found by taking the others from all, neither its people nor their mean.

use super::{Audience, Rule, Standing, Table, control};

/// The counts of one group. The parts are its people divided; of the valued the rest is not printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupCounts {
    /// The people divided: those who succeed, those who do not …
    pub parts: Vec<u64>,
    /// Those with a value, whose mean is printed; nothing where no values are asked for.
    pub valued: Option<u64>,
}

/// What of it may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupShown {
    /// The number of people.
    pub people: bool,
    /// Each part.
    pub parts: Vec<bool>,
    /// The number of those with a value, and so their mean.
    pub valued: bool,
}

/// What may be shown of groups, and last of all of them together, to everybody who may read the rest of it. How many people
/// there are in all is taken to be known. Every group has the same parts.
pub fn shown_in_groups(groups: &[GroupCounts], rule: Rule) -> Vec<GroupShown> {
    let parts = groups.first().map_or(0, |group| group.parts.len());
    let mut all = GroupCounts { parts: vec![0; parts], valued: groups.first().and_then(|group| group.valued) };
    all.valued = all.valued.map(|_| groups.iter().filter_map(|group| group.valued).sum());
    for group in groups {
        all.parts.iter_mut().zip(&group.parts).for_each(|(sum, part)| *sum += part);
    }
    let mut table = Table::default();
    let placed: Vec<Placed> =
        groups.iter().chain([&all]).enumerate().map(|(place, group)| Placed::new(&mut table, place, group)).collect();
    if let Some((all, groups)) = placed.split_last() {
        let mut add = |total: usize, of: &dyn Fn(&Placed) -> Option<usize>| {
            let parts: Vec<usize> = groups.iter().filter_map(of).collect();
            table.sum(total, &parts);
        };
        add(all.people, &|group| Some(group.people));
        for (part, total) in all.parts.iter().enumerate() {
            add(*total, &|group| group.parts.get(part).copied());
        }
        if let Some(total) = all.valued {
            add(total, &|group| group.valued);
        }
        table.cells[all.people].released = Some(Audience::Public);
    }
    let controlled = control(&table, rule, Audience::Public);
    let shown = |placed: &Placed| GroupShown {
        people: controlled.shows(placed.people),
        parts: placed.parts.iter().map(|part| controlled.shows(*part)).collect(),
        valued: placed.valued.is_some_and(|valued| controlled.shows(valued)),
    };
    placed.iter().map(shown).collect()
}

/// The cells of a group.
struct Placed {
    people: usize,
    parts: Vec<usize>,
    valued: Option<usize>,
}

impl Placed {
    fn new(table: &mut Table, group: usize, counts: &GroupCounts) -> Self {
        let mut cell = |name: &str, count| table.cell(&format!("{group}/{name}"), "", count, Standing::Breakdown);
        let people = cell("people", counts.parts.iter().sum());
        let parts: Vec<usize> =
            counts.parts.iter().enumerate().map(|(part, count)| cell(&format!("part {part}"), *count)).collect();
        let valued = counts.valued.map(|count| cell("valued", count));
        table.sum(people, &parts);
        if let Some(valued) = valued {
            table.rest(people, &[valued]);
        }
        Self { people, parts, valued }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(parts: [u64; 2], valued: Option<u64>) -> GroupCounts {
        GroupCounts { parts: parts.to_vec(), valued }
    }

    #[test]
    fn large_groups_are_shown() {
        let groups = [group([20, 30], Some(50)), group([15, 25], Some(40))];
        for shown in shown_in_groups(&groups, Rule::default()) {
            assert_eq!(shown, GroupShown { people: true, parts: vec![true, true], valued: true });
        }
    }

    /// One group of three: all less the other would be the three, so the other is hidden as well.
    #[test]
    fn a_small_group_is_not_found_by_taking_away() {
        let groups = [group([20, 30], Some(50)), group([1, 2], Some(3)), group([40, 9], Some(49))];
        let shown = shown_in_groups(&groups, Rule::default());
        assert!(!shown[1].people && !shown[1].valued && shown[1].parts == [false, false]);
        for count in [|shown: &GroupShown| shown.people, |shown: &GroupShown| shown.valued] {
            assert!(shown[..3].iter().filter(|shown| !count(shown)).count() >= 2, "{shown:?}");
        }
    }

    /// Forty-nine of fifty have a value: the one who has none would be known.
    #[test]
    fn nobody_without_a_value_stands_out() {
        let groups = [group([20, 30], Some(49)), group([20, 20], Some(40))];
        assert!(!shown_in_groups(&groups, Rule::default())[0].valued);
    }
}
