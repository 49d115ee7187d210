//! Job: long work with how far it is, what came of it, and the buttons to stop it or run it again. Everyone sees his own;
//! administrators see all.

use maud::{Markup, html};
use virkning_report::{Cell, Column, Row, Table};
use virkning_store::{DeskRefusal, Failure as StoreFailure, Job, JobState, Refusal as StoreRefusal, Role};

use crate::app::failure::{Failure, Refusal};
use crate::app::job::{Came, FaultyRow, Work};
use crate::text::format;
use crate::text::refusal::in_words;
use crate::web::answer::Answer;
use crate::web::layout::{Head, asked_page};
use crate::web::parts::{button_form, empty, note, warning};
use crate::web::request::Asked;
use crate::web::routes::Area;
use crate::web::view;

/// Jobs on the list.
const SHOWN: u32 = 50;

/// One job, or the last ones.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    match asked.arrived.field("nr") {
        "" => list(asked),
        _ => one(asked, &own(asked)?),
    }
}

/// Stops a job.
pub fn stop(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let job = own(asked)?;
    asked.session.store.job_stop(job.number, asked.session.world.now())?;
    Ok(Answer::go(format!("/job?nr={}&udfoert=job-stopped", job.number)))
}

/// Runs a job again, for an import with so many faulty rows accepted as the form says.
pub fn again(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let job = own(asked)?;
    let number = match (asked.arrived.field("accepter"), asked.session.work_of(&job)) {
        ("", _) | (_, None | Some(Work::Simulation(_))) => asked.session.store.job_again(job.number)?.number,
        (count, Some(Work::RegisterImport(work))) => {
            let invalid = || Refusal::new("job-count-invalid").with("count", count);
            let accept_faulty = Some(count.parse().map_err(|_| invalid())?);
            asked.session.job_import(&crate::app::job::ImportWork { accept_faulty, ..work })?.number
        }
    };
    Ok(Answer::go(format!("/job?nr={number}&udfoert=job-again")))
}

/// The job that is asked for, if the user may see it: one of somebody else is not there.
fn own(asked: &Asked<'_>) -> Result<Job, Failure> {
    let number = asked.arrived.field("nr").parse().unwrap_or(0);
    let job = asked.session.store.job(number)?;
    let sees_all = asked.standing.is_any(&[Role::Administrator]);
    let own = job.filter(|job| sees_all || job.user == asked.standing.user.id);
    let unknown = StoreFailure::from(StoreRefusal::Desk(DeskRefusal::UnknownJob { job: number }));
    own.ok_or_else(|| unknown.into())
}

fn list(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let sees_all = asked.standing.is_any(&[Role::Administrator]);
    let user = (!sees_all).then_some(&asked.standing.user.id);
    let jobs = asked.session.store.jobs(user, SHOWN)?;
    let body = html! {
        @if jobs.is_empty() { (empty(&asked.text("job-none"), &asked.text("job-none-what"))) } @else { (table(asked, &jobs)) }
    };
    Ok(asked_page(asked, Head::of(Area::Registers, asked.text("job-title")), body))
}

/// Jobs as a table, each with the way to it.
pub fn table(asked: &Asked<'_>, jobs: &[Job]) -> Markup {
    let language = asked.texts.language();
    html! {
        div class="table-wrap" tabindex="0" role="region" aria-label=(asked.text("job-title")) {
            table class="table" {
                thead { tr { @for key in ["job-number", "job-what", "job-user", "job-made", "web-state"] { th scope="col" { (asked.text(key)) } } } }
                tbody {
                    @for job in jobs {
                        tr {
                            td { a href=(format!("/job?nr={}", job.number)) { (job.number) } }
                            td { (asked.text(&format!("job-kind-{}", job.kind))) ": " (job.subject) }
                            td { (job.user) }
                            td { (format::moment(language, job.made)) }
                            td { span class="badge" { (asked.text(&format!("job-state-{}", job.state.as_str()))) } }
                        }
                    }
                }
            }
        }
    }
}

