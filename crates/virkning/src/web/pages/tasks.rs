//! Mine opgaver: what awaits the user, each with one button.

use maud::{Markup, html};
use virkning_model::id::AgreementId;
use virkning_store::{Draft, Role};

use crate::app::failure::Failure;
use crate::app::tasks::{Task, TaskOf};
use crate::text::format;
use crate::web::answer::Answer;
use crate::web::layout::{Head, asked_page};
use crate::web::parts::{button_form, empty};
use crate::web::request::Asked;
use crate::web::routes::{APPROVE, Area, POST, PROPOSE, RECORD_FOLLOW_UPS, VERIFY_REPORTS, WRITE_AGREEMENT};

/// The first page after login.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let agreements = asked.agreements()?;
    let mut tasks = Vec::new();
    for id in &agreements {
        let all = asked.session.tasks(id)?;
        tasks.extend(all.iter().filter(|task| concerns(asked, task)).cloned());
    }
    let (drafts, follow_ups) = (asked.drafts()?, follow_ups(asked, &agreements)?);
    let body = match tasks.as_slice() {
        [] if agreements.is_empty() && drafts.is_empty() => first_steps(asked),
        [] if follow_ups.is_empty() => empty(&asked.text("web-tasks-none"), &asked.text("web-tasks-none-what")),
        tasks => html! {
            ul class="tasks no-max-width" {
                @for task in tasks { (row(asked, task)) }
                @for follow_up in &follow_ups { (follow_up) }
            }
        },
    };
    let body = html! { (body) (drafts_table(asked, &drafts)) };
    Ok(asked_page(asked, Head::of(Area::Tasks, asked.text("web-tasks")), body))
}

/// Texts that the user is writing or may write on.
pub fn drafts_table(asked: &Asked<'_>, drafts: &[Draft]) -> Markup {
    html! {
        @if !drafts.is_empty() {
            section {
                h2 { (asked.text("portfolio-drafts")) }
                ul class="tasks no-max-width" {
                    @for draft in drafts {
                        li {
                            div {
                                h3 class="task-title" { a href=(format!("/investeringer/{}/kladde", draft.agreement)) { (draft.agreement) } }
                                p { (asked.texts.with("draft-saved-by", &[
                                    ("revision", &draft.revision.to_string()),
                                    ("user", draft.by.as_str()),
                                    ("time", &format::moment(asked.texts.language(), draft.at)),
                                ])) }
                            }
                            a class="button button-secondary" href=(format!("/investeringer/{}/kladde/vaerdier", draft.agreement)) { (asked.text("draft-go-on")) }
                        }
                    }
                }
            }
        }
    }
}

/// Whether a task is this user's: nobody decides on what is his own.
fn concerns(asked: &Asked<'_>, of: &TaskOf) -> bool {
    let holds = |roles: &[Role]| asked.standing.is_any_on(&of.agreement, roles);
    match &of.task {
        Task::Decide(_) => holds(APPROVE) && of.by.as_ref() != Some(&asked.standing.user.id),
        Task::Clarify(..) | Task::Finish(_) | Task::Propose(..) => holds(PROPOSE),
        Task::Post(_) => holds(POST),
    }
}

fn row(asked: &Asked<'_>, of: &TaskOf) -> Markup {
    let texts = asked.texts;
    let year = of.measured_year.to_string();
    let say = |key: &str, more: &[(&str, &str)]| {
        let words = [&[("year", year.as_str())], more].concat();
        texts.with(key, &words)
    };
    let (what, button) = match &of.task {
        Task::Decide(id) => (say("web-task-decide", &[]), link(id.as_str(), &asked.text("web-task-decide-button"))),
        Task::Clarify(id, people) => (
            say("web-task-clarify", &[("people", &people.to_string())]),
            link(id.as_str(), &asked.text("web-task-clarify-button")),
        ),
        Task::Finish(id) => (say("web-task-finish", &[]), link(id.as_str(), &asked.text("web-task-finish-button"))),
        Task::Post(id) => (say("web-task-post", &[]), link(id.as_str(), &asked.text("web-task-post-button"))),
        Task::Propose(_, due) => {
            let settled = format::month(texts, virkning_model::period::Month::of(*due));
            let to = format!("/investeringer/{}/afregninger", of.agreement);
            (
                say("web-task-propose", &[("settled", &settled)]),
                button_form(asked, &to, &[("maaleaar", &year)], &asked.text("web-task-propose-button")),
            )
        }
    };
    html! {
        li {
            div { h2 class="task-title" { a href=(format!("/investeringer/{}", of.agreement)) { (of.name) } } p { (what) } }
            (button)
        }
    }
}

/// Follow-ups that are due, for whoever records them, and those that wait for somebody who verifies them.
fn follow_ups(asked: &Asked<'_>, agreements: &[AgreementId]) -> Result<Vec<Markup>, Failure> {
    let mut rows = Vec::new();
    for id in agreements {
        let records = asked.standing.is_any_on(id, RECORD_FOLLOW_UPS);
        let verifies = asked.standing.is_any_on(id, VERIFY_REPORTS);
        if !records && !verifies {
            continue;
        }
        let found = asked.session.follow_ups_due(id)?;
        let (overdue, due) = (found.overdue, found.due);
        let others = found.reported.iter().filter(|(by, _)| **by != asked.standing.user.id);
        let open: usize = others.map(|(_, count)| count).sum();
        let mut add = |what: String, state: &str| {
            let to = format!("/investeringer/{id}/opfoelgninger?formaal=opfoelgning&tilstand={state}");
            rows.push(html! {
                li {
                    div { h2 class="task-title" { a href=(format!("/investeringer/{id}")) { (found.name) } } p { (what) } }
                    a class="button button-primary" href=(to) { (asked.text("score-task-button")) }
                }
            });
        };
        if records && overdue + due > 0 {
            let words = [("overdue", overdue.to_string()), ("due", due.to_string())];
            let words = words.each_ref().map(|(name, word)| (*name, word.as_str()));
            add(asked.texts.with("score-task", &words), "");
        }
        if verifies && open > 0 {
            add(asked.texts.with("score-task-verify", &[("count", &open.to_string())]), "to-verify");
        }
    }
    Ok(rows)
}

fn link(proposal: &str, name: &str) -> Markup {
    html! { a class="button button-primary" href=(format!("/afregninger/{proposal}")) { (name) } }
}

/// Nothing is there yet: what to do first depends on who looks.
fn first_steps(asked: &Asked<'_>) -> Markup {
    let (writes, declares) = (asked.standing.is_any(WRITE_AGREEMENT), asked.standing.is_any(&[Role::Administrator]));
    if !writes && !declares {
        return empty(&asked.text("web-start"), &asked.text("web-start-what"));
    }
    html! {
        (empty(&asked.text("web-start-administrator"), &asked.text(if writes { "start-write" } else { "start-roles" })))
        div class="actions" {
            @if writes { a class="button button-primary" href="/aftaler/ny" { (asked.text("draft-new")) } }
            @if declares {
                a class=(if writes { "button button-secondary" } else { "button button-primary" }) href="/administration" {
                    (asked.text("web-administration"))
                }
            }
        }
    }
}
