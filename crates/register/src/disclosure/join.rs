//! A new table together with everything that the same readers have seen before: one system, in which a total of one release
//! meets a part of another, and in which two figures of the same question that differ by a few people point at those few.

use super::{Audience, Cell, Rule, Standing, Table};

/// A table of an earlier release, its audience, and which cells it showed.
pub type Released = (Audience, Table, Vec<bool>);

/// The new table, with what was released before. Its own cells keep their places.
pub fn join(new: &Table, earlier: &[Released], rule: Rule) -> Table {
    let mut joined = new.clone();
    for (audience, table, shown) in earlier {
        let places: Vec<usize> = table
            .cells
            .iter()
            .zip(shown)
            .map(|(cell, shown)| {
                let place = joined.cell(&cell.name, &cell.population, cell.count, Standing::Unprinted);
                let known = &mut joined.cells[place];
                let is_printed = cell.standing != Standing::Unprinted;
                if is_printed && *shown {
                    known.released = known.released.max(Some(*audience));
                }
                known.hidden_before |= is_printed && !*shown;
                place
            })
            .collect();
        for sum in &table.sums {
            let parts: Vec<usize> = sum.parts.iter().map(|part| places[*part]).collect();
            joined.sum(places[sum.total], &parts);
        }
    }
    differences(&mut joined, new.cells.len(), rule);
    joined
}

/// Adds the difference of each new cell and each earlier one of the same name, where it is of a few people: whoever sees
/// both sees it. Which people they are is not asked; that somebody was added or has changed is what must not be seen.
fn differences(joined: &mut Table, new: usize, rule: Rule) {
    let is_printed = |cell: &Cell| cell.standing != Standing::Unprinted;
    let mut found = Vec::new();
    for (place, cell) in joined.cells.iter().enumerate().take(new).filter(|(_, cell)| is_printed(cell)) {
        for (other, earlier) in joined.cells.iter().enumerate() {
            let is_other = earlier.released.is_some() && earlier.population != cell.population;
            let difference = earlier.count.abs_diff(cell.count);
            if is_other && earlier.name == cell.name && (1..rule.minimum.people()).contains(&difference) {
                found.push(if earlier.count < cell.count { (place, other) } else { (other, place) });
            }
        }
    }
    for (larger, smaller) in found {
        let difference = joined.cells[larger].count - joined.cells[smaller].count;
        let name = format!("{} beyond {}", joined.cells[larger].name, joined.cells[smaller].population);
        let population = joined.cells[larger].population.clone();
        let place = joined.cell(&name, &population, difference, Standing::Unprinted);
        joined.sum(larger, &[smaller, place]);
    }
}
