//! Builds the terms of the business case: costs, own financing, the frame of the case, savings, hours that the contract
//! costs, purchases between departments, and what is varied.

use virkning_model::business_case::{
    BusinessCase, Cost, Overlap, OwnFinancing, Purchase, Refund, Saving, SavingShare, SavingSize, Sensitivity, Tail,
    TransactionCost, Varied, Yearly,
};
use virkning_model::id::TermId;
use virkning_model::{Decimal, Diagnostic, Money};

use super::build::Context;
use super::governance_terms::subject;
use super::{take, words};
use crate::codes;
use crate::tree::{Table, Term, Value};

pub(super) fn cost(context: &mut Context<'_>, term: &Term) -> Option<Cost> {
    let body = &term.body;
    let amounts = amounts(context, term);
    Some(Cost {
        id: take::term_id(body)?,
        label: take::text(body, "label")?,
        bearer: take::holder(body, "bearer")?,
        amounts: amounts?,
        kind: take::word_or_default(body, "kind", words::COST_KINDS)?,
        pool: take::may_text(body, "pool")?,
        area: take::may_word(body, "area", words::AREAS)?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

fn amounts(context: &mut Context<'_>, term: &Term) -> Option<Yearly> {
    let body = &term.body;
    if body.get("by_year").is_some() {
        return Some(Yearly::ByYear(take::per_year(body, "by_year", |value| take::money_of(value, context.currency))?));
    }
    if take::is_not_stated(body, "amount") {
        return Some(Yearly::NotStated);
    }
    let amount = take::money(body, "amount", context.currency)?;
    if body.get("years").is_none() {
        let place = context.source.place(&term.span);
        context
            .diagnostics
            .push(Diagnostic::error(codes::MISSING_KEY, place).with("table", "cost").with("key", "years"));
    }
    Some(Yearly::Even { amount, years: take::years(body, "years")? })
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
    Some(BusinessCase {
        years: take::years(body, "years")?,
        columns: take::may_per_year(body, "columns", |value| value.text().map(str::to_owned))?,
        double_period: take::word_or_default(body, "double_period", words::DOUBLE_PERIODS)?,
        payback_rule: take::word_or_default(body, "payback_rule", words::PAYBACK_RULES)?,
        phase_in: take::may_by_year(body, "phase_in")?,
        attrition: take::list(body, "attrition", Value::decimal)?,
        net_success_rate: take::may_decimal(body, "net_success_rate")?,
        overlap: take::may(body, "overlap", |value| overlap(value.table()?))?,
        discount_rate: take::may_decimal(body, "discount_rate")?.unwrap_or(Decimal::ZERO),
        basis: take::may_text(body, "basis")?,
        tail: take::may(body, "tail", |value| tail(value.table()?))?,
        model: take::may_text(body, "model")?,
        price_year: take::may_whole(body, "price_year")?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

fn overlap(body: &Table) -> Option<Overlap> {
    Some(Overlap {
        with: take::text(body, "with")?,
        share_of_participants: take::decimal(body, "participants")?,
        share_credited_elsewhere: take::decimal(body, "credited_elsewhere")?,
        origin: take::origin(body),
    })
}

fn tail(body: &Table) -> Option<Tail> {
    Some(Tail { years: take::whole(body, "years")?, because: take::text(body, "because")? })
}

pub(super) fn saving(context: &mut Context<'_>, term: &Term) -> Option<Saving> {
    let body = &term.body;
    let size = saving_size(context, body);
    let (low, high) = (take::may_decimal(body, "low")?, take::may_decimal(body, "high")?);
    Some(Saving {
        id: take::term_id(body)?,
        label: take::text(body, "label")?,
        size: size?,
        falls_to: body.get("falls_to")?.list()?.iter().map(saving_share).collect::<Option<_>>()?,
        permanent: take::may_word(body, "permanent", words::YES_NO)?,
        evidence: take::may_word(body, "evidence", words::EVIDENCE)?,
        cashable: take::may_word(body, "cashable", words::YES_NO)?,
        refund: take::may(body, "refund", |value| refund(value.table()?))?,
        uncertainty: (low.is_some() || high.is_some())
            .then(|| (low.unwrap_or(Decimal::ONE), high.unwrap_or(Decimal::ONE))),
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

fn saving_size(context: &mut Context<'_>, body: &Table) -> Option<SavingSize> {
    Some(match body.get("per")?.text()? {
        "starter" => SavingSize::PerStarter { profile: take::list(body, "profile", Value::decimal)? },
        "volume" => SavingSize::Volume {
            by_year: take::per_year(body, "by_year", Value::decimal)?,
            price: take::money(body, "price", context.currency)?,
        },
        "year" => {
            whole_oere(context, body.get("by_year")?);
            SavingSize::PerYear {
                by_year: take::per_year(body, "by_year", |value| take::money_of(value, context.currency))?,
            }
        }
        "success" => SavingSize::PerSuccess {
            volume: take::list(body, "volume", Value::decimal)?,
            unit_label: take::text(body, "unit_label")?,
            price: take::money(body, "price", context.currency)?,
        },
        "not-stated" => SavingSize::NotStated,
        _ => return None,
    })
}

/// The same key holds a number of things or kroner; only kroner must be whole øre.
fn whole_oere(context: &mut Context<'_>, by_year: &Value) {
    for entry in by_year.table().into_iter().flat_map(|body| &body.entries) {
        let Some(number) = entry.value.decimal() else { continue };
        let code = match Money::exact(context.currency, number) {
            Ok(_) => continue,
            Err(virkning_model::money::MoneyError::FractionOfMinorUnit(_)) => codes::FRACTION_OF_OERE,
            Err(_) => codes::AMOUNT_TOO_LARGE,
        };
        let place = context.source.place(&entry.value.span);
        context
            .diagnostics
            .push(Diagnostic::error(code, place).with("key", &entry.key).with("value", number.to_string()));
    }
}

fn saving_share(value: &Value) -> Option<SavingShare> {
    let body = value.table()?;
    Some(SavingShare {
        area: take::text(body, "area")?,
        weight: take::decimal(body, "weight")?,
        holder: take::holder_of(body)?,
    })
}

fn refund(body: &Table) -> Option<Refund> {
    Some(Refund { share: take::decimal(body, "share")?, to: take::holder_of(body)? })
}

pub(super) fn transaction_cost(context: &Context<'_>, term: &Term) -> Option<TransactionCost> {
    let body = &term.body;
    Some(TransactionCost {
        id: take::term_id(body)?,
        label: take::text(body, "label")?,
        party: take::id(body, "party")?,
        phase: take::word(body, "phase", words::PHASES)?,
        hours: take::may_decimal(body, "hours")?,
        hourly_cost: take::may_money(body, "hourly_cost", context.currency)?,
        years: take::may(body, "years", take::years_of)?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

pub(super) fn purchase(context: &Context<'_>, term: &Term) -> Option<Purchase> {
    let body = &term.body;
    Some(Purchase {
        id: take::term_id(body)?,
        label: take::text(body, "label")?,
        from: take::holder(body, "from")?,
        to: take::holder(body, "to")?,
        by_year: take::per_year(body, "by_year", |value| take::money_of(value, context.currency))?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

pub(super) fn sensitivity(context: &mut Context<'_>, term: &Term) -> Option<Sensitivity> {
    let body = &term.body;
    let vary = varied(context, body.get("vary")?);
    Some(Sensitivity {
        id: take::term_id(body)?,
        label: take::text(body, "label")?,
        vary: vary?,
        low: take::decimal(body, "low")?,
        high: take::decimal(body, "high")?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

fn varied(context: &mut Context<'_>, value: &Value) -> Option<Varied> {
    let text = value.text().filter(|text| !text.trim().is_empty())?;
    subject(context, value, &["success-rate", "participants", "costs", "savings"], &["cost", "saving"])?;
    Some(match text {
        "success-rate" => Varied::SuccessRate,
        "participants" => Varied::Participants,
        "costs" => Varied::Costs,
        "savings" => Varied::Savings,
        path => match path.split_once('.')? {
            ("cost", id) => Varied::Cost(TermId::new(id).ok()?),
            (_, id) => Varied::Saving(TermId::new(id).ok()?),
        },
    })
}
