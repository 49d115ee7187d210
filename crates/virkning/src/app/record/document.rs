//! The documents themselves: the view that is printed, and the files that it was made of.

use jiff::civil::Date;
use virkning_model::Agreement;
use virkning_model::id::{AgreementId, ContentHash, ProposalId};
use virkning_register::disclosure::Audience;
use virkning_report::{
    Archive, Attachment, Block, Callout, CalloutKind, Fact, Labels, Relationship, SignatureBox, Statement,
};
use virkning_store::Sealed;

use super::{RecordOf, decision, prose};
use crate::app::Session;
use crate::app::failure::{Failure, Refusal};
use crate::text::{Texts, format};

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Agreement,
    Statement,
    Decision,
}

impl Kind {
    /// The word that files and the store have for it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Kind::Agreement => "agreement",
            Kind::Statement => "statement",
            Kind::Decision => "decision",
        }
    }

    /// What people call it.
    pub(super) fn key(self) -> &'static str {
        match self {
            Kind::Agreement => "record-kind-agreement",
            Kind::Statement => "record-kind-statement",
            Kind::Decision => "record-kind-decision",
        }
    }
}

/// A document before it is a PDF.
pub(super) struct Document {
    pub(super) kind: Kind,
    pub(super) view: Statement,
    pub(super) archive: Archive,
    pub(super) agreement: AgreementId,
    /// The version of the agreement, or the proposal.
    pub(super) subject: String,
    pub(super) made_of: ContentHash,
    /// Everybody who has a part in it, by name.
    pub(super) parties: Vec<String>,
}

impl Session<'_> {
    pub(super) fn document(&self, of: &RecordOf, texts: &Texts) -> Result<Document, Failure> {
        match of {
            RecordOf::Agreement(id, version) => {
                let sealed = self.sealed_version(id, version.as_deref())?;
                let agreement = self.sealed_agreement(id, &sealed)?;
                Ok(agreement_document(&agreement, &sealed, texts))
            }
            RecordOf::Statement(id) => self.statement_document(id, texts),
            RecordOf::Decision(id) => self.decision_document(id, texts),
        }
    }

    /// The sealed version of that name, else the last one.
    pub(super) fn sealed_version(&self, id: &AgreementId, version: Option<&str>) -> Result<Sealed, Failure> {
        let unknown = || Refusal::new("agreement-unknown").with("agreement", id);
        let versions = self.store.agreement_versions(id)?;
        let found = match version {
            None => versions.into_iter().last(),
            Some(wanted) => versions.into_iter().find(|sealed| sealed.version == wanted),
        };
        found.ok_or_else(|| unknown().into())
    }

    /// The statement as all parties get it, with the proposal that it shows.
    fn statement_document(&self, id: &ProposalId, texts: &Texts) -> Result<Document, Failure> {
        let stored = self.show(id)?;
        let agreement = self.agreement_of(&stored.proposal)?;
        // Aliases of people are no matter of the case file. There are none where everybody is clarified, and nothing is
        // approved before that.
        if stored.proposal.unclarified() > 0 {
            return Err(Refusal::new("record-unclarified").with("proposal", id).into());
        }
        let figures = self.statement_figures(&agreement, &stored, Audience::Parties)?;
        let attachment = Attachment {
            name: "afregning.json".to_owned(),
            media_type: "application/json".to_owned(),
            description: texts.get("record-proposal-file"),
            relationship: Relationship::Data,
            bytes: figures.without_hidden(&agreement, &stored)?,
        };
        Ok(Document {
            kind: Kind::Statement,
            view: self.statement_with(&stored, &agreement, &figures, texts)?,
            archive: Archive { attachments: vec![attachment], ..Archive::default() },
            agreement: agreement.id.clone(),
            subject: id.to_string(),
            made_of: stored.record.content.clone(),
            parties: parties(&agreement),
        })
    }

    fn decision_document(&self, id: &ProposalId, texts: &Texts) -> Result<Document, Failure> {
        let stored = self.show(id)?;
        let agreement = self.agreement_of(&stored.proposal)?;
        let decisions = self.store.decisions(id)?;
        let users = self.store.users()?;
        let name = |user: &virkning_model::id::UserId| {
            let known = users.iter().find(|known| known.id == *user);
            known.map_or_else(|| user.to_string(), |known| known.name.clone())
        };
        let (view, json) = decision::document(&agreement, &stored, &decisions, Some(&name), texts)?;
        let attachment = Attachment {
            name: "afgoerelser.json".to_owned(),
            media_type: "application/json".to_owned(),
            description: texts.get("record-decisions-file"),
            relationship: Relationship::Data,
            bytes: json,
        };
        Ok(Document {
            kind: Kind::Decision,
            view,
            archive: Archive { attachments: vec![attachment], ..Archive::default() },
            agreement: agreement.id.clone(),
            subject: id.to_string(),
            made_of: stored.record.content.clone(),
            parties: parties(&agreement),
        })
    }
}

