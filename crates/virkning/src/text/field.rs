//! The words of the agreement language as people say them: its tables, its keys and the words that a key may have. What has
//! no words of its own is shown as the language writes it.

use super::Texts;
use crate::app::statement::value_in_words;

/// The way to a value in its term: `by_year.2027` is »pr. år · 2027«.
pub fn key_in_words(texts: &Texts, key: &str) -> String {
    let part = |part: &str| word(texts, "field", part).unwrap_or_else(|| part.replace('_', " "));
    key.split('.').map(part).collect::<Vec<_>>().join(" · ")
}

/// A table of the language.
pub fn table_in_words(texts: &Texts, table: &str) -> String {
    word(texts, "terms", table).unwrap_or_else(|| table.replace('_', " "))
}

/// A word that a key may have.
pub fn option_in_words(texts: &Texts, option: &str) -> String {
    word(texts, "option", option).unwrap_or_else(|| value_in_words(option, texts))
}

fn word(texts: &Texts, family: &str, name: &str) -> Option<String> {
    let key = format!("{family}-{}", name.replace('_', "-"));
    texts.has(&key).then(|| texts.get(&key))
}
