//! Builds the terms about successes that another agreement claims too.

use virkning_model::id::{AgreementId, MeasureId};
use virkning_model::overlap::{OverlapTerm, SameSuccess};

use super::build::Context;
use super::{take, words};
use crate::tree::{Table, Term};

pub(super) fn overlap(context: &Context<'_>, term: &Term) -> Option<OverlapTerm> {
    let body = &term.body;
    Some(OverlapTerm {
        id: take::term_id(body)?,
        with: take::id::<AgreementId>(body, "with")?,
        rule: take::word(body, "rule", words::OVERLAP_RULES)?,
        same: take::list(body, "same", |value| same(value.table()?))?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

fn same(body: &Table) -> Option<SameSuccess> {
    Some(SameSuccess { here: take::id::<MeasureId>(body, "here")?, there: take::id::<MeasureId>(body, "there")? })
}
