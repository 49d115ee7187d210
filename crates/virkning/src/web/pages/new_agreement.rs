//! Ny aftale: an agreement begins from a template or from a text that was written elsewhere.

use maud::{Markup, html};
use virkning_agreement::TEMPLATES;
use virkning_model::id::AgreementId;

use crate::app::draft::TEXT_BYTES_MAX;
use crate::app::failure::{Failure, Refusal};
use crate::web::answer::Answer;
use crate::web::layout::{Head, asked_page};
use crate::web::parts::{field, form, labelled_input};
use crate::web::request::Asked;
use crate::web::routes::Area;

/// The two ways to begin.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let text = |key: &str| asked.text(key);
    let body = html! {
        p class="font-lead" { (text("draft-new-what")) }
        div class="columns" {
            section { h2 { (text("draft-from-template")) } (template_form(asked)) }
            section { h2 { (text("draft-from-file")) } (file_form(asked)) }
        }
    };
    let head = Head::of(Area::Portfolio, text("draft-new"));
    let crumbs = vec![("/portefolje".to_owned(), text("web-portfolio"))];
    Ok(asked_page(asked, Head { crumbs, ..head }, body))
}

/// Begins from a template. The identifier is made of the name where none is given.
pub fn from_template(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let arrived = asked.arrived;
    let name = arrived.field("navn").trim();
    let wanted = match arrived.field("nummer").trim() {
        "" => identifier_of(name),
        given => given.to_lowercase(),
    };
    let id = AgreementId::new(wanted.as_str())
        .map_err(|_| Refusal::new("draft-identifier-invalid").with("identifier", &wanted))?;
    asked.session.draft_from_template(&id, name, arrived.field("skabelon"))?;
    Ok(Answer::go(format!("/investeringer/{id}/kladde/vaerdier?udfoert=draft-begun")))
}

/// Begins from a file.
pub fn from_file(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let file = asked.arrived.file("fil").ok_or_else(|| Refusal::new("upload-no-file"))?;
    if file.bytes > TEXT_BYTES_MAX as u64 {
        return Err(Refusal::new("draft-too-long").with("kilobytes", TEXT_BYTES_MAX / 1024).into());
    }
    let bytes = std::fs::read(file.path()).map_err(|error| Failure::operating("tried-read", file.path(), error))?;
    let stored = asked.session.draft_from_text(&bytes)?;
    Ok(Answer::go(format!("/investeringer/{}/kladde?udfoert=draft-begun", stored.record.agreement)))
}

fn template_form(asked: &Asked<'_>) -> Markup {
    let text = |key: &str| asked.text(key);
    let inside = html! {
        (labelled_input("navn", "text", &text("draft-name"), Some(&text("draft-name-hint")), "", true))
        fieldset {
            legend class="form-label" { (text("draft-template")) }
            @for (place, template) in TEMPLATES.iter().enumerate() {
                @let id = format!("skabelon-{}", template.name);
                div class="form-group-radio" {
                    input class="form-radio" type="radio" id=(id) name="skabelon" value=(template.name) required checked[place == 0];
                    label class="form-label" for=(id) { (text(&format!("template-{}", template.name))) }
                }
            }
        }
        (labelled_input("nummer", "text", &text("draft-identifier"), Some(&text("draft-identifier-hint")), "", false))
        button class="button button-primary" type="submit" { (text("draft-begin")) }
    };
    html! { div class="narrow" { (form(asked, "/aftaler/ny", inside)) } }
}

fn file_form(asked: &Asked<'_>) -> Markup {
    let text = |key: &str| asked.text(key);
    html! {
        p { (text("draft-from-file-what")) }
        form class="narrow" method="post" action="/aftaler/ny/fil" enctype="multipart/form-data" {
            // The key stands before the file: nothing is taken before it is known whose it is.
            input type="hidden" name="form-key" value=(asked.standing.login.form_key);
            (field("fil", &text("draft-file"), None, html! {
                input class="form-input" type="file" id="fil" name="fil" accept=".md,text/markdown,text/plain" required;
            }))
            button class="button button-secondary" type="submit" { (text("draft-upload")) }
        }
    }
}

/// An identifier that people recognise: small letters, digits and hyphens.
fn identifier_of(name: &str) -> String {
    let mut made = String::new();
    for sign in name.to_lowercase().chars() {
        match sign {
            'æ' => made.push_str("ae"),
            'ø' => made.push_str("oe"),
            'å' => made.push_str("aa"),
            'a'..='z' | '0'..='9' => made.push(sign),
            '+' => made.push_str("-plus"),
            _ if made.ends_with('-') || made.is_empty() => {}
            _ => made.push('-'),
        }
    }
    made.trim_end_matches('-').chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_made_of_the_name() {
        let check = |name: &str, expected: &str| assert_eq!(identifier_of(name), expected);
        check("Vejen til job", "vejen-til-job");
        check("Sammen på tværs: Ærø, Åbo & Øst", "sammen-paa-tvaers-aeroe-aabo-oest");
        check("IPS+", "ips-plus");
        check("  –  ", "");
    }
}
