//! Agreements compared without the places of their terms.

use virkning_model::Agreement;
use virkning_model::agreement::Clause;

/// The agreement with every clause emptied.
pub fn without_clauses(mut agreement: Agreement) -> Agreement {
    macro_rules! empty {
        ($($list:ident),*) => {$(
            for term in &mut agreement.$list {
                term.clause = Clause::default();
            }
        )*};
    }
    empty!(
        parties,
        budgets,
        admission,
        roles,
        activities,
        measures,
        funding,
        own_financing,
        costs,
        savings,
        payments,
        limits,
        follow_ups,
        meetings,
        duties,
        choices,
        examples,
        signatures
    );
    if let Some(case) = &mut agreement.business_case {
        case.clause = Clause::default();
    }
    agreement.target_group.clause = Clause::default();
    agreement.intake.clause = Clause::default();
    agreement.intervention.clause = Clause::default();
    agreement
}
