//! Disclosure control against a reader who tries everything: tables by hand, then random ones with totals, hierarchies and
//! several releases. The reader here works otherwise than the program: he tries whole numbers, and narrows intervals.

use proptest::prelude::*;

use super::*;

const FIVE: Rule = Rule { minimum: Minimum::Five, zeros: Zeros::Shown };

/// A reader's knowledge: what each cell can be, and what adds up.
struct Reader<'a> {
    table: &'a Table,
    low: Vec<i64>,
    high: Vec<i64>,
}

/// More than any total of the tables here.
const MANY: i64 = 400;

impl<'a> Reader<'a> {
    fn new(table: &'a Table, controlled: &Controlled, rule: Rule, reader: Audience) -> Self {
        let (mut low, mut high) = (Vec::new(), Vec::new());
        for (place, cell) in table.cells.iter().enumerate() {
            let is_printed = cell.standing != Standing::Unprinted;
            let is_party = reader == Audience::Parties && cell.standing == Standing::Contract;
            let has_seen = cell.released.is_some_and(|audience| audience >= reader);
            let count = i64::try_from(cell.count).expect("a small count");
            let knows = (is_printed && controlled.shows(place)) || is_party || has_seen;
            let is_hidden = (is_printed || cell.hidden_before) && count > 0 && rule.zeros == Zeros::Shown;
            low.push(if knows { count } else { i64::from(is_hidden) });
            high.push(if knows { count } else { MANY });
        }
        Reader { table, low, high }
    }

    /// Narrows all intervals by the sums; false where nothing is left.
    fn narrow(&self, low: &mut [i64], high: &mut [i64]) -> bool {
        loop {
            let mut changed = false;
            for sum in &self.table.sums {
                let parts = |bound: &[i64]| sum.parts.iter().map(|part| bound[*part]).sum::<i64>();
                let (least, most) = (parts(low), parts(high));
                let (new_low, new_high) = (low[sum.total].max(least), high[sum.total].min(most));
                changed |= (new_low, new_high) != (low[sum.total], high[sum.total]);
                (low[sum.total], high[sum.total]) = (new_low, new_high);
                for &part in &sum.parts {
                    let new_low = low[part].max(low[sum.total] - (most - high[part]));
                    let new_high = high[part].min(high[sum.total] - (least - low[part]));
                    if (new_low, new_high) != (low[part], high[part]) {
                        (low[part], high[part]) = (new_low, new_high);
                        changed = true;
                        break;
                    }
                }
            }
            if low.iter().zip(high.iter()).any(|(low, high)| low > high) {
                return false;
            }
            if !changed {
                return true;
            }
        }
    }

    /// Whether there is a table of whole numbers with these intervals.
    fn is_possible(&self, mut low: Vec<i64>, mut high: Vec<i64>) -> bool {
        if !self.narrow(&mut low, &mut high) {
            return false;
        }
        let open = (0..low.len()).filter(|cell| low[*cell] < high[*cell]).min_by_key(|cell| high[*cell] - low[*cell]);
        let Some(cell) = open else { return true };
        // The middle halves fastest.
        let middle = (low[cell] + high[cell]) / 2;
        let (mut below, mut above) = (high.clone(), low.clone());
        below[cell] = middle;
        above[cell] = middle + 1;
        self.is_possible(low, below) || self.is_possible(above, high)
    }

    fn can_be(&self, cell: usize, count: i64) -> bool {
        let (mut low, mut high) = (self.low.clone(), self.high.clone());
        (low[cell], high[cell]) = (low[cell].max(count), high[cell].min(count));
        low[cell] <= high[cell] && self.is_possible(low, high)
    }

    fn knows(&self, cell: usize) -> bool {
        self.low[cell] == self.high[cell]
    }

    /// Whether the reader is left with enough values of a small cell, among them one that may be shown.
    fn is_in_doubt(&self, cell: usize, rule: Rule) -> bool {
        let minimum = i64::try_from(rule.minimum.people()).expect("few");
        let possible: Vec<i64> = (0..=3 * minimum).filter(|count| self.can_be(cell, *count)).collect();
        let (first, last) = (possible.first().expect("the truth"), possible.last().expect("the truth"));
        last - first >= minimum - 1 && *last >= minimum
    }
}

