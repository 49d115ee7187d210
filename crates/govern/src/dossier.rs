//! What a paper is written from: the portfolio, its agreements and papers, what their checks found, and what the store
//! knows besides. Everything that papers share is looked up here.

use jiff::civil::Date;
use virkning_engine::{Booked, Commitments, ComparedRow, Plan};
use virkning_model::Agreement;
use virkning_model::claim::{Project, PublishedDocument};
use virkning_model::id::AgreementId;
use virkning_model::portfolio::{Decision, DecisionKind, Fact, Idea, Note, NotePart, Portfolio, Stage};

use crate::record::{Lineage, Section, Words};

/// Everything that a paper may speak of, on one day.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// The day.
    pub today: Date,
    /// The portfolio.
    pub portfolio: Portfolio,
    /// Its agreements, in the order of their files.
    pub agreements: Vec<Agreement>,
    /// Its papers.
    pub papers: Vec<PublishedDocument>,
    /// What the checks found, alone and together.
    pub findings: Vec<Finding>,
    /// Decisions that are recorded in the store, the first first; they come after those of the document.
    pub recorded: Vec<RecordedDecision>,
    /// Agreements that are sealed in the store.
    pub sealed: Vec<AgreementId>,
    /// Free texts that were written for a report, before those of the document.
    pub texts: Vec<Note>,
    /// Participants who have started, by month, for agreements with people in the store.
    pub started: Vec<(AgreementId, Vec<(virkning_model::period::Month, u32)>)>,
    /// The text of each agreement, by its identifier.
    pub sources: Vec<(String, String)>,
    /// Texts that were taken apart, for those papers that print them.
    pub contracts: Vec<Contract>,
    /// What the ledger says of agreements that have one.
    pub ledgers: Vec<Ledger>,
}

/// The text of an agreement taken apart: prose as it stands, terms in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Contract {
    /// The agreement.
    pub agreement: String,
    /// The title of the document.
    pub title: String,
    /// Its sections.
    pub sections: Vec<Section>,
}

/// What the ledger says of an agreement, as the engine puts it together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// The agreement.
    pub agreement: AgreementId,
    /// Expected, approved, posted and paid, by measured year, payer and receiver.
    pub compared: Vec<ComparedRow>,
    /// The postings, the first first.
    pub booked: Vec<Booked>,
    /// What is committed at the end of the year before the dossier's day.
    pub commitments: Commitments,
}

/// A remark of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The document that it is about.
    pub document: String,
    /// Its line.
    pub line: u32,
    /// The code.
    pub code: String,
    /// The words that fill its message.
    pub arguments: Vec<(String, String)>,
}

/// A decision of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedDecision {
    /// The decision.
    pub decision: Decision,
    /// Who recorded it.
    pub by: String,
}

impl Dossier {
    /// A dossier of a portfolio and nothing else.
    pub fn new(portfolio: Portfolio, today: Date) -> Self {
        Self {
            today,
            portfolio,
            agreements: Vec::new(),
            papers: Vec::new(),
            findings: Vec::new(),
            recorded: Vec::new(),
            sealed: Vec::new(),
            texts: Vec::new(),
            started: Vec::new(),
            sources: Vec::new(),
            contracts: Vec::new(),
            ledgers: Vec::new(),
        }
    }

    /// The agreement of that identifier.
    pub fn agreement(&self, id: &str) -> Option<&Agreement> {
        self.agreements.iter().find(|agreement| agreement.id.as_str() == id)
    }

    /// The agreement of an idea.
    pub fn agreement_of(&self, idea: &Idea) -> Option<&Agreement> {
        self.agreement(idea.agreement.as_ref()?.as_str())
    }

    /// The ledger of an agreement, where it has one.
    pub fn ledger(&self, agreement: &str) -> Option<&Ledger> {
        self.ledgers.iter().find(|ledger| ledger.agreement.as_str() == agreement)
    }

