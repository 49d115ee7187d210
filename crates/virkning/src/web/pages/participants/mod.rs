//! Deltagere: the way in as counts and chart for everybody who works with the investment, and the people themselves, by
//! alias, for those who work with them and say what for.

mod add;
mod list;
mod person;

use maud::{Markup, html};
use virkning_model::agreement::EnrolmentStep;
use virkning_model::enrolment::{Participant, Place};
use virkning_register::disclosure::Audience;
use virkning_register::list::Funnel;
use virkning_report::{Cell, Chart, Column, Kind, Point, Row, Series, Table, Tick, Tone, tick_values};

use crate::app::disclosure::Figures;
use crate::app::failure::Failure;
use crate::app::participants::{People, funnel_ends, funnel_figure, funnel_steps};
use crate::text::format;
use crate::web::answer::Answer;
use crate::web::csv;
use crate::web::layout::{Head, asked_page};
use crate::web::pages::comments;
use crate::web::parts::{choice, empty};
use crate::web::purpose::{self, Purpose};
use crate::web::request::Asked;
use crate::web::routes::{ADD_PEOPLE, IMPORT_LISTS, READ_INSIDE, SEE_PEOPLE};
use crate::web::view;

pub use add::{add, new};
pub use list::{keep, list, preview};
pub(super) use person::lost;
pub use person::{person, record};

/// People on one page of the list.
const PEOPLE_SHOWN: usize = 50;

/// Counts, chart, and for those who may the list.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let base = format!("/investeringer/{id}/deltagere");
    let purpose = Purpose::asked(asked).filter(|_| asked.is_any(SEE_PEOPLE));
    let people = match purpose {
        Some(purpose) => asked.session.people_seen(id, "participants", &purpose.in_danish(asked))?,
        None => asked.session.people(id)?,
    };
    let shown = purpose.map(|_| chosen(asked, &people));
    if let (Some(shown), "deltagere") = (&shown, asked.arrived.field("csv")) {
        return csv::answer(&format!("{id}-deltagere"), &table(asked, id.as_str(), shown));
    }
    let figures = match asked.is_any(READ_INSIDE) || asked.is_any(SEE_PEOPLE) {
        true => None,
        false => Some(asked.session.funnel_released(&people, Audience::Parties)?),
    };
    if asked.arrived.field("csv") == "forloeb" {
        return csv::answer(&format!("{id}-forloeb"), &funnel_table(asked, &people, figures.as_ref()));
    }
    let body = html! {
        @if asked.is_any(ADD_PEOPLE) || asked.is_any(IMPORT_LISTS) {
            div class="actions" {
                @if asked.is_any(ADD_PEOPLE) { a class="button button-primary" href=(format!("{base}/ny")) { (asked.text("people-add")) } }
                @if asked.is_any(IMPORT_LISTS) { a class="button button-secondary" href=(format!("{base}/liste")) { (asked.text("people-import")) } }
            }
        }
        @if people.set.participants.is_empty() {
            (empty(&asked.text("people-none"), &asked.text("people-none-what")))
        } @else {
            (way(asked, &people, figures.as_ref()))
            @if asked.is_any(SEE_PEOPLE) {
                section {
                    h2 { (asked.text("people-list")) }
                    @match &shown {
                        None => { (purpose::form(asked, &base, &[])) }
                        Some(shown) => { (filter(asked, &base)) (one_by_one(asked, id.as_str(), shown)) }
                    }
                }
            }
            (comments::of(asked, &commented(asked))?)
        }
    };
    let head = Head::of_investment(
        asked,
        id,
        &people.agreement.name,
        "web-participants-page",
        asked.text("web-participants-page"),
    );
    Ok(asked_page(asked, head, body))
}

/// The way in: chart, its table, and where people left it.
fn way(asked: &Asked<'_>, people: &People, figures: Option<&Figures>) -> Markup {
    let planned: u32 = people.agreement.intake.by_year.values().sum();
    let planned = people.agreement.intake.total.filter(|_| planned == 0).unwrap_or(planned);
    html! {
        section {
            h2 { (asked.text("people-way")) }
            @if planned > 0 {
                p { (asked.texts.with("people-against-plan", &[
                    ("enrolled", &count(asked, people.funnel.enrolled)), ("planned", &count(asked, planned.into())),
                ])) }
            }
            (view::chart(&funnel_chart(asked, people, figures), asked.texts))
            (csv::with_link(asked, "forloeb", view::table(&funnel_table(asked, people, figures))))
        }
        @if figures.is_none() && !people.funnel.refused.is_empty() {
            section { h2 { (asked.text("people-rules")) } (view::table(&rules(asked, people))) }
        }
    }
}

fn count(asked: &Asked<'_>, number: u64) -> String {
    format::count(asked.texts.language(), number)
}

/// What a figure of the way in may show.
fn figure(asked: &Asked<'_>, people: &People, figures: Option<&Figures>, what: &str, number: u64) -> Cell {
    let shows = figures.is_none_or(|figures| figures.shows(&funnel_figure(&people.agreement.id, what)));
    match shows {
        true => Cell::count(i64::try_from(number).unwrap_or(i64::MAX), count(asked, number)),
        false => Cell::text(asked.text("statement-hidden")),
    }
}

