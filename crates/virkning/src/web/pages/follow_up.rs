//! The follow-ups of one participant: what is due, what has been recorded, and the two forms that a counsellor fills in on
//! a phone: a value on the agreement's scale, or an outcome that another person verifies.

use maud::{Markup, html};
use virkning_model::Decimal;
use virkning_model::agreement::Measure;
use virkning_model::expression::{Figure, Number};
use virkning_model::id::{Alias, MeasureId};
use virkning_register::observations::decimal;
use virkning_report::{Cell, Column, Row, Table};
use virkning_store::NewScore;

use super::follow_ups::{label, says};
use super::participants::lost;
use crate::app::claim::Shown;
use crate::app::failure::{Failure, Refusal};
use crate::app::follow_ups::{DueState, FollowUpOf, FollowUps, ReportOf};
use crate::app::scores::{ScoreName, asks_scores, score_names};
use crate::text::{format, rule};
use crate::web::answer::Answer;
use crate::web::layout::{Head, asked_page};
use crate::web::parts::{choice, date_field, day_of, empty, field, file_form, form, note};
use crate::web::purpose::{self, Purpose};
use crate::web::request::Asked;
use crate::web::routes::RECORD_FOLLOW_UPS;
use crate::web::view;

/// The participant's follow-ups. Without a purpose nothing of him is shown.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let Some(alias) = Alias::new(asked.arrived.place("alias")).ok() else { return lost(asked) };
    let agreement = asked.session.sealed_now(id)?;
    let head = |title: String| {
        let mut head = Head::of_investment(asked, id, &agreement.name, "score-page", title);
        head.crumbs.push((format!("/investeringer/{id}/opfoelgninger"), asked.text("score-page")));
        head
    };
    let Some(purpose) = Purpose::asked(asked) else {
        return Ok(asked_page(asked, head(asked.text("people-one")), purpose::form(asked, &asked.arrived.path, &[])));
    };
    let found = match asked.session.follow_ups_seen(id, Some(&alias), &purpose.in_danish(asked)) {
        Err(Failure::Refused(refusal)) if refusal.key == "participant-unknown" => return lost(asked),
        found => found?,
    };
    let own: Vec<&FollowUpOf> = found.all.iter().filter(|of| of.alias == alias).collect();
    let body = html! {
        @if own.is_empty() { (empty(&asked.text("score-none-of"), &asked.text("score-none-of-what"))) }
        @else {
            @if asked.is_any(RECORD_FOLLOW_UPS) {
                div class="columns" { (score_form(asked, &found, &alias, purpose)) (report_form(asked, &found, &own, purpose)) }
            }
            section { h2 { (asked.text("score-due")) } (view::table_named(&due(asked, &found, &own), &asked.text("score-due"))) }
            (recorded(asked, &found, &alias))
        }
    };
    Ok(asked_page(asked, head(asked.texts.with("score-one-title", &[("alias", alias.as_str())])), body))
}

fn due(asked: &Asked<'_>, found: &FollowUps, own: &[&FollowUpOf]) -> Table {
    let keys = ["statement-measure", "score-opens", "score-closes", "web-state", "score-says"];
    let mut table = Table::new("", keys.iter().map(|key| Column::short(asked.text(key))).collect());
    let language = asked.texts.language();
    table.rows = own
        .iter()
        .map(|of| {
            Row::from(vec![
                Cell::text(label(&found.agreement, &of.measure, of.at, asked.texts)),
                Cell::date(of.opens, format::short_date(language, of.opens)),
                Cell::date(of.closes, format::short_date(language, of.closes)),
                Cell::text(asked.text(&format!("score-state-{}", of.state.word()))),
                Cell::text(says(asked, of)),
            ])
        })
        .collect();
    table
}

