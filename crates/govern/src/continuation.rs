//! Continuation (videreførelse): the criteria of the agreement, computed to a recommendation with the reason for each, who
//! saves and who pays, and what a continuation would cost whom. People decide; this is what the agreed rules say.

use jiff::civil::Date;
use rust_decimal::Decimal;
use virkning_engine::Plan;
use virkning_model::agreement::{BudgetKind, Clause};
use virkning_model::business_case::Yearly;
use virkning_model::continuation::{ContinuationCriterion, ContinuationTest, Recommendation};
use virkning_model::id::TermId;
use virkning_model::implementation::ActualAbout;
use virkning_model::{Agreement, Money, Rounding};

use crate::achieved::{Achieved, Verdict};
use crate::recruitment::Recruitment;

/// What the agreed criteria say on one day.
#[derive(Clone, Debug, PartialEq)]
pub struct Continuation {
    /// The last day that the capital pays for.
    pub expires: Date,
    /// Who decides.
    pub decided_by: String,
    /// Each criterion.
    pub criteria: Vec<CriterionResult>,
    /// What follows; nothing where a criterion is open and none is unmet.
    pub recommendation: Option<Recommendation>,
    /// What else follows from other criteria that are not met.
    pub besides: Vec<Recommendation>,
    /// What a year of it, and one participant, cost, and who bears it.
    pub costs: Costs,
    /// Who pays for results, by the share each budget has; and whether its saving can be taken home.
    pub payers: Vec<Payer>,
    /// Who saves.
    pub savers: Vec<Saver>,
    /// The days on which results are still measured and settled after the day, which may reopen the question.
    pub still_measured: Vec<(TermId, String, Date)>,
}

/// A criterion and how it came out.
#[derive(Clone, Debug, PartialEq)]
pub struct CriterionResult {
    /// Which one.
    pub id: TermId,
    /// What must hold.
    pub label: String,
    /// What was found.
    pub found: Found,
    /// Whether it holds; nothing where that is open.
    pub is_met: Option<bool>,
    /// What follows if not.
    pub otherwise: Recommendation,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<virkning_model::origin::Origin>,
}

/// What a criterion rests on.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// A share: so many of so many, against this share.
    Share(Decimal, Decimal, Decimal),
    /// A count against a bound, where the rest is still open: so many, of so many that may still come to, against.
    Open(Decimal, Decimal, Decimal),
    /// A mean against a bound, with its unit.
    Mean(Decimal, Decimal, Option<String>),
    /// A count against a bound.
    Count(Decimal, Decimal),
    /// Whether a saving can be taken home.
    Cashable(String, Option<bool>),
    /// A party's balance in the plan.
    Balance(Money),
    /// People's judgement, and why.
    Judgement(Option<String>),
    /// There is nothing to go by.
    Nothing,
}

/// What it costs to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Costs {
    /// The price of the intervention.
    pub price: Option<Money>,
    /// In the last year that the plan has costs for.
    pub per_year: Option<(i16, Money)>,
    /// For each planned participant.
    pub per_participant: Option<(u32, Money)>,
    /// What the investors gave, which nobody gives after the financing ends.
    pub capital: Option<Money>,
    /// Who bears the costs by the plan, and how much.
    pub bearers: Vec<(String, Money)>,
}

/// A budget that pays for results.
#[derive(Clone, Debug, PartialEq)]
pub struct Payer {
    /// The payment.
    pub payment: String,
    /// The budget or the party.
    pub name: String,
    /// Its kind, where it is a budget.
    pub kind: Option<BudgetKind>,
    /// Its share of the payment.
    pub share: Option<Decimal>,
}

/// Whoever saves.
#[derive(Clone, Debug, PartialEq)]
pub struct Saver {
    /// The saving.
    pub saving: String,
    /// The budget or the party.
    pub name: String,
    /// Its kind, where it is a budget.
    pub kind: Option<BudgetKind>,
    /// How much in all by the plan, where it is stated.
    pub amount: Option<Money>,
    /// Whether it can be taken home, where the agreement says.
    pub is_cashable: Option<bool>,
}

/// What the agreed criteria say; nothing where the agreement has none.
pub fn continuation(
    agreement: &Agreement,
    plan: Option<&Plan>,
    recruitment: &Recruitment,
    achieved: &[Achieved],
    today: Date,
) -> Option<Continuation> {
    let terms = agreement.in_force(today);
    let frame = terms.continuation.as_ref()?;
    let criteria: Vec<CriterionResult> =
        terms.criteria.iter().map(|criterion| result(terms, criterion, plan, recruitment, achieved)).collect();
    let mut unmet: Vec<Recommendation> =
        criteria.iter().filter(|one| one.is_met == Some(false)).map(|one| one.otherwise).collect();
    unmet.sort();
    unmet.dedup();
    let is_open = criteria.iter().any(|one| one.is_met.is_none());
    // What is farthest from going on decides; the others stand beside it.
    let recommendation = unmet.pop().or_else(|| (!is_open && !criteria.is_empty()).then_some(frame.if_met));
    Some(Continuation {
        expires: frame.expires,
        decided_by: frame.decided_by.clone(),
        criteria,
        recommendation,
        besides: unmet,
        costs: costs(terms, plan),
        payers: payers(terms),
        savers: savers(terms, plan),
        still_measured: still_measured(terms, today),
    })
}

