//! The explanation of one answer: every week and month of the window, or every stay, education spell, observation and
//! amount, and which of them decided. Facts only; the words are the screen's.

use jiff::civil::Date;
use virkning_model::Decimal;
use virkning_model::observation::{Outcome, Unclarified};
use virkning_model::period::{Month, Week};

use crate::columns::{Coverage, NO_RATIO, PersonRows, month_from_number};
use crate::compile::Compiled;
use crate::evaluate::Evaluation;
use crate::event::{AMOUNT_UNITS, AmountPeriod, OBSERVATION_UNITS, STILL_THERE, day_from_number};
use crate::events::belongs;
use crate::quotient::quotient;
use crate::rows::{Row, Spells, Window};
use crate::window::PersonWindow;

/// An answer with every week and month of the window if it asks them, and every stay, observation and amount. For a person
/// who is not in the extract there are no facts, and all lists are empty.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Explanation {
    /// The answer, the same as `evaluate` gives.
    pub evaluation: Evaluation,
    /// Every week of the window in order.
    pub weeks: Vec<WeekFact>,
    /// Every month of the window in order.
    pub months: Vec<MonthFact>,
    /// The stays that belong to the window, by arrival.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stays: Vec<StayFact>,
    /// The observations in the window, and those before it that decide, by day.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub observations: Vec<ObservationFact>,
    /// The amounts of the window, by day.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub amounts: Vec<AmountFact>,
    /// The education spells that belong to the window, by their first day.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub studies: Vec<StudyFact>,
    /// The measure's value, where it has one and it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Decimal>,
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

/// One stay.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct StayFact {
    /// Its kind.
    pub kind: String,
    /// The day of arrival.
    pub arrived: Date,
    /// The day of departure, if it has come.
    pub left: Option<Date>,
    /// Whether the answer rests on it.
    pub decides: bool,
}

/// One observation.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ObservationFact {
    /// Its name.
    pub name: String,
    /// The day.
    pub day: Date,
    /// The value, in the unit of the observation.
    pub value: Decimal,
    /// Whether the answer rests on it.
    pub decides: bool,
}

/// One amount.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct AmountFact {
    /// Its kind.
    pub kind: String,
    /// Its item, where the source names items.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub item: String,
    /// The month that it counts in.
    pub month: Month,
    /// The day that places it there: the Thursday of its week, the first of its month, or the day itself.
    pub day: Date,
    /// Which of them.
    pub period: AmountPeriod,
    /// Kroner.
    pub amount: Decimal,
    /// Whether the answer rests on it.
    pub decides: bool,
}

/// One education spell.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct StudyFact {
    /// Its level or form.
    pub kind: String,
    /// The first day.
    pub first_day: Date,
    /// The last day, if it has come.
    pub last_day: Option<Date>,
    /// Whether the answer rests on it.
    pub decides: bool,
}

impl Compiled {
    /// The answer with all rows of the window and which of them decided: for success the rows that make it true, for no
    /// success none, for unclarified the unknown weeks and months. Of a measure with nothing but a value the rows that the
    /// value rests on.
    pub fn explain(
        &self,
        person: Option<PersonRows<'_>>,
        coverage: &Coverage,
        window: impl Into<PersonWindow>,
    ) -> Explanation {
        let Some(person) = self.listed(person) else { return Explanation::of(Evaluation::NOT_IN_EXTRACT) };
        let window = Window::new(person, coverage, window.into());
        let evaluation = self.evaluate_window(&window);
        let mut deciding = Vec::new();
        if evaluation.outcome != Outcome::NoSuccess {
            let mut add = |row| deciding.push(row);
            let left = self.left.as_ref().filter(|left| left.hindrance(&window).is_some());
            if let Some(left) = left {
                left.deciding(&window, &mut add);
            }
            // Where somebody has left, or the expression has decided, only who has left is in question.
            let has_left = matches!(evaluation.outcome, Outcome::Unclarified(Unclarified::LeftPopulation { .. }));
            let asked_is_open = || matches!(self.asked(&window), Outcome::Unclarified(_));
            let is_open = left.is_none() || !has_left && asked_is_open();
            match (&self.root, &self.value) {
                _ if !is_open => {}
                (Some(root), _) => root.deciding(&window, &mut add),
                (None, Some(value)) => value.deciding(&window, &mut add),
                (None, None) => {}
            }
        }
        let (weeks, months) = if self.asks_spells {
            (self.week_facts(&window, &deciding), month_facts(&window, &deciding))
        } else {
            (Vec::new(), Vec::new())
        };
        Explanation {
            weeks,
            months,
            stays: stay_facts(&window, &deciding),
            observations: observation_facts(&window, &deciding),
            amounts: amount_facts(&window, &deciding),
            studies: study_facts(&window, &deciding),
            value: self.value_in(&window).and_then(Result::ok),
            ..Explanation::of(evaluation)
        }
    }

