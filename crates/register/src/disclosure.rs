//! Disclosure control for counts that leave the municipality: small cells of a breakdown are hidden, and enough others
//! with them that no total gives them away. A count that decides a payment is a contract figure and is never hidden.

/// Smallest number of people that a breakdown may show, where nothing else is set (register facts, section 4.4).
pub const CELL_PEOPLE_MIN: u64 = 5;

/// A row of a breakdown of people by group, with how many of them meet a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// How many are in the group.
    pub people: u64,
    /// How many of them meet the measure.
    pub successes: u64,
}

impl Cell {
    fn is_small(self, least: u64) -> bool {
        let small = |count: u64| (1..least).contains(&count);
        small(self.people) || small(self.successes) || small(self.people.saturating_sub(self.successes))
    }
}

/// Which rows of a partition with known totals may be shown: `true` for shown. Hidden are rows with 1 to `least` − 1
/// people, successes or failures, and beside them the next smallest rows until those hidden are at least two and hold
/// at least `least` people, so that the totals do not give them away. Empty rows stay visible.
pub fn shown(cells: &[Cell], least: u64) -> Vec<bool> {
    let mut shown: Vec<bool> = cells.iter().map(|cell| !cell.is_small(least)).collect();
    let hidden_people = |shown: &[bool]| -> (usize, u64) {
        let hidden = cells.iter().zip(shown).filter(|(_, shown)| !**shown).map(|(cell, _)| cell.people);
        hidden.fold((0, 0), |(rows, people), more| (rows + 1, people + more))
    };
    let mut others: Vec<usize> = (0..cells.len()).filter(|&row| shown[row] && cells[row].people > 0).collect();
    others.sort_by_key(|&row| cells[row].people);
    for row in others {
        let (rows, people) = hidden_people(&shown);
        if rows == 0 || (rows >= 2 && people >= least) {
            break;
        }
        shown[row] = false;
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cells: &[(u64, u64)], expected: &[bool]) {
        let cells: Vec<Cell> = cells.iter().map(|&(people, successes)| Cell { people, successes }).collect();
        assert_eq!(shown(&cells, CELL_PEOPLE_MIN), expected, "{cells:?}");
    }

    #[test]
    fn large_and_empty_groups_are_shown() {
        check(&[(20, 20), (0, 0), (40, 0)], &[true, true, true]);
        check(&[], &[]);
        check(&[(0, 0)], &[true]);
    }

    #[test]
    fn one_small_group_takes_another_with_it() {
        check(&[(3, 0), (20, 20), (40, 0)], &[false, false, true]);
        check(&[(2, 0), (2, 0), (40, 0)], &[false, false, false]);
        check(&[(4, 0), (4, 4), (40, 0)], &[false, false, true]);
    }

    #[test]
    fn a_few_within_a_large_group_hide_it() {
        check(&[(40, 38), (50, 0), (60, 60)], &[false, false, true]);
    }

    #[test]
    fn a_group_alone_is_hidden_alone() {
        check(&[(3, 3)], &[false]);
    }
}
