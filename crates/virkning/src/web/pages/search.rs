//! One search box: investments, also by their other names, settlements by their number, participants by their alias for
//! those who work with people, and texts that are being written. It finds only what the user may
//! open, and says nothing of the rest.

use maud::html;
use virkning_model::id::{AgreementId, Alias};

use crate::app::failure::Failure;
use crate::web::answer::Answer;
use crate::web::layout::{Head, asked_page};
use crate::web::request::Asked;
use crate::web::routes::{READ_MONEY, SEARCH_PEOPLE, SEE_PEOPLE};

/// What was found.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let wanted = asked.arrived.field("q").trim();
    let small = wanted.to_lowercase();
    let mut found: Vec<(String, String, String)> = Vec::new();
    for id in asked.agreements()? {
        let agreement = asked.session.sealed_shared(&id)?;
        let names = agreement.aliases.iter().chain([&agreement.name]);
        if !small.is_empty()
            && names.map(|name| name.to_lowercase()).chain([id.to_string()]).any(|name| name.contains(&small))
        {
            let others = agreement.aliases.join(", ");
            found.push((format!("/investeringer/{id}"), agreement.name.clone(), others));
        }
        if small.is_empty() {
            continue;
        }
        if asked.standing.is_any_on(&id, SEARCH_PEOPLE) && has_participant(asked, &id, &small)? {
            // Whoever may see people is led to the person; the page then asks for the purpose.
            let to = match asked.standing.is_any_on(&id, SEE_PEOPLE) {
                true => format!("/investeringer/{id}/deltagere/{small}"),
                false => format!("/investeringer/{id}"),
            };
            found.push((to, small.clone(), asked.texts.with("search-alias", &[("name", &agreement.name)])));
        }
        if !asked.standing.is_any_on(&id, READ_MONEY) {
            continue;
        }
        let overview = asked.session.overview(&id)?;
        for record in overview.proposals.iter().filter(|record| record.id.as_str().contains(&small)) {
            let year = asked.texts.with("web-measured-year-of", &[("year", &record.measured_year.to_string())]);
            found.push((
                format!("/afregninger/{}", record.id),
                record.id.to_string(),
                format!("{} · {year}", agreement.name),
            ));
        }
    }
    for draft in asked.drafts()?.iter().filter(|draft| !small.is_empty() && draft.agreement.as_str().contains(&small)) {
        let to = format!("/investeringer/{}/kladde", draft.agreement);
        found.push((to, draft.agreement.to_string(), asked.text("portfolio-drafts")));
    }
    let count = found.len().to_string();
    let body = html! {
        p { (asked.texts.with("web-search-found", &[("count", &count), ("wanted", wanted)])) }
        ul class="results" {
            @for (to, name, more) in &found { li { a href=(to) { (name) } @if !more.is_empty() { span class="note" { (more) } } } }
        }
    };
    Ok(asked_page(asked, Head::plain(asked.text("web-search")), body))
}

/// Whether the newest list of an investment has exactly that alias: a part of one finds nobody.
fn has_participant(asked: &Asked<'_>, id: &AgreementId, alias: &str) -> Result<bool, Failure> {
    let Ok(alias) = Alias::new(alias) else { return Ok(false) };
    Ok(asked.session.aliases(id)?.contains(&alias))
}
