//! Whom a measure cannot see. Registers do not cover everybody, and a measure read from one counts those whom it does not
//! see as not succeeding. That is no mistake of a document: it is said, so that the parties know what they agree on.
//! Source: the register facts about DREAM, the employment ratio and SU.

use virkning_model::agreement::{AdmissionTest, Measure};
use virkning_model::expression::{Expression, Number, RowPredicate, Rows, Table};

use super::Checker;
use crate::codes;

/// The age from which SU is given to those in upper-secondary education.
const SU_FROM_AGE: u8 = 18;

pub(super) fn tell(checker: &mut Checker<'_>) {
    for (index, measure) in checker.agreement.measures.iter().enumerate() {
        let asks = Asks::of(measure);
        let id = measure.id.as_str();
        let key = if measure.success.is_some() { "success" } else { "value" };
        let place = ("measure", index, &[key][..]);
        if asks.education {
            if let Some(age) = youngest(checker).filter(|age| *age < SU_FROM_AGE) {
                let arguments = [("measure", id), ("age", &*age.to_string())];
                checker.report(codes::MINORS_UNSEEN, place, &arguments);
            }
            checker.report(codes::EDUCATION_UNDER_BENEFIT_UNSEEN, place, &[("measure", id)]);
        }
        if asks.ratio {
            checker.report(codes::SELF_EMPLOYED_UNSEEN, place, &[("measure", id)]);
        }
        if ["dream", "shelter", "services"].contains(&&*measure.source) {
            checker.report(codes::OUTSIDE_EXTRACT_UNSEEN, ("measure", index, &["source"]), &[("measure", id)]);
        }
    }
}

/// The youngest whom the admission lets in; nothing where no rule is about age.
fn youngest(checker: &Checker<'_>) -> Option<u8> {
    let ages = checker.agreement.admission.iter().filter_map(|rule| match rule.test {
        AdmissionTest::Age { from, .. } => Some(from),
        _ => None,
    });
    ages.max()
}

/// What a measure asks about.
#[derive(Default)]
struct Asks {
    education: bool,
    ratio: bool,
}

impl Asks {
    fn of(measure: &Measure) -> Self {
        let mut asks = Self::default();
        if let Some(success) = &measure.success {
            asks.expression(success);
        }
        if let Some(value) = &measure.value {
            asks.number(value);
        }
        asks
    }

    fn expression(&mut self, expression: &Expression) {
        match expression {
            Expression::And(parts) | Expression::Or(parts) => parts.iter().for_each(|part| self.expression(part)),
            Expression::Not(part) => self.expression(part),
            Expression::Any(rows) | Expression::All(rows) => self.rows(rows),
            Expression::Compare(number, ..) => self.number(number),
            _ => {}
        }
    }

    fn number(&mut self, number: &Number) {
        match number {
            Number::Count(rows) => self.rows(rows),
            Number::SumOfRatios | Number::MeanOfRatios | Number::MinOfRatios | Number::MaxOfRatios => self.ratio = true,
            _ => {}
        }
    }

    fn rows(&mut self, rows: &Rows) {
        self.ratio |= rows.table == Table::Job;
        self.predicate(&rows.predicate);
    }

    fn predicate(&mut self, predicate: &RowPredicate) {
        match predicate {
            RowPredicate::And(parts) | RowPredicate::Or(parts) => parts.iter().for_each(|part| self.predicate(part)),
            RowPredicate::Not(part) => self.predicate(part),
            RowPredicate::State(states) => self.education |= states.iter().any(|state| state == "education"),
            _ => {}
        }
    }
}
