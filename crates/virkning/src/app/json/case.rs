//! What a plan says of its business case beside the main table, as JSON: only what the agreement gives occasion for.

use serde::Serialize;
use serde_json::Value;
use virkning_engine::Plan;
use virkning_engine::plan::{Actor, Group, GroupKey, LackedFigure, Outcome, PaybackTime};
use virkning_model::agreement::BudgetArea;
use virkning_model::business_case::{DoublePeriod, PaybackRule, TransactionPhase};

use super::{kroner, share, texts_of};

/// Further parts of the answer of `plan`; each is left out where it is empty.
#[derive(Serialize)]
pub struct CaseAnswer {
    /// Headings of the case's columns, where one is not its year.
    #[serde(skip_serializing_if = "Option::is_none")]
    columns: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lacks: Vec<LackAnswer>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    groups: Vec<GroupAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payback: Option<PaybackAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    uncertainty: Option<UncertaintyAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    present_value: Option<PresentValueAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transaction_costs: Option<TransactionCostsAnswer>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sensitivities: Vec<SensitivityAnswer>,
}

#[derive(Serialize)]
struct LackAnswer {
    figure: &'static str,
    of: Option<String>,
    terms: Vec<String>,
}

#[derive(Serialize)]
struct GroupAnswer {
    by: &'static str,
    name: Option<String>,
    costs: Vec<String>,
    savings: Vec<String>,
    net: Vec<String>,
    complete: bool,
}

#[derive(Serialize)]
struct PaybackAnswer {
    rule: PaybackRule,
    double_period: DoublePeriod,
    service: Option<PaybackTimeAnswer>,
    total: Option<PaybackTimeAnswer>,
}

#[derive(Serialize)]
struct PaybackTimeAnswer {
    rounded: Option<Value>,
    periods: Option<Value>,
    years: Option<Value>,
}

#[derive(Serialize)]
struct UncertaintyAnswer {
    low: Vec<String>,
    high: Vec<String>,
}

#[derive(Serialize)]
struct PresentValueAnswer {
    rate: Option<Value>,
    total: String,
}

#[derive(Serialize)]
struct TransactionCostsAnswer {
    known: String,
    complete: bool,
    expected_net: String,
    exceeds_net: bool,
    rows: Vec<TransactionAnswer>,
}

#[derive(Serialize)]
struct TransactionAnswer {
    term: String,
    party: String,
    phase: TransactionPhase,
    hours: Option<Value>,
    amount: Option<String>,
}

#[derive(Serialize)]
struct SensitivityAnswer {
    term: String,
    low: OutcomeAnswer,
    high: OutcomeAnswer,
}

#[derive(Serialize)]
struct OutcomeAnswer {
    factor: Option<Value>,
    net: String,
    net_difference: String,
    break_even_year: Option<i16>,
}

/// The further parts of a plan.
pub fn case(plan: &Plan) -> CaseAnswer {
    let table = &plan.business_case;
    let plain = table.years.iter().zip(&table.columns).all(|(year, column)| *column == year.to_string());
    // Alone, one group says nothing that the totals do not say.
    let tells = |group: &&Group| {
        let same = |other: &&Group| std::mem::discriminant(&other.key) == std::mem::discriminant(&group.key);
        table.groups.iter().filter(same).count() > 1
    };
    CaseAnswer {
        columns: (!plain).then(|| table.columns.clone()),
        lacks: plan.lacks.iter().map(|lack| lacked(&lack.figure, &lack.terms)).collect(),
        groups: table.groups.iter().filter(tells).map(group).collect(),
        payback: plan.payback.as_ref().map(|payback| PaybackAnswer {
            rule: payback.rule,
            double_period: payback.double_period,
            service: payback.service.map(payback_time),
            total: payback.total.map(payback_time),
        }),
        uncertainty: table.uncertainty.as_ref().map(|uncertainty| UncertaintyAnswer {
            low: texts_of(&uncertainty.low),
            high: texts_of(&uncertainty.high),
        }),
        present_value: table
            .present_value
            .as_ref()
            .map(|value| PresentValueAnswer { rate: share(value.rate), total: kroner(value.total) }),
        transaction_costs: plan.transaction_costs.as_ref().map(|costs| TransactionCostsAnswer {
            known: costs.known.to_string(),
            complete: costs.complete,
            expected_net: costs.expected_net.to_string(),
            exceeds_net: costs.exceeds_net,
            rows: costs
                .rows
                .iter()
                .map(|row| TransactionAnswer {
                    term: row.term.to_string(),
                    party: row.party.to_string(),
                    phase: row.phase,
                    hours: row.hours.and_then(share),
                    amount: row.amount.map(|amount| amount.to_string()),
                })
                .collect(),
        }),
        sensitivities: plan
            .sensitivities
            .iter()
            .map(|result| SensitivityAnswer {
                term: result.term.to_string(),
                low: outcome(&result.low),
                high: outcome(&result.high),
            })
            .collect(),
    }
}

