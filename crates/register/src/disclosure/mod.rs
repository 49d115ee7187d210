//! Disclosure control: which figures about groups of people may leave, and to whom. A table of counts with its totals goes
//! in; out comes which cells are shown. Hidden are small cells, and beside them as few others as needed, so that nobody can
//! compute a small one back, also with everything that the same readers have seen before. Pure: counts in, answers out.
//!
//! ```text
//! Table (cells, sums) ─┐
//! earlier releases ────┴─ join ──► one system ── control ──► Controlled: shown or hidden, cell by cell
//!                                                   └─ bounds: what a reader could work out
//! ```
//!
//! A reader is taken to know every cell that is shown to him, every sum, that counts are whole and not below zero, and the
//! rule itself. He is not taken to know which table a program that hid other cells would have printed.

mod bounds;
mod control;
mod fraction;
mod groups;
mod join;
#[cfg(test)]
mod tests;

pub use control::{Controlled, control};
pub use groups::{GroupCounts, GroupShown, shown_in_groups};
pub use join::{Released, join};

use serde::{Deserialize, Serialize};

/// The smallest number of people that may be shown: 3, as Statistics Denmark has it, or 5 (register facts, section 4.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u64")]
pub enum Minimum {
    /// Three people.
    Three,
    /// Five people; what holds where nothing is set.
    #[default]
    Five,
}

impl Minimum {
    /// The number of people.
    pub fn people(self) -> u64 {
        match self {
            Minimum::Three => 3,
            Minimum::Five => 5,
        }
    }
}

impl From<Minimum> for u64 {
    fn from(minimum: Minimum) -> Self {
        minimum.people()
    }
}

impl TryFrom<u64> for Minimum {
    type Error = String;

    fn try_from(people: u64) -> Result<Self, Self::Error> {
        match people {
            3 => Ok(Minimum::Three),
            5 => Ok(Minimum::Five),
            other => Err(format!("the smallest number of people is 3 or 5, not {other}")),
        }
    }
}

/// Whether cells without anybody are shown. That nobody is in a group says something of everyone who is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Zeros {
    /// They are shown; what holds where nothing is set.
    #[default]
    Shown,
    /// They are hidden as small cells are.
    Hidden,
}

impl Zeros {
    /// The stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            Zeros::Shown => "shown",
            Zeros::Hidden => "hidden",
        }
    }

    /// The value of a stable word.
    pub fn parse(word: &str) -> Option<Self> {
        [Zeros::Shown, Zeros::Hidden].into_iter().find(|zeros| zeros.as_str() == word)
    }
}

/// The rule of an installation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The smallest number of people that may be shown.
    pub minimum: Minimum,
    /// Whether cells without anybody are shown.
    pub zeros: Zeros,
}

impl Rule {
    /// Whether a count must not be known: a few people, or nobody where that is hidden.
    pub fn is_small(self, count: u64) -> bool {
        count < self.minimum.people() && (count > 0 || self.zeros == Zeros::Hidden)
    }
}

/// Who reads, from the narrowest circle to the widest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// Inside the department: all is shown.
    Department,
    /// The parties of the contract: what decides a payment is shown, breakdowns are controlled.
    Parties,
    /// Everybody: all is controlled.
    Public,
}

impl Audience {
    /// Every audience.
    pub const ALL: [Audience; 3] = [Audience::Department, Audience::Parties, Audience::Public];

    /// The stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            Audience::Department => "department",
            Audience::Parties => "parties",
            Audience::Public => "public",
        }
    }

    /// The value of a stable word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|audience| audience.as_str() == word)
    }
}

/// What a cell is to the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Decides a payment or its approval: the contract's parties always see it.
    Contract,
    /// Everything else that is printed.
    Breakdown,
    /// Never printed, and still not to be computed: the rest of a whole, the difference of two groups.
    Unprinted,
}

/// A count of people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The question that it answers: `ips-plus/work-or-education/2024/employed`. Two cells of one name count the same thing
    /// in two populations, or in one that has changed.
    pub name: String,
    /// The data that it was counted in. Cells of one name in one population are one cell, in whatever release.
    pub population: String,
    /// How many people.
    pub count: u64,
    /// What it is to the contract.
    pub standing: Standing,
    /// The widest audience that has seen it in an earlier release.
    #[serde(skip)]
    pub released: Option<Audience>,
    /// Whether an earlier release hid it: its readers know that there is such a cell.
    #[serde(skip)]
    pub hidden_before: bool,
}

/// Parts that add up to a total; all are places of cells in their table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Sum {
    /// The total.
    pub total: usize,
    /// Its parts.
    pub parts: Vec<usize>,
}

/// Counts with what is known to add up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The cells.
    pub cells: Vec<Cell>,
    /// The sums.
    pub sums: Vec<Sum>,
}

impl Table {
    /// Adds a cell, and gives its place. A cell that is there already keeps its place and its stricter standing.
    pub fn cell(&mut self, name: &str, population: &str, count: u64, standing: Standing) -> usize {
        let same = |cell: &Cell| cell.name == name && cell.population == population;
        if let Some(place) = self.cells.iter().position(same) {
            let known = &mut self.cells[place];
            if known.standing == Standing::Unprinted {
                known.standing = standing;
            }
            return place;
        }
        let (name, population) = (name.to_owned(), population.to_owned());
        self.cells.push(Cell { name, population, count, standing, released: None, hidden_before: false });
        self.cells.len() - 1
    }

    /// Says that parts add up to a total. What does not add up is no sum and is not said.
    pub fn sum(&mut self, total: usize, parts: &[usize]) {
        let count = |place: &usize| u128::from(self.cells[*place].count);
        let sum = Sum { total, parts: parts.to_vec() };
        if parts.iter().map(count).sum::<u128>() == count(&total) && !self.sums.contains(&sum) {
            self.sums.push(sum);
        }
    }

    /// The rest of a whole, which is not printed: of 20 people 18 succeed, and nobody may learn from that of the two.
    pub fn rest(&mut self, whole: usize, parts: &[usize]) {
        let counted: u64 = parts.iter().map(|part| self.cells[*part].count).sum();
        let Some(rest) = self.cells[whole].count.checked_sub(counted) else { return };
        let names: Vec<&str> = parts.iter().map(|part| self.cells[*part].name.as_str()).collect();
        let name = format!("{} without {}", self.cells[whole].name, names.join(", "));
        let population = self.cells[whole].population.clone();
        let place = self.cell(&name, &population, rest, Standing::Unprinted);
        let all: Vec<usize> = parts.iter().copied().chain([place]).collect();
        self.sum(whole, &all);
    }
}

/// Which counts of one breakdown may be shown to everybody who may read the rest of it. Its total is taken to be known,
/// whether it is printed or not; nothing of it is kept as a release.
pub fn shown_in_breakdown(counts: &[u64], rule: Rule) -> Vec<bool> {
    let mut table = Table::default();
    let total = table.cell("all", "", counts.iter().sum(), Standing::Breakdown);
    let name = |place: usize| format!("part {place}");
    let parts: Vec<usize> = (counts.iter().enumerate())
        .map(|(place, count)| table.cell(&name(place), "", *count, Standing::Breakdown))
        .collect();
    table.sum(total, &parts);
    table.cells[total].released = Some(Audience::Public);
    let controlled = control(&table, rule, Audience::Public);
    parts.into_iter().map(|part| controlled.shows(part)).collect()
}