/// The scores of the participant, with the one that counts as baseline.
fn recorded(asked: &Asked<'_>, found: &FollowUps, alias: &Alias) -> Markup {
    let names = score_names(&found.agreement);
    let name_of = |name: &str| names.iter().find(|known| known.name == name);
    let enrolled_on = found.set.enrolled().find(|(person, _)| person.alias == *alias).map(|(_, day)| day);
    let own: Vec<_> = found.scores.iter().filter(|score| score.says.participant == *alias).collect();
    let baseline = |name: &str| {
        let before =
            own.iter().filter(|score| score.says.name == name && enrolled_on.is_some_and(|day| score.says.on <= day));
        before.map(|score| score.says.on).max()
    };
    let keys = ["score-what", "people-day", "score-value", "score-is-baseline", "people-recorded-by"];
    let mut table = Table::new("", keys.iter().map(|key| Column::short(asked.text(key))).collect());
    table.rows = own
        .iter()
        .map(|score| {
            let says = &score.says;
            let is_baseline = baseline(&says.name) == Some(says.on);
            Row::from(vec![
                Cell::text(name_of(&says.name).map_or(says.name.as_str(), ScoreName::label).to_owned()),
                Cell::date(says.on, format::short_date(asked.texts.language(), says.on)),
                Cell::text(says.value.map_or_else(String::new, |value| number(asked, value))),
                Cell::text(if is_baseline { asked.text("score-baseline") } else { String::new() }),
                Cell::text(score.by.to_string()),
            ])
        })
        .collect();
    let compares = |measure: &Measure| {
        measure.success.as_ref().is_some_and(compares_with_baseline) || measure.value.as_ref().is_some_and(of_baseline)
    };
    let wants = found.agreement.measures.iter().filter(|measure| asks_scores(measure)).any(compares);
    let lacks: Vec<&str> =
        names.iter().filter(|name| wants && baseline(&name.name).is_none()).map(ScoreName::label).collect();
    html! {
        @if !names.is_empty() {
            section {
                h2 { (asked.text("score-recorded")) }
                @if !lacks.is_empty() { (note("", &asked.texts.with("score-baseline-missing", &[("names", &lacks.join(", "))]))) }
                @if own.is_empty() { p { (asked.text("score-recorded-none")) } }
                @else { (view::table_named(&table, &asked.text("score-recorded"))) }
            }
        }
    }
}

fn compares_with_baseline(expression: &virkning_model::expression::Expression) -> bool {
    use virkning_model::expression::Expression;
    match expression {
        Expression::And(parts) | Expression::Or(parts) => parts.iter().any(compares_with_baseline),
        Expression::Not(part) => compares_with_baseline(part),
        Expression::Compare(number, ..) => of_baseline(number),
        Expression::CompareNumbers(one, _, other) => of_baseline(one) || of_baseline(other),
        Expression::Any(_) | Expression::All(_) | Expression::Reported => false,
    }
}

fn of_baseline(number: &Number) -> bool {
    match number {
        Number::OfObservations(figure, _) => matches!(figure, Figure::Change | Figure::Difference),
        Number::Calculated(one, _, other) => of_baseline(one) || of_baseline(other),
        _ => false,
    }
}

fn number(asked: &Asked<'_>, value: Decimal) -> String {
    let value = value.normalize();
    format::decimal(asked.texts.language(), value, value.scale().min(6))
}

fn score_form(asked: &Asked<'_>, found: &FollowUps, alias: &Alias, purpose: Purpose) -> Markup {
    let names = score_names(&found.agreement);
    let today = asked.session.world.today().to_string();
    let hints: Vec<String> = names
        .iter()
        .filter_map(|name| {
            let (from, to) = name.range?;
            let unit = name.unit.clone().unwrap_or_default();
            let words =
                [("name", name.label()), ("from", &number(asked, from)), ("to", &number(asked, to)), ("unit", &unit)];
            Some(asked.texts.with("score-range", &words))
        })
        .collect();
    let options: Vec<(String, String)> =
        names.iter().map(|name| (name.name.clone(), name.label().to_owned())).collect();
    let to = format!("/investeringer/{}/opfoelgninger/{alias}", found.agreement.id);
    html! {
        @if !names.is_empty() {
            section {
                h2 { (asked.text("score-enter")) }
                (form(asked, &to, html! {
                    input type="hidden" name="formaal" value=(purpose.word());
                    input type="hidden" name="slags" value="vaerdi";
                    (choice("navn", "navn", &asked.text("score-what"), &options, ""))
                    (field("vaerdi", &asked.text("score-value"), Some(&[asked.text("score-value-hint")].into_iter().chain(hints).collect::<Vec<_>>().join(" ")), html! {
                        input class="form-input" type="text" inputmode="decimal" id="vaerdi" name="vaerdi" autocomplete="off"
                            aria-describedby="vaerdi-hint";
                    }))
                    (date_field("dag", &asked.text("people-day"), &today))
                    button class="button button-primary" type="submit" { (asked.text("people-save")) }
                }))
            }
        }
    }
}

