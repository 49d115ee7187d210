//! The answer of `simulate` as JSON. Every amount is an estimate in kroner and a number, unlike what is paid, which is a
//! text; what does not exist is null.

use serde_json::{Value, json};
use virkning_risk::fairness::{PriceReason, TermsKind};
use virkning_risk::{Account, Estimate, Spread};

use crate::app::simulate::{Importance, Simulated};

/// `simulate` as JSON.
pub fn simulated(simulated: &Simulated) -> Value {
    let summary = &simulated.summary;
    let columns: Vec<Value> = summary
        .columns
        .iter()
        .map(|(column, spread)| json!({ "name": column.name(), "spread": spread.as_ref().map(spread_of) }))
        .collect();
    let accounts: Vec<Value> = summary
        .accounts
        .iter()
        .map(|risk| {
            let loss = |(beyond, chance): &(f64, Estimate)| json!({ "beyond": beyond, "chance": estimate(chance) });
            json!({
                "account": account(&risk.account),
                "breaks_even": estimate(&risk.breaks_even),
                "losses": risk.losses.iter().map(loss).collect::<Vec<_>>(),
            })
        })
        .collect();
    let limits: Vec<Value> = summary
        .limits
        .iter()
        .map(|(limit, chance)| json!({ "limit": limit.to_string(), "binds": estimate(chance) }))
        .collect();
    let repaid: Vec<Value> = summary
        .repaid
        .iter()
        .map(|(party, instalment, chance)| {
            json!({ "party": party.to_string(), "instalment": instalment, "in_full": estimate(chance) })
        })
        .collect();
    json!({
        "agreement": simulated.agreement.id.to_string(),
        "paths": simulated.draws.paths,
        "seed": simulated.assumptions.seed,
        "person_by_person": simulated.person_by_person,
        "guesses": simulated.assumptions.guesses(),
        "columns": columns,
        "accounts": accounts,
        "limits": limits,
        "repaid": repaid,
        "importance": simulated.importance.iter().map(importance).collect::<Vec<_>>(),
        "break_even_map": map(simulated),
        "fairness": fairness(simulated),
    })
}

fn estimate(estimate: &Estimate) -> Value {
    json!({ "value": estimate.value, "error": estimate.error })
}

fn spread_of(spread: &Spread) -> Value {
    json!({
        "mean": estimate(&spread.mean),
        "deviation": spread.deviation,
        "p10": estimate(&spread.p10),
        "p50": estimate(&spread.p50),
        "p90": estimate(&spread.p90),
        "none": spread.none,
    })
}

fn account(account: &Account) -> Value {
    json!({ "party": account.party.to_string(), "budget": account.budget.as_ref().map(ToString::to_string) })
}

fn importance(importance: &Importance) -> Value {
    let bar = |bar: &virkning_risk::Bar| {
        json!({
            "assumption": bar.id,
            "between": [bar.between.0, bar.between.1],
            "result": [bar.result.0, bar.result.1],
            "rank_correlation": bar.rank_correlation,
        })
    };
    let information = importance.information.as_ref().map(|known| {
        let one = |(id, worth): &(String, f64)| json!({ "assumption": id, "worth": worth });
        json!({
            "expected": known.expected,
            "everything": known.everything,
            "assumptions": known.assumptions.iter().map(one).collect::<Vec<_>>(),
            "pilot": known.pilot,
        })
    });
    json!({
        "account": account(&importance.account),
        "planned": importance.planned,
        "assumptions": importance.bars.iter().map(bar).collect::<Vec<_>>(),
        "information": information,
    })
}

fn map(simulated: &Simulated) -> Value {
    let Some((owner, map)) = &simulated.map else { return Value::Null };
    json!({
        "account": account(owner),
        "recruitment": map.recruitment,
        "success": map.success,
        "results": map.results,
        "break_even": map.break_even,
    })
}

fn fairness(simulated: &Simulated) -> Value {
    let deadweight = simulated.deadweight.iter().map(|one| {
        json!({
            "payment": one.term.to_string(),
            "planned": one.planned,
            "without_effect": one.without_effect,
            "spread": one.spread.as_ref().map(spread_of),
            "capital_back": one.capital_back.as_ref().map(estimate),
        })
    });
    let thresholds = simulated.thresholds.iter().map(|one| {
        json!({
            "payment": one.term.to_string(), "measured_year": one.year, "people": one.people, "from": one.from,
            "expected": one.expected, "without": one.without, "false_pay": one.false_pay, "missed_pay": one.missed_pay,
            "expected_pay": one.expected_pay, "expected_pay_without": one.expected_pay_without,
        })
    });
    let luck = simulated.luck.iter().map(|one| {
        json!({
            "payment": one.term.to_string(),
            "each_year_alone": one.each_year_alone,
            "each_year_alone_simulated": estimate(&one.each_year_alone_simulated),
            "carried_forward": estimate(&one.carried_forward),
        })
    });
    let kinds = simulated.kinds.iter().map(|one| {
        json!({
            "kind": one.id.to_string(), "share": one.share, "paid": one.paid, "without_effect": one.without_effect,
            "gained": one.gained, "paid_per_gained": one.paid_per_gained, "cost": one.cost, "margin": one.margin,
        })
    });
    let prices = simulated
        .prices
        .iter()
        .map(|one| json!({ "payment": one.term.to_string(), "reason": reason(&one.reason), "price": one.price }));
    let alternatives = simulated.alternatives.iter().map(|all| {
        let terms = all.terms.iter().map(|one| {
            json!({
                "terms": terms(one.kind),
                "price": one.price,
                "paid": spread_of(&one.paid),
                "without_effect": one.without_effect.as_ref().map(estimate),
                "capital_back": one.capital_back.as_ref().map(estimate),
            })
        });
        json!({ "payment": all.term.to_string(), "terms": terms.collect::<Vec<_>>() })
    });
    json!({
        "deadweight": deadweight.collect::<Vec<_>>(),
        "thresholds": thresholds.collect::<Vec<_>>(),
        "luck": luck.collect::<Vec<_>>(),
        "kinds": kinds.collect::<Vec<_>>(),
        "prices": prices.collect::<Vec<_>>(),
        "alternatives": alternatives.collect::<Vec<_>>(),
    })
}

/// The word of a reason, the key of its text too.
pub fn reason(reason: &PriceReason) -> &'static str {
    match reason {
        PriceReason::Agreed => "agreed",
        PriceReason::SavingShare => "saving-share",
        PriceReason::PayerSavings => "payer-savings",
        PriceReason::InvestorBreaksEven(_) => "investor-breaks-even",
        PriceReason::InvestorBreaksEvenInNineOfTen(_) => "investor-nine-of-ten",
        PriceReason::PayerBreaksEven(_) => "payer-breaks-even",
    }
}

/// The word of terms, the key of their text too.
pub fn terms(kind: TermsKind) -> &'static str {
    match kind {
        TermsKind::Agreed => "agreed",
        TermsKind::WithoutCap => "without-cap",
        TermsKind::NetOfBaseline => "net-of-baseline",
        TermsKind::PerParticipant => "per-participant",
        TermsKind::AllOrNothing => "all-or-nothing",
    }
}
