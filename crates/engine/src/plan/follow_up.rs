//! Planned against actual: do the assumptions hold? Each report of an agreement beside what the terms expect of the
//! same thing, with exact shares; what is above on one criterion and below on another stands apart, never averaged.

use jiff::civil::Date;
use rust_decimal::Decimal;
use virkning_model::Money;
use virkning_model::agreement::{Agreement, Clause, Eligibility, Measure};
use virkning_model::id::TermId;
use virkning_model::implementation::{Actual, ActualAbout, ImplementationRule};

use super::business_case;

/// What was planned beside what has been reported.
#[derive(Clone, Debug, PartialEq)]
pub struct FollowUp {
    /// One for each report, in the order of the document.
    pub rows: Vec<FollowUpRow>,
    /// Amounts by year, planned beside realised, for each report of a cost or saving.
    pub amounts: Vec<RealisedRow>,
    /// Reports that meet their criterion.
    pub met: Vec<TermId>,
    /// Reports that do not.
    pub not_met: Vec<TermId>,
    /// Reports that no criterion of the terms can be laid beside.
    pub undecided: Vec<TermId>,
}

impl FollowUp {
    /// Whether some reports meet their criterion and others do not.
    pub fn is_mixed(&self) -> bool {
        !self.met.is_empty() && !self.not_met.is_empty()
    }
}

/// One report beside what the terms expect.
#[derive(Clone, Debug, PartialEq)]
pub struct FollowUpRow {
    /// The report.
    pub actual: TermId,
    /// What it is, in words.
    pub label: String,
    /// The term it is about.
    pub about: ActualAbout,
    /// As of which day.
    pub as_of: Date,
    /// How many, or how much, was reported.
    pub number: Option<Decimal>,
    /// Out of how many.
    pub of: Option<Decimal>,
    /// How many the report says were expected by then.
    pub expected_number: Option<Decimal>,
    /// The share reported: number over of.
    pub achieved_share: Option<Decimal>,
    /// The share that the report itself expected: expected over of.
    pub reported_expectation: Option<Decimal>,
    /// What the terms expect, and what was achieved on the same scale.
    pub criterion: Option<Criterion>,
    /// The mean that was reported.
    pub mean: Option<Decimal>,
    /// The unit of the mean, as the report writes it.
    pub unit: Option<String>,
    /// The unit of the measure, where the report's is another.
    pub other_unit: Option<String>,
    /// What the terms expect of the mean.
    pub mean_criterion: Option<Criterion>,
    /// Whether only those who completed are counted, which flatters a share.
    pub completers_only: bool,
    /// Whether every criterion is met; nothing where there is none.
    pub holds: Option<bool>,
    /// Where the report stands.
    pub clause: Clause,
}

/// A bound that the terms set, and how it came out.
#[derive(Clone, Debug, PartialEq)]
pub struct Criterion {
    /// Where it comes from.
    pub kind: CriterionKind,
    /// The bound.
    pub bound: Decimal,
    /// What was achieved.
    pub achieved: Decimal,
    /// Whether a smaller number is the better one.
    pub at_most: bool,
}

impl Criterion {
    /// Whether it is met; exactly on the bound is.
    pub fn is_met(&self) -> bool {
        if self.at_most {
            self.achieved <= self.bound
        } else {
            self.achieved >= self.bound
        }
    }

    /// Achieved less bound.
    pub fn difference(&self) -> Decimal {
        self.achieved - self.bound
    }
}

/// Where a bound comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CriterionKind {
    /// The measure's goal.
    Target,
    /// The share or value that the plan expects.
    Expected,
    /// The number that the report says was expected by then.
    ReportExpected,
    /// Participants planned to have started by then.
    PlannedIntake,
    /// A term of the implementation.
    Implementation,
}

