//! Opfølgninger: what is due and overdue, what a missing one means in money, and for whoever works with participants the
//! list of them, and what others have reported and somebody must verify.

use maud::{Markup, html};
use virkning_model::Agreement;
use virkning_model::id::MeasureId;
use virkning_model::observation::Outcome;
use virkning_report::{Cell, Column, Row, Table};
use virkning_store::{ClaimState, ProviderClaim};

use crate::app::claim::Shown;
use crate::app::enrol::ListBytes;
use crate::app::failure::{Failure, Refusal};
use crate::app::follow_ups::{AtStake, DueState, FollowUpOf, FollowUps, is_observed_by_users};
use crate::app::scores::score_names;
use crate::app::statement::with_month;
use crate::text::refusal::in_words;
use crate::text::{Texts, format};
use crate::web::answer::Answer;
use crate::web::csv;
use crate::web::layout::{Head, asked_page};
use crate::web::pages::comments;
use crate::web::parts::{choice, empty, field, file_form, form, warning};
use crate::web::purpose::{self, Purpose};
use crate::web::request::Asked;
use crate::web::routes::{READ_MONEY, RECORD_FOLLOW_UPS, SEE_FOLLOW_UPS, VERIFY_REPORTS};
use crate::web::view;

/// Follow-ups that are written out before the rest is only counted.
const SHOWN_MAX: usize = 50;

/// Counts, money, and for those who may the list.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let base = format!("/investeringer/{id}/opfoelgninger");
    let purpose = Purpose::asked(asked).filter(|_| asked.is_any(SEE_FOLLOW_UPS));
    let found = match purpose {
        Some(purpose) => asked.session.follow_ups_seen(id, None, &purpose.in_danish(asked))?,
        None => asked.session.follow_ups(id)?,
    };
    if let (Some(_), "opfoelgninger") = (purpose, asked.arrived.field("csv")) {
        return csv::answer(
            &format!("{id}-opfoelgninger"),
            &list_table(asked, &found.agreement, &chosen(asked, &found)),
        );
    }
    let is_any = found.agreement.measures.iter().any(is_observed_by_users);
    let body = html! {
        @if !is_any {
            (empty(&asked.text("score-none"), &asked.text("score-none-what")))
        } @else if found.set.enrolled().next().is_none() {
            (empty(&asked.text("people-none"), &asked.text("people-none-what")))
        } @else {
            section { h2 { (asked.text("score-by-measure")) } (view::table_named(&by_measure(asked, &found), &asked.text("score-by-measure"))) }
            @if asked.is_any(READ_MONEY) { (money(asked, &found)?) }
            @if asked.is_any(SEE_FOLLOW_UPS) {
                section {
                    h2 { (asked.text("score-list")) }
                    @match purpose {
                        None => { (purpose::form(asked, &base, &[])) }
                        Some(purpose) => {
                            (filter(asked, &base))
                            (list(asked, &found, purpose))
                            @if asked.is_any(VERIFY_REPORTS) { (to_verify(asked, &found, purpose)) }
                        }
                    }
                }
            }
            @if asked.is_any(RECORD_FOLLOW_UPS) { (import_form(asked, &found)) }
            (comments::of(asked, &commented(&found.agreement))?)
        }
    };
    let head = Head::of_investment(asked, id, &found.agreement.name, "score-page", asked.text("score-page"));
    Ok(asked_page(asked, head, body))
}

/// What is followed up can be written about, measure by measure.
fn commented(agreement: &Agreement) -> Vec<comments::Figure> {
    let followed = agreement.measures.iter().filter(|measure| is_observed_by_users(measure));
    followed.map(|measure| (format!("follow-up/{}", measure.id), measure.label.clone())).collect()
}

/// What a measure of a follow-up is called.
pub(super) fn label(agreement: &Agreement, measure: &MeasureId, at: u16, texts: &Texts) -> String {
    let label = agreement.measure(measure).map_or_else(|| measure.to_string(), |measure| measure.label.clone());
    with_month(label, at, texts)
}

