//! What is posted of an agreement, in the order in which it was posted: the settlements of measured years, what has
//! restated them since, and the other parts. A later settlement differs from what is found here.

use std::collections::BTreeMap;

use virkning_engine::{Booked, Known};
use virkning_model::id::{AgreementId, PartyId, ProposalId};
use virkning_model::money::Money;
use virkning_model::settlement::{Part, PostedBefore, Proposal, RestatedYear, Restatement};
use virkning_store::{ProposalRecord, ProposalState};

use super::Session;
use super::failure::Failure;
use super::payments::as_booked;
use super::settle::proposal_of;

/// A posted proposal.
#[derive(Debug)]
pub struct PostedProposal {
    /// Its record.
    pub record: ProposalRecord,
    /// What it says.
    pub proposal: Proposal,
}

/// Everything posted of an agreement, in the order of posting.
#[derive(Debug, Default)]
pub struct Chain {
    /// Each proposal.
    pub posted: Vec<PostedProposal>,
}

impl Chain {
    /// The part of it that was posted before a proposal; all of it where that is not posted.
    pub fn before(mut self, id: &ProposalId) -> Self {
        if let Some(place) = self.posted.iter().position(|posted| posted.record.id == *id) {
            self.posted.truncate(place);
        }
        self
    }

    /// Every posted measured year as it was last restated, in the order of the years.
    pub fn years(&self) -> Vec<RestatedYear> {
        let mut years: BTreeMap<i16, RestatedYear> = BTreeMap::new();
        for PostedProposal { record, proposal } in &self.posted {
            for restated in &proposal.restated {
                if let Some(year) = years.remove(&restated.measured_year) {
                    years.insert(restated.measured_year, year.then(record.id.clone(), restated));
                }
            }
            if proposal.part.is_settlement() {
                let year = RestatedYear::of(record.id.clone(), record.content.clone(), proposal);
                years.insert(proposal.measured_year, year);
            }
        }
        years.into_values().collect()
    }

    /// The posted settlement of a measured year.
    pub fn settlement(&self, measured_year: i16) -> Option<&PostedProposal> {
        let own = |posted: &&PostedProposal| {
            posted.proposal.part.is_settlement() && posted.proposal.measured_year == measured_year
        };
        self.posted.iter().find(own)
    }

    /// The posted settlement of the last measured year.
    pub fn last_settlement(&self) -> Option<&PostedProposal> {
        let settlements = self.posted.iter().filter(|posted| posted.proposal.part.is_settlement());
        settlements.max_by_key(|posted| posted.proposal.measured_year)
    }

    /// Every posted restatement of a measured year, with the day on which the proposal that holds it was due.
    pub fn restatements_of(&self, measured_year: i16) -> Vec<(jiff::civil::Date, &Restatement)> {
        let all = self
            .posted
            .iter()
            .flat_map(|posted| posted.proposal.restated.iter().map(|restated| (posted.proposal.due, restated)));
        all.filter(|(_, restated)| restated.measured_year == measured_year).collect()
    }

    /// Every posted year with what it has paid as it was last restated: what closing payments depend on.
    pub fn paid(&self) -> Vec<PostedBefore> {
        let paid = |year: &RestatedYear| {
            let original = self.settlement(year.measured_year)?;
            let before = virkning_engine::posted_before(
                original.record.id.clone(),
                original.record.content.clone(),
                &original.proposal,
            );
            Some(PostedBefore { paid: paid_by_receiver(year), ..before })
        };
        self.years().iter().filter_map(paid).collect()
    }

    /// Whether a proposal follows from what is posted: the years that it builds on are those that are posted, and each of
    /// them pays there what it was last restated to, with the difference that the proposal itself makes.
    pub fn carries(&self, proposal: &Proposal) -> bool {
        let years: Vec<RestatedYear> =
            self.years().into_iter().filter(|year| year.measured_year < proposal.measured_year).collect();
        let before = &proposal.inputs.posted_before;
        let same_years = years.len() == before.len()
            && years.iter().zip(before).all(|(year, before)| {
                year.measured_year == before.measured_year
                    && year.original == before.id
                    && year.original_content == before.content
                    && without_nothing(paid_by_receiver(&restated_by(year, proposal)))
                        == without_nothing(before.paid.clone())
            });
        let known = self.years();
        let follows = proposal.restated.iter().all(|restated| {
            let year = known.iter().find(|year| year.measured_year == restated.measured_year);
            year.is_some_and(|year| {
                year.original == restated.original
                    && year.original_content == restated.original_content
                    && year.after == restated.after
                    && year.figures == restated.old
            })
        });
        same_years && follows
    }
}

