//! Documents to start an agreement from: whole agreements whose names and figures are placeholders, and say so. One more is
//! one more file under `templates/` and one more line here; what each is for stands in the texts that people read.

use virkning_model::id::AgreementId;

use crate::source::Source;
use crate::tree;

/// A document to start from.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// What it is asked for by: small letters, digits and hyphens.
    pub name: &'static str,
    text: &'static str,
}

/// Every template, by name.
pub const TEMPLATES: &[Template] = &[
    Template { name: "outcome-payment", text: include_str!("../templates/outcome-payment.md") },
    Template { name: "outcome-ladder", text: include_str!("../templates/outcome-ladder.md") },
    Template { name: "rate-card", text: include_str!("../templates/rate-card.md") },
    Template { name: "controlled-trial", text: include_str!("../templates/controlled-trial.md") },
    Template { name: "investment-case", text: include_str!("../templates/investment-case.md") },
];

/// The template of that name.
pub fn template(name: &str) -> Option<&'static Template> {
    TEMPLATES.iter().find(|template| template.name == name)
}

impl Template {
    /// The document, as the agreement of that identifier. Nothing else is filled in: what is not known stays a
    /// placeholder.
    pub fn start(&self, id: &AgreementId) -> String {
        let mut diagnostics = Vec::new();
        let source = Source::of(self.text, &mut diagnostics);
        let terms = tree::read(&source, &mut diagnostics);
        let head = terms.iter().find(|term| term.table == "agreement");
        let place = head.and_then(|head| head.get("id")).map(|id| id.span.clone());
        let place = place.expect("a template is an agreement with an identifier");
        format!("{}\"{id}\"{}", &self.text[..place.start], &self.text[place.end..])
    }
}
