//! The answer of `overlap` as JSON: counts by other agreement, and own aliases where they were asked for.

use serde::Serialize;
use virkning_model::overlap::OverlapRule;

use crate::app::disclosure::{Figures, in_both};
use crate::app::overlap::{OverlapWith, Overlaps};

/// The answer of `overlap`.
#[derive(Serialize)]
pub struct OverlapAnswer {
    agreement: String,
    others: Vec<OtherAnswer>,
}

#[derive(Serialize)]
struct OtherAnswer {
    agreement: String,
    rule: OverlapRule,
    /// The term that says so; nothing where the agreement is silent.
    term: Option<String>,
    /// Nothing where it is hidden.
    people: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aliases: Option<Vec<String>>,
    years: Vec<YearAnswer>,
}

#[derive(Serialize)]
struct YearAnswer {
    measured_year: i16,
    proposal: String,
    state: String,
    not_paid: u64,
    paid_in_both: u64,
    posted_there: Vec<String>,
}

/// `overlap` as JSON. What disclosure control hides is nothing.
pub fn overlaps(overlaps: &Overlaps, lists_people: bool, figures: &Figures) -> OverlapAnswer {
    let other = |other: &OverlapWith| OtherAnswer {
        agreement: other.with.to_string(),
        rule: other.rule,
        term: other.term.as_ref().map(ToString::to_string),
        people: figures
            .shows(&in_both(&overlaps.agreement.id, &other.with))
            .then(|| u64::try_from(other.people.len()).unwrap_or(u64::MAX)),
        aliases: lists_people.then(|| other.people.iter().map(ToString::to_string).collect()),
        years: other.years.iter().map(year).collect(),
    };
    OverlapAnswer { agreement: overlaps.agreement.id.to_string(), others: overlaps.others.iter().map(other).collect() }
}

fn year(year: &crate::app::overlap::OverlapOfYear) -> YearAnswer {
    YearAnswer {
        measured_year: year.measured_year,
        proposal: year.proposal.to_string(),
        state: year.state.as_str().to_owned(),
        not_paid: u64::try_from(year.used.not_paid.len()).unwrap_or(u64::MAX),
        paid_in_both: year.used.paid_in_both,
        posted_there: year.used.posted.iter().map(|(id, _)| id.to_string()).collect(),
    }
}
