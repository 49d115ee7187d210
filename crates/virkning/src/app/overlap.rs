//! `overlap`: participants who are also in other investments, and successes that two agreements claim. Who is who is
//! compared by register pseudonyms inside the store; what comes out are counts and the agreement's own aliases.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use virkning_engine::{Other, overlap_rule, same_successes, successes};
use virkning_model::Agreement;
use virkning_model::enrolment::EnrolmentSet;
use virkning_model::id::{AgreementId, Alias, ContentHash, MeasureId, ProposalId};
use virkning_model::overlap::{OverlapRule, OverlapUsed};
use virkning_model::settlement::{Proposal, RestatedYear};
use virkning_register::disclosure::{Audience, Standing, Table};
use virkning_store::ProposalState;

use super::check::read_agreement;
use super::disclosure::{Figures, Leaving, in_both};
use super::failure::{Failure, Refusal};
use super::observations::reported_until;
use super::settle::{enrolment_set, proposal_of};
use super::{Session, coded};

/// What an agreement shares with others.
#[derive(Debug)]
pub struct Overlaps {
    /// The agreement.
    pub agreement: Agreement,
    /// Every other agreement with participants in common, by identifier.
    pub others: Vec<OverlapWith>,
}

/// Another agreement with participants in common.
#[derive(Debug)]
pub struct OverlapWith {
    /// Which.
    pub with: AgreementId,
    /// The rule that holds for successes that both claim.
    pub rule: OverlapRule,
    /// The term that says so; nothing where the agreement is silent.
    pub term: Option<virkning_model::id::TermId>,
    /// Participants of both, as they are called here.
    pub people: BTreeSet<Alias>,
    /// What settlements have made of it.
    pub years: Vec<OverlapOfYear>,
}

/// What one settlement has made of it.
#[derive(Debug)]
pub struct OverlapOfYear {
    /// The measured year.
    pub measured_year: i16,
    /// The settlement.
    pub proposal: ProposalId,
    /// Its state.
    pub state: ProposalState,
    /// What it says.
    pub used: OverlapUsed,
}