/// Outcomes that can be reported now: what is due, or was.
fn report_form(asked: &Asked<'_>, found: &FollowUps, own: &[&FollowUpOf], purpose: Purpose) -> Markup {
    let open: Vec<&&FollowUpOf> = own
        .iter()
        .filter(|of| matches!(of.state, DueState::Overdue | DueState::Due))
        .filter(|of| found.agreement.measure(&of.measure).is_some_and(|measure| !asks_scores(measure)))
        .collect();
    let options: Vec<(String, String)> = open
        .iter()
        .map(|of| {
            let name = label(&found.agreement, &of.measure, of.at, asked.texts);
            let until = format::short_date(asked.texts.language(), of.closes);
            let words =
                asked.texts.with("score-option", &[("name", &name), ("year", &of.year.to_string()), ("until", &until)]);
            (format!("{}/{}/{}", of.measure, of.year, of.at), words)
        })
        .collect();
    let measures: Vec<&Measure> = {
        let mut known: Vec<&Measure> = open.iter().filter_map(|of| found.agreement.measure(&of.measure)).collect();
        known.dedup_by_key(|measure| &measure.id);
        known
    };
    let has_value = measures.iter().any(|measure| measure.value.is_some());
    let evidence: Vec<&str> = measures.iter().filter_map(|measure| measure.evidence.as_deref()).collect();
    let answers = [("opfyldt", "score-met"), ("ikke opfyldt", "score-not-met"), ("uafklaret", "score-open")]
        .map(|(word, key)| (word.to_owned(), asked.text(key)));
    let today = asked.session.world.today().to_string();
    html! {
        @if !open.is_empty() {
            section {
                h2 { (asked.text("score-report")) }
                (file_form(asked, &asked.arrived.path, html! {
                    input type="hidden" name="formaal" value=(purpose.word());
                    input type="hidden" name="slags" value="udfald";
                    (choice("maal", "maal", &asked.text("statement-measure"), &options, ""))
                    (choice("udfald", "udfald", &asked.text("score-outcome"), &answers, ""))
                    @if has_value {
                        (field("vaerdi", &asked.text("score-value"), Some(&asked.text("score-value-hint")), html! {
                            input class="form-input" type="text" inputmode="decimal" id="vaerdi" name="vaerdi" autocomplete="off" aria-describedby="vaerdi-hint";
                        }))
                    }
                    (date_field("udfaldsdag", &asked.text("people-day"), &today))
                    @if !evidence.is_empty() {
                        (field("bevis", &asked.text("score-evidence"), Some(&evidence.join(" · ")), html! {
                            input class="form-input" type="file" id="bevis" name="bevis" aria-describedby="bevis-hint";
                        }))
                    }
                    p class="note" { (asked.text("score-report-note")) }
                    button class="button button-primary" type="submit" { (asked.text("people-save")) }
                }))
                @for measure in &measures { p class="note" { (measure.label) ": " (rule::of_measure(measure, asked.texts)) } }
            }
        }
    }
}

/// Records a value or an outcome.
pub fn record(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let Some(alias) = Alias::new(asked.arrived.place("alias")).ok() else { return lost(asked) };
    let done = match asked.arrived.field("slags") {
        "udfald" => outcome(asked, &alias),
        _ => value(asked, &alias),
    };
    match done {
        Err(Failure::Refused(refusal)) if refusal.key == "participant-unknown" => return lost(asked),
        done => done?,
    }
    let purpose = asked.arrived.field("formaal");
    Ok(Answer::go(format!("/investeringer/{id}/opfoelgninger/{alias}?formaal={purpose}&udfoert=score-recorded")))
}

fn value(asked: &Asked<'_>, alias: &Alias) -> Result<(), Failure> {
    let text = asked.arrived.field("vaerdi").trim();
    let shown: String = text.chars().take(20).collect();
    let on = day_of(asked.arrived.field("dag"))?.ok_or_else(|| Refusal::new("web-day-missing"))?;
    // An empty value takes back what was recorded of that day.
    let value = match text {
        "" => None,
        text => Some(decimal(text).ok_or_else(|| Refusal::new("score-value-invalid").with("value", shown))?),
    };
    let score = NewScore { participant: alias.clone(), name: asked.arrived.field("navn").to_owned(), on, value };
    asked.session.score(asked.agreement()?, &[score])?;
    Ok(())
}

fn outcome(asked: &Asked<'_>, alias: &Alias) -> Result<(), Failure> {
    let parts: Vec<&str> = asked.arrived.field("maal").split('/').collect();
    let missing = || Refusal::new("score-measure-missing");
    let [measure, year, at] = parts.as_slice() else { return Err(missing().into()) };
    let (Ok(measure), Ok(year), Ok(at)) = (MeasureId::new(*measure), year.parse(), at.parse()) else {
        return Err(missing().into());
    };
    let said = ReportOf {
        alias,
        measure: &measure,
        year,
        at,
        outcome: asked.arrived.field("udfald"),
        value: asked.arrived.field("vaerdi").trim(),
        on: day_of(asked.arrived.field("udfaldsdag"))?,
    };
    let shown = match asked.arrived.sent("bevis") {
        Some(sent) => Shown::Sent(&sent.name, &sent.bytes),
        None => Shown::Folder(None),
    };
    asked.session.report_one(asked.agreement()?, &said, shown)
}
