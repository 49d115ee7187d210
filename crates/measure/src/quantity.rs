//! The value of a measure: a number of one person's rows, exact, or why the register does not give one.

use virkning_model::Decimal;
use virkning_model::expression::{Figure, Operation};
use virkning_model::observation::Unclarified;

use crate::bound::UNBOUNDED;
use crate::compile::RATIO_UNITS;
use crate::evaluate::{Ratios, Reasons};
use crate::event::AMOUNT_UNITS;
use crate::events::{EventTest, Range64, Unit};
use crate::fraction::{Fraction, Hindrance, Interval};
use crate::observed::Observed;
use crate::quotient::quotient;
use crate::row_test::RowTest;
use crate::rows::{Row, Window};
use crate::truth::Truth;

/// A number that is asked for.
#[derive(Clone, Debug)]
pub(crate) enum Quantity {
    Count(RowTest),
    SumOfRatios,
    MeanOfRatios,
    MinOfRatios,
    MaxOfRatios,
    CountEvents(EventTest),
    Nights(EventTest),
    Days(EventTest),
    Amounts(EventTest),
    OfAmounts(Figure, EventTest),
    Observed(Figure, String),
    Rate(RowTest),
    RateOfEvents(EventTest),
    Longest(RowTest),
    Constant(Decimal),
    Calculated(Box<Quantity>, Operation, Box<Quantity>),
    /// No register says it.
    Nowhere,
}

impl Quantity {
    /// The number, or the first reason why it is not known: even where its ends are, only one number is a value.
    pub(crate) fn value(&self, window: &Window<'_>) -> Result<Decimal, Unclarified> {
        self.number(window).ok_or_else(|| {
            let mut reasons = Reasons::default();
            self.deciding(window, &mut |row| reasons.add(row));
            reasons.first()
        })
    }

    fn number(&self, window: &Window<'_>) -> Option<Decimal> {
        let whole =
            |range: Range64, units: u32| range.is_exact().then(|| quotient(i128::from(range.least), i128::from(units)));
        match self {
            Quantity::Count(test) => whole(test.count(window), 1),
            Quantity::CountEvents(test) => whole(test.count(window), 1),
            Quantity::Nights(test) => whole(test.time(window, Unit::Nights), 1),
            Quantity::Days(test) => whole(test.time(window, Unit::Days), 1),
            Quantity::Amounts(test) => whole(test.sum(window), AMOUNT_UNITS),
            Quantity::Observed(figure, name) => Observed::of(window, name).and_then(|found| found.value(*figure)).ok(),
            Quantity::OfAmounts(figure, test) => {
                let (dividend, divisor) = test.of_periods(window, *figure).ok()?;
                Some(quotient(dividend, divisor))
            }
            Quantity::Longest(test) => whole(test.longest(window), 1),
            Quantity::Rate(_) | Quantity::RateOfEvents(_) | Quantity::Constant(_) | Quantity::Calculated(..) => {
                self.interval(window).ok().filter(|number| number.is_exact())?.least.decimal()
            }
            Quantity::Nowhere => None,
            Quantity::SumOfRatios | Quantity::MeanOfRatios | Quantity::MinOfRatios | Quantity::MaxOfRatios => {
                self.of_ratios(window)
            }
        }
    }

    fn of_ratios(&self, window: &Window<'_>) -> Option<Decimal> {
        let (dividend, divisor) = self.parts_of_ratios(window)?;
        Some(quotient(dividend, divisor))
    }

    /// The number as dividend and divisor.
    fn parts_of_ratios(&self, window: &Window<'_>) -> Option<(i128, i128)> {
        let ratios = Ratios::of(window);
        if ratios.unknown {
            return None;
        }
        let months = i128::try_from(window.months.len()).ok()?.max(1);
        let (number, parts) = match self {
            Quantity::MeanOfRatios => (ratios.sum, months),
            Quantity::MinOfRatios => (ratios.least.unwrap_or(0), 1),
            Quantity::MaxOfRatios => (ratios.most.unwrap_or(0), 1),
            _ => (ratios.sum, 1),
        };
        Some((i128::from(number), i128::from(RATIO_UNITS) * parts))
    }

