//! What a settlement must observe: every measure of a measured year, month by month, under the terms that are in force
//! when the measured period ends.

use virkning_model::agreement::{Agreement, AgreementKind, Measure, Window};

use crate::error::ProposeError;
use crate::program::compile;
use crate::settlement::{paid_measures, required};

/// A measure that observations are needed of, in one of its months.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The measure, as it is in force.
    pub measure: &'a Measure,
    /// The month since the start, for measures at several months; zero otherwise.
    pub at: u16,
    /// Whether it is paid for; else another measure requires it.
    pub pays: bool,
}

/// Every measure of a measured year: those that are paid for in the order of the program, then those that they require.
///
/// # Errors
/// An investment without payment for results, an agreement that pays for nothing, and a year that is not measured.
pub fn asked(agreement: &Agreement, year: i16) -> Result<Vec<Asked<'_>>, ProposeError> {
    if agreement.kind == AgreementKind::Investeringscase {
        return Err(ProposeError::Investeringscase);
    }
    let program = compile(agreement)?;
    let paid = paid_measures(agreement, &program, year)?;
    let mut asked: Vec<Asked<'_>> =
        paid.iter().map(|one| Asked { measure: one.measure, at: one.at, pays: true }).collect();
    for measure in required(agreement, &paid) {
        let months = match &measure.window {
            Window::AtMonths { at, .. } => at.as_slice(),
            _ => &[0],
        };
        for at in months {
            if !asked.iter().any(|known| known.measure.id == measure.id && known.at == *at) {
                asked.push(Asked { measure, at: *at, pays: false });
            }
        }
    }
    Ok(asked)
}
