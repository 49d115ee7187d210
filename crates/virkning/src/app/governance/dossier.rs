//! A dossier from files and from the store: the portfolio, its agreements and papers with the remarks of their checks,
//! and what was recorded since.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use virkning_govern::dossier::Ledger;
use virkning_govern::{Dossier, Finding, RecordedDecision};
use virkning_model::Severity;
use virkning_model::agreement::Clause;
use virkning_model::code_list::CodeList;
use virkning_model::id::TermId;
use virkning_model::portfolio::{Answer, Decision, DecisionKind, FollowUpTask, Note, NotePart, Stage};

use super::{AnswerDocument, DecisionDocument};
use crate::app::Session;
use crate::app::check::{Checked, check_file, check_files};
use crate::app::failure::{Document, Failure, Refusal};

/// The portfolio of a file with every agreement and paper that it names. One with an error stops all of it.
pub fn read_dossier(path: &Path, codes: &CodeList, today: Date) -> Result<Dossier, Failure> {
    let checked = check_file(path, codes)?;
    let Some(portfolio) = checked.portfolio else {
        if checked.agreement.is_some() || checked.document.is_some() {
            return Err(Refusal::new("document-no-portfolio").with("path", path.display()).into());
        }
        return Err(errors_of(checked));
    };
    let folder = path.parent().unwrap_or(Path::new("."));
    let named: Vec<PathBuf> = portfolio.documents.iter().map(|document| folder.join(document)).collect();
    let mut dossier = Dossier::new(portfolio, today);
    if named.is_empty() {
        return Ok(dossier);
    }
    for file in check_files(&named, codes)? {
        add(&mut dossier, file)?;
    }
    Ok(dossier)
}

/// Adds a document that has no errors, with what was found in it.
pub(super) fn add(dossier: &mut Dossier, file: Checked) -> Result<(), Failure> {
    if file.has_errors() {
        return Err(errors_of(file));
    }
    let id = file.agreement.as_ref().map(|agreement| agreement.id.to_string());
    let id = id.or_else(|| file.document.as_ref().map(|paper| paper.id.to_string()));
    if let Some(id) = id {
        dossier.findings.extend(file.diagnostics.iter().map(|diagnostic| Finding {
            document: id.clone(),
            line: diagnostic.place.line,
            code: diagnostic.code.to_owned(),
            arguments: diagnostic.arguments.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        }));
    }
    if let Some(agreement) = &file.agreement {
        dossier.sources.push((agreement.id.to_string(), file.text));
    }
    dossier.agreements.extend(file.agreement);
    dossier.papers.extend(file.document);
    Ok(())
}

/// What stands in the way of using a document.
pub(super) fn errors_of(file: Checked) -> Failure {
    let errors = file.diagnostics.into_iter().filter(|one| one.severity == Severity::Error).collect();
    Failure::Document(Document { path: file.path, text: file.text, diagnostics: errors })
}

