//! Successes that two agreements claim: which measures claim the same one, and what an agreement's rule makes of it. It
//! knows everybody by the alias of the agreement that is settled; who that is elsewhere is known to the store alone.

use std::collections::BTreeSet;

use virkning_model::Agreement;
use virkning_model::agreement::PaidPer;
use virkning_model::id::{Alias, ContentHash, MeasureId, ProposalId};
use virkning_model::observation::Observation;
use virkning_model::overlap::{OverlapRule, OverlapTerm, OverlapUsed, SameSuccess};
use virkning_model::settlement::{Carried, PostedBefore};

use crate::counting::{Known, count};
use crate::error::ProposeError;
use crate::program::compile;
use crate::settlement::{paid_measures, required};

/// What is known of another agreement with participants in common, for one measured year. Aliases are those of the
/// agreement that is settled.
#[derive(Clone, Debug)]
pub struct Other {
    /// Its terms.
    pub agreement: Agreement,
    /// How many participants are in both.
    pub people: u64,
    /// Its posted settlements of the measured year, with their contents.
    pub posted: Vec<(ProposalId, ContentHash)>,
    /// Successes that are posted and paid there, by measure there.
    pub paid: BTreeSet<(MeasureId, Alias)>,
    /// Whom its measures look at, by measure there.
    pub looked_at: BTreeSet<(MeasureId, Alias)>,
}

/// The participants of the treatment arm who succeed, under each measure of the year that is paid for, in the order of the
/// measures. What is counted once, and what requires another measure, is a success only where a settlement counts it.
///
/// # Errors
/// As [`crate::propose`]: a year that is not measured, somebody observed twice or for another measure, month or year.
pub fn successes(
    agreement: &Agreement,
    year: i16,
    observations: &[Observation],
    posted_before: &[PostedBefore],
) -> Result<BTreeSet<(MeasureId, Alias)>, ProposeError> {
    let asked = paid_measures(agreement, &compile(agreement)?, year)?;
    let nothing = Carried::default();
    let before = posted_before.last().map_or(&nothing, |posted| &posted.carried);
    let known = Known { estimates: &[], before, overlaps: &[] };
    let counted = count(&asked, &required(agreement, &asked), year, observations, &known)?;
    let met = |one: &crate::counting::Counted<'_>| -> Vec<(MeasureId, Alias)> {
        one.who_succeeded().map(|alias| (one.measure.id.clone(), alias.clone())).collect()
    };
    Ok(counted.counted.iter().flat_map(met).collect())
}

/// What a settlement makes of other agreements with participants in common, in the order of their identifiers.
///
/// # Errors
/// As [`successes`].
pub fn overlaps(
    agreement: &Agreement,
    year: i16,
    observations: &[Observation],
    posted_before: &[PostedBefore],
    others: &[Other],
) -> Result<Vec<OverlapUsed>, ProposeError> {
    if others.is_empty() {
        return Ok(Vec::new());
    }
    let successes = successes(agreement, year, observations, posted_before)?;
    let mut used: Vec<OverlapUsed> = Vec::with_capacity(others.len());
    let mut everywhere_else: BTreeSet<&(MeasureId, Alias)> = BTreeSet::new();
    let claims: Vec<Claims<'_>> = others.iter().map(|other| claims(agreement, other, &successes)).collect();
    for (other, claims) in others.iter().zip(&claims) {
        let not_paid = claims.not_paid();
        everywhere_else.extend(&not_paid);
        used.push(OverlapUsed {
            with: other.agreement.id.clone(),
            rule: claims.rule,
            term: claims.term.map(|term| term.id.clone()),
            people: other.people,
            posted: other.posted.clone(),
            paid_in_both: 0,
            not_paid: not_paid.into_iter().cloned().collect(),
        });
    }
    for (used, claims) in used.iter_mut().zip(&claims) {
        let both = claims.paid.iter().filter(|one| !everywhere_else.contains(*one)).count();
        used.paid_in_both = u64::try_from(both).unwrap_or(u64::MAX);
    }
    used.sort_by(|one, next| one.with.cmp(&next.with));
    Ok(used)
}

/// The rule for another agreement, with the term that says so; where there is none, what is posted first is paid.
pub fn overlap_rule<'a>(
    agreement: &'a Agreement,
    with: &virkning_model::id::AgreementId,
) -> (OverlapRule, Option<&'a OverlapTerm>) {
    let term = agreement.overlaps.iter().find(|term| term.with == *with);
    (term.map_or(OverlapRule::default(), |term| term.rule), term)
}

/// Own successes that another agreement claims too.
struct Claims<'a> {
    rule: OverlapRule,
    term: Option<&'a OverlapTerm>,
    /// Those posted and paid there.
    paid: BTreeSet<&'a (MeasureId, Alias)>,
    /// Those of people whom a measure there looks at.
    looked_at: BTreeSet<&'a (MeasureId, Alias)>,
}

impl<'a> Claims<'a> {
    /// Those that the rule leaves to the other agreement.
    fn not_paid(&self) -> BTreeSet<&'a (MeasureId, Alias)> {
        match self.rule {
            OverlapRule::Both | OverlapRule::Here => BTreeSet::new(),
            OverlapRule::First => self.paid.clone(),
            OverlapRule::There => self.paid.union(&self.looked_at).copied().collect(),
        }
    }
}

fn claims<'a>(agreement: &'a Agreement, other: &'a Other, successes: &'a BTreeSet<(MeasureId, Alias)>) -> Claims<'a> {
    let (rule, term) = overlap_rule(agreement, &other.agreement.id);
    let same = same_successes(agreement, &other.agreement, term);
    let among = |there: &BTreeSet<(MeasureId, Alias)>| -> BTreeSet<&'a (MeasureId, Alias)> {
        let is_same = |(measure, alias): &&(MeasureId, Alias)| {
            let pairs = same.iter().filter(|pair| pair.here == *measure);
            pairs.into_iter().any(|pair| there.contains(&(pair.there.clone(), alias.clone())))
        };
        successes.iter().filter(is_same).collect()
    };
    Claims { rule, term, paid: among(&other.paid), looked_at: among(&other.looked_at) }
}

/// The measures that claim the same success: those that the term names, otherwise all that pay for successes and are read
/// from the same source.
pub fn same_successes(here: &Agreement, there: &Agreement, term: Option<&OverlapTerm>) -> Vec<SameSuccess> {
    if let Some(term) = term.filter(|term| !term.same.is_empty()) {
        return term.same.clone();
    }
    let pays = |agreement: &Agreement, id: &MeasureId| {
        agreement.payments.iter().any(|payment| payment.measure == *id && payment.per != PaidPer::Participant)
    };
    let mut same = Vec::new();
    for own in here.measures.iter().filter(|measure| pays(here, &measure.id)) {
        let others = there.measures.iter().filter(|measure| measure.source == own.source && pays(there, &measure.id));
        same.extend(others.map(|other| SameSuccess { here: own.id.clone(), there: other.id.clone() }));
    }
    same
}
