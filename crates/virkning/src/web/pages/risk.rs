//! Risiko: what an investment may bring before it is signed, and after. What is assumed is a text of its own, in which every
//! guess is marked; the simulation pays by the sealed terms, as long work, and the last answer stands on the page.

use maud::{Markup, html};
use virkning_model::id::AgreementId;
use virkning_model::{Agreement, Decimal, Diagnostic};
use virkning_report::{Cell, Chart, Column, Fact, Kind, Point, Row, Series, Table, Tick, Tone, tick_values};
use virkning_store::{Job, JobState};

use crate::app::failure::{Failure, Refusal};
use crate::app::job::Came;
use crate::app::simulated::{PATHS, SimulationWork, Told, assumptions_to_begin_with};
use crate::text::format;
use crate::text::section::{Grid, Part, Picture, Section, Values};
use crate::web::answer::Answer;
use crate::web::document;
use crate::web::layout::{Head, asked_page};
use crate::web::parts::{empty, field, form, labelled_input, note, warning};
use crate::web::request::Asked;
use crate::web::routes::SIMULATE;
use crate::web::view;

/// What the form holds.
struct Wanted {
    text: String,
    paths: String,
    seed: String,
    found: Vec<Diagnostic>,
}

/// The last simulation, and the form for another one.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let agreement = asked.session.sealed_now(id)?;
    let simulations = asked.session.simulations(id)?;
    let last = simulations.first().map(|(_, work)| work);
    let wanted = Wanted {
        text: last.map_or_else(|| assumptions_to_begin_with(&agreement, asked.texts), |work| work.assumptions.clone()),
        paths: last.map_or(20_000, |work| work.paths).to_string(),
        seed: last.map_or(1, |work| work.seed).to_string(),
        found: Vec::new(),
    };
    page(asked, id, &agreement, &simulations, &wanted)
}

/// Asks for a simulation; where the assumptions cannot be read, their problems stand beside them and nothing is done.
pub fn simulate(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let sealed = asked.session.store.agreement_sealed(id)?;
    let sealed = sealed.ok_or_else(|| Refusal::new("agreement-unknown").with("agreement", id))?;
    let number = |name: &str| -> Result<u64, Failure> {
        let text = asked.arrived.field(name).trim();
        text.parse().map_err(|_| Refusal::new("simulation-number").with("number", text).into())
    };
    let paths = u32::try_from(number("forloeb")?).unwrap_or(u32::MAX);
    let text = asked.arrived.field("antagelser").replace("\r\n", "\n");
    let work = SimulationWork {
        agreement: id.clone(),
        hash: sealed.hash.clone(),
        assumptions: text.clone(),
        paths,
        seed: number("startvaerdi")?,
    };
    match asked.session.job_simulate(&work, SIMULATE)? {
        Ok(job) => Ok(Answer::go(format!("/job?nr={}&udfoert=job-asked", job.number))),
        Err(found) => {
            let agreement = asked.session.sealed_agreement(id, &sealed)?;
            let simulations = asked.session.simulations(id)?;
            let wanted = Wanted { text, paths: work.paths.to_string(), seed: work.seed.to_string(), found };
            page(asked, id, &agreement, &simulations, &wanted)
        }
    }
}

fn page(
    asked: &Asked<'_>,
    id: &AgreementId,
    agreement: &Agreement,
    simulations: &[(Job, SimulationWork)],
    wanted: &Wanted,
) -> Result<Answer, Failure> {
    let done = simulations.iter().find(|(job, _)| job.state == JobState::Done);
    let told = done.and_then(|(job, work)| match asked.session.came_of(job) {
        Some(Came::Simulated(told)) => Some((job, work, told)),
        _ => None,
    });
    let under_way = simulations.first().filter(|(job, _)| !job.state.is_over());
    let body = html! {
        @if let Some((job, _)) = under_way {
            (note("", &asked.text("simulation-under-way")))
            p { a href=(format!("/job?nr={}", job.number)) { (asked.text("simulation-follow")) } }
        }
        @if asked.is_any(SIMULATE) { (wanted_form(asked, id, wanted, told.is_none())) }
        @match &told {
            None => { (empty(&asked.text("simulation-none"), &asked.text("simulation-none-what"))) }
            Some((job, work, told)) => { (answer(asked, job, work, told)) }
        }
    };
    let head = Head::of_investment(asked, id, &agreement.name, "simulation-page", asked.text("simulation-page"));
    Ok(asked_page(asked, head, body))
}

fn wanted_form(asked: &Asked<'_>, id: &AgreementId, wanted: &Wanted, is_first: bool) -> Markup {
    let text = |key: &str| asked.text(key);
    let count = |paths: &u32| format::count(asked.texts.language(), (*paths).into());
    let range = [("least", count(PATHS.start())), ("most", count(PATHS.end()))];
    let range: Vec<(&str, &str)> = range.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let inside = html! {
        (field("antagelser", &text("simulation-assumptions-field"), Some(&text("simulation-assumptions-hint")), html! {
            textarea class="form-input source" id="antagelser" name="antagelser" rows="18" spellcheck="false" aria-describedby="antagelser-hint" { (wanted.text) }
        }))
        (labelled_input("forloeb", "number", &text("simulate-paths"), Some(&asked.texts.with("simulation-paths-hint", &range)), &wanted.paths, true))
        (labelled_input("startvaerdi", "number", &text("simulate-seed"), Some(&text("simulation-seed-hint")), &wanted.seed, true))
        div class="actions" { button class="button button-primary" type="submit" { (text("simulation-do")) } }
    };
    html! {
        details class="do" open[is_first || !wanted.found.is_empty()] {
            summary { (text("simulation-ask")) }
            @if !wanted.found.is_empty() {
                (warning(&text("simulation-problems"), &text("simulation-problems-what")))
                (document::remarks(asked, &wanted.found, true, ""))
            }
            (form(asked, &format!("/investeringer/{id}/risiko"), inside))
            @if !wanted.found.is_empty() { (document::document(asked, &wanted.text, &wanted.found)) }
        }
    }
}