impl Session<'_> {
    /// Adds what is recorded about the portfolio, which agreements are sealed, and who has started.
    pub(super) fn add_what_is_stored(&self, dossier: &mut Dossier) -> Result<(), Failure> {
        let portfolio = dossier.portfolio.id.clone();
        for kept in self.store.governance_decisions(&portfolio)? {
            let document: DecisionDocument = read(&kept.document)?;
            let by = kept.by.to_string();
            dossier
                .recorded
                .push(RecordedDecision { decision: decision(kept.id, kept.forum, kept.decided_on, document), by });
        }
        for kept in self.store.call_answers(&portfolio)? {
            let document: AnswerDocument = read(&kept.document)?;
            let answers = &mut dossier.portfolio.answers;
            answers.retain(|answer| (&answer.call, &answer.idea) != (&kept.call, &kept.idea));
            answers.push(answer(kept.call, kept.idea, document));
        }
        for (number, kept) in (1..).zip(self.store.report_texts(&portfolio)?) {
            let (Some(part), Ok(id)) = (NotePart::parse(&kept.part), TermId::new(format!("text-{number}"))) else {
                continue;
            };
            // A later text of the same part takes the place of an earlier one.
            dossier.texts.retain(|note| (note.part, &note.about) != (part, &kept.about));
            let (about, as_of, text) = (kept.about, kept.as_of, kept.text);
            dossier.texts.push(Note { id, about, part, as_of, text, clause: Clause::default(), origin: None });
        }
        let sealed = self.store.agreements()?;
        dossier.sealed = sealed;
        self.add_ledgers(dossier)?;
        self.add_starts(dossier)
    }

    /// What the ledger says of each sealed agreement with a proposal or a posting. One whose plan cannot be computed has
    /// neither.
    fn add_ledgers(&self, dossier: &mut Dossier) -> Result<(), Failure> {
        let year = dossier.today.year() - 1;
        for agreement in &dossier.agreements {
            let id = &agreement.id;
            if !dossier.sealed.contains(id) {
                continue;
            }
            let (known, booked) = (self.known(id)?, self.booked(id)?);
            let Ok(plan) = virkning_engine::plan(agreement) else { continue };
            if known.is_empty() && booked.is_empty() {
                continue;
            }
            let known: Vec<_> = known.iter().map(|known| known.as_known()).collect();
            dossier.ledgers.push(Ledger {
                agreement: id.clone(),
                compared: virkning_engine::compare_money(agreement, &plan, &known, &booked),
                commitments: virkning_engine::commitments(agreement, &plan, &known, &booked, year),
                booked,
            });
        }
        Ok(())
    }

    /// Who has started by month, where an enrolment set is kept.
    fn add_starts(&self, dossier: &mut Dossier) -> Result<(), Failure> {
        for agreement in &dossier.agreements {
            let Some(record) = self.store.enrolment_latest(&agreement.id)? else { continue };
            let set: virkning_model::enrolment::EnrolmentSet =
                serde_json::from_slice(&record.json).map_err(|error| Refusal::new("internal").with("what", error))?;
            let mut months: std::collections::BTreeMap<virkning_model::period::Month, u32> = Default::default();
            for (_, day) in set.enrolled().filter(|(_, day)| *day <= dossier.today) {
                *months.entry(virkning_model::period::Month::of(day)).or_default() += 1;
            }
            dossier.started.push((agreement.id.clone(), months.into_iter().collect()));
        }
        Ok(())
    }
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Failure> {
    serde_json::from_str(text).map_err(|error| Refusal::new("internal").with("what", error).into())
}

fn decision(id: TermId, forum: TermId, on: Date, document: DecisionDocument) -> Decision {
    let kind = DecisionKind::WORDS.iter().find(|(word, _)| *word == document.kind);
    Decision {
        id,
        forum,
        on: Some(on),
        about: document.about.into_iter().filter_map(|about| TermId::new(about).ok()).collect(),
        kind: kind.map_or(DecisionKind::Administrative, |(_, kind)| *kind),
        moves_to: document.moves_to.as_deref().and_then(Stage::parse),
        text: document.text,
        evidence: document.evidence,
        conditions: document.conditions,
        dissent: document.dissent,
        follow_up: document.follow_up.into_iter().map(|(what, who, by)| FollowUpTask { what, who, by }).collect(),
        clause: Clause::default(),
        origin: None,
    }
}

fn answer(call: TermId, idea: TermId, document: AnswerDocument) -> Answer {
    let id = |text: &str| TermId::new(text).ok();
    Answer {
        call,
        idea,
        received: document.received,
        values: document.values.into_iter().filter_map(|(field, text)| Some((id(&field)?, text))).collect(),
        scores: document.scores.iter().filter_map(|(one, score)| Some((id(one)?, score.parse().ok()?))).collect(),
        clause: Clause::default(),
        origin: None,
    }
}
