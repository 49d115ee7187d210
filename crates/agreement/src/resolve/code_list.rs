//! Builds the code lists that measures ask by name.

use virkning_model::agreement::CodeListTerm;
use virkning_model::code_list::{CodeStatus, ListedCodes, NamedCodeRow, NamedCodes};

use super::build::Context;
use super::{take, words};
use crate::tree::{Table, Term};

pub(super) fn code_list(context: &Context<'_>, term: &Term) -> Option<CodeListTerm> {
    Some(CodeListTerm {
        list: list(term)?,
        source: take::text(&term.body, "source")?,
        clause: context.clause(term),
        origin: take::origin(&term.body),
    })
}

/// The list itself: measures need it before the other terms are built.
pub(super) fn list(term: &Term) -> Option<NamedCodes> {
    let body = &term.body;
    Some(NamedCodes {
        name: take::term_id(body)?,
        label: take::text(body, "label")?,
        edition: take::text(body, "edition")?,
        rows: body.get("rows")?.list()?.iter().map(|value| row(value.table()?)).collect::<Option<_>>()?,
    })
}

fn row(body: &Table) -> Option<NamedCodeRow> {
    let codes = match body.get("codes") {
        Some(_) => ListedCodes::Each(take::list(body, "codes", take::whole_of)?),
        None => ListedCodes::Range { first: take::whole(body, "first")?, last: take::whole(body, "last")? },
    };
    Some(NamedCodeRow {
        codes,
        valid_from: take::may(body, "from", take::date_of)?,
        valid_to: take::may(body, "to", take::date_of)?,
        status: take::may_word(body, "certain", words::CERTAIN)?.unwrap_or(CodeStatus::Confirmed),
    })
}
