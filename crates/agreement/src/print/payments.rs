//! Prints what is paid for which measure, what bounds it, and the investors' capital.

use virkning_model::agreement::{
    Agreement, CapitalReturn, Limit, LimitOver, LimitRule, Payment, Step, StepPay, Tariff,
};
use virkning_model::overlap::{OverlapTerm, SameSuccess};

use super::page::{Page, amount, years_table};
use crate::canonical::quoted;
use crate::resolve::words;
use crate::shape::NOT_STATED;

pub(super) fn payments(page: &mut Page, agreement: &Agreement) {
    for index in &agreement.indices {
        page.term("[[index]]");
        page.words("id", index.id.as_str());
        page.words("name", &index.name);
        page.word("kind", words::INDICES, &index.kind);
        page.words("edition", &index.edition);
        page.by_year("by_year", &index.by_year);
        page.origin(index.origin.as_ref());
    }
    agreement.payments.iter().for_each(|term| payment(page, term));
    agreement.limits.iter().for_each(|term| limit(page, term));
    agreement.overlaps.iter().for_each(|term| overlap(page, term));
    for guarantee in &agreement.guarantees {
        let path = format!("guarantee.{}", guarantee.id);
        page.term("[[guarantee]]");
        page.words("id", guarantee.id.as_str());
        page.words("label", &guarantee.label);
        page.words("from", guarantee.from.as_str());
        page.list("to", guarantee.to.iter().map(|party| party.as_str()));
        page.stated(&path, "at_most", guarantee.at_most.map(amount));
        page.stated(&path, "on", guarantee.on);
        page.origin(guarantee.origin.as_ref());
    }
    agreement.capital_returns.iter().for_each(|term| capital_return(page, term));
    if let Some(financing) = &agreement.financing {
        page.term("[financing]");
        page.stated("financing", "price", financing.price.map(amount));
        page.stated("financing", "capital", financing.capital.map(amount));
        page.stated("financing", "own_financing", financing.own_financing.map(amount));
        page.stated("financing", "guarantee", financing.guarantee.map(amount));
        page.origin(financing.origin.as_ref());
    }
    for follow_up in &agreement.follow_ups {
        page.term("[[follow_up]]");
        page.words("id", follow_up.id.as_str());
        page.words("label", &follow_up.label);
        page.plain_list("after_years", &follow_up.after_years);
        page.list("items", follow_up.items.iter().map(String::as_str));
        page.words("source", &follow_up.source);
        page.origin(follow_up.origin.as_ref());
    }
    for funding in &agreement.funding {
        let path = format!("funding.{}", funding.id);
        page.term("[[funding]]");
        page.words("id", funding.id.as_str());
        page.words("from", funding.from.as_str());
        page.holder("to", &funding.to);
        page.stated(&path, "amount", funding.amount.map(amount));
        let on: Vec<String> = funding.on.iter().map(ToString::to_string).collect();
        page.stated(&path, "on", (!on.is_empty()).then(|| format!("[{}]", on.join(", "))));
        page.origin(funding.origin.as_ref());
    }
}

fn payment(page: &mut Page, payment: &Payment) {
    let path = format!("payment.{}", payment.id);
    page.term("[[payment]]");
    page.words("id", payment.id.as_str());
    page.words("label", &payment.label);
    page.words("for", payment.measure.as_str());
    page.word("per", words::PAID_PER, &payment.per);
    tariff(page, payment);
    page.unusual(&path, "counted", words::COUNTED, &payment.counted);
    if let Some(indexed) = &payment.indexed {
        page.raw("indexed", format_args!("{{ by = {}, from = {} }}", quoted(indexed.by.as_str()), indexed.from));
    }
    if let Some(minimum) = payment.minimum {
        let (years, share) = (years_table(minimum.years), minimum.share_of_capital);
        let applies = quoted(words::word_of(words::MINIMUMS, &minimum.applies));
        page.raw("minimum", format_args!("{{ years = {years}, share_of_capital = {share}, applies = {applies} }}"));
    }
    if let Some(estimate) = payment.estimate {
        let kind = quoted(words::word_of(words::ESTIMATES, &estimate.kind));
        let over = quoted(words::word_of(words::ESTIMATES_OVER, &estimate.over));
        page.raw("estimate", format_args!("{{ kind = {kind}, decimals = {}, over = {over} }}", estimate.decimals));
    }
    if let Some(years) = payment.years {
        page.years("years", years);
    }
    page.may("minimum_cohort", payment.minimum_cohort);
    page.may_list("unless", payment.unless.iter().map(|id| id.as_str()));
    page.payers("from", &payment.from);
    page.receivers("to", &payment.to);
    page.unusual(&path, "to_order", words::ORDERS, &payment.to_order);
    if let Some(held_back) = payment.held_back {
        page.raw("held_back", format_args!("{{ share = {}, until = {} }}", held_back.share, held_back.until));
    }
    page.unusual(&path, "accounting_year", words::ACCOUNTING_YEARS, &payment.accounting_year);
    if let Some(share) = payment.covered_by_saving_share {
        page.raw("covered_by", format_args!("{{ saving_share = {share} }}"));
    }
    page.origin(payment.origin.as_ref());
}

