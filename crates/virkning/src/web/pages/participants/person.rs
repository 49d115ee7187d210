//! One participant: the steps with their days, what the rules of admission say and who has confirmed it, what users have
//! recorded, and the form that records what happens next.

use maud::{Markup, html};
use virkning_model::Agreement;
use virkning_model::agreement::{AdmissionTest, EnrolmentStep};
use virkning_model::enrolment::{Ended, Participant, RuleResult};
use virkning_model::id::{Alias, TermId};
use virkning_register::list::Event;
use virkning_report::{Cell, Column, Fact, Row, Table};
use virkning_store::StepRecord;

use super::add::{born, judgement};
use super::place_word;
use crate::app::failure::{Failure, Refusal};
use crate::app::participants::Person;
use crate::text::format;
use crate::web::answer::Answer;
use crate::web::complaint;
use crate::web::guard::note_lost;
use crate::web::layout::{Head, asked_page};
use crate::web::parts::{choice, date_field, day_of, field, form, month_of};
use crate::web::purpose::{self, Purpose};
use crate::web::request::Asked;
use crate::web::routes::{RECORD_STEPS, SEE_FOLLOW_UPS};
use crate::web::view;

/// Ends of the way that the form offers beside the steps.
const ENDS: &[&str] = &["refused", "declined", "completed", "dropped-out", "taken-back"];

/// The participant. Without a purpose nothing of him is shown.
pub fn person(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let Some(alias) = Alias::new(asked.arrived.place("alias")).ok() else { return lost(asked) };
    let agreement = asked.session.sealed_now(id)?;
    let head = |title: String| {
        let mut head = Head::of_investment(asked, id, &agreement.name, "web-participants-page", title);
        head.crumbs.push((format!("/investeringer/{id}/deltagere"), asked.text("web-participants-page")));
        head
    };
    let Some(purpose) = Purpose::asked(asked) else {
        let body = purpose::form(asked, &asked.arrived.path, &[]);
        return Ok(asked_page(asked, head(asked.text("people-one")), body));
    };
    let person = match asked.session.person_seen(id, &alias, &purpose.in_danish(asked)) {
        Err(Failure::Refused(refusal)) if refusal.key == "participant-unknown" => return lost(asked),
        person => person?,
    };
    let participant = &person.participant;
    let body = html! {
        p { span class="badge" { (asked.text(&format!("place-{}", place_word(participant.place())))) } }
        (view::facts(&facts(asked, participant)))
        @if asked.is_any(SEE_FOLLOW_UPS) {
            p { a href=(format!("/investeringer/{id}/opfoelgninger/{alias}?formaal={}", purpose.word())) { (asked.text("people-to-follow-ups")) } }
        }
        div class="columns" {
            section { h2 { (asked.text("people-steps")) } (view::table_named(&steps(asked, participant), &asked.text("people-steps"))) }
            @if asked.is_any(RECORD_STEPS) { section { h2 { (asked.text("people-record")) } (step_form(asked, &person, purpose)) } }
        }
        @if !person.agreement.admission.is_empty() {
            section {
                h2 { (asked.text("people-rules")) }
                (view::table_named(&rules(asked, &person), &asked.text("people-rules")))
                @if asked.is_any(RECORD_STEPS) { (rule_form(asked, &person.agreement, purpose)) }
            }
        }
        section {
            h2 { (asked.text("people-history")) }
            @if person.history.is_empty() { p { (asked.text("people-history-none")) } }
            @else { (view::table_named(&history(asked, &person.history), &asked.text("people-history"))) }
        }
    };
    Ok(asked_page(asked, head(asked.texts.with("people-one-title", &[("alias", alias.as_str())])), body))
}

/// Somebody who is not there, or not here: nobody can tell which, and the attempt is recorded.
pub(in crate::web) fn lost(asked: &Asked<'_>) -> Result<Answer, Failure> {
    note_lost(asked.web, asked.standing, asked.arrived)?;
    Ok(complaint::not_found(asked.texts, Some(asked.standing)))
}

/// Whether the agreement has a rule of age.
pub(super) fn has_age_rule(agreement: &Agreement) -> bool {
    agreement.admission.iter().any(|rule| matches!(rule.test, AdmissionTest::Age { .. }))
}