fn result(
    agreement: &Agreement,
    criterion: &ContinuationCriterion,
    plan: Option<&Plan>,
    recruitment: &Recruitment,
    achieved: &[Achieved],
) -> CriterionResult {
    let (found, is_met) = match &criterion.test {
        ContinuationTest::Measure { measure, at_least, at_most } => {
            let latest = achieved
                .iter()
                .filter(|one| one.about == ActualAbout::Measure(measure.clone()))
                .max_by_key(|one| (one.as_of, one.number.is_some() || one.mean.is_some()));
            latest.map_or((Found::Nothing, None), |one| measured(agreement, one, *at_least, *at_most, recruitment))
        }
        ContinuationTest::Participants { at_least } => participants(recruitment, *at_least),
        ContinuationTest::Cashable { saving } => {
            let saving = agreement.savings.iter().find(|one| one.id == *saving);
            saving.map_or((Found::Nothing, None), |saving| {
                (Found::Cashable(saving.label.clone(), saving.cashable), saving.cashable)
            })
        }
        ContinuationTest::Account { party } => {
            let account = plan.filter(|plan| plan.accounts_are_complete()).and_then(|plan| {
                plan.accounts.iter().find(|account| account.party == *party && account.budget.is_none())
            });
            account
                .map_or((Found::Nothing, None), |account| (Found::Balance(account.total.balance), Some(account.closes)))
        }
        ContinuationTest::Judgement { met, because } => (Found::Judgement(because.clone()), *met),
    };
    CriterionResult {
        id: criterion.id.clone(),
        label: criterion.label.clone(),
        found,
        is_met,
        otherwise: criterion.otherwise,
        clause: criterion.clause.clone(),
        origin: criterion.origin.clone(),
    }
}

/// A report against the bound of the criterion, else against the measure's own.
fn measured(
    agreement: &Agreement,
    one: &Achieved,
    at_least: Option<Decimal>,
    at_most: Option<Decimal>,
    recruitment: &Recruitment,
) -> (Found, Option<bool>) {
    if let Some((mean, unit, own)) = &one.mean {
        let bound = at_least.or(at_most).or(*own);
        let Some(bound) = bound else { return (Found::Nothing, None) };
        let is_met = match (at_least, at_most) {
            (Some(bound), _) => *mean >= bound,
            (None, Some(bound)) => *mean <= bound,
            (None, None) => one.verdict == Verdict::MeetsBound,
        };
        // A bound in another unit than the result decides nothing.
        let decides = one.verdict != Verdict::OtherUnit;
        return (Found::Mean(*mean, bound, unit.clone()), decides.then_some(is_met));
    }
    if let (Some(number), Some(of), Some(share)) = (one.number, one.of, one.share) {
        let Some(bound) = at_least.or(at_most).or(one.expected_share) else { return (Found::Nothing, None) };
        let is_met = if at_least.is_none() && at_most.is_some() {
            share <= bound
        } else {
            share >= bound
        };
        return (Found::Share(number, of, bound), Some(is_met));
    }
    // A number without its whole, as completions are reported: the whole is everyone who has started.
    let measure = match &one.about {
        ActualAbout::Measure(id) => agreement.measure(id),
        _ => None,
    };
    let started =
        recruitment.points.iter().rfind(|(day, _)| *day <= one.as_of).map(|(_, number)| Decimal::from(*number));
    let bound = at_least.or(measure.and_then(|measure| measure.target));
    let (Some(number), Some(started), Some(bound)) = (one.number, started, bound) else {
        return (Found::Nothing, None);
    };
    let dropped_out = recruitment.dropped_out.map_or(Decimal::ZERO, |(number, _)| number);
    let at_best = started - dropped_out;
    let needed = bound * started;
    let is_met = if number >= needed {
        Some(true)
    } else if at_best < needed {
        Some(false)
    } else {
        None
    };
    (Found::Open(number, at_best, needed), is_met)
}

/// Who has started against what is needed: met once they are there, unmet once even the upper end of the forecast is below.
fn participants(recruitment: &Recruitment, at_least: Option<Decimal>) -> (Found, Option<bool>) {
    let needed = at_least.or(recruitment.planned.map(Decimal::from));
    let started = recruitment.points.last().map(|(_, number)| Decimal::from(*number));
    let (Some(needed), Some(started)) = (needed, started) else { return (Found::Nothing, None) };
    let is_met = if started >= needed {
        Some(true)
    } else {
        recruitment.forecast.filter(|forecast| Decimal::from(forecast.high) < needed).map(|_| false)
    };
    (Found::Count(started, needed), is_met)
}

