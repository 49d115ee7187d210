//! Measures as terms of an agreement: what is asked of one unit, in which window, of whom, and when it is settled. How a
//! question is answered from a register is the work of the `measure` crate.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::agreement::Clause;
use crate::expression::{Expression, Number};
use crate::id::{MeasureId, TermId};
use crate::origin::Origin;
use crate::period::{ByYear, Years};

/// A measure (resultatmål): a checkable rule about one unit. It has a success expression, a value expression, or both.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// Its identifier.
    pub id: MeasureId,
    /// What it is called.
    pub label: String,
    /// The register it is read from.
    pub source: String,
    /// Which part of the register is looked at.
    pub window: Window,
    /// What counts as success; nothing where only a value is asked for.
    pub success: Option<Expression>,
    /// The success expression as the document writes it; empty where there is none.
    pub success_text: String,
    /// A number per unit: kroner, days, mmol/mol.
    pub value: Option<Number>,
    /// The value expression as the document writes it; empty where there is none.
    pub value_text: String,
    /// The unit of the value, in words.
    pub unit: Option<String>,
    /// Who is looked at.
    pub eligible: Eligibility,
    /// When it is settled after its measured year; a measure that pays has this.
    pub settled: Option<Settled>,
    /// Expected share of successes by measured year.
    pub expected: Option<ByYear<Decimal>>,
    /// Expected share of successes by month since the start, for measures at several months.
    pub expected_at: BTreeMap<u16, Decimal>,
    /// Expected mean of the value by measured year.
    pub expected_value: Option<ByYear<Decimal>>,
    /// The share that would succeed without the intervention.
    pub baseline: Option<Decimal>,
    /// The mean value without the intervention.
    pub baseline_value: Option<Decimal>,
    /// The share that is the goal (målsætning), for a follow-up measure.
    pub target: Option<Decimal>,
    /// The mean value that is the goal.
    pub target_value: Option<Decimal>,
    /// How much larger the share is to be in the treatment arm than in the control arm.
    pub target_difference: Option<Decimal>,
    /// Another measure that the same unit must have met.
    pub requires: Option<MeasureId>,
    /// What it means that there are no data.
    pub missing: MissingData,
    /// What it means that somebody has left the population; nothing where the expression alone decides.
    pub left_population: Option<LeftPopulation>,
    /// What a reported outcome must be shown by.
    pub evidence: Option<String>,
    /// The role that verifies a reported outcome.
    pub verified_by: Option<TermId>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

impl Measure {
    /// The share of successes expected of a measured year, or for a measure at several months of that month.
    pub fn expected_share(&self, year: i16, at: u16) -> Option<Decimal> {
        match self.expected_at.get(&at) {
            Some(share) => Some(*share),
            None => self.expected.as_ref()?.get(year).copied(),
        }
    }
}

/// Which part of the register a measure looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Window {
    /// One calendar month of each measured year.
    CalendarMonth {
        /// 1 to 12.
        month: i8,
        /// The measured years.
        years: Years,
    },
    /// Several calendar months of each measured year, both ends included.
    CalendarMonths {
        /// 1 to 12.
        from: i8,
        /// 1 to 12, not before `from`.
        to: i8,
        /// The measured years.
        years: Years,
    },
    /// From the month of enrolment to a calendar month of each measured year: what has ever happened by then.
    SinceStartToMonth {
        /// 1 to 12.
        month: i8,
        /// The measured years.
        years: Years,
    },
    /// From the day of enrolment and so many months on.
    MonthsSinceStart {
        /// How many.
        months: u16,
    },
    /// One measurement at each of several months since the start, each over the months before it.
    AtMonths {
        /// Months since the start, ascending.
        at: Vec<u16>,
        /// How many months each measurement looks back.
        months: u16,
    },
    /// Something that is reached on a day; it belongs to the measured year in which the day lies.
    Event {
        /// Whether only the first time of a unit counts.
        once: bool,
        /// The measured years.
        years: Years,
    },
}

impl Window {
    /// The measured years that the term names; nothing for windows since the start.
    pub fn years(&self) -> Option<Years> {
        match self {
            Window::CalendarMonth { years, .. }
            | Window::CalendarMonths { years, .. }
            | Window::SinceStartToMonth { years, .. }
            | Window::Event { years, .. } => Some(*years),
            Window::MonthsSinceStart { .. } | Window::AtMonths { .. } => None,
        }
    }

    /// The months since the start at which a unit is measured; empty for windows of the calendar.
    pub fn measured_at(&self) -> &[u16] {
        match self {
            Window::MonthsSinceStart { months } => std::slice::from_ref(months),
            Window::AtMonths { at, .. } => at,
            _ => &[],
        }
    }
}

/// Who a measure looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eligibility {
    /// Everyone enrolled before 1 January of the measured year.
    EnrolledBeforeTheYear,
    /// Everyone enrolled by 31 December of the measured year.
    EnrolledByYearEnd,
    /// Everyone whose window has closed.
    WindowClosed,
    /// Only those who completed; a share among them is higher than among all who started.
    Completed,
}

/// What it means that there are no data about a unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MissingData {
    /// Neither success nor failure; it blocks approval (uafklaret).
    #[default]
    Unclarified,
    /// It counts as no success.
    NoSuccess,
    /// The unit is left out of the count, and said to be.
    LeftOut,
}

/// What it means for a measure that somebody has left the population inside the window: is dead, has emigrated or has
/// the old-age pension. It goes before the expression, whatever the other weeks and months say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftPopulation {
    /// It counts as no success.
    NoSuccess,
    /// Neither success nor failure; it blocks approval.
    Unclarified,
    /// The unit is left out of the count, and said to be.
    LeftOut,
}

/// When a measured year is settled: a month so many years later, and the day of payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
    /// 1 to 12.
    pub month: i8,
    /// Day of payment in that month.
    pub day: i8,
    /// Years after the measured year.
    pub years_later: i16,
}

impl Settled {
    /// The day on which a measured year is paid; the last of the month where the day does not exist.
    pub fn date(self, measured_year: i16) -> Option<Date> {
        let first = Date::new(measured_year.checked_add(self.years_later)?, self.month, 1).ok()?;
        Some(first.last_of_month().min(first.with().day(self.day).build().unwrap_or(first.last_of_month())))
    }
}
