//! Afregninger: every measured year of an investment with its proposals, and the button that makes one.

use maud::{Markup, html};
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
        @if asked.is_any(PROPOSE) { (propose_form(asked, &overview)) }
        @if overview.proposals.is_empty() {
            (empty(&asked.text("web-settlements-none"), &asked.text("web-settlements-none-what")))
        } @else { (table(asked, &overview.proposals)?) (comments::of(asked, &figures(asked, &overview))?) }
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
    let stored = asked.session.settle_sealed(asked.agreement()?, year, false)?;
    let done = if stored.already { "proposed-already" } else { "proposed" };
    Ok(Answer::go(format!("/afregninger/{}?udfoert={done}", stored.record.id)))
}

fn propose_form(asked: &Asked<'_>, overview: &Overview) -> Markup {
    let years: Vec<(String, String)> = overview
        .years
        .iter()
        .filter(|year| year.actual.is_none())
        .map(|year| (year.measured_year.to_string(), year.measured_year.to_string()))
        .collect();
    if years.is_empty() {
        return html! {};
    }
    let to = format!("/investeringer/{}/afregninger", overview.agreement.id);
    form(
        asked,
        &to,
        html! {
            div class="inline-form" {
                (choice("maaleaar", "maaleaar", &asked.text("web-measured-year"), &years, ""))
                button class="button button-primary" type="submit" { (asked.text("web-propose")) }
            }
        },
    )
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