/// Nobody who reads can find a small cell that is not his to know.
fn nothing_is_found(table: &Table, controlled: &Controlled, rule: Rule, audience: Audience) {
    let readers: &[Audience] = match audience {
        Audience::Department => &[],
        Audience::Parties => &[Audience::Parties],
        Audience::Public => &[Audience::Parties, Audience::Public],
    };
    for &reader in readers {
        let knowledge = Reader::new(table, controlled, rule, reader);
        for cell in 0..table.cells.len() {
            let hidden = &table.cells[cell];
            if knowledge.knows(cell) || controlled.given_away().contains(&cell) {
                continue;
            }
            if rule.is_small(hidden.count) {
                assert!(knowledge.is_in_doubt(cell, rule), "{reader:?} finds {hidden:?} in {table:#?} {controlled:?}");
            // What a party can compute may still have to be hidden from the public, who knows less.
            } else if reader == audience && hidden.standing != Standing::Unprinted {
                let other = |count: &i64| *count != i64::try_from(hidden.count).expect("few");
                let is_pinned = !(0..=MANY).filter(other).any(|count| knowledge.can_be(cell, count));
                assert!(!is_pinned, "{reader:?} computes {hidden:?}, which is hidden for nothing");
            }
        }
    }
}

/// Rows by columns with all totals; the totals of the columns and of all decide payments where `contract` says so.
fn crossed(population: &str, rows: &[Vec<u64>], contract: bool) -> Table {
    let standing = if contract { Standing::Contract } else { Standing::Breakdown };
    let columns = rows.first().map_or(0, Vec::len);
    let mut table = Table::default();
    let all = table.cell("all", population, rows.iter().flatten().sum(), standing);
    let totals: Vec<usize> = (0..columns)
        .map(|column| {
            let count = rows.iter().map(|row| row[column]).sum();
            table.cell(&format!("column {column}"), population, count, standing)
        })
        .collect();
    let mut inner = Vec::new();
    let mut row_totals = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let total = table.cell(&format!("row {number}"), population, row.iter().sum(), Standing::Breakdown);
        let cells: Vec<usize> = row
            .iter()
            .enumerate()
            .map(|(column, count)| table.cell(&format!("{number} {column}"), population, *count, Standing::Breakdown))
            .collect();
        table.sum(total, &cells);
        row_totals.push(total);
        inner.push(cells);
    }
    for (column, total) in totals.iter().enumerate() {
        let cells: Vec<usize> = inner.iter().map(|row| row[column]).collect();
        table.sum(*total, &cells);
    }
    table.sum(all, &totals);
    table.sum(all, &row_totals);
    table
}

/// One row of counts whose total is a contract figure.
fn check(counts: &[u64], expected: &[bool]) {
    let mut table = Table::default();
    let total = table.cell("all", "p", counts.iter().sum(), Standing::Contract);
    let parts: Vec<usize> = counts
        .iter()
        .enumerate()
        .map(|(number, count)| table.cell(&number.to_string(), "p", *count, Standing::Breakdown))
        .collect();
    table.sum(total, &parts);
    let controlled = control(&table, FIVE, Audience::Parties);
    let shown: Vec<bool> = parts.iter().map(|part| controlled.shows(*part)).collect();
    assert_eq!(shown, expected, "{counts:?}");
    nothing_is_found(&table, &controlled, FIVE, Audience::Parties);
}

#[test]
fn rows_with_a_known_total() {
    check(&[20, 0, 40], &[true, true, true]);
    check(&[], &[]);
    check(&[0], &[true]);
    // One small row takes the next smallest with it.
    check(&[3, 20, 40], &[false, false, true]);
    // Two small rows hold four people: every value of each is below five, so a third goes.
    check(&[2, 2, 40], &[false, false, false]);
    // Two of four hold eight, but each at least one: one to seven is wide enough.
    check(&[4, 4, 40], &[false, false, true]);
    // Two of them hold six: one to five is wide enough, and five may be shown.
    check(&[3, 3, 40], &[false, false, true]);
}

