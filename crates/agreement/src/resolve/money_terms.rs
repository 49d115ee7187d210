//! Builds the terms about money: costs, own financing, business case, savings, payments, limits and funding.

use virkning_model::agreement::{Funding, Limit, PaidPer, Payment};
use virkning_model::business_case::{BusinessCase, Cost, Overlap, OwnFinancing, Saving, SavingShare, SavingSize};

use super::build::{Context, METHODS};
use super::take;
use crate::tree::{Table, Term, Value};

pub(super) fn cost(context: &Context<'_>, term: &Term) -> Option<Cost> {
    let body = &term.body;
    Some(Cost {
        id: take::term_id(body)?,
        label: take::text(body, "label")?,
        bearer: take::holder(body, "bearer")?,
        amount: take::money(body, "amount", context.currency)?,
        years: take::years(body, "years")?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

pub(super) fn own_financing(context: &Context<'_>, term: &Term) -> Option<OwnFinancing> {
    let body = &term.body;
    Some(OwnFinancing {
        id: take::term_id(body)?,
        holder: take::holder(body, "holder")?,
        amount: take::money(body, "amount", context.currency)?,
        years: take::years(body, "years")?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

pub(super) fn business_case(context: &Context<'_>, term: &Term) -> Option<BusinessCase> {
    let body = &term.body;
    let overlap = match body.get("overlap") {
        Some(overlap) => Some(overlap_of(overlap.table()?)?),
        None => None,
    };
    Some(BusinessCase {
        years: take::years(body, "years")?,
        phase_in: if body.get("phase_in").is_some() {
            Some(take::by_year(body, "phase_in")?)
        } else {
            None
        },
        overlap,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

fn overlap_of(body: &Table) -> Option<Overlap> {
    Some(Overlap {
        with: take::text(body, "with")?,
        share_of_participants: take::decimal(body, "participants")?,
        share_credited_elsewhere: take::decimal(body, "credited_elsewhere")?,
        origin: take::origin(body),
    })
}

pub(super) fn saving(context: &Context<'_>, term: &Term) -> Option<Saving> {
    let body = &term.body;
    let size = match body.get("per")?.text()? {
        "starter" => SavingSize::PerStarter {
            profile: body.get("profile")?.list()?.iter().map(Value::decimal).collect::<Option<_>>()?,
        },
        "volume" => SavingSize::Volume {
            by_year: take::per_year(body, "by_year", Value::decimal)?,
            price: take::money(body, "price", context.currency)?,
        },
        _ => return None,
    };
    Some(Saving {
        id: take::term_id(body)?,
        label: take::text(body, "label")?,
        size,
        falls_to: body.get("falls_to")?.list()?.iter().map(saving_share).collect::<Option<_>>()?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

fn saving_share(value: &Value) -> Option<SavingShare> {
    let body = value.table()?;
    Some(SavingShare {
        area: take::text(body, "area")?,
        weight: take::decimal(body, "weight")?,
        holder: take::holder_of(body)?,
    })
}

pub(super) fn payment(context: &Context<'_>, term: &Term) -> Option<Payment> {
    let body = &term.body;
    let covered_by_saving_share = match body.get("covered_by") {
        Some(covered_by) => Some(take::decimal(covered_by.table()?, "saving_share")?),
        None => None,
    };
    Some(Payment {
        id: take::term_id(body)?,
        label: take::text(body, "label")?,
        measure: take::id(body, "for")?,
        per: take::word(body, "per", &[("success", PaidPer::Success)])?,
        price: take::money(body, "amount", context.currency)?,
        from: take::payers(body, "from")?,
        to: take::receivers(body, "to")?,
        covered_by_saving_share,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

pub(super) fn limit(context: &Context<'_>, term: &Term) -> Option<Limit> {
    let body = &term.body;
    Some(Limit {
        id: take::term_id(body)?,
        party: take::id(body, "party")?,
        annual_return: take::decimal(body, "annual_return")?,
        method: take::word(body, "method", METHODS)?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

pub(super) fn funding(context: &Context<'_>, term: &Term) -> Option<Funding> {
    let body = &term.body;
    Some(Funding {
        id: take::term_id(body)?,
        from: take::id(body, "from")?,
        to: take::holder(body, "to")?,
        amount: take::money(body, "amount", context.currency)?,
        on: body.get("on")?.list()?.iter().map(take::date_of).collect::<Option<_>>()?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}
