//! Everything of one agreement without persons, for an access request (aktindsigt): the agreement, statements with small
//! groups hidden, decisions without names, the event log without users, and an index. Before anything is given out all of
//! it is searched for aliases, pseudonyms, users' names and whatever could be a CPR number; one of them refuses the whole.

use std::collections::BTreeSet;

use serde::Serialize;
use virkning_model::Agreement;
use virkning_model::id::AgreementId;
use virkning_register::disclosure::{Audience, Released, Table as Controlled};
use virkning_report::{Block, Cell, Column, Row, Section, Statement, Table, statement_pdf};
use virkning_store::{AuditOutcome, ProposalRecord};

use super::document::{agreement_document, issuer, labels};
use super::{decision, metadata};
use crate::app::Session;
use crate::app::disclosure::Leaving;
use crate::app::failure::{Failure, Refusal};
use crate::app::folder::hash;
use crate::app::settle::StoredProposal;
use crate::finance::csv;
use crate::text::{Texts, format};

/// A package.
#[derive(Debug)]
pub struct Package {
    /// Which agreement.
    pub agreement: AgreementId,
    /// The files, the index first.
    pub files: Vec<PackagedFile>,
    /// Statements that are left out because their groups are small.
    pub left_out: Vec<String>,
}

/// A file of a package.
#[derive(Debug)]
pub struct PackagedFile {
    /// Its name.
    pub name: String,
    /// What it is, in words.
    pub what: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The index as a file for other programs.
#[derive(Serialize)]
struct Index<'a> {
    agreement: &'a str,
    name: &'a str,
    date: String,
    synthetic: bool,
    files: Vec<IndexedFile<'a>>,
    left_out: &'a [String],
}

#[derive(Serialize)]
struct IndexedFile<'a> {
    name: &'a str,
    what: &'a str,
    bytes: usize,
    sha256: String,
}

/// A package while it is filled.
struct Filling<'t> {
    texts: &'t Texts,
    files: Vec<PackagedFile>,
    /// Everything that people can read in it, to be searched.
    said: Vec<(String, String)>,
    left_out: Vec<String>,
    synthetic: bool,
    /// The figures of the statements in it, by proposal.
    leaving: Vec<(String, Controlled)>,
    /// The same as the next statement is held against them.
    pending: Vec<Released>,
}