#[test]
fn what_the_contract_gives_away_is_said() {
    // Three people in all, and the parties know it: all three are in the one row.
    let mut table = Table::default();
    let total = table.cell("all", "p", 3, Standing::Contract);
    let part = table.cell("part", "p", 3, Standing::Breakdown);
    table.sum(total, &[part]);
    let controlled = control(&table, FIVE, Audience::Parties);
    assert_eq!((controlled.shows(total), controlled.shows(part)), (true, false));
    assert_eq!(controlled.given_away(), [part]);
    // The public sees neither. The parties, who read it too, still know the total.
    let controlled = control(&table, FIVE, Audience::Public);
    assert_eq!((controlled.shows(total), controlled.shows(part)), (false, false));
    assert_eq!(controlled.given_away(), [part]);
    // Inside, all is shown.
    assert!(!control(&table, FIVE, Audience::Department).hides());
}

#[test]
fn a_rest_of_a_few_hides_the_part() {
    // 18 of 20: two did not. 12 of 20 says nothing of a few.
    for (part, shown) in [(18, false), (12, true), (20, true)] {
        let mut table = Table::default();
        let whole = table.cell("people", "p", 20, Standing::Contract);
        let successes = table.cell("successes", "p", part, Standing::Breakdown);
        table.rest(whole, &[successes]);
        let controlled = control(&table, FIVE, Audience::Parties);
        assert_eq!(controlled.shows(successes), shown, "{part}");
        // A percentage of both goes with it.
        assert_eq!(controlled.shows_all(&[whole, successes]), shown, "{part}");
    }
}

#[test]
fn empty_cells_and_three_people_by_setting() {
    let table = crossed("p", &[vec![0, 10], vec![10, 20], vec![4, 30]], false);
    let zero = table.cells.iter().position(|cell| cell.name == "0 0").expect("the empty cell");
    let four = table.cells.iter().position(|cell| cell.name == "2 0").expect("the cell of four");
    let shows = |rule: Rule| {
        let controlled = control(&table, rule, Audience::Public);
        nothing_is_found(&table, &controlled, rule, Audience::Public);
        (controlled.shows(zero), controlled.shows(four))
    };
    assert_eq!(shows(FIVE), (true, false));
    assert_eq!(shows(Rule { minimum: Minimum::Three, zeros: Zeros::Shown }), (true, true));
    assert!(!shows(Rule { minimum: Minimum::Three, zeros: Zeros::Hidden }).0);
}

/// A table of one figure.
fn figure(name: &str, population: &str, count: u64) -> Table {
    let mut table = Table::default();
    table.cell(name, population, count, Standing::Breakdown);
    table
}

/// Releases one after the other to one audience; the answer says whether each first cell was shown.
fn released_in_turn(tables: &[(Audience, Table)], rule: Rule) -> Vec<bool> {
    let mut earlier: Vec<Released> = Vec::new();
    let mut answers = Vec::new();
    for (audience, table) in tables {
        let joined = join(table, &earlier, rule);
        let controlled = control(&joined, rule, *audience);
        nothing_is_found(&joined, &controlled, rule, *audience);
        answers.push(controlled.shows(0));
        let shown = (0..table.cells.len()).map(|cell| controlled.shows(cell)).collect();
        earlier.push((*audience, table.clone(), shown));
    }
    answers
}

#[test]
fn two_releases_that_differ_by_a_few() {
    use Audience::{Parties, Public};
    let check = |tables: &[(Audience, &str, u64)], expected: &[bool]| {
        let tables: Vec<(Audience, Table)> = tables
            .iter()
            .map(|(audience, population, count)| (*audience, figure("people", population, *count)))
            .collect();
        assert_eq!(released_in_turn(&tables, FIVE), expected, "{tables:?}");
    };
    // 300 against 299 people: one was added. The other way round too.
    check(&[(Public, "a", 299), (Public, "b", 300)], &[true, false]);
    check(&[(Public, "a", 300), (Public, "b", 299)], &[true, false]);
    check(&[(Public, "a", 295), (Public, "b", 300)], &[true, true]);
    // The same again is the same; another count of as many people says nothing.
    check(&[(Public, "a", 299), (Public, "a", 299), (Public, "b", 299)], &[true, true, true]);
    // What the public saw the parties know; what the parties saw the public does not, but the parties read the public's.
    check(&[(Public, "a", 299), (Parties, "b", 300)], &[true, false]);
    check(&[(Parties, "a", 299), (Public, "b", 300)], &[true, false]);
}