fn payback_time(time: PaybackTime) -> PaybackTimeAnswer {
    PaybackTimeAnswer { rounded: share(time.rounded), periods: share(time.periods), years: share(time.years) }
}

fn outcome(outcome: &Outcome) -> OutcomeAnswer {
    OutcomeAnswer {
        factor: share(outcome.factor),
        net: outcome.net.to_string(),
        net_difference: outcome.net_difference.to_string(),
        break_even_year: outcome.break_even_year,
    }
}

fn lacked(figure: &LackedFigure, terms: &[String]) -> LackAnswer {
    let (figure, of) = match figure {
        LackedFigure::Costs => ("costs", None),
        LackedFigure::Savings => ("savings", None),
        LackedFigure::Payment(id) => ("payment", Some(id.to_string())),
        LackedFigure::Capital(id) => ("capital", Some(id.to_string())),
        LackedFigure::Guarantee(id) => ("guarantee", Some(id.to_string())),
        LackedFigure::Limit(id) => ("limit", Some(id.to_string())),
        LackedFigure::NoEffect(id) => ("no-effect", Some(id.to_string())),
        LackedFigure::TransactionCosts => ("transaction-costs", None),
    };
    LackAnswer { figure, of, terms: terms.to_vec() }
}

fn group(group: &Group) -> GroupAnswer {
    let word = |word: Option<bool>| word.map(|yes| if yes { "yes" } else { "no" }.to_owned());
    let (by, name) = match &group.key {
        GroupKey::Area(area) => ("area", area.map(|area| area_word(area).to_owned())),
        GroupKey::Committee(name) => ("committee", name.clone()),
        GroupKey::Budget(holder) => {
            let budget = holder.budget.as_ref().map(|budget| format!(".{budget}")).unwrap_or_default();
            ("budget", Some(format!("{}{budget}", holder.party)))
        }
        GroupKey::Party(party) => ("party", Some(party.to_string())),
        GroupKey::Actor(actor) => ("actor", Some(actor_word(*actor).to_owned())),
        GroupKey::ServiceFrame(inside) => ("inside-service-frame", word(*inside)),
        GroupKey::Cashable(cashable) => ("cashable", word(*cashable)),
        GroupKey::Evidence(evidence) => ("evidence", evidence.map(|evidence| words_of(&evidence))),
        GroupKey::CostKind(kind) => ("cost-kind", Some(words_of(kind))),
        GroupKey::Pool(pool) => ("pool", Some(pool.clone())),
    };
    GroupAnswer {
        by,
        name,
        costs: texts_of(&group.costs),
        savings: texts_of(&group.savings),
        net: texts_of(&group.net()),
        complete: group.complete,
    }
}

/// The word of an enumeration, as the language writes it.
fn words_of<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}

fn area_word(area: BudgetArea) -> &'static str {
    match area {
        BudgetArea::Service => "service",
        BudgetArea::Transfers => "transfers",
        BudgetArea::Ei => "ei",
        BudgetArea::Eo => "eo",
        BudgetArea::Construction => "construction",
    }
}

fn actor_word(actor: Actor) -> &'static str {
    match actor {
        Actor::Municipality => "municipality",
        Actor::Region => "region",
        Actor::State => "state",
    }
}
