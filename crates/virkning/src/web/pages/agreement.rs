//! Aftale: the sealed document, line by line, with its terms beside it and every remark at its line; who has signed it, and
//! the way to its versions and to the text that is being written. Lines have addresses, so that an amount leads to its
//! clause.

use std::path::Path;

use jiff::civil::Date;
use maud::{Markup, html};
use virkning_model::Agreement;
use virkning_model::id::{ContentHash, PartyId};
use virkning_store::{NewSigning, Sealed, Signing};

use crate::app::check::check_text;
use crate::app::failure::{Failure, Refusal};
use crate::text::format;
use crate::web::answer::Answer;
use crate::web::document;
use crate::web::layout::{Head, asked_page};
use crate::web::parts::{form, labelled_input, note};
use crate::web::request::Asked;
use crate::web::routes::WRITE_AGREEMENT;

/// The document of the version sealed last.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let sealed = asked.session.store.agreement_sealed(id)?;
    let sealed = sealed.ok_or_else(|| Refusal::new("agreement-unknown").with("agreement", id))?;
    let agreement = asked.session.sealed_agreement(id, &sealed)?;
    let versions = asked.session.store.agreement_versions(id)?.len();
    let codes = asked.session.codes()?.list;
    let checked = check_text(Path::new("aftale.md"), sealed.text.clone(), &codes);
    let body = html! {
        (note("", &seal_in_words(asked, &sealed, versions)))
        (ways(asked, &sealed)?)
        (signatures(asked, &agreement, &sealed)?)
        (document::remarks(asked, &checked.diagnostics, false, ""))
        div class="document-with-terms" {
            section aria-label=(asked.text("web-document")) { (document::document(asked, &sealed.text, &checked.diagnostics)) }
            aside aria-label=(asked.text("web-terms")) { h2 { (asked.text("web-terms")) } (document::terms(asked, &agreement)) }
        }
    };
    let head = Head::of_investment(asked, id, &agreement.name, "web-agreement", asked.text("web-agreement"));
    Ok(asked_page(asked, head, body))
}

/// Records who has signed the sealed text, and when.
pub fn sign(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let (id, arrived) = (asked.agreement()?, asked.arrived);
    let invalid = |field: &str| Refusal::new("signing-incomplete").with("field", asked.text(field));
    let content = ContentHash::new(arrived.field("segl")).map_err(|_| invalid("signing-seal"))?;
    let (party, office) = arrived.field("for").split_once('/').ok_or_else(|| invalid("signing-office"))?;
    let party = PartyId::new(party).map_err(|_| invalid("signing-office"))?;
    let name =
        Some(arrived.field("navn").trim()).filter(|name| !name.is_empty()).ok_or_else(|| invalid("signing-name"))?;
    let versions = asked.session.store.agreement_versions(id)?;
    let sealed = versions.iter().find(|sealed| sealed.hash == content).ok_or_else(|| invalid("signing-seal"))?;
    let signs = asked.session.sealed_agreement(id, sealed)?.signatures;
    if !signs.iter().any(|one| one.party == party && one.office == office) {
        return Err(invalid("signing-office").into());
    }
    let signed_on: Date = arrived.field("dato").parse().map_err(|_| invalid("signing-day"))?;
    let new = NewSigning {
        agreement: id,
        content: &content,
        party: &party,
        office,
        name,
        signed_on,
        today: asked.session.world.today(),
        reason: Some(arrived.field("begrundelse")),
    };
    asked.session.store.signing_add(&asked.session.actor()?, new)?;
    Ok(Answer::go(format!("/investeringer/{id}/aftale?udfoert=signed#underskrifter")))
}

fn seal_in_words(asked: &Asked<'_>, sealed: &Sealed, versions: usize) -> String {
    let sealed_on = format::date(asked.texts, sealed.at.to_zoned(jiff::tz::TimeZone::UTC).date());
    let words = [
        ("version", sealed.version.as_str()),
        ("date", &sealed_on),
        ("by", sealed.by.as_str()),
        ("seal", sealed.hash.short()),
        ("versions", &versions.to_string()),
    ];
    asked.texts.with("web-sealed", &words)
}

