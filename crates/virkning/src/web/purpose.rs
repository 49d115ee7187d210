//! Why somebody looks at people: a choice of a few purposes, which every page about a person asks for and every look records.

use maud::{Markup, html};

use super::parts::choice;
use super::request::Asked;
use crate::text::Language;

/// A purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purpose(&'static str);

/// The purposes, as addresses and texts name them.
const PURPOSES: &[&str] = &["optag", "opfoelgning", "afregning", "tilsyn", "indsigt"];

impl Purpose {
    /// The purpose that the address names; nothing for none or another word.
    pub fn asked(asked: &Asked<'_>) -> Option<Self> {
        Self::of(asked.arrived.field("formaal"))
    }

    fn of(word: &str) -> Option<Self> {
        PURPOSES.iter().find(|known| **known == word).map(|known| Self(known))
    }

    /// The word in addresses.
    pub fn word(self) -> &'static str {
        self.0
    }

    /// As it is recorded: the citizen reads it.
    pub fn in_danish(self, asked: &Asked<'_>) -> String {
        asked.web.texts(Language::Danish).get(&format!("purpose-{}", self.0))
    }
}

/// The question for the purpose, before people are shown. What else the address says is kept.
pub fn form(asked: &Asked<'_>, to: &str, fields: &[(&str, &str)]) -> Markup {
    let options: Vec<(String, String)> =
        PURPOSES.iter().map(|word| ((*word).to_owned(), asked.text(&format!("purpose-{word}")))).collect();
    html! {
        form class="narrow" method="get" action=(to) {
            @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
            (choice("formaal", "formaal", &asked.text("purpose"), &options, ""))
            p class="note" { (asked.text("purpose-note")) }
            button class="button button-primary" type="submit" { (asked.text("purpose-show")) }
        }
    }
}