impl Session<'_> {
    /// What an agreement shares with others. The subject is a file, or the identifier of a sealed agreement. Where the
    /// people are asked for, the look at them is recorded.
    pub fn overlap(&self, subject: &Path, people: bool) -> Result<Overlaps, Failure> {
        let agreement = self.agreement_named(subject)?;
        let enrolment = self
            .store
            .enrolment_latest(&agreement.id)?
            .ok_or_else(|| Refusal::new("nobody-enrolled").with("agreement", &agreement.id))?;
        if people {
            let actor = self.known_actor()?;
            self.store.audit_note(&actor, "overlap-people", agreement.id.as_str(), BTreeMap::new())?;
        }
        let mut others = self.overlap_with(&agreement, &enrolment_set(&enrolment)?, None)?;
        self.add_years(&agreement.id, &mut others)?;
        Ok(Overlaps { agreement, others })
    }

    /// The counts of people of an answer, as a release to its audience.
    pub fn overlap_figures(&self, found: &Overlaps, audience: Audience) -> Result<Figures, Failure> {
        let mut table = Table::default();
        let id = &found.agreement.id;
        for other in &found.others {
            let people = u64::try_from(other.people.len()).unwrap_or(u64::MAX);
            // The cohorts have no hash in common; another number is another population.
            table.cell(&in_both(id, &other.with), &format!("now/{people}"), people, Standing::Breakdown);
        }
        for other in &found.others {
            for year in &other.years {
                let not_paid = u64::try_from(year.used.not_paid.len()).unwrap_or(u64::MAX);
                for (what, count) in [("not paid", not_paid), ("paid in both", year.used.paid_in_both)] {
                    let name = format!("overlap/{id}/{}/{}/{what}", other.with, year.proposal);
                    table.cell(&name, "", count, Standing::Contract);
                }
            }
        }
        if !self.controlled(audience, &table, &[])?.0.shows_contract() {
            return Err(Refusal::new("disclosure-public").with("subject", id).into());
        }
        self.release_figures(Leaving { agreement: id, audience, kind: "overlap", subject: id.as_str() }, &table)
    }

    /// The agreement of a file, or the sealed one of an identifier.
    pub(super) fn agreement_named(&self, subject: &Path) -> Result<Agreement, Failure> {
        let id = subject.to_str().and_then(|text| AgreementId::new(text).ok());
        if let Some(id) = id.filter(|_| !subject.exists()) {
            let sealed = self.store.agreement_sealed(&id)?;
            let sealed = sealed.ok_or_else(|| Refusal::new("agreement-unknown").with("agreement", &id))?;
            return self.sealed_agreement(&id, &sealed);
        }
        Ok(read_agreement(subject, &self.codes()?.list)?.1)
    }

    /// Who acts, if it is a user that is known: looking at people is for declared users, like every act that is recorded.
    pub fn known_actor(&self) -> Result<virkning_store::Actor, Failure> {
        let actor = self.actor()?;
        match self.store.user(&actor.user)? {
            Some(_) => Ok(actor),
            None => Err(Refusal::new("S001").with("user", &actor.user).into()),
        }
    }

    /// Every other agreement with participants in common. The links are those that a set is about to be kept with; without
    /// them those of the latest set.
    pub fn overlap_with(
        &self,
        agreement: &Agreement,
        set: &EnrolmentSet,
        links: Option<&[(Alias, String)]>,
    ) -> Result<Vec<OverlapWith>, Failure> {
        let own = enrolled(set);
        let mut others = Vec::new();
        for with in self.store.overlap_candidates(&agreement.id, links)? {
            let Some(record) = self.store.enrolment_latest(&with)? else { continue };
            let theirs = enrolled(&enrolment_set(&record)?);
            let people = match links {
                Some(links) => self.store.overlap_of_links(links, &with, &theirs)?,
                None => self.store.overlap_aliases(&agreement.id, &with, &theirs)?,
            };
            let people: BTreeSet<Alias> = people.intersection(&own).cloned().collect();
            if !people.is_empty() {
                let (rule, term) = overlap_rule(agreement, &with);
                let term = term.map(|term| term.id.clone());
                others.push(OverlapWith { with, rule, term, people, years: Vec::new() });
            }
        }
        Ok(others)
    }

    fn add_years(&self, agreement: &AgreementId, others: &mut [OverlapWith]) -> Result<(), Failure> {
        for record in self.store.proposals(agreement)?.into_iter().filter(|record| record.state.is_live()) {
            let proposal = proposal_of(&record)?;
            for used in proposal.inputs.overlaps {
                let Some(other) = others.iter_mut().find(|other| other.with == used.with) else { continue };
                let (measured_year, proposal, state) = (record.measured_year, record.id.clone(), record.state);
                other.years.push(OverlapOfYear { measured_year, proposal, state, used });
            }
        }
        for other in others {
            other.years.sort_by_key(|year| year.measured_year);
        }
        Ok(())
    }

    /// What other agreements with participants in common have posted of a measured year, and whom they look at.
    pub fn others(&self, agreement: &Agreement, set: &EnrolmentSet, measured_year: i16) -> Result<Vec<Other>, Failure> {
        let mut others = Vec::new();
        for found in self.overlap_with(agreement, set, None)? {
            // What nobody has sealed pays nobody.
            let Some(sealed) = self.store.agreement_sealed(&found.with)? else { continue };
            let there = self.sealed_agreement(&found.with, &sealed)?;
            let term = agreement.overlaps.iter().find(|term| term.with == found.with);
            if same_successes(agreement, &there, term).is_empty() {
                continue;
            }
            let mut other = Other {
                people: u64::try_from(found.people.len()).unwrap_or(u64::MAX),
                posted: Vec::new(),
                paid: BTreeSet::new(),
                looked_at: BTreeSet::new(),
                agreement: there,
            };
            if let Some(year) = self.year_there(&found.with, measured_year)? {
                other.paid = self.paid_there(&agreement.id, &found.with, &year)?;
                let settlements = std::iter::once(&year.original).chain(&year.after);
                other.posted = self.with_contents(settlements)?;
            }
            if found.rule == OverlapRule::There {
                other.looked_at = self.looked_at_there(&agreement.id, &other.agreement, measured_year)?;
            }
            others.push(other);
        }
        Ok(others)
    }

    /// What another agreement has posted of a measured year, as it was last restated.
    fn year_there(&self, there: &AgreementId, measured_year: i16) -> Result<Option<RestatedYear>, Failure> {
        let mut year: Option<RestatedYear> = None;
        for record in self.store.proposals(there)?.into_iter().filter(|record| record.state.is_posted()) {
            let proposal = proposal_of(&record)?;
            if record.measured_year == measured_year && proposal.part.is_settlement() {
                year = Some(RestatedYear::of(record.id, record.content, &proposal));
            } else if let Some(restated) = proposal.restated.iter().find(|one| one.measured_year == measured_year) {
                year = year.map(|year| year.then(record.id, restated));
            }
        }
        Ok(year)
    }

    fn with_contents<'a>(
        &self,
        proposals: impl Iterator<Item = &'a ProposalId>,
    ) -> Result<Vec<(ProposalId, ContentHash)>, Failure> {
        let mut all = Vec::new();
        for id in proposals {
            all.extend(self.store.proposal(id)?.map(|record| (record.id, record.content)));
        }
        Ok(all)
    }

    /// The successes that a posted year of another agreement pays for, under the aliases of this one.
    fn paid_there(
        &self,
        here: &AgreementId,
        there: &AgreementId,
        year: &RestatedYear,
    ) -> Result<BTreeSet<(MeasureId, Alias)>, Failure> {
        let agreement = self.agreement_under(there, &year.inputs.seal)?;
        let bytes = self.folder.trace(&year.trace)?;
        let trace = virkning_engine::read_trace(&bytes).map_err(|error| coded(error.code(), error.arguments()))?;
        let mut paid = successes(&agreement, year.measured_year, &trace.observations, &year.inputs.posted_before)
            .map_err(|error| coded(error.code(), error.arguments()))?;
        for elsewhere in year.inputs.overlaps.iter().flat_map(|used| &used.not_paid) {
            paid.remove(elsewhere);
        }
        self.under_own_aliases(here, there, paid)
    }

    fn looked_at_there(
        &self,
        here: &AgreementId,
        there: &Agreement,
        measured_year: i16,
    ) -> Result<BTreeSet<(MeasureId, Alias)>, Failure> {
        let Some(record) = self.store.enrolment_latest(&there.id)? else { return Ok(BTreeSet::new()) };
        let (set, until) = (enrolment_set(&record)?, reported_until(measured_year)?);
        let mut looked_at = BTreeSet::new();
        // A year that is not measured there looks at nobody.
        for asked in virkning_engine::asked(there, measured_year).unwrap_or_default() {
            let eligible = virkning_engine::eligible_at(asked.measure, &set, measured_year, asked.at, until);
            let own = eligible.into_iter().map(|(person, _)| (asked.measure.id.clone(), person.alias.clone()));
            looked_at.extend(own);
        }
        self.under_own_aliases(here, &there.id, looked_at)
    }

    fn under_own_aliases(
        &self,
        here: &AgreementId,
        there: &AgreementId,
        people: BTreeSet<(MeasureId, Alias)>,
    ) -> Result<BTreeSet<(MeasureId, Alias)>, Failure> {
        let mut by_measure: BTreeMap<MeasureId, BTreeSet<Alias>> = BTreeMap::new();
        for (measure, alias) in people {
            by_measure.entry(measure).or_default().insert(alias);
        }
        let mut own = BTreeSet::new();
        for (measure, aliases) in by_measure {
            let here = self.store.overlap_aliases(here, there, &aliases)?;
            own.extend(here.into_iter().map(|alias| (measure.clone(), alias)));
        }
        Ok(own)
    }

    /// Whether other agreements have since posted, or no longer claim, what decides what a proposal pays.
    pub fn overlap_changed(&self, proposal: &Proposal) -> Result<bool, Failure> {
        let agreement = self.agreement_of(proposal)?;
        let Some(enrolment) = self.store.enrolment_by_hash(&proposal.inputs.enrolment_set)? else { return Ok(false) };
        let others = self.others(&agreement, &enrolment_set(&enrolment)?, proposal.measured_year)?;
        if others.is_empty() && proposal.inputs.overlaps.is_empty() {
            return Ok(false);
        }
        let bytes = self.folder.trace(&proposal.trace)?;
        let trace = virkning_engine::read_trace(&bytes).map_err(|error| coded(error.code(), error.arguments()))?;
        let (year, before) = (proposal.measured_year, &proposal.inputs.posted_before);
        let now = virkning_engine::overlaps(&agreement, year, &trace.observations, before, &others)
            .map_err(|error| coded(error.code(), error.arguments()))?;
        Ok(OverlapUsed::deciding(&now) != OverlapUsed::deciding(&proposal.inputs.overlaps))
    }
}

fn enrolled(set: &EnrolmentSet) -> BTreeSet<Alias> {
    set.enrolled().map(|(person, _)| person.alias.clone()).collect()
}
