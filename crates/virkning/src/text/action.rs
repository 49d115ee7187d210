//! What the event log calls an action, in words.

use super::Texts;

/// What was done, in words; as it is recorded where an earlier program had a word of its own.
pub fn in_words(action: &str, texts: &Texts) -> String {
    let key = format!("action-{action}");
    if texts.has(&key) { texts.get(&key) } else { action.to_owned() }
}
