//! Rules about claims and printed tables that need no computing: rows are as long as their table, and what they name is
//! there. Whether a claim holds is told by the engine.

use virkning_model::claim::{Claim, ClaimSays, Printed, RowRole};

use super::Checker;
use crate::codes;
use crate::figures::figures_of;
use crate::near::nearest;
use crate::paths;
use crate::raw::{suggestion, year_of};
use crate::resolve::words::AREAS;
use crate::tree::Term;

pub(super) fn check<A>(checker: &mut Checker<'_, A>, claims: &[Claim], printed: &[Printed]) {
    for (index, claim) in claims.iter().enumerate() {
        match &claim.says {
            ClaimSays::Holds { test, .. } => {
                for figure in figures_of(&test.left).into_iter().chain(figures_of(&test.right)) {
                    figure_is_known(checker, figure, ("claim", index, &["says"]));
                }
            }
            ClaimSays::Value { .. } => {}
            ClaimSays::Underivable => {
                checker.report(codes::CLAIM_UNDERIVABLE, ("claim", index, &["text"]), &[("claim", claim.id.as_str())]);
            }
        }
    }
    for (index, table) in printed.iter().enumerate() {
        rows(checker, index, table);
    }
}

fn rows<A>(checker: &mut Checker<'_, A>, index: usize, table: &Printed) {
    for (place, row) in table.rows.iter().enumerate() {
        let number = (place + 1).to_string();
        if row.values.len() != table.columns.len() {
            let (values, columns) = (row.values.len().to_string(), table.columns.len().to_string());
            let arguments = [("row", &*row.label), ("values", &values), ("columns", &columns)];
            checker.report(codes::ROW_WIDTH, ("printed", index, &["rows", &number, "values"]), &arguments);
        }
        for (nth, label) in row.of.iter().enumerate() {
            let known: Vec<&str> = table.rows.iter().map(|row| row.label.as_str()).collect();
            if !known.contains(&label.as_str()) {
                let (meant, suggestion) = suggestion(nearest(label, known.iter().copied()));
                let arguments = [("row", &**label), ("meant", meant), ("suggestion", &suggestion)];
                let keys = ["rows", &number, "of", &(nth + 1).to_string()];
                checker.report(codes::ROW_OF_UNKNOWN, ("printed", index, &keys), &arguments);
            }
        }
        if row.role == RowRole::Difference && row.of.len() < 2 {
            let arguments = [("row", &*row.label)];
            checker.report(codes::DIFFERENCE_OF_NOTHING, ("printed", index, &["rows", &number]), &arguments);
        }
        for figure in row.is.iter().flat_map(figures_of) {
            figure_is_known(checker, figure, ("printed", index, &["rows", &number, "is"]));
        }
    }
}

fn figure_is_known<A>(checker: &mut Checker<'_, A>, figure: &str, place: (&str, usize, &[&str])) {
    let terms = checker.terms;
    if is_known(terms, figure.strip_suffix(".*").unwrap_or(figure)) {
        return;
    }
    let known: Vec<String> = computed(terms).into_iter().chain(paths::all(terms)).collect();
    let (meant, suggestion) = suggestion(nearest(figure, known.iter().map(String::as_str)));
    checker.report(codes::FIGURE_UNKNOWN, place, &[("figure", figure), ("meant", meant), ("suggestion", &suggestion)]);
}

/// Whether a figure is computed from this document, or is the value of one of its terms.
fn is_known(terms: &[Term], figure: &str) -> bool {
    let parts: Vec<&str> = figure.split('.').collect();
    let is_year = |part: &&str| year_of(part).is_some();
    let has = |table: &str, id: &str| terms.iter().any(|term| term.table == table && term.id() == Some(id));
    match parts[..] {
        ["business_case", "savings" | "costs" | "net"] | ["business_case", "break_even_year"] => true,
        ["business_case", "savings" | "costs" | "net" | "cumulative", year] => is_year(&year),
        ["payments", "total" | "measurements"] | ["payback", "total" | "service", "periods" | "years" | "rounded"] => {
            true
        }
        ["payments", year] => is_year(&year),
        ["investor", id, "received" | "paid_in" | "balance"] => has("party", id),
        ["investor", id, "received" | "paid_in" | "balance", year] => has("party", id) && is_year(&year),
        ["account", party, "balance"] => has("party", party),
        ["account", party, budget, "balance"] => has("party", party) && has("budget", budget),
        ["price", payment, "agreed" | "defensible"] => has("payment", payment),
        ["cost" | "saving", id] => has(parts[0], id),
        ["cost" | "saving", id, year] if is_year(&year) => has(parts[0], id),
        ["area", area, "savings" | "costs"] => AREAS.iter().any(|(word, _)| *word == area),
        ["area", area, "savings" | "costs", year] => AREAS.iter().any(|(word, _)| *word == area) && is_year(&year),
        ["printed", id, ..] => has("printed", id),
        _ => paths::value_at(terms, figure).is_some(),
    }
}

/// Figures that are computed, for a suggestion.
fn computed(terms: &[Term]) -> Vec<String> {
    const ALWAYS: &[&str] = &[
        "business_case.savings",
        "business_case.costs",
        "business_case.net",
        "business_case.cumulative",
        "business_case.break_even_year",
        "payments.total",
        "payments.measurements",
        "payback.total.rounded",
        "payback.service.rounded",
    ];
    let of_terms = terms.iter().filter(|term| ["cost", "saving", "printed"].contains(&&*term.table));
    let paths = of_terms.filter_map(|term| Some(format!("{}.{}", term.table, term.id()?)));
    ALWAYS.iter().map(|figure| (*figure).to_owned()).chain(paths).collect()
}
