//! Overlap between investments: the same person in two cohorts, the same success claimed under two agreements, what an
//! agreement says about it, and what one settlement made of it. Nothing here knows a person by more than an own alias.

use crate::agreement::Clause;
use crate::id::{AgreementId, Alias, ContentHash, MeasureId, ProposalId, TermId};
use crate::origin::Origin;

/// What an agreement says about successes that another agreement claims too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverlapTerm {
    /// Its identifier.
    pub id: TermId,
    /// The other agreement.
    pub with: AgreementId,
    /// Where such a success is paid.
    pub rule: OverlapRule,
    /// Which measures claim the same success; empty where every payment measure of the one does so with every payment
    /// measure of the other that is read from the same source.
    pub same: Vec<SameSuccess>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// Two measures that claim the same success when they are met in the same measured year.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SameSuccess {
    /// The measure of the agreement that says so.
    pub here: MeasureId,
    /// The measure of the other agreement.
    pub there: MeasureId,
}

/// Where a success is paid that two agreements claim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OverlapRule {
    /// In both: the parties have said so.
    Both,
    /// Where it is posted first. It holds where an agreement is silent, so that nobody pays twice without having said so.
    #[default]
    First,
    /// Here, whatever is posted there.
    Here,
    /// There, also where nothing is posted there yet.
    There,
}

impl OverlapRule {
    /// The word of the language: `first`.
    pub fn as_str(self) -> &'static str {
        match self {
            OverlapRule::Both => "both",
            OverlapRule::First => "first",
            OverlapRule::Here => "here",
            OverlapRule::There => "there",
        }
    }
}

/// Another agreement with participants in common, as one settlement treats it: part of what the settlement is a function
/// of, so that it can be computed again without looking at the other agreement.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct OverlapUsed {
    /// The other agreement.
    pub with: AgreementId,
    /// The rule that was used.
    pub rule: OverlapRule,
    /// The term that says so; nothing where the agreement is silent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<TermId>,
    /// Participants here who are participants there too.
    pub people: u64,
    /// The posted settlements there that claim successes of the same measured year, with their contents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub posted: Vec<(ProposalId, ContentHash)>,
    /// Successes of the measured year that are paid there and here: nothing unless the agreement says so.
    #[serde(default, skip_serializing_if = "is_none")]
    pub paid_in_both: u64,
    /// Successes of the measured year that are not paid here, by measure and own alias, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_paid: Vec<(MeasureId, Alias)>,
}

impl OverlapUsed {
    /// What of it decides a payment: the successes that are not paid, by the agreement that they are left to.
    pub fn deciding(all: &[Self]) -> Vec<(&AgreementId, &[(MeasureId, Alias)])> {
        let some = all.iter().filter(|used| !used.not_paid.is_empty());
        some.map(|used| (&used.with, used.not_paid.as_slice())).collect()
    }
}

fn is_none(successes: &u64) -> bool {
    *successes == 0
}
