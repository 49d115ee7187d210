//! What is printed of answers: a table for people, JSON for programs, and each person's answer as CSV.

use std::collections::HashMap;
use std::fmt::Write as _;

use serde_json::json;
use virkning_model::observation::{Outcome, Situation, Unclarified};

use crate::answer::{self, Answer, AnswerReader};
use crate::ask::Asked;
use crate::text::Texts;

/// For people.
pub fn text(asked: &Asked, texts: &Texts) -> String {
    let question = &asked.question;
    let mut out = String::new();
    let window = question.window();
    let arguments = [
        ("snapshot", question.snapshot().to_string()),
        ("first", window.first.to_string()),
        ("last", window.last.to_string()),
        ("edition", question.edition().to_owned()),
    ];
    let arguments: Vec<(&str, &str)> = arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let _ = writeln!(out, "{}", texts.with("cluster-asked", &arguments));
    for expression in question.expressions() {
        let _ = writeln!(out, "  {expression}");
    }
    let mut rows: Vec<(String, u64)> = Vec::new();
    for ((outcome, situation), people) in &asked.counts {
        rows.push((format!("{} · {}", outcome_words(outcome, texts), situation_words(situation, texts)), *people));
    }
    rows.push((texts.get("cluster-everyone"), u64::from(asked.people)));
    let numbers: Vec<String> = rows.iter().map(|(_, people)| texts.number(*people)).collect();
    let wide = rows.iter().map(|(words, _)| words.chars().count()).max().unwrap_or(0);
    let digits = numbers.iter().map(String::len).max().unwrap_or(0);
    for ((words, _), number) in rows.iter().zip(&numbers) {
        let _ = writeln!(out, "  {words:<wide$}  {number:>digits$}");
    }
    let _ = writeln!(out, "{}", texts.with("cluster-took", &[("seconds", &texts.seconds(asked.took))]));
    out
}

/// For programs.
pub fn json(asked: &Asked) -> String {
    let question = &asked.question;
    let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap_or_default();
    let counts: Vec<_> = asked
        .counts
        .iter()
        .map(|((outcome, situation), people)| {
            json!({ "outcome": read(outcome), "situation": read(situation), "people": people })
        })
        .collect();
    let expressions: Vec<&str> = question.expressions().collect();
    let printed = json!({
        "snapshot": question.snapshot().to_string(),
        "measure": expressions,
        "from": question.window().first,
        "to": question.window().last,
        "code_list": question.edition(),
        "people": asked.people,
        "counts": counts,
        "tries": asked.tries,
        "milliseconds": u64::try_from(asked.took.as_millis()).unwrap_or(u64::MAX),
    });
    format!("{printed:#}\n")
}

/// Each person's answer as CSV, by the person's number in the snapshot: equal answers give equal bytes.
pub fn answers(answers: &[Answer]) -> Vec<u8> {
    let mut out = String::from("person,outcome,situation,value\n");
    let mut known: HashMap<(Outcome, Situation), String> = HashMap::new();
    for (person, answer) in answers.iter().enumerate() {
        let words = known.entry((answer.outcome, answer.situation));
        let words = words.or_insert_with(|| {
            format!("{},{}", field(&answer::text(&answer.outcome)), field(&answer::text(&answer.situation)))
        });
        let value = answer.value.map(|value| match value {
            Ok(number) => number.to_string(),
            Err(reason) => field(&answer::text(&Outcome::Unclarified(reason))),
        });
        let _ = writeln!(out, "{person},{words},{}", value.unwrap_or_default());
    }
    out.into_bytes()
}

/// A text of JSON as a field: a plain word, else quoted.
fn field(text: &str) -> String {
    match text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
        Some(word) => word.to_owned(),
        None => format!("\"{}\"", text.replace('"', "\"\"")),
    }
}

fn outcome_words(text: &str, texts: &Texts) -> String {
    let of = |key: &str, value: &str| texts.with(key, &[("value", value)]);
    match AnswerReader::default().outcome(text) {
        Ok(Outcome::Success) => texts.get("cluster-success"),
        Ok(Outcome::NoSuccess) => texts.get("cluster-no-success"),
        Ok(Outcome::Unclarified(reason)) => match reason {
            Unclarified::UnknownCode { code } => of("cluster-unclarified-code", &code.to_string()),
            Unclarified::WeekNotCovered { week } => of("cluster-unclarified-not-covered", &week.to_string()),
            Unclarified::MonthNotCovered { month } => of("cluster-unclarified-not-covered", &month.to_string()),
            _ => texts.get("cluster-unclarified"),
        },
        Err(text) => text,
    }
}

fn situation_words(text: &str, texts: &Texts) -> String {
    match AnswerReader::default().situation(text) {
        Ok(situation) => texts.get(match situation {
            Situation::Dead => "cluster-dead",
            Situation::Abroad => "cluster-abroad",
            Situation::Employed => "cluster-employed",
            Situation::Education => "cluster-education",
            Situation::Transfer => "cluster-transfer",
            Situation::None => "cluster-none",
            Situation::Unclarified => "cluster-situation-unclarified",
        }),
        Err(text) => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_written_by_person() {
        let unclarified = Unclarified::UnknownCode { code: 653 };
        let answers = [
            Answer {
                outcome: Outcome::Success,
                situation: Situation::Employed,
                value: Some(Ok("1.50".parse().expect("a decimal"))),
            },
            Answer {
                outcome: Outcome::Unclarified(unclarified),
                situation: Situation::None,
                value: Some(Err(unclarified)),
            },
            Answer { outcome: Outcome::NoSuccess, situation: Situation::Abroad, value: None },
        ];
        let unknown = r#""{""unclarified"":{""unknown-code"":{""code"":653}}}""#;
        let expected = format!(
            "person,outcome,situation,value\n0,success,employed,1.50\n1,{unknown},none,{unknown}\n2,no-success,abroad,\n"
        );
        assert_eq!(String::from_utf8(super::answers(&answers)).expect("text"), expected);
    }
}
