//! Answers a compiled measure for one person and one window, or for many. Nothing here allocates for a person, and
//! nothing here knows what an answer is worth.

use virkning_model::Decimal;
use virkning_model::expression::Comparison;
use virkning_model::observation::{NotEstimated, Outcome, Situation, Unclarified};
use virkning_model::period::{Month, Week};

use crate::bound::{Bound, UNBOUNDED};
use crate::columns::{Columns, Coverage, PersonRows, month_from_number};
use crate::compile::{Compiled, Node, RATIO_UNITS};
use crate::events::Range64;
use crate::quantity::Quantity;
use crate::row_test::{greatest, least};
use crate::rows::{Row, Window};
use crate::situation::situation;
use crate::truth::Truth;
use crate::window::PersonWindow;

/// What the register says about one person, one measure and one window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Evaluation {
    /// Whether the measure is met.
    pub outcome: Outcome,
    /// What the person was, for breakdowns only; it never decides a payment.
    pub situation: Situation,
}

impl Evaluation {
    /// The answer for a person who is not in the extract; also what a slice of answers starts with.
    pub const NOT_IN_EXTRACT: Evaluation =
        Evaluation { outcome: Outcome::Unclarified(Unclarified::NotInExtract), situation: Situation::Unclarified };
}

impl Compiled {
    /// Answers for one person; `None` is a person who is not in the extract. Allocates nothing.
    ///
    /// Unclarified means that the answer depends on what the register does not say. The reason is the first week or
    /// month without a column, else the first week with an unknown code, of those on which the answer depends; else that a
    /// number would have to be divided by zero, else that there are no data. A measure that only has a value is met when the value is known: it has no other condition.
    ///
    /// Whoever has left the population is unclarified with that reason where the measure says what it means; what is made
    /// of it is the work of whoever counts.
    ///
    /// Stays, amounts and education spells are lists of what has happened: a person who is not among them had none of it.
    pub fn evaluate(
        &self,
        person: Option<PersonRows<'_>>,
        coverage: &Coverage,
        window: impl Into<PersonWindow>,
    ) -> Evaluation {
        match self.listed(person) {
            Some(person) => self.evaluate_window(&Window::new(person, coverage, window.into())),
            None => Evaluation::NOT_IN_EXTRACT,
        }
    }

    /// The measure's value for one person, exact; a mean or a change that does not end is rounded half to even at ten
    /// decimals. Kroner for amounts, the unit of the observation for observations. Nothing but a reason where the number
    /// depends on what the register does not say, and where no value was compiled.
    pub fn evaluate_value(
        &self,
        person: Option<PersonRows<'_>>,
        coverage: &Coverage,
        window: impl Into<PersonWindow>,
    ) -> Result<Decimal, Unclarified> {
        let person = self.listed(person).ok_or(Unclarified::NotInExtract)?;
        self.value_in(&Window::new(person, coverage, window.into())).unwrap_or(Err(Unclarified::NoData))
    }

    /// The person's rows: none of a person who is not in a list of what has happened.
    pub(crate) fn listed<'a>(&self, person: Option<PersonRows<'a>>) -> Option<PersonRows<'a>> {
        person.or_else(|| self.only_events.then(PersonRows::default))
    }

    pub(crate) fn value_in(&self, window: &Window<'_>) -> Option<Result<Decimal, Unclarified>> {
        let hindrance = self.left.as_ref().and_then(|left| left.hindrance(window));
        let value = |quantity: &Quantity| hindrance.map_or_else(|| quantity.value(window), Err);
        self.value.as_ref().map(value)
    }

    /// The outcome alone, as [`Compiled::evaluate`] gives it: what counting many people needs.
    pub fn outcome(
        &self,
        person: Option<PersonRows<'_>>,
        coverage: &Coverage,
        window: impl Into<PersonWindow>,
    ) -> Outcome {
        match self.listed(person) {
            Some(person) => self.outcome_in(&Window::new(person, coverage, window.into())),
            None => Evaluation::NOT_IN_EXTRACT.outcome,
        }
    }

    /// Whether the answer about somebody in the extract depends on nothing but the codes and ratios of the weeks and
    /// months of the window: then people who are alike in these have the same answer.
    pub fn asks_only_spells_of_its_window(&self) -> bool {
        self.only_spells
    }

    fn outcome_in(&self, window: &Window<'_>) -> Outcome {
        match &self.left {
            Some(left) => left.outcome(window, || self.asked(window)),
            None => self.asked(window),
        }
    }

    /// The answer of the expression.
    pub(crate) fn asked(&self, window: &Window<'_>) -> Outcome {
        match (&self.root, &self.value) {
            (Some(root), _) => match root.truth(window) {
                Truth::True => Outcome::Success,
                Truth::False => Outcome::NoSuccess,
                Truth::Unknown => Outcome::Unclarified(reason(root, window)),
            },
            (None, Some(quantity)) => match quantity.value(window) {
                Ok(_) => Outcome::Success,
                Err(reason) => Outcome::Unclarified(reason),
            },
            (None, None) => Outcome::Unclarified(Unclarified::NoData),
        }
    }

    pub(crate) fn evaluate_window(&self, window: &Window<'_>) -> Evaluation {
        let outcome = self.outcome_in(window);
        let situation = if self.asks_spells {
            situation(&self.classes, window)
        } else {
            Situation::Unclarified
        };
        Evaluation { outcome, situation }
    }
}

