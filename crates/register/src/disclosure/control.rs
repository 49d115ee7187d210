//! Which cells are shown: the small ones are hidden (primary suppression), then as few others as it takes that none of them
//! can be computed back (secondary suppression), smallest first; at last what turned out not to be needed is shown again.
//! The same table gives the same answer.

use super::bounds::{Reach, System};
use super::{Audience, Rule, Standing, Table, Zeros};

/// Which cells of a table are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Controlled {
    shown: Vec<bool>,
    given_away: Vec<usize>,
}

impl Controlled {
    /// Whether a cell is shown.
    pub fn shows(&self, cell: usize) -> bool {
        self.shown[cell]
    }

    /// Whether a figure that is made of these cells is shown: a percentage, an amount per head, a price times a count.
    /// It is exactly if each of them is, for the reader can turn every such figure round.
    pub fn shows_all(&self, cells: &[usize]) -> bool {
        cells.iter().all(|cell| self.shown[*cell])
    }

    /// Whether anything is hidden.
    pub fn hides(&self) -> bool {
        self.shown.contains(&false)
    }

    /// Cells that must not be known, and that the audience can nevertheless work out from what it always sees or has seen
    /// before; hiding more of this table would not help.
    pub fn given_away(&self) -> &[usize] {
        &self.given_away
    }
}

/// Which cells of a table the audience may see. Cells that are not printed count as shown: there is nothing to hide.
pub fn control(table: &Table, rule: Rule, audience: Audience) -> Controlled {
    let readers: &[Audience] = match audience {
        Audience::Department => &[],
        Audience::Parties => &[Audience::Parties],
        // The parties read what is public too, and know more.
        Audience::Public => &[Audience::Public, Audience::Parties],
    };
    let mut work = Work { table, rule, audience, shown: vec![true; table.cells.len()] };
    let mut given_away = Vec::new();
    if !readers.is_empty() {
        work.hide_small();
        let tasks = work.tasks(readers, &mut given_away);
        tasks.iter().for_each(|task| work.protect(*task));
        work.show_again(&tasks);
    }
    Controlled { shown: work.shown, given_away }
}

/// A cell that a reader must not be able to work out.
#[derive(Clone, Copy)]
struct Task {
    cell: usize,
    reader: Audience,
}

struct Work<'a> {
    table: &'a Table,
    rule: Rule,
    audience: Audience,
    shown: Vec<bool>,
}