/// The parties of an agreement by name.
fn parties(agreement: &Agreement) -> Vec<String> {
    agreement.parties.iter().map(|party| party.name.clone()).collect()
}

/// The words around every document.
pub(super) fn labels(texts: &Texts) -> Labels {
    Labels {
        page: texts.get("statement-page"),
        of: texts.get("statement-of"),
        signatures: texts.get("statement-signatures"),
        summary: texts.get("statement-summary"),
    }
}

/// The authority of an agreement, which issues its documents.
pub(super) fn issuer(agreement: &Agreement) -> String {
    use virkning_model::agreement::PartyRole;
    let authority = agreement.parties.iter().find(|party| party.role == PartyRole::Authority);
    authority.map_or_else(String::new, |party| party.name.clone())
}

/// The day of a moment, by universal time: the same document everywhere.
pub(super) fn day(at: jiff::Timestamp) -> Date {
    at.to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// The sealed text as a printed document: its prose is set, its terms are printed as they are written, and the text itself
/// is inside.
pub(super) fn agreement_document(agreement: &Agreement, sealed: &Sealed, texts: &Texts) -> Document {
    let parsed = prose::parse(&sealed.text);
    let title = parsed.title.unwrap_or_else(|| agreement.name.clone());
    let number = format!("{} · {}", agreement.id, sealed.version);
    let mut view = Statement::new(texts.language().code(), day(sealed.at), &title, &number, labels(texts));
    view.issuer = issuer(agreement);
    view.subtitle = texts.with("record-agreement-subtitle", &[("version", &sealed.version)]);
    view.status_mark = Some(texts.get("record-sealed"));
    view.facts = vec![
        Fact::new(texts.get("record-sealed-on"), format::date(texts, day(sealed.at))),
        Fact::new(texts.get("record-seal"), sealed.hash.to_string()),
    ];
    view.sections = parsed.sections;
    if let Some(first) = view.sections.first_mut() {
        let note = texts.get("record-agreement-note");
        let note = Callout { kind: CalloutKind::Note, title: String::new(), text: note };
        first.blocks.insert(0, Block::Callout(note));
    }
    let boxes = agreement.signatures.iter().map(|signature| SignatureBox {
        party: agreement.party(&signature.party).map_or_else(String::new, |party| party.short_name.clone()),
        office: signature.office.clone(),
        date_label: texts.get("statement-date"),
        name_label: texts.get("statement-name"),
    });
    view.signatures = boxes.collect();
    view.footer = texts.with("record-agreement-footer", &[("seal", sealed.hash.short())]);
    let attachment = Attachment {
        name: "aftalegrundlag.md".to_owned(),
        media_type: "text/markdown".to_owned(),
        description: texts.get("record-agreement-file"),
        relationship: Relationship::Source,
        bytes: sealed.text.replace("\r\n", "\n").into_bytes(),
    };
    Document {
        kind: Kind::Agreement,
        view,
        archive: Archive { attachments: vec![attachment], ..Archive::default() },
        agreement: agreement.id.clone(),
        subject: sealed.version.clone(),
        made_of: sealed.hash.clone(),
        parties: parties(agreement),
    }
}
