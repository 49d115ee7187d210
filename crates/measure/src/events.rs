//! Answers from stays, education spells, observations and amounts: what is known for certain, what could still be, and which rows decide.
//! Nothing here allocates for a person.

use std::ops::Range;

use virkning_model::Decimal;
use virkning_model::expression::{Comparison, Figure, RowPredicate, Table};
use virkning_model::period::Month;

use crate::bound::{Bound, UNBOUNDED};
use crate::columns::{Extent, month_number};
use crate::evaluate::is_enough;
use crate::event::{AMOUNT_UNITS, AmountGap, DatedAmount, DatedValue, GapReason, Stay, day_from_number, day_number};
use crate::observed::Observed;
use crate::rows::{Row, Window};
use crate::truth::Truth;
use crate::window::MonthSpan;

/// A question about the rows of such a table.
#[derive(Clone, Debug)]
pub(crate) enum EventNode {
    Any(EventTest),
    All(EventTest),
    Count(EventTest, Comparison, Bound),
    Nights(EventTest, Comparison, Bound),
    Days(EventTest, Comparison, Bound),
    Amounts(EventTest, Comparison, Bound),
    Observed(Figure, String, Comparison, Decimal),
}

/// A question about the kind of a stay or an education spell, or about the kind and item of an amount.
#[derive(Clone, Debug)]
pub(crate) struct EventTest {
    /// Whose rows: stays, amounts or education spells.
    pub(crate) table: Table,
    pub(crate) predicate: RowPredicate,
}

/// A whole number of which perhaps only the ends are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Range64 {
    pub(crate) least: i64,
    pub(crate) most: i64,
}

impl Range64 {
    pub(crate) fn exact(number: i64) -> Self {
        Self { least: number, most: number }
    }

    pub(crate) fn is_exact(self) -> bool {
        self.least == self.most
    }
}

impl EventTest {
    pub(crate) fn new(table: Table, predicate: RowPredicate) -> Self {
        Self { table, predicate }
    }

    pub(crate) fn holds(&self, kind: &str, item: &str) -> bool {
        holds(&self.predicate, kind, item)
    }

