//! Documents about the same investment laid side by side: period, capital, participants, unit, follow-up, and overlaps
//! that only one of two agreements knows.

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
    let of_agreements: Vec<Account<'_>> = agreements
        .iter()
        .enumerate()
        .map(|(place, agreement)| of_agreement(Reviewed::Agreement(place), agreement))
        .collect();
    let mut remarks = Vec::new();
    for (place, later) in of_agreements.iter().enumerate() {
        let earlier = of_agreements[..place].iter().filter(|earlier| same_investment(earlier, later));
        remarks.extend(earlier.flat_map(|earlier| disagreements(earlier, later)).map(|remark| (later.of, remark)));
        let others = of_agreements.iter().filter(|other| other.of != later.of);
        remarks.extend(others.filter_map(|other| one_sided_overlap(other, later)).map(|remark| (later.of, remark)));
    }
    let mut earlier_projects: Vec<Account<'_>> = Vec::new();
    for (place, document) in documents.iter().enumerate() {
        let of = Reviewed::Document(place);
        let projects: Vec<Account<'_>> =
            document.projects.iter().map(|project| of_project(of, document, project)).collect();
        for later in &projects {
            // What was agreed on the day on which the paper was published; a later amendment contradicts nobody.
            let agreed: Vec<Account<'_>> = of_agreements
                .iter()
                .zip(agreements)
                .filter(|(account, _)| same_investment(account, later))
                .map(|(account, agreement)| {
                    of_agreement(account.of, document.published.map_or(*agreement, |day| agreement.in_force(day)))
                })
                .collect();
            remarks.extend(agreed.iter().flat_map(|agreed| disagreements(agreed, later)).map(|remark| (of, remark)));
            // Papers are laid beside each other only for what no agreement says.
            let earlier = earlier_projects.iter().filter(|earlier| same_investment(earlier, later));
            let found = earlier.flat_map(|earlier| disagreements(earlier, later));
            let settled = |remark: &Remark| agreed.iter().any(|agreed| agreed.says(remark.code).is_some());
            remarks.extend(found.filter(|remark| !settled(remark)).map(|remark| (of, remark)));
        }
        earlier_projects.extend(projects);
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

/// What is compared: the code, and the key of a project that says it.
const COMPARED: [(&str, &str); 5] =
    [("F030", "period"), ("F031", "capital"), ("F032", "participants"), ("F033", "unit"), ("F034", "follow_up_to")];

impl Account<'_> {
    /// What it says of one thing that is compared.
    fn says(&self, code: &str) -> Option<String> {
        match code {
            "F030" => self.period.map(|(from, to)| format!("{from}-{to}")),
            "F031" => self.capital.map(shown),
            "F032" => self.participants.map(shown),
            "F033" => self.unit.map(|unit| unit_word(unit).to_owned()),
            "F034" => self.follow_up_to.map(|year| year.to_string()),
            _ => None,
        }
    }
}

fn disagreements(earlier: &Account<'_>, later: &Account<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (code, key) in COMPARED {
        let (Some(one), Some(other)) = (earlier.says(code), later.says(code)) else { continue };
        // Numbers of different units are no two numbers of one thing.
        let units_differ = earlier.unit.is_some() && later.unit.is_some() && earlier.unit != later.unit;
        let levels_differ = code == "F031" && price_levels_differ(earlier, later);
        if one == other || levels_differ || (code == "F032" && units_differ) {
            continue;
        }
        let term = if later.is_agreement {
            later.term.clone()
        } else {
            format!("{}.{key}", later.term)
        };
        remarks.push(
            Remark::new(code, term)
                .with("investment", later.name)
                .with("document", later.document)
                .with("value", other)
                .with("other-document", earlier.document)
                .with("other", one),
        );
    }
    remarks
}

/// Amounts in the prices of two different years are not compared.
fn price_levels_differ(one: &Account<'_>, other: &Account<'_>) -> bool {
    match (one.price_level, other.price_level) {
        (PriceLevel::Year(one), PriceLevel::Year(other)) => one != other,
        _ => false,
    }
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
