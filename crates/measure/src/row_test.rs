//! Questions about one week or one month, and their answers row by row.

use jiff::civil::Date;
use virkning_model::expression::{RowPredicate, Rows, Table};

use crate::bound::Bound;
use crate::codes::{Categories, CodeTable, changes_of};
use crate::compile::RATIO_UNITS;
use crate::events::Range64;
use crate::print::collect_row_lists;
use crate::rows::{JobMonth, Row, WeekInMonth, Window};
use crate::truth::Truth;

/// A question about a row.
#[derive(Clone, Debug)]
pub(crate) enum RowTest {
    /// Of the week's code alone: one look into a table.
    Week(CodeTable<Truth>),
    /// Of the month's ratio alone.
    Ratio(MonthTest),
    /// Of the month's ratio and industry.
    Month(MonthTest),
    /// Of the week's code and the ratio of its month.
    WeekInMonth(WeekTest),
}

/// A question about the job of a month.
#[derive(Clone, Debug)]
pub(crate) enum MonthTest {
    And(Vec<MonthTest>),
    Or(Vec<MonthTest>),
    Not(Box<MonthTest>),
    Ratio(Bound),
    Industry(Vec<u32>),
}

/// A question about a week and the ratio of its month.
#[derive(Clone, Debug)]
pub(crate) enum WeekTest {
    And(Vec<WeekTest>),
    Or(Vec<WeekTest>),
    Not(Box<WeekTest>),
    Code(CodeTable<Truth>),
    Ratio(Bound),
}

impl MonthTest {
    fn of(predicate: &RowPredicate) -> Self {
        match predicate {
            RowPredicate::And(parts) => MonthTest::And(parts.iter().map(MonthTest::of).collect()),
            RowPredicate::Or(parts) => MonthTest::Or(parts.iter().map(MonthTest::of).collect()),
            RowPredicate::Not(inner) => MonthTest::Not(Box::new(MonthTest::of(inner))),
            RowPredicate::Ratio(comparison, value) => MonthTest::Ratio(Bound::new(*comparison, *value, RATIO_UNITS)),
            RowPredicate::Industry(codes) => MonthTest::Industry(codes.clone()),
            _ => panic!("{ANOTHER_TABLE}"),
        }
    }

    fn asks_industry(&self) -> bool {
        match self {
            MonthTest::And(parts) | MonthTest::Or(parts) => parts.iter().any(MonthTest::asks_industry),
            MonthTest::Not(inner) => inner.asks_industry(),
            MonthTest::Ratio(_) => false,
            MonthTest::Industry(_) => true,
        }
    }

    pub(crate) fn truth(&self, ratio: Option<i32>, industry: Option<u32>) -> Truth {
        match self {
            MonthTest::And(parts) => least(parts.iter().map(|part| part.truth(ratio, industry))),
            MonthTest::Or(parts) => greatest(parts.iter().map(|part| part.truth(ratio, industry))),
            MonthTest::Not(inner) => !inner.truth(ratio, industry),
            MonthTest::Ratio(bound) => known(ratio, |ratio| bound.holds(i64::from(ratio))),
            MonthTest::Industry(codes) => known(industry, |industry| codes.contains(&industry)),
        }
    }
}

impl WeekTest {
    fn of(predicate: &RowPredicate, categories: &Categories) -> Self {
        if !asks_ratio(predicate) {
            return WeekTest::Code(code_table(predicate, categories));
        }
        let all = |parts: &[RowPredicate]| parts.iter().map(|part| WeekTest::of(part, categories)).collect();
        match predicate {
            RowPredicate::And(parts) => WeekTest::And(all(parts)),
            RowPredicate::Or(parts) => WeekTest::Or(all(parts)),
            RowPredicate::Not(inner) => WeekTest::Not(Box::new(WeekTest::of(inner, categories))),
            RowPredicate::WeekRatio(comparison, value) => WeekTest::Ratio(Bound::new(*comparison, *value, RATIO_UNITS)),
            _ => panic!("{ANOTHER_TABLE}"),
        }
    }

