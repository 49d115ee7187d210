//! Beslutninger: everything that was decided, with evidence, conditions and dissent, what must follow and what is overdue;
//! and the form by which a decision is recorded.

use maud::{Markup, html};
use virkning_govern::Dossier;
use virkning_govern::record::{Value, Words};
use virkning_model::portfolio::{Decision, DecisionKind, Idea, Stage};
use virkning_store::content_hash;

use super::board::stage_name;
use super::{dossier, head, lines_field, lines_of, nothing_yet, said, text_of};
use crate::app::failure::{Failure, Refusal};
use crate::app::governance::render::words;
use crate::app::governance::{DecisionDocument, NewDecision};
use crate::text::format;
use crate::web::answer::Answer;
use crate::web::layout::asked_page;
use crate::web::parts::{choice, date_field, day_of, empty, form};
use crate::web::request::Asked;
use crate::web::routes::GOVERN;

/// Tasks that one decision may set in the form.
const TASKS: usize = 3;

/// All decisions, the last first, and what must follow.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let Some(dossier) = asked.session.kept_dossier()? else {
        return Ok(nothing_yet(asked, "/styring/beslutninger", "gov-decisions"));
    };
    let mut decisions: Vec<_> = dossier.decisions().collect();
    // A day that no source shows is older than those that are known.
    decisions.sort_by_key(|(decision, _)| std::cmp::Reverse(decision.on));
    let body = html! {
        section { h2 { (asked.text("gov-follow-up")) } (tasks(asked, &dossier)) }
        section {
            h2 { (asked.text("gov-decisions-all")) }
            @if decisions.is_empty() { (empty(&asked.text("gov-no-decisions"), &asked.text("gov-no-decisions-what"))) }
            @for (decision, by) in &decisions { (decided(asked, &dossier, decision, *by, true)) }
        }
        @if asked.is_any(GOVERN) {
            section {
                h2 { (asked.text("gov-decide")) }
                (decision_form(asked, &dossier, "/styring/beslutninger", None))
            }
        }
    };
    Ok(asked_page(asked, head(asked, "/styring/beslutninger", asked.text("gov-decisions")), body))
}

