//! The statement (afregningsbilag) as view data: what both parties get and can check. It reads a proposal and its
//! surroundings and computes no amount.

mod accounts;
mod computed;
mod data;
mod head;
mod page;
mod participants;
mod restated;
mod words;
mod years;

use virkning_model::Money;
use virkning_model::agreement::{AccountHolder, Agreement};
use virkning_model::id::{ContentHash, ProposalId, UserId};
use virkning_model::ledger::Posting;
use virkning_model::period::Month;
use virkning_model::settlement::{Expected, Proposal};
use virkning_register::disclosure::{Audience, Table};
use virkning_report::{Labels, Statement};
use virkning_store::{ProposalRecord, ProposalState};

use super::Session;
use super::disclosure::{Figures, Leaving, of_proposal};
use super::failure::{Failure, Refusal};
use super::settle::{StoredProposal, proposal_of};
use crate::text::Texts;
use crate::text::format;

pub use accounts::closing_key;
pub use participants::{measure_name, with_month};
pub use restated::{cause_in_words, edition_in_words, part_in_words, shown_causes};
pub use words::{holder_short_name, purpose_key, situation_key, situation_word, value_in_words};
pub use years::chart_of_years;

/// The confidence of every interval that is printed.
pub const CONFIDENCE: f64 = 0.95;

/// How far the settlement has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not offered for a decision yet.
    Draft,
    /// Proposed.
    Proposed,
    /// Approved by a second person.
    Approved,
    /// Posted.
    Posted,
    /// Settled through the bank or the finance system.
    Paid,
    /// Refused.
    Refused,
    /// Withdrawn after its approval.
    Voided,
    /// Overtaken by a later proposal.
    Superseded,
}

/// One measured year, as planned and as it went.
#[derive(Clone, Debug)]
pub struct YearOfPlan {
    /// The measured year.
    pub measured_year: i16,
    /// What was expected.
    pub expected: Option<Expected>,
    /// What was posted, or is proposed in this statement.
    pub actual: Option<Actual>,
}

/// What a measured year gave.
#[derive(Clone, Copy, Debug)]
pub struct Actual {
    /// Everyone the measure looked at.
    pub eligible: u64,
    /// Those who met it.
    pub successes: u64,
    /// What was paid.
    pub amount: Money,
}

/// Everything a statement is made of.
pub struct Material<'a> {
    /// The proposal's number.
    pub id: &'a ProposalId,
    /// Its content hash.
    pub content: &'a ContentHash,
    /// The sealed agreement.
    pub agreement: &'a Agreement,
    /// The proposal.
    pub proposal: &'a Proposal,
    /// How far it has come.
    pub standing: Standing,
    /// Who did what when, one line each, already in words.
    pub acts: Vec<(String, String)>,
    /// The posting, or what it would be.
    pub posting: Option<&'a Posting>,
    /// The voucher's number, once it is posted.
    pub voucher_number: Option<&'a str>,
    /// All measured years up to the last one planned.
    pub years: Vec<YearOfPlan>,
    /// Which figures about people those who read it may see.
    pub figures: &'a Figures,
}

/// The statement in the language of the texts.
pub fn statement(material: &Material<'_>, texts: &Texts) -> Statement {
    let page = Page { material, texts };
    let labels = Labels {
        page: texts.get("statement-page"),
        of: texts.get("statement-of"),
        signatures: texts.get("statement-signatures"),
        summary: texts.get("statement-summary"),
    };
    let proposal = material.proposal;
    let title = texts.with("statement-title", &[("agreement", &material.agreement.name)]);
    let mut statement = Statement::new(texts.language().code(), proposal.due, &title, material.id.as_str(), labels);
    statement.issuer = page.issuer();
    statement.subtitle = page.measured_and_settled();
    statement.synthetic_mark = proposal.inputs.synthetic.then(|| texts.get("statement-synthetic"));
    statement.status_mark = Some(page.status());
    statement.facts = page.facts();
    statement.parties = page.parties();
    statement.key_figures = page.key_figures();
    statement.sections = page.sections();
    statement.signatures = page.signatures();
    statement.footer = texts.with("statement-footer", &[("content", material.content.short())]);
    statement
}

/// The measured year and the settled month, always together.
pub fn measured_and_settled(proposal: &Proposal, texts: &Texts) -> String {
    texts.with(
        "statement-measured-and-settled",
        &[("year", &proposal.measured_year.to_string()), ("settled", &format::month(texts, Month::of(proposal.due)))],
    )
}

/// A party and its budget in words.
pub fn holder_name(agreement: &Agreement, holder: &AccountHolder) -> String {
    let party = agreement.party(&holder.party).map_or(holder.party.as_str(), |party| &party.short_name);
    match &holder.budget {
        None => party.to_owned(),
        Some(id) => {
            let budget = agreement.budget(id).map_or(id.as_str(), |budget| &budget.label);
            format!("{party}, {budget}")
        }
    }
}