    fn truth(&self, week: &WeekInMonth) -> Truth {
        match self {
            WeekTest::And(parts) => least(parts.iter().map(|part| part.truth(week))),
            WeekTest::Or(parts) => greatest(parts.iter().map(|part| part.truth(week))),
            WeekTest::Not(inner) => !inner.truth(week),
            WeekTest::Code(table) => week.code.map_or(Truth::Unknown, |code| table.get(code, week.number)),
            WeekTest::Ratio(bound) => known(week.ratio, |ratio| bound.holds(i64::from(ratio))),
        }
    }
}

impl RowTest {
    /// The question about weeks or months.
    ///
    /// Panics if it asks a column of another table than its rows have, which no parsed expression does.
    pub(crate) fn of(rows: &Rows, categories: &Categories) -> Self {
        match rows.table {
            Table::Week if asks_ratio(&rows.predicate) => {
                RowTest::WeekInMonth(WeekTest::of(&rows.predicate, categories))
            }
            Table::Week => RowTest::Week(code_table(&rows.predicate, categories)),
            Table::Job => {
                let test = MonthTest::of(&rows.predicate);
                if test.asks_industry() { RowTest::Month(test) } else { RowTest::Ratio(test) }
            }
            Table::Stay | Table::Observation | Table::Amount | Table::Study => panic!("{ANOTHER_TABLE}"),
        }
    }

    /// Whether the industry of a job is asked.
    pub(crate) fn asks_industry(&self) -> bool {
        matches!(self, RowTest::Month(_))
    }

    /// How many rows the window has.
    pub(crate) fn total(&self, window: &Window<'_>) -> usize {
        match self {
            RowTest::Week(_) | RowTest::WeekInMonth(_) => window.weeks.len(),
            RowTest::Ratio(_) | RowTest::Month(_) => window.months.len(),
        }
    }

    /// Hands on every row of the window with its truth, in order, until somebody has seen enough.
    fn each(&self, window: &Window<'_>, mut see: impl FnMut(Truth) -> bool) {
        match self {
            RowTest::Week(table) => {
                for (number, code) in window.weeks() {
                    if !see(code.map_or(Truth::Unknown, |code| table.get(code, number))) {
                        return;
                    }
                }
            }
            RowTest::Ratio(test) => {
                for (_, ratio) in window.months() {
                    if !see(test.truth(ratio, None)) {
                        return;
                    }
                }
            }
            RowTest::Month(test) => {
                for month in window.jobs() {
                    if !see(test.truth(month.ratio, month.industry)) {
                        return;
                    }
                }
            }
            RowTest::WeekInMonth(test) => {
                for week in window.weeks_in_months() {
                    if !see(test.truth(&week)) {
                        return;
                    }
                }
            }
        }
    }

    /// Whether some row satisfies the question.
    pub(crate) fn any(&self, window: &Window<'_>) -> Truth {
        let mut found = Truth::False;
        self.each(window, |truth| {
            found = found.max(truth);
            found != Truth::True
        });
        found
    }

    /// Whether every row does.
    pub(crate) fn all(&self, window: &Window<'_>) -> Truth {
        let mut found = Truth::True;
        self.each(window, |truth| {
            found = found.min(truth);
            found != Truth::False
        });
        found
    }

    /// How many rows of the window satisfy the question.
    pub(crate) fn count(&self, window: &Window<'_>) -> Range64 {
        let (mut least, mut most) = (0, 0);
        self.each(window, |truth| {
            least += i64::from(truth == Truth::True);
            most += i64::from(truth != Truth::False);
            true
        });
        Range64 { least, most }
    }

    /// How many rows after each other satisfy it, at most.
    pub(crate) fn longest(&self, window: &Window<'_>) -> Range64 {
        let (mut least, mut most, mut certain, mut possible) = (0, 0, 0_i64, 0_i64);
        self.each(window, |truth| {
            certain = if truth == Truth::True { certain + 1 } else { 0 };
            possible = if truth == Truth::False { 0 } else { possible + 1 };
            (least, most) = (certain.max(least), possible.max(most));
            true
        });
        Range64 { least, most }
    }

