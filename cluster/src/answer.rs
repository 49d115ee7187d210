//! What is answered about one person, and how it stands in columns: texts that say all there is to say, so that reading
//! them back gives the same answer to the bit.

use std::collections::HashMap;
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, StringArray, StringBuilder, StructArray};
use datafusion::arrow::datatypes::{DataType, Field, Fields};
use serde::Serialize;
use serde::de::DeserializeOwned;
use virkning_model::Decimal;
use virkning_model::observation::{Outcome, Situation, Unclarified};

/// What the register says about one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Whether the measure is met.
    pub outcome: Outcome,
    /// What the person was, for breakdowns only.
    pub situation: Situation,
    /// The value, or why there is none; nothing where none was asked for.
    pub value: Option<Result<Decimal, Unclarified>>,
}

/// The column of outcomes.
pub const OUTCOME: &str = "outcome";
/// The column of situations.
pub const SITUATION: &str = "situation";
/// The column of values.
pub const VALUE: &str = "value";

/// The columns of answers.
pub fn fields() -> Fields {
    let text = |name| Field::new(name, DataType::Utf8, false);
    Fields::from(vec![text(OUTCOME), text(SITUATION), Field::new(VALUE, DataType::Utf8, true)])
}

/// Answers while they are put into columns. The texts of outcomes are few: each is made once.
#[derive(Default)]
pub struct AnswerBuilder {
    outcome: StringBuilder,
    situation: StringBuilder,
    value: StringBuilder,
    outcomes: HashMap<Outcome, String>,
}

impl AnswerBuilder {
    /// Adds a person's answer.
    pub fn push(&mut self, answer: &Answer) {
        self.outcome.append_value(self.outcomes.entry(answer.outcome).or_insert_with(|| text(&answer.outcome)));
        self.situation.append_value(situation_text(answer.situation));
        self.value.append_option(answer.value.as_ref().map(text));
    }

    /// The columns, as one of several fields.
    pub fn finish(mut self) -> StructArray {
        let columns: Vec<ArrayRef> =
            vec![Arc::new(self.outcome.finish()), Arc::new(self.situation.finish()), Arc::new(self.value.finish())];
        StructArray::new(fields(), columns, None)
    }
}

/// Reads answers back; a text that is no answer gives its words.
#[derive(Default)]
pub struct AnswerReader {
    outcomes: HashMap<String, Outcome>,
    situations: HashMap<String, Situation>,
}

impl AnswerReader {
    /// The outcome that a text says.
    pub fn outcome(&mut self, text: &str) -> Result<Outcome, String> {
        remembered(&mut self.outcomes, text)
    }

    /// The situation that a text says.
    pub fn situation(&mut self, text: &str) -> Result<Situation, String> {
        remembered(&mut self.situations, text)
    }

    /// The answer in a row of the three columns.
    pub fn answer(&mut self, columns: [&StringArray; 3], row: usize) -> Result<Answer, String> {
        let [outcome, situation, value] = columns;
        let value = if value.is_null(row) { None } else { Some(read(value.value(row))?) };
        Ok(Answer {
            outcome: self.outcome(outcome.value(row))?,
            situation: self.situation(situation.value(row))?,
            value,
        })
    }
}

fn remembered<T: Copy + DeserializeOwned>(known: &mut HashMap<String, T>, text: &str) -> Result<T, String> {
    if let Some(known) = known.get(text) {
        return Ok(*known);
    }
    let new = read(text)?;
    known.insert(text.to_owned(), new);
    Ok(new)
}

/// The text of an outcome: `"success"`, `{"unclarified":{"unknown-code":{"code":653}}}`.
pub fn text(part: &impl Serialize) -> String {
    serde_json::to_string(part).expect("outcomes and decimals are always JSON")
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|_| text.to_owned())
}

/// The text of a situation, as [`text`] gives it.
fn situation_text(situation: Situation) -> &'static str {
    match situation {
        Situation::Dead => "\"dead\"",
        Situation::Abroad => "\"abroad\"",
        Situation::Employed => "\"employed\"",
        Situation::Education => "\"education\"",
        Situation::Transfer => "\"transfer\"",
        Situation::None => "\"none\"",
        Situation::Unclarified => "\"unclarified\"",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use datafusion::arrow::array::AsArray;
    use virkning_model::period::{Month, Week};

    fn reasons() -> Vec<Unclarified> {
        vec![
            Unclarified::NotInExtract,
            Unclarified::UnknownCode { code: 653 },
            Unclarified::WeekNotCovered { week: Week::parse("2020-W53").expect("a week") },
            Unclarified::MonthNotCovered { month: Month::new(2024, 11).expect("a month") },
            Unclarified::NoData,
        ]
    }

    #[test]
    fn answers_read_back() {
        let outcomes = [Outcome::Success, Outcome::NoSuccess].into_iter();
        let outcomes: Vec<Outcome> = outcomes.chain(reasons().into_iter().map(Outcome::Unclarified)).collect();
        let numbers = ["0", "1.50", "-0.0000000001", "79228162514264337593543950335"];
        let values = numbers.map(|number| Some(Ok(number.parse().expect("a decimal")))).into_iter();
        let values: Vec<_> =
            values.chain([None]).chain(reasons().into_iter().map(|reason| Some(Err(reason)))).collect();
        let mut answers = Vec::new();
        for (place, situation) in Situation::ALL.into_iter().cycle().take(70).enumerate() {
            let outcome = outcomes[place % outcomes.len()];
            answers.push(Answer { outcome, situation, value: values[place % values.len()] });
        }
        let mut builder = AnswerBuilder::default();
        answers.iter().for_each(|answer| builder.push(answer));
        let columns = builder.finish();
        let columns = [0, 1, 2].map(|place| columns.column(place).as_string::<i32>().clone());
        let mut reader = AnswerReader::default();
        for (row, answer) in answers.iter().enumerate() {
            let read = reader.answer(columns.each_ref(), row).expect("an answer");
            assert_eq!(read, *answer);
            // Equal decimals may have different scales; the text has the scale.
            assert_eq!(text(&read.value), text(&answer.value));
        }
        assert_eq!(reader.outcome("\"perhaps\""), Err("\"perhaps\"".to_owned()));
    }

    #[test]
    fn situations_are_written_as_they_are_read() {
        for situation in Situation::ALL {
            assert_eq!(situation_text(situation), text(&situation));
        }
    }
}
