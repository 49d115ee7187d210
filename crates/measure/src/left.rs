//! Whoever has left the population inside the window: what the measure says of them goes before its expression.

use virkning_model::code_list::LeavingList;
use virkning_model::measuring::LeftPopulation;
use virkning_model::observation::{Leaving, Outcome, Unclarified};

use crate::codes::{Categories, CodeTable};
use crate::evaluate::Reasons;
use crate::rows::{Row, Window};

/// What a week says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Week {
    Stayed,
    Left(Leaving),
    /// The code list does not say.
    Unknown,
}

/// What a measure says of whoever has left, made ready for one edition of a code list.
#[derive(Clone, Debug)]
pub(crate) struct Left {
    rule: LeftPopulation,
    weeks: CodeTable<Week>,
}

/// What is known of a window.
enum Found {
    Stayed,
    Left(Leaving),
    /// The first week of which it is unknown.
    Unknown(Unclarified),
}

impl Left {
    pub(crate) fn new(rule: LeftPopulation, categories: &Categories, leaving: &LeavingList) -> Self {
        let week = |code, category: Option<&str>| match category {
            None => Week::Unknown,
            Some(category) => leaving.how(code, category).map_or(Week::Stayed, Week::Left),
        };
        Self { rule, weeks: categories.table(week) }
    }

    /// The answer of a measure, given that of its expression. What the register does not say of a week leaves open whether
    /// somebody has left; it decides only where that would change the answer.
    pub(crate) fn outcome(&self, window: &Window<'_>, asked: impl FnOnce() -> Outcome) -> Outcome {
        match self.found(window) {
            Found::Left(how) => Outcome::Unclarified(Unclarified::LeftPopulation { how }),
            Found::Stayed => asked(),
            Found::Unknown(why) => match (asked(), self.rule) {
                (Outcome::NoSuccess, LeftPopulation::NoSuccess) => Outcome::NoSuccess,
                (Outcome::Unclarified(why), _) => Outcome::Unclarified(why),
                _ => Outcome::Unclarified(why),
            },
        }
    }

    /// Why there is no value, if so: a value of somebody who has left is none.
    pub(crate) fn hindrance(&self, window: &Window<'_>) -> Option<Unclarified> {
        match self.found(window) {
            Found::Stayed => None,
            Found::Left(how) => Some(Unclarified::LeftPopulation { how }),
            Found::Unknown(why) => Some(why),
        }
    }

    fn found(&self, window: &Window<'_>) -> Found {
        let (mut left, mut unknown) = (None, None);
        for (number, code) in window.weeks() {
            match code.map_or(Week::Unknown, |code| self.weeks.get(code, number)) {
                Week::Stayed => {}
                Week::Left(how) => left = Some(left.map_or(how, |first: Leaving| first.min(how))),
                Week::Unknown => {
                    let reasons = unknown.get_or_insert_with(Reasons::default);
                    reasons.add(Row::Week { number, code });
                }
            }
        }
        match (left, unknown) {
            (Some(how), _) => Found::Left(how),
            (None, Some(reasons)) => Found::Unknown(reasons.first()),
            (None, None) => Found::Stayed,
        }
    }

    /// Hands on the weeks in which somebody has left, or if there are none those of which it is unknown.
    pub(crate) fn deciding(&self, window: &Window<'_>, visit: &mut dyn FnMut(Row)) {
        let has_left = matches!(self.found(window), Found::Left(_));
        for (number, code) in window.weeks() {
            let decides = match code.map_or(Week::Unknown, |code| self.weeks.get(code, number)) {
                Week::Left(_) => has_left,
                Week::Unknown => !has_left,
                Week::Stayed => false,
            };
            if decides {
                visit(Row::Week { number, code });
            }
        }
    }
}