    /// Hands on the rows whose truth is wanted. A week of which the month's ratio is asked comes with its month; an unknown
    /// one is handed on as what is unknown of it.
    pub(crate) fn visit(&self, window: &Window<'_>, wanted: impl Fn(Truth) -> bool, visit: &mut dyn FnMut(Row)) {
        match self {
            RowTest::Week(table) => window.weeks().for_each(|(number, code)| {
                if wanted(code.map_or(Truth::Unknown, |code| table.get(code, number))) {
                    visit(Row::Week { number, code });
                }
            }),
            RowTest::Ratio(test) => window.months().for_each(|(number, ratio)| {
                if wanted(test.truth(ratio, None)) {
                    visit(Row::Month { number, ratio });
                }
            }),
            RowTest::Month(test) => window.jobs().for_each(|JobMonth { number, ratio, industry }| {
                let truth = test.truth(ratio, industry);
                if wanted(truth) {
                    // Whatever of the month is not covered makes it unknown.
                    visit(Row::Month { number, ratio: ratio.filter(|_| truth != Truth::Unknown) });
                }
            }),
            RowTest::WeekInMonth(test) => window.weeks_in_months().for_each(|week| {
                let truth = test.truth(&week);
                if !wanted(truth) {
                    return;
                }
                if truth != Truth::Unknown || week.code.is_none() || week.ratio.is_some() {
                    visit(Row::Week { number: week.number, code: week.code });
                }
                if truth != Truth::Unknown || week.ratio.is_none() {
                    visit(Row::Month { number: week.month, ratio: week.ratio });
                }
            }),
        }
    }
}

/// A question about the code alone, as one table.
fn code_table(predicate: &RowPredicate, categories: &Categories) -> CodeTable<Truth> {
    let mut lists = Vec::new();
    collect_row_lists(predicate, &mut lists);
    let changes = lists.into_iter().flat_map(changes_of).collect();
    categories.table_at(&changes, |code, category, on| code_truth(predicate, code, category, on))
}

fn code_truth(predicate: &RowPredicate, code: u16, category: Option<&str>, on: Date) -> Truth {
    let truth = |part: &RowPredicate| code_truth(part, code, category, on);
    match predicate {
        RowPredicate::And(parts) => parts.iter().map(truth).min().unwrap_or(Truth::True),
        RowPredicate::Or(parts) => parts.iter().map(truth).max().unwrap_or(Truth::False),
        RowPredicate::Not(inner) => !truth(inner),
        RowPredicate::State(states) => known(category, |category| states.iter().any(|state| state == category)),
        RowPredicate::Code(codes) => Truth::from(codes.contains(&code)),
        RowPredicate::Listed(list) => known(list.has(code, on), |is_listed| is_listed),
        _ => panic!("{ANOTHER_TABLE}"),
    }
}

fn asks_ratio(predicate: &RowPredicate) -> bool {
    match predicate {
        RowPredicate::And(parts) | RowPredicate::Or(parts) => parts.iter().any(asks_ratio),
        RowPredicate::Not(inner) => asks_ratio(inner),
        RowPredicate::WeekRatio(..) => true,
        _ => false,
    }
}

fn known<T>(value: Option<T>, holds: impl Fn(T) -> bool) -> Truth {
    value.map_or(Truth::Unknown, |value| Truth::from(holds(value)))
}

/// The smallest, looking no further than a false one.
pub(crate) fn least(truths: impl Iterator<Item = Truth>) -> Truth {
    let mut least = Truth::True;
    for truth in truths {
        least = least.min(truth);
        if least == Truth::False {
            break;
        }
    }
    least
}

/// The largest, looking no further than a true one.
pub(crate) fn greatest(truths: impl Iterator<Item = Truth>) -> Truth {
    let mut greatest = Truth::False;
    for truth in truths {
        greatest = greatest.max(truth);
        if greatest == Truth::True {
            break;
        }
    }
    greatest
}

const ANOTHER_TABLE: &str = "a column of another table was asked of a row";
