//! The observations of one name in one person's window: which is the baseline, which is the last, and what they come to.

use virkning_model::Decimal;
use virkning_model::expression::{Comparison, Figure};
use virkning_model::period::Month;

use crate::bound::Bound;
use crate::columns::month_number;
use crate::event::{DatedValue, OBSERVATION_UNITS};
use crate::events::{enrolment_day, gap, lies_in};
use crate::quotient::quotient;
use crate::rows::{Row, Window};
use crate::truth::Truth;

/// One observation and its place among the person's.
type Placed = (usize, DatedValue);

/// The observations of one name.
#[derive(Clone, Copy)]
pub(crate) struct Observed<'a> {
    rows: &'a [DatedValue],
    name: u16,
    days: (i32, i32),
    first: Placed,
    last: Placed,
    baseline: Placed,
    /// Whether the baseline may be one that the extract does not show: it begins after the day of enrolment.
    baseline_hidden: Option<Row>,
    sum: i128,
    count: u32,
}

impl<'a> Observed<'a> {
    /// Those of a window that the extract covers and in which there is at least one; else why there are none.
    pub(crate) fn of(window: &Window<'a>, name: &str) -> Result<Self, Row> {
        let extent = window.coverage.observations.as_ref();
        let missing = gap(extent, window.own.span, |extent| extent.names.iter().any(|known| known == name));
        if let Some(missing) = missing {
            return Err(missing);
        }
        let extent = extent.ok_or(Row::NoData)?;
        let place = extent.names.iter().position(|known| known == name).ok_or(Row::NoData)?;
        let name = u16::try_from(place).map_err(|_| Row::NoData)?;
        let days = window.own.span.days();
        let rows = window.person.observations;
        let named = || rows.iter().copied().enumerate().filter(move |(_, value)| value.name == name);
        let inside = || named().filter(|(_, value)| lies_in(value, &days));
        // Of several on one day the last in the order of the rows counts.
        let latest = |a: Placed, b: Placed| if b.1.day >= a.1.day { b } else { a };
        let first_day = inside().map(|(_, value)| value.day).min().ok_or(Row::NoData)?;
        let first = inside().filter(|(_, value)| value.day == first_day).reduce(latest).ok_or(Row::NoData)?;
        let last = inside().reduce(latest).ok_or(Row::NoData)?;
        let enrolled = enrolment_day(window);
        let before = enrolled.and_then(|day| named().filter(|(_, value)| value.day <= day).reduce(latest));
        let hidden = before.is_none() && enrolled.is_some_and(|day| day < extent.first_day);
        let month = window.own.enrolled_on.map(|day| month_number(Month::of(day)));
        let baseline_hidden = month.filter(|_| hidden).map(|month| Row::NotCovered { month });
        let (sum, count) = counted(rows, name, (days.start, days.end));
        let baseline = before.unwrap_or(first);
        Ok(Self { rows, name, days: (days.start, days.end), first, last, baseline, baseline_hidden, sum, count })
    }

