//! Rules about capital, costs, the business case, payments and limits.

use std::collections::BTreeMap;

use virkning_model::agreement::{AgreementKind, Funding, Limit, LimitOver, LimitRule, PartyRole, Payment, Share};
use virkning_model::business_case::{SavingSize, Yearly};
use virkning_model::id::PartyId;
use virkning_model::{Decimal, Money};

use super::Checker;
use crate::codes;

pub(super) fn check(checker: &mut Checker<'_>) {
    funding(checker);
    let costs: Vec<Yearly> = checker.agreement.costs.iter().map(|cost| cost.amounts.clone()).collect();
    let own = checker.agreement.own_financing.iter();
    let own: Vec<Yearly> = own.map(|own| Yearly::Even { amount: own.amount, years: own.years }).collect();
    let costs = yearly(checker, "cost", &costs);
    let own = yearly(checker, "own_financing", &own);
    covered(checker, costs, own);
    intake_total(checker);
    business_case(checker);
    payments(checker);
    limits(checker);
}

fn is_investor(checker: &Checker<'_>, party: &PartyId) -> bool {
    checker.agreement.party(party).is_some_and(|party| party.is(PartyRole::Investor))
}

fn funding(checker: &mut Checker<'_>) {
    let agreement = checker.agreement;
    for (index, funding) in agreement.funding.iter().enumerate() {
        if !is_investor(checker, &funding.from) {
            let party = funding.from.as_str();
            checker.report(codes::FUNDING_FROM_NO_INVESTOR, ("funding", index, &["from"]), &[("party", party)]);
        }
        let days = checker.term("funding", index).get("on").and_then(|on| on.list()).unwrap_or_default();
        for (place, (day, value)) in funding.on.iter().zip(days).enumerate() {
            let arguments = [
                ("day", &*day.to_string()),
                ("from", &*agreement.from.to_string()),
                ("to", &*agreement.to.to_string()),
            ];
            if *day < agreement.from || *day > agreement.to {
                checker.report_at(codes::TRANCHE_OUTSIDE_PERIOD, &value.span, &arguments);
            }
            if funding.on[..place].contains(day) {
                checker.report_at(codes::TRANCHE_TWICE, &value.span, &arguments);
            }
        }
        if let Some(sum) = capital(funding) {
            total(checker, "funding", index, sum);
        }
    }
}

/// What an investor gives in all; an amount without days is the whole sum. Nothing where no source states it.
fn capital(funding: &Funding) -> Option<Money> {
    funding.amount.map(|amount| times(amount, funding.on.len().max(1)))
}

/// An amount so many times; whole øre all the way.
fn times(amount: Money, count: usize) -> Money {
    Money::from_minor(amount.currency(), amount.minor() * i128::try_from(count).unwrap_or(0))
}

/// Compares a stated total, where there is one, with what it should be the sum of.
fn total(checker: &mut Checker<'_>, table: &str, index: usize, sum: Money) {
    let stated = checker.term(table, index).get("total").and_then(|total| total.decimal());
    if let Some(stated) = stated.filter(|stated| *stated != sum.to_decimal()) {
        let arguments = [("stated", &*stated.to_string()), ("sum", &*sum.to_decimal().normalize().to_string())];
        checker.report(codes::TOTAL_MISMATCH, (table, index, &["total"]), &arguments);
    }
}

fn intake_total(checker: &mut Checker<'_>) {
    let intake = &checker.agreement.intake;
    let sum = |by_year: &BTreeMap<i16, u32>| -> u64 { by_year.values().map(|starters| u64::from(*starters)).sum() };
    // A span has no one sum; a total inside it is as good as any.
    let (low, high) = (sum(&intake.by_year), sum(&intake.by_year).max(sum(&intake.up_to)));
    let stated = intake.total.map(u64::from).filter(|_| !intake.by_year.is_empty());
    if let Some(stated) = stated.filter(|stated| !(low..=high).contains(stated)) {
        let arguments = [("stated", &*stated.to_string()), ("sum", &*low.to_string())];
        checker.report(codes::TOTAL_MISMATCH, ("intake", 0, &["total"]), &arguments);
    }
}