fn answer(asked: &Asked<'_>, job: &Job, work: &SimulationWork, told: &Told) -> Markup {
    let language = asked.texts.language();
    let sections = told.sections.get(language.code()).map_or(&[][..], Vec::as_slice);
    let sealed = asked.session.store.agreement_sealed(&work.agreement).ok().flatten();
    let is_old = sealed.is_some_and(|sealed| sealed.hash != work.hash);
    let facts = [
        Fact::new(asked.text("web-version"), told.version.as_str()),
        Fact::new(asked.text("simulation-by"), job.user.as_str()),
        Fact::new(asked.text("simulation-at"), format::moment(language, job.made)),
    ];
    html! {
        @if is_old { (warning("", &asked.text("simulation-old"))) }
        @if told.guesses > 0 { (warning("", &asked.texts.with("simulation-guesses", &[("count", &told.guesses.to_string())]))) }
        (view::facts(&facts))
        @for told in sections { (section(asked, told)) }
        details class="do" {
            summary { (asked.text("simulation-assumed")) }
            @if work.assumptions.trim().is_empty() { p { (asked.text("simulation-nothing-assumed")) } }
            @else { (document::document(asked, &work.assumptions, &[])) }
        }
    }
}

/// A section as a page shows it: a picture stands above the table that it draws.
fn section(asked: &Asked<'_>, section: &Section) -> Markup {
    html! {
        section {
            h2 { (section.title) }
            @for part in &section.parts {
                @match part {
                    Part::Facts(pairs) => {
                        @let facts: Vec<Fact> = pairs.iter().map(|(name, value)| Fact::new(name, value.as_str())).collect();
                        (view::facts(&facts))
                    }
                    Part::Table(grid) => {
                        @if let Some((first, _)) = grid.columns.first().filter(|_| !grid.rows.is_empty()) {
                            (view::table_named(&self::grid(grid), &format!("{}: {first}", section.title)))
                        }
                    }
                    Part::Lines(lines) => { @for line in lines { p class="note" { (line) } } }
                    Part::Picture(picture) => { (view::chart(&chart(asked, picture), asked.texts)) }
                }
            }
        }
    }
}

/// A table of words and numbers as a page shows it.
pub(super) fn grid(grid: &Grid) -> Table {
    let columns = grid.columns.iter().map(|(name, is_number)| match is_number {
        true => Column::figure(name),
        false => Column::text(name),
    });
    let mut table = Table::new("", columns.collect());
    table.rows = grid
        .rows
        .iter()
        .map(|row| Row::from(row.iter().map(|cell| Cell::text(cell.as_str())).collect::<Vec<_>>()))
        .collect();
    table
}

fn chart(asked: &Asked<'_>, picture: &Picture) -> Chart {
    let values = || picture.rows.iter().flat_map(|(_, points)| points).flatten().map(|(value, _)| *value);
    let (lowest, highest) = (values().fold(0.0, f64::min), values().fold(0.0, f64::max));
    let written = |value: f64| match format!("{value:.0}").parse::<Decimal>() {
        Ok(number) => format::decimal(asked.texts.language(), number, 0),
        Err(_) => String::new(),
    };
    let ticks = tick_values(lowest, highest).into_iter().map(|value| Tick { value, text: written(value) });
    let kind = if picture.is_line { Kind::Line } else { Kind::Bars };
    let series = picture.rows.iter().zip([Tone::Plan, Tone::Actual, Tone::Limit].into_iter().cycle());
    let series = series.map(|((label, points), tone)| Series {
        label: label.clone(),
        kind,
        tone,
        points: points
            .iter()
            .map(|point| point.as_ref().map(|(value, text)| Point::new(*value, Cell::text(text.as_str())).short("")))
            .collect(),
    });
    let said = picture.labels.iter().enumerate().map(|(place, label)| {
        let of_row = |(name, points): &(String, Values)| {
            let text = points.get(place).and_then(Option::as_ref).map_or("–", |(_, text)| text.as_str());
            format!("{name} {text}")
        };
        format!("{label}: {}", picture.rows.iter().map(of_row).collect::<Vec<_>>().join(", "))
    });
    Chart {
        id: picture.id.clone(),
        title: picture.title.clone(),
        description: said.collect::<Vec<_>>().join(". "),
        x_title: picture.positions.clone(),
        x_labels: picture.labels.clone(),
        unit: picture.unit.clone(),
        ticks: ticks.collect(),
        series: series.collect(),
        empty: String::new(),
        with_table: false,
        table_note: None,
    }
}