fn tariff(page: &mut Page, payment: &Payment) {
    use virkning_model::agreement::PaidPer;
    let is_difference = matches!(payment.per, PaidPer::Saving | PaidPer::Difference);
    match &payment.tariff {
        Tariff::Price(price) => page.raw("amount", amount(*price)),
        Tariff::Ladder(steps) => page.plain_list("ladder", steps.iter().map(step)),
        Tariff::Share(share) => page.raw("share", share),
        Tariff::NotStated => page.words(if is_difference { "share" } else { "amount" }, NOT_STATED),
    }
    if is_difference {
        page.word("carry_forward", words::CARRY_FORWARD, &payment.carry_forward);
    }
}

fn step(step: &Step) -> String {
    match step.pays {
        StepPay::Amount(money) => format!("{{ from = {}, amount = {} }}", step.from, amount(money)),
        StepPay::ShareOfCapital(share) => format!("{{ from = {}, share_of_capital = {share} }}", step.from),
        StepPay::NotStated => format!("{{ from = {}, amount = {} }}", step.from, quoted(NOT_STATED)),
    }
}

fn limit(page: &mut Page, limit: &Limit) {
    page.term("[[limit]]");
    page.words("id", limit.id.as_str());
    match &limit.rule {
        LimitRule::ReturnCap { party, annual_return, method } => {
            page.words("party", party.as_str());
            page.raw("annual_return", annual_return);
            page.word("method", words::METHODS, method);
        }
        LimitRule::AtLeast { party, share } => {
            page.words("party", party.as_str());
            page.raw("at_least", share);
        }
        LimitRule::AtMost { amount: at_most, over } => {
            match at_most {
                Some(at_most) => page.raw("at_most", amount(*at_most)),
                None => page.words("at_most", NOT_STATED),
            }
            let (per, of) = match over {
                LimitOver::Participant { .. } => ("participant", None),
                LimitOver::Measure(id) => ("measure", Some(id.as_str())),
                LimitOver::Payment(id) => ("payment", Some(id.as_str())),
                LimitOver::Period => ("period", None),
                LimitOver::Payer(id) => ("payer", Some(id.as_str())),
                LimitOver::Investor(id) => ("investor", Some(id.as_str())),
                LimitOver::Agreement => ("agreement", None),
            };
            page.words("per", per);
            page.may_words("of", of);
            if let LimitOver::Participant { years: Some(years) } = over {
                page.raw("over_years", years);
            }
        }
    }
    page.origin(limit.origin.as_ref());
}

fn overlap(page: &mut Page, term: &OverlapTerm) {
    page.term("[[overlap]]");
    page.words("id", term.id.as_str());
    page.words("with", term.with.as_str());
    page.word("rule", words::OVERLAP_RULES, &term.rule);
    let same = |same: &SameSuccess| {
        format!("{{ here = {}, there = {} }}", quoted(same.here.as_str()), quoted(same.there.as_str()))
    };
    page.may_plain_list("same", term.same.iter().map(same));
    page.origin(term.origin.as_ref());
}

fn capital_return(page: &mut Page, term: &CapitalReturn) {
    page.term("[[capital_return]]");
    page.words("id", term.id.as_str());
    page.words("label", &term.label);
    page.payers("from", &term.from);
    page.words("to", term.to.as_str());
    page.raw("on", term.on);
    page.raw("share", term.share);
    let early = |early: &virkning_model::agreement::EarlyReturn| {
        format!("{{ from = {}, to = {}, share = {} }}", early.from, early.to, early.share)
    };
    page.may_plain_list("early", term.early.iter().map(early));
    page.origin(term.origin.as_ref());
}