/// What a step of the way in is called. Whom no rule keeps out is not yet whom somebody has admitted.
fn step_name(asked: &Asked<'_>, what: &str) -> String {
    match what {
        "admitted" => asked.text("people-not-refused"),
        what => asked.text(&format!("place-{what}")),
    }
}

/// Steps that nobody has taken are left out of the picture where nothing says that they are recorded at all.
fn steps_recorded(people: &People) -> Vec<(&'static str, u64)> {
    let optional = ["contacted", "admission-talk", "offered"];
    let steps = funnel_steps(&people.funnel).into_iter();
    steps.filter(|(what, number)| *number > 0 || !optional.contains(what)).collect()
}

fn funnel_chart(asked: &Asked<'_>, people: &People, figures: Option<&Figures>) -> Chart {
    let steps = steps_recorded(people);
    let shown = |what: &str| figures.is_none_or(|figures| figures.shows(&funnel_figure(&people.agreement.id, what)));
    // A picture's heights are counts of people; nothing is computed from them.
    let point = |(what, number): &(&str, u64)| {
        let text = count(asked, *number);
        shown(what).then(|| Point::new(*number as f64, figure(asked, people, figures, what, *number)).short(text))
    };
    let points: Vec<Option<Point>> = steps.iter().map(point).collect();
    let highest = points.iter().flatten().map(|point| point.value).fold(0.0, f64::max);
    let ticks = tick_values(0.0, highest).into_iter().map(|value| Tick { value, text: count(asked, value as u64) });
    let said = steps.iter().map(|(what, number)| {
        let figure = figure(asked, people, figures, what, *number).text;
        format!("{}: {figure}", step_name(asked, what))
    });
    Chart {
        id: "funnel".to_owned(),
        title: asked.text("people-way"),
        description: said.collect::<Vec<_>>().join(". "),
        x_title: asked.text("people-step"),
        x_labels: steps.iter().map(|(what, _)| step_name(asked, what)).collect(),
        unit: asked.text("people-unit"),
        ticks: ticks.collect(),
        series: vec![Series { label: asked.text("people-unit"), kind: Kind::Bars, tone: Tone::Actual, points }],
        empty: asked.text("people-none"),
        with_table: false,
        table_note: None,
    }
}

fn funnel_table(asked: &Asked<'_>, people: &People, figures: Option<&Figures>) -> Table {
    let columns = vec![Column::text(asked.text("people-step")), Column::figure(asked.text("people-unit"))];
    let mut table = Table::new(asked.text("people-ends"), columns);
    let row = |what: &str, number: u64| {
        vec![Cell::text(step_name(asked, what)), figure(asked, people, figures, what, number)]
    };
    table.rows = funnel_steps(&people.funnel).into_iter().map(|(what, number)| Row::from(row(what, number))).collect();
    let ends = funnel_ends(&people.funnel).into_iter();
    table.rows.extend(ends.map(|(what, number)| Row::from(row(what, number))));
    table.note = Some(asked.text(if figures.is_some() { "people-ends-note-outside" } else { "people-ends-note" }));
    table
}

/// The steps of the way in can be written about, and the number that is planned.
fn commented(asked: &Asked<'_>) -> Vec<comments::Figure> {
    let steps = funnel_steps(&Funnel::default()).into_iter();
    steps.map(|(what, _)| (format!("funnel/{what}"), step_name(asked, what))).collect()
}

/// What each rule of admission keeps out, and of how many nothing is known.
fn rules(asked: &Asked<'_>, people: &People) -> Table {
    let columns = vec![
        Column::text(asked.text("people-rule")),
        Column::figure(asked.text("people-rule-failed")),
        Column::figure(asked.text("people-rule-not-tested")),
    ];
    let mut table = Table::new("", columns);
    let of = |counts: &[(virkning_model::id::TermId, u64)], rule| {
        counts.iter().find(|(known, _)| known == rule).map_or(0, |(_, number)| *number)
    };
    let funnel = &people.funnel;
    let rules = people.agreement.admission.iter();
    table.rows = rules
        .map(|rule| {
            let numbers = [of(&funnel.refused, &rule.id), of(&funnel.not_tested, &rule.id)];
            let cells = numbers.map(|number| Cell::count(i64::try_from(number).unwrap_or(0), count(asked, number)));
            Row::from([vec![Cell::text(rule.label.clone())], cells.to_vec()].concat())
        })
        .collect();
    table
}

/// The stable word of a place on the way, the key of its text.
pub(super) fn place_word(place: Place) -> &'static str {
    match place {
        Place::Listed => "listed",
        Place::At(step) => step.as_str(),
        Place::Refused => "refused",
        Place::Declined => "declined",
        Place::Ongoing => "ongoing",
        Place::Completed => "completed",
        Place::DroppedOut => "dropped-out",
    }
}