    /// The stays or education spells of the person, whichever are asked for.
    fn spells<'a>(&self, window: &Window<'a>) -> &'a [Stay] {
        match self.table {
            Table::Study => window.person.studies,
            Table::Stay => window.person.stays,
            _ => &[],
        }
    }

    pub(crate) fn extent<'a>(&self, window: &Window<'a>) -> Option<&'a Extent> {
        match self.table {
            Table::Amount => window.coverage.amounts.as_ref(),
            Table::Study => window.coverage.studies.as_ref(),
            _ => window.coverage.stays.as_ref(),
        }
    }

    /// The rows of the window by place, each with whether the question holds of it.
    fn rows<'a>(&'a self, window: &Window<'a>, extent: &'a Extent) -> impl Iterator<Item = (Row, bool)> + use<'a> {
        let (days, of_amounts) = (window.own.span.days(), window.own.span.days());
        let study = self.table == Table::Study;
        let amounts = if self.table == Table::Amount { window.person.amounts } else { &[][..] };
        let spells = self.spells(window).iter().enumerate().filter(move |(_, stay)| belongs(stay, &days));
        let spells = spells.map(move |(place, stay)| {
            let row = if study { Row::Study { place } } else { Row::Stay { place } };
            (row, self.holds(extent.name(stay.kind), ""))
        });
        let amounts = amounts.iter().enumerate().filter(move |(_, amount)| of_amounts.contains(&amount.day));
        let amounts = amounts.map(|(place, amount)| {
            (Row::Amount { place }, self.holds(extent.name(amount.kind), extent.item(amount.item)))
        });
        spells.chain(amounts)
    }

    /// Whether the extract covers all kinds and items that the question names.
    pub(crate) fn is_named_in(&self, extent: &Extent) -> bool {
        names_all(&self.predicate, extent)
    }

    /// Why there may be rows that the extract does not show; nothing if it shows all that is asked for. Where `every` row
    /// counts, also one that is not asked for matters.
    fn gap(&self, window: &Window<'_>, every: bool) -> Option<Row> {
        gap(self.extent(window), window.own.span, |extent| self.is_named_in(extent))
            .or_else(|| self.not_estimated(window, every))
    }

    /// Why the first amount of the window that could not be estimated is not known, if there is one that counts.
    fn not_estimated(&self, window: &Window<'_>, every: bool) -> Option<Row> {
        let (days, extent) = (window.own.span.days(), self.extent(window)?);
        let mut gaps = window.person.gaps.iter().filter(|gap| self.table == Table::Amount && days.contains(&gap.day));
        gaps.find(|gap| every || self.concerns(gap, extent)).map(row_of_gap)
    }

    /// Whether what could not be estimated may be something that is asked for.
    fn concerns(&self, gap: &AmountGap, extent: &Extent) -> bool {
        let places = |place: Option<u16>, all: &[String]| match place {
            Some(place) => usize::from(place)..usize::from(place) + 1,
            None => 0..all.len(),
        };
        let mut kinds = places(gap.kind, &extent.names);
        kinds.any(|kind| {
            let name = extent.names.get(kind).map_or("", String::as_str);
            let mut items = places(gap.item, &extent.items);
            items.any(|item| self.holds(name, extent.items.get(item).map_or("", String::as_str)))
        })
    }

    /// How many rows of the window satisfy the question.
    pub(crate) fn count(&self, window: &Window<'_>) -> Range64 {
        let known =
            self.extent(window).map_or(0, |extent| self.rows(window, extent).filter(|(_, holds)| *holds).count());
        let known = i64::try_from(known).unwrap_or(UNBOUNDED);
        Range64 { least: known, most: if self.gap(window, false).is_some() { UNBOUNDED } else { known } }
    }

    /// How many rows of the window satisfy the question, of how many; nothing where the extract may not show all.
    pub(crate) fn share(&self, window: &Window<'_>) -> Option<(i64, i64)> {
        if self.gap(window, true).is_some() {
            return None;
        }
        let rows = self.rows(window, self.extent(window)?);
        Some(rows.fold((0, 0), |(holding, all), (_, holds)| (holding + i64::from(holds), all + 1)))
    }

    /// Nights or days of the window.
    pub(crate) fn time(&self, window: &Window<'_>, unit: Unit) -> Range64 {
        let days = window.own.span.days();
        let whole = i64::from(days.end - days.start);
        let Some(extent) = self.extent(window) else { return Range64 { least: 0, most: whole } };
        let seen = days.start.max(extent.first_day)..days.end.min(extent.end_day);
        let covered = self.spells(window).iter().filter(|stay| self.holds(extent.name(stay.kind), ""));
        // A stay touches the day of departure; the day after an education is none of it.
        let unit = if self.table == Table::Study { Unit::Nights } else { unit };
        let known = union(covered.map(|stay| unit.span(stay)), &seen);
        let unseen = if names_all(&self.predicate, extent) {
            whole - i64::from((seen.end - seen.start).max(0))
        } else {
            whole - known
        };
        Range64 { least: known, most: known + unseen }
    }

    /// The sum of the amounts of the window, in øre.
    pub(crate) fn sum(&self, window: &Window<'_>) -> Range64 {
        if self.gap(window, false).is_some() {
            // A correction may go either way.
            return Range64 { least: -UNBOUNDED, most: UNBOUNDED };
        }
        let Some(extent) = self.extent(window) else { unreachable!("without an extent there is a gap") };
        let days = window.own.span.days();
        let amounts = window.person.amounts.iter().filter(|amount| days.contains(&amount.day));
        let wanted = amounts.filter(|amount| self.holds(extent.name(amount.kind), extent.item(amount.item)));
        let sum = wanted.fold(0_i64, |sum, amount| sum.saturating_add(amount.minor_units));
        Range64::exact(sum.clamp(-UNBOUNDED, UNBOUNDED))
    }

    /// The amounts of the window that are asked for, by place, in the order of the rows.
    fn wanted<'a>(&'a self, window: &Window<'a>) -> impl Iterator<Item = (usize, DatedAmount)> + Clone + use<'a> {
        let (days, extent) = (window.own.span.days(), window.coverage.amounts.as_ref());
        window.person.amounts.iter().copied().enumerate().filter(move |(_, amount)| {
            let names = |extent: &Extent| self.holds(extent.name(amount.kind), extent.item(amount.item));
            days.contains(&amount.day) && extent.is_some_and(names)
        })
    }

    /// The sum of each period that has an amount, with its day, in no order: rows of one period are added.
    fn periods<'a>(&'a self, window: &Window<'a>) -> impl Iterator<Item = (i32, i128)> + use<'a> {
        let wanted = self.wanted(window);
        let all = wanted.clone();
        wanted
            .filter_map(move |(place, amount)| {
                let mut same = all.clone().filter(move |(_, other)| other.day == amount.day);
                let is_first = same.clone().next().is_some_and(|(first, _)| first == place);
                is_first.then(|| {
                    (amount.day, same.try_fold(0_i128, |sum, (_, row)| sum.checked_add(row.minor_units.into())))
                })
            })
            .filter_map(|(day, sum)| Some((day, sum?)))
    }

    /// A figure of the periods in kroner, as dividend and divisor, or why there is none.
    pub(crate) fn of_periods(&self, window: &Window<'_>, figure: Figure) -> Result<(i128, i128), Row> {
        if let Some(gap) = self.gap(window, false) {
            return Err(gap);
        }
        let kroner = i128::from(AMOUNT_UNITS);
        let periods = self.periods(window);
        let one = match figure {
            Figure::First => periods.min_by_key(|(day, _)| *day),
            Figure::Last => periods.max_by_key(|(day, _)| *day),
            Figure::Min => periods.min_by_key(|(_, sum)| *sum),
            Figure::Max => periods.max_by_key(|(_, sum)| *sum),
            Figure::Mean => {
                let (sum, number) = periods.fold((0, 0), |(all, number), (_, sum)| (all + sum, number + 1));
                return if number == 0 { Err(Row::NoData) } else { Ok((sum, kroner * number)) };
            }
            Figure::Change | Figure::Difference => None,
        };
        one.map(|(_, sum)| (sum, kroner)).ok_or(Row::NoData)
    }

    /// Hands on the amounts of the periods on which such a figure rests.
    pub(crate) fn visit_periods(&self, window: &Window<'_>, figure: Figure, visit: &mut dyn FnMut(Row)) {
        let ends = self.periods(window).map(|(day, _)| day);
        let extreme = self.of_periods(window, figure).map(|(sum, _)| sum).ok();
        let day = match figure {
            Figure::First => ends.min(),
            Figure::Last => ends.max(),
            _ => None,
        };
        let decides = |on: i32| match figure {
            Figure::First | Figure::Last => Some(on) == day,
            Figure::Min | Figure::Max => self.periods(window).any(|(other, sum)| other == on && Some(sum) == extreme),
            _ => true,
        };
        self.wanted(window)
            .filter(|(_, amount)| decides(amount.day))
            .for_each(|(place, _)| visit(Row::Amount { place }));
    }

    pub(crate) fn visit_gap(&self, window: &Window<'_>, every: bool, visit: &mut dyn FnMut(Row)) {
        self.gap(window, every).into_iter().for_each(visit);
    }
}