fn facts(asked: &Asked<'_>, person: &Participant) -> Vec<Fact> {
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(|| "–".to_owned(), |day| format::date(asked.texts, day));
    let mut facts = vec![Fact::new(asked.text("people-enrolled-on"), day(person.enrolled_on))];
    if let Some(age) = person.age_at_enrolment {
        facts.push(Fact::new(asked.text("people-age"), age.to_string()));
    }
    if !person.arm.is_treatment() {
        facts.push(Fact::new(asked.text("statement-arm"), asked.text("statement-arm-control")));
    }
    facts
}

fn steps(asked: &Asked<'_>, person: &Participant) -> Table {
    let columns = vec![
        Column::text(asked.text("people-step")),
        Column::short(asked.text("people-day")),
        Column::text(asked.text("web-reason")),
    ];
    let mut table = Table::new("", columns);
    let mut row = |what: &str, on: Option<jiff::civil::Date>, reason: &str| {
        let day =
            on.map_or_else(|| Cell::text("–"), |on| Cell::date(on, format::short_date(asked.texts.language(), on)));
        table.rows.push(Row::from(vec![Cell::text(asked.text(&format!("place-{what}"))), day, Cell::text(reason)]));
    };
    for step in EnrolmentStep::ALL {
        row(step.as_str(), person.steps.get(&step).copied(), "");
    }
    let mut end = |what: &str, end: &Option<Ended>| {
        if let Some(end) = end {
            row(what, Some(end.on), &end.reason);
        }
    };
    end("refused", &person.refused);
    end("declined", &person.declined);
    end("dropped-out", &person.dropped_out);
    if person.completed_on.is_some() {
        row("completed", person.completed_on, "");
    }
    table
}

fn rules(asked: &Asked<'_>, person: &Person) -> Table {
    let columns = vec![
        Column::text(asked.text("people-rule")),
        Column::short(asked.text("people-rule-says")),
        Column::text(asked.text("people-rule-by")),
    ];
    let mut table = Table::new("", columns);
    let known = &person.participant;
    for rule in &person.agreement.admission {
        let says = match known.rules.get(&rule.id) {
            Some(RuleResult::Passed) => "people-rule-passed",
            Some(RuleResult::Failed) => "people-rule-fails",
            Some(RuleResult::NotTested) | None => "people-rule-open",
        };
        let by = match (known.confirmed.get(&rule.id), &rule.test) {
            (Some(confirmed), _) => asked.texts.with(
                "people-rule-confirmed",
                &[("by", confirmed.by.as_str()), ("day", &format::short_date(asked.texts.language(), confirmed.on))],
            ),
            (None, AdmissionTest::Judgement { role, .. }) => judgement(asked, &person.agreement, "", role),
            (None, _) => asked.text("people-rule-by-data"),
        };
        table.rows.push(Row::from(vec![
            Cell::text(rule.label.clone()),
            Cell::text(asked.text(says)),
            Cell::text(by.trim_start_matches([' ', ':', '·']).to_owned()),
        ]));
    }
    table
}

fn history(asked: &Asked<'_>, history: &[StepRecord]) -> Table {
    let keys = ["people-recorded", "people-step", "people-day", "people-recorded-by"];
    let mut table = Table::new("", keys.iter().map(|key| Column::short(asked.text(key))).collect());
    table.rows = history
        .iter()
        .map(|step| {
            let day = step.on.map_or_else(String::new, |on| format::short_date(asked.texts.language(), on));
            Row::from(vec![
                Cell::text(format::moment(asked.texts.language(), step.at)),
                Cell::text(asked.text(&format!("place-{}", step.what))),
                Cell::text(day),
                Cell::text(step.by.to_string()),
            ])
        })
        .collect();
    table
}