    /// The values of the window that count: the last of each day.
    fn inside(&self) -> impl Iterator<Item = Placed> + use<'a> {
        values(self.rows, self.name, self.days)
    }

    /// Why the figure has no number although there are observations.
    fn hindrance(&self, figure: Figure) -> Option<Row> {
        let later = self.last.1.day > self.baseline.1.day;
        match figure {
            Figure::Change | Figure::Difference if self.baseline_hidden.is_some() => self.baseline_hidden,
            Figure::Change if self.baseline.1.millionths == 0 => Some(Row::NoData),
            Figure::Change | Figure::Difference if !later => Some(Row::NoData),
            _ => None,
        }
    }

    /// Whether the figure compares with a value; no division decides.
    pub(crate) fn compare(&self, figure: Figure, comparison: Comparison, value: Decimal) -> Truth {
        if self.hindrance(figure).is_some() {
            return Truth::Unknown;
        }
        let (last, baseline) = (self.last.1.millionths, self.baseline.1.millionths);
        let units = u64::from(OBSERVATION_UNITS);
        let holds = match figure {
            Figure::Mean => {
                let bound = Bound::of_many(comparison, value, units * u64::from(self.count));
                bound.holds(whole(self.sum))
            }
            Figure::Change => {
                // Multiplied by the baseline; below zero that turns the comparison around.
                let (comparison, value) = if baseline < 0 { (turned(comparison), -value) } else { (comparison, value) };
                Bound::of_many(comparison, value, baseline.unsigned_abs()).holds(last.saturating_sub(baseline))
            }
            _ => Bound::of_many(comparison, value, units).holds(self.millionths(figure)),
        };
        Truth::from(holds)
    }

    /// The figure as a number, or why it has none.
    pub(crate) fn value(&self, figure: Figure) -> Result<Decimal, Row> {
        self.parts(figure).map(|(dividend, divisor)| quotient(dividend, divisor))
    }

    /// The figure as dividend and divisor, or why it has none.
    pub(crate) fn parts(&self, figure: Figure) -> Result<(i128, i128), Row> {
        if let Some(hindrance) = self.hindrance(figure) {
            return Err(hindrance);
        }
        let units = i128::from(OBSERVATION_UNITS);
        let baseline = i128::from(self.baseline.1.millionths);
        Ok(match figure {
            Figure::Mean => (self.sum, units * i128::from(self.count)),
            Figure::Change => (i128::from(self.last.1.millionths) - baseline, baseline),
            _ => (i128::from(self.millionths(figure)), units),
        })
    }

    fn millionths(&self, figure: Figure) -> i64 {
        let all = self.inside().map(|(_, value)| value.millionths);
        match figure {
            Figure::First => self.first.1.millionths,
            Figure::Min => all.min().unwrap_or(self.first.1.millionths),
            Figure::Max => all.max().unwrap_or(self.first.1.millionths),
            Figure::Difference => self.last.1.millionths.saturating_sub(self.baseline.1.millionths),
            Figure::Last | Figure::Mean | Figure::Change => self.last.1.millionths,
        }
    }

    /// Hands on the observations that a figure rests on, or why there is none.
    pub(crate) fn visit(&self, figure: Figure, visit: &mut dyn FnMut(Row)) {
        if let Some(hindrance) = self.hindrance(figure) {
            return visit(hindrance);
        }
        let mut row = |(place, _): Placed| visit(Row::Observation { place });
        match figure {
            Figure::First => row(self.first),
            Figure::Last => row(self.last),
            Figure::Mean => self.inside().for_each(row),
            Figure::Min | Figure::Max => {
                let wanted = self.millionths(figure);
                self.inside().filter(|(_, value)| value.millionths == wanted).for_each(row);
            }
            Figure::Change | Figure::Difference => {
                row(self.baseline);
                row(self.last);
            }
        }
    }
}

/// The values of one name inside some days: of several on one day only the last in the order of the rows.
fn values(rows: &[DatedValue], name: u16, days: (i32, i32)) -> impl Iterator<Item = Placed> + use<'_> {
    let inside = move |value: &DatedValue| value.name == name && (days.0..days.1).contains(&value.day);
    rows.iter().copied().enumerate().filter(move |(place, value)| {
        inside(value) && !rows[place + 1..].iter().any(|later| inside(later) && later.day == value.day)
    })
}

fn counted(rows: &[DatedValue], name: u16, days: (i32, i32)) -> (i128, u32) {
    values(rows, name, days).fold((0, 0), |(sum, count), (_, value)| (sum + i128::from(value.millionths), count + 1))
}

/// The comparison after both sides have changed their sign.
fn turned(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::Greater,
        Comparison::LessOrEqual => Comparison::GreaterOrEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterOrEqual => Comparison::LessOrEqual,
        same => same,
    }
}

/// A sum of millionths; one beyond 64 bits is as good as infinite.
fn whole(sum: i128) -> i64 {
    i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX })
}
