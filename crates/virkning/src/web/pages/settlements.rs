//! Afregninger: every measured year of an investment with its proposals, and the button that makes one.

use maud::{Markup, html};
use virkning_model::id::SnapshotId;
use virkning_store::ProposalRecord;

use super::comments;
use crate::app::failure::{Failure, Refusal};
use crate::app::overview::Overview;
use crate::app::settle::proposal_of;
use crate::text::format;
use crate::web::answer::Answer;
use crate::web::layout::{Head, asked_page};
use crate::web::parts::{choice, empty, form};
use crate::web::request::Asked;
use crate::web::routes::PROPOSE;

/// All proposals, the newest first.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let overview = asked.session.overview(id)?;
    let body = html! {
        @if asked.is_any(PROPOSE) { (propose_form(asked, &overview)?) }
        @if overview.proposals.is_empty() {
            (empty(&asked.text("web-settlements-none"), &asked.text("web-settlements-none-what")))
        } @else {
            (table(asked, &overview.proposals)?)
            (compare_form(asked, &overview))
            (comments::of(asked, &figures(asked, &overview))?)
        }
    };
    let name = &overview.agreement.name;
    Ok(asked_page(asked, Head::of_investment(asked, id, name, "web-settlements", asked.text("web-settlements")), body))
}

/// The settlement of each measured year can be written about.
fn figures(asked: &Asked<'_>, overview: &Overview) -> Vec<comments::Figure> {
    let years: std::collections::BTreeSet<i16> = overview.proposals.iter().map(|record| record.measured_year).collect();
    let name = |year: i16| asked.texts.with("web-measured-year-of", &[("year", &year.to_string())]);
    years.into_iter().map(|year| (format!("settlement/{year}"), name(year))).collect()
}

/// Makes the proposal of a measured year from what is sealed, enrolled and imported.
pub fn propose(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let text = asked.arrived.field("maaleaar");
    let year: i16 = text.trim().parse().map_err(|_| Refusal::new("web-year-invalid").with("year", text))?;
    let named = asked.arrived.fields("oejebliksbillede").into_iter().filter(|name| !name.is_empty());
    let snapshots: Result<Vec<SnapshotId>, Failure> = named
        .map(|name| SnapshotId::new(&name).map_err(|_| Refusal::new("snapshot-unknown").with("snapshot", &name).into()))
        .collect();
    let is_draft = asked.arrived.field("kladde") == "ja";
    let stored = asked.session.settle_sealed(asked.agreement()?, year, &snapshots?, is_draft)?;
    let done = match (stored.already, is_draft) {
        (true, _) => "proposed-already",
        (false, true) => "drafted",
        (false, false) => "proposed",
    };
    Ok(Answer::go(format!("/afregninger/{}?udfoert={done}", stored.record.id)))
}

/// Puts posted years right without a new measured year.
pub fn restate(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let stored = asked.session.restate_sealed(asked.agreement()?, false)?;
    let done = if stored.already { "proposed-already" } else { "proposed" };
    Ok(Answer::go(format!("/afregninger/{}?udfoert={done}", stored.record.id)))
}

fn propose_form(asked: &Asked<'_>, overview: &Overview) -> Result<Markup, Failure> {
    let years: Vec<(String, String)> = overview
        .years
        .iter()
        .filter(|year| year.actual.is_none())
        .map(|year| (year.measured_year.to_string(), year.measured_year.to_string()))
        .collect();
    let base = format!("/investeringer/{}", overview.agreement.id);
    let mut snapshots = vec![(String::new(), asked.text("settle-newest"))];
    for manifest in asked.session.snapshots()?.iter().rev() {
        let edition = format::month(asked.texts, manifest.edition);
        snapshots.push((manifest.snapshot.to_string(), format!("{} · {edition}", manifest.snapshot)));
    }
    let is_posted = overview.proposals.iter().any(|record| record.state.is_posted());
    Ok(html! {
        @if !years.is_empty() {
            (form(asked, &format!("{base}/afregninger"), html! {
                div class="inline-form" {
                    (choice("maaleaar", "maaleaar", &asked.text("web-measured-year"), &years, ""))
                    (choice("oejebliksbillede", "oejebliksbillede", &asked.text("settle-snapshot"), &snapshots, ""))
                    div class="form-group-checkbox" {
                        input class="form-checkbox" type="checkbox" id="kladde" name="kladde" value="ja";
                        label class="form-label" for="kladde" { (asked.text("settle-as-draft")) }
                    }
                    button class="button button-primary" type="submit" { (asked.text("web-propose")) }
                }
            }))
        }
        @if is_posted {
            (form(asked, &format!("{base}/efterregulering"), html! {
                p class="note" { (asked.text("settle-restate-note")) }
                button class="button button-secondary" type="submit" { (asked.text("settle-restate")) }
            }))
        }
    })
}

/// Which two proposals are to be held against each other.
fn compare_form(asked: &Asked<'_>, overview: &Overview) -> Markup {
    let proposals = &overview.proposals;
    let options: Vec<(String, String)> =
        proposals.iter().rev().map(|record| (record.id.to_string(), title(asked, record))).collect();
    let before = proposals.len().checked_sub(2).map_or("", |place| proposals[place].id.as_str());
    let last = proposals.last().map_or("", |record| record.id.as_str());
    html! {
        @if proposals.len() > 1 {
            section {
                h2 { (asked.text("settle-compare")) }
                form class="inline-form" method="get" action=(format!("/investeringer/{}/afregninger/sammenlign", overview.agreement.id)) {
                    (choice("a", "a", &asked.text("settle-compare-one"), &options, before))
                    (choice("b", "b", &asked.text("settle-compare-other"), &options, last))
                    button class="button button-secondary" type="submit" { (asked.text("settle-compare-button")) }
                }
            }
        }
    }
}

/// What a proposal is called in a choice.
pub(super) fn title(asked: &Asked<'_>, record: &ProposalRecord) -> String {
    let state = asked.text(&format!("state-{}", record.state.as_str()));
    format!("{} · {} · {state}", record.id, record.measured_year)
}

fn table(asked: &Asked<'_>, proposals: &[ProposalRecord]) -> Result<Markup, Failure> {
    let rows: Result<Vec<Markup>, Failure> = proposals.iter().rev().map(|record| row(asked, record)).collect();
    let keys = ["web-settlement", "web-measured-year", "web-state", "web-proposed-by"];
    Ok(html! {
        div class="table-wrap" tabindex="0" role="region" aria-label=(asked.text("web-settlements")) {
            table class="table" {
                thead {
                    tr {
                        @for key in keys { th scope="col" { (asked.text(key)) } }
                        th scope="col" class="figure" { (asked.text("web-payable")) }
                    }
                }
                tbody { @for row in rows? { (row) } }
            }
        }
    })
}

fn row(asked: &Asked<'_>, record: &ProposalRecord) -> Result<Markup, Failure> {
    let payable = proposal_of(record)?.payable();
    Ok(html! {
        tr {
            td { a href=(format!("/afregninger/{}", record.id)) { (record.id) } }
            td { (record.measured_year) }
            td { span class="badge" { (asked.text(&format!("state-{}", record.state.as_str()))) } }
            td { (record.by) }
            td class="figure" { (format::money(asked.texts.language(), payable)) }
        }
    })
}
