//! The ways in which a business case is summed, in words: the same on a terminal and on a page.

use virkning_engine::plan::{Actor, GroupKey};
use virkning_model::Agreement;
use virkning_model::agreement::BudgetArea;
use virkning_model::business_case::{CostKind, Evidence};

use super::Texts;
use crate::app::statement::holder_short_name;

/// What the rows of a group have in common, in words.
pub fn group_in_words(agreement: &Agreement, key: &GroupKey, texts: &Texts) -> String {
    let yes_no = |word: Option<bool>, yes: &str, no: &str| match word {
        Some(true) => texts.get(yes),
        Some(false) => texts.get(no),
        None => texts.get("plan-not-said"),
    };
    match key {
        GroupKey::Area(area) => area.map_or_else(|| texts.get("plan-not-said"), |area| texts.get(area_key(area))),
        GroupKey::Committee(name) => name.clone().unwrap_or_else(|| texts.get("plan-not-said")),
        GroupKey::Budget(holder) => match holder.budget.as_ref().and_then(|id| agreement.budget(id)) {
            Some(budget) => budget.label.clone(),
            None => holder_short_name(agreement, holder, texts),
        },
        GroupKey::Party(id) => agreement.party(id).map_or_else(|| id.to_string(), |party| party.short_name.clone()),
        GroupKey::Actor(actor) => texts.get(match actor {
            Actor::Municipality => "plan-actor-municipality",
            Actor::Region => "plan-actor-region",
            Actor::State => "plan-actor-state",
        }),
        GroupKey::ServiceFrame(inside) => yes_no(*inside, "plan-inside-frame", "plan-outside-frame"),
        GroupKey::Cashable(cashable) => yes_no(*cashable, "plan-cashable-yes", "plan-cashable-no"),
        GroupKey::Evidence(evidence) => {
            evidence.map_or_else(|| texts.get("plan-not-said"), |evidence| texts.get(evidence_key(evidence)))
        }
        GroupKey::CostKind(kind) => texts.get(match kind {
            CostKind::Operations => "plan-cost-operations",
            CostKind::Implementation => "plan-cost-implementation",
        }),
        GroupKey::Pool(pool) => pool.clone(),
    }
}

/// The key of what a way of summing is called.
pub fn way_key(key: &GroupKey) -> &'static str {
    match key {
        GroupKey::Area(_) => "plan-by-area",
        GroupKey::Committee(_) => "plan-by-committee",
        GroupKey::Budget(_) => "plan-by-budget",
        GroupKey::Party(_) => "plan-by-party",
        GroupKey::Actor(_) => "plan-by-actor",
        GroupKey::ServiceFrame(_) => "plan-by-frame",
        GroupKey::Cashable(_) => "plan-by-cashable",
        GroupKey::Evidence(_) => "plan-by-evidence",
        GroupKey::CostKind(_) => "plan-by-cost-kind",
        GroupKey::Pool(_) => "plan-by-pool",
    }
}

/// The text of a budget area (styringsområde).
pub fn area_key(area: BudgetArea) -> &'static str {
    match area {
        BudgetArea::Service => "area-service",
        BudgetArea::Transfers => "area-transfers",
        BudgetArea::Ei => "area-ei",
        BudgetArea::Eo => "area-eo",
        BudgetArea::Construction => "area-construction",
    }
}

/// The text of how well a saving is known.
pub fn evidence_key(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::MetaOrTrial => "evidence-meta-or-trial",
        Evidence::ControlGroup => "evidence-control-group",
        Evidence::BeforeAfter => "evidence-before-after",
        Evidence::Assumption => "evidence-assumption",
    }
}
