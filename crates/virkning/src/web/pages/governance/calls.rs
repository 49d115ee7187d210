//! Opslag: each call with its form and criteria, what ideas answered and how it was judged, and the form by which an answer
//! is recorded.

use maud::{Markup, html};
use virkning_govern::Dossier;
use virkning_model::portfolio::{Answer as CallAnswer, Call, Idea};
use virkning_report::{Cell, Column, Row, Table};

use super::{dossier, head, lines_field, nothing_yet, number_of, said, text_of};
use crate::app::failure::{Failure, Refusal};
use crate::app::governance::AnswerDocument;
use crate::app::governance::render::words;
use crate::text::format;
use crate::web::answer::Answer;
use crate::web::layout::asked_page;
use crate::web::parts::{choice, empty, form, labelled_input};
use crate::web::request::Asked;
use crate::web::routes::GOVERN;
use crate::web::view;

/// All calls.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let Some(dossier) = asked.session.kept_dossier()? else {
        return Ok(nothing_yet(asked, "/styring/opslag", "gov-calls"));
    };
    let body = html! {
        @if dossier.portfolio.calls.is_empty() { (empty(&asked.text("gov-no-calls"), &asked.text("gov-no-calls-what"))) }
        @for call in &dossier.portfolio.calls {
            section {
                h2 { (call.label) }
                (facts(asked, &dossier, call))
                (criteria(asked, call))
                h3 { (asked.text("paper-answers")) }
                (answers(asked, &dossier, call))
                @if asked.is_any(GOVERN) { (answer_form(asked, &dossier, call)) }
            }
        }
    };
    Ok(asked_page(asked, head(asked, "/styring/opslag", asked.text("gov-calls")), body))
}

fn facts(asked: &Asked<'_>, dossier: &Dossier, call: &Call) -> Markup {
    html! {
        dl class="facts" {
            div { dt { (asked.text("gov-call-by")) } dd { (words(&dossier.forum_name(&call.forum), asked.texts)) } }
            div { dt { (asked.text("gov-call-opened")) } dd { (call.opened) } }
            div {
                dt { (asked.text("gov-call-closes")) }
                dd { @match call.closes { Some(day) => { (format::date(asked.texts, day)) }, None => { (asked.text("paper-not-stated")) } } }
            }
        }
    }
}

fn criteria(asked: &Asked<'_>, call: &Call) -> Markup {
    let number = |value| format::decimal(asked.texts.language(), value, value.normalize().scale());
    let columns = vec![Column::text(asked.text("paper-criterion")), Column::figure(asked.text("gov-weight"))];
    let mut table = Table::new(asked.text("gov-criteria"), columns);
    table.rows = call
        .criteria
        .iter()
        .map(|one| Row::from(vec![Cell::text(one.label.clone()), Cell::text(number(one.weight))]))
        .collect();
    table.empty = asked.text("gov-no-criteria");
    html! {
        h3 { (asked.text("gov-form")) }
        ol {
            @for question in &call.form {
                li { (question.label) @if question.is_required { " (" (asked.text("gov-required")) ")" } }
            }
        }
        h3 { (asked.text("gov-criteria")) }
        (view::table_named(&table, &format!("{}: {}", asked.text("gov-criteria"), call.label)))
    }
}

fn name(dossier: &Dossier, answer: &CallAnswer) -> String {
    dossier.portfolio.idea(&answer.idea).map_or_else(|| answer.idea.to_string(), |idea| idea.name.clone())
}

