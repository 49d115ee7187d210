//! An evaluation for readers outside the department: counts of few people are hidden, and with them every figure that could
//! be worked back to them.

use std::collections::BTreeSet;

use virkning_register::disclosure::{Audience, Standing, Table};

use super::RunShown;
use super::compute::Report;
use crate::app::Session;
use crate::app::disclosure::Leaving;
use crate::app::failure::{Failure, Refusal};

/// What is hidden of an evaluation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    /// The answer and all that belongs to it, because an arm or its successes are few.
    pub answer: bool,
    /// Covariates of which few have something, or lack it.
    pub covariates: BTreeSet<String>,
}

impl Session<'_> {
    /// What an audience may not see of a run. What it may is kept as a release first.
    pub fn evaluation_hidden(&self, shown: &RunShown, audience: Audience) -> Result<Hidden, Failure> {
        if audience == Audience::Department {
            return Ok(Hidden::default());
        }
        let agreement = shown.plans.last().and_then(|plan| plan.agreement.clone());
        let Some(agreement) = agreement else {
            return Err(Refusal::new("evaluation-of-no-agreement").with("plan", &shown.run.plan).into());
        };
        let (table, counted) = table_of(&shown.report);
        let subject = format!("{}/{}", shown.run.plan, shown.run.number);
        let leaving = Leaving { agreement: &agreement, audience, kind: "evaluation", subject: &subject };
        let figures = self.release_figures(leaving, &table)?;
        let mut hidden = Hidden::default();
        for (name, covariate) in counted {
            if !figures.shows(&name) {
                match covariate {
                    None => hidden.answer = true,
                    Some(covariate) => drop(hidden.covariates.insert(covariate)),
                }
            }
        }
        Ok(hidden)
    }
}

/// The counts that figures are made of: each name, with the covariate that it is about.
fn table_of(report: &Report) -> (Table, Vec<(String, Option<String>)>) {
    let mut table = Table::default();
    let mut counted = Vec::new();
    let arms = [("treated", report.before.treated), ("control", report.before.control)];
    for (place, (arm, people)) in arms.into_iter().enumerate() {
        let name = format!("evaluation/{}/{arm}/people", report.plan);
        let whole = table.cell(&name, &report.data, people as u64, Standing::Breakdown);
        counted.push((name, None));
        if let Some(shares) = &report.shares {
            let (successes, of) = if place == 0 { shares.treated } else { shares.control };
            let name = format!("evaluation/{}/{arm}/successes", report.plan);
            let part = table.cell(&name, &report.data, successes, Standing::Breakdown);
            let missing = (people as u64).saturating_sub(of);
            let lacking = format!("evaluation/{}/{arm}/missing", report.plan);
            let lacking_place = table.cell(&lacking, &report.data, missing, Standing::Breakdown);
            table.rest(whole, &[part, lacking_place]);
            counted.extend([(name, None), (lacking, None)]);
        }
        for row in report.before.balance.iter().filter(|row| row.is_share) {
            let mean = if place == 0 { row.treated } else { row.control };
            let count = format!("{:.0}", mean * people as f64).parse().unwrap_or(0);
            let name = format!("evaluation/{}/{arm}/{}", report.plan, row.name);
            let part = table.cell(&name, &report.data, count, Standing::Breakdown);
            table.rest(whole, &[part]);
            counted.push((name, Some(row.name.clone())));
        }
    }
    (table, counted)
}
