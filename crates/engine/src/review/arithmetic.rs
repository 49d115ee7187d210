//! Arithmetic over figures: the value of what a claim says and of what a printed row is. Exact decimals; a division is
//! rounded to what a decimal holds (28 digits).

use rust_decimal::Decimal;
use virkning_model::claim::Arithmetic;

use super::figures::{FigureError, Figures};

/// The value of an expression.
pub(super) fn value(expression: &Arithmetic, figures: &Figures<'_>) -> Result<Decimal, FigureError> {
    let both = |left: &Arithmetic, right: &Arithmetic| Ok((value(left, figures)?, value(right, figures)?));
    let result = match expression {
        Arithmetic::Number(number) => Some(*number),
        Arithmetic::Figure(path) => Some(figures.value(path)?),
        Arithmetic::Add(left, right) => both(left, right).map(|(left, right)| left.checked_add(right))?,
        Arithmetic::Subtract(left, right) => both(left, right).map(|(left, right)| left.checked_sub(right))?,
        Arithmetic::Multiply(left, right) => both(left, right).map(|(left, right)| left.checked_mul(right))?,
        Arithmetic::Divide(left, right) => {
            let (left, right) = both(left, right)?;
            if right.is_zero() {
                return Err(FigureError::DividesByZero);
            }
            left.checked_div(right)
        }
    };
    result.ok_or(FigureError::OutOfRange)
}

/// The same with the column in the place of every star.
pub(super) fn in_column(expression: &Arithmetic, column: &str) -> Arithmetic {
    let inside = |inner: &Arithmetic| Box::new(in_column(inner, column));
    match expression {
        Arithmetic::Number(number) => Arithmetic::Number(*number),
        Arithmetic::Figure(path) => {
            let parts: Vec<&str> = path.split('.').map(|part| if part == "*" { column } else { part }).collect();
            Arithmetic::Figure(parts.join("."))
        }
        Arithmetic::Add(left, right) => Arithmetic::Add(inside(left), inside(right)),
        Arithmetic::Subtract(left, right) => Arithmetic::Subtract(inside(left), inside(right)),
        Arithmetic::Multiply(left, right) => Arithmetic::Multiply(inside(left), inside(right)),
        Arithmetic::Divide(left, right) => Arithmetic::Divide(inside(left), inside(right)),
    }
}