fn by_measure(asked: &Asked<'_>, found: &FollowUps) -> Table {
    let mut columns = vec![Column::text(asked.text("statement-measure"))];
    columns.extend(DueState::ALL.map(|state| Column::figure(asked.text(&format!("score-state-{}", state.word())))));
    let mut table = Table::new("", columns);
    let mut measures: Vec<(&MeasureId, u16)> = found.all.iter().map(|of| (&of.measure, of.at)).collect();
    measures.sort_unstable();
    measures.dedup();
    table.rows = measures
        .into_iter()
        .map(|(measure, at)| {
            let count = |state: DueState| {
                let own = |of: &&FollowUpOf| of.measure == *measure && of.at == at && of.state == state;
                let number = found.all.iter().filter(own).count();
                let text = format::count(asked.texts.language(), number as u64);
                Cell::count(i64::try_from(number).unwrap_or(i64::MAX), text)
            };
            let name = Cell::text(label(&found.agreement, measure, at, asked.texts));
            Row::from([vec![name], DueState::ALL.map(count).to_vec()].concat())
        })
        .collect();
    table.empty = asked.text("score-nothing-due");
    table
}

/// What the missing ones mean in money, as the engine computes it.
fn money(asked: &Asked<'_>, found: &FollowUps) -> Result<Markup, Failure> {
    let stakes = asked.session.at_stake(found)?;
    let open: Vec<(String, String)> = stakes
        .iter()
        .filter_map(|stake| {
            let why = in_words(stake.worth.as_ref().err()?, asked.texts).0;
            Some((asked.texts.with("score-money-open", &[("year", &stake.year.to_string())]), why))
        })
        .collect();
    Ok(html! {
        section {
            h2 { (asked.text("score-money")) }
            @if stakes.is_empty() { p { (asked.text("score-money-none")) } }
            @else { (view::table_named(&stake_table(asked, &found.agreement, &stakes), &asked.text("score-money"))) }
            @for (title, why) in open.iter().take(1) { (warning(title, why)) }
        }
    })
}

fn stake_table(asked: &Asked<'_>, agreement: &Agreement, stakes: &[AtStake]) -> Table {
    let language = asked.texts.language();
    let columns = vec![
        Column::text(asked.text("statement-measure")),
        Column::short(asked.text("statement-measured-year")),
        Column::figure(asked.text("score-missing")),
        Column::figure(asked.text("score-one-more")),
        Column::figure(asked.text("score-all-met")),
    ];
    let mut table = Table::new("", columns);
    let money = |amount: virkning_model::Money| Cell::money(amount.minor(), format::money(language, amount));
    table.rows = stakes
        .iter()
        .map(|stake| {
            let missing = format::count(language, stake.missing as u64);
            let worth = |of: fn(&(virkning_model::Money, virkning_model::Money)) -> virkning_model::Money| {
                stake.worth.as_ref().map_or_else(|_| Cell::text("–"), |worth| money(of(worth)))
            };
            Row::from(vec![
                Cell::text(label(agreement, &stake.measure, stake.at, asked.texts)),
                Cell::year(stake.year),
                Cell::count(i64::try_from(stake.missing).unwrap_or(i64::MAX), missing),
                worth(|worth| worth.0),
                worth(|worth| worth.1),
            ])
        })
        .collect();
    table.note = Some(asked.text("score-money-note"));
    table
}

fn filter(asked: &Asked<'_>, base: &str) -> Markup {
    let mut states = vec![(String::new(), asked.text("score-urgent")), ("alle".to_owned(), asked.text("people-all"))];
    states.extend(
        DueState::ALL.map(|state| (state.word().to_owned(), asked.text(&format!("score-state-{}", state.word())))),
    );
    html! {
        form class="inline-form" method="get" action=(base) {
            input type="hidden" name="formaal" value=(asked.arrived.field("formaal"));
            div class="form-group" {
                label class="form-label" for="alias" { (asked.text("people-alias")) }
                input class="form-input" type="search" id="alias" name="q" value=(asked.arrived.field("q")) autocomplete="off";
            }
            (choice("tilstand", "tilstand", &asked.text("web-state"), &states, asked.arrived.field("tilstand")))
            button class="button button-secondary" type="submit" { (asked.text("people-filter")) }
        }
    }
}

