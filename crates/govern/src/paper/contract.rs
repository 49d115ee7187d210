//! The agreement ready to sign: its text with every term in words, and a place for each signature. Whoever reads documents
//! takes the text apart; here it becomes a paper.

use virkning_model::agreement::Party;

use super::{PaperError, parts};
use crate::dossier::Dossier;
use crate::record::{Figure, Line, Lineage, Part, Report, Value, Words};

/// The agreement of an investment.
pub fn agreement(dossier: &Dossier, subject: &str) -> Result<Report, PaperError> {
    let (idea, agreement) = parts::investment(dossier, subject)?;
    let id = agreement.id.as_str();
    let contract = dossier.contracts.iter().find(|contract| contract.agreement == id);
    let contract = contract.ok_or_else(|| PaperError::NoAgreement(idea.name.clone()))?;
    let title = Words::text(contract.title.clone());
    let mut report = Report::new("agreement", idea.id.as_str(), title, &dossier.portfolio.municipality, dossier.today);
    report.subtitle = Words::key("paper-subtitle-agreement").with("version", agreement.version.as_str());
    let from = |term: &str| Lineage { document: id.to_owned(), term: term.to_owned(), ..Lineage::default() };
    let name = |party: &&Party| party.name.clone();
    let parties: Vec<String> =
        agreement.parties.iter().filter(|party| !is_silent(agreement, party)).map(|party| name(&party)).collect();
    report.facts = vec![
        Line::new(
            "paper-parties",
            Figure::new(format!("{id}.parties"), Value::Text(parties.join(" · ")), from("party")),
        ),
        Line::new("paper-agreement-from", Figure::new(format!("{id}.from"), agreement.from, from("agreement.from"))),
        Line::new("paper-agreement-to", Figure::new(format!("{id}.to"), agreement.to, from("agreement.to"))),
    ];
    let is_sealed = dossier.sealed.contains(&agreement.id);
    let (title, text) = if is_sealed {
        ("paper-agreement-sealed", "paper-agreement-sealed-text")
    } else {
        ("paper-agreement-draft", "paper-agreement-draft-text")
    };
    report.section(
        "paper-agreement-state",
        vec![Part::Remark { warns: !is_sealed, title: title.into(), text: text.into() }],
    );
    report.sections.extend(contract.sections.iter().cloned());
    report.signatures = agreement
        .signatures
        .iter()
        .map(|one| {
            let party = agreement.party(&one.party).map_or(one.party.to_string(), |party| party.name.clone());
            (party, one.office.clone())
        })
        .collect();
    if report.signatures.is_empty() {
        let text = Words::key("paper-no-signatures-text");
        let remark = Part::Remark { warns: true, title: "paper-no-signatures".into(), text };
        report.section("paper-signatures", vec![remark]);
    }
    Ok(report)
}

/// A party that only pays or guarantees beside those who sign, where the agreement says who signs.
fn is_silent(agreement: &virkning_model::Agreement, party: &Party) -> bool {
    !agreement.signatures.is_empty() && agreement.signatures.iter().all(|one| one.party != party.id)
}
