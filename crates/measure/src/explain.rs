//! The explanation of one answer: every week and month of the window, and which of them decided. Facts only; the words
//! are the screen's.

use virkning_model::Decimal;
use virkning_model::observation::Outcome;
use virkning_model::period::{Month, Week};

use crate::columns::{Coverage, NO_RATIO, PersonRows, month_from_number};
use crate::compile::Compiled;
use crate::evaluate::Evaluation;
use crate::rows::{Row, Spells, Window};
use crate::window::MonthSpan;

/// An answer with every week and month of the window. For a person who is not in the extract there are no facts, and
/// both lists are empty.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Explanation {
    /// The answer, the same as `evaluate` gives.
    pub evaluation: Evaluation,
    /// Every week of the window in order.
    pub weeks: Vec<WeekFact>,
    /// Every month of the window in order.
    pub months: Vec<MonthFact>,
}

/// What the register says about one week.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct WeekFact {
    /// The week.
    pub week: Week,
    /// Its code; 0 is blank, and stands also where the week is not covered.
    pub code: u16,
    /// Its state in the code list on the Thursday; nothing where the code is unknown or the week is not covered.
    pub category: Option<String>,
    /// Whether the extract has a column for it.
    pub covered: bool,
    /// Whether the answer rests on it.
    pub decides: bool,
}

/// What the register says about one month.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct MonthFact {
    /// The month.
    pub month: Month,
    /// The employment ratio, if there is one.
    pub ratio: Option<Decimal>,
    /// The industry code, if there is one.
    pub industry: Option<u32>,
    /// Whether the extract has a ratio column for it.
    pub covered: bool,
    /// Whether the answer rests on it.
    pub decides: bool,
}

impl Compiled {
    /// The answer with all weeks and months of the window and which of them decided: for success the rows that make it
    /// true, for no success none, for unclarified the unknown rows.
    pub fn explain(&self, person: Option<PersonRows<'_>>, coverage: &Coverage, span: MonthSpan) -> Explanation {
        let Some(person) = person else {
            return Explanation { evaluation: Evaluation::NOT_IN_EXTRACT, weeks: Vec::new(), months: Vec::new() };
        };
        let window = Window::new(person, coverage, span);
        let evaluation = self.evaluate_window(&window);
        let mut deciding = Vec::new();
        if evaluation.outcome != Outcome::NoSuccess {
            self.root.deciding(&window, &mut |row| deciding.push(row));
        }
        Explanation { evaluation, weeks: self.week_facts(&window, &deciding), months: month_facts(&window, &deciding) }
    }

    fn week_facts(&self, window: &Window<'_>, deciding: &[Row]) -> Vec<WeekFact> {
        let fact = |(number, code): (i32, Option<u16>)| WeekFact {
            week: Week::from_number(number).expect("a week of a window"),
            code: code.unwrap_or(0),
            category: code.and_then(|code| self.categories.get(code, number)).map(str::to_owned),
            covered: code.is_some(),
            decides: deciding.contains(&Row::Week { number, code }),
        };
        window.weeks().map(fact).collect()
    }
}

fn month_facts(window: &Window<'_>, deciding: &[Row]) -> Vec<MonthFact> {
    let person = window.person;
    let mut spells = Spells::new(person.job_start, person.job_end, window.months.start);
    let fact = |(number, ratio): (i32, Option<i32>)| {
        let spell = spells.at(number);
        let written = spell.map(|spell| person.job_ratio[spell]).filter(|ratio| *ratio != NO_RATIO);
        MonthFact {
            month: month_from_number(number).expect("a month of a window"),
            ratio: ratio.and(written).map(|ratio| Decimal::new(i64::from(ratio), 4).normalize()),
            industry: spell.map(|spell| person.job_industry[spell]).filter(|industry| *industry != 0),
            covered: ratio.is_some(),
            decides: deciding.contains(&Row::Month { number, ratio }),
        }
    };
    window.months().map(fact).collect()
}
