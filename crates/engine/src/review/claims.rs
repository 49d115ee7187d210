//! Claims that can be computed: do they hold? Both sides are shown.

use rust_decimal::Decimal;
use virkning_model::claim::{Arithmetic, Claim, ClaimSays, ClaimTest};
use virkning_model::expression::Comparison;

use super::Remark;
use super::arithmetic::value;
use super::figures::{FigureError, Figures, shown};

/// F001, F002, F003, F007.
pub(super) fn claims(claims: &[Claim], figures: &Figures<'_>) -> Vec<Remark> {
    claims.iter().filter_map(|claim| remark(claim, figures)).collect()
}

fn remark(claim: &Claim, figures: &Figures<'_>) -> Option<Remark> {
    let says = |code| {
        Remark::new(code, format!("claim.{}", claim.id))
            .with("claim", &claim.text)
            .with("place", &claim.place)
            .with("document", claim.document.as_deref().unwrap_or_default())
    };
    match &claim.says {
        // A claim that nobody can derive is told when the document is read.
        ClaimSays::Value { .. } | ClaimSays::Underivable => None,
        ClaimSays::Holds { test, rounding, .. } => {
            let sides = value(&test.left, figures).and_then(|left| Ok((left, value(&test.right, figures)?)));
            match sides {
                Ok((left, right)) if holds(test, left, right, *rounding) => None,
                Ok((left, right)) => {
                    let code = if is_per_unit(test) { "F007" } else { "F001" };
                    let remark = says(code).with("left", shown(left)).with("right", shown(right));
                    Some(remark.with("comparison", test.comparison.sign()).with("difference", shown(left - right)))
                }
                Err(error) => Some(unanswered(says, &error)),
            }
        }
    }
}

fn unanswered(says: impl Fn(&'static str) -> Remark, error: &FigureError) -> Remark {
    match error {
        FigureError::DividesByZero => says("F002"),
        FigureError::OutOfRange => says("F002"),
        FigureError::Unknown { path, suggestion } => says("F003")
            .with("figure", path)
            .with("reason", "unknown")
            .with_or_none("suggestion", suggestion.as_deref().unwrap_or_default()),
        FigureError::NotComputable { path } => {
            says("F003").with("figure", path).with("reason", "not-computable").with_or_none("suggestion", "")
        }
    }
}

/// A text rounds: a number with decimals stands for everything that rounds to it, and a claim may allow more. Whole
/// numbers are exact.
fn holds(test: &ClaimTest, left: Decimal, right: Decimal, rounding: Decimal) -> bool {
    let slack = slack(&test.left).max(slack(&test.right)).max(rounding);
    let near = (left - right).abs() <= slack;
    match test.comparison {
        Comparison::Equal => near,
        Comparison::NotEqual => !near,
        comparison => comparison.holds(&left, &right),
    }
}

fn slack(side: &Arithmetic) -> Decimal {
    match side {
        Arithmetic::Number(number) if number.normalize().scale() > 0 => Decimal::new(5, number.scale() + 1),
        _ => Decimal::ZERO,
    }
}

/// Whether both sides are one thing per another, and are said to be the same.
fn is_per_unit(test: &ClaimTest) -> bool {
    let divides = |side: &Arithmetic| matches!(side, Arithmetic::Divide(..));
    test.comparison == Comparison::Equal && divides(&test.left) && divides(&test.right)
}