/// Whether nights or days are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Nights,
    Days,
}

impl Unit {
    /// What a stay covers, the end excluded: its nights, or the days that it touches.
    fn span(self, stay: &Stay) -> Range<i32> {
        match self {
            Unit::Nights => stay.arrived..stay.left,
            Unit::Days => stay.arrived..stay.left.saturating_add(1),
        }
    }
}

impl EventNode {
    pub(crate) fn truth(&self, window: &Window<'_>) -> Truth {
        match self {
            EventNode::Any(test) => test.quantified(window, true),
            EventNode::All(test) => test.quantified(window, false),
            EventNode::Count(test, _, bound) => decided(*bound, test.count(window)),
            EventNode::Nights(test, _, bound) => decided(*bound, test.time(window, Unit::Nights)),
            EventNode::Days(test, _, bound) => decided(*bound, test.time(window, Unit::Days)),
            EventNode::Amounts(test, _, bound) => decided(*bound, test.sum(window)),
            EventNode::Observed(figure, name, comparison, value) => match Observed::of(window, name) {
                Ok(observed) => observed.compare(*figure, *comparison, *value),
                Err(_) => Truth::Unknown,
            },
        }
    }

    /// Hands on the rows on which the truth of the question rests; for an unknown one why it is unknown.
    pub(crate) fn deciding(&self, window: &Window<'_>, visit: &mut dyn FnMut(Row)) {
        let truth = self.truth(window);
        match self {
            EventNode::Any(test) | EventNode::All(test) if truth == Truth::Unknown => {
                test.visit_gap(window, matches!(self, EventNode::All(_)), visit);
            }
            EventNode::Any(test) | EventNode::All(test) => {
                test.visit_rows(window, |holds| Truth::from(holds) == truth, visit)
            }
            EventNode::Count(test, comparison, _)
            | EventNode::Nights(test, comparison, _)
            | EventNode::Days(test, comparison, _)
            | EventNode::Amounts(test, comparison, _) => match truth {
                Truth::Unknown => test.visit_gap(window, false, visit),
                _ => {
                    // All rows that were counted; where the number was to be small, also those that were not.
                    let counted = matches!(self, EventNode::Count(..)) && !is_enough(truth, *comparison);
                    test.visit_rows(window, |holds| holds || counted, visit);
                }
            },
            EventNode::Observed(figure, name, ..) => match Observed::of(window, name) {
                Ok(observed) => observed.visit(*figure, visit),
                Err(reason) => visit(reason),
            },
        }
    }
}