/// Where one goes from here: to the versions, and for authors to the text that is being written.
fn ways(asked: &Asked<'_>, sealed: &Sealed) -> Result<Markup, Failure> {
    let base = format!("/investeringer/{}", sealed.agreement);
    let draft = asked.session.store.draft(&sealed.agreement)?.filter(|_| asked.is_any(WRITE_AGREEMENT));
    let saved = draft.map(|draft| {
        let words = [("user", draft.by.as_str()), ("time", &format::moment(asked.texts.language(), draft.at))];
        asked.texts.with("draft-under-way", &words)
    });
    Ok(html! {
        @if let Some(saved) = &saved { (note("", saved)) }
        div class="actions" {
            a class="button button-secondary" href=(format!("{base}/versioner")) { (asked.text("draft-versions")) }
            @if asked.is_any(WRITE_AGREEMENT) {
                a class="button button-secondary" href=(format!("{base}/kladde")) {
                    (asked.text(if saved.is_some() { "draft-go-on" } else { "draft-amend" }))
                }
            }
        }
    })
}

/// Every office that signs: who did and when, or what is missing.
fn signatures(asked: &Asked<'_>, agreement: &Agreement, sealed: &Sealed) -> Result<Markup, Failure> {
    let signed = asked.session.store.signings(&sealed.hash)?;
    let of = |party: &PartyId, office: &str| signed.iter().find(|one| one.party == *party && one.office == office);
    let missing = agreement.signatures.iter().filter(|one| of(&one.party, &one.office).is_none()).count();
    let state = match missing {
        0 => asked.text("signing-all"),
        missing => asked.texts.with("signing-missing", &[("count", &missing.to_string())]),
    };
    if agreement.signatures.is_empty() {
        return Ok(html! {});
    }
    Ok(html! {
        section id="underskrifter" {
            h2 { (asked.text("signing-title")) }
            p { (state) }
            div class="table-wrap" tabindex="0" role="region" aria-label=(asked.text("signing-title")) {
                table class="table" {
                    thead { tr { @for key in ["signing-party", "signing-office", "signing-name", "signing-day"] { th scope="col" { (asked.text(key)) } } } }
                    tbody {
                        @for one in &agreement.signatures {
                            @let name = agreement.party(&one.party).map_or(one.party.as_str(), |party| &party.short_name);
                            tr {
                                td { (name) }
                                td { (one.office) }
                                @match of(&one.party, &one.office) {
                                    Some(signing) => { td { (signing.name) (corrected(asked, signing)) } td { (format::date(asked.texts, signing.signed_on)) } },
                                    None => { td { span class="badge" { (asked.text("signing-none")) } } td { "–" } },
                                }
                            }
                        }
                    }
                }
            }
            @if asked.is_any(WRITE_AGREEMENT) { (sign_form(asked, agreement, sealed)) }
        }
    })
}

fn corrected(asked: &Asked<'_>, signing: &Signing) -> Markup {
    html! {
        @if let Some(reason) = &signing.reason {
            span class="note" { (asked.texts.with("signing-corrected", &[("reason", reason)])) }
        }
    }
}

fn sign_form(asked: &Asked<'_>, agreement: &Agreement, sealed: &Sealed) -> Markup {
    let to = format!("/investeringer/{}/underskrift", agreement.id);
    let text = |key: &str| asked.text(key);
    let inside = html! {
        input type="hidden" name="segl" value=(sealed.hash.as_str());
        div class="form-group" {
            label class="form-label" for="for" { (text("signing-office")) }
            select class="form-select" id="for" name="for" {
                @for one in &agreement.signatures {
                    @let party = agreement.party(&one.party).map_or(one.party.as_str(), |party| &party.short_name);
                    option value=(format!("{}/{}", one.party, one.office)) { (party) ": " (one.office) }
                }
            }
        }
        (labelled_input("navn", "text", &text("signing-name"), None, "", true))
        (labelled_input("dato", "date", &text("signing-day"), None, &asked.session.world.today().to_string(), true))
        (labelled_input("begrundelse", "text", &text("signing-reason"), Some(&text("signing-reason-hint")), "", false))
        button class="button button-primary" type="submit" { (text("signing-record")) }
    };
    html! { details class="do" { summary { (text("signing-do")) } div class="narrow" { (form(asked, &to, inside)) } } }
}