    /// The idea of an agreement.
    pub fn idea_of(&self, agreement: &str) -> Option<&Idea> {
        self.portfolio.ideas.iter().find(|idea| idea.agreement.as_ref().is_some_and(|id| id.as_str() == agreement))
    }

    /// What each paper says of an agreement.
    pub fn projects<'a>(&'a self, agreement: &'a str) -> impl Iterator<Item = (&'a PublishedDocument, &'a Project)> {
        self.papers.iter().flat_map(move |paper| {
            let own = paper
                .projects
                .iter()
                .filter(move |project| project.agreement.as_ref().is_some_and(|id| id.as_str() == agreement));
            own.map(move |project| (paper, project))
        })
    }

    /// The plan of an agreement; nothing where it cannot be computed at all.
    pub fn plan(&self, agreement: &Agreement) -> Option<Plan> {
        virkning_engine::plan(agreement).ok()
    }

    /// Every decision: those of the document, then those of the store.
    pub fn decisions(&self) -> impl Iterator<Item = (&Decision, Option<&str>)> {
        let documented = self.portfolio.decisions.iter().map(|decision| (decision, None));
        documented.chain(self.recorded.iter().map(|recorded| (&recorded.decision, Some(recorded.by.as_str()))))
    }

    /// The decisions about an idea.
    pub fn decisions_about<'a>(&'a self, idea: &'a Idea) -> impl Iterator<Item = &'a Decision> {
        self.decisions().map(|(decision, _)| decision).filter(move |decision| decision.about.contains(&idea.id))
    }

    /// The stage that an idea has reached, with the decision that moved it last.
    pub fn stage_of<'a>(&'a self, idea: &'a Idea) -> (Stage, Option<&'a Decision>) {
        let moved = self.decisions_about(idea).filter(|decision| decision.moves_to.is_some()).last();
        match moved.and_then(|decision| Some((decision.moves_to?, decision))) {
            Some((stage, decision)) => (stage, Some(decision)),
            None => (idea.stage, None),
        }
    }

    /// Whether a forum has decided so about an idea; any forum where none is named.
    pub fn is_decided(&self, idea: &Idea, kind: DecisionKind, forum: Option<&str>) -> bool {
        self.decisions_about(idea)
            .any(|decision| decision.kind == kind && forum.is_none_or(|forum| decision.forum.as_str() == forum))
    }

    /// The latest free text of a part about an idea, or about the portfolio. One that was written for a report goes before
    /// those of the document.
    pub fn note(&self, about: Option<&Idea>, part: NotePart) -> Option<&Note> {
        let wanted = |note: &&Note| note.part == part && note.about.as_ref() == about.map(|idea| &idea.id);
        let written = self.texts.iter().filter(wanted).max_by_key(|note| note.as_of);
        written.or_else(|| {
            let known = self.portfolio.notes.iter().filter(|note| note.as_of <= self.today);
            known.filter(wanted).max_by_key(|note| note.as_of)
        })
    }

    /// The reported facts about an idea, or about the portfolio.
    pub fn facts<'a>(&'a self, about: Option<&'a Idea>) -> impl Iterator<Item = &'a Fact> {
        let wanted = about.map(|idea| &idea.id);
        self.portfolio.facts.iter().filter(move |fact| fact.about.as_ref() == wanted)
    }

    /// What the checks found in a document.
    pub fn findings_in<'a>(&'a self, document: &'a str) -> impl Iterator<Item = &'a Finding> {
        self.findings.iter().filter(move |finding| finding.document == document)
    }

    /// Where a term of the portfolio stands.
    pub fn lineage(
        &self,
        term: String,
        clause: &virkning_model::agreement::Clause,
        origin: Option<&virkning_model::origin::Origin>,
    ) -> Lineage {
        Lineage::term(self.portfolio.id.as_str(), term, clause, origin)
    }

    /// What people call a forum.
    pub fn forum_name(&self, id: &virkning_model::id::TermId) -> Words {
        Words::text(self.portfolio.forum(id).map_or(id.as_str(), |forum| forum.label.as_str()))
    }
}
