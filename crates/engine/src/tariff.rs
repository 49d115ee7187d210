//! What a payment comes to in one measured year before any limit: a price for each, a step of a ladder, a share of a
//! saving or of a difference between arms. Quotients of rates are never rounded before they meet a bound.

use rust_decimal::{Decimal, RoundingStrategy};
use virkning_model::agreement::{
    CarryForward, Counted, EstimateKind, EstimateOver, EstimateRule, MinimumApplies, PaidPer, Step, StepPay, Tariff,
};
use virkning_model::settlement::{CohortFigures, LineBasis};
use virkning_model::{Money, Rounding};

use crate::error::CompileError;
use crate::program::PaymentTerm;

/// What a payment comes to, before limits.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Whole {
    /// In all; nothing where the source does not say how much is due.
    pub(crate) amount: Money,
    pub(crate) quantity: Decimal,
    pub(crate) price: Money,
    pub(crate) basis: Option<LineBasis>,
    /// Whether something is due, also where no source says how much.
    pub(crate) is_due: bool,
    /// Whether the amount is stated.
    pub(crate) is_stated: bool,
}

/// What a payment depends on besides the figures of its measured year.
pub(crate) struct Circumstances<'a> {
    pub(crate) year: i16,
    /// Capital that the receivers have put in by the day of payment.
    pub(crate) capital: Money,
    /// The deficit carried in, not above zero.
    pub(crate) deficit: Money,
    /// Every cohort so far, this one last.
    pub(crate) cohorts: &'a [CohortFigures],
    pub(crate) rounding: Rounding,
}

/// What the payment comes to; nothing where an estimate over all cohorts is not made yet.
pub(crate) fn whole(
    term: &PaymentTerm,
    figures: &CohortFigures,
    circumstances: &Circumstances<'_>,
) -> Result<Option<Whole>, CompileError> {
    let payment = &term.payment;
    if payment.estimate.is_some_and(|rule| rule.over == EstimateOver::AllCohorts)
        && circumstances.year < term.last_measured_year
    {
        return Ok(None);
    }
    let small = payment.minimum_cohort.is_some_and(|least| figures.eligible < Decimal::from(least));
    let whole = match (&payment.tariff, payment.per) {
        (Tariff::Ladder(steps), PaidPer::Estimate) => {
            let estimate = payment.estimate.and_then(|rule| estimate(term, rule, figures, circumstances.cohorts));
            laddered(term, steps, estimate.map(|estimate| (estimate, Decimal::ONE)), small, circumstances)?
        }
        (Tariff::Ladder(steps), _) => {
            laddered(term, steps, Some((figures.successes, figures.eligible)), small, circumstances)?
        }
        (Tariff::Share(share), _) => shared(term, *share, figures, small, circumstances)?,
        (Tariff::Price(price), _) => priced(term, *price, figures, small, circumstances)?,
        (Tariff::NotStated, _) => Whole {
            amount: zero(circumstances),
            quantity: Decimal::ONE,
            price: zero(circumstances),
            basis: None,
            is_due: !small && counts_for_something(term, figures, circumstances),
            is_stated: false,
        },
    };
    Ok(Some(whole))
}

fn zero(circumstances: &Circumstances<'_>) -> Money {
    Money::zero(circumstances.capital.currency())
}

fn out_of_range(term: &PaymentTerm) -> CompileError {
    CompileError::OutOfRange { term: term.payment.id.clone() }
}

/// How many are paid for at a price.
fn quantity(term: &PaymentTerm, figures: &CohortFigures) -> Option<Decimal> {
    let quantity = match term.payment.per {
        PaidPer::Participant => figures.eligible,
        PaidPer::Unit => figures.sum,
        _ => match term.payment.counted {
            Counted::Gross => figures.successes,
            Counted::NetOfBaseline => figures.successes.checked_sub(expected_anyway(term, figures)?)?,
        },
    };
    Some(quantity.max(Decimal::ZERO))
}

fn expected_anyway(term: &PaymentTerm, figures: &CohortFigures) -> Option<Decimal> {
    term.baseline.unwrap_or_default().checked_mul(figures.eligible)
}