impl Session<'_> {
    /// The package of an agreement. That it was made is in the event log.
    pub fn record_package(&self, id: &AgreementId, texts: &Texts) -> Result<Package, Failure> {
        let actor = self.actor()?;
        let sealed = self.sealed_version(id, None)?;
        let agreement = self.sealed_agreement(id, &sealed)?;
        let mut filling = Filling {
            texts,
            files: Vec::new(),
            said: Vec::new(),
            left_out: Vec::new(),
            synthetic: false,
            leaving: Vec::new(),
            pending: Vec::new(),
        };
        for version in self.store.agreement_versions(id)? {
            let document = agreement_document(&self.sealed_agreement(id, &version)?, &version, texts);
            let name = format!("aftalegrundlag-{}", plain(&version.version));
            filling.document(&name, "record-kind-agreement", &document.view)?;
            filling.file(format!("{name}.md"), "record-agreement-file", version.text.clone().into_bytes());
        }
        let proposals = self.store.proposals(id)?;
        for record in &proposals {
            self.package_proposal(&agreement, record, &mut filling)?;
        }
        self.package_log(id, &proposals, &mut filling)?;
        self.refuse_persons(id, &filling.said)?;
        for (subject, table) in &filling.leaving {
            let (kind, audience) = ("record-package", Audience::Public);
            self.release_figures(Leaving { agreement: id, audience, kind, subject }, table)?;
        }
        let package = filling.finish(&agreement, self.world.today())?;
        let details = [("files".to_owned(), package.files.len().to_string())].into();
        self.store.audit_note(&actor, "record-package", id.as_str(), details)?;
        Ok(package)
    }

    /// Statement and decisions of one proposal.
    fn package_proposal(
        &self,
        agreement: &Agreement,
        record: &ProposalRecord,
        filling: &mut Filling<'_>,
    ) -> Result<(), Failure> {
        let stored: StoredProposal = self.show(&record.id)?;
        filling.synthetic |= stored.proposal.inputs.synthetic;
        // A statement as a whole or not at all: what is hidden could be computed back from its amounts.
        let table = self.figures_of(agreement, &stored)?;
        let (figures, _) = self.controlled(Audience::Public, &table, &filling.pending)?;
        let is_left_out = !figures.shows_contract();
        if is_left_out {
            filling.left_out.push(format!("afregningsbilag-{}", record.id));
        } else {
            filling.pending.push(figures.as_released(Audience::Public));
            filling.leaving.push((record.id.to_string(), table));
            let view = self.statement_with(&stored, agreement, &figures, filling.texts)?;
            let view = self.without_names(view)?;
            filling.document(&format!("afregningsbilag-{}", record.id), "record-kind-statement", &view)?;
        }
        let decisions = self.store.decisions(&record.id)?;
        // The amount stands in the decision too; what is left out there must not be read here.
        let (mut view, json) = decision::document(agreement, &stored, &decisions, None, filling.texts)?;
        if is_left_out {
            let amount = filling.texts.get("statement-amount");
            view.facts.retain(|fact| fact.label != amount);
        }
        let name = format!("afgoerelse-{}", record.id);
        filling.file(format!("{name}.json"), "record-decisions-file", json);
        filling.document(&name, "record-kind-decision", &view)
    }

    /// A statement without the lines that name who did what.
    fn without_names(&self, mut view: Statement) -> Result<Statement, Failure> {
        let users = self.store.users()?;
        let names: BTreeSet<&str> = users.iter().flat_map(|user| [user.name.as_str(), user.id.as_str()]).collect();
        view.facts.retain(|fact| !names.contains(fact.value.text.as_str()));
        Ok(view)
    }

    /// The event log of what concerns the agreement: numbers, moments and acts, and no user.
    fn package_log(
        &self,
        id: &AgreementId,
        proposals: &[ProposalRecord],
        filling: &mut Filling<'_>,
    ) -> Result<(), Failure> {
        let records = self.store.records()?;
        let mut subjects: BTreeSet<&str> = BTreeSet::from([id.as_str()]);
        subjects.extend(proposals.iter().map(|record| record.id.as_str()));
        subjects.extend(records.iter().filter(|record| record.agreement == *id).map(|record| record.id.as_str()));
        let mut log = self.store.audit_log(u32::MAX)?;
        log.reverse();
        let heads = ["log-number", "log-time", "log-action", "log-subject", "log-outcome", "log-hash"];
        let mut rows = vec![heads.map(|key| filling.texts.get(key)).to_vec()];
        for entry in log.iter().filter(|entry| subjects.contains(entry.subject.as_str())) {
            let outcome = match &entry.outcome {
                AuditOutcome::Done => "done".to_owned(),
                AuditOutcome::Refused(code) => format!("refused {code}"),
            };
            rows.push(vec![
                entry.sequence.to_string(),
                entry.at.to_string(),
                csv::safe(&entry.action),
                csv::safe(&entry.subject),
                csv::safe(&outcome),
                entry.hash.to_string(),
            ]);
        }
        let text = csv::table(b';', rows.into_iter());
        filling.file("haendelseslog.csv".to_owned(), "record-log-file", text.into_bytes());
        Ok(())
    }

    /// Refuses a package in which a person could be found.
    fn refuse_persons(&self, id: &AgreementId, said: &[(String, String)]) -> Result<(), Failure> {
        let mut persons: Vec<String> = Vec::new();
        if let Some(set) = self.store.enrolment_latest(id)? {
            for (alias, pseudonym) in self.links(&set.hash)? {
                persons.extend([alias.to_string(), pseudonym.to_string()]);
            }
        }
        // One word alone may be any word; a full name is a person.
        let names = self.store.users()?.into_iter().map(|user| user.name).filter(|name| name.trim().contains(' '));
        persons.extend(names);
        for (file, text) in said {
            if metadata::holds_cpr_form(text) || persons.iter().any(|person| text.contains(person.as_str())) {
                return Err(Refusal::new("record-package-person").with("file", file).into());
            }
        }
        Ok(())
    }
}

