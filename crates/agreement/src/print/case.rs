//! Prints what the intervention costs, what it is expected to save, and how the case is computed.

use std::fmt::Write as _;

use virkning_model::agreement::Agreement;
use virkning_model::business_case::{BusinessCase, Cost, Saving, SavingSize, Varied, Yearly};

use super::page::{Page, amount, holder_keys, origin_table};
use crate::canonical::quoted;
use crate::resolve::words;
use crate::shape::NOT_STATED;

pub(super) fn case(page: &mut Page, agreement: &Agreement) {
    agreement.costs.iter().for_each(|term| cost(page, term));
    for own in &agreement.own_financing {
        page.term("[[own_financing]]");
        page.words("id", own.id.as_str());
        page.holder("holder", &own.holder);
        page.raw("amount", amount(own.amount));
        page.years("years", own.years);
        page.origin(own.origin.as_ref());
    }
    if let Some(case) = &agreement.business_case {
        business_case(page, case);
    }
    agreement.savings.iter().for_each(|term| saving(page, term));
    for cost in &agreement.transaction_costs {
        let path = format!("transaction_cost.{}", cost.id);
        page.term("[[transaction_cost]]");
        page.words("id", cost.id.as_str());
        page.words("label", &cost.label);
        page.words("party", cost.party.as_str());
        page.word("phase", words::PHASES, &cost.phase);
        page.stated(&path, "hours", cost.hours);
        page.stated(&path, "hourly_cost", cost.hourly_cost.map(amount));
        if let Some(years) = cost.years {
            page.years("years", years);
        }
        page.origin(cost.origin.as_ref());
    }
    for purchase in &agreement.purchases {
        page.term("[[purchase]]");
        page.words("id", purchase.id.as_str());
        page.words("label", &purchase.label);
        page.holder("from", &purchase.from);
        page.holder("to", &purchase.to);
        page.money_by_year("by_year", &purchase.by_year);
        page.origin(purchase.origin.as_ref());
    }
    for sensitivity in &agreement.sensitivities {
        page.term("[[sensitivity]]");
        page.words("id", sensitivity.id.as_str());
        page.words("label", &sensitivity.label);
        page.words("vary", &varied(&sensitivity.vary));
        page.raw("low", sensitivity.low);
        page.raw("high", sensitivity.high);
        page.origin(sensitivity.origin.as_ref());
    }
}

fn varied(vary: &Varied) -> String {
    match vary {
        Varied::SuccessRate => "success-rate".to_owned(),
        Varied::Participants => "participants".to_owned(),
        Varied::Costs => "costs".to_owned(),
        Varied::Savings => "savings".to_owned(),
        Varied::Cost(id) => format!("cost.{id}"),
        Varied::Saving(id) => format!("saving.{id}"),
    }
}

fn cost(page: &mut Page, cost: &Cost) {
    page.term("[[cost]]");
    page.words("id", cost.id.as_str());
    page.words("label", &cost.label);
    page.holder("bearer", &cost.bearer);
    match &cost.amounts {
        Yearly::Even { amount: even, years } => {
            page.raw("amount", amount(*even));
            page.years("years", *years);
        }
        Yearly::ByYear(by_year) => page.money_by_year("by_year", by_year),
        Yearly::NotStated => page.words("amount", NOT_STATED),
    }
    page.unusual(&format!("cost.{}", cost.id), "kind", words::COST_KINDS, &cost.kind);
    page.may_words("pool", cost.pool.as_deref());
    page.may_word("area", words::AREAS, cost.area.as_ref());
    page.origin(cost.origin.as_ref());
}

fn business_case(page: &mut Page, case: &BusinessCase) {
    page.term("[business_case]");
    page.years("years", case.years);
    if !case.columns.is_empty() {
        page.by_key("columns", case.columns.iter().map(|(year, label)| (year, quoted(label))));
    }
    page.unusual("business_case", "double_period", words::DOUBLE_PERIODS, &case.double_period);
    page.unusual("business_case", "payback_rule", words::PAYBACK_RULES, &case.payback_rule);
    page.rates("business_case", "phase_in", case.phase_in.as_ref());
    page.may_plain_list("attrition", &case.attrition);
    page.may("net_success_rate", case.net_success_rate);
    if let Some(overlap) = &case.overlap {
        let mut keys = format!(
            "with = {}, participants = {}, credited_elsewhere = {}",
            quoted(&overlap.with),
            overlap.share_of_participants,
            overlap.share_credited_elsewhere
        );
        if let Some(origin) = &overlap.origin {
            let _ = write!(keys, ", origin = {}", origin_table(origin));
        }
        page.raw("overlap", format_args!("{{ {keys} }}"));
    }
    if !case.discount_rate.is_zero() || page.is_spoken_of("business_case", "discount_rate") {
        page.raw("discount_rate", case.discount_rate);
    }
    page.may_words("basis", case.basis.as_deref());
    if let Some(tail) = &case.tail {
        page.raw("tail", format_args!("{{ years = {}, because = {} }}", tail.years, quoted(&tail.because)));
    }
    page.may_words("model", case.model.as_deref());
    page.may("price_year", case.price_year);
    page.origin(case.origin.as_ref());
}

fn saving(page: &mut Page, saving: &Saving) {
    page.term("[[saving]]");
    page.words("id", saving.id.as_str());
    page.words("label", &saving.label);
    match &saving.size {
        SavingSize::PerStarter { profile } => {
            page.words("per", "starter");
            page.plain_list("profile", profile);
        }
        SavingSize::Volume { by_year, price } => {
            page.words("per", "volume");
            page.by_year("by_year", by_year);
            page.raw("price", amount(*price));
        }
        SavingSize::PerYear { by_year } => {
            page.words("per", "year");
            page.money_by_year("by_year", by_year);
        }
        SavingSize::PerSuccess { volume, unit_label, price } => {
            page.words("per", "success");
            page.plain_list("volume", volume);
            page.words("unit_label", unit_label);
            page.raw("price", amount(*price));
        }
        SavingSize::NotStated => page.words("per", NOT_STATED),
    }
    page.plain_list(
        "falls_to",
        saving.falls_to.iter().map(|share| {
            let (area, weight) = (quoted(&share.area), share.weight);
            format!("{{ area = {area}, weight = {weight}, {} }}", holder_keys(&share.holder))
        }),
    );
    page.may_word("permanent", words::YES_NO, saving.permanent.as_ref());
    page.may_word("evidence", words::EVIDENCE, saving.evidence.as_ref());
    page.may_word("cashable", words::YES_NO, saving.cashable.as_ref());
    if let Some(refund) = &saving.refund {
        page.raw("refund", format_args!("{{ share = {}, {} }}", refund.share, holder_keys(&refund.to)));
    }
    if let Some((low, high)) = saving.uncertainty {
        page.raw("low", low);
        page.raw("high", high);
    }
    page.origin(saving.origin.as_ref());
}
