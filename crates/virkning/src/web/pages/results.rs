//! Resultater: measure by measure and year by year what was planned and what was seen, with counts and intervals, the
//! unclarified apart; and for those who may, why one person's year came out as it did.

use std::collections::BTreeMap;

use maud::{Markup, html};
use virkning_model::agreement::Measure;
use virkning_model::id::{Alias, MeasureId};
use virkning_model::settlement::{FollowUpResult, Proposal};
use virkning_model::{Agreement, Decimal};
use virkning_register::disclosure::Audience;
use virkning_report::{Cell, Column, Row, Table};
use virkning_store::{ProposalRecord, ProposalState};

use crate::app::disclosure::{Figures, Leaving, followed, of_proposal};
use crate::app::explain::Question;
use crate::app::failure::{Failure, Refusal};
use crate::app::results::{Measured, results};
use crate::app::settle::proposal_of;
use crate::app::statement::{CONFIDENCE, with_month};
use crate::cli::print;
use crate::text::estimated::measure_label;
use crate::text::{format, rule};
use crate::web::answer::Answer;
use crate::web::csv;
use crate::web::layout::{Head, asked_page};
use crate::web::pages::comments;
use crate::web::parts::{choice, empty, field, form};
use crate::web::request::Asked;
use crate::web::routes::{EXPLAIN, READ_INSIDE};
use crate::web::view;

/// A measured year with the settlement that tells it.
struct YearOf {
    record: ProposalRecord,
    proposal: Proposal,
    figures: Option<Figures>,
}

/// All measures.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let agreement = asked.session.sealed_now(id)?;
    let years = years(asked, &agreement)?;
    for measure in &agreement.measures {
        if asked.arrived.field("csv") == measure.id.as_str() {
            let name = format!("{id}-{}", measure.id);
            return csv::answer(&name, &table(asked, &years, &measure.id));
        }
    }
    let body = html! {
        @if years.is_empty() {
            (empty(&asked.text("result-none"), &asked.text("result-none-what")))
        } @else {
            p class="note" { (asked.text("result-note")) }
            @for measure in &agreement.measures { (one(asked, &agreement, &years, &measure.id)) }
            @if asked.is_any(EXPLAIN) { (explain_form(asked, &agreement, &years)) }
            (comments::of(asked, &commented(&agreement))?)
        }
    };
    let head = Head::of_investment(asked, id, &agreement.name, "result-page", asked.text("result-page"));
    Ok(asked_page(asked, head, body))
}

/// What was measured can be written about, measure by measure.
fn commented(agreement: &Agreement) -> Vec<comments::Figure> {
    let name = |measure: &Measure| (format!("measure/{}", measure.id), measure.label.clone());
    agreement.measures.iter().map(name).collect()
}

/// Every measured year that has a settlement: the posted one, else the newest that stands.
fn years(asked: &Asked<'_>, agreement: &Agreement) -> Result<Vec<YearOf>, Failure> {
    use ProposalState::{Approved, Paid, Posted, Proposed};
    let mut of_year: BTreeMap<i16, ProposalRecord> = BTreeMap::new();
    for record in asked.session.store.proposals(&agreement.id)? {
        let stands = matches!(record.state, Proposed | Approved | Posted | Paid) && record.part.is_settlement();
        let is_posted = of_year.get(&record.measured_year).is_some_and(|known| known.state.is_posted());
        if stands && !is_posted {
            of_year.insert(record.measured_year, record);
        }
    }
    let is_inside = asked.is_any(READ_INSIDE);
    of_year
        .into_values()
        .map(|record| {
            let proposal = proposal_of(&record)?;
            let leaving = Leaving {
                agreement: &agreement.id,
                audience: Audience::Parties,
                kind: "results",
                subject: record.id.as_str(),
            };
            let figures = match is_inside {
                true => None,
                false => Some(asked.session.release_figures(leaving, &of_proposal(agreement, &proposal, &[]))?),
            };
            Ok(YearOf { record, proposal, figures })
        })
        .collect()
}