/// Places that the filter offers.
const PLACES: &[&str] = &[
    "listed",
    "contacted",
    "referred",
    "admission-talk",
    "admitted",
    "offered",
    "accepted",
    "started",
    "refused",
    "declined",
    "ongoing",
    "completed",
    "dropped-out",
];

/// Whom the filter asks for.
fn chosen<'a>(asked: &Asked<'_>, people: &'a People) -> Vec<&'a Participant> {
    let wanted = asked.arrived.field("q").trim().to_lowercase();
    let place = asked.arrived.field("sted");
    let fits = |person: &&Participant| {
        (wanted.is_empty() || person.alias.as_str().contains(&wanted))
            && (place.is_empty() || place_word(person.place()) == place)
    };
    people.set.participants.iter().filter(fits).collect()
}

fn filter(asked: &Asked<'_>, base: &str) -> Markup {
    let mut places = vec![(String::new(), asked.text("people-all"))];
    places.extend(PLACES.iter().map(|word| ((*word).to_owned(), asked.text(&format!("place-{word}")))));
    html! {
        form class="inline-form" method="get" action=(base) {
            input type="hidden" name="formaal" value=(asked.arrived.field("formaal"));
            div class="form-group" {
                label class="form-label" for="alias" { (asked.text("people-alias")) }
                input class="form-input" type="search" id="alias" name="q" value=(asked.arrived.field("q")) autocomplete="off";
            }
            (choice("sted", "sted", &asked.text("people-place"), &places, asked.arrived.field("sted")))
            button class="button button-secondary" type="submit" { (asked.text("people-filter")) }
        }
    }
}

fn one_by_one(asked: &Asked<'_>, id: &str, shown: &[&Participant]) -> Markup {
    let page: usize = asked.arrived.field("side").parse().unwrap_or(1).max(1);
    let from = (page - 1).saturating_mul(PEOPLE_SHOWN);
    let part: Vec<&Participant> = shown.iter().skip(from).take(PEOPLE_SHOWN).copied().collect();
    let link = |page: usize| {
        let field = |name: &str| asked.arrived.field(name).to_owned();
        csv::address(
            asked,
            &[("formaal", field("formaal")), ("q", field("q")), ("sted", field("sted")), ("side", page.to_string())],
        )
    };
    html! {
        p { (asked.texts.with("people-found", &[("count", &count(asked, shown.len() as u64))])) }
        @if !part.is_empty() { (csv::with_link(asked, "deltagere", people_table(asked, id, &part))) }
        @if shown.len() > PEOPLE_SHOWN {
            nav class="pages" aria-label=(asked.text("people-pages")) {
                @if page > 1 { a href=(link(page - 1)) { (asked.text("people-before")) } " " }
                @if from + PEOPLE_SHOWN < shown.len() { a href=(link(page + 1)) { (asked.text("people-after")) } }
            }
        }
    }
}

/// The table of the page: each alias leads to its participant.
fn people_table(asked: &Asked<'_>, id: &str, people: &[&Participant]) -> Markup {
    let data = table(asked, id, people);
    let purpose = asked.arrived.field("formaal");
    let link = |alias: &str| format!("/investeringer/{id}/deltagere/{alias}?formaal={purpose}");
    html! {
        div class="table-wrap" tabindex="0" role="region" aria-label=(asked.text("people-list")) {
            table class="table" {
                thead { tr { @for column in &data.columns { th scope="col" { (column.title) } } } }
                tbody {
                    @for row in &data.rows {
                        tr {
                            @for (place, cell) in row.cells.iter().enumerate() {
                                @if place == 0 { th scope="row" { a href=(link(&cell.text)) { (cell.text) } } }
                                @else { td { (cell.text) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn table(asked: &Asked<'_>, id: &str, people: &[&Participant]) -> Table {
    let keys = [
        "people-alias",
        "people-place",
        "place-referred",
        "place-admission-talk",
        "place-started",
        "people-enrolled-on",
        "people-ended",
    ];
    // The words of a place stand within sentences elsewhere; a heading begins one.
    let columns = keys.iter().map(|key| Column::short(format::capital(&asked.text(key)))).collect();
    let mut table = Table::new(id.to_owned(), columns);
    let day = |day: Option<jiff::civil::Date>| match day {
        Some(day) => Cell::date(day, format::short_date(asked.texts.language(), day)),
        None => Cell::text("–"),
    };
    table.rows = people
        .iter()
        .map(|person| {
            let step = |step| day(person.steps.get(&step).copied());
            let ended = person.dropped_out.as_ref().or(person.refused.as_ref()).or(person.declined.as_ref());
            Row::from(vec![
                Cell::text(person.alias.to_string()),
                Cell::text(asked.text(&format!("place-{}", place_word(person.place())))),
                step(EnrolmentStep::Referred),
                step(EnrolmentStep::AdmissionTalk),
                step(EnrolmentStep::Started),
                day(person.enrolled_on),
                day(ended.map(|end| end.on).or(person.completed_on)),
            ])
        })
        .collect();
    table
}
