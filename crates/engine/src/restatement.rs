//! Restatement (efterregulering): every posted year computed again with today's inputs, in order, each after the years
//! before it as they are restated. What a year then comes to, less what it came to the last time, is paid with the next
//! statement. So settling with the old data and restating with the new gives everyone what the new data give alone.

use std::collections::{BTreeMap, BTreeSet};

use virkning_model::Money;
use virkning_model::agreement::Agreement;
use virkning_model::id::{Alias, ContentHash, MeasureId, ProposalId};
use virkning_model::observation::{Observation, Outcome};
use virkning_model::settlement::{
    KeptAnswer, LineDifference, PostedBefore, Proposal, RestatedFigures, RestatedLine, RestatedYear, Restatement,
    RestatementCause,
};

use crate::error::ProposeError;
use crate::settlement::{Case, propose};

/// The difference between a year as it was last restated and the same year computed again; nothing where no figure
/// differs. Differences of one payer, receiver and rule stand on one line.
pub fn restate(original: &RestatedYear, again: &Proposal) -> Option<Restatement> {
    let new = RestatedFigures::of(again);
    let lines = differences(&original.lines, &RestatedLine::all(&again.lines));
    if lines.is_empty() && new == original.figures {
        return None;
    }
    let zero = Money::zero(again.amount.currency());
    Some(Restatement {
        measured_year: original.measured_year,
        original: original.original.clone(),
        original_content: original.original_content.clone(),
        after: original.after.clone(),
        causes: RestatementCause::between(&original.inputs, &again.inputs),
        old: original.figures.clone(),
        new,
        amount: lines.iter().fold(zero, |all, line| all + line.amount),
        lines,
        kept_answers: 0,
        trace: again.trace.clone(),
    })
}

/// Where lines differ: in the order of the new ones, then those that are gone.
fn differences(old: &[RestatedLine], new: &[RestatedLine]) -> Vec<LineDifference> {
    let same = |one: &RestatedLine, other: &RestatedLine| one.is_of(&other.rule, &other.from, &other.to);
    let mut all = Vec::new();
    for line in new {
        let before = old.iter().find(|old| same(old, line));
        all.extend(line.differs_from(before.unwrap_or(&line.with_nothing())));
    }
    let gone = old.iter().filter(|old| !new.iter().any(|line| same(line, old)));
    all.extend(gone.filter_map(|old| old.with_nothing().differs_from(old)));
    all
}

/// Observations of a newer edition, with the answers of the earlier one where the newer does not decide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MergedAnswers {
    /// The newer observations in their order.
    pub observations: Vec<Observation>,
    /// Who keeps an earlier answer, in the same order.
    pub kept: Vec<KeptAnswer>,
}

/// Lays a newer edition over an earlier one: a person whom the newer edition does not decide (uafklaret) although the
/// earlier one did keeps the earlier answer, with its value and situation. The newer observations decide who is looked
/// at, and in which arm. The order of the earlier ones does not matter.
pub fn keep_answers(earlier: &[Observation], newer: Vec<Observation>) -> MergedAnswers {
    let undecided: BTreeSet<Key<'_>> = newer.iter().filter(|seen| !is_decided(seen)).map(key).collect();
    // Few are undecided, so only theirs are remembered of the many that were decided before.
    let before = earlier.iter().filter(|seen| is_decided(seen) && undecided.contains(&key(seen)));
    let before: BTreeMap<Key<'_>, &Observation> = before.map(|seen| (key(seen), seen)).collect();
    let mut kept = Vec::new();
    let mut merge = |seen: Observation| {
        let Outcome::Unclarified(why) = seen.outcome else { return seen };
        let Some(before) = before.get(&key(&seen)) else { return seen };
        kept.push(KeptAnswer {
            participant: seen.participant.clone(),
            measure: seen.measure.clone(),
            at: seen.at,
            kept: before.outcome,
            newer: why,
        });
        Observation { outcome: before.outcome, situation: before.situation, value: before.value, ..seen }
    };
    let observations = newer.into_iter().map(&mut merge).collect();
    MergedAnswers { observations, kept }
}

/// Measure, year, month since the start, participant.
type Key<'a> = (&'a MeasureId, i16, u16, &'a Alias);

fn key(seen: &Observation) -> Key<'_> {
    (&seen.measure, seen.year, seen.at, &seen.participant)
}

fn is_decided(seen: &Observation) -> bool {
    !matches!(seen.outcome, Outcome::Unclarified(_))
}

/// One posted year with what it is computed from today.
#[derive(Clone, Debug)]
pub struct Again<'a> {
    /// The year as it was last restated.
    pub original: RestatedYear,
    /// Today's inputs and observations, in which kept answers are already. What was posted before it is filled in.
    pub case: Case<'a>,
    /// How many keep an earlier answer.
    pub kept_answers: u64,
}

/// Every posted year computed again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RestatedYears {
    /// Each year with today's inputs, in order.
    pub again: Vec<Proposal>,
    /// The same as far as a later settlement depends on them: `posted_before` of the next measured year.
    pub posted: Vec<PostedBefore>,
    /// Where they differ, in order.
    pub restated: Vec<Restatement>,
}

/// Computes posted years again, in order, each after the restated ones before it.
///
/// # Errors
/// As [`propose`].
pub fn restate_years(agreement: &Agreement, years: Vec<Again<'_>>) -> Result<RestatedYears, ProposeError> {
    let mut all = RestatedYears::default();
    for Again { original, mut case, kept_answers } in years {
        case.inputs.posted_before = all.posted.clone();
        let again = propose(agreement, case)?;
        let restated = restate(&original, &again);
        all.restated.extend(restated.map(|restated| Restatement { kept_answers, ..restated }));
        all.posted.push(posted_before(original.original, original.original_content, &again));
        all.again.push(again);
    }
    Ok(all)
}

/// A computed year as far as a later settlement depends on it: under the identifier of what was posted for it, with what
/// it pays and leaves as it is computed here, on its own day of payment. A cap therefore counts a difference as received
/// on the day of the year that it belongs to.
pub fn posted_before(id: ProposalId, content: ContentHash, computed: &Proposal) -> PostedBefore {
    PostedBefore {
        id,
        content,
        measured_year: computed.measured_year,
        due: computed.due,
        paid: computed.paid_by_receiver(),
        carried: computed.carried.clone(),
    }
}