fn one(asked: &Asked<'_>, agreement: &Agreement, years: &[YearOf], id: &MeasureId) -> Markup {
    let Some(measure) = agreement.measure(id) else { return html! {} };
    let pays = agreement.payments.iter().any(|payment| payment.measure == *id);
    let data = table(asked, years, id);
    html! {
        section {
            h2 { (measure_label(measure, asked.texts)) }
            p {
                span class="badge" { (asked.text(if pays { "web-payment-measure" } else { "web-follow-up-measure" })) } " "
                (rule::of_measure(measure, asked.texts))
            }
            @if data.rows.is_empty() { p { (asked.text("result-no-data")) } }
            @else { (csv::with_link(asked, id.as_str(), view::table_named(&data, &measure.label))) }
        }
    }
}

const COLUMNS: [&str; 9] = [
    "result-expected-people",
    "result-people",
    "result-expected-successes",
    "result-successes",
    "result-expected-share",
    "result-share",
    "result-unclarified",
    "result-left-out",
    "web-state",
];

/// A measure year by year: plan, counts, interval.
fn table(asked: &Asked<'_>, years: &[YearOf], id: &MeasureId) -> Table {
    let mut columns = vec![Column::short(asked.text("statement-measured-year"))];
    columns.extend(COLUMNS.map(|key| match key {
        "result-share" | "web-state" => Column::text(asked.text(key)),
        _ => Column::figure(asked.text(key)),
    }));
    let mut table = Table::new("", columns);
    for year in years {
        let agreement = asked.session.agreement_of(&year.proposal).ok();
        if let Some(agreement) = &agreement {
            for result in results(agreement, &year.proposal).iter().filter(|result| result.id == id) {
                table.rows.push(measured(asked, year, result));
            }
        }
        for (place, result) in year.proposal.follow_ups.iter().enumerate().filter(|(_, result)| result.measure == *id) {
            table.rows.push(of_follow_up(asked, year, place, result));
        }
    }
    if years.iter().any(|year| year.figures.is_some()) {
        table.note = Some(asked.text("people-ends-note-outside"));
    }
    table
}

fn state(asked: &Asked<'_>, year: &YearOf) -> Cell {
    Cell::text(asked.text(&format!("state-{}", year.record.state.as_str())))
}

fn count(asked: &Asked<'_>, number: u64) -> Cell {
    Cell::count(i64::try_from(number).unwrap_or(i64::MAX), format::count(asked.texts.language(), number))
}

fn year_cell(asked: &Asked<'_>, year: &YearOf, at: u16) -> Cell {
    Cell::text(with_month(year.record.measured_year.to_string(), at, asked.texts))
}

fn measured(asked: &Asked<'_>, year: &YearOf, result: &Measured<'_>) -> Row {
    let language = asked.texts.language();
    let none = || Cell::text("–");
    let counts = result.counts;
    let asks = result.asks_who_succeeded();
    let expected = result.expected;
    Row::from(vec![
        year_cell(asked, year, result.at),
        expected.map_or_else(none, |expected| count(asked, expected.eligible.into())),
        count(asked, counts.eligible),
        expected.map_or_else(none, |expected| Cell::text(format::decimal(language, expected.successes, 1))),
        if asks { count(asked, counts.successes) } else { none() },
        expected.map_or_else(none, |expected| Cell::text(format::percent(language, expected.rate, 1))),
        if asks {
            Cell::text(interval(asked, counts.successes, counts.eligible))
        } else {
            none()
        },
        count(asked, counts.unclarified),
        count(asked, counts.left_out),
        state(asked, year),
    ])
}

/// What is followed without payment is a breakdown to those outside: small groups are hidden.
fn of_follow_up(asked: &Asked<'_>, year: &YearOf, place: usize, result: &FollowUpResult) -> Row {
    let none = || Cell::text("–");
    let name = |what: &str| followed(&year.proposal, place, what);
    let shows = |what: &str| year.figures.as_ref().is_none_or(|figures| figures.shows(&name(what)));
    let hidden = || Cell::text(asked.text("statement-hidden"));
    let cell = |what: &str, number: u64| if shows(what) { count(asked, number) } else { hidden() };
    let both = shows("people") && shows("successes");
    let target = |target: Decimal| Cell::text(format::percent(asked.texts.language(), target, 1));
    Row::from(vec![
        year_cell(asked, year, result.at),
        none(),
        cell("people", result.eligible),
        none(),
        cell("successes", result.successes),
        result.target.map_or_else(none, target),
        if both {
            Cell::text(interval(asked, result.successes, result.eligible))
        } else {
            hidden()
        },
        cell("unclarified", result.unclarified),
        none(),
        state(asked, year),
    ])
}