/// Checks yearly amounts and gives their sum over all years.
fn yearly(checker: &mut Checker<'_>, table: &str, amounts: &[Yearly]) -> Money {
    let (from, to) = (checker.agreement.from, checker.agreement.to);
    let mut sum = Money::zero(checker.agreement.currency);
    for (index, yearly) in amounts.iter().enumerate() {
        let key = if matches!(yearly, Yearly::ByYear(_)) { "by_year" } else { "years" };
        let years = yearly.iter();
        if years.iter().any(|(year, _)| *year < from.year() || *year > to.year()) {
            let arguments = [("from", &*from.to_string()), ("to", &*to.to_string())];
            checker.report(codes::YEARS_OUTSIDE_PERIOD, (table, index, &[key]), &arguments);
        }
        let zero = Money::zero(checker.agreement.currency);
        let all_years = years.iter().fold(zero, |sum, (_, amount)| sum + *amount);
        if *yearly != Yearly::NotStated {
            total(checker, table, index, all_years);
        }
        sum += all_years;
    }
    sum
}

fn covered(checker: &mut Checker<'_>, costs: Money, own: Money) {
    let agreement = checker.agreement;
    // The municipality bears what nobody else does; and where a source states no capital, nothing can be compared.
    let unknown = agreement.funding.iter().any(|funding| funding.amount.is_none());
    if agreement.kind == AgreementKind::Investeringscase || unknown {
        return;
    }
    let found = agreement.funding.iter().filter_map(capital).fold(own, |sum, part| sum + part);
    if found < costs {
        let missing = (costs - found).to_decimal().normalize().to_string();
        let arguments = [
            ("costs", &*costs.to_decimal().normalize().to_string()),
            ("found", &*found.to_decimal().normalize().to_string()),
            ("missing", &*missing),
        ];
        checker.report(codes::COSTS_NOT_COVERED, ("cost", 0, &["amount"]), &arguments);
    }
}

fn business_case(checker: &mut Checker<'_>) {
    let agreement = checker.agreement;
    let Some(case) = &agreement.business_case else {
        if !agreement.savings.is_empty() {
            checker.report(codes::SAVING_WITHOUT_CASE, ("saving", 0, &["id"]), &[]);
        }
        return;
    };
    let phase_in = case.phase_in.as_ref();
    let missing = phase_in.and_then(|phase_in| case.years.iter().find(|year| phase_in.get(*year).is_none()));
    if let Some(year) = missing {
        let arguments = [("year", &*year.to_string())];
        checker.report(codes::PHASE_IN_MISSING, ("business_case", 0, &["phase_in"]), &arguments);
    }
    for (index, saving) in agreement.savings.iter().enumerate() {
        let years: Vec<i16> = match &saving.size {
            SavingSize::Volume { by_year, .. } => by_year.keys().copied().collect(),
            SavingSize::PerYear { by_year } => by_year.keys().copied().collect(),
            _ => continue,
        };
        for year in years.into_iter().filter(|year| !case.years.contains(*year)) {
            let year = year.to_string();
            let arguments =
                [("year", &*year), ("from", &*case.years.from.to_string()), ("to", &*case.years.to.to_string())];
            checker.report(codes::SAVING_OUTSIDE_CASE, ("saving", index, &["by_year", &year]), &arguments);
        }
    }
}

fn payments(checker: &mut Checker<'_>) {
    let agreement = checker.agreement;
    for (index, payment) in agreement.payments.iter().enumerate() {
        let payers: Vec<Share> = payment.from.iter().map(|payer| payer.share).collect();
        let receivers: Vec<Share> = payment.to.iter().map(|receiver| receiver.share).collect();
        whole(checker, index, "from", &payers);
        whole(checker, index, "to", &receivers);
        for place in 0..payment.from.len() {
            payer(checker, index, payment, place);
        }
        for (place, receiver) in payment.to.iter().enumerate() {
            let party = receiver.party.as_str();
            let keys = sharer_keys(checker, index, "to", place);
            // One party of several may both pay and be paid, if it has both parts in the contract.
            let both = agreement.party(&receiver.party).is_some_and(|party| party.is(PartyRole::Payer))
                && payment.from.len() > 1;
            if !both && payment.from.iter().any(|payer| payer.holder.party == receiver.party) {
                checker.report(codes::PAYMENT_TO_ITSELF, ("payment", index, &words(&keys)), &[("party", party)]);
            }
            if payment.to[..place].iter().any(|earlier| earlier.party == receiver.party) {
                let arguments = [("key", "to"), ("party", party)];
                checker.report(codes::SHARE_TWICE, ("payment", index, &words(&keys)), &arguments);
            }
        }
        if agreement.measure(&payment.measure).is_some_and(|measure| measure.settled.is_none()) {
            let measure = payment.measure.as_str();
            checker.report(codes::PAYMENT_NEVER_SETTLED, ("payment", index, &["for"]), &[("measure", measure)]);
        }
    }
}