impl Filling<'_> {
    /// A document as PDF, and its words to be searched.
    fn document(&mut self, name: &str, what: &str, view: &Statement) -> Result<(), Failure> {
        let said = serde_json::to_string(view).map_err(|error| Refusal::new("internal").with("what", error))?;
        let pdf = statement_pdf(view).map_err(|error| Failure::operating("tried-report", name.as_ref(), error))?;
        let name = format!("{name}.pdf");
        self.said.push((name.clone(), said));
        let what = self.texts.get(what);
        self.files.push(PackagedFile { name, what, bytes: pdf });
        Ok(())
    }

    /// A file of text.
    fn file(&mut self, name: String, what: &str, bytes: Vec<u8>) {
        self.said.push((name.clone(), String::from_utf8_lossy(&bytes).into_owned()));
        let what = self.texts.get(what);
        self.files.push(PackagedFile { name, what, bytes });
    }

    /// The package with its index, for people and for programs.
    fn finish(mut self, agreement: &Agreement, today: jiff::civil::Date) -> Result<Package, Failure> {
        let index = Index {
            agreement: agreement.id.as_str(),
            name: &agreement.name,
            date: today.to_string(),
            synthetic: self.synthetic,
            files: self
                .files
                .iter()
                .map(|file| IndexedFile {
                    name: &file.name,
                    what: &file.what,
                    bytes: file.bytes.len(),
                    sha256: hash(&file.bytes).to_string(),
                })
                .collect(),
            left_out: &self.left_out,
        };
        let mut json =
            serde_json::to_vec_pretty(&index).map_err(|error| Refusal::new("internal").with("what", error))?;
        json.push(b'\n');
        let view = self.index_view(agreement, today);
        let before = self.files.len();
        self.document("indeks", "record-index", &view)?;
        self.file("indeks.json".to_owned(), "record-index", json);
        self.files.rotate_left(before);
        Ok(Package { agreement: agreement.id.clone(), files: self.files, left_out: self.left_out })
    }

    fn index_view(&self, agreement: &Agreement, today: jiff::civil::Date) -> Statement {
        let texts = self.texts;
        let title = texts.with("record-package-title", &[("agreement", &agreement.name)]);
        let mut view = Statement::new(texts.language().code(), today, &title, agreement.id.as_str(), labels(texts));
        view.issuer = issuer(agreement);
        view.subtitle = format::date(texts, today);
        view.synthetic_mark = self.synthetic.then(|| texts.get("statement-synthetic"));
        let columns = vec![
            Column::text(texts.get("record-file")),
            Column::text(texts.get("record-document-type")),
            Column::text("SHA-256"),
        ];
        let mut table = Table::new("", columns);
        table.rows = self
            .files
            .iter()
            .map(|file| {
                let hash = hash(&file.bytes);
                Row::from(vec![
                    Cell::from(file.name.as_str()),
                    Cell::from(file.what.as_str()),
                    Cell::from(hash.as_str()),
                ])
            })
            .collect();
        let mut blocks = vec![Block::Paragraph(texts.get("record-package-note")), Block::Table(table)];
        if !self.left_out.is_empty() {
            blocks.push(Block::Paragraph(texts.get("record-package-left-out")));
            blocks.push(Block::List(self.left_out.clone()));
        }
        view.sections = vec![Section::new(texts.get("record-index"), blocks)];
        view.footer = texts.get("record-package-footer");
        view
    }
}

/// A text as part of a file's name.
fn plain(text: &str) -> String {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || letter == '.';
    text.chars().map(|letter| if allowed(letter) { letter } else { '-' }).collect()
}
