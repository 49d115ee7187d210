//! Stages and their gates: where each idea stands, and what must exist before it may move. A move is a decision; without
//! what the gate asks for it is refused with everything that lacks.

use virkning_engine::plan::LackedFigure;
use virkning_model::portfolio::{DecisionKind, GateNeed, Idea, Stage};

use crate::dossier::Dossier;

/// A need of a gate and whether it is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeedMet {
    /// What is needed.
    pub need: GateNeed,
    /// Whether it exists.
    pub is_met: bool,
}

/// Everything that the gates before a stage ask for. Gates that were passed before are not asked again: an idea that
/// stands on the way passes those beyond its own stage.
pub fn needs(dossier: &Dossier, idea: &Idea, to: Stage) -> Vec<NeedMet> {
    let (from, _) = dossier.stage_of(idea);
    let is_between = |gate: Stage| gate <= to && (!from.is_on_the_way() || gate > from);
    let gates = dossier.portfolio.gates.iter().filter(|gate| to.is_on_the_way() && is_between(gate.to));
    let mut needs: Vec<NeedMet> = Vec::new();
    for gate in gates {
        for need in &gate.needs {
            if needs.iter().all(|known| known.need != *need) {
                let forum = gate.forum.as_ref().map(|forum| forum.as_str());
                needs.push(NeedMet { need: *need, is_met: is_met(dossier, idea, *need, forum) });
            }
        }
    }
    needs
}

fn is_met(dossier: &Dossier, idea: &Idea, need: GateNeed, forum: Option<&str>) -> bool {
    let agreement = dossier.agreement_of(idea);
    let plan = || dossier.plan(agreement?);
    match need {
        GateNeed::AgreementChecked => agreement.is_some(),
        GateNeed::BusinessCase => {
            let has_case = agreement.is_some_and(|agreement| agreement.business_case.is_some());
            let is_lacking = |figure: &LackedFigure| matches!(figure, LackedFigure::Costs | LackedFigure::Savings);
            has_case && plan().is_some_and(|plan| !plan.lacks.iter().any(|lack| is_lacking(&lack.figure)))
        }
        GateNeed::RepaymentPlan => plan().is_some_and(|plan| {
            !plan.payments.is_empty() && !plan.lacks.iter().any(|lack| matches!(lack.figure, LackedFigure::Payment(_)))
        }),
        GateNeed::PreApproval => dossier.is_decided(idea, DecisionKind::PreApproved, forum),
        GateNeed::Approval => dossier.is_decided(idea, DecisionKind::Approved, None),
        GateNeed::Signatures => dossier.is_decided(idea, DecisionKind::Signed, None),
        GateNeed::Sealed => idea.agreement.as_ref().is_some_and(|id| dossier.sealed.contains(id)),
        GateNeed::Results => agreement.is_some_and(|agreement| {
            let measured = |actual: &virkning_model::implementation::Actual| {
                matches!(actual.about, virkning_model::implementation::ActualAbout::Measure(_))
                    && (actual.number.is_some() || actual.mean.is_some())
            };
            agreement.actuals.iter().any(measured)
        }),
    }
}

/// Why an idea cannot move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MoveRefused {
    /// It stands there already.
    AlreadyThere,
    /// Nobody moves an idea to where a source cannot be read.
    NoStage,
    /// What the gates ask for and is not there.
    Lacks(Vec<GateNeed>),
    /// An idea is declined or parked with a reason.
    NoReason,
}

/// Whether an idea may move. Backwards and to the side it may always; forwards only through the gates.
pub fn may_move(dossier: &Dossier, idea: &Idea, to: Stage, reason: &str) -> Result<(), MoveRefused> {
    let (from, _) = dossier.stage_of(idea);
    if to == Stage::Unreadable {
        return Err(MoveRefused::NoStage);
    }
    if from == to {
        return Err(MoveRefused::AlreadyThere);
    }
    if !to.is_on_the_way() {
        return if reason.trim().is_empty() { Err(MoveRefused::NoReason) } else { Ok(()) };
    }
    let lacks: Vec<GateNeed> =
        needs(dossier, idea, to).into_iter().filter(|need| !need.is_met).map(|need| need.need).collect();
    if lacks.is_empty() { Ok(()) } else { Err(MoveRefused::Lacks(lacks)) }
}