fn step_form(asked: &Asked<'_>, person: &Person, purpose: Purpose) -> Markup {
    let words = EnrolmentStep::ALL.iter().map(|step| step.as_str()).chain(ENDS.iter().copied());
    let options: Vec<(String, String)> =
        words.map(|word| (word.to_owned(), asked.text(&format!("place-{word}")))).collect();
    let next = EnrolmentStep::ALL.iter().find(|step| !person.participant.steps.contains_key(step));
    let chosen = match person.participant.enrolled_on {
        Some(_) => "completed",
        None => next.map_or("started", |step| step.as_str()),
    };
    let today = asked.session.world.today().to_string();
    form(
        asked,
        &asked.arrived.path,
        html! {
            input type="hidden" name="formaal" value=(purpose.word());
            (choice("hvad", "hvad", &asked.text("people-what"), &options, chosen))
            (date_field("dag", &asked.text("people-day"), &today))
            (field("begrundelse", &asked.text("web-reason"), Some(&asked.text("people-reason-hint")), html! {
                textarea class="form-input" id="begrundelse" name="begrundelse" rows="2" maxlength="200" aria-describedby="begrundelse-hint" {}
            }))
            @if person.participant.enrolled_on.is_none() { (born(asked, &person.agreement, false)) }
            button class="button button-primary" type="submit" { (asked.text("people-save")) }
        },
    )
}

fn rule_form(asked: &Asked<'_>, agreement: &Agreement, purpose: Purpose) -> Markup {
    let rules: Vec<(String, String)> = agreement
        .admission
        .iter()
        .filter(|rule| !matches!(rule.test, AdmissionTest::Age { .. }))
        .map(|rule| (rule.id.to_string(), rule.label.clone()))
        .collect();
    let answers =
        [("ja".to_owned(), asked.text("people-rule-passed")), ("nej".to_owned(), asked.text("people-rule-fails"))];
    let today = asked.session.world.today().to_string();
    html! {
        @if !rules.is_empty() {
            details {
                summary { (asked.text("people-confirm")) }
                (form(asked, &asked.arrived.path, html! {
                    input type="hidden" name="formaal" value=(purpose.word());
                    input type="hidden" name="hvad" value="rule";
                    (choice("regel", "regel", &asked.text("people-rule"), &rules, ""))
                    (choice("svar", "svar", &asked.text("people-rule-says"), &answers, ""))
                    (date_field("regeldag", &asked.text("people-day"), &today))
                    button class="button button-secondary" type="submit" { (asked.text("people-confirm")) }
                }))
            }
        }
    }
}

/// Records what happened.
pub fn record(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let Some(alias) = Alias::new(asked.arrived.place("alias")).ok() else { return lost(asked) };
    let event = event(asked)?;
    let born = month_of(asked.arrived.field("foedt"))?;
    match asked.session.step(id, &alias, &event, born) {
        Err(Failure::Refused(refusal)) if refusal.key == "participant-unknown" => return lost(asked),
        done => done?,
    };
    let purpose = asked.arrived.field("formaal");
    Ok(Answer::go(format!("/investeringer/{id}/deltagere/{alias}?formaal={purpose}&udfoert=step-recorded")))
}

fn event(asked: &Asked<'_>) -> Result<Event, Failure> {
    let arrived = asked.arrived;
    let what = arrived.field("hvad");
    if what == "taken-back" {
        return Ok(Event::TakenBack);
    }
    let day = day_of(arrived.field(if what == "rule" { "regeldag" } else { "dag" }))?;
    let on = day.ok_or_else(|| Refusal::new("web-day-missing"))?;
    if let Some(step) = EnrolmentStep::ALL.into_iter().find(|step| step.as_str() == what) {
        return Ok(Event::Step(step, on));
    }
    let end = || Ended { on, reason: arrived.field("begrundelse").trim().to_owned() };
    Ok(match what {
        "refused" => Event::Refused(end()),
        "declined" => Event::Declined(end()),
        "completed" => Event::Completed(on),
        "dropped-out" => Event::DroppedOut(end()),
        "rule" => {
            let rule =
                TermId::new(arrived.field("regel")).map_err(|_| Refusal::new("step-rule-unknown").with("day", ""))?;
            Event::Rule { rule, passed: arrived.field("svar") == "ja", on, by: asked.standing.user.id.clone() }
        }
        _ => return Err(Refusal::new("step-what-unknown").into()),
    })
}