    fn week_facts(&self, window: &Window<'_>, deciding: &[Row]) -> Vec<WeekFact> {
        let fact = |(number, code): (i32, Option<u16>)| WeekFact {
            week: Week::from_number(number).expect("a week of a window"),
            code: code.unwrap_or(0),
            category: code.and_then(|code| self.categories.get(code, number)).map(str::to_owned),
            covered: code.is_some(),
            decides: deciding.iter().any(|row| matches!(row, Row::Week { number: week, .. } if *week == number)),
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
            decides: deciding.iter().any(|row| matches!(row, Row::Month { number: month, .. } if *month == number)),
        }
    };
    window.months().map(fact).collect()
}

impl Explanation {
    /// An answer without facts.
    fn of(evaluation: Evaluation) -> Self {
        Explanation {
            evaluation,
            weeks: Vec::new(),
            months: Vec::new(),
            stays: Vec::new(),
            observations: Vec::new(),
            amounts: Vec::new(),
            studies: Vec::new(),
            value: None,
        }
    }
}

fn stay_facts(window: &Window<'_>, deciding: &[Row]) -> Vec<StayFact> {
    let Some(extent) = window.coverage.stays.as_ref() else { return Vec::new() };
    let days = window.own.span.days();
    let stays = window.person.stays.iter().enumerate().filter(|(_, stay)| belongs(stay, &days));
    let fact = |(place, stay): (usize, &crate::event::Stay)| {
        Some(StayFact {
            kind: extent.name(stay.kind).to_owned(),
            arrived: day_from_number(stay.arrived)?,
            left: Some(stay.left).filter(|left| *left != STILL_THERE).and_then(day_from_number),
            decides: deciding.contains(&Row::Stay { place }),
        })
    };
    let mut facts: Vec<StayFact> = stays.filter_map(fact).collect();
    facts.sort_by(|a, b| (a.arrived, a.left, &a.kind).cmp(&(b.arrived, b.left, &b.kind)));
    facts
}

fn study_facts(window: &Window<'_>, deciding: &[Row]) -> Vec<StudyFact> {
    let Some(extent) = window.coverage.studies.as_ref() else { return Vec::new() };
    let days = window.own.span.days();
    let studies = window.person.studies.iter().enumerate().filter(|(_, study)| belongs(study, &days));
    let fact = |(place, study): (usize, &crate::event::Stay)| {
        Some(StudyFact {
            kind: extent.name(study.kind).to_owned(),
            first_day: day_from_number(study.arrived)?,
            last_day: Some(study.left).filter(|left| *left != STILL_THERE).and_then(|left| day_from_number(left - 1)),
            decides: deciding.contains(&Row::Study { place }),
        })
    };
    let mut facts: Vec<StudyFact> = studies.filter_map(fact).collect();
    facts.sort_by(|a, b| (a.first_day, a.last_day, &a.kind).cmp(&(b.first_day, b.last_day, &b.kind)));
    facts
}

fn observation_facts(window: &Window<'_>, deciding: &[Row]) -> Vec<ObservationFact> {
    let Some(extent) = window.coverage.observations.as_ref() else { return Vec::new() };
    let days = window.own.span.days();
    let mut facts = Vec::new();
    for (place, value) in window.person.observations.iter().enumerate() {
        let decides = deciding.contains(&Row::Observation { place });
        if let Some(day) = day_from_number(value.day).filter(|_| decides || days.contains(&value.day)) {
            facts.push(ObservationFact {
                name: extent.name(value.name).to_owned(),
                day,
                value: quotient(i128::from(value.millionths), i128::from(OBSERVATION_UNITS)),
                decides,
            });
        }
    }
    // Stable: several of one day keep the order in which the last counts.
    facts.sort_by(|a, b| (a.day, &a.name).cmp(&(b.day, &b.name)));
    facts
}

fn amount_facts(window: &Window<'_>, deciding: &[Row]) -> Vec<AmountFact> {
    let Some(extent) = window.coverage.amounts.as_ref() else { return Vec::new() };
    let days = window.own.span.days();
    let mut facts = Vec::new();
    for (place, amount) in window.person.amounts.iter().enumerate() {
        if let Some(day) = day_from_number(amount.day).filter(|_| days.contains(&amount.day)) {
            facts.push(AmountFact {
                kind: extent.name(amount.kind).to_owned(),
                item: extent.item(amount.item).to_owned(),
                month: Month::of(day),
                day,
                period: extent.period,
                amount: quotient(i128::from(amount.minor_units), i128::from(AMOUNT_UNITS)),
                decides: deciding.contains(&Row::Amount { place }),
            });
        }
    }
    facts.sort_by(|a, b| (a.day, &a.kind, &a.item, a.amount).cmp(&(b.day, &b.kind, &b.item, b.amount)));
    facts
}
