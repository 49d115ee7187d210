//! Effekt: what an investment did, against whom, and how sure: its locked plans, what could be found at all, how alike the
//! arms are, and what came out of every run. Before a plan is locked and run nobody sees an outcome.

use std::collections::BTreeMap;

use maud::{Markup, PreEscaped, html};
use virkning_model::id::AgreementId;
use virkning_register::disclosure::Audience;
use virkning_report::{Fact, love_svg};
use virkning_store::EvaluationPlan;

use super::risk::grid;
use crate::app::evaluate::compute::{Before, Row};
use crate::app::evaluate::release::Hidden;
use crate::app::evaluate::{CheckedPlan, RunShown};
use crate::app::failure::{Failure, Refusal};
use crate::cli::evaluate::{answers_in_pairs, balance_grid, size_pairs};
use crate::text::format;
use crate::text::refusal::in_words;
use crate::web::answer::Answer;
use crate::web::layout::{Head, asked_page};
use crate::web::parts::{button_form, empty, field, form, note, optional_text, warning};
use crate::web::request::Asked;
use crate::web::routes::{EVALUATE, READ_INSIDE};
use crate::web::view;

/// Plans and runs.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let agreement = asked.session.sealed_shared(id)?;
    let plans = asked.session.store.evaluation_plans_of(id)?;
    let mut runs: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for run in asked.session.evaluation_runs()? {
        runs.entry(run.plan.clone()).or_default().push(run.number);
    }
    let body = html! {
        @if plans.is_empty() { (empty(&asked.text("effect-none"), &asked.text("effect-none-what"))) }
        @for plan in &plans { (one(asked, plan, runs.get(&plan.id).map_or(&[], Vec::as_slice))?) }
        @if asked.is_any(EVALUATE) { (lock_form(asked, id)) }
    };
    let head = Head::of_investment(asked, id, &agreement.name, "effect-page", asked.text("effect-page"));
    Ok(asked_page(asked, head, body))
}

/// Locks a plan: from then on it stands as it is, with who locked it and when.
pub fn lock(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let text = asked.arrived.field("plantekst").replace("\r\n", "\n");
    let stored = asked.session.evaluation_lock_text(id, text, asked.arrived.field("grund").trim())?;
    let done = if stored.already { "locked-already" } else { "locked" };
    Ok(Answer::go(format!("/investeringer/{id}/effekt?udfoert={done}")))
}

/// Runs a locked plan on the people who are enrolled now, by the registers that are imported.
pub fn run(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let wanted = asked.arrived.field("plan");
    let plan = asked.session.store.evaluation_plans_of(id)?.into_iter().find(|plan| plan.id == wanted);
    let plan = plan.ok_or_else(|| Refusal::new("effect-plan-unknown").with("plan", wanted))?;
    let shown = asked.session.evaluation_run_of_cohort(&plan)?;
    let done = if shown.already { "ran-already" } else { "ran" };
    Ok(Answer::go(format!("/investeringer/{id}/effekt?udfoert={done}")))
}

fn one(asked: &Asked<'_>, plan: &EvaluationPlan, runs: &[u64]) -> Result<Markup, Failure> {
    let language = asked.texts.language();
    let is_inside = asked.is_any(READ_INSIDE);
    let locked_by = [("by", plan.by.as_str()), ("at", &format::moment(language, plan.at))];
    let mut facts = vec![
        Fact::new(asked.text("evaluation-lock"), asked.texts.with("evaluation-locked-by", &locked_by)),
        Fact::new(asked.text("evaluation-content"), plan.content.as_str()),
    ];
    // What is known before outcomes are seen needs the list of people; without one there is nothing to say yet.
    let checked = if is_inside {
        Some(asked.session.evaluation_check_of_cohort(plan))
    } else {
        None
    };
    if let Some(Ok(checked)) = &checked {
        let of = &checked.plan.says.evaluation;
        facts.insert(0, Fact::new(asked.text("evaluation-question"), of.question.as_str()));
        let estimator = asked.text(&format!("estimator-{}", of.estimator.get_ref().as_str()));
        facts.insert(1, Fact::new(asked.text("evaluation-estimator"), estimator));
    }
    let title = match &checked {
        Some(Ok(checked)) => checked.plan.says.evaluation.title.clone(),
        _ => plan.id.clone(),
    };
    let mut shown = Vec::new();
    for number in runs.iter().rev() {
        shown.push(asked.session.evaluation(*number)?);
    }
    Ok(html! {
        section class="evaluation" {
            h2 { (title) " (" (plan.id) ")" }
            (view::facts(&facts))
            @for earlier in shown.iter().flat_map(|run| &run.plans).filter(|plan| plan.runs_before > 0) {
                @let (count, position) = (earlier.runs_before.to_string(), earlier.position.to_string());
                @let words = [("runs", count.as_str()), ("position", position.as_str()), ("reason", earlier.reason.as_str())];
                (warning("", &asked.texts.with("evaluation-changed-after", &words)))
            }
            @if shown.is_empty() { (before(asked, checked.as_ref())) }
            @for run in &shown { (came(asked, run, is_inside)?) }
            @if asked.is_any(EVALUATE) {
                div class="actions" {
                    (button_form(asked, &format!("/investeringer/{}/effekt/koer", asked.agreement()?), &[("plan", plan.id.as_str())], &asked.text("effect-do-run")))
                }
            }
            details class="do" { summary { (asked.text("effect-plan-text")) } pre class="document" { (plan.document) } }
        }
    })
}