impl EventTest {
    /// Whether some row satisfies the question, or every one.
    fn quantified(&self, window: &Window<'_>, some: bool) -> Truth {
        let found = self.extent(window).is_some_and(|extent| self.rows(window, extent).any(|(_, holds)| holds == some));
        match (found, self.gap(window, !some)) {
            (true, _) => Truth::from(some),
            (false, Some(_)) => Truth::Unknown,
            (false, None) => Truth::from(!some),
        }
    }

    pub(crate) fn visit_rows(&self, window: &Window<'_>, wanted: impl Fn(bool) -> bool, visit: &mut dyn FnMut(Row)) {
        if let Some(extent) = self.extent(window) {
            self.rows(window, extent).filter(|(_, holds)| wanted(*holds)).for_each(|(row, _)| visit(row));
        }
    }
}

/// Whether a stay belongs to a window: it covers a night of it, or begins and ends on one of its days.
pub(crate) fn belongs(stay: &Stay, days: &Range<i32>) -> bool {
    stay.arrived < days.end && stay.left.max(stay.arrived.saturating_add(1)) > days.start
}

/// Whether an observation lies in a window.
pub(crate) fn lies_in(value: &DatedValue, days: &Range<i32>) -> bool {
    days.contains(&value.day)
}

/// Why an extract may not show all that is asked for: no such table, not these names, or not these days.
pub(crate) fn gap(extent: Option<&Extent>, span: MonthSpan, named: impl Fn(&Extent) -> bool) -> Option<Row> {
    let Some(extent) = extent.filter(|extent| named(extent)) else { return Some(Row::NoData) };
    let days = span.days();
    if days.start < extent.first_day {
        return Some(Row::NotCovered { month: span.months().start });
    }
    let end = day_from_number(extent.end_day).filter(|_| extent.end_day < days.end)?;
    let month = month_number(Month::of(end));
    Some(Row::NotCovered { month: month.max(span.months().start) })
}

/// What an amount that could not be estimated says of an answer that depends on it.
fn row_of_gap(gap: &AmountGap) -> Row {
    let week = gap.day.div_euclid(7);
    match gap.why {
        GapReason::WeekNotCovered => Row::Week { number: week, code: None },
        GapReason::UnknownCode(code) => Row::Week { number: week, code: Some(code) },
        GapReason::NotEstimated(why) => Row::NotEstimated { week, why },
    }
}

/// Whether the extract covers all kinds and items that a question names.
fn names_all(predicate: &RowPredicate, extent: &Extent) -> bool {
    match predicate {
        RowPredicate::And(parts) | RowPredicate::Or(parts) => parts.iter().all(|part| names_all(part, extent)),
        RowPredicate::Not(inner) => names_all(inner, extent),
        RowPredicate::Kind(_, kinds) => kinds.iter().all(|kind| extent.names.contains(kind)),
        RowPredicate::Item(items) => items.iter().all(|item| extent.items.contains(item)),
        _ => panic!("{COLUMN_OF_ANOTHER_TABLE}"),
    }
}

fn holds(predicate: &RowPredicate, kind: &str, item: &str) -> bool {
    match predicate {
        RowPredicate::And(parts) => parts.iter().all(|part| holds(part, kind, item)),
        RowPredicate::Or(parts) => parts.iter().any(|part| holds(part, kind, item)),
        RowPredicate::Not(inner) => !holds(inner, kind, item),
        RowPredicate::Kind(_, kinds) => kinds.iter().any(|wanted| wanted == kind),
        RowPredicate::Item(items) => items.iter().any(|wanted| wanted == item),
        _ => panic!("{COLUMN_OF_ANOTHER_TABLE}"),
    }
}

const COLUMN_OF_ANOTHER_TABLE: &str =
    "a column of weeks or months was asked of a stay, an education spell or an amount";

fn decided(bound: Bound, number: Range64) -> Truth {
    bound.holds_between(number.least, number.most)
}

/// How many whole numbers of a range lie in at least one of several half-open spans, which may stand in any order. The
/// spans of a person are few: looking through them again for each piece is faster than sorting a copy.
fn union(spans: impl Iterator<Item = Range<i32>> + Clone, within: &Range<i32>) -> i64 {
    let mut total = 0_i64;
    let mut at = within.start;
    while at < within.end {
        let open = spans.clone().filter(|span| span.start <= at && at < span.end).map(|span| span.end).max();
        match open {
            Some(end) => {
                let end = end.min(within.end);
                total += i64::from(end - at);
                at = end;
            }
            None => match spans
                .clone()
                .filter(|span| span.end > span.start)
                .map(|span| span.start)
                .filter(|start| *start > at)
                .min()
            {
                Some(next) => at = next,
                None => break,
            },
        }
    }
    total
}

/// The day of enrolment by number, if it is known.
pub(crate) fn enrolment_day(window: &Window<'_>) -> Option<i32> {
    window.own.enrolled_on.map(day_number)
}
