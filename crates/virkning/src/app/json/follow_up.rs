//! The answers of `follow-up` as JSON: planned against actual, with what each row was held against, and what is measured in
//! a year.

use serde::Serialize;
use serde_json::Value;
use virkning_engine::plan::{Criterion, CriterionKind, FollowUp, FollowUpRow, RealisedRow};
use virkning_model::implementation::ActualAbout;

use super::settlement::{EstimatedAnswer, SettlementFollowUp, follow_ups, service};
use super::share;
use crate::app::followed::Followed;

/// The answer of `follow-up`.
#[derive(Serialize)]
pub struct FollowUpAnswer {
    agreement: String,
    rows: Vec<RowAnswer>,
    amounts: Vec<AmountsAnswer>,
    met: Vec<String>,
    not_met: Vec<String>,
    undecided: Vec<String>,
    mixed: bool,
}

#[derive(Serialize)]
struct RowAnswer {
    id: String,
    label: String,
    about: String,
    as_of: String,
    number: Option<Value>,
    of: Option<Value>,
    share: Option<Value>,
    expected: Option<Value>,
    mean: Option<Value>,
    unit: Option<String>,
    agreed_unit: Option<String>,
    criteria: Vec<CriterionAnswer>,
    completers_only: bool,
    holds: Option<bool>,
}

#[derive(Serialize)]
struct CriterionAnswer {
    by: &'static str,
    bound: Option<Value>,
    achieved: Option<Value>,
    at_most: bool,
    met: bool,
}

#[derive(Serialize)]
struct AmountsAnswer {
    id: String,
    term: String,
    years: Vec<YearAnswer>,
    planned: Option<String>,
    realised: String,
}

#[derive(Serialize)]
struct YearAnswer {
    year: i16,
    planned: Option<String>,
    realised: String,
}

/// `follow-up` as JSON.
pub fn follow_up(agreement: &virkning_model::Agreement, followed: &FollowUp) -> FollowUpAnswer {
    let names = |ids: &[virkning_model::id::TermId]| ids.iter().map(ToString::to_string).collect();
    FollowUpAnswer {
        agreement: agreement.id.to_string(),
        rows: followed.rows.iter().map(row).collect(),
        amounts: followed.amounts.iter().map(amounts).collect(),
        met: names(&followed.met),
        not_met: names(&followed.not_met),
        undecided: names(&followed.undecided),
        mixed: followed.is_mixed(),
    }
}

fn row(row: &FollowUpRow) -> RowAnswer {
    let criteria = [&row.criterion, &row.mean_criterion].into_iter().flatten();
    RowAnswer {
        id: row.actual.to_string(),
        label: row.label.clone(),
        about: match &row.about {
            ActualAbout::Intake => "intake".to_owned(),
            ActualAbout::DropOut => "intake.drop-out".to_owned(),
            ActualAbout::Measure(id) => format!("measure.{id}"),
            ActualAbout::Implementation(id) => format!("implementation.{id}"),
            ActualAbout::Cost(id) => format!("cost.{id}"),
            ActualAbout::Saving(id) => format!("saving.{id}"),
        },
        as_of: row.as_of.to_string(),
        number: row.number.and_then(share),
        of: row.of.and_then(share),
        share: row.achieved_share.and_then(share),
        expected: row.expected_number.and_then(share),
        mean: row.mean.and_then(share),
        unit: row.unit.clone(),
        agreed_unit: row.other_unit.clone(),
        criteria: criteria.map(criterion).collect(),
        completers_only: row.completers_only,
        holds: row.holds,
    }
}

fn criterion(criterion: &Criterion) -> CriterionAnswer {
    CriterionAnswer {
        by: match criterion.kind {
            CriterionKind::Target => "target",
            CriterionKind::Expected => "expected",
            CriterionKind::ReportExpected => "report",
            CriterionKind::PlannedIntake => "intake",
            CriterionKind::Implementation => "implementation",
        },
        bound: share(criterion.bound),
        achieved: share(criterion.achieved),
        at_most: criterion.at_most,
        met: criterion.is_met(),
    }
}

fn amounts(row: &RealisedRow) -> AmountsAnswer {
    AmountsAnswer {
        id: row.actual.to_string(),
        term: row.term.to_string(),
        years: row
            .by_year
            .iter()
            .map(|(year, planned, realised)| YearAnswer {
                year: *year,
                planned: planned.map(|planned| planned.to_string()),
                realised: realised.to_string(),
            })
            .collect(),
        planned: row.total.0.map(|planned| planned.to_string()),
        realised: row.total.1.to_string(),
    }
}

/// The answer of `follow-up --measured-year`.
#[derive(Serialize)]
pub struct FollowedAnswer {
    agreement: String,
    measured_year: i16,
    synthetic: bool,
    follow_ups: Vec<SettlementFollowUp>,
    services: Vec<Value>,
    registers: Vec<virkning_model::register_used::RegisterUsed>,
    /// Measures whose amounts are estimated, and what from.
    estimated: EstimatedAnswer,
}

/// `follow-up --measured-year` as JSON.
pub fn followed(followed: &Followed) -> FollowedAnswer {
    FollowedAnswer {
        agreement: followed.agreement.id.to_string(),
        measured_year: followed.measured_year,
        synthetic: followed.synthetic,
        follow_ups: follow_ups(&followed.results),
        services: followed.services.iter().map(service).collect(),
        registers: followed.registers.clone(),
        estimated: EstimatedAnswer::of(&followed.estimated_measures(), &followed.estimated),
    }
}
