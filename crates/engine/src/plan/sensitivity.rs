//! Sensitivity (følsomhedsanalyse): one assumption varied while all others stay, at its lowest and at its highest, with
//! what that does to the net, the break-even year and each party's balance.

use rust_decimal::{Decimal, RoundingStrategy};
use virkning_model::Money;
use virkning_model::agreement::{Agreement, Clause, Measure};
use virkning_model::business_case::{Cost, Saving, SavingSize, Sensitivity, Varied, Yearly};
use virkning_model::id::{PartyId, TermId};
use virkning_model::period::ByYear;

use super::{Plan, undisturbed};
use crate::error::CompileError;

/// One assumption varied.
#[derive(Clone, Debug, PartialEq)]
pub struct SensitivityResult {
    /// The term.
    pub term: TermId,
    /// What it is called.
    pub label: String,
    /// What is varied.
    pub vary: Varied,
    /// At its lowest factor.
    pub low: Outcome,
    /// At its highest factor.
    pub high: Outcome,
    /// Where the term stands.
    pub clause: Clause,
}

/// What a factor leads to.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The factor.
    pub factor: Decimal,
    /// Net of the business case, all years together.
    pub net: Money,
    /// That less the net as planned.
    pub net_difference: Money,
    /// The first year whose cumulative result is not below zero and stays so.
    pub break_even_year: Option<i16>,
    /// The balance of each party, in the order of the document.
    pub balances: Vec<(PartyId, Money)>,
}

pub(super) fn sensitivities(agreement: &Agreement, planned: &Plan) -> Result<Vec<SensitivityResult>, CompileError> {
    let result = |sensitivity: &Sensitivity| {
        Ok(SensitivityResult {
            term: sensitivity.id.clone(),
            label: sensitivity.label.clone(),
            vary: sensitivity.vary.clone(),
            low: outcome(agreement, planned, sensitivity, sensitivity.low)?,
            high: outcome(agreement, planned, sensitivity, sensitivity.high)?,
            clause: sensitivity.clause.clone(),
        })
    };
    agreement.sensitivities.iter().map(result).collect()
}

fn outcome(
    agreement: &Agreement,
    planned: &Plan,
    sensitivity: &Sensitivity,
    factor: Decimal,
) -> Result<Outcome, CompileError> {
    let out_of_range = || CompileError::OutOfRange { term: sensitivity.id.clone() };
    let plan = undisturbed(&varied(agreement, &sensitivity.vary, factor).ok_or_else(out_of_range)?)?;
    let net = net(&plan);
    Ok(Outcome {
        factor,
        net,
        net_difference: net - self::net(planned),
        break_even_year: plan.business_case.break_even_year,
        balances: plan
            .accounts
            .iter()
            .filter(|account| account.budget.is_none())
            .map(|account| (account.party.clone(), account.total.balance))
            .collect(),
    })
}

fn net(plan: &Plan) -> Money {
    plan.business_case.net.iter().fold(Money::zero(plan.currency), |all, net| all + *net)
}

/// The agreement with one assumption times a factor; nothing beyond what decimals hold. Examples and sensitivities are
/// left out, for they say nothing of the varied agreement.
fn varied(agreement: &Agreement, vary: &Varied, factor: Decimal) -> Option<Agreement> {
    let mut varied = Agreement { examples: Vec::new(), sensitivities: Vec::new(), ..agreement.clone() };
    match vary {
        Varied::SuccessRate => {
            varied.measures.iter_mut().try_for_each(|measure| scale_measure(measure, factor))?;
            if let Some(case) = &mut varied.business_case {
                case.net_success_rate = case.net_success_rate.map(|rate| scaled_share(rate, factor));
            }
            let per_starter = |saving: &&mut Saving| matches!(saving.size, SavingSize::PerStarter { .. });
            varied.savings.iter_mut().filter(per_starter).try_for_each(|saving| scale_saving(saving, factor))?;
        }
        Varied::Participants => {
            for starters in varied.intake.by_year.values_mut() {
                *starters = scaled_count(*starters, factor)?;
            }
        }
        Varied::Costs => varied.costs.iter_mut().try_for_each(|cost| scale_cost(cost, factor))?,
        Varied::Savings => varied.savings.iter_mut().try_for_each(|saving| scale_saving(saving, factor))?,
        Varied::Cost(id) => {
            let own = varied.costs.iter_mut().filter(|cost| cost.id == *id);
            own.into_iter().try_for_each(|cost| scale_cost(cost, factor))?;
        }
        Varied::Saving(id) => {
            let own = varied.savings.iter_mut().filter(|saving| saving.id == *id);
            own.into_iter().try_for_each(|saving| scale_saving(saving, factor))?;
        }
    }
    Some(varied)
}

/// No share of successes is above one.
fn scaled_share(share: Decimal, factor: Decimal) -> Decimal {
    share.checked_mul(factor).unwrap_or(Decimal::ONE).clamp(Decimal::ZERO, Decimal::ONE)
}

fn scale_measure(measure: &mut Measure, factor: Decimal) -> Option<()> {
    if let Some(expected) = &mut measure.expected {
        scale_by_year(expected, |rate| Some(scaled_share(rate, factor)))?;
    }
    for rate in measure.expected_at.values_mut() {
        *rate = scaled_share(*rate, factor);
    }
    Some(())
}

fn scale_by_year(by_year: &mut ByYear<Decimal>, scaled: impl Fn(Decimal) -> Option<Decimal>) -> Option<()> {
    for value in by_year.named.values_mut().chain(by_year.later.as_mut()) {
        *value = scaled(*value)?;
    }
    Some(())
}

/// People are whole: to the nearest, half up.
fn scaled_count(count: u32, factor: Decimal) -> Option<u32> {
    let scaled = Decimal::from(count).checked_mul(factor)?;
    let whole = scaled.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    u32::try_from(whole.mantissa()).ok().filter(|_| whole.scale() == 0)
}

/// To the nearest øre, half up.
fn scaled_money(amount: Money, factor: Decimal) -> Option<Money> {
    amount.times(factor, virkning_model::Rounding::HalfUp).ok()
}

fn scale_cost(cost: &mut Cost, factor: Decimal) -> Option<()> {
    match &mut cost.amounts {
        Yearly::Even { amount, .. } => *amount = scaled_money(*amount, factor)?,
        Yearly::ByYear(amounts) => {
            for amount in amounts.values_mut() {
                *amount = scaled_money(*amount, factor)?;
            }
        }
        Yearly::NotStated => {}
    }
    Some(())
}

fn scale_saving(saving: &mut Saving, factor: Decimal) -> Option<()> {
    match &mut saving.size {
        SavingSize::PerStarter { profile: values } | SavingSize::PerSuccess { volume: values, .. } => {
            for value in values {
                *value = value.checked_mul(factor)?;
            }
        }
        SavingSize::Volume { by_year, .. } => {
            for volume in by_year.values_mut() {
                *volume = volume.checked_mul(factor)?;
            }
        }
        SavingSize::PerYear { by_year } => {
            for amount in by_year.values_mut() {
                *amount = scaled_money(*amount, factor)?;
            }
        }
        SavingSize::NotStated => {}
    }
    Some(())
}