/// Planned and realised amounts of one term.
#[derive(Clone, Debug, PartialEq)]
pub struct RealisedRow {
    /// The report.
    pub actual: TermId,
    /// The cost or saving.
    pub term: TermId,
    /// What it is.
    pub label: String,
    /// Whether it is a saving, of which more is better.
    pub is_saving: bool,
    /// By year: planned (nothing where the plan has no amount), realised.
    pub by_year: Vec<(i16, Option<Money>, Money)>,
    /// All those years: planned, realised. Planned is of the years that are realised only.
    pub total: (Option<Money>, Money),
}

/// What was planned beside what has been reported in an agreement.
pub fn follow_up(agreement: &Agreement) -> FollowUp {
    let rows: Vec<FollowUpRow> = agreement.actuals.iter().map(|actual| row(agreement, actual)).collect();
    let with = |holds: Option<bool>| -> Vec<TermId> {
        rows.iter().filter(|row| row.holds == holds).map(|row| row.actual.clone()).collect()
    };
    FollowUp {
        met: with(Some(true)),
        not_met: with(Some(false)),
        undecided: with(None),
        amounts: agreement.actuals.iter().filter_map(|actual| realised(agreement, actual)).collect(),
        rows,
    }
}

fn row(agreement: &Agreement, actual: &Actual) -> FollowUpRow {
    let over = |part: Option<Decimal>| part?.checked_div(actual.of?);
    let measure = match &actual.about {
        ActualAbout::Measure(id) => agreement.measure(id),
        _ => None,
    };
    let criterion = match (&actual.about, measure) {
        (_, Some(measure)) => share_criterion(measure, actual),
        (ActualAbout::Intake, _) => intake_criterion(agreement, actual),
        (ActualAbout::DropOut, _) => drop_out_criterion(agreement, actual),
        (ActualAbout::Implementation(id), _) => implementation_criterion(agreement, id, actual),
        _ => None,
    };
    let mean_criterion = measure.and_then(|measure| mean_criterion(measure, actual));
    let results: Vec<bool> = [&criterion, &mean_criterion].into_iter().flatten().map(Criterion::is_met).collect();
    let holds = (!results.is_empty()).then(|| results.iter().all(|met| *met));
    let unit_of_measure = measure.and_then(|measure| measure.unit.clone());
    FollowUpRow {
        actual: actual.id.clone(),
        label: actual.label.clone(),
        about: actual.about.clone(),
        as_of: actual.as_of,
        number: actual.number,
        of: actual.of,
        expected_number: actual.expected,
        achieved_share: over(actual.number),
        reported_expectation: over(actual.expected),
        other_unit: unit_of_measure.filter(|unit| actual.unit.as_ref().is_some_and(|reported| reported != unit)),
        unit: actual.unit.clone(),
        mean: actual.mean,
        completers_only: measure.is_some_and(|measure| measure.eligible == Eligibility::Completed),
        criterion,
        mean_criterion,
        holds,
        clause: actual.clause.clone(),
    }
}

/// The goal first, then what the report expected by then, then what the plan expects of the year.
fn share_criterion(measure: &Measure, actual: &Actual) -> Option<Criterion> {
    let achieved = actual.number?.checked_div(actual.of?)?;
    let reported = actual.expected.zip(actual.of).and_then(|(expected, of)| expected.checked_div(of));
    let planned = || measure.expected_share(actual.as_of.year(), 0);
    let (kind, bound) = match (reported, measure.target) {
        (Some(bound), _) => (CriterionKind::ReportExpected, bound),
        (None, Some(bound)) => (CriterionKind::Target, bound),
        (None, None) => (CriterionKind::Expected, planned()?),
    };
    Some(Criterion { kind, bound, achieved, at_most: false })
}

/// A smaller mean is the better one where the goal lies below what would have been without the intervention, or, where
/// that is not stated, where the goal is a fall.
fn mean_criterion(measure: &Measure, actual: &Actual) -> Option<Criterion> {
    let achieved = actual.mean?;
    let (kind, bound) = match measure.target_value {
        Some(bound) => (CriterionKind::Target, bound),
        None => (CriterionKind::Expected, *measure.expected_value.as_ref()?.get(actual.as_of.year())?),
    };
    let at_most = bound < measure.baseline_value.unwrap_or(Decimal::ZERO);
    Some(Criterion { kind, bound, achieved, at_most })
}