fn reason(root: &Node, window: &Window<'_>) -> Unclarified {
    let mut reasons = Reasons::default();
    root.deciding(window, &mut |row| reasons.add(row));
    reasons.first()
}

/// Answers for many people: each is a row of the columns (`None` if not in the extract) with a window, a
/// [`MonthSpan`](crate::MonthSpan) or a [`PersonWindow`]. Panics if `out` does not have as many places as there are people,
/// or a row lies outside the columns.
pub fn evaluate_all<W: Copy + Into<PersonWindow>>(
    compiled: &Compiled,
    columns: &Columns<'_>,
    coverage: &Coverage,
    people: &[(Option<u32>, W)],
    out: &mut [Evaluation],
) {
    assert_eq!(people.len(), out.len(), "one answer for each person");
    for ((row, window), answer) in people.iter().zip(out) {
        let person = row.map(|row| columns.person(row as usize));
        *answer = compiled.evaluate(person, coverage, *window);
    }
}

/// Values for many people, as [`evaluate_all`] answers for them.
pub fn evaluate_all_values<W: Copy + Into<PersonWindow>>(
    compiled: &Compiled,
    columns: &Columns<'_>,
    coverage: &Coverage,
    people: &[(Option<u32>, W)],
    out: &mut [Result<Decimal, Unclarified>],
) {
    assert_eq!(people.len(), out.len(), "one value for each person");
    for ((row, window), value) in people.iter().zip(out) {
        let person = row.map(|row| columns.person(row as usize));
        *value = compiled.evaluate_value(person, coverage, *window);
    }
}

impl Node {
    pub(crate) fn truth(&self, window: &Window<'_>) -> Truth {
        match self {
            Node::And(parts) => least(parts.iter().map(|part| part.truth(window))),
            Node::Or(parts) => greatest(parts.iter().map(|part| part.truth(window))),
            Node::Not(inner) => !inner.truth(window),
            Node::Any(test) => test.any(window),
            Node::All(test) => test.all(window),
            Node::Count(test, _, bound) => {
                let Range64 { least, most } = test.count(window);
                bound.holds_between(least, most)
            }
            Node::Sum(_, bound) => Ratios::of(window).sum(*bound),
            Node::Mean(comparison, value) => {
                let months = u32::try_from(window.months.len()).expect("three centuries of months").max(1);
                Ratios::of(window).sum(Bound::new(*comparison, *value, RATIO_UNITS * months))
            }
            Node::Min(_, bound) => Ratios::of(window).min(*bound),
            Node::Max(_, bound) => Ratios::of(window).max(*bound),
            Node::Rate(test, comparison, value) => {
                let (Range64 { least, most }, rows) = (test.count(window), test.total(window).max(1));
                let bound = Bound::of_many(*comparison, *value, u64::try_from(rows).expect("three centuries of weeks"));
                bound.holds_between(least, most)
            }
            Node::Longest(test, _, bound) => {
                let Range64 { least, most } = test.longest(window);
                bound.holds_between(least, most)
            }
            Node::Numbers(left, comparison, right) => match (left.interval(window), right.interval(window)) {
                (Ok(left), Ok(right)) => left.compares(*comparison, right),
                _ => Truth::Unknown,
            },
            Node::Event(node) => node.truth(window),
            Node::Nowhere => Truth::Unknown,
        }
    }

    /// Hands on the rows on which the truth of the question rests: for an unknown one exactly those that are unknown.
    /// A row can be handed on more than once.
    pub(crate) fn deciding(&self, window: &Window<'_>, visit: &mut dyn FnMut(Row)) {
        let truth = self.truth(window);
        match self {
            // A true `or` rests on its true parts, a false one on all, which are false; likewise for `and`, and for
            // the rows of `any` and `all`.
            Node::And(parts) | Node::Or(parts) => {
                parts.iter().filter(|part| part.truth(window) == truth).for_each(|part| part.deciding(window, visit));
            }
            Node::Not(inner) => inner.deciding(window, visit),
            Node::Any(test) | Node::All(test) => {
                test.visit(window, |row| row == truth, visit);
            }
            Node::Count(test, comparison, _) | Node::Rate(test, comparison, _) | Node::Longest(test, comparison, _) => {
                let wanted = |row| match truth {
                    Truth::Unknown => row == Truth::Unknown,
                    _ => !is_enough(truth, *comparison) || row == Truth::True,
                };
                test.visit(window, wanted, visit);
            }
            // Every row of what is calculated counts; of what is unknown only what makes it so.
            Node::Numbers(left, _, right) => {
                left.visit_parts(window, truth == Truth::Unknown, visit);
                right.visit_parts(window, truth == Truth::Unknown, visit);
            }
            Node::Sum(comparison, _) | Node::Mean(comparison, _) | Node::Min(comparison, _) => {
                visit_months(window, truth, is_enough(truth, *comparison), |ratio| ratio != 0, visit);
            }
            Node::Max(comparison, bound) => {
                let reaches = |ratio| bound.holds(i64::from(ratio));
                visit_months(window, truth, is_enough(truth, *comparison), reaches, visit);
            }
            Node::Event(node) => node.deciding(window, visit),
            Node::Nowhere => visit(Row::NoData),
        }
    }
}

