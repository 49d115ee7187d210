//! Where the money of a path goes beside its payments: costs, savings, and what closes the agreement.

use virkning_engine::closing_of;

use super::{Drawn, Scratch, round};
use crate::assumptions::{About, SavingsFollow};
use crate::model::{MeasureModel, Model};

impl Model {
    /// Costs, savings, capital and what closes the agreement.
    pub(super) fn book(&self, scratch: &mut Scratch) {
        let years = self.books.years.len();
        if self.books_case {
            self.case(scratch);
        }
        if self.books.closing_depends
            && let Ok(closing) = closing_of(&self.agreement, &self.program, &scratch.paid_on)
        {
            for payment in &closing.payments {
                let (from, to, year, amount) = self.books.closing(payment);
                from.iter().for_each(|account| scratch.balance[account * years + year] -= amount);
                for account in to {
                    scratch.balance[account * years + year] += amount;
                    scratch.received[account * years + year] += amount;
                }
            }
        }
    }

    /// Costs and savings: the plan's amounts, moved by what was drawn.
    fn case(&self, scratch: &mut Scratch) {
        let years = self.books.years.len();
        let drawn = &scratch.drawn;
        scratch.intake.clear();
        scratch.intake.extend(self.agreement.intake.by_year.iter().map(|(start, planned)| {
            let planned = f64::from(*planned);
            (planned, self.starters(*start, planned as u32, drawn) as f64)
        }));
        scratch.success.clear();
        scratch
            .success
            .extend(self.books.case_years.iter().map(|year| self.success_of(self.books.years[*year], drawn)));
        for row in &self.books.rows {
            let factor = self.factor(row, drawn);
            for (place, planned) in row.planned.iter().enumerate() {
                let amount = if row.per_starter {
                    let factor = factor * scratch.success[place];
                    let change = |(slope, (planned, now)): (&f64, &(f64, f64))| slope * (now * factor - planned);
                    planned + round(row.per_start[place].iter().zip(&scratch.intake).map(change).sum())
                } else if factor == 1.0 {
                    *planned
                } else {
                    round(*planned as f64 * factor)
                };
                for account in &row.accounts {
                    scratch.balance[account * years + self.books.case_years[place]] += amount;
                }
            }
        }
    }

    fn factor(&self, row: &crate::money::Row, drawn: &Drawn) -> f64 {
        let mut factor = 1.0;
        for (driver, value) in self.drivers.iter().zip(&drawn.values) {
            let own = match &driver.of {
                About::Cost(id) => row.is_cost && id.as_ref().is_none_or(|id| *id == row.term),
                About::Saving(id) => !row.is_cost && id.as_ref().is_none_or(|id| *id == row.term),
                _ => false,
            };
            if own {
                factor *= value;
            }
        }
        factor
    }

    /// How much more than planned succeeds in a year: the ratio of the drawn chance to the planned one, of the first
    /// measure whose success is uncertain. In years without a look, what was drawn for the later years.
    fn success_of(&self, year: i16, drawn: &Drawn) -> f64 {
        let uncertain = |measure: &&MeasureModel| measure.driver.is_some() || self.market.is_some();
        let Some(measure) = self.measures.iter().find(uncertain).filter(|measure| measure.later > 0.0) else {
            return 1.0;
        };
        let scale = self.scale(measure, drawn);
        let place = self.measures.iter().position(|own| own.id == measure.id);
        let point = self.points.iter().find(|point| Some(point.measure) == place && point.year == year);
        let (planned, now) = match point.filter(|point| point.rate_as_float > 0.0) {
            Some(point) => (point.rate_as_float, self.rate(point, scale, drawn)),
            None => (measure.later, (measure.later * scale).clamp(0.0, 1.0)),
        };
        match self.savings_follow() {
            SavingsFollow::SuccessRate => now / planned,
            // A first rate below the baseline says that the effect has not begun; then the later rate tells it.
            SavingsFollow::Effect if planned > measure.without => (now - measure.without) / (planned - measure.without),
            SavingsFollow::Effect if measure.later > measure.without => {
                (measure.later * scale - measure.without) / (measure.later - measure.without)
            }
            SavingsFollow::Effect | SavingsFollow::Nothing => 1.0,
        }
    }
}
