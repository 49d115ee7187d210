//! Portefølje: every investment that the user may see, by phase, with plan against actual where he may see money.

use maud::{Markup, html};
use virkning_model::Money;

use crate::app::failure::Failure;
use crate::app::overview::{Overview, Phase};
use crate::text::format;
use crate::web::answer::Answer;
use crate::web::layout::{Head, asked_page};
use crate::web::parts::empty;
use crate::web::request::Asked;
use crate::web::routes::{Area, READ_MONEY};

/// All investments.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let mut all = Vec::new();
    for id in asked.agreements()? {
        all.push(asked.session.overview(&id)?);
    }
    let body = html! {
        @if all.is_empty() { (empty(&asked.text("web-start"), &asked.text("web-start-what"))) }
        @for phase in Phase::ALL {
            @let own: Vec<&Overview> = all.iter().filter(|overview| overview.phase == phase).collect();
            @if !own.is_empty() {
                section {
                    h2 { (asked.text(&format!("web-phase-{}", phase.word()))) }
                    (table(asked, &own))
                }
            }
        }
        @if !all.is_empty() { p class="note" { (asked.text("web-portfolio-note")) } }
    };
    Ok(asked_page(asked, Head::of(Area::Portfolio, asked.text("web-portfolio")), body))
}

fn table(asked: &Asked<'_>, all: &[&Overview]) -> Markup {
    let text = |key: &str| asked.text(key);
    html! {
        div class="table-wrap" tabindex="0" role="region" aria-label=(text("web-portfolio")) {
            table class="table" {
                thead {
                    tr {
                        th scope="col" { (text("web-investment")) }
                        th scope="col" { (text("web-period")) }
                        @for key in ["web-capital", "web-expected-all", "web-expected-so-far", "web-posted", "web-participants"] {
                            th scope="col" class="figure-head" { (text(key)) }
                        }
                    }
                }
                tbody { @for overview in all { (row(asked, overview)) } }
            }
        }
    }
}

fn row(asked: &Asked<'_>, overview: &Overview) -> Markup {
    let agreement = &overview.agreement;
    let may = asked.standing.is_any_on(&agreement.id, READ_MONEY);
    let money = |amount: Option<Money>| match amount.filter(|_| may) {
        Some(amount) => format::money(asked.texts.language(), amount),
        None => "–".to_owned(),
    };
    let last = overview.years.iter().rev().find_map(|year| Some((year.actual?, year.expected.as_ref())));
    html! {
        tr {
            td { a href=(format!("/investeringer/{}", agreement.id)) { (agreement.name) } }
            td { (agreement.from.year()) "–" (agreement.to.year()) }
            td class="figure" { (money(overview.capital)) }
            td class="figure" { (money(overview.expected)) }
            td class="figure" { (money(overview.expected_so_far)) }
            td class="figure" { (money(Some(overview.posted))) }
            td class="figure" {
                @match last.filter(|_| may) {
                    Some((actual, Some(expected))) => { (actual.eligible) " / " (expected.eligible) },
                    Some((actual, None)) => { (actual.eligible) },
                    None => { "–" },
                }
            }
        }
    }
}
