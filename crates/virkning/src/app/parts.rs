//! The other parts of an agreement's settlements: what was kept back and falls due, what is paid on a day whatever the
//! results, and instalments of capital. Parts are proposals that are approved and posted like any other.

use std::path::Path;

use jiff::civil::Date;
use virkning_engine::{Instalment, closing_proposal, instalments, release_proposal, restatement_proposal};
use virkning_model::id::{ContentHash, ProposalId, TermId};
use virkning_model::ledger::{Entry, Posting, PostingHead};
use virkning_model::settlement::{Inputs, Part, Proposal};
use virkning_store::{Posted, Stored};

use super::failure::{Failure, Refusal};
use super::posted::Chain;
use super::settle::{Made, StoredProposal};
use super::{Session, coded};

impl Session<'_> {
    /// Makes the proposals that pay what a posted settlement kept back: of each day that has come, or of one day.
    pub fn release(&self, id: &ProposalId, on: Option<Date>) -> Result<Vec<StoredProposal>, Failure> {
        let stored = self.show(id)?;
        let chain = self.chain(&stored.proposal.agreement)?;
        let year = stored.proposal.measured_year;
        let settled = chain.settlement(year).filter(|settled| settled.record.id == *id);
        let settled = settled.ok_or_else(|| Refusal::new("release-not-posted").with("proposal", id))?;
        let restated = chain.restatements_of(year);
        let kept = settled.proposal.lines.iter().filter_map(|line| line.held_back.as_ref().map(|kept| kept.until));
        let later = restated.iter().flat_map(|(_, restated)| &restated.lines);
        let mut days: Vec<Date> =
            kept.chain(later.flat_map(|line| line.held_back.iter().map(|kept| kept.until))).collect();
        days.sort();
        days.dedup();
        let wanted = days.iter().filter(|day| on.map_or(**day <= self.world.today(), |on| **day == on));
        let made: Vec<Proposal> =
            wanted.filter_map(|day| release_proposal(&settled.proposal, &restated, *day)).collect();
        if made.is_empty() {
            return Err(Refusal::new("release-nothing").with("proposal", id).with("days", listed(&days)).into());
        }
        made.into_iter().map(|proposal| self.keep_proposal(Made::of(proposal)?, false)).collect()
    }

    /// Makes the proposals of what an agreement pays on days of its own whatever the results: of each day that has come, or
    /// of one day.
    pub fn closing(&self, file: &Path, on: Option<Date>) -> Result<Vec<StoredProposal>, Failure> {
        let (sealed, agreement) = self.sealed_file(file)?;
        let chain = self.chain(&agreement.id)?;
        let last = chain.last_settlement();
        let last = last.ok_or_else(|| Refusal::new("restate-nothing-posted").with("agreement", &agreement.id))?;
        let like = under(&last.proposal, &agreement.version, &sealed.hash);
        let posted = chain.paid();
        let failed = |error: virkning_engine::CompileError| coded(error.code(), error.arguments());
        let closing = virkning_engine::closing(&agreement, &posted).map_err(failed)?;
        let mut days: Vec<Date> = closing.payments.iter().map(|payment| payment.date).collect();
        days.dedup();
        let mut made = Vec::new();
        for day in days.iter().filter(|day| on.map_or(**day <= self.world.today(), |on| **day == on)) {
            made.extend(closing_proposal(&agreement, &like, &posted, *day).map_err(failed)?);
        }
        if made.is_empty() {
            let refusal = Refusal::new("closing-nothing").with("agreement", &agreement.id);
            return Err(refusal.with("days", listed(&days)).into());
        }
        made.into_iter().map(|proposal| self.keep_proposal(Made::of(proposal)?, false)).collect()
    }

    /// Posts an instalment of capital on the day on which it was given: the one agreed for a day, or the first of its term
    /// that is not posted.
    pub fn instalment(
        &self,
        file: &Path,
        tranche: &TermId,
        agreed: Option<Date>,
        paid_on: Date,
        key: Option<&str>,
    ) -> Result<(virkning_model::Agreement, Stored<Posted>), Failure> {
        let actor = self.actor()?;
        let (sealed, agreement) = self.sealed_file(file)?;
        let all = instalments(&agreement);
        let own: Vec<&Instalment> = all.iter().filter(|known| known.funding == *tranche).collect();
        let postings = self.store.postings(&agreement.id)?;
        let posted = |known: &&&Instalment| {
            let about = virkning_model::ledger::About::Instalment { funding: known.funding.clone(), on: known.on };
            postings.iter().any(|posting| posting.about == about)
        };
        let on = match agreed {
            Some(day) => Some(day),
            None => own.iter().find(|known| !posted(known)).or(own.last()).map(|known| known.on),
        };
        let on = on.ok_or_else(|| {
            let known: std::collections::BTreeSet<&TermId> = all.iter().map(|known| &known.funding).collect();
            Refusal::new("instalment-unknown").with("tranche", tranche).with("known", listed(&known))
        })?;
        let posting = virkning_engine::instalment(&agreement, tranche, on)
            .map_err(|error| coded(error.code(), error.arguments()))?;
        let entries = posting.entries().iter();
        let entries = entries.map(|entry| Entry { accounting_year: paid_on.year(), ..entry.clone() }).collect();
        let head = PostingHead { date: paid_on, ..posting.head().clone() };
        let posting = Posting::new(head, entries).map_err(|error| {
            let words = [("party", error.party.to_string()), ("difference", error.difference.to_string())];
            Refusal::new("internal").with("what", format!("{words:?}"))
        })?;
        let own_key = format!("instalment-{}-{tranche}-{on}", agreement.id);
        let stored = self.store.instalment(&actor, key.unwrap_or(&own_key), &sealed.version, &posting)?;
        Ok((agreement, stored))
    }

    /// A restatement, release or closing made again from what was posted before it; nothing where it does not follow.
    pub fn part_then(&self, stored: &Proposal, chain: &Chain) -> Result<Option<Proposal>, Failure> {
        match stored.part {
            Part::Settlement => Ok(None),
            Part::Restatement(number) => self.restatement_then(stored, chain, number),
            Part::Release(day) => {
                let settled = chain.settlement(stored.measured_year);
                let restated = chain.restatements_of(stored.measured_year);
                Ok(settled.and_then(|settled| release_proposal(&settled.proposal, &restated, day)))
            }
            Part::Closing(day) => {
                let agreement = self.agreement_of(stored)?;
                let Some(last) = chain.last_settlement() else { return Ok(None) };
                let like = under(&last.proposal, &stored.version, &stored.inputs.seal);
                Ok(closing_proposal(&agreement, &like, &chain.paid(), day)
                    .map_err(|error| coded(error.code(), error.arguments()))?)
            }
        }
    }

    fn restatement_then(&self, stored: &Proposal, chain: &Chain, number: u32) -> Result<Option<Proposal>, Failure> {
        let years = chain.years();
        let Some(last) = years.last().filter(|year| year.measured_year == stored.measured_year) else {
            return Ok(None);
        };
        if !chain.carries(stored) {
            return Ok(None);
        }
        let (again, _) = self.year_then(stored, last, stored.inputs.clone())?;
        let restated = self.restated_then(stored, chain)?;
        Ok(restated.and_then(|restated| restatement_proposal(&again, restated, number, stored.due)))
    }
}

/// A settlement as it would stand under a sealed text.
fn under(settled: &Proposal, version: &str, seal: &ContentHash) -> Proposal {
    let inputs = Inputs { seal: seal.clone(), ..settled.inputs.clone() };
    Proposal { version: version.to_owned(), inputs, ..settled.clone() }
}

/// Words of a list for a message; `none` where there are none, so that the text can say so.
fn listed<T: std::fmt::Display>(all: impl IntoIterator<Item = T>) -> String {
    let all: Vec<String> = all.into_iter().map(|one| one.to_string()).collect();
    if all.is_empty() { "none".to_owned() } else { all.join(", ") }
}