/// Shares as decimals add up to exactly one; parts always make a whole.
fn whole(checker: &mut Checker<'_>, index: usize, key: &'static str, shares: &[Share]) {
    if !Share::make_a_whole(shares) && !Share::are_not_stated(shares) {
        let sum = shares.iter().map(|share| share.weight()).sum::<Decimal>().normalize();
        let arguments = [("key", key), ("sum", &*sum.to_string())];
        // The last of them stands on one line, which the list need not.
        let mut keys = sharer_keys(checker, index, key, shares.len().saturating_sub(1));
        keys.push("share".to_owned());
        checker.report(codes::SHARES_NOT_ONE, ("payment", index, &words(&keys)), &arguments);
    }
}

/// The payer's budget is named, with a reason, and nobody pays twice.
fn payer(checker: &mut Checker<'_>, index: usize, payment: &Payment, place: usize) {
    let holder = &payment.from[place].holder;
    let mut keys = sharer_keys(checker, index, "from", place);
    let party = holder.party.as_str();
    let Some(budget) = &holder.budget else {
        checker.report(codes::PAYMENT_WITHOUT_BUDGET, ("payment", index, &words(&keys)), &[("party", party)]);
        return;
    };
    if payment.from[..place].iter().any(|earlier| earlier.holder == *holder) {
        let holder = format!("{party}, {budget}");
        let arguments = [("key", "from"), ("party", &*holder)];
        checker.report(codes::SHARE_TWICE, ("payment", index, &words(&keys)), &arguments);
    }
    keys.push("budget".to_owned());
    let term = format!("payment.{}.{}", payment.id, keys.join("."));
    if payment.origin.is_none() && !checker.is_chosen(&term) {
        checker.report(codes::PAYER_BUDGET_AMBIGUOUS, ("payment", index, &words(&keys)), &[("term", &term)]);
    }
}

/// The path of one who pays or is paid: the key alone, or with the number in a list, from one.
fn sharer_keys(checker: &Checker<'_>, index: usize, key: &str, place: usize) -> Vec<String> {
    let value = checker.term("payment", index).get(key);
    match value.and_then(|value| value.list()) {
        Some(_) => vec![key.to_owned(), (place + 1).to_string()],
        None => vec![key.to_owned()],
    }
}

fn words(keys: &[String]) -> Vec<&str> {
    keys.iter().map(String::as_str).collect()
}

fn limits(checker: &mut Checker<'_>) {
    let agreement = checker.agreement;
    for (index, limit) in agreement.limits.iter().enumerate() {
        let (party, key) = match &limit.rule {
            LimitRule::ReturnCap { party, .. } | LimitRule::AtLeast { party, .. } => (party, "party"),
            LimitRule::AtMost { over: LimitOver::Investor(party), .. } => (party, "of"),
            LimitRule::AtMost { .. } => continue,
        };
        if !is_investor(checker, party) {
            checker.report(codes::CAP_ON_NO_INVESTOR, ("limit", index, &[key]), &[("party", party.as_str())]);
        }
        let LimitRule::ReturnCap { .. } = &limit.rule else { continue };
        let caps = |other: &Limit| matches!(&other.rule, LimitRule::ReturnCap { party: other, .. } if other == party);
        if agreement.limits[..index].iter().any(caps) {
            checker.report(codes::TWO_CAPS, ("limit", index, &["party"]), &[("party", party.as_str())]);
        }
        let term = format!("limit.{}.method", limit.id);
        if limit.origin.is_none() && !checker.is_chosen(&term) {
            checker.report(codes::CAP_METHOD_AMBIGUOUS, ("limit", index, &["method"]), &[("term", &term)]);
        }
    }
}
