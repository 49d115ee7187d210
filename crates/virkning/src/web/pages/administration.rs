//! Administration: users, their roles everywhere and for single investments, and the one-time links by which they come in.

use std::collections::BTreeMap;

use maud::{Markup, html};
use virkning_model::id::{AgreementId, UserId};
use virkning_store::{Grant, Role, User};

use super::me::roles_in_words;
use crate::app::failure::{Failure, Refusal};
use crate::app::user::{LINK_HOURS, roles as roles_named};
use crate::web::answer::Answer;
use crate::web::layout::{Head, asked_page};
use crate::web::parts::{choice, field, form, text_field, warning};
use crate::web::provider::Rules;
use crate::web::request::Asked;
use crate::web::routes::Area;

/// Users and forms.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    page(asked, None)
}

/// Declares a user.
pub fn add(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = user_named(asked.arrived.field("bruger"))?;
    let name = match asked.arrived.field("navn").trim() {
        "" => id.as_str(),
        name => name,
    };
    let roles = roles_named(&asked.arrived.fields("rolle"))?;
    match agreement_named(asked.arrived.field("investering"))? {
        None => drop(asked.session.user_add(&id, name, &roles, None)?),
        Some(agreement) => {
            let actor = asked.session.actor()?;
            asked.session.store.user_add_for(&actor, &id, name, &agreement, &roles)?;
        }
    }
    Ok(Answer::go("/administration?udfoert=user-added"))
}

/// Gives roles, everywhere or for one investment, in place of those held there.
pub fn roles(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let (id, actor) = (user_named(asked.arrived.field("bruger"))?, asked.session.actor()?);
    let roles = roles_named(&asked.arrived.fields("rolle"))?;
    let store = &asked.session.store;
    match agreement_named(asked.arrived.field("investering"))? {
        None => drop(store.user_roles_set(&actor, &id, &roles)?),
        Some(agreement) => drop(asked.session.user_grant(&id, &agreement, &roles)?),
    }
    Ok(Answer::go("/administration?udfoert=roles-set"))
}

/// Makes a one-time link. It is shown once, here; only its hash is kept.
pub fn link(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = user_named(asked.arrived.field("bruger"))?;
    let path = asked.session.user_link(&id)?;
    page(asked, Some((id, format!("{}{path}", asked.web.address.origin()))))
}

/// Ends every session of a user.
pub fn log_out(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = user_named(asked.arrived.field("bruger"))?;
    asked.session.store.sessions_end(&id)?;
    asked.session.store.audit_note(&asked.session.actor()?, "logout-everywhere", id.as_str(), BTreeMap::new())?;
    Ok(Answer::go("/administration?udfoert=logged-out"))
}

/// Takes away what a user logs in with; roles stay, and a new link opens the way again.
pub fn close(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = user_named(asked.arrived.field("bruger"))?;
    asked.session.store.credential_remove(&asked.session.actor()?, &id)?;
    Ok(Answer::go("/administration?udfoert=access-closed"))
}

fn user_named(name: &str) -> Result<UserId, Failure> {
    UserId::new(name.trim().to_lowercase()).map_err(|_| Refusal::new("user-name-invalid").with("name", name).into())
}

/// The agreement that a form names; nothing where it means all.
fn agreement_named(text: &str) -> Result<Option<AgreementId>, Failure> {
    match text {
        "" => Ok(None),
        text => match AgreementId::new(text) {
            Ok(agreement) => Ok(Some(agreement)),
            Err(_) => Err(Refusal::new("agreement-unknown").with("agreement", text).into()),
        },
    }
}

fn page(asked: &Asked<'_>, link: Option<(UserId, String)>) -> Result<Answer, Failure> {
    let (users, grants) = (asked.session.store.users()?, asked.session.store.grants()?);
    // A role may be given for an agreement that is still being written.
    let mut agreements = asked.session.store.agreements()?;
    agreements.extend(asked.session.store.drafts()?.into_iter().map(|draft| draft.agreement));
    agreements.sort();
    agreements.dedup();
    let hours = LINK_HOURS.to_string();
    let body = html! {
        @if let Some((user, link)) = &link {
            div class="alert alert-success" role="status" {
                div class="alert-body" {
                    p class="alert-heading" { (asked.texts.with("web-link-made", &[("user", user.as_str()), ("hours", &hours)])) }
                    p class="alert-text" { code { (link) } }
                }
            }
        }
        p { a href="/administration/organisation" { (asked.text("organisation-title")) } }
        (table(asked, &users, &grants)?)
        div class="columns" {
            section { h2 { (asked.text("web-user-add")) } (add_form(asked, &agreements)) }
            section { h2 { (asked.text("web-roles-give")) } (roles_form(asked, &users, &agreements)) }
        }
        @if let Some(provider) = &asked.web.provider { (rules(asked, provider.rules())) }
        (warning("", &asked.text("web-administration-note")))
    };
    Ok(asked_page(asked, Head::of(Area::Administration, asked.text("web-administration")), body))
}

