//! Portefølje: every investment that the user may see, by phase: money put in, paid back, expected and realised, how
//! recruitment and results go against the plan, what to look at, and what comes next. Texts that are being written stand
//! below for those who write.

use std::sync::Arc;

use maud::{Markup, html};
use virkning_model::Money;

use super::tasks::drafts_table;
use crate::app::failure::Failure;
use crate::app::outlook::{Deadline, Outlook, Signal};
use crate::app::overview::{Overview, Phase};
use crate::text::format;
use crate::web::answer::Answer;
use crate::web::layout::{Head, asked_page};
use crate::web::parts::{empty, warning};
use crate::web::request::Asked;
use crate::web::routes::{Area, READ_MONEY, WRITE_AGREEMENT};

/// An investment at a glance, and where it is going.
type Seen = (Arc<Overview>, Arc<Outlook>);

/// All investments.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let mut all: Vec<Seen> = Vec::new();
    for id in asked.agreements()? {
        let overview = asked.session.overview(&id)?;
        let outlook = asked.session.outlook(&overview)?;
        all.push((overview, outlook));
    }
    let drafts = asked.drafts()?;
    let writes = asked.standing.is_any(WRITE_AGREEMENT);
    let body = html! {
        @if all.iter().any(|(overview, _)| overview.synthetic) { (warning("", &asked.text("portfolio-synthetic"))) }
        @if writes { p { a class="button button-primary" href="/aftaler/ny" { (asked.text("draft-new")) } } }
        @if all.is_empty() && drafts.is_empty() {
            (empty(&asked.text("web-start"), &asked.text(if writes { "start-write" } else { "web-start-what" })))
        }
        @for phase in Phase::ALL {
            @let own: Vec<&Seen> = all.iter().filter(|(overview, _)| overview.phase == phase).collect();
            @if !own.is_empty() {
                section {
                    h2 { (asked.text(&format!("web-phase-{}", phase.word()))) }
                    (table(asked, &own, &asked.text(&format!("web-phase-{}", phase.word()))))
                }
            }
        }
        @if !all.is_empty() { p class="note" { (asked.text("web-portfolio-note")) } }
        (drafts_table(asked, &drafts))
    };
    Ok(asked_page(asked, Head::of(Area::Portfolio, asked.text("web-portfolio")), body))
}

fn table(asked: &Asked<'_>, all: &[&Seen], name: &str) -> Markup {
    let text = |key: &str| asked.text(key);
    let figures = [
        "web-capital",
        "portfolio-repaid",
        "web-expected-all",
        "web-posted",
        "portfolio-recruited",
        "portfolio-success",
    ];
    html! {
        div class="table-wrap" tabindex="0" role="region" aria-label=(name) {
            table class="table dense" {
                thead {
                    tr {
                        th scope="col" { (text("web-investment")) }
                        th scope="col" { (text("web-period")) }
                        @for key in figures { th scope="col" class="figure-head" { (text(key)) } }
                        th scope="col" { (text("portfolio-warnings")) }
                        th scope="col" { (text("portfolio-next")) }
                    }
                }
                tbody { @for seen in all { (row(asked, seen)) } }
            }
        }
    }
}

fn row(asked: &Asked<'_>, (overview, outlook): &Seen) -> Markup {
    let agreement = &overview.agreement;
    let may = asked.standing.is_any_on(&agreement.id, READ_MONEY);
    let money = |amount: Option<Money>| match amount.filter(|_| may) {
        Some(amount) => format::money(asked.texts.language(), amount),
        None => "–".to_owned(),
    };
    html! {
        tr {
            th scope="row" {
                a href=(format!("/investeringer/{}", agreement.id)) { (agreement.name) }
                @if overview.synthetic { span class="note" { (asked.text("portfolio-synthetic-one")) } }
            }
            td { (agreement.from.year()) "–" (agreement.to.year()) }
            td class="figure" { (money(overview.capital)) }
            td class="figure" { (money(outlook.repaid)) }
            td class="figure" { (money(overview.expected)) }
            td class="figure" {
                (money(Some(overview.posted)))
                @if let Some(planned) = overview.expected_so_far.filter(|_| may) {
                    span class="note" { (asked.texts.with("portfolio-planned-so-far", &[("amount", &format::amount(asked.texts.language(), planned))])) }
                }
            }
            td class="figure" { (recruited(asked, outlook)) }
            td class="figure" { @if may { (success(asked, outlook)) } @else { "–" } }
            td { (signals(asked, outlook, may)) }
            td { @match &outlook.next { Some(next) => { (deadline(asked, next)) }, None => { "–" } } }
        }
    }
}

fn recruited(asked: &Asked<'_>, outlook: &Outlook) -> String {
    let count =
        |count: Option<u64>| count.map_or("–".to_owned(), |count| format::count(asked.texts.language(), count));
    format!("{} / {}", count(outlook.recruited), count(outlook.planned))
}

/// The share of the last posted year with its interval, beside the planned one.
fn success(asked: &Asked<'_>, outlook: &Outlook) -> Markup {
    let language = asked.texts.language();
    let percent = |share: f64| format::percent_of_estimate(language, share, 0);
    let planned = outlook.planned_rate.map_or("–".to_owned(), |rate| format::percent(language, rate, 0));
    match &outlook.success {
        None => html! { "– / " (planned) },
        Some(success) => html! {
            (percent(success.share)) " / " (planned)
            span class="note" { (success.successes) "/" (success.eligible) " (" (percent(success.low)) "–" (percent(success.high)) ")" }
        },
    }
}

fn signals(asked: &Asked<'_>, outlook: &Outlook, may_see_money: bool) -> Markup {
    let words = |signal: &Signal| match signal {
        Signal::RecruitmentBehind => Some(asked.text("portfolio-behind")),
        Signal::ResultBelow => may_see_money.then(|| asked.text("portfolio-below")),
        Signal::Waiting(count) => {
            may_see_money.then(|| asked.texts.with("portfolio-due", &[("count", &count.to_string())]))
        }
        Signal::Unsigned => Some(asked.text("portfolio-signatures")),
    };
    let words: Vec<String> = outlook.signals.iter().filter_map(words).collect();
    html! {
        @if words.is_empty() { (asked.text("portfolio-fine")) }
        @for one in words { span class="badge badge-warning" { (one) } " " }
    }
}

fn deadline(asked: &Asked<'_>, next: &Deadline) -> String {
    let day = |day| format::short_date(asked.texts.language(), day);
    match next {
        Deadline::Settlement(on, year) => {
            asked.texts.with("portfolio-settle", &[("day", &day(*on)), ("year", &year.to_string())])
        }
        Deadline::End(on) => asked.texts.with("portfolio-ends", &[("day", &day(*on))]),
    }
}