/// What each idea answered, and its judgement with the weighted sum where every criterion has a score.
fn answers(asked: &Asked<'_>, dossier: &Dossier, call: &Call) -> Markup {
    let all: Vec<&CallAnswer> = dossier.portfolio.answers.iter().filter(|answer| answer.call == call.id).collect();
    if all.is_empty() {
        return html! { p { (asked.text("gov-no-answers")) } };
    }
    let mut columns = vec![Column::text(asked.text("paper-question"))];
    columns.extend(all.iter().map(|answer| Column::text(name(dossier, answer))));
    let mut table = Table::new(asked.text("paper-answers"), columns);
    for question in &call.form {
        let mut cells = vec![Cell::text(question.label.clone())];
        cells.extend(all.iter().map(|answer| {
            let value = answer.values.iter().find(|(field, _)| *field == question.id).map(|(_, text)| text.clone());
            Cell::text(value.unwrap_or_else(|| asked.text("paper-not-answered")))
        }));
        table.rows.push(Row::from(cells));
    }
    let number = |value: virkning_model::Decimal| {
        let value = value.normalize();
        format::decimal(asked.texts.language(), value, value.scale())
    };
    let score = |answer: &CallAnswer, criterion: &virkning_model::id::TermId| {
        answer.scores.iter().find(|(known, _)| known == criterion).map(|(_, score)| *score)
    };
    if all.iter().any(|answer| !answer.scores.is_empty()) {
        for criterion in &call.criteria {
            let mut cells = vec![Cell::text(criterion.label.clone())];
            cells.extend(
                all.iter().map(|answer| Cell::text(score(answer, &criterion.id).map_or("–".to_owned(), number))),
            );
            table.rows.push(Row::from(cells));
        }
        let mut cells = vec![Cell::text(asked.text("gov-weighted"))];
        cells.extend(all.iter().map(|answer| {
            let parts: Option<Vec<_>> =
                call.criteria.iter().map(|one| Some(score(answer, &one.id)? * one.weight)).collect();
            Cell::text(parts.map_or("–".to_owned(), |parts| number(parts.into_iter().sum())))
        }));
        table.rows.push(Row::subtotal(cells));
    }
    view::table_named(&table, &format!("{}: {}", asked.text("paper-answers"), call.label))
}

fn answer_form(asked: &Asked<'_>, dossier: &Dossier, call: &Call) -> Markup {
    let ideas: Vec<(String, String)> =
        dossier.portfolio.ideas.iter().map(|idea: &Idea| (idea.id.to_string(), idea.name.clone())).collect();
    let id = |name: &str| format!("{}-{name}", call.id);
    let inside = html! {
        input type="hidden" name="opslag" value=(call.id);
        (choice(&id("ide"), "ide", &asked.text("paper-idea"), &ideas, ""))
        @for question in &call.form {
            @let field = format!("svar:{}:{}", call.id, question.id);
            (lines_field(&field, &question.label, None, "", 3, question.is_required))
        }
        @if !call.criteria.is_empty() {
            fieldset {
                legend { (asked.text("gov-criteria")) }
                p class="form-hint" { (asked.text("gov-score-hint")) }
                @for criterion in &call.criteria {
                    @let field = format!("point:{}:{}", call.id, criterion.id);
                    (labelled_input(&field, "text", &criterion.label, None, "", false))
                }
            }
        }
        button class="button button-primary" type="submit" { (asked.text("gov-answer-keep")) }
    };
    html! {
        details class="do" {
            summary { (asked.text("gov-answer-open")) }
            div class="narrow" { (form(asked, "/styring/opslag", inside)) }
        }
    }
}

/// Records an answer.
pub fn answer(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let dossier = dossier(asked)?;
    let (call, idea) = (asked.arrived.field("opslag"), asked.arrived.field("ide"));
    let (answers, points) = (format!("svar:{call}:"), format!("point:{call}:"));
    let mut document = AnswerDocument { received: Some(dossier.today), ..AnswerDocument::default() };
    for (name, typed) in &asked.arrived.fields {
        if let Some(field) = name.strip_prefix(&answers).filter(|_| !typed.trim().is_empty()) {
            document.values.push((field.to_owned(), text_of(typed)));
        }
        if let Some(criterion) = name.strip_prefix(&points)
            && let Some(score) = number_of(asked, typed)?
        {
            document.scores.push((criterion.to_owned(), score));
        }
    }
    if idea.is_empty() {
        return Err(Refusal::new("paper-no-subject").into());
    }
    let already = asked.session.call_answer(&dossier, call, idea, &document)?;
    let done = if already { "web-done-gov-answer-already" } else { "web-done-gov-answered" };
    Ok(Answer::go(format!("/styring/opslag?udfoert={}", said(done))))
}
