//! Builds the terms about money between the parties: payments, limits, guarantees, capital that is given back, indices,
//! funding and the totals that a source states.

use std::collections::BTreeMap;

use virkning_model::agreement::{
    CapitalReturn, EarlyReturn, EstimateRule, Funding, Guarantee, HeldBack, IndexTable, Indexed, Limit, LimitOver,
    LimitRule, MinimumPay, PaidPer, Payment, StatedFinancing, Step, StepPay, Tariff,
};
use virkning_model::id::{PartyId, TermId};
use virkning_model::{Currency, Diagnostic};

use super::build::Context;
use super::{take, words};
use crate::codes;
use crate::tree::{Table, Term, Value};

pub(super) fn payment(context: &Context<'_>, term: &Term) -> Option<Payment> {
    let body = &term.body;
    let per = take::word(body, "per", words::PAID_PER)?;
    Some(Payment {
        id: take::term_id(body)?,
        label: take::text(body, "label")?,
        measure: take::id(body, "for")?,
        per,
        tariff: tariff(context.currency, body, per)?,
        estimate: take::may(body, "estimate", |value| estimate(value.table()?))?,
        carry_forward: take::word_or_default(body, "carry_forward", words::CARRY_FORWARD)?,
        counted: take::word_or_default(body, "counted", words::COUNTED)?,
        minimum: take::may(body, "minimum", |value| minimum(value.table()?))?,
        unless: take::list(body, "unless", |value| TermId::new(value.text()?).ok())?,
        years: take::may(body, "years", take::years_of)?,
        minimum_cohort: take::may_whole(body, "minimum_cohort")?,
        held_back: take::may(body, "held_back", |value| held_back(value.table()?))?,
        indexed: take::may(body, "indexed", |value| indexed(value.table()?))?,
        accounting_year: take::word_or_default(body, "accounting_year", words::ACCOUNTING_YEARS)?,
        from: take::payers(body, "from")?,
        to: take::receivers(body, "to")?,
        to_order: take::word_or_default(body, "to_order", words::ORDERS)?,
        covered_by_saving_share: take::may(body, "covered_by", |value| take::decimal(value.table()?, "saving_share"))?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

fn tariff(currency: Currency, body: &Table, per: PaidPer) -> Option<Tariff> {
    match per {
        PaidPer::Success | PaidPer::Participant | PaidPer::Unit => {
            if take::is_not_stated(body, "amount") {
                return Some(Tariff::NotStated);
            }
            take::money(body, "amount", currency).map(Tariff::Price)
        }
        PaidPer::Rate | PaidPer::Estimate => {
            let steps = body.get("ladder")?.list()?.iter().map(|value| step(currency, value.table()?));
            steps.collect::<Option<_>>().map(Tariff::Ladder)
        }
        PaidPer::Saving | PaidPer::Difference => {
            if take::is_not_stated(body, "share") {
                return Some(Tariff::NotStated);
            }
            take::decimal(body, "share").map(Tariff::Share)
        }
    }
}

fn step(currency: Currency, body: &Table) -> Option<Step> {
    let pays = if body.get("share_of_capital").is_some() {
        StepPay::ShareOfCapital(take::decimal(body, "share_of_capital")?)
    } else if take::is_not_stated(body, "amount") {
        StepPay::NotStated
    } else {
        StepPay::Amount(take::money(body, "amount", currency)?)
    };
    Some(Step { from: take::decimal(body, "from")?, pays })
}

fn estimate(body: &Table) -> Option<EstimateRule> {
    Some(EstimateRule {
        kind: take::word(body, "kind", words::ESTIMATES)?,
        decimals: take::whole(body, "decimals")?,
        over: take::word(body, "over", words::ESTIMATES_OVER)?,
    })
}

fn minimum(body: &Table) -> Option<MinimumPay> {
    Some(MinimumPay {
        years: take::years(body, "years")?,
        share_of_capital: take::decimal(body, "share_of_capital")?,
        applies: take::word(body, "applies", words::MINIMUMS)?,
    })
}

fn held_back(body: &Table) -> Option<HeldBack> {
    Some(HeldBack { share: take::decimal(body, "share")?, until: take::date(body, "until")? })
}

fn indexed(body: &Table) -> Option<Indexed> {
    Some(Indexed { by: take::id(body, "by")?, from: take::whole(body, "from")? })
}

pub(super) fn limit(context: &mut Context<'_>, term: &Term) -> Option<Limit> {
    let body = &term.body;
    let rule = if body.get("annual_return").is_some() {
        LimitRule::ReturnCap {
            party: take::id(body, "party")?,
            annual_return: take::decimal(body, "annual_return")?,
            method: take::word(body, "method", words::METHODS)?,
        }
    } else if body.get("at_least").is_some() {
        LimitRule::AtLeast { party: take::id(body, "party")?, share: take::decimal(body, "at_least")? }
    } else {
        let over = over(context, term);
        LimitRule::AtMost { amount: take::may_money(body, "at_most", context.currency)?, over: over? }
    };
    Some(Limit { id: take::term_id(body)?, rule, clause: context.clause(term), origin: take::origin(body) })
}

/// What an amount is counted over; what its word needs beside it is there, and nothing else.
fn over(context: &mut Context<'_>, term: &Term) -> Option<LimitOver> {
    let body = &term.body;
    let per = body.get("per")?.text()?;
    let names_one = ["measure", "payment", "payer", "investor"].contains(&per);
    if names_one && body.get("of").is_none() {
        let place = context.source.place(&term.span);
        let missing = Diagnostic::error(codes::MISSING_KEY, place).with("table", "limit").with("key", "of");
        context.diagnostics.push(missing);
    }
    for (key, belongs) in [("of", names_one), ("over_years", per == "participant")] {
        if let Some(entry) = body.entry(key).filter(|_| !belongs) {
            context.diagnostics.push(
                Diagnostic::error(codes::KEY_OF_ANOTHER_KIND, context.source.place(&entry.key_span))
                    .with("table", "limit")
                    .with("key", key)
                    .with("decider", "per")
                    .with("word", per),
            );
        }
    }
    Some(match per {
        "participant" => LimitOver::Participant { years: take::may_whole(body, "over_years")? },
        "measure" => LimitOver::Measure(take::id(body, "of")?),
        "payment" => LimitOver::Payment(take::id(body, "of")?),
        "period" => LimitOver::Period,
        "payer" => LimitOver::Payer(take::id(body, "of")?),
        "investor" => LimitOver::Investor(take::id(body, "of")?),
        "agreement" => LimitOver::Agreement,
        _ => return None,
    })
}

pub(super) fn guarantee(context: &Context<'_>, term: &Term) -> Option<Guarantee> {
    let body = &term.body;
    Some(Guarantee {
        id: take::term_id(body)?,
        label: take::text(body, "label")?,
        from: take::id(body, "from")?,
        to: take::list(body, "to", |value| PartyId::new(value.text()?).ok())?,
        at_most: take::may_money(body, "at_most", context.currency)?,
        on: take::may(body, "on", take::date_of)?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

pub(super) fn capital_return(context: &Context<'_>, term: &Term) -> Option<CapitalReturn> {
    let body = &term.body;
    Some(CapitalReturn {
        id: take::term_id(body)?,
        label: take::text(body, "label")?,
        from: take::payers(body, "from")?,
        to: take::id(body, "to")?,
        on: take::date(body, "on")?,
        share: take::decimal(body, "share")?,
        early: take::list(body, "early", early)?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

fn early(value: &Value) -> Option<EarlyReturn> {
    let body = value.table()?;
    Some(EarlyReturn {
        from: take::date(body, "from")?,
        to: take::date(body, "to")?,
        share: take::decimal(body, "share")?,
    })
}

pub(super) fn index(context: &Context<'_>, term: &Term) -> Option<IndexTable> {
    let body = &term.body;
    Some(IndexTable {
        id: take::term_id(body)?,
        name: take::text(body, "name")?,
        kind: take::word(body, "kind", words::INDICES)?,
        edition: take::text(body, "edition")?,
        by_year: take::per_year(body, "by_year", Value::decimal)?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

pub(super) fn financing(context: &Context<'_>, term: &Term) -> Option<StatedFinancing> {
    let body = &term.body;
    Some(StatedFinancing {
        price: take::may_money(body, "price", context.currency)?,
        capital: take::may_money(body, "capital", context.currency)?,
        own_financing: take::may_money(body, "own_financing", context.currency)?,
        guarantee: take::may_money(body, "guarantee", context.currency)?,
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
        amount: take::may_money(body, "amount", context.currency)?,
        on: take::list(body, "on", take::date_of)?,
        clause: context.clause(term),
        origin: take::origin(body),
    })
}

/// Whether each of these payments is due, by its identifier.
pub(super) fn due(value: &Value) -> Option<BTreeMap<TermId, bool>> {
    let entries = &value.table()?.entries;
    entries
        .iter()
        .map(|entry| Some((TermId::new(entry.key.as_str()).ok()?, take::word_of(&entry.value, words::YES_NO)?)))
        .collect()
}