fn chosen<'a>(asked: &Asked<'_>, found: &'a FollowUps) -> Vec<&'a FollowUpOf> {
    let wanted = asked.arrived.field("q").trim().to_lowercase();
    let state = asked.arrived.field("tilstand");
    let fits = |of: &&FollowUpOf| {
        let state_fits = match state {
            "" => matches!(of.state, DueState::Overdue | DueState::Due),
            "alle" => true,
            word => of.state.word() == word,
        };
        state_fits && (wanted.is_empty() || of.alias.as_str().contains(&wanted))
    };
    found.all.iter().filter(fits).collect()
}

fn list(asked: &Asked<'_>, found: &FollowUps, purpose: Purpose) -> Markup {
    let all = chosen(asked, found);
    let shown: Vec<&FollowUpOf> = all.iter().take(SHOWN_MAX).copied().collect();
    let data = list_table(asked, &found.agreement, &shown);
    let id = &found.agreement.id;
    let link = |alias: &str| format!("/investeringer/{id}/opfoelgninger/{alias}?formaal={}", purpose.word());
    let table = html! {
        div class="table-wrap" tabindex="0" role="region" aria-label=(asked.text("score-list")) {
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
    };
    html! {
        @if all.len() > SHOWN_MAX { p class="note" { (asked.texts.with("score-shown", &[("count", &SHOWN_MAX.to_string())])) } }
        p { (asked.texts.with("score-found", &[("count", &format::count(asked.texts.language(), all.len() as u64))])) }
        @if !shown.is_empty() { (csv::with_link(asked, "opfoelgninger", table)) }
    }
}

pub(super) fn list_table(asked: &Asked<'_>, agreement: &Agreement, all: &[&FollowUpOf]) -> Table {
    let keys = ["people-alias", "statement-measure", "score-closes", "web-state", "score-says"];
    let mut table = Table::new("", keys.iter().map(|key| Column::short(asked.text(key))).collect());
    let language = asked.texts.language();
    table.rows = all
        .iter()
        .map(|of| {
            let mut state = asked.text(&format!("score-state-{}", of.state.word()));
            if of.dropped_out {
                state = format!("{state} ({})", asked.text("place-dropped-out"));
            }
            Row::from(vec![
                Cell::text(of.alias.to_string()),
                Cell::text(label(agreement, &of.measure, of.at, asked.texts)),
                Cell::date(of.closes, format::short_date(language, of.closes)),
                Cell::text(state),
                Cell::text(says(asked, of)),
            ])
        })
        .collect();
    table
}

/// Outcome and value in words.
pub(super) fn says(asked: &Asked<'_>, of: &FollowUpOf) -> String {
    let outcome = match of.outcome {
        Some(Outcome::Success) => asked.text("score-met"),
        Some(Outcome::NoSuccess) => asked.text("score-not-met"),
        Some(Outcome::Unclarified(_)) => asked.text("score-open"),
        None => String::new(),
    };
    let value = of.value.map(|value| {
        let value = value.normalize();
        format::decimal(asked.texts.language(), value, value.scale().min(4))
    });
    [Some(outcome), value].into_iter().flatten().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// What others have reported and nobody has decided about.
fn to_verify(asked: &Asked<'_>, found: &FollowUps, purpose: Purpose) -> Markup {
    let open = |claim: &&ProviderClaim| matches!(claim.state, ClaimState::Claimed | ClaimState::Disputed);
    let claims: Vec<&ProviderClaim> = found.claims.iter().filter(open).collect();
    let to = format!("/investeringer/{}/opfoelgninger/afgoer", found.agreement.id);
    let language = asked.texts.language();
    html! {
        @if !claims.is_empty() {
            h3 { (asked.text("score-to-verify")) }
            ul class="tasks no-max-width" {
                @for claim in claims {
                    @let says = &claim.says;
                    @let own = claim.by == asked.standing.user.id;
                    li {
                        div {
                            p class="task-title" { (says.participant) " · " (label(&found.agreement, &says.measure, says.month, asked.texts)) }
                            p {
                                (outcome_words(asked, says.outcome))
                                @if let Some(on) = says.on { " · " (format::short_date(language, on)) }
                                " · " (asked.texts.with("score-reported-by", &[("by", claim.by.as_str())]))
                                @if !says.evidence_name.is_empty() { " · " (says.evidence_name) }
                            }
                        }
                        @if own { p class="note" { (asked.text("score-own")) } }
                        @else {
                            (form(asked, &to, html! {
                                input type="hidden" name="formaal" value=(purpose.word());
                                input type="hidden" name="indberetning" value=(claim.number);
                                div class="inline-form" {
                                    div class="form-group" {
                                        label class="form-label" for=(format!("grund-{}", claim.number)) { (asked.text("score-reason")) }
                                        input class="form-input" type="text" id=(format!("grund-{}", claim.number)) name="begrundelse" autocomplete="off";
                                    }
                                    button class="button button-primary" type="submit" name="svar" value="verified" { (asked.text("score-verify")) }
                                    button class="button button-secondary" type="submit" name="svar" value="rejected" { (asked.text("score-reject")) }
                                }
                            }))
                        }
                    }
                }
            }
        }
    }
}

fn outcome_words(asked: &Asked<'_>, outcome: Option<Outcome>) -> String {
    match outcome {
        Some(Outcome::Success) => asked.text("score-met"),
        Some(Outcome::NoSuccess) => asked.text("score-not-met"),
        Some(Outcome::Unclarified(_)) | None => asked.text("score-open"),
    }
}

fn import_form(asked: &Asked<'_>, found: &FollowUps) -> Markup {
    let has_scores = !score_names(&found.agreement).is_empty();
    let kinds: Vec<(String, String)> = [("vaerdier", has_scores), ("udfald", true)]
        .into_iter()
        .filter(|(_, there)| *there)
        .map(|(word, _)| (word.to_owned(), asked.text(&format!("score-import-{word}"))))
        .collect();
    html! {
        section {
            h2 { (asked.text("score-import")) }
            div class="narrow" {
                (file_form(asked, &format!("/investeringer/{}/opfoelgninger", found.agreement.id), html! {
                    (choice("slags", "slags", &asked.text("score-import-kind"), &kinds, ""))
                    (field("fil", &asked.text("list-file"), Some(&asked.text("score-import-hint")), html! {
                        input class="form-input" type="file" id="fil" name="fil" required accept=".csv,.txt,text/csv" aria-describedby="fil-hint";
                    }))
                    button class="button button-secondary" type="submit" { (asked.text("score-import")) }
                }))
            }
        }
    }
}

/// Reads in a file: all of it or nothing.
pub fn import(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let sent = asked.arrived.sent("fil").ok_or_else(|| Refusal::new("list-none"))?;
    let from = ListBytes::Sent(&sent.name, &sent.bytes);
    match asked.arrived.field("slags") {
        "vaerdier" => drop(asked.session.scores_read(id, from)?),
        _ => {
            let agreement = asked.session.sealed_now(id)?;
            let profile = virkning_register::list::ListProfile::built_in();
            asked.session.claims_read(agreement, from, &profile, Shown::Folder(None))?;
        }
    }
    Ok(Answer::go(format!("/investeringer/{id}/opfoelgninger?udfoert=scores-read")))
}

/// Verifies or rejects what somebody else has reported.
pub fn decide(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let unknown = || Refusal::new("S080").with("claim", asked.arrived.field("indberetning"));
    let number: u64 = asked.arrived.field("indberetning").parse().map_err(|_| unknown())?;
    // A number of another agreement is nobody's here.
    let own = asked.session.store.claim(number)?.is_some_and(|claim| claim.agreement == *id);
    let outcome = match asked.arrived.field("svar") {
        "verified" => ClaimState::Verified,
        "rejected" => ClaimState::Rejected,
        _ => return Err(Refusal::new("score-answer-missing").into()),
    };
    if !own {
        return Err(unknown().into());
    }
    asked.session.claim_decide(number, outcome, asked.arrived.field("begrundelse"))?;
    let purpose = asked.arrived.field("formaal");
    Ok(Answer::go(format!("/investeringer/{id}/opfoelgninger?formaal={purpose}&udfoert=report-decided")))
}