impl Work<'_> {
    /// Whether the cell may be hidden in this release.
    fn is_open(&self, cell: usize) -> bool {
        match self.table.cells[cell].standing {
            Standing::Unprinted => false,
            Standing::Breakdown => true,
            Standing::Contract => self.audience == Audience::Public,
        }
    }

    fn is_small(&self, cell: usize) -> bool {
        self.rule.is_small(self.table.cells[cell].count)
    }

    /// A cell without anybody is never hidden where such cells are shown: its absence would say so.
    fn may_hide(&self, cell: usize) -> bool {
        let is_empty = self.table.cells[cell].count == 0 && self.rule.zeros == Zeros::Shown;
        self.is_open(cell) && !is_empty
    }

    /// Whether a reader knows the cell whatever is hidden here.
    fn knows_anyway(&self, cell: usize, reader: Audience) -> bool {
        let known = &self.table.cells[cell];
        let is_party = reader == Audience::Parties && known.standing == Standing::Contract;
        is_party || known.released.is_some_and(|audience| audience >= reader)
    }

    fn hide_small(&mut self) {
        for cell in 0..self.shown.len() {
            if self.may_hide(cell) && self.is_small(cell) {
                self.shown[cell] = false;
            }
        }
    }

    /// What is to be protected from whom. What nothing here can protect is given away and no task.
    fn tasks(&mut self, readers: &[Audience], given_away: &mut Vec<usize>) -> Vec<Task> {
        let kept = self.shown.clone();
        let most = (0..self.shown.len()).map(|cell| self.shown[cell] && !self.may_hide(cell)).collect();
        let mut tasks = Vec::new();
        let small: Vec<usize> = (0..kept.len()).filter(|cell| self.is_small(*cell)).collect();
        for cell in small {
            for &reader in readers {
                if self.knows_anyway(cell, reader) {
                    continue;
                }
                let task = Task { cell, reader };
                self.shown.clone_from(&kept);
                if self.is_safe(task) {
                    tasks.push(task);
                    continue;
                }
                self.shown.clone_from(&most);
                match self.is_safe(task) {
                    true => tasks.push(task),
                    false if !given_away.contains(&cell) => given_away.push(cell),
                    false => {}
                }
            }
        }
        self.shown = kept;
        tasks
    }

    /// Hides cells until the task is done: the first one that does it alone, else the smallest, and on.
    fn protect(&mut self, task: Task) {
        while !self.is_safe(task) {
            let candidates = self.candidates(task);
            let Some(&smallest) = candidates.first() else { return };
            let alone = candidates.iter().copied().find(|&candidate| {
                self.shown[candidate] = false;
                let is_safe = self.is_safe(task);
                self.shown[candidate] = true;
                is_safe
            });
            self.shown[alone.unwrap_or(smallest)] = false;
        }
    }

    /// Shows again what protects nothing, the largest first. What could be computed from the rest is among it.
    fn show_again(&mut self, tasks: &[Task]) {
        let mut hidden: Vec<usize> =
            (0..self.shown.len()).filter(|&cell| !self.shown[cell] && !self.is_small(cell)).collect();
        hidden.sort_by_key(|&cell| std::cmp::Reverse(self.loss(cell)));
        for cell in hidden {
            self.shown[cell] = true;
            if !tasks.iter().all(|task| self.is_safe(*task)) {
                self.shown[cell] = false;
            }
        }
    }

    /// How much is lost with a cell: contract figures are wanted more than breakdowns, large counts more than small ones.
    fn loss(&self, cell: usize) -> (bool, u64, usize) {
        let lost = &self.table.cells[cell];
        (lost.standing == Standing::Contract, lost.count, cell)
    }

    /// Cells that could be hidden and have to do with the task, the smallest loss first.
    fn candidates(&self, task: Task) -> Vec<usize> {
        let mut near = vec![false; self.shown.len()];
        let mut order = vec![task.cell];
        near[task.cell] = true;
        let mut at = 0;
        while at < order.len() {
            for sum in &self.table.sums {
                let cells = || sum.parts.iter().copied().chain([sum.total]);
                if !cells().any(|cell| cell == order[at]) {
                    continue;
                }
                for cell in cells().filter(|cell| !std::mem::replace(&mut near[*cell], true)) {
                    order.push(cell);
                }
            }
            at += 1;
        }
        let could = |cell: &usize| self.shown[*cell] && self.may_hide(*cell) && !self.knows_anyway(*cell, task.reader);
        let mut candidates: Vec<usize> = order.into_iter().filter(could).collect();
        candidates.sort_by_key(|&cell| self.loss(cell));
        candidates
    }

    /// Whether the reader is left with at least as many possible values as the smallest count that may be shown, among them
    /// one that may.
    fn is_safe(&self, task: Task) -> bool {
        let (system, unknowns) = self.system(task.reader);
        let Some(unknown) = unknowns[task.cell] else { return false };
        let (minimum, count) = (self.rule.minimum.people(), self.table.cells[task.cell].count);
        let (minimum, count) = (i128::from(minimum), i128::from(count));
        let largest = match system.largest(unknown) {
            Reach::Unlimited => return true,
            Reach::To(value) => value,
            Reach::Unproven => count,
        };
        if largest < minimum {
            return false;
        }
        let smallest = match system.smallest(unknown) {
            Reach::To(value) => value,
            Reach::Unlimited | Reach::Unproven => count,
        };
        largest - smallest >= minimum - 1
    }

    /// What the reader does not know, and the equations that he has for it.
    fn system(&self, reader: Audience) -> (System, Vec<Option<usize>>) {
        let mut system = System::default();
        let mut unknowns = vec![None; self.shown.len()];
        for (cell, unknown) in unknowns.iter_mut().enumerate() {
            let is_printed = self.table.cells[cell].standing != Standing::Unprinted;
            if (is_printed && self.shown[cell]) || self.knows_anyway(cell, reader) {
                continue;
            }
            *unknown = Some(system.least.len());
            // Where empty cells are shown, a hidden one holds somebody, and the reader knows it.
            let is_hidden = is_printed || self.table.cells[cell].hidden_before;
            let holds = is_hidden && self.rule.zeros == Zeros::Shown && self.table.cells[cell].count > 0;
            system.least.push(i128::from(holds));
        }
        for sum in &self.table.sums {
            let mut terms: Vec<(usize, i128)> = Vec::new();
            let mut known = 0;
            let signed = sum.parts.iter().map(|part| (*part, 1)).chain([(sum.total, -1)]);
            for (cell, sign) in signed {
                match unknowns[cell] {
                    Some(unknown) => terms.push((unknown, sign)),
                    None => known -= sign * i128::from(self.table.cells[cell].count),
                }
            }
            if !terms.is_empty() {
                system.equations.push((terms, known));
            }
        }
        (system, unknowns)
    }
}