fn tasks(asked: &Asked<'_>, dossier: &Dossier) -> Markup {
    let mut all: Vec<_> = dossier
        .decisions()
        .flat_map(|(decision, _)| decision.follow_up.iter().map(move |task| (decision, task)))
        .collect();
    // What has a day comes first, the nearest before the others.
    all.sort_by_key(|(_, task)| (task.by.is_none(), task.by));
    html! {
        @if all.is_empty() { p { (asked.text("gov-no-tasks")) } }
        @else {
            div class="table-wrap" tabindex="0" role="region" aria-label=(asked.text("gov-follow-up")) {
                table class="table" {
                    caption { (asked.text("gov-tasks-caption")) }
                    thead { tr {
                        @for key in ["paper-task", "paper-who", "paper-by-when", "paper-decision"] { th scope="col" { (asked.text(key)) } }
                    } }
                    tbody {
                        @for (decision, task) in all {
                            tr {
                                th scope="row" { (task.what) }
                                td { (task.who) }
                                td {
                                    @match task.by {
                                        Some(day) => {
                                            (format::short_date(asked.texts.language(), day))
                                            @if day < dossier.today { " " span class="badge badge-warning" { (asked.text("gov-day-passed")) } }
                                        },
                                        None => { (asked.text("paper-not-stated")) },
                                    }
                                }
                                td { a href=(format!("#beslutning-{}", decision.id)) { (decision.text) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn kind_name(asked: &Asked<'_>, kind: DecisionKind) -> String {
    words(&Words::key("govern-decision").with("kind", Value::Choice(kind.word().to_owned())), asked.texts)
}

/// One decision.
pub(super) fn decided(
    asked: &Asked<'_>,
    dossier: &Dossier,
    decision: &Decision,
    by: Option<&str>,
    with_ideas: bool,
) -> Markup {
    let day = match decision.on {
        Some(day) => format::date(asked.texts, day),
        None => asked.text("paper-unreadable"),
    };
    let forum = words(&dossier.forum_name(&decision.forum), asked.texts);
    let several = [
        ("gov-evidence", &decision.evidence),
        ("gov-conditions", &decision.conditions),
        ("gov-dissent", &decision.dissent),
    ];
    let ideas = decision.about.iter().filter_map(|id| dossier.portfolio.idea(id));
    html! {
        article class="comment" id=(format!("beslutning-{}", decision.id)) {
            h3 { (day) " · " (forum) " · " (kind_name(asked, decision.kind)) }
            p { (decision.text) }
            dl class="facts" {
                @if with_ideas && !decision.about.is_empty() {
                    div { dt { (asked.text("gov-about")) } dd {
                        ul { @for idea in ideas { li { a href=(format!("/styring/ideer/{}", idea.id)) { (idea.name) } } } }
                    } }
                }
                @if let Some(stage) = decision.moves_to {
                    div { dt { (asked.text("gov-moved-to")) } dd { (stage_name(asked, dossier, stage)) } }
                }
                @for (key, texts) in several.iter().filter(|(_, texts)| !texts.is_empty()) {
                    div { dt { (asked.text(key)) } dd { ul { @for text in *texts { li { (text) } } } } }
                }
                @if !decision.follow_up.is_empty() {
                    div { dt { (asked.text("gov-follow-up")) } dd { ul {
                        @for task in &decision.follow_up {
                            li {
                                (task.what) " · " (task.who)
                                @if let Some(day) = task.by { " · " (format::short_date(asked.texts.language(), day)) }
                            }
                        }
                    } } }
                }
            }
            p class="note" {
                @match by {
                    Some(by) => { (asked.texts.with("gov-recorded-by", &[("user", by)])) },
                    None => { (asked.texts.with("gov-in-document", &[("section", &decision.clause.section)])) },
                }
            }
        }
    }
}

/// The form by which a decision is recorded; about one idea, or about those that are chosen.
pub(super) fn decision_form(asked: &Asked<'_>, dossier: &Dossier, to: &str, about: Option<&Idea>) -> Markup {
    let text = |key: &str| asked.text(key);
    let forums: Vec<(String, String)> =
        dossier.portfolio.forums.iter().map(|forum| (forum.id.to_string(), forum.label.clone())).collect();
    let kinds: Vec<(String, String)> =
        DecisionKind::WORDS.iter().map(|(word, kind)| ((*word).to_owned(), kind_name(asked, *kind))).collect();
    let mut stages = vec![(String::new(), text("gov-no-move"))];
    let now = about.map(|idea| dossier.stage_of(idea).0);
    stages.extend(
        Stage::WORDS
            .iter()
            .filter(|(_, stage)| *stage != Stage::Unreadable && Some(*stage) != now)
            .map(|(word, stage)| ((*word).to_owned(), stage_name(asked, dossier, *stage))),
    );
    let inside = html! {
        @if about.is_none() {
            fieldset {
                legend { (text("gov-about")) }
                p class="form-hint" { (text("gov-about-hint")) }
                @for idea in &dossier.portfolio.ideas {
                    div class="form-group-checkbox" {
                        input class="form-checkbox" type="checkbox" id=(format!("ide-{}", idea.id)) name="ide" value=(idea.id);
                        label for=(format!("ide-{}", idea.id)) { (idea.name) }
                    }
                }
            }
        }
        (choice("trin", "trin", &text("gov-move-to"), &stages, ""))
        p class="note" { (text("gov-move-hint")) }
        (choice("slags", "slags", &text("paper-kind"), &kinds, "approved"))
        (choice("forum", "forum", &text("gov-who-decided"), &forums, ""))
        (date_field("dag", &text("gov-when"), &dossier.today.to_string()))
        (lines_field("tekst", &text("gov-decision-text"), None, "", 3, true))
        (lines_field("grundlag", &text("gov-evidence"), Some(&text("gov-one-per-line")), "", 3, false))
        (lines_field("betingelser", &text("gov-conditions"), Some(&text("gov-one-per-line")), "", 2, false))
        (lines_field("indvendinger", &text("gov-dissent"), Some(&text("gov-one-per-line")), "", 2, false))
        @for number in 1..=TASKS {
            fieldset {
                legend { (asked.texts.with("gov-task-number", &[("number", &number.to_string())])) }
                @for (name, key) in [("opgave", "paper-task"), ("ansvarlig", "paper-who")] {
                    @let id = format!("{name}-{number}");
                    (crate::web::parts::labelled_input(&id, "text", &text(key), None, "", false))
                }
                (date_field(&format!("senest-{number}"), &text("paper-by-when"), ""))
            }
        }
        button class="button button-primary" type="submit" { (text("gov-record")) }
    };
    html! {
        details class="do" {
            summary { (text("gov-decide-open")) }
            div class="narrow" { (form(asked, to, inside)) }
        }
    }
}

/// Records what the form says; gives the word for what was done.
pub(super) fn of_form(asked: &Asked<'_>, dossier: &Dossier, about: Vec<String>) -> Result<&'static str, Failure> {
    let arrived = asked.arrived;
    let mut follow_up = Vec::new();
    for number in 1..=TASKS {
        let value = |name: &str| arrived.field(&format!("{name}-{number}")).trim().to_owned();
        let (what, who, by) = (value("opgave"), value("ansvarlig"), day_of(&value("senest"))?);
        if what.is_empty() && who.is_empty() && by.is_none() {
            continue;
        }
        if what.is_empty() || who.is_empty() {
            return Err(Refusal::new("gov-task-incomplete").with("number", number).into());
        }
        follow_up.push((what, who, by));
    }
    let text = text_of(arrived.field("tekst"));
    if text.is_empty() {
        return Err(Refusal::new("gov-text-missing").into());
    }
    let document = DecisionDocument {
        about,
        kind: arrived.field("slags").to_owned(),
        moves_to: Some(arrived.field("trin").to_owned()).filter(|stage| !stage.is_empty()),
        text,
        evidence: lines_of(arrived.field("grundlag")),
        conditions: lines_of(arrived.field("betingelser")),
        dissent: lines_of(arrived.field("indvendinger")),
        follow_up,
    };
    let on = day_of(arrived.field("dag"))?.unwrap_or(dossier.today);
    if on > dossier.today {
        return Err(Refusal::new("gov-day-ahead").with("day", on).into());
    }
    // The same form sent twice is the same decision.
    let forum = arrived.field("forum");
    let content =
        serde_json::to_vec(&(&document, forum)).map_err(|error| Refusal::new("internal").with("what", error))?;
    let id = format!("d-{on}-{}", &content_hash(&content).as_str()[..8]);
    let stored = asked.session.governance_decide(dossier, &NewDecision { id: &id, forum, on: Some(on), document })?;
    Ok(if stored.already {
        "web-done-gov-decided-already"
    } else {
        "web-done-gov-decided"
    })
}

/// Records a decision about the ideas that are chosen, or about the portfolio.
pub fn record(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let dossier = dossier(asked)?;
    let done = of_form(asked, &dossier, asked.arrived.fields("ide"))?;
    Ok(Answer::go(format!("/styring/beslutninger?udfoert={}", said(done))))
}