    /// The range in which the number lies, for a calculation. Of a sum, a mean and an observation either all is known or
    /// nothing; counts and shares have their ends.
    pub(crate) fn interval(&self, window: &Window<'_>) -> Result<Interval, Hindrance> {
        let fraction = |dividend: i128, divisor: i128| Fraction::new(dividend, divisor).ok_or(Hindrance::Unknown);
        let between = |range: Range64, divisor: i128| {
            if range.least <= -UNBOUNDED || range.most >= UNBOUNDED {
                return Err(Hindrance::Unknown);
            }
            let least = fraction(i128::from(range.least), divisor)?;
            Ok(Interval { least, most: fraction(i128::from(range.most), divisor)? })
        };
        match self {
            Quantity::Count(test) => between(test.count(window), 1),
            Quantity::Longest(test) => between(test.longest(window), 1),
            Quantity::CountEvents(test) => between(test.count(window), 1),
            Quantity::Nights(test) => between(test.time(window, Unit::Nights), 1),
            Quantity::Days(test) => between(test.time(window, Unit::Days), 1),
            Quantity::Amounts(test) => between(test.sum(window), i128::from(AMOUNT_UNITS)),
            Quantity::Rate(test) => {
                let rows = i128::try_from(test.total(window)).map_err(|_| Hindrance::Unknown)?;
                between(test.count(window), rows.max(1))
            }
            Quantity::RateOfEvents(test) => {
                let (holding, rows) = test.share(window).ok_or(Hindrance::Unknown)?;
                if rows == 0 {
                    return Err(Hindrance::DivisionByZero);
                }
                between(Range64::exact(holding), i128::from(rows))
            }
            Quantity::OfAmounts(figure, test) => {
                let (dividend, divisor) = test.of_periods(window, *figure).map_err(|_| Hindrance::Unknown)?;
                Ok(Interval::exact(fraction(dividend, divisor)?))
            }
            Quantity::Constant(value) => Fraction::of(*value).map(Interval::exact).ok_or(Hindrance::Unknown),
            Quantity::Calculated(left, operation, right) => {
                left.interval(window)?.calculated(*operation, right.interval(window)?)
            }
            Quantity::Observed(figure, name) => {
                let found = Observed::of(window, name).and_then(|found| found.parts(*figure));
                let (dividend, divisor) = found.map_err(|_| Hindrance::Unknown)?;
                Ok(Interval::exact(fraction(dividend, divisor)?))
            }
            Quantity::SumOfRatios | Quantity::MeanOfRatios | Quantity::MinOfRatios | Quantity::MaxOfRatios => {
                let (dividend, divisor) = self.parts_of_ratios(window).ok_or(Hindrance::Unknown)?;
                Ok(Interval::exact(fraction(dividend, divisor)?))
            }
            Quantity::Nowhere => Err(Hindrance::Unknown),
        }
    }

    /// Hands on every row that a calculation rests on, or of an unknown one what makes it unknown.
    pub(crate) fn visit_parts(&self, window: &Window<'_>, unknown: bool, visit: &mut dyn FnMut(Row)) {
        if let Quantity::Calculated(left, _, right) = self {
            left.visit_parts(window, unknown, visit);
            right.visit_parts(window, unknown, visit);
        }
        if self.interval(window) == Err(Hindrance::DivisionByZero) {
            visit(Row::DivisionByZero);
        }
        match self {
            Quantity::Calculated(..) | Quantity::Constant(_) => {}
            Quantity::Count(test) | Quantity::Rate(test) | Quantity::Longest(test) => {
                test.visit(window, |row| !unknown || row == Truth::Unknown, visit);
            }
            Quantity::RateOfEvents(test) | Quantity::CountEvents(test) if !unknown => {
                test.visit_rows(window, |_| true, visit);
            }
            _ if unknown && self.number(window).is_some() => {}
            _ => self.deciding(window, visit),
        }
    }

    /// Hands on the rows on which the number rests; for an unknown one why it is unknown.
    pub(crate) fn deciding(&self, window: &Window<'_>, visit: &mut dyn FnMut(Row)) {
        let unknown = self.number(window).is_none();
        match self {
            Quantity::Count(test) | Quantity::Rate(test) | Quantity::Longest(test) => {
                let wanted = if unknown { Truth::Unknown } else { Truth::True };
                test.visit(window, |row| row == wanted, visit);
            }
            Quantity::RateOfEvents(test) => match self.interval(window) {
                Err(Hindrance::DivisionByZero) => visit(Row::DivisionByZero),
                Err(Hindrance::Unknown) => test.visit_gap(window, true, visit),
                Ok(_) => test.visit_rows(window, |holds| holds, visit),
            },
            Quantity::Calculated(..) => self.visit_parts(window, unknown, visit),
            Quantity::Constant(_) => {}
            Quantity::SumOfRatios | Quantity::MeanOfRatios | Quantity::MinOfRatios | Quantity::MaxOfRatios => {
                let months = window.months().filter(|(_, ratio)| ratio.is_none() == unknown);
                months.for_each(|(number, ratio)| visit(Row::Month { number, ratio }));
            }
            Quantity::CountEvents(test) | Quantity::Nights(test) | Quantity::Days(test) | Quantity::Amounts(test) => {
                if unknown {
                    test.visit_gap(window, false, visit);
                } else {
                    test.visit_rows(window, |holds| holds, visit);
                }
            }
            Quantity::OfAmounts(figure, test) => match test.of_periods(window, *figure) {
                Ok(_) => test.visit_periods(window, *figure, visit),
                Err(reason) => visit(reason),
            },
            Quantity::Observed(figure, name) => match Observed::of(window, name) {
                Ok(observed) => observed.visit(*figure, visit),
                Err(reason) => visit(reason),
            },
            Quantity::Nowhere => visit(Row::NoData),
        }
    }
}
