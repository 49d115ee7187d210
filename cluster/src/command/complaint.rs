//! Refusals and failures in the user's language: the code, what happened, and what to do.

use super::Failure;
use crate::ask::AskError;
use crate::node::NodeError;
use crate::question::QuestionError;
use crate::text::Texts;

/// The message of a failure.
pub fn say(failure: &Failure, texts: &Texts) -> String {
    let (code, arguments) = told(failure);
    let arguments: Vec<(&str, &str)> = arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let message = format!("{code}: {}", texts.with(code, &arguments));
    match texts.hint(code, &arguments) {
        Some(hint) => format!("{message}\n  {hint}"),
        None => message,
    }
}

type Told = (&'static str, Vec<(&'static str, String)>);

fn told(failure: &Failure) -> Told {
    match failure {
        Failure::Address(refused) => ("Y020", vec![("address", refused.address.to_string())]),
        Failure::Node(NodeError::Engine { reason }) => ("Y021", vec![("reason", reason.clone())]),
        Failure::Node(NodeError::Work { path, source }) => {
            ("Y022", vec![("path", path.display().to_string()), ("reason", source.to_string())])
        }
        Failure::File { path, source } => {
            ("Y023", vec![("path", path.display().to_string()), ("reason", source.to_string())])
        }
        Failure::Codes(error) => (error.code(), error.arguments()),
        Failure::Ask(error) => ask_told(error),
    }
}

fn ask_told(error: &AskError) -> Told {
    match error {
        AskError::Snapshot(error) => (error.code(), error.arguments()),
        AskError::Question(error) => question_told(error),
        AskError::UnknownPart { part } => ("Y010", vec![("part", part.clone())]),
        AskError::Engine { reason } => ("Y011", vec![("reason", reason.clone())]),
        AskError::Answers { reason } => ("Y012", vec![("reason", reason.clone())]),
        AskError::Late { seconds } => ("Y013", vec![("seconds", seconds.to_string())]),
    }
}

fn question_told(error: &QuestionError) -> Told {
    match error {
        QuestionError::Expression(error) => (error.code(), error.arguments()),
        QuestionError::Compile(error) => (error.code(), error.arguments()),
        QuestionError::Nothing => ("Y001", Vec::new()),
        QuestionError::EmptyWindow { first, last } => {
            ("Y002", vec![("first", first.to_string()), ("last", last.to_string())])
        }
        QuestionError::UnknownSource { source_name } => ("Y003", vec![("source", source_name.clone())]),
        QuestionError::Unreadable { reason } => ("Y004", vec![("reason", reason.clone())]),
        QuestionError::OtherProgram { asked, answers } => {
            ("Y005", vec![("asked", asked.clone()), ("answers", answers.clone())])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::PublicAddress;
    use crate::text::Language;
    use virkning_model::period::Month;

    #[test]
    fn every_refusal_has_words_and_a_hint() {
        let month = Month::new(2024, 11).expect("a month");
        let io = || std::io::Error::other("x");
        let text = || "x".to_owned();
        let question = |error| Failure::Ask(AskError::Question(error));
        let failures = [
            Failure::Address(PublicAddress { address: "8.8.8.8:1".parse().expect("an address") }),
            Failure::Node(NodeError::Engine { reason: text() }),
            Failure::Node(NodeError::Work { path: "x".into(), source: io() }),
            Failure::File { path: "x".into(), source: io() },
            Failure::Codes(virkning_register::codes::CodeListError::Empty),
            Failure::Ask(AskError::UnknownPart { part: text() }),
            Failure::Ask(AskError::Engine { reason: text() }),
            Failure::Ask(AskError::Answers { reason: text() }),
            Failure::Ask(AskError::Late { seconds: 1 }),
            question(QuestionError::Nothing),
            question(QuestionError::EmptyWindow { first: month, last: month }),
            question(QuestionError::UnknownSource { source_name: text() }),
            question(QuestionError::Unreadable { reason: text() }),
            question(QuestionError::OtherProgram { asked: text(), answers: text() }),
        ];
        for language in [Language::Danish, Language::English] {
            let texts = Texts::new(language);
            for failure in &failures {
                let said = say(failure, &texts);
                assert!(!said.contains('[') && said.lines().count() >= 2, "{said}");
            }
        }
    }
}