#[test]
fn a_part_after_its_total() {
    // The total of 23 is out. Then the men, 20, of the same people: three women.
    let mut second = Table::default();
    let men = second.cell("men", "p", 20, Standing::Breakdown);
    let all = second.cell("people", "p", 23, Standing::Breakdown);
    second.rest(all, &[men]);
    let releases = [(Audience::Public, figure("people", "p", 23)), (Audience::Public, second)];
    assert_eq!(released_in_turn(&releases, FIVE), [true, false]);
}

fn rules() -> impl Strategy<Value = Rule> {
    let minimum = prop_oneof![Just(Minimum::Three), Just(Minimum::Five)];
    let zeros = prop_oneof![Just(Zeros::Shown), Just(Zeros::Hidden)];
    (minimum, zeros).prop_map(|(minimum, zeros)| Rule { minimum, zeros })
}

fn counts(rows: usize, columns: usize) -> impl Strategy<Value = Vec<Vec<u64>>> {
    let count = prop_oneof![3 => 0_u64..8, 1 => 8_u64..30];
    prop::collection::vec(prop::collection::vec(count, columns), rows)
}

fn audiences() -> impl Strategy<Value = Audience> {
    prop_oneof![Just(Audience::Parties), Just(Audience::Public)]
}

/// Rows in groups of two with subtotals, by two columns.
fn hierarchy(rows: &[Vec<u64>], contract: bool) -> Table {
    let mut table = crossed("p", rows, contract);
    let place = |table: &Table, name: &str| table.cells.iter().position(|cell| cell.name == name).expect("a cell");
    for column in 0..rows[0].len() {
        let mut groups = Vec::new();
        for (group, pair) in rows.chunks(2).enumerate() {
            let parts: Vec<usize> =
                (0..pair.len()).map(|row| place(&table, &format!("{} {column}", group * 2 + row))).collect();
            let count = pair.iter().map(|row| row[column]).sum();
            let cell = table.cell(&format!("group {group} {column}"), "p", count, Standing::Breakdown);
            table.sum(cell, &parts);
            groups.push(cell);
        }
        let total = place(&table, &format!("column {column}"));
        table.sum(total, &groups);
    }
    table
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn nobody_solves_a_table_with_totals(
        rows in (2_usize..5, 2_usize..4).prop_flat_map(|(rows, columns)| counts(rows, columns)),
        contract in any::<bool>(), rule in rules(), audience in audiences(),
    ) {
        let table = crossed("p", &rows, contract);
        let controlled = control(&table, rule, audience);
        nothing_is_found(&table, &controlled, rule, audience);
        prop_assert_eq!(&control(&table, rule, audience), &controlled);
        if audience == Audience::Public && !contract {
            prop_assert!(controlled.given_away().is_empty());
        }
        for (place, cell) in table.cells.iter().enumerate() {
            if audience == Audience::Parties && cell.standing == Standing::Contract {
                prop_assert!(controlled.shows(place), "a contract figure is always shown to the parties");
            } else if rule.is_small(cell.count) {
                prop_assert!(!controlled.shows(place), "a small cell is shown");
            }
        }
    }

    #[test]
    fn nobody_solves_a_hierarchy(rows in counts(4, 2), contract in any::<bool>(), rule in rules(), audience in audiences()) {
        let table = hierarchy(&rows, contract);
        let controlled = control(&table, rule, audience);
        nothing_is_found(&table, &controlled, rule, audience);
    }

    /// Two editions of a table in which a few people have moved, after the total alone; each to its own audience.
    #[test]
    fn nobody_solves_releases_together(
        rows in counts(3, 2), moves in prop::collection::vec((0_usize..3, 0_usize..2, 0_u64..3), 0..3),
        rule in rules(), first in audiences(), second in audiences(), third in audiences(),
    ) {
        let mut later = rows.clone();
        moves.iter().for_each(|(row, column, more)| later[*row][*column] += more);
        let total = figure("all", "first", rows.iter().flatten().sum());
        let tables = [
            (first, total),
            (second, crossed("first", &rows, false)),
            (third, crossed("second", &later, false)),
        ];
        released_in_turn(&tables, rule);
    }

    /// Where nothing is small, nothing is hidden.
    #[test]
    fn large_tables_are_shown_whole(rows in prop::collection::vec(prop::collection::vec(5_u64..40, 3), 1..5), rule in rules()) {
        prop_assert!(!control(&crossed("p", &rows, true), rule, Audience::Public).hides());
    }
}
