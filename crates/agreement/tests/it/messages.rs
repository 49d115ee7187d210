//! Every code has a message and a hint in both languages, and every word that they fill in is reported with the code.

use std::path::Path;

use virkning_agreement::{CODES, read, remarks};

use crate::bad;

/// The message of a code with its hint, as the text file writes it.
fn message<'a>(texts: &'a str, code: &str) -> &'a str {
    let start = texts.find(&format!("\n{code} = ")).unwrap_or_else(|| panic!("{code} has no message")) + 1;
    let end = texts[start..].find("\n\n").map_or(texts.len(), |end| start + end);
    &texts[start..end]
}

fn words_to_fill(message: &str) -> Vec<&str> {
    message
        .split('$')
        .skip(1)
        .map(|rest| rest.split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_').next().unwrap_or(""))
        .collect()
}

#[test]
fn messages_are_complete_in_both_languages() {
    let documents = bad::documents();
    for language in ["da", "en"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../virkning/locales/{language}/agreement.ftl"));
        let texts = std::fs::read_to_string(path).expect("the text file");
        for (code, _) in CODES {
            let message = message(&texts, code);
            assert!(message.contains("\n    .hint = "), "{language} {code} has no hint");
            for (name, text) in documents.iter().filter(|(name, _)| name.starts_with(code)) {
                let told: Vec<_> = read(text)
                    .diagnostics
                    .into_iter()
                    .chain(read(text).agreement.map(|agreement| remarks(&agreement, text)).unwrap_or_default())
                    .collect();
                let of_code = told.iter().find(|diagnostic| diagnostic.code == *code);
                let arguments = &of_code.unwrap_or_else(|| panic!("{name} does not show {code}")).arguments;
                for word in words_to_fill(message) {
                    assert!(arguments.iter().any(|(known, _)| *known == word), "{language} {name}: {word}");
                }
            }
        }
    }
}
