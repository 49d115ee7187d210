//! Agreements compared without the places of their terms.

use virkning_model::Agreement;
use virkning_model::agreement::Clause;

/// The agreement with every clause emptied, also of its other versions.
pub fn without_clauses(mut agreement: Agreement) -> Agreement {
    macro_rules! empty {
        ($($list:ident),*) => {$(
            for term in agreement.$list.iter_mut() {
                term.clause = Clause::default();
            }
        )*};
    }
    empty!(
        parties,
        budgets,
        goals,
        admission,
        roles,
        activities,
        implementation,
        actuals,
        code_lists,
        measures,
        trial,
        funding,
        own_financing,
        costs,
        savings,
        business_case,
        payments,
        limits,
        overlaps,
        guarantees,
        capital_returns,
        indices,
        financing,
        transaction_costs,
        purchases,
        sensitivities,
        follow_ups,
        meetings,
        duties,
        continuation,
        criteria,
        choices,
        claims,
        printed,
        examples,
        signatures,
        amendments,
        not_stated
    );
    agreement.target_group.clause = Clause::default();
    agreement.intake.clause = Clause::default();
    agreement.intervention.clause = Clause::default();
    for earlier in &mut agreement.earlier {
        earlier.terms = without_clauses(earlier.terms.clone());
    }
    for example in &mut agreement.examples {
        example.under = example.under.take().map(|under| Box::new(without_clauses(*under)));
    }
    agreement
}
