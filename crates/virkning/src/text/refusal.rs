//! A refusal in words: its message and its hint, the same on a terminal and on a page.

use super::Texts;
use crate::app::failure::Refusal;

/// Message and hint of a refusal.
pub fn in_words(refusal: &Refusal, texts: &Texts) -> (String, Option<String>) {
    let arguments: Vec<(&str, String)> = refusal
        .arguments
        .iter()
        .map(|(name, value)| match name.as_str() {
            // What has changed comes as words of our own, one key each.
            "changes" => {
                let words: Vec<String> = value.split(',').map(|word| texts.get(&format!("change-{word}"))).collect();
                (name.as_str(), words.join(", "))
            }
            _ => (name.as_str(), value.clone()),
        })
        .collect();
    let arguments: Vec<(&str, &str)> = arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
    (texts.with(&refusal.key, &arguments), texts.hint(&refusal.key, &arguments))
}