/// What may be known before outcomes are seen: how many, what could be found, and how alike the arms are.
fn before(asked: &Asked<'_>, checked: Option<&Result<CheckedPlan, Failure>>) -> Markup {
    match checked {
        Some(Ok(checked)) => html! {
            (sizes(asked, &checked.before))
            (balance(asked, &checked.before.balance, "evaluation-balance"))
            @if !checked.before.balance.is_empty() { figure { (PreEscaped(love_svg(&checked.balance_plot(asked.texts)))) } }
            (note("", &asked.text("effect-outcomes-hidden")))
        },
        Some(Err(Failure::Refused(refusal))) => {
            let (message, hint) = in_words(refusal, asked.texts);
            warning(&message, &hint.unwrap_or_default())
        }
        _ => note("", &asked.text("effect-outcomes-hidden")),
    }
}

fn sizes(asked: &Asked<'_>, before: &Before) -> Markup {
    html! {
        (pairs(size_pairs(before, asked.texts)))
        @if before.small { (warning("", &asked.text("evaluation-small"))) }
    }
}

fn pairs(pairs: Vec<(String, String)>) -> Markup {
    let facts: Vec<Fact> = pairs.into_iter().map(|(name, value)| Fact::new(name, value)).collect();
    view::facts(&facts)
}

fn balance(asked: &Asked<'_>, rows: &[Row], title: &str) -> Markup {
    html! {
        @if !rows.is_empty() {
            h3 { (asked.text(title)) }
            (view::table_named(&grid(&balance_grid(rows, asked.texts)), &asked.text(title)))
        }
    }
}

/// One run: the smallest effect that would be found first, then balance, then the estimate with its interval.
fn came(asked: &Asked<'_>, shown: &RunShown, is_inside: bool) -> Result<Markup, Failure> {
    let audience = if is_inside { Audience::Department } else { Audience::Parties };
    let hidden: Hidden = asked.session.evaluation_hidden(shown, audience)?;
    let number = shown.run.number.to_string();
    let at = format::moment(asked.texts.language(), shown.run.at);
    let words = [("number", number.as_str()), ("by", shown.run.by.as_str()), ("at", &at)];
    let report = &shown.report;
    let kept = |rows: &[Row]| -> Vec<Row> {
        rows.iter().filter(|row| !hidden.covariates.contains(&row.name)).cloned().collect()
    };
    let plot = if hidden.answer { None } else { shown.balance_plot(&hidden, asked.texts)? };
    Ok(html! {
        h3 id=(format!("koersel-{number}")) { (asked.texts.with("evaluation-run-before", &words)) }
        @if hidden.answer {
            (note("", &asked.text("evaluation-hidden")))
        } @else {
            (sizes(asked, &report.before))
            (balance(asked, &kept(&report.before.balance), "evaluation-balance"))
            (balance(asked, &kept(&report.after), "evaluation-balance-after"))
            @if let Some(plot) = plot.filter(|_| !report.before.balance.is_empty()) { figure { (PreEscaped(love_svg(&plot))) } }
            @if !hidden.covariates.is_empty() { (note("", &asked.text("evaluation-covariates-hidden"))) }
            h3 { (asked.text("evaluation-effect")) }
            (pairs(answers_in_pairs(report, asked.texts)))
        }
    })
}

fn lock_form(asked: &Asked<'_>, id: &AgreementId) -> Markup {
    let text = |key: &str| asked.text(key);
    let inside = html! {
        (field("plantekst", &text("effect-plan-text"), Some(&text("effect-plan-hint")), html! {
            textarea class="form-input source" id="plantekst" name="plantekst" rows="18" spellcheck="false" required aria-describedby="plantekst-hint" {}
        }))
        (optional_text(asked, "grund", &text("effect-reason"), Some(&text("effect-reason-hint"))))
        div class="actions" { button class="button button-primary" type="submit" { (text("effect-do-lock")) } }
    };
    html! {
        details class="do" {
            summary { (text("effect-lock")) }
            (form(asked, &format!("/investeringer/{id}/effekt"), inside))
        }
    }
}