/// Whether something was asked to be large, and is: then only what makes it large decides.
pub(crate) fn is_enough(truth: Truth, comparison: Comparison) -> bool {
    truth == Truth::True && matches!(comparison, Comparison::Greater | Comparison::GreaterOrEqual)
}

fn visit_months(
    window: &Window<'_>,
    truth: Truth,
    enough: bool,
    contributes: impl Fn(i32) -> bool,
    visit: &mut dyn FnMut(Row),
) {
    for (number, ratio) in window.months() {
        let decides = match (truth, ratio) {
            (Truth::Unknown, ratio) => ratio.is_none(),
            (_, ratio) => !enough || ratio.is_some_and(&contributes),
        };
        if decides {
            visit(Row::Month { number, ratio });
        }
    }
}

/// The ratios of a window. A month that is not covered may have any ratio from zero on.
pub(crate) struct Ratios {
    pub(crate) sum: i64,
    pub(crate) least: Option<i64>,
    pub(crate) most: Option<i64>,
    pub(crate) unknown: bool,
}

impl Ratios {
    pub(crate) fn of(window: &Window<'_>) -> Self {
        let mut ratios = Ratios { sum: 0, least: None, most: None, unknown: false };
        for (_, ratio) in window.months() {
            let Some(ratio) = ratio.map(i64::from) else {
                ratios.unknown = true;
                continue;
            };
            ratios.sum += ratio;
            ratios.least = Some(ratios.least.map_or(ratio, |least| least.min(ratio)));
            ratios.most = Some(ratios.most.map_or(ratio, |most| most.max(ratio)));
        }
        ratios
    }

    fn sum(&self, bound: Bound) -> Truth {
        bound.holds_between(self.sum, if self.unknown { UNBOUNDED } else { self.sum })
    }

    fn min(&self, bound: Bound) -> Truth {
        let known = self.least.unwrap_or(if self.unknown { UNBOUNDED } else { 0 });
        bound.holds_between(if self.unknown { known.min(0) } else { known }, known)
    }

    fn max(&self, bound: Bound) -> Truth {
        let known = self.most.unwrap_or(0);
        bound.holds_between(known, if self.unknown { UNBOUNDED } else { known })
    }
}

/// The first of each kind of unknown row.
#[derive(Default)]
pub(crate) struct Reasons {
    week: Option<Week>,
    month: Option<Month>,
    code: Option<(i32, u16)>,
    division_by_zero: bool,
    not_estimated: Option<(i32, NotEstimated)>,
}

impl Reasons {
    pub(crate) fn add(&mut self, row: Row) {
        match row {
            Row::Week { number, code: None } => self.week = earliest(self.week, Week::from_number(number)),
            Row::Week { number, code: Some(code) } => self.code = earliest(self.code, Some((number, code))),
            Row::Month { number, ratio: None } => self.month = earliest(self.month, month_from_number(number)),
            Row::DivisionByZero => self.division_by_zero = true,
            Row::NotEstimated { week, why } => self.not_estimated = earliest(self.not_estimated, Some((week, why))),
            Row::NotCovered { month } => self.month = earliest(self.month, month_from_number(month)),
            Row::Month { .. }
            | Row::Stay { .. }
            | Row::Observation { .. }
            | Row::Amount { .. }
            | Row::Study { .. }
            | Row::NoData => {}
        }
    }

    /// What is not covered comes before what is not known; of a week and a month the earlier, and the week of a month
    /// before the month.
    pub(crate) fn first(self) -> Unclarified {
        match (self.week, self.month, self.code) {
            (Some(week), Some(month), _) if month < week.month() => Unclarified::MonthNotCovered { month },
            (Some(week), ..) => Unclarified::WeekNotCovered { week },
            (None, Some(month), _) => Unclarified::MonthNotCovered { month },
            (None, None, Some((_, code))) => Unclarified::UnknownCode { code },
            (None, None, None) => self.later_reason(),
        }
    }

    /// What is said where every row is covered and its code is known.
    fn later_reason(self) -> Unclarified {
        let not_estimated = self
            .not_estimated
            .and_then(|(week, why)| Some(Unclarified::NotEstimated { week: Week::from_number(week)?, why }));
        match not_estimated {
            Some(reason) => reason,
            None if self.division_by_zero => Unclarified::DivisionByZero,
            // There is nothing to rest on.
            None => Unclarified::NoData,
        }
    }
}

fn earliest<T: Ord>(known: Option<T>, new: Option<T>) -> Option<T> {
    match (known, new) {
        (Some(known), Some(new)) => Some(known.min(new)),
        (known, new) => known.or(new),
    }
}