impl Session<'_> {
    /// The statement of a stored proposal, as a release to its audience. To the public it goes as a whole or not at all:
    /// amounts and counts stand in it in many places, and each could be turned round into the others.
    pub fn statement(&self, id: &ProposalId, audience: Audience, texts: &Texts) -> Result<Statement, Failure> {
        let stored = self.show(id)?;
        let agreement = self.agreement_of(&stored.proposal)?;
        let figures = self.statement_figures(&agreement, &stored, audience)?;
        self.statement_with(&stored, &agreement, &figures, texts)
    }

    /// The figures of a statement, controlled and kept as a release.
    pub fn statement_figures(
        &self,
        agreement: &Agreement,
        stored: &StoredProposal,
        audience: Audience,
    ) -> Result<Figures, Failure> {
        let id = &stored.record.id;
        let table = self.figures_of(agreement, stored)?;
        if !self.controlled(audience, &table, &[])?.0.shows_contract() {
            return Err(Refusal::new("disclosure-public").with("subject", id).into());
        }
        self.release_figures(
            Leaving { agreement: &agreement.id, audience, kind: "statement", subject: id.as_str() },
            &table,
        )
    }

    /// Everything about people that the statement of a proposal prints.
    pub fn figures_of(&self, agreement: &Agreement, stored: &StoredProposal) -> Result<Table, Failure> {
        let mut earlier = Vec::new();
        for record in self.store.proposals(&agreement.id)? {
            if is_printed_beside(&record, stored) {
                earlier.push(proposal_of(&record)?);
            }
        }
        Ok(of_proposal(agreement, &stored.proposal, &earlier))
    }

    /// The statement with figures that were controlled before.
    pub fn statement_with(
        &self,
        stored: &StoredProposal,
        agreement: &Agreement,
        figures: &Figures,
        texts: &Texts,
    ) -> Result<Statement, Failure> {
        let id = &stored.record.id;
        // A provisional proposal has no posting; its statement shows none.
        let posting = self.posting_of(stored).ok();
        let postings = self.store.postings(&agreement.id)?;
        let posted = postings.iter().find(|posted| posted.proposal.as_ref() == Some(id));
        let standing = match stored.record.state {
            ProposalState::Draft => Standing::Draft,
            ProposalState::Proposed => Standing::Proposed,
            ProposalState::Approved => Standing::Approved,
            ProposalState::Posted => Standing::Posted,
            ProposalState::Paid => Standing::Paid,
            ProposalState::Refused => Standing::Refused,
            ProposalState::Voided => Standing::Voided,
            ProposalState::Superseded => Standing::Superseded,
        };
        let material = Material {
            id,
            content: &stored.record.content,
            agreement,
            proposal: &stored.proposal,
            standing,
            acts: self.acts(stored, texts)?,
            posting: posting.as_ref(),
            voucher_number: posted.map(|posted| posted.voucher_number.as_str()),
            years: self.years_of_plan(agreement, stored)?,
            figures,
        };
        Ok(statement(&material, texts))
    }

    /// Who did what when, in words.
    fn acts(&self, stored: &StoredProposal, texts: &Texts) -> Result<Vec<(String, String)>, Failure> {
        let name = |user: &UserId| -> Result<String, Failure> {
            Ok(self.store.user(user)?.map_or_else(|| user.to_string(), |user| user.name))
        };
        let mut acts = Vec::new();
        for decision in self.store.decisions(&stored.record.id)? {
            let key = match decision.outcome {
                ProposalState::Draft => "act-drafted",
                ProposalState::Proposed => "act-proposed",
                ProposalState::Approved => "act-approved",
                ProposalState::Refused => "act-refused",
                ProposalState::Voided => "act-voided",
                ProposalState::Superseded => continue,
                ProposalState::Posted => "act-posted",
                ProposalState::Paid => "act-paid",
            };
            acts.push((texts.get(key), name(&decision.by)?));
        }
        Ok(acts)
    }

    /// Every measured year of the plan, with what was posted for it, and this proposal for its own.
    pub fn years_of_plan(&self, agreement: &Agreement, stored: &StoredProposal) -> Result<Vec<YearOfPlan>, Failure> {
        let mut actual: std::collections::BTreeMap<i16, Actual> = std::collections::BTreeMap::new();
        for record in self.store.proposals(&agreement.id)? {
            if is_printed_beside(&record, stored) {
                actual.insert(record.measured_year, actual_of(&proposal_of(&record)?));
            }
        }
        actual.insert(stored.record.measured_year, actual_of(&stored.proposal));
        Ok(years_of_plan(agreement, &actual))
    }
}

/// Whether a settlement is an earlier year of the plan against what happened.
fn is_printed_beside(record: &ProposalRecord, stored: &StoredProposal) -> bool {
    let own = record.state.is_posted() && record.part.is_settlement();
    own && record.measured_year < stored.record.measured_year
}

fn actual_of(proposal: &Proposal) -> Actual {
    Actual { eligible: proposal.counts.eligible, successes: proposal.counts.successes, amount: proposal.amount }
}

/// Every measured year of the payment measures with the plan's expectation and what is known.
pub fn years_of_plan(agreement: &Agreement, actual: &std::collections::BTreeMap<i16, Actual>) -> Vec<YearOfPlan> {
    let mut expected: std::collections::BTreeMap<i16, Expected> = std::collections::BTreeMap::new();
    // An agreement whose plan cannot be computed is shown with what happened alone.
    for payment in virkning_engine::plan(agreement).map(|plan| plan.payments).unwrap_or_default() {
        let entry = expected.entry(payment.measured_year).or_insert_with(|| Expected {
            eligible: payment.eligible,
            rate: payment.rate,
            successes: payment.successes,
            amount: Money::zero(agreement.currency),
        });
        entry.amount += payment.amount;
    }
    let years: std::collections::BTreeSet<i16> = expected.keys().chain(actual.keys()).copied().collect();
    let year = |measured_year| YearOfPlan {
        measured_year,
        expected: expected.get(&measured_year).cloned(),
        actual: actual.get(&measured_year).copied(),
    };
    years.into_iter().map(year).collect()
}

/// A statement while it is written.
struct Page<'a> {
    material: &'a Material<'a>,
    texts: &'a Texts,
}