fn table(asked: &Asked<'_>, users: &[User], grants: &[Grant]) -> Result<Markup, Failure> {
    let keys = ["web-user", "web-full-name", "web-roles-everywhere", "web-roles-single", "web-login"];
    let mut rows = Vec::new();
    for user in users {
        let own: Vec<&Grant> = grants.iter().filter(|grant| grant.user == user.id).collect();
        let can_log_in = asked.session.store.credential(&user.id)?.is_some();
        rows.push(html! {
            tr {
                td { (user.id) }
                td { (user.name) }
                td { (roles_in_words(user.roles.iter(), asked.texts)) }
                td { @for grant in own { div { (grant.agreement) ": " (roles_in_words(grant.roles.iter(), asked.texts)) } } }
                td {
                    (asked.text(if can_log_in { "web-login-yes" } else { "web-login-no" }))
                    (user_button(asked, user, "/administration/link", "web-link-make"))
                    (user_button(asked, user, "/administration/log-ud", "web-user-log-out"))
                    @if can_log_in && user.id != asked.standing.user.id {
                        (user_button(asked, user, "/administration/luk", "web-user-close"))
                    }
                }
            }
        });
    }
    Ok(html! {
        div class="table-wrap" tabindex="0" role="region" aria-label=(asked.text("web-users")) {
            table class="table" {
                thead { tr { @for key in keys { th scope="col" { (asked.text(key)) } } } }
                tbody { @for row in rows { (row) } }
            }
        }
    })
}

/// What groups of the municipality are worth, as the keeper of the server has written it down.
fn rules(asked: &Asked<'_>, rules: &Rules) -> Markup {
    let title = asked.texts.with("web-rules-title", &[("name", &rules.name)]);
    html! {
        section {
            h2 { (title) }
            p { (asked.text("web-rules-note")) }
            div class="table-wrap" tabindex="0" role="region" aria-label=(title) {
                table class="table" {
                    thead {
                        tr { @for key in ["web-rules-group", "web-rules-role", "web-rules-where"] { th scope="col" { (asked.text(key)) } } }
                    }
                    tbody {
                        @for (group, role, investment) in rules.rows() {
                            tr {
                                td { (group) }
                                td { (asked.text(&format!("role-{}", role.as_str()))) }
                                td {
                                    @match investment { Some(id) => { (id) }, None => { (asked.text("web-everywhere")) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// One button that does something with one user, and says so to whoever hears it out of its row.
fn user_button(asked: &Asked<'_>, user: &User, to: &str, key: &str) -> Markup {
    let said = asked.texts.with(&format!("{key}-for"), &[("user", user.id.as_str())]);
    form(
        asked,
        to,
        html! {
            input type="hidden" name="bruger" value=(user.id);
            button class="button button-secondary button-small" type="submit" aria-label=(said) { (asked.text(key)) }
        },
    )
}

fn role_boxes(asked: &Asked<'_>, prefix: &str) -> Markup {
    html! {
        fieldset {
            legend class="form-label" { (asked.text("web-roles")) }
            @for role in Role::ALL {
                @let id = format!("{prefix}-{}", role.as_str());
                div class="form-group-checkbox" {
                    input class="form-checkbox" type="checkbox" id=(id) name="rolle" value=(role.as_str());
                    label for=(id) { (asked.text(&format!("role-{}", role.as_str()))) }
                }
            }
        }
    }
}

fn add_form(asked: &Asked<'_>, agreements: &[AgreementId]) -> Markup {
    form(
        asked,
        "/administration/brugere",
        html! {
            (text_field("bruger", "text", &asked.text("web-user"), Some(&asked.text("web-user-hint")), "off"))
            (text_field("navn", "text", &asked.text("web-full-name"), None, "off"))
            (choice("ny-investering", "investering", &asked.text("web-roles-where"), &investments(asked, agreements), ""))
            (role_boxes(asked, "ny"))
            button class="button button-primary" type="submit" { (asked.text("web-user-add")) }
        },
    )
}

/// Everywhere, or one investment.
fn investments(asked: &Asked<'_>, agreements: &[AgreementId]) -> Vec<(String, String)> {
    let everywhere = (String::new(), asked.text("web-everywhere"));
    std::iter::once(everywhere).chain(agreements.iter().map(|id| (id.to_string(), id.to_string()))).collect()
}

fn roles_form(asked: &Asked<'_>, users: &[User], agreements: &[AgreementId]) -> Markup {
    let names: Vec<(String, String)> = users.iter().map(|user| (user.id.to_string(), user.name.clone())).collect();
    form(
        asked,
        "/administration/roller",
        html! {
            (field("hvem", &asked.text("web-user"), None, html! {
                select class="form-select" id="hvem" name="bruger" {
                    @for (value, name) in &names { option value=(value) { (name) " (" (value) ")" } }
                }
            }))
            (choice("given-investering", "investering", &asked.text("web-roles-where"), &investments(asked, agreements), ""))
            (role_boxes(asked, "givet"))
            button class="button button-primary" type="submit" { (asked.text("web-roles-give")) }
        },
    )
}