fn one(asked: &Asked<'_>, job: &Job) -> Result<Answer, Failure> {
    let number = job.number.to_string();
    let fields = [("nr", number.as_str())];
    let may_run_again = matches!(job.state, JobState::Failed | JobState::Cancelled | JobState::Interrupted);
    let body = html! {
        div id="job" data-refresh=[(!job.state.is_over()).then_some("2")] {
            p { span class="badge" { (asked.text(&format!("job-state-{}", job.state.as_str()))) } }
            @if !job.state.is_over() { (progress(asked, job)) }
            @if job.state == JobState::Interrupted { (warning("", &asked.text("job-interrupted-what"))) }
            @if job.state == JobState::Cancelled { (note("", &asked.text("job-cancelled-what"))) }
            @if let Some(came) = asked.session.came_of(job) { (outcome(asked, job, &came)) }
            div class="actions" {
                @if !job.state.is_over() {
                    a class="button button-secondary" href=(format!("/job?nr={number}")) { (asked.text("job-look-again")) }
                    @if !job.stop { (button_form(asked, "/job/stop", &fields, &asked.text("job-stop"))) }
                }
                @if may_run_again { (button_form(asked, "/job/igen", &fields, &asked.text("job-again"))) }
            }
        }
        p { a href="/job" { (asked.text("job-all")) } " · " a href="/registre" { (asked.text("web-registers")) } }
    };
    let title = format!("{}: {}", asked.text(&format!("job-kind-{}", job.kind)), job.subject);
    Ok(asked_page(asked, Head::of(Area::Registers, title), body))
}

/// How far it is, as a bar with its number; without a number where nobody knows how much there is.
fn progress(asked: &Asked<'_>, job: &Job) -> Markup {
    let share = job.done.saturating_mul(100).checked_div(job.total);
    let words = match (job.state, share) {
        _ if job.stop => asked.text("job-stopping"),
        (JobState::Waiting, _) => asked.text("job-waiting-what"),
        (_, Some(share)) => asked.texts.with("job-share", &[("share", &share.min(100).to_string())]),
        (_, None) => asked.text("job-begun"),
    };
    html! {
        p id="arbejde-ord" { (words) }
        @match share {
            Some(share) => { progress class="bar-of-job" max="100" value=(share.min(100)) aria-labelledby="arbejde-ord" {} },
            None => { progress class="bar-of-job" max="100" aria-labelledby="arbejde-ord" {} },
        }
    }
}

fn outcome(asked: &Asked<'_>, job: &Job, came: &Came) -> Markup {
    let count = |number: u64| format::count(asked.texts.language(), number);
    match came {
        Came::Imported { snapshot, rows, rejected, people } => html! {
            div class="alert alert-success" { div class="alert-body" { p class="alert-text" {
                (asked.texts.with("job-imported", &[("snapshot", snapshot), ("rows", &count(*rows)), ("rejected", &count(*rejected)), ("people", &count(*people))]))
            } } }
        },
        Came::Simulated(_) => html! {
            div class="alert alert-success" { div class="alert-body" { p class="alert-text" { (asked.text("simulation-is-done")) } } }
            p { a class="button button-primary" href=(format!("/investeringer/{}/risiko", job.subject)) { (asked.text("simulation-see")) } }
        },
        Came::Already { snapshot } => note("", &asked.texts.with("job-already", &[("snapshot", snapshot)])),
        Came::Refused { key, arguments } => {
            let refusal = Refusal { key: key.clone(), arguments: arguments.clone(), details: Vec::new() };
            let (message, hint) = in_words(&refusal, asked.texts);
            warning(&message, &hint.unwrap_or_default())
        }
        Came::Failed => warning("", &asked.text("web-broken")),
        Came::Rows { count: faulty, rows } => html! {
            (warning(&asked.texts.with("rows-faulty", &[("count", &count(*faulty))]), &asked.text("job-rows-what")))
            (view::table(&faulty_rows(asked, rows)))
            @if job.state == JobState::Failed {
                @let fields = [("nr", job.number.to_string()), ("accepter", faulty.to_string())];
                @let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
                div class="actions" {
                    (button_form(asked, "/job/igen", &fields, &asked.texts.with("job-accept", &[("count", &count(*faulty))])))
                }
            }
        },
    }
}

fn faulty_rows(asked: &Asked<'_>, rows: &[FaultyRow]) -> Table {
    let keys = ["job-row-line", "job-row-column", "job-row-excerpt", "job-row-what"];
    let columns = keys.map(|key| Column::short(asked.text(key))).to_vec();
    let mut table = Table::new(asked.text("manifest-problems"), columns);
    for row in rows {
        let arguments: Vec<(&str, &str)> =
            row.arguments.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let message = format!("{} {}", row.code, asked.texts.with(&row.code, &arguments));
        let cells = [row.line.to_string(), row.column.clone(), row.excerpt.clone(), message];
        table.rows.push(Row::from(cells.map(Cell::text).to_vec()));
    }
    table
}