fn priced(
    term: &PaymentTerm,
    stated: Money,
    figures: &CohortFigures,
    small: bool,
    circumstances: &Circumstances<'_>,
) -> Result<Whole, CompileError> {
    let (price, indexed) = term.price_of(stated, circumstances.year, circumstances.rounding)?;
    let quantity = if small {
        Decimal::ZERO
    } else {
        quantity(term, figures).ok_or_else(|| out_of_range(term))?
    };
    let amount = price.times(quantity, circumstances.rounding).map_err(|_| out_of_range(term))?;
    let net = (term.payment.counted == Counted::NetOfBaseline).then(|| LineBasis::NetOfBaseline {
        successes: figures.successes,
        expected_anyway: expected_anyway(term, figures).unwrap_or_default().normalize(),
    });
    Ok(Whole { amount, quantity, price, basis: net.or(indexed), is_due: !amount.is_zero(), is_stated: true })
}

fn laddered(
    term: &PaymentTerm,
    steps: &[Step],
    rate: Option<(Decimal, Decimal)>,
    small: bool,
    circumstances: &Circumstances<'_>,
) -> Result<Whole, CompileError> {
    let of_capital =
        |share: Decimal| circumstances.capital.times(share, circumstances.rounding).map_err(|_| out_of_range(term));
    let step = match rate {
        Some((above, below)) if !small => reached(steps, above, below).ok_or_else(|| out_of_range(term))?,
        _ => None,
    };
    let mut pay = match step.map(|step| step.pays) {
        None => Some(zero(circumstances)),
        Some(StepPay::Amount(amount)) => Some(amount),
        Some(StepPay::ShareOfCapital(share)) => Some(of_capital(share)?),
        Some(StepPay::NotStated) => None,
    };
    let minimum = term.payment.minimum.filter(|minimum| minimum.years.contains(circumstances.year) && !small);
    let mut lifted = false;
    if let (Some(minimum), Some(paid)) = (minimum, pay)
        && (step.is_none() || minimum.applies == MinimumApplies::AnyLowerStep)
    {
        let least = of_capital(minimum.share_of_capital)?;
        lifted = least > paid;
        pay = Some(paid.max(least));
    }
    let shown = rate.and_then(|(above, below)| above.checked_div(below)).unwrap_or_default().normalize();
    let uses_capital = |step: &Step| matches!(step.pays, StepPay::ShareOfCapital(_));
    let amount = pay.unwrap_or(zero(circumstances));
    Ok(Whole {
        amount,
        quantity: Decimal::ONE,
        price: amount,
        basis: Some(LineBasis::Ladder {
            rate: shown,
            step: step.map(|step| step.from),
            lifted,
            capital: (steps.iter().any(uses_capital) || minimum.is_some()).then_some(circumstances.capital),
        }),
        is_due: pay.is_none_or(|pay| !pay.is_zero()),
        is_stated: pay.is_some(),
    })
}

/// The highest step whose lower bound the quotient reaches, by multiplying crosswise: 3 of 5 reaches 0.60 as 60 of 100
/// does. Nothing inside where no step is reached or nobody was counted; nothing at all beyond what decimals hold.
fn reached(steps: &[Step], above: Decimal, below: Decimal) -> Option<Option<&Step>> {
    if below <= Decimal::ZERO {
        return Some(None);
    }
    for step in steps.iter().rev() {
        if above >= step.from.checked_mul(below)? {
            return Some(Some(step));
        }
    }
    Some(None)
}

/// The estimate that meets the ladder, rounded as the contract says; nothing where the figures give none.
fn estimate(
    term: &PaymentTerm,
    rule: EstimateRule,
    figures: &CohortFigures,
    cohorts: &[CohortFigures],
) -> Option<Decimal> {
    let estimate = match rule.over {
        EstimateOver::Cohort => of_cohort(term, rule.kind, figures)?,
        EstimateOver::AllCohorts => {
            let (mut sum, mut units) = (Decimal::ZERO, Decimal::ZERO);
            for cohort in cohorts {
                sum = sum.checked_add(of_cohort(term, rule.kind, cohort)?.checked_mul(cohort.eligible)?)?;
                units = units.checked_add(cohort.eligible)?;
            }
            sum.checked_div(units)?
        }
    };
    Some(estimate.round_dp_with_strategy(rule.decimals.min(28), RoundingStrategy::MidpointAwayFromZero))
}

