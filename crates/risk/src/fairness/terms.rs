//! Other terms for the same money: each is priced so that it pays the same on average, and then asked what it pays with no
//! effect, how it strays, and whether the investors' capital comes back.

use rust_decimal::Decimal;
use virkning_engine::CompileError;
use virkning_model::agreement::{Agreement, Counted, LimitRule, PaidPer, Payment, Step, StepPay, Tariff};
use virkning_model::id::TermId;
use virkning_model::{Money, Rounding};

use super::{capital_back, column, model_without_effect, with_paths};
use crate::model::{Model, float};
use crate::simulate::{Column, Keep, simulate};
use crate::summary::{Estimate, Spread, spread};

/// Terms of payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermsKind {
    /// As agreed.
    Agreed,
    /// As agreed, without a cap on the return.
    WithoutCap,
    /// Only successes beyond the baseline.
    NetOfBaseline,
    /// A price for everybody who takes part, whatever becomes of them.
    PerParticipant,
    /// All or nothing each year: one sum where the success rate reaches half the way from the baseline to the expected.
    AllOrNothing,
}

/// What terms do with the same money.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// Which terms.
    pub kind: TermsKind,
    /// The price of one, or the sum of a year, at which they pay the same on average; in kroner.
    pub price: f64,
    /// How what is paid is spread.
    pub paid: Spread,
    /// What is paid on average with no effect; nothing where no baseline is stated.
    pub without_effect: Option<Estimate>,
    /// The chance that the investors' capital comes back in full.
    pub capital_back: Option<Estimate>,
}

/// Other terms of one payment per success.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternatives {
    /// The payment term.
    pub term: TermId,
    /// As agreed, then the others; each over as many paths.
    pub terms: Vec<Alternative>,
}

/// Paths of each step: the same people and the same luck under all terms.
const PATHS: u32 = 8_000;

/// Alternatives to every payment at a price per success.
///
/// # Errors
/// What the plan refuses.
pub fn alternatives(model: &Model) -> Result<Vec<Alternatives>, CompileError> {
    let model = with_paths(model, PATHS);
    let mut all = Vec::new();
    for payment in &model.agreement.payments {
        let (Tariff::Price(agreed), PaidPer::Success) = (&payment.tariff, payment.per) else { continue };
        let Some(target) = paid_by(&model, &payment.id)?.map(|paid| paid.mean.value).filter(|mean| *mean > 0.0) else {
            continue;
        };
        let kinds = [
            TermsKind::Agreed,
            TermsKind::WithoutCap,
            TermsKind::NetOfBaseline,
            TermsKind::PerParticipant,
            TermsKind::AllOrNothing,
        ];
        let mut terms = Vec::new();
        for kind in kinds {
            if let Some(alternative) = alternative(&model, payment, kind, *agreed, target)? {
                terms.push(alternative);
            }
        }
        all.push(Alternatives { term: payment.id.clone(), terms });
    }
    Ok(all)
}

fn alternative(
    model: &Model,
    payment: &Payment,
    kind: TermsKind,
    agreed: Money,
    target: f64,
) -> Result<Option<Alternative>, CompileError> {
    let Some(mut price) = first_price(model, payment, kind, agreed, target) else { return Ok(None) };
    let terms = |price: Money| changed(&model.agreement, payment, kind, price);
    let mut priced = model.under(&terms(price))?;
    // What is paid grows with the price, more slowly where a cap binds.
    for _ in 0..30 {
        let Some(paid) = paid_by(&priced, &payment.id)?.map(|paid| paid.mean.value).filter(|mean| *mean > 0.0) else {
            return Ok(None);
        };
        if kind == TermsKind::Agreed || (paid / target - 1.0).abs() < 1e-4 {
            break;
        }
        let factor = Decimal::new(libm::round(target / paid * 1e9) as i64, 9);
        let Ok(next) = price.times(factor, Rounding::HalfUp) else { return Ok(None) };
        price = next;
        priced = model.under(&terms(price))?;
    }
    let draws = simulate(&priced, Keep::Totals)?;
    let drawn = column(&draws, &Column::Payment(payment.id.clone())).unwrap_or_default();
    let Some(paid) = spread(&drawn) else { return Ok(None) };
    let without = model_without_effect(&priced)?;
    let without_effect = match without {
        Some(without) => paid_by(&without, &payment.id)?.map(|paid| paid.mean),
        None => None,
    };
    let price = price.minor() as f64 / 100.0;
    Ok(Some(Alternative { kind, price, paid, without_effect, capital_back: capital_back(&priced, &draws) }))
}

fn paid_by(model: &Model, term: &TermId) -> Result<Option<Spread>, CompileError> {
    let draws = simulate(model, Keep::Totals)?;
    Ok(column(&draws, &Column::Payment(term.clone())).and_then(|drawn| spread(&drawn)))
}

/// A price to begin with; nothing where the terms need what the agreement does not state.
fn first_price(model: &Model, payment: &Payment, kind: TermsKind, agreed: Money, target: f64) -> Option<Money> {
    let measure = model.agreement.measure(&payment.measure)?;
    let has_cap = model.agreement.limits.iter().any(|limit| matches!(limit.rule, LimitRule::ReturnCap { .. }));
    match kind {
        TermsKind::Agreed | TermsKind::PerParticipant => Some(agreed),
        TermsKind::WithoutCap => has_cap.then_some(agreed),
        TermsKind::NetOfBaseline => {
            let wanted = measure.baseline.is_some() && payment.counted == Counted::Gross;
            wanted.then_some(agreed)
        }
        TermsKind::AllOrNothing => {
            half_way(model, payment)?;
            let years = model.program.lines().len().max(1) as f64;
            Money::rounded(agreed.currency(), Decimal::new(libm::round(target / years) as i64, 0), Rounding::HalfUp)
                .ok()
        }
    }
}

/// The rate that is all: half the way from the baseline to the rate of the later years.
fn half_way(model: &Model, payment: &Payment) -> Option<Decimal> {
    let measure = model.agreement.measure(&payment.measure)?;
    let own = model.measures.iter().find(|own| own.id == measure.id)?;
    let from = (float(measure.baseline?) + own.later) / 2.0;
    (own.later > 0.0).then(|| Decimal::new(libm::round(from * 1e4) as i64, 4))
}

/// The agreement under other terms.
fn changed(agreement: &Agreement, payment: &Payment, kind: TermsKind, price: Money) -> Agreement {
    let mut changed = agreement.clone();
    if kind == TermsKind::WithoutCap {
        changed.limits.retain(|limit| !matches!(limit.rule, LimitRule::ReturnCap { .. }));
    }
    let bound = agreement.measure(&payment.measure).and_then(|measure| {
        let expected = measure.expected.as_ref()?;
        let later = expected.later.or_else(|| expected.named.values().next_back().copied())?;
        Some((measure.baseline? + later) / Decimal::TWO)
    });
    for own in changed.payments.iter_mut().filter(|own| own.id == payment.id) {
        own.tariff = Tariff::Price(price);
        match kind {
            TermsKind::Agreed | TermsKind::WithoutCap => {}
            TermsKind::NetOfBaseline => own.counted = Counted::NetOfBaseline,
            TermsKind::PerParticipant => own.per = PaidPer::Participant,
            TermsKind::AllOrNothing => {
                own.per = PaidPer::Rate;
                let step = Step { from: bound.unwrap_or(Decimal::ONE), pays: StepPay::Amount(price) };
                own.tariff = Tariff::Ladder(vec![step]);
            }
        }
    }
    changed
}