/// A year with the difference that a proposal makes of it, if it makes one.
fn restated_by(year: &RestatedYear, proposal: &Proposal) -> RestatedYear {
    let own = proposal.restated.iter().find(|restated| restated.measured_year == year.measured_year);
    own.map_or_else(|| year.clone(), |restated| year.clone().then(year.original.clone(), restated))
}

fn paid_by_receiver(year: &RestatedYear) -> Vec<(PartyId, Money)> {
    let mut paid: BTreeMap<PartyId, Money> = BTreeMap::new();
    for line in &year.lines {
        *paid.entry(line.to.clone()).or_insert(Money::zero(line.amount.currency())) += line.amount;
    }
    paid.into_iter().collect()
}

fn without_nothing(mut paid: Vec<(PartyId, Money)>) -> Vec<(PartyId, Money)> {
    paid.retain(|(_, amount)| !amount.is_zero());
    paid
}

impl Session<'_> {
    /// What is posted of an agreement.
    pub fn chain(&self, agreement: &AgreementId) -> Result<Chain, Failure> {
        let mut records: BTreeMap<ProposalId, ProposalRecord> = BTreeMap::new();
        for record in self.store.proposals(agreement)? {
            if record.state.is_posted() {
                records.insert(record.id.clone(), record);
            }
        }
        let mut posted = Vec::with_capacity(records.len());
        for posting in self.store.postings(agreement)? {
            if let Some(record) = posting.proposal.and_then(|id| records.remove(&id)) {
                posted.push(PostedProposal { proposal: proposal_of(&record)?, record });
            }
        }
        Ok(Chain { posted })
    }

    /// Every posting of an agreement as the ledger's reports read it.
    pub fn booked(&self, agreement: &AgreementId) -> Result<Vec<Booked>, Failure> {
        Ok(self.store.postings(agreement)?.iter().map(as_booked).collect())
    }

    /// Every proposal of an agreement that counts now, with how far it has come.
    pub fn known(&self, agreement: &AgreementId) -> Result<Vec<KnownProposal>, Failure> {
        let mut known = Vec::new();
        for record in self.store.proposals(agreement)?.into_iter().filter(|record| record.state.is_live()) {
            let proposal = proposal_of(&record)?;
            let decisions = self.store.decisions(&record.id)?;
            let on = |state: ProposalState| {
                let decision = decisions.iter().rev().find(|decision| decision.outcome == state);
                decision.map(|decision| decision.at.to_zoned(jiff::tz::TimeZone::UTC).date())
            };
            let approved = matches!(record.state, ProposalState::Approved) || record.state.is_posted();
            // What is posted counts from its day of payment, as its entries do.
            let posted_on = record.state.is_posted().then_some(proposal.due);
            let approved_on = on(ProposalState::Approved).filter(|_| approved);
            let approved_on = approved_on.map(|day| posted_on.map_or(day, |posted| day.min(posted)));
            known.push(KnownProposal { record, proposal, approved_on, posted_on });
        }
        Ok(known)
    }
}

/// A proposal that counts now.
#[derive(Debug)]
pub struct KnownProposal {
    /// Its record.
    pub record: ProposalRecord,
    /// What it says.
    pub proposal: Proposal,
    approved_on: Option<jiff::civil::Date>,
    posted_on: Option<jiff::civil::Date>,
}

impl KnownProposal {
    /// As the engine's reports take it.
    pub fn as_known(&self) -> Known<'_> {
        Known {
            id: self.record.id.clone(),
            proposal: &self.proposal,
            approved_on: self.approved_on,
            posted_on: self.posted_on,
        }
    }
}

/// How many restatements alone are posted of a measured year and version, plus one.
pub fn next_restatement(chain: &Chain, measured_year: i16, version: &str) -> u32 {
    let own = |posted: &&PostedProposal| {
        posted.proposal.measured_year == measured_year
            && posted.proposal.version == version
            && matches!(posted.proposal.part, Part::Restatement(_))
    };
    let posted = chain.posted.iter().filter(own).count();
    u32::try_from(posted).unwrap_or(u32::MAX).saturating_add(1)
}
