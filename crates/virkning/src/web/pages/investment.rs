//! Investering: the fact sheet in the form that the half-yearly status uses: facts, target group, intervention, what is
//! paid for, who does what, and how it goes.

use maud::{Markup, html};
use virkning_model::agreement::PartyRole;
use virkning_model::{Agreement, Money};
use virkning_report::{Fact, KeyFigure};
use virkning_store::unit_on;

use crate::app::failure::Failure;
use crate::app::overview::Overview;
use crate::text::{format, rule};
use crate::web::answer::Answer;
use crate::web::layout::{Head, asked_page};
use crate::web::pages::comments;
use crate::web::request::Asked;
use crate::web::routes::READ_MONEY;
use crate::web::view;

/// The fact sheet.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let overview = asked.session.overview(id)?;
    let agreement = &overview.agreement;
    let may_see_money = asked.is_any(READ_MONEY);
    let body = html! {
        @if may_see_money { (view::key_figures(&figures(asked, &overview))) }
        div class="columns" {
            section { h2 { (asked.text("web-facts")) } (view::facts(&facts(asked, agreement)?)) }
            section {
                h2 { (asked.text("web-target-group")) }
                p { (agreement.target_group.description) }
                ul { @for line in &agreement.target_group.profile { li { (line) } } }
                h2 { (asked.text("web-intervention")) }
                p { (agreement.intervention.label) }
                ul { @for step in &agreement.intervention.steps { li { (step) } } }
            }
            section { h2 { (asked.text("web-results")) } (results(asked, agreement)) }
            section { h2 { (asked.text("web-model")) } (model(asked, agreement)) }
        }
        @if may_see_money {
            (progress(asked, &overview))
            (comments::of(asked, &commented(asked))?)
        }
    };
    let head = Head::of_investment(asked, id, &agreement.name, "web-fact-sheet", agreement.name.clone());
    Ok(asked_page(asked, head.with_subtitle(agreement.purpose.clone()), body))
}

fn figures(asked: &Asked<'_>, overview: &Overview) -> Vec<KeyFigure> {
    let money = |amount: Option<Money>| match amount {
        Some(amount) => format::money(asked.texts.language(), amount),
        None => asked.text("plan-not-stated"),
    };
    vec![
        KeyFigure::new(asked.text("web-capital"), money(overview.capital)),
        KeyFigure::new(asked.text("web-price"), money(overview.price)),
        KeyFigure::new(asked.text("web-expected-all"), money(overview.expected)),
        KeyFigure::new(asked.text("web-posted"), money(Some(overview.posted))).emphasised(),
    ]
}

/// The figures of the page that can be written about, by their stable names.
fn commented(asked: &Asked<'_>) -> Vec<comments::Figure> {
    let names = [
        ("investment/capital", "web-capital"),
        ("investment/price", "web-price"),
        ("investment/expected", "web-expected-all"),
        ("investment/posted", "web-posted"),
        ("investment/plan-and-posted", "web-plan-and-posted"),
    ];
    names.map(|(name, key)| (name.to_owned(), asked.text(key))).to_vec()
}

fn facts(asked: &Asked<'_>, agreement: &Agreement) -> Result<Vec<Fact>, Failure> {
    let (texts, language) = (asked.texts, asked.texts.language());
    let period = format!("{} – {}", format::date(texts, agreement.from), format::date(texts, agreement.to));
    let mut facts = vec![Fact::new(asked.text("web-period"), period)];
    if !agreement.aliases.is_empty() {
        facts.push(Fact::new(asked.text("web-other-names"), agreement.aliases.join(", ")));
    }
    let roles = [
        (PartyRole::Authority, "web-party-authority"),
        (PartyRole::Provider, "web-party-provider"),
        (PartyRole::Investor, "web-party-investor"),
        (PartyRole::Guarantor, "web-party-guarantor"),
        (PartyRole::Payer, "web-party-payer"),
    ];
    for (role, key) in roles {
        let names: Vec<&str> =
            agreement.parties.iter().filter(|party| party.is(role)).map(|party| party.name.as_str()).collect();
        let provider = agreement.intervention.provider.as_str();
        if names.is_empty() && role == PartyRole::Provider && !provider.is_empty() {
            facts.push(Fact::new(asked.text(key), provider));
        } else if !names.is_empty() {
            facts.push(Fact::new(asked.text(key), names.join(", ")));
        }
    }
    let people: u32 = agreement.intake.total.unwrap_or_else(|| agreement.intake.by_year.values().sum());
    if people > 0 {
        facts.push(Fact::new(asked.text("web-intake"), format::count(language, people.into())));
    }
    facts.push(Fact::new(asked.text("web-version"), agreement.version.clone()));
    let today = asked.session.world.today();
    if let Some(unit) = asked.session.store.agreement_units(today)?.remove(&agreement.id) {
        let units = asked.session.store.units()?;
        let name = unit_on(&units, &unit, today).map_or(unit.clone(), |unit| unit.name.clone());
        facts.push(Fact::new(asked.text("organisation-of"), name));
    }
    Ok(facts)
}

fn results(asked: &Asked<'_>, agreement: &Agreement) -> Markup {
    let paid = |measure: &virkning_model::id::MeasureId| {
        agreement
            .payments
            .iter()
            .filter(|payment| payment.measure == *measure)
            .map(|payment| payment.label.clone())
            .collect::<Vec<_>>()
    };
    html! {
        ul class="measures" {
            @for measure in &agreement.measures {
                @let payments = paid(&measure.id);
                li {
                    strong { (measure.label) } " "
                    span class="badge" { (asked.text(if payments.is_empty() { "web-follow-up-measure" } else { "web-payment-measure" })) }
                    p { (rule::of_measure(measure, asked.texts)) }
                    @for payment in payments { p class="note" { (payment) } }
                }
            }
        }
    }
}

/// Authority, investor and provider, and what goes between them.
fn model(asked: &Asked<'_>, agreement: &Agreement) -> Markup {
    let names = |role: PartyRole| {
        let names = agreement.parties.iter().filter(|party| party.is(role)).map(|party| party.short_name.as_str());
        names.collect::<Vec<_>>().join(", ")
    };
    let line = |key: &str, role: PartyRole| {
        // Where no party delivers it, the terms still say who does.
        let who = match names(role) {
            none if none.is_empty() && role == PartyRole::Provider => agreement.intervention.provider.clone(),
            names => names,
        };
        (!who.is_empty()).then(|| asked.texts.with(key, &[("who", &who)]))
    };
    let lines = [
        line("web-model-investor", PartyRole::Investor),
        line("web-model-provider", PartyRole::Provider),
        line("web-model-authority", PartyRole::Authority),
    ];
    html! { ol { @for line in lines.into_iter().flatten() { li { (line) } } } }
}

/// Each measured year, as planned and as posted; the picture has the years as its table.
fn progress(asked: &Asked<'_>, overview: &Overview) -> Markup {
    let chart = crate::app::statement::chart_of_years(&overview.years, asked.texts);
    html! {
        section {
            h2 { (asked.text("web-plan-and-posted")) }
            @if overview.years.is_empty() { p { (asked.text("web-no-years")) } }
            @else { (view::chart(&chart, asked.texts)) }
        }
    }
}
