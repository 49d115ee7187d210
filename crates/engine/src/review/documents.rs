//! Documents about the same investment laid side by side: period, capital, participants, unit, follow-up, price level,
//! and overlaps that only one of two agreements knows.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use virkning_model::agreement::{Agreement, PriceLevel, Unit};
use virkning_model::business_case::Overlap;
use virkning_model::claim::{Project, PublishedDocument};

use super::Remark;
use super::figures::{Figures, last_measured_year, period, shown};
use super::subjects::plain;
use super::terms::{TermValue, agreement_term, unit_word};

/// Which of the documents that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reviewed {
    /// An agreement, by its place in the list given.
    Agreement(usize),
    /// A paper, by its place in the list given.
    Document(usize),
}

/// What one document says of one investment.
struct Account<'a> {
    of: Reviewed,
    /// Where the investment stands in it: `agreement` or `project.havnen`.
    term: String,
    /// The document's name, for messages.
    document: &'a str,
    name: &'a str,
    names: BTreeSet<String>,
    id: Option<&'a str>,
    period: Option<(i16, i16)>,
    follow_up_to: Option<i16>,
    capital: Option<Decimal>,
    participants: Option<Decimal>,
    unit: Option<Unit>,
    price_level: &'a PriceLevel,
    overlap: Option<&'a Overlap>,
    is_agreement: bool,
}

pub(super) fn compare(agreements: &[&Agreement], documents: &[&PublishedDocument]) -> Vec<(Reviewed, Remark)> {
    let mut accounts: Vec<Account<'_>> = Vec::new();
    for (place, agreement) in agreements.iter().enumerate() {
        accounts.push(of_agreement(Reviewed::Agreement(place), agreement));
    }
    for (place, document) in documents.iter().enumerate() {
        accounts.extend(document.projects.iter().map(|project| of_project(Reviewed::Document(place), document, project)));
    }
    let mut remarks = Vec::new();
    for (place, later) in accounts.iter().enumerate() {
        for earlier in accounts[..place].iter().filter(|earlier| earlier.of != later.of) {
            let found = if same_investment(earlier, later) { disagreements(earlier, later) } else { Vec::new() };
            remarks.extend(found.into_iter().map(|remark| (later.of, remark)));
        }
        for other in accounts.iter().filter(|other| other.of != later.of) {
            remarks.extend(one_sided_overlap(other, later).map(|remark| (later.of, remark)));
        }
    }
    remarks
}

/// The same within one paper, which may speak of an investment in several places; and F022.
pub(super) fn within(document: &PublishedDocument) -> Vec<Remark> {
    let place = Reviewed::Document(0);
    let accounts: Vec<Account<'_>> =
        document.projects.iter().map(|project| of_project(place, document, project)).collect();
    let mut remarks = Vec::new();
    for (place, later) in accounts.iter().enumerate() {
        for earlier in accounts[..place].iter().filter(|earlier| same_investment(earlier, later)) {
            remarks.extend(disagreements(earlier, later));
        }
    }
    let has_amounts = !document.printed.is_empty() || document.projects.iter().any(|project| project.capital.is_some());
    if document.price_level == PriceLevel::NotStated && has_amounts {
        remarks.push(Remark::new("F022", "document.price_level").with("name", &document.name));
    }
    remarks
}

/// F022 for an agreement: the silence of the source is a visible choice, and still nothing can be compared across price
/// levels. Where it is no visible choice, the checks of the document say so.
pub(super) fn price_level_of_agreement(agreement: &Agreement) -> Option<Remark> {
    let chosen = agreement.choices.iter().any(|choice| choice.term == "agreement.price_level");
    let silent = agreement.price_level == PriceLevel::NotStated && chosen;
    silent.then(|| Remark::new("F022", "agreement.price_level").with("name", &agreement.name))
}