/// The share with its interval, as the statement has it.
fn interval(asked: &Asked<'_>, successes: u64, eligible: u64) -> String {
    if eligible == 0 {
        return asked.text("statement-nobody");
    }
    let language = asked.texts.language();
    let (low, high) = virkning_stats::wilson(successes, eligible, CONFIDENCE);
    let share = Decimal::from(successes) / Decimal::from(eligible);
    asked.texts.with(
        "statement-interval",
        &[
            ("share", &format::percent(language, share, 1)),
            ("low", &format::percent_of_estimate(language, low, 1)),
            ("high", &format::percent_of_estimate(language, high, 1)),
        ],
    )
}

fn explain_form(asked: &Asked<'_>, agreement: &Agreement, years: &[YearOf]) -> Markup {
    let years: Vec<(String, String)> = years
        .iter()
        .rev()
        .map(|year| (year.record.measured_year.to_string(), year.record.measured_year.to_string()))
        .collect();
    let mut measures = vec![(String::new(), asked.text("result-the-paid"))];
    measures.extend(agreement.measures.iter().map(|measure| (measure.id.to_string(), measure.label.clone())));
    let to = format!("/investeringer/{}/resultater/forklaring", agreement.id);
    html! {
        section id="forklaring" {
            h2 { (asked.text("result-explain")) }
            p { (asked.text("result-explain-what")) }
            div class="narrow" {
                (form(asked, &to, html! {
                    (field("alias", &asked.text("people-alias"), None, html! {
                        input class="form-input" type="text" id="alias" name="alias" required autocomplete="off" spellcheck="false"
                            value=(asked.arrived.field("alias"));
                    }))
                    (choice("aar", "aar", &asked.text("web-measured-year"), &years, asked.arrived.field("aar")))
                    (choice("maal", "maal", &asked.text("statement-measure"), &measures, ""))
                    (field("maaned", &asked.text("result-month"), Some(&asked.text("result-month-hint")), html! {
                        input class="form-input" type="text" inputmode="numeric" id="maaned" name="maaned" autocomplete="off" aria-describedby="maaned-hint";
                    }))
                    (field("begrundelse", &asked.text("web-reason"), Some(&asked.text("result-reason-hint")), html! {
                        textarea class="form-input" id="begrundelse" name="begrundelse" rows="2" required aria-describedby="begrundelse-hint" {}
                    }))
                    button class="button button-primary" type="submit" { (asked.text("result-explain")) }
                }))
            }
        }
    }
}

/// Why one person's year came out as it did. The look is recorded with its reason.
pub fn explain(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let arrived = asked.arrived;
    let unknown = || Refusal::new("participant-unknown").with("alias", arrived.field("alias").trim());
    let alias = Alias::new(arrived.field("alias").trim()).map_err(|_| unknown())?;
    let text = arrived.field("aar");
    let measured_year = text.trim().parse().map_err(|_| Refusal::new("web-year-invalid").with("year", text))?;
    let measure = MeasureId::new(arrived.field("maal")).ok();
    let month = arrived.field("maaned").trim();
    let month = match month {
        "" => None,
        text => Some(text.parse().map_err(|_| Refusal::new("web-month-number").with("month", text))?),
    };
    let question = Question {
        alias: &alias,
        measured_year,
        measure: measure.as_ref(),
        month,
        snapshots: &[],
        reason: arrived.field("begrundelse"),
    };
    let explained = asked.session.explain_sealed(id, question)?;
    let clause = &explained.measure.clause;
    let body = html! {
        pre class="explanation" tabindex="0" { (print::explained(&explained, measured_year, asked.texts)) }
        p {
            (asked.text("web-explained-clause")) " "
            a href=(format!("/investeringer/{id}/aftale#L{}", clause.line)) { (clause.section) ", " (asked.text("web-line")) " " (clause.line) }
        }
        p { a href=(format!("/investeringer/{id}/resultater#forklaring")) { (asked.text("result-explain-more")) } }
    };
    let title = asked.texts.with("result-explained", &[("alias", alias.as_str())]);
    let mut head = Head::of_investment(asked, id, &explained.agreement.name, "result-page", title);
    head.crumbs.push((format!("/investeringer/{id}/resultater"), asked.text("result-page")));
    Ok(asked_page(asked, head, body))
}