fn costs(agreement: &Agreement, plan: Option<&Plan>) -> Costs {
    let price = agreement.financing.as_ref().and_then(|financing| financing.price);
    let zero = Money::zero(agreement.currency);
    let mut bearers: Vec<(String, Money)> = Vec::new();
    let mut years: std::collections::BTreeMap<i16, Money> = std::collections::BTreeMap::new();
    for cost in agreement.costs.iter().filter(|cost| cost.amounts != Yearly::NotStated) {
        let name =
            holder_name(agreement, cost.bearer.party.as_str(), cost.bearer.budget.as_ref().map(|id| id.as_str())).0;
        let sum = cost.amounts.iter().into_iter().fold(zero, |all, (year, amount)| {
            *years.entry(year).or_insert(zero) += amount;
            all + amount
        });
        match bearers.iter_mut().find(|(known, _)| *known == name) {
            Some((_, all)) => *all += sum,
            None => bearers.push((name, sum)),
        }
    }
    let planned = crate::recruitment::total(agreement).filter(|planned| *planned > 0);
    let per_participant = price.zip(planned).and_then(|(price, planned)| {
        let each = price.to_decimal().checked_div(Decimal::from(planned))?;
        Some((planned, Money::rounded(agreement.currency, each, Rounding::HalfUp).ok()?))
    });
    let stated = agreement.financing.as_ref().and_then(|financing| financing.capital);
    let capital = stated.or_else(|| plan.map(|plan| plan.financing.capital).filter(|capital| !capital.is_zero()));
    let per_year = years.into_iter().next_back();
    Costs { price, per_year, per_participant, capital, bearers }
}

/// What people call a budget, or a party where no budget is named; and the kind of the budget.
pub fn holder_name(agreement: &Agreement, party: &str, budget: Option<&str>) -> (String, Option<BudgetKind>) {
    let known = budget.and_then(|id| agreement.budgets.iter().find(|budget| budget.id.as_str() == id));
    match known {
        Some(budget) => (budget.label.clone(), Some(budget.kind)),
        None => {
            let known = agreement.parties.iter().find(|known| known.id.as_str() == party);
            (known.map_or_else(|| party.to_owned(), |known| known.short_name.clone()), None)
        }
    }
}

fn payers(agreement: &Agreement) -> Vec<Payer> {
    let mut payers = Vec::new();
    for payment in &agreement.payments {
        let whole: Decimal = payment.from.iter().map(|payer| payer.share.weight()).sum();
        for payer in &payment.from {
            let budget = payer.holder.budget.as_ref().map(|id| id.as_str());
            let (name, kind) = holder_name(agreement, payer.holder.party.as_str(), budget);
            let share = payer.share.weight().checked_div(whole);
            payers.push(Payer { payment: payment.label.clone(), name, kind, share });
        }
    }
    payers
}

fn savers(agreement: &Agreement, plan: Option<&Plan>) -> Vec<Saver> {
    let mut savers = Vec::new();
    for saving in &agreement.savings {
        for share in &saving.falls_to {
            let budget = share.holder.budget.as_ref().map(|id| id.as_str());
            let (name, kind) = holder_name(agreement, share.holder.party.as_str(), budget);
            let amount = plan.and_then(|plan| saved(plan, &saving.id, &share.area, agreement));
            savers.push(Saver { saving: saving.label.clone(), name, kind, amount, is_cashable: saving.cashable });
        }
    }
    savers
}

fn saved(plan: &Plan, saving: &TermId, area: &str, agreement: &Agreement) -> Option<Money> {
    let rows = plan.business_case.rows.iter().filter(|row| row.term == *saving && row.stated);
    let mut rows = rows.filter(|row| row.area.as_deref().is_none_or(|known| known == area)).peekable();
    rows.peek()?;
    let zero = Money::zero(agreement.currency);
    Some(rows.fold(zero, |all, row| row.amounts.iter().fold(all, |all, amount| all + *amount)))
}

fn still_measured(agreement: &Agreement, today: Date) -> Vec<(TermId, String, Date)> {
    let mut days = Vec::new();
    for measure in &agreement.measures {
        let Some(years) = measure.window.years() else { continue };
        for year in years.iter() {
            if let Some(day) = measure.settled.and_then(|settled| settled.date(year)).filter(|day| *day > today)
                && let Ok(id) = TermId::new(measure.id.as_str())
            {
                days.push((id, measure.label.clone(), day));
            }
        }
    }
    days.sort_by_key(|(_, _, day)| *day);
    days
}