/// One cohort's estimate: treatment against control as one quotient, divided last.
fn of_cohort(term: &PaymentTerm, kind: EstimateKind, cohort: &CohortFigures) -> Option<Decimal> {
    if let Some(estimate) = cohort.estimate {
        return Some(estimate);
    }
    let (treated, control) = if term.by_value {
        (cohort.sum, cohort.control_sum)
    } else {
        (cohort.successes, cohort.control_successes)
    };
    // control / control units - treated / units, over control / control units.
    let control = control.checked_mul(cohort.eligible)?;
    let difference = control.checked_sub(treated.checked_mul(cohort.control_eligible)?)?;
    match kind {
        EstimateKind::RelativeReduction => difference.checked_div(control),
        EstimateKind::Difference => difference.checked_div(cohort.eligible.checked_mul(cohort.control_eligible)?),
    }
}

/// What is saved in all: more without than with is above zero. Nothing where there is nobody to compare with.
fn saved(term: &PaymentTerm, figures: &CohortFigures) -> Option<(Decimal, Decimal)> {
    match term.payment.per {
        PaidPer::Saving => {
            let without = term.baseline_value?;
            Some((without, without.checked_mul(figures.eligible)?.checked_sub(figures.sum)?))
        }
        // An estimate that was made elsewhere is what one unit costs less than it would have without.
        _ if figures.estimate.is_some() => {
            let estimate = figures.estimate?;
            let with = figures.sum.checked_div(figures.eligible)?;
            Some((with.checked_add(estimate)?, estimate.checked_mul(figures.eligible)?))
        }
        _ => {
            let all = figures.control_sum.checked_mul(figures.eligible)?.checked_div(figures.control_eligible)?;
            let without = figures.control_sum.checked_div(figures.control_eligible)?;
            Some((without, all.checked_sub(figures.sum)?))
        }
    }
}

fn shared(
    term: &PaymentTerm,
    share: Decimal,
    figures: &CohortFigures,
    small: bool,
    circumstances: &Circumstances<'_>,
) -> Result<Whole, CompileError> {
    let nothing = (Decimal::ZERO, Decimal::ZERO);
    let (without, saving) = if small { nothing } else { saved(term, figures).unwrap_or(nothing) };
    let kroner = saving.checked_mul(share).ok_or_else(|| out_of_range(term))?;
    let of_year = Money::rounded(circumstances.capital.currency(), kroner, circumstances.rounding)
        .map_err(|_| out_of_range(term))?;
    let net = of_year + circumstances.deficit;
    let (amount, left) = if net.is_negative() {
        (zero(circumstances), net)
    } else {
        (net, zero(circumstances))
    };
    let carries = term.payment.carry_forward == CarryForward::NegativeYears;
    Ok(Whole {
        amount,
        quantity: Decimal::ONE,
        price: amount,
        basis: Some(LineBasis::Shared {
            without: without.normalize(),
            with: figures.sum.checked_div(figures.eligible).unwrap_or_default().normalize(),
            units: figures.eligible,
            share,
            carried_in: circumstances.deficit,
            carried_out: if carries { left } else { zero(circumstances) },
        }),
        is_due: !amount.is_zero(),
        is_stated: true,
    })
}

/// Whether something is due at a price, step or share that no source states.
fn counts_for_something(term: &PaymentTerm, figures: &CohortFigures, circumstances: &Circumstances<'_>) -> bool {
    let above_zero = |number: Option<Decimal>| number.is_some_and(|number| number > Decimal::ZERO);
    match term.payment.per {
        PaidPer::Success | PaidPer::Participant | PaidPer::Unit => above_zero(quantity(term, figures)),
        PaidPer::Rate => figures.successes > Decimal::ZERO,
        PaidPer::Estimate => {
            let rule = term.payment.estimate;
            above_zero(rule.and_then(|rule| estimate(term, rule, figures, circumstances.cohorts)))
        }
        PaidPer::Saving | PaidPer::Difference => above_zero(saved(term, figures).map(|(_, saving)| saving)),
    }
}