fn of_agreement<'a>(of: Reviewed, agreement: &'a Agreement) -> Account<'a> {
    let figures = Figures::of_agreement(agreement);
    let number = |path: &str| figures.value(path).ok();
    let participants = match agreement_term(agreement, "intake.total") {
        Some(TermValue::Number(total)) => Some(total),
        _ => None,
    };
    let names = agreement.aliases.iter().chain([&agreement.name]);
    Account {
        of,
        term: "agreement".to_owned(),
        document: &agreement.name,
        name: &agreement.name,
        names: names.map(|name| plain(name)).chain([agreement.id.to_string()]).collect(),
        id: Some(agreement.id.as_str()),
        period: period(agreement),
        follow_up_to: last_measured_year(agreement),
        capital: number("financing.capital").filter(|capital| !capital.is_zero()),
        participants,
        unit: Some(agreement.intake.unit),
        price_level: &agreement.price_level,
        overlap: agreement.business_case.as_ref().and_then(|case| case.overlap.as_ref()),
        is_agreement: true,
    }
}

fn of_project<'a>(of: Reviewed, document: &'a PublishedDocument, project: &'a Project) -> Account<'a> {
    let names = project.aliases.iter().chain([&project.name]);
    Account {
        of,
        term: format!("project.{}", project.id),
        document: &document.name,
        name: &project.name,
        names: names.map(|name| plain(name)).chain([project.id.to_string()]).collect(),
        id: project.agreement.as_ref().map(|id| id.as_str()),
        period: project.period.map(|years| (years.from, years.to)),
        follow_up_to: project.follow_up_to,
        capital: project.capital.map(|capital| capital.to_decimal()),
        participants: project.participants.map(Decimal::from),
        unit: project.unit,
        price_level: &document.price_level,
        overlap: None,
        is_agreement: false,
    }
}

/// By the agreement's identifier where both name one, else by any name, alias or identifier.
fn same_investment(one: &Account<'_>, other: &Account<'_>) -> bool {
    match (one.id, other.id) {
        (Some(one), Some(other)) => one == other,
        _ => !one.names.is_disjoint(&other.names),
    }
}

fn disagreements(earlier: &Account<'_>, later: &Account<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut differ = |code: &'static str, key: &str, one: Option<String>, other: Option<String>| {
        if let (Some(one), Some(other)) = (one, other)
            && one != other
        {
            let whole = later.is_agreement || key.is_empty();
            let term = if whole { later.term.clone() } else { format!("{}.{key}", later.term) };
            remarks.push(
                Remark::new(code, term)
                    .with("investment", later.name)
                    .with("document", later.document)
                    .with("value", other)
                    .with("other-document", earlier.document)
                    .with("other", one),
            );
        }
    };
    let years = |period: Option<(i16, i16)>| period.map(|(from, to)| format!("{from}-{to}"));
    differ("F030", "period", years(earlier.period), years(later.period));
    differ("F031", "capital", earlier.capital.map(shown), later.capital.map(shown));
    let units = (earlier.unit, later.unit);
    let same_unit = units.0.is_none() || units.1.is_none() || units.0 == units.1;
    if same_unit {
        differ("F032", "participants", earlier.participants.map(shown), later.participants.map(shown));
    }
    let word = |unit: Option<Unit>| unit.map(|unit| unit_word(unit).to_owned());
    differ("F033", "unit", word(units.0), word(units.1));
    let year = |year: Option<i16>| year.map(|year| year.to_string());
    differ("F034", "follow_up_to", year(earlier.follow_up_to), year(later.follow_up_to));
    if let (PriceLevel::Year(one), PriceLevel::Year(other)) = (earlier.price_level, later.price_level) {
        differ("F035", "", Some(one.to_string()), Some(other.to_string()));
    }
    remarks
}

/// An overlap is a rule between two investments: where one agreement names the other, the other should say how it counts
/// those participants. Only agreements have such rules.
fn one_sided_overlap(other: &Account<'_>, own: &Account<'_>) -> Option<Remark> {
    let named = other.overlap.filter(|overlap| own.names.contains(&plain(&overlap.with)))?;
    (own.is_agreement && own.overlap.is_none()).then(|| {
        Remark::new("W031", "business_case")
            .with("subject", own.name)
            .with("document", other.document)
            .with("value", shown(named.share_of_participants))
            .with("claim", "")
            .with("unit", "")
            .with("place", "")
    })
}