fn intake_criterion(agreement: &Agreement, actual: &Actual) -> Option<Criterion> {
    let achieved = actual.number?;
    let planned = || -> Option<Decimal> {
        let by_year = &agreement.intake.by_year;
        (!by_year.is_empty()).then(|| Decimal::from(by_year.range(..=actual.as_of.year()).map(|(_, n)| n).sum::<u32>()))
    };
    let (kind, bound) = match actual.expected {
        Some(expected) => (CriterionKind::ReportExpected, expected),
        None => (CriterionKind::PlannedIntake, planned()?),
    };
    Some(Criterion { kind, bound, achieved, at_most: false })
}

fn drop_out_criterion(agreement: &Agreement, actual: &Actual) -> Option<Criterion> {
    let achieved = actual.number?.checked_div(actual.of?)?;
    Some(Criterion { kind: CriterionKind::Expected, bound: agreement.intake.drop_out?, achieved, at_most: true })
}

fn implementation_criterion(agreement: &Agreement, id: &TermId, actual: &Actual) -> Option<Criterion> {
    let rule = &agreement.implementation.iter().find(|term| term.id == *id)?.rule;
    let number = actual.number?;
    let share = || number.checked_div(actual.of?);
    let (bound, achieved, at_most) = match rule {
        ImplementationRule::Deadline { within_months, .. } => match actual.of {
            // So many of so many in time: all of them should be.
            Some(_) => (Decimal::ONE, share()?, false),
            None => (Decimal::from(*within_months), number, true),
        },
        ImplementationRule::Caseload { at_most, .. } => (Decimal::from(*at_most), number, true),
        ImplementationRule::Capacity { number: room } => (Decimal::from(*room), number, true),
        ImplementationRule::Quota { share: quota, .. } => (*quota, share()?, false),
        ImplementationRule::Milestone { number: goal, .. } => (Decimal::from(*goal), number, false),
        ImplementationRule::FollowUps { number: goal } => (Decimal::from(*goal), number, false),
    };
    Some(Criterion { kind: CriterionKind::Implementation, bound, achieved, at_most })
}

fn realised(agreement: &Agreement, actual: &Actual) -> Option<RealisedRow> {
    if actual.by_year.is_empty() {
        return None;
    }
    let (term, is_saving) = match &actual.about {
        ActualAbout::Cost(id) => (id, false),
        ActualAbout::Saving(id) => (id, true),
        _ => return None,
    };
    // Without a case that can be computed there is nothing planned to compare with, and what is realised still stands.
    let case = business_case::table(agreement).ok();
    let planned = |year: i16| -> Option<Money> {
        let case = case.as_ref()?;
        let place = case.years.iter().position(|known| *known == year)?;
        let rows = || case.rows.iter().filter(|row| row.term == *term);
        if rows().next().is_none() || rows().any(|row| !row.stated) {
            return None;
        }
        let sum = rows().fold(Money::zero(agreement.currency), |all, row| all + row.amounts[place]);
        Some(if is_saving { sum } else { -sum })
    };
    let by_year: Vec<(i16, Option<Money>, Money)> =
        actual.by_year.iter().map(|(year, realised)| (*year, planned(*year), *realised)).collect();
    let zero = Money::zero(agreement.currency);
    let total_planned = by_year.iter().try_fold(zero, |all, (_, planned, _)| planned.map(|planned| all + planned));
    let total_realised = by_year.iter().fold(zero, |all, (_, _, realised)| all + *realised);
    Some(RealisedRow {
        actual: actual.id.clone(),
        term: term.clone(),
        label: actual.label.clone(),
        is_saving,
        by_year,
        total: (total_planned, total_realised),
    })
}
