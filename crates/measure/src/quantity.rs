//! The value of a measure: a number of one person's rows, exact, or why the register does not give one.

use virkning_model::Decimal;
use virkning_model::expression::Figure;
use virkning_model::observation::Unclarified;

use crate::compile::{RATIO_UNITS, RowTest};
use crate::evaluate::{Ratios, Reasons};
use crate::event::AMOUNT_UNITS;
use crate::events::{EventTest, Range64, Unit};
use crate::observed::Observed;
use crate::quotient::quotient;
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
    Observed(Figure, String),
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
            Quantity::Nowhere => None,
            Quantity::SumOfRatios | Quantity::MeanOfRatios | Quantity::MinOfRatios | Quantity::MaxOfRatios => {
                self.of_ratios(window)
            }
        }
    }

    fn of_ratios(&self, window: &Window<'_>) -> Option<Decimal> {
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
        Some(quotient(i128::from(number), i128::from(RATIO_UNITS) * parts))
    }

    /// Hands on the rows on which the number rests; for an unknown one why it is unknown.
    pub(crate) fn deciding(&self, window: &Window<'_>, visit: &mut dyn FnMut(Row)) {
        let unknown = self.number(window).is_none();
        match self {
            Quantity::Count(test) => {
                let wanted = if unknown { Truth::Unknown } else { Truth::True };
                test.rows(window).filter(|(_, truth)| *truth == wanted).for_each(|(row, _)| visit(row));
            }
            Quantity::SumOfRatios | Quantity::MeanOfRatios | Quantity::MinOfRatios | Quantity::MaxOfRatios => {
                let months = window.months().filter(|(_, ratio)| ratio.is_none() == unknown);
                months.for_each(|(number, ratio)| visit(Row::Month { number, ratio }));
            }
            Quantity::CountEvents(test) | Quantity::Nights(test) | Quantity::Days(test) | Quantity::Amounts(test) => {
                if unknown {
                    test.visit_gap(window, visit);
                } else {
                    test.visit_rows(window, |holds| holds, visit);
                }
            }
            Quantity::Observed(figure, name) => match Observed::of(window, name) {
                Ok(observed) => observed.visit(*figure, visit),
                Err(reason) => visit(reason),
            },
            Quantity::Nowhere => visit(Row::NoData),
        }
    }
}
