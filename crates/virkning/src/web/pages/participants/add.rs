//! One participant more, by form: read by the same rules as a list of one row.

use std::collections::BTreeMap;

use jiff::civil::Date;
use maud::{Markup, html};
use virkning_model::Agreement;
use virkning_model::agreement::{AdmissionTest, EnrolmentStep, PaidPer};
use virkning_model::id::TermId;
use virkning_model::identity::Secret;
use virkning_model::observation::Arm;
use virkning_register::list::{ListProfile, NewPerson};

use super::person::has_age_rule;
use crate::app::failure::Failure;
use crate::web::answer::Answer;
use crate::web::layout::{Head, asked_page};
use crate::web::parts::{choice, date_field, day_of, field, form, month_of, note, optional_text};
use crate::web::request::Asked;

/// The empty form.
pub fn new(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let agreement = asked.session.sealed_now(id)?;
    let keys: Vec<(String, String)> =
        ListProfile::built_in().keys.iter().map(|key| (key.column.clone(), key_name(asked, &key.column))).collect();
    let to = format!("/investeringer/{id}/deltagere");
    let body = html! {
        (note("", &asked.text("people-add-note")))
        div class="narrow" {
            (form(asked, &to, html! {
                fieldset {
                    legend { (asked.text("people-who")) }
                    (choice("noegle", "noegle", &asked.text("people-key"), &keys, ""))
                    (field("identifikation", &asked.text("people-identifier"), Some(&asked.text("people-identifier-hint")), html! {
                        input class="form-input" type="text" id="identifikation" name="identifikation" required
                            autocomplete="off" spellcheck="false" aria-describedby="identifikation-hint";
                    }))
                    (optional_text(asked, "navn", &asked.text("people-name"), Some(&asked.text("people-name-hint"))))
                    (born(asked, &agreement, true))
                    @if compares_arms(&agreement) { (arm(asked)) }
                }
                fieldset {
                    legend { (asked.text("people-steps")) }
                    p class="note" { (asked.text("people-steps-note")) }
                    @for step in EnrolmentStep::ALL {
                        (date_field(step.as_str(), &asked.text(&format!("place-{}", step.as_str())), ""))
                    }
                }
                @if agreement.admission.iter().any(|rule| !matches!(rule.test, AdmissionTest::Age { .. })) {
                    fieldset { legend { (asked.text("people-rules")) } (rules(asked, &agreement)) }
                }
                button class="button button-primary" type="submit" { (asked.text("people-add")) }
            }))
        }
    };
    let head = Head::of_investment(asked, id, &agreement.name, "web-participants-page", asked.text("people-add"));
    Ok(asked_page(asked, head, body))
}

/// What the column of an identifier is called for people.
fn key_name(asked: &Asked<'_>, column: &str) -> String {
    let key = format!("people-key-{}", column.to_lowercase());
    if asked.texts.has(&key) { asked.text(&key) } else { column.to_owned() }
}

/// The month of birth, where the agreement has a rule of age.
pub(super) fn born(asked: &Asked<'_>, agreement: &Agreement, is_new: bool) -> Markup {
    let hint = if is_new { "people-born-hint" } else { "people-born-hint-step" };
    html! {
        @if has_age_rule(agreement) {
            (field("foedt", &asked.text("people-born"), Some(&asked.text(hint)), html! {
                input class="form-input" type="month" id="foedt" name="foedt" autocomplete="off" placeholder="1998-04"
                    aria-describedby="foedt-hint";
            }))
        }
    }
}

fn compares_arms(agreement: &Agreement) -> bool {
    agreement.payments.iter().any(|payment| matches!(payment.per, PaidPer::Estimate | PaidPer::Difference))
}

fn arm(asked: &Asked<'_>) -> Markup {
    let options = [
        (String::new(), asked.text("people-arm-open")),
        ("treatment".to_owned(), asked.text("statement-arm-treatment")),
        ("control".to_owned(), asked.text("statement-arm-control")),
    ];
    choice("gruppe", "gruppe", &asked.text("statement-arm"), &options, "")
}

/// Each rule but that of age: what the list of a municipality would say in its column.
fn rules(asked: &Asked<'_>, agreement: &Agreement) -> Markup {
    html! {
        @for rule in &agreement.admission {
            @let name = format!("regel-{}", rule.id);
            @match &rule.test {
                AdmissionTest::Age { .. } => {}
                AdmissionTest::Exclusion { .. } => {
                    (choice(&name, &name, &rule.label, &[
                        (String::new(), asked.text("people-rule-open")),
                        ("nej".to_owned(), asked.text("people-rule-passed")),
                        ("ja".to_owned(), asked.text("people-rule-excludes")),
                    ], ""))
                }
                AdmissionTest::Judgement { role, .. } => {
                    (date_field(&name, &judgement(asked, agreement, &rule.label, role), ""))
                }
            }
        }
    }
}

/// A rule that a role confirms, with the day of the judgement.
pub(super) fn judgement(asked: &Asked<'_>, agreement: &Agreement, label: &str, role: &TermId) -> String {
    let role = agreement.roles.iter().find(|known| known.id == *role).map_or(role.as_str(), |known| &known.label);
    asked.texts.with("people-confirmed-on", &[("rule", label), ("role", role)])
}

/// Adds the participant.
pub fn add(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let agreement = asked.session.sealed_now(id)?;
    let arrived = asked.arrived;
    let mut steps: BTreeMap<EnrolmentStep, Date> = BTreeMap::new();
    for step in EnrolmentStep::ALL {
        if let Some(day) = day_of(arrived.field(step.as_str()))? {
            steps.insert(step, day);
        }
    }
    let mut rules = BTreeMap::new();
    for rule in &agreement.admission {
        let said = arrived.field(&format!("regel-{}", rule.id)).trim();
        let said = match rule.test {
            AdmissionTest::Judgement { .. } => day_of(said)?.map_or_else(String::new, |day| day.to_string()),
            _ => said.to_owned(),
        };
        rules.insert(rule.id.clone(), said);
    }
    let name = arrived.field("navn").trim();
    let person = NewPerson {
        key: arrived.field("noegle"),
        identifier: Secret::new(arrived.field("identifikation").trim()),
        born: month_of(arrived.field("foedt"))?,
        steps,
        rules,
        arm: match arrived.field("gruppe") {
            "treatment" => Some(Arm::Treatment),
            "control" => Some(Arm::Control),
            _ => None,
        },
        name: (!name.is_empty()).then(|| Secret::new(name)),
    };
    let (alias, _) = asked.session.person_add(id, &person)?;
    Ok(Answer::go(format!("/investeringer/{id}/deltagere/{alias}?formaal=optag&udfoert=person-added")))
}
