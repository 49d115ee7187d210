//! One search box: investments, also by their other names, settlements by their number, and participants by their alias. It finds only what the user may
//! open, and says nothing of the rest.

use maud::html;
use virkning_model::id::Alias;

use crate::app::failure::Failure;
use crate::web::answer::Answer;
use crate::web::layout::{Head, asked_page};
use crate::web::request::Asked;
use crate::web::routes::{READ_MONEY, SEE_PEOPLE};

/// What was found.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let wanted = asked.arrived.field("q").trim();
    let small = wanted.to_lowercase();
    let mut found: Vec<(String, String, String)> = Vec::new();
    for id in asked.agreements()? {
        let agreement = asked.session.sealed_now(&id)?;
        let names = agreement.aliases.iter().chain([&agreement.name]);
        if !small.is_empty()
            && names.map(|name| name.to_lowercase()).chain([id.to_string()]).any(|name| name.contains(&small))
        {
            let others = agreement.aliases.join(", ");
            found.push((format!("/investeringer/{id}"), agreement.name.clone(), others));
        }
        // Whoever may see people finds one by the whole alias; the page then asks for the purpose.
        if let Ok(alias) = Alias::new(wanted)
            && asked.standing.is_any_on(&id, SEE_PEOPLE)
            && asked.session.people(&id)?.set.participants.iter().any(|person| person.alias == alias)
        {
            let name = asked.texts.with("people-one-title", &[("alias", alias.as_str())]);
            found.push((format!("/investeringer/{id}/deltagere/{alias}"), name, agreement.name.clone()));
        }
        if small.is_empty() || !asked.standing.is_any_on(&id, READ_MONEY) {
            continue;
        }
        for record in
            asked.session.store.proposals(&id)?.into_iter().filter(|record| record.id.as_str().contains(&small))
        {
            let year = asked.texts.with("web-measured-year-of", &[("year", &record.measured_year.to_string())]);
            found.push((
                format!("/afregninger/{}", record.id),
                record.id.to_string(),
                format!("{} · {year}", agreement.name),
            ));
        }
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
